/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The check: says nothing of a whole vault, and names every kind of damage by what it harms. */
#include "test-store.h"

#include <sodium.h>

#include "store/jal-check.h"
#include "store/jal-rescue.h"
#include "test-raw.h"

#define PAGE 8192
#define FIRST 16384
#define N_BLOBS 3
#define CASES "SELECT count(*) || ' ' || group_concat(hex(id) || hlc || title || created_at) FROM (SELECT * FROM court_case ORDER BY id)"

/* A closed vault with a case, an undone change, three stored files and text, to be damaged over and over. */
typedef struct
{
  Fixture fixture;
  char *bytes;
  gsize length;
  JalId blobs[N_BLOBS];
} Sample;

typedef struct
{
  JalBlobWriter *writer;
  JalBlobInfo info;
} Adoption;

static gboolean
adopt_func (JalTx *tx, gpointer data, GError **error)
{
  Adoption *adoption = data;

  return jal_blob_writer_adopt (adoption->writer, tx, &adoption->info, error);
}

static JalId
add_blob (JalStore *store, guint number, gsize size)
{
  g_autofree guint8 *bytes = g_malloc (size);
  g_autoptr (GError) error = NULL;
  guint8 seed[32] = { (guint8)number };
  Adoption adoption = { jal_blob_writer_new (store) };
  JalAct act = { .verb = "test.blob" };

  randombytes_buf_deterministic (bytes, size, seed);
  jal_blob_writer_append (adoption.writer, bytes, size, NULL, &error);
  g_assert_no_error (error);
  jal_blob_writer_finish (adoption.writer, &adoption.info, NULL, &error);
  g_assert_no_error (error);
  jal_store_act (store, &act, adopt_func, &adoption, NULL, &error);
  g_assert_no_error (error);
  jal_blob_writer_free (adoption.writer);
  return adoption.info.id;
}

static gboolean
case_func (JalTx *tx, gpointer data, GError **error)
{
  return jal_tx_insert (tx, "court_case", jal_id_new (), error, "title", 's', "A title", "created_at", 'i', (gint64)1,
                        NULL);
}

static void
setup_sample (Sample *sample, gconstpointer data)
{
  JalAct act = { .verb = "case.add", .undoable = TRUE };
  g_autoptr (GError) error = NULL;

  setup (&sample->fixture, data);
  for (guint i = 0; i < N_BLOBS; i++)
    sample->blobs[i] = add_blob (sample->fixture.store, i + 1, 200000 + 300000 * i);
  for (guint i = 0; i < 5; i++)
    g_assert_true (jal_store_act (sample->fixture.store, &act, case_func, NULL, NULL, &error));
  run (sample->fixture.store, "INSERT INTO page_text (original_id, page, text) VALUES (x'01', 0, 'mkataba wa kazi')");
  run (sample->fixture.store, "INSERT INTO page_text_index (rowid, text) SELECT key, text FROM page_text");
  close_store (&sample->fixture);
  g_assert_true (g_file_get_contents (sample->fixture.path, &sample->bytes, &sample->length, &error));
}

static void
teardown_sample (Sample *sample, gconstpointer data)
{
  g_free (sample->bytes);
  teardown (&sample->fixture, data);
}

static void
put (Sample *sample, const char *bytes, gsize length)
{
  g_autoptr (GError) error = NULL;

  g_unlink (sample->fixture.path);
  g_file_set_contents_full (sample->fixture.path, bytes, (gssize)length, G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
}

/* Returns (transfer full) (nullable): the report; NULL when the vault does not even open. */
static JalCheckReport *
check (Sample *sample)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JalStore) store = jal_store_open_vault (sample->fixture.path, PASSPHRASE, NULL, &error);
  JalCheckReport *report;

  if (store == NULL)
    {
      g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_DAMAGED);
      return NULL;
    }
  /* Bytes put back over and over are older than what was seen in between. */
  report = jal_store_check (store, JAL_CHECK_NO_AGE, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  jal_store_close (store, NULL);
  return report;
}

static const JalFinding *
first (const JalCheckReport *report, JalFindingKind kind)
{
  for (guint i = 0; i < report->findings->len; i++)
    if (((JalFinding *)report->findings->pdata[i])->kind == kind)
      return report->findings->pdata[i];
  return NULL;
}

static void
progress_cb (double fraction, gpointer data)
{
  double *last = data;

  g_assert_cmpfloat (fraction, >=, *last);
  g_assert_cmpfloat (fraction, <=, 1);
  *last = fraction;
}

static void
test_whole (Sample *sample, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JalCheckReport) report = NULL;
  g_autoptr (JalStore) store = jal_store_open_vault (sample->fixture.path, PASSPHRASE, NULL, &error);
  JalStoreInfo info;
  double last = 0;

  g_assert_no_error (error);
  report = jal_store_check (store, JAL_CHECK_ALL, progress_cb, &last, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report->findings->len, ==, 0);
  g_assert_cmpuint (report->n_pages, ==, (sample->length - FIRST) / PAGE);
  g_assert_cmpuint (report->n_originals, ==, N_BLOBS);
  g_assert_cmpuint (report->original_bytes, ==, 200000 + 500000 + 800000);
  g_assert_true (jal_store_get_info (store, &info, NULL, &error));
  g_assert_cmpuint (report->n_records, ==, info.audit_length);
  g_assert_cmpstr (report->audit_head, ==, info.audit_head);
  g_assert_cmpfloat (last, ==, 1);
}

/* One bit in each page, one after the other: each is named with what it belongs to, or the vault does not open. Nothing
   else is called damaged. */
static void
test_each_page (Sample *sample, gconstpointer data)
{
  g_autoptr (GHashTable) tables = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint refused = 0, originals = 0;

  for (gsize i = 0; i < (sample->length - FIRST) / PAGE; i += i < 60 ? 1 : 4)
    {
      g_autoptr (JalCheckReport) report = NULL;
      const JalFinding *page;

      sample->bytes[FIRST + i * PAGE + 77 * i % PAGE] ^= 4;
      put (sample, sample->bytes, sample->length);
      report = check (sample);
      sample->bytes[FIRST + i * PAGE + 77 * i % PAGE] ^= 4;
      if (report == NULL)
        {
          refused++;
          continue;
        }
      page = first (report, JAL_FINDING_PAGE);
      g_assert_nonnull (page);
      g_assert_cmpuint (page->first, ==, i + 1);
      g_assert_cmpuint (page->count, ==, 1);
      g_assert_nonnull (page->table);
      g_assert_nonnull (strchr (page->text, '.'));
      g_hash_table_add (tables, g_strdup (page->table));
      if (strcmp (page->table, "chunk") == 0)
        {
          g_assert_nonnull (first (report, JAL_FINDING_ORIGINAL));
          originals++;
        }
    }
  g_test_message ("%u pages: %u do not open, %u belong to stored files, %u tables were named",
                  (guint)((sample->length - FIRST) / PAGE), refused, originals, g_hash_table_size (tables));
  g_assert_cmpuint (originals, >=, 30);
  g_assert_cmpuint (g_hash_table_size (tables), >=, 10);
  g_assert_cmpuint (refused, <, 25);
  g_assert_true (g_hash_table_contains (tables, "court_case"));
  g_assert_true (g_hash_table_contains (tables, "page_text"));
}

/* The right file is named, with the piece. */
static void
test_pieces (Sample *sample, gconstpointer data)
{
  guint seen[N_BLOBS] = { 0 };

  for (gsize i = 40; i < (sample->length - FIRST) / PAGE; i += 7)
    {
      g_autoptr (JalCheckReport) report = NULL;
      const JalFinding *original;

      sample->bytes[FIRST + i * PAGE + 8180] ^= 1;
      put (sample, sample->bytes, sample->length);
      sample->bytes[FIRST + i * PAGE + 8180] ^= 1;
      report = check (sample);
      original = report != NULL ? first (report, JAL_FINDING_ORIGINAL) : NULL;
      if (original == NULL)
        continue;
      for (guint k = 0; k < N_BLOBS; k++)
        if (jal_id_equal (original->blob, sample->blobs[k]))
          {
            seen[k]++;
            g_assert_cmpuint (original->first + original->count, <=,
                              (200000 + 300000 * k + JAL_BLOB_CHUNK - 1) / JAL_BLOB_CHUNK);
          }
    }
  for (guint k = 0; k < N_BLOBS; k++)
    g_assert_cmpuint (seen[k], >, 0);
}

/* What somebody with the key and a SQLite of his own does. */
static void
test_with_the_key (Sample *sample, gconstpointer data)
{
  static const struct
  {
    const char *sql;
    JalFindingKind kind;
  } cases[] = {
    { "UPDATE chunk SET data = zeroblob (length (data)) WHERE id = (SELECT min (id) FROM chunk)",
      JAL_FINDING_ORIGINAL },
    { "DELETE FROM chunk WHERE id = (SELECT max (id) FROM chunk)", JAL_FINDING_ORIGINAL },
    { "UPDATE blob SET sha256 = zeroblob (32) WHERE number = 2", JAL_FINDING_ORIGINAL },
    { "UPDATE audit SET verb = 'test.other' WHERE seq = 3", JAL_FINDING_AUDIT },
    { "DROP TRIGGER audit_guard_delete", JAL_FINDING_AUDIT },
    { "UPDATE page_text SET text = 'mkataba mwingine'", JAL_FINDING_INDEX },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JalCheckReport) report = NULL;

      put (sample, sample->bytes, sample->length);
      if (g_str_has_prefix (cases[i].sql, "DROP"))
        raw (sample->fixture.path, cases[i].sql);
      else
        raw_unguarded (sample->fixture.path, cases[i].sql);
      report = check (sample);
      g_assert_nonnull (report);
      g_assert_cmpuint (report->n_damages, ==, 1);
      g_assert_cmpint (((JalFinding *)report->findings->pdata[0])->kind, ==, cases[i].kind);
    }
}

/* Put back as it was: only the age tells, until the user says that he knows. */
static void
test_age (Sample *sample, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JalCheckReport) report = NULL;
  g_autoptr (JalStore) store = NULL;
  JalStoreHealth health;

  raw (sample->fixture.path, "CREATE TABLE t (x)");
  put (sample, sample->bytes, sample->length);
  for (int i = 0; i < 2; i++)
    {
      store = jal_store_open_vault (sample->fixture.path, PASSPHRASE, NULL, &error);
      g_assert_no_error (error);
      report = jal_store_check (store, JAL_CHECK_ALL, NULL, NULL, NULL, &error);
      g_assert_no_error (error);
      g_assert_true (jal_store_get_health (store, &health, &error));
      g_assert_true (health.checked);
      g_assert_true (health.clean);
      g_assert_false (health.exchanged);
      g_assert_cmpint (health.older, ==, i == 0);
      g_assert_cmpuint (report->n_damages, ==, i == 0 ? 1 : 0);
      if (i == 0)
        g_assert_cmpint (((JalFinding *)report->findings->pdata[0])->kind, ==, JAL_FINDING_AGE);
      g_assert_true (jal_store_accept_age (store, &error));
      g_clear_pointer (&report, jal_check_report_free);
      jal_store_close (store, NULL);
      g_clear_object (&store);
    }
}

/* One of the two copies of the header damaged: the other is used, the damage is named, and the copy is made whole again. */
static void
test_header_copy (Sample *sample, gconstpointer data)
{
  static const gsize places[] = { 0, 40, 100, 200, 5000, 8130, 8170, 8192, 8192 + 40, 8292, 8192 + 200, 16383 };

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autoptr (JalCheckReport) report = NULL;
      g_autoptr (JalCheckReport) again = NULL;

      sample->bytes[places[i]] ^= 16;
      put (sample, sample->bytes, sample->length);
      sample->bytes[places[i]] ^= 16;
      report = check (sample);
      g_assert_nonnull (report);
      g_assert_cmpuint (report->n_damages, ==, 1);
      g_assert_nonnull (first (report, JAL_FINDING_HEADER));
      again = check (sample);
      g_assert_cmpuint (again->n_damages, ==, 0);
    }
}

/* Bytes that somebody put behind the last block: named, never read, and gone when the vault has been opened. */
static void
test_tail (Sample *sample, gconstpointer data)
{
  static const gsize lengths[] = { 1, 5000, PAGE, PAGE + 1, 5 * PAGE };
  g_autofree char *longer = g_malloc (sample->length + 5 * PAGE);

  memcpy (longer, sample->bytes, sample->length);
  randombytes_buf (longer + sample->length, 5 * PAGE);
  for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autoptr (JalCheckReport) report = NULL;
      g_autoptr (JalCheckReport) again = NULL;
      const JalFinding *tail;

      put (sample, longer, sample->length + lengths[i]);
      report = check (sample);
      g_assert_nonnull (report);
      g_assert_cmpuint (report->n_damages, ==, 1);
      tail = first (report, JAL_FINDING_TAIL);
      g_assert_nonnull (tail);
      g_assert_cmpuint (tail->count, ==, lengths[i]);
      again = check (sample);
      g_assert_cmpuint (again->n_damages, ==, 0);
      g_assert_cmpuint (again->n_pages, ==, (sample->length - FIRST) / PAGE);
    }
}

/* Returns whether something could be rescued of what lies at the path. */
static gboolean
rescue (Sample *sample, const char *saved, JalRescueReport *result, JalCheckReport **damage)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JalStore) store = jal_store_open_damaged (sample->fixture.path, PASSPHRASE, NULL, &error);
  gboolean done;

  *result = (JalRescueReport){ 0 };
  g_assert_no_error (error);
  *damage = jal_store_check (store, JAL_CHECK_NO_AGE, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  done = jal_store_rescue (store, saved, result, NULL, NULL, NULL, &error);
  if (!done)
    {
      g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_DAMAGED);
      g_assert_false (g_file_test (saved, G_FILE_TEST_EXISTS));
    }
  jal_store_close (store, NULL);
  return done;
}

/* A vault whose end is missing: opening says so or a check does, the missing blocks are named, and a rescue has as much of it
   as if the missing bytes were there and zero. */
static void
test_short (Sample *sample, gconstpointer data)
{
  g_autofree char *saved = g_build_filename (sample->fixture.folder, "saved.jalada", NULL);
  gsize pages = (sample->length - FIRST) / PAGE;
  /* The last one takes most of the table of contents too. */
  gsize cuts[] = { 1, PAGE, PAGE + 1000, pages / 2 * PAGE, (pages - 20) * PAGE };
  guint least = N_BLOBS;

  for (gsize i = 0; i < G_N_ELEMENTS (cuts); i++)
    {
      g_autofree char *zeroed = g_memdup2 (sample->bytes, sample->length);
      g_autoptr (JalCheckReport) report = NULL;
      g_autoptr (JalCheckReport) damage = NULL;
      g_autoptr (JalCheckReport) of_zeroed = NULL;
      JalRescueReport result, expected;
      const JalFinding *page;

      put (sample, sample->bytes, sample->length - cuts[i]);
      report = check (sample);
      g_assert_true (report == NULL || report->n_damages > 0);
      put (sample, sample->bytes, sample->length - cuts[i]);
      g_assert_true (rescue (sample, saved, &result, &damage));
      page = first (damage, JAL_FINDING_PAGE);
      g_assert_nonnull (page);
      g_assert_cmpuint (damage->n_pages, ==, pages);
      {
        g_autoptr (GError) error = NULL;
        g_autoptr (JalStore) fresh = jal_store_open_vault (saved, PASSPHRASE, NULL, &error);
        g_autoptr (JalCheckReport) after = NULL;

        g_assert_no_error (error);
        after = jal_store_check (fresh, JAL_CHECK_NO_AGE, NULL, NULL, NULL, &error);
        g_assert_no_error (error);
        for (guint k = 0; k < after->findings->len; k++)
          g_assert_cmpint (((JalFinding *)after->findings->pdata[k])->kind, !=, JAL_FINDING_PAGE);
        jal_store_close (fresh, NULL);
        g_assert_cmpint (g_unlink (saved), ==, 0);
      }
      /* Another byte than was there: the last byte of a page is 0 once in 256 vaults, and nothing would be damaged. */
      memset (zeroed + sample->length - cuts[i], 0, cuts[i]);
      zeroed[sample->length - 1] = (char)~sample->bytes[sample->length - 1];
      put (sample, zeroed, sample->length);
      g_assert_true (rescue (sample, saved, &expected, &of_zeroed));
      g_assert_cmpint (g_unlink (saved), ==, 0);
      g_assert_cmpuint (result.n_rows, ==, expected.n_rows);
      g_assert_cmpuint (result.n_originals, ==, expected.n_originals);
      g_assert_cmpuint (result.n_broken, ==, expected.n_broken);
      least = MIN (least, (guint)result.n_originals);
      g_assert_cmpuint (result.n_rows, >, 10);
    }
  g_assert_cmpuint (least, <, N_BLOBS);
  /* Nothing but the header, and not even that whole: refused in words. */
  for (gsize length = 8192; length <= FIRST; length += 4096)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JalStore) store = NULL;

      put (sample, sample->bytes, length);
      g_assert_null (jal_store_open_vault (sample->fixture.path, PASSPHRASE, NULL, &error));
      g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_DAMAGED);
      g_clear_error (&error);
      g_assert_null (jal_store_open_damaged (sample->fixture.path, PASSPHRASE, NULL, &error));
      g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_DAMAGED);
    }
}

/* Returns (transfer full): the pages of the vault that only lead to others, from 0. */
static GArray *
list_interior (Sample *sample)
{
  g_autoptr (GError) error = NULL;
  GArray *pages = g_array_new (FALSE, FALSE, sizeof (gsize));
  guint8 page[PAGE];
  JalVault *vault;

  put (sample, sample->bytes, sample->length);
  vault = jal_vault_open (sample->fixture.path, PASSPHRASE, &error);
  g_assert_no_error (error);
  for (gsize n = 1; n < (sample->length - FIRST) / PAGE; n++)
    if (jal_vault_read_page (vault, n + 1, page) == JAL_VAULT_PAGE_WHOLE && page[0] == 5)
      g_array_append_val (pages, n);
  jal_vault_close (vault, NULL);
  return pages;
}

/* The pages that only lead to others take no row with them: each of them, the table of contents and page 1 together. */
static void
test_rescue_interior (Sample *sample, gconstpointer data)
{
  g_autofree char *saved = g_build_filename (sample->fixture.folder, "saved.jalada", NULL), *cases = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) interior = NULL;
  guint64 n_rows = 0;

  raw (sample->fixture.path, "INSERT INTO court_case (id, hlc, device, title, note, created_at) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL "
                              "SELECT i + 1 FROM n WHERE i < 12000) SELECT randomblob (16), 'h', x'00', 'Case ' || i, hex (randomblob (400)), i FROM n");
  reopen (&sample->fixture);
  cases = ask_text (sample->fixture.store, CASES);
  close_store (&sample->fixture);
  g_free (sample->bytes);
  g_assert_true (g_file_get_contents (sample->fixture.path, &sample->bytes, &sample->length, &error));
  interior = list_interior (sample);
  g_test_message ("%u interior pages", interior->len);
  g_assert_cmpuint (interior->len, >=, 4);
  for (guint i = 0; i <= interior->len; i++)
    {
      gsize at = i < interior->len ? FIRST + g_array_index (interior, gsize, i) * PAGE : FIRST;
      g_autoptr (JalCheckReport) damage = NULL;
      g_autoptr (JalCheckReport) after = NULL;
      g_autoptr (JalStore) fresh = NULL;
      g_autofree char *found = NULL;
      JalRescueReport result;

      /* Page 1 on top of the first of them. */
      sample->bytes[at + 99] ^= 8;
      sample->bytes[FIRST + 5] ^= i == 0;
      put (sample, sample->bytes, sample->length);
      sample->bytes[at + 99] ^= 8;
      sample->bytes[FIRST + 5] ^= i == 0;
      g_assert_true (rescue (sample, saved, &result, &damage));
      g_assert_cmpuint (damage->n_damages, >, 0);
      g_assert_cmpuint (result.n_lost, ==, 0);
      if (i > 0)
        g_assert_cmpuint (result.n_rows, ==, n_rows);
      n_rows = result.n_rows;
      fresh = jal_store_open_vault (saved, PASSPHRASE, NULL, &error);
      g_assert_no_error (error);
      after = jal_store_check (fresh, JAL_CHECK_NO_AGE, NULL, NULL, NULL, &error);
      g_assert_cmpuint (after->n_damages, ==, 0);
      found = ask_text (fresh, CASES);
      g_assert_cmpstr (found, ==, cases);
      jal_store_close (fresh, NULL);
      g_assert_cmpint (g_unlink (saved), ==, 0);
    }
}

/* The whole table of contents lost, and page 1: the tables are known to the program, their rows by the record of changes (two
   tables have the same columns), and nothing is missing afterwards. */
static void
test_rescue_contents (Sample *sample, gconstpointer data)
{
  g_autofree char *saved = g_build_filename (sample->fixture.folder, "saved.jalada", NULL), *cases = NULL, *found = NULL;
  g_autofree char *bytes = g_memdup2 (sample->bytes, sample->length);
  g_autoptr (JalCheckReport) damage = NULL;
  g_autoptr (JalCheckReport) after = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (JalStore) fresh = NULL;
  JalRescueReport result;
  guint8 page[PAGE];
  JalVault *vault = jal_vault_open (sample->fixture.path, PASSPHRASE, &error);
  guint n;

  g_assert_cmpint (jal_vault_read_page (vault, 1, page), ==, JAL_VAULT_PAGE_WHOLE);
  g_assert_true (jal_vault_close (vault, &error));
  g_assert_cmpint (page[100], ==, 5);
  n = (guint)page[103] << 8 | page[104];
  for (guint i = 0; i <= n; i++)
    {
      const guint8 *at = i < n ? page + ((guint)page[112 + 2 * i] << 8 | page[113 + 2 * i]) : page + 108;
      gsize number = (gsize)at[0] << 24 | (gsize)at[1] << 16 | (gsize)at[2] << 8 | at[3];

      bytes[FIRST + (number - 1) * PAGE + 1000] ^= 1;
    }
  bytes[FIRST + 1000] ^= 1;
  reopen (&sample->fixture);
  cases = ask_text (sample->fixture.store, CASES);
  close_store (&sample->fixture);
  put (sample, bytes, sample->length);
  g_assert_true (rescue (sample, saved, &result, &damage));
  g_test_message ("without page 1 and %u pages of the table of contents: %" G_GUINT64_FORMAT " rows", n + 1, result.n_rows);
  fresh = jal_store_open_vault (saved, PASSPHRASE, NULL, &error);
  g_assert_no_error (error);
  after = jal_store_check (fresh, JAL_CHECK_NO_AGE, NULL, NULL, NULL, &error);
  g_assert_cmpuint (after->n_damages, ==, 0);
  g_assert_cmpuint (after->n_originals, ==, N_BLOBS);
  found = ask_text (fresh, CASES);
  g_assert_cmpstr (found, ==, cases);
  g_assert_cmpint (ask (fresh, "SELECT count(*) FROM key_holder"), ==, 1);
  /* What the rescue itself cannot vouch for; see test-rescued.c. */
  g_assert_cmpint (ask (fresh, "SELECT count(*) FROM setting WHERE name <> 'rescue.unsure'"), ==, 0);
  g_assert_cmpint (ask (fresh, "SELECT count(*) FROM setting"), ==, 1);
  g_assert_cmpint (ask (fresh, "SELECT user_version FROM pragma_user_version"), >=, 11);
  jal_store_close (fresh, NULL);
}

#define TWINS "SELECT group_concat (t) FROM (SELECT 'holder ' || name AS t FROM key_holder WHERE name LIKE 'Twin%' " \
              "UNION ALL SELECT 'setting ' || name FROM setting WHERE name LIKE 'Twin%' ORDER BY t)"

static gboolean
twins_func (JalTx *tx, gpointer data, GError **error)
{
  return jal_tx_insert (tx, "key_holder", jal_id_new (), error, "name", 's', "Twin one", "role", 's', "x", NULL)
         && jal_tx_insert (tx, "setting", jal_id_new (), error, "name", 's', "Twin two", "value", 's', "x", NULL);
}

/* Two tables of the same columns, of which no row says which it belongs to: by the record of changes, when nothing is left of the
   table of contents (0); by what is left of it, when page 1 is gone and no change tells (1); and with page 1 there and a part of it
   gone (2). */
static void
test_rescue_twins (Sample *sample, gconstpointer data)
{
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *saved = g_build_filename (sample->fixture.folder, "saved.jalada", NULL), *found = NULL;
      g_autofree char *bytes = NULL;
      g_autoptr (JalCheckReport) damage = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (JalStore) fresh = NULL;
      JalRescueReport result;
      JalAct act = { .verb = "test.twins", .undoable = TRUE };
      JalVault *vault;
      guint8 page[PAGE];
      gsize length;
      guint n;

      put (sample, sample->bytes, sample->length);
      if (i == 0)
        {
          reopen (&sample->fixture);
          g_assert_true (jal_store_act (sample->fixture.store, &act, twins_func, NULL, NULL, &error));
          close_store (&sample->fixture);
          /* Beside rows that a change tells of, on the same page. */
          raw (sample->fixture.path,
               "INSERT INTO key_holder (id, hlc, device, name, role) VALUES (randomblob (16), 'h', x'00', 'Twin three', 'x');"
               "INSERT INTO setting (id, hlc, device, name, value) VALUES (randomblob (16), 'h', x'00', 'Twin four', 'x')");
        }
      else
        raw (sample->fixture.path,
             "INSERT INTO key_holder (id, hlc, device, name, role) VALUES (randomblob (16), 'h', x'00', 'Twin one', 'x');"
             "INSERT INTO setting (id, hlc, device, name, value) VALUES (randomblob (16), 'h', x'00', 'Twin two', 'x')");
      g_assert_true (g_file_get_contents (sample->fixture.path, &bytes, &length, NULL));
      vault = jal_vault_open (sample->fixture.path, PASSPHRASE, &error);
      g_assert_cmpint (jal_vault_read_page (vault, 1, page), ==, JAL_VAULT_PAGE_WHOLE);
      g_assert_true (jal_vault_close (vault, &error));
      n = (guint)page[103] << 8 | page[104];
      for (guint k = 0; i != 1 && k <= n; k++)
        {
          const guint8 *at = k < n ? page + ((guint)page[112 + 2 * k] << 8 | page[113 + 2 * k]) : page + 108;
          gsize number = (gsize)at[0] << 24 | (gsize)at[1] << 16 | (gsize)at[2] << 8 | at[3];

          bytes[FIRST + (number - 1) * PAGE + 1000] ^= i == 0 || k == 1;
        }
      bytes[FIRST + 1000] ^= i < 2;
      put (sample, bytes, length);
      g_assert_true (rescue (sample, saved, &result, &damage));
      fresh = jal_store_open_vault (saved, PASSPHRASE, NULL, &error);
      g_assert_no_error (error);
      found = ask_text (fresh, TWINS);
      g_test_message ("%u: %s", i, found);
      g_assert_cmpstr (found, ==, i == 0 ? "holder Twin one,holder Twin three,setting Twin four,setting Twin two"
                                         : "holder Twin one,setting Twin two");
      g_assert_cmpint (ask (fresh, "SELECT count(*) FROM court_case"), ==, 5);
      jal_store_close (fresh, NULL);
      g_assert_cmpint (g_unlink (saved), ==, 0);
    }
}

static void
cancel_cb (double fraction, gpointer cancellable)
{
  if (fraction > 0.5)
    g_cancellable_cancel (cancellable);
}

static void
test_cancelled (Sample *sample, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (JalStore) store = jal_store_open_vault (sample->fixture.path, PASSPHRASE, NULL, &error);

  g_assert_null (jal_store_check (store, JAL_CHECK_ALL, cancel_cb, cancellable, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  jal_store_close (store, NULL);
  g_assert_null (jal_store_check (store, JAL_CHECK_ALL, NULL, NULL, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_CLOSED);
}

static gboolean
leave_func (JalTx *tx, gpointer data, GError **error)
{
  jal_tx_set_payload (tx, "{\"sha256\":\"x\"}");
  return jal_tx_insert (tx, "setting", jal_id_new (), error, "name", 's', "left", "value", 's', "x", NULL);
}

/* How many of the stored files cannot be read; the others are what they were. */
static guint
read_blobs (Sample *sample, JalStore *store)
{
  guint unread = 0;

  for (guint i = 0; i < N_BLOBS; i++)
    {
      gsize size = 200000 + 300000 * i;
      g_autofree guint8 *bytes = g_malloc (size), *expected = g_malloc (size);
      guint8 seed[32] = { (guint8)(i + 1) };
      g_autoptr (GError) error = NULL;

      randombytes_buf_deterministic (expected, size, seed);
      if (!jal_blob_read (store, sample->blobs[i], 0, size, bytes, NULL, &error))
        unread++;
      else
        g_assert_cmpmem (bytes, size, expected, size);
    }
  return unread;
}

/* A damaged vault is read: what is there is what it was, something leaves it, nothing is changed, no byte of the file is another. */
static guint
read_damaged (Sample *sample, JalStore *store)
{
  JalAct leave = { .verb = "test.export", .leaves = TRUE }, change = { .verb = "case.add", .undoable = TRUE };
  g_autoptr (GError) error = NULL;
  g_autofree char *bytes = NULL;
  gsize length;
  guint unread = read_blobs (sample, store);

  g_assert_true (jal_store_is_damaged (store));
  g_assert_false (jal_store_allows_copies (store, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
  g_clear_error (&error);
  if (!jal_store_is_splinted (store))
    {
      Query query = { .sql = "SELECT count(*) FROM original WHERE case_id = (SELECT min (case_id) FROM original NOT INDEXED)" };

      /* Nothing is missing in silence: an index that cannot be read is an error, never empty. */
      if (jal_store_read (store, query_func, &query, NULL, &error))
        g_assert_cmpint (query.number, ==, N_BLOBS);
      else
        g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_DAMAGED);
      g_clear_error (&error);
      g_free (query.text);
    }
  jal_store_note_view (store, "test.view", JAL_ID_NONE, JAL_ID_NONE, NULL);
  g_assert_false (jal_store_act (store, &change, case_func, NULL, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
  g_clear_error (&error);
  /* Only what the record of it needs may be damaged itself. */
  if (!jal_store_act (store, &leave, leave_func, NULL, NULL, &error))
    {
      g_assert_cmpint (error->code, ==, jal_store_is_splinted (store) ? JAL_STORE_ERROR_REFUSED : JAL_STORE_ERROR_DAMAGED);
      unread |= 0x100;
    }
  g_assert_true (g_file_get_contents (sample->fixture.path, &bytes, &length, NULL));
  g_assert_cmpuint (length, ==, sample->length);
  for (gsize at = 0; at < length; at += PAGE)
    if (memcmp (bytes + at, sample->bytes + at, MIN (PAGE, length - at)) != 0)
      unread |= bytes[at + 99] == (sample->bytes[at + 99] ^ 8) ? 0x200 : 0x400;
  g_assert_cmphex (unread & 0x600, ==, 0x200);
  return unread & 0x1ff;
}

/* What was recorded beside the damaged vault stands in the chain of the rescued one, once, behind the entry that names the break. */
static void
assert_recorded (Sample *sample, JalStore *fresh, gboolean left)
{
  g_autofree char *verbs = ask_text (fresh, "SELECT group_concat (verb, ' ') FROM (SELECT verb FROM audit WHERE seq >= "
                                            "(SELECT max (seq) FROM audit WHERE verb = 'record.later') ORDER BY verb)");
  g_autofree char *beside = g_strconcat (sample->fixture.path, "-record", NULL);

  g_assert_cmpstr (verbs, ==, left ? "record.later test.export test.view vault.rescue" : "record.later test.view vault.rescue");
  g_assert_cmpint (ask (fresh, "SELECT count(*) FROM setting WHERE name = 'left'"), ==, left);
  g_assert_cmpint (ask (fresh, "SELECT count(*) FROM local_setting WHERE name GLOB 'later.*'"), ==, 0);
  g_assert_cmpint (ask (fresh, "SELECT max (seq) FROM audit_checkpoint"), ==, ask (fresh, "SELECT max (seq) FROM audit"));
  g_assert_cmpint (g_unlink (beside), ==, 0);
}

/* The damage of one page after the other: the rescued vault opens, holds every row and every stored file that the damage
   did not take, and what the record of changes still had. */
static void
test_rescue (Sample *sample, gconstpointer data)
{
  g_autofree char *saved = g_build_filename (sample->fixture.folder, "saved.jalada", NULL), *cases = NULL;
  guint rescued = 0, refused = 0, whole = 0, restored = 0, unread = 0, shut = 0;

  reopen (&sample->fixture);
  cases = ask_text (sample->fixture.store, CASES);
  close_store (&sample->fixture);
  raw (sample->fixture.path, "INSERT INTO original (id, hlc, device, case_id, blob_id, name, media, size, sha256, pages, imported_at) "
                             "SELECT id, 'h', x'00', (SELECT min (id) FROM court_case), id, 'a', 'pdf', size, lower (hex (sha256)), 1, 1 "
                             "FROM blob");
  g_free (sample->bytes);
  g_assert_true (g_file_get_contents (sample->fixture.path, &sample->bytes, &sample->length, NULL));
  for (gsize i = 0; i < (sample->length - FIRST) / PAGE; i += i < 60 ? 1 : 9)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JalStore) store = NULL;
      g_autoptr (JalStore) fresh = NULL;
      g_autoptr (JalCheckReport) report = NULL;
      g_autofree char *found = NULL;
      JalRescueReport result = { 0 };
      guint lost = 0;

      sample->bytes[FIRST + i * PAGE + 99] ^= 8;
      put (sample, sample->bytes, sample->length);
      sample->bytes[FIRST + i * PAGE + 99] ^= 8;
      store = jal_store_open_damaged (sample->fixture.path, PASSPHRASE, NULL, &error);
      if (store != NULL)
        lost = read_damaged (sample, store);
      if (store == NULL || !jal_store_rescue (store, saved, &result, NULL, NULL, NULL, &error))
        {
          g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_DAMAGED);
          g_assert_false (g_file_test (saved, G_FILE_TEST_EXISTS));
          refused++;
          g_test_message ("block %zu", i + 1);
          if (store != NULL)
            jal_store_close (store, NULL);
          continue;
        }
      jal_store_close (store, NULL);
      rescued++;
      unread += lost & 0xff;
      shut += lost >> 8;
      restored += result.n_restored > 0;
      fresh = jal_store_open_vault (saved, PASSPHRASE, NULL, &error);
      g_assert_no_error (error);
      report = jal_store_check (fresh, JAL_CHECK_NO_AGE, NULL, NULL, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (result.n_broken, <=, N_BLOBS);
      whole += report->n_damages == 0;
      assert_recorded (sample, fresh, (lost & 0x100) == 0);
      /* No more than the file that the damage hit, and none when it hit the list of files. */
      g_assert_cmpuint (read_blobs (sample, fresh), <=, result.n_broken);
      g_assert_cmpuint (result.n_broken, <=, 1);
      if (result.n_lost == 0)
        g_assert_cmpuint (report->n_damages, ==, 0);
      for (guint k = 0; k < report->findings->len; k++)
        g_assert_cmpint (((JalFinding *)report->findings->pdata[k])->kind, !=, JAL_FINDING_PAGE);
      /* One row in a thousand is a page: the five cases are there again whatever page was hit, and what they were. */
      found = ask_text (fresh, CASES);
      g_assert_cmpstr (found, ==, cases);
      jal_store_close (fresh, NULL);
      g_assert_cmpint (g_unlink (saved), ==, 0);
    }
  g_test_message ("in the damaged vaults %u stored files could not be read, and %u records not be made", unread, shut);
  g_test_message ("%u rescued (%u of them whole, in %u rows came back from the record), %u could not even be listed", rescued,
                  whole, restored, refused);
  g_assert_cmpuint (rescued, >, 40);
  g_assert_cmpuint (restored, >, 0);
  g_assert_cmpuint (refused, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/check/" name, Sample, NULL, setup_sample, func, teardown_sample)
  ADD ("whole", test_whole);
  ADD ("each-page", test_each_page);
  ADD ("pieces", test_pieces);
  ADD ("with-the-key", test_with_the_key);
  ADD ("rescue", test_rescue);
  ADD ("rescue-interior", test_rescue_interior);
  ADD ("rescue-contents", test_rescue_contents);
  ADD ("rescue-twins", test_rescue_twins);
  ADD ("header-copy", test_header_copy);
  ADD ("tail", test_tail);
  ADD ("short", test_short);
  ADD ("age", test_age);
  ADD ("cancelled", test_cancelled);
  return g_test_run ();
}
