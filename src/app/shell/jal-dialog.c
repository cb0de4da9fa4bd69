/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* Messages, questions and small forms. */
#include "app/shell/jal-dialog.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

typedef struct
{
  GWeakRef inside;
  JalDialogDone done;
  JalDialogDone other; /* nullable */
  JalDialogDone cancelled; /* nullable */
  gpointer data;
  GDestroyNotify free_data;
} Question;

static void
free_question (gpointer data, GClosure *closure)
{
  Question *question = data;

  g_weak_ref_clear (&question->inside);
  if (question->free_data != NULL && question->data != NULL)
    question->free_data (question->data);
  g_free (question);
}

static AdwMessageDialog *
new_dialog (GtkWidget *inside, const char *heading, const char *body)
{
  GtkRoot *root = gtk_widget_get_root (inside);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (NULL, heading, body));

  if (GTK_IS_WINDOW (root))
    {
      gtk_window_set_transient_for (GTK_WINDOW (dialog), GTK_WINDOW (root));
      gtk_window_set_modal (GTK_WINDOW (dialog), TRUE);
      gtk_window_set_destroy_with_parent (GTK_WINDOW (dialog), TRUE);
    }
  /* The window's name on a task switcher: never the heading's words. */
  gtk_window_set_title (GTK_WINDOW (dialog), "Jalada");
  return dialog;
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  Question *question = user_data;
  g_autoptr (GtkWidget) inside = g_weak_ref_get (&question->inside);

  if (inside == NULL)
    return;
  if (g_str_equal (response, "verb"))
    question->done (inside, question->data);
  else if (g_str_equal (response, "other"))
    question->other (inside, question->data);
  else if (g_str_equal (response, "cancel") && question->cancelled != NULL)
    question->cancelled (inside, question->data);
}

GtkWidget *
jal_dialog_new_words (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_valign (label, GTK_ALIGN_START);
  return label;
}

void
jal_dialog_tell (GtkWidget *inside, const char *heading, const char *body)
{
  AdwMessageDialog *dialog = new_dialog (inside, heading, body);

  adw_message_dialog_add_response (dialog, "close", _ ("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

static Question *
connect (AdwMessageDialog *dialog, GtkWidget *inside, gpointer data, GDestroyNotify free_data)
{
  Question *question = g_new0 (Question, 1);

  g_weak_ref_init (&question->inside, inside);
  question->data = data;
  question->free_data = free_data;
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), question, free_question, 0);
  return question;
}

static AdwMessageDialog *
new_question (GtkWidget *inside, const char *heading, const char *body, const char *verb, JalDialogDone done, gpointer data,
              GDestroyNotify free_data)
{
  AdwMessageDialog *dialog = new_dialog (inside, heading, body);

  connect (dialog, inside, data, free_data)->done = done;
  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "verb", verb, NULL);
  adw_message_dialog_set_close_response (dialog, "cancel");
  return dialog;
}

static void
present_question (AdwMessageDialog *dialog, gboolean destructive)
{
  adw_message_dialog_set_response_appearance (dialog, "verb", destructive ? ADW_RESPONSE_DESTRUCTIVE : ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, destructive ? "cancel" : "verb");
  gtk_window_present (GTK_WINDOW (dialog));
}

void
jal_dialog_ask (GtkWidget *inside, const char *heading, const char *body, const char *verb, gboolean destructive,
                JalDialogDone done, gpointer data, GDestroyNotify free_data)
{
  present_question (new_question (inside, heading, body, verb, done, data, free_data), destructive);
}

void
jal_dialog_tell_more (GtkWidget *inside, const char *heading, const char *body, const char *verb, gboolean destructive,
                      JalDialogDone done, gpointer data, GDestroyNotify free_data)
{
  AdwMessageDialog *dialog = new_question (inside, heading, body, verb, done, data, free_data);

  adw_message_dialog_set_response_label (dialog, "cancel", _ ("_Close"));
  present_question (dialog, destructive);
}

void
jal_dialog_ask_either (GtkWidget *inside, const char *heading, const char *body, const char *other, JalDialogDone other_done,
                       const char *verb, JalDialogDone done, gpointer data, GDestroyNotify free_data)
{
  AdwMessageDialog *dialog = new_dialog (inside, heading, body);
  Question *question = connect (dialog, inside, data, free_data);

  question->done = done;
  question->other = other_done;
  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "other", other, "verb", verb, NULL);
  adw_message_dialog_set_close_response (dialog, "cancel");
  adw_message_dialog_set_response_appearance (dialog, "verb", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "verb");
  gtk_window_present (GTK_WINDOW (dialog));
}

GtkWindow *
jal_dialog_wait (GtkWidget *inside, const char *heading, const char *body, JalDialogDone cancelled, gpointer data,
                 GDestroyNotify free_data)
{
  AdwMessageDialog *dialog = new_dialog (inside, heading, body);
  GtkWidget *spinner = gtk_spinner_new ();

  connect (dialog, inside, data, free_data)->cancelled = cancelled;
  gtk_spinner_start (GTK_SPINNER (spinner));
  gtk_widget_set_size_request (spinner, 32, 32);
  gtk_widget_set_halign (spinner, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (spinner), GTK_ACCESSIBLE_PROPERTY_LABEL, heading, -1);
  adw_message_dialog_set_extra_child (dialog, spinner);
  adw_message_dialog_add_response (dialog, "cancel", _ ("_Cancel"));
  adw_message_dialog_set_close_response (dialog, "cancel");
  gtk_window_present (GTK_WINDOW (dialog));
  return GTK_WINDOW (dialog);
}

void
jal_dialog_wait_set_progress (GtkWindow *dialog, const char *text, double fraction)
{
  GtkWidget *bar;

  g_return_if_fail (ADW_IS_MESSAGE_DIALOG (dialog));

  bar = adw_message_dialog_get_extra_child (ADW_MESSAGE_DIALOG (dialog));
  if (!GTK_IS_PROGRESS_BAR (bar))
    {
      bar = gtk_progress_bar_new ();
      gtk_progress_bar_set_show_text (GTK_PROGRESS_BAR (bar), TRUE);
      adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), bar);
    }
  gtk_progress_bar_set_text (GTK_PROGRESS_BAR (bar), text);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (bar), CLAMP (fraction, 0, 1));
}

void
jal_dialog_wait_end (GtkWindow *dialog)
{
  g_return_if_fail (ADW_IS_MESSAGE_DIALOG (dialog));

  /* Not a response: nobody has said anything. */
  gtk_window_destroy (dialog);
}

/* Enter in an entry is the verb, as in every form; those that do something else with it say so themselves. */
static void
let_enter_accept (GtkWidget *within)
{
  if (ADW_IS_ENTRY_ROW (within)
      && !g_signal_has_handler_pending (within, g_signal_lookup ("entry-activated", ADW_TYPE_ENTRY_ROW), 0, FALSE))
    adw_entry_row_set_activates_default (ADW_ENTRY_ROW (within), TRUE);
  for (GtkWidget *child = gtk_widget_get_first_child (within); child != NULL; child = gtk_widget_get_next_sibling (child))
    let_enter_accept (child);
}

static gboolean
save_cb (GtkWidget *dialog, GVariant *arguments, gpointer data)
{
  jal_dialog_accept (GTK_WINDOW (dialog));
  return TRUE;
}

/* Ctrl+S too. */
static void
add_save_key (AdwMessageDialog *dialog)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_s, GDK_CONTROL_MASK), gtk_callback_action_new (save_cb, NULL, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (dialog), keys);
}

GtkWindow *
jal_dialog_form (GtkWidget *inside, const char *heading, const char *body, GtkWidget *child, const char *verb,
                 JalDialogDone done, gpointer data, GDestroyNotify free_data)
{
  AdwMessageDialog *dialog = new_question (inside, heading, body, verb, done, data, free_data);

  adw_message_dialog_set_extra_child (dialog, child);
  adw_message_dialog_set_response_appearance (dialog, "verb", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "verb");
  adw_message_dialog_set_response_enabled (dialog, "verb", FALSE);
  let_enter_accept (child);
  add_save_key (dialog);
  gtk_window_present (GTK_WINDOW (dialog));
  return GTK_WINDOW (dialog);
}

void
jal_dialog_set_ready (GtkWindow *dialog, gboolean ready)
{
  g_return_if_fail (ADW_IS_MESSAGE_DIALOG (dialog));

  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (dialog), "verb", ready);
}

void
jal_dialog_accept (GtkWindow *dialog)
{
  g_return_if_fail (ADW_IS_MESSAGE_DIALOG (dialog));

  if (adw_message_dialog_get_response_enabled (ADW_MESSAGE_DIALOG (dialog), "verb"))
    {
      adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "verb");
      gtk_window_close (GTK_WINDOW (dialog));
    }
}
