/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* The redacted copy of the document that is open: asked for, made, refused with its reason and a way on, told. */
#include <glib/gi18n-lib.h>

#include "app/reader/jal-reader-redact-private.h"
#include "app/shell/jal-dialog.h"
#include "app/shell/jal-file-dialog.h"
#include "app/shell/jal-refused.h"
#include "app/shell/jal-shell.h"
#include "app/shell/jal-steps.h"
#include "app/shell/jal-task.h"
#include "release/jal-redacted-copy.h"

typedef struct
{
  JalStore *store;
  JalId document_id;
  char *name;
  char *path;
  JalGuardTold told;
  guint n_received; /* (out) notes that came with the file and stayed out */
  JalSteps *steps;
} Saving;

static void
show_step (gpointer object, const JalStep *step)
{
  if (jal_task_is_busy (object, show_step))
    jal_redact_pane_set_progress (jal_reader_redact_get (JAL_READER_PAGE (object))->pane, jal_step_fraction (step));
}

static void
free_saving (gpointer data)
{
  Saving *saving = data;

  g_object_unref (saving->store);
  g_free (saving->name);
  g_free (saving->path);
  jal_guard_told_clear (&saving->told);
  jal_steps_free (saving->steps);
  g_free (saving);
}

static Saving *
copy_saving (const Saving *from)
{
  Saving *saving = g_new0 (Saving, 1);

  saving->store = g_object_ref (from->store);
  saving->document_id = from->document_id;
  saving->name = g_strdup (from->name);
  jal_guard_told_decided (&saving->told, &from->told);
  return saving;
}

static gpointer
save_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Saving *saving = data;
  g_auto (JalRedactedCopy) copy = { 0 };

  /* The file dialog has asked before replacing. */
  jal_redacted_copy_save (saving->store, saving->document_id, saving->path, TRUE, &saving->told, jal_steps_progress,
                          saving->steps, cancellable, &copy, error);
  jal_guard_told_take (&saving->told, &copy.told);
  saving->n_received = copy.n_received;
  return NULL;
}

static void save (GtkWidget *inside, Saving *saving);

/* The parts may stay: once more, into the same file. */
static void
parts_stay_cb (GtkWidget *inside, gpointer data)
{
  Saving *saving = copy_saving (data);

  saving->path = g_strdup (((Saving *)data)->path);
  save (inside, saving);
}

static void
tell_saved (GtkWidget *inside, const Saving *saving)
{
  g_autoptr (GString) body
      = g_string_new (_ ("It was opened again and searched, and none of the redacted words was found. It is outside the vault: "
                         "anyone who gets the file can read it. Look through it before you pass it on."));

  g_autofree char *let_go = jal_guard_told_dup_let_go (&saving->told);

  if (saving->n_received > 0)
    {
      g_string_append (body, "\n\n");
      g_string_append_printf (body,
                              g_dngettext (GETTEXT_PACKAGE, "%u note that came with the file is not in it.",
                                           "%u notes that came with the file are not in it.", saving->n_received),
                              saving->n_received);
    }
  if (let_go != NULL)
    g_string_append_printf (body, "\n\n%s", let_go);
  jal_dialog_tell (inside, _ ("The Redacted Copy Is Saved"), body->str);
}

static void
saved_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalReaderPage *self = owner;
  Saving *saving = data;

  jal_shell_release_lock (owner);
  jal_redact_pane_set_progress (jal_reader_redact_get (self)->pane, -1);
  jal_reader_redact_update (self);
  if (error != NULL)
    {
      Saving *next = copy_saving (saving);

      next->path = g_strdup (saving->path);
      jal_guard_told_agree (&next->told, &saving->told);
      jal_refused_show (owner, saving->store, error, &saving->told, FALSE, parts_stay_cb, next, free_saving);
    }
  else
    tell_saved (owner, saving);
}

/* Takes @saving. */
static void
save (GtkWidget *inside, Saving *saving)
{
  JalReaderPage *self = JAL_READER_PAGE (inside);

  saving->steps = jal_steps_new (self, show_step);
  jal_shell_hold_lock (inside);
  if (!jal_task_run (inside, show_step, save_work, saving, free_saving, NULL, saved_cb))
    {
      jal_shell_release_lock (inside);
      return;
    }
  jal_reader_redact_show_review (self);
  jal_redact_pane_set_progress (jal_reader_redact_get (self)->pane, 0);
  jal_reader_redact_update (self);
}

static void
path_chosen_cb (GtkWidget *inside, const char *const *paths, gpointer data)
{
  Saving *saving = copy_saving (data);

  saving->path = g_strdup (paths[0]);
  save (inside, saving);
}

static void
agreed_cb (GtkWidget *inside, gpointer data)
{
  Saving *saving = copy_saving (data);
  /* Freed with the dialog: its name is needed now. */
  g_autofree char *name = g_strdup (saving->name);

  jal_file_dialog_show (inside, JAL_FILE_DIALOG_SAVE, _ ("Save a Redacted Copy Outside the Vault"), _ ("_Save"), name,
                        path_chosen_cb, saving, free_saving);
}

void
jal_reader_redact_ask_copy (JalReaderPage *self)
{
  GListModel *redactions = G_LIST_MODEL (jal_reader_redact_get (self)->redactions);
  guint n = g_list_model_get_n_items (redactions), n_open = 0, n_left = 0;
  g_autofree char *body = NULL;
  Saving *saving;

  if (self->store == NULL || jal_id_is_none (self->document_id))
    return;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (JalRedaction) redaction = g_list_model_get_item (redactions, i);

      n_open += g_str_equal (redaction->state, "pending") ? 1 : 0;
      n_left += g_str_equal (redaction->state, "rejected") ? 1 : 0;
    }
  saving = g_new0 (Saving, 1);
  saving->store = g_object_ref (self->store);
  saving->document_id = self->document_id;
  saving->name = g_strdup_printf ("%s.pdf", self->document != NULL && self->document->exhibit != NULL
                                                    && *self->document->exhibit != '\0'
                                                ? self->document->exhibit
                                                : _ ("redacted"));
  g_strdelimit (saving->name, "/\\:", '-');
  body = g_strdup_printf (_ ("Redactions to be burnt in: %u, of them not reviewed yet: %u. Rejected ones, which stay readable: "
                             "%u. The copy is searched for every redacted word before it is saved; the original is not "
                             "changed."),
                          n - n_left, n_open, n_left);
  jal_dialog_ask (GTK_WIDGET (self), _ ("Save a Redacted Copy?"), body, _ ("_Save…"), FALSE, agreed_cb, saving, free_saving);
}

gboolean
jal_reader_redact_is_copying (JalReaderPage *self)
{
  return jal_task_is_busy (self, show_step);
}

void
jal_reader_redact_cancel_copy (JalReaderPage *self)
{
  jal_task_cancel (self, show_step);
}
