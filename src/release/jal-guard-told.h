/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The same at every door out: what somebody has decided, and what was found. */
typedef struct
{
  gboolean parts_stay; /* (in): somebody has looked at the single words of protected names and lets them stand */
  /* What stopped the copy (out) (nullable): the very words by place, a line each. For the person at the screen, and for no log. */
  char *leaks;
  char *parts; /* the same of single words of protected names, when nothing else stopped it: somebody has to decide */
  /* Of a copy that was saved (out) (nullable): on which pages something is hidden and still in the copy, a sentence for each kind. For
     the person at the screen, and for no log. */
  char *covered;
  char *covered_pages; /* "3, 7–9" */
} JalGuardTold;

void jal_guard_told_clear (JalGuardTold *told);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (JalGuardTold, jal_guard_told_clear)

G_END_DECLS
