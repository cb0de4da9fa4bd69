/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/**
 * A mark in the pane.
 *
 *  1. There is no button to save a note: it is kept when the typing pauses, when the focus goes, when the row goes, and
 * at the latest when the vault locks.
 *  2. A row that is being written in is not overwritten by what the vault says.
 */
#include "app/reader/jal-mark-row.h"

#include <glib/gi18n-lib.h>

#include "app/reader/jal-mark-verbs.h"
#include "app/shell/jal-shown.h"
#include "base/jal-text.h"
#include "marks/jal-marks.h"

#define PAUSE_MILLISECONDS 1200

struct _JalMarkRow
{
  GtkListBoxRow parent_instance;

  JalStore *store;
  JalMark *mark;
  char *kept;  /* the text that the vault has, or will have when the task under way ends */
  guint pause; /* source */
  gboolean filling;
  GSimpleActionGroup *actions;

  char **meanings; /* nullable: of the colours */
  GMenu *colors;
  guint lay_out; /* source */
  int width;

  GtkWidget *swatch;
  GtkLabel *kind;
  GtkMenuButton *audience;
  GtkImage *audience_icon;
  GtkLabel *audience_word;
  GtkWidget *link;
  GtkLabel *link_label;
  GtkWidget *doubt;
  GtkLabel *quote;
  GtkTextView *note;
  GtkTextBuffer *buffer;
  GtkLabel *hint;
  GtkLabel *origin;
};

G_DEFINE_FINAL_TYPE (JalMarkRow, jal_mark_row, GTK_TYPE_LIST_BOX_ROW)

/* --- The note ----------------------------------------------------------------------------------------------------- */

static char *
dup_typed (JalMarkRow *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  return gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE);
}

static gboolean
is_unkept (JalMarkRow *self, const char *typed)
{
  return self->store != NULL && g_strcmp0 (typed, self->kept) != 0;
}

void
jal_mark_row_keep (JalMarkRow *self)
{
  g_autofree char *typed = NULL;
  GtkWidget *pane;

  g_return_if_fail (JAL_IS_MARK_ROW (self));

  g_clear_handle_id (&self->pause, g_source_remove);
  if (self->buffer == NULL)
    return;
  typed = dup_typed (self);
  if (!is_unkept (self, typed))
    return;
  /* The row may be gone before the task ends: the list it is in speaks for it. */
  pane = gtk_widget_get_parent (GTK_WIDGET (self));
  jal_mark_verbs_update (pane != NULL ? pane : GTK_WIDGET (self), self->store, self->mark->id, typed, NULL, NULL);
  g_free (self->kept);
  self->kept = g_steal_pointer (&typed);
}

void
jal_mark_row_keep_now (JalMarkRow *self)
{
  g_autofree char *typed = NULL;

  g_return_if_fail (JAL_IS_MARK_ROW (self));

  g_clear_handle_id (&self->pause, g_source_remove);
  if (self->buffer == NULL)
    return;
  typed = dup_typed (self);
  if (is_unkept (self, typed))
    jal_marks_update (self->store, self->mark->id, typed, NULL, NULL, NULL);
  g_clear_object (&self->store);
}

static gboolean
pause_cb (gpointer data)
{
  JalMarkRow *self = data;

  self->pause = 0;
  jal_mark_row_keep (self);
  return G_SOURCE_REMOVE;
}

/* A text view knows how high its text is only when it has laid it out for the width it was given. */
static gboolean
lay_out_cb (gpointer data)
{
  JalMarkRow *self = data;

  self->lay_out = 0;
  gtk_widget_queue_resize (GTK_WIDGET (self->note));
  return G_SOURCE_REMOVE;
}

static void
lay_out_later (JalMarkRow *self)
{
  if (self->lay_out == 0)
    self->lay_out = g_idle_add (lay_out_cb, self);
}

static void
jal_mark_row_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  JalMarkRow *self = JAL_MARK_ROW (widget);

  GTK_WIDGET_CLASS (jal_mark_row_parent_class)->size_allocate (widget, width, height, baseline);
  if (width != self->width)
    lay_out_later (self);
  self->width = width;
}

static void
typed_cb (JalMarkRow *self)
{
  lay_out_later (self);
  gtk_widget_set_visible (GTK_WIDGET (self->hint), gtk_text_buffer_get_char_count (self->buffer) == 0);
  if (self->filling)
    return;
  g_clear_handle_id (&self->pause, g_source_remove);
  self->pause = g_timeout_add (PAUSE_MILLISECONDS, pause_cb, self);
}

static void
left_cb (JalMarkRow *self)
{
  jal_mark_row_keep (self);
}

/* Escape leaves the note, keeping it. */
static gboolean
note_key_cb (JalMarkRow *self, guint key, guint code, GdkModifierType state)
{
  if (key != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;
  gtk_widget_grab_focus (GTK_WIDGET (self));
  return GDK_EVENT_STOP;
}

/* --- Verbs -------------------------------------------------------------------------------------------------------- */

static void
audience_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalMarkRow *self = data;
  const char *audience = g_variant_get_string (parameter, NULL);

  if (self->store != NULL && !g_str_equal (audience, self->mark->audience))
    jal_mark_verbs_update (GTK_WIDGET (self), self->store, self->mark->id, NULL, audience, NULL);
}

static void
color_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalMarkRow *self = data;
  const char *color = g_variant_get_string (parameter, NULL);

  if (self->store != NULL && !g_str_equal (color, self->mark->color))
    jal_mark_verbs_update (GTK_WIDGET (self), self->store, self->mark->id, NULL, NULL, color);
}

static void
write_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  jal_mark_row_write (data);
}

static void
remove_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalMarkRow *self = data;
  GtkWidget *pane = gtk_widget_get_parent (GTK_WIDGET (self));

  jal_mark_row_keep (self);
  if (self->store != NULL && pane != NULL)
    jal_mark_verbs_remove (pane, self->store, self->mark->id);
}

/* The verbs of the reader act on the chosen mark: this one becomes it. */
static void
choose_and_do (JalMarkRow *self, const char *action)
{
  GtkWidget *list = gtk_widget_get_parent (GTK_WIDGET (self));

  if (GTK_IS_LIST_BOX (list))
    gtk_list_box_select_row (GTK_LIST_BOX (list), GTK_LIST_BOX_ROW (self));
  gtk_widget_activate_action (GTK_WIDGET (self), action, NULL);
}

static void
link_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  choose_and_do (data, "reader.mark-link");
}

static void
follow_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  choose_and_do (data, "reader.mark-follow");
}

static void
place_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  choose_and_do (data, "reader.mark-place");
}

static void
settle_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalMarkRow *self = data;

  if (self->store != NULL)
    jal_mark_verbs_settle (GTK_WIDGET (self), self->store, self->mark->id, g_variant_get_string (parameter, NULL));
}

static const GActionEntry entries[] = {
  { "link", link_cb, NULL, NULL, NULL },
  { "follow", follow_cb, NULL, NULL, NULL },
  { "place", place_cb, NULL, NULL, NULL },
  { "settle", settle_cb, "s", NULL, NULL },
  { "audience", audience_cb, "s", "'private'", NULL },
  { "color", color_cb, "s", "'yellow'", NULL },
  { "write", write_cb, NULL, NULL, NULL },
  { "remove", remove_cb, NULL, NULL, NULL },
};

static void
set_state (JalMarkRow *self, const char *name, const char *value)
{
  g_simple_action_set_state (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), name)),
                             g_variant_new_string (value));
}

/* --- The row ------------------------------------------------------------------------------------------------------ */

static void
jal_mark_row_dispose (GObject *object)
{
  JalMarkRow *self = JAL_MARK_ROW (object);

  g_clear_handle_id (&self->pause, g_source_remove);
  g_clear_handle_id (&self->lay_out, g_source_remove);
  g_clear_object (&self->actions);
  g_clear_object (&self->store);
  g_clear_object (&self->mark);
  self->buffer = NULL;
  G_OBJECT_CLASS (jal_mark_row_parent_class)->dispose (object);
}

static void
jal_mark_row_finalize (GObject *object)
{
  g_free (JAL_MARK_ROW (object)->kept);
  g_strfreev (JAL_MARK_ROW (object)->meanings);
  G_OBJECT_CLASS (jal_mark_row_parent_class)->finalize (object);
}

static void
jal_mark_row_class_init (JalMarkRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = jal_mark_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = jal_mark_row_finalize;
  widget_class->size_allocate = jal_mark_row_size_allocate;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/jalada/Jalada/ui/jal-mark-row.ui");
  gtk_widget_class_bind_template_child (widget_class, JalMarkRow, colors);
  gtk_widget_class_bind_template_child (widget_class, JalMarkRow, swatch);
  gtk_widget_class_bind_template_child (widget_class, JalMarkRow, kind);
  gtk_widget_class_bind_template_child (widget_class, JalMarkRow, audience);
  gtk_widget_class_bind_template_child (widget_class, JalMarkRow, audience_icon);
  gtk_widget_class_bind_template_child (widget_class, JalMarkRow, audience_word);
  gtk_widget_class_bind_template_child (widget_class, JalMarkRow, link);
  gtk_widget_class_bind_template_child (widget_class, JalMarkRow, link_label);
  gtk_widget_class_bind_template_child (widget_class, JalMarkRow, doubt);
  gtk_widget_class_bind_template_child (widget_class, JalMarkRow, quote);
  gtk_widget_class_bind_template_child (widget_class, JalMarkRow, note);
  gtk_widget_class_bind_template_child (widget_class, JalMarkRow, buffer);
  gtk_widget_class_bind_template_child (widget_class, JalMarkRow, hint);
  gtk_widget_class_bind_template_child (widget_class, JalMarkRow, origin);
  gtk_widget_class_bind_template_callback (widget_class, typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, left_cb);
  gtk_widget_class_bind_template_callback (widget_class, note_key_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "mark.remove", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F2, 0, "mark.write", NULL);
}

static void
fill_colors (JalMarkRow *self)
{
  g_menu_remove_all (self->colors);
  for (guint i = 0; jal_marks_colors ()[i] != NULL; i++)
    {
      const char *color = jal_marks_colors ()[i];
      g_autofree char *words = jal_mark_verbs_dup_color_words (color, (const char *const *)self->meanings);
      g_autoptr (GMenuItem) item = g_menu_item_new (words, NULL);

      g_menu_item_set_action_and_target (item, "mark.color", "s", color);
      g_menu_append_item (self->colors, item);
    }
}

static void
jal_mark_row_init (JalMarkRow *self)
{
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "mark", G_ACTION_GROUP (self->actions));
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
jal_mark_row_new (JalStore *store, JalMark *mark)
{
  JalMarkRow *self = g_object_new (JAL_TYPE_MARK_ROW, NULL);

  self->store = store != NULL ? g_object_ref (store) : NULL;
  self->kept = g_strdup ("");
  jal_mark_row_set_mark (self, mark);
  return GTK_WIDGET (self);
}

JalMark *
jal_mark_row_get_mark (JalMarkRow *self)
{
  return self->mark;
}

int
jal_mark_row_get_page (JalMarkRow *self)
{
  return self->mark->document_page;
}

static void
set_swatch (JalMarkRow *self, const char *before, const char *color)
{
  g_autofree char *old_class = before != NULL ? g_strconcat ("mark-", before, NULL) : NULL;
  g_autofree char *new_class = g_strconcat ("mark-", color, NULL);

  if (old_class != NULL)
    gtk_widget_remove_css_class (self->swatch, old_class);
  gtk_widget_add_css_class (self->swatch, new_class);
}

/* The colour by its name and what it means: seen on the swatch, said after the name of the row. */
static void
show_color (JalMarkRow *self)
{
  g_autofree char *words = jal_mark_verbs_dup_color_words (self->mark->color, (const char *const *)self->meanings);

  gtk_widget_set_tooltip_text (self->swatch, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words, -1);
}

void
jal_mark_row_set_meanings (JalMarkRow *self, const char *const *meanings)
{
  g_return_if_fail (JAL_IS_MARK_ROW (self));

  g_strfreev (self->meanings);
  self->meanings = g_strdupv ((char **)meanings);
  fill_colors (self);
  show_color (self);
}

static void
describe (JalMarkRow *self)
{
  g_autofree char *name
      = g_strdup_printf (_ ("%s on page %d, %s: %s"), jal_mark_verbs_shown_kind (self->mark->kind),
                         self->mark->document_page + 1, jal_mark_verbs_shown_audience (self->mark->audience),
                         *self->mark->quoted != '\0' ? self->mark->quoted : self->mark->text);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* A sign and a word: it is seen without reading, and read without seeing. */
static void
show_audience (JalMarkRow *self, const char *audience)
{
  const char *word = jal_mark_verbs_shown_audience (audience);
  g_autofree char *name = g_strdup_printf (_ ("Who may see this mark: %s"), word);

  gtk_image_set_from_icon_name (self->audience_icon, g_str_equal (audience, "court")  ? "jal-court-symbolic"
                                                     : g_str_equal (audience, "team") ? "system-users-symbolic"
                                                                                      : "changes-prevent-symbolic");
  gtk_label_set_text (self->audience_word, word);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->audience), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
show_link (JalMarkRow *self, JalMark *mark)
{
  g_autofree char *words = jal_mark_verbs_shown_link (mark);

  gtk_widget_set_visible (self->link, words != NULL);
  gtk_label_set_text (self->link_label, words != NULL ? words : "");
  if (words != NULL)
    {
      /* Translators: said by a screen reader of a button; %s is an exhibit or a session. */
      g_autofree char *name = g_strdup_printf (_ ("Follow the link: %s"), words);

      gtk_accessible_update_property (GTK_ACCESSIBLE (self->link), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
    }
}

void
jal_mark_row_set_mark (JalMarkRow *self, JalMark *mark)
{
  g_autofree char *typed = dup_typed (self);
  g_autofree char *at = jal_shown_instant (mark->modified_at);
  g_autofree char *quoted = jal_text_one_line (mark->quoted, 0);
  g_autofree char *origin = g_strdup_printf ("%s · %s", mark->author, at);
  gboolean changed = self->mark == NULL || g_strcmp0 (self->mark->text, mark->text) != 0;
  gboolean unkept = self->mark != NULL && is_unkept (self, typed);

  set_swatch (self, self->mark != NULL ? self->mark->color : NULL, mark->color);
  g_set_object (&self->mark, mark);
  gtk_label_set_text (self->kind, jal_mark_verbs_shown_kind (mark->kind));
  show_audience (self, mark->audience);
  show_link (self, mark);
  gtk_widget_set_visible (self->doubt, g_str_equal (mark->anchor, "doubtful"));
  gtk_label_set_text (self->quote, quoted);
  gtk_widget_set_visible (GTK_WIDGET (self->quote), *mark->quoted != '\0');
  gtk_label_set_text (self->origin, origin);
  set_state (self, "audience", mark->audience);
  set_state (self, "color", mark->color);
  show_color (self);
  describe (self);
  /* An older list may arrive while a text is on its way to the vault: only a text that changed there counts. */
  if (!changed || unkept)
    return;
  g_free (self->kept);
  self->kept = g_strdup (mark->text);
  if (g_strcmp0 (typed, mark->text) == 0)
    return;
  self->filling = TRUE;
  gtk_text_buffer_set_text (self->buffer, mark->text, -1);
  self->filling = FALSE;
}

void
jal_mark_row_write (JalMarkRow *self)
{
  g_return_if_fail (JAL_IS_MARK_ROW (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->note));
}
