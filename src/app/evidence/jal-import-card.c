/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* Importing, seen from the window. */
#include "app/evidence/jal-import-card.h"

#include <glib/gi18n-lib.h>

#include "app/shell/jal-shell.h"
#include "app/shell/jal-shown.h"
#include "app/shell/jal-steps.h"
#include "app/shell/jal-task.h"
#include "evidence/jal-evidence.h"

struct _JalImportCard
{
  AdwBin parent_instance;

  gboolean holding_lock;

  GtkRevealer *revealer;
  GtkWidget *busy;
  GtkWidget *done;
  GtkLabel *count;
  GtkLabel *name;
  GtkProgressBar *bar;
  GtkLabel *summary;
  GtkListBox *results;
  GtkWidget *results_window;
  GtkWidget *notice;
};

G_DEFINE_FINAL_TYPE (JalImportCard, jal_import_card, ADW_TYPE_BIN)

enum
{
  FINISHED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

typedef struct
{
  JalStore *store;
  JalId case_id;
  char **paths;
  JalSteps *steps;
} Import;

static void
free_import (gpointer data)
{
  Import *import = data;

  g_object_unref (import->store);
  g_strfreev (import->paths);
  jal_steps_free (import->steps);
  g_free (import);
}

static void
show_step (gpointer object, const JalStep *step)
{
  JalImportCard *self = object;
  g_autofree char *count = NULL;

  if (!jal_import_card_is_busy (self))
    return;
  /* Translators: the first number is the file in hand, the second how many there are */
  count = g_strdup_printf (_ ("Taking in %u of %u"), step->part + 1, step->n_parts);
  gtk_label_set_text (self->count, count);
  gtk_label_set_text (self->name, step->name != NULL ? step->name : "");
  gtk_progress_bar_set_fraction (self->bar, jal_step_fraction (step));
}

/* On the importing thread. */
static void
progressed (const JalImportProgress *now, gpointer data)
{
  const JalStep step = {
    .part = MIN (now->file, now->n_files > 0 ? now->n_files - 1 : 0),
    .n_parts = now->n_files,
    .name = now->name,
    .done = now->bytes_done,
    .total = now->bytes_total,
  };

  jal_steps_tell (data, &step);
}

/* Says of each duplicate which document it is: "already exhibit P4". */
static void
name_duplicates (JalStore *store, GListModel *results)
{
  for (guint i = 0; i < g_list_model_get_n_items (results); i++)
    {
      g_autoptr (JalImportResult) result = g_list_model_get_item (results, i);
      g_autoptr (JalDocument) document = NULL;

      if (result->outcome != JAL_IMPORT_DUPLICATE)
        continue;
      document = jal_evidence_get (store, result->document_id, NULL);
      if (document == NULL)
        continue;
      g_object_set_data_full (G_OBJECT (result), "same-as",
                              document->exhibit != NULL
                                  ? g_strdup_printf (_ ("Already here as exhibit %1$s, “%2$s”"), document->exhibit, document->title)
                                  : g_strdup_printf (_ ("Already here as “%s”"), document->title),
                              g_free);
    }
}

static gpointer
import_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Import *import = data;
  GListStore *results = jal_evidence_import (import->store, import->case_id, (const char *const *)import->paths, progressed,
                                             import->steps, cancellable, error);

  if (results != NULL)
    name_duplicates (import->store, G_LIST_MODEL (results));
  return results;
}

/* --- Results ------------------------------------------------------------------------------------------------------ */

static GtkWidget *
make_result_row (gpointer item, gpointer user_data)
{
  JalImportResult *result = item;
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon;
  g_autofree char *pages = jal_shown_pages (result->n_pages);
  const char *icon_name = "dialog-warning-symbolic";
  const char *subtitle = result->reason != NULL ? result->reason : "";

  switch (result->outcome)
    {
    case JAL_IMPORT_TAKEN:
      icon_name = "object-select-symbolic";
      subtitle = pages;
      break;
    case JAL_IMPORT_DUPLICATE:
      icon_name = "edit-copy-symbolic";
      if (g_object_get_data (G_OBJECT (result), "same-as") != NULL)
        subtitle = g_object_get_data (G_OBJECT (result), "same-as");
      break;
    case JAL_IMPORT_CANCELLED:
      icon_name = "process-stop-symbolic";
      if (result->reason == NULL)
        subtitle = _ ("Not taken: cancelled");
      break;
    case JAL_IMPORT_REFUSED:
    default:
      break;
    }
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), result->name);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  icon = gtk_image_new_from_icon_name (icon_name);
  gtk_accessible_update_state (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  return row;
}

/* What went wrong first, then what was there already, then the rest: nobody should search for trouble. */
static int
compare_results (gconstpointer a, gconstpointer b, gpointer user_data)
{
  static const int order[] = { [JAL_IMPORT_TAKEN] = 3, [JAL_IMPORT_DUPLICATE] = 2, [JAL_IMPORT_REFUSED] = 0, [JAL_IMPORT_CANCELLED] = 1 };

  return order[((const JalImportResult *)a)->outcome] - order[((const JalImportResult *)b)->outcome];
}

static char *
sum_up (GListModel *results)
{
  guint counts[4] = { 0 };
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (results); i++)
    {
      g_autoptr (JalImportResult) result = g_list_model_get_item (results, i);

      counts[result->outcome]++;
    }
  g_string_append_printf (text, ngettext ("%u document taken in", "%u documents taken in", counts[JAL_IMPORT_TAKEN]),
                          counts[JAL_IMPORT_TAKEN]);
  if (counts[JAL_IMPORT_DUPLICATE] > 0)
    {
      g_string_append (text, " · ");
      g_string_append_printf (text, ngettext ("%u there already", "%u there already", counts[JAL_IMPORT_DUPLICATE]),
                              counts[JAL_IMPORT_DUPLICATE]);
    }
  if (counts[JAL_IMPORT_REFUSED] > 0)
    {
      g_string_append (text, " · ");
      g_string_append_printf (text, ngettext ("%u not taken", "%u not taken", counts[JAL_IMPORT_REFUSED]),
                              counts[JAL_IMPORT_REFUSED]);
    }
  if (counts[JAL_IMPORT_CANCELLED] > 0)
    {
      g_string_append (text, " · ");
      g_string_append_printf (text, ngettext ("%u cancelled", "%u cancelled", counts[JAL_IMPORT_CANCELLED]),
                              counts[JAL_IMPORT_CANCELLED]);
    }
  return g_string_free (text, FALSE);
}

static gboolean
any_taken (GListModel *results)
{
  for (guint i = 0; i < g_list_model_get_n_items (results); i++)
    {
      g_autoptr (JalImportResult) result = g_list_model_get_item (results, i);

      if (result->outcome == JAL_IMPORT_TAKEN)
        return TRUE;
    }
  return FALSE;
}

/* Not a GtkStack: where its pages may differ in height it asks for the width of their longest line. */
static void
show (JalImportCard *self, GtkWidget *page)
{
  gtk_widget_set_visible (self->busy, page == self->busy);
  gtk_widget_set_visible (self->done, page == self->done);
}

static void
release_lock (JalImportCard *self)
{
  if (self->holding_lock)
    jal_shell_release_lock (GTK_WIDGET (self));
  self->holding_lock = FALSE;
}

static void
imported_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalImportCard *self = owner;

  release_lock (self);
  if (result != NULL)
    {
      g_autofree char *summary = sum_up (result);

      g_list_store_sort (result, compare_results, NULL);
      gtk_label_set_text (self->summary, summary);
      gtk_list_box_bind_model (self->results, result, make_result_row, NULL, NULL);
      gtk_widget_set_visible (self->notice, any_taken (result));
      gtk_widget_set_visible (self->results_window, g_list_model_get_n_items (result) > 0);
      show (self, self->done);
    }
  else
    {
      gtk_revealer_set_reveal_child (self->revealer, FALSE);
      jal_shell_report (GTK_WIDGET (self), error);
    }
  g_signal_emit (self, signals[FINISHED], 0);
}

static void
close_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  JalImportCard *self = JAL_IMPORT_CARD (widget);

  gtk_revealer_set_reveal_child (self->revealer, FALSE);
  gtk_list_box_bind_model (self->results, NULL, NULL, NULL, NULL);
}

static void
jal_import_card_dispose (GObject *object)
{
  jal_import_card_drop (JAL_IMPORT_CARD (object));
  G_OBJECT_CLASS (jal_import_card_parent_class)->dispose (object);
}

static void
jal_import_card_class_init (JalImportCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = jal_import_card_dispose;
  signals[FINISHED] = g_signal_new ("finished", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                    0);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/jalada/Jalada/ui/jal-import-card.ui");
  gtk_widget_class_bind_template_child (widget_class, JalImportCard, revealer);
  gtk_widget_class_bind_template_child (widget_class, JalImportCard, busy);
  gtk_widget_class_bind_template_child (widget_class, JalImportCard, done);
  gtk_widget_class_bind_template_child (widget_class, JalImportCard, count);
  gtk_widget_class_bind_template_child (widget_class, JalImportCard, name);
  gtk_widget_class_bind_template_child (widget_class, JalImportCard, bar);
  gtk_widget_class_bind_template_child (widget_class, JalImportCard, summary);
  gtk_widget_class_bind_template_child (widget_class, JalImportCard, results);
  gtk_widget_class_bind_template_child (widget_class, JalImportCard, results_window);
  gtk_widget_class_bind_template_child (widget_class, JalImportCard, notice);
  gtk_widget_class_install_action (widget_class, "import-card.close", NULL, close_action);
}

static void
jal_import_card_init (JalImportCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

gboolean
jal_import_card_start (JalImportCard *self, JalStore *store, JalId case_id, const char *const *paths)
{
  Import *import;

  g_return_val_if_fail (JAL_IS_IMPORT_CARD (self), FALSE);

  if (jal_import_card_is_busy (self))
    return FALSE;
  import = g_new0 (Import, 1);
  import->store = g_object_ref (store);
  import->case_id = case_id;
  import->paths = g_strdupv ((char **)paths);
  import->steps = jal_steps_new (self, show_step);

  gtk_label_set_text (self->count, _ ("Looking at the files…"));
  gtk_label_set_text (self->name, "");
  gtk_progress_bar_set_fraction (self->bar, 0);
  show (self, self->busy);
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
  jal_shell_hold_lock (GTK_WIDGET (self));
  self->holding_lock = TRUE;
  return jal_task_run (self, jal_import_card_start, import_work, import, free_import, g_object_unref, imported_cb);
}

gboolean
jal_import_card_is_busy (JalImportCard *self)
{
  g_return_val_if_fail (JAL_IS_IMPORT_CARD (self), FALSE);

  return jal_task_is_busy (self, jal_import_card_start);
}

void
jal_import_card_cancel (JalImportCard *self)
{
  g_return_if_fail (JAL_IS_IMPORT_CARD (self));

  jal_task_cancel (self, jal_import_card_start);
}

void
jal_import_card_drop (JalImportCard *self)
{
  g_return_if_fail (JAL_IS_IMPORT_CARD (self));

  jal_task_cancel_all (self);
  release_lock (self);
  if (self->results != NULL)
    {
      gtk_list_box_bind_model (self->results, NULL, NULL, NULL, NULL);
      gtk_label_set_text (self->name, "");
      gtk_revealer_set_reveal_child (self->revealer, FALSE);
    }
}
