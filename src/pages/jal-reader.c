/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Invariants.
 * 1. The lock is held from asking to answered: a worker sees one request at a time, bytes are read by one thread.
 * 2. Nothing from the worker reaches a caller unchecked: messages by the wire's rules, and here that numbers fit what was
 *    asked, that text is UTF-8 with a box a character, that pixels are a copy the worker cannot change any more.
 * 3. There is a worker or there is none; when there is one it has the document open. A new one is started when it is
 *    needed, not before.
 * 4. A worker that ended unasked counts against what was asked (a page and a verb) and against the document. */
#include "pages/jal-reader-asking-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "pages/jal-geometry.h"

#define TIMEOUT_MS 15000
/* After so many ends on one thing it is not tried again; after so many in a row the document is not. */
#define ENDS_MAX 2
#define ENDS_IN_A_ROW_MAX 5

void
jal_reader_fail (GError **error, JalPagesError code, const char *sentence)
{
  g_set_error_literal (error, JAL_PAGES_ERROR, code, sentence);
}

gboolean
jal_reader_sniff (const guint8 *bytes, gsize length, JalReaderKind *kind, GError **error)
{
  static const guint8 png[8] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' };

  if (length == 0)
    {
      jal_reader_fail (error, JAL_PAGES_ERROR_NOT_SUPPORTED, _ ("This file is empty. Ask for it again."));
      return FALSE;
    }
  if (memmem (bytes, MIN (length, JAL_READER_SNIFF_SIZE), "%PDF-", 5) != NULL)
    *kind = JAL_READER_PDF;
  else if (length >= 3 && bytes[0] == 0xff && bytes[1] == 0xd8 && bytes[2] == 0xff)
    *kind = JAL_READER_JPEG;
  else if (length >= sizeof png && memcmp (bytes, png, sizeof png) == 0)
    *kind = JAL_READER_PNG;
  else
    {
      jal_reader_fail (error, JAL_PAGES_ERROR_NOT_SUPPORTED,
                 _ ("This is not a PDF, JPEG or PNG file. Convert it to a PDF and import that."));
      return FALSE;
    }
  return TRUE;
}

void
jal_reader_drop_worker (JalReader *reader)
{
  g_clear_pointer (&reader->link, jal_link_free);
}

static gboolean
call_link (JalReader *reader, JalWirePacket *packet, guint reply_type, guint timeout_ms, const char *activity,
           JalWireFailed *failed, GCancellable *cancellable, GError **error)
{
  JalLinkCall call = { &reader->bytes, 1, NULL, NULL, timeout_ms, activity };
  gboolean answered = jal_link_call (reader->link, packet, reply_type, &call, failed, cancellable, error);

  if (jal_link_is_dead (reader->link))
    jal_reader_drop_worker (reader);
  return answered;
}

/* Starts a worker and opens the document in it. */
gboolean
jal_reader_ensure_worker (JalReader *reader, GCancellable *cancellable, GError **error)
{
  JalWirePacket packet;
  gboolean opened;

  if (reader->link != NULL)
    return TRUE;
  reader->link = jal_link_new (JAL_WIRE_ROLE_READER, error);
  if (reader->link == NULL)
    return FALSE;
  jal_wire_init (&packet, JAL_WIRE_OPEN, 0);
  packet.open.size = reader->bytes.size;
  packet.open.kind = (guint32)reader->kind;
  packet.open.has_password = reader->password != NULL;
  packet.open.without_notes = reader->without_notes;
  if (reader->password != NULL)
    jal_wire_put_text (packet.open.password, sizeof packet.open.password, reader->password);
  opened = jal_link_ensure_window (reader->link, JAL_WIRE_SLOT_BYTES, JAL_WIRE_RANGE_MAX, error)
           && call_link (reader, &packet, JAL_WIRE_OPENED, MAX (reader->timeout_ms, TIMEOUT_MS), NULL, NULL, cancellable, error);
  if (opened && reader->n_pages != 0 && packet.opened.n_pages != reader->n_pages)
    {
      jal_reader_fail (error, JAL_PAGES_ERROR_DAMAGED,
                 _ ("This document changed while it was open. Close it and open it again."));
      opened = FALSE;
    }
  if (opened && reader->n_pages == 0)
    {
      reader->n_pages = packet.opened.n_pages;
      reader->incomplete = packet.opened.complaints > 0;
    }
  if (!opened)
    jal_reader_drop_worker (reader);
  explicit_bzero (&packet, sizeof packet);
  return opened;
}

static gboolean
is_end (const GError *error)
{
  return g_error_matches (error, JAL_PAGES_ERROR, JAL_PAGES_ERROR_CRASHED)
         || g_error_matches (error, JAL_PAGES_ERROR, JAL_PAGES_ERROR_TIMEOUT);
}

static gboolean
may_try (JalReader *reader, guint page, JalReaderVerb verb, GError **error)
{
  gpointer key = GUINT_TO_POINTER (page * JAL_READER_N_VERBS + verb);

  if (page >= reader->n_pages)
    {
      jal_reader_fail (error, JAL_PAGES_ERROR_NO_SUCH_PAGE, _ ("This document has no such page."));
      return FALSE;
    }
  if (reader->ends_in_a_row >= ENDS_IN_A_ROW_MAX)
    {
      jal_reader_fail (error, JAL_PAGES_ERROR_CRASHED,
                 _ ("The program that reads documents stopped on this document again and again. It is not tried any "
                    "more; the original is kept as it is."));
      return FALSE;
    }
  if (GPOINTER_TO_UINT (g_hash_table_lookup (reader->ends, key)) >= ENDS_MAX)
    {
      g_set_error (error, JAL_PAGES_ERROR, JAL_PAGES_ERROR_CRASHED,
                   _ ("Page %u cannot be shown: the program that reads documents stopped on it twice. The other pages "
                      "can be read."),
                   page + 1);
      return FALSE;
    }
  return TRUE;
}

/* One request about one page; the lock is held. */
gboolean
jal_reader_ask (JalReader *reader, guint page, JalReaderVerb verb, JalWirePacket *packet, guint reply_type, gsize window,
     JalWireFailed *failed, GCancellable *cancellable, GError **error)
{
  gpointer key = GUINT_TO_POINTER (page * JAL_READER_N_VERBS + verb);
  g_autofree char *activity = g_strdup_printf (_ ("Page %u"), page + 1);
  GError *trouble = NULL;

  if (!may_try (reader, page, verb, error))
    return FALSE;
  if (jal_reader_ensure_worker (reader, cancellable, &trouble)
      && (window == 0 || jal_link_ensure_window (reader->link, JAL_WIRE_SLOT_RESULT, window, &trouble))
      && call_link (reader, packet, reply_type, reader->timeout_ms, activity, failed, cancellable, &trouble))
    {
      reader->ends_in_a_row = 0;
      return TRUE;
    }
  if (is_end (trouble))
    {
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (reader->ends, key));

      g_hash_table_insert (reader->ends, key, GUINT_TO_POINTER (n + 1));
      reader->ends_in_a_row++;
      jal_reader_drop_worker (reader);
    }
  g_propagate_error (error, trouble);
  return FALSE;
}

JalReader *
jal_reader_open (const JalBytes *bytes, JalReaderKind kind, const char *password, GCancellable *cancellable,
                 GError **error)
{
  g_autoptr (JalReader) reader = g_new0 (JalReader, 1);

  g_return_val_if_fail (bytes != NULL && bytes->read != NULL, NULL);
  reader->ref_count = 1;
  g_mutex_init (&reader->lock);
  reader->bytes = *bytes;
  reader->kind = kind;
  reader->timeout_ms = TIMEOUT_MS;
  reader->password = g_strdup (password);
  reader->ends = g_hash_table_new (NULL, NULL);
  reader->infos = g_ptr_array_new_with_free_func (g_free);
  reader->unlooked = g_array_new (FALSE, FALSE, sizeof (guint));
  if (bytes->size == 0)
    jal_reader_fail (error, JAL_PAGES_ERROR_NOT_SUPPORTED, _ ("This file is empty. Ask for it again."));
  else if (bytes->size > JAL_WIRE_SIZE_MAX)
    jal_reader_fail (error, JAL_PAGES_ERROR_TOO_LARGE, _ ("This file is too large to be opened."));
  else if (jal_reader_ensure_worker (reader, cancellable, error))
    {
      g_ptr_array_set_size (reader->infos, (gint)reader->n_pages);
      return g_steal_pointer (&reader);
    }
  return NULL;
}

void
jal_reader_prepare (void)
{
  jal_process_prepare (JAL_WIRE_ROLE_READER);
}

void
jal_reader_forget_prepared (void)
{
  jal_process_forget_prepared ();
  jal_pixels_forget_pooled ();
}

JalReader *
jal_reader_ref (JalReader *reader)
{
  g_atomic_int_inc (&reader->ref_count);
  return reader;
}

void
jal_reader_unref (JalReader *reader)
{
  if (reader == NULL || !g_atomic_int_dec_and_test (&reader->ref_count))
    return;
  jal_reader_drop_worker (reader);
  if (reader->password != NULL)
    explicit_bzero (reader->password, strlen (reader->password));
  g_free (reader->password);
  g_clear_pointer (&reader->last_text, jal_page_text_unref);
  g_clear_pointer (&reader->infos, g_ptr_array_unref);
  g_clear_pointer (&reader->unlooked, g_array_unref);
  g_clear_pointer (&reader->ends, g_hash_table_unref);
  jal_bytes_clear (&reader->bytes);
  g_mutex_clear (&reader->lock);
  g_free (reader);
}

guint
jal_reader_get_n_pages (JalReader *reader)
{
  return reader->n_pages;
}

JalReaderKind
jal_reader_get_kind (JalReader *reader)
{
  return reader->kind;
}

gboolean
jal_reader_is_incomplete (JalReader *reader)
{
  return reader->incomplete;
}

void
jal_reader_init_request (JalWirePacket *packet, guint type, guint page)
{
  jal_wire_init (packet, type, 0);
  packet->page.page = MIN (page, JAL_WIRE_PAGES_MAX - 1);
}

/* The lock is held. */
gboolean
jal_reader_get_page_locked (JalReader *reader, guint page, JalPageInfo *info, GCancellable *cancellable, GError **error)
{
  JalWirePacket packet;
  const JalWirePageReply *reply = &packet.page_reply;
  JalPageInfo known = { 0 };

  if (page < reader->n_pages && reader->infos->pdata[page] != NULL)
    {
      *info = *(const JalPageInfo *)reader->infos->pdata[page];
      return TRUE;
    }
  jal_reader_init_request (&packet, JAL_WIRE_PAGE, page);
  if (!jal_reader_ask (reader, page, JAL_READER_VERB_PAGE, &packet, JAL_WIRE_PAGE_REPLY, 0, NULL, cancellable, error))
    return FALSE;
  known.media = (JalBox){ reply->media[0], reply->media[1], reply->media[2], reply->media[3] };
  known.crop = (JalBox){ reply->crop[0], reply->crop[1], reply->crop[2], reply->crop[3] };
  known.user_unit = reply->user_unit;
  known.rotate = reply->rotate;
  known.incomplete = reply->complaints > 0;
  memcpy (known.label, reply->label, sizeof known.label);
  jal_geometry_get_size (&known, &known.width, &known.height);
  reader->infos->pdata[page] = g_memdup2 (&known, sizeof known);
  *info = known;
  return TRUE;
}

gboolean
jal_reader_get_page (JalReader *reader, guint page, JalPageInfo *info, GCancellable *cancellable, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&reader->lock);

  return jal_reader_get_page_locked (reader, page, info, cancellable, error);
}

void
jal_reader_try_again (JalReader *reader)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&reader->lock);

  g_hash_table_remove_all (reader->ends);
  reader->ends_in_a_row = 0;
}

void
jal_reader_drop_notes (JalReader *reader)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&reader->lock);

  reader->without_notes = TRUE;
  /* The next one opens it so. */
  jal_reader_drop_worker (reader);
  g_clear_pointer (&reader->last_text, jal_page_text_unref);
}

void
jal_reader_set_timeout (JalReader *reader, guint milliseconds)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&reader->lock);

  reader->timeout_ms = milliseconds;
}

pid_t
jal_reader_get_pid (JalReader *reader)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&reader->lock);

  return reader->link != NULL ? jal_link_get_process (reader->link)->pid : 0;
}
