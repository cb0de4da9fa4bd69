/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules: ISO 32000-1, 7.7.3 (page tree, inherited attributes), 14.11.2 (boxes). A box that makes no sense counts as not
   given, as poppler does; without a media box a page is Letter. */
#include "worker/reader-facts-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "worker/image-page.h"
#include "worker/reader-fopen.h"

#define DEPTH_MAX 64
#define FORM_DEPTH_MAX 6
#define OBJECTS_MAX 4000
/* Of the tree of pages, of those that are no pages. */
#define NODES_MAX 20000


JalFacts *
jal_facts_open (const char *password)
{
  JalFacts *facts = g_new0 (JalFacts, 1);

  facts->qpdf = qpdf_init ();
  qpdf_silence_errors (facts->qpdf);
  qpdf_set_suppress_warnings (facts->qpdf, QPDF_TRUE);
  if ((qpdf_read (facts->qpdf, JAL_READER_FILE_NAME, password) & QPDF_ERRORS) != 0)
    g_clear_pointer (&facts, jal_facts_free);
  return facts;
}

void
jal_facts_free (JalFacts *facts)
{
  if (facts == NULL)
    return;
  qpdf_cleanup (&facts->qpdf);
  g_free (facts);
}

gboolean
jal_facts_is_in_order (JalFacts *facts, guint *n_pages)
{
  qpdf_data qpdf = facts->qpdf;
  qpdf_oh pages = qpdf_oh_get_key (qpdf, qpdf_get_root (qpdf), "/Pages");
  int count = 0;
  gboolean is_in_order = qpdf_oh_is_dictionary (qpdf, pages)
                         && qpdf_oh_get_value_as_int (qpdf, qpdf_oh_get_key (qpdf, pages, "/Count"), &count) && count > 0
                         && !qpdf_is_encrypted (qpdf) && !qpdf_more_warnings (qpdf);

  *n_pages = (guint)MAX (count, 0);
  qpdf_oh_release_all (qpdf);
  return is_in_order;
}

gpointer
jal_facts_get_qpdf (JalFacts *facts)
{
  return facts->qpdf;
}

static void
inherit (qpdf_data qpdf, qpdf_oh node, const char *key, qpdf_oh *value)
{
  if (qpdf_oh_has_key (qpdf, node, key))
    *value = qpdf_oh_get_key (qpdf, node, key);
}

static gboolean
is_tree_node (qpdf_data qpdf, qpdf_oh node)
{
  return qpdf_oh_is_dictionary (qpdf, node) && qpdf_oh_has_key (qpdf, node, "/Kids");
}

static guint
count_leaves (qpdf_data qpdf, qpdf_oh node)
{
  int count;

  if (!is_tree_node (qpdf, node))
    return 1;
  if (!qpdf_oh_get_value_as_int (qpdf, qpdf_oh_get_key (qpdf, node, "/Count"), &count) || count < 0)
    return 0;
  return (guint)count;
}

/* Whether the counts below @node say what its kids do. A node that counts as many pages as it has kids has pages alone: they are not
   read for it. */
static gboolean
counts_are_true (qpdf_data qpdf, qpdf_oh node, guint depth, guint *budget)
{
  qpdf_oh kids = qpdf_oh_get_key (qpdf, node, "/Kids");
  guint n_kids = qpdf_oh_is_array (qpdf, kids) ? (guint)MAX (0, qpdf_oh_get_array_n_items (qpdf, kids)) : 0;
  guint count = count_leaves (qpdf, node), sum = 0;

  if (n_kids == 0 || depth > DEPTH_MAX || *budget < n_kids)
    return FALSE;
  if (count == n_kids && !is_tree_node (qpdf, qpdf_oh_get_array_item (qpdf, kids, 0))
      && !is_tree_node (qpdf, qpdf_oh_get_array_item (qpdf, kids, (int)n_kids - 1)))
    return TRUE;
  *budget -= n_kids;
  for (guint i = 0; i < n_kids; i++)
    {
      qpdf_oh kid = qpdf_oh_get_array_item (qpdf, kids, (int)i);

      sum += count_leaves (qpdf, kid);
      if (is_tree_node (qpdf, kid) && !counts_are_true (qpdf, kid, depth + 1, budget))
        return FALSE;
    }
  return sum == count;
}

gboolean
jal_facts_has_true_counts (JalFacts *facts)
{
  qpdf_data qpdf = facts->qpdf;
  guint budget = NODES_MAX;
  gboolean are_true = counts_are_true (qpdf, qpdf_oh_get_key (qpdf, qpdf_get_root (qpdf), "/Pages"), 0, &budget);

  qpdf_oh_release_all (qpdf);
  return are_true;
}

/* Goes down to the leaf by the counts, so that leaves on the way need not be read when a node has leaves only. */
gboolean
jal_facts_find_page (qpdf_data qpdf, guint page, Found *found)
{
  qpdf_oh node = qpdf_oh_get_key (qpdf, qpdf_get_root (qpdf), "/Pages");

  for (guint depth = 0; depth < DEPTH_MAX; depth++)
    {
      qpdf_oh kids, next = 0;
      guint n_kids;

      if (!qpdf_oh_is_dictionary (qpdf, node))
        return FALSE;
      inherit (qpdf, node, "/MediaBox", &found->media);
      inherit (qpdf, node, "/CropBox", &found->crop);
      inherit (qpdf, node, "/Rotate", &found->rotate);
      inherit (qpdf, node, "/Resources", &found->resources);
      if (!is_tree_node (qpdf, node))
        {
          found->page = node;
          return page == 0;
        }
      kids = qpdf_oh_get_key (qpdf, node, "/Kids");
      n_kids = qpdf_oh_is_array (qpdf, kids) ? (guint)MAX (0, qpdf_oh_get_array_n_items (qpdf, kids)) : 0;
      if (count_leaves (qpdf, node) == n_kids)
        {
          if (page >= n_kids)
            return FALSE;
          found->flat = (Flat){ kids, n_kids, page, { found->media, found->crop, found->rotate, found->resources } };
          next = qpdf_oh_get_array_item (qpdf, kids, (int)page);
          page = 0;
        }
      else
        for (guint i = 0; i < n_kids && next == 0; i++)
          {
            qpdf_oh kid = qpdf_oh_get_array_item (qpdf, kids, (int)i);
            guint n = count_leaves (qpdf, kid);

            if (page < n)
              next = kid;
            else
              page -= n;
          }
      if (next == 0)
        return FALSE;
      node = next;
    }
  return FALSE;
}

/* --- As poppler does ---------------------------------------------------------------------------------------------- */

void
jal_facts_be_exact (JalFacts *facts, guint n_pages)
{
  facts->n_exact = n_pages;
}

static gboolean
is_same (qpdf_data qpdf, qpdf_oh a, qpdf_oh b)
{
  return qpdf_oh_is_indirect (qpdf, a) && qpdf_oh_get_object_id (qpdf, a) == qpdf_oh_get_object_id (qpdf, b)
         && qpdf_oh_get_generation (qpdf, a) == qpdf_oh_get_generation (qpdf, b);
}

/* Fills in what the ancestors of the page hand down, from the page up. */
static void
inherit_up (qpdf_data qpdf, qpdf_oh page, Found *found)
{
  qpdf_oh node = page;

  *found = (Found){ .page = page };
  for (guint depth = 0; depth < DEPTH_MAX && qpdf_oh_is_dictionary (qpdf, node); depth++)
    {
      if (found->media == 0)
        inherit (qpdf, node, "/MediaBox", &found->media);
      if (found->crop == 0)
        inherit (qpdf, node, "/CropBox", &found->crop);
      if (found->rotate == 0)
        inherit (qpdf, node, "/Rotate", &found->rotate);
      if (found->resources == 0)
        inherit (qpdf, node, "/Resources", &found->resources);
      node = qpdf_oh_get_key (qpdf, node, "/Parent");
    }
}

gboolean
jal_facts_find_shown (JalFacts *facts, guint page, Found *found)
{
  qpdf_data qpdf = facts->qpdf;
  /* First of all: libqpdf may put the tree right. */
  int n_pages = facts->n_exact > 0 ? qpdf_get_num_pages (qpdf) : 0;
  qpdf_oh shown = n_pages > 0 && page < (guint)n_pages ? qpdf_get_page_n (qpdf, page) : 0;
  gboolean known = jal_facts_find_page (qpdf, page, found);

  if (qpdf_has_error (qpdf))
    qpdf_get_error (qpdf);
  if (facts->n_exact == 0)
    return known;
  if (known && shown != 0 && is_same (qpdf, found->page, shown))
    {
      found->is_doubtful = (guint)n_pages != facts->n_exact;
      return TRUE;
    }
  if (shown != 0 && qpdf_oh_is_dictionary (qpdf, shown))
    {
      inherit_up (qpdf, shown, found);
      known = TRUE;
    }
  found->is_doubtful = TRUE;
  return known;
}

static gboolean
read_box (qpdf_data qpdf, qpdf_oh array, double box[4])
{
  double value[4];

  if (array == 0 || !qpdf_oh_is_array (qpdf, array) || qpdf_oh_get_array_n_items (qpdf, array) != 4)
    return FALSE;
  for (int i = 0; i < 4; i++)
    if (!qpdf_oh_get_value_as_number (qpdf, qpdf_oh_get_array_item (qpdf, array, i), &value[i]) || !isfinite (value[i]))
      return FALSE;
  box[0] = fmin (value[0], value[2]);
  box[1] = fmin (value[1], value[3]);
  box[2] = fmax (value[0], value[2]);
  box[3] = fmax (value[1], value[3]);
  return box[0] < box[2] && box[1] < box[3];
}

static void
fill_facts (qpdf_data qpdf, const Found *found, JalPageFacts *out)
{
  static const double letter[4] = { 0, 0, 612, 792 };
  double crop[4], number;

  out->is_elsewhere = found->is_doubtful;
  out->is_plain = !found->is_doubtful && qpdf_oh_is_name_and_equals (qpdf, qpdf_oh_get_key (qpdf, found->page, "/Type"), "/Page");
  if (!read_box (qpdf, found->media, out->media))
    {
      memcpy (out->media, letter, sizeof letter);
      out->is_plain = FALSE;
    }
  memcpy (out->crop, out->media, sizeof crop);
  if (found->crop != 0 && !read_box (qpdf, found->crop, crop))
    out->is_plain = FALSE;
  else if (found->crop != 0)
    {
      for (int i = 0; i < 2; i++)
        out->is_plain = out->is_plain && crop[i] >= out->media[i] && crop[i + 2] <= out->media[i + 2];
      for (int i = 0; i < 2; i++)
        {
          crop[i] = CLAMP (crop[i], out->media[i], out->media[i + 2]);
          crop[i + 2] = CLAMP (crop[i + 2], out->media[i], out->media[i + 2]);
        }
      if (crop[0] < crop[2] && crop[1] < crop[3])
        memcpy (out->crop, crop, sizeof crop);
    }
  out->rotate = 0;
  if (found->rotate != 0 && qpdf_oh_get_value_as_number (qpdf, found->rotate, &number) && fabs (number) < 1e6
      && fmod (number, 90) == 0)
    out->rotate = (guint)(((int)number % 360 + 360) % 360);
  else if (found->rotate != 0)
    out->is_plain = FALSE;
  out->user_unit = 1;
  if (qpdf_oh_get_value_as_number (qpdf, qpdf_oh_get_key (qpdf, found->page, "/UserUnit"), &number) && number >= 1e-3
      && number <= 1e4)
    out->user_unit = number;
}

gboolean
jal_facts_get_page (JalFacts *facts, guint page, JalPageFacts *out)
{
  Found found = { 0 };
  gboolean known = jal_facts_find_shown (facts, page, &found);

  if (known)
    fill_facts (facts->qpdf, &found, out);
  qpdf_oh_release_all (facts->qpdf);
  return known;
}

guint64
jal_facts_get_pixels (qpdf_data qpdf, qpdf_oh dictionary)
{
  int width = 0, height = 0;

  if (!qpdf_oh_get_value_as_int (qpdf, qpdf_oh_get_key (qpdf, dictionary, "/Width"), &width)
      || !qpdf_oh_get_value_as_int (qpdf, qpdf_oh_get_key (qpdf, dictionary, "/Height"), &height) || width <= 0
      || height <= 0)
    return 0;
  return (guint64)width * (guint64)height;
}

GPtrArray *
jal_facts_list_keys (qpdf_data qpdf, qpdf_oh dictionary, guint most)
{
  GPtrArray *keys = g_ptr_array_new_with_free_func (g_free);

  if (!qpdf_oh_is_dictionary (qpdf, dictionary))
    return keys;
  qpdf_oh_begin_dict_key_iter (qpdf, dictionary);
  while (qpdf_oh_dict_more_keys (qpdf) && keys->len < most)
    g_ptr_array_add (keys, g_strdup (qpdf_oh_dict_next_key (qpdf)));
  return keys;
}

static void
count_images (qpdf_data qpdf, qpdf_oh resources, guint depth, guint *budget, JalImageFacts *out)
{
  qpdf_oh objects = qpdf_oh_get_key_if_dict (qpdf, resources, "/XObject");
  g_autoptr (GPtrArray) keys = NULL;

  if (depth > FORM_DEPTH_MAX)
    return;
  keys = jal_facts_list_keys (qpdf, objects, OBJECTS_MAX);
  for (guint i = 0; i < keys->len && *budget > 0; i++)
    {
      qpdf_oh object = qpdf_oh_get_key (qpdf, objects, keys->pdata[i]);
      qpdf_oh dictionary, subtype;

      (*budget)--;
      if (!qpdf_oh_is_stream (qpdf, object))
        continue;
      dictionary = qpdf_oh_get_dict (qpdf, object);
      subtype = qpdf_oh_get_key (qpdf, dictionary, "/Subtype");
      if (qpdf_oh_is_name_and_equals (qpdf, subtype, "/Image"))
        {
          out->n_images++;
          out->largest = MAX (out->largest, jal_facts_get_pixels (qpdf, dictionary));
          out->lacks_parts = out->lacks_parts || jal_facts_picture_lacks_parts (qpdf, dictionary);
        }
      else if (qpdf_oh_is_name_and_equals (qpdf, subtype, "/Form"))
        {
          out->lacks_parts = out->lacks_parts || jal_facts_form_lacks_parts (qpdf, dictionary);
          count_images (qpdf, qpdf_oh_get_key (qpdf, dictionary, "/Resources"), depth + 1, budget, out);
        }
    }
}

gboolean
jal_facts_get_images (JalFacts *facts, guint page, JalImageFacts *out)
{
  Found found = { 0 };
  gboolean known = jal_facts_find_shown (facts, page, &found);
  guint budget = OBJECTS_MAX;

  *out = (JalImageFacts){ 0 };
  if (known)
    out->lacks_parts = jal_facts_page_lacks_parts (facts->qpdf, &found);
  if (known && found.resources != 0)
    count_images (facts->qpdf, found.resources, 0, &budget, out);
  qpdf_oh_release_all (facts->qpdf);
  return known;
}

static gboolean
root_has (JalFacts *facts, const char *key)
{
  qpdf_oh root = qpdf_get_root (facts->qpdf);
  gboolean has = !qpdf_oh_is_dictionary (facts->qpdf, root) || qpdf_oh_has_key (facts->qpdf, root, key);

  qpdf_oh_release_all (facts->qpdf);
  return has;
}

gboolean
jal_facts_has_labels (JalFacts *facts)
{
  return root_has (facts, "/PageLabels");
}

gboolean
jal_facts_has_outline (JalFacts *facts)
{
  return root_has (facts, "/Outlines");
}
