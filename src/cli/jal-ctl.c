/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * jaladactl: every verb of the core for scripts.
 *
 * 1. The exit code says how it ended: 0 done, 1 failed, 2 usage, 3 wrong passphrase, 4 damaged, 5 refused.
 * 2. With --json standard output holds one JSON value and nothing else; complaints go to standard error.
 * 3. A passphrase never stands on the command line, and nothing of a case is written anywhere but where the user said.
 * 4. Verbs are rows of tables; this file knows none of them.
 */
#define G_LOG_DOMAIN "jal-cli"

#include "cli/jal-ctl.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#include "cases/jal-cases.h"
#include "schedule/jal-schedule-change.h"
#include "store/jal-holder.h"
#include "store/jal-rescue.h"
#include "store/jal-rescued.h"

G_DEFINE_QUARK (jal - ctl - error - quark, jal_ctl_error)

#define EVERYWHERE "vault=FILE passphrase-file=FILE recovery-file=FILE damaged json help version"

static const JalCtlVerb *const tables[] = {
  jal_ctl_vault_verbs, jal_ctl_check_verbs, jal_ctl_rescue_verbs,
  jal_ctl_person_verbs,
  jal_ctl_backup_verbs,
  jal_ctl_case_verbs,  jal_ctl_evidence_verbs, jal_ctl_release_verbs,
  jal_ctl_mark_verbs,  jal_ctl_session_verbs, jal_ctl_bundle_verbs,   jal_ctl_erasure_verbs, jal_ctl_sample_verbs,
  jal_ctl_key_verbs,
  jal_ctl_court_day_verbs, jal_ctl_usual_task_verbs, jal_ctl_calendar_verbs,
  jal_ctl_picture_verbs,
  jal_ctl_redact_verbs,
  jal_ctl_looked_verbs,
};

gboolean
jal_ctl_usage (GError **error, const char *format, ...)
{
  va_list arguments;
  g_autofree char *message = NULL;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error_literal (error, JAL_CTL_ERROR, JAL_CTL_ERROR_USAGE, message);
  return FALSE;
}

/* --- The command line ---------------------------------------------------------------------------------------- */

/* Whether the list @options has @name, and whether it takes a value. */
static gboolean
find_option (const char *options, const char *name, gboolean *takes_value)
{
  g_auto (GStrv) words = g_strsplit (options != NULL ? options : "", " ", -1);
  gsize length = strlen (name);

  for (guint i = 0; words[i] != NULL; i++)
    {
      const char *word = words[i] + (words[i][0] == '!' ? 1 : 0);

      if (strncmp (word, name, length) != 0 || (word[length] != '\0' && word[length] != '='))
        continue;
      *takes_value = word[length] == '=';
      return TRUE;
    }
  return FALSE;
}

/* An option counts for every verb here: whether the verb has it is checked when the verb is known. */
static gboolean
option_takes_value (const char *name, gboolean *takes_value)
{
  if (find_option (EVERYWHERE, name, takes_value))
    return TRUE;
  for (guint t = 0; t < G_N_ELEMENTS (tables); t++)
    for (const JalCtlVerb *verb = tables[t]; verb->noun != NULL; verb++)
      if (find_option (verb->options, name, takes_value))
        return TRUE;
  return FALSE;
}

static gboolean
option_is_file (const char *name)
{
  return g_str_equal (name, "vault") || g_str_has_suffix (name, "-file");
}

static gboolean
parse_command_line (JalCtl *ctl, int argc, char **argv, GError **error)
{
  gboolean only_arguments = FALSE;

  for (int i = 1; i < argc; i++)
    {
      g_autofree char *name = NULL;
      const char *equals, *value;
      gboolean takes_value;

      if (only_arguments || argv[i][0] != '-' || argv[i][1] == '\0')
        {
          g_ptr_array_add (ctl->arguments, g_strdup (argv[i]));
          continue;
        }
      if (g_str_equal (argv[i], "--"))
        {
          only_arguments = TRUE;
          continue;
        }
      equals = strchr (argv[i], '=');
      name = g_str_has_prefix (argv[i], "--")
                 ? g_strndup (argv[i] + 2, equals != NULL ? (gsize)(equals - argv[i] - 2) : strlen (argv[i]))
                 : g_strdup ("");
      if (!option_takes_value (name, &takes_value))
        return jal_ctl_usage (error, _ ("There is no option %s."), argv[i]);
      if (!takes_value && equals != NULL)
        return jal_ctl_usage (error, _ ("The option --%s takes no value."), name);
      if (takes_value && equals == NULL && i + 1 == argc)
        return jal_ctl_usage (error, _ ("The option --%s needs a value."), name);
      if (g_hash_table_contains (ctl->options, name))
        return jal_ctl_usage (error, _ ("The option --%s is given twice."), name);
      value = !takes_value ? "" : (equals != NULL ? equals + 1 : argv[++i]);
      /* Names of files are bytes; everything else is kept and shown as text. */
      if (!option_is_file (name) && !g_utf8_validate (value, -1, NULL))
        return jal_ctl_usage (error, _ ("The value of --%s is not text in UTF-8."), name);
      g_hash_table_insert (ctl->options, g_steal_pointer (&name), g_strdup (value));
    }
  ctl->json = jal_ctl_get_option (ctl, "json") != NULL;
  return TRUE;
}

/* Takes the one or two words of the verb off the arguments. */
static gboolean
find_verb (JalCtl *ctl, GError **error)
{
  const char *noun = jal_ctl_get_argument (ctl, 0);
  const char *word = jal_ctl_get_argument (ctl, 1);

  for (guint t = 0; t < G_N_ELEMENTS (tables); t++)
    for (const JalCtlVerb *verb = tables[t]; verb->noun != NULL && ctl->verb == NULL; verb++)
      if (g_strcmp0 (verb->noun, noun) == 0 && (verb->verb == NULL || g_strcmp0 (verb->verb, word) == 0))
        ctl->verb = verb;
  if (ctl->verb == NULL)
    return noun == NULL ? jal_ctl_usage (error, _ ("Say what is to be done. “jaladactl --help” lists the verbs."))
                        : jal_ctl_usage (error, _ ("There is no verb “%s %s”. “jaladactl --help” lists them."), noun,
                                         word != NULL ? word : "");
  g_ptr_array_remove_range (ctl->arguments, 0, ctl->verb->verb != NULL ? 2 : 1);
  return TRUE;
}

static gboolean
check_verb (JalCtl *ctl, GError **error)
{
  g_auto (GStrv) words = g_strsplit (ctl->verb->options != NULL ? ctl->verb->options : "", " ", -1);
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, ctl->options);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      gboolean takes_value;

      if (!find_option (EVERYWHERE, key, &takes_value) && !find_option (ctl->verb->options, key, &takes_value))
        return jal_ctl_usage (error, _ ("This verb has no option --%s."), (const char *)key);
    }
  for (guint i = 0; words[i] != NULL; i++)
    if (words[i][0] == '!')
      {
        g_autofree char *name = g_strndup (words[i] + 1, strcspn (words[i] + 1, "="));

        if (jal_ctl_get_option (ctl, name) == NULL)
          return jal_ctl_usage (error, _ ("The option --%s is missing."), name);
      }
  if (ctl->arguments->len < ctl->verb->min_arguments || ctl->arguments->len > ctl->verb->max_arguments)
    return jal_ctl_usage (error, _ ("Usage: jaladactl %s %s %s"), ctl->verb->noun,
                          ctl->verb->verb != NULL ? ctl->verb->verb : "", ctl->verb->arguments);
  if (ctl->verb->needs == JAL_CTL_OPEN_VAULT && jal_ctl_get_option (ctl, "vault") == NULL)
    return jal_ctl_usage (error, _ ("Say which vault: --vault FILE."));
  return TRUE;
}

static void
print_help (void)
{
  puts (_ ("Usage: jaladactl VERB … --vault FILE [--passphrase-file FILE | --recovery-file FILE] [--json]\n\n"
           "Objects are named by their identifier or its first six digits or more. Verbs:\n"));
  for (guint t = 0; t < G_N_ELEMENTS (tables); t++)
    for (const JalCtlVerb *verb = tables[t]; verb->noun != NULL; verb++)
      {
        g_auto (GStrv) words = g_strsplit (verb->options != NULL ? verb->options : "", " ", -1);

        printf ("  %s%s%s%s%s", verb->noun, verb->verb != NULL ? " " : "", verb->verb != NULL ? verb->verb : "",
                *verb->arguments != '\0' ? " " : "", verb->arguments);
        for (guint i = 0; words[i] != NULL && *words[i] != '\0'; i++)
          {
            gboolean required = words[i][0] == '!';

            /* For tests: nobody should be tempted by a weaker vault. */
            if (g_str_has_prefix (words[i], "strength="))
              continue;
            g_auto (GStrv) pair = g_strsplit (words[i] + (required ? 1 : 0), "=", 2);

            printf (" %s--%s%s%s%s", required ? "" : "[", pair[0], pair[1] != NULL ? " " : "",
                    pair[1] != NULL ? pair[1] : "", required ? "" : "]");
          }
        printf ("\n      %s\n", _ (verb->summary));
      }
  puts (_ ("\nEvery verb that opens a vault takes --recovery-file FILE instead of --passphrase-file: the code of the recovery sheet, on one\n"
           "line or more. Without either the passphrase is asked for at the terminal. --json prints one JSON value.\n"
           "--damaged opens a damaged vault all the same, to read and to copy out."));
  puts (_ ("\nExit codes: 0 done, 1 failed, 2 usage, 3 wrong passphrase, 4 damaged, 5 refused."));
}

/* --- What verbs ask ------------------------------------------------------------------------------------------ */

const char *
jal_ctl_get_option (JalCtl *ctl, const char *name)
{
  return g_hash_table_lookup (ctl->options, name);
}

const char *
jal_ctl_get_argument (JalCtl *ctl, guint i)
{
  return i < ctl->arguments->len ? g_ptr_array_index (ctl->arguments, i) : NULL;
}

gboolean
jal_ctl_get_number (JalCtl *ctl, const char *name, guint min, guint max, guint fallback, guint *value, GError **error)
{
  const char *text = jal_ctl_get_option (ctl, name);
  guint64 number;

  if (text == NULL)
    {
      *value = fallback;
      return TRUE;
    }
  if (!g_ascii_string_to_unsigned (text, 10, min, max, &number, NULL))
    return jal_ctl_usage (error, _ ("--%s must be a whole number from %u to %u."), name, min, max);
  *value = (guint)number;
  return TRUE;
}

gboolean
jal_ctl_get_date (JalCtl *ctl, const char *name, JalDate *date, GError **error)
{
  const char *text = jal_ctl_get_option (ctl, name);

  if (text == NULL)
    *date = JAL_DATE_NONE;
  else if (!jal_date_parse (text, date))
    return jal_ctl_usage (error, _ ("--%s must be a date such as 2027-03-14."), name);
  return TRUE;
}

gboolean
jal_ctl_resolve (JalCtl *ctl, const char *noun, const char *name, JalId *id, GError **error)
{
  return jal_cases_resolve (ctl->store, noun, name, id, error);
}

gboolean
jal_ctl_get_id (JalCtl *ctl, const char *noun, guint i, JalId *id, GError **error)
{
  return jal_ctl_resolve (ctl, noun, jal_ctl_get_argument (ctl, i), id, error);
}

/* --- How it ends --------------------------------------------------------------------------------------------- */

int
jal_ctl_exit_code (const GError *error)
{
  if (error == NULL)
    return JAL_CTL_DONE;
  if (error->domain == JAL_CTL_ERROR)
    return error->code == JAL_CTL_ERROR_USAGE
               ? JAL_CTL_USAGE
               : (error->code == JAL_CTL_ERROR_REFUSED ? JAL_CTL_REFUSED : JAL_CTL_FAILED);
  if (error->domain == JAL_SCHEDULE_ERROR)
    return JAL_CTL_REFUSED;
  if (error->domain != JAL_STORE_ERROR)
    return JAL_CTL_FAILED;
  switch ((JalStoreError)error->code)
    {
    case JAL_STORE_ERROR_PASSPHRASE:
    case JAL_STORE_ERROR_RECOVERY:
      return JAL_CTL_PASSPHRASE;
    case JAL_STORE_ERROR_DAMAGED:
      return JAL_CTL_DAMAGED;
    case JAL_STORE_ERROR_REFUSED:
    case JAL_STORE_ERROR_EXISTS:
    case JAL_STORE_ERROR_TOO_NEW:
      return JAL_CTL_REFUSED;
    case JAL_STORE_ERROR_FAILED:
    case JAL_STORE_ERROR_NOT_A_VAULT:
    case JAL_STORE_ERROR_OPEN_ELSEWHERE:
    case JAL_STORE_ERROR_DISK_FULL:
    case JAL_STORE_ERROR_CONFLICT:
    case JAL_STORE_ERROR_NOT_FOUND:
    case JAL_STORE_ERROR_AMBIGUOUS:
    case JAL_STORE_ERROR_CLOSED:
    default:
      return JAL_CTL_FAILED;
    }
}

/* How long closing may count a vault that was not closed cleanly. */
#define JAL_CTL_PATIENCE_MS 10000

gboolean
jal_ctl_open_so_far (JalCtl *ctl, gboolean whole, gboolean damaged, GError **error)
{
  const char *path = jal_ctl_get_option (ctl, "vault");
  gboolean by_code = jal_ctl_get_option (ctl, "recovery-file") != NULL;
  char *secret = by_code ? jal_ctl_get_recovery (ctl, error) : jal_ctl_get_passphrase (ctl, FALSE, error);
  g_autoptr (GError) local = NULL;

  if (secret == NULL)
    return FALSE;
  if (whole)
    ctl->store = by_code ? jal_store_open_vault_by_code (path, secret, ctl->cancellable, &local)
                         : jal_store_open_vault (path, secret, ctl->cancellable, &local);
  if (damaged && (!whole || g_error_matches (local, JAL_STORE_ERROR, JAL_STORE_ERROR_DAMAGED)))
    {
      g_clear_error (&local);
      ctl->store = by_code ? jal_store_open_damaged_by_code (path, secret, ctl->cancellable, &local)
                           : jal_store_open_damaged (path, secret, ctl->cancellable, &local);
    }
  if (by_code)
    jal_recovery_free (secret);
  else
    ctl->passphrase = secret;
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  return ctl->store != NULL;
}

/* What is known at once of what was done to the vault while it was closed. */
static void
warn_health (JalCtl *ctl)
{
  static const JalStoreBeside all[] = { JAL_STORE_BESIDE_CUT, JAL_STORE_BESIDE_BROKEN, JAL_STORE_BESIDE_LEFT };
  JalStoreHealth health;

  if (!jal_store_get_health (ctl->store, &health, NULL))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    if ((health.beside & all[i]) != 0)
      jal_ctl_warn ("%s", jal_store_beside_words (all[i]));
  /* A check has it on its list, or is told to let it be. */
  if (health.older && g_strcmp0 (ctl->verb->verb, "check") != 0)
    jal_ctl_warn ("%s", _ ("This computer has seen a newer state of this vault. If you did not restore a backup or open a copy on "
                           "purpose, somebody has put an old vault in the place of yours."));
}

/* Every time, until somebody has looked: what a copy lacks nobody misses. */
static void
warn_unsure (JalCtl *ctl)
{
  g_autoptr (JalRescueDoubt) doubt = NULL;

  if (jal_rescued_get_doubt (ctl->store, &doubt, ctl->cancellable, NULL) && doubt != NULL && !g_str_equal (ctl->verb->verb != NULL ? ctl->verb->verb : "", "rescued"))
    jal_ctl_warn ("%s", _ ("This vault was rescued with losses: no copy leaves it before its protected names and redactions are looked through. "
                           "“jaladactl vault rescued” lists the cases."));
}

gboolean
jal_ctl_open_vault (JalCtl *ctl, GError **error)
{
  gboolean damaged = jal_ctl_get_option (ctl, "damaged") != NULL;

  if (jal_ctl_open_so_far (ctl, TRUE, damaged, error) && jal_store_is_splinted (ctl->store))
    {
      jal_store_close (ctl->store, NULL);
      g_clear_object (&ctl->store);
      g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_DAMAGED,
                           _ ("This vault's table of contents or a block that leads to others is damaged: lists would be incomplete without a "
                              "word, so it is not opened."));
    }
  else if (ctl->store != NULL && jal_store_is_damaged (ctl->store))
    jal_ctl_warn ("%s", _ ("The vault is damaged and open to read only. What you look at and copy out is recorded in a file beside it; "
                           "“jaladactl vault rescue DEST” takes it along."));
  else if (ctl->store != NULL)
    warn_unsure (ctl);
  if (ctl->store == NULL && error != NULL && g_error_matches (*error, JAL_STORE_ERROR, JAL_STORE_ERROR_DAMAGED))
    {
      /* Translators: the words in quotation marks are typed as they are. */
      const char *way = _ ("“jaladactl vault check” names the damage, --damaged opens the rest to read and copy out, “jaladactl vault rescue DEST” "
                           "saves it.");
      char *message = g_strconcat ((*error)->message, " ", way, NULL);

      g_free ((*error)->message);
      (*error)->message = message;
    }
  if (ctl->store == NULL)
    return FALSE;
  warn_health (ctl);
  /* Nobody waits for a lock here. */
  jal_store_set_patience (ctl->store, JAL_CTL_PATIENCE_MS);
  return ctl->store != NULL;
}

static gboolean
run_verb (JalCtl *ctl, GError **error)
{
  gboolean done;

  if (!find_verb (ctl, error) || !check_verb (ctl, error))
    return FALSE;
  done = (ctl->verb->needs != JAL_CTL_OPEN_VAULT || jal_ctl_open_vault (ctl, error)) && ctl->verb->run (ctl, error);
  if (ctl->store != NULL && !jal_store_close (ctl->store, done ? error : NULL))
    done = FALSE;
  g_clear_object (&ctl->store);
  g_clear_pointer (&ctl->passphrase, jal_ctl_free_passphrase);
  return done;
}

int
jal_ctl_run (int argc, char **argv, GCancellable *cancellable)
{
  g_autoptr (GPtrArray) arguments = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) options = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GError) error = NULL;
  JalCtl ctl = { .arguments = arguments, .options = options, .cancellable = cancellable };

  if (!parse_command_line (&ctl, argc, argv, &error))
    ;
  else if (jal_ctl_get_option (&ctl, "help") != NULL)
    print_help ();
  else if (jal_ctl_get_option (&ctl, "version") != NULL)
    puts ("jaladactl " JALADA_VERSION);
  else
    run_verb (&ctl, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_clear_error (&error);
      g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("Cancelled: nothing of this was kept."));
    }
  /* What did not fit into the buffer was written before, and may have failed then. */
  if ((fflush (stdout) != 0 || ferror (stdout) != 0) && error == NULL)
    g_set_error_literal (&error, JAL_CTL_ERROR, JAL_CTL_ERROR_FAILED, _ ("The result could not be written out."));
  if (error != NULL)
    jal_ctl_warn ("jaladactl: %s", error->message);
  return jal_ctl_exit_code (error);
}
