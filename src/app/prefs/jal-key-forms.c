/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* One form for everything that takes a passphrase: what differs is which rows it has, and which call of the core it makes. */
#include "app/prefs/jal-key-forms.h"

#include <glib/gi18n-lib.h>

#include "app/prefs/jal-recovery-sheet.h"
#include "app/shell/jal-form.h"
#include "app/shell/jal-shell.h"
#include "app/shell/jal-steps.h"
#include "app/unlock/jal-secret.h"
#include "base/jal-text.h"
#include "store/jal-passphrase.h"

typedef enum
{
  ADD,
  RENAME,
  CHANGE,
  REMOVE,
  CONFIRM,
  REKEY,
} Kind;

/* The rows of a form; those it does not have are NULL. */
typedef struct
{
  Kind kind;
  JalStore *store;
  JalId id;
  AdwEntryRow *name;
  AdwEntryRow *role;
  AdwEntryRow *current; /* of the person whose passphrase changes */
  AdwEntryRow *fresh;
  AdwEntryRow *again;
  GtkLabel *strength;
  AdwEntryRow *own; /* of who has the vault open */
  GPtrArray *others; /* REKEY: AdwEntryRow, with the JalId of its person */
  GtkLabel *state;
  GtkWidget *window; /* borrowed: REKEY holds its lock while it runs */
  JalKeyConfirmed confirmed;
} KeyForm;

/* What the work needs of them. */
typedef struct
{
  Kind kind;
  JalStore *store;
  JalId id;
  char *name;
  char *role;
  JalSecret *current, *fresh, *own;
  GArray *keys;       /* REKEY: of JalRekeyKey, the passphrases owned by @secrets */
  GPtrArray *secrets; /* of JalSecret */
  JalSteps *steps;
  GWeakRef window;
} KeyWork;

static void
free_form (gpointer data)
{
  KeyForm *form = data;

  g_object_unref (form->store);
  g_clear_pointer (&form->others, g_ptr_array_unref);
  g_free (form);
}

/* The window at the bottom: it outlives the dialogs that a lock closes. */
static GtkWidget *
find_window (GtkWidget *inside)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (inside));

  while (gtk_window_get_transient_for (window) != NULL)
    window = gtk_window_get_transient_for (window);
  return GTK_WIDGET (window);
}

static gboolean
release_lock_cb (gpointer data)
{
  jal_shell_release_lock (data);
  return G_SOURCE_REMOVE;
}

static void
free_work (gpointer data)
{
  KeyWork *work = data;
  GtkWidget *window = g_weak_ref_get (&work->window);

  /* The window's lock was held for this; given back on its own thread. */
  if (window != NULL)
    g_idle_add_full (G_PRIORITY_DEFAULT, release_lock_cb, window, g_object_unref);
  g_weak_ref_clear (&work->window);
  jal_steps_free (work->steps);
  g_object_unref (work->store);
  g_free (work->name);
  g_free (work->role);
  jal_secret_free (work->current);
  jal_secret_free (work->fresh);
  jal_secret_free (work->own);
  g_clear_pointer (&work->keys, g_array_unref);
  g_clear_pointer (&work->secrets, g_ptr_array_unref);
  g_free (work);
}

/* --- What is typed ------------------------------------------------------------------------------------------------ */

static gboolean
is_filled (AdwEntryRow *row)
{
  return row == NULL || *jal_form_get_text (row) != '\0';
}

static gboolean
check_fresh (KeyForm *form)
{
  const char *first, *second;
  JalPassphraseStrength strength;

  if (form->fresh == NULL)
    return TRUE;
  first = jal_form_get_text (form->fresh);
  second = jal_form_get_text (form->again);
  strength = jal_passphrase_judge (first);
  if (*second != '\0' && !g_str_has_prefix (first, second))
    jal_form_set_meaning (form->strength, _ ("The two passphrases differ"), TRUE);
  else
    jal_form_set_meaning (form->strength, jal_passphrase_describe (strength), FALSE);
  return g_str_equal (first, second) && strength >= JAL_PASSPHRASE_WEAK;
}

static gboolean
check (JalForm *dialog, gpointer about)
{
  KeyForm *form = about;
  gboolean fresh = check_fresh (form);

  return fresh && is_filled (form->current) && is_filled (form->own)
         && (form->name == NULL || jal_text_is_label (jal_form_get_text (form->name), JAL_HOLDER_NAME_MAX));
}

static JalSecret *
take (AdwEntryRow *row)
{
  return row != NULL ? jal_form_take_secret (row) : NULL;
}

static void
add_key (KeyWork *work, JalId holder, JalSecret *secret)
{
  JalRekeyKey key = { holder, jal_secret_get (secret) };

  g_ptr_array_add (work->secrets, secret);
  g_array_append_val (work->keys, key);
}

static void
show_step (gpointer object, const JalStep *step)
{
  /* Translators: %d is a number from 0 to 100 */
  g_autofree char *text = g_strdup_printf (_ ("Replacing the keys… %d %%"), (int)(jal_step_fraction (step) * 100));

  jal_form_set_meaning (object, text, FALSE);
}

static gpointer
read_form (JalForm *dialog, gpointer about)
{
  KeyForm *form = about;
  KeyWork *work = g_new0 (KeyWork, 1);

  work->kind = form->kind;
  work->store = g_object_ref (form->store);
  work->id = form->id;
  work->name = form->name != NULL ? jal_text_one_line (jal_form_get_text (form->name), 0) : NULL;
  work->role = form->role != NULL ? jal_text_one_line (jal_form_get_text (form->role), 0) : NULL;
  work->current = take (form->current);
  work->fresh = take (form->fresh);
  if (form->again != NULL)
    gtk_editable_set_text (GTK_EDITABLE (form->again), "");
  work->own = take (form->own);
  g_weak_ref_init (&work->window, NULL);
  if (form->kind == REKEY)
    {
      work->keys = g_array_new (FALSE, FALSE, sizeof (JalRekeyKey));
      work->secrets = g_ptr_array_new_with_free_func ((GDestroyNotify)jal_secret_free);
      add_key (work, form->id, g_steal_pointer (&work->own));
      for (guint i = 0; i < form->others->len; i++)
        {
          AdwEntryRow *row = form->others->pdata[i];
          const JalId *id = g_object_get_data (G_OBJECT (row), "holder");

          if (*jal_form_get_text (row) != '\0')
            add_key (work, *id, jal_form_take_secret (row));
        }
      work->steps = jal_steps_new (form->state, show_step);
      g_weak_ref_set (&work->window, form->window);
      jal_shell_hold_lock (form->window);
    }
  return work;
}

/* --- The work ------------------------------------------------------------------------------------------------------ */

static gpointer
do_work (gpointer data, GCancellable *cancellable, GError **error)
{
  KeyWork *work = data;

  if (work->own != NULL
      && !jal_holder_check_passphrase (work->store, JAL_ID_NONE, jal_secret_get (work->own), cancellable, error))
    return NULL;
  switch (work->kind)
    {
    case ADD:
      jal_holder_add (work->store, work->name, work->role, jal_secret_get (work->fresh), JAL_STORE_STRENGTH_MACHINE, NULL,
                      cancellable, error);
      break;
    case RENAME:
      jal_holder_rename (work->store, work->id, work->name, work->role, cancellable, error);
      break;
    case CHANGE:
      jal_holder_set_passphrase (work->store, work->id, work->current != NULL ? jal_secret_get (work->current) : NULL,
                                 jal_secret_get (work->fresh), JAL_STORE_STRENGTH_MACHINE, cancellable, error);
      break;
    case REMOVE:
      jal_holder_remove (work->store, work->id, cancellable, error);
      break;
    case REKEY:
      jal_store_rekey (work->store, (const JalRekeyKey *)work->keys->data, work->keys->len, JAL_STORE_STRENGTH_MACHINE, NULL,
                       NULL, jal_steps_progress_fraction, work->steps, cancellable, error);
      break;
    case CONFIRM:
    default:
      break;
    }
  return NULL;
}

static void
kept_cb (GtkWidget *inside, gpointer data, gpointer about)
{
  KeyForm *form = about;

  switch (form->kind)
    {
    case ADD:
      jal_shell_toast (inside, _ ("The person can open the vault now"));
      break;
    case RENAME:
      jal_shell_toast (inside, _ ("The name was changed"));
      break;
    case CHANGE:
      jal_shell_toast (inside, _ ("The new passphrase counts from now on"));
      break;
    case REMOVE:
      jal_shell_toast (inside, _ ("The person cannot open the vault any more"));
      break;
    case CONFIRM:
      form->confirmed (inside, form->store);
      break;
    case REKEY:
      jal_shell_toast (inside, _ ("The vault has new keys"));
      jal_recovery_sheet_offer (inside, form->store);
      break;
    }
}

/* --- The forms ---------------------------------------------------------------------------------------------------- */

static KeyForm *
new_form (Kind kind, JalStore *store, JalId id)
{
  KeyForm *form = g_new0 (KeyForm, 1);

  form->kind = kind;
  form->store = g_object_ref (store);
  form->id = id;
  return form;
}

static void
add_fresh (KeyForm *form, JalForm *dialog, const char *title)
{
  jal_form_add_group (dialog, NULL, NULL);
  form->fresh = jal_form_add_passphrase (dialog, title);
  form->again = jal_form_add_passphrase (dialog, _ ("The Same Again"));
  form->strength = jal_form_add_meaning (dialog);
}

static void
add_own (KeyForm *form, JalForm *dialog)
{
  jal_form_add_group (dialog, NULL, _ ("To be sure that it is you:"));
  form->own = jal_form_add_passphrase (dialog, _ ("Your Own Passphrase"));
}

static void
present (KeyForm *form, JalForm *dialog)
{
  jal_form_present (dialog, check, read_form, do_work, free_work, kept_cb, form, free_form);
}

void
jal_key_forms_add (GtkWidget *inside, JalStore *store)
{
  JalForm *dialog = jal_form_new (inside, _ ("Add Person"), _ ("_Add"));
  KeyForm *form = new_form (ADD, store, JAL_ID_NONE);

  jal_form_add_group (dialog, NULL, _ ("The name stands in the record of everything this person does. It is kept inside the vault only."));
  form->name = jal_form_add_entry (dialog, _ ("Name"), NULL);
  form->role = jal_form_add_entry (dialog, _ ("Role"), NULL);
  add_fresh (form, dialog, _ ("Passphrase of This Person"));
  add_own (form, dialog);
  present (form, dialog);
}

void
jal_key_forms_rename (GtkWidget *inside, JalStore *store, const JalHolder *holder)
{
  JalForm *dialog = jal_form_new (inside, _ ("Rename Person"), NULL);
  KeyForm *form = new_form (RENAME, store, holder->id);

  jal_form_add_group (dialog, NULL, _ ("What is on record already keeps the name of then."));
  form->name = jal_form_add_entry (dialog, _ ("Name"), holder->name);
  form->role = jal_form_add_entry (dialog, _ ("Role"), holder->role);
  present (form, dialog);
}

void
jal_key_forms_passphrase (GtkWidget *inside, JalStore *store, const JalHolder *holder)
{
  JalForm *dialog = jal_form_new (inside, holder->has_passphrase ? _ ("Change Passphrase") : _ ("Give a Passphrase"), NULL);
  KeyForm *form = new_form (CHANGE, store, holder->id);

  if (holder->has_passphrase)
    {
      jal_form_add_group (dialog, NULL,
                          holder->is_self
                              ? _ ("Copies and backups made before still open with the passphrase of before.")
                              : _ ("Whoever changes a passphrase must know the present one. If it is forgotten, remove the person and add "
                                   "them again. Copies and backups made before still open with the passphrase of before."));
      form->current = jal_form_add_passphrase (dialog, _ ("Present Passphrase"));
    }
  add_fresh (form, dialog, _ ("New Passphrase"));
  if (!holder->has_passphrase)
    add_own (form, dialog);
  present (form, dialog);
}

void
jal_key_forms_remove (GtkWidget *inside, JalStore *store, const JalHolder *holder)
{
  JalForm *dialog = jal_form_new (inside, _ ("Remove Person"), _ ("_Remove"));
  KeyForm *form = new_form (REMOVE, store, holder->id);
  g_autofree char *name = g_markup_escape_text (holder->name, -1);

  jal_form_add_group (dialog, name,
                      _ ("This person's passphrase and recovery sheet will open nothing any more; what they did stays on record. Copies "
                         "and backups made before still open with them: after a quarrel, replace the keys as well."));
  form->own = jal_form_add_passphrase (dialog, _ ("Your Own Passphrase"));
  present (form, dialog);
}

void
jal_key_forms_confirm (GtkWidget *inside, JalStore *store, const char *heading, const char *body, const char *verb,
                       JalKeyConfirmed done)
{
  JalForm *dialog = jal_form_new (inside, heading, verb);
  KeyForm *form = new_form (CONFIRM, store, JAL_ID_NONE);

  form->confirmed = done;
  jal_form_add_group (dialog, NULL, body);
  form->own = jal_form_add_passphrase (dialog, _ ("Your Own Passphrase"));
  present (form, dialog);
}

static void
add_other (KeyForm *form, JalForm *dialog, const JalHolder *holder)
{
  /* Translators: %s is a person's name */
  g_autofree char *title = g_strdup_printf (_ ("Present passphrase of %s"), holder->name);
  AdwEntryRow *row = jal_form_add_passphrase (dialog, title);

  g_object_set_data_full (G_OBJECT (row), "holder", g_memdup2 (&holder->id, sizeof holder->id), g_free);
  g_ptr_array_add (form->others, row);
}

void
jal_key_forms_rekey (GtkWidget *inside, JalStore *store, GPtrArray *holders)
{
  JalForm *dialog = jal_form_new (inside, _ ("Replace the Keys"), _ ("_Replace"));
  const JalHolder *self = holders->pdata[0];
  KeyForm *form = new_form (REKEY, store, self->id);
  guint n_others = 0;

  form->window = find_window (inside);
  form->others = g_ptr_array_new ();
  jal_form_add_group (dialog, NULL,
                      _ ("The whole vault is encrypted anew: whoever once had a key, or a copy of one, cannot read what is written from "
                         "now on. It takes about as long as copying the vault, and as much free space. Older copies and backups still "
                         "open with the old keys, and every recovery sheet becomes worthless."));
  form->own = jal_form_add_passphrase (dialog, _ ("Your Own Passphrase"));
  for (guint i = 1; i < holders->len; i++)
    n_others += ((JalHolder *)holders->pdata[i])->has_passphrase;
  if (n_others > 0)
    jal_form_add_group (dialog, _ ("Others"),
                        _ ("Who types the passphrase here keeps it. Who does not stays on the list without a key, until given a new "
                           "passphrase."));
  for (guint i = 1; i < holders->len; i++)
    if (((JalHolder *)holders->pdata[i])->has_passphrase)
      add_other (form, dialog, holders->pdata[i]);
  form->state = jal_form_add_meaning (dialog);
  present (form, dialog);
}

/* --- After the recovery sheet was used ----------------------------------------------------------------------------- */

static gpointer
find_self_work (gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) holders = jal_holder_list (data, cancellable, error);

  return holders != NULL && holders->len > 0 ? g_ptr_array_steal_index (holders, 0) : NULL;
}

static void
found_self_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  GtkWidget *inside = owner;
  const JalHolder *self = result;
  JalForm *dialog;
  KeyForm *form;

  if (self == NULL)
    {
      jal_shell_report (inside, error);
      return;
    }
  dialog = jal_form_new (inside, _ ("A New Passphrase"), NULL);
  form = new_form (CHANGE, data, self->id);
  jal_form_add_group (dialog, NULL,
                      _ ("The vault is open. Choose a passphrase instead of the forgotten one, which opens nothing any more then. The "
                         "recovery sheet stays valid; put it back in its safe."));
  add_fresh (form, dialog, _ ("New Passphrase"));
  present (form, dialog);
}

void
jal_key_forms_recover (GtkWidget *inside, JalStore *store)
{
  jal_task_run (inside, jal_key_forms_recover, find_self_work, g_object_ref (store), g_object_unref,
                (GDestroyNotify)jal_holder_free, found_self_cb);
}
