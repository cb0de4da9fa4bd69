/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* Welcome, unlock, create. */
#include "app/unlock/jal-unlock-page.h"

#include <glib/gi18n-lib.h>

#include "app/backup/jal-restore-dialog.h"
#include "app/check/jal-check-window.h"
#include "app/prefs/jal-key-forms.h"
#include "app/prefs/jal-recovery-sheet.h"
#include "app/shell/jal-accessible.h"
#include "app/shell/jal-error-text.h"
#include "app/shell/jal-file-dialog.h"
#include "app/shell/jal-settings.h"
#include "app/shell/jal-shell.h"
#include "app/shell/jal-task.h"
#include "app/unlock/jal-secret.h"
#include "base/jal-text.h"
#include "bundle/jal-sample.h"
#include "store/jal-holder.h"
#include "store/jal-passphrase.h"
#include "store/jal-rescue.h"

struct _JalUnlockPage
{
  AdwBin parent_instance;

  char *path; /* nullable: of the vault to unlock */
  char *new_path;
  gboolean with_sample; /* the vault to create gets the sample case */
  GSimpleActionGroup *actions;

  GtkStack *stack;
  AdwStatusPage *unlock_status;
  GtkPasswordEntry *passphrase;
  GtkLabel *caps_lock;
  GtkRevealer *trouble_revealer;
  GtkLabel *trouble;
  GtkButton *unlock_button;
  GtkTextBuffer *code;
  GtkTextView *code_view;
  GtkLabel *code_state;
  AdwActionRow *place;
  AdwEntryRow *person;
  GtkPasswordEntry *first;
  GtkPasswordEntry *second;
  GtkLabel *strength;
  GtkRevealer *create_trouble_revealer;
  GtkLabel *create_trouble;
  GtkLabel *create_heading;
  GtkLabel *sample_note;
  GtkWidget *sample_button;
  AdwStatusPage *busy_status;
  GtkSpinner *spinner;
  GtkProgressBar *busy_bar;
};

G_DEFINE_FINAL_TYPE (JalUnlockPage, jal_unlock_page, ADW_TYPE_BIN)

enum
{
  UNLOCKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
show (JalUnlockPage *self, const char *page)
{
  gtk_stack_set_visible_child_name (self->stack, page);
  gtk_spinner_set_spinning (self->spinner, g_str_equal (page, "busy"));
}

static void
say (GtkRevealer *revealer, GtkLabel *label, const char *text)
{
  if (text != NULL)
    gtk_label_set_text (label, text);
  gtk_revealer_set_reveal_child (revealer, text != NULL);
}

static void
clear_entries (JalUnlockPage *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->passphrase), "");
  gtk_editable_set_text (GTK_EDITABLE (self->first), "");
  gtk_editable_set_text (GTK_EDITABLE (self->second), "");
  gtk_text_buffer_set_text (self->code, "", 0);
}

static void
show_start (JalUnlockPage *self)
{
  say (self->trouble_revealer, self->trouble, NULL);
  say (self->create_trouble_revealer, self->create_trouble, NULL);
  clear_entries (self);
  if (self->path != NULL)
    {
      g_autofree char *name = g_filename_display_basename (self->path);

      adw_status_page_set_description (self->unlock_status, name);
      show (self, "unlock");
    }
  else
    show (self, "welcome");
}

/* --- Opening and creating, on a thread ---------------------------------------------------------------------------- */

typedef struct
{
  char *path;
  JalSecret *secret;
  gboolean create;
  gboolean by_code; /* the secret is a recovery code */
  char *person;     /* of a new vault */
  gboolean with_sample;
  GWeakRef page;
  GError *sample_error; /* the vault is open all the same */
  JalStore *damaged;    /* nullable: open for the list of damage and the rescue only */
} Opening;

static void
free_opening (gpointer data)
{
  Opening *opening = data;

  g_free (opening->path);
  g_free (opening->person);
  jal_secret_free (opening->secret);
  g_weak_ref_clear (&opening->page);
  g_clear_error (&opening->sample_error);
  g_clear_object (&opening->damaged);
  g_free (opening);
}

typedef struct
{
  GWeakRef page;
  double fraction;
} SampleStep;

static void
free_step (gpointer data)
{
  SampleStep *step = data;

  g_weak_ref_clear (&step->page);
  g_free (step);
}

static gboolean
show_step_cb (gpointer data)
{
  SampleStep *step = data;
  g_autoptr (JalUnlockPage) self = g_weak_ref_get (&step->page);

  if (self != NULL)
    {
      adw_status_page_set_title (self->busy_status, _ ("Putting the Sample Case In…"));
      adw_status_page_set_description (self->busy_status, _ ("Fifty papers are read, marked and bound."));
      gtk_widget_set_visible (GTK_WIDGET (self->busy_bar), TRUE);
      gtk_progress_bar_set_fraction (self->busy_bar, step->fraction);
    }
  return G_SOURCE_REMOVE;
}

/* On the thread; the counts are files, so there are few of them. */
static void
sample_progressed (guint64 done, guint64 total, gpointer data)
{
  Opening *opening = data;
  g_autoptr (JalUnlockPage) self = g_weak_ref_get (&opening->page);
  SampleStep *step = g_new0 (SampleStep, 1);

  g_weak_ref_init (&step->page, self);
  step->fraction = total > 0 ? CLAMP ((double)done / (double)total, 0, 1) : 0;
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, show_step_cb, step, free_step);
}

static gpointer
open_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Opening *opening = data;
  const char *secret = jal_secret_get (opening->secret);
  g_autoptr (GError) local = NULL;
  JalStore *store;

  if (opening->create)
    store = jal_store_create_vault_for (opening->path, opening->person, NULL, secret, JAL_STORE_STRENGTH_MACHINE, cancellable, error);
  else if (opening->by_code)
    store = jal_store_open_vault_by_code (opening->path, secret, cancellable, &local);
  else
    store = jal_store_open_vault (opening->path, secret, cancellable, &local);
  /* Too damaged to work with, but not to read what is left, to say what is damaged, and to save the rest. */
  if (store == NULL && g_error_matches (local, JAL_STORE_ERROR, JAL_STORE_ERROR_DAMAGED))
    store = opening->by_code ? jal_store_open_damaged_by_code (opening->path, secret, cancellable, NULL)
                             : jal_store_open_damaged (opening->path, secret, cancellable, NULL);
  /* Where lists would be incomplete without a word they are not shown. */
  if (store != NULL && jal_store_is_splinted (store))
    opening->damaged = g_steal_pointer (&store);
  if (store == NULL && local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  g_clear_pointer (&opening->secret, jal_secret_free);
  if (store != NULL && opening->with_sample)
    {
      JalSampleResult result;

      jal_sample_fill (store, sample_progressed, opening, &result, cancellable, &opening->sample_error);
    }
  return store;
}

static void
opened_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalUnlockPage *self = owner;
  Opening *opening = data;

  if (error != NULL)
    {
      g_autofree char *text = jal_error_text (error);

      if (opening->create)
        {
          say (self->create_trouble_revealer, self->create_trouble, text);
          show (self, "create");
          gtk_widget_grab_focus (GTK_WIDGET (self->first));
        }
      else if (opening->by_code)
        {
          gtk_label_set_text (self->code_state, text);
          show (self, "recover");
          gtk_widget_grab_focus (GTK_WIDGET (self->code_view));
        }
      else
        {
          say (self->trouble_revealer, self->trouble, text);
          show (self, "unlock");
          gtk_widget_grab_focus (GTK_WIDGET (self->passphrase));
        }
      if (opening->damaged != NULL)
        jal_check_window_present (GTK_WIDGET (self), opening->damaged, TRUE);
      return;
    }
  g_free (self->path);
  self->path = g_strdup (opening->path);
  jal_settings_set_last_vault (self->path);
  show_start (self);
  g_signal_emit (self, signals[UNLOCKED], 0, JAL_STORE (result));
  jal_shell_report (GTK_WIDGET (self), opening->sample_error);
  if (jal_store_is_damaged (JAL_STORE (result)))
    jal_check_window_present (GTK_WIDGET (self), JAL_STORE (result), FALSE);
  else if (opening->create)
    jal_recovery_sheet_offer (GTK_WIDGET (self), JAL_STORE (result));
  else if (opening->by_code)
    jal_key_forms_recover (GTK_WIDGET (self), JAL_STORE (result));
}

/* Takes @secret over; clears the entries. */
static void
begin (JalUnlockPage *self, const char *path, JalSecret *secret, gboolean create, gboolean by_code)
{
  Opening *opening = g_new0 (Opening, 1);

  opening->path = g_strdup (path);
  opening->secret = secret;
  opening->create = create;
  opening->by_code = by_code;
  opening->person = create ? jal_text_one_line (gtk_editable_get_text (GTK_EDITABLE (self->person)), 0) : NULL;
  opening->with_sample = create && self->with_sample;
  g_weak_ref_init (&opening->page, self);
  clear_entries (self);
  say (self->trouble_revealer, self->trouble, NULL);
  say (self->create_trouble_revealer, self->create_trouble, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->busy_bar), FALSE);
  adw_status_page_set_description (self->busy_status,
                                   _ ("Making the key takes about a second, so that guessing it takes centuries."));
  adw_status_page_set_title (self->busy_status, create ? _ ("Creating the Vault…") : _ ("Unlocking…"));
  show (self, "busy");
  jal_task_run (self, begin, open_work, opening, free_opening, g_object_unref, opened_cb);
}

/* --- Verbs ---------------------------------------------------------------------------------------------------- */

static void
unlock_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalUnlockPage *self = data;

  if (self->path != NULL && *gtk_editable_get_text (GTK_EDITABLE (self->passphrase)) != '\0')
    begin (self, self->path, jal_secret_new (gtk_editable_get_text (GTK_EDITABLE (self->passphrase))), FALSE, FALSE);
}

static void
create_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalUnlockPage *self = data;

  if (g_action_get_enabled (G_ACTION (action)))
    begin (self, self->new_path, jal_secret_new (gtk_editable_get_text (GTK_EDITABLE (self->first))), TRUE, FALSE);
}

/* Returns (transfer full): what was typed of the recovery code; to be wiped. */
static char *
dup_code (JalUnlockPage *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (self->code, &start, &end);
  return gtk_text_buffer_get_text (self->code, &start, &end, FALSE);
}

static void
recover_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalUnlockPage *self = data;
  char *code = dup_code (self);

  if (self->path != NULL && g_action_get_enabled (G_ACTION (action)))
    begin (self, self->path, jal_secret_new (code), FALSE, TRUE);
  jal_recovery_free (code);
}

static void
sheet_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalUnlockPage *self = data;

  clear_entries (self);
  show (self, "recover");
  gtk_widget_grab_focus (GTK_WIDGET (self->code_view));
}

static void
vault_chosen_cb (GtkWidget *inside, const char *const *paths, gpointer data)
{
  jal_unlock_page_choose (JAL_UNLOCK_PAGE (inside), paths[0]);
}

static void
choose_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  jal_file_dialog_show (data, JAL_FILE_DIALOG_VAULT, _ ("Open a Vault"), _ ("_Open"), NULL, vault_chosen_cb, NULL, NULL);
}

static void
restored_cb (GtkWidget *inside, const char *path)
{
  jal_unlock_page_choose (JAL_UNLOCK_PAGE (inside), path);
  jal_shell_toast (inside, _ ("The backup has been restored"));
}

static void
restore_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalUnlockPage *self = data;

  jal_restore_dialog_present (data, NULL, self->path, restored_cb);
}

static void
set_new_path (JalUnlockPage *self, const char *path)
{
  g_autofree char *shown = g_filename_display_name (path);

  g_free (self->new_path);
  self->new_path = g_str_has_suffix (path, ".jalada") ? g_strdup (path) : g_strconcat (path, ".jalada", NULL);
  adw_action_row_set_subtitle (self->place, shown);
}

static void
place_chosen_cb (GtkWidget *inside, const char *const *paths, gpointer data)
{
  set_new_path (JAL_UNLOCK_PAGE (inside), paths[0]);
}

static void
place_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalUnlockPage *self = data;

  jal_file_dialog_show (data, JAL_FILE_DIALOG_SAVE, _ ("Where the Vault Lies"), _ ("_Choose"), self->new_path,
                        place_chosen_cb, NULL, NULL);
}

/* A name in the user's documents that is still free. */
static char *
suggest_path (gboolean with_sample)
{
  /* Translators: the name of the file that holds the cases, without its ending */
  const char *base = with_sample ? _ ("Sample") : _ ("Cases");
  const char *folder = g_get_user_special_dir (G_USER_DIRECTORY_DOCUMENTS);

  if (folder == NULL || !g_file_test (folder, G_FILE_TEST_IS_DIR))
    folder = g_get_home_dir ();
  for (guint i = 1;; i++)
    {
      g_autofree char *name = i == 1 ? g_strdup_printf ("%s.jalada", base) : g_strdup_printf ("%s %u.jalada", base, i);
      char *path = g_build_filename (folder, name, NULL);

      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        return path;
      g_free (path);
    }
}

/* Whom the computer thinks it belongs to: "Unknown" when it does not know. */
static const char *
suggest_person (void)
{
  const char *name = g_get_real_name ();

  return name != NULL && *name != '\0' && !g_str_equal (name, "Unknown") ? name : g_get_user_name ();
}

static void
start_creating (JalUnlockPage *self, gboolean with_sample)
{
  g_autofree char *path = suggest_path (with_sample);

  self->with_sample = with_sample;
  gtk_label_set_text (self->create_heading, with_sample ? _ ("A Vault With the Sample Case") : _ ("A New Vault"));
  gtk_widget_set_visible (GTK_WIDGET (self->sample_note), with_sample);
  set_new_path (self, path);
  clear_entries (self);
  gtk_editable_set_text (GTK_EDITABLE (self->person), suggest_person ());
  show (self, "create");
  gtk_widget_grab_focus (GTK_WIDGET (self->first));
}

static void
new_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  start_creating (data, FALSE);
}

static void
sample_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  start_creating (data, TRUE);
}

static void
back_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  show_start (data);
  jal_unlock_page_focus (data);
}

/* --- Entries ------------------------------------------------------------------------------------------------------ */

static void
set_enabled (JalUnlockPage *self, const char *name, gboolean enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), name)), enabled);
}

static void
passphrase_changed_cb (JalUnlockPage *self)
{
  gboolean any = *gtk_editable_get_text (GTK_EDITABLE (self->passphrase)) != '\0';

  set_enabled (self, "unlock", any);
  if (any)
    say (self->trouble_revealer, self->trouble, NULL);
}

static void
new_passphrase_changed_cb (JalUnlockPage *self)
{
  const char *first = gtk_editable_get_text (GTK_EDITABLE (self->first));
  const char *second = gtk_editable_get_text (GTK_EDITABLE (self->second));
  JalPassphraseStrength strength = jal_passphrase_judge (first);
  gboolean same = g_str_equal (first, second);

  if (*second != '\0' && !same && !g_str_has_prefix (first, second))
    gtk_label_set_text (self->strength, _ ("The two passphrases differ"));
  else
    gtk_label_set_text (self->strength, jal_passphrase_describe (strength));
  set_enabled (self, "create", same && strength >= JAL_PASSPHRASE_WEAK
                                   && jal_text_is_name (gtk_editable_get_text (GTK_EDITABLE (self->person)),
                                                         JAL_HOLDER_NAME_MAX));
}

/* Says while it is typed what is wrong, so that nobody types fourteen groups to learn that the second was wrong. */
static void
code_changed_cb (JalUnlockPage *self)
{
  g_autoptr (GError) error = NULL;
  gboolean unfinished = FALSE;
  char *code = dup_code (self);
  gboolean right = jal_recovery_check (code, &unfinished, &error);

  if (right)
    gtk_label_set_text (self->code_state, _ ("The code is complete and without a mistake."));
  else if (*code == '\0')
    gtk_label_set_text (self->code_state, "");
  else
    gtk_label_set_text (self->code_state, unfinished ? _ ("Right so far. There are fourteen groups.") : error->message);
  if (right || unfinished)
    gtk_widget_remove_css_class (GTK_WIDGET (self->code_state), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->code_state), "error");
  set_enabled (self, "recover", right);
  jal_recovery_free (code);
}

static void
passphrase_entered_cb (JalUnlockPage *self)
{
  g_action_group_activate_action (G_ACTION_GROUP (self->actions), "unlock", NULL);
}

static void
first_entered_cb (JalUnlockPage *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->second));
}

static void
second_entered_cb (JalUnlockPage *self)
{
  g_action_group_activate_action (G_ACTION_GROUP (self->actions), "create", NULL);
}

/* A line end says nothing in a code; where it is complete Enter opens the vault, as everywhere. */
static gboolean
code_key_cb (JalUnlockPage *self, guint keyval, guint keycode, GdkModifierType state)
{
  if (keyval != GDK_KEY_Return && keyval != GDK_KEY_KP_Enter && keyval != GDK_KEY_ISO_Enter)
    return GDK_EVENT_PROPAGATE;
  g_action_group_activate_action (G_ACTION_GROUP (self->actions), "recover", NULL);
  return GDK_EVENT_STOP;
}

/* Back to the passphrase, from where one came by a button. */
static gboolean
escape_cb (GtkWidget *widget, GVariant *parameter, gpointer data)
{
  JalUnlockPage *self = JAL_UNLOCK_PAGE (widget);
  const char *page = gtk_stack_get_visible_child_name (self->stack);

  if (g_strcmp0 (page, "recover") != 0 && g_strcmp0 (page, "create") != 0)
    return GDK_EVENT_PROPAGATE;
  g_action_group_activate_action (G_ACTION_GROUP (self->actions), "back", NULL);
  return GDK_EVENT_STOP;
}

static void
caps_lock_cb (JalUnlockPage *self, GParamSpec *pspec, GdkDevice *keyboard)
{
  gtk_widget_set_visible (GTK_WIDGET (self->caps_lock), gdk_device_get_caps_lock_state (keyboard));
}

static void
jal_unlock_page_realize (GtkWidget *widget)
{
  GdkSeat *seat;
  GdkDevice *keyboard;

  GTK_WIDGET_CLASS (jal_unlock_page_parent_class)->realize (widget);
  seat = gdk_display_get_default_seat (gtk_widget_get_display (widget));
  keyboard = seat != NULL ? gdk_seat_get_keyboard (seat) : NULL;
  if (keyboard != NULL)
    {
      g_signal_connect_object (keyboard, "notify::caps-lock-state", G_CALLBACK (caps_lock_cb), widget, G_CONNECT_SWAPPED);
      caps_lock_cb (JAL_UNLOCK_PAGE (widget), NULL, keyboard);
    }
}

static void
jal_unlock_page_dispose (GObject *object)
{
  JalUnlockPage *self = JAL_UNLOCK_PAGE (object);

  jal_task_cancel_all (self);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->new_path, g_free);
  g_clear_object (&self->actions);
  G_OBJECT_CLASS (jal_unlock_page_parent_class)->dispose (object);
}

static void
jal_unlock_page_class_init (JalUnlockPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = jal_unlock_page_dispose;
  widget_class->realize = jal_unlock_page_realize;
  signals[UNLOCKED] = g_signal_new ("unlocked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 1, G_TYPE_OBJECT);

  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_cb, NULL);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/jalada/Jalada/ui/jal-unlock-page.ui");
  gtk_widget_class_bind_template_child (widget_class, JalUnlockPage, stack);
  gtk_widget_class_bind_template_child (widget_class, JalUnlockPage, unlock_status);
  gtk_widget_class_bind_template_child (widget_class, JalUnlockPage, passphrase);
  gtk_widget_class_bind_template_child (widget_class, JalUnlockPage, caps_lock);
  gtk_widget_class_bind_template_child (widget_class, JalUnlockPage, trouble_revealer);
  gtk_widget_class_bind_template_child (widget_class, JalUnlockPage, trouble);
  gtk_widget_class_bind_template_child (widget_class, JalUnlockPage, unlock_button);
  gtk_widget_class_bind_template_child (widget_class, JalUnlockPage, code);
  gtk_widget_class_bind_template_child (widget_class, JalUnlockPage, code_view);
  gtk_widget_class_bind_template_child (widget_class, JalUnlockPage, code_state);
  gtk_widget_class_bind_template_child (widget_class, JalUnlockPage, place);
  gtk_widget_class_bind_template_child (widget_class, JalUnlockPage, person);
  gtk_widget_class_bind_template_child (widget_class, JalUnlockPage, first);
  gtk_widget_class_bind_template_child (widget_class, JalUnlockPage, second);
  gtk_widget_class_bind_template_child (widget_class, JalUnlockPage, strength);
  gtk_widget_class_bind_template_child (widget_class, JalUnlockPage, create_trouble_revealer);
  gtk_widget_class_bind_template_child (widget_class, JalUnlockPage, create_trouble);
  gtk_widget_class_bind_template_child (widget_class, JalUnlockPage, create_heading);
  gtk_widget_class_bind_template_child (widget_class, JalUnlockPage, sample_note);
  gtk_widget_class_bind_template_child (widget_class, JalUnlockPage, sample_button);
  gtk_widget_class_bind_template_child (widget_class, JalUnlockPage, busy_bar);
  gtk_widget_class_bind_template_child (widget_class, JalUnlockPage, busy_status);
  gtk_widget_class_bind_template_child (widget_class, JalUnlockPage, spinner);
  gtk_widget_class_bind_template_callback (widget_class, passphrase_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, new_passphrase_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, passphrase_entered_cb);
  gtk_widget_class_bind_template_callback (widget_class, code_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, code_key_cb);
  gtk_widget_class_bind_template_callback (widget_class, first_entered_cb);
  gtk_widget_class_bind_template_callback (widget_class, second_entered_cb);
}

static void
jal_unlock_page_init (JalUnlockPage *self)
{
  static const GActionEntry entries[] = {
    { .name = "unlock", .activate = unlock_activated_cb }, { .name = "create", .activate = create_activated_cb },
    { .name = "choose", .activate = choose_activated_cb }, { .name = "place", .activate = place_activated_cb },
    { .name = "new", .activate = new_activated_cb },       { .name = "back", .activate = back_activated_cb },
    { .name = "sample", .activate = sample_activated_cb }, { .name = "sheet", .activate = sheet_activated_cb },
    { .name = "recover", .activate = recover_activated_cb },
    { .name = "restore", .activate = restore_activated_cb },
  };

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "unlock", G_ACTION_GROUP (self->actions));
  gtk_widget_init_template (GTK_WIDGET (self));

  self->path = jal_settings_dup_last_vault ();
  if (self->path != NULL && !g_file_test (self->path, G_FILE_TEST_IS_REGULAR))
    g_clear_pointer (&self->path, g_free);
  gtk_widget_set_visible (self->sample_button, jal_sample_is_available ());
  passphrase_changed_cb (self);
  new_passphrase_changed_cb (self);
  code_changed_cb (self);
  show_start (self);
}

void
jal_unlock_page_choose (JalUnlockPage *self, const char *path)
{
  g_return_if_fail (JAL_IS_UNLOCK_PAGE (self));

  g_free (self->path);
  self->path = g_strdup (path);
  show_start (self);
  jal_unlock_page_focus (self);
}

void
jal_unlock_page_set_busy (JalUnlockPage *self, gboolean busy)
{
  g_return_if_fail (JAL_IS_UNLOCK_PAGE (self));

  /* What was asked of a vault that is closed now is not wanted any more: no form may come up over a locked one. */
  if (busy)
    jal_task_cancel_all (self);
  jal_accessible_set_sensitive (GTK_WIDGET (self), !busy);
  if (!busy)
    jal_unlock_page_focus (self);
}

void
jal_unlock_page_focus (JalUnlockPage *self)
{
  g_return_if_fail (JAL_IS_UNLOCK_PAGE (self));

  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "unlock") == 0)
    gtk_widget_grab_focus (GTK_WIDGET (self->passphrase));
  else
    gtk_widget_child_focus (GTK_WIDGET (self->stack), GTK_DIR_TAB_FORWARD);
}
