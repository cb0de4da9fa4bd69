/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* Notes that came with the file: read beside the marks, made one's own. */
#include <glib/gi18n-lib.h>

#include "app/reader/jal-reader-page-private.h"
#include "app/shell/jal-shell.h"
#include "app/shell/jal-task.h"
#include "evidence/jal-evidence.h"
#include "marks/jal-marks.h"

typedef struct
{
  JalStore *store;
  JalId document_id;
  JalId received_id;
  gboolean more; /* a file has more notes than are listed */
} Question;

static Question *
new_question (JalReaderPage *self)
{
  Question *question = g_new0 (Question, 1);

  question->store = g_object_ref (self->store);
  question->document_id = self->document_id;
  return question;
}

static void
free_question (gpointer data)
{
  g_object_unref (((Question *)data)->store);
  g_free (data);
}

static gpointer
list_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Question *question = data;

  return jal_marks_list_received (question->store, question->document_id, cancellable, error);
}

static void
listed_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalReaderPage *self = owner;

  if (error != NULL)
    jal_shell_report (GTK_WIDGET (self), error);
  else
    jal_marks_pane_set_received (self->pane, result, self->received_more);
}

void
jal_reader_page_read_received (JalReaderPage *self)
{
  jal_task_renew (self, list_work, list_work, new_question (self), free_question, g_object_unref, listed_cb);
}

static gpointer
look_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Question *question = data;

  jal_evidence_read_received (question->store, question->document_id, &question->more, cancellable, error);
  return NULL;
}

static void
looked_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalReaderPage *self = owner;

  /* When the file cannot be read now, the notes there are are listed all the same; the next opening looks again. */
  self->received_more = ((Question *)data)->more;
  jal_reader_page_read_received (self);
}

void
jal_reader_page_look_for_received (JalReaderPage *self)
{
  jal_task_run (self, look_work, look_work, new_question (self), free_question, NULL, looked_cb);
}

static gpointer
adopt_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Question *question = data;

  jal_marks_adopt (question->store, question->document_id, question->received_id, NULL, error);
  return NULL;
}

static void
adopted_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalReaderPage *self = owner;

  if (error != NULL)
    jal_shell_report (GTK_WIDGET (self), error);
  else
    jal_shell_toast_undo (GTK_WIDGET (self), _ ("The note is a private mark of your own now"));
}

static void
adopt_cb (JalReaderPage *self, JalMark *mark)
{
  Question *question;

  if (self->store == NULL || jal_id_is_none (self->document_id))
    return;
  question = new_question (self);
  question->received_id = mark->id;
  jal_task_run (self, adopt_work, adopt_work, question, free_question, NULL, adopted_cb);
}

static void
received_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalReaderPage *self = data;

  jal_split_set_show_pane (self->split, TRUE);
  jal_marks_pane_show_received (self->pane);
}

static void
adopt_chosen_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalReaderPage *self = data;
  JalMark *mark = jal_marks_pane_get_received (self->pane);

  if (mark != NULL)
    adopt_cb (self, mark);
  else
    jal_shell_toast (GTK_WIDGET (self), _ ("Choose a note that came with the file first"));
}

void
jal_reader_page_add_received (JalReaderPage *self)
{
  const GActionEntry entries[] = { { .name = "received", .activate = received_cb },
                                   { .name = "mark-adopt", .activate = adopt_chosen_cb } };

  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  g_signal_connect_object (self->pane, "adopt", G_CALLBACK (adopt_cb), self, G_CONNECT_SWAPPED);
}
