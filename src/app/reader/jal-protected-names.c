/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* The editor of protected names: a plain list. Every change is kept at once, with undo. */
#include "app/reader/jal-protected-names.h"

#include <glib/gi18n-lib.h>

#include "app/reader/jal-redact-reasons.h"
#include "app/shell/jal-dialog.h"
#include "app/shell/jal-error-text.h"
#include "app/shell/jal-focus.h"
#include "app/shell/jal-looked-window.h"
#include "app/shell/jal-task-line.h"
#include "app/shell/jal-task.h"
#include "app/shell/jal-toasts.h"
#include "law/jal-redaction-law.h"
#include "marks/jal-redactions.h"

#define JAL_TYPE_PROTECTED_NAMES_WINDOW (jal_protected_names_window_get_type ())
G_DECLARE_FINAL_TYPE (JalProtectedNamesWindow, jal_protected_names_window, JAL, PROTECTED_NAMES_WINDOW, AdwWindow)

struct _JalProtectedNamesWindow
{
  AdwWindow parent_instance;

  JalStore *store;
  JalId case_id;
  GtkListBox *list;
  GtkStack *stack;
  GtkDropDown *kind;
  GtkEntry *name;
  GtkWidget *add;
  GtkSizeGroup *kinds; /* the names stand below each other */
  AdwToastOverlay *toasts;
  guint n_acts; /* done in this window and not taken back: Ctrl+Z reaches no further */
};

G_DEFINE_FINAL_TYPE (JalProtectedNamesWindow, jal_protected_names_window, ADW_TYPE_WINDOW)

typedef struct
{
  JalStore *store;
  JalId case_id;
  JalId id;
  const char *kind;
  char *name;
  enum
  {
    ADD,
    UPDATE,
    REMOVE,
    UNDO,
  } verb;
} Change;

static void
free_change (gpointer data)
{
  Change *change = data;

  g_object_unref (change->store);
  g_free (change->name);
  g_free (change);
}

/* --- Reading -------------------------------------------------------------------------------------------------- */

static void read_names (JalProtectedNamesWindow *self);

static GtkWidget *
new_kinds (const char *chosen)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  guint n, selected = 0;
  const JalProtectedKind *kinds = jal_protected_kind_list (&n);

  for (guint i = 0; i < n; i++)
    {
      gtk_string_list_append (labels, jal_label_get (&kinds[i].label, jal_lang_from_locale (C_ ("language code", "en"))));
      if (g_strcmp0 (kinds[i].id, chosen) == 0)
        selected = i;
    }
  return jal_redact_choice_new (G_LIST_MODEL (g_steal_pointer (&labels)), selected, _ ("Kind"));
}

static const char *
get_kind (GtkDropDown *list)
{
  guint n, chosen = gtk_drop_down_get_selected (list);
  const JalProtectedKind *kinds = jal_protected_kind_list (&n);

  return kinds[MIN (chosen, n - 1)].id;
}

static gpointer
change_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Change *change = data;

  if (change->verb == ADD)
    jal_protected_names_add (change->store, change->case_id, change->kind, change->name, NULL, error);
  else if (change->verb == UPDATE)
    jal_protected_names_update (change->store, change->id, change->kind, change->name, error);
  else if (change->verb == REMOVE)
    jal_protected_names_remove (change->store, change->id, error);
  else
    jal_store_undo (change->store, JAL_ID_NONE, NULL, cancellable, error);
  return NULL;
}

/* Here, and not in the window below, where nobody would see it. */
static void
say (JalProtectedNamesWindow *self, const char *text, gboolean undo)
{
  undo = undo && jal_store_left_undo (self->store);
  self->n_acts += undo ? 1 : 0;
  /* Undo takes back the last action: an older offer would take back something else than it says; and what is said now is about now. */
  jal_toasts_forget (self->toasts, NULL);
  jal_toasts_show (self->toasts, text, undo ? _ ("Undo") : NULL, undo ? "protected-names.undo" : NULL);
}

static void
changed_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalProtectedNamesWindow *self = owner;
  Change *change = data;

  if (change->verb == REMOVE && g_error_matches (error, JAL_STORE_ERROR, JAL_STORE_ERROR_NOT_FOUND))
    ; /* pressed twice: it is gone, as was wished */
  else if (error != NULL)
    {
      g_autofree char *text = jal_error_text (error);

      say (self, text, FALSE);
    }
  else if (change->verb == ADD)
    {
      gtk_editable_set_text (GTK_EDITABLE (self->name), "");
      gtk_widget_grab_focus (GTK_WIDGET (self->name));
      say (self, _ ("The name is protected"), TRUE);
    }
  else if (change->verb == UPDATE)
    say (self, _ ("The protected name was changed"), TRUE);
  else if (change->verb == REMOVE)
    say (self, _ ("The name is no longer protected"), TRUE);
  else
    jal_toasts_forget (self->toasts, NULL);
  /* Another kind is shown already: its row is not made anew under the hand that changed it. */
  if (error != NULL || change->verb != UPDATE || change->name != NULL)
    read_names (self);
}

static void
run_change (JalProtectedNamesWindow *self, int verb, JalId id, const char *kind, const char *name)
{
  Change *change = g_new0 (Change, 1);

  change->store = g_object_ref (self->store);
  change->case_id = self->case_id;
  change->id = id;
  change->kind = kind;
  change->name = g_strdup (name);
  change->verb = verb;
  /* None is left out, however fast they come: what stands in the list is what is protected. */
  jal_task_line_add (self, change_work, change, free_change, changed_cb);
}

static void
undo_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  JalProtectedNamesWindow *self = JAL_PROTECTED_NAMES_WINDOW (widget);

  if (self->n_acts == 0)
    /* What was done elsewhere is not seen from here. */
    say (self, _ ("There is nothing to undo"), FALSE);
  else if (self->n_acts-- > 0)
    run_change (self, UNDO, JAL_ID_NONE, NULL, NULL);
}

static void
remove_cb (JalProtectedNamesWindow *self, GtkWidget *button)
{
  JalProtectedName *name = g_object_get_data (G_OBJECT (button), "name");

  run_change (self, REMOVE, name->id, NULL, NULL);
}

static void
kind_cb (JalProtectedNamesWindow *self, GParamSpec *spec, GtkDropDown *list)
{
  JalProtectedName *name = g_object_get_data (G_OBJECT (list), "name");

  run_change (self, UPDATE, name->id, get_kind (list), NULL);
}

static void
renamed_cb (JalProtectedNamesWindow *self, GtkEntry *entry)
{
  JalProtectedName *name = g_object_get_data (G_OBJECT (entry), "name");

  if (g_strcmp0 (name->name, gtk_editable_get_text (GTK_EDITABLE (entry))) != 0)
    run_change (self, UPDATE, name->id, NULL, gtk_editable_get_text (GTK_EDITABLE (entry)));
}

static void
focus_left_cb (GtkEventControllerFocus *focus, gpointer data)
{
  GtkWidget *entry = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (focus));

  renamed_cb (data, GTK_ENTRY (entry));
}

static GtkWidget *
new_row (JalProtectedNamesWindow *self, JalProtectedName *name)
{
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *kinds = new_kinds (name->kind), *entry = gtk_entry_new ();
  GtkWidget *remove = gtk_button_new_from_icon_name ("user-trash-symbolic");
  GtkEventController *focus = gtk_event_controller_focus_new ();
  char id[JAL_ID_HEX_LENGTH + 1];
  g_autofree char *label = g_strdup_printf (_ ("Remove %s"), name->name);

  jal_id_to_hex (name->id, id);
  jal_focus_set_key (row, id);
  gtk_size_group_add_widget (self->kinds, kinds);
  gtk_editable_set_text (GTK_EDITABLE (entry), name->name);
  /* Ctrl+Z takes back what was kept. */
  gtk_editable_set_enable_undo (GTK_EDITABLE (entry), FALSE);
  gtk_widget_set_hexpand (entry, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Name"), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (remove), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_set_tooltip_text (remove, _ ("Remove"));
  gtk_widget_add_css_class (remove, "flat");
  for (guint i = 0; i < 3; i++)
    {
      GtkWidget *parts[] = { kinds, entry, remove };

      g_object_set_data_full (G_OBJECT (parts[i]), "name", g_object_ref (name), g_object_unref);
      gtk_box_append (GTK_BOX (box), parts[i]);
    }
  g_signal_connect_object (kinds, "notify::selected", G_CALLBACK (kind_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (entry, "activate", G_CALLBACK (renamed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (focus, "leave", G_CALLBACK (focus_left_cb), self, 0);
  gtk_widget_add_controller (entry, focus);
  g_signal_connect_object (remove, "clicked", G_CALLBACK (remove_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_set_margin_top (box, 3);
  gtk_widget_set_margin_bottom (box, 3);
  gtk_widget_set_margin_start (box, 6);
  gtk_widget_set_margin_end (box, 6);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  return row;
}

static gpointer
read_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Change *question = data;

  return jal_protected_names_list (question->store, question->case_id, cancellable, error);
}

static void
read_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalProtectedNamesWindow *self = owner;
  JalFocusPlace *place;
  GtkWidget *row;

  if (error != NULL)
    {
      g_autofree char *text = jal_error_text (error);

      say (self, text, FALSE);
      return;
    }
  place = jal_focus_note (GTK_WIDGET (self->list));
  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  for (guint i = 0; i < g_list_model_get_n_items (result); i++)
    {
      g_autoptr (JalProtectedName) name = g_list_model_get_item (result, i);

      gtk_list_box_append (self->list, new_row (self, name));
    }
  gtk_stack_set_visible_child_name (self->stack, g_list_model_get_n_items (result) > 0 ? "list" : "empty");
  jal_focus_restore (place, GTK_WIDGET (self->list), GTK_WIDGET (self->name));
}

static void
read_names (JalProtectedNamesWindow *self)
{
  Change *question = g_new0 (Change, 1);

  question->store = g_object_ref (self->store);
  question->case_id = self->case_id;
  jal_task_renew (self, read_work, read_work, question, free_change, g_object_unref, read_cb);
}

/* --- The window ----------------------------------------------------------------------------------------------- */

static void
add_cb (JalProtectedNamesWindow *self)
{
  const char *name = gtk_editable_get_text (GTK_EDITABLE (self->name));

  if (*name != '\0')
    run_change (self, ADD, JAL_ID_NONE, get_kind (self->kind), name);
}

static void
typed_cb (JalProtectedNamesWindow *self)
{
  gtk_widget_set_sensitive (self->add, *gtk_editable_get_text (GTK_EDITABLE (self->name)) != '\0');
}

/* What was looked at was looked at with these names in mind. */
static void
looked_cb (JalProtectedNamesWindow *self)
{
  jal_looked_window_show (GTK_WIDGET (self), self->store, self->case_id);
}

static void
jal_protected_names_window_dispose (GObject *object)
{
  JalProtectedNamesWindow *self = JAL_PROTECTED_NAMES_WINDOW (object);

  jal_task_line_finish (self);
  jal_task_cancel_all (self);
  g_clear_object (&self->store);
  g_clear_object (&self->kinds);
  G_OBJECT_CLASS (jal_protected_names_window_parent_class)->dispose (object);
}

static void
jal_protected_names_window_class_init (JalProtectedNamesWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = jal_protected_names_window_dispose;
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "protected-names.undo", NULL, undo_action);
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_z, GDK_CONTROL_MASK, "protected-names.undo", NULL);
}

static void
jal_protected_names_window_init (JalProtectedNamesWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *inner = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *scroller = gtk_scrolled_window_new (), *looked;
  GtkWidget *empty = adw_status_page_new ();

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (empty), "view-conceal-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (empty), _ ("No Name Is Protected"));
  adw_status_page_set_description (ADW_STATUS_PAGE (empty), _ ("Add the survivor's names, relatives, home, school and telephone."));
  gtk_widget_add_css_class (empty, "compact");
  self->kinds = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
  self->toasts = ADW_TOAST_OVERLAY (adw_toast_overlay_new ());
  gtk_window_set_title (GTK_WINDOW (self), _ ("Protected Names and Places"));
  gtk_window_set_default_size (GTK_WINDOW (self), 560, 480);
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (inner), jal_dialog_new_words (_ ("These names must not be readable in copies for others. They are looked for, with "
                                                 "near spellings, when you redact; they never leave the vault.")));
  self->kind = GTK_DROP_DOWN (new_kinds (NULL));
  gtk_size_group_add_widget (self->kinds, GTK_WIDGET (self->kind));
  self->name = GTK_ENTRY (gtk_entry_new ());
  gtk_entry_set_placeholder_text (self->name, _ ("Name, place or number"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->name), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Name to protect"), -1);
  gtk_editable_set_enable_undo (GTK_EDITABLE (self->name), FALSE);
  gtk_widget_set_hexpand (GTK_WIDGET (self->name), TRUE);
  self->add = gtk_button_new_with_mnemonic (_ ("_Add"));
  gtk_widget_add_css_class (self->add, "suggested-action");
  gtk_widget_set_sensitive (self->add, FALSE);
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->kind));
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->name));
  gtk_box_append (GTK_BOX (line), self->add);
  gtk_box_append (GTK_BOX (inner), line);
  g_signal_connect_swapped (self->name, "activate", G_CALLBACK (add_cb), self);
  g_signal_connect_swapped (self->name, "changed", G_CALLBACK (typed_cb), self);
  g_signal_connect_swapped (self->add, "clicked", G_CALLBACK (add_cb), self);

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_widget_set_valign (GTK_WIDGET (self->list), GTK_ALIGN_START);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Protected names"), -1);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->list));
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  gtk_stack_add_named (self->stack, empty, "empty");
  gtk_stack_add_named (self->stack, scroller, "list");
  gtk_box_append (GTK_BOX (inner), GTK_WIDGET (self->stack));
  looked = gtk_button_new_with_mnemonic (_ ("_Pages That No Search Can Read…"));
  gtk_widget_set_halign (looked, GTK_ALIGN_START);
  g_signal_connect_swapped (looked, "clicked", G_CALLBACK (looked_cb), self);
  gtk_box_append (GTK_BOX (inner), looked);
  gtk_widget_set_margin_top (inner, 12);
  gtk_widget_set_margin_bottom (inner, 12);
  gtk_widget_set_margin_start (inner, 12);
  gtk_widget_set_margin_end (inner, 12);
  gtk_widget_set_vexpand (GTK_WIDGET (self->toasts), TRUE);
  adw_toast_overlay_set_child (self->toasts, inner);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->toasts));
  adw_window_set_content (ADW_WINDOW (self), box);
}

void
jal_protected_names_show (GtkWidget *inside, JalStore *store, JalId case_id)
{
  GtkRoot *root = gtk_widget_get_root (inside);
  JalProtectedNamesWindow *self = g_object_new (JAL_TYPE_PROTECTED_NAMES_WINDOW, NULL);

  if (GTK_IS_WINDOW (root))
    {
      gtk_window_set_transient_for (GTK_WINDOW (self), GTK_WINDOW (root));
      gtk_window_set_destroy_with_parent (GTK_WINDOW (self), TRUE);
    }
  self->store = g_object_ref (store);
  self->case_id = case_id;
  read_names (self);
  /* They are shown as they are: that is a reveal. */
  jal_store_note_view (self->store, "name.reveal", self->case_id, JAL_ID_NONE, NULL);
  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->name));
}
