/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/*
 * The question before a document leaves as it is.
 *
 * 1. A look that takes a moment is not shown; one that takes longer says so and can be cancelled. Nothing leaves meanwhile.
 * 2. A look that failed is no answer: nothing leaves, and what went wrong is said.
 */
#include "app/evidence/jal-copy-question.h"

#include <glib/gi18n-lib.h>

#include "app/shell/jal-refused.h"
#include "app/shell/jal-shell.h"
#include "app/shell/jal-task.h"
#include "marks/jal-redactions.h"
#include "release/jal-release-beside.h"

/* Milliseconds before it is said that somebody has to wait. */
#define PATIENCE 350

/* What is asked, and what comes after; it goes from the task to the dialog. */
typedef struct
{
  JalStore *store;
  JalId document_id;
  JalReleaseLook look;
  gboolean only_marks;
  JalDialogDone go_on;
  gpointer data;
  GDestroyNotify free_data;
  guint covered; /* the first page, from 0, on which something is hidden */
} Question;

typedef struct
{
  Question *question; /* nullable: handed on */
  guint soon;         /* source: says that it takes a while */
  GtkWindow *waiting; /* nullable; forgotten when it closes */
  GtkWidget *inside;  /* borrowed: the task keeps it */
} Look;

static void
free_question (gpointer data)
{
  Question *question = data;

  g_object_unref (question->store);
  if (question->free_data != NULL && question->data != NULL)
    question->free_data (question->data);
  g_free (question);
}

static void
stop_waiting (Look *look)
{
  GtkWindow *waiting = look->waiting;

  g_clear_handle_id (&look->soon, g_source_remove);
  if (waiting == NULL)
    return;
  g_clear_weak_pointer (&look->waiting);
  jal_dialog_wait_end (waiting);
}

/* Also when the vault was locked meanwhile. */
static void
free_look (gpointer data)
{
  Look *look = data;

  stop_waiting (look);
  g_clear_pointer (&look->question, free_question);
  g_free (look);
}

/* What leaves. */
typedef struct
{
  JalBareCopy bare;
  JalReleaseBeside beside;
} Found;

static void
free_found (gpointer data)
{
  Found *found = data;

  jal_bare_copy_clear (&found->bare);
  jal_release_beside_clear (&found->beside);
  g_free (found);
}

static gpointer
look_work (gpointer data, GCancellable *cancellable, GError **error)
{
  const Question *question = ((Look *)data)->question;
  Found *found = g_new0 (Found, 1);

  if ((question->only_marks
       || jal_redactions_look_bare (question->store, question->document_id, &found->bare, cancellable, error))
      && jal_release_look_beside (question->store, question->document_id, &question->look, question->only_marks, &found->beside,
                                  cancellable, error))
    return found;
  free_found (found);
  return NULL;
}

static void
go_on_cb (GtkWidget *inside, gpointer data)
{
  Question *question = data;

  question->go_on (inside, question->data);
}

static void
redact_cb (GtkWidget *inside, gpointer data)
{
  jal_shell_redact_document (inside, ((Question *)data)->document_id);
}

static void
redact_hidden_cb (GtkWidget *inside, gpointer data)
{
  const Question *question = data;

  jal_refused_redact_hidden (inside, question->store, question->document_id, question->covered);
}

/* Takes @text. */
static void
add (GString *body, char *text, gboolean lines)
{
  g_autoptr (GString) paragraphs = g_string_new (text);

  if (!lines)
    g_string_replace (paragraphs, "\n", "\n\n", 0);
  if (paragraphs->len > 0)
    g_string_append_printf (body, "%s%s", body->len > 0 ? "\n\n" : "", paragraphs->str);
  g_free (text);
}

/* Takes @question. What stands on the pages can be redacted; what stands beside them alone is changed where it was written. */
static void
ask (GtkWidget *inside, Question *question, const Found *found)
{
  const JalBareCopy *bare = &found->bare;
  g_autoptr (GString) body = g_string_new (NULL);

  add (body, jal_bare_copy_describe (bare), FALSE);
  add (body, jal_release_beside_describe (&found->beside), FALSE);
  add (body, g_strdup (bare->told), TRUE);
  add (body, g_strdup (found->beside.told), TRUE);
  add (body, g_strdup (_ ("Whoever gets the file can read all of this.")), TRUE);
  if (bare->n_redactions + bare->n_names + bare->n_parts == 0 && found->beside.covered != NULL)
    {
      /* The list begins with the first of them. */
      question->covered = (guint)MAX (g_ascii_strtoull (found->beside.covered_pages, NULL, 10), 1) - 1;
      jal_dialog_ask_either (inside, _ ("Save It As It Is?"), body->str, _ ("_Save As It Is…"), go_on_cb, _ ("_Redact What Is Hidden"),
                             redact_hidden_cb, question, free_question);
      return;
    }
  if (!jal_bare_copy_says (bare))
    {
      jal_dialog_ask (inside, _ ("Save It As It Is?"), body->str, _ ("_Save As It Is…"), TRUE, go_on_cb, question, free_question);
      return;
    }
  jal_dialog_ask_either (inside, _ ("Save It As It Is?"), body->str, _ ("_Save As It Is…"), go_on_cb,
                         bare->n_redactions > 0 ? _ ("Make a _Redacted Copy…") : _ ("_Redact It…"), redact_cb, question,
                         free_question);
}

static void
looked_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  Look *look = data;
  Question *question = g_steal_pointer (&look->question);
  const Found *found = result;
  g_autofree char *beside = found != NULL ? jal_release_beside_describe (&found->beside) : NULL;

  stop_waiting (look);
  if (found != NULL && (jal_bare_copy_says (&found->bare) || *beside != '\0'))
    {
      ask (owner, question, found);
      return;
    }
  if (found != NULL)
    question->go_on (owner, question->data);
  else
    jal_shell_report (owner, error);
  free_question (question);
}

static void
cancelled_cb (GtkWidget *inside, gpointer data)
{
  jal_task_cancel (inside, look_work);
}

static gboolean
say_wait_cb (gpointer data)
{
  Look *look = data;

  look->soon = 0;
  /* Locked meanwhile. */
  if (!jal_task_is_busy (look->inside, look_work))
    return G_SOURCE_REMOVE;
  g_set_weak_pointer (&look->waiting, jal_dialog_wait (look->inside, _ ("Looking Through the Document"),
                                                       _ ("It is searched for the names and places that this case protects."),
                                                       cancelled_cb, NULL, NULL));
  return G_SOURCE_REMOVE;
}

void
jal_copy_question_ask (GtkWidget *inside, JalStore *store, JalId document_id, const JalReleaseLook *how, gboolean only_marks,
                       JalDialogDone go_on, gpointer data, GDestroyNotify free_data)
{
  Question *question = g_new0 (Question, 1);
  Look *look;

  g_return_if_fail (GTK_IS_WIDGET (inside) && JAL_IS_STORE (store) && how != NULL && go_on != NULL);

  *question = (Question){ g_object_ref (store), document_id, *how, only_marks, go_on, data, free_data, 0 };
  look = g_new0 (Look, 1);
  look->question = question;
  look->inside = inside;
  if (jal_task_run (inside, look_work, look_work, look, free_look, free_found, looked_cb))
    look->soon = g_timeout_add (PATIENCE, say_wait_cb, look);
}
