/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* Marking what is selected. One gesture: what is armed is made the moment the pointer lets the words go; what is
   selected is marked the moment the key is pressed. */
#include <glib/gi18n-lib.h>

#include "app/reader/jal-mark-verbs.h"
#include "app/reader/jal-reader-page-private.h"

static const char *
armed_color (JalReaderPage *self)
{
  g_autoptr (GVariant) state = g_action_group_get_action_state (G_ACTION_GROUP (self->actions), "color");
  const char *const colors[] = { "yellow", "green", "blue", "pink", "orange" };

  for (guint i = 0; i < G_N_ELEMENTS (colors); i++)
    if (g_str_equal (colors[i], g_variant_get_string (state, NULL)))
      return colors[i];
  return colors[0];
}

static void
highlighted_cb (gpointer owner, JalId id)
{
  JalReaderPage *self = owner;

  /* Chosen, so that the verbs on marks mean it; no frame, since one sees it well. */
  jal_marks_pane_choose (self->pane, id);
  jal_page_view_set_chosen (self->view, JAL_ID_NONE);
  jal_reader_page_read_marks (self);
}

static void
noted_cb (gpointer owner, JalId id)
{
  JalReaderPage *self = owner;

  jal_split_set_show_pane (self->split, TRUE);
  jal_marks_pane_write (self->pane, id);
  jal_page_view_set_chosen (self->view, id);
  jal_reader_page_read_marks (self);
}

void
jal_reader_page_mark_selection (JalReaderPage *self, const char *kind)
{
  g_autoptr (GPtrArray) selected = NULL;
  gboolean note = g_str_equal (kind, "note");

  if (self->store == NULL || self->source == NULL)
    return;
  selected = jal_page_view_dup_selected (self->view);
  self->pending = NULL;
  if (selected->len == 0)
    {
      /* The words of the page are still on their way. */
      if (jal_page_view_has_selection (self->view))
        self->pending = note ? "note" : "highlight";
      return;
    }
  jal_mark_verbs_add (GTK_WIDGET (self), self->store, self->document_id, self->source, selected, kind,
                      armed_color (self), note ? noted_cb : highlighted_cb);
  jal_page_view_select (self->view, 0, 0, 0);
  if (note)
    jal_reader_page_arm (self, NULL);
}

void
jal_reader_page_place_note (JalReaderPage *self, guint page, JalPoint user)
{
  if (self->store == NULL || self->source == NULL)
    return;
  jal_mark_verbs_add_note (GTK_WIDGET (self), self->store, self->document_id, self->source, page, user,
                           armed_color (self), noted_cb);
  jal_reader_page_arm (self, NULL);
}

void
jal_reader_page_goto_mark (JalReaderPage *self, JalMark *mark)
{
  JalBox box;

  if (mark->document_page < 0)
    return;
  jal_reader_page_leave (self);
  jal_page_view_set_chosen (self->view, mark->id);
  if (jal_page_view_get_mark_box (self->view, mark, &box))
    jal_page_view_reveal (self->view, (guint)mark->document_page, box);
  else
    jal_page_view_show_page (self->view, (guint)mark->document_page);
}
