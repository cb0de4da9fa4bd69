/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who can open the vault: people, passphrases, recovery codes, new keys. Every secret comes from a file or the terminal. */
#define G_LOG_DOMAIN "jal-cli"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/jal-text.h"
#include "cli/jal-ctl.h"
#include "release/jal-recovery-paper.h"
#include "store/jal-holder.h"

#define NEW_FILE "new-passphrase-file"

static const JalCtlColumn columns[] = {
  { "id", N_ ("Person") },
  { "name", N_ ("Name") },
  { "role", N_ ("Role") },
  { "passphrase", N_ ("Passphrase") },
  { "recovery", N_ ("Recovery sheet") },
  { "self", N_ ("Has it open") },
  { NULL },
};

static void
put_holder (JsonBuilder *builder, const JalHolder *holder)
{
  json_builder_begin_object (builder);
  jal_ctl_put_id (builder, "id", holder->id);
  jal_ctl_put_string (builder, "name", holder->name);
  jal_ctl_put_string (builder, "role", holder->role);
  jal_ctl_put_flag (builder, "passphrase", holder->has_passphrase);
  jal_ctl_put_flag (builder, "recovery", holder->has_recovery);
  jal_ctl_put_flag (builder, "self", holder->is_self);
  jal_ctl_put_number (builder, "passes", (gint64)holder->passes);
  jal_ctl_put_number (builder, "memory", (gint64)holder->memory);
  json_builder_end_object (builder);
}

static gboolean
print_holders (JalCtl *ctl, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GPtrArray) holders = jal_holder_list (ctl->store, ctl->cancellable, error);

  if (holders == NULL)
    return FALSE;
  json_builder_begin_array (builder);
  for (guint i = 0; i < holders->len; i++)
    put_holder (builder, holders->pdata[i]);
  json_builder_end_array (builder);
  jal_ctl_print (ctl, builder, columns);
  return TRUE;
}

static gboolean
print_holder (JalCtl *ctl, JalId id, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GPtrArray) holders = jal_holder_list (ctl->store, ctl->cancellable, error);

  if (holders == NULL)
    return FALSE;
  for (guint i = 0; i < holders->len; i++)
    if (jal_id_equal (((JalHolder *)holders->pdata[i])->id, id))
      {
        put_holder (builder, holders->pdata[i]);
        jal_ctl_print (ctl, builder, columns);
      }
  return TRUE;
}

static gboolean
names (const JalHolder *holder, const char *who)
{
  g_autofree char *name = jal_text_fold (holder->name), *wanted = jal_text_fold (who);
  char hex[JAL_ID_HEX_LENGTH + 1];

  return g_str_equal (name, wanted)
         || (strlen (who) >= 6 && g_ascii_strncasecmp (jal_id_to_hex (holder->id, hex), who, strlen (who)) == 0);
}

/* The person named by argument @i, by name or the beginning of the identifier; who has the vault open without one.
   Returns (transfer full). */
static JalHolder *
get_person (JalCtl *ctl, guint i, GError **error)
{
  const char *who = jal_ctl_get_argument (ctl, i);
  g_autoptr (GPtrArray) holders = NULL;

  if (who != NULL && !g_utf8_validate (who, -1, NULL))
    {
      jal_ctl_usage (error, _ ("The name is not text in UTF-8."));
      return NULL;
    }
  holders = jal_holder_list (ctl->store, ctl->cancellable, error);
  for (guint n = 0; holders != NULL && n < holders->len; n++)
    {
      JalHolder *holder = holders->pdata[n];

      if (who == NULL ? holder->is_self : names (holder, who))
        return g_ptr_array_steal_index (holders, n);
    }
  if (holders != NULL)
    g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_NOT_FOUND, _ ("There is no such person. “jaladactl vault slots” lists them."));
  return NULL;
}

/* --- vault slots -------------------------------------------------------------------------------------------------- */

static gboolean
add (JalCtl *ctl, GError **error)
{
  const char *name = jal_ctl_get_argument (ctl, 1);
  JalStoreStrength strength;
  char *passphrase;
  JalId id = JAL_ID_NONE;
  gboolean done;

  if (ctl->arguments->len != 2 || !g_utf8_validate (name, -1, NULL))
    return jal_ctl_usage (error, _ ("Usage: jaladactl vault slots add NAME"));
  if (!jal_ctl_get_strength (ctl, &strength, error))
    return FALSE;
  passphrase = jal_ctl_get_secret (ctl, NEW_FILE, _ ("Passphrase of the new person: "), TRUE, error);
  if (passphrase == NULL)
    return FALSE;
  done = jal_holder_add (ctl->store, name, jal_ctl_get_option (ctl, "role"), passphrase, strength, &id, ctl->cancellable,
                         error);
  jal_ctl_free_passphrase (passphrase);
  return done && print_holder (ctl, id, error);
}

static gboolean
change_name (JalCtl *ctl, GError **error)
{
  const char *name = jal_ctl_get_argument (ctl, 2);
  const char *role = jal_ctl_get_option (ctl, "role");
  g_autoptr (JalHolder) holder = NULL;

  if (ctl->arguments->len != 3 || !g_utf8_validate (name, -1, NULL))
    return jal_ctl_usage (error, _ ("Usage: jaladactl vault slots rename PERSON NAME"));
  holder = get_person (ctl, 1, error);
  return holder != NULL
         && jal_holder_rename (ctl->store, holder->id, name, role != NULL ? role : holder->role, ctl->cancellable, error)
         && print_holder (ctl, holder->id, error);
}

static gboolean
take_away (JalCtl *ctl, GError **error)
{
  g_autoptr (JalHolder) holder = NULL;

  if (ctl->arguments->len != 2)
    return jal_ctl_usage (error, _ ("Usage: jaladactl vault slots remove PERSON"));
  holder = get_person (ctl, 1, error);
  if (holder == NULL || !jal_holder_remove (ctl->store, holder->id, ctl->cancellable, error) || !print_holders (ctl, error))
    return FALSE;
  jal_ctl_say (ctl, _ ("Copies and backups made before still open with the key that was taken away."));
  return TRUE;
}

static gboolean
run_slots (JalCtl *ctl, GError **error)
{
  const char *what = jal_ctl_get_argument (ctl, 0);

  if (what == NULL)
    return print_holders (ctl, error);
  if (g_str_equal (what, "add"))
    return add (ctl, error);
  if (g_str_equal (what, "rename"))
    return change_name (ctl, error);
  if (g_str_equal (what, "remove"))
    return take_away (ctl, error);
  return jal_ctl_usage (error, _ ("Usage: jaladactl vault slots [add NAME | rename PERSON NAME | remove PERSON]"));
}

/* --- vault passphrase --------------------------------------------------------------------------------------------- */

static gboolean
run_passphrase (JalCtl *ctl, GError **error)
{
  g_autoptr (JalHolder) holder = get_person (ctl, 0, error);
  gboolean needs_current, done;
  char *current = NULL, *passphrase;
  JalStoreStrength strength;

  if (holder == NULL || !jal_ctl_get_strength (ctl, &strength, error))
    return FALSE;
  /* One's own was just given, or the recovery code instead of it; somebody else's must be. */
  needs_current = holder->has_passphrase && !holder->is_self;
  if (needs_current)
    {
      current = jal_ctl_get_secret (ctl, "current-passphrase-file", _ ("Present passphrase of this person: "), FALSE, error);
      if (current == NULL)
        return FALSE;
    }
  passphrase = jal_ctl_get_secret (ctl, NEW_FILE, _ ("New passphrase: "), TRUE, error);
  done = passphrase != NULL
         && jal_holder_set_passphrase (ctl->store, holder->id, needs_current ? current : ctl->passphrase, passphrase,
                                       strength, ctl->cancellable, error);
  jal_ctl_free_passphrase (current);
  jal_ctl_free_passphrase (passphrase);
  if (!done || !print_holder (ctl, holder->id, error))
    return FALSE;
  jal_ctl_say (ctl, _ ("Copies and backups made before still open with the passphrase of before."));
  return TRUE;
}

/* --- vault recovery ----------------------------------------------------------------------------------------------- */

static gboolean
remove_sheet (JalCtl *ctl, GError **error)
{
  g_autoptr (JalHolder) holder = get_person (ctl, 1, error);

  return holder != NULL && jal_holder_remove_recovery (ctl->store, holder->id, ctl->cancellable, error)
         && print_holder (ctl, holder->id, error);
}

/* The code goes on the sheet and nowhere else. */
static gboolean
make_sheet (JalCtl *ctl, const char *path, GError **error)
{
  static const JalCtlColumn sheet_columns[] = { { "name", N_ ("Name") }, { "sheet", N_ ("Recovery sheet") }, { NULL } };
  const char *language = jal_ctl_get_option (ctl, "language");
  gboolean replace = jal_ctl_get_option (ctl, "replace") != NULL;
  g_autoptr (JalHolder) holder = get_person (ctl, G_MAXUINT, error);
  g_autoptr (JsonBuilder) builder = NULL;
  JalReleaseFile *file;

  if (holder == NULL)
    return FALSE;
  if (language != NULL && !g_str_equal (language, "en") && !g_str_equal (language, "sw"))
    return jal_ctl_usage (error, _ ("The language of the sheet is “en” or “sw”."));
  file = jal_release_file_new (path, replace, error);
  if (file == NULL
      || !jal_recovery_paper_release (ctl->store, g_strcmp0 (language, "sw") == 0 ? JAL_LANG_SW : JAL_LANG_EN, file,
                                      ctl->cancellable, error))
    return FALSE;
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  jal_ctl_put_id (builder, "id", holder->id);
  jal_ctl_put_string (builder, "name", holder->name);
  jal_ctl_put_string (builder, "sheet", path);
  json_builder_end_object (builder);
  jal_ctl_print (ctl, builder, sheet_columns);
  jal_ctl_say (ctl, _ ("Whoever has this file can open the vault. Print it, put the paper in a safe, and delete the file."));
  return TRUE;
}

static gboolean
run_recovery (JalCtl *ctl, GError **error)
{
  static const JalCtlColumn code_columns[] = { { "name", N_ ("Name") }, { "code", N_ ("Recovery code") }, { NULL } };
  g_autoptr (JalHolder) holder = NULL;
  g_autoptr (JsonBuilder) builder = NULL;
  char *code;

  if (ctl->arguments->len > 0)
    return g_str_equal (jal_ctl_get_argument (ctl, 0), "remove")
               ? remove_sheet (ctl, error)
               : jal_ctl_usage (error, _ ("Usage: jaladactl vault recovery [remove [PERSON]]"));
  if (jal_ctl_get_option (ctl, "sheet") != NULL)
    return make_sheet (ctl, jal_ctl_get_option (ctl, "sheet"), error);
  holder = get_person (ctl, G_MAXUINT, error);
  code = holder != NULL ? jal_holder_make_recovery (ctl->store, ctl->cancellable, error) : NULL;
  if (code == NULL)
    return FALSE;
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  jal_ctl_put_id (builder, "id", holder->id);
  jal_ctl_put_string (builder, "name", holder->name);
  jal_ctl_put_string (builder, "code", code);
  json_builder_end_object (builder);
  jal_ctl_print (ctl, builder, code_columns);
  jal_recovery_free (code);
  jal_ctl_say (ctl, _ ("Write the code on paper and keep it in a safe: it opens the vault, and is kept nowhere else. Earlier sheets are worthless now."));
  return TRUE;
}

/* --- vault rekey -------------------------------------------------------------------------------------------------- */

static void
clear_key (gpointer data)
{
  jal_ctl_free_passphrase ((char *)((JalRekeyKey *)data)->passphrase);
  jal_ctl_free_passphrase ((char *)((JalRekeyKey *)data)->new_passphrase);
}

/* The one who has it open first, with a new passphrase when a file of it is given, then those named with the files of their passphrases. */
static gboolean
collect_keys (JalCtl *ctl, GArray *keys, GError **error)
{
  for (guint i = 0; i == 0 || i < ctl->arguments->len + 2; i += 2)
    {
      g_autoptr (JalHolder) holder = get_person (ctl, i == 0 ? G_MAXUINT : i - 2, error);
      JalRekeyKey key = { 0 };

      if (holder == NULL)
        return FALSE;
      key.holder = holder->id;
      if (i > 0)
        key.passphrase = jal_ctl_read_secret (jal_ctl_get_argument (ctl, i - 1), error);
      else if (ctl->passphrase != NULL)
        key.passphrase = g_strdup (ctl->passphrase);
      else
        key.passphrase = jal_ctl_get_secret (ctl, NEW_FILE, _ ("New passphrase: "), TRUE, error);
      if (key.passphrase == NULL)
        return FALSE;
      if (i == 0 && ctl->passphrase != NULL && jal_ctl_get_option (ctl, NEW_FILE) != NULL)
        key.new_passphrase = jal_ctl_get_secret (ctl, NEW_FILE, "", TRUE, error);
      g_array_append_val (keys, key);
      if (i == 0 && key.new_passphrase == NULL && ctl->passphrase != NULL && jal_ctl_get_option (ctl, NEW_FILE) != NULL)
        return FALSE;
    }
  return TRUE;
}

static gboolean
run_rekey (JalCtl *ctl, GError **error)
{
  static const JalCtlColumn code_columns[] = { { "code", N_ ("Recovery code") }, { NULL } };
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (JalRekeyKey));
  gboolean wants_code = jal_ctl_get_option (ctl, "recovery") != NULL;
  g_autoptr (JsonBuilder) builder = NULL;
  g_autoptr (GPtrArray) holders = NULL;
  JalStoreStrength strength;
  char *code = NULL;

  g_array_set_clear_func (keys, clear_key);
  if (ctl->arguments->len % 2 != 0)
    return jal_ctl_usage (error, _ ("Usage: jaladactl vault rekey [PERSON PASSPHRASE-FILE]…"));
  if (!jal_ctl_get_strength (ctl, &strength, error) || !collect_keys (ctl, keys, error)
      || !jal_store_rekey (ctl->store, (const JalRekeyKey *)keys->data, keys->len, strength, wants_code ? &code : NULL,
                           NULL, NULL, NULL, ctl->cancellable, error))
    return FALSE;
  holders = jal_holder_list (ctl->store, ctl->cancellable, error);
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  jal_ctl_put_string (builder, "code", code);
  json_builder_set_member_name (builder, "people");
  json_builder_begin_array (builder);
  for (guint i = 0; holders != NULL && i < holders->len; i++)
    put_holder (builder, holders->pdata[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  jal_ctl_print (ctl, builder, code_columns);
  jal_recovery_free (code);
  jal_ctl_say (ctl, _ ("The vault has new keys. Copies and backups made before still open with the old ones: make a new backup."));
  return holders != NULL;
}

const JalCtlVerb jal_ctl_key_verbs[] = {
  { "vault", "slots", "[add NAME | rename PERSON NAME | remove PERSON]", 0, 3,
    "role=TEXT " NEW_FILE "=FILE strength=LEVEL", N_ ("List the people who have a key; add, rename or remove one."),
    JAL_CTL_OPEN_VAULT, run_slots },
  { "vault", "passphrase", "[PERSON]", 0, 1, NEW_FILE "=FILE current-passphrase-file=FILE strength=LEVEL",
    N_ ("Change a passphrase; somebody else's with their present one."), JAL_CTL_OPEN_VAULT, run_passphrase },
  { "vault", "recovery", "[remove [PERSON]]", 0, 2, "sheet=FILE.pdf language=en|sw replace",
    N_ ("Make a recovery code, which opens the vault when the passphrase is forgotten; or its sheet for the safe."), JAL_CTL_OPEN_VAULT, run_recovery },
  { "vault", "rekey", "[PERSON PASSPHRASE-FILE]…", 0, 30, "recovery " NEW_FILE "=FILE strength=LEVEL",
    N_ ("Replace the keys of the whole vault. Who is not named loses the key."), JAL_CTL_OPEN_VAULT, run_rekey },
  { NULL },
};
