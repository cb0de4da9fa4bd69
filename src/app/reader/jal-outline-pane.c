/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* The outline as a tree: arrows walk it, right and left open and close, Enter goes there. It is asked for when it is first
   to be seen. */
#include "app/reader/jal-outline-pane.h"

#include <glib/gi18n-lib.h>

/* Outlines of up to so many entries are shown unfolded. */
#define UNFOLDED_MAX 80

/* --- An entry ----------------------------------------------------------------------------------------------------- */

#define JAL_TYPE_OUTLINE_ENTRY (jal_outline_entry_get_type ())
G_DECLARE_FINAL_TYPE (JalOutlineEntry, jal_outline_entry, JAL, OUTLINE_ENTRY, GObject)

struct _JalOutlineEntry
{
  GObject parent_instance;

  JalLead *lead;
  GListStore *children; /* nullable */
};

G_DEFINE_FINAL_TYPE (JalOutlineEntry, jal_outline_entry, G_TYPE_OBJECT)

static void
jal_outline_entry_finalize (GObject *object)
{
  JalOutlineEntry *self = JAL_OUTLINE_ENTRY (object);

  jal_lead_free (self->lead);
  g_clear_object (&self->children);
  G_OBJECT_CLASS (jal_outline_entry_parent_class)->finalize (object);
}

static void
jal_outline_entry_class_init (JalOutlineEntryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = jal_outline_entry_finalize;
}

static void
jal_outline_entry_init (JalOutlineEntry *self)
{
}

/* --- The pane ----------------------------------------------------------------------------------------------------- */

struct _JalOutlinePane
{
  AdwBin parent_instance;

  GtkStack *stack;
  GtkListView *list;
  JalPageSource *source; /* nullable */
  GPtrArray *bound;      /* of GtkListItem: the rows that are shown */
};

G_DEFINE_FINAL_TYPE (JalOutlinePane, jal_outline_pane, ADW_TYPE_BIN)

static guint activated_signal;

static char *
dup_page (JalOutlinePane *self, const JalLead *lead)
{
  const JalPageInfo *info;

  if (lead->page < 0)
    return g_strdup ("");
  info = self->source != NULL ? jal_page_source_get_info (self->source, (guint)lead->page) : NULL;
  return info != NULL && *info->label != '\0' ? g_strdup (info->label) : g_strdup_printf ("%d", lead->page + 1);
}

static void
setup_cb (JalOutlinePane *self, GtkListItem *item)
{
  GtkWidget *expander = gtk_tree_expander_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *title = gtk_label_new (NULL);
  GtkWidget *page = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (title, TRUE);
  gtk_widget_add_css_class (page, "numeric");
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), page);
  gtk_tree_expander_set_child (GTK_TREE_EXPANDER (expander), box);
  gtk_list_item_set_child (item, expander);
}

static void
show_row (JalOutlinePane *self, GtkListItem *item)
{
  GtkTreeListRow *row = gtk_list_item_get_item (item);
  GtkTreeExpander *expander = GTK_TREE_EXPANDER (gtk_list_item_get_child (item));
  GtkWidget *box = gtk_tree_expander_get_child (expander);
  g_autoptr (JalOutlineEntry) entry = gtk_tree_list_row_get_item (row);
  g_autofree char *page = dup_page (self, entry->lead);
  g_autofree char *name = *page != '\0'
                              /* Translators: an entry of a document's outline and the page it leads to. */
                              ? g_strdup_printf (_ ("%s, page %s"), entry->lead->text, page)
                              : g_strdup (entry->lead->text);

  gtk_tree_expander_set_list_row (expander, row);
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_first_child (box)), entry->lead->text);
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_last_child (box)), page);
  gtk_widget_set_tooltip_text (box, entry->lead->text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (GTK_WIDGET (expander))),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
bind_cb (JalOutlinePane *self, GtkListItem *item)
{
  g_ptr_array_add (self->bound, item);
  show_row (self, item);
}

static void
unbind_cb (JalOutlinePane *self, GtkListItem *item)
{
  g_ptr_array_remove_fast (self->bound, item);
}

/* A page far away has its own name only by now: until then it was called by its number. */
static void
sizes_cb (JalOutlinePane *self)
{
  for (guint i = 0; i < self->bound->len; i++)
    show_row (self, self->bound->pdata[i]);
}

static void
activated_cb (JalOutlinePane *self, guint position)
{
  GListModel *model = G_LIST_MODEL (gtk_list_view_get_model (self->list));
  g_autoptr (GtkTreeListRow) row = model != NULL ? g_list_model_get_item (model, position) : NULL;
  g_autoptr (JalOutlineEntry) entry = row != NULL ? gtk_tree_list_row_get_item (row) : NULL;

  if (entry == NULL)
    return;
  if (entry->lead->page >= 0)
    g_signal_emit (self, activated_signal, 0, entry->lead);
  else
    gtk_tree_list_row_set_expanded (row, !gtk_tree_list_row_get_expanded (row));
}

static GListModel *
children_of (gpointer item, gpointer data)
{
  JalOutlineEntry *entry = item;

  return entry->children != NULL ? g_object_ref (G_LIST_MODEL (entry->children)) : NULL;
}

/* Leads in reading order with depths become a tree: a lead's parent is the last one before it that is less deep. */
static GListStore *
build_tree (GPtrArray *leads)
{
  GListStore *root = g_list_store_new (JAL_TYPE_OUTLINE_ENTRY);
  g_autoptr (GPtrArray) open = g_ptr_array_new (); /* of JalOutlineEntry: the ancestors, by depth */

  for (guint i = 0; i < leads->len; i++)
    {
      const JalLead *lead = leads->pdata[i];
      g_autoptr (JalOutlineEntry) entry = g_object_new (JAL_TYPE_OUTLINE_ENTRY, NULL);
      guint depth = MIN (lead->depth, open->len);
      GListStore *siblings = root;

      entry->lead = jal_lead_copy (lead);
      if (depth > 0)
        {
          JalOutlineEntry *parent = open->pdata[depth - 1];

          if (parent->children == NULL)
            parent->children = g_list_store_new (JAL_TYPE_OUTLINE_ENTRY);
          siblings = parent->children;
        }
      g_list_store_append (siblings, entry);
      g_ptr_array_set_size (open, (int)depth);
      g_ptr_array_add (open, entry);
    }
  return root;
}

static void
outline_cb (JalOutlinePane *self)
{
  GPtrArray *leads = self->source != NULL ? jal_page_source_get_outline (self->source) : NULL;
  GtkTreeListModel *tree;
  GtkSingleSelection *selection;

  if (leads == NULL || leads->len == 0)
    {
      gtk_list_view_set_model (self->list, NULL);
      gtk_stack_set_visible_child_name (self->stack, "empty");
      return;
    }
  tree = gtk_tree_list_model_new (G_LIST_MODEL (build_tree (leads)), FALSE, leads->len <= UNFOLDED_MAX, children_of,
                                  NULL, NULL);
  selection = gtk_single_selection_new (G_LIST_MODEL (tree));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));
  g_object_unref (selection);
  gtk_stack_set_visible_child_name (self->stack, "list");
}

static void
mapped_cb (JalOutlinePane *self)
{
  if (self->source != NULL)
    jal_page_source_want_outline (self->source);
}

static void
jal_outline_pane_dispose (GObject *object)
{
  g_clear_object (&JAL_OUTLINE_PANE (object)->source);
  G_OBJECT_CLASS (jal_outline_pane_parent_class)->dispose (object);
}

static void
jal_outline_pane_finalize (GObject *object)
{
  g_ptr_array_unref (JAL_OUTLINE_PANE (object)->bound);
  G_OBJECT_CLASS (jal_outline_pane_parent_class)->finalize (object);
}

static void
jal_outline_pane_class_init (JalOutlinePaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = jal_outline_pane_dispose;
  G_OBJECT_CLASS (klass)->finalize = jal_outline_pane_finalize;
  activated_signal = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_POINTER);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/jalada/Jalada/ui/jal-outline-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, JalOutlinePane, stack);
  gtk_widget_class_bind_template_child (widget_class, JalOutlinePane, list);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
}

static void
jal_outline_pane_init (JalOutlinePane *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  self->bound = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->list, factory);
  g_object_unref (factory);
  g_signal_connect_object (self, "map", G_CALLBACK (mapped_cb), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}

void
jal_outline_pane_set_source (JalOutlinePane *self, JalPageSource *source)
{
  g_return_if_fail (JAL_IS_OUTLINE_PANE (self));

  if (self->source != NULL)
    g_signal_handlers_disconnect_by_data (self->source, self);
  g_set_object (&self->source, source);
  gtk_list_view_set_model (self->list, NULL);
  gtk_stack_set_visible_child_name (self->stack, "reading");
  if (source == NULL)
    return;
  g_signal_connect_object (source, "outline", G_CALLBACK (outline_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (source, "sizes", G_CALLBACK (sizes_cb), self, G_CONNECT_SWAPPED);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    mapped_cb (self);
}
