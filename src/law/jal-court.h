/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "law/jal-law.h"

G_BEGIN_DECLS

/* A court the program knows by itself. A case may name another one: its court is then free text. */
typedef struct
{
  const char *id;               /* "shanzu-magistrates": stored in cases, never changes */
  JalLabel name;                /* as it stands on a paper, without "In the" */
  const char *type;             /* "magistrates", "high_court", "high_court_sub_registry", "court_of_appeal" */
  const char *county;
  const char *town;
  const char *supervising_town; /* nullable: the High Court over it */
  JalStanding standing;
} JalCourt;

/* Returns (transfer none) (array length=n): all courts in the order of the data. @n may be NULL. */
const JalCourt *jal_court_list (guint *n);
/* Returns (transfer none) (nullable): the court @id (nullable). */
const JalCourt *jal_court_find (const char *id);

G_END_DECLS
