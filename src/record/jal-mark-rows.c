/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of marks. */
#define G_LOG_DOMAIN "jal-record"

#include "record/jal-mark-rows.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "record/jal-document-rows.h"
#include "record/jal-rows-private.h"

#define COLUMNS                                                                                                        \
  "SELECT id, case_id, original_id, page, kind, quads, color, opacity, text, quoted, context_before, context_after, "  \
  "author, audience, created_at, modified_at, points, link_document_id, link_session_id, received, anchor, "            \
  "earlier_id FROM mark WHERE deleted = 0 "

/* Eight doubles a quad: x and y of the top left, top right, bottom left, bottom right corner. */
#define QUAD_BYTES (8 * sizeof (double))
#define POINT_BYTES (3 * sizeof (double))

/* As a felt pen lays it over words, and as a thin line on white paper has to be to be seen (3:1 and more). */
static const struct
{
  const char *name;
  double rgb[3];
  double line[3];
} colors[] = {
  { "yellow", { 1.0, 0.88, 0.2 }, { 0.66, 0.52, 0.0 } },  { "green", { 0.55, 0.87, 0.45 }, { 0.13, 0.55, 0.2 } },
  { "blue", { 0.5, 0.75, 1.0 }, { 0.11, 0.4, 0.85 } },    { "pink", { 1.0, 0.62, 0.75 }, { 0.8, 0.15, 0.45 } },
  { "orange", { 1.0, 0.68, 0.3 }, { 0.8, 0.38, 0.0 } },
};

gboolean
jal_mark_rows_color (const char *name, double rgb[3])
{
  for (guint i = 0; i < G_N_ELEMENTS (colors); i++)
    if (g_strcmp0 (colors[i].name, name) == 0)
      {
        memcpy (rgb, colors[i].rgb, sizeof colors[i].rgb);
        return TRUE;
      }
  return FALSE;
}

gboolean
jal_mark_rows_line_color (const char *name, double rgb[3])
{
  for (guint i = 0; i < G_N_ELEMENTS (colors); i++)
    if (g_strcmp0 (colors[i].name, name) == 0)
      {
        memcpy (rgb, colors[i].line, sizeof colors[i].line);
        return TRUE;
      }
  return FALSE;
}

static void
put_double (guint8 *to, double value)
{
  guint64 bits;

  memcpy (&bits, &value, sizeof bits);
  bits = GUINT64_TO_LE (bits);
  memcpy (to, &bits, sizeof bits);
}

static double
get_double (const guint8 *from)
{
  guint64 bits;
  double value;

  memcpy (&bits, from, sizeof bits);
  bits = GUINT64_FROM_LE (bits);
  memcpy (&value, &bits, sizeof value);
  return value;
}

GBytes *
jal_mark_quads_pack (const JalMarkQuad *quads, guint n_quads)
{
  guint8 *bytes = g_malloc (n_quads * QUAD_BYTES);
  guint8 *p = bytes;

  for (guint i = 0; i < n_quads; i++)
    for (guint corner = 0; corner < 4; corner++)
      {
        put_double (p, quads[i].x[corner]);
        put_double (p + sizeof (double), quads[i].y[corner]);
        p += 2 * sizeof (double);
      }
  return g_bytes_new_take (bytes, n_quads * QUAD_BYTES);
}

JalMarkQuad *
jal_mark_quads_unpack (GBytes *packed, guint *n_quads)
{
  gsize size;
  const guint8 *p = g_bytes_get_data (packed, &size);
  guint n = (guint)(size / QUAD_BYTES);
  JalMarkQuad *quads = g_new0 (JalMarkQuad, MAX (n, 1));

  for (guint i = 0; i < n; i++)
    for (guint corner = 0; corner < 4; corner++)
      {
        quads[i].x[corner] = get_double (p);
        quads[i].y[corner] = get_double (p + sizeof (double));
        p += 2 * sizeof (double);
      }
  *n_quads = n;
  return quads;
}

/* NULL for no points. */
static GBytes *
pack_points (const JalMarkPoint *points, guint n_points)
{
  guint8 *bytes = g_malloc (n_points * POINT_BYTES);

  if (n_points == 0)
    {
      g_free (bytes);
      return NULL;
    }
  for (guint i = 0; i < n_points; i++)
    {
      put_double (bytes + i * POINT_BYTES, points[i].x);
      put_double (bytes + i * POINT_BYTES + sizeof (double), points[i].y);
      put_double (bytes + i * POINT_BYTES + 2 * sizeof (double), points[i].begins);
    }
  return g_bytes_new_take (bytes, n_points * POINT_BYTES);
}

static void
unpack_points (JalMark *mark, GBytes *packed)
{
  gsize size = 0;
  const guint8 *p = packed != NULL ? g_bytes_get_data (packed, &size) : NULL;

  mark->n_points = (guint)(size / POINT_BYTES);
  mark->points = mark->n_points > 0 ? g_new0 (JalMarkPoint, mark->n_points) : NULL;
  for (guint i = 0; i < mark->n_points; i++, p += POINT_BYTES)
    mark->points[i]
        = (JalMarkPoint){ get_double (p), get_double (p + sizeof (double)), get_double (p + 2 * sizeof (double)) };
}

static gpointer
read_mark (JalRows *rows)
{
  JalMark *value = g_object_new (JAL_TYPE_MARK, NULL);
  g_autoptr (GBytes) quads = jal_rows_bytes (rows, 5);
  g_autoptr (GBytes) points = jal_rows_bytes (rows, 16);

  value->id = jal_rows_id (rows, 0);
  value->case_id = jal_rows_id (rows, 1);
  value->original_id = jal_rows_id (rows, 2);
  value->page = (guint)jal_rows_int (rows, 3);
  jal_rows_take (&value->kind, rows, 4);
  value->quads = jal_mark_quads_unpack (quads, &value->n_quads);
  jal_rows_take (&value->color, rows, 6);
  value->opacity = jal_rows_real (rows, 7);
  jal_rows_take (&value->text, rows, 8);
  jal_rows_take (&value->quoted, rows, 9);
  jal_rows_take (&value->context_before, rows, 10);
  jal_rows_take (&value->context_after, rows, 11);
  jal_rows_take (&value->author, rows, 12);
  jal_rows_take (&value->audience, rows, 13);
  value->created_at = jal_rows_int (rows, 14);
  value->modified_at = jal_rows_int (rows, 15);
  unpack_points (value, points);
  value->link_document_id = jal_rows_id (rows, 17);
  value->link_session_id = jal_rows_id (rows, 18);
  value->received = jal_rows_dup_text (rows, 19);
  jal_rows_take (&value->anchor, rows, 20);
  value->earlier_id = jal_rows_id (rows, 21);
  return value;
}

static const JalId *
or_null (const JalId *id)
{
  return jal_id_is_none (*id) ? NULL : id;
}

gboolean
jal_mark_rows_insert (JalTx *tx, JalMark *value, GError **error)
{
  g_autoptr (GBytes) quads = NULL;
  g_autoptr (GBytes) points = pack_points (value->points, value->n_points);

  g_return_val_if_fail (value->n_quads > 0, FALSE);

  quads = jal_mark_quads_pack (value->quads, value->n_quads);
  return jal_tx_insert (tx, "mark", value->id, error, "case_id", 'I', &value->case_id, "original_id", 'I',
                        &value->original_id, "page", 'i', (gint64)value->page, "kind", 's', value->kind, "quads", 'b',
                        quads, "color", 's', value->color, "opacity", 'd', value->opacity, "text", 's', value->text,
                        "quoted", 's', value->quoted, "context_before", 's', value->context_before, "context_after",
                        's', value->context_after, "author", 's', value->author, "audience", 's', value->audience,
                        "created_at", 'i', value->created_at, "modified_at", 'i', value->modified_at, "points", 'b',
                        points, "link_document_id", 'I', or_null (&value->link_document_id), "link_session_id", 'I',
                        or_null (&value->link_session_id), "received", 's', value->received, "anchor", 's',
                        *value->anchor != '\0' ? value->anchor : "sure", "earlier_id", 'I',
                        or_null (&value->earlier_id), NULL);
}

gboolean
jal_mark_rows_update (JalTx *tx, JalMark *value, GError **error)
{
  g_autoptr (GBytes) quads = jal_mark_quads_pack (value->quads, value->n_quads);
  g_autoptr (GBytes) points = pack_points (value->points, value->n_points);

  return jal_tx_update (tx, "mark", value->id, error, "original_id", 'I', &value->original_id, "page", 'i',
                        (gint64)value->page, "quads", 'b', quads, "points", 'b', points, "text", 's', value->text,
                        "quoted", 's', value->quoted, "context_before", 's', value->context_before, "context_after",
                        's', value->context_after, "audience", 's', value->audience, "color", 's', value->color,
                        "link_document_id", 'I', or_null (&value->link_document_id), "link_session_id", 'I',
                        or_null (&value->link_session_id), "anchor", 's', value->anchor, "modified_at", 'i',
                        value->modified_at, NULL);
}

JalMark *
jal_mark_rows_get (JalTx *tx, JalId id, GError **error)
{
  g_autoptr (JalRows) rows = jal_tx_select (tx, error, COLUMNS "AND id = ?", "I", &id);

  return jal_rows_one (rows, read_mark, _ ("There is no such mark."), error);
}

static double
get_top (const JalMark *mark)
{
  return mark->n_quads > 0 ? MAX (mark->quads[0].y[0], mark->quads[0].y[1]) : 0.0;
}

static int
compare_marks (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const JalMark *first = a, *second = b;

  if (first->document_page != second->document_page)
    return first->document_page < second->document_page ? -1 : 1;
  if (get_top (first) != get_top (second))
    return get_top (first) > get_top (second) ? -1 : 1;
  return jal_id_compare (first->id, second->id);
}

/* How what the mark leads to is called; nothing when it is gone. */
static gboolean
name_link (JalTx *tx, JalMark *mark, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (!jal_id_is_none (mark->link_document_id))
    {
      g_autoptr (JalRows) rows = jal_tx_select (tx, error, "SELECT title, exhibit FROM document WHERE id = ? AND deleted = 0",
                                                "I", &mark->link_document_id);

      if (rows == NULL)
        return FALSE;
      if (jal_rows_next (rows, &local))
        {
          mark->link_title = jal_rows_dup_text (rows, 0);
          mark->link_exhibit = jal_rows_dup_text (rows, 1);
        }
    }
  if (local == NULL && !jal_id_is_none (mark->link_session_id))
    {
      g_autoptr (JalRows) rows = jal_tx_select (
          tx, error, "SELECT kind, date FROM court_session WHERE id = ? AND deleted = 0", "I", &mark->link_session_id);

      if (rows == NULL)
        return FALSE;
      if (jal_rows_next (rows, &local))
        {
          mark->link_kind = jal_rows_dup_text (rows, 0);
          mark->link_date = (JalDate)jal_rows_int (rows, 1);
        }
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  return TRUE;
}

static GListStore *
list_by_parts (JalTx *tx, JalId document_id, const char *select, gpointer (*read) (JalRows *rows), GError **error)
{
  g_autoptr (GArray) parts = jal_document_rows_parts (tx, document_id, error);
  g_autoptr (GListStore) marks = g_list_store_new (JAL_TYPE_MARK);
  guint start = 0;

  if (parts == NULL)
    return NULL;
  for (guint i = 0; i < parts->len; i++)
    {
      const JalDocumentPart *part = &g_array_index (parts, JalDocumentPart, i);
      g_autoptr (JalRows) rows
          = jal_tx_select (tx, error, select, "Iii",
                           &part->original_id, (gint64)part->first_page, (gint64)part->first_page + part->n_pages);
      g_autoptr (GListStore) some = jal_rows_list (rows, JAL_TYPE_MARK, read, error);

      if (some == NULL)
        return NULL;
      for (guint j = 0; j < g_list_model_get_n_items (G_LIST_MODEL (some)); j++)
        {
          g_autoptr (JalMark) mark = g_list_model_get_item (G_LIST_MODEL (some), j);

          mark->document_page = (int)(start + mark->page - part->first_page);
          if (!name_link (tx, mark, error))
            return NULL;
          g_list_store_insert_sorted (marks, mark, compare_marks, NULL);
        }
      start += part->n_pages;
    }
  return g_steal_pointer (&marks);
}

GListStore *
jal_mark_rows_list (JalTx *tx, JalId document_id, GError **error)
{
  return list_by_parts (tx, document_id, COLUMNS "AND original_id = ? AND page >= ? AND page < ?", read_mark, error);
}

/* --- Received ----------------------------------------------------------------------------------------------------- */

gboolean
jal_received_rows_insert (JalTx *tx, JalMark *value, GError **error)
{
  g_autoptr (GBytes) quads = jal_mark_quads_pack (value->quads, value->n_quads);
  g_autoptr (GBytes) points = pack_points (value->points, value->n_points);

  return jal_tx_insert (tx, "received_mark", value->id, error, "original_id", 'I', &value->original_id, "page", 'i',
                        (gint64)value->page, "kind", 's', value->kind, "quads", 'b', quads, "points", 'b', points, "color", 's',
                        value->color, "author", 's', value->author, "text", 's', value->text, "quoted", 's', value->quoted, NULL);
}

static gpointer
read_received (JalRows *rows)
{
  JalMark *value = g_object_new (JAL_TYPE_MARK, NULL);
  g_autoptr (GBytes) quads = jal_rows_bytes (rows, 4);
  g_autoptr (GBytes) points = jal_rows_bytes (rows, 5);

  value->id = jal_rows_id (rows, 0);
  value->original_id = jal_rows_id (rows, 1);
  value->page = (guint)jal_rows_int (rows, 2);
  jal_rows_take (&value->kind, rows, 3);
  value->quads = jal_mark_quads_unpack (quads, &value->n_quads);
  unpack_points (value, points);
  jal_rows_take (&value->color, rows, 6);
  jal_rows_take (&value->author, rows, 7);
  jal_rows_take (&value->text, rows, 8);
  jal_rows_take (&value->quoted, rows, 9);
  value->received = jal_rows_dup_text (rows, 10);
  g_free (value->audience);
  value->audience = g_strdup ("received");
  g_free (value->anchor);
  value->anchor = g_strdup ("sure");
  return value;
}

GListStore *
jal_received_rows_list (JalTx *tx, JalId document_id, GError **error)
{
  return list_by_parts (tx, document_id,
                        "SELECT r.id, r.original_id, r.page, r.kind, r.quads, r.points, r.color, r.author, r.text, r.quoted, "
                        "(SELECT lower (hex (m.id)) FROM mark m WHERE m.original_id = r.original_id AND m.page = r.page AND "
                        "m.deleted = 0 AND m.received = lower (hex (r.id)) LIMIT 1) "
                        "FROM received_mark r WHERE r.deleted = 0 AND r.original_id = ? AND r.page >= ? AND r.page < ?",
                        read_received, error);
}

const char *
jal_mark_rows_nearest_color (guint32 rgb)
{
  const char *nearest = "yellow";
  double least = G_MAXDOUBLE;

  for (guint i = 0; i < G_N_ELEMENTS (colors); i++)
    for (guint k = 0; k < 2; k++)
      {
        const double *named = k == 0 ? colors[i].rgb : colors[i].line;
        double distance = 0;

        for (guint c = 0; c < 3; c++)
          {
            double difference = named[c] - (rgb >> (16 - 8 * c) & 0xff) / 255.0;

            distance += difference * difference;
          }
        if (distance < least)
          {
            least = distance;
            nearest = colors[i].name;
          }
      }
  return nearest;
}

gboolean
jal_mark_rows_find_page (JalTx *tx, const JalMark *mark, JalId *document_id, guint *page, GError **error)
{
  g_autoptr (JalRows) rows = jal_tx_select_one (
      tx, error,
      "SELECT p.document_id, d.newer_id IS NOT NULL AS older FROM document_part p JOIN document d ON d.id = p.document_id "
      "WHERE p.deleted = 0 AND d.deleted = 0 AND p.original_id = ? AND p.first_page <= ? "
      "AND p.first_page + p.page_count > ? ORDER BY older, d.rank, p.rank",
      "Iii", &mark->original_id, (gint64)mark->page, (gint64)mark->page);
  g_autoptr (GArray) parts = NULL;
  guint start = 0;

  if (rows == NULL)
    return FALSE;
  *document_id = jal_rows_id (rows, 0);
  if ((parts = jal_document_rows_parts (tx, *document_id, error)) == NULL)
    return FALSE;
  for (guint i = 0; i < parts->len; i++)
    {
      const JalDocumentPart *part = &g_array_index (parts, JalDocumentPart, i);

      if (jal_id_equal (part->original_id, mark->original_id) && mark->page >= part->first_page
          && mark->page < part->first_page + part->n_pages)
        {
          *page = start + mark->page - part->first_page;
          return TRUE;
        }
      start += part->n_pages;
    }
  g_return_val_if_reached (FALSE);
}

/* --- What colours mean --------------------------------------------------------------------------------------- */

char *
jal_mark_meaning_rows_get (JalTx *tx, JalId case_id, const char *color, JalId *id, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (JalRows) rows
      = jal_tx_select (tx, error,
                       "SELECT id, meaning FROM mark_meaning WHERE case_id = ? AND color = ? AND deleted = 0 "
                       "ORDER BY hlc DESC, id",
                       "Is", &case_id, color);

  *id = JAL_ID_NONE;
  if (rows == NULL)
    return NULL;
  if (jal_rows_next (rows, &local))
    {
      *id = jal_rows_id (rows, 0);
      return jal_rows_dup_text (rows, 1);
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  return g_strdup ("");
}

gboolean
jal_mark_meaning_rows_set (JalTx *tx, JalId case_id, const char *color, const char *meaning, GError **error)
{
  JalId id;
  g_autofree char *before = jal_mark_meaning_rows_get (tx, case_id, color, &id, error);

  if (before == NULL)
    return FALSE;
  if (jal_id_is_none (id))
    return *meaning == '\0'
           || jal_tx_insert (tx, "mark_meaning", jal_id_new (), error, "case_id", 'I', &case_id, "color", 's', color,
                             "meaning", 's', meaning, NULL);
  if (*meaning == '\0')
    return jal_tx_delete (tx, "mark_meaning", id, error);
  return g_str_equal (before, meaning)
         || jal_tx_update (tx, "mark_meaning", id, error, "meaning", 's', meaning, NULL);
}
