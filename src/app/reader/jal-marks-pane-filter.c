/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* Which marks are shown, in which order, under which heading. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/reader/jal-mark-verbs.h"
#include "app/reader/jal-marks-pane-private.h"
#include "marks/jal-marks.h"

/* In the order of the rows in the template; the first is everything. */
static const char *const audiences[] = { NULL, "private", "team", "court", "received" };

enum
{
  BY_PAGE,
  BY_DATE,
  BY_COLOR,
};

const char *
jal_marks_pane_wanted_audience (JalMarksPane *self)
{
  return audiences[MIN (gtk_drop_down_get_selected (self->filter), G_N_ELEMENTS (audiences) - 1)];
}

static gboolean
has_words (const char *folded, const char *text)
{
  g_autofree char *here = g_utf8_casefold (text, -1);

  return strstr (here, folded) != NULL;
}

gboolean
jal_marks_pane_is_wanted (JalMarksPane *self, JalMark *mark)
{
  const char *audience = jal_marks_pane_wanted_audience (self);
  guint kind = gtk_drop_down_get_selected (self->kind_filter);
  guint color = gtk_drop_down_get_selected (self->color_filter);
  guint author = gtk_drop_down_get_selected (self->author_filter);
  g_autofree char *words = g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (self->search)), -1);

  if (audience != NULL && !g_str_equal (audience, mark->audience))
    return FALSE;
  if (kind > 0 && kind != GTK_INVALID_LIST_POSITION && !g_str_equal (jal_marks_kinds ()[kind - 1], mark->kind))
    return FALSE;
  if (color > 0 && color != GTK_INVALID_LIST_POSITION && !g_str_equal (jal_marks_colors ()[color - 1], mark->color))
    return FALSE;
  if (author > 0 && author != GTK_INVALID_LIST_POSITION
      && g_strcmp0 (gtk_string_list_get_string (self->authors, author), mark->author) != 0)
    return FALSE;
  if (gtk_check_button_get_active (self->doubtful_only) && !g_str_equal (mark->anchor, "doubtful"))
    return FALSE;
  return *words == '\0' || has_words (words, mark->text) || has_words (words, mark->quoted)
         || (mark->link_title != NULL && has_words (words, mark->link_title));
}

static gboolean
filter_row (GtkListBoxRow *row, gpointer data)
{
  return jal_marks_pane_is_wanted (data, jal_mark_row_get_mark (JAL_MARK_ROW (row)));
}

static guint
color_order (JalMark *mark)
{
  for (guint i = 0; jal_marks_colors ()[i] != NULL; i++)
    if (g_str_equal (jal_marks_colors ()[i], mark->color))
      return i;
  return G_MAXUINT;
}

static int
compare_rows (GtkListBoxRow *a, GtkListBoxRow *b, gpointer data)
{
  JalMarksPane *self = data;
  JalMark *first = jal_mark_row_get_mark (JAL_MARK_ROW (a)), *second = jal_mark_row_get_mark (JAL_MARK_ROW (b));
  guint sort = gtk_drop_down_get_selected (self->sort);

  if (sort == BY_DATE && first->modified_at != second->modified_at)
    return first->modified_at > second->modified_at ? -1 : 1;
  if (sort == BY_COLOR && color_order (first) != color_order (second))
    return color_order (first) < color_order (second) ? -1 : 1;
  return GPOINTER_TO_INT (g_object_get_data (G_OBJECT (a), "order"))
         - GPOINTER_TO_INT (g_object_get_data (G_OBJECT (b), "order"));
}

static char *
dup_color_words (JalMarksPane *self, guint color)
{
  return jal_mark_verbs_dup_color_words (jal_marks_colors ()[color], (const char *const *)self->meanings);
}

/* What a row stands under: its page, its colour, nothing. */
static char *
dup_heading (JalMarksPane *self, GtkListBoxRow *row)
{
  JalMark *mark = jal_mark_row_get_mark (JAL_MARK_ROW (row));

  switch (gtk_drop_down_get_selected (self->sort))
    {
    case BY_DATE:
      return NULL;
    case BY_COLOR:
      return color_order (mark) != G_MAXUINT ? dup_color_words (self, color_order (mark)) : NULL;
    default:
      return g_strdup_printf (_ ("Page %u"), (guint)mark->document_page + 1);
    }
}

static void
head_row (GtkListBoxRow *row, GtkListBoxRow *before, gpointer data)
{
  JalMarksPane *self = data;
  g_autofree char *words = dup_heading (self, row);
  g_autofree char *above = before != NULL ? dup_heading (self, before) : NULL;
  GtkWidget *heading;

  if (words == NULL || g_strcmp0 (words, above) == 0)
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  heading = gtk_label_new (words);
  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_label_set_ellipsize (GTK_LABEL (heading), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (heading, "heading");
  gtk_widget_add_css_class (heading, "marks-page");
  gtk_list_box_row_set_header (row, heading);
}

/* The authors there are, the one chosen kept. */
void
jal_marks_pane_update_authors (JalMarksPane *self)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  guint selected = gtk_drop_down_get_selected (self->author_filter);
  g_autofree char *chosen = selected > 0 && selected != GTK_INVALID_LIST_POSITION
                                ? g_strdup (gtk_string_list_get_string (self->authors, selected))
                                : NULL;
  gboolean same;

  g_ptr_array_add (names, (gpointer)_ ("All authors"));
  for (guint i = 0; self->marks != NULL && i < g_list_model_get_n_items (self->marks); i++)
    {
      g_autoptr (JalMark) mark = g_list_model_get_item (self->marks, i);

      if (g_hash_table_add (seen, mark->author))
        g_ptr_array_add (names, mark->author);
    }
  same = names->len == g_list_model_get_n_items (G_LIST_MODEL (self->authors));
  for (guint i = 0; same && i < names->len; i++)
    same = g_str_equal (names->pdata[i], gtk_string_list_get_string (self->authors, i));
  if (same)
    return;
  g_ptr_array_add (names, NULL);
  gtk_string_list_splice (self->authors, 0, g_list_model_get_n_items (G_LIST_MODEL (self->authors)),
                          (const char *const *)names->pdata);
  for (guint i = 1; chosen != NULL && i + 1 < names->len; i++)
    if (g_str_equal (chosen, gtk_string_list_get_string (self->authors, i)))
      gtk_drop_down_set_selected (self->author_filter, i);
}

void
jal_marks_pane_update_colors (JalMarksPane *self)
{
  g_autoptr (GtkStringList) colors = gtk_string_list_new (NULL);
  guint selected = gtk_drop_down_get_selected (self->color_filter);

  gtk_string_list_append (colors, _ ("All colours"));
  for (guint i = 0; jal_marks_colors ()[i] != NULL; i++)
    gtk_string_list_take (colors, dup_color_words (self, i));
  gtk_drop_down_set_model (self->color_filter, G_LIST_MODEL (colors));
  gtk_drop_down_set_selected (self->color_filter, selected != GTK_INVALID_LIST_POSITION ? selected : 0);
}

void
jal_marks_pane_add_filter (JalMarksPane *self)
{
  gtk_list_box_set_filter_func (self->list, filter_row, self, NULL);
  gtk_list_box_set_sort_func (self->list, compare_rows, self, NULL);
  gtk_list_box_set_header_func (self->list, head_row, self, NULL);
}
