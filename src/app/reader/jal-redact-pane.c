/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* The review of redactions. */
#include "app/reader/jal-redact-pane.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/reader/jal-redact-reasons.h"
#include "app/reader/jal-redact-row.h"
#include "app/shell/jal-focus.h"
#include "app/shell/jal-shell.h"
#include "app/shell/jal-task-line.h"
#include "app/shell/jal-task.h"

struct _JalRedactPane
{
  AdwBin parent_instance;

  JalStore *store;        /* nullable */
  GListModel *redactions; /* nullable: of the document */
  GListModel *of_case;    /* nullable */
  GtkFilterListModel *shown;
  GtkCustomFilter *filter;
  gboolean filling;       /* the keys are brought back afterwards: nobody came to a row */

  GtkLabel *count;
  GtkMenuButton *filters;
  GtkDropDown *scope;     /* this document, the whole case */
  GtkDropDown *state;
  GtkWidget *warning;
  GtkLabel *warning_text;
  GtkWidget *hidden;
  GtkWidget *progress;
  GtkProgressBar *bar;
  GtkStack *stack;
  GtkListBox *list;
  GtkWidget *reasons; /* of what is redacted next */
};

G_DEFINE_FINAL_TYPE (JalRedactPane, jal_redact_pane, ADW_TYPE_BIN)

enum
{
  ACTIVATED,
  FOCUSED,
  CASE_WANTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* In the order of the choice; the first is every state. */
static const char *const states[] = { NULL, "pending", "accepted", "rejected" };

static const char *
wanted_state (JalRedactPane *self)
{
  return states[MIN (gtk_drop_down_get_selected (self->state), G_N_ELEMENTS (states) - 1)];
}

gboolean
jal_redact_pane_wants_case (JalRedactPane *self)
{
  return gtk_drop_down_get_selected (self->scope) == 1;
}

/* --- Changing ------------------------------------------------------------------------------------------------- */

typedef struct
{
  JalStore *store;
  JalRedaction *redaction;
  const char *state;
  const char *reach;
  const char *reason;
  char *before; /* nullable: the reason that @reason replaces */
  gboolean remove;
} Change;

static void
free_change (gpointer data)
{
  Change *change = data;

  g_object_unref (change->store);
  g_object_unref (change->redaction);
  g_free (change->before);
  g_free (change);
}

static gpointer
change_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Change *change = data;

  if (change->remove)
    jal_redactions_remove (change->store, &change->redaction->id, 1, error);
  else
    jal_redactions_update (change->store, &change->redaction->id, 1, change->state, change->reason, change->reach, error);
  return NULL;
}

/* The row is made anew from what is kept. */
static void
show_again (JalRedactPane *self, JalRedaction *redaction)
{
  GListModel *all = gtk_filter_list_model_get_model (self->shown);
  JalFocusPlace *place = jal_focus_note (GTK_WIDGET (self->list));

  self->filling = TRUE;
  for (guint i = 0; all != NULL && i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (JalRedaction) one = g_list_model_get_item (all, i);

      if (one == redaction)
        g_list_model_items_changed (all, i, 1, 1);
    }
  jal_focus_restore (place, GTK_WIDGET (self->list), GTK_WIDGET (self->filters));
  self->filling = FALSE;
}

static void
changed_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  Change *change = data;

  if (error != NULL && change->before != NULL)
    {
      g_free (change->redaction->reason);
      change->redaction->reason = g_steal_pointer (&change->before);
      show_again (owner, change->redaction);
    }
  if (error != NULL)
    jal_shell_report (owner, error);
  else if (change->remove)
    jal_shell_toast_undo (owner, _ ("Redaction removed"));
}

static void
row_cb (gpointer data, JalRedaction *redaction, JalRedactRowVerb verb, const char *reason)
{
  JalRedactPane *self = data;
  Change *change;

  if (self->store == NULL)
    return;
  change = g_new0 (Change, 1);
  *change = (Change){ g_object_ref (self->store), g_object_ref (redaction), NULL, NULL, reason, NULL, verb == JAL_REDACT_ROW_REMOVE };
  if (reason != NULL)
    {
      /* The row shows it already: it is not made anew under the hand that changed it, however soon the list is read again. */
      change->before = redaction->reason;
      redaction->reason = g_strdup (reason);
    }
  if (verb == JAL_REDACT_ROW_ACCEPT)
    change->state = g_str_equal (redaction->state, "accepted") ? "pending" : "accepted";
  else if (verb == JAL_REDACT_ROW_REJECT)
    change->state = g_str_equal (redaction->state, "rejected") ? "pending" : "rejected";
  else if (verb == JAL_REDACT_ROW_REACH)
    change->reach = g_str_equal (redaction->reach, "here") ? "everywhere" : "here";
  jal_task_line_add (self, change_work, change, free_change, changed_cb);
}

/* --- Rows ----------------------------------------------------------------------------------------------------- */

static void
focus_entered_cb (GtkEventControllerFocus *focus, gpointer data)
{
  JalRedactPane *self = data;
  GtkWidget *row = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (focus));

  if (!self->filling)
    g_signal_emit (self, signals[FOCUSED], 0, jal_redact_row_get (GTK_LIST_BOX_ROW (row)));
}

static GtkWidget *
new_row (gpointer item, gpointer data)
{
  GtkWidget *row = jal_redact_row_new (item, row_cb, data);
  GtkEventController *focus = gtk_event_controller_focus_new ();

  g_signal_connect_object (focus, "enter", G_CALLBACK (focus_entered_cb), data, 0);
  gtk_widget_add_controller (row, focus);
  return row;
}

/* In the review of a case each document has its heading. */
static void
head_row (GtkListBoxRow *row, GtkListBoxRow *before, gpointer data)
{
  const JalRedaction *redaction = jal_redact_row_get (row);
  GtkWidget *heading;

  if (*redaction->document == '\0' || (before != NULL && jal_id_equal (jal_redact_row_get (before)->document_id, redaction->document_id)))
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  heading = gtk_label_new (redaction->document);
  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_label_set_ellipsize (GTK_LABEL (heading), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (heading, "heading");
  gtk_widget_add_css_class (heading, "marks-page");
  gtk_list_box_row_set_header (row, heading);
}

static void
row_activated_cb (JalRedactPane *self, GtkListBoxRow *row)
{
  g_signal_emit (self, signals[ACTIVATED], 0, jal_redact_row_get (row));
}

/* Returns (transfer none) (nullable): the row that the keys are in. */
static GtkListBoxRow *
get_focus_row (JalRedactPane *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *row = focus != NULL ? gtk_widget_get_ancestor (focus, GTK_TYPE_LIST_BOX_ROW) : NULL;

  return row != NULL && gtk_widget_get_parent (row) == GTK_WIDGET (self->list) ? GTK_LIST_BOX_ROW (row) : NULL;
}

static gboolean
key_cb (JalRedactPane *self, guint key)
{
  GtkListBoxRow *row = key == GDK_KEY_Delete || key == GDK_KEY_KP_Delete ? get_focus_row (self) : NULL;

  if (row == NULL)
    return GDK_EVENT_PROPAGATE;
  row_cb (self, jal_redact_row_get (row), JAL_REDACT_ROW_REMOVE, NULL);
  return GDK_EVENT_STOP;
}

/* --- What is shown -------------------------------------------------------------------------------------------- */

static gboolean
is_wanted (gpointer item, gpointer data)
{
  const char *state = wanted_state (data);

  return state == NULL || g_str_equal (state, JAL_REDACTION (item)->state);
}

static char *
dup_count (JalRedactPane *self, GListModel *all, guint n_shown)
{
  guint n = all != NULL ? g_list_model_get_n_items (all) : 0, n_open = 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (JalRedaction) redaction = g_list_model_get_item (all, i);

      n_open += g_str_equal (redaction->state, "pending") ? 1 : 0;
    }
  if (n == 0)
    return g_strdup (_ ("No redaction"));
  if (wanted_state (self) != NULL)
    return g_strdup_printf (_ ("%u of %u redactions"), n_shown, n);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u redaction, %u to be reviewed", "%u redactions, %u to be reviewed", n), n,
                          n_open);
}

static void
update (JalRedactPane *self)
{
  GListModel *all = gtk_filter_list_model_get_model (self->shown);
  guint n = all != NULL ? g_list_model_get_n_items (all) : 0, n_shown = g_list_model_get_n_items (G_LIST_MODEL (self->shown));
  g_autofree char *text = dup_count (self, all, n_shown);

  gtk_label_set_text (self->count, text);
  gtk_stack_set_visible_child_name (self->stack, n_shown > 0                                             ? "list"
                                                 : jal_redact_pane_wants_case (self) && all == NULL ? "busy"
                                                 : n > 0                                                ? "nothing"
                                                                                                        : "empty");
}

static void
show_model (JalRedactPane *self)
{
  GListModel *model = jal_redact_pane_wants_case (self) ? self->of_case : self->redactions;
  /* Those that go have their names on the screen until the list is told. */
  JalFocusPlace *place = jal_focus_note (GTK_WIDGET (self->list));

  self->filling = TRUE;
  if (gtk_filter_list_model_get_model (self->shown) != model)
    gtk_filter_list_model_set_model (self->shown, model);
  jal_focus_restore (place, GTK_WIDGET (self->list), GTK_WIDGET (self->filters));
  self->filling = FALSE;
  update (self);
}

static void
scope_cb (JalRedactPane *self)
{
  show_model (self);
  g_signal_emit (self, signals[CASE_WANTED], 0);
}

static void
state_cb (JalRedactPane *self)
{
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  update (self);
}

static void
show_all_cb (JalRedactPane *self)
{
  gtk_drop_down_set_selected (self->state, 0);
  gtk_widget_grab_focus (GTK_WIDGET (self->filters));
}

/* Rows that are the same are not made anew: who is busy with one keeps the focus. */
static gboolean
is_same (GListModel *shown, GListModel *read)
{
  guint n = g_list_model_get_n_items (read);

  if (g_list_model_get_n_items (shown) != n)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (JalRedaction) one = g_list_model_get_item (shown, i), other = g_list_model_get_item (read, i);

      if (!jal_id_equal (one->id, other->id) || one->document_page != other->document_page || !g_str_equal (one->state, other->state)
          || !g_str_equal (one->reach, other->reach) || !g_str_equal (one->reason, other->reason)
          || !g_str_equal (one->quoted, other->quoted) || !g_str_equal (one->document, other->document) || one->n_quads != other->n_quads
          || memcmp (one->quads, other->quads, one->n_quads * sizeof (JalMarkQuad)) != 0)
        return FALSE;
    }
  return TRUE;
}

void
jal_redact_pane_fill (JalRedactPane *self, GListStore *into, GListModel *read)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  JalFocusPlace *place;

  g_return_if_fail (JAL_IS_REDACT_PANE (self));

  if (is_same (G_LIST_MODEL (into), read))
    return;
  for (guint i = 0; i < g_list_model_get_n_items (read); i++)
    g_ptr_array_add (items, g_list_model_get_item (read, i));
  place = jal_focus_note (GTK_WIDGET (self->list));
  self->filling = TRUE;
  g_list_store_splice (into, 0, g_list_model_get_n_items (G_LIST_MODEL (into)), items->pdata, items->len);
  update (self);
  jal_focus_restore (place, GTK_WIDGET (self->list), GTK_WIDGET (self->filters));
  self->filling = FALSE;
}

/* --- The pane ------------------------------------------------------------------------------------------------- */

static GtkWidget *
new_words (const char *text, const char *class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (class != NULL)
    gtk_widget_add_css_class (label, class);
  return label;
}

static GtkWidget *
new_verb (const char *label, const char *action)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_label_set_ellipsize (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))), PANGO_ELLIPSIZE_END);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  return button;
}

static void
add_warning (JalRedactPane *self, GtkWidget *box)
{
  GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");

  self->warning = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->warning_text = GTK_LABEL (new_words ("", NULL));
  gtk_widget_set_hexpand (GTK_WIDGET (self->warning_text), TRUE);
  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (self->warning), icon);
  gtk_box_append (GTK_BOX (self->warning), GTK_WIDGET (self->warning_text));
  gtk_widget_set_visible (self->warning, FALSE);
  gtk_box_append (GTK_BOX (box), self->warning);
  self->hidden = new_verb (_ ("Redact What Is _Hidden"), "reader.redact-hidden");
  gtk_widget_set_visible (self->hidden, FALSE);
  gtk_box_append (GTK_BOX (box), self->hidden);
}

static void
add_progress (JalRedactPane *self, GtkWidget *box)
{
  self->progress = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->bar = GTK_PROGRESS_BAR (gtk_progress_bar_new ());
  gtk_progress_bar_set_text (self->bar, _ ("Making the redacted copy"));
  gtk_progress_bar_set_show_text (self->bar, TRUE);
  gtk_progress_bar_set_ellipsize (self->bar, PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (GTK_WIDGET (self->bar), TRUE);
  gtk_box_append (GTK_BOX (self->progress), GTK_WIDGET (self->bar));
  gtk_box_append (GTK_BOX (self->progress), new_verb (_ ("_Cancel"), "reader.redact-cancel"));
  gtk_widget_set_visible (self->progress, FALSE);
  gtk_box_append (GTK_BOX (box), self->progress);
}

static GtkDropDown *
add_filter (GtkWidget *box, const char *name, const char *const *labels, GCallback cb, JalRedactPane *self)
{
  GtkWidget *choice = jal_redact_choice_new (G_LIST_MODEL (gtk_string_list_new (labels)), 0, name);

  gtk_box_append (GTK_BOX (box), new_words (name, "caption-heading"));
  gtk_box_append (GTK_BOX (box), choice);
  g_signal_connect_object (choice, "notify::selected", cb, self, G_CONNECT_SWAPPED);
  return GTK_DROP_DOWN (choice);
}

static void
add_toolbar (JalRedactPane *self, GtkWidget *box)
{
  const char *const scopes[] = { _ ("This document"), _ ("All documents of the case"), NULL };
  const char *const labels[] = { _ ("All redactions"), _ ("To be reviewed"), _ ("Accepted"), _ ("Rejected: stays readable"), NULL };
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *popover = gtk_popover_new ();
  GtkWidget *inside = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->count = GTK_LABEL (new_words ("", "heading"));
  gtk_widget_set_hexpand (GTK_WIDGET (self->count), TRUE);
  gtk_widget_set_margin_start (GTK_WIDGET (self->count), 6);
  self->scope = add_filter (inside, _ ("Redactions of"), scopes, G_CALLBACK (scope_cb), self);
  self->state = add_filter (inside, _ ("State"), labels, G_CALLBACK (state_cb), self);
  gtk_widget_add_css_class (inside, "filters");
  gtk_popover_set_child (GTK_POPOVER (popover), inside);
  self->filters = GTK_MENU_BUTTON (gtk_menu_button_new ());
  gtk_menu_button_set_icon_name (self->filters, "view-sort-descending-symbolic");
  gtk_menu_button_set_popover (self->filters, popover);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->filters), _ ("Filter the Redactions"));
  gtk_widget_set_valign (GTK_WIDGET (self->filters), GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->filters), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Filter the Redactions"), -1);
  gtk_widget_add_css_class (bar, "toolbar");
  gtk_box_append (GTK_BOX (bar), GTK_WIDGET (self->count));
  gtk_box_append (GTK_BOX (bar), GTK_WIDGET (self->filters));
  gtk_box_append (GTK_BOX (box), bar);
}

static GtkWidget *
new_state (const char *icon, const char *title, const char *text)
{
  GtkWidget *page = adw_status_page_new ();

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), icon);
  adw_status_page_set_title (ADW_STATUS_PAGE (page), title);
  adw_status_page_set_description (ADW_STATUS_PAGE (page), text);
  gtk_widget_add_css_class (page, "compact");
  return page;
}

static void
add_list (JalRedactPane *self, GtkWidget *box)
{
  GtkWidget *spinner = gtk_spinner_new (), *nothing = new_state ("edit-find-symbolic", _ ("None of Them"), _ ("No redaction has this state."));
  GtkWidget *again = gtk_button_new_with_mnemonic (_ ("Show _All"));
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_list_box_set_header_func (self->list, head_row, self, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "marks-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Redactions"), -1);
  g_signal_connect_object (self->list, "row-activated", G_CALLBACK (row_activated_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->list), keys);
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (self->shown), new_row, self, NULL);
  gtk_spinner_start (GTK_SPINNER (spinner));
  gtk_widget_set_halign (again, GTK_ALIGN_CENTER);
  g_signal_connect_object (again, "clicked", G_CALLBACK (show_all_cb), self, G_CONNECT_SWAPPED);
  adw_status_page_set_child (ADW_STATUS_PAGE (nothing), again);
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_set_vhomogeneous (self->stack, FALSE);
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  gtk_stack_add_named (self->stack,
                       new_state ("view-conceal-symbolic", _ ("Nothing Is Redacted"),
                                  _ ("Select words and press R, press R twice for a box, or look for names in the whole case. The original is "
                                     "never changed.")),
                       "empty");
  gtk_stack_add_named (self->stack, nothing, "nothing");
  gtk_stack_add_named (self->stack, spinner, "busy");
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->list), "list");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->stack));
}

static void
jal_redact_pane_dispose (GObject *object)
{
  JalRedactPane *self = JAL_REDACT_PANE (object);

  jal_task_line_finish (self);
  jal_task_cancel_all (self);
  g_clear_object (&self->store);
  g_clear_object (&self->redactions);
  g_clear_object (&self->of_case);
  if (self->shown != NULL)
    g_signal_handlers_disconnect_by_data (self->shown, self);
  g_clear_object (&self->shown);
  G_OBJECT_CLASS (jal_redact_pane_parent_class)->dispose (object);
}

static void
jal_redact_pane_class_init (JalRedactPaneClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = jal_redact_pane_dispose;
  signals[ACTIVATED] = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 1, JAL_TYPE_REDACTION);
  signals[FOCUSED] = g_signal_new ("focused", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                   JAL_TYPE_REDACTION);
  signals[CASE_WANTED]
      = g_signal_new ("case-wanted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
jal_redact_pane_init (JalRedactPane *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *all = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *top = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6), *scroller = gtk_scrolled_window_new ();

  self->filter = gtk_custom_filter_new (is_wanted, self, NULL);
  self->shown = gtk_filter_list_model_new (NULL, GTK_FILTER (self->filter));
  gtk_widget_add_css_class (top, "redact-verbs");
  add_warning (self, top);
  self->reasons = jal_redact_reasons_new (NULL);
  gtk_box_append (GTK_BOX (top), new_words (_ ("Reason for what is redacted next"), "caption-heading"));
  gtk_box_append (GTK_BOX (top), self->reasons);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->reasons), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Reason for what is redacted next"),
                                  -1);
  gtk_box_append (GTK_BOX (top), new_verb (_ ("Redact _Names in This Case…"), "reader.redact-names"));
  gtk_box_append (GTK_BOX (top), new_verb (_ ("Save a Redacted _Copy…"), "reader.redact-apply"));
  add_progress (self, top);
  gtk_box_append (GTK_BOX (all), top);
  add_list (self, all);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), all);
  gtk_widget_set_vexpand (scroller, TRUE);
  add_toolbar (self, box);
  gtk_box_append (GTK_BOX (box), scroller);
  /* As wide as the marks beside it. */
  gtk_widget_set_size_request (box, 290, -1);
  adw_bin_set_child (ADW_BIN (self), box);
  g_signal_connect_object (self->shown, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

GtkWidget *
jal_redact_pane_new (void)
{
  return g_object_new (JAL_TYPE_REDACT_PANE, NULL);
}

void
jal_redact_pane_set (JalRedactPane *self, JalStore *store, GListModel *redactions)
{
  g_return_if_fail (JAL_IS_REDACT_PANE (self));

  if (self->store == store && self->redactions == redactions)
    return;
  if (store == NULL)
    {
      jal_task_line_finish (self);
      jal_task_cancel_all (self);
    }
  g_set_object (&self->store, store);
  g_set_object (&self->redactions, redactions);
  show_model (self);
}

void
jal_redact_pane_set_of_case (JalRedactPane *self, GListModel *redactions)
{
  g_return_if_fail (JAL_IS_REDACT_PANE (self));

  g_set_object (&self->of_case, redactions);
  show_model (self);
}

void
jal_redact_pane_set_warning (JalRedactPane *self, const char *text)
{
  gtk_label_set_text (self->warning_text, text != NULL ? text : "");
  gtk_widget_set_visible (self->warning, text != NULL);
  gtk_widget_set_visible (self->hidden, text != NULL);
}

void
jal_redact_pane_set_progress (JalRedactPane *self, double fraction)
{
  gtk_widget_set_visible (self->progress, fraction >= 0);
  gtk_progress_bar_set_fraction (self->bar, CLAMP (fraction, 0, 1));
}

void
jal_redact_pane_focus (JalRedactPane *self)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, 0);

  /* What is reviewed, where there is any. */
  gtk_widget_grab_focus (row != NULL ? GTK_WIDGET (row) : self->reasons);
}

/* Returns (transfer none) (nullable) */
static GtkWidget *
find_row (JalRedactPane *self, JalId id)
{
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->list)); row != NULL; row = gtk_widget_get_next_sibling (row))
    if (GTK_IS_LIST_BOX_ROW (row) && jal_id_equal (jal_redact_row_get (GTK_LIST_BOX_ROW (row))->id, id))
      return row;
  return NULL;
}

void
jal_redact_pane_show (JalRedactPane *self, JalId id)
{
  GtkWidget *row = find_row (self, id), *scroller = gtk_widget_get_ancestor (GTK_WIDGET (self->list), GTK_TYPE_SCROLLED_WINDOW);
  GtkWidget *inside = gtk_widget_get_ancestor (GTK_WIDGET (self->list), GTK_TYPE_VIEWPORT);
  GtkAdjustment *at;
  double x, y;

  if (row == NULL || scroller == NULL || inside == NULL
      || !gtk_widget_translate_coordinates (row, gtk_widget_get_first_child (inside), 0, 0, &x, &y))
    return;
  at = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  gtk_adjustment_clamp_page (at, y, y + gtk_widget_get_height (row));
}

void
jal_redact_pane_focus_on (JalRedactPane *self, JalId id)
{
  GtkWidget *row = find_row (self, id);

  /* It may be one that the filter leaves out. */
  if (row == NULL && wanted_state (self) != NULL)
    {
      gtk_drop_down_set_selected (self->state, 0);
      row = find_row (self, id);
    }
  if (row != NULL)
    gtk_widget_grab_focus (row);
}

const char *
jal_redact_pane_get_reason (JalRedactPane *self)
{
  return jal_redact_reasons_get (self->reasons);
}
