/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a bundle is beside its pages, and the writing of it.
 *
 * 1. The labels, the numbers in the outline and the stamps are the same numbers: those of the physical pages from 1.
 * 2. Nothing written depends on the clock, on chance or on an address in memory: the /ID is the record's identifier and
 *    the checksum of the file, the date is the record's.
 */
#define G_LOG_DOMAIN "jal-worker"

#include <string.h>

#include "worker/compose-files.h"
#include "worker/compose-private.h"

static JalPdfRef
page_ref (JalCompose *compose, guint number)
{
  if (number <= compose->index_pages)
    return *(JalPdfRef *)compose->own->pdata[number - 1];
  return g_array_index (compose->slots, JalComposeSlot, number - 1 - compose->index_pages).ref;
}

static qpdf_oh
destination_new (JalCompose *compose, guint number, const char *view)
{
  g_autofree char *text = g_strdup_printf ("[ null %s ]", view);
  qpdf_oh destination = qpdf_oh_parse (compose->out, text);

  qpdf_oh_set_array_item (compose->out, destination, 0, jal_pdf_get (compose->out, page_ref (compose, number)));
  return destination;
}

/* A line of the outline; @range (with first 0: it leads nowhere). */
static qpdf_oh
line_new (JalCompose *compose, const char *title, const JalComposeRange *range)
{
  qpdf_oh line = qpdf_make_indirect_object (compose->out, qpdf_oh_new_dictionary (compose->out));

  jal_pdf_set_text (compose->out, line, "/Title", title);
  if (range->first > 0)
    qpdf_oh_replace_key (compose->out, line, "/Dest", destination_new (compose, range->first, "/XYZ null null null"));
  return line;
}

/* The same with the pages in brackets. */
static qpdf_oh
outline_new (JalCompose *compose, const char *title, const JalComposeRange *range)
{
  const char *prefix = compose->spec->stamp_prefix;
  g_autofree char *text = NULL;

  if (range->first == 0)
    text = g_strdup (title);
  else if (range->first == range->last)
    text = g_strdup_printf ("%s (%s%u)", title, prefix, range->first);
  else
    text = g_strdup_printf ("%s (%s%u–%s%u)", title, prefix, range->first, prefix, range->last);
  return line_new (compose, text, range);
}

/* Chains @lines under @parent; @open shows them at once. */
static void
chain (qpdf_data pdf, qpdf_oh parent, GArray *lines, guint count)
{
  guint n = lines->len;

  for (guint i = 0; i < n; i++)
    {
      qpdf_oh line = g_array_index (lines, qpdf_oh, i);

      qpdf_oh_replace_key (pdf, line, "/Parent", parent);
      if (i > 0)
        qpdf_oh_replace_key (pdf, line, "/Prev", g_array_index (lines, qpdf_oh, i - 1));
      if (i + 1 < n)
        qpdf_oh_replace_key (pdf, line, "/Next", g_array_index (lines, qpdf_oh, i + 1));
    }
  if (n == 0)
    return;
  qpdf_oh_replace_key (pdf, parent, "/First", g_array_index (lines, qpdf_oh, 0));
  qpdf_oh_replace_key (pdf, parent, "/Last", g_array_index (lines, qpdf_oh, n - 1));
  jal_pdf_set_integer (pdf, parent, "/Count", count);
}

/* Chains the entries from @i on that are @depth deep, and what is below each; returns the place behind them. @first: the page of the
   output, from 1, that their page 0 is. @count: all of them. */
static guint
chain_bookmarks (JalCompose *compose, const GArray *bookmarks, guint first, qpdf_oh parent, guint i, guint depth, guint *count)
{
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (qpdf_oh));
  guint below = 0;

  while (i < bookmarks->len && g_array_index (bookmarks, JalComposeBookmark, i).depth == depth)
    {
      const JalComposeBookmark *bookmark = &g_array_index (bookmarks, JalComposeBookmark, i++);
      JalComposeRange range = { first + bookmark->page, first + bookmark->page };
      qpdf_oh line = line_new (compose, bookmark->title, &range);

      g_array_append_val (lines, line);
      if (i < bookmarks->len && g_array_index (bookmarks, JalComposeBookmark, i).depth == depth + 1)
        i = chain_bookmarks (compose, bookmarks, first, line, i, depth + 1, &below);
    }
  *count += lines->len + below;
  chain (compose->out, parent, lines, lines->len + below);
  return i;
}

/* What the document in the bundle had as its own outline stands below its line, which is shut. */
static void
add_bookmarks (JalCompose *compose, qpdf_oh line, const JalComposeItem *item, const JalComposeRange *range)
{
  guint count = 0;

  if (item->bookmarks->len == 0 || range->first == 0)
    return;
  chain_bookmarks (compose, item->bookmarks, range->first, line, 0, 0, &count);
  jal_pdf_set_integer (compose->out, line, "/Count", -(gint64)count);
}

static void
make_outline (JalCompose *compose, qpdf_oh root)
{
  qpdf_data pdf = compose->out;
  GPtrArray *sections = compose->spec->sections;
  qpdf_oh outlines = qpdf_make_indirect_object (pdf, qpdf_oh_parse (pdf, "<< /Type /Outlines >>"));
  g_autoptr (GArray) top = g_array_new (FALSE, FALSE, sizeof (qpdf_oh));
  JalComposeRange index = { 1, compose->index_pages };
  qpdf_oh line = outline_new (compose, compose->spec->words[JAL_COMPOSE_WORD_INDEX], &index);
  guint count = 1;

  g_array_append_val (top, line);
  for (guint s = 0; s < sections->len; s++)
    {
      const JalComposeSection *section = sections->pdata[s];
      g_autoptr (GArray) below = g_array_new (FALSE, FALSE, sizeof (qpdf_oh));

      line = outline_new (compose, section->title, &compose->sections[s]);
      g_array_append_val (top, line);
      for (guint i = 0; i < section->items->len; i++)
        {
          const JalComposeItem *item = section->items->pdata[i];
          g_autofree char *title
            = g_strdup_printf ("%s%s%s", item->label, *item->label != '\0' ? " " : "", item->title);
          qpdf_oh entry = outline_new (compose, title, &compose->items[s][i]);

          add_bookmarks (compose, entry, item, &compose->items[s][i]);
          g_array_append_val (below, entry);
        }
      chain (pdf, line, below, below->len);
      count += 1 + below->len;
    }
  chain (pdf, outlines, top, count);
  qpdf_oh_replace_key (pdf, root, "/Outlines", outlines);
  jal_pdf_set_name (pdf, root, "/PageMode", "/UseOutlines");
}

/* A document's own. */
static void
make_bookmarks (JalCompose *compose, qpdf_oh root)
{
  qpdf_data pdf = compose->out;
  qpdf_oh outlines = qpdf_make_indirect_object (pdf, qpdf_oh_parse (pdf, "<< /Type /Outlines >>"));
  guint count = 0;

  if (compose->spec->bookmarks->len == 0)
    return;
  chain_bookmarks (compose, compose->spec->bookmarks, 1, outlines, 0, 0, &count);
  qpdf_oh_replace_key (pdf, root, "/Outlines", outlines);
}

static void
make_labels (JalCompose *compose, qpdf_oh root)
{
  qpdf_data pdf = compose->out;
  qpdf_oh labels = qpdf_oh_parse (pdf, "<< /Nums [ 0 << /S /D /St 1 >> ] >>");
  qpdf_oh first = qpdf_oh_get_array_item (pdf, qpdf_oh_get_key (pdf, labels, "/Nums"), 1);

  if (*compose->spec->stamp_prefix != '\0')
    qpdf_oh_replace_key (pdf, first, "/P", qpdf_oh_new_string (pdf, compose->spec->stamp_prefix));
  qpdf_oh_replace_key (pdf, root, "/PageLabels", labels);
}

static void
append_layers (qpdf_data pdf, GArray *layers, qpdf_oh all, qpdf_oh list)
{
  for (guint i = 0; i < layers->len; i++)
    {
      qpdf_oh layer = jal_pdf_get (pdf, g_array_index (layers, JalPdfRef, i));

      qpdf_oh_append_item (pdf, all, layer);
      qpdf_oh_append_item (pdf, list, layer);
    }
}

/* The groups of all inputs in one configuration. They are offered nowhere: nobody switches a hidden layer on by chance. */
static void
make_layers (JalCompose *compose, qpdf_oh root)
{
  qpdf_data pdf = compose->out;
  qpdf_oh properties = qpdf_oh_new_dictionary (pdf);
  qpdf_oh defaults = qpdf_oh_parse (pdf, "<< /BaseState /ON /Order [] >>");
  qpdf_oh all = qpdf_oh_new_array (pdf);
  qpdf_oh on = qpdf_oh_new_array (pdf);
  qpdf_oh off = qpdf_oh_new_array (pdf);

  if (compose->layers_on->len + compose->layers_off->len == 0)
    return;
  append_layers (pdf, compose->layers_on, all, on);
  append_layers (pdf, compose->layers_off, all, off);
  qpdf_oh_replace_key (pdf, defaults, "/ON", on);
  qpdf_oh_replace_key (pdf, defaults, "/OFF", off);
  qpdf_oh_replace_key (pdf, properties, "/OCGs", all);
  qpdf_oh_replace_key (pdf, properties, "/D", defaults);
  qpdf_oh_replace_key (pdf, root, "/OCProperties", properties);
}

static void
make_information (JalCompose *compose, qpdf_oh root)
{
  qpdf_data pdf = compose->out;
  const JalComposeSpec *spec = compose->spec;
  qpdf_oh trailer = qpdf_get_trailer (pdf);
  qpdf_oh info = qpdf_make_indirect_object (pdf, qpdf_oh_new_dictionary (pdf));
  qpdf_oh ids = qpdf_oh_new_array (pdf);
  char id[16];

  for (guint i = 0; i < sizeof id; i++)
    id[i] = (char)(g_ascii_xdigit_value (spec->id[2 * i]) << 4 | g_ascii_xdigit_value (spec->id[2 * i + 1]));
  for (guint i = 0; i < 2; i++)
    qpdf_oh_append_item (pdf, ids, qpdf_oh_new_binary_string (pdf, id, sizeof id));
  qpdf_oh_replace_key (pdf, trailer, "/ID", ids);
  if (spec->title != NULL)
    {
      jal_pdf_set_text (pdf, info, "/Title", spec->title);
      qpdf_oh_replace_key (pdf, root, "/ViewerPreferences", qpdf_oh_parse (pdf, "<< /DisplayDocTitle true >>"));
    }
  if (spec->created != NULL)
    qpdf_oh_replace_key (pdf, info, "/CreationDate", qpdf_oh_new_string (pdf, spec->created));
  jal_pdf_set_text (pdf, info, "/Producer", "Jalada");
  qpdf_oh_replace_key (pdf, trailer, "/Info", info);
  if (spec->language != NULL)
    jal_pdf_set_text (pdf, root, "/Lang", spec->language);
}

static void
progress_cb (int percent, void *data)
{
  JalCompose *compose = data;
  guint total = compose->slots->len;

  /* Reading took the pages to the half; a failure here shows itself at the next write. */
  jal_compose_progress (compose, total + total * (guint)CLAMP (percent, 0, 100) / 100, NULL);
}

static gboolean
write_out (JalCompose *compose, GError **error)
{
  qpdf_data pdf = compose->out;
  gboolean failed;
  guint input = 0;

  jal_compose_files_forget_failures ();
  failed = (qpdf_init_write (pdf, JAL_COMPOSE_OUT) & QPDF_ERRORS) != 0;
  if (!failed)
    {
      /* Objects stand alone: in a stream of objects, one that a reader cannot parse takes its neighbours along, which
         may be pages of other documents. */
      qpdf_set_object_stream_mode (pdf, qpdf_o_disable);
      qpdf_set_decode_level (pdf, qpdf_dl_none);
      qpdf_set_deterministic_ID (pdf, QPDF_TRUE);
      qpdf_set_minimum_pdf_version (pdf, "1.7");
      qpdf_register_progress_reporter (pdf, progress_cb, compose);
      failed = (qpdf_write (pdf) & QPDF_ERRORS) != 0;
    }
  if (!jal_compose_progress (compose, 2 * compose->slots->len, error))
    return FALSE;
  if (jal_compose_files_read_failed (&input))
    {
      g_set_error (error, JAL_COMPOSE_ERROR, JAL_COMPOSE_ERROR_READ, "Input %u could not be read to its end", input);
      return FALSE;
    }
  if (jal_compose_files_write_failed () || failed)
    {
      g_set_error_literal (error, JAL_COMPOSE_ERROR, JAL_COMPOSE_ERROR_WRITE, "The output could not be written");
      return FALSE;
    }
  return TRUE;
}

gboolean
jal_compose_finish (JalCompose *compose, GError **error)
{
  qpdf_data pdf = compose->out;
  qpdf_oh root = qpdf_get_root (pdf);

  if (compose->spec->job == JAL_COMPOSE_BUNDLE)
    {
      make_outline (compose, root);
      make_labels (compose, root);
      qpdf_oh_replace_key (pdf, root, "/OpenAction", destination_new (compose, 1, "/XYZ 0 841.89 1"));
    }
  else
    make_bookmarks (compose, root);
  make_layers (compose, root);
  make_information (compose, root);
  qpdf_oh_release_all (pdf);
  if (jal_pdf_clear (pdf, NULL))
    {
      g_set_error_literal (error, JAL_COMPOSE_ERROR, JAL_COMPOSE_ERROR_FAILED, "The outline could not be made");
      return FALSE;
    }
  return write_out (compose, error);
}
