/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* The review of redactions. */
#include "app/reader/jal-redact-pane.h"

#include <glib/gi18n-lib.h>

#include "app/shell/jal-shell.h"
#include "app/shell/jal-task.h"
#include "law/jal-redaction-law.h"

struct _JalRedactPane
{
  AdwBin parent_instance;

  JalStore *store;        /* nullable */
  GListModel *redactions; /* nullable */

  GtkLabel *count;
  GtkWidget *warning;
  GtkLabel *warning_text;
  GtkWidget *hidden;
  GtkWidget *progress;
  GtkProgressBar *bar;
  GtkStack *stack;
  GtkListBox *list;
  GtkWidget *reasons;      /* of what is redacted next */
  JalId touched;           /* what was changed last, and by which control: it keeps the focus when the list is read again */
  const char *touched_by;
};

G_DEFINE_FINAL_TYPE (JalRedactPane, jal_redact_pane, ADW_TYPE_BIN)

enum
{
  ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- Changing ------------------------------------------------------------------------------------------------- */

typedef struct
{
  JalStore *store;
  JalRedaction *redaction;
  const char *state;
  const char *reach;
  const char *reason;
  gboolean remove;
} Change;

static void
free_change (gpointer data)
{
  Change *change = data;

  g_object_unref (change->store);
  g_object_unref (change->redaction);
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

static void
changed_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  Change *change = data;

  /* Nothing is made anew. */
  if (error != NULL || change->reason != NULL)
    JAL_REDACT_PANE (owner)->touched_by = NULL;
  if (error != NULL)
    jal_shell_report (owner, error);
  else if (change->remove)
    jal_shell_toast_undo (owner, _ ("Redaction removed"));
  else if (change->reason != NULL)
    {
      /* The row shows it already: it is not made anew under the hand that changed it. */
      g_free (change->redaction->reason);
      change->redaction->reason = g_strdup (change->reason);
    }
}

static void
change (JalRedactPane *self, GtkWidget *button, const char *state, const char *reach, const char *reason, gboolean remove)
{
  JalRedaction *redaction = g_object_get_data (G_OBJECT (button), "redaction");
  Change *data;

  if (self->store == NULL)
    return;
  self->touched = redaction->id;
  self->touched_by = g_object_get_data (G_OBJECT (button), "control");
  data = g_new0 (Change, 1);
  *data = (Change){ g_object_ref (self->store), g_object_ref (redaction), state, reach, reason, remove };
  jal_task_run (self, button, change_work, data, free_change, NULL, changed_cb);
}

static void
accept_cb (JalRedactPane *self, GtkWidget *button)
{
  JalRedaction *redaction = g_object_get_data (G_OBJECT (button), "redaction");

  change (self, button, g_str_equal (redaction->state, "accepted") ? "pending" : "accepted", NULL, NULL, FALSE);
}

static void
reject_cb (JalRedactPane *self, GtkWidget *button)
{
  JalRedaction *redaction = g_object_get_data (G_OBJECT (button), "redaction");

  change (self, button, g_str_equal (redaction->state, "rejected") ? "pending" : "rejected", NULL, NULL, FALSE);
}

static void
reach_cb (JalRedactPane *self, GtkWidget *button)
{
  JalRedaction *redaction = g_object_get_data (G_OBJECT (button), "redaction");

  change (self, button, NULL, g_str_equal (redaction->reach, "here") ? "everywhere" : "here", NULL, FALSE);
}

static void
remove_cb (JalRedactPane *self, GtkWidget *button)
{
  change (self, button, NULL, NULL, NULL, TRUE);
}

static void
reason_cb (JalRedactPane *self, GParamSpec *pspec, GtkWidget *reasons)
{
  JalRedaction *redaction = g_object_get_data (G_OBJECT (reasons), "redaction");
  const char *reason = jal_redact_reasons_get (reasons);

  if (!g_str_equal (redaction->reason, reason))
    change (self, reasons, NULL, NULL, reason, FALSE);
}

/* --- A row ---------------------------------------------------------------------------------------------------- */

static const char *
show_state (const char *state)
{
  return g_str_equal (state, "accepted")   ? _ ("Accepted")
         : g_str_equal (state, "rejected") ? _ ("Rejected: stays readable")
                                           : _ ("To be reviewed");
}

static GtkWidget *
new_button (JalRedactPane *self, JalRedaction *redaction, const char *icon, const char *label, gboolean on, GCallback cb)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_add_css_class (button, on ? "suggested-action" : "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_object_set_data (G_OBJECT (button), "control", (gpointer)icon);
  g_object_set_data_full (G_OBJECT (button), "redaction", g_object_ref (redaction), g_object_unref);
  g_signal_connect_object (button, "clicked", cb, self, G_CONNECT_SWAPPED);
  return button;
}

/* Why it is redacted; another choice is kept at once. */
static GtkWidget *
new_reasons (JalRedactPane *self, JalRedaction *redaction)
{
  GtkWidget *reasons = jal_redact_reasons_new (redaction->reason);

  g_object_set_data (G_OBJECT (reasons), "control", (gpointer)"reason");
  g_object_set_data_full (G_OBJECT (reasons), "redaction", g_object_ref (redaction), g_object_unref);
  g_signal_connect_object (reasons, "notify::selected", G_CALLBACK (reason_cb), self, G_CONNECT_SWAPPED);
  return reasons;
}

static GtkWidget *
new_label (const char *text, const char *class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (label), 3);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (class != NULL)
    gtk_widget_add_css_class (label, class);
  return label;
}

static GtkWidget *
new_row (gpointer item, gpointer data)
{
  JalRedactPane *self = data;
  JalRedaction *redaction = item;
  gboolean accepted = g_str_equal (redaction->state, "accepted"), rejected = g_str_equal (redaction->state, "rejected");
  gboolean here = g_str_equal (redaction->reach, "here");
  const char *words = *redaction->quoted != '\0' ? redaction->quoted : _ ("An area without words");
  g_autofree char *head = g_strdup_printf (_ ("Page %d"), redaction->document_page + 1);
  g_autofree char *foot = g_strdup_printf ("%s · %s", show_state (redaction->state), redaction->author);
  g_autofree char *name
      = g_strdup_printf (_ ("Redaction on page %d: %s. %s"), redaction->document_page + 1, words, show_state (redaction->state));
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 3);
  GtkWidget *reach;

  gtk_box_append (GTK_BOX (box), new_label (head, "caption-heading"));
  gtk_box_append (GTK_BOX (box), new_label (words, NULL));
  gtk_box_append (GTK_BOX (box), new_label (foot, "caption"));
  gtk_box_append (GTK_BOX (box), new_reasons (self, redaction));
  gtk_box_append (GTK_BOX (buttons), new_button (self, redaction, "object-select-symbolic", _ ("Accept"), accepted,
                                                 G_CALLBACK (accept_cb)));
  gtk_box_append (GTK_BOX (buttons), new_button (self, redaction, "action-unavailable-symbolic", _ ("Reject"), rejected,
                                                 G_CALLBACK (reject_cb)));
  gtk_box_append (GTK_BOX (buttons),
                  new_button (self, redaction, "user-trash-symbolic", _ ("Remove"), FALSE, G_CALLBACK (remove_cb)));
  reach = gtk_check_button_new_with_label (_ ("Only here"));
  gtk_widget_set_tooltip_text (reach, _ ("The same words may stay readable elsewhere in the copy"));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (reach), here);
  g_object_set_data (G_OBJECT (reach), "control", (gpointer)"reach");
  g_object_set_data_full (G_OBJECT (reach), "redaction", g_object_ref (redaction), g_object_unref);
  g_signal_connect_object (reach, "toggled", G_CALLBACK (reach_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (buttons), reach);
  gtk_box_append (GTK_BOX (box), buttons);
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 6);
  gtk_widget_set_margin_start (box, 6);
  gtk_widget_set_margin_end (box, 6);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (G_OBJECT (row), "redaction", g_object_ref (redaction), g_object_unref);
  return row;
}

static void
row_activated_cb (JalRedactPane *self, GtkListBoxRow *row)
{
  g_signal_emit (self, signals[ACTIVATED], 0, g_object_get_data (G_OBJECT (row), "redaction"));
}

/* --- The pane ------------------------------------------------------------------------------------------------- */

static GtkWidget *
find_control (GtkWidget *inside, const char *control)
{
  GtkWidget *found = NULL;

  if (g_strcmp0 (g_object_get_data (G_OBJECT (inside), "control"), control) == 0)
    return inside;
  for (GtkWidget *child = gtk_widget_get_first_child (inside); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_control (child, control);
  return found;
}

/* The rows are new: the hand that changed one stays where it was. */
static void
restore_focus (JalRedactPane *self)
{
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->list)); row != NULL && self->touched_by != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      JalRedaction *redaction = g_object_get_data (G_OBJECT (row), "redaction");
      GtkWidget *control = NULL;

      if (redaction != NULL && jal_id_equal (redaction->id, self->touched))
        control = find_control (row, self->touched_by);
      if (control == NULL)
        continue;
      gtk_widget_grab_focus (control);
      break;
    }
  self->touched_by = NULL;
}

static void
update (JalRedactPane *self)
{
  guint n = self->redactions != NULL ? g_list_model_get_n_items (self->redactions) : 0, n_open = 0;
  g_autofree char *text = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (JalRedaction) redaction = g_list_model_get_item (self->redactions, i);

      n_open += g_str_equal (redaction->state, "pending") ? 1 : 0;
    }
  text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u redaction, %u to be reviewed",
                                       "%u redactions, %u to be reviewed", n),
                          n, n_open);
  gtk_label_set_text (self->count, text);
  restore_focus (self);
  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "list" : "empty");
}

static GtkWidget *
new_verb (const char *label, const char *action)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  return button;
}

static void
add_warning (JalRedactPane *self, GtkWidget *box)
{
  GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");

  self->warning = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->warning_text = GTK_LABEL (new_label ("", NULL));
  gtk_label_set_lines (self->warning_text, -1);
  gtk_label_set_ellipsize (self->warning_text, PANGO_ELLIPSIZE_NONE);
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
  gtk_widget_set_hexpand (GTK_WIDGET (self->bar), TRUE);
  gtk_box_append (GTK_BOX (self->progress), GTK_WIDGET (self->bar));
  gtk_box_append (GTK_BOX (self->progress), new_verb (_ ("_Cancel"), "reader.redact-cancel"));
  gtk_widget_set_visible (self->progress, FALSE);
  gtk_box_append (GTK_BOX (box), self->progress);
}

static void
jal_redact_pane_dispose (GObject *object)
{
  JalRedactPane *self = JAL_REDACT_PANE (object);

  jal_redact_pane_set (self, NULL, NULL);
  G_OBJECT_CLASS (jal_redact_pane_parent_class)->dispose (object);
}

static void
jal_redact_pane_class_init (JalRedactPaneClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = jal_redact_pane_dispose;
  signals[ACTIVATED] = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 1, JAL_TYPE_REDACTION);
}

static void
jal_redact_pane_init (JalRedactPane *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *empty = new_label (_ ("Nothing is redacted. Select words and press R, draw a box with R on a scan, or look for "
                                   "names in the whole case. The original is never changed."),
                                NULL);

  /* An explanation is read to its end. */
  gtk_label_set_lines (GTK_LABEL (empty), -1);
  gtk_label_set_ellipsize (GTK_LABEL (empty), PANGO_ELLIPSIZE_NONE);
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 6);
  gtk_widget_set_margin_start (box, 6);
  gtk_widget_set_margin_end (box, 6);
  add_warning (self, box);
  self->reasons = jal_redact_reasons_new (NULL);
  gtk_box_append (GTK_BOX (box), new_label (_ ("Reason for what is redacted next"), "caption-heading"));
  gtk_box_append (GTK_BOX (box), self->reasons);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->reasons), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Reason for what is redacted next"),
                                  -1);
  gtk_box_append (GTK_BOX (box), new_verb (_ ("Redact _Names in This Case…"), "reader.redact-names"));
  gtk_box_append (GTK_BOX (box), new_verb (_ ("Save a Redacted _Copy…"), "reader.redact-apply"));
  add_progress (self, box);
  self->count = GTK_LABEL (new_label ("", "caption"));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->count));

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Redactions"), -1);
  g_signal_connect_object (self->list, "row-activated", G_CALLBACK (row_activated_cb), self, G_CONNECT_SWAPPED);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->list));
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  gtk_label_set_lines (GTK_LABEL (empty), -1);
  gtk_widget_set_valign (empty, GTK_ALIGN_START);
  gtk_stack_add_named (self->stack, empty, "empty");
  gtk_stack_add_named (self->stack, scroller, "list");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->stack));
  adw_bin_set_child (ADW_BIN (self), box);
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

  if (store != NULL && self->store == store && self->redactions == redactions)
    return;
  if (self->redactions != NULL)
    g_signal_handlers_disconnect_by_data (self->redactions, self);
  if (store == NULL)
    jal_task_cancel_all (self);
  g_set_object (&self->store, store);
  g_set_object (&self->redactions, redactions);
  if (self->list == NULL)
    return;
  gtk_list_box_bind_model (self->list, redactions, redactions != NULL ? new_row : NULL, self, NULL);
  if (redactions != NULL)
    g_signal_connect_object (redactions, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
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
  gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}

const char *
jal_redact_pane_get_reason (JalRedactPane *self)
{
  return jal_redact_reasons_get (self->reasons);
}

/* A label of a choice: cut where the pane is narrow, whole in the list that drops down. */
static void
setup_reason_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_list_item_set_child (item, label);
}

static void
bind_reason_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  GtkStringObject *text = gtk_list_item_get_item (item);

  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)), gtk_string_object_get_string (text));
}

GtkWidget *
jal_redact_reasons_new (const char *chosen)
{
  JalLang lang = jal_lang_from_locale (C_ ("language code", "en"));
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  GtkWidget *choice;
  guint n, selected = 0;
  const JalRedactionReason *reasons = jal_redaction_reason_list (&n);

  for (guint i = 0; i < n; i++)
    {
      gtk_string_list_append (labels, jal_label_get (&reasons[i].label, lang));
      if (g_strcmp0 (reasons[i].id, chosen) == 0)
        selected = i;
    }
  choice = gtk_drop_down_new (G_LIST_MODEL (g_steal_pointer (&labels)), NULL);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_reason_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_reason_cb), NULL);
  gtk_drop_down_set_factory (GTK_DROP_DOWN (choice), factory);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (choice), selected);
  gtk_accessible_update_property (GTK_ACCESSIBLE (choice), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Reason"), -1);
  return choice;
}

const char *
jal_redact_reasons_get (GtkWidget *reasons)
{
  guint n, chosen = gtk_drop_down_get_selected (GTK_DROP_DOWN (reasons));
  const JalRedactionReason *all = jal_redaction_reason_list (&n);

  return all[MIN (chosen, n - 1)].id;
}
