/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* What was found, as a list. A search through a long document reports page by page: the list follows a few times a second,
   and keeps what it has. */
#include "app/reader/jal-hits-pane.h"

#include "app/reader/jal-hit-rows.h"

#include <glib/gi18n-lib.h>

#define FOLLOW_MS 150

struct _JalHitsPane
{
  AdwBin parent_instance;

  GtkStack *stack;
  AdwStatusPage *empty;
  GtkListView *list;
  JalHitRows *rows;
  GtkSingleSelection *selection;
  JalPageSource *source; /* nullable */
  guint following;       /* a timer */
  int current;
};

G_DEFINE_FINAL_TYPE (JalHitsPane, jal_hits_pane, ADW_TYPE_BIN)

static guint activated_signal;

static void
show_empty (JalHitsPane *self)
{
  gboolean finding = self->source != NULL && jal_page_source_is_finding (self->source);
  gboolean sought = self->source != NULL && jal_page_source_is_seeking (self->source);
  g_autofree char *unsearched = sought && !finding ? jal_page_source_dup_unsearched (self->source) : NULL;

  adw_status_page_set_title (self->empty, finding ? _ ("Searching…") : sought ? _ ("Not found") : _ ("No Search Yet"));
  adw_status_page_set_description (self->empty,
                                   finding || sought ? unsearched : _ ("Press Ctrl+F and write what you look for."));
  gtk_stack_set_visible_child_name (self->stack, "empty");
}

static void
follow (JalHitsPane *self)
{
  jal_hit_rows_follow (self->rows, self->source);
  if (g_list_model_get_n_items (G_LIST_MODEL (self->rows)) == 0)
    show_empty (self);
  else
    {
      gtk_stack_set_visible_child_name (self->stack, "list");
      jal_hits_pane_set_current (self, self->current);
    }
}

static gboolean
follow_cb (gpointer data)
{
  JalHitsPane *self = data;

  self->following = 0;
  follow (self);
  return G_SOURCE_REMOVE;
}

/* Pages have their own names now that were called by their numbers. */
static void
sizes_cb (JalHitsPane *self)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->rows)) > 0 && self->following == 0)
    self->following = g_timeout_add (FOLLOW_MS, follow_cb, self);
}

static void
hits_cb (JalHitsPane *self)
{
  guint n = jal_page_source_get_hits (self->source)->len;

  if (n == 0 || !jal_page_source_is_finding (self->source))
    {
      g_clear_handle_id (&self->following, g_source_remove);
      follow (self);
    }
  else if (self->following == 0)
    self->following = g_timeout_add (FOLLOW_MS, follow_cb, self);
}

/* --- Rows --------------------------------------------------------------------------------------------------------- */

static void
setup_cb (JalHitsPane *self, GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *page = gtk_label_new (NULL);
  GtkWidget *line = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (page), 0);
  gtk_widget_add_css_class (page, "caption-heading");
  gtk_label_set_xalign (GTK_LABEL (line), 0);
  gtk_label_set_wrap (GTK_LABEL (line), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (line), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (line), 3);
  gtk_label_set_ellipsize (GTK_LABEL (line), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box), page);
  gtk_box_append (GTK_BOX (box), line);
  gtk_list_item_set_child (item, box);
}

static void
bind_cb (JalHitsPane *self, GtkListItem *item)
{
  const char *row = gtk_string_object_get_string (GTK_STRING_OBJECT (gtk_list_item_get_item (item)));
  GtkWidget *box = gtk_list_item_get_child (item);
  g_auto (GStrv) parts = g_strsplit (row, "\n", 2);
  g_autofree char *page = g_strdup_printf (_ ("Page %s"), parts[0]);
  g_autofree char *name = g_strdup_printf ("%s: %s", page, parts[1]);

  gtk_label_set_text (GTK_LABEL (gtk_widget_get_first_child (box)), page);
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_last_child (box)), parts[1]);
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (box)), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
activated_cb (JalHitsPane *self, guint position)
{
  g_signal_emit (self, activated_signal, 0, position);
}

/* --- The widget --------------------------------------------------------------------------------------------------- */

static void
jal_hits_pane_dispose (GObject *object)
{
  JalHitsPane *self = JAL_HITS_PANE (object);

  g_clear_handle_id (&self->following, g_source_remove);
  g_clear_object (&self->source);
  g_clear_object (&self->selection);
  g_clear_object (&self->rows);
  G_OBJECT_CLASS (jal_hits_pane_parent_class)->dispose (object);
}

static void
jal_hits_pane_class_init (JalHitsPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = jal_hits_pane_dispose;
  activated_signal = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_UINT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/jalada/Jalada/ui/jal-hits-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, JalHitsPane, stack);
  gtk_widget_class_bind_template_child (widget_class, JalHitsPane, empty);
  gtk_widget_class_bind_template_child (widget_class, JalHitsPane, list);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
}

static void
jal_hits_pane_init (JalHitsPane *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  self->current = -1;
  self->rows = jal_hit_rows_new ();
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->rows)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  g_object_unref (factory);
  show_empty (self);
}

void
jal_hits_pane_set_source (JalHitsPane *self, JalPageSource *source)
{
  g_return_if_fail (JAL_IS_HITS_PANE (self));

  if (self->source != NULL)
    g_signal_handlers_disconnect_by_data (self->source, self);
  g_clear_handle_id (&self->following, g_source_remove);
  g_set_object (&self->source, source);
  self->current = -1;
  if (source != NULL)
    {
      g_signal_connect_object (source, "hits", G_CALLBACK (hits_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (source, "sizes", G_CALLBACK (sizes_cb), self, G_CONNECT_SWAPPED);
    }
  follow (self);
}

void
jal_hits_pane_set_current (JalHitsPane *self, int index)
{
  g_return_if_fail (JAL_IS_HITS_PANE (self));

  self->current = index;
  if (index < 0)
    gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  else if ((guint)index < g_list_model_get_n_items (G_LIST_MODEL (self->rows))
           && (guint)index != gtk_single_selection_get_selected (self->selection))
    {
      gtk_single_selection_set_selected (self->selection, (guint)index);
      if (gtk_widget_get_mapped (GTK_WIDGET (self)))
        gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", (guint)index);
    }
}
