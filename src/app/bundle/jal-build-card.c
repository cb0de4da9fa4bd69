/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/*
 * While it runs the window does not lock for idleness: a bundle cut off half-way would have to be begun again.
 */
#include "app/bundle/jal-build-card.h"

#include <glib/gi18n-lib.h>

#include "app/shell/jal-error-text.h"
#include "app/shell/jal-refused.h"
#include "app/shell/jal-shell.h"
#include "app/shell/jal-shown.h"
#include "app/shell/jal-steps.h"
#include "app/shell/jal-task.h"
#include "bundle/jal-bundle.h"

struct _JalBuildCard
{
  AdwBin parent_instance;

  gboolean busy;
  GtkLabel *heading;
  GtkLabel *details;
  GtkProgressBar *progress;
  GtkButton *stop;
  GtkButton *close;
};

G_DEFINE_FINAL_TYPE (JalBuildCard, jal_build_card, ADW_TYPE_BIN)

static guint built_signal;

typedef struct
{
  JalStore *store;
  JalId bundle;
  JalId build; /* JAL_ID_NONE: a new one */
  char *copy;
  char *path;
  JalSteps *steps;
  /* Filled on the thread (nullable): what the copy leaves out, the words that stopped it. */
  char *left_out;
  JalGuardTold told; /* in: what may stay */
} Build;

static void
free_build (gpointer data)
{
  Build *build = data;

  g_object_unref (build->store);
  g_free (build->copy);
  g_free (build->path);
  g_free (build->left_out);
  jal_guard_told_clear (&build->told);
  jal_steps_free (build->steps);
  g_free (build);
}

/* --- On the composing thread ------------------------------------------------------------------------------------ */

static void
free_result (gpointer data)
{
  jal_bundle_result_clear (data);
  g_free (data);
}

static gpointer
build_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Build *build = data;
  JalBundleResult *result = g_new0 (JalBundleResult, 1);
  gboolean done;

  jal_guard_told_decided (&result->told, &build->told);
  if (jal_id_is_none (build->build))
    done = jal_bundle_build (build->store, build->bundle, build->copy, build->path, TRUE, jal_steps_progress, build->steps, result,
                             cancellable, error);
  else
    done = jal_bundle_rebuild (build->store, build->build, build->path, TRUE, jal_steps_progress, build->steps, result, cancellable,
                               error);
  if (done)
    build->left_out = build->copy != NULL ? jal_bundle_dup_left_out (build->store, build->bundle, build->copy, cancellable) : NULL;
  else
    {
      jal_guard_told_take (&build->told, &result->told);
      g_clear_pointer (&result, free_result);
    }
  return result;
}

/* --- On the UI thread ------------------------------------------------------------------------------------------- */

static void
show_step (gpointer object, const JalStep *step)
{
  JalBuildCard *self = object;
  g_autofree char *text = NULL;

  if (!self->busy || step->total == 0)
    return;
  /* Translators: 12 of 148 pages of a bundle are done */
  text = g_strdup_printf (_ ("%u of %u pages"), (guint)step->done, (guint)step->total);
  gtk_progress_bar_set_fraction (self->progress, jal_step_fraction (step));
  gtk_label_set_text (self->details, text);
}

static void
show_end (JalBuildCard *self, const char *heading, const char *details)
{
  self->busy = FALSE;
  gtk_label_set_text (self->heading, heading);
  gtk_label_set_text (self->details, details);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->stop), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->close), TRUE);
}

static void
show_result (JalBuildCard *self, Build *build, JalBundleResult *result)
{
  g_autofree char *pages = result->pages > 0 ? jal_shown_pages (result->pages) : NULL;
  g_autoptr (GString) details = g_string_new (NULL);

  if (pages != NULL)
    g_string_append_printf (details, "%s · SHA-256 %.16s…", pages, result->sha256);
  else
    g_string_append (details, _ ("The very same file, byte for byte."));
  g_string_append_printf (details, "\n%s", _ ("The saved file can be read by whoever gets it: it has left the vault."));
  if (build->left_out != NULL)
    g_string_append_printf (details, "\n• %s", build->left_out);
  for (guint i = 0; result->warnings != NULL && result->warnings[i] != NULL; i++)
    g_string_append_printf (details, "\n• %s", result->warnings[i]);
  show_end (self, _ ("The bundle is saved"), details->str);
}

static Build *
new_build (JalStore *store, const char *path)
{
  Build *build = g_new0 (Build, 1);

  build->store = g_object_ref (store);
  build->path = g_strdup (path);
  return build;
}

static void start (JalBuildCard *self, Build *build);

/* Returns (transfer full): the same, to be built once more. */
static Build *
copy_build (const Build *from)
{
  Build *build = new_build (from->store, from->path);

  build->bundle = from->bundle;
  build->build = from->build;
  build->copy = g_strdup (from->copy);
  jal_guard_told_decided (&build->told, &from->told);
  return build;
}

static void
stay_cb (GtkWidget *inside, gpointer data)
{
  JalBuildCard *self = JAL_BUILD_CARD (inside);

  if (self->busy)
    return;
  start (self, copy_build (data));
}

static void
built_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalBuildCard *self = owner;

  jal_shell_release_lock (GTK_WIDGET (self));
  if (error != NULL)
    {
      Build *build = data;
      const char *words = build->told.leaks != NULL ? build->told.leaks
                          : build->told.drawable != NULL ? build->told.drawable
                          : build->told.parts != NULL ? build->told.parts
                          : build->told.covered != NULL ? build->told.covered
                          : build->told.unsearched != NULL ? build->told.unsearched : build->told.incomplete;
      g_autofree char *text = jal_error_text (error);
      g_autofree char *both = words != NULL ? g_strdup_printf ("%s\n%s", text, words) : g_strdup (text);

      if (build->told.drawable != NULL || build->told.parts != NULL || build->told.covered != NULL || build->told.unsearched != NULL
          || build->told.incomplete != NULL)
        {
          Build *next = copy_build (build);

          jal_guard_told_agree (&next->told, &build->told);
          jal_refused_show (GTK_WIDGET (self), build->store, error, &build->told, FALSE, stay_cb, next, free_build);
        }
      show_end (self, _ ("The bundle was not built"), both);
      return;
    }
  if (result == NULL)
    {
      show_end (self, _ ("Stopped"), _ ("Nothing was saved."));
      return;
    }
  show_result (self, data, result);
  g_signal_emit (self, built_signal, 0);
}

static void
start (JalBuildCard *self, Build *build)
{
  build->steps = jal_steps_new (self, show_step);
  self->busy = TRUE;
  gtk_label_set_text (self->heading, _ ("Building the bundle…"));
  gtk_label_set_text (self->details, "");
  gtk_progress_bar_set_fraction (self->progress, 0);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->stop), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->close), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  jal_shell_hold_lock (GTK_WIDGET (self));
  jal_task_run (self, build_work, build_work, build, free_build, free_result, built_cb);
}

void
jal_build_card_build (JalBuildCard *self, JalStore *store, JalId bundle, const char *copy, const char *path)
{
  Build *build;

  g_return_if_fail (JAL_IS_BUILD_CARD (self));

  if (self->busy)
    return;
  build = new_build (store, path);
  build->bundle = bundle;
  build->copy = g_strdup (copy);
  start (self, build);
}

void
jal_build_card_rebuild (JalBuildCard *self, JalStore *store, JalId id, const char *path)
{
  Build *build;

  g_return_if_fail (JAL_IS_BUILD_CARD (self));

  if (self->busy)
    return;
  build = new_build (store, path);
  build->build = id;
  start (self, build);
}

gboolean
jal_build_card_is_busy (JalBuildCard *self)
{
  return self->busy;
}

void
jal_build_card_drop (JalBuildCard *self)
{
  g_return_if_fail (JAL_IS_BUILD_CARD (self));

  if (self->busy)
    jal_shell_release_lock (GTK_WIDGET (self));
  self->busy = FALSE;
  jal_task_cancel_all (self);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static void
stop_clicked_cb (JalBuildCard *self)
{
  jal_task_cancel (self, build_work);
}

static void
close_clicked_cb (JalBuildCard *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static void
jal_build_card_dispose (GObject *object)
{
  jal_task_cancel_all (object);
  G_OBJECT_CLASS (jal_build_card_parent_class)->dispose (object);
}

static void
jal_build_card_class_init (JalBuildCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = jal_build_card_dispose;
  built_signal = g_signal_new ("built", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/jalada/Jalada/ui/jal-build-card.ui");
  gtk_widget_class_bind_template_child (widget_class, JalBuildCard, heading);
  gtk_widget_class_bind_template_child (widget_class, JalBuildCard, details);
  gtk_widget_class_bind_template_child (widget_class, JalBuildCard, progress);
  gtk_widget_class_bind_template_child (widget_class, JalBuildCard, stop);
  gtk_widget_class_bind_template_child (widget_class, JalBuildCard, close);
  gtk_widget_class_bind_template_callback (widget_class, stop_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_clicked_cb);
}

static void
jal_build_card_init (JalBuildCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
