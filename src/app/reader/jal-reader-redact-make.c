/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* What is redacted in the reader: words that are selected, boxes that are drawn; and what becomes of a box afterwards. */
#include <glib/gi18n-lib.h>

#include "app/reader/jal-page-view-redact.h"
#include "app/reader/jal-reader-redact-private.h"
#include "app/shell/jal-shell.h"
#include "app/shell/jal-task-line.h"
#include "app/shell/jal-task.h"

/* --- Making --------------------------------------------------------------------------------------------------- */

typedef struct
{
  JalStore *store;
  JalId document_id;
  GPtrArray *selected; /* nullable, of JalSelectedText */
  guint page;
  JalBox area;
  const char *reason;
} Making;

static void
free_making (gpointer data)
{
  Making *making = data;

  g_object_unref (making->store);
  g_clear_pointer (&making->selected, g_ptr_array_unref);
  g_free (making);
}

static gboolean
make_of_words (Making *making, GError **error)
{
  g_autofree JalRedactionDraft *drafts = g_new0 (JalRedactionDraft, making->selected->len);
  g_autoptr (GPtrArray) quads = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < making->selected->len; i++)
    {
      const JalSelectedText *selected = making->selected->pdata[i];
      JalMarkQuad *to = g_new0 (JalMarkQuad, MAX (selected->quads->len, 1));

      for (guint k = 0; k < selected->quads->len; k++)
        for (guint corner = 0; corner < 4; corner++)
          {
            to[k].x[corner] = g_array_index (selected->quads, JalQuad, k).corners[corner].x;
            to[k].y[corner] = g_array_index (selected->quads, JalQuad, k).corners[corner].y;
          }
      g_ptr_array_add (quads, to);
      drafts[i] = (JalRedactionDraft){ .document_id = making->document_id,
                                       .page = selected->page,
                                       .quads = to,
                                       .n_quads = selected->quads->len,
                                       .quoted = selected->text,
                                       .context_before = selected->before,
                                       .context_after = selected->after,
                                       .reason = making->reason,
                                       .origin = "text" };
    }
  return jal_redactions_add (making->store, drafts, making->selected->len, NULL, error);
}

static gpointer
make_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Making *making = data;
  JalId id;

  if (making->selected != NULL)
    {
      make_of_words (making, error);
      return NULL;
    }
  return jal_redactions_add_area (making->store, making->document_id, making->page, making->area, making->reason, &id, cancellable, error)
             ? g_memdup2 (&id, sizeof id)
             : NULL;
}

static void
made_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalReaderPage *self = owner;

  if (error != NULL)
    {
      jal_shell_report (owner, error);
      return;
    }
  /* A box is chosen: it can be moved at once. */
  if (result != NULL)
    jal_reader_redact_choose (self, *(const JalId *)result);
  jal_shell_toast_undo (owner, _ ("Redacted in copies of this document"));
  jal_reader_redact_read (self);
}

static void
make (JalReaderPage *self, GPtrArray *selected, guint page, JalBox area)
{
  Making *making = g_new0 (Making, 1);

  *making = (Making){ g_object_ref (self->store), self->document_id, selected, page, area,
                      jal_redact_pane_get_reason (jal_reader_redact_get (self)->pane) };
  jal_task_run (self, making, make_work, making, free_making, g_free, made_cb);
}

void
jal_reader_redact_selection (JalReaderPage *self)
{
  g_autoptr (GPtrArray) selected = NULL;

  if (self->store == NULL || self->source == NULL)
    return;
  selected = jal_page_view_dup_selected (self->view);
  self->pending = NULL;
  if (selected->len == 0)
    {
      /* The words of the page are still on their way. */
      if (jal_page_view_has_selection (self->view))
        self->pending = "redaction";
      return;
    }
  make (self, g_steal_pointer (&selected), 0, (JalBox){ 0 });
  jal_page_view_select (self->view, 0, 0, 0);
}

void
jal_reader_redact_make_area (JalReaderPage *self, guint page, JalBox area)
{
  if (self->store != NULL && self->source != NULL)
    make (self, NULL, page, area);
}

/* --- Changing ------------------------------------------------------------------------------------------------- */

typedef struct
{
  JalStore *store;
  JalId document_id;
  JalId id;
  guint page;
  JalBox area;
} Change;

static void
free_change (gpointer data)
{
  g_object_unref (((Change *)data)->store);
  g_free (data);
}

static Change *
new_change (JalReaderPage *self, JalId id, guint page, JalBox area)
{
  Change *change = g_new0 (Change, 1);

  *change = (Change){ g_object_ref (self->store), self->document_id, id, page, area };
  return change;
}

static gpointer
place_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Change *change = data;

  jal_redactions_place_area (change->store, change->id, change->document_id, change->page, change->area, cancellable, error);
  return NULL;
}

static void
placed_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalReaderPage *self = owner;
  const Change *change = data;

  if (error != NULL)
    {
      /* It goes back to where it is. */
      jal_page_view_choose_redaction (self->view, change->id);
      jal_shell_report (owner, error);
    }
  if (jal_task_line_is_busy (self))
    return;
  if (error == NULL)
    {
      jal_page_view_redaction_kept (self->view);
      jal_shell_toast_undo (owner, _ ("The redacted box was changed"));
    }
  jal_reader_redact_read (self);
}

void
jal_reader_redact_place (JalReaderPage *self, const JalRedaction *redaction, guint page, JalBox area)
{
  /* One after the other, whichever boxes they are: nothing that was moved is left out. */
  if (self->store != NULL && self->source != NULL)
    jal_task_line_add (self, place_work, new_change (self, redaction->id, page, area), free_change, placed_cb);
}

static gpointer
remove_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Change *change = data;

  jal_redactions_remove (change->store, &change->id, 1, error);
  return NULL;
}

static void
removed_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  if (jal_shell_report_done (owner, error, _ ("Redaction removed")))
    jal_reader_redact_read (owner);
}

void
jal_reader_redact_remove (JalReaderPage *self, const JalRedaction *redaction)
{
  Change *change;

  if (self->store == NULL)
    return;
  change = new_change (self, redaction->id, 0, (JalBox){ 0 });
  jal_task_run (self, change, remove_work, change, free_change, NULL, removed_cb);
}
