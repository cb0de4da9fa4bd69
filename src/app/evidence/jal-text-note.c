/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

#include "app/evidence/jal-text-note.h"

#include <glib/gi18n-lib.h>

#include "app/evidence/jal-text-keeper.h"

struct _JalTextNote
{
  AdwBin parent_instance;

  JalStore *store; /* nullable */

  AdwActionRow *row;
  GtkButton *stop;
  GtkButton *go_on;
};

G_DEFINE_FINAL_TYPE (JalTextNote, jal_text_note, ADW_TYPE_BIN)

static void
show (JalTextNote *self)
{
  JalTextKeeper *keeper = jal_text_keeper_of (self->store);
  guint done = 0, total = 0;
  JalTextState state = keeper != NULL ? jal_text_keeper_get (keeper, &done, &total) : JAL_TEXTS_FINE;
  g_autofree char *words = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self), state != JAL_TEXTS_FINE);
  gtk_widget_set_visible (GTK_WIDGET (self->stop), state == JAL_TEXTS_READING);
  gtk_widget_set_visible (GTK_WIDGET (self->go_on), state == JAL_TEXTS_STOPPED);
  if (state == JAL_TEXTS_READ)
    words = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                          "%u document was read again. Search it once more for protected names.",
                                          "%u documents were read again. Search them once more for protected names.", done),
                             done);
  else if (state == JAL_TEXTS_STOPPED)
    words = g_strdup_printf (_ ("Stopped after %u of %u documents. Until it has gone on, names may not be found in the rest."),
                             done, total);
  else
    words = g_strdup_printf (_ ("An older version did not find every word: %u of %u documents read again."), done,
                             total);
  adw_action_row_set_subtitle (self->row, words);
}

static void
stop_cb (JalTextNote *self)
{
  JalTextKeeper *keeper = jal_text_keeper_of (self->store);

  if (keeper != NULL)
    jal_text_keeper_cancel (keeper);
  gtk_widget_grab_focus (GTK_WIDGET (self->go_on));
}

static void
go_on_cb (JalTextNote *self)
{
  JalTextKeeper *keeper = jal_text_keeper_of (self->store);

  if (keeper != NULL)
    jal_text_keeper_go_on (keeper);
  gtk_widget_grab_focus (GTK_WIDGET (self->stop));
}

static void
forget_store (JalTextNote *self)
{
  JalTextKeeper *keeper = jal_text_keeper_of (self->store);

  if (keeper != NULL)
    g_signal_handlers_disconnect_by_data (keeper, self);
  g_clear_object (&self->store);
}

void
jal_text_note_set_store (JalTextNote *self, JalStore *store)
{
  g_return_if_fail (JAL_IS_TEXT_NOTE (self));

  if (self->store != store)
    {
      JalTextKeeper *keeper = jal_text_keeper_of (store);

      forget_store (self);
      g_set_object (&self->store, store);
      if (keeper != NULL)
        g_signal_connect_object (keeper, "changed", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
    }
  show (self);
}

static void
jal_text_note_dispose (GObject *object)
{
  forget_store (JAL_TEXT_NOTE (object));
  G_OBJECT_CLASS (jal_text_note_parent_class)->dispose (object);
}

static void
jal_text_note_class_init (JalTextNoteClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = jal_text_note_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/jalada/Jalada/ui/jal-text-note.ui");
  gtk_widget_class_bind_template_child (widget_class, JalTextNote, row);
  gtk_widget_class_bind_template_child (widget_class, JalTextNote, stop);
  gtk_widget_class_bind_template_child (widget_class, JalTextNote, go_on);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
  gtk_widget_class_bind_template_callback (widget_class, go_on_cb);
}

static void
jal_text_note_init (JalTextNote *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
