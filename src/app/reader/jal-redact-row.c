/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* A row of the review: where, what, why, by whom, and what becomes of it. */
#include "app/reader/jal-redact-row.h"

#include <glib/gi18n-lib.h>

#include "app/reader/jal-redact-reasons.h"
#include "app/shell/jal-focus.h"

typedef struct
{
  JalRedaction *redaction;
  JalRedactRowFunc func;
  gpointer data;
} Row;

static void
free_row (gpointer data)
{
  g_object_unref (((Row *)data)->redaction);
  g_free (data);
}

JalRedaction *
jal_redact_row_get (GtkListBoxRow *row)
{
  Row *self = g_object_get_data (G_OBJECT (row), "jal-redact-row");

  return self->redaction;
}

static void
accept_cb (Row *row)
{
  row->func (row->data, row->redaction, JAL_REDACT_ROW_ACCEPT, NULL);
}

static void
reject_cb (Row *row)
{
  row->func (row->data, row->redaction, JAL_REDACT_ROW_REJECT, NULL);
}

static void
reach_cb (Row *row)
{
  row->func (row->data, row->redaction, JAL_REDACT_ROW_REACH, NULL);
}

static void
remove_cb (Row *row)
{
  row->func (row->data, row->redaction, JAL_REDACT_ROW_REMOVE, NULL);
}

/* Another choice is kept at once. */
static void
reason_cb (Row *row, GParamSpec *pspec, GtkWidget *reasons)
{
  const char *reason = jal_redact_reasons_get (reasons);

  if (!g_str_equal (row->redaction->reason, reason))
    row->func (row->data, row->redaction, JAL_REDACT_ROW_REASON, reason);
}

static const char *
show_state (const char *state)
{
  return g_str_equal (state, "accepted")   ? _ ("Accepted")
         : g_str_equal (state, "rejected") ? _ ("Rejected: stays readable")
                                           : _ ("To be reviewed");
}

static GtkWidget *
new_label (const char *text, const char *class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (label), 3);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (class != NULL)
    gtk_widget_add_css_class (label, class);
  return label;
}

/* One of two answers: it is pressed while it is the one that counts. */
static GtkWidget *
new_answer (Row *row, const char *label, gboolean on, GCallback cb)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  if (on)
    gtk_widget_add_css_class (button, "suggested-action");
  gtk_accessible_update_state (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_STATE_PRESSED, on ? GTK_ACCESSIBLE_TRISTATE_TRUE : GTK_ACCESSIBLE_TRISTATE_FALSE,
                               -1);
  gtk_widget_set_hexpand (button, TRUE);
  g_signal_connect_swapped (button, "clicked", cb, row);
  return button;
}

static GtkWidget *
new_head (Row *row)
{
  g_autofree char *page = g_strdup_printf (_ ("Page %d"), row->redaction->document_page + 1);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *label = new_label (page, "heading");
  GtkWidget *remove = gtk_button_new_from_icon_name ("user-trash-symbolic");

  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (remove, "flat");
  gtk_widget_set_tooltip_text (remove, _ ("Remove"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (remove), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Remove"), -1);
  g_signal_connect_swapped (remove, "clicked", G_CALLBACK (remove_cb), row);
  gtk_box_append (GTK_BOX (head), label);
  gtk_box_append (GTK_BOX (head), remove);
  return head;
}

static GtkWidget *
new_answers (Row *row)
{
  GtkWidget *answers = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_add_css_class (answers, "linked");
  gtk_box_append (GTK_BOX (answers),
                  new_answer (row, _ ("Accept"), g_str_equal (row->redaction->state, "accepted"), G_CALLBACK (accept_cb)));
  gtk_box_append (GTK_BOX (answers),
                  new_answer (row, _ ("Reject"), g_str_equal (row->redaction->state, "rejected"), G_CALLBACK (reject_cb)));
  return answers;
}

GtkWidget *
jal_redact_row_new (JalRedaction *redaction, JalRedactRowFunc func, gpointer data)
{
  Row *row = g_new0 (Row, 1);
  const char *words = *redaction->quoted != '\0' ? redaction->quoted : _ ("An area without words");
  g_autofree char *foot = g_strdup_printf ("%s · %s", show_state (redaction->state), redaction->author);
  g_autofree char *name
      = g_strdup_printf (_ ("Redaction on page %d: %s. %s"), redaction->document_page + 1, words, show_state (redaction->state));
  GtkWidget *widget = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *reasons = jal_redact_reasons_new (redaction->reason), *reach = gtk_check_button_new_with_label (_ ("Only here"));
  char id[JAL_ID_HEX_LENGTH + 1];

  *row = (Row){ g_object_ref (redaction), func, data };
  g_object_set_data_full (G_OBJECT (widget), "jal-redact-row", row, free_row);
  gtk_widget_add_css_class (box, "mark-row");
  gtk_widget_set_tooltip_text (reach, _ ("The same words may stay readable elsewhere in the copy"));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (reach), g_str_equal (redaction->reach, "here"));
  g_signal_connect_swapped (reasons, "notify::selected", G_CALLBACK (reason_cb), row);
  g_signal_connect_swapped (reach, "toggled", G_CALLBACK (reach_cb), row);
  gtk_box_append (GTK_BOX (box), new_head (row));
  gtk_box_append (GTK_BOX (box), new_label (words, "mark-quote"));
  gtk_box_append (GTK_BOX (box), new_label (foot, "caption"));
  gtk_box_append (GTK_BOX (box), reasons);
  gtk_box_append (GTK_BOX (box), reach);
  gtk_box_append (GTK_BOX (box), new_answers (row));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (widget), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  jal_id_to_hex (redaction->id, id);
  jal_focus_set_key (widget, id);
  return widget;
}
