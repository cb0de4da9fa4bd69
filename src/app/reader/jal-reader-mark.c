/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* Marking what is selected. One gesture: what is armed is made the moment the pointer lets the words go; what is
   selected is marked the moment the key is pressed. */
#include <glib/gi18n-lib.h>

#include "app/reader/jal-mark-verbs.h"
#include "app/reader/jal-reader-page-private.h"
#include "app/reader/jal-reader-redact.h"
#include "marks/jal-mark-shape.h"
#include "marks/jal-marks.h"

const char *
jal_reader_page_get_color (JalReaderPage *self)
{
  g_autoptr (GVariant) state = g_action_group_get_action_state (G_ACTION_GROUP (self->actions), "color");

  for (const char *const *color = jal_marks_colors (); *color != NULL; color++)
    if (g_str_equal (*color, g_variant_get_string (state, NULL)))
      return *color;
  return jal_marks_colors ()[0];
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

  jal_reader_redact_show_marks (self);
  jal_marks_pane_write (self->pane, id);
  jal_page_view_set_chosen (self->view, id);
  jal_reader_page_read_marks (self);
}

/* --- Placing a doubtful mark -------------------------------------------------------------------------------------- */

/* The mark being placed goes to @shape; FALSE when the page is another than the one it is on. */
static void
place_anew (JalReaderPage *self, const JalMarkShape *shape)
{
  JalId id = self->placing;

  jal_reader_page_arm (self, NULL);
  jal_mark_verbs_place (GTK_WIDGET (self), self->store, id, self->document_id, shape, NULL);
  jal_page_view_select (self->view, 0, 0, 0);
}

static void
place_on_words (JalReaderPage *self, const JalSelectedText *selected)
{
  g_autoptr (JalMarkShape) shape = jal_mark_shape_new (selected->page);

  for (guint i = 0; i < selected->quads->len; i++)
    {
      const JalQuad *quad = &g_array_index (selected->quads, JalQuad, i);
      JalMarkQuad kept;

      for (int k = 0; k < 4; k++)
        {
          kept.x[k] = quad->corners[k].x;
          kept.y[k] = quad->corners[k].y;
        }
      g_array_append_val (shape->quads, kept);
    }
  shape->quoted = g_strstrip (g_strdup (selected->text));
  shape->before = g_strdup (selected->before);
  shape->after = g_strdup (selected->after);
  if (shape->quads->len > 0)
    place_anew (self, shape);
}

static void
place_note_anew (JalReaderPage *self, guint page, JalPoint user)
{
  const JalPageInfo *info = jal_page_source_get_info (self->source, page);
  g_autoptr (JalMarkShape) shape = jal_mark_shape_new (page);
  JalPoint at;
  JalMarkQuad quad;

  if (info == NULL)
    return;
  at = jal_geometry_to_display (info, user);
  quad = jal_mark_shape_quad (info, jal_mark_shape_inside (info, (JalBox){ at.x, at.y, at.x + 20, at.y + 20 }));
  g_array_append_val (shape->quads, quad);
  place_anew (self, shape);
}

void
jal_reader_page_place_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalReaderPage *self = data;
  JalMark *mark = jal_marks_pane_get_chosen (self->pane);

  if (mark == NULL || self->store == NULL)
    return;
  jal_reader_page_goto_mark (self, mark);
  jal_reader_page_arm (self, g_intern_string (mark->kind));
  gtk_label_set_text (self->hint_label, jal_mark_kind_is_text (mark->kind) ? _ ("Select the words that the mark belongs to. Esc ends it.")
                                                                           : _ ("Show where the mark belongs. Esc ends it."));
  self->placing = mark->id;
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

void
jal_reader_page_mark_selection (JalReaderPage *self, const char *kind)
{
  g_autoptr (GPtrArray) selected = NULL;
  gboolean note = g_str_equal (kind, "note");

  if (g_str_equal (kind, "redaction"))
    {
      jal_reader_redact_selection (self);
      return;
    }
  if (self->store == NULL || self->source == NULL)
    return;
  selected = jal_page_view_dup_selected (self->view);
  self->pending = NULL;
  if (selected->len == 0)
    {
      /* The words of the page are still on their way. */
      if (jal_page_view_has_selection (self->view))
        self->pending = g_intern_string (kind);
      return;
    }
  if (!jal_id_is_none (self->placing))
    {
      place_on_words (self, selected->pdata[0]);
      return;
    }
  jal_mark_verbs_add (GTK_WIDGET (self), self->store, self->document_id, self->source, selected, kind,
                      jal_reader_page_get_color (self), note ? noted_cb : highlighted_cb);
  jal_page_view_select (self->view, 0, 0, 0);
  if (note)
    jal_reader_page_arm (self, NULL);
}

void
jal_reader_page_place_note (JalReaderPage *self, guint page, JalPoint user)
{
  if (self->store == NULL || self->source == NULL)
    return;
  if (!jal_id_is_none (self->placing))
    {
      place_note_anew (self, page, user);
      return;
    }
  jal_mark_verbs_add_note (GTK_WIDGET (self), self->store, self->document_id, self->source, page, user,
                           jal_reader_page_get_color (self), noted_cb);
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

/* --- What the hand did ------------------------------------------------------------------------------------------- */

static void
drawn_added_cb (gpointer owner, JalId id)
{
  JalReaderPage *self = owner;

  /* Chosen, with its handles: it can be moved at once. */
  jal_marks_pane_choose (self->pane, id);
  jal_page_view_set_chosen (self->view, id);
  jal_reader_page_read_marks (self);
}

static void
drawn_cb (JalReaderPage *self, JalMarkShape *shape)
{
  gboolean text = g_strcmp0 (self->armed, "text") == 0;

  if (self->store == NULL || self->armed == NULL)
    return;
  if (!jal_id_is_none (self->placing))
    {
      place_anew (self, shape);
      return;
    }
  jal_mark_verbs_add_shape (GTK_WIDGET (self), self->store, self->document_id, shape, self->armed,
                            jal_reader_page_get_color (self), text ? noted_cb : drawn_added_cb);
  /* Words are written next; the other tools stay in hand until Escape. */
  if (text)
    jal_reader_page_arm (self, NULL);
  else
    gtk_label_set_text (self->hint_label, jal_reader_page_get_hint (self->armed)); /* the pen had its own */
}

static void
reshape_kept_cb (gpointer owner)
{
  jal_page_view_reshape_kept (JAL_READER_PAGE (owner)->view);
}

static void
reshaped_cb (JalReaderPage *self, JalMark *mark, JalMarkShape *shape)
{
  if (self->store != NULL)
    jal_mark_verbs_place (GTK_WIDGET (self), self->store, mark->id, self->document_id, shape, reshape_kept_cb);
}

void
jal_reader_page_add_marks (JalReaderPage *self)
{
  g_signal_connect_object (self->view, "drawn", G_CALLBACK (drawn_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->view, "reshaped", G_CALLBACK (reshaped_cb), self, G_CONNECT_SWAPPED);
  jal_page_view_set_armed_color (self->view, jal_reader_page_get_color (self));
}
