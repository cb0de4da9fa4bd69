/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pages of the user help, as they are compiled in: data/help, one for each topic and language. */
#pragma once

#include <glib.h>

#include "law/jal-lang.h"

G_BEGIN_DECLS

typedef enum
{
  JAL_HELP_HEADING,   /* of a part of the page */
  JAL_HELP_PARAGRAPH,
  JAL_HELP_POINT,     /* of a list without numbers */
  JAL_HELP_STEP,      /* of a list with numbers */
} JalHelpKind;

/* A piece of a page, as it stands below the one before. */
typedef struct
{
  JalHelpKind kind;
  guint number; /* of a step, from 1 */
  char *markup; /* of Pango */
  char *text;   /* the same without markup */
} JalHelpBlock;

typedef struct
{
  const char *topic;
  char *title;
  GPtrArray *blocks; /* of JalHelpBlock */
  char *folded;      /* title and all blocks as jal_text_fold() leaves them: for searching */
} JalHelpPage;

/* The topics in the order of the list, ended by NULL. */
extern const char *const jal_help_topics[];

/* Returns (transfer full): the page about @topic, one of jal_help_topics, in @lang. */
JalHelpPage *jal_help_page_new (const char *topic, JalLang lang, GError **error);
void jal_help_page_free (JalHelpPage *self);
/* Returns whether every word of @wanted, folded, stands in the page. */
gboolean jal_help_page_matches (const JalHelpPage *self, const char *wanted);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (JalHelpPage, jal_help_page_free)

G_END_DECLS
