/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/*
 * The people of a case and the days they cannot come.
 *
 * 1. A hidden name is asked of the core only when its eye is pressed; which names were revealed is kept beside the open
 *    store, and so ends with it at the lock.
 * 2. Every change offers its undo in the dialog itself.
 * 3. Every change fills the lists anew; the focus stays on the button that was pressed (jal-focus.h).
 */
#include "app/cases/jal-people-dialog.h"

#include <glib/gi18n-lib.h>

#include "app/cases/jal-custody-question.h"
#include "app/cases/jal-person-forms.h"
#include "app/shell/jal-dialog.h"
#include "app/shell/jal-error-text.h"
#include "app/shell/jal-focus.h"
#include "app/shell/jal-shown.h"
#include "app/shell/jal-task-line.h"
#include "app/shell/jal-task.h"
#include "app/shell/jal-toasts.h"
#include "cases/jal-people.h"

#define REVEALED "jal-people-revealed"

struct _JalPeopleDialog
{
  AdwWindow parent_instance;

  JalStore *store;
  JalId case_id;
  GWeakRef inside;
  JalPeopleDialogDone changed;
  gpointer data;
  GListStore *people; /* nullable: of JalPerson */

  AdwToastOverlay *toasts;
  AdwPreferencesGroup *people_group;
  AdwPreferencesGroup *away_group;
  GtkWidget *add_person, *add_away; /* buttons */
  GtkWidget *nobody;
  GtkWidget *nothing;
  GPtrArray *rows;      /* of GtkWidget, in people_group */
  GPtrArray *away_rows; /* in away_group */

  guint n_acts; /* done in this dialog and not taken back: Ctrl+Z reaches no further */
};

G_DEFINE_FINAL_TYPE (JalPeopleDialog, jal_people_dialog, ADW_TYPE_WINDOW)

typedef struct
{
  JalStore *store;
  JalId case_id;
  JalId id;
  gboolean absence;
  gboolean in_custody; /* who is removed was remanded */
  char *undone;        /* nullable: the verb that was taken back */
  guint lacked;        /* mentions that the gaps lacked before */
} Call;

typedef struct
{
  GListStore *people;
  GListStore *absences;
  GHashTable *elsewhere; /* hex id of a magistrate who leaves → what the other cases are called, in one line */
} Shown;

static Call *
new_call (JalPeopleDialog *self, JalId id)
{
  Call *call = g_new0 (Call, 1);

  call->store = g_object_ref (self->store);
  call->case_id = self->case_id;
  call->id = id;
  return call;
}

static void
free_call (gpointer data)
{
  g_object_unref (((Call *)data)->store);
  g_free (((Call *)data)->undone);
  g_free (data);
}

static void
free_shown (gpointer data)
{
  Shown *shown = data;

  g_clear_object (&shown->people);
  g_clear_object (&shown->absences);
  g_clear_pointer (&shown->elsewhere, g_hash_table_unref);
  g_free (shown);
}

static void read_people (JalPeopleDialog *self);

/* Invariant 1. Returns (transfer none): hex ids of the people whose names are shown. */
static GHashTable *
revealed (JalPeopleDialog *self)
{
  GHashTable *set = g_object_get_data (G_OBJECT (self->store), REVEALED);

  if (set == NULL)
    {
      set = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
      g_object_set_data_full (G_OBJECT (self->store), REVEALED, set, (GDestroyNotify)g_hash_table_unref);
    }
  return set;
}

static JalPerson *
find_revealed (JalPeopleDialog *self, JalId id)
{
  char hex[JAL_ID_HEX_LENGTH + 1];

  return g_hash_table_lookup (revealed (self), jal_id_to_hex (id, hex));
}

/* --- Saying what happened --------------------------------------------------------------------------------------- */

static void
say (JalPeopleDialog *self, const char *text, gboolean undo)
{
  /* Undo takes back the last action: an older offer would take back something else than it says. */
  if (undo)
    jal_toasts_forget (self->toasts, "people-dialog.undo");
  undo = undo && jal_store_left_undo (self->store);
  self->n_acts += undo ? 1 : 0;
  jal_toasts_show (self->toasts, text, undo ? _ ("_Undo") : NULL, undo ? "people-dialog.undo" : NULL);
}

static void
tell_page (JalPeopleDialog *self)
{
  g_autoptr (GtkWidget) inside = g_weak_ref_get (&self->inside);

  read_people (self);
  if (inside != NULL && self->changed != NULL)
    self->changed (inside, self->data);
}

static void
kept_cb (GtkWidget *inside, const char *said)
{
  JalPeopleDialog *self = JAL_PEOPLE_DIALOG (inside);

  /* A name may have been changed: it is asked for again. */
  g_hash_table_remove_all (revealed (self));
  tell_page (self);
  say (self, said, TRUE);
}

static void
say_error (JalPeopleDialog *self, const GError *error)
{
  g_autofree char *text = jal_error_text (error);

  say (self, text, FALSE);
}

static void
changed_by_core_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalPeopleDialog *self = owner;
  Call *call = data;

  if (!jal_id_is_none (call->id) && g_error_matches (error, JAL_STORE_ERROR, JAL_STORE_ERROR_NOT_FOUND))
    return; /* pressed twice: it is gone, as was wished */
  if (error != NULL)
    {
      say_error (self, error);
      return;
    }
  tell_page (self);
  if (!jal_id_is_none (call->id))
    say (self, call->absence ? _ ("The days away were removed") : _ ("The person was removed"), TRUE);
  if (call->in_custody)
    jal_custody_question_ask (GTK_WIDGET (self), self->store, self->case_id, kept_cb);
  jal_custody_question_ask_undone (GTK_WIDGET (self), self->store, self->case_id, call->undone, call->lacked, kept_cb);
}

static gpointer
undo_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;

  call->lacked = jal_custody_question_count (call->store, call->case_id, cancellable);
  jal_store_undo (call->store, JAL_ID_NONE, &call->undone, cancellable, error);
  return NULL;
}

static gpointer
remove_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;

  if (call->absence)
    jal_people_remove_absence (call->store, call->id, error);
  else
    jal_people_remove (call->store, call->id, error);
  return NULL;
}

/* A last day belongs to its case; that it is the end in others too is asked. */
static gpointer
transfer_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;

  jal_people_transfer (call->store, call->id, NULL, error);
  return NULL;
}

static void
transferred_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalPeopleDialog *self = owner;

  if (error != NULL)
    {
      say_error (self, error);
      return;
    }
  tell_page (self);
  say (self, _ ("The last day was taken over"), TRUE);
}

static void
transfer_accepted_cb (GtkWidget *inside, gpointer data)
{
  JalPeopleDialog *self = JAL_PEOPLE_DIALOG (inside);

  jal_task_run (self, transfer_work, transfer_work, new_call (self, *(JalId *)data), free_call, NULL, transferred_cb);
}

/* --- Names ------------------------------------------------------------------------------------------------------ */

static gpointer
reveal_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;

  return jal_people_reveal (call->store, call->id, error);
}

static void
revealed_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalPeopleDialog *self = owner;
  Call *call = data;

  if (error != NULL)
    say_error (self, error);
  else
    g_hash_table_insert (revealed (self), jal_id_dup_hex (call->id), g_object_ref (result));
  read_people (self);
}

static JalPerson *
person_of (GtkWidget *button)
{
  return g_object_get_data (G_OBJECT (button), "person");
}

static void
eye_clicked_cb (JalPeopleDialog *self, GtkWidget *button)
{
  JalPerson *person = person_of (button);
  char hex[JAL_ID_HEX_LENGTH + 1];

  if (g_hash_table_remove (revealed (self), jal_id_to_hex (person->id, hex)))
    read_people (self);
  else
    jal_task_run (self, reveal_work, reveal_work, new_call (self, person->id), free_call, g_object_unref, revealed_cb);
}

/* --- Rows ------------------------------------------------------------------------------------------------------- */

static void
edit_clicked_cb (JalPeopleDialog *self, GtkWidget *button)
{
  JalPerson *person = person_of (button);
  JalPerson *named = find_revealed (self, person->id);

  jal_person_forms_person (GTK_WIDGET (self), self->store, self->case_id, named != NULL ? named : person, named != NULL, kept_cb);
}

static void
remove_clicked_cb (JalPeopleDialog *self, GtkWidget *button)
{
  Call *call = new_call (self, person_of (button)->id);

  call->in_custody = person_of (button)->in_custody;
  jal_task_line_add (self, remove_work, call, free_call, changed_by_core_cb);
}

static void
edit_away_clicked_cb (JalPeopleDialog *self, GtkWidget *button)
{
  jal_person_forms_absence (GTK_WIDGET (self), self->store, self->case_id, G_LIST_MODEL (self->people),
                            g_object_get_data (G_OBJECT (button), "person"), kept_cb);
}

static void
remove_away_clicked_cb (JalPeopleDialog *self, GtkWidget *button)
{
  Call *call = new_call (self, ((JalAbsence *)g_object_get_data (G_OBJECT (button), "person"))->id);

  call->absence = TRUE;
  jal_task_line_add (self, remove_work, call, free_call, changed_by_core_cb);
}

static void
transfer_clicked_cb (JalPeopleDialog *self, GtkWidget *button)
{
  JalPerson *person = person_of (button);
  g_autofree char *date = jal_shown_date (person->until);
  g_autofree char *body = g_strdup_printf (_ ("%s is entered as the last day in this case. The same magistrate also hears %s. Is it the "
                                              "last day there too?"),
                                           date, (const char *)g_object_get_data (G_OBJECT (button), "elsewhere"));

  jal_dialog_ask (GTK_WIDGET (self), _ ("Take the Last Day Over into Other Cases?"), body, _ ("_Take Over"), FALSE,
                  transfer_accepted_cb, g_memdup2 (&person->id, sizeof (JalId)), g_free);
}

/* @about: the person or absence that the button is for. */
static GtkWidget *
add_button (JalPeopleDialog *self, AdwActionRow *row, gpointer about, const char *icon, const char *name, GCallback clicked)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (G_OBJECT (button), "person", g_object_ref (about), g_object_unref);
  g_signal_connect_object (button, "clicked", clicked, self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (row, button);
  return button;
}

static AdwActionRow *
add_row (AdwPreferencesGroup *group, GPtrArray *rows, JalId id, const char *title, const char *subtitle)
{
  AdwActionRow *row = ADW_ACTION_ROW (adw_action_row_new ());
  char hex[JAL_ID_HEX_LENGTH + 1];

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (row, subtitle);
  adw_action_row_set_subtitle_lines (row, 0);
  jal_focus_set_key (GTK_WIDGET (row), jal_id_to_hex (id, hex));
  adw_preferences_group_add (group, GTK_WIDGET (row));
  g_ptr_array_add (rows, row);
  return row;
}

static void
add_word (GString *text, const char *word)
{
  if (word != NULL && *word != '\0')
    g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", word);
}

/* When somebody came into the role, and leaves it. */
static void
add_time (GString *subtitle, JalPerson *person)
{
  g_autofree char *since = person->since != JAL_DATE_NONE ? jal_shown_date_brief (person->since) : NULL;
  g_autofree char *until = person->until != JAL_DATE_NONE ? jal_shown_date_brief (person->until) : NULL;
  g_autofree char *words = since != NULL && until != NULL ? g_strdup_printf ("%s – %s", since, until)
                           : since != NULL                ? g_strdup_printf (_ ("since %s"), since)
                           : until != NULL                ? g_strdup_printf (_ ("until %s"), until)
                                                          : NULL;

  add_word (subtitle, words);
}

static void
add_person_row (JalPeopleDialog *self, JalPerson *person, const char *elsewhere)
{
  JalPerson *named = find_revealed (self, person->id);
  g_autoptr (GString) subtitle = g_string_new (jal_person_forms_role (person->role));
  AdwActionRow *row;

  if (*person->code != '\0' && person->named)
    add_word (subtitle, named != NULL ? named->name : person->hidden ? _ ("name hidden") : person->name);
  if (person->born != JAL_DATE_NONE)
    {
      g_autofree char *date = jal_shown_date_brief (person->born);
      g_autofree char *words = g_strdup_printf (_ ("born %s"), date);

      add_word (subtitle, words);
    }
  if (person->in_custody)
    add_word (subtitle, _ ("in custody"));
  add_time (subtitle, person);
  if (elsewhere != NULL)
    {
      g_autofree char *words = g_strdup_printf (_ ("stays in %s"), elsewhere);

      add_word (subtitle, words);
    }
  add_word (subtitle, person->note);
  row = add_row (self->people_group, self->rows, person->id, jal_person_get_label (person), subtitle->str);
  if (elsewhere != NULL)
    g_object_set_data_full (G_OBJECT (add_button (self, row, person, "x-office-calendar-symbolic", _ ("Take the Last Day Over into Other Cases"),
                                                  G_CALLBACK (transfer_clicked_cb))),
                            "elsewhere", g_strdup (elsewhere), g_free);
  if (person->hidden && person->named)
    add_button (self, row, person, named != NULL ? "view-conceal-symbolic" : "view-reveal-symbolic",
                named != NULL ? _ ("Hide the Name Again") : _ ("Show the Name"), G_CALLBACK (eye_clicked_cb));
  add_button (self, row, person, "document-edit-symbolic", _ ("Edit Person"), G_CALLBACK (edit_clicked_cb));
  add_button (self, row, person, "user-trash-symbolic", _ ("Remove Person"), G_CALLBACK (remove_clicked_cb));
}

static void
add_absence_row (JalPeopleDialog *self, JalAbsence *absence)
{
  g_autofree char *from = jal_shown_date_short (absence->from);
  g_autofree char *to = jal_shown_date_short (absence->to);
  g_autoptr (GString) subtitle = g_string_new (NULL);
  AdwActionRow *row;

  if (absence->from == absence->to)
    g_string_append (subtitle, from);
  else
    g_string_append_printf (subtitle, "%s – %s", from, to);
  add_word (subtitle, absence->reason);
  if (!absence->hard)
    add_word (subtitle, _ ("could be arranged"));
  if (absence->entered_in != NULL)
    {
      g_autofree char *where = *absence->entered_in != '\0' ? g_strdup_printf (_ ("entered in %s"), absence->entered_in)
                                                           : g_strdup (_ ("entered in another case"));

      add_word (subtitle, where);
    }
  row = add_row (self->away_group, self->away_rows, absence->id,
                 !jal_id_is_none (absence->person_id) ? absence->who
                 : jal_id_is_none (absence->case_id)  ? _ ("I, in every case")
                                                      : _ ("The whole case"),
                 subtitle->str);
  /* It is changed where it was entered. */
  if (absence->entered_in != NULL)
    return;
  add_button (self, row, absence, "document-edit-symbolic", _ ("Edit Days Away"), G_CALLBACK (edit_away_clicked_cb));
  add_button (self, row, absence, "user-trash-symbolic", _ ("Remove Days Away"), G_CALLBACK (remove_away_clicked_cb));
}

static void
clear_rows (AdwPreferencesGroup *group, GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    adw_preferences_group_remove (group, g_ptr_array_index (rows, i));
  g_ptr_array_set_size (rows, 0);
}

/* --- Reading ---------------------------------------------------------------------------------------------------- */

/* Nothing where nobody leaves. */
static gboolean
read_elsewhere (Call *call, Shown *shown, GCancellable *cancellable, GError **error)
{
  shown->elsewhere = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (shown->people)); i++)
    {
      g_autoptr (JalPerson) person = g_list_model_get_item (G_LIST_MODEL (shown->people), i);
      g_autoptr (GListStore) others = NULL;
      g_autoptr (GString) line = g_string_new (NULL);

      if (!g_str_equal (person->role, "magistrate") || person->until == JAL_DATE_NONE)
        continue;
      others = jal_people_elsewhere (call->store, person->id, cancellable, error);
      if (others == NULL)
        return FALSE;
      for (guint j = 0; j < g_list_model_get_n_items (G_LIST_MODEL (others)); j++)
        {
          g_autoptr (JalPerson) other = g_list_model_get_item (G_LIST_MODEL (others), j);

          g_string_append_printf (line, "%s%s", j > 0 ? ", " : "", other->case_number);
        }
      if (line->len > 0)
        g_hash_table_insert (shown->elsewhere, jal_id_dup_hex (person->id), g_strdup (line->str));
    }
  return TRUE;
}

static gpointer
read_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;
  Shown *shown = g_new0 (Shown, 1);

  shown->people = jal_people_list (call->store, call->case_id, cancellable, error);
  if (shown->people != NULL)
    shown->absences = jal_people_list_absences (call->store, call->case_id, cancellable, error);
  if (shown->absences == NULL || !read_elsewhere (call, shown, cancellable, error))
    g_clear_pointer (&shown, free_shown);
  return shown;
}

static void
read_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalPeopleDialog *self = owner;
  Shown *shown = result;
  JalFocusPlace *person_place, *away_place;

  if (error != NULL)
    {
      say_error (self, error);
      return;
    }
  person_place = jal_focus_note (GTK_WIDGET (self->people_group));
  away_place = jal_focus_note (GTK_WIDGET (self->away_group));
  g_set_object (&self->people, shown->people);
  clear_rows (self->people_group, self->rows);
  clear_rows (self->away_group, self->away_rows);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (shown->people)); i++)
    {
      g_autoptr (JalPerson) person = g_list_model_get_item (G_LIST_MODEL (shown->people), i);

      char hex[JAL_ID_HEX_LENGTH + 1];

      add_person_row (self, person, g_hash_table_lookup (shown->elsewhere, jal_id_to_hex (person->id, hex)));
    }
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (shown->absences)); i++)
    {
      g_autoptr (JalAbsence) absence = g_list_model_get_item (G_LIST_MODEL (shown->absences), i);

      add_absence_row (self, absence);
    }
  gtk_widget_set_visible (self->nobody, self->rows->len == 0);
  gtk_widget_set_visible (self->nothing, self->away_rows->len == 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "people-dialog.away", TRUE);
  jal_focus_restore (person_place, GTK_WIDGET (self->people_group), self->add_person);
  jal_focus_restore (away_place, GTK_WIDGET (self->away_group), self->add_away);
}

static void
read_people (JalPeopleDialog *self)
{
  jal_task_renew (self, read_work, read_work, new_call (self, JAL_ID_NONE), free_call, free_shown, read_cb);
}

/* --- The window ------------------------------------------------------------------------------------------------- */

static void
verb_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  JalPeopleDialog *self = JAL_PEOPLE_DIALOG (widget);

  if (self->store == NULL)
    return;
  if (g_str_equal (name, "people-dialog.add"))
    jal_person_forms_person (widget, self->store, self->case_id, NULL, FALSE, kept_cb);
  else if (g_str_equal (name, "people-dialog.away"))
    jal_person_forms_absence (widget, self->store, self->case_id, G_LIST_MODEL (self->people), NULL, kept_cb);
  else if (self->n_acts == 0)
    /* What was done elsewhere is not seen from here. */
    say (self, _ ("There is nothing to undo"), FALSE);
  else if (self->n_acts-- > 0)
    jal_task_line_add (self, undo_work, new_call (self, JAL_ID_NONE), free_call, changed_by_core_cb);
}

static void
jal_people_dialog_dispose (GObject *object)
{
  JalPeopleDialog *self = JAL_PEOPLE_DIALOG (object);

  jal_task_line_finish (self);
  jal_task_cancel_all (self);
  g_clear_object (&self->people);
  g_clear_object (&self->store);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->away_rows, g_ptr_array_unref);
  G_OBJECT_CLASS (jal_people_dialog_parent_class)->dispose (object);
}

static void
jal_people_dialog_finalize (GObject *object)
{
  g_weak_ref_clear (&JAL_PEOPLE_DIALOG (object)->inside);
  G_OBJECT_CLASS (jal_people_dialog_parent_class)->finalize (object);
}

static void
jal_people_dialog_class_init (JalPeopleDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = jal_people_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = jal_people_dialog_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/jalada/Jalada/ui/jal-people-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, JalPeopleDialog, toasts);
  gtk_widget_class_bind_template_child (widget_class, JalPeopleDialog, people_group);
  gtk_widget_class_bind_template_child (widget_class, JalPeopleDialog, away_group);
  gtk_widget_class_bind_template_child (widget_class, JalPeopleDialog, add_person);
  gtk_widget_class_bind_template_child (widget_class, JalPeopleDialog, add_away);
  gtk_widget_class_bind_template_child (widget_class, JalPeopleDialog, nobody);
  gtk_widget_class_bind_template_child (widget_class, JalPeopleDialog, nothing);
  gtk_widget_class_install_action (widget_class, "people-dialog.add", NULL, verb_action);
  gtk_widget_class_install_action (widget_class, "people-dialog.away", NULL, verb_action);
  gtk_widget_class_install_action (widget_class, "people-dialog.undo", NULL, verb_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "people-dialog.undo", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_n, GDK_CONTROL_MASK, "people-dialog.add", NULL);
}

static void
jal_people_dialog_init (JalPeopleDialog *self)
{
  g_weak_ref_init (&self->inside, NULL);
  self->rows = g_ptr_array_new ();
  self->away_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "people-dialog.away", FALSE);
}

void
jal_people_dialog_present (GtkWidget *inside, JalStore *store, JalId case_id, JalPeopleDialogDone changed, gpointer data)
{
  JalPeopleDialog *self = g_object_new (JAL_TYPE_PEOPLE_DIALOG, NULL);
  GtkRoot *root = gtk_widget_get_root (inside);

  g_set_object (&self->store, store);
  self->case_id = case_id;
  g_weak_ref_set (&self->inside, inside);
  self->changed = changed;
  self->data = data;
  read_people (self);
  gtk_window_set_transient_for (GTK_WINDOW (self), GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL);
  gtk_window_present (GTK_WINDOW (self));
  /* Not on “Close”, which stands first. */
  gtk_widget_grab_focus (self->add_person);
}
