/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* One page, drawn once: what is asked about it is whether it shows a name, and not how it reads. */
#include "app/shell/jal-looked-picture.h"

#include <glib/gi18n-lib.h>

#include "app/shell/jal-dialog.h"
#include "app/shell/jal-error-text.h"
#include "app/shell/jal-task.h"
#include "evidence/jal-evidence.h"

/* Pixels a point, and at most so many of the longer side. */
#define SCALE 2.0
#define PIXELS_MAX 4000.0

struct _JalLookedPicture
{
  GtkBox parent_instance;

  JalStore *store;
  GtkStack *stack;
  GtkPicture *picture;
  GtkLabel *words;
};

G_DEFINE_FINAL_TYPE (JalLookedPicture, jal_looked_picture, GTK_TYPE_BOX)

typedef struct
{
  JalStore *store;
  JalId document_id;
  guint page;
} Question;

static void
free_question (gpointer data)
{
  g_object_unref (((Question *)data)->store);
  g_free (data);
}

static gpointer
draw_work (gpointer data, GCancellable *cancellable, GError **error)
{
  const Question *question = data;
  g_autoptr (JalDocumentReader) reader
      = jal_document_reader_open (question->store, question->document_id, cancellable, error);
  JalPageInfo info;

  if (reader == NULL || !jal_document_reader_get_page (reader, question->page, &info, cancellable, error))
    return NULL;
  return jal_document_reader_render (reader, question->page, MIN (SCALE, PIXELS_MAX / MAX (info.width, info.height)), 0,
                                     cancellable, error);
}

static void
drawn_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalLookedPicture *self = owner;
  const JalPixels *pixels = result;
  g_autoptr (GdkTexture) texture = NULL;

  if (pixels == NULL)
    {
      g_autofree char *text = error != NULL ? jal_error_text (error) : g_strdup (_ ("This page cannot be shown."));

      gtk_label_set_text (self->words, text);
      gtk_stack_set_visible_child_name (self->stack, "words");
      return;
    }
  texture = gdk_memory_texture_new ((int)pixels->width, (int)pixels->height, GDK_MEMORY_DEFAULT, pixels->bytes,
                                    pixels->stride);
  gtk_picture_set_paintable (self->picture, GDK_PAINTABLE (texture));
  gtk_stack_set_visible_child_name (self->stack, "picture");
}

void
jal_looked_picture_show (JalLookedPicture *self, JalId document_id, guint page, const char *name)
{
  Question *question = g_new0 (Question, 1);

  *question = (Question){ g_object_ref (self->store), document_id, page };
  gtk_picture_set_alternative_text (self->picture, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->picture), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_stack_set_visible_child_name (self->stack, "busy");
  jal_task_renew (self, draw_work, draw_work, question, free_question, (GDestroyNotify)jal_pixels_unref, drawn_cb);
}

void
jal_looked_picture_drop (JalLookedPicture *self)
{
  jal_task_cancel_all (self);
  gtk_picture_set_paintable (self->picture, NULL);
  gtk_stack_set_visible_child_name (self->stack, "busy");
}

static void
jal_looked_picture_dispose (GObject *object)
{
  JalLookedPicture *self = JAL_LOOKED_PICTURE (object);

  jal_task_cancel_all (self);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (jal_looked_picture_parent_class)->dispose (object);
}

static void
jal_looked_picture_class_init (JalLookedPictureClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = jal_looked_picture_dispose;
}

static void
jal_looked_picture_init (JalLookedPicture *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new (), *busy = gtk_label_new (_ ("The page is being drawn…"));

  self->picture = GTK_PICTURE (gtk_picture_new ());
  gtk_widget_set_focusable (scroller, TRUE);
  gtk_widget_set_valign (GTK_WIDGET (self->picture), GTK_ALIGN_START);
  /* As wide as the window, and as high as it is then. */
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->picture));
  gtk_scrollable_set_vscroll_policy (GTK_SCROLLABLE (gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (scroller))),
                                     GTK_SCROLL_NATURAL);
  self->words = GTK_LABEL (jal_dialog_new_words (""));
  g_object_set (self->words, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, NULL);
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_add_named (self->stack, busy, "busy");
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->words), "words");
  gtk_stack_add_named (self->stack, scroller, "picture");
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  gtk_widget_set_hexpand (GTK_WIDGET (self->stack), TRUE);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->stack));
}

JalLookedPicture *
jal_looked_picture_new (JalStore *store)
{
  JalLookedPicture *self = g_object_new (JAL_TYPE_LOOKED_PICTURE, NULL);

  self->store = g_object_ref (store);
  return self;
}
