/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "jal-test-case.h"
#include "marks/jal-marks.h"

static const JalMarkQuad quad = { { 72, 172, 72, 172 }, { 712, 712, 698, 698 } };

static JalMarkDraft
draft_for (JalId document_id, guint page, const char *kind)
{
  JalMarkDraft draft = { .document_id = document_id, .page = page, .kind = kind, .quads = &quad, .n_quads = 1 };

  return draft;
}

static JalMark *
only_mark (JalTestVault *vault, JalId document_id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GListStore) marks = jal_marks_list (vault->store, document_id, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (marks)), ==, 1);
  return g_list_model_get_item (G_LIST_MODEL (marks), 0);
}

static guint
count_marks (JalTestVault *vault, JalId document_id)
{
  g_autoptr (GListStore) marks = jal_marks_list (vault->store, document_id, NULL, NULL);

  return g_list_model_get_n_items (G_LIST_MODEL (marks));
}

static void
test_life (void)
{
  static const char *const lines[] = { "One", "Two", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (JalMark) added = NULL;
  g_autoptr (JalMark) changed = NULL;
  JalTestVault vault = { 0 };
  JalMarkDraft draft;
  JalId case_id, document_id, id;

  jal_test_vault_open (&vault);
  case_id = jal_test_add_case (&vault, "Case");
  document_id = jal_test_add_document (&vault, case_id, "a.pdf", lines);
  draft = draft_for (document_id, 1, "highlight");
  g_assert_true (jal_marks_add (vault.store, &draft, &id, &error));
  added = only_mark (&vault, document_id);
  g_assert_true (jal_id_equal (added->id, id));
  g_assert_true (jal_id_equal (added->case_id, case_id));
  g_assert_cmpstr (added->audience, ==, "private");
  g_assert_cmpstr (added->color, ==, "yellow");
  g_assert_cmpstr (added->author, ==, "Tester");
  g_assert_cmpuint (added->page, ==, 1);
  g_assert_cmpint (added->document_page, ==, 1);
  g_assert_cmpmem (added->quads, sizeof quad, &quad, sizeof quad);

  g_assert_true (jal_marks_update (vault.store, id, "Seen", NULL, "pink", &error));
  changed = only_mark (&vault, document_id);
  g_assert_cmpstr (changed->text, ==, "Seen");
  g_assert_cmpstr (changed->color, ==, "pink");
  g_assert_cmpstr (changed->audience, ==, "private");

  g_assert_true (jal_marks_remove (vault.store, id, &error));
  g_assert_cmpuint (count_marks (&vault, document_id), ==, 0);
  g_assert_false (jal_marks_remove (vault.store, id, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_true (jal_store_undo (vault.store, case_id, NULL, NULL, &error));
  g_assert_cmpuint (count_marks (&vault, document_id), ==, 1);
  jal_test_vault_close (&vault);
}

static void
test_refused (void)
{
  static const char *const lines[] = { "One", NULL };
  static const JalMarkQuad infinite = { { 0, 1, 0, INFINITY }, { 1, 1, 0, 0 } };
  static const JalMarkQuad far = { { 0, 1, 0, 2e6 }, { 1, 1, 0, 0 } };
  JalTestVault vault = { 0 };
  JalId case_id, document_id;
  JalMarkDraft drafts[7];

  jal_test_vault_open (&vault);
  case_id = jal_test_add_case (&vault, "Case");
  document_id = jal_test_add_document (&vault, case_id, "a.pdf", lines);
  for (guint i = 0; i < G_N_ELEMENTS (drafts); i++)
    drafts[i] = draft_for (document_id, 0, "highlight");
  drafts[0].kind = "wiggle";
  drafts[1].n_quads = 0;
  drafts[2].quads = &infinite;
  drafts[3].quads = &far;
  drafts[4].audience = "press";
  drafts[5].color = "red";
  drafts[6].page = 1;
  for (guint i = 0; i < G_N_ELEMENTS (drafts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (jal_marks_add (vault.store, &drafts[i], NULL, &error));
      g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
    }
  g_assert_cmpuint (count_marks (&vault, document_id), ==, 0);
  jal_test_vault_close (&vault);
}

/* The same bytes in another case bring no marks along. */
static void
test_other_case (void)
{
  static const char *const lines[] = { "The very same", NULL };
  g_autoptr (GError) error = NULL;
  JalTestVault vault = { 0 };
  JalMarkDraft draft;
  JalId first, second;

  jal_test_vault_open (&vault);
  first = jal_test_add_document (&vault, jal_test_add_case (&vault, "First"), "a.pdf", lines);
  second = jal_test_add_document (&vault, jal_test_add_case (&vault, "Second"), "a.pdf", lines);
  draft = draft_for (first, 0, "note");
  g_assert_true (jal_marks_add (vault.store, &draft, NULL, &error));
  g_assert_cmpuint (count_marks (&vault, first), ==, 1);
  g_assert_cmpuint (count_marks (&vault, second), ==, 0);
  jal_test_vault_close (&vault);
}

static void
test_words (void)
{
  static const char *const lines[] = { "age and age again", "none here", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) one = NULL;
  g_autoptr (GArray) all = NULL;
  g_autoptr (JalMark) mark = NULL;
  JalTestVault vault = { 0 };
  JalMarkDraft look = { .kind = "underline", .audience = "team" };
  JalId case_id, document_id;

  jal_test_vault_open (&vault);
  case_id = jal_test_add_case (&vault, "Case");
  document_id = jal_test_add_document (&vault, case_id, "a.pdf", lines);
  one = jal_marks_add_by_words (vault.store, document_id, 0, "AND", FALSE, &look, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (one->len, ==, 1);
  mark = only_mark (&vault, document_id);
  g_assert_cmpstr (mark->quoted, ==, "and");
  g_assert_cmpstr (mark->context_before, ==, "age ");
  g_assert_true (g_str_has_prefix (mark->context_after, " age again"));
  /* Helvetica 14 from x = 72: "age " is 556+556+556+278 thousandths wide, "and" 556+556+556. */
  g_assert_cmpfloat_with_epsilon (mark->quads[0].x[0], 72 + 14 * 1.946, 1.5);
  g_assert_cmpfloat_with_epsilon (mark->quads[0].x[1], 72 + 14 * (1.946 + 1.668), 1.5);
  g_assert_cmpfloat (mark->quads[0].y[2], <, 700);
  g_assert_cmpfloat (mark->quads[0].y[0], >, 708);

  all = jal_marks_add_by_words (vault.store, document_id, 0, "age", TRUE, &look, NULL, &error);
  g_assert_cmpuint (all->len, ==, 2);
  g_assert_null (jal_marks_add_by_words (vault.store, document_id, 1, "age", FALSE, &look, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_NOT_FOUND);
  g_clear_error (&error);

  /* A turned page keeps its marks where they are in its own space. */
  g_assert_true (jal_evidence_rotate (vault.store, document_id, 0, 1, 90, &error));
  g_assert_cmpuint (count_marks (&vault, document_id), ==, 3);
  look.kind = "box";
  g_clear_pointer (&one, g_array_unref);
  one = jal_marks_add_by_words (vault.store, document_id, 0, "again", FALSE, &look, NULL, &error);
  g_assert_no_error (error);
  {
    g_autoptr (GListStore) marks = jal_marks_list (vault.store, document_id, NULL, NULL);

    for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (marks)); i++)
      {
        g_autoptr (JalMark) box = g_list_model_get_item (G_LIST_MODEL (marks), i);

        g_assert_cmpfloat (box->quads[0].y[2], >, 690);
        g_assert_cmpfloat (box->quads[0].y[0], <, 720);
      }
  }
  jal_test_vault_close (&vault);
}

/* Every field of every mark as text: two equal ones are the same rows. */
static char *
dump_marks (JalStore *store, JalId document_id)
{
  g_autoptr (GListStore) marks = jal_marks_list (store, document_id, NULL, NULL);
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (marks)); i++)
    {
      g_autoptr (JalMark) mark = g_list_model_get_item (G_LIST_MODEL (marks), i);
      char id[JAL_ID_HEX_LENGTH + 1], document[JAL_ID_HEX_LENGTH + 1], session[JAL_ID_HEX_LENGTH + 1];

      g_string_append_printf (out, "%s %u %s %s %g %s|%s|%s|%s|%s|%s|%s|%s|%s|%s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT,
                              jal_id_to_hex (mark->id, id), mark->page, mark->kind, mark->color, mark->opacity,
                              mark->text, mark->quoted, mark->context_before, mark->context_after, mark->author,
                              mark->audience, jal_id_to_hex (mark->link_document_id, document),
                              jal_id_to_hex (mark->link_session_id, session), mark->received, mark->anchor,
                              mark->created_at, mark->modified_at);
      for (guint k = 0; k < mark->n_quads * 4; k++)
        g_string_append_printf (out, " %.17g,%.17g", mark->quads[k / 4].x[k % 4], mark->quads[k / 4].y[k % 4]);
      for (guint k = 0; k < mark->n_points; k++)
        g_string_append_printf (out, " %.17g,%.17g,%g", mark->points[k].x, mark->points[k].y, mark->points[k].begins);
      g_string_append_c (out, '\n');
    }
  return g_string_free (out, FALSE);
}

static void
place_anew (JalStore *store, JalId id, double dx, GError **error)
{
  JalMarkQuad moved = quad;
  JalMarkPoint points[] = { { 10 + dx, 10, 1 }, { 50 + dx, 90, 0 } };
  JalMarkPlace place = { .quads = &moved, .n_quads = 1, .points = points, .n_points = 2, .quoted = "Moved" };

  for (guint i = 0; i < 4; i++)
    moved.x[i] += dx;
  jal_marks_place (store, id, &place, error);
}

/* Twenty edits of every sort, the vault closed and opened again, twenty undos: the rows are those of the start. */
static void
test_undo_restart (void)
{
  static const char *const lines[] = { "One line", "Two lines", NULL };
  static const char *const others[] = { "Other", NULL };
  static const JalMarkPoint line[] = { { 10, 10, 1 }, { 50, 90, 0 } };
  g_autoptr (GError) error = NULL;
  g_autofree char *start = NULL;
  JalTestVault vault = { 0 };
  JalMarkDraft highlight, arrow, text;
  JalId case_id, document_id, other_id, first, second, third, id;
  guint done = 0;

  jal_test_vault_open (&vault);
  case_id = jal_test_add_case (&vault, "Case");
  document_id = jal_test_add_document (&vault, case_id, "a.pdf", lines);
  other_id = jal_test_add_document (&vault, case_id, "b.pdf", others);
  highlight = draft_for (document_id, 0, "highlight");
  highlight.quoted = "One";
  arrow = draft_for (document_id, 1, "arrow");
  arrow.quads = NULL;
  arrow.n_quads = 0;
  arrow.points = line;
  arrow.n_points = 2;
  text = draft_for (document_id, 0, "text");
  text.text = "Said in court";
  g_assert_true (jal_marks_add (vault.store, &highlight, &first, &error));
  g_assert_true (jal_marks_add (vault.store, &arrow, &second, &error));
  g_assert_true (jal_marks_add (vault.store, &text, &third, &error));
  start = dump_marks (vault.store, document_id);

#define EDIT(call)                                                                                                     \
  do                                                                                                                   \
    {                                                                                                                  \
      g_autofree char *before = dump_marks (vault.store, document_id);                                                 \
      g_autofree char *after = NULL;                                                                                   \
      call;                                                                                                            \
      g_assert_no_error (error);                                                                                       \
      after = dump_marks (vault.store, document_id);                                                                   \
      g_assert_cmpstr (before, !=, after);                                                                             \
      done++;                                                                                                          \
    }                                                                                                                  \
  while (0)
  EDIT (jal_marks_add (vault.store, &highlight, &id, &error));
  EDIT (jal_marks_update (vault.store, first, "A note", NULL, NULL, &error));
  EDIT (jal_marks_update (vault.store, first, NULL, "team", NULL, &error));
  EDIT (jal_marks_update (vault.store, second, NULL, NULL, "pink", &error));
  EDIT (place_anew (vault.store, first, 5, &error));
  EDIT (place_anew (vault.store, second, 7, &error));
  EDIT (jal_marks_link (vault.store, third, other_id, JAL_ID_NONE, &error));
  EDIT (jal_marks_remove (vault.store, second, &error));
  EDIT (jal_marks_settle (vault.store, first, "left", &error));
  EDIT (jal_marks_update (vault.store, id, "Another", "court", "green", &error));
  EDIT (jal_marks_add (vault.store, &arrow, &second, &error));
  EDIT (place_anew (vault.store, second, -3, &error));
  EDIT (jal_marks_link (vault.store, third, JAL_ID_NONE, JAL_ID_NONE, &error));
  EDIT (jal_marks_remove (vault.store, third, &error));
  EDIT (jal_marks_add (vault.store, &text, &third, &error));
  EDIT (place_anew (vault.store, third, 1, &error));
  EDIT (jal_marks_update (vault.store, third, "", NULL, NULL, &error));
  EDIT (jal_marks_remove (vault.store, id, &error));
  EDIT (jal_marks_remove (vault.store, first, &error));
  EDIT (jal_marks_update (vault.store, second, "Last", NULL, "orange", &error));
#undef EDIT
  g_assert_cmpuint (done, ==, 20);

  g_assert_true (jal_store_close (vault.store, &error));
  g_clear_object (&vault.store);
  vault.store = jal_store_open_vault (vault.path, JAL_TEST_PASSPHRASE, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *now = dump_marks (vault.store, document_id);

      g_assert_cmpstr (now, !=, start);
      g_assert_true (jal_store_undo (vault.store, case_id, NULL, NULL, &error));
      g_assert_no_error (error);
    }
  {
    g_autofree char *now = dump_marks (vault.store, document_id);

    g_assert_cmpstr (now, ==, start);
  }
  jal_test_vault_close (&vault);
}

/* What is drawn goes round its points; what makes no sense is refused in a sentence. */
static void
test_drawn (void)
{
  static const char *const lines[] = { "One", NULL };
  static const JalMarkPoint stroke[] = { { 10, 20, 1 }, { 60, 20, 0 }, { 30, 80, 1 }, { 90, 40, 0 } };
  g_autoptr (GError) error = NULL;
  g_autoptr (JalMark) mark = NULL;
  JalTestVault vault = { 0 };
  JalMarkDraft draft;
  JalId case_id, document_id, other_case, other_document, id;

  jal_test_vault_open (&vault);
  case_id = jal_test_add_case (&vault, "Case");
  document_id = jal_test_add_document (&vault, case_id, "a.pdf", lines);
  other_case = jal_test_add_case (&vault, "Other");
  other_document = jal_test_add_document (&vault, other_case, "b.pdf", lines);
  draft = draft_for (document_id, 0, "ink");
  draft.points = stroke;
  draft.n_points = G_N_ELEMENTS (stroke);
  g_assert_true (jal_marks_add (vault.store, &draft, &id, &error));
  mark = only_mark (&vault, document_id);
  g_assert_cmpuint (mark->n_points, ==, 4);
  g_assert_cmpmem (mark->points, sizeof stroke, stroke, sizeof stroke);
  g_assert_cmpuint (mark->n_quads, ==, 1);
  g_assert_cmpfloat (mark->quads[0].x[0], ==, 10);
  g_assert_cmpfloat (mark->quads[0].y[0], ==, 80);
  g_assert_cmpfloat (mark->quads[0].x[3], ==, 90);
  g_assert_cmpfloat (mark->quads[0].y[3], ==, 20);

  draft.kind = "line";
  g_assert_false (jal_marks_add (vault.store, &draft, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
  g_clear_error (&error);
  draft.n_points = 2;
  draft.points = stroke + 1; /* the pen was never put down */
  g_assert_false (jal_marks_add (vault.store, &draft, NULL, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_false (jal_marks_link (vault.store, id, other_document, JAL_ID_NONE, &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_false (jal_marks_settle (vault.store, id, "lost", &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
  jal_test_vault_close (&vault);
}

/* Letters of 10 points on one line, from 0 on. */
static char *
quote (const char *line, double x1, double x2)
{
  const JalPageInfo info = { .width = 2000, .height = 100, .user_unit = 1, .crop = { 0, 0, 2000, 100 } };
  guint n = (guint)g_utf8_strlen (line, -1);
  JalBox *boxes = g_new0 (JalBox, n);
  g_autoptr (JalPageText) text = NULL;

  for (guint i = 0; i < n; i++)
    boxes[i] = (JalBox){ i * 10, 40, i * 10 + 10, 60 };
  text = jal_page_text_new_take (g_strdup (line), strlen (line), boxes, n);
  return jal_marks_quote_area (&info, text, (JalBox){ x1, 30, x2, 70 });
}

/* An area quotes whole words: those of which half lies in it; of writing without spaces the letters. */
static void
test_area_words (void)
{
  static const char line[] = "The complainant knew the house";
  g_autofree char *inside = quote (line, 38, 200), *half = quote (line, 70, 200), *less = quote (line, 120, 200);
  g_autofree char *bit = quote (line, 72, 88), *nothing = quote (line, 1900, 1950), *wide = quote ("被害者の証言", 12, 38);

  g_assert_cmpstr (inside, ==, "complainant knew");
  g_assert_cmpstr (half, ==, "complainant knew");
  g_assert_cmpstr (less, ==, "knew");
  g_assert_cmpstr (bit, ==, "complainant");
  g_assert_cmpstr (nothing, ==, "");
  g_assert_cmpstr (wide, ==, "害者の");
}

static double
luminance (const double rgb[3], double share)
{
  static const double weights[3] = { 0.2126, 0.7152, 0.0722 };
  double sum = 0;

  for (guint i = 0; i < 3; i++)
    {
      double c = rgb[i] * share;

      sum += weights[i] * (c <= 0.04045 ? c / 12.92 : pow ((c + 0.055) / 1.055, 2.4));
    }
  return sum;
}

static double
contrast (double a, double b)
{
  return (fmax (a, b) + 0.05) / (fmin (a, b) + 0.05);
}

/* WCAG AA: words on a highlight, black by day and white at night over the shine that the page view gives it, 4.5 : 1; lines on white
   paper, and on black at night, 3 : 1. */
static void
test_color_contrast (void)
{
  for (const char *const *color = jal_marks_colors (); *color != NULL; color++)
    {
      double rgb[3], line[3];
      double day, night, thin, thin_night;

      jal_marks_color (*color, rgb);
      jal_marks_line_color (*color, line);
      day = contrast (luminance (rgb, 1), 0);
      night = contrast (luminance (rgb, 0.45), 1);
      thin = contrast (luminance (line, 1), 1);
      thin_night = contrast (luminance (rgb, 1), 0);
      g_test_message ("%s: words %.2f by day, %.2f at night; lines %.2f and %.2f", *color, day, night, thin, thin_night);
      g_assert_cmpfloat (day, >=, 4.5);
      g_assert_cmpfloat (night, >=, 4.5);
      g_assert_cmpfloat (thin, >=, 3);
      g_assert_cmpfloat (thin_night, >=, 3);
    }
}

static void
test_meanings (void)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) usual = NULL;
  g_auto (GStrv) sw = NULL;
  g_auto (GStrv) own = NULL;
  g_auto (GStrv) again = NULL;
  JalTestVault vault = { 0 };
  JalId case_id, other_id;

  jal_test_vault_open (&vault);
  case_id = jal_test_add_case (&vault, "Case");
  other_id = jal_test_add_case (&vault, "Other");
  usual = jal_marks_meanings (vault.store, case_id, JAL_LANG_EN, NULL, &error);
  sw = jal_marks_meanings (vault.store, case_id, JAL_LANG_SW, NULL, &error);
  g_assert_cmpuint (g_strv_length (usual), ==, g_strv_length ((char **)jal_marks_colors ()));
  g_assert_cmpstr (usual[0], ==, "fact");
  g_assert_cmpstr (sw[0], ==, "ukweli");
  g_assert_true (jal_marks_set_meaning (vault.store, case_id, "yellow", "  age of\nthe child ", &error));
  g_assert_true (jal_marks_set_meaning (vault.store, case_id, "yellow", "age", &error));
  own = jal_marks_meanings (vault.store, case_id, JAL_LANG_SW, NULL, &error);
  g_assert_cmpstr (own[0], ==, "age");
  g_assert_cmpstr (own[3], ==, "shaka");
  g_assert_true (jal_store_undo (vault.store, case_id, NULL, NULL, &error));
  again = jal_marks_meanings (vault.store, case_id, JAL_LANG_SW, NULL, &error);
  g_assert_cmpstr (again[0], ==, "age of the child");
  g_clear_pointer (&again, g_strfreev);
  again = jal_marks_meanings (vault.store, other_id, JAL_LANG_EN, NULL, &error);
  g_assert_cmpstr (again[0], ==, "fact");
  g_assert_false (jal_marks_set_meaning (vault.store, case_id, "purple", "x", &error));
  g_assert_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED);
  jal_test_vault_close (&vault);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/marks/life", test_life);
  g_test_add_func ("/marks/refused", test_refused);
  g_test_add_func ("/marks/other-case", test_other_case);
  g_test_add_func ("/marks/words", test_words);
  g_test_add_func ("/marks/undo-restart", test_undo_restart);
  g_test_add_func ("/marks/drawn", test_drawn);
  g_test_add_func ("/marks/area-words", test_area_words);
  g_test_add_func ("/marks/color-contrast", test_color_contrast);
  g_test_add_func ("/marks/meanings", test_meanings);
  return g_test_run ();
}
