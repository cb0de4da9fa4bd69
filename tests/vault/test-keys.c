/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who can open a vault: slots, recovery codes, new keys for the whole file. */
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "vault-disk.h"
#include "vault-work.h"
#include "vault/jal-vault-rules.h"
#include "vault/jal-vault-slots.h"
#include "vault/jal-vault-vfs.h"

#define COPY 8192
/* The code 00 01 … 1f, computed from FORMAT.md by hand and by the reader in Python. */
#define JAL_TEST_RECOVERY_VECTOR "000G4-40R4F-0M30Y-E209X-185GE-R38EY-1W81B-24GK1-2GAHJ-C5RR3-34D18-P70XC-3RFW2-PBTHY"

static const guint8 nobody[JAL_VAULT_HOLDER_SIZE];
static const guint8 amina[JAL_VAULT_HOLDER_SIZE] = "Amina's number.";
static const guint8 baraka[JAL_VAULT_HOLDER_SIZE] = "Baraka's number";

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = vault_work_folder ();
  fixture->path = g_build_filename (fixture->folder, "a.jalada", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  vault_work_remove (fixture->folder);
  g_free (fixture->path);
}

static void
close_well (JalVault *vault)
{
  GError *error = NULL;

  g_assert_true (jal_vault_close (vault, &error));
  g_assert_no_error (error);
}

static JalVault *
create (const char *path)
{
  GError *error = NULL;
  JalVault *vault = jal_vault_create (path, "first passphrase", JAL_VAULT_STRENGTH_MIN, &error);

  g_assert_no_error (error);
  g_assert_true (jal_vault_set_slot_holder (vault, 0, amina, &error));
  g_assert_no_error (error);
  vault_work_prepare (vault);
  return vault;
}

static void
set_passphrase (JalVault *vault, const guint8 *holder, const char *passphrase)
{
  const JalVaultSecret secret = { passphrase, NULL };
  GError *error = NULL;

  g_assert_true (jal_vault_set_slot (vault, holder, &secret, JAL_VAULT_STRENGTH_MIN, &error));
  g_assert_no_error (error);
}

static gboolean
opens (const char *path, const char *passphrase)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JalVault) vault = jal_vault_open (path, passphrase, &error);

  if (vault == NULL)
    g_assert_error (error, JAL_VAULT_ERROR, JAL_VAULT_ERROR_PASSPHRASE);
  return vault != NULL;
}

static gboolean
opens_with_code (const char *path, const guint8 *code)
{
  const JalVaultSecret secret = { NULL, code };
  g_autoptr (GError) error = NULL;
  g_autoptr (JalVault) vault = jal_vault_open_with (path, &secret, &error);

  if (vault == NULL)
    g_assert_error (error, JAL_VAULT_ERROR, JAL_VAULT_ERROR_RECOVERY);
  return vault != NULL;
}

/* Makes a vault of @path's pages with its header copy @n alone: in its own place, the other one zeroed, or in both. */
static char *
with_copy_alone (Fixture *fixture, guint n, gboolean in_both)
{
  char *other = g_strdup_printf ("%s/alone-%u-%d.jalada", fixture->folder, n, in_both);
  char *content;
  gsize length;

  g_assert_true (g_file_get_contents (fixture->path, &content, &length, NULL));
  if (in_both)
    memcpy (content + (1 - n) * COPY, content + n * COPY, COPY);
  else
    memset (content + (1 - n) * COPY, 0, COPY);
  g_assert_true (g_file_set_contents (other, content, (gssize)length, NULL));
  g_free (content);
  return other;
}

/* Whether @passphrase opens the vault with any of its header copies alone in place. */
static guint
copies_that_open (Fixture *fixture, const char *passphrase)
{
  guint n_opened = 0;

  for (guint n = 0; n < 2; n++)
    for (guint both = 0; both < 2; both++)
      {
        g_autofree char *alone = with_copy_alone (fixture, n, both != 0);

        n_opened += opens (alone, passphrase);
        g_unlink (alone);
      }
  return n_opened;
}

static void
test_people (Fixture *fixture, gconstpointer data)
{
  JalVault *vault = create (fixture->path);
  JalVaultSlot slots[JAL_VAULT_SLOTS], slot;
  g_autoptr (GError) error = NULL;

  set_passphrase (vault, baraka, "second passphrase");
  g_assert_cmpuint (jal_vault_list_slots (vault, slots), ==, 2);
  g_assert_cmpmem (slots[1].holder, 16, baraka, 16);
  g_assert_cmpint (slots[1].type, ==, JAL_VAULT_SLOT_PASSPHRASE);
  jal_vault_get_unlocking_slot (vault, &slot);
  g_assert_cmpmem (slot.holder, 16, amina, 16);
  close_well (vault);

  vault = jal_vault_open (fixture->path, "second passphrase", &error);
  g_assert_no_error (error);
  jal_vault_get_unlocking_slot (vault, &slot);
  g_assert_cmpmem (slot.holder, 16, baraka, 16);
  g_assert_true (jal_vault_check_passphrase (vault, amina, "first passphrase", &error));
  g_assert_no_error (error);
  g_assert_false (jal_vault_check_passphrase (vault, amina, "second passphrase", &error));
  g_assert_error (error, JAL_VAULT_ERROR, JAL_VAULT_ERROR_PASSPHRASE);
  g_clear_error (&error);
  /* Nobody of that number: as if it were wrong. */
  g_assert_false (jal_vault_check_passphrase (vault, nobody, "second passphrase", &error));
  g_assert_error (error, JAL_VAULT_ERROR, JAL_VAULT_ERROR_PASSPHRASE);
  close_well (vault);
}

static void
test_revoked_everywhere (Fixture *fixture, gconstpointer data)
{
  JalVault *vault = create (fixture->path);
  g_autoptr (GError) error = NULL;

  set_passphrase (vault, baraka, "second passphrase");
  set_passphrase (vault, amina, "third passphrase");
  close_well (vault);
  g_assert_cmpuint (copies_that_open (fixture, "first passphrase"), ==, 0);
  g_assert_cmpuint (copies_that_open (fixture, "second passphrase"), ==, 4);
  g_assert_cmpuint (copies_that_open (fixture, "third passphrase"), ==, 4);

  vault = jal_vault_open (fixture->path, "third passphrase", &error);
  g_assert_no_error (error);
  g_assert_true (jal_vault_clear_slots (vault, baraka, JAL_VAULT_SLOT_EMPTY, &error));
  g_assert_no_error (error);
  close_well (vault);
  g_assert_cmpuint (copies_that_open (fixture, "second passphrase"), ==, 0);
  g_assert_cmpuint (copies_that_open (fixture, "third passphrase"), ==, 4);

  vault = jal_vault_open (fixture->path, "third passphrase", &error);
  g_assert_false (jal_vault_clear_slots (vault, amina, JAL_VAULT_SLOT_EMPTY, &error));
  g_assert_error (error, JAL_VAULT_ERROR, JAL_VAULT_ERROR_LAST_SLOT);
  close_well (vault);
  g_assert_true (opens (fixture->path, "third passphrase"));
}

/* The test above must be able to fail: with the second copy left alone it does. */
static void
test_without_rule (Fixture *fixture, gconstpointer data)
{
  JalVault *vault;

  close_well (create (fixture->path));
  /* Nothing else is changed in this session: closing after a change writes the header too, for the seal. */
  vault = jal_vault_open (fixture->path, "first passphrase", NULL);
  jal_vault_rules_off = JAL_VAULT_RULE_BOTH_COPIES;
  set_passphrase (vault, amina, "third passphrase");
  jal_vault_rules_off = 0;
  close_well (vault);
  g_assert_cmpuint (copies_that_open (fixture, "first passphrase"), ==, 2);
  /* The next opening finishes what was left undone. */
  g_assert_true (opens (fixture->path, "third passphrase"));
  g_assert_cmpuint (copies_that_open (fixture, "first passphrase"), ==, 0);
}

static void
test_sixteen (Fixture *fixture, gconstpointer data)
{
  JalVault *vault = create (fixture->path);
  const JalVaultSecret secret = { "one too many", NULL };
  guint8 holder[JAL_VAULT_HOLDER_SIZE] = { 0 };
  JalVaultSlot slots[JAL_VAULT_SLOTS];
  g_autoptr (GError) error = NULL;

  for (guint i = 1; i < JAL_VAULT_SLOTS; i++)
    {
      g_autofree char *passphrase = g_strdup_printf ("passphrase %u", i);

      holder[0] = (guint8)i;
      set_passphrase (vault, holder, passphrase);
    }
  g_assert_cmpuint (jal_vault_list_slots (vault, slots), ==, JAL_VAULT_SLOTS);
  g_assert_false (jal_vault_set_slot (vault, baraka, &secret, JAL_VAULT_STRENGTH_MIN, &error));
  g_assert_error (error, JAL_VAULT_ERROR, JAL_VAULT_ERROR_NO_SLOT);
  /* One's own can still be changed. */
  set_passphrase (vault, holder, "changed");
  close_well (vault);
  g_assert_true (opens (fixture->path, "changed"));
  g_assert_true (opens (fixture->path, "passphrase 14"));
  g_assert_false (opens (fixture->path, "passphrase 15"));
}

static void
test_recovery (Fixture *fixture, gconstpointer data)
{
  JalVault *vault = create (fixture->path);
  guint8 code[JAL_VAULT_RECOVERY_SIZE], second[JAL_VAULT_RECOVERY_SIZE];
  JalVaultSecret secret = { NULL, code };
  JalVaultSlot slot;
  g_autoptr (GError) error = NULL;

  randombytes_buf (code, sizeof code);
  randombytes_buf (second, sizeof second);
  g_assert_true (jal_vault_set_slot (vault, amina, &secret, JAL_VAULT_STRENGTH_MIN, &error));
  g_assert_no_error (error);
  close_well (vault);
  g_assert_true (opens_with_code (fixture->path, code));
  g_assert_false (opens_with_code (fixture->path, second));
  g_assert_true (opens (fixture->path, "first passphrase"));

  /* In by the code, a new passphrase, the old one refused; the code still opens. */
  vault = jal_vault_open_with (fixture->path, &secret, &error);
  jal_vault_get_unlocking_slot (vault, &slot);
  g_assert_cmpint (slot.type, ==, JAL_VAULT_SLOT_RECOVERY);
  g_assert_cmpmem (slot.holder, 16, amina, 16);
  set_passphrase (vault, amina, "another");
  jal_vault_get_unlocking_slot (vault, &slot);
  g_assert_cmpint (slot.type, ==, JAL_VAULT_SLOT_PASSPHRASE);
  close_well (vault);
  g_assert_cmpuint (copies_that_open (fixture, "first passphrase"), ==, 0);
  g_assert_true (opens_with_code (fixture->path, code));

  /* A new sheet makes the old one waste paper. */
  vault = jal_vault_open (fixture->path, "another", &error);
  secret.recovery = second;
  g_assert_true (jal_vault_set_slot (vault, amina, &secret, JAL_VAULT_STRENGTH_MIN, &error));
  close_well (vault);
  g_assert_true (opens_with_code (fixture->path, second));
  for (guint n = 0; n < 2; n++)
    {
      g_autofree char *alone = with_copy_alone (fixture, n, TRUE);

      g_assert_false (opens_with_code (alone, code));
    }
}

/* The recovery code is not the last resort that makes the last passphrase dispensable. */
static void
test_recovery_is_no_passphrase (Fixture *fixture, gconstpointer data)
{
  JalVault *vault = create (fixture->path);
  guint8 code[JAL_VAULT_RECOVERY_SIZE] = { 1 };
  const JalVaultSecret secret = { NULL, code };
  g_autoptr (GError) error = NULL;

  g_assert_true (jal_vault_set_slot (vault, amina, &secret, JAL_VAULT_STRENGTH_MIN, &error));
  g_assert_false (jal_vault_clear_slots (vault, amina, JAL_VAULT_SLOT_PASSPHRASE, &error));
  g_assert_error (error, JAL_VAULT_ERROR, JAL_VAULT_ERROR_LAST_SLOT);
  g_clear_error (&error);
  g_assert_true (jal_vault_clear_slots (vault, amina, JAL_VAULT_SLOT_RECOVERY, &error));
  close_well (vault);
  g_assert_false (opens_with_code (fixture->path, code));
}

static void
test_bounds (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    guint64 passes, memory;
  } impossible[] = { { 17, 8192 }, { 0, 8192 }, { 1, 8191 }, { 1, (1024u << 20) + 1 }, { G_MAXUINT64, G_MAXUINT64 } };
  char *content;
  gsize length;

  close_well (create (fixture->path));
  g_assert_true (g_file_get_contents (fixture->path, &content, &length, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (impossible); i++)
    {
      g_autoptr (GError) error = NULL;
      gint64 began = g_get_monotonic_time ();

      for (guint copy = 0; copy < 2; copy++)
        {
          guint8 *header = (guint8 *)content + copy * COPY;
          guint64 values[] = { GUINT64_TO_LE (impossible[i].passes), GUINT64_TO_LE (impossible[i].memory) };

          memcpy (header + 128 + 8, values, 16);
          crypto_generichash (header + 8160, 32, header, 8160, NULL, 0);
        }
      g_assert_true (g_file_set_contents (fixture->path, content, (gssize)length, NULL));
      g_assert_null (jal_vault_open (fixture->path, "first passphrase", &error));
      g_assert_error (error, JAL_VAULT_ERROR, JAL_VAULT_ERROR_DAMAGED);
      /* Refused before it is tried: sixteen passes over a gibibyte take longer. */
      g_assert_cmpint (g_get_monotonic_time () - began, <, 5 * G_USEC_PER_SEC);
    }
  g_free (content);
}

static void
test_strength (void)
{
  static const struct
  {
    double pass;
    guint64 available, passes, mib;
  } cases[] = {
    { 0.035, 8ull << 30, 3, 256 }, /* this decade's laptop: three passes over 256 MiB would be 0.42 s, over 512 0.84 */
    { 0.010, 16ull << 30, 6, 512 }, /* a fast one: memory first, then passes */
    { 0.010, 1ull << 30, 12, 256 }, /* the same with little memory at hand */
    { 0.200, 8ull << 30, 3, 64 },   /* an old one never goes below three passes over 64 MiB */
    { 0.035, 64ull << 20, 14, 64 },
    { 0.035, 0, 3, 256 },
    { 0, 16ull << 30, 16, 512 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      JalVaultStrength strength = jal_vault_choose_strength (cases[i].pass, cases[i].available);

      g_assert_cmpuint (strength.opslimit, ==, cases[i].passes);
      g_assert_cmpuint (strength.memlimit >> 20, ==, cases[i].mib);
    }
}

static void
test_calibrated (void)
{
  JalVaultStrength strength = jal_vault_calibrate ();

  g_assert_cmpuint (strength.opslimit, >=, 3);
  g_assert_cmpuint (strength.opslimit, <=, 16);
  g_assert_cmpuint (strength.memlimit, >=, 64u << 20);
  g_assert_cmpuint (strength.memlimit, <=, 512u << 20);
}

/* --- The recovery code as text ----------------------------------------------------------------------------------- */

static void
test_text (void)
{
  guint8 code[JAL_VAULT_RECOVERY_SIZE], back[JAL_VAULT_RECOVERY_SIZE];
  char text[JAL_VAULT_RECOVERY_TEXT_SIZE];
  GString *sloppy = g_string_new ("  ");
  guint group = 99;

  for (guint i = 0; i < sizeof code; i++)
    code[i] = (guint8)i;
  jal_vault_recovery_format (code, text);
  g_assert_cmpstr (text, ==, JAL_TEST_RECOVERY_VECTOR);
  g_assert_cmpint (jal_vault_recovery_parse (text, back, &group), ==, JAL_VAULT_RECOVERY_RIGHT);
  g_assert_cmpuint (group, ==, 0);
  g_assert_cmpmem (back, 32, code, 32);

  for (const char *p = text; *p != '\0'; p++)
    switch (*p)
      {
      case '0':
        g_string_append_c (sloppy, 'o');
        break;
      case '1':
        g_string_append_c (sloppy, (p - text) % 2 ? 'l' : 'I');
        break;
      case 'V':
        g_string_append_c (sloppy, 'u');
        break;
      case '-':
        g_string_append (sloppy, (p - text) % 4 ? " \n" : " \xe2\x80\x93 ");
        break;
      default:
        g_string_append_c (sloppy, g_ascii_tolower (*p));
      }
  memset (back, 0, sizeof back);
  g_assert_cmpint (jal_vault_recovery_parse (sloppy->str, back, NULL), ==, JAL_VAULT_RECOVERY_RIGHT);
  g_assert_cmpmem (back, 32, code, 32);
  g_string_free (sloppy, TRUE);
}

static void
test_typing_mistakes (void)
{
  static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  guint8 code[JAL_VAULT_RECOVERY_SIZE], back[JAL_VAULT_RECOVERY_SIZE] = { 7 };
  char text[JAL_VAULT_RECOVERY_TEXT_SIZE], wrong[JAL_VAULT_RECOVERY_TEXT_SIZE];
  guint n_tried = 0;

  for (guint i = 0; i < sizeof code; i++)
    code[i] = (guint8)(i * 37 + 11);
  jal_vault_recovery_format (code, text);
  /* Every single wrong character, in every place. */
  for (guint at = 0; at < strlen (text); at++)
    for (guint c = 0; text[at] != '-' && c < 32; c++)
      {
        guint group = 0;

        if (alphabet[c] == text[at])
          continue;
        g_strlcpy (wrong, text, sizeof wrong);
        wrong[at] = alphabet[c];
        g_assert_cmpint (jal_vault_recovery_parse (wrong, back, &group), ==, JAL_VAULT_RECOVERY_GROUP);
        g_assert_cmpuint (group, ==, at / 6 + 1);
        n_tried++;
      }
  g_assert_cmpuint (n_tried, ==, 70 * 31);
  /* Any two characters of a group that changed places. */
  for (guint g = 0; g < JAL_VAULT_RECOVERY_GROUPS; g++)
    for (guint i = 0; i < 5; i++)
      for (guint j = 0; j < i; j++)
        {
          guint group = 0;

          if (text[g * 6 + i] == text[g * 6 + j])
            continue;
          g_strlcpy (wrong, text, sizeof wrong);
          wrong[g * 6 + i] = text[g * 6 + j];
          wrong[g * 6 + j] = text[g * 6 + i];
          g_assert_cmpint (jal_vault_recovery_parse (wrong, back, &group), ==, JAL_VAULT_RECOVERY_GROUP);
          g_assert_cmpuint (group, ==, g + 1);
        }
  /* Any two groups that changed places. */
  for (guint g = 0; g < JAL_VAULT_RECOVERY_GROUPS; g++)
    for (guint h = 0; h < g; h++)
      {
        guint group = 0;

        g_strlcpy (wrong, text, sizeof wrong);
        memcpy (wrong + g * 6, text + h * 6, 5);
        memcpy (wrong + h * 6, text + g * 6, 5);
        g_assert_cmpint (jal_vault_recovery_parse (wrong, back, &group), ==, JAL_VAULT_RECOVERY_GROUP);
        g_assert_cmpuint (group, ==, h + 1);
      }
  /* @code is filled only when it is right. */
  g_assert_cmpuint (back[0], ==, 7);
}

static void
test_typing (void)
{
  guint8 code[JAL_VAULT_RECOVERY_SIZE] = { 200, 100 }, other[JAL_VAULT_RECOVERY_SIZE] = { 9 };
  char text[JAL_VAULT_RECOVERY_TEXT_SIZE], second[JAL_VAULT_RECOVERY_TEXT_SIZE];
  g_autofree char *longer = NULL;
  guint group;

  jal_vault_recovery_format (code, text);
  jal_vault_recovery_format (other, second);
  g_assert_cmpint (jal_vault_recovery_parse ("", NULL, NULL), ==, JAL_VAULT_RECOVERY_UNFINISHED);
  for (guint i = 1; i < strlen (text); i++)
    {
      g_autofree char *part = g_strndup (text, i);

      g_assert_cmpint (jal_vault_recovery_parse (part, NULL, &group), ==, JAL_VAULT_RECOVERY_UNFINISHED);
      g_assert_cmpuint (group, ==, 0);
    }
  longer = g_strconcat (text, "A", NULL);
  g_assert_cmpint (jal_vault_recovery_parse (longer, NULL, NULL), ==, JAL_VAULT_RECOVERY_TOO_LONG);
  /* The last group of another sheet: every group fits. */
  memcpy (text + 13 * 6, second + 13 * 6, 5);
  g_assert_cmpint (jal_vault_recovery_parse (text, NULL, &group), ==, JAL_VAULT_RECOVERY_SUM);
  g_assert_cmpuint (group, ==, 0);
  text[2 * 6 + 1] = '?';
  g_assert_cmpint (jal_vault_recovery_parse (text, NULL, &group), ==, JAL_VAULT_RECOVERY_CHARACTER);
  g_assert_cmpuint (group, ==, 3);
  g_assert_cmpint (jal_vault_recovery_parse ("\xff\xfe", NULL, NULL), ==, JAL_VAULT_RECOVERY_CHARACTER);
}

/* --- Cut off at any moment --------------------------------------------------------------------------------------- */

#define CHANGES 5

static void
change (JalVault *vault, guint n)
{
  g_autofree char *passphrase = g_strdup_printf ("passphrase %u", n);

  set_passphrase (vault, amina, passphrase);
}

/* After a power cut between any two things the disk was told, the passphrase of before or of after the change that was
   under way opens the vault, and none older; afterwards not from either copy. */
static void
test_power_cuts (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (20260303);
  JalVault *vault;
  guint images = 0;

  g_assert_cmpint (jal_vault_vfs_register ("disk"), ==, SQLITE_OK);
  vault = create (fixture->path);
  change (vault, 0);
  close_well (vault);
  vault_disk_record (fixture->folder);
  vault = jal_vault_open (fixture->path, "passphrase 0", NULL);
  for (guint n = 1; n <= CHANGES; n++)
    {
      change (vault, n);
      vault_disk_mark (n);
    }
  close_well (vault);
  vault_disk_stop ();
  for (guint length = 0; length <= vault_disk_length (); length++)
    for (guint again = 0; again < 4; again++)
      {
        Fixture after = { vault_work_folder (), NULL };
        guint done, opened = G_MAXUINT;

        after.path = g_build_filename (after.folder, "a.jalada", NULL);
        done = (guint)MAX (vault_disk_power_cut (length, random, after.folder), 0);
        for (guint n = done; n <= MIN (done + 1, CHANGES); n++)
          {
            g_autofree char *passphrase = g_strdup_printf ("passphrase %u", n);

            if (opens (after.path, passphrase))
              opened = n;
          }
        g_assert_cmpuint (opened, !=, G_MAXUINT);
        if (opened > 0)
          {
            g_autofree char *older = g_strdup_printf ("passphrase %u", opened - 1);

            g_assert_cmpuint (copies_that_open (&after, older), ==, 0);
          }
        images++;
        tear_down (&after, NULL);
      }
  g_assert_cmpint (jal_vault_vfs_register ("unix-excl"), ==, SQLITE_OK);
  g_test_message ("%u images", images);
}

/* --- New keys ----------------------------------------------------------------------------------------------------- */

static char *
copy_file (const char *from, const char *folder, const char *name)
{
  char *to = g_build_filename (folder, name, NULL), *content;
  gsize length;

  g_assert_true (g_file_get_contents (from, &content, &length, NULL));
  g_assert_true (g_file_set_contents (to, content, (gssize)length, NULL));
  g_free (content);
  return to;
}

static void
test_rekey (Fixture *fixture, gconstpointer data)
{
  guint8 code[JAL_VAULT_RECOVERY_SIZE] = { 3 }, before[32], after[32];
  JalVaultNewKey keys[] = { { "", { "fresh passphrase", NULL } }, { "", { NULL, code } } };
  g_autofree char *beside = jal_vault_rekey_path (fixture->path);
  g_autofree char *old = NULL, *mixed = NULL, *snapshot = NULL;
  g_autoptr (GError) error = NULL;
  JalVault *vault = create (fixture->path), *fresh;
  JalVaultInfo info, new_info;
  char *content, *old_content;
  gsize length, old_length;
  guint8 head[2 * COPY];
  int held;

  memcpy (keys[0].holder, amina, 16);
  memcpy (keys[1].holder, amina, 16);
  set_passphrase (vault, baraka, "second passphrase");
  for (gint64 i = 1; i <= 5; i++)
    g_assert_cmpint (vault_work_do (vault, i), ==, SQLITE_OK);
  g_assert_true (vault_work_digest (vault, before));
  jal_vault_get_info (vault, &info);
  old = copy_file (fixture->path, fixture->folder, "old.jalada");

  fresh = jal_vault_rekey_begin (vault, keys, 2, JAL_VAULT_STRENGTH_MIN, &error);
  g_assert_no_error (error);
  g_assert_true (vault_work_digest (fresh, after));
  g_assert_cmpmem (before, 32, after, 32);
  /* As a crash now would leave it: the old vault opens, and what lies beside it is cleared away. */
  snapshot = copy_file (fixture->path, fixture->folder, "snap.jalada");
  g_free (copy_file (beside, fixture->folder, "snap.jalada-rekey"));
  g_assert_true (opens (snapshot, "first passphrase"));
  {
    g_autofree char *left = jal_vault_rekey_path (snapshot);

    g_assert_false (g_file_test (left, G_FILE_TEST_EXISTS));
  }
  /* Whoever keeps hold of the old file finds nothing there that would unwrap its key. */
  held = open (fixture->path, O_RDONLY | O_CLOEXEC);
  g_assert_true (jal_vault_rekey_finish (vault, fresh, &error));
  g_assert_no_error (error);
  g_assert_cmpint (pread (held, head, sizeof head, 0), ==, sizeof head);
  for (gsize i = 0; i < sizeof head; i++)
    g_assert_cmpuint (head[i], ==, 0);
  close (held);
  close_well (vault);
  g_assert_false (g_file_test (beside, G_FILE_TEST_EXISTS));

  g_assert_false (opens (fixture->path, "first passphrase"));
  g_assert_false (opens (fixture->path, "second passphrase"));
  g_assert_true (opens_with_code (fixture->path, code));
  vault = jal_vault_open (fixture->path, "fresh passphrase", &error);
  g_assert_no_error (error);
  jal_vault_get_info (vault, &new_info);
  g_assert_cmpmem (info.id, 16, new_info.id, 16);
  g_assert_cmpuint (new_info.generation, >, info.generation);
  g_assert_true (vault_work_digest (vault, after));
  g_assert_cmpmem (before, 32, after, 32);
  g_assert_cmpstr (vault_work_check (vault, FALSE), ==, NULL);
  close_well (vault);

  /* The old header over the new pages, and an old page among the new ones: the old key reads nothing. */
  g_assert_true (g_file_get_contents (fixture->path, &content, &length, NULL));
  g_assert_true (g_file_get_contents (old, &old_content, &old_length, NULL));
  mixed = g_build_filename (fixture->folder, "mixed.jalada", NULL);
  memcpy (content, old_content, 2 * COPY);
  g_assert_true (g_file_set_contents (mixed, content, (gssize)length, NULL));
  g_assert_null (jal_vault_open (mixed, "first passphrase", &error));
  g_assert_error (error, JAL_VAULT_ERROR, JAL_VAULT_ERROR_DAMAGED);
  g_free (content);
  g_free (old_content);
}

static void
test_rekey_refused (Fixture *fixture, gconstpointer data)
{
  guint8 code[JAL_VAULT_RECOVERY_SIZE] = { 3 };
  const JalVaultNewKey only_code = { "", { NULL, code } }, good = { "", { "new", NULL } };
  g_autofree char *beside = jal_vault_rekey_path (fixture->path);
  g_autoptr (GError) error = NULL;
  JalVault *vault = create (fixture->path), *fresh;

  g_assert_null (jal_vault_rekey_begin (vault, &only_code, 1, JAL_VAULT_STRENGTH_MIN, &error));
  g_assert_error (error, JAL_VAULT_ERROR, JAL_VAULT_ERROR_LAST_SLOT);
  g_clear_error (&error);
  fresh = jal_vault_rekey_begin (vault, &good, 1, JAL_VAULT_STRENGTH_MIN, &error);
  g_assert_no_error (error);
  jal_vault_rekey_abandon (fresh);
  g_assert_false (g_file_test (beside, G_FILE_TEST_EXISTS));
  /* With a transaction open, which the journal would have to undo, nothing takes the vault's place. */
  fresh = jal_vault_rekey_begin (vault, &good, 1, JAL_VAULT_STRENGTH_MIN, &error);
  vault_work_exec (vault, "BEGIN; UPDATE row SET text = 'never committed'");
  g_assert_false (jal_vault_rekey_finish (vault, fresh, &error));
  g_assert_nonnull (error);
  g_assert_false (g_file_test (beside, G_FILE_TEST_EXISTS));
  close_well (vault);
  g_assert_true (opens (fixture->path, "first passphrase"));
}

/* kill -9 at a random moment of an endless change of keys: the vault opens with the passphrase of before or after. */
static void
test_rekey_killed (Fixture *fixture, gconstpointer data)
{
  JalVault *vault = create (fixture->path);
  g_autoptr (GRand) random = g_rand_new_with_seed (4);
  g_autofree char *beside = jal_vault_rekey_path (fixture->path);
  guint8 before[32];
  guint at = 0, left_behind = 0;

  set_passphrase (vault, amina, "passphrase 0");
  for (gint64 i = 1; i <= 3; i++)
    g_assert_cmpint (vault_work_do (vault, i), ==, SQLITE_OK);
  g_assert_true (vault_work_digest (vault, before));
  close_well (vault);
  /* On a busy machine the lives grow longer until one has changed the keys at least once. */
  for (guint round = 0; round < 10 || (at == 0 && round < 60); round++)
    {
      guint opened = G_MAXUINT;
      pid_t child = fork ();

      if (child == 0)
        {
          for (guint n = at;; n++)
            {
              g_autofree char *old = g_strdup_printf ("passphrase %u", n);
              g_autofree char *new = g_strdup_printf ("passphrase %u", n + 1);
              JalVaultNewKey key = { "", { new, NULL } };
              JalVault *fresh;

              memcpy (key.holder, amina, 16);
              vault = jal_vault_open (fixture->path, old, NULL);
              fresh = vault != NULL ? jal_vault_rekey_begin (vault, &key, 1, JAL_VAULT_STRENGTH_MIN, NULL) : NULL;
              if (fresh == NULL || !jal_vault_rekey_finish (vault, fresh, NULL))
                _exit (1);
              jal_vault_close (vault, NULL);
            }
        }
      g_usleep ((gulong)g_rand_int_range (random, 2000, 60000 + 20000 * (gint32)round));
      kill (child, SIGKILL);
      waitpid (child, NULL, 0);
      left_behind += g_file_test (beside, G_FILE_TEST_EXISTS);
      for (guint n = at; n < at + 200 && opened == G_MAXUINT; n++)
        {
          g_autofree char *passphrase = g_strdup_printf ("passphrase %u", n);
          guint8 after[32];

          vault = jal_vault_open (fixture->path, passphrase, NULL);
          if (vault == NULL)
            continue;
          opened = n;
          g_assert_cmpstr (vault_work_check (vault, FALSE), ==, NULL);
          g_assert_true (vault_work_digest (vault, after));
          g_assert_cmpmem (before, 32, after, 32);
          close_well (vault);
        }
      g_assert_cmpuint (opened, !=, G_MAXUINT);
      at = opened;
      g_assert_false (g_file_test (beside, G_FILE_TEST_EXISTS));
    }
  g_test_message ("%u changes of keys, %u more cut off half way", at, left_behind);
  g_assert_cmpuint (at, >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (jal_vault_init_process (NULL));
  vault_disk_init ();
  g_test_add ("/keys/people", Fixture, NULL, set_up, test_people, tear_down);
  g_test_add ("/keys/revoked-everywhere", Fixture, NULL, set_up, test_revoked_everywhere, tear_down);
  g_test_add ("/keys/without-rule", Fixture, NULL, set_up, test_without_rule, tear_down);
  g_test_add ("/keys/sixteen", Fixture, NULL, set_up, test_sixteen, tear_down);
  g_test_add ("/keys/recovery", Fixture, NULL, set_up, test_recovery, tear_down);
  g_test_add ("/keys/recovery-is-no-passphrase", Fixture, NULL, set_up, test_recovery_is_no_passphrase, tear_down);
  g_test_add ("/keys/bounds", Fixture, NULL, set_up, test_bounds, tear_down);
  g_test_add_func ("/keys/strength", test_strength);
  g_test_add_func ("/keys/calibrated", test_calibrated);
  g_test_add_func ("/keys/code/text", test_text);
  g_test_add_func ("/keys/code/typing-mistakes", test_typing_mistakes);
  g_test_add_func ("/keys/code/typing", test_typing);
  g_test_add ("/keys/power-cuts", Fixture, NULL, set_up, test_power_cuts, tear_down);
  g_test_add ("/keys/rekey", Fixture, NULL, set_up, test_rekey, tear_down);
  g_test_add ("/keys/rekey-refused", Fixture, NULL, set_up, test_rekey_refused, tear_down);
  g_test_add ("/keys/rekey-killed", Fixture, NULL, set_up, test_rekey_killed, tear_down);
  return g_test_run ();
}
