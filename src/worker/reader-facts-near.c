/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A document to which is added, as an update (ISO 32000-1, 7.5.6), that some pages beside each other are all the pages it
 * has; and the labels of pages, which then have to be counted here.
 *
 *   the file, untouched │ the root of the tree of pages anew │ a cross-reference of one entry │ trailer, /Prev: the file's own */
#include <stdio.h>
#include <string.h>

#include "worker/reader-facts-private.h"

/* Offsets have ten digits. */
#define SIZE_MAX_TOLD 9999999999ull
/* Pages before and after the wanted one. */
#define BESIDE 3
#define AHEAD 24
#define LABEL_DEPTH_MAX 16
#define LABEL_NODES_MAX 4000

static const char *const inherited[JAL_FACTS_N_INHERITED] = { "/MediaBox", "/CropBox", "/Rotate", "/Resources" };

/* Where the file's own cross-reference begins, from its last bytes; 0 when they do not say. */
static guint64
find_xref (const char *end, gsize n_end)
{
  static const char word[] = "startxref";
  const char *found = NULL;

  for (gsize i = 0; i + sizeof word - 1 <= n_end; i++)
    if (memcmp (end + i, word, sizeof word - 1) == 0)
      found = end + i + sizeof word - 1;
  return found != NULL ? g_ascii_strtoull (found, NULL, 10) : 0;
}

static gboolean
add_kids (qpdf_data qpdf, const Found *found, guint page, gboolean backward, JalNearPages *near, GString *update)
{
  const Flat *flat = &found->flat;
  guint before = MIN (flat->index, backward ? AHEAD : BESIDE);
  guint after = MIN (flat->n_kids - 1 - flat->index, backward ? BESIDE : AHEAD);

  near->first = page - before;
  near->n = before + 1 + after;
  g_string_append_printf (update, "/Count %u /Kids [", near->n);
  for (guint i = 0; i < near->n; i++)
    {
      qpdf_oh kid = qpdf_oh_get_array_item (qpdf, flat->kids, (int)(flat->index - before + i));

      if (!qpdf_oh_is_indirect (qpdf, kid))
        return FALSE;
      g_string_append_printf (update, " %d %d R", qpdf_oh_get_object_id (qpdf, kid), qpdf_oh_get_generation (qpdf, kid));
    }
  g_string_append (update, " ]");
  for (guint i = 0; i < JAL_FACTS_N_INHERITED; i++)
    if (flat->inherited[i] != 0)
      g_string_append_printf (update, "\n%s %s", inherited[i], qpdf_oh_unparse (qpdf, flat->inherited[i]));
  return TRUE;
}

static GBytes *
make_near (qpdf_data qpdf, guint64 size, const char *end, gsize n_end, guint page, gboolean backward, JalNearPages *near)
{
  Found found = { 0 };
  qpdf_oh trailer = qpdf_get_trailer (qpdf), root = qpdf_oh_get_key (qpdf, trailer, "/Root"), tree;
  guint64 xref = find_xref (end, n_end);
  g_autoptr (GString) update = NULL;
  gsize entry, length;
  int id, generation, count;

  tree = qpdf_oh_get_key (qpdf, root, "/Pages");
  if (xref == 0 || xref >= size || size > SIZE_MAX_TOLD || !qpdf_oh_is_indirect (qpdf, root)
      || !qpdf_oh_is_indirect (qpdf, tree) || !qpdf_oh_get_value_as_int (qpdf, qpdf_oh_get_key (qpdf, trailer, "/Size"), &count)
      || !jal_facts_find_page (qpdf, page, &found) || found.flat.kids == 0)
    return NULL;
  id = qpdf_oh_get_object_id (qpdf, tree);
  generation = qpdf_oh_get_generation (qpdf, tree);
  update = g_string_new ("\n");
  g_string_append_printf (update, "%d %d obj\n<< /Type /Pages ", id, generation);
  if (!add_kids (qpdf, &found, page, backward, near, update))
    return NULL;
  g_string_append (update, " >>\nendobj\n");
  entry = update->len;
  g_string_append_printf (update, "xref\n%d 1\n%010" G_GUINT64_FORMAT " %05d n \ntrailer\n<< /Size %d /Root %d %d R /Prev %"
                                  G_GUINT64_FORMAT " >>\nstartxref\n%" G_GUINT64_FORMAT "\n%%%%EOF\n",
                          id, size + 1, generation, MAX (count, id + 1), qpdf_oh_get_object_id (qpdf, root),
                          qpdf_oh_get_generation (qpdf, root), xref, size + entry);
  length = update->len;
  return g_bytes_new_take (g_string_free (g_steal_pointer (&update), FALSE), length);
}

GBytes *
jal_facts_make_near (JalFacts *facts, guint64 size, const char *end, gsize n_end, guint page, gboolean backward,
                     JalNearPages *near)
{
  GBytes *update = make_near (facts->qpdf, size, end, n_end, page, backward, near);
  gboolean is_true = update != NULL;

  for (guint i = 0; is_true && facts->n_exact > 0 && i < near->n; i++)
    {
      Found found = { 0 };

      is_true = jal_facts_find_shown (facts, near->first + i, &found) && !found.is_doubtful;
    }
  if (!is_true)
    g_clear_pointer (&update, g_bytes_unref);
  qpdf_oh_release_all (facts->qpdf);
  return update;
}

/* --- Labels ------------------------------------------------------------------------------------------------------- */

/* The last entry of a number tree that is not beyond @page (7.9.7). */
static void
find_label (qpdf_data qpdf, qpdf_oh node, guint page, guint depth, guint *budget, qpdf_oh *label, guint *from)
{
  qpdf_oh numbers = qpdf_oh_get_key_if_dict (qpdf, node, "/Nums"), kids = qpdf_oh_get_key_if_dict (qpdf, node, "/Kids");
  int n = qpdf_oh_is_array (qpdf, numbers) ? qpdf_oh_get_array_n_items (qpdf, numbers) : 0;

  *budget -= MIN (*budget, 1);
  for (int i = 0; i + 1 < n && *budget > 0; i += 2)
    {
      int number;

      (*budget)--;
      if (qpdf_oh_get_value_as_int (qpdf, qpdf_oh_get_array_item (qpdf, numbers, i), &number) && number >= 0
          && (guint)number <= page && (*label == 0 || (guint)number >= *from))
        {
          *label = qpdf_oh_get_array_item (qpdf, numbers, i + 1);
          *from = (guint)number;
        }
    }
  n = depth < LABEL_DEPTH_MAX && qpdf_oh_is_array (qpdf, kids) ? qpdf_oh_get_array_n_items (qpdf, kids) : 0;
  for (int i = 0; i < n && *budget > 0; i++)
    find_label (qpdf, qpdf_oh_get_array_item (qpdf, kids, i), page, depth + 1, budget, label, from);
}

/* 12.4.2: "i", "ii"; "a" … "z", "aa", "bb". */
static void
append_number (GString *to, guint number, char style)
{
  static const struct
  {
    guint value;
    const char *letters;
  } roman[] = { { 1000, "m" }, { 900, "cm" }, { 500, "d" }, { 400, "cd" }, { 100, "c" }, { 90, "xc" }, { 50, "l" },
                { 40, "xl" },  { 10, "x" },   { 9, "ix" },  { 5, "v" },    { 4, "iv" },  { 1, "i" } };
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean is_upper = g_ascii_isupper (style);

  switch (g_ascii_tolower (style))
    {
    case 'r':
      for (gsize i = 0; i < G_N_ELEMENTS (roman) && number < 4000; i++)
        for (; number >= roman[i].value; number -= roman[i].value)
          g_string_append (text, roman[i].letters);
      break;
    case 'a':
      for (guint i = 0; number > 0 && i <= (number - 1) / 26 && i < 64; i++)
        g_string_append_c (text, (char)('a' + (number - 1) % 26));
      break;
    default:
      g_string_append_printf (text, "%u", number);
      break;
    }
  if (is_upper && g_ascii_tolower (style) != 'd')
    g_string_ascii_up (text);
  g_string_append (to, text->str);
}

char *
jal_facts_get_label (JalFacts *facts, guint page)
{
  qpdf_data qpdf = facts->qpdf;
  qpdf_oh label = 0, style, prefix;
  guint from = 0, budget = LABEL_NODES_MAX;
  int start = 1;
  GString *text = g_string_new (NULL);

  find_label (qpdf, qpdf_oh_get_key (qpdf, qpdf_get_root (qpdf), "/PageLabels"), page, 0, &budget, &label, &from);
  if (label == 0 || !qpdf_oh_is_dictionary (qpdf, label))
    g_string_printf (text, "%u", page + 1);
  else
    {
      style = qpdf_oh_get_key (qpdf, label, "/S");
      prefix = qpdf_oh_get_key (qpdf, label, "/P");
      qpdf_oh_get_value_as_int (qpdf, qpdf_oh_get_key (qpdf, label, "/St"), &start);
      if (qpdf_oh_is_string (qpdf, prefix))
        g_string_append (text, qpdf_oh_get_utf8_value (qpdf, prefix));
      if (qpdf_oh_is_name (qpdf, style))
        append_number (text, page - from + (guint)MAX (start, 1), qpdf_oh_get_name (qpdf, style)[1]);
    }
  qpdf_oh_release_all (qpdf);
  return g_string_free (text, FALSE);
}
