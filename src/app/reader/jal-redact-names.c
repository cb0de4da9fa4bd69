/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* Looking for what should be redacted, and redacting what is ticked. Nothing is redacted that nobody ticked. */
#include "app/reader/jal-redact-names-private.h"

#include <glib/gi18n-lib.h>

#include "app/reader/jal-protected-names.h"
#include "app/reader/jal-redact-hit-row.h"
#include "app/reader/jal-redact-reasons.h"
#include "app/shell/jal-error-text.h"
#include "app/shell/jal-shell.h"
#include "app/shell/jal-task.h"
#include "app/shell/jal-toasts.h"
#include "law/jal-redaction-law.h"
#include "marks/jal-redactions.h"

/* More rows than these nobody reads; the rest is said in a line. */
#define ROWS_MAX 1000

G_DEFINE_FINAL_TYPE (JalRedactNamesWindow, jal_redact_names_window, ADW_TYPE_WINDOW)

typedef struct
{
  JalStore *store;
  JalId case_id;
  char *words; /* nullable */
  gboolean names;
  gboolean near;
  GPtrArray *patterns; /* of const char *, ended by NULL */
  GListModel *hits;    /* nullable: what to redact */
  const char *reason;  /* nullable: that of each hit's kind */
} Question;

typedef struct
{
  GListStore *hits;
  GArray *blind;
  gboolean more;
} Answer;

static void
free_question (gpointer data)
{
  Question *question = data;

  g_object_unref (question->store);
  g_clear_object (&question->hits);
  g_free (question->words);
  g_clear_pointer (&question->patterns, g_ptr_array_unref);
  g_free (question);
}

static void
free_answer (gpointer data)
{
  Answer *answer = data;

  g_object_unref (answer->hits);
  g_array_unref (answer->blind);
  g_free (answer);
}

/* --- Hits ----------------------------------------------------------------------------------------------------- */

static guint
count_wanted (JalRedactNamesWindow *self)
{
  guint n = 0;

  for (guint i = 0; self->hits != NULL && i < g_list_model_get_n_items (G_LIST_MODEL (self->hits)); i++)
    {
      g_autoptr (JalRedactionHit) hit = g_list_model_get_item (G_LIST_MODEL (self->hits), i);

      n += jal_redact_hit_can_redact (hit) && hit->wanted ? 1 : 0;
    }
  return n;
}

static void
update (JalRedactNamesWindow *self)
{
  guint n = count_wanted (self);
  guint all = self->hits != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->hits)) : 0;
  g_autofree char *label = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "_Redact %u Place", "_Redact %u Places", n), n);
  g_autofree char *found
      = all > ROWS_MAX || self->more
            ? g_strdup_printf (self->more ? _ ("More than %u places found; the first %u are listed. Redact these, then search again.")
                                          : _ ("%u places found; the first %u are listed. Redact these, then search again."),
                               all, MIN (all, ROWS_MAX))
            : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u place found", "%u places found", all), all);

  gtk_label_set_text_with_mnemonic (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (self->redact))), label);
  gtk_widget_set_sensitive (self->redact, n > 0);
  gtk_widget_set_sensitive (self->all, all > 0);
  gtk_label_set_text (self->summary, all > 0 ? found : "");
  gtk_widget_set_visible (self->reason_line, all > 0);
  gtk_widget_set_visible (self->verbs, all > 0);
}

/* Here, and not in the window below, where nobody would see it. */
static void
say_error (JalRedactNamesWindow *self, const GError *error)
{
  g_autofree char *text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  text = jal_error_text (error);
  jal_toasts_show (self->toasts, text, NULL, NULL);
}

static void
show_blind (JalRedactNamesWindow *self, const GArray *blind)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < blind->len; i++)
    {
      const JalBlindPages *pages = &g_array_index (blind, JalBlindPages, i);

      if (i == 4)
        g_string_append (text, "; …");
      if (i < 4)
        g_string_append_printf (text, "%s%s: %s", i > 0 ? "; " : "", pages->document, pages->pages);
    }
  if (blind->len > 0)
    {
      g_autofree char *all = g_strdup_printf (
          _ ("These pages have no words, or words that could not be searched. Look through them yourself: %s"), text->str);

      gtk_label_set_text (self->blind, all);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->blind), blind->len > 0);
}

/* --- Searching ------------------------------------------------------------------------------------------------ */

static gpointer
search_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Question *question = data;
  gboolean more = FALSE;
  JalRedactionQuery query = { .words = question->words,
                              .patterns = (const char *const *)question->patterns->pdata,
                              .names = question->names,
                              .nears = question->near ? JAL_NEAR_ALL : JAL_NEAR_SAME,
                              .more = &more };
  GArray *blind = NULL;
  GListStore *hits = jal_redactions_search (question->store, question->case_id, &query, &blind, cancellable, error);
  Answer *answer;

  if (hits == NULL)
    return NULL;
  answer = g_new0 (Answer, 1);
  *answer = (Answer){ hits, blind, more };
  return answer;
}

/* Of more than are listed, what can still be redacted comes first: else the list would show for ever what is done. */
static void
put_open_first (GListStore *hits)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (hits));
  g_autoptr (GPtrArray) ordered = g_ptr_array_new_with_free_func (g_object_unref);

  if (n <= ROWS_MAX)
    return;
  for (int open = 1; open >= 0; open--)
    for (guint i = 0; i < n; i++)
      {
        g_autoptr (JalRedactionHit) hit = g_list_model_get_item (G_LIST_MODEL (hits), i);

        if (jal_redact_hit_can_redact (hit) == open)
          g_ptr_array_add (ordered, g_object_ref (hit));
      }
  g_list_store_splice (hits, 0, n, ordered->pdata, ordered->len);
}

static void
searched_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalRedactNamesWindow *self = owner;
  Answer *answer = result;
  GtkWidget *row;
  guint n;

  if (answer == NULL)
    {
      gtk_stack_set_visible_child_name (self->stack, "start");
      say_error (self, error);
      return;
    }
  put_open_first (answer->hits);
  g_set_object (&self->hits, answer->hits);
  n = g_list_model_get_n_items (G_LIST_MODEL (self->hits));
  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  self->more = answer->more;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (JalRedactionHit) hit = g_list_model_get_item (G_LIST_MODEL (self->hits), i);

      if (i < ROWS_MAX)
        gtk_list_box_append (self->list, jal_redact_hit_row_new (hit, G_CALLBACK (update), self));
      else
        /* Nothing is redacted that nobody saw ticked. */
        hit->wanted = FALSE;
    }
  show_blind (self, answer->blind);
  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "list" : "none");
  update (self);
}

void
jal_redact_names_search (JalRedactNamesWindow *self)
{
  Question *question = g_new0 (Question, 1);
  const char *words = gtk_editable_get_text (GTK_EDITABLE (self->words));
  guint n;
  const JalRedactionPattern *all = jal_redaction_pattern_list (&n);

  question->store = g_object_ref (self->store);
  question->case_id = self->case_id;
  question->words = *words != '\0' ? g_strdup (words) : NULL;
  question->names = gtk_check_button_get_active (self->names);
  question->near = gtk_check_button_get_active (self->near);
  question->patterns = g_ptr_array_new ();
  for (guint i = 0; i < n; i++)
    {
      GtkFlowBoxChild *child = gtk_flow_box_get_child_at_index (self->patterns, (int)i);

      if (gtk_check_button_get_active (GTK_CHECK_BUTTON (gtk_flow_box_child_get_child (child))))
        g_ptr_array_add (question->patterns, (gpointer)all[i].id);
    }
  g_ptr_array_add (question->patterns, NULL);
  gtk_stack_set_visible_child_name (self->stack, "busy");
  jal_task_renew (self, search_work, search_work, question, free_question, free_answer, searched_cb);
}

/* --- Redacting ------------------------------------------------------------------------------------------------ */

static gpointer
redact_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Question *question = data;

  return jal_redactions_add_hits (question->store, question->hits, question->reason, cancellable, error);
}

static void
redacted_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalRedactNamesWindow *self = owner;
  GArray *ids = result;
  g_autoptr (GtkWidget) inside = NULL;
  g_autofree char *text = NULL;

  if (ids == NULL)
    {
      gtk_widget_set_sensitive (self->redact, TRUE);
      say_error (self, error);
      return;
    }
  text = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%u place redacted. Review it", "%u places redacted. Review them", ids->len), ids->len);
  inside = g_weak_ref_get (&self->inside);
  if (inside != NULL)
    jal_shell_toast_undo (inside, text);
  gtk_window_close (GTK_WINDOW (self));
}

void
jal_redact_names_redact (JalRedactNamesWindow *self)
{
  Question *question = g_new0 (Question, 1);

  question->store = g_object_ref (self->store);
  question->case_id = self->case_id;
  question->hits = g_object_ref (G_LIST_MODEL (self->hits));
  if (gtk_check_button_get_active (GTK_CHECK_BUTTON (self->own_reason)))
    question->reason = jal_redact_reasons_get (self->reasons);
  gtk_widget_set_sensitive (self->redact, FALSE);
  jal_task_run (self, redact_work, redact_work, question, free_question, (GDestroyNotify)g_array_unref, redacted_cb);
}

void
jal_redact_names_tick_all (JalRedactNamesWindow *self)
{
  gboolean some_not = FALSE;

  guint n = MIN (g_list_model_get_n_items (G_LIST_MODEL (self->hits)), ROWS_MAX);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (JalRedactionHit) hit = g_list_model_get_item (G_LIST_MODEL (self->hits), i);

      some_not = some_not || (!hit->wanted && !hit->marked);
    }
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (JalRedactionHit) hit = g_list_model_get_item (G_LIST_MODEL (self->hits), i);

      hit->wanted = some_not && !hit->marked;
    }
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->list)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    jal_redact_hit_row_show (GTK_LIST_BOX_ROW (row));
  update (self);
}

void
jal_redact_names_edit (JalRedactNamesWindow *self)
{
  jal_protected_names_show (GTK_WIDGET (self), self->store, self->case_id);
}

/* --- The window ----------------------------------------------------------------------------------------------- */

static void
jal_redact_names_window_dispose (GObject *object)
{
  JalRedactNamesWindow *self = JAL_REDACT_NAMES_WINDOW (object);

  jal_task_cancel_all (self);
  g_clear_object (&self->hits);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (jal_redact_names_window_parent_class)->dispose (object);
}

static void
jal_redact_names_window_finalize (GObject *object)
{
  g_weak_ref_clear (&JAL_REDACT_NAMES_WINDOW (object)->inside);
  G_OBJECT_CLASS (jal_redact_names_window_parent_class)->finalize (object);
}

static void
jal_redact_names_window_class_init (JalRedactNamesWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = jal_redact_names_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = jal_redact_names_window_finalize;
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
jal_redact_names_window_init (JalRedactNamesWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *inner = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);

  g_weak_ref_init (&self->inside, NULL);
  gtk_window_set_title (GTK_WINDOW (self), _ ("Redact Names in This Case"));
  gtk_window_set_default_size (GTK_WINDOW (self), 640, 660);
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  jal_redact_names_add_question (self, inner);
  jal_redact_names_add_answer (self, inner);
  gtk_widget_set_margin_top (inner, 12);
  gtk_widget_set_margin_bottom (inner, 12);
  gtk_widget_set_margin_start (inner, 12);
  gtk_widget_set_margin_end (inner, 12);
  self->toasts = ADW_TOAST_OVERLAY (adw_toast_overlay_new ());
  gtk_widget_set_vexpand (GTK_WIDGET (self->toasts), TRUE);
  adw_toast_overlay_set_child (self->toasts, inner);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->toasts));
  adw_window_set_content (ADW_WINDOW (self), box);
  update (self);
}

void
jal_redact_names_show (GtkWidget *inside, JalStore *store, JalId case_id, const char *words)
{
  GtkRoot *root = gtk_widget_get_root (inside);
  JalRedactNamesWindow *self = g_object_new (JAL_TYPE_REDACT_NAMES_WINDOW, NULL);

  if (GTK_IS_WINDOW (root))
    {
      gtk_window_set_transient_for (GTK_WINDOW (self), GTK_WINDOW (root));
      /* No larger than the window it stands over. */
      gtk_window_set_default_size (GTK_WINDOW (self), MIN (640, gtk_widget_get_width (GTK_WIDGET (root))),
                                   MIN (660, gtk_widget_get_height (GTK_WIDGET (root))));
    }
  self->store = g_object_ref (store);
  self->case_id = case_id;
  g_weak_ref_set (&self->inside, inside);
  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->words));
  if (words != NULL)
    {
      gtk_editable_set_text (GTK_EDITABLE (self->words), words);
      jal_redact_names_search (self);
    }
}
