/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The composer: one PDF out of pages of many.
 *
 * 1. Pure: everything outside comes and goes through JalComposeIo. The same record and inputs give the same bytes.
 * 2. No page is dropped silently. A page that cannot be included is replaced by a plain page that says so, and named in
 *    a warning; an item without pages gets such a page as well.
 * 3. Inputs are opened one after the other and once each; the output is a stream. Memory grows with the number of
 *    objects, not with the bytes of the pages.
 */
#define G_LOG_DOMAIN "jal-worker"

#include <string.h>

#include "worker/compose-files.h"
#include "worker/compose-private.h"

static JsonObject *
add_warning (JalCompose *compose, guint input, int page, const char *code)
{
  JsonObject *warning = json_object_new ();

  json_object_set_int_member (warning, "input", input);
  if (page >= 0)
    json_object_set_int_member (warning, "page", page);
  else
    json_object_set_null_member (warning, "page");
  json_object_set_string_member (warning, "code", code);
  json_array_add_object_element (compose->warnings, warning);
  return warning;
}

void
jal_compose_warn (JalCompose *compose, guint input, int page, const char *code)
{
  add_warning (compose, input, page, code);
}

void
jal_compose_warn_count (JalCompose *compose, guint input, const char *code, guint count)
{
  json_object_set_int_member (add_warning (compose, input, -1, code), "count", count);
}

gboolean
jal_compose_progress (JalCompose *compose, guint done, GError **error)
{
  /* Reading and writing are one half each. */
  if (compose->io->progress == NULL
      || compose->io->progress (compose->io->data, done / 2, MAX (compose->slots->len, 1)))
    return TRUE;
  jal_compose_files_cancel ();
  g_set_error_literal (error, JAL_COMPOSE_ERROR, JAL_COMPOSE_ERROR_CANCELLED, "The build was stopped");
  return FALSE;
}

qpdf_data
jal_compose_open_own (JalCompose *compose, GByteArray *bytes)
{
  GBytes *kept = g_bytes_new (bytes->data, bytes->len);
  qpdf_data pdf = qpdf_init ();
  gsize size;
  const char *data = g_bytes_get_data (kept, &size);

  g_ptr_array_add (compose->memory, kept);
  qpdf_silence_errors (pdf);
  qpdf_set_suppress_warnings (pdf, QPDF_TRUE);
  if ((qpdf_read_memory (pdf, "own pages", data, size, "") & QPDF_ERRORS) == 0)
    return pdf;
  qpdf_cleanup (&pdf);
  return NULL;
}

static void
add_slot (JalCompose *compose, JalComposeSlot slot)
{
  g_array_append_val (compose->slots, slot);
}

/* The physical pages in their order. The numbers of the inputs' pages are collected on the way. */
static void
make_slots (JalCompose *compose)
{
  GPtrArray *sections = compose->spec->sections;

  for (guint s = 0; s < sections->len; s++)
    {
      const JalComposeSection *section = sections->pdata[s];

      for (guint i = 0; i < section->items->len; i++)
        {
          const JalComposeItem *item = section->items->pdata[i];

          for (guint p = 0; p < item->pages->len; p++)
            {
              const JalComposePageRef *ref = &g_array_index (item->pages, JalComposePageRef, p);

              add_slot (compose, (JalComposeSlot){ .section = s, .item = i, .input = ref->input,
                                                   .input_page = ref->page, .rotate = ref->rotate });
              g_hash_table_insert (compose->pages[ref->input], GUINT_TO_POINTER (ref->page), NULL);
            }
          if (item->pages->len == 0)
            add_slot (compose, (JalComposeSlot){ .section = s, .item = i, .missing = "empty" });
        }
    }
}

/* Binds the slots to what was read. Pages of an input that could not be opened at all share one plain page an item. */
static void
bind_slots (JalCompose *compose)
{
  GArray *all = g_steal_pointer (&compose->slots);

  compose->slots = g_array_sized_new (FALSE, TRUE, sizeof (JalComposeSlot), all->len);
  for (guint i = 0; i < all->len; i++)
    {
      JalComposeSlot slot = g_array_index (all, JalComposeSlot, i);
      JalComposePage *page = slot.missing == NULL ? g_hash_table_lookup (compose->pages[slot.input],
                                                                         GUINT_TO_POINTER (slot.input_page))
                                                  : NULL;
      GArray *indexes;

      if (page != NULL && page->missing == NULL)
        {
          guint number = compose->slots->len;

          slot.page = page;
          indexes = g_hash_table_lookup (compose->slots_of, page);
          if (indexes == NULL)
            {
              indexes = g_array_new (FALSE, FALSE, sizeof (guint));
              g_hash_table_insert (compose->slots_of, page, indexes);
            }
          g_array_append_val (indexes, number);
        }
      else if (slot.missing == NULL)
        slot.missing = page->missing;
      add_slot (compose, slot);
    }
  g_array_unref (all);
}

/* Marks on a page that is not in the build stay out of it. */
static void
bind_marks (JalCompose *compose)
{
  for (guint i = 0; i < compose->spec->marks->len; i++)
    {
      JalComposeMark *mark = compose->spec->marks->pdata[i];
      JalComposePage *page = g_hash_table_lookup (compose->pages[mark->input], GUINT_TO_POINTER (mark->page));

      if (page != NULL)
        g_ptr_array_add (page->marks, mark);
    }
}

static void
add_range (JsonObject *object, const JalComposeRange *range)
{
  json_object_set_int_member (object, "first", range->first);
  json_object_set_int_member (object, "last", range->last);
}

static char *
make_result (JalCompose *compose)
{
  GPtrArray *sections = compose->spec->sections;
  JsonObject *root = json_object_new ();
  JsonArray *list = json_array_new ();
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), root);
  char *text;

  json_object_set_int_member (root, "pages", compose->index_pages + compose->slots->len);
  json_object_set_int_member (root, "index_pages", compose->index_pages);
  json_object_set_int_member (root, "received_left_out", compose->n_received);
  for (guint s = 0; s < sections->len; s++)
    {
      const JalComposeSection *section = sections->pdata[s];
      JsonObject *object = json_object_new ();
      JsonArray *items = json_array_new ();

      add_range (object, &compose->sections[s]);
      for (guint i = 0; i < section->items->len; i++)
        {
          JsonObject *item = json_object_new ();

          add_range (item, &compose->items[s][i]);
          json_array_add_object_element (items, item);
        }
      json_object_set_array_member (object, "items", items);
      json_array_add_object_element (list, object);
    }
  json_object_set_array_member (root, "sections", list);
  json_object_set_array_member (root, "warnings", json_array_ref (compose->warnings));
  text = json_to_string (node, FALSE);
  json_object_unref (root);
  return text;
}

static void
compose_init (JalCompose *compose, JalComposeSpec *spec, const JalComposeIo *io)
{
  memset (compose, 0, sizeof *compose);
  compose->spec = spec;
  compose->io = io;
  compose->out = qpdf_init ();
  qpdf_silence_errors (compose->out);
  qpdf_set_suppress_warnings (compose->out, QPDF_TRUE);
  qpdf_empty_pdf (compose->out);
  compose->pages = g_new0 (GHashTable *, spec->inputs->len + 1);
  for (guint i = 0; i < spec->inputs->len; i++)
    compose->pages[i] = g_hash_table_new (NULL, NULL);
  compose->slots = g_array_new (FALSE, TRUE, sizeof (JalComposeSlot));
  compose->slots_of = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)g_array_unref);
  compose->memory = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  compose->own = g_ptr_array_new_with_free_func (g_free);
  compose->index_rows = g_array_new (FALSE, FALSE, sizeof (JalComposeIndexRow));
  compose->layers_on = g_array_new (FALSE, FALSE, sizeof (JalPdfRef));
  compose->layers_off = g_array_new (FALSE, FALSE, sizeof (JalPdfRef));
  compose->sections = g_new0 (JalComposeRange, spec->sections->len + 1);
  compose->items = g_new0 (JalComposeRange *, spec->sections->len + 1);
  for (guint i = 0; i < spec->sections->len; i++)
    compose->items[i] = g_new0 (JalComposeRange, ((JalComposeSection *)spec->sections->pdata[i])->items->len + 1);
  compose->warnings = json_array_new ();
}

static void
compose_clear (JalCompose *compose)
{
  qpdf_cleanup (&compose->out);
  g_hash_table_unref (compose->slots_of);
  for (guint i = 0; i < compose->spec->inputs->len; i++)
    {
      GHashTableIter iter;
      gpointer page;

      g_hash_table_iter_init (&iter, compose->pages[i]);
      while (g_hash_table_iter_next (&iter, NULL, &page))
        if (page != NULL)
          jal_compose_page_free (page);
      g_hash_table_unref (compose->pages[i]);
    }
  g_free (compose->pages);
  g_array_unref (compose->slots);
  g_ptr_array_unref (compose->memory);
  g_ptr_array_unref (compose->own);
  g_array_unref (compose->index_rows);
  g_array_unref (compose->layers_on);
  g_array_unref (compose->layers_off);
  for (guint i = 0; i < compose->spec->sections->len; i++)
    g_free (compose->items[i]);
  g_free (compose->items);
  g_free (compose->sections);
  json_array_unref (compose->warnings);
}

static gboolean
run (JalCompose *compose, GError **error)
{
  if (compose->spec->job == JAL_COMPOSE_PAPER)
    return jal_compose_progress (compose, 0, error) && jal_compose_paper_make (compose, error)
           && jal_compose_finish (compose, error);
  make_slots (compose);
  for (guint i = 0; i < compose->spec->inputs->len; i++)
    {
      jal_compose_source_read (compose, i);
      if (!jal_compose_progress (compose, compose->done, error))
        return FALSE;
    }
  bind_slots (compose);
  bind_marks (compose);
  if (compose->spec->stamped && !jal_compose_stamp_prepare (compose, error))
    return FALSE;
  return jal_compose_index_make (compose, error) && jal_compose_place (compose, error)
         && jal_compose_finish (compose, error);
}

char *
jal_compose_run (const char *spec_json, const JalComposeIo *io, GError **error)
{
  g_autoptr (JalComposeSpec) spec = NULL;
  JalCompose compose;
  char *result = NULL;

  g_return_val_if_fail (spec_json != NULL, NULL);
  g_return_val_if_fail (io != NULL && io->read != NULL && io->write != NULL, NULL);

  spec = jal_compose_spec_parse (spec_json, error);
  if (spec == NULL)
    return NULL;
  jal_compose_files_start (io, (const JalComposeInput *)(gpointer)spec->inputs->data, spec->inputs->len);
  compose_init (&compose, spec, io);
  if (run (&compose, error))
    result = make_result (&compose);
  compose_clear (&compose);
  jal_compose_files_stop ();
  return result;
}
