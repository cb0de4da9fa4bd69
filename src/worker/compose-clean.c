/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Nothing but what is drawn.
 *
 * 1. Everything that a page or an appearance reaches is walked once, before it is copied.
 * 2. Entries that are not needed to draw are taken out by name: metadata, private data of the program that made them,
 *    scripts and actions, attached and external files, structure. A resource may carry any name and is left alone.
 * 3. An object of a kind that has no place in a drawing (the catalogue, another page, a file, an annotation) is cut off.
 */
#define G_LOG_DOMAIN "jal-worker"

#include <string.h>

#include "worker/compose-private.h"

#define MAX_DEPTH 200

static const char *const unwanted[] = {
  "/Metadata", "/PieceInfo", "/LastModified", "/AA", "/A", "/JS", "/OPI", "/AF", "/Alternates", "/Ref", "/Thumb",
  "/StructParent", "/StructParents", "/Measure", "/PtData", "/EF", "/PresSteps", "/GTS_Env", "/DSS",
};
/* The entries of a stream's dictionary that name a file outside. */
static const char *const external[] = { "/F", "/FFilter", "/FDecodeParms" };
static const char *const foreign_types[] = {
  "/Catalog", "/Pages", "/Page", "/Filespec", "/EmbeddedFile", "/Outlines", "/Metadata", "/Annot", "/Action", "/Sig",
};
static const char *const name_maps[] = {
  "/Font", "/XObject", "/ExtGState", "/ColorSpace", "/Pattern", "/Shading", "/Properties", "/CharProcs", "/Colorants",
};
/* What /Resources may hold. Anything else there is not drawn; the worst seen was a number of a thousand digits, on which a
   reader gave up the page. */
static const char *const resources[] = {
  "/Font", "/XObject", "/ExtGState", "/ColorSpace", "/Pattern", "/Shading", "/Properties", "/ProcSet",
};

static void walk (qpdf_data pdf, qpdf_oh object, const char *key, GHashTable *seen, guint depth);

static gboolean
in_list (const char *const *list, gsize n, const char *name)
{
  for (gsize i = 0; i < n; i++)
    if (strcmp (list[i], name) == 0)
      return TRUE;
  return FALSE;
}

#define IN(list, name) in_list (list, G_N_ELEMENTS (list), name)

static gboolean
is_foreign (qpdf_data pdf, qpdf_oh value)
{
  gboolean stream = qpdf_oh_is_stream (pdf, value);
  qpdf_oh dict;
  qpdf_oh type;
  const char *name;
  gboolean foreign;

  if (!stream && !qpdf_oh_is_dictionary (pdf, value))
    return FALSE;
  dict = stream ? qpdf_oh_get_dict (pdf, value) : value;
  type = qpdf_oh_get_key (pdf, dict, "/Type");
  name = jal_pdf_name (pdf, type);
  foreign = name != NULL && IN (foreign_types, name);
  qpdf_oh_release (pdf, type);
  if (stream)
    qpdf_oh_release (pdf, dict);
  return foreign;
}

static void
walk_dict (qpdf_data pdf, qpdf_oh dict, gboolean stream, const char *name, GHashTable *seen, guint depth)
{
  g_autoptr (GPtrArray) keys = jal_pdf_keys (pdf, dict);
  gboolean name_map = !stream && IN (name_maps, name);
  gboolean only_resources = !stream && strcmp (name, "/Resources") == 0;

  for (guint i = 0; i < keys->len; i++)
    {
      const char *key = keys->pdata[i];
      qpdf_oh value;

      if ((!name_map && (IN (unwanted, key) || (stream && IN (external, key))))
          || (only_resources && !IN (resources, key)))
        {
          qpdf_oh_remove_key (pdf, dict, key);
          continue;
        }
      value = qpdf_oh_get_key (pdf, dict, key);
      if (is_foreign (pdf, value))
        qpdf_oh_remove_key (pdf, dict, key);
      else
        walk (pdf, value, key, seen, depth + 1);
      qpdf_oh_release (pdf, value);
    }
}

static void
walk_array (qpdf_data pdf, qpdf_oh array, GHashTable *seen, guint depth)
{
  int n = qpdf_oh_get_array_n_items (pdf, array);

  for (int i = 0; i < n; i++)
    {
      qpdf_oh item = qpdf_oh_get_array_item (pdf, array, i);

      if (is_foreign (pdf, item))
        {
          qpdf_oh null = qpdf_oh_new_null (pdf);

          qpdf_oh_set_array_item (pdf, array, i, null);
          qpdf_oh_release (pdf, null);
        }
      else if (!qpdf_oh_is_scalar (pdf, item))
        walk (pdf, item, "", seen, depth + 1);
      qpdf_oh_release (pdf, item);
    }
}

static void
walk (qpdf_data pdf, qpdf_oh object, const char *key, GHashTable *seen, guint depth)
{
  if (depth > MAX_DEPTH || qpdf_oh_is_scalar (pdf, object))
    return;
  if (qpdf_oh_is_indirect (pdf, object)
      && !g_hash_table_add (seen, GINT_TO_POINTER (qpdf_oh_get_object_id (pdf, object))))
    return;
  if (qpdf_oh_is_stream (pdf, object))
    {
      qpdf_oh dict = qpdf_oh_get_dict (pdf, object);

      walk_dict (pdf, dict, TRUE, "", seen, depth);
      qpdf_oh_release (pdf, dict);
    }
  else if (qpdf_oh_is_dictionary (pdf, object))
    walk_dict (pdf, object, FALSE, key, seen, depth);
  else if (qpdf_oh_is_array (pdf, object))
    walk_array (pdf, object, seen, depth);
}

void
jal_compose_clean (qpdf_data pdf, qpdf_oh object, GHashTable *seen)
{
  walk (pdf, object, "", seen, 0);
}
