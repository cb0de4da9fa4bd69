/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* Looking for what should be redacted, and redacting what is ticked. Nothing is redacted that nobody ticked. */
#include "app/reader/jal-redact-names.h"

#include <glib/gi18n-lib.h>

#include "app/reader/jal-protected-names.h"
#include "app/reader/jal-redact-reasons.h"
#include "app/shell/jal-dialog.h"
#include "app/shell/jal-error-text.h"
#include "app/shell/jal-shell.h"
#include "app/shell/jal-task.h"
#include "app/shell/jal-toasts.h"
#include "law/jal-redaction-law.h"
#include "marks/jal-redactions.h"

#define JAL_TYPE_REDACT_NAMES_WINDOW (jal_redact_names_window_get_type ())
G_DECLARE_FINAL_TYPE (JalRedactNamesWindow, jal_redact_names_window, JAL, REDACT_NAMES_WINDOW, AdwWindow)

/* More rows than these nobody reads; the rest is said in a line. */
#define ROWS_MAX 1000

struct _JalRedactNamesWindow
{
  AdwWindow parent_instance;

  JalStore *store;
  JalId case_id;
  GListStore *hits; /* nullable, of JalRedactionHit */
  gboolean more;    /* there are more of them than were listed */
  GWeakRef inside;

  GtkSearchEntry *words;
  GtkCheckButton *names;
  GtkCheckButton *near;
  GtkFlowBox *patterns;
  GtkStack *stack;
  GtkListBox *list;
  GtkLabel *summary;
  GtkLabel *blind;
  GtkWidget *own_reason; /* GtkCheckButton: instead of what the kind of name says */
  GtkWidget *reasons;
  GtkWidget *reason_line;
  GtkWidget *verbs;
  AdwToastOverlay *toasts;
  GtkWidget *search;
  GtkWidget *all;
  GtkWidget *redact;
};

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

/* What was rejected may be wanted after all. */
static gboolean
can_redact (const JalRedactionHit *hit)
{
  return !hit->marked || hit->let_stand;
}

static guint
count_wanted (JalRedactNamesWindow *self)
{
  guint n = 0;

  for (guint i = 0; self->hits != NULL && i < g_list_model_get_n_items (G_LIST_MODEL (self->hits)); i++)
    {
      g_autoptr (JalRedactionHit) hit = g_list_model_get_item (G_LIST_MODEL (self->hits), i);

      n += can_redact (hit) && hit->wanted ? 1 : 0;
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

static const char *
show_near (JalNear near)
{
  switch (near)
    {
    case JAL_NEAR_SPLIT:
      return _ ("broken up or run together");
    case JAL_NEAR_RUN:
      return _ ("run into the word beside it");
    case JAL_NEAR_MIDDLE:
      return _ ("with another name between");
    case JAL_NEAR_DOUBLED:
      return _ ("a letter doubled or not");
    case JAL_NEAR_ONE:
      return _ ("one letter differs");
    case JAL_NEAR_PART:
      return _ ("a part of the name");
    case JAL_NEAR_INSIDE:
      return _ ("inside a longer word");
    case JAL_NEAR_EXACT:
    case JAL_N_NEARS:
    default:
      return NULL;
    }
}

/* What was rejected is no more redacted than what nobody has seen. */
static gboolean
is_ticked (const JalRedactionHit *hit)
{
  return hit->wanted || (hit->marked && !hit->let_stand);
}

/* A row is one stop of the keys, and says what its box shows. */
static void
name_row (GtkCheckButton *check, const JalRedactionHit *hit)
{
  GtkWidget *row = gtk_widget_get_ancestor (GTK_WIDGET (check), GTK_TYPE_LIST_BOX_ROW);
  const char *name = g_object_get_data (G_OBJECT (check), "name");
  g_autofree char *whole = g_strdup_printf ("%s: %s", name, gtk_check_button_get_active (check) ? _ ("ticked") : _ ("not ticked"));

  if (row != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, whole, -1);
}

static void
ticked_cb (JalRedactNamesWindow *self, GtkCheckButton *check)
{
  JalRedactionHit *hit = g_object_get_data (G_OBJECT (check), "hit");

  hit->wanted = gtk_check_button_get_active (check);
  name_row (check, hit);
  update (self);
}

static void
row_activated_cb (GtkListBox *list, GtkListBoxRow *row)
{
  GtkCheckButton *check = g_object_get_data (G_OBJECT (row), "check");

  if (gtk_widget_is_sensitive (GTK_WIDGET (check)))
    gtk_check_button_set_active (check, !gtk_check_button_get_active (check));
}

static char *
one_line (const char *text)
{
  return g_strdelimit (g_strdup (text), "\n\r\t", ' ');
}

static GtkWidget *
new_row (JalRedactNamesWindow *self, JalRedactionHit *hit)
{
  const JalRedactionPattern *pattern
      = g_str_equal (hit->origin, "pattern") ? jal_redaction_pattern_find (hit->rule) : NULL;
  const char *rule = pattern != NULL ? jal_label_get (&pattern->label, jal_lang_from_locale (C_ ("language code", "en")))
                                     : hit->rule;
  const char *near = hit->let_stand ? _ ("stays readable: rejected in the review")
                     : hit->marked ? _ ("redacted already")
                     : hit->half   ? _ ("goes on over the end of the page")
                     : hit->piece  ? _ ("written a letter a line")
                     : hit->where != JAL_HIT_PAGE ? jal_hit_where_words (hit->where)
                                                  : show_near (hit->near);
  g_autofree char *words = one_line (hit->words), *before = one_line (hit->before), *after = one_line (hit->after);
  g_autofree char *text = g_markup_printf_escaped ("…%s<b>%s</b>%s…", before, words, after);
  g_autofree char *foot = g_strdup_printf (_ ("%s, page %u · %s%s%s"), hit->document, hit->page + 1, rule,
                                           near != NULL ? " · " : "", near != NULL ? near : "");
  g_autofree char *name = g_strdup_printf (_ ("Redact %s, page %u of %s"), words, hit->page + 1, hit->document);
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3), *check = gtk_check_button_new ();
  GtkWidget *labels[2] = { gtk_label_new (NULL), gtk_label_new (foot) };

  gtk_label_set_markup (GTK_LABEL (labels[0]), text);
  gtk_widget_add_css_class (labels[1], "caption");
  for (guint i = 0; i < 2; i++)
    {
      gtk_label_set_xalign (GTK_LABEL (labels[i]), 0);
      gtk_label_set_wrap (GTK_LABEL (labels[i]), TRUE);
      gtk_box_append (GTK_BOX (lines), labels[i]);
    }
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), is_ticked (hit));
  gtk_widget_set_sensitive (check, can_redact (hit));
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (G_OBJECT (check), "hit", g_object_ref (hit), g_object_unref);
  g_object_set_data (G_OBJECT (row), "check", check);
  g_signal_connect_object (check, "toggled", G_CALLBACK (ticked_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), check);
  gtk_box_append (GTK_BOX (box), lines);
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 6);
  gtk_widget_set_margin_start (box, 9);
  gtk_widget_set_margin_end (box, 9);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_widget_set_focusable (check, FALSE);
  g_object_set_data_full (G_OBJECT (check), "name", g_steal_pointer (&name), g_free);
  name_row (GTK_CHECK_BUTTON (check), hit);
  return row;
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

        if (can_redact (hit) == open)
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
        gtk_list_box_append (self->list, new_row (self, hit));
      else
        /* Nothing is redacted that nobody saw ticked. */
        hit->wanted = FALSE;
    }
  show_blind (self, answer->blind);
  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "list" : "none");
  update (self);
}

static void
search (JalRedactNamesWindow *self)
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

static void
redact_cb (JalRedactNamesWindow *self)
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

/* Ticks all when some are not, else none. */
static void
all_cb (JalRedactNamesWindow *self)
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
    {
      GtkCheckButton *check = g_object_get_data (G_OBJECT (row), "check");
      JalRedactionHit *hit = g_object_get_data (G_OBJECT (check), "hit");

      gtk_check_button_set_active (check, is_ticked (hit));
    }
  update (self);
}

static void
edit_cb (JalRedactNamesWindow *self)
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

static GtkWidget *
new_patterns (void)
{
  GtkWidget *box = gtk_flow_box_new ();
  guint n;
  const JalRedactionPattern *all = jal_redaction_pattern_list (&n);

  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (box), GTK_SELECTION_NONE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (box), 2);
  for (guint i = 0; i < n; i++)
    {
      gtk_flow_box_insert (GTK_FLOW_BOX (box),
                           gtk_check_button_new_with_label (
                               jal_label_get (&all[i].label, jal_lang_from_locale (C_ ("language code", "en")))),
                           -1);
      gtk_widget_set_focusable (GTK_WIDGET (gtk_flow_box_get_child_at_index (GTK_FLOW_BOX (box), (int)i)), FALSE);
    }
  return box;
}

static void
add_question (JalRedactNamesWindow *self, GtkWidget *box)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *edit;

  self->words = GTK_SEARCH_ENTRY (gtk_search_entry_new ());
  g_object_set (self->words, "placeholder-text", _ ("A name, a place, any words"), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->words), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Words to look for"), -1);
  gtk_widget_set_hexpand (GTK_WIDGET (self->words), TRUE);
  self->search = gtk_button_new_with_mnemonic (_ ("_Search"));
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->words));
  gtk_box_append (GTK_BOX (line), self->search);
  gtk_box_append (GTK_BOX (box), line);

  line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->names = GTK_CHECK_BUTTON (gtk_check_button_new_with_label (_ ("Protected names of the case")));
  gtk_widget_set_hexpand (GTK_WIDGET (self->names), TRUE);
  gtk_check_button_set_active (self->names, TRUE);
  edit = gtk_button_new_with_mnemonic (_ ("_Edit Names…"));
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->names));
  gtk_box_append (GTK_BOX (line), edit);
  gtk_box_append (GTK_BOX (box), line);
  self->patterns = GTK_FLOW_BOX (new_patterns ());
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->patterns));
  self->near = GTK_CHECK_BUTTON (gtk_check_button_new_with_label (_ ("Near spellings too: one letter differs, a part of the name")));
  gtk_check_button_set_active (self->near, TRUE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->near));
  g_signal_connect_swapped (self->words, "activate", G_CALLBACK (search), self);
  /* The entry keeps Escape for itself. */
  g_signal_connect_swapped (self->words, "stop-search", G_CALLBACK (gtk_window_close), self);
  g_signal_connect_swapped (self->search, "clicked", G_CALLBACK (search), self);
  g_signal_connect_swapped (edit, "clicked", G_CALLBACK (edit_cb), self);
}

/* The kind of each name says why it is redacted, unless another reason is chosen. */
static void
add_reason (JalRedactNamesWindow *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->own_reason = gtk_check_button_new_with_label (_ ("One reason for all:"));
  self->reasons = jal_redact_reasons_new (NULL);
  gtk_widget_set_hexpand (self->reasons, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->reasons), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Reason for all"), -1);
  g_object_bind_property (self->own_reason, "active", self->reasons, "sensitive", G_BINDING_SYNC_CREATE);
  gtk_box_append (GTK_BOX (line), self->own_reason);
  gtk_box_append (GTK_BOX (line), self->reasons);
  self->reason_line = line;
}

/* What stands in the place of the list. */
static GtkWidget *
new_state (const char *title, const char *text)
{
  GtkWidget *page = adw_status_page_new ();

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), "edit-find-symbolic");
  if (title != NULL)
    adw_status_page_set_title (ADW_STATUS_PAGE (page), title);
  adw_status_page_set_description (ADW_STATUS_PAGE (page), text);
  gtk_widget_add_css_class (page, "compact");
  return page;
}

static void
add_answer (JalRedactNamesWindow *self, GtkWidget *box)
{
  GtkWidget *scroller = gtk_scrolled_window_new (), *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *spinner = gtk_spinner_new (), *label;

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_widget_set_valign (GTK_WIDGET (self->list), GTK_ALIGN_START);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Places found"), -1);
  g_signal_connect (self->list, "row-activated", G_CALLBACK (row_activated_cb), NULL);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scroller), 90);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->list));
  gtk_spinner_start (GTK_SPINNER (spinner));
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  gtk_stack_add_named (self->stack,
                       new_state (NULL, _ ("All text that the vault has of this case is searched. Tick what is to be redacted; the originals are "
                                           "never changed.")),
                       "start");
  gtk_stack_add_named (self->stack, spinner, "busy");
  gtk_stack_add_named (self->stack, new_state (_ ("Nothing Was Found"), _ ("Try other words, or the near spellings too.")), "none");
  gtk_stack_add_named (self->stack, scroller, "list");
  self->blind = GTK_LABEL (jal_dialog_new_words (""));
  gtk_widget_add_css_class (GTK_WIDGET (self->blind), "warning");
  gtk_widget_set_visible (GTK_WIDGET (self->blind), FALSE);
  self->summary = GTK_LABEL (jal_dialog_new_words (""));
  gtk_widget_set_hexpand (GTK_WIDGET (self->summary), TRUE);
  gtk_widget_set_valign (GTK_WIDGET (self->summary), GTK_ALIGN_CENTER);
  g_object_set (self->summary, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, NULL);
  add_reason (self);
  self->all = gtk_button_new_with_mnemonic (_ ("Tick _All or None"));
  /* A button that is given another label with a mnemonic says its underscore to screen readers (GTK 4.8). */
  self->redact = gtk_button_new ();
  label = gtk_label_new (NULL);
  gtk_button_set_child (GTK_BUTTON (self->redact), label);
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), self->redact);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->redact), GTK_ACCESSIBLE_RELATION_LABELLED_BY, label, NULL, -1);
  self->verbs = line;
  gtk_widget_add_css_class (self->redact, "suggested-action");
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->summary));
  gtk_box_append (GTK_BOX (line), self->all);
  gtk_box_append (GTK_BOX (line), self->redact);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->stack));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->blind));
  gtk_box_append (GTK_BOX (box), self->reason_line);
  gtk_box_append (GTK_BOX (box), line);
  g_signal_connect_swapped (self->all, "clicked", G_CALLBACK (all_cb), self);
  g_signal_connect_swapped (self->redact, "clicked", G_CALLBACK (redact_cb), self);
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
  add_question (self, inner);
  add_answer (self, inner);
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
      search (self);
    }
}
