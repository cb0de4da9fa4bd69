/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Marks as XFDF (ISO 19444-1): for programs that lay annotations over their own copy of the document.
 *
 * 1. The same marks leave as in a marked copy for the same audience: one function decides for both.
 * 2. Coordinates are those of the page's default user space, as the standard has them; pages count from 0 in the document.
 * 3. The file names no file and no case.
 */
#define G_LOG_DOMAIN "jal-release"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "record/jal-document-rows.h"
#include "record/jal-mark-rows.h"
#include "release/jal-release-court.h"
#include "release/jal-release-inputs.h"
#include "release/jal-release-marks.h"
#include "store/jal-rescue.h"

typedef struct
{
  const char *kind;
  const char *element;
} Element;

static const Element elements[] = {
  { "highlight", "highlight" }, { "underline", "underline" }, { "strikeout", "strikeout" },
  { "note", "text" },           { "box", "square" },          { "line", "line" },
  { "arrow", "line" },          { "ink", "ink" },             { "text", "freetext" },
};

static const char *
find_element (const char *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (elements); i++)
    if (g_str_equal (elements[i].kind, kind))
      return elements[i].element;
  return NULL;
}

gboolean
jal_release_may_see (const char *audience, const char *mark_audience)
{
  if (g_str_equal (mark_audience, "court"))
    return TRUE;
  if (g_strcmp0 (audience, "team") == 0)
    return g_str_equal (mark_audience, "team");
  return g_strcmp0 (audience, "private") == 0;
}

gboolean
jal_release_mark_leaves (const JalMark *mark, const char *audience)
{
  return find_element (mark->kind) != NULL && jal_release_may_see (audience, mark->audience);
}

gboolean
jal_release_check_audience (const char *audience, GError **error)
{
  static const char *const audiences[] = { "court", "team", "private", NULL };

  if (audience == NULL || g_strv_contains (audiences, audience))
    return TRUE;
  g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED,
                       _ ("A mark is private, for the team or for the court."));
  return FALSE;
}

/* --- Writing ------------------------------------------------------------------------------------------------- */

static void
put_number (GString *xml, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (text, sizeof text, "%.4f", value);
  g_string_append (xml, text);
}

static void
put_pair (GString *xml, const char *before, double x, double y)
{
  g_string_append (xml, before);
  put_number (xml, x);
  g_string_append_c (xml, ',');
  put_number (xml, y);
}

/* XML knows no control characters, not even escaped ones. */
static void
put_text (GString *xml, const char *text)
{
  g_autofree char *clean = g_strdup (text);
  g_autofree char *escaped = NULL;

  for (char *c = clean; *c != '\0'; c++)
    if ((guchar)*c < 0x20 && *c != '\n' && *c != '\t')
      *c = ' ';
  escaped = g_markup_escape_text (clean, -1);
  g_string_append (xml, escaped);
}

static void
put_attribute (GString *xml, const char *name, const char *value)
{
  g_string_append_printf (xml, " %s=\"", name);
  put_text (xml, value);
  g_string_append_c (xml, '"');
}

static void
put_rect (GString *xml, const JalMark *mark)
{
  double x1 = G_MAXDOUBLE, y1 = G_MAXDOUBLE, x2 = -G_MAXDOUBLE, y2 = -G_MAXDOUBLE;

  for (guint i = 0; i < mark->n_quads; i++)
    for (guint k = 0; k < 4; k++)
      {
        x1 = fmin (x1, mark->quads[i].x[k]);
        y1 = fmin (y1, mark->quads[i].y[k]);
        x2 = fmax (x2, mark->quads[i].x[k]);
        y2 = fmax (y2, mark->quads[i].y[k]);
      }
  put_pair (xml, " rect=\"", x1, y1);
  put_pair (xml, ",", x2, y2);
  g_string_append_c (xml, '"');
}

static void
put_date (GString *xml, const char *name, gint64 at)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (at / G_USEC_PER_SEC);
  g_autofree char *text = time != NULL ? g_date_time_format (time, "D:%Y%m%d%H%M%SZ") : NULL;

  if (text != NULL)
    put_attribute (xml, name, text);
}

static void
put_ink (GString *xml, const JalMark *mark)
{
  g_string_append (xml, "<inklist>");
  for (guint i = 0; i < mark->n_points; i++)
    {
      gboolean begins = i == 0 || mark->points[i].begins > 0.5;

      if (begins)
        g_string_append (xml, i == 0 ? "<gesture>" : "</gesture><gesture>");
      put_pair (xml, begins ? "" : ";", mark->points[i].x, mark->points[i].y);
    }
  g_string_append (xml, "</gesture></inklist>");
}

static void
put_mark (GString *xml, const JalMark *mark)
{
  const char *element = find_element (mark->kind);
  gboolean felt = g_str_equal (mark->kind, "highlight") || g_str_equal (mark->kind, "note");
  char hex[JAL_ID_HEX_LENGTH + 1];
  double rgb[3] = { 0 };

  if (felt)
    jal_mark_rows_color (mark->color, rgb);
  else
    jal_mark_rows_line_color (mark->color, rgb);
  g_string_append_printf (xml, "<%s page=\"%d\"", element, mark->document_page);
  put_rect (xml, mark);
  /* A free text's colour would be the ground behind its letters. */
  if (!g_str_equal (mark->kind, "text"))
    g_string_append_printf (xml, " color=\"#%02X%02X%02X\"", (int)lround (rgb[0] * 255), (int)lround (rgb[1] * 255),
                            (int)lround (rgb[2] * 255));
  put_attribute (xml, "flags", g_str_equal (mark->kind, "note") ? "print,nozoom,norotate" : "print");
  put_attribute (xml, "name", jal_id_to_hex (mark->id, hex));
  put_attribute (xml, "title", mark->author);
  put_date (xml, "date", mark->modified_at);
  put_date (xml, "creationdate", mark->created_at);
  if (mark->opacity < 1)
    {
      g_string_append (xml, " opacity=\"");
      put_number (xml, mark->opacity);
      g_string_append_c (xml, '"');
    }
  if (g_str_equal (element, "highlight") || g_str_equal (element, "underline") || g_str_equal (element, "strikeout"))
    {
      g_string_append (xml, " coords=\"");
      for (guint i = 0; i < mark->n_quads; i++)
        for (guint k = 0; k < 4; k++)
          put_pair (xml, i + k > 0 ? "," : "", mark->quads[i].x[k], mark->quads[i].y[k]);
      g_string_append_c (xml, '"');
    }
  else if (g_str_equal (element, "line") && mark->n_points == 2)
    {
      put_pair (xml, " start=\"", mark->points[0].x, mark->points[0].y);
      put_pair (xml, "\" end=\"", mark->points[1].x, mark->points[1].y);
      g_string_append_printf (xml, "\" width=\"2\" head=\"None\" tail=\"%s\"",
                              g_str_equal (mark->kind, "arrow") ? "OpenArrow" : "None");
    }
  else if (g_str_equal (element, "square"))
    g_string_append (xml, " width=\"1.5\"");
  else if (g_str_equal (element, "text"))
    g_string_append (xml, " icon=\"Comment\"");
  else if (g_str_equal (element, "ink"))
    g_string_append (xml, " width=\"2\"");
  g_string_append_c (xml, '>');
  if (*mark->text != '\0')
    {
      g_string_append (xml, "<contents>");
      put_text (xml, mark->text);
      g_string_append (xml, "</contents>");
    }
  if (g_str_equal (element, "ink"))
    put_ink (xml, mark);
  else if (g_str_equal (element, "freetext"))
    g_string_append (xml, "<defaultappearance>0 g /Helv 12 Tf</defaultappearance>");
  g_string_append_printf (xml, "</%s>\n", element);
}

/* --- Out ----------------------------------------------------------------------------------------------------- */

typedef struct
{
  JalId document_id;
  JalDocument *document;
  GArray *parts;
  GListStore *marks;
  JalReleaseCourt court;
  gboolean for_court;
  const char *audience;
  gboolean parts_stay; /* somebody decided so: it stands in the record */
  char sha256[65];
} Save;

static gboolean
load (JalTx *tx, gpointer data, GError **error)
{
  Save *save = data;

  save->document = jal_document_rows_get (tx, save->document_id, error);
  save->parts = save->document != NULL ? jal_document_rows_parts (tx, save->document_id, error) : NULL;
  save->marks = save->parts != NULL ? jal_mark_rows_list (tx, save->document_id, error) : NULL;
  return save->marks != NULL && (!save->for_court || jal_release_court_load (&save->court, tx, save->document, error));
}

static gboolean
note_export (JalTx *tx, gpointer data, GError **error)
{
  Save *save = data;
  g_autofree char *detail = g_strdup_printf ("marks as XFDF; SHA-256 %s", save->sha256);
  g_autofree char *payload = g_strdup_printf ("{\"sha256\":\"%s\",\"xfdf\":true,\"audience\":\"%s\",\"parts_stay\":%s}", save->sha256,
                                              save->audience, save->parts_stay ? "true" : "false");
  g_autoptr (GHashTable) seen = g_hash_table_new (jal_id_hash, jal_id_equal_pointers);

  jal_tx_set_payload (tx, payload);
  for (guint i = 0; i < save->parts->len; i++)
    {
      JalDocumentPart *part = &g_array_index (save->parts, JalDocumentPart, i);

      if (g_hash_table_add (seen, &part->original_id)
          && !jal_custody_rows_insert (tx, part->original_id, "exported", detail, error))
        return FALSE;
    }
  return TRUE;
}

static char *
make_xfdf (Save *save, const char *audience)
{
  GString *xml = g_string_new ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                               "<xfdf xmlns=\"http://ns.adobe.com/xfdf/\" xml:space=\"preserve\">\n<annots>\n");

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (save->marks)); i++)
    {
      g_autoptr (JalMark) mark = g_list_model_get_item (G_LIST_MODEL (save->marks), i);

      if (jal_release_mark_leaves (mark, audience))
        put_mark (xml, mark);
    }
  g_string_append (xml, "</annots>\n</xfdf>\n");
  return g_string_free (xml, FALSE);
}

/* What a mark says leaves with it. */
static gboolean
check_marks (Save *save, const char *audience, JalGuardTold *told, GError **error)
{
  g_autoptr (GArray) leaks = g_array_new (FALSE, FALSE, sizeof (JalLeak));
  g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof (JalLeak));

  if (!save->for_court)
    return TRUE;
  jal_guard_add_redactions (&save->court.guard, G_LIST_MODEL (save->court.redactions));
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (save->marks)); i++)
    {
      g_autoptr (JalMark) mark = g_list_model_get_item (G_LIST_MODEL (save->marks), i);

      if (jal_release_mark_leaves (mark, audience))
        jal_guard_look (&save->court.guard, mark->text, (guint)MAX (mark->document_page, 0), leaks, parts);
    }
  return jal_guard_decide (&save->court.guard, leaks, parts,
                           /* Translators: %s is a list of places: "page 3, page 7". */
                           _ ("Nothing was saved: marks for the court say words that are redacted or protected: %s. Take them out of "
                              "the marks first."),
                           told, error);
}

gboolean
jal_release_save_xfdf (JalStore *store, JalId document_id, const char *path, const char *audience, gboolean replace,
                       JalGuardTold *told, GCancellable *cancellable, GError **error)
{
  Save save = { .document_id = document_id,
                .for_court = audience == NULL || g_str_equal (audience, "court"),
                .audience = audience != NULL ? audience : "court",
                .parts_stay = told != NULL && told->parts_stay };
  JalAct act = { .verb = "document.export-marks", .subject_id = document_id };
  g_autoptr (JalReleaseFile) file = NULL;
  g_autofree char *xml = NULL;
  gboolean done = FALSE;

  g_return_val_if_fail (JAL_IS_STORE (store) && path != NULL, FALSE);

  if (jal_store_allows_copies (store, error) && jal_release_check_audience (audience, error) && jal_store_read (store, load, &save, cancellable, error)
      && check_marks (&save, audience, told, error))
    {
      act.case_id = save.document->case_id;
      xml = make_xfdf (&save, audience);
      file = jal_release_file_new (path, replace, error);
      done = file != NULL && jal_release_check_originals (store, act.case_id, save.parts, cancellable, error)
             && jal_release_file_write (file, (const guint8 *)xml, strlen (xml), error);
    }
  if (done)
    {
      jal_release_file_get_sha256 (file, save.sha256);
      done = jal_store_act (store, &act, note_export, &save, cancellable, error)
             && jal_release_file_commit (g_steal_pointer (&file), NULL, error);
    }
  jal_release_court_clear (&save.court);
  g_clear_object (&save.document);
  g_clear_pointer (&save.parts, g_array_unref);
  g_clear_object (&save.marks);
  return done;
}
