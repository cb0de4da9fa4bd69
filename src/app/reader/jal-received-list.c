/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

#include "app/reader/jal-received-list.h"

#include <glib/gi18n-lib.h>

#include "app/reader/jal-mark-verbs.h"
#include "app/shell/jal-focus.h"
#include "base/jal-text.h"

struct _JalReceivedList
{
  AdwBin parent_instance;

  GtkListBox *list;
  GListModel *marks; /* nullable */
  GtkWidget *more;   /* said below the list when it is not whole */
};

G_DEFINE_FINAL_TYPE (JalReceivedList, jal_received_list, ADW_TYPE_BIN)

enum
{
  ACTIVATED,
  ADOPT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
activated_cb (JalReceivedList *self, GtkListBoxRow *row)
{
  g_signal_emit (self, signals[ACTIVATED], 0, g_object_get_data (G_OBJECT (row), "mark"));
}

static void
adopt_clicked_cb (JalReceivedList *self, GtkButton *button)
{
  g_signal_emit (self, signals[ADOPT], 0, g_object_get_data (G_OBJECT (button), "mark"));
}

static GtkWidget *
add_label (GtkWidget *box, const char *words, const char *style)
{
  GtkWidget *label = gtk_label_new (words);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static const char *
get_author (JalMark *mark)
{
  return *mark->author != '\0' ? mark->author : _ ("Nobody is named");
}

static void
add_state (JalReceivedList *self, GtkWidget *box, JalMark *mark)
{
  GtkWidget *button;
  g_autofree char *name = NULL;

  if (mark->received != NULL)
    {
      add_label (box, _ ("It is a mark of your own, too"), "caption");
      return;
    }
  button = gtk_button_new_with_mnemonic (_ ("_Make It My Own"));
  name = g_strdup_printf (_ ("Make it my own: %s on page %d"), jal_mark_verbs_shown_kind (mark->kind), mark->document_page + 1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  g_object_set_data_full (G_OBJECT (button), "mark", g_object_ref (mark), g_object_unref);
  g_signal_connect_object (button, "clicked", G_CALLBACK (adopt_clicked_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), button);
}

static GtkWidget *
make_row (JalReceivedList *self, JalMark *mark)
{
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  g_autofree char *head
      = g_strdup_printf (_ ("%s on page %d"), jal_mark_verbs_shown_kind (mark->kind), mark->document_page + 1);
  g_autofree char *words = jal_text_one_line (*mark->text != '\0' ? mark->text : mark->quoted, 0);
  g_autofree char *name = *words != '\0' ? g_strdup_printf (_ ("Received: %s, %s: %s"), head, get_author (mark), words)
                                         : g_strdup_printf (_ ("Received: %s, %s"), head, get_author (mark));
  char id[JAL_ID_HEX_LENGTH + 1];

  gtk_widget_add_css_class (box, "mark-row");
  add_label (box, head, "heading");
  if (*mark->quoted != '\0')
    add_label (box, mark->quoted, "mark-quote");
  if (*mark->text != '\0')
    add_label (box, mark->text, NULL);
  add_label (box, get_author (mark), "caption");
  add_state (self, box, mark);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (G_OBJECT (row), "mark", g_object_ref (mark), g_object_unref);
  jal_id_to_hex (mark->id, id);
  jal_focus_set_key (row, id);
  return row;
}

static void
jal_received_list_dispose (GObject *object)
{
  g_clear_object (&JAL_RECEIVED_LIST (object)->marks);
  G_OBJECT_CLASS (jal_received_list_parent_class)->dispose (object);
}

static void
jal_received_list_class_init (JalReceivedListClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = jal_received_list_dispose;
  signals[ACTIVATED] = g_signal_new ("activated", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, JAL_TYPE_MARK);
  signals[ADOPT] = g_signal_new ("adopt", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, JAL_TYPE_MARK);
}

static void
jal_received_list_init (JalReceivedList *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "marks-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Notes that came with the file"), -1);
  g_signal_connect_object (self->list, "row-activated", G_CALLBACK (activated_cb), self, G_CONNECT_SWAPPED);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->list));
  self->more = add_label (box, _ ("A file has more notes than are listed here."), "doubt");
  gtk_widget_add_css_class (self->more, "marks-page");
  gtk_widget_set_visible (self->more, FALSE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), box);
  adw_bin_set_child (ADW_BIN (self), scroller);
}

/* @marks lists the same as is shown: then what has the focus keeps it. */
static gboolean
is_same (JalReceivedList *self, GListModel *marks)
{
  guint n = marks != NULL ? g_list_model_get_n_items (marks) : 0;

  if (n != jal_received_list_get_n (self))
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (JalMark) a = g_list_model_get_item (marks, i);
      g_autoptr (JalMark) b = g_list_model_get_item (self->marks, i);

      if (!jal_id_equal (a->id, b->id) || a->document_page != b->document_page || g_strcmp0 (a->received, b->received) != 0)
        return FALSE;
    }
  return TRUE;
}

void
jal_received_list_set_marks (JalReceivedList *self, GListModel *marks, gboolean more)
{
  JalFocusPlace *place;
  GtkWidget *row;

  g_return_if_fail (JAL_IS_RECEIVED_LIST (self));

  gtk_widget_set_visible (self->more, more);
  if (is_same (self, marks))
    return;
  place = jal_focus_note (GTK_WIDGET (self->list));
  g_set_object (&self->marks, marks);
  while ((row = GTK_WIDGET (gtk_list_box_get_row_at_index (self->list, 0))) != NULL)
    gtk_list_box_remove (self->list, row);
  for (guint i = 0; marks != NULL && i < g_list_model_get_n_items (marks); i++)
    {
      g_autoptr (JalMark) mark = g_list_model_get_item (marks, i);

      gtk_list_box_append (self->list, make_row (self, mark));
    }
  jal_focus_restore (place, GTK_WIDGET (self->list), NULL);
}

void
jal_received_list_focus (JalReceivedList *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  if (row == NULL)
    row = gtk_list_box_get_row_at_index (self->list, 0);
  if (row != NULL)
    jal_focus_give (GTK_WIDGET (row));
}

guint
jal_received_list_get_n (JalReceivedList *self)
{
  return self->marks != NULL ? g_list_model_get_n_items (self->marks) : 0;
}

JalMark *
jal_received_list_get_chosen (JalReceivedList *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  return row != NULL ? g_object_get_data (G_OBJECT (row), "mark") : NULL;
}
