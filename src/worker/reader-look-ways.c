/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which page leads to an object, and how.
 *
 * An object belongs to the first page that leads to it. Whether it is drawn, and as it is written, depends on the names it is reached by.
 */
#include "worker/reader-look-private.h"

/* How an object is reached. */
typedef enum
{
  WAY_APART = 1 << 0,   /* by a pattern, a glyph or a mask */
  WAY_SILENT = 1 << 1,  /* as something that draws nothing */
  WAY_CONTENT = 1 << 2, /* to be drawn as it is written */
  WAY_MAP = 1 << 3,     /* by a name that anybody may have given */
} Way;

/* How @key leads on from an object that was reached in @ways. */
static guint
go_by (const char *key, guint ways)
{
  static const char *const apart[] = { "/Pattern", "/CharProcs", "/SMask", NULL };
  static const char *const silent[]
      = { "/FontFile", "/FontFile2", "/FontFile3", "/ToUnicode", "/CIDToGIDMap", "/Metadata", "/ColorSpace", NULL };
  static const char *const content[] = { "/Contents", "/Pattern", "/CharProcs", NULL };
  static const char *const maps[]
      = { "/Font", "/XObject", "/ExtGState", "/ColorSpace", "/Pattern", "/Shading", "/Properties", "/CharProcs", NULL };

  if ((ways & WAY_MAP) != 0)
    return ways & ~(guint)WAY_MAP;
  return (ways & ~(guint)WAY_CONTENT) | (g_strv_contains (apart, key) ? WAY_APART : 0) | (g_strv_contains (silent, key) ? WAY_SILENT : 0)
         | (g_strv_contains (content, key) ? WAY_CONTENT : 0) | (g_strv_contains (maps, key) ? WAY_MAP : 0);
}

/* Whether the object has not been reached like that yet. */
static gboolean
note_way (Look *look, int object, guint page, guint ways)
{
  gpointer id = GINT_TO_POINTER (object);
  gboolean more = !g_hash_table_contains (look->page_of, id);

  if (more)
    {
      g_hash_table_insert (look->page_of, id, GUINT_TO_POINTER (page + 1));
      if ((ways & WAY_APART) != 0)
        g_hash_table_add (look->apart, id);
    }
  if ((ways & WAY_SILENT) == 0)
    more = g_hash_table_add (look->drawn, id) || more;
  if ((ways & WAY_CONTENT) != 0)
    more = g_hash_table_add (look->content, id) || more;
  return more;
}

static void
claim (Look *look, qpdf_oh object, guint page, guint ways, guint depth)
{
  qpdf_oh dict = object;
  gboolean stream;

  if (qpdf_oh_is_scalar (look->pdf, object))
    return;
  if (depth > DEPTH_MAX)
    {
      jal_look_note_unlooked (look, (gint32)page);
      return;
    }
  if (qpdf_oh_is_indirect (look->pdf, object) && !note_way (look, qpdf_oh_get_object_id (look->pdf, object), page, ways))
    return;
  if (qpdf_oh_is_array (look->pdf, object))
    {
      for (int i = 0; i < qpdf_oh_get_array_n_items (look->pdf, object); i++)
        {
          qpdf_oh item = qpdf_oh_get_array_item (look->pdf, object, i);

          claim (look, item, page, ways, depth + 1);
          qpdf_oh_release (look->pdf, item);
        }
      return;
    }
  stream = qpdf_oh_is_stream (look->pdf, object);
  if (stream)
    {
      dict = qpdf_oh_get_dict (look->pdf, object);
      ways &= ~(guint)(WAY_CONTENT | WAY_MAP);
    }
  if (qpdf_oh_is_dictionary (look->pdf, dict))
    {
      g_autoptr (GPtrArray) keys = jal_look_dup_keys (look, dict);

      for (guint i = 0; i < keys->len; i++)
        {
          static const char *const away[] = { "/Parent", "/P", "/Dest", "/D", "/A", "/AA", "/B", "/StructParent", NULL };
          qpdf_oh item;

          if ((ways & WAY_MAP) == 0 && g_strv_contains (away, keys->pdata[i]))
            continue;
          item = qpdf_oh_get_key (look->pdf, dict, keys->pdata[i]);
          claim (look, item, page, go_by (keys->pdata[i], ways), depth + 1);
          qpdf_oh_release (look->pdf, item);
        }
    }
  if (stream)
    qpdf_oh_release (look->pdf, dict);
}

/* Whether what the page draws with names a layer. */
static gboolean
has_layers (Look *look, qpdf_oh page)
{
  qpdf_oh resources = jal_look_get_key (look, page, "/Resources");
  qpdf_oh properties = jal_look_get_key (look, resources, "/Properties"), pictures = jal_look_get_key (look, resources, "/XObject");
  gboolean has = qpdf_oh_is_dictionary (look->pdf, properties);
  g_autoptr (GPtrArray) keys = qpdf_oh_is_dictionary (look->pdf, pictures) ? jal_look_dup_keys (look, pictures) : g_ptr_array_new ();

  for (guint i = 0; i < keys->len && !has; i++)
    {
      qpdf_oh picture = qpdf_oh_get_key (look->pdf, pictures, keys->pdata[i]);
      qpdf_oh dict = qpdf_oh_is_stream (look->pdf, picture) ? qpdf_oh_get_dict (look->pdf, picture) : qpdf_oh_new_null (look->pdf);

      has = jal_look_has_key (look, dict, "/OC");
      qpdf_oh_release (look->pdf, dict);
      qpdf_oh_release (look->pdf, picture);
    }
  qpdf_oh_release (look->pdf, pictures);
  qpdf_oh_release (look->pdf, properties);
  qpdf_oh_release (look->pdf, resources);
  return has;
}

void
jal_look_claim_pages (Look *look, guint n_pages)
{
  for (guint i = 0; i < n_pages; i++)
    {
      qpdf_oh page = qpdf_get_page_n (look->pdf, i);

      if (!qpdf_has_error (look->pdf))
        {
          claim (look, page, i, 0, 0);
          look->layered[i] = has_layers (look, page);
        }
      jal_look_clear_errors (look);
      qpdf_oh_release_all (look->pdf);
    }
}

void
jal_look_forget_ways (Look *look)
{
  g_clear_pointer (&look->page_of, g_hash_table_unref);
  g_clear_pointer (&look->apart, g_hash_table_unref);
  g_clear_pointer (&look->drawn, g_hash_table_unref);
  g_clear_pointer (&look->content, g_hash_table_unref);
}

void
jal_look_begin_ways (Look *look)
{
  jal_look_forget_ways (look);
  look->page_of = g_hash_table_new (NULL, NULL);
  look->apart = g_hash_table_new (NULL, NULL);
  look->drawn = g_hash_table_new (NULL, NULL);
  look->content = g_hash_table_new (NULL, NULL);
}

/* An object that says something has been told of the first page that leads to it: every other page that does says it, too. */
void
jal_look_tell_other_pages (Look *look, guint n_pages)
{
  g_autoptr (GArray) said = g_steal_pointer (&look->said);

  for (guint i = 0; said->len > 0 && i < n_pages; i++)
    {
      qpdf_oh page = qpdf_get_page_n (look->pdf, i);

      jal_look_begin_ways (look);
      if (!qpdf_has_error (look->pdf))
        claim (look, page, i, 0, 0);
      for (guint k = 0; k < said->len; k++)
        {
          const Said *one = &g_array_index (said, Said, k);
          gpointer id = GINT_TO_POINTER (one->object);

          if (one->here.page == (gint32)i || !g_hash_table_contains (look->page_of, id))
            continue;
          look->object = one->object;
          look->here = one->here;
          look->here.page = (gint32)i;
          look->here.apart = one->here.draws && g_hash_table_contains (look->apart, id);
          jal_look_found (look, one->phrase);
        }
      jal_look_clear_errors (look);
      qpdf_oh_release_all (look->pdf);
    }
}
