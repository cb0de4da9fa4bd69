/* SPDX-License-Identifier: GPL-3.0-or-later */
/* make-vault FOLDER: makes FOLDER/a.jalada, closed, and FOLDER/b.jalada with FOLDER/b.jalada-journal as a crash leaves
   them; prints what is in their tables for the independent reader to find. */
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "vault-work.h"
#include "vault/jal-vault-slots.h"

#define COMMITS 6

static JalVault *
make (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  GError *error = NULL;
  /* Composed differently than the reader will be told. */
  JalVault *vault = jal_vault_create (path, "cafe\xcc\x81 au lait", JAL_VAULT_STRENGTH_MIN, &error);

  g_assert_no_error (error);
  vault_work_prepare (vault);
  for (gint64 i = 1; i <= COMMITS; i++)
    g_assert_cmpint (vault_work_do (vault, i), ==, SQLITE_OK);
  return vault;
}

static int
print_cb (void *data, int n, char **values, char **names)
{
  printf ("%s\n", values[0]);
  return 0;
}

/* A slot of every type that this version writes; the code is 00 01 … 1f. */
static void
give_keys (JalVault *vault)
{
  guint8 code[JAL_VAULT_RECOVERY_SIZE];
  const JalVaultSecret secrets[] = { { "tatu bila nne", NULL }, { NULL, code } };
  GError *error = NULL;

  for (guint i = 0; i < sizeof code; i++)
    code[i] = (guint8)i;
  for (guint i = 0; i < 2; i++)
    jal_vault_set_slot (vault, (const guint8 *)"holder number 02", &secrets[i], JAL_VAULT_STRENGTH_MIN, &error);
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  JalVault *vault;

  g_return_val_if_fail (argc == 2, 2);
  vault = make (argv[1], "a.jalada");
  give_keys (vault);
  jal_vault_close (vault, NULL);
  vault = make (argv[1], "b.jalada");
  g_assert_cmpint (sqlite3_exec (jal_vault_get_db (vault),
                                 "SELECT id || ' ' || number || ' ' || text FROM row ORDER BY id;"
                                 "SELECT id || ' ' || number || ' ' || hex (bytes) FROM chunk ORDER BY id",
                                 print_cb, NULL, NULL),
                   ==, SQLITE_OK);
  fflush (stdout);
  vault_work_exec (vault, "BEGIN; UPDATE row SET text = 'never committed'; DELETE FROM chunk;"
                          "INSERT INTO chunk (bytes) VALUES (zeroblob (200000))");
  _exit (0);
}
