/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing a paper down as the member "paper" of a build record, and having it drawn. */
#define G_LOG_DOMAIN "jal-release"

#include "release/jal-paper.h"

#include "base/jal-clock.h"
#include "pages/jal-composer.h"
#include "release/jal-release-inputs.h"
#include "store/jal-tx.h"
#include "store/jal-rescue.h"

#include <string.h>

struct _JalPaper
{
  char *title;
  char *footer;
  JalLang lang;
  gboolean landscape;
  gboolean a3;
  JsonArray *blocks;
  JsonObject *table;   /* (nullable): takes the next rows */
  guint n_columns;
  JsonArray *shapes;   /* (nullable): takes the next shapes */
};

JalPaper *
jal_paper_new (const char *title, JalLang lang)
{
  JalPaper *paper = g_new0 (JalPaper, 1);

  paper->title = g_strdup (title);
  paper->lang = lang;
  paper->blocks = json_array_new ();
  return paper;
}

void
jal_paper_free (JalPaper *paper)
{
  if (paper == NULL)
    return;
  g_free (paper->title);
  g_free (paper->footer);
  json_array_unref (paper->blocks);
  g_free (paper);
}

void
jal_paper_set_landscape (JalPaper *paper, gboolean landscape)
{
  paper->landscape = landscape;
}

void
jal_paper_set_a3 (JalPaper *paper, gboolean a3)
{
  paper->a3 = a3;
}

void
jal_paper_set_footer (JalPaper *paper, const char *footer)
{
  g_free (paper->footer);
  paper->footer = g_strdup (footer);
}

/* What is not UTF-8 must not cost the whole paper. */
static void
set_text (JsonObject *object, const char *name, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);

  json_object_set_string_member (object, name, valid);
}

/* Returns (transfer none): a new block at the end. */
static JsonObject *
add_block (JalPaper *paper, const char *kind)
{
  JsonObject *block = json_object_new ();

  json_object_set_string_member (block, "block", kind);
  json_array_add_object_element (paper->blocks, block);
  paper->table = NULL;
  paper->shapes = NULL;
  return block;
}

void
jal_paper_add_heading (JalPaper *paper, guint level, const char *text)
{
  JsonObject *block = add_block (paper, "heading");

  json_object_set_int_member (block, "level", CLAMP (level, 1, 3));
  set_text (block, "text", text);
}

void
jal_paper_add_text (JalPaper *paper, const char *text, JalPaperStyle style)
{
  JsonObject *block = add_block (paper, "text");

  set_text (block, "text", text);
  json_object_set_boolean_member (block, "bold", (style & JAL_PAPER_BOLD) != 0);
  json_object_set_boolean_member (block, "small", (style & JAL_PAPER_SMALL) != 0);
  json_object_set_boolean_member (block, "centred", (style & JAL_PAPER_CENTRED) != 0);
}

void
jal_paper_add_code (JalPaper *paper, const char *text, gboolean centred)
{
  JsonObject *block = add_block (paper, "code");

  set_text (block, "text", text);
  json_object_set_boolean_member (block, "centred", centred);
}

void
jal_paper_add_qr (JalPaper *paper, const char *text, double side, gboolean centred)
{
  JsonObject *block = add_block (paper, "qr");

  set_text (block, "text", text);
  json_object_set_double_member (block, "height", CLAMP (side, 10, 200));
  json_object_set_boolean_member (block, "centred", centred);
}

void
jal_paper_add_space (JalPaper *paper, double millimetres)
{
  json_object_set_double_member (add_block (paper, "space"), "height", CLAMP (millimetres, 0, 1000));
}

void
jal_paper_add_page_break (JalPaper *paper)
{
  add_block (paper, "page");
}

void
jal_paper_add_table (JalPaper *paper, const JalPaperColumnSpec *columns, guint n_columns)
{
  JsonObject *block = add_block (paper, "table");
  JsonArray *array = json_array_new ();

  g_return_if_fail (n_columns > 0 && n_columns <= 12);

  for (guint i = 0; i < n_columns; i++)
    {
      JsonObject *column = json_object_new ();

      set_text (column, "title", columns[i].title);
      json_object_set_double_member (column, "share", columns[i].share > 0 ? columns[i].share : 1);
      json_object_set_boolean_member (column, "end", columns[i].end);
      json_array_add_object_element (array, column);
    }
  json_object_set_array_member (block, "columns", array);
  json_object_set_array_member (block, "rows", json_array_new ());
  paper->table = block;
  paper->n_columns = n_columns;
}

void
jal_paper_add_row (JalPaper *paper, const char *const *cells)
{
  JsonArray *row = json_array_new ();

  g_return_if_fail (paper->table != NULL);

  for (guint i = 0; i < paper->n_columns; i++)
    {
      g_autofree char *valid = g_utf8_make_valid (cells[i] != NULL ? cells[i] : "", -1);

      json_array_add_string_element (row, valid);
    }
  json_array_add_array_element (json_object_get_array_member (paper->table, "rows"), row);
}

void
jal_paper_add_drawing (JalPaper *paper, double height)
{
  JsonObject *block = add_block (paper, "drawing");
  JsonArray *shapes = json_array_new ();

  json_object_set_double_member (block, "height", CLAMP (height, 1, 1000));
  json_object_set_array_member (block, "shapes", shapes);
  paper->shapes = shapes;
}

/* The margins are those of compose-paper.c: 18 mm, and 25 mm at the foot. */
double
jal_paper_get_width (JalPaper *paper)
{
  return (paper->a3 ? (paper->landscape ? 420 : 297) : (paper->landscape ? 297 : 210)) - 36;
}

double
jal_paper_get_height (JalPaper *paper)
{
  return (paper->a3 ? (paper->landscape ? 297 : 420) : (paper->landscape ? 210 : 297)) - 43.2;
}

static JsonObject *
add_shape (JalPaper *paper, const char *kind, double x, double y, double x2, double y2)
{
  JsonObject *shape = json_object_new ();

  json_object_set_string_member (shape, "shape", kind);
  json_object_set_double_member (shape, "x", x);
  json_object_set_double_member (shape, "y", y);
  json_object_set_double_member (shape, "x2", x2);
  json_object_set_double_member (shape, "y2", y2);
  json_array_add_object_element (paper->shapes, shape);
  return shape;
}

static void
set_color (JsonObject *shape, const char *name, const double *color)
{
  JsonArray *array;

  if (color == NULL)
    return;
  array = json_array_new ();
  for (guint i = 0; i < 3; i++)
    json_array_add_double_element (array, CLAMP (color[i], 0, 1));
  json_object_set_array_member (shape, name, array);
}

static void
set_line (JsonObject *shape, double line, gboolean dashed, const double *color)
{
  json_object_set_double_member (shape, "line", line);
  json_object_set_boolean_member (shape, "dashed", dashed);
  set_color (shape, "color", color);
}

void
jal_paper_draw_line (JalPaper *paper, double x, double y, double x2, double y2, double line, gboolean dashed,
                     const double *color)
{
  g_return_if_fail (paper->shapes != NULL);

  set_line (add_shape (paper, "line", x, y, x2, y2), line, dashed, color);
}

void
jal_paper_draw_box (JalPaper *paper, double x, double y, double width, double height, double line, gboolean dashed,
                    const double *fill, const double *color)
{
  JsonObject *shape;

  g_return_if_fail (paper->shapes != NULL);

  shape = add_shape (paper, "box", x, y, width, height);
  set_line (shape, line, dashed, color);
  set_color (shape, "fill", fill);
}

void
jal_paper_draw_circle (JalPaper *paper, double x, double y, double radius, double line, gboolean dashed,
                       const double *fill, const double *color)
{
  JsonObject *shape;

  g_return_if_fail (paper->shapes != NULL);

  shape = add_shape (paper, "circle", x, y, radius, 0);
  set_line (shape, line, dashed, color);
  set_color (shape, "fill", fill);
}

void
jal_paper_draw_words (JalPaper *paper, double x, double y, double width, const char *text, double size, gboolean bold,
                      int align, const double *color)
{
  JsonObject *shape;

  g_return_if_fail (paper->shapes != NULL);

  shape = add_shape (paper, "words", x, y, width, 0);
  set_text (shape, "text", text);
  json_object_set_double_member (shape, "size", CLAMP (size, 3, 96));
  json_object_set_boolean_member (shape, "bold", bold);
  json_object_set_string_member (shape, "align", align < 0 ? "start" : align == 0 ? "centre" : "end");
  set_color (shape, "color", color);
}

/* --- Drawing it ---------------------------------------------------------------------------------------------- */

static char *
make_spec (JalPaper *paper)
{
  g_autoptr (JsonNode) root = json_node_alloc ();
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (jal_clock_now () / G_USEC_PER_SEC);
  g_autofree char *created = g_date_time_format (now, "%Y-%m-%dT%H:%M:%SZ");
  JsonObject *object = json_object_new ();
  JsonObject *member = json_object_new ();
  char hex[JAL_ID_HEX_LENGTH + 1];

  json_object_set_int_member (object, "version", 1);
  json_object_set_string_member (object, "job", "paper");
  json_object_set_string_member (object, "id", jal_id_to_hex (jal_id_new (), hex));
  if (paper->title != NULL)
    set_text (object, "title", paper->title);
  json_object_set_string_member (object, "language", jal_lang_code (paper->lang));
  json_object_set_string_member (object, "created", created);
  json_object_set_array_member (object, "inputs", json_array_new ());
  json_object_set_string_member (member, "size", paper->a3 ? "A3" : "A4");
  json_object_set_boolean_member (member, "landscape", paper->landscape);
  if (paper->footer != NULL)
    set_text (member, "footer", paper->footer);
  json_object_set_array_member (member, "blocks", json_array_ref (paper->blocks));
  json_object_set_object_member (object, "paper", member);
  json_node_init_object (root, object);
  json_object_unref (object);
  return json_to_string (root, FALSE);
}

/* A record may hold a recovery code: it is wiped, not only freed. */
static void
wipe (char *text)
{
  if (text != NULL)
    explicit_bzero (text, strlen (text));
  g_free (text);
}

static gboolean
draw (JalPaper *paper, JalBytesWriteFunc write, gpointer data, GCancellable *cancellable, GError **error)
{
  char *spec = make_spec (paper);
  g_autofree char *result = NULL;
  gboolean drawn = jal_compose (spec, NULL, 0, write, data, NULL, NULL, cancellable, &result, error);

  wipe (spec);
  return drawn;
}

static gboolean
append_cb (gpointer data, const guint8 *bytes, gsize length, GError **error)
{
  g_byte_array_append (data, bytes, (guint)length);
  return TRUE;
}

GBytes *
jal_paper_render (JalPaper *paper, GCancellable *cancellable, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  if (!draw (paper, append_cb, bytes, cancellable, error))
    return NULL;
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

typedef struct
{
  const JalPaperRecord *record;
  const char *sha256;
} Noted;

static gboolean
note_paper (JalTx *tx, gpointer data, GError **error)
{
  const Noted *noted = data;
  g_autofree char *payload
      = g_strdup_printf ("{\"paper\":\"%s\",\"sha256\":\"%s\"}", noted->record->kind, noted->sha256);

  jal_tx_set_payload (tx, payload);
  return TRUE;
}

gboolean
jal_release_paper (JalStore *store, JalPaper *paper, const JalPaperRecord *record, JalReleaseFile *file,
                   GCancellable *cancellable, GError **error)
{
  g_autoptr (JalReleaseFile) owned = file;
  JalAct act = { .verb = "paper.export", .case_id = record->case_id, .subject_id = record->subject_id };
  char sha256[65];
  Noted noted = { record, sha256 };

  g_return_val_if_fail (JAL_IS_STORE (store) && file != NULL, FALSE);

  if ((!record->of_vault && !jal_store_allows_copies (store, error)) || !draw (paper, jal_release_file_write, owned, cancellable, error))
    return FALSE;
  jal_release_file_get_sha256 (owned, sha256);
  return jal_store_act (store, &act, note_paper, &noted, cancellable, error)
         && jal_release_file_commit (g_steal_pointer (&owned), NULL, error);
}

gboolean
jal_release_paper_save (JalStore *store, JalPaper *paper, const JalPaperRecord *record, const char *path,
                        gboolean replace, GCancellable *cancellable, GError **error)
{
  JalReleaseFile *file = jal_release_file_new (path, replace, error);

  return file != NULL && jal_release_paper (store, paper, record, file, cancellable, error);
}
