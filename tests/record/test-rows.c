/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "jal-test-vault.h"
#include "record/jal-case-rows.h"
#include "record/jal-document-rows.h"
#include "record/jal-mark-rows.h"
#include "record/jal-rank.h"
#include "record/jal-redaction-rows.h"
#include "record/jal-session-rows.h"

typedef struct
{
  JalId case_id;
  JalId documents[3];
  JalId original;
} Rows;

static void
set (char **field, const char *value)
{
  g_free (*field);
  *field = g_strdup (value);
}

static gboolean
write_rows (JalTx *tx, gpointer data, GError **error)
{
  Rows *rows = data;
  g_autoptr (JalCase) value = g_object_new (JAL_TYPE_CASE, NULL);
  JalOriginalRow original
      = { .blob_id = jal_id_new (), .name = "a.pdf", .media = "pdf", .size = 7, .sha256 = "00", .n_pages = 9 };

  rows->case_id = value->id = jal_id_new ();
  set (&value->title, "Case");
  set (&value->capacity, "prosecutor");
  set (&value->stage, "plea");
  value->plea_date = jal_date_from_ymd (2027, 3, 1);
  if (!jal_case_rows_insert (tx, value, error))
    return FALSE;
  rows->original = original.id = jal_id_new ();
  original.case_id = rows->case_id;
  if (!jal_original_rows_insert (tx, &original, error))
    return FALSE;
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (JalDocument) document = g_object_new (JAL_TYPE_DOCUMENT, NULL);
      JalDocumentPart part = { .original_id = original.id, .first_page = 3 * i, .n_pages = 3, .rotation = 90 * (int)i };

      document->id = rows->documents[i] = jal_id_new ();
      document->case_id = rows->case_id;
      set (&document->title, "Document");
      set (&document->language, "sw");
      set (&document->sensitivity, "normal");
      set (&document->kind, "other");
      document->exhibit = g_strdup (i < 2 ? "P4" : "P5");
      if (!jal_rank_last (tx, "document", "case_id", rows->case_id, &document->rank, error)
          || !jal_document_rows_insert (tx, document, error)
          || !jal_document_rows_add_part (tx, document->id, &part, 1.0, error))
        return FALSE;
    }
  return jal_page_text_set (tx, original.id, 0, "one", error) && jal_page_text_set (tx, original.id, 2, "three", error);
}

static void
fill_vault (JalTestVault *vault, Rows *rows)
{
  g_autoptr (GError) error = NULL;
  JalAct act = { .verb = "test.fill" };

  jal_test_vault_open (vault);
  jal_store_act (vault->store, &act, write_rows, rows, NULL, &error);
  g_assert_no_error (error);
}

static gboolean
read_documents (JalTx *tx, gpointer data, GError **error)
{
  Rows *rows = data;
  g_autoptr (GListStore) documents = jal_document_rows_list (tx, rows->case_id, error);
  g_autoptr (JalCase) value = jal_case_rows_get (tx, rows->case_id, 0, error);
  g_autofree char *text = jal_document_rows_dup_text (tx, rows->documents[0], error);

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (documents)), ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (JalDocument) document = g_list_model_get_item (G_LIST_MODEL (documents), i);

      g_assert_true (jal_id_equal (document->id, rows->documents[i]));
      g_assert_cmpuint (document->n_pages, ==, 3);
      g_assert_cmpstr (document->media, ==, "pdf");
      g_assert_cmpuint (document->size, ==, 7);
      g_assert_cmpint (document->date, ==, JAL_DATE_NONE);
      g_assert_cmpint (document->exhibit_clash, ==, i < 2);
    }
  g_assert_cmpuint (value->n_documents, ==, 3);
  g_assert_cmpuint (value->n_pages, ==, 9);
  g_assert_cmpint (value->plea_date, ==, jal_date_from_ymd (2027, 3, 1));
  /* A page without text still has its place between form feeds. */
  g_assert_cmpstr (text, ==, "one\f\fthree");
  return TRUE;
}

static void
test_documents (void)
{
  g_autoptr (GError) error = NULL;
  JalTestVault vault = { 0 };
  Rows rows;

  fill_vault (&vault, &rows);
  g_assert_true (jal_store_read (vault.store, read_documents, &rows, NULL, &error));
  g_assert_no_error (error);
  jal_test_vault_close (&vault);
}

static gboolean
change_text (JalTx *tx, gpointer data, GError **error)
{
  Rows *rows = data;

  return jal_page_text_set (tx, rows->original, 0, "zwei", error);
}

static gboolean
search_text (JalTx *tx, gpointer data, GError **error)
{
  static const struct
  {
    const char *word;
    gint64 hits;
  } words[] = { { "one", 0 }, { "zwei", 1 }, { "three", 1 } };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      gint64 n = -1;

      g_assert_true (jal_tx_select_int (
          tx, &n, error, "SELECT count(*) FROM page_text_index WHERE page_text_index MATCH ?", "s", words[i].word));
      g_assert_cmpint (n, ==, words[i].hits);
    }
  return TRUE;
}

static void
test_index (void)
{
  g_autoptr (GError) error = NULL;
  JalTestVault vault = { 0 };
  JalAct act = { .verb = "test.text" };
  Rows rows;

  fill_vault (&vault, &rows);
  g_assert_true (jal_store_act (vault.store, &act, change_text, &rows, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (jal_store_read (vault.store, search_text, &rows, NULL, &error));
  g_assert_no_error (error);
  jal_test_vault_close (&vault);
}

/* --- Ranks --------------------------------------------------------------------------------------------------- */

static gboolean
move_often (JalTx *tx, gpointer data, GError **error)
{
  Rows *rows = data;

  /* Always the last behind the first: the gap halves each time until the siblings are spread anew. */
  for (guint i = 0; i < 100; i++)
    {
      JalId first = rows->documents[0];
      JalId moving = rows->documents[1 + i % 2];
      double rank;

      if (!jal_rank_behind (tx, "document", "case_id", rows->case_id, first, moving, &rank, error)
          || !jal_tx_update (tx, "document", moving, error, "rank", 'd', rank, NULL))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_order (JalTx *tx, gpointer data, GError **error)
{
  Rows *rows = data;
  g_autoptr (GListStore) documents = jal_document_rows_list (tx, rows->case_id, error);
  static const guint expected[] = { 0, 2, 1 };
  double last = -1e9;

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (JalDocument) document = g_list_model_get_item (G_LIST_MODEL (documents), i);

      g_assert_true (jal_id_equal (document->id, rows->documents[expected[i]]));
      g_assert_cmpfloat (document->rank, >, last);
      last = document->rank;
    }
  return TRUE;
}

static gboolean
move_behind_stranger (JalTx *tx, gpointer data, GError **error)
{
  Rows *rows = data;
  double rank = 42;

  g_assert_false (
      jal_rank_behind (tx, "document", "case_id", rows->case_id, jal_id_new (), rows->documents[0], &rank, error));
  g_assert_cmpfloat (rank, ==, 42);
  return FALSE;
}

static void
test_ranks (void)
{
  g_autoptr (GError) error = NULL;
  JalTestVault vault = { 0 };
  JalAct act = { .verb = "test.move" };
  Rows rows;

  fill_vault (&vault, &rows);
  g_assert_true (jal_store_act (vault.store, &act, move_often, &rows, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (jal_store_read (vault.store, read_order, &rows, NULL, &error));
  g_assert_false (jal_store_act (vault.store, &act, move_behind_stranger, &rows, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_NOT_FOUND);
  jal_test_vault_close (&vault);
}

/* --- Marks --------------------------------------------------------------------------------------------------- */

static const JalMarkQuad odd_quad = { { 1.5, 2.25, -3.125, 1e6 }, { 0.1, 700.7, -0.0, 12345.678 } };

static gboolean
write_marks (JalTx *tx, gpointer data, GError **error)
{
  Rows *rows = data;

  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (JalMark) mark = g_object_new (JAL_TYPE_MARK, NULL);

      mark->id = jal_id_new ();
      mark->case_id = rows->case_id;
      mark->original_id = rows->original;
      mark->page = i < 3 ? 5 - i : 8; /* 5, 4, 3 are in the second document, 8 is not */
      set (&mark->kind, "highlight");
      set (&mark->color, "yellow");
      set (&mark->audience, "private");
      mark->quads = g_memdup2 (&odd_quad, sizeof odd_quad);
      mark->n_quads = 1;
      mark->opacity = 0.5;
      if (!jal_mark_rows_insert (tx, mark, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_marks (JalTx *tx, gpointer data, GError **error)
{
  Rows *rows = data;
  g_autoptr (GListStore) marks = jal_mark_rows_list (tx, rows->documents[1], error);
  g_autoptr (JalDocument) document = jal_document_rows_get (tx, rows->documents[1], error);

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (marks)), ==, 3);
  g_assert_cmpuint (document->n_marks, ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (JalMark) mark = g_list_model_get_item (G_LIST_MODEL (marks), i);

      g_assert_cmpint (mark->document_page, ==, (int)i);
      g_assert_cmpuint (mark->page, ==, 3 + i);
      g_assert_cmpmem (mark->quads, mark->n_quads * sizeof (JalMarkQuad), &odd_quad, sizeof odd_quad);
    }
  return TRUE;
}

static void
test_marks (void)
{
  g_autoptr (GError) error = NULL;
  JalTestVault vault = { 0 };
  JalAct act = { .verb = "test.marks" };
  Rows rows;

  fill_vault (&vault, &rows);
  g_assert_true (jal_store_act (vault.store, &act, write_marks, &rows, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (jal_store_read (vault.store, read_marks, &rows, NULL, &error));
  g_assert_no_error (error);
  jal_test_vault_close (&vault);
}

/* --- Sessions ------------------------------------------------------------------------------------------------ */

static gboolean
write_sessions (JalTx *tx, gpointer data, GError **error)
{
  Rows *rows = data;
  static const struct
  {
    int day;
    const char *state;
    gboolean counted;
  } sessions[] = { { 30, "planned", TRUE },
                   { 10, "held", TRUE },
                   { 20, "vacated", TRUE },
                   { 15, "planned", FALSE },
                   { 40, "fixed", TRUE } };

  for (guint i = 0; i < G_N_ELEMENTS (sessions); i++)
    {
      g_autoptr (JalSession) session = g_object_new (JAL_TYPE_SESSION, NULL);

      session->id = jal_id_new ();
      session->case_id = rows->case_id;
      session->date = sessions[i].day;
      session->counted = sessions[i].counted;
      set (&session->state, sessions[i].state);
      set (&session->kind, "hearing");
      if (!jal_session_rows_insert (tx, session, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_sessions (JalTx *tx, gpointer data, GError **error)
{
  Rows *rows = data;
  g_autoptr (GListStore) sessions = jal_session_rows_list (tx, rows->case_id, error);
  g_autoptr (JalCase) value = jal_case_rows_get (tx, rows->case_id, 16, error);
  static const guint ordinals[] = { 1, 0, 0, 2, 3 };

  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (JalSession) session = g_list_model_get_item (G_LIST_MODEL (sessions), i);

      g_assert_cmpuint (session->ordinal, ==, ordinals[i]);
      g_assert_cmpint (session->template_entry, ==, -1);
    }
  g_assert_cmpuint (value->n_sessions, ==, 3);
  g_assert_cmpuint (value->n_sessions_held, ==, 1);
  g_assert_cmpint (value->next_date, ==, 30);
  g_assert_cmpstr (value->next_kind, ==, "hearing");
  g_assert_true (value->overdue);
  return TRUE;
}

static void
test_sessions (void)
{
  g_autoptr (GError) error = NULL;
  JalTestVault vault = { 0 };
  JalAct act = { .verb = "test.sessions" };
  Rows rows;

  fill_vault (&vault, &rows);
  g_assert_true (jal_store_act (vault.store, &act, write_sessions, &rows, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (jal_store_read (vault.store, read_sessions, &rows, NULL, &error));
  jal_test_vault_close (&vault);
}

/* As versions before the column left a row: the time is in the note, and there alone. */
static gboolean
age_session (JalTx *tx, gpointer data, GError **error)
{
  JalSession *session = data;

  return jal_session_rows_insert (tx, session, error)
         && jal_tx_run (tx, error, "UPDATE court_session SET minutes = NULL WHERE id = ?", "I", &session->id);
}

static gboolean
write_session (JalTx *tx, gpointer data, GError **error)
{
  return jal_session_rows_update (tx, data, error);
}

static gboolean
read_session (JalTx *tx, gpointer data, GError **error)
{
  JalSession **session = data;
  JalId id = (*session)->id;

  g_clear_object (session);
  *session = jal_session_rows_get (tx, id, error);
  return *session != NULL;
}

static void
test_time (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JalSession) session = g_object_new (JAL_TYPE_SESSION, NULL);
  JalTestVault vault = { 0 };
  JalAct act = { .verb = "test.sessions" };
  Rows rows;

  fill_vault (&vault, &rows);
  session->id = jal_id_new ();
  session->case_id = rows.case_id;
  session->date = 30;
  set (&session->state, "planned");
  set (&session->kind, "hearing");
  set (&session->note, "Giriama\nTime: 14:00");
  g_assert_true (jal_store_act (vault.store, &act, age_session, session, NULL, &error));
  g_assert_true (jal_store_read (vault.store, read_session, &session, NULL, &error));
  g_assert_cmpint (session->minutes, ==, 840);
  g_assert_cmpstr (session->note, ==, "Giriama");
  /* Written once, it stands in the column. */
  g_assert_true (jal_store_act (vault.store, &act, write_session, session, NULL, &error));
  g_assert_true (jal_store_read (vault.store, read_session, &session, NULL, &error));
  g_assert_cmpint (session->minutes, ==, 840);
  g_assert_cmpstr (session->note, ==, "Giriama");
  /* And without a time, such a line is what somebody wrote. */
  session->minutes = 0;
  set (&session->note, "Time: 14:00");
  g_assert_true (jal_store_act (vault.store, &act, write_session, session, NULL, &error));
  g_assert_true (jal_store_read (vault.store, read_session, &session, NULL, &error));
  g_assert_cmpint (session->minutes, ==, 0);
  g_assert_cmpstr (session->note, ==, "Time: 14:00");
  g_assert_no_error (error);
  jal_test_vault_close (&vault);
}

/* What stops in the middle is no short list: nobody would miss the rest. */
static gboolean
read_stopped (JalTx *tx, gpointer data, GError **error)
{
  GCancellable *cancellable = data;
  g_autoptr (GError) local = NULL;
  g_autoptr (GArray) pages = jal_hidden_words_pages (tx, jal_id_new (), error);

  g_assert_nonnull (pages);
  g_cancellable_cancel (cancellable);
  g_assert_null (jal_hidden_words_pages (tx, jal_id_new (), &local));
  g_assert_error (local, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  return TRUE;
}

static void
test_stopped (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  JalTestVault vault = { 0 };

  jal_test_vault_open (&vault);
  jal_store_read (vault.store, read_stopped, cancellable, cancellable, NULL);
  g_assert_true (g_cancellable_is_cancelled (cancellable));
  jal_test_vault_close (&vault);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/record/documents", test_documents);
  g_test_add_func ("/record/index", test_index);
  g_test_add_func ("/record/ranks", test_ranks);
  g_test_add_func ("/record/marks", test_marks);
  g_test_add_func ("/record/sessions", test_sessions);
  g_test_add_func ("/record/time", test_time);
  g_test_add_func ("/record/stopped", test_stopped);
  return g_test_run ();
}
