/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What leads to pages. Only where it leads is told: no other action of a file is ever done. */
#include <math.h>
#include <string.h>

#include "worker/reader-private.h"

gboolean
jal_reader_leads_is_full (const JalReaderLeads *leads)
{
  return leads->items->len >= JAL_WIRE_LEADS_MAX || leads->words->len + JAL_READER_LEAD_CHARS * 6 > JAL_WIRE_LEADS_BYTES_MAX;
}

static void
set_target (JalReaderWorker *reader, JalWireLead *lead, const PopplerDest *target)
{
  PopplerDest *named = NULL;

  if (target != NULL && target->type == POPPLER_DEST_NAMED && target->named_dest != NULL)
    target = named = poppler_document_find_dest (jal_reader_worker_get_document (reader), target->named_dest);
  if (target != NULL && target->page_num >= 1 && target->page_num <= (int)reader->n_pages)
    {
      gboolean has_top = target->change_top
                         && (target->type == POPPLER_DEST_XYZ || target->type == POPPLER_DEST_FITH
                             || target->type == POPPLER_DEST_FITR || target->type == POPPLER_DEST_FITBH);

      lead->page = (guint32)target->page_num;
      /* A rectangle to be fitted has its top whether or not that is said to change. */
      has_top = has_top || target->type == POPPLER_DEST_FITR;
      if (has_top && isfinite (target->top) && fabs (target->top) <= JAL_WIRE_POINTS_MAX && isfinite (target->left)
          && fabs (target->left) <= JAL_WIRE_POINTS_MAX)
        {
          lead->has_point = 1;
          lead->left = target->left;
          lead->top = target->top;
        }
    }
  if (named != NULL)
    poppler_dest_free (named);
}

/* "Next page" and the like. */
static void
set_named (JalReaderWorker *reader, JalWireLead *lead, const char *name, guint page)
{
  guint last = reader->n_pages - 1;

  if (g_strcmp0 (name, "NextPage") == 0)
    lead->page = MIN (page + 1, last) + 1;
  else if (g_strcmp0 (name, "PrevPage") == 0)
    lead->page = (page > 0 ? page - 1 : 0) + 1;
  else if (g_strcmp0 (name, "FirstPage") == 0)
    lead->page = 1;
  else if (g_strcmp0 (name, "LastPage") == 0)
    lead->page = last + 1;
}

void
jal_reader_leads_add (JalReaderLeads *leads, JalWireLead *lead, const char *words)
{
  g_autofree char *clean = g_utf8_make_valid (words != NULL ? words : "", -1);
  g_autofree char *cut = g_utf8_substring (clean, 0, MIN (g_utf8_strlen (clean, -1), JAL_READER_LEAD_CHARS));

  lead->n_bytes = (guint32)strlen (cut);
  g_string_append (leads->words, cut);
  g_array_append_vals (leads->items, lead, 1);
}

static void
add_entries (JalReaderWorker *reader, PopplerIndexIter *iter, guint depth, JalReaderLeads *leads)
{
  do
    {
      PopplerAction *action = poppler_index_iter_get_action (iter);
      PopplerIndexIter *child = depth < JAL_WIRE_LEAD_DEPTH_MAX ? poppler_index_iter_get_child (iter) : NULL;
      JalWireLead lead = { .depth = depth };

      if (action != NULL && action->type == POPPLER_ACTION_GOTO_DEST)
        set_target (reader, &lead, action->goto_dest.dest);
      else if (action != NULL && action->type == POPPLER_ACTION_NAMED)
        set_named (reader, &lead, action->named.named_dest, 0);
      jal_reader_leads_add (leads, &lead, action != NULL ? action->any.title : NULL);
      if (child != NULL)
        add_entries (reader, child, depth + 1, leads);
      poppler_index_iter_free (child);
      poppler_action_free (action);
    }
  while (!jal_reader_leads_is_full (leads) && poppler_index_iter_next (iter));
}

static void
add_links (JalReaderWorker *reader, PopplerPage *page, guint index, JalReaderLeads *leads)
{
  GList *mapping = poppler_page_get_link_mapping (page);
  double width, height;

  poppler_page_get_size (page, &width, &height);
  for (GList *l = mapping; l != NULL && !jal_reader_leads_is_full (leads); l = l->next)
    {
      const PopplerLinkMapping *link = l->data;
      const PopplerAction *action = link->action;
      JalWireLead lead = { .box = { fmin (link->area.x1, link->area.x2), height - fmax (link->area.y1, link->area.y2),
                                    fmax (link->area.x1, link->area.x2), height - fmin (link->area.y1, link->area.y2) } };

      if (action == NULL || !jal_wire_box_is_valid (lead.box))
        continue;
      if (action->type == POPPLER_ACTION_GOTO_DEST)
        set_target (reader, &lead, action->goto_dest.dest);
      else if (action->type == POPPLER_ACTION_NAMED)
        set_named (reader, &lead, action->named.named_dest, index);
      else if (action->type != POPPLER_ACTION_URI)
        continue;
      if (action->type == POPPLER_ACTION_URI ? action->uri.uri == NULL : lead.page == 0)
        continue;
      jal_reader_leads_add (leads, &lead, action->type == POPPLER_ACTION_URI ? action->uri.uri : NULL);
    }
  poppler_page_free_link_mapping (mapping);
}

void
jal_reader_leads_answer (JalReaderWorker *reader, JalWorker *worker, const JalWirePacket *request, JalReaderLeads *leads)
{
  gsize of_items = leads->items->len * sizeof (JalWireLead), size;
  guint8 *window = jal_worker_window (worker, JAL_WIRE_SLOT_RESULT, &size);
  JalWirePacket reply;

  if (jal_worker_was_refused (worker))
    jal_worker_fail (worker, request, JAL_WIRE_FAILURE_BYTES, 0);
  else if (of_items + leads->words->len > size)
    jal_worker_fail (worker, request, JAL_WIRE_FAILURE_WINDOW, of_items + leads->words->len);
  else
    {
      if (of_items > 0)
        memcpy (window, leads->items->data, of_items);
      memcpy (window + of_items, leads->words->str, leads->words->len);
      jal_worker_prepare (&reply, JAL_WIRE_LEADS_REPLY, request);
      reply.leads_reply.n_items = leads->items->len;
      reply.leads_reply.n_bytes = (guint32)leads->words->len;
      reply.leads_reply.complaints = reader->complaints;
      jal_worker_reply (worker, &reply);
    }
  g_array_unref (leads->items);
  g_string_free (leads->words, TRUE);
}

JalReaderLeads
jal_reader_leads_begin (void)
{
  return (JalReaderLeads){ g_array_new (FALSE, FALSE, sizeof (JalWireLead)), g_string_new (NULL) };
}

void
jal_reader_worker_outline (JalReaderWorker *reader, JalWorker *worker, const JalWirePacket *request)
{
  gboolean has_none = reader->facts != NULL && !jal_facts_has_outline (reader->facts);
  PopplerDocument *document = has_none ? NULL : jal_reader_worker_get_document (reader);
  PopplerIndexIter *iter = document != NULL ? poppler_index_iter_new (document) : NULL;
  JalReaderLeads leads = jal_reader_leads_begin ();

  if (iter != NULL)
    add_entries (reader, iter, 0, &leads);
  poppler_index_iter_free (iter);
  jal_reader_leads_answer (reader, worker, request, &leads);
}

void
jal_reader_worker_links (JalReaderWorker *reader, JalWorker *worker, const JalWirePacket *request)
{
  gboolean has_none = reader->is_orderly && !jal_facts_has_annotations (reader->facts, request->page.page);
  PopplerPage *page = has_none ? NULL : jal_reader_worker_get_whole_page (reader, request->page.page);
  JalReaderLeads leads = jal_reader_leads_begin ();

  if (page != NULL)
    add_links (reader, page, request->page.page, &leads);
  g_clear_object (&page);
  jal_reader_leads_answer (reader, worker, request, &leads);
}
