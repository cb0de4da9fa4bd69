/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* The topics at the start, the page of the chosen one beside them; on a small screen one of the two. */
#include "app/help/jal-help-window.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/help/jal-help-page.h"
#include "app/shell/jal-list-box.h"
#include "base/jal-text.h"

struct _JalHelpWindow
{
  AdwWindow parent_instance;

  GPtrArray *pages; /* of JalHelpPage, in the order of the list */
  char *wanted;     /* folded; NULL: nothing is searched */
  const JalHelpPage *shown;
  GtkWidget *first_hit; /* in the page that is shown */
  guint tick;

  AdwLeaflet *leaflet;
  GtkSearchEntry *search;
  GtkListBox *list;
  GtkWidget *nothing;
  AdwWindowTitle *title;
  GtkScrolledWindow *scroller;
  GtkBox *blocks;
};

G_DEFINE_FINAL_TYPE (JalHelpWindow, jal_help_window, ADW_TYPE_WINDOW)

static const JalHelpPage *
page_of (JalHelpWindow *self, GtkListBoxRow *row)
{
  return self->pages->pdata[gtk_list_box_row_get_index (row)];
}

/* --- The page ------------------------------------------------------------------------------------------------ */

/* Frames the searched words in @label. Returns whether one stands there. */
static gboolean
frame_words (GtkLabel *label, const char *wanted)
{
  g_autoptr (PangoAttrList) list = pango_attr_list_new ();
  g_auto (GStrv) words = g_strsplit (wanted, " ", -1);
  const char *text = gtk_label_get_text (label);
  gboolean any = FALSE;

  for (guint i = 0; words[i] != NULL; i++)
    for (const char *at = text; *words[i] != '\0' && *at != '\0'; at = g_utf8_next_char (at))
      if (g_ascii_strncasecmp (at, words[i], strlen (words[i])) == 0)
        {
          PangoAttribute *colour = pango_attr_background_new (0xf5f5, 0xc2c2, 0x1111);
          PangoAttribute *alpha = pango_attr_background_alpha_new (0x6666);

          colour->start_index = alpha->start_index = (guint)(at - text);
          colour->end_index = alpha->end_index = colour->start_index + (guint)strlen (words[i]);
          pango_attr_list_insert (list, colour);
          pango_attr_list_insert (list, alpha);
          any = TRUE;
        }
  gtk_label_set_attributes (label, any ? list : NULL);
  return any;
}

static GtkWidget *
new_label (const char *markup, GtkAccessibleRole role)
{
  return g_object_new (GTK_TYPE_LABEL, "accessible-role", role, "label", markup, "use-markup", TRUE, "wrap", TRUE, "xalign", 0.0,
                       "yalign", 0.0, "hexpand", TRUE, NULL);
}

static GtkWidget *
new_block (JalHelpWindow *self, const JalHelpBlock *block)
{
  gboolean heading = block->kind == JAL_HELP_HEADING;
  GtkWidget *label = new_label (block->markup, heading ? GTK_ACCESSIBLE_ROLE_HEADING : GTK_ACCESSIBLE_ROLE_LABEL);
  g_autofree char *before = block->kind == JAL_HELP_STEP ? g_strdup_printf ("%u.", block->number) : g_strdup ("•");
  GtkWidget *row;

  if (self->wanted != NULL && frame_words (GTK_LABEL (label), self->wanted) && self->first_hit == NULL)
    self->first_hit = label;
  if (heading)
    {
      gtk_accessible_update_property (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_LEVEL, 2, -1);
      gtk_widget_add_css_class (label, "title-4");
      gtk_widget_set_margin_top (label, 15);
      return label;
    }
  if (block->kind == JAL_HELP_PARAGRAPH)
    return label;
  row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  gtk_box_append (GTK_BOX (row), g_object_new (GTK_TYPE_LABEL, "label", before, "width-chars", 2, "xalign", 1.0, "yalign", 0.0, NULL));
  gtk_box_append (GTK_BOX (row), label);
  return row;
}

static gboolean
scroll_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  JalHelpWindow *self = JAL_HELP_WINDOW (widget);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  double y = 0;

  if (self->first_hit != NULL && gtk_widget_get_height (self->first_hit) == 0)
    return G_SOURCE_CONTINUE;
  if (self->first_hit != NULL)
    gtk_widget_translate_coordinates (self->first_hit, GTK_WIDGET (self->blocks), 0, 0, NULL, &y);
  gtk_adjustment_set_value (adjustment, MAX (0, y - 48));
  self->tick = 0;
  return G_SOURCE_REMOVE;
}

static void
show_page (JalHelpWindow *self, const JalHelpPage *page)
{
  GtkWidget *title = new_label ("", GTK_ACCESSIBLE_ROLE_HEADING);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->blocks))) != NULL)
    gtk_box_remove (self->blocks, child);
  self->shown = page;
  self->first_hit = NULL;
  adw_window_title_set_title (self->title, page->title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scroller), GTK_ACCESSIBLE_PROPERTY_LABEL, page->title, -1);
  gtk_label_set_text (GTK_LABEL (title), page->title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (title), GTK_ACCESSIBLE_PROPERTY_LEVEL, 1, -1);
  gtk_widget_add_css_class (title, "title-2");
  gtk_box_append (self->blocks, title);
  for (guint i = 0; i < page->blocks->len; i++)
    gtk_box_append (self->blocks, new_block (self, page->blocks->pdata[i]));
  /* Where the first hit stands is known once it is laid out. */
  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), scroll_cb, NULL, NULL);
}

/* --- The topics ---------------------------------------------------------------------------------------------- */

static gboolean
matches (JalHelpWindow *self, GtkListBoxRow *row)
{
  return self->wanted == NULL || jal_help_page_matches (page_of (self, row), self->wanted);
}

static void
selected_cb (JalHelpWindow *self, GtkListBoxRow *row)
{
  if (row != NULL && page_of (self, row) != self->shown)
    show_page (self, page_of (self, row));
}

static void
activated_cb (JalHelpWindow *self, GtkListBoxRow *row)
{
  adw_leaflet_set_visible_child_name (self->leaflet, "page");
  gtk_widget_grab_focus (GTK_WIDGET (self->scroller));
}

static void
back_cb (JalHelpWindow *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  adw_leaflet_set_visible_child_name (self->leaflet, "topics");
  if (row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

static GtkListBoxRow *
first_match (JalHelpWindow *self)
{
  for (int i = 0; i < (int)self->pages->len; i++)
    if (matches (self, gtk_list_box_get_row_at_index (self->list, i)))
      return gtk_list_box_get_row_at_index (self->list, i);
  return NULL;
}

/* The topics that speak of what is typed, and the first of them beside the list with the words framed. */
static void
searched_cb (JalHelpWindow *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  g_free (self->wanted);
  self->wanted = jal_text_fold (gtk_editable_get_text (GTK_EDITABLE (self->search)));
  if (*self->wanted == '\0')
    g_clear_pointer (&self->wanted, g_free);
  /* Not by a filter: rows that one hides stay there for a screen reader. */
  for (int i = 0; i < (int)self->pages->len; i++)
    gtk_widget_set_visible (GTK_WIDGET (gtk_list_box_get_row_at_index (self->list, i)),
                            matches (self, gtk_list_box_get_row_at_index (self->list, i)));
  if (row == NULL || !matches (self, row))
    row = first_match (self);
  gtk_widget_set_visible (self->nothing, row == NULL);
  if (row == NULL)
    return;
  self->shown = NULL; /* other words are framed */
  gtk_list_box_select_row (self->list, row);
  if (self->shown == NULL)
    show_page (self, page_of (self, row));
}

static void
entered_cb (JalHelpWindow *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  if (row != NULL && matches (self, row))
    activated_cb (self, row);
}

/* Escape empties the search first, and closes the window then. */
static void
stopped_cb (JalHelpWindow *self)
{
  if (*gtk_editable_get_text (GTK_EDITABLE (self->search)) != '\0')
    gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  else
    gtk_window_close (GTK_WINDOW (self));
}

static gboolean
find_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  JalHelpWindow *self = JAL_HELP_WINDOW (widget);

  adw_leaflet_set_visible_child_name (self->leaflet, "topics");
  return gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

/* --- The window ---------------------------------------------------------------------------------------------- */

void
jal_help_window_show_topic (JalHelpWindow *self, const char *topic)
{
  g_return_if_fail (JAL_IS_HELP_WINDOW (self) && topic != NULL);

  for (guint i = 0; i < self->pages->len; i++)
    if (g_str_equal (((const JalHelpPage *)self->pages->pdata[i])->topic, topic))
      {
        GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, (int)i);

        gtk_editable_set_text (GTK_EDITABLE (self->search), "");
        gtk_list_box_select_row (self->list, row);
        activated_cb (self, row);
        return;
      }
}

const char *
jal_help_window_topic_of (const char *prefix)
{
  static const char *const topics[][2] = {
    { "evidence", "evidence" }, { "reader", "reader" }, { "timeline", "sessions" }, { "bundle", "bundle" },
  };

  if (prefix == NULL)
    return "start";
  for (guint i = 0; i < G_N_ELEMENTS (topics); i++)
    if (g_str_equal (topics[i][0], prefix))
      return topics[i][1];
  return "start";
}

void
jal_help_window_present (GtkWindow *parent, const char *topic)
{
  JalHelpWindow *window = NULL;
  g_autoptr (GList) all = gtk_window_list_toplevels ();

  g_return_if_fail (GTK_IS_WINDOW (parent) && topic != NULL);

  for (GList *item = all; item != NULL && window == NULL; item = item->next)
    if (JAL_IS_HELP_WINDOW (item->data) && gtk_window_get_transient_for (item->data) == parent)
      window = item->data;
  if (window == NULL)
    window = g_object_new (JAL_TYPE_HELP_WINDOW, "transient-for", parent, "destroy-with-parent", TRUE, NULL);
  jal_help_window_show_topic (window, topic);
  gtk_window_present (GTK_WINDOW (window));
}

static void
jal_help_window_dispose (GObject *object)
{
  JalHelpWindow *self = JAL_HELP_WINDOW (object);

  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
  self->tick = 0;
  G_OBJECT_CLASS (jal_help_window_parent_class)->dispose (object);
}

static void
jal_help_window_finalize (GObject *object)
{
  JalHelpWindow *self = JAL_HELP_WINDOW (object);

  g_ptr_array_unref (self->pages);
  g_free (self->wanted);
  G_OBJECT_CLASS (jal_help_window_parent_class)->finalize (object);
}

static void
jal_help_window_class_init (JalHelpWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = jal_help_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = jal_help_window_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/jalada/Jalada/ui/jal-help-window.ui");
  gtk_widget_class_bind_template_child (widget_class, JalHelpWindow, leaflet);
  gtk_widget_class_bind_template_child (widget_class, JalHelpWindow, search);
  gtk_widget_class_bind_template_child (widget_class, JalHelpWindow, list);
  gtk_widget_class_bind_template_child (widget_class, JalHelpWindow, nothing);
  gtk_widget_class_bind_template_child (widget_class, JalHelpWindow, title);
  gtk_widget_class_bind_template_child (widget_class, JalHelpWindow, scroller);
  gtk_widget_class_bind_template_child (widget_class, JalHelpWindow, blocks);
  gtk_widget_class_bind_template_callback (widget_class, searched_cb);
  gtk_widget_class_bind_template_callback (widget_class, entered_cb);
  gtk_widget_class_bind_template_callback (widget_class, stopped_cb);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, back_cb);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_f, GDK_CONTROL_MASK, find_cb, NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_w, GDK_CONTROL_MASK, "window.close", NULL);
}

static void
jal_help_window_init (JalHelpWindow *self)
{
  JalLang lang = jal_lang_from_locale (C_ ("language code", "en"));

  self->pages = g_ptr_array_new_with_free_func ((GDestroyNotify)jal_help_page_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; jal_help_topics[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;
      JalHelpPage *page = jal_help_page_new (jal_help_topics[i], lang, &error);
      GtkWidget *label;

      if (page == NULL) /* compiled in, and tested: it cannot happen to a user */
        g_error ("help on %s: %s", jal_help_topics[i], error->message);
      g_ptr_array_add (self->pages, page);
      label = g_object_new (GTK_TYPE_LABEL, "label", page->title, "xalign", 0.0, "wrap", TRUE, "margin-top", 9, "margin-bottom", 9, NULL);
      gtk_list_box_append (self->list, label);
    }
  gtk_search_entry_set_key_capture_widget (self->search, GTK_WIDGET (self));
}
