/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/**
 * Small pictures of the pages.
 *
 *  1. The list makes more rows than are to be seen: which pictures are wanted is reckoned from the scroll position, all
 *     rows being of one height.
 *  2. The source keeps the pictures; a row shows what there is and is told when there is more.
 */
#include "app/reader/jal-thumbnails-pane.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Pixels of the longer side, on a screen of scale 1: as the style sheet makes room for. */
#define LONGER_SIDE 150

struct _JalThumbnailsPane
{
  AdwBin parent_instance;

  GtkScrolledWindow *scroller;
  GtkListView *list;
  GtkStringList *rows; /* one for each page; the position is the page */
  GtkSingleSelection *selection;
  JalPageSource *source; /* nullable */
  GHashTable *bound;     /* page + 1 → GtkListItem */
  guint page;
  guint to_page; /* a timer: the page that is read is to be in view */
};

/* A frame or two. */
#define SEND_AFTER_MS 60

G_DEFINE_FINAL_TYPE (JalThumbnailsPane, jal_thumbnails_pane, ADW_TYPE_BIN)

static guint activated_signal;

static void
range_in_view (JalThumbnailsPane *self, guint *first, guint *last)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->rows));
  double row = n > 0 ? gtk_adjustment_get_upper (adjustment) / n : 0;

  *first = *last = 0;
  if (row < 1)
    return;
  *first = (guint)floor (gtk_adjustment_get_value (adjustment) / row);
  *last = MIN (n - 1, (guint)floor ((gtk_adjustment_get_value (adjustment)
                                     + gtk_adjustment_get_page_size (adjustment) - 1) / row));
}

static void
update_wanted (JalThumbnailsPane *self)
{
  guint first, last;

  if (self->source == NULL)
    return;
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    {
      jal_page_source_stop_thumbs (self->source);
      return;
    }
  range_in_view (self, &first, &last);
  jal_page_source_want_thumbs (self->source, first, last,
                               LONGER_SIDE * gtk_widget_get_scale_factor (GTK_WIDGET (self)));
}

/* Rows are made when the pane is first to be seen: they are many. */
static void
make_rows (JalThumbnailsPane *self)
{
  guint n = self->source != NULL ? jal_page_source_get_n_pages (self->source) : 0;
  g_autofree const char **rows = g_new0 (const char *, n + 1);

  for (guint i = 0; i < n; i++)
    rows[i] = "";
  gtk_string_list_splice (self->rows, 0, g_list_model_get_n_items (G_LIST_MODEL (self->rows)), rows);
}

static gboolean
to_page_cb (gpointer data)
{
  JalThumbnailsPane *self = data;

  self->to_page = 0;
  jal_thumbnails_pane_set_page (self, self->page);
  return G_SOURCE_REMOVE;
}

static void
mapped_cb (JalThumbnailsPane *self)
{
  if (self->source != NULL && g_list_model_get_n_items (G_LIST_MODEL (self->rows)) == 0)
    make_rows (self);
  update_wanted (self);
  /* Before it has a height the list forgets where it was sent. */
  if (self->to_page == 0)
    self->to_page = g_timeout_add (SEND_AFTER_MS, to_page_cb, self);
}

/* --- Rows --------------------------------------------------------------------------------------------------------- */

static char *
dup_label (JalThumbnailsPane *self, guint page)
{
  const JalPageInfo *info = self->source != NULL ? jal_page_source_get_info (self->source, page) : NULL;

  return info != NULL && *info->label != '\0' ? g_strdup (info->label) : g_strdup_printf ("%u", page + 1);
}

static void
show_row (JalThumbnailsPane *self, GtkListItem *item)
{
  guint page = gtk_list_item_get_position (item);
  GtkWidget *box = gtk_list_item_get_child (item);
  GtkWidget *picture = gtk_widget_get_first_child (box);
  g_autofree char *label = dup_label (self, page);
  g_autofree char *name = g_strdup_printf (_ ("Page %s"), label);
  JalPagePicture *thumb = self->source != NULL ? jal_page_source_get_thumb (self->source, page) : NULL;

  gtk_picture_set_paintable (GTK_PICTURE (picture), GDK_PAINTABLE (thumb));
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_last_child (box)), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (box)), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
setup_cb (JalThumbnailsPane *self, GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *picture = gtk_picture_new ();

  gtk_widget_add_css_class (box, "thumbnail");
  gtk_picture_set_can_shrink (GTK_PICTURE (picture), TRUE);
  gtk_widget_set_halign (picture, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), picture);
  gtk_box_append (GTK_BOX (box), gtk_label_new (NULL));
  gtk_list_item_set_child (item, box);
}

static void
bind_cb (JalThumbnailsPane *self, GtkListItem *item)
{
  g_hash_table_insert (self->bound, GUINT_TO_POINTER (gtk_list_item_get_position (item) + 1), item);
  show_row (self, item);
}

static void
unbind_cb (JalThumbnailsPane *self, GtkListItem *item)
{
  gpointer key = GUINT_TO_POINTER (gtk_list_item_get_position (item) + 1);

  if (g_hash_table_lookup (self->bound, key) == item)
    g_hash_table_remove (self->bound, key);
}

static void
thumb_cb (JalThumbnailsPane *self, guint page)
{
  GtkListItem *item = g_hash_table_lookup (self->bound, GUINT_TO_POINTER (page + 1));

  if (item != NULL)
    show_row (self, item);
}

/* Pages have turned, or their labels have become known. */
static void
sizes_cb (JalThumbnailsPane *self)
{
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, self->bound);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    show_row (self, item);
  update_wanted (self);
}

static void
activated_cb (JalThumbnailsPane *self, guint position)
{
  g_signal_emit (self, activated_signal, 0, position);
}

/* --- The widget --------------------------------------------------------------------------------------------------- */

static void
jal_thumbnails_pane_dispose (GObject *object)
{
  JalThumbnailsPane *self = JAL_THUMBNAILS_PANE (object);

  g_clear_handle_id (&self->to_page, g_source_remove);
  if (self->rows != NULL)
    jal_thumbnails_pane_set_source (self, NULL);
  g_clear_object (&self->selection);
  g_clear_object (&self->rows);
  G_OBJECT_CLASS (jal_thumbnails_pane_parent_class)->dispose (object);
}

static void
jal_thumbnails_pane_finalize (GObject *object)
{
  g_hash_table_unref (JAL_THUMBNAILS_PANE (object)->bound);
  G_OBJECT_CLASS (jal_thumbnails_pane_parent_class)->finalize (object);
}

static void
jal_thumbnails_pane_class_init (JalThumbnailsPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = jal_thumbnails_pane_dispose;
  G_OBJECT_CLASS (klass)->finalize = jal_thumbnails_pane_finalize;
  activated_signal = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_UINT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/jalada/Jalada/ui/jal-thumbnails-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, JalThumbnailsPane, scroller);
  gtk_widget_class_bind_template_child (widget_class, JalThumbnailsPane, list);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
}

static void
jal_thumbnails_pane_init (JalThumbnailsPane *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkAdjustment *adjustment;

  self->bound = g_hash_table_new (NULL, NULL);
  self->rows = gtk_string_list_new (NULL);
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->rows)));
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  g_object_unref (factory);
  adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (update_wanted), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (update_wanted), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self, "map", G_CALLBACK (mapped_cb), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (self, "unmap", G_CALLBACK (update_wanted), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}

void
jal_thumbnails_pane_set_source (JalThumbnailsPane *self, JalPageSource *source)
{
  g_return_if_fail (JAL_IS_THUMBNAILS_PANE (self));

  if (self->source != NULL)
    g_signal_handlers_disconnect_by_data (self->source, self);
  g_set_object (&self->source, source);
  self->page = 0;
  gtk_string_list_splice (self->rows, 0, g_list_model_get_n_items (G_LIST_MODEL (self->rows)), NULL);
  if (source != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)))
    make_rows (self);
  if (source != NULL)
    {
      g_signal_connect_object (source, "thumb", G_CALLBACK (thumb_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (source, "sizes", G_CALLBACK (sizes_cb), self, G_CONNECT_SWAPPED);
    }
  update_wanted (self);
}

void
jal_thumbnails_pane_set_page (JalThumbnailsPane *self, guint page)
{
  guint first, last;

  g_return_if_fail (JAL_IS_THUMBNAILS_PANE (self));

  self->page = page;
  if (page >= g_list_model_get_n_items (G_LIST_MODEL (self->rows)))
    return;
  gtk_single_selection_set_selected (self->selection, page);
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  range_in_view (self, &first, &last);
  if (page < first || page > last)
    gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", page);
}
