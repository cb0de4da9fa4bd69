/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "record/jal-record.h"
#include "store/jal-store.h"

G_BEGIN_DECLS

/* What the user fills in for a person. NULL leaves a field empty (or, in an update, as it is); a date is given by its
   address, JAL_DATE_NONE there empties it. */
typedef struct
{
  const char *role;  /* one of jal_people_roles(); required for a new person */
  const char *code;  /* "" for somebody with a hidden name lets the program find one */
  const char *name;
  const char *note;
  const JalDate *born;
  const JalDate *since; /* in this role from that day on */
  const JalDate *until;
  int hidden;        /* -1: as it is; for a new person a survivor's name is hidden */
  int in_custody;    /* of an accused; -1: as it is */
} JalPersonDraft;

#define JAL_PERSON_DRAFT_INIT ((JalPersonDraft){ .hidden = -1, .in_custody = -1 })

/* Returns (transfer none) (array zero-terminated=1): the ids of the roles, in the order lists show them. */
const char *const *jal_people_roles (void);

/* A person of a case. A survivor always has a neutral code: one is made up when none is given. REFUSED when there is
   neither code nor name, or a date of birth that lies ahead. */
gboolean jal_people_add (JalStore *store, JalId case_id, const JalPersonDraft *draft, JalId *id, GError **error);
gboolean jal_people_update (JalStore *store, JalId id, const JalPersonDraft *draft, GError **error);
/* The person's absences go and come back with it. */
gboolean jal_people_remove (JalStore *store, JalId id, GError **error);
/* Returns (transfer full): a GListStore of JalPerson, in the order they were entered, hidden names left out. @case_id
   JAL_ID_NONE: of every case. */
GListStore *jal_people_list (JalStore *store, JalId case_id, GCancellable *cancellable, GError **error);
JalPerson *jal_people_get (JalStore *store, JalId id, GError **error);
/* Returns (transfer full): a GListStore of JalPerson with their case's number: the same magistrate (of the same court and name, or
   label) in the other cases in which no last day is entered. Empty for anybody else. */
GListStore *jal_people_elsewhere (JalStore *store, JalId id, GCancellable *cancellable, GError **error);
/* The last day of that magistrate becomes the last day in those cases too, in one action with one undo. REFUSED when no last day is
   entered. @n (out, nullable): in how many. */
gboolean jal_people_transfer (JalStore *store, JalId id, guint *n, GError **error);
/* Returns (transfer full): the person with the name; that it was looked at goes on record ("person.reveal"). */
JalPerson *jal_people_reveal (JalStore *store, JalId id, GError **error);

/* Days on which somebody cannot come. */
typedef struct
{
  JalId case_id;   /* JAL_ID_NONE with no person: counsel, in every case */
  JalId person_id; /* JAL_ID_NONE: the case as a whole */
  JalDate from;    /* JAL_DATE_NONE in an update: as it is */
  JalDate to;      /* the same */
  const char *reason;
  int hard;        /* 0: it could be arranged; -1: as it is, TRUE for a new one */
} JalAbsenceDraft;

#define JAL_ABSENCE_DRAFT_INIT ((JalAbsenceDraft){ .from = JAL_DATE_NONE, .to = JAL_DATE_NONE, .hard = -1 })

gboolean jal_people_add_absence (JalStore *store, const JalAbsenceDraft *draft, JalId *id, GError **error);
gboolean jal_people_update_absence (JalStore *store, JalId id, const JalAbsenceDraft *draft, GError **error);
gboolean jal_people_remove_absence (JalStore *store, JalId id, GError **error);
/* Returns (transfer full): a GListStore of JalAbsence by date: of the case, of its people, and counsel's own. @case_id
   JAL_ID_NONE: all there are. */
GListStore *jal_people_list_absences (JalStore *store, JalId case_id, GCancellable *cancellable, GError **error);

G_END_DECLS
