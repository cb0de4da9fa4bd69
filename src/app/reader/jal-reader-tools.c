/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* What is marked with: the tools, and the colours with what they mean in the case. */
#include <glib/gi18n-lib.h>

#include "app/reader/jal-mark-verbs.h"
#include "app/reader/jal-reader-page-private.h"
#include "app/shell/jal-dialog.h"
#include "app/shell/jal-shell.h"
#include "app/shell/jal-task.h"
#include "marks/jal-mark-shape.h"
#include "marks/jal-marks.h"

const char *
jal_reader_page_get_hint (const char *kind)
{
  if (g_str_equal (kind, "highlight"))
    return _ ("Select words to highlight them. Esc ends it.");
  if (g_str_equal (kind, "underline"))
    return _ ("Select words to underline them. Esc ends it.");
  if (g_str_equal (kind, "strikeout"))
    return _ ("Select words to strike them out. Esc ends it.");
  if (g_str_equal (kind, "box"))
    return _ ("Drag over the place to frame it; B puts a box here. Esc ends it.");
  if (g_str_equal (kind, "line"))
    return _ ("Drag from one end to the other; L puts a line here. Esc ends it.");
  if (g_str_equal (kind, "arrow"))
    return _ ("Drag from one end to the other; A puts an arrow here. Esc ends it.");
  if (g_str_equal (kind, "ink"))
    return _ ("Draw on the page; I takes out a pen that the arrows move. Esc ends it.");
  if (g_str_equal (kind, "text"))
    return _ ("Click where the words belong, or drag a frame for them; T puts them here. Esc ends it.");
  return _ ("Select words or click where the note belongs; N puts it here. Esc ends it.");
}

/* A second key draws where one is reading: nobody needs a pointer. */
void
jal_reader_page_tool_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalReaderPage *self = data;
  const char *kind = g_intern_string (g_action_get_name (G_ACTION (action)));

  if (jal_mark_kind_is_text (kind) && jal_page_view_has_selection (self->view))
    jal_reader_page_mark_selection (self, kind);
  else if (g_strcmp0 (self->armed, kind) != 0)
    jal_reader_page_arm (self, kind);
  else if (jal_page_view_has_pen (self->view) || jal_page_view_draw_here (self->view))
    {
      if (jal_page_view_has_pen (self->view))
        gtk_label_set_text (self->hint_label, _ ("Arrows move the pen; Space puts it down, and lifts it. Enter keeps what is drawn, "
                                                 "or a tick; Esc leaves nothing."));
      gtk_widget_grab_focus (GTK_WIDGET (self->view)); /* the arrows move it */
    }
  else
    jal_reader_page_arm (self, NULL);
}

/* The action is called after the colour: a key needs no menu. */
void
jal_reader_page_recolor_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalReaderPage *self = data;
  JalMark *mark = jal_marks_pane_get_chosen (self->pane);
  const char *color = g_variant_get_string (parameter, NULL);

  if (mark != NULL && self->store != NULL && !g_str_equal (mark->color, color))
    jal_mark_verbs_update (GTK_WIDGET (self), self->store, mark->id, NULL, NULL, color);
}

void
jal_reader_page_step_mark_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalReaderPage *self = data;

  gtk_widget_grab_focus (GTK_WIDGET (self->view));
  if (!jal_page_view_step_mark (self->view, g_str_equal (g_action_get_name (G_ACTION (action)), "next-mark")))
    jal_shell_toast (GTK_WIDGET (self), _ ("There is no further mark"));
}

/* --- What colours mean -------------------------------------------------------------------------------------------- */

typedef struct
{
  JalStore *store;
  JalId case_id;
  JalLang lang;
  char **meanings; /* nullable: to be kept */
} Words;

static void
free_words (gpointer data)
{
  Words *words = data;

  g_object_unref (words->store);
  g_strfreev (words->meanings);
  g_free (words);
}

static Words *
new_words (JalReaderPage *self)
{
  Words *words = g_new0 (Words, 1);

  words->store = g_object_ref (self->store);
  words->case_id = self->court_case->id;
  words->lang = jal_mark_verbs_language ();
  return words;
}

static gpointer
read_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Words *words = data;

  return jal_marks_meanings (words->store, words->case_id, words->lang, cancellable, error);
}

const char *
jal_reader_page_get_meaning (JalReaderPage *self, const char *color)
{
  for (guint i = 0; self->meanings != NULL && self->meanings[i] != NULL; i++)
    if (g_strcmp0 (jal_marks_colors ()[i], color) == 0)
      return self->meanings[i];
  return NULL;
}

/* The menu of colours, each with its meaning. */
static void
fill_menu (JalReaderPage *self)
{
  g_autoptr (GMenu) colors = g_menu_new ();
  g_autoptr (GMenu) more = g_menu_new ();

  for (guint i = 0; jal_marks_colors ()[i] != NULL; i++)
    {
      const char *color = jal_marks_colors ()[i];
      g_autofree char *label = jal_mark_verbs_dup_color_words (color, (const char *const *)self->meanings);
      g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

      g_menu_item_set_action_and_target (item, "reader.color", "s", color);
      g_menu_append_item (colors, item);
    }
  g_menu_append (more, _ ("What the Colours _Mean…"), "reader.meanings");
  while (g_menu_model_get_n_items (G_MENU_MODEL (self->color_menu)) > 2)
    g_menu_remove (self->color_menu, 2);
  g_menu_append_section (self->color_menu, _ ("New Marks Are"), G_MENU_MODEL (colors));
  g_menu_append_section (self->color_menu, NULL, G_MENU_MODEL (more));
}

static void
read_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalReaderPage *self = owner;

  if (error != NULL)
    return; /* the colours keep their names */
  g_strfreev (self->meanings);
  self->meanings = g_strdupv (result);
  fill_menu (self);
  jal_marks_pane_set_meanings (self->pane, (const char *const *)self->meanings);
}

static void
free_strv (gpointer data)
{
  g_strfreev (data);
}

void
jal_reader_page_read_meanings (JalReaderPage *self)
{
  if (g_menu_model_get_n_items (G_MENU_MODEL (self->color_menu)) <= 2)
    fill_menu (self);
  if (self->store != NULL && self->court_case != NULL)
    jal_task_renew (self, read_work, read_work, new_words (self), free_words, free_strv, read_cb);
}

static gpointer
keep_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Words *words = data;
  g_auto (GStrv) before = jal_marks_meanings (words->store, words->case_id, words->lang, cancellable, error);

  for (guint i = 0; before != NULL && before[i] != NULL && words->meanings[i] != NULL; i++)
    if (!g_str_equal (before[i], words->meanings[i])
        && !jal_marks_set_meaning (words->store, words->case_id, jal_marks_colors ()[i], words->meanings[i], error))
      break;
  return NULL;
}

static void
kept_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  if (error != NULL)
    jal_shell_report (owner, error);
  else
    jal_shell_toast_undo (owner, _ ("The colours mean this in this case now"));
  jal_reader_page_read_meanings (owner);
}

static void
meanings_done_cb (GtkWidget *inside, gpointer data)
{
  JalReaderPage *self = JAL_READER_PAGE (inside);
  GtkWidget *list = data;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  Words *words;

  if (self->store == NULL || self->court_case == NULL)
    return;
  for (GtkWidget *row = gtk_widget_get_first_child (list); row != NULL; row = gtk_widget_get_next_sibling (row))
    if (GTK_IS_EDITABLE (row))
      g_strv_builder_add (builder, gtk_editable_get_text (GTK_EDITABLE (row)));
  words = new_words (self);
  words->meanings = g_strv_builder_end (builder);
  jal_task_run (self, meanings_done_cb, keep_work, words, free_words, NULL, kept_cb);
}

void
jal_reader_page_meanings_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalReaderPage *self = data;
  GtkWidget *list = gtk_list_box_new ();
  GtkWindow *dialog;

  if (self->store == NULL || self->court_case == NULL)
    return;
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("What the Colours Mean in This Case"), -1);
  gtk_widget_add_css_class (list, "boxed-list");
  for (guint i = 0; jal_marks_colors ()[i] != NULL; i++)
    {
      const char *color = jal_marks_colors ()[i];
      const char *meaning = jal_reader_page_get_meaning (self, color);
      GtkWidget *row = adw_entry_row_new ();
      GtkWidget *swatch = adw_bin_new ();
      g_autofree char *class = g_strconcat ("mark-", color, NULL);

      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), jal_mark_verbs_shown_color (color));
      gtk_editable_set_text (GTK_EDITABLE (row), meaning != NULL ? meaning : "");
      gtk_widget_set_valign (swatch, GTK_ALIGN_CENTER);
      gtk_widget_add_css_class (swatch, "mark-swatch");
      gtk_widget_add_css_class (swatch, class);
      adw_entry_row_add_prefix (ADW_ENTRY_ROW (row), swatch);
      gtk_list_box_append (GTK_LIST_BOX (list), row);
    }
  dialog = jal_dialog_form (GTK_WIDGET (self), _ ("What the Colours Mean in This Case"),
                            _ ("Short words, seen beside the colours and in the list of marks. An empty one goes back to "
                               "the usual word. They never leave the vault."),
                            list, _ ("_Keep"), meanings_done_cb, list, NULL);
  jal_dialog_set_ready (dialog, TRUE);
}
