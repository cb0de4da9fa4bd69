/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "record/jal-record.h"
#include "store/jal-tx.h"

G_BEGIN_DECLS

/* The rows of the people of a case and of the days on which they cannot come. */

gboolean jal_person_rows_insert (JalTx *tx, JalPerson *value, GError **error);
/* Overwrites everything but the case; the name only when @with_name. */
gboolean jal_person_rows_update (JalTx *tx, JalPerson *value, gboolean with_name, GError **error);
/* Returns (transfer full): GListStore of JalPerson in their order; hidden names are left out. @case_id JAL_ID_NONE: of
   every case. */
GListStore *jal_person_rows_list (JalTx *tx, JalId case_id, GError **error);
/* Returns (transfer full): NULL with NOT_FOUND. @with_name: also a hidden one. */
JalPerson *jal_person_rows_get (JalTx *tx, JalId id, gboolean with_name, GError **error);

gboolean jal_absence_rows_insert (JalTx *tx, JalAbsence *value, GError **error);
/* Overwrites everything but the case, the person and the event it came from. */
gboolean jal_absence_rows_update (JalTx *tx, JalAbsence *value, GError **error);
/* Returns (transfer full): GListStore of JalPerson by the number of their case (filled in): the same magistrate in the other cases of
   the court in which no last day is entered (nor a first one after the last of this). The end of a role belongs to its case; an absence to the person. */
GListStore *jal_person_rows_elsewhere (JalTx *tx, JalId id, GError **error);
/* Returns (transfer full): GListStore of JalAbsence by date: those of the case and of its people, counsel's own, that count in
   every case, and those of its magistrate that were entered in another case of the same court (with the person of this case, and
   with where they were entered). @case_id JAL_ID_NONE: all there are. */
GListStore *jal_absence_rows_list (JalTx *tx, JalId case_id, GError **error);
JalAbsence *jal_absence_rows_get (JalTx *tx, JalId id, GError **error);

/* Which people of the case stand in the attendance of a session: expected, come or absent. */
typedef struct
{
  JalId session_id;
  JalId person_id;
  gboolean testifies; /* a survivor, a witness, an investigator */
  gboolean heard;     /* and has given all their evidence there */
} JalCalled;

/* Returns (transfer full) (element-type JalCalled), in no order: of the sessions of a case, or of every case (JAL_ID_NONE). */
GArray *jal_called_rows_list (JalTx *tx, JalId case_id, GError **error);

G_END_DECLS
