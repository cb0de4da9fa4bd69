/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the list of marks share: what is shown (jal-marks-pane.c), which of them in which order (-filter.c), the rows and their keys
   (-rows.c). */
#pragma once

#include "app/reader/jal-mark-row.h"
#include "app/reader/jal-marks-pane.h"
#include "app/reader/jal-received-list.h"

G_BEGIN_DECLS

struct _JalMarksPane
{
  AdwBin parent_instance;

  JalStore *store;   /* nullable */
  GListModel *marks; /* nullable */
  GHashTable *rows;  /* JalId * → JalMarkRow, borrowed */
  JalId wanted;      /* to be chosen when it arrives */
  gboolean write;    /* … with the cursor in its note */
  gboolean quiet;    /* the selection is being set by us */

  char **meanings;   /* nullable */
  GtkStringList *authors;

  GtkStack *stack;
  GtkDropDown *filter;
  GtkDropDown *kind_filter;
  GtkDropDown *color_filter;
  GtkDropDown *author_filter;
  GtkDropDown *sort;
  GtkCheckButton *doubtful_only;
  GtkSearchEntry *search;
  GtkMenuButton *filters;
  GtkRevealer *doubtful;
  GtkButton *doubtful_button;
  GtkButton *received_button;
  JalReceivedList *received;
  GtkListBox *list;
  GtkLabel *count;
};

/* jal-marks-pane-filter.c */
gboolean jal_marks_pane_is_wanted (JalMarksPane *self, JalMark *mark);
/* Returns (nullable): "received" is none of a mark. */
const char *jal_marks_pane_wanted_audience (JalMarksPane *self);
/* The list leaves out, sorts and heads its rows. */
void jal_marks_pane_add_filter (JalMarksPane *self);
/* The authors there are, the one chosen kept; the colours with what they mean. */
void jal_marks_pane_update_authors (JalMarksPane *self);
void jal_marks_pane_update_colors (JalMarksPane *self);

/* jal-marks-pane-rows.c */
/* One row for each mark. */
void jal_marks_pane_update_rows (JalMarksPane *self);
gboolean jal_marks_pane_search_key_cb (JalMarksPane *self, guint key, guint code, GdkModifierType state);
gboolean jal_marks_pane_list_key_cb (JalMarksPane *self, guint key, guint code, GdkModifierType state);

/* jal-marks-pane.c: something else is wanted, or stands there. */
void jal_marks_pane_filtered_cb (JalMarksPane *self);
void jal_marks_pane_choose_row (JalMarksPane *self, GtkListBoxRow *row, gboolean write);

G_END_DECLS
