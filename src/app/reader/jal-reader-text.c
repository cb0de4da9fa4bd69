/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* The words of the page as text: for screen readers, for large print, and for selecting by keyboard. A letter of the
   panel is the same letter of the page, so that both select together. */
#include <glib/gi18n-lib.h>

#include "app/reader/jal-reader-page-private.h"

void
jal_reader_page_set_text_shown (JalReaderPage *self, gboolean shown)
{
  gtk_widget_set_visible (self->text_panel, shown);
  self->text_page = 0;
  jal_reader_page_update_text (self);
  if (shown)
    gtk_widget_grab_focus (GTK_WIDGET (self->text_view));
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

void
jal_reader_page_update_text (JalReaderPage *self)
{
  guint page = jal_page_view_get_page (self->view);
  JalPageText *text = self->source != NULL ? jal_page_source_get_text (self->source, page) : NULL;

  if (!gtk_widget_get_visible (self->text_panel) || self->text_page == page + 1)
    return;
  self->syncing = TRUE;
  if (text == NULL)
    {
      const char *trouble = self->source != NULL ? jal_page_source_get_text_trouble (self->source, page) : NULL;

      gtk_text_buffer_set_text (self->text, trouble != NULL ? trouble : _ ("Reading the page…"), -1);
      /* Of a page that cannot be shown nobody asks for the words: they may be there all the same. */
      if (trouble == NULL && self->source != NULL && jal_page_source_get_trouble (self->source, page) != NULL)
        jal_page_source_want_text (self->source, page);
    }
  else if (text->n_chars == 0)
    gtk_text_buffer_set_text (self->text, _ ("This page has no text: it is a picture."), -1);
  else
    {
      const JalPageInfo *info = jal_page_source_get_info (self->source, page);
      g_autofree char *words = info != NULL ? jal_geometry_get_table_text (info, text, 0, text->n_chars) : NULL;

      gtk_text_buffer_set_text (self->text, words != NULL ? words : text->text, (int)text->n_bytes);
    }
  if (text != NULL)
    self->text_page = page + 1;
  self->syncing = FALSE;
  if (text != NULL)
    jal_reader_page_select_in_text (self);
}

void
jal_reader_page_select_in_text (JalReaderPage *self)
{
  guint first, n;
  GtkTextIter start, end, old_start, old_end;

  if (self->syncing || self->text_page == 0
      || !jal_page_view_get_selected_range (self->view, self->text_page - 1, &first, &n))
    return;
  gtk_text_buffer_get_iter_at_offset (self->text, &start, (int)first);
  gtk_text_buffer_get_iter_at_offset (self->text, &end, (int)(first + n));
  if (gtk_text_buffer_get_selection_bounds (self->text, &old_start, &old_end)
      && gtk_text_iter_equal (&start, &old_start) && gtk_text_iter_equal (&end, &old_end))
    return;
  self->syncing = TRUE;
  gtk_text_buffer_select_range (self->text, &start, &end);
  gtk_text_view_scroll_to_iter (self->text_view, &start, 0.1, FALSE, 0, 0);
  self->syncing = FALSE;
}

void
jal_reader_page_select_from_text (JalReaderPage *self)
{
  GtkTextIter start, end;
  guint first, n, old_first, old_n;

  if (self->syncing || self->text_page == 0 || self->source == NULL)
    return;
  gtk_text_buffer_get_selection_bounds (self->text, &start, &end);
  first = (guint)gtk_text_iter_get_offset (&start);
  n = (guint)gtk_text_iter_get_offset (&end) - first;
  if (!jal_page_view_get_selected_range (self->view, self->text_page - 1, &old_first, &old_n))
    old_first = old_n = 0;
  if (n == old_n && (n == 0 || first == old_first))
    return;
  self->syncing = TRUE;
  jal_page_view_select (self->view, self->text_page - 1, first, n);
  self->syncing = FALSE;
}
