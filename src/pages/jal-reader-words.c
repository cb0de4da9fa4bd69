/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a page says: its words, where they stand, links, outline, notes. */
#include "pages/jal-reader-asking-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "pages/jal-geometry.h"
#include "pages/jal-lead-private.h"

gboolean
jal_reader_get_contents (JalReader *reader, guint page, JalPageContents *contents, GCancellable *cancellable,
                         GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&reader->lock);
  JalWirePacket packet;
  const JalWireContentsReply *reply = &packet.contents_reply;

  jal_reader_init_request (&packet, JAL_WIRE_CONTENTS, page);
  if (!jal_reader_ask (reader, page, JAL_READER_VERB_CONTENTS, &packet, JAL_WIRE_CONTENTS_REPLY, 0, NULL, cancellable, error))
    return FALSE;
  *contents = (JalPageContents){ reply->n_chars, reply->n_images, reply->largest_image, reply->complaints > 0 };
  return TRUE;
}

/* Control characters other than the line's end are no text; one byte takes the place of one byte. */
static void
clean_text (char *text, gsize n_bytes)
{
  for (gsize i = 0; i < n_bytes; i++)
    if ((guchar)text[i] < 0x20 && text[i] != '\n')
      text[i] = ' ';
}

/* Copies what the worker wrote, first, and checks the copy. */
static JalPageText *
copy_text (const guint8 *window, gsize size, const JalPageInfo *info, const JalWireTextReply *reply)
{
  gsize of_boxes = reply->n_chars * 4 * sizeof (double);
  JalBox *boxes;
  char *text;
  gboolean finite = TRUE;

  if (of_boxes + reply->n_bytes > size)
    return NULL;
  boxes = g_malloc (of_boxes + 1);
  text = g_malloc (reply->n_bytes + 1);
  memcpy (boxes, window, of_boxes);
  memcpy (text, window + of_boxes, reply->n_bytes);
  text[reply->n_bytes] = '\0';
  clean_text (text, reply->n_bytes);
  for (guint i = 0; i < reply->n_chars; i++)
    {
      JalBox *box = &boxes[i];
      double unit = info->user_unit;

      finite = finite && isfinite (box->x1) && isfinite (box->y1) && isfinite (box->x2) && isfinite (box->y2);
      *box = jal_geometry_box_to_user (info, (JalBox){ box->x1 * unit, box->y1 * unit, box->x2 * unit, box->y2 * unit });
    }
  if (!finite)
    {
      g_free (boxes);
      g_free (text);
      return NULL;
    }
  return jal_page_text_new_take (text, reply->n_bytes, boxes, reply->n_chars);
}

/* The lock is held. */
static JalPageText *
get_text (JalReader *reader, guint page, GCancellable *cancellable, GError **error)
{
  JalWirePacket packet;
  JalWireFailed failed = { 0 };
  JalPageInfo info;
  JalPageText *text;
  const guint8 *window;
  gsize size;
  GError *trouble = NULL;

  if (reader->last_text != NULL && reader->last_text_page == page)
    return jal_page_text_ref (reader->last_text);
  if (!jal_reader_get_page_locked (reader, page, &info, cancellable, error))
    return NULL;
  jal_reader_init_request (&packet, JAL_WIRE_TEXT, page);
  if (!jal_reader_ask (reader, page, JAL_READER_VERB_TEXT, &packet, JAL_WIRE_TEXT_REPLY, 1, &failed, cancellable, &trouble))
    {
      gsize most = (gsize)JAL_WIRE_CHARS_MAX * (4 * sizeof (double) + 6);

      if (failed.failure != JAL_WIRE_FAILURE_WINDOW || failed.needed > most)
        {
          g_propagate_error (error, trouble);
          return NULL;
        }
      g_clear_error (&trouble);
      jal_reader_init_request (&packet, JAL_WIRE_TEXT, page);
      if (!jal_reader_ask (reader, page, JAL_READER_VERB_TEXT, &packet, JAL_WIRE_TEXT_REPLY, failed.needed, NULL, cancellable, error))
        return NULL;
    }
  window = jal_link_get_window (reader->link, JAL_WIRE_SLOT_RESULT, &size);
  text = copy_text (window, size, &info, &packet.text_reply);
  if (text == NULL)
    {
      jal_reader_drop_worker (reader);
      jal_reader_fail (error, JAL_PAGES_ERROR_DAMAGED,
                 _ ("The words of this page cannot be read because the file is damaged here."));
      return NULL;
    }
  text->lacks_shapes = packet.text_reply.lacks_shapes != 0;
  text->incomplete = packet.text_reply.complaints > 0;
  g_clear_pointer (&reader->last_text, jal_page_text_unref);
  reader->last_text = jal_page_text_ref (text);
  reader->last_text_page = page;
  return text;
}

JalPageText *
jal_reader_get_text (JalReader *reader, guint page, GCancellable *cancellable, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&reader->lock);

  return get_text (reader, page, cancellable, error);
}

GArray *
jal_reader_find (JalReader *reader, guint page, const char *words, GCancellable *cancellable, GError **error)
{
  g_autoptr (JalPageText) text = jal_reader_get_text (reader, page, cancellable, error);
  JalPageInfo info;

  if (text == NULL || !jal_reader_get_page (reader, page, &info, cancellable, error))
    return NULL;
  return jal_geometry_find (&info, text, words);
}

/* The lock is held. */
static GPtrArray *
get_leads (JalReader *reader, guint page, JalReaderVerb verb, GCancellable *cancellable, GError **error)
{
  guint type = verb == JAL_READER_VERB_OUTLINE   ? JAL_WIRE_OUTLINE
               : verb == JAL_READER_VERB_LINKS   ? JAL_WIRE_LINKS
               : verb == JAL_READER_VERB_UNSHOWN ? JAL_WIRE_UNSHOWN
                                                 : JAL_WIRE_BESIDE;
  JalWirePacket packet;
  JalWireFailed failed = { 0 };
  JalPageInfo info = { 0 };
  GPtrArray *leads;
  const guint8 *window;
  gsize size;
  GError *trouble = NULL;

  if (verb == JAL_READER_VERB_LINKS && !jal_reader_get_page_locked (reader, page, &info, cancellable, error))
    return NULL;
  jal_reader_init_request (&packet, type, page);
  if (!jal_reader_ask (reader, page, verb, &packet, JAL_WIRE_LEADS_REPLY, 1, &failed, cancellable, &trouble))
    {
      gsize most = (gsize)JAL_WIRE_LEADS_MAX * sizeof (JalWireLead) + JAL_WIRE_LEADS_BYTES_MAX;

      if (failed.failure != JAL_WIRE_FAILURE_WINDOW || failed.needed > most)
        {
          g_propagate_error (error, trouble);
          return NULL;
        }
      g_clear_error (&trouble);
      jal_reader_init_request (&packet, type, page);
      if (!jal_reader_ask (reader, page, verb, &packet, JAL_WIRE_LEADS_REPLY, failed.needed, NULL, cancellable, error))
        return NULL;
    }
  window = jal_link_get_window (reader->link, JAL_WIRE_SLOT_RESULT, &size);
  leads = jal_leads_copy (window, size, packet.leads_reply.n_items, packet.leads_reply.n_bytes, reader->n_pages,
                          verb == JAL_READER_VERB_LINKS ? &info : NULL, verb == JAL_READER_VERB_BESIDE);
  if (leads == NULL)
    {
      jal_reader_drop_worker (reader);
      jal_reader_fail (error, JAL_PAGES_ERROR_DAMAGED, _ ("The links of this document cannot be read: the file is damaged here."));
    }
  return leads;
}

GPtrArray *
jal_reader_get_outline (JalReader *reader, GCancellable *cancellable, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&reader->lock);

  return get_leads (reader, 0, JAL_READER_VERB_OUTLINE, cancellable, error);
}

GPtrArray *
jal_reader_get_links (JalReader *reader, guint page, GCancellable *cancellable, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&reader->lock);

  return get_leads (reader, page, JAL_READER_VERB_LINKS, cancellable, error);
}

static GPtrArray *
get_portion (JalReader *reader, guint page, guint first, guint *next, GCancellable *cancellable, GError **error)
{
  gsize most = JAL_WIRE_NOTES_MAX * sizeof (JalWireNote) + JAL_WIRE_NOTES_NUMBERS_MAX * sizeof (double) + JAL_WIRE_NOTES_BYTES_MAX;
  JalWirePacket packet;
  GPtrArray *notes;
  const guint8 *window;
  gsize size;

  jal_reader_init_request (&packet, JAL_WIRE_NOTES, page);
  packet.page.first = first;
  if (!jal_reader_ask (reader, page, JAL_READER_VERB_NOTES, &packet, JAL_WIRE_NOTES_REPLY, most, NULL, cancellable, error))
    return NULL;
  window = jal_link_get_window (reader->link, JAL_WIRE_SLOT_RESULT, &size);
  notes = jal_notes_copy (window, size, packet.notes_reply.n_items, packet.notes_reply.n_numbers, packet.notes_reply.n_bytes);
  *next = packet.notes_reply.next;
  /* A portion that does not get on would be asked for for ever. */
  if (notes == NULL || (*next != 0 && *next <= first))
    {
      g_clear_pointer (&notes, g_ptr_array_unref);
      jal_reader_drop_worker (reader);
      jal_reader_fail (error, JAL_PAGES_ERROR_DAMAGED, _ ("The notes in this document cannot be read: the file is damaged here."));
    }
  return notes;
}

GPtrArray *
jal_reader_get_notes (JalReader *reader, guint page, gboolean *more, GCancellable *cancellable, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&reader->lock);
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func ((GDestroyNotify)jal_note_free);
  guint next = 0;

  do
    {
      GPtrArray *portion = get_portion (reader, page, next, &next, cancellable, error);

      if (portion == NULL)
        return NULL;
      g_ptr_array_extend_and_steal (notes, portion);
    }
  while (next != 0 && notes->len < JAL_READER_NOTES_MAX);
  if (more != NULL)
    *more = next != 0;
  return g_steal_pointer (&notes);
}

GPtrArray *
jal_reader_get_beside (JalReader *reader, guint page, GCancellable *cancellable, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&reader->lock);

  return get_leads (reader, page, JAL_READER_VERB_BESIDE, cancellable, error);
}

GPtrArray *
jal_reader_get_unshown (JalReader *reader, guint page, GCancellable *cancellable, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&reader->lock);

  return get_leads (reader, page, JAL_READER_VERB_UNSHOWN, cancellable, error);
}
