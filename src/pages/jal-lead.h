/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What leads somewhere in a document: an entry of its outline, a link on a page. Also the words of notes and fields of forms,
   which lead nowhere but have a box and words as well. */
#pragma once

#include "pages/jal-page-text.h"

G_BEGIN_DECLS

typedef struct
{
  JalBox box;         /* of a link, default user space of its page; of an entry empty */
  int page;           /* that it leads to, from 0; -1: nowhere in this document */
  gboolean has_point; /* whether it says where on that page: */
  JalPoint point;     /* default user space of that page */
  guint depth;        /* of an entry, 0 at the top; at most one more than the entry before it */
  char *text;         /* the entry's title; a note's words, a field's value; the address of a link that leads outside, else "" */
} JalLead;

JalLead *jal_lead_copy (const JalLead *lead);
void jal_lead_free (JalLead *lead);

G_END_DECLS
