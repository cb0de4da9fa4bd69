/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* The columns of the register. A JalDocument is a snapshot, so a cell is filled once when it is bound. */
#include <glib/gi18n-lib.h>

#include "app/evidence/jal-evidence-page-private.h"
#include "app/shell/jal-shown.h"

typedef enum
{
  COLUMN_EXHIBIT,
  COLUMN_TITLE,
  COLUMN_KIND,
  COLUMN_DATE,
  COLUMN_PAGES,
  COLUMN_MARKS,
  COLUMN_SENSITIVITY,
} Column;

static char *
cell_text (Column column, JalDocument *document)
{
  switch (column)
    {
    case COLUMN_EXHIBIT:
      if (document->exhibit_clash)
        /* Translators: an exhibit number that two documents bear */
        return g_strdup_printf (_ ("%s (twice)"), document->exhibit);
      return g_strdup (document->exhibit != NULL ? document->exhibit : "");
    case COLUMN_TITLE:
      if (!jal_id_is_none (document->newer_id))
        /* Translators: a document that has been replaced by a newer version of it */
        return g_strdup_printf (_ ("%s (older version)"), document->title);
      return g_strdup (document->title);
    case COLUMN_KIND:
      return g_strdup (jal_shown_doctype (document->kind));
    case COLUMN_DATE:
      return jal_shown_date_brief (document->date);
    case COLUMN_PAGES:
      return g_strdup_printf ("%u", document->n_pages);
    case COLUMN_MARKS:
      return document->n_marks > 0 ? g_strdup_printf ("%u", document->n_marks) : g_strdup ("");
    case COLUMN_SENSITIVITY:
    default:
      return g_strdup (g_strcmp0 (document->sensitivity, "normal") == 0 ? ""
                                                                        : jal_shown_sensitivity (document->sensitivity));
    }
}

/* Numbers as people count them: P9 before P10. */
static int
compare_strings (const char *a, const char *b)
{
  g_autofree char *key_a = g_utf8_collate_key_for_filename (a != NULL ? a : "", -1);
  g_autofree char *key_b = g_utf8_collate_key_for_filename (b != NULL ? b : "", -1);

  return strcmp (key_a, key_b);
}

static int
compare_cells (gconstpointer a, gconstpointer b, gpointer data)
{
  const JalDocument *first = a;
  const JalDocument *second = b;

  switch ((Column)GPOINTER_TO_INT (data))
    {
    case COLUMN_EXHIBIT:
      /* Documents without a number come last. */
      if ((first->exhibit == NULL) != (second->exhibit == NULL))
        return first->exhibit == NULL ? 1 : -1;
      return compare_strings (first->exhibit, second->exhibit);
    case COLUMN_TITLE:
      return compare_strings (first->title, second->title);
    case COLUMN_KIND:
      return compare_strings (jal_shown_doctype (first->kind), jal_shown_doctype (second->kind));
    case COLUMN_DATE:
      if ((first->date == JAL_DATE_NONE) != (second->date == JAL_DATE_NONE))
        return first->date == JAL_DATE_NONE ? 1 : -1;
      return (first->date > second->date) - (first->date < second->date);
    case COLUMN_PAGES:
      return (first->n_pages > second->n_pages) - (first->n_pages < second->n_pages);
    case COLUMN_MARKS:
      return (first->n_marks > second->n_marks) - (first->n_marks < second->n_marks);
    case COLUMN_SENSITIVITY:
    default:
      return compare_strings (first->sensitivity, second->sensitivity);
    }
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  Column column = (Column)GPOINTER_TO_INT (data);
  GtkWidget *label = gtk_label_new (NULL);

  if (column == COLUMN_PAGES || column == COLUMN_MARKS)
    {
      gtk_label_set_xalign (GTK_LABEL (label), 1);
      gtk_widget_add_css_class (label, "numeric");
    }
  else
    gtk_label_set_xalign (GTK_LABEL (label), 0);
  /* A date or a number that is cut off says something else: only words may be. */
  if (column == COLUMN_TITLE || column == COLUMN_KIND)
    gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (column == COLUMN_TITLE)
    {
      /* In a small window a title has two lines. */
      gtk_label_set_width_chars (GTK_LABEL (label), 12);
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
      gtk_label_set_lines (GTK_LABEL (label), 2);
    }
  else if (column == COLUMN_DATE)
    gtk_label_set_width_chars (GTK_LABEL (label), 11);
  else if (column == COLUMN_KIND)
    {
      gtk_label_set_width_chars (GTK_LABEL (label), 12);
      gtk_label_set_max_width_chars (GTK_LABEL (label), 20);
    }
  gtk_list_item_set_child (item, label);
}

/* A row says which document it is, a cell what it holds: without that both are called after their class. A label names itself
   whenever it gets words. */
static void
name_cell (GtkWidget *label, Column column, JalDocument *document, const char *text)
{
  GtkWidget *cell = gtk_widget_get_parent (label), *row = cell != NULL ? gtk_widget_get_parent (cell) : NULL;
  const char *shown = *text != '\0' ? text : _ ("empty");

  if (*text == '\0')
    gtk_accessible_update_property (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_LABEL, shown, -1);
  if (cell != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_PROPERTY_LABEL, shown, -1);
  if (row != NULL && column == COLUMN_TITLE)
    {
      g_autofree char *name = document->exhibit != NULL && *document->exhibit != '\0'
                                  ? g_strdup_printf ("%s · %s", document->exhibit, document->title)
                                  : g_strdup (document->title);

      gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
    }
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  Column column = (Column)GPOINTER_TO_INT (data);
  JalDocument *document = gtk_list_item_get_item (item);
  GtkWidget *label = gtk_list_item_get_child (item);
  g_autofree char *text = cell_text (column, document);

  gtk_label_set_text (GTK_LABEL (label), text);
  name_cell (label, column, document, text);
  if (column == COLUMN_EXHIBIT && document->exhibit_clash)
    gtk_widget_add_css_class (label, "warning");
  else
    gtk_widget_remove_css_class (label, "warning");
}

/* --- Room ---------------------------------------------------------------------------------------------------- */

/* The columns in their order. One that needs a width is there only where the register has it: what does not fit would lie
   beyond the edge, where nobody looks for it. The details beside the register say it all. */
static const struct
{
  Column column;
  const char *title;
  gboolean expand;
  int needs; /* logical pixels of the whole register; 0: always there */
} columns[] = {
  { COLUMN_EXHIBIT, N_("Exhibit"), FALSE, 0 },
  { COLUMN_TITLE, N_("Title"), TRUE, 0 },
  { COLUMN_KIND, N_("Kind"), FALSE, 760 },
  { COLUMN_DATE, N_("Date"), FALSE, 400 },
  { COLUMN_PAGES, N_("Pages"), FALSE, 0 },
  { COLUMN_MARKS, N_("Marks"), FALSE, 680 },
  { COLUMN_SENSITIVITY, N_("Sensitivity"), FALSE, 480 },
};

static gboolean
fit_cb (gpointer data)
{
  GtkColumnView *view = data;
  GtkAdjustment *adjustment = gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (view));
  GListModel *shown = gtk_column_view_get_columns (view);
  double width = adjustment != NULL ? gtk_adjustment_get_page_size (adjustment) : 0;

  g_object_set_data (G_OBJECT (view), "fitting", NULL);
  for (guint i = 0; width > 0 && i < G_N_ELEMENTS (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (shown, i);

      gtk_column_view_column_set_visible (column, width >= columns[i].needs);
    }
  return G_SOURCE_REMOVE;
}

/* Not while sizes are being allocated. */
static void
width_changed_cb (GtkColumnView *view)
{
  if (g_object_get_data (G_OBJECT (view), "fitting") != NULL)
    return;
  g_object_set_data (G_OBJECT (view), "fitting", view);
  g_idle_add_full (G_PRIORITY_HIGH_IDLE, fit_cb, g_object_ref (view), g_object_unref);
}

static void
scrolled_cb (GtkColumnView *view)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (view));

  if (adjustment != NULL)
    g_signal_connect_object (adjustment, "notify::page-size", G_CALLBACK (width_changed_cb), view, G_CONNECT_SWAPPED);
}

/* What GTK puts into a table and the keys reach: both are called after their class. */
static void
name_inside (GtkWidget *view)
{
  GtkWidget *headings = gtk_widget_get_first_child (view);
  GtkWidget *rows = headings != NULL ? gtk_widget_get_next_sibling (headings) : NULL;

  if (headings != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (headings), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Column headings"), -1);
  if (rows != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (rows), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Documents"), -1);
}

void
jal_evidence_page_add_columns (GtkColumnView *view)
{

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      gpointer data = GINT_TO_POINTER (columns[i].column);
      GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
      g_autoptr (GtkColumnViewColumn) column = NULL;
      g_autoptr (GtkSorter) sorter = GTK_SORTER (gtk_custom_sorter_new (compare_cells, data, NULL));

      g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), data);
      g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), data);
      column = gtk_column_view_column_new (_ (columns[i].title), factory);
      gtk_column_view_column_set_sorter (column, sorter);
      gtk_column_view_column_set_expand (column, columns[i].expand);
      gtk_column_view_column_set_resizable (column, TRUE);
      gtk_column_view_append_column (view, column);
    }
  name_inside (GTK_WIDGET (view));
  g_signal_connect (view, "notify::hadjustment", G_CALLBACK (scrolled_cb), NULL);
  scrolled_cb (view);
}
