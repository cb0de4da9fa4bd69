/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* What is selected in the view, for copying and marking. */
#include "app/reader/jal-page-view-private.h"

/* Characters of a mark's surroundings that are kept with it. */
#define CONTEXT 32

void
jal_selected_text_free (JalSelectedText *selected)
{
  g_free (selected->text);
  g_free (selected->table);
  g_free (selected->before);
  g_free (selected->after);
  g_clear_pointer (&selected->quads, g_array_unref);
  g_free (selected);
}

gboolean
jal_page_view_has_selection (JalPageView *self)
{
  return self->selection.active;
}

gboolean
jal_page_view_get_selected_range (JalPageView *self, guint page, guint *first, guint *n)
{
  JalPageText *text = self->source != NULL ? jal_page_source_get_text (self->source, page) : NULL;

  return text != NULL && jal_page_selection_get_range (&self->selection, page, text->n_chars, first, n);
}

gboolean
jal_page_view_get_selected_start (JalPageView *self, guint *page, guint *first, guint *n)
{
  JalTextSpot start = self->selection.anchor, end = self->selection.focus;

  if (!self->selection.active || start.page != end.page)
    return FALSE;
  *page = start.page;
  *first = MIN (start.index, end.index);
  *n = MAX (start.index, end.index) - *first + 1;
  return TRUE;
}

GPtrArray *
jal_page_view_dup_selected (JalPageView *self)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify)jal_selected_text_free);
  guint first_page, last_page;

  if (!jal_page_selection_get_pages (&self->selection, &first_page, &last_page))
    return all;
  for (guint page = first_page; page <= last_page; page++)
    {
      const JalPageInfo *info = jal_page_source_get_info (self->source, page);
      JalPageText *text = jal_page_source_get_text (self->source, page);
      JalSelectedText *selected;
      guint first, n;

      if (info == NULL || !jal_page_view_get_selected_range (self, page, &first, &n))
        continue;
      selected = g_new0 (JalSelectedText, 1);
      selected->page = page;
      selected->text = jal_geometry_get_text (text, first, n);
      selected->table = jal_geometry_get_table_text (info, text, first, n);
      selected->before = jal_geometry_get_text (text, first > CONTEXT ? first - CONTEXT : 0, MIN (first, CONTEXT));
      selected->after = jal_geometry_get_text (text, first + n, CONTEXT);
      selected->quads = jal_geometry_get_quads (info, text, first, n);
      g_ptr_array_add (all, selected);
    }
  return all;
}

void
jal_page_view_select (JalPageView *self, guint page, guint first, guint n)
{
  guint old, last;

  g_return_if_fail (JAL_IS_PAGE_VIEW (self));

  self->by_words = FALSE;
  for (gboolean had = self->source != NULL && jal_page_selection_get_pages (&self->selection, &old, &last); had && old <= last; old++)
    jal_page_source_let_text_go (self->source, old);
  self->selection = (JalPageSelection){ n > 0, { page, first }, { page, first + (n > 0 ? n - 1 : 0) } };
  if (n > 0 && self->source != NULL)
    jal_page_source_want_text (self->source, page);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, jal_page_view_signals[JAL_PAGE_VIEW_SELECTION_CHANGED], 0);
}

void
jal_page_view_select_page (JalPageView *self)
{
  JalPageText *text = self->source != NULL ? jal_page_source_get_text (self->source, self->page) : NULL;

  if (text != NULL)
    jal_page_view_select (self, self->page, 0, text->n_chars);
}
