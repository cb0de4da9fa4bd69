/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "law/jal-law.h"

G_BEGIN_DECLS

/* A kind of document: charge sheet, P3 form, witness statement… */
typedef struct
{
  const char *id;         /* "p3_form": stored with documents, never changes */
  JalLabel label;
  const char *issuer;     /* nullable: who makes it out */
  const char *legal_hook; /* nullable: the rule of evidence that goes with it, in English */
  gboolean sw_verified;   /* whether the Kiswahili label was read in a source */
  JalStanding standing;
} JalDoctype;

/* What a document is until somebody says what it is. */
#define JAL_DOCTYPE_OTHER "other"

/* Returns (transfer none) (array length=n): all kinds in the order of the data. @n may be NULL. */
const JalDoctype *jal_doctype_list (guint *n);
/* Returns (transfer none) (nullable): the kind @id (nullable). */
const JalDoctype *jal_doctype_find (const char *id);

G_END_DECLS
