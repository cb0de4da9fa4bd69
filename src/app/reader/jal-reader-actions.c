/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/**
 * The reader's verbs.
 *
 *  1. Every key is bound on the page itself, after whoever is written in has had it: H and N are letters too.
 *  2. "highlight" and "note" have one meaning each: mark the selection; without one, arm (or disarm) the next.
 */
#include <glib/gi18n-lib.h>

#include "app/reader/jal-mark-verbs.h"
#include "app/reader/jal-reader-clipboard.h"
#include "app/reader/jal-reader-page-private.h"
#include "app/reader/jal-reader-redact.h"
#include "app/shell/jal-shell.h"
#include "marks/jal-marks.h"

#define ZOOM_STEP 1.2

static const JalVerb verbs[] = {
  { "reader.highlight", N_ ("Highlight"), "h", TRUE },
  { "reader.note", N_ ("Write a Note"), "n", TRUE },
  { "reader.underline", N_ ("Underline"), "u", TRUE },
  { "reader.strikeout", N_ ("Strike Out"), "s", TRUE },
  { "reader.box", N_ ("Draw a Box"), "b", TRUE },
  { "reader.line", N_ ("Draw a Line"), "l", TRUE },
  { "reader.arrow", N_ ("Draw an Arrow"), "a", TRUE },
  { "reader.ink", N_ ("Draw With Ink"), "i", TRUE },
  { "reader.text", N_ ("Write on the Page"), "t", TRUE },
  { "reader.meanings", N_ ("What the Colours Mean…"), NULL, TRUE },
  { "reader.next-mark", N_ ("Next Mark"), "period", TRUE },
  { "reader.previous-mark", N_ ("Previous Mark"), "comma", TRUE },
  { "reader.mark-link", N_ ("Link the Chosen Mark…"), "e", TRUE },
  { "reader.mark-place", N_ ("Place the Chosen Mark Anew"), NULL, TRUE },
  { "reader.mark-follow", N_ ("Follow the Link of the Chosen Mark"), NULL, TRUE },
  { "reader.color('yellow')", N_ ("Mark in Yellow"), NULL, TRUE },
  { "reader.color('green')", N_ ("Mark in Green"), NULL, TRUE },
  { "reader.color('blue')", N_ ("Mark in Blue"), NULL, TRUE },
  { "reader.color('pink')", N_ ("Mark in Pink"), NULL, TRUE },
  { "reader.color('orange')", N_ ("Mark in Orange"), NULL, TRUE },
  { "reader.mark-color('yellow')", N_ ("Colour the Chosen Mark Yellow"), "1 KP_1", TRUE },
  { "reader.mark-color('green')", N_ ("Colour the Chosen Mark Green"), "2 KP_2", TRUE },
  { "reader.mark-color('blue')", N_ ("Colour the Chosen Mark Blue"), "3 KP_3", TRUE },
  { "reader.mark-color('pink')", N_ ("Colour the Chosen Mark Pink"), "4 KP_4", TRUE },
  { "reader.mark-color('orange')", N_ ("Colour the Chosen Mark Orange"), "5 KP_5", TRUE },
  { "reader.mark-private", N_ ("Keep the Chosen Mark Private"), NULL, TRUE },
  { "reader.mark-team", N_ ("Show the Chosen Mark to the Team"), NULL, TRUE },
  { "reader.mark-court", N_ ("Show the Chosen Mark to the Court"), NULL, TRUE },
  { "reader.mark-write", N_ ("Write in the Chosen Mark"), NULL, TRUE },
  { "reader.mark-remove", N_ ("Remove the Chosen Mark"), NULL, TRUE },
  { "reader.received", N_ ("Show Notes That Came With the File"), NULL, TRUE },
  { "reader.mark-adopt", N_ ("Make the Chosen Note My Own"), NULL, TRUE },
  { "reader.marks", N_ ("Show or Hide the Marks"), "F8", TRUE },
  { "reader.copy", N_ ("Copy the Selected Words"), "<Control>c", TRUE },
  { "reader.select-all", N_ ("Select the Words of the Page"), "<Control>a", TRUE },
  { "reader.find-next", N_ ("Next Hit"), "<Control>g F3", TRUE },
  { "reader.find-previous", N_ ("Previous Hit"), "<Control><Shift>g <Shift>F3", TRUE },
  { "reader.zoom-in", N_ ("Zoom In"), "<Control>plus <Control>equal <Control>KP_Add", TRUE },
  { "reader.zoom-out", N_ ("Zoom Out"), "<Control>minus <Control>KP_Subtract", TRUE },
  { "reader.fit-width", N_ ("Fit the Width"), "<Control>0 <Control>KP_0", TRUE },
  { "reader.fit-page", N_ ("Fit the Page"), "<Control>9", TRUE },
  { "reader.actual-size", N_ ("Actual Size"), NULL, TRUE },
  { "reader.next-page", N_ ("Next Page"), "<Control>Page_Down", TRUE },
  { "reader.previous-page", N_ ("Previous Page"), "<Control>Page_Up", TRUE },
  { "reader.try-again", N_ ("Try to Show This Page Again"), "F5", TRUE },
  { "reader.first-page", N_ ("First Page"), "<Control>Home", TRUE },
  { "reader.last-page", N_ ("Last Page"), "<Control>End", TRUE },
  { "reader.go-to-page", N_ ("Go to a Page"), "<Control>l", TRUE },
  { "reader.forward", N_ ("Forward Again in the Document"), "<Alt>Right", TRUE },
  { "reader.next-link", N_ ("Next Link on the Page"), "<Control>j", TRUE },
  { "reader.previous-link", N_ ("Previous Link on the Page"), "<Control><Shift>j", TRUE },
  { "reader.follow-link", N_ ("Follow the Framed Link"), "Return KP_Enter", TRUE },
  { "reader.rotate", N_ ("Turn the Pages Clockwise"), "<Control>r", TRUE },
  { "reader.rotate-back", N_ ("Turn the Pages Anticlockwise"), "<Control><Shift>r", TRUE },
  { "reader.contents", N_ ("Show or Hide Thumbnails and Outline"), "F7", TRUE },
  { "reader.thumbnails", N_ ("Thumbnails"), NULL, TRUE },
  { "reader.outline", N_ ("Outline"), NULL, TRUE },
  { "reader.hits", N_ ("List of Hits"), NULL, TRUE },
  { "reader.night", N_ ("Night Mode"), "<Control>i", TRUE },
  { "reader.page-text", N_ ("Page as Text"), "<Control>t", TRUE },
  { "reader.export-marked", N_ ("Export a Marked Copy…"), "<Control>e", TRUE },
  { "reader.redact", N_ ("Redact"), "r", TRUE },
  { "reader.redactions", N_ ("Review the Redactions"), "<Control><Alt>r", TRUE },
  { "reader.redact-names", N_ ("Redact Names in This Case…"), NULL, TRUE },
  { "reader.protected-names", N_ ("Protected Names and Places…"), NULL, TRUE },
  { "reader.redact-apply", N_ ("Save a Redacted Copy…"), NULL, TRUE },
};

const JalVerb *
jal_reader_page_get_verbs (JalCasePage *page, guint *n_verbs)
{
  *n_verbs = G_N_ELEMENTS (verbs);
  return verbs;
}

static void
set_state (JalReaderPage *self, const char *name, gboolean state)
{
  g_simple_action_set_state (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), name)),
                             g_variant_new_boolean (state));
}

static gboolean
get_state (JalReaderPage *self, const char *name)
{
  g_autoptr (GVariant) state = g_action_group_get_action_state (G_ACTION_GROUP (self->actions), name);

  return g_variant_get_boolean (state);
}

/* --- Marking ------------------------------------------------------------------------------------------------------ */

void
jal_reader_page_arm (JalReaderPage *self, const char *kind)
{
  self->armed = kind;
  self->placing = JAL_ID_NONE;
  for (const char *const *tool = jal_marks_kinds (); *tool != NULL; tool++)
    set_state (self, *tool, g_strcmp0 (kind, *tool) == 0);
  if (self->view == NULL)
    return;
  jal_page_view_set_armed (self->view, kind);
  if (kind != NULL)
    gtk_label_set_text (self->hint_label, jal_reader_page_get_hint (kind));
  gtk_revealer_set_reveal_child (self->hint, kind != NULL);
  if (kind == NULL)
    jal_reader_redact_show_hint (self, gtk_widget_has_focus (GTK_WIDGET (self->view)));
}

static void
highlight_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalReaderPage *self = data;

  if (jal_page_view_has_selection (self->view))
    jal_reader_page_mark_selection (self, "highlight");
  else
    jal_reader_page_arm (self, g_strcmp0 (self->armed, "highlight") == 0 ? NULL : "highlight");
}

/* A second N puts the note where one is reading: nobody needs a pointer. */
static void
note_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalReaderPage *self = data;
  JalPoint user;
  guint page;

  if (jal_page_view_has_selection (self->view))
    jal_reader_page_mark_selection (self, "note");
  else if (g_strcmp0 (self->armed, "note") != 0)
    jal_reader_page_arm (self, "note");
  else if (jal_page_view_get_resting_point (self->view, &page, &user))
    jal_reader_page_place_note (self, page, user);
}

static void
color_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_simple_action_set_state (action, parameter);
  jal_page_view_set_armed_color (JAL_READER_PAGE (data)->view, g_variant_get_string (parameter, NULL));
}

static void
mark_audience_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalReaderPage *self = data;
  JalMark *mark = jal_marks_pane_get_chosen (self->pane);
  /* The action is called after the audience. */
  const char *audience = g_action_get_name (G_ACTION (action)) + strlen ("mark-");

  if (mark != NULL && self->store != NULL && !g_str_equal (mark->audience, audience))
    jal_mark_verbs_update (GTK_WIDGET (self), self->store, mark->id, NULL, audience, NULL);
}

static void
mark_write_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalReaderPage *self = data;
  JalMark *mark = jal_marks_pane_get_chosen (self->pane);

  if (mark == NULL)
    return;
  jal_reader_redact_show_marks (self);
  jal_marks_pane_write (self->pane, mark->id);
}

static void
mark_remove_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalReaderPage *self = data;
  JalMark *mark = jal_marks_pane_get_chosen (self->pane);

  if (mark != NULL && self->store != NULL)
    jal_mark_verbs_remove (GTK_WIDGET (self), self->store, mark->id);
}

static void
marks_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalReaderPage *self = data;

  if (!jal_reader_redact_is_marks_side (self))
    {
      jal_reader_redact_show_marks (self);
      jal_marks_pane_focus (self->pane);
      return;
    }
  jal_split_set_show_pane (self->split, FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (self->view)); /* the toolkit would give the keys to the first button of the window */
}

/* --- Words -------------------------------------------------------------------------------------------------------- */

static void
copy_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalReaderPage *self = data;
  g_autoptr (GPtrArray) selected = jal_page_view_dup_selected (self->view);
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; i < selected->len; i++)
    {
      if (i > 0)
        g_string_append_c (words, '\n');
      g_string_append (words, ((JalSelectedText *)selected->pdata[i])->table);
    }
  if (words->len == 0)
    return;
  /* The frame empties the clipboard when the vault locks. */
  jal_reader_clipboard_copy (GTK_WIDGET (self), words->str, JAL_READER_CLIPBOARD_SECONDS);
  jal_shell_toast (GTK_WIDGET (self), _ ("Copied. The clipboard is emptied after a minute, or when you lock"));
}

static void
select_all_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  jal_page_view_select_page (JAL_READER_PAGE (data)->view);
}

static void
find_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalReaderPage *self = data;

  if (!gtk_revealer_get_reveal_child (self->find_bar))
    jal_reader_page_show_find (self);
  else
    jal_reader_page_close_find (self);
}

static void
find_next_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  jal_reader_page_find_step (data, TRUE);
}

static void
find_previous_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  jal_reader_page_find_step (data, FALSE);
}

/* --- Pages -------------------------------------------------------------------------------------------------------- */

static void
zoom_in_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalReaderPage *self = data;

  jal_page_view_set_zoom (self->view, jal_page_view_get_zoom (self->view) * ZOOM_STEP);
}

static void
zoom_out_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalReaderPage *self = data;

  jal_page_view_set_zoom (self->view, jal_page_view_get_zoom (self->view) / ZOOM_STEP);
}

static void
fit_width_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  jal_page_view_set_zoom_mode (JAL_READER_PAGE (data)->view, JAL_ZOOM_WIDTH);
}

static void
fit_page_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  jal_page_view_set_zoom_mode (JAL_READER_PAGE (data)->view, JAL_ZOOM_PAGE);
}

static void
actual_size_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  jal_page_view_set_zoom (JAL_READER_PAGE (data)->view, 96.0 / 72.0);
}

static void
turn_page (JalReaderPage *self, int step)
{
  guint page = jal_page_view_get_page (self->view);

  if (step > 0 || page > 0)
    jal_page_view_show_page (self->view, step > 0 ? page + 1 : page - 1);
}

static void
next_page_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  turn_page (data, 1);
}

static void
previous_page_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  turn_page (data, -1);
}

static void
first_page_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  jal_reader_page_leave (data);
  jal_page_view_show_page (JAL_READER_PAGE (data)->view, 0);
}

static void
last_page_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  jal_reader_page_leave (data);
  jal_page_view_show_page (JAL_READER_PAGE (data)->view, G_MAXUINT);
}

static void
go_to_page_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalReaderPage *self = data;

  gtk_widget_grab_focus (GTK_WIDGET (self->page_entry));
  gtk_editable_select_region (GTK_EDITABLE (self->page_entry), 0, -1);
}

void
jal_reader_page_set_night (JalReaderPage *self, gboolean night)
{
  set_state (self, "night", night);
  jal_page_view_set_night (self->view, night);
}

static void
night_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalReaderPage *self = data;

  jal_reader_page_set_night (self, !get_state (self, "night"));
}

static void
page_text_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalReaderPage *self = data;
  gboolean shown = !get_state (self, "page-text");

  set_state (self, "page-text", shown);
  jal_reader_page_set_text_shown (self, shown);
}

static void
forward_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  jal_reader_page_step (data, TRUE);
}

static void
next_link_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  jal_reader_page_choose_link (data, TRUE);
}

static void
previous_link_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  jal_reader_page_choose_link (data, FALSE);
}

static void
follow_link_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalReaderPage *self = data;
  const JalLead *link = jal_page_view_get_chosen_link (self->view);

  if (link != NULL)
    jal_reader_page_follow (self, link);
}

static void
rotate_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  jal_page_view_rotate (JAL_READER_PAGE (data)->view, 90);
}

static void
rotate_back_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  jal_page_view_rotate (JAL_READER_PAGE (data)->view, -90);
}

static void
contents_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalReaderPage *self = data;

  if (jal_split_get_show_pane (self->contents_split))
    jal_split_set_show_pane (self->contents_split, FALSE);
  else
    jal_reader_page_show_contents (self, NULL);
}

/* The action is called as the tab. */
static void
tab_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  jal_reader_page_show_contents (data, g_action_get_name (G_ACTION (action)));
}

/* --- Another try -------------------------------------------------------------------------------------------------- */

static void
try_again_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalReaderPage *self = data;

  if (self->source == NULL)
    return;
  if (jal_page_source_get_n_pages (self->source) == 0)
    jal_reader_page_reopen (self);
  else
    jal_page_source_try_again (self->source, jal_page_view_get_page (self->view));
}

/* --- All of them -------------------------------------------------------------------------------------------------- */

static const GActionEntry entries[] = {
  { "highlight", highlight_cb, NULL, "false", NULL },
  { "note", note_cb, NULL, "false", NULL },
  { "underline", jal_reader_page_tool_cb, NULL, "false", NULL },
  { "strikeout", jal_reader_page_tool_cb, NULL, "false", NULL },
  { "box", jal_reader_page_tool_cb, NULL, "false", NULL },
  { "line", jal_reader_page_tool_cb, NULL, "false", NULL },
  { "arrow", jal_reader_page_tool_cb, NULL, "false", NULL },
  { "ink", jal_reader_page_tool_cb, NULL, "false", NULL },
  { "text", jal_reader_page_tool_cb, NULL, "false", NULL },
  { "meanings", jal_reader_page_meanings_cb, NULL, NULL, NULL },
  { "next-mark", jal_reader_page_step_mark_cb, NULL, NULL, NULL },
  { "previous-mark", jal_reader_page_step_mark_cb, NULL, NULL, NULL },
  { "mark-link", jal_reader_page_link_cb, NULL, NULL, NULL },
  { "mark-place", jal_reader_page_place_cb, NULL, NULL, NULL },
  { "mark-follow", jal_reader_page_follow_cb, NULL, NULL, NULL },
  { "color", color_cb, "s", "'yellow'", NULL },
  { "mark-color", jal_reader_page_recolor_cb, "s", NULL, NULL },
  { "mark-private", mark_audience_cb, NULL, NULL, NULL },
  { "mark-team", mark_audience_cb, NULL, NULL, NULL },
  { "mark-court", mark_audience_cb, NULL, NULL, NULL },
  { "mark-write", mark_write_cb, NULL, NULL, NULL },
  { "mark-remove", mark_remove_cb, NULL, NULL, NULL },
  { "marks", marks_cb, NULL, NULL, NULL },
  { "copy", copy_cb, NULL, NULL, NULL },
  { "select-all", select_all_cb, NULL, NULL, NULL },
  { "find", find_cb, NULL, NULL, NULL },
  { "find-next", find_next_cb, NULL, NULL, NULL },
  { "find-previous", find_previous_cb, NULL, NULL, NULL },
  { "zoom-in", zoom_in_cb, NULL, NULL, NULL },
  { "zoom-out", zoom_out_cb, NULL, NULL, NULL },
  { "fit-width", fit_width_cb, NULL, NULL, NULL },
  { "fit-page", fit_page_cb, NULL, NULL, NULL },
  { "actual-size", actual_size_cb, NULL, NULL, NULL },
  { "next-page", next_page_cb, NULL, NULL, NULL },
  { "previous-page", previous_page_cb, NULL, NULL, NULL },
  { "try-again", try_again_cb, NULL, NULL, NULL },
  { "first-page", first_page_cb, NULL, NULL, NULL },
  { "last-page", last_page_cb, NULL, NULL, NULL },
  { "go-to-page", go_to_page_cb, NULL, NULL, NULL },
  { "forward", forward_cb, NULL, NULL, NULL },
  { "next-link", next_link_cb, NULL, NULL, NULL },
  { "previous-link", previous_link_cb, NULL, NULL, NULL },
  { "follow-link", follow_link_cb, NULL, NULL, NULL },
  { "rotate", rotate_cb, NULL, NULL, NULL },
  { "rotate-back", rotate_back_cb, NULL, NULL, NULL },
  { "contents", contents_cb, NULL, NULL, NULL },
  { "thumbnails", tab_cb, NULL, NULL, NULL },
  { "outline", tab_cb, NULL, NULL, NULL },
  { "hits", tab_cb, NULL, NULL, NULL },
  { "night", night_cb, NULL, "false", NULL },
  { "page-text", page_text_cb, NULL, "false", NULL },
  { "export-marked", jal_reader_page_export_cb, NULL, NULL, NULL },
};

static void
enable (JalReaderPage *self, const char *name, gboolean enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), name)),
                               enabled);
}

void
jal_reader_page_update_again (JalReaderPage *self)
{
  gboolean open = self->source != NULL && jal_page_source_get_n_pages (self->source) > 0;
  gboolean fails = open && jal_page_source_get_trouble (self->source, jal_page_view_get_page (self->view)) != NULL;

  enable (self, "try-again", fails || (self->source != NULL && g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "trouble") == 0));
  gtk_widget_set_visible (self->again, fails);
}

void
jal_reader_page_update_actions (JalReaderPage *self)
{
  static const char *const with_mark[] = { "mark-private", "mark-team", "mark-court", "mark-write", "mark-remove",
                                          "mark-link",    "mark-follow", "mark-place", "mark-color" };
  gboolean open = self->source != NULL && jal_page_source_get_n_pages (self->source) > 0;
  guint n = open ? jal_page_source_get_n_pages (self->source) : 0;
  guint page = open ? jal_page_view_get_page (self->view) : 0;
  gboolean chosen = open && jal_marks_pane_get_chosen (self->pane) != NULL;
  gboolean hits = open && jal_page_source_get_hits (self->source)->len > 0;

  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    enable (self, entries[i].name, open);
  for (guint i = 0; i < G_N_ELEMENTS (with_mark); i++)
    enable (self, with_mark[i], chosen);
  enable (self, "copy", open && jal_page_view_has_selection (self->view));
  enable (self, "follow-link", open && jal_page_view_get_chosen_link (self->view) != NULL);
  enable (self, "forward", open && jal_reader_history_can_step (self->history, TRUE));
  enable (self, "find-next", hits);
  enable (self, "find-previous", hits);
  enable (self, "next-page", open && page + 1 < n);
  enable (self, "previous-page", open && page > 0);
  jal_reader_page_update_again (self);
  jal_reader_redact_update (self);
}

/* @action may have a target: "reader.mark-color('green')". */
static GtkShortcut *
new_shortcut (const char *accel, const char *action)
{
  g_autoptr (GVariant) target = NULL;
  g_autofree char *name = NULL;
  GtkShortcut *shortcut;

  if (!g_action_parse_detailed_name (action, &name, &target, NULL))
    g_assert_not_reached ();
  shortcut = gtk_shortcut_new (gtk_shortcut_trigger_parse_string (accel), gtk_named_action_new (name));
  gtk_shortcut_set_arguments (shortcut, target);
  return shortcut;
}

/* A tool is put down by the first Escape, wherever one is, and from beside the pages it leads to them: the frame would let it take a message
   away first. */
static gboolean
put_down_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  JalReaderPage *self = JAL_READER_PAGE (widget);

  if (self->armed != NULL)
    jal_reader_page_arm (self, NULL);
  else if (jal_reader_page_is_beside (self))
    gtk_widget_grab_focus (GTK_WIDGET (self->view));
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

static void
add_keys (JalReaderPage *self)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    {
      g_auto (GStrv) accels = verbs[i].accels != NULL ? g_strsplit (verbs[i].accels, " ", -1) : NULL;

      /* Menus show the one that was added last: the first of the list. */
      for (guint k = accels != NULL ? g_strv_length (accels) : 0; k > 0; k--)
        gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys), new_shortcut (accels[k - 1], verbs[i].action));
    }
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                                                          gtk_callback_action_new (put_down_cb, NULL, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

void
jal_reader_page_add_actions (JalReaderPage *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  add_keys (self);
}
