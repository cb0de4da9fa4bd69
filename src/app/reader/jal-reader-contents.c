/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* The way through a document: the pane with thumbnails, outline and hits, links, and the steps back and forward. */
#include <glib/gi18n-lib.h>

#include "app/reader/jal-reader-page-private.h"
#include "app/shell/jal-dialog.h"
#include "app/shell/jal-shell.h"

/* --- Back and forward --------------------------------------------------------------------------------------------- */

void
jal_reader_page_leave (JalReaderPage *self)
{
  JalPagePlace here;

  if (self->source == NULL || jal_page_source_get_n_pages (self->source) == 0)
    return;
  jal_page_view_get_place (self->view, &here);
  jal_reader_history_leave (self->history, &here);
  jal_reader_page_update_actions (self);
}

gboolean
jal_reader_page_step (JalReaderPage *self, gboolean forward)
{
  JalPagePlace here, there;

  if (self->source == NULL || jal_page_source_get_n_pages (self->source) == 0)
    return FALSE;
  jal_page_view_get_place (self->view, &here);
  if (!jal_reader_history_step (self->history, forward, &here, &there))
    return FALSE;
  /* Only the place: how large and which way up is what one reads with now. */
  there.mode = here.mode;
  there.zoom = here.zoom;
  there.rotation = here.rotation;
  jal_page_view_set_place (self->view, &there);
  jal_reader_page_update_actions (self);
  return TRUE;
}

/* --- Links -------------------------------------------------------------------------------------------------------- */

static void
open_agreed_cb (GtkWidget *inside, gpointer data)
{
  gtk_show_uri (GTK_WINDOW (gtk_widget_get_ancestor (inside, GTK_TYPE_WINDOW)), data, GDK_CURRENT_TIME);
}

void
jal_reader_page_follow (JalReaderPage *self, const JalLead *lead)
{
  g_autofree char *body = NULL;

  if (self->source == NULL)
    return;
  jal_page_view_leave_link (self->view);
  if (lead->page >= 0)
    {
      jal_reader_page_leave (self);
      jal_page_view_show_point (self->view, (guint)lead->page, lead->has_point ? &lead->point : NULL);
      gtk_widget_grab_focus (GTK_WIDGET (self->view));
      return;
    }
  /* What a document points at is never visited without being asked: the site would learn who reads, and when. */
  if (!g_str_has_prefix (lead->text, "https://") && !g_str_has_prefix (lead->text, "http://")
      && !g_str_has_prefix (lead->text, "mailto:"))
    {
      jal_shell_toast (GTK_WIDGET (self), _ ("This link leads to something that is not opened from here"));
      return;
    }
  body = g_strconcat (lead->text, "\n\n",
                      _ ("This leads outside the vault. Whoever keeps that address may see that you came, and when. Nothing "
                         "of the case is sent."),
                      NULL);
  jal_dialog_ask (GTK_WIDGET (self), _ ("Follow a Link Outside?"), body, _ ("_Open"), FALSE, open_agreed_cb,
                  g_strdup (lead->text), g_free);
}

void
jal_reader_page_choose_link (JalReaderPage *self, gboolean forward)
{
  const JalLead *link = jal_page_view_choose_link (self->view, forward);
  g_autofree char *words = NULL;

  jal_reader_page_update_actions (self);
  if (link == NULL)
    words = g_strdup (_ ("There is no link on this page"));
  else if (link->page >= 0)
    words = g_strdup_printf (_ ("Link to page %d. Enter follows it"), link->page + 1);
  else
    words = g_strdup_printf (_ ("Link to %s. Enter follows it"), link->text);
  jal_shell_toast (GTK_WIDGET (self), words);
}

/* --- The pane ----------------------------------------------------------------------------------------------------- */

void
jal_reader_page_show_contents (JalReaderPage *self, const char *tab)
{
  GtkWidget *child;

  if (tab != NULL)
    gtk_stack_set_visible_child_name (self->contents, tab);
  jal_split_set_show_pane (self->contents_split, TRUE);
  child = gtk_stack_get_visible_child (self->contents);
  if (child != NULL)
    gtk_widget_child_focus (child, GTK_DIR_TAB_FORWARD);
}

void
jal_reader_page_set_contents (JalReaderPage *self, JalPageSource *source)
{
  jal_thumbnails_pane_set_source (self->thumbnails, source);
  jal_outline_pane_set_source (self->outline, source);
  jal_hits_pane_set_source (self->hits, source);
}

void
jal_reader_page_thumb_activated_cb (JalReaderPage *self, guint page)
{
  jal_reader_page_leave (self);
  jal_page_view_show_page (self->view, page);
}

void
jal_reader_page_hit_activated_cb (JalReaderPage *self, guint index)
{
  if (self->source == NULL || index >= jal_page_source_get_hits (self->source)->len)
    return;
  jal_reader_page_leave (self);
  jal_reader_page_show_hit (self, index);
}
