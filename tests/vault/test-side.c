/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Side files by themselves: rules that SQLite hides behind its own. Each is switched off once, and its trial notices. */
#include <sqlite3.h>
#include <string.h>

#include "vault-work.h"
#include "vault/jal-vault-file.h"
#include "vault/jal-vault-rules.h"

#define SLOT 512
#define ON_DISK (SLOT + 40)
#define HEAD 32

static const guint8 key[32] = { 7 };

typedef struct
{
  char *folder;
  char *path;
  const char *name; /* of SQLite */
  JalVaultSide side;
} World;

static void
open_side (World *world, JalVaultSideKind kind)
{
  sqlite3_vfs *below = sqlite3_vfs_find ("unix-excl");
  sqlite3_file *real = sqlite3_malloc (below->szOsFile);

  memset (real, 0, (gsize)below->szOsFile);
  memset (&world->side, 0, sizeof world->side);
  g_assert_cmpint (below->xOpen (below, world->name, real, SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL), ==,
                   SQLITE_OK);
  g_assert_cmpint (jal_vault_side_init (&world->side, real, kind, key), ==, SQLITE_OK);
}

static void
close_side (World *world)
{
  g_assert_cmpint (world->side.base.pMethods->xClose (&world->side.base), ==, SQLITE_OK);
}

static void
set_up (World *world)
{
  world->folder = vault_work_folder ();
  world->path = g_build_filename (world->folder, "side", NULL);
  world->name = sqlite3_create_filename (world->path, "", "", 0, NULL);
}

static void
tear_down (World *world)
{
  sqlite3_free_filename ((char *)world->name);
  g_free (world->path);
  vault_work_remove (world->folder);
}

static void
write_slots (World *world, char what, guint n)
{
  guint8 slot[SLOT];

  memset (slot, what, sizeof slot);
  for (guint i = 0; i < n; i++)
    g_assert_cmpint (world->side.base.pMethods->xWrite (&world->side.base, slot, SLOT, (gint64)i * SLOT), ==, SQLITE_OK);
  g_assert_cmpint (world->side.base.pMethods->xSync (&world->side.base, SQLITE_SYNC_NORMAL), ==, SQLITE_OK);
}

/* A journal is emptied and begun anew; a power cut brings the slots of its earlier life back behind the new ones. They are not
   the journal's: whoever reads it does not get them. Returns whether that holds. */
static gboolean
old_slots_stay_old (void)
{
  g_autofree char *before = NULL, *after = NULL;
  gsize before_length, after_length;
  guint8 slot[SLOT];
  gboolean zeros;
  World world;

  set_up (&world);
  open_side (&world, JAL_VAULT_SIDE_JOURNAL);
  write_slots (&world, 'o', 8);
  g_assert_true (g_file_get_contents (world.path, &before, &before_length, NULL));
  g_assert_cmpint (world.side.base.pMethods->xTruncate (&world.side.base, 0), ==, SQLITE_OK);
  write_slots (&world, 'n', 2);
  close_side (&world);
  g_assert_true (g_file_get_contents (world.path, &after, &after_length, NULL));
  g_assert_cmpuint (after_length, ==, HEAD + 2 * ON_DISK);
  memcpy (before, after, after_length);
  g_assert_true (g_file_set_contents (world.path, before, (gssize)before_length, NULL));
  open_side (&world, JAL_VAULT_SIDE_JOURNAL);
  g_assert_cmpint (world.side.base.pMethods->xRead (&world.side.base, slot, SLOT, SLOT), ==, SQLITE_OK);
  g_assert_cmpint (slot[0], ==, 'n');
  g_assert_cmpint (world.side.base.pMethods->xRead (&world.side.base, slot, SLOT, 5 * SLOT), ==, SQLITE_OK);
  zeros = slot[0] == 0 && memcmp (slot, slot + 1, SLOT - 1) == 0;
  close_side (&world);
  tear_down (&world);
  return zeros;
}

/* What was skipped in a temporary file reads as zeros that this program has written, and nothing else does. */
static gboolean
skipped_is_zero (void)
{
  guint8 bytes[6 * 4096];
  gboolean zeros;
  World world;

  set_up (&world);
  open_side (&world, JAL_VAULT_SIDE_TEMP);
  memset (bytes, 't', 100);
  g_assert_cmpint (world.side.base.pMethods->xWrite (&world.side.base, bytes, 100, 0), ==, SQLITE_OK);
  g_assert_cmpint (world.side.base.pMethods->xWrite (&world.side.base, bytes, 100, 5 * 4096 + 7), ==, SQLITE_OK);
  g_assert_cmpint (world.side.base.pMethods->xSync (&world.side.base, SQLITE_SYNC_NORMAL), ==, SQLITE_OK);
  memset (bytes, 'x', sizeof bytes);
  zeros = world.side.base.pMethods->xRead (&world.side.base, bytes, 5 * 4096, 100) == SQLITE_OK;
  for (gsize i = 0; zeros && i < 5 * 4096 - 100 + 7; i++)
    zeros = bytes[i] == 0;
  close_side (&world);
  tear_down (&world);
  return zeros;
}

static void
test_fresh_id (void)
{
  g_assert_true (old_slots_stay_old ());
  jal_vault_rules_off = JAL_VAULT_RULE_FRESH_ID;
  g_assert_false (old_slots_stay_old ());
  jal_vault_rules_off = 0;
}

static void
test_zero_fill (void)
{
  g_assert_true (skipped_is_zero ());
  jal_vault_rules_off = JAL_VAULT_RULE_ZERO_FILL;
  g_assert_false (skipped_is_zero ());
  jal_vault_rules_off = 0;
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (jal_vault_init_process (NULL));
  g_test_add_func ("/side/fresh-id", test_fresh_id);
  g_test_add_func ("/side/zero-fill", test_zero_fill);
  return g_test_run ();
}
