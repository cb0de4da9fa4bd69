/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

#include "app/check/jal-rescued-bar.h"

#include <glib/gi18n-lib.h>

#include "app/shell/jal-task.h"
#include "store/jal-rescued.h"

struct _JalRescuedBar
{
  AdwBin parent_instance;

  JalStore *store; /* nullable */
  GtkInfoBar *bar;
};

G_DEFINE_FINAL_TYPE (JalRescuedBar, jal_rescued_bar, ADW_TYPE_BIN)

static void
show (JalRescuedBar *self, gboolean unsure)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  gtk_info_bar_set_revealed (self->bar, unsure);
  gtk_widget_set_visible (GTK_WIDGET (self), unsure);
  if (root != NULL)
    gtk_widget_action_set_enabled (GTK_WIDGET (root), "win.rescued", unsure);
}

static gpointer
read_work (gpointer data, GCancellable *cancellable, GError **error)
{
  JalRescueDoubt *doubt = NULL;

  jal_rescued_get_doubt (data, &doubt, cancellable, error);
  return doubt;
}

static void
read_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  /* What cannot be found out holds copies back, too; the copy says why. */
  if (error == NULL)
    show (owner, result != NULL);
}

static void
read_again (JalRescuedBar *self)
{
  if (self->store != NULL)
    jal_task_renew (self, read_work, read_work, g_object_ref (self->store), g_object_unref, (GDestroyNotify)jal_rescue_doubt_free, read_cb);
}

static void
changed_cb (JalRescuedBar *self, const char *verb)
{
  if (g_str_equal (verb, "rescue.looked-through") || g_str_equal (verb, "undo") || g_str_equal (verb, "redo"))
    read_again (self);
}

static void
jal_rescued_bar_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (jal_rescued_bar_parent_class)->root (widget);
  show (JAL_RESCUED_BAR (widget), FALSE);
  read_again (JAL_RESCUED_BAR (widget));
}

static void
jal_rescued_bar_dispose (GObject *object)
{
  jal_rescued_bar_set_store (JAL_RESCUED_BAR (object), NULL);
  G_OBJECT_CLASS (jal_rescued_bar_parent_class)->dispose (object);
}

static void
jal_rescued_bar_class_init (JalRescuedBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = jal_rescued_bar_dispose;
  GTK_WIDGET_CLASS (klass)->root = jal_rescued_bar_root;
}

static void
jal_rescued_bar_init (JalRescuedBar *self)
{
  GtkWidget *words = gtk_label_new (_ ("This vault was rescued with losses: protected names and redactions may be missing. No copy but an original leaves "
                                       "it before you have looked through them."));
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_Look Through Them…"));

  self->bar = GTK_INFO_BAR (gtk_info_bar_new ());
  gtk_info_bar_set_message_type (self->bar, GTK_MESSAGE_WARNING);
  gtk_label_set_wrap (GTK_LABEL (words), TRUE);
  gtk_label_set_xalign (GTK_LABEL (words), 0);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.rescued");
  gtk_info_bar_add_child (self->bar, words);
  gtk_info_bar_add_action_widget (self->bar, button, GTK_RESPONSE_NONE);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->bar));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

void
jal_rescued_bar_set_store (JalRescuedBar *self, JalStore *store)
{
  g_return_if_fail (JAL_IS_RESCUED_BAR (self));

  jal_task_cancel_all (self);
  if (self->store != NULL)
    g_signal_handlers_disconnect_by_data (self->store, self);
  g_set_object (&self->store, store);
  if (store != NULL)
    g_signal_connect_object (store, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  read_again (self);
}
