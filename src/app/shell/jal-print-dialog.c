/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Printing, without the toolkit's own dialog: its preview writes a readable file.
 *
 * The printers are asked for on a thread while the dialog is already shown; printing runs on a thread too, and keeps the
 * vault from locking for idleness until the printing system has everything.
 */
#define G_LOG_DOMAIN "jal-app"

#include "app/shell/jal-print-dialog.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "app/shell/jal-choice.h"
#include "app/shell/jal-dialog.h"
#include "app/shell/jal-shell.h"
#include "app/shell/jal-task.h"
#include "release/jal-release-printer.h"

/* How long CUPS may take before its copies are left to itself. */
#define FORGET_SECONDS 1800

typedef struct
{
  JalPrintWork work;
  JalPrintEnd end; /* nullable */
  gpointer data;
  GDestroyNotify free_data;
  gboolean a3;
  JalPrintOptions options;
  char *printer;
} Print;

struct _JalPrintForm
{
  AdwBin parent_instance;

  AdwComboRow *printer;
  GtkSpinButton *copies;
  GtkEditable *pages;
  GtkSwitch *both_sides;
  GtkLabel *trouble;

  GtkWindow *dialog; /* borrowed while it is open */
  GPtrArray *printers;
  Print *print;
};

G_DEFINE_FINAL_TYPE (JalPrintForm, jal_print_form, ADW_TYPE_BIN)

static void
print_free (gpointer data)
{
  Print *print = data;

  if (print->free_data != NULL)
    print->free_data (print->data);
  g_free (print->printer);
  g_free (print);
}

/* "", "3", "3-7", "3-", "-7". */
static gboolean
read_range (const char *text, guint *first, guint *last)
{
  g_autofree char *clean = g_strstrip (g_strdup (text));
  char *dash = strpbrk (clean, "-");
  gboolean has_first, has_last;
  guint64 from = 0, to = 0;

  if (g_str_has_prefix (clean, "–"))
    return FALSE;
  if (dash != NULL)
    *dash = '\0';
  g_strchomp (clean);
  has_first = *clean != '\0';
  has_last = dash != NULL && *g_strchug (dash + 1) != '\0';
  if ((has_first && !g_ascii_string_to_unsigned (clean, 10, 1, 999999, &from, NULL))
      || (has_last && !g_ascii_string_to_unsigned (dash + 1, 10, MAX (from, 1), 999999, &to, NULL)))
    return FALSE;
  if (dash != NULL && !has_first && !has_last)
    return FALSE;
  *first = (guint)from;
  *last = dash == NULL ? (guint)from : (guint)to;
  return TRUE;
}

static void
check (JalPrintForm *self)
{
  guint first, last;
  gboolean good = read_range (gtk_editable_get_text (self->pages), &first, &last);

  if (good)
    gtk_widget_remove_css_class (GTK_WIDGET (self->pages), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->pages), "error");
  if (self->dialog != NULL)
    jal_dialog_set_ready (self->dialog, good && self->printers != NULL && self->printers->len > 0);
}

static gpointer
list_work (gpointer data, GCancellable *cancellable, GError **error)
{
  return jal_release_list_printers (cancellable, error);
}

static void
chosen_cb (JalPrintForm *self)
{
  guint i = adw_combo_row_get_selected (self->printer);
  const JalPrinter *printer
      = self->printers != NULL && i < self->printers->len ? g_ptr_array_index (self->printers, i) : NULL;

  /* A printer that does not say whether it can is believed to. */
  gtk_switch_set_active (self->both_sides, printer != NULL && printer->prints_both_sides);
}

static void
listed_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalPrintForm *self = owner;
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  if (self->dialog == NULL)
    return;
  g_clear_pointer (&self->printers, g_ptr_array_unref);
  self->printers = result != NULL ? g_ptr_array_ref (result) : NULL;
  for (guint i = 0; self->printers != NULL && i < self->printers->len; i++)
    gtk_string_list_append (titles, ((JalPrinter *)g_ptr_array_index (self->printers, i))->title);
  adw_combo_row_set_model (self->printer, G_LIST_MODEL (titles));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->printer), NULL);
  if (self->printers == NULL || self->printers->len == 0)
    gtk_label_set_text (self->trouble, _ ("No printer is set up on this computer. Set one up in the system's settings, then "
                                          "try again."));
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), self->printers == NULL || self->printers->len == 0);
  chosen_cb (self);
  check (self);
}

/* --- Printing ---------------------------------------------------------------------------------------------------- */

static gpointer
print_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Print *print = data;
  JalReleaseFile *file = jal_release_printer_new (&print->options, error);

  return file != NULL && print->work (print->data, file, cancellable, error) ? GINT_TO_POINTER (TRUE) : NULL;
}

static void
forget_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  jal_release_forget_print_jobs (FORGET_SECONDS, cancellable);
  g_task_return_boolean (task, TRUE);
}

static void
printed_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  GtkWidget *inside = owner;
  Print *print = data;
  gboolean said;

  jal_shell_release_lock (inside);
  said = print->end != NULL && (error != NULL || result != NULL) && print->end (inside, print->data, error);
  if (error != NULL && !said)
    jal_shell_report (inside, error);
  else if (result != NULL)
    {
      g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);

      if (!said)
        jal_shell_toast (inside, _ ("Sent to the printer; on record as an export"));
      /* It outlives the lock: it holds no key, only the numbers of the jobs. */
      g_task_set_source_tag (task, forget_thread);
      g_task_run_in_thread (task, forget_thread);
    }
}

static void
accepted_cb (GtkWidget *inside, gpointer data)
{
  JalPrintForm *self = data;
  Print *print = g_steal_pointer (&self->print);
  const JalPrinter *printer = g_ptr_array_index (self->printers, adw_combo_row_get_selected (self->printer));

  print->printer = g_strdup (printer->id);
  print->options = (JalPrintOptions){ .printer = print->printer,
                                      .copies = (guint)jal_choice_get_number (self->copies),
                                      .both_sides = gtk_switch_get_active (self->both_sides),
                                      .colour = printer->prints_colour,
                                      .a3 = print->a3 };
  read_range (gtk_editable_get_text (self->pages), &print->options.first_page, &print->options.last_page);
  jal_shell_hold_lock (inside);
  if (!jal_task_run (inside, print_work, print_work, print, print_free, NULL, printed_cb))
    {
      jal_shell_release_lock (inside);
      jal_shell_toast (inside, _ ("Something is still being printed"));
    }
}

static void
form_gone (gpointer data)
{
  JalPrintForm *self = data;

  self->dialog = NULL;
  jal_task_cancel_all (self);
  g_object_unref (self);
}

void
jal_print_dialog_show (GtkWidget *inside, const char *heading, gboolean a3, JalPrintWork work, JalPrintEnd end,
                       gpointer data, GDestroyNotify free_data)
{
  JalPrintForm *form = g_object_ref_sink (g_object_new (JAL_TYPE_PRINT_FORM, NULL));

  form->print = g_new0 (Print, 1);
  *form->print = (Print){ .work = work, .end = end, .data = data, .free_data = free_data, .a3 = a3 };
  form->dialog = jal_dialog_form (inside, heading, _ ("Paper leaves the vault: it is put on record."), GTK_WIDGET (form),
                                  _ ("_Print"), accepted_cb, form, form_gone);
  jal_task_renew (form, list_work, list_work, NULL, NULL, (GDestroyNotify)g_ptr_array_unref, listed_cb);
}

/* --- The form ---------------------------------------------------------------------------------------------------- */

static void
jal_print_form_dispose (GObject *object)
{
  JalPrintForm *self = JAL_PRINT_FORM (object);

  g_clear_pointer (&self->printers, g_ptr_array_unref);
  g_clear_pointer (&self->print, print_free);
  G_OBJECT_CLASS (jal_print_form_parent_class)->dispose (object);
}

static void
jal_print_form_class_init (JalPrintFormClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = jal_print_form_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/jalada/Jalada/ui/jal-print-form.ui");
  gtk_widget_class_bind_template_child (widget_class, JalPrintForm, printer);
  gtk_widget_class_bind_template_child (widget_class, JalPrintForm, copies);
  gtk_widget_class_bind_template_child (widget_class, JalPrintForm, pages);
  gtk_widget_class_bind_template_child (widget_class, JalPrintForm, both_sides);
  gtk_widget_class_bind_template_child (widget_class, JalPrintForm, trouble);
  gtk_widget_class_bind_template_callback (widget_class, check);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
}

static void
jal_print_form_init (JalPrintForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
