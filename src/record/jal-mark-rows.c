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
  "author, audience, created_at, modified_at FROM mark WHERE deleted = 0 "

/* Eight doubles a quad: x and y of the top left, top right, bottom left, bottom right corner. */
#define QUAD_BYTES (8 * sizeof (double))

static const struct
{
  const char *name;
  double rgb[3];
} colors[] = {
  { "yellow", { 1.0, 0.88, 0.2 } }, { "green", { 0.55, 0.87, 0.45 } }, { "blue", { 0.5, 0.75, 1.0 } },
  { "pink", { 1.0, 0.62, 0.75 } },  { "orange", { 1.0, 0.68, 0.3 } },
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

static GBytes *
pack_quads (const JalMarkQuad *quads, guint n_quads)
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

static void
unpack_quads (JalMark *mark, GBytes *packed)
{
  gsize size;
  const guint8 *p = g_bytes_get_data (packed, &size);

  mark->n_quads = (guint)(size / QUAD_BYTES);
  mark->quads = g_new0 (JalMarkQuad, MAX (mark->n_quads, 1));
  for (guint i = 0; i < mark->n_quads; i++)
    for (guint corner = 0; corner < 4; corner++)
      {
        mark->quads[i].x[corner] = get_double (p);
        mark->quads[i].y[corner] = get_double (p + sizeof (double));
        p += 2 * sizeof (double);
      }
}

static gpointer
read_mark (JalRows *rows)
{
  JalMark *value = g_object_new (JAL_TYPE_MARK, NULL);
  g_autoptr (GBytes) quads = jal_rows_bytes (rows, 5);

  value->id = jal_rows_id (rows, 0);
  value->case_id = jal_rows_id (rows, 1);
  value->original_id = jal_rows_id (rows, 2);
  value->page = (guint)jal_rows_int (rows, 3);
  jal_rows_take (&value->kind, rows, 4);
  unpack_quads (value, quads);
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
  return value;
}

gboolean
jal_mark_rows_insert (JalTx *tx, JalMark *value, GError **error)
{
  g_autoptr (GBytes) quads = NULL;

  g_return_val_if_fail (value->n_quads > 0, FALSE);

  quads = pack_quads (value->quads, value->n_quads);
  return jal_tx_insert (tx, "mark", value->id, error, "case_id", 'I', &value->case_id, "original_id", 'I',
                        &value->original_id, "page", 'i', (gint64)value->page, "kind", 's', value->kind, "quads", 'b',
                        quads, "color", 's', value->color, "opacity", 'd', value->opacity, "text", 's', value->text,
                        "quoted", 's', value->quoted, "context_before", 's', value->context_before, "context_after",
                        's', value->context_after, "author", 's', value->author, "audience", 's', value->audience,
                        "created_at", 'i', value->created_at, "modified_at", 'i', value->modified_at, NULL);
}

gboolean
jal_mark_rows_update (JalTx *tx, JalMark *value, GError **error)
{
  return jal_tx_update (tx, "mark", value->id, error, "text", 's', value->text, "audience", 's', value->audience,
                        "color", 's', value->color, "modified_at", 'i', value->modified_at, NULL);
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

GListStore *
jal_mark_rows_list (JalTx *tx, JalId document_id, GError **error)
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
          = jal_tx_select (tx, error, COLUMNS "AND original_id = ? AND page >= ? AND page < ?", "Iii",
                           &part->original_id, (gint64)part->first_page, (gint64)part->first_page + part->n_pages);
      g_autoptr (GListStore) some = jal_rows_list (rows, JAL_TYPE_MARK, read_mark, error);

      if (some == NULL)
        return NULL;
      for (guint j = 0; j < g_list_model_get_n_items (G_LIST_MODEL (some)); j++)
        {
          g_autoptr (JalMark) mark = g_list_model_get_item (G_LIST_MODEL (some), j);

          mark->document_page = (int)(start + mark->page - part->first_page);
          g_list_store_insert_sorted (marks, mark, compare_marks, NULL);
        }
      start += part->n_pages;
    }
  return g_steal_pointer (&marks);
}
