/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Links inside a document.
 *
 * Copying pages would lose every named destination and would drag whole documents along behind page references. So a
 * link is read as "page n of this input, at this place" while the input is open, and written anew in the output.
 *
 * 1. The zoom is left to the reader: whatever kind of view a destination asks for, its place is kept, its zoom is not.
 * 2. Only moves within the document, the four named moves, and web or mail addresses stay. Links to files go.
 */
#define G_LOG_DOMAIN "jal-worker"

#include <string.h>

#include "worker/compose-source.h"

#define MAX_TREE_DEPTH 32
#define MAX_NAMES 200000

static const char *const named_moves[] = { "/NextPage", "/PrevPage", "/FirstPage", "/LastPage" };
static const char *const schemes[] = { "http://", "https://", "mailto:" };

void
jal_compose_link_free (gpointer data)
{
  JalComposeLink *link = data;

  g_free (link->looks);
  g_free (link->view);
  g_free (link->uri);
  g_free (link->named);
  g_free (link);
}

void
jal_compose_destination_free (gpointer data)
{
  g_free (((JalComposeDestination *)data)->view);
  g_free (data);
}

static void
append_place (qpdf_data pdf, qpdf_oh array, int index, GString *view)
{
  double value;

  g_string_append_c (view, ' ');
  if (index >= 0 && jal_pdf_item_number (pdf, array, index, &value))
    jal_pdf_append_number (view, value);
  else
    g_string_append (view, "null");
}

/* [page /Kind places…]: which item of the array holds the left edge and which the top differs from kind to kind. */
static gboolean
read_explicit (JalComposeSource *source, qpdf_oh array, JalComposeDestination *result)
{
  static const struct
  {
    const char *kind;
    int left;
    int top;
  } kinds[] = {
    { "/XYZ", 2, 3 }, { "/FitH", -1, 2 }, { "/FitBH", -1, 2 }, { "/FitV", 2, -1 }, { "/FitBV", 2, -1 }, { "/FitR", 2, 5 },
  };
  qpdf_data pdf = source->pdf;
  qpdf_oh page = qpdf_oh_get_array_item (pdf, array, 0);
  qpdf_oh kind = qpdf_oh_get_array_item (pdf, array, 1);
  GString *view;
  int left = -1;
  int top = -1;
  int number;

  if (qpdf_oh_is_integer (pdf, page))
    number = qpdf_oh_get_int_value_as_int (pdf, page);
  else if (qpdf_oh_is_dictionary (pdf, page))
    number = qpdf_find_page_by_oh (pdf, page);
  else
    number = -1;
  jal_pdf_clear (pdf, NULL);
  if (number < 0 || number >= source->n_pages)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (qpdf_oh_is_name_and_equals (pdf, kind, kinds[i].kind))
      {
        left = kinds[i].left;
        top = kinds[i].top;
      }
  view = g_string_new ("/XYZ");
  append_place (pdf, array, left, view);
  append_place (pdf, array, top, view);
  g_string_append (view, " null");
  result->page = number;
  result->view = g_string_free (view, FALSE);
  return TRUE;
}

static void
add_destination (JalComposeSource *source, char *name, qpdf_oh value)
{
  JalComposeDestination found;

  if (qpdf_oh_is_dictionary (source->pdf, value))
    value = qpdf_oh_get_key (source->pdf, value, "/D");
  if (!qpdf_oh_is_array (source->pdf, value) || g_hash_table_size (source->destinations) >= MAX_NAMES
      || !read_explicit (source, value, &found))
    g_free (name);
  else
    g_hash_table_insert (source->destinations, name, g_memdup2 (&found, sizeof found));
}

static void
read_tree (JalComposeSource *source, qpdf_oh node, GHashTable *seen, guint depth)
{
  qpdf_data pdf = source->pdf;
  qpdf_oh names = qpdf_oh_get_key_if_dict (pdf, node, "/Names");
  qpdf_oh kids = qpdf_oh_get_key_if_dict (pdf, node, "/Kids");

  if (depth > MAX_TREE_DEPTH)
    return;
  for (int i = 0; qpdf_oh_is_array (pdf, names) && i + 1 < qpdf_oh_get_array_n_items (pdf, names); i += 2)
    {
      qpdf_oh key = qpdf_oh_get_array_item (pdf, names, i);

      if (qpdf_oh_is_string (pdf, key))
        add_destination (source, g_strdup (qpdf_oh_unparse (pdf, key)), qpdf_oh_get_array_item (pdf, names, i + 1));
    }
  for (int i = 0; qpdf_oh_is_array (pdf, kids) && i < qpdf_oh_get_array_n_items (pdf, kids); i++)
    {
      qpdf_oh kid = qpdf_oh_get_array_item (pdf, kids, i);

      if (!qpdf_oh_is_indirect (pdf, kid)
          || g_hash_table_add (seen, GINT_TO_POINTER (qpdf_oh_get_object_id (pdf, kid))))
        read_tree (source, kid, seen, depth + 1);
    }
}

/* Fills the table with both kinds of names: strings of the name tree, and names of the older dictionary. */
static void
read_names (JalComposeSource *source)
{
  qpdf_data pdf = source->pdf;
  qpdf_oh root = qpdf_get_root (pdf);
  qpdf_oh old = qpdf_oh_get_key_if_dict (pdf, root, "/Dests");
  qpdf_oh names = qpdf_oh_get_key_if_dict (pdf, root, "/Names");
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  g_autoptr (GPtrArray) keys = jal_pdf_keys (pdf, old);

  source->destinations
    = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, jal_compose_destination_free);
  for (guint i = 0; i < keys->len; i++)
    add_destination (source, g_strdup (keys->pdata[i]), qpdf_oh_get_key (pdf, old, keys->pdata[i]));
  if (qpdf_oh_is_dictionary (pdf, names))
    read_tree (source, qpdf_oh_get_key (pdf, names, "/Dests"), seen, 0);
  jal_pdf_clear (pdf, NULL);
}

gboolean
jal_compose_destination_find (JalComposeSource *source, qpdf_oh destination, JalComposeDestination *result)
{
  qpdf_data pdf = source->pdf;
  const JalComposeDestination *found;
  g_autofree char *name = NULL;

  if (qpdf_oh_is_array (pdf, destination))
    return read_explicit (source, destination, result);
  if (qpdf_oh_is_string (pdf, destination))
    name = g_strdup (qpdf_oh_unparse (pdf, destination));
  else if (qpdf_oh_is_name (pdf, destination))
    name = g_strdup (qpdf_oh_get_name (pdf, destination));
  else
    return FALSE;
  if (source->destinations == NULL)
    read_names (source);
  found = g_hash_table_lookup (source->destinations, name);
  if (found == NULL)
    return FALSE;
  result->page = found->page;
  result->view = g_strdup (found->view);
  return TRUE;
}

/* Appends "/Key [numbers]" when @dict has an array of at most @max numbers under @key. */
static void
append_array (qpdf_data pdf, qpdf_oh dict, const char *key, int max, GString *out)
{
  qpdf_oh array = qpdf_oh_get_key (pdf, dict, key);
  gsize start = out->len;
  int n;

  if (!qpdf_oh_is_array (pdf, array))
    return;
  n = qpdf_oh_get_array_n_items (pdf, array);
  g_string_append_printf (out, " %s [", key);
  for (int i = 0; i < n && i < max; i++)
    {
      double value;

      /* A border may end in a dash array, which is left out: the line is then drawn whole. */
      if (!jal_pdf_item_number (pdf, array, i, &value))
        {
          if (strcmp (key, "/Border") == 0 && i == 3)
            break;
          g_string_truncate (out, start);
          return;
        }
      g_string_append_c (out, ' ');
      jal_pdf_append_number (out, value);
    }
  g_string_append (out, " ]");
}

static char *
read_looks (qpdf_data pdf, qpdf_oh annotation)
{
  GString *out = g_string_new (NULL);
  qpdf_oh style = qpdf_oh_get_key (pdf, annotation, "/BS");
  qpdf_oh highlight = qpdf_oh_get_key (pdf, annotation, "/H");
  const char *mode = jal_pdf_name (pdf, highlight);
  double width;

  if (mode != NULL && strlen (mode) == 2 && strchr ("NIOP", mode[1]) != NULL)
    g_string_append_printf (out, " /H %s", mode);
  append_array (pdf, annotation, "/QuadPoints", 8 * 64, out);
  append_array (pdf, annotation, "/Border", 4, out);
  append_array (pdf, annotation, "/C", 4, out);
  if (qpdf_oh_is_dictionary (pdf, style) && jal_pdf_number (pdf, qpdf_oh_get_key (pdf, style, "/W"), &width))
    jal_pdf_append_numbers (out, " /BS << /W % >>", width);
  return g_string_free (out, FALSE);
}

static gboolean
read_action (JalComposeSource *source, qpdf_oh action, JalComposeLink *link)
{
  qpdf_data pdf = source->pdf;
  JalComposeDestination destination;
  qpdf_oh kind = qpdf_oh_get_key (pdf, action, "/S");

  if (qpdf_oh_is_name_and_equals (pdf, kind, "/GoTo")
      && jal_compose_destination_find (source, qpdf_oh_get_key (pdf, action, "/D"), &destination))
    {
      link->target = destination.page;
      link->view = destination.view;
      return TRUE;
    }
  if (qpdf_oh_is_name_and_equals (pdf, kind, "/Named"))
    {
      const char *move = jal_pdf_name (pdf, qpdf_oh_get_key (pdf, action, "/N"));

      for (guint i = 0; move != NULL && i < G_N_ELEMENTS (named_moves); i++)
        if (strcmp (move, named_moves[i]) == 0)
          link->named = g_strdup (named_moves[i]);
    }
  if (qpdf_oh_is_name_and_equals (pdf, kind, "/URI") && !source->compose->spec->no_addresses)
    {
      g_autofree char *uri = jal_pdf_text (pdf, qpdf_oh_get_key (pdf, action, "/URI"));

      for (guint i = 0; uri != NULL && i < G_N_ELEMENTS (schemes); i++)
        if (g_ascii_strncasecmp (uri, schemes[i], strlen (schemes[i])) == 0)
          {
            link->uri = g_steal_pointer (&uri);
            break;
          }
    }
  return link->named != NULL || link->uri != NULL;
}

JalComposeLink *
jal_compose_link_read (JalComposeSource *source, qpdf_oh annotation)
{
  qpdf_data pdf = source->pdf;
  qpdf_oh action = qpdf_oh_get_key (pdf, annotation, "/A");
  qpdf_oh destination = qpdf_oh_get_key (pdf, annotation, "/Dest");
  JalComposeLink *link = g_new0 (JalComposeLink, 1);
  JalComposeDestination found = { 0 };
  gboolean alive;

  link->target = -1;
  if (!jal_pdf_rectangle (pdf, qpdf_oh_get_key (pdf, annotation, "/Rect"), link->rect))
    alive = FALSE;
  else if (qpdf_oh_is_dictionary (pdf, action))
    alive = read_action (source, action, link);
  else
    {
      alive = jal_compose_destination_find (source, destination, &found);
      link->target = alive ? found.page : -1;
      link->view = found.view;
    }
  if (!alive)
    {
      jal_compose_link_free (link);
      return NULL;
    }
  link->looks = read_looks (pdf, annotation);
  return link;
}
