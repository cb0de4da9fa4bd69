/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* Finding words in the open document: all hits are coloured, the one that is shown is the selection, so that H marks
 * it. */
#include <glib/gi18n-lib.h>

#include "app/reader/jal-reader-page-private.h"

/* A search that lasts so long says how far it is. */
#define LONG_MS 500

/* The hit that is selected; -1 when none is. */
static int
current_hit (JalReaderPage *self)
{
  GArray *hits = jal_page_source_get_hits (self->source);
  guint page, first, n;

  if (!jal_page_view_get_selected_start (self->view, &page, &first, &n))
    return -1;
  for (guint i = jal_page_source_get_first_hit (self->source, page); i < hits->len; i++)
    {
      const JalPageHit *hit = &g_array_index (hits, JalPageHit, i);

      if (hit->page != page || hit->first > first)
        return -1;
      if (hit->first == first && hit->n == n)
        return (int)i;
    }
  return -1;
}

static void
update_count (JalReaderPage *self, int current)
{
  GArray *hits = self->source != NULL ? jal_page_source_get_hits (self->source) : NULL;
  gboolean sought = *gtk_editable_get_text (GTK_EDITABLE (self->find_entry)) != '\0';
  gboolean finding = hits != NULL && jal_page_source_is_finding (self->source);
  g_autofree char *words = NULL, *progress = NULL, *unsearched = NULL;

  if (finding)
    /* Translators: how far a search has come. */
    progress = g_strdup_printf (_ ("%u of %u pages searched"), jal_page_source_get_n_searched (self->source),
                                jal_page_source_get_n_pages (self->source));
  if (hits == NULL || !sought)
    words = g_strdup ("");
  else if (hits->len == 0)
    words = g_strdup (finding ? _ ("Searching…") : _ ("Not found"));
  else if (current >= 0)
    words = g_strdup_printf (_ ("%u of %u"), (guint)current + 1, hits->len);
  else
    words = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u hit", "%u hits", hits->len), hits->len);
  gtk_label_set_text (self->find_count, words);
  unsearched = sought && hits != NULL && !finding ? jal_page_source_dup_unsearched (self->source) : NULL;
  gtk_label_set_text (self->find_note, finding ? progress : unsearched != NULL ? unsearched : "");
  gtk_widget_set_visible (GTK_WIDGET (self->find_note), unsearched != NULL || (finding && self->find_is_long));
}

/* Only what lasts is worth a line: it would come and go with every letter that is typed. */
static gboolean
long_cb (gpointer data)
{
  JalReaderPage *self = data;

  self->find_soon = 0;
  self->find_is_long = TRUE;
  update_count (self, self->source != NULL ? current_hit (self) : -1);
  return G_SOURCE_REMOVE;
}

static void
forget_progress (JalReaderPage *self)
{
  self->find_is_long = FALSE;
  g_clear_handle_id (&self->find_soon, g_source_remove);
}

/* FALSE while it is not known where it stands on its page. */
static gboolean
reveal_hit (JalReaderPage *self, guint index)
{
  const JalPageHit *hit = &g_array_index (jal_page_source_get_hits (self->source), JalPageHit, index);
  const JalPageInfo *info = jal_page_source_get_info (self->source, hit->page);
  GArray *quads = jal_page_source_get_quads (self->source, index);

  if (info == NULL || quads == NULL)
    return FALSE;
  if (quads->len > 0)
    jal_page_view_reveal (self->view, hit->page, jal_geometry_quad_to_display (info, &g_array_index (quads, JalQuad, 0)));
  return TRUE;
}

void
jal_reader_page_show_hit (JalReaderPage *self, guint index)
{
  const JalPageHit *hit = &g_array_index (jal_page_source_get_hits (self->source), JalPageHit, index);

  jal_page_view_select (self->view, hit->page, hit->first, hit->n);
  self->find_awaits = !reveal_hit (self, index);
  if (self->find_awaits)
    jal_page_view_show_page (self->view, hit->page);
  update_count (self, (int)index);
  jal_hits_pane_set_current (self->hits, (int)index);
  jal_page_source_set_near (self->source, index);
}

void
jal_reader_page_find_placed (JalReaderPage *self)
{
  int current;

  if (!self->find_awaits)
    return;
  current = current_hit (self);
  /* Whoever went on meanwhile is not called back. */
  if (current < 0 || jal_page_view_get_page (self->view) != g_array_index (jal_page_source_get_hits (self->source), JalPageHit, current).page)
    self->find_awaits = FALSE;
  else
    self->find_awaits = !reveal_hit (self, (guint)current);
}

void
jal_reader_page_find_hits (JalReaderPage *self)
{
  GArray *hits = jal_page_source_get_hits (self->source);

  /* The search begins with the page in view, so that the first hit to come is the nearest one ahead. */
  if (self->find_moves && hits->len > 0)
    {
      self->find_moves = FALSE;
      jal_reader_page_show_hit (self, 0);
    }
  else
    update_count (self, current_hit (self));
  jal_reader_page_update_actions (self);
}

void
jal_reader_page_find_changed (JalReaderPage *self)
{
  if (self->source == NULL)
    return;
  self->find_moves = TRUE;
  forget_progress (self);
  if (*gtk_editable_get_text (GTK_EDITABLE (self->find_entry)) != '\0')
    self->find_soon = g_timeout_add (LONG_MS, long_cb, self);
  jal_page_source_find (self->source, gtk_editable_get_text (GTK_EDITABLE (self->find_entry)),
                        jal_page_view_get_page (self->view));
}

void
jal_reader_page_find_step (JalReaderPage *self, gboolean forward)
{
  GArray *hits = self->source != NULL ? jal_page_source_get_hits (self->source) : NULL;
  guint page = jal_page_view_get_page (self->view);
  int current;

  if (hits == NULL || hits->len == 0)
    return;
  current = current_hit (self);
  if (current >= 0)
    current += forward ? 1 : -1;
  else
    {
      /* From where one is reading. */
      current = (int)jal_page_source_get_first_hit (self->source, page);
      if (!forward)
        current--;
    }
  jal_reader_page_show_hit (self, (guint)((current + (int)hits->len) % (int)hits->len));
}

void
jal_reader_page_show_find (JalReaderPage *self)
{
  if (self->source == NULL)
    return;
  if (!gtk_revealer_get_reveal_child (self->find_bar))
    jal_reader_page_leave (self);
  gtk_revealer_set_reveal_child (self->find_bar, TRUE);
  /* First, for an entry that has the focus already goes on blinking over its selection, and the toolkit complains (GTK 4.8). */
  gtk_editable_select_region (GTK_EDITABLE (self->find_entry), 0, -1);
  gtk_widget_grab_focus (GTK_WIDGET (self->find_entry));
  if (*gtk_editable_get_text (GTK_EDITABLE (self->find_entry)) != '\0'
      && jal_page_source_get_hits (self->source)->len == 0)
    jal_reader_page_find_changed (self);
}

gboolean
jal_reader_page_close_find (JalReaderPage *self)
{
  forget_progress (self);
  gtk_widget_set_visible (GTK_WIDGET (self->find_note), FALSE);
  if (!gtk_revealer_get_reveal_child (self->find_bar))
    return FALSE;
  gtk_revealer_set_reveal_child (self->find_bar, FALSE);
  if (self->source != NULL)
    jal_page_source_find (self->source, NULL, 0);
  /* What was found stays selected. */
  if (gtk_widget_get_mapped (GTK_WIDGET (self->view)))
    gtk_widget_grab_focus (GTK_WIDGET (self->view));
  return TRUE;
}
