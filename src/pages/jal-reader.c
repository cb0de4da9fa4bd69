/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Invariants.
 * 1. The lock is held from asking to answered: a worker sees one request at a time, bytes are read by one thread.
 * 2. Nothing from the worker reaches a caller unchecked: messages by the wire's rules, and here that numbers fit what was
 *    asked, that text is UTF-8 with a box a character, that pixels are a copy the worker cannot change any more.
 * 3. There is a worker or there is none; when there is one it has the document open. A new one is started when it is
 *    needed, not before.
 * 4. A worker that ended unasked counts against what was asked (a page and a verb) and against the document. */
#include "pages/jal-reader-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "pages/jal-geometry.h"
#include "pages/jal-lead-private.h"
#include "pages/jal-link-private.h"

#define TIMEOUT_MS 15000
/* After so many ends on one thing it is not tried again; after so many in a row the document is not. */
#define ENDS_MAX 2
#define ENDS_IN_A_ROW_MAX 5
#define KEPT_WINDOW (16u << 20)

typedef enum
{
  VERB_PAGE,
  VERB_CONTENTS,
  VERB_TEXT,
  VERB_RENDER,
  VERB_OUTLINE,
  VERB_LINKS,
  VERB_NOTES,
  VERB_BESIDE,
  VERB_SCAN,
  N_VERBS,
} Verb;

struct _JalReader
{
  gint ref_count;
  GMutex lock;
  JalBytes bytes;
  JalReaderKind kind;
  char *password;
  JalLink *link; /* nullable */
  guint n_packed; /* of the last scan */
  guint timeout_ms;
  guint n_pages;
  gboolean incomplete;
  gboolean without_notes;
  GPtrArray *infos; /* JalPageInfo or NULL, by page */
  GHashTable *ends; /* page * N_VERBS + verb → how often the worker ended */
  guint ends_in_a_row;
  JalPageText *last_text; /* of last_text_page; nullable */
  guint last_text_page;
};

static void
set_error (GError **error, JalPagesError code, const char *sentence)
{
  g_set_error_literal (error, JAL_PAGES_ERROR, code, sentence);
}

gboolean
jal_reader_sniff (const guint8 *bytes, gsize length, JalReaderKind *kind, GError **error)
{
  static const guint8 png[8] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' };

  if (length == 0)
    {
      set_error (error, JAL_PAGES_ERROR_NOT_SUPPORTED, _ ("This file is empty. Ask for it again."));
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
      set_error (error, JAL_PAGES_ERROR_NOT_SUPPORTED,
                 _ ("This is not a PDF, JPEG or PNG file. Convert it to a PDF and import that."));
      return FALSE;
    }
  return TRUE;
}

static void
drop_worker (JalReader *reader)
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
    drop_worker (reader);
  return answered;
}

/* Starts a worker and opens the document in it. */
static gboolean
ensure_worker (JalReader *reader, GCancellable *cancellable, GError **error)
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
      set_error (error, JAL_PAGES_ERROR_DAMAGED,
                 _ ("This document changed while it was open. Close it and open it again."));
      opened = FALSE;
    }
  if (opened && reader->n_pages == 0)
    {
      reader->n_pages = packet.opened.n_pages;
      reader->incomplete = packet.opened.complaints > 0;
    }
  if (!opened)
    drop_worker (reader);
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
may_try (JalReader *reader, guint page, Verb verb, GError **error)
{
  gpointer key = GUINT_TO_POINTER (page * N_VERBS + verb);

  if (page >= reader->n_pages)
    {
      set_error (error, JAL_PAGES_ERROR_NO_SUCH_PAGE, _ ("This document has no such page."));
      return FALSE;
    }
  if (reader->ends_in_a_row >= ENDS_IN_A_ROW_MAX)
    {
      set_error (error, JAL_PAGES_ERROR_CRASHED,
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
static gboolean
ask (JalReader *reader, guint page, Verb verb, JalWirePacket *packet, guint reply_type, gsize window,
     JalWireFailed *failed, GCancellable *cancellable, GError **error)
{
  gpointer key = GUINT_TO_POINTER (page * N_VERBS + verb);
  g_autofree char *activity = g_strdup_printf (_ ("Page %u"), page + 1);
  GError *trouble = NULL;

  if (!may_try (reader, page, verb, error))
    return FALSE;
  if (ensure_worker (reader, cancellable, &trouble)
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
      drop_worker (reader);
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
  if (bytes->size == 0)
    set_error (error, JAL_PAGES_ERROR_NOT_SUPPORTED, _ ("This file is empty. Ask for it again."));
  else if (bytes->size > JAL_WIRE_SIZE_MAX)
    set_error (error, JAL_PAGES_ERROR_TOO_LARGE, _ ("This file is too large to be opened."));
  else if (ensure_worker (reader, cancellable, error))
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
  drop_worker (reader);
  if (reader->password != NULL)
    explicit_bzero (reader->password, strlen (reader->password));
  g_free (reader->password);
  g_clear_pointer (&reader->last_text, jal_page_text_unref);
  g_clear_pointer (&reader->infos, g_ptr_array_unref);
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

static void
init_page_request (JalWirePacket *packet, guint type, guint page)
{
  jal_wire_init (packet, type, 0);
  packet->page.page = MIN (page, JAL_WIRE_PAGES_MAX - 1);
}

/* The lock is held. */
static gboolean
get_page (JalReader *reader, guint page, JalPageInfo *info, GCancellable *cancellable, GError **error)
{
  JalWirePacket packet;
  const JalWirePageReply *reply = &packet.page_reply;
  JalPageInfo known = { 0 };

  if (page < reader->n_pages && reader->infos->pdata[page] != NULL)
    {
      *info = *(const JalPageInfo *)reader->infos->pdata[page];
      return TRUE;
    }
  init_page_request (&packet, JAL_WIRE_PAGE, page);
  if (!ask (reader, page, VERB_PAGE, &packet, JAL_WIRE_PAGE_REPLY, 0, NULL, cancellable, error))
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

  return get_page (reader, page, info, cancellable, error);
}

gboolean
jal_reader_get_contents (JalReader *reader, guint page, JalPageContents *contents, GCancellable *cancellable,
                         GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&reader->lock);
  JalWirePacket packet;
  const JalWireContentsReply *reply = &packet.contents_reply;

  init_page_request (&packet, JAL_WIRE_CONTENTS, page);
  if (!ask (reader, page, VERB_CONTENTS, &packet, JAL_WIRE_CONTENTS_REPLY, 0, NULL, cancellable, error))
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
  if (!get_page (reader, page, &info, cancellable, error))
    return NULL;
  init_page_request (&packet, JAL_WIRE_TEXT, page);
  if (!ask (reader, page, VERB_TEXT, &packet, JAL_WIRE_TEXT_REPLY, 1, &failed, cancellable, &trouble))
    {
      gsize most = (gsize)JAL_WIRE_CHARS_MAX * (4 * sizeof (double) + 6);

      if (failed.failure != JAL_WIRE_FAILURE_WINDOW || failed.needed > most)
        {
          g_propagate_error (error, trouble);
          return NULL;
        }
      g_clear_error (&trouble);
      init_page_request (&packet, JAL_WIRE_TEXT, page);
      if (!ask (reader, page, VERB_TEXT, &packet, JAL_WIRE_TEXT_REPLY, failed.needed, NULL, cancellable, error))
        return NULL;
    }
  window = jal_link_get_window (reader->link, JAL_WIRE_SLOT_RESULT, &size);
  text = copy_text (window, size, &info, &packet.text_reply);
  if (text == NULL)
    {
      drop_worker (reader);
      set_error (error, JAL_PAGES_ERROR_DAMAGED,
                 _ ("The words of this page cannot be read because the file is damaged here."));
      return NULL;
    }
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
get_leads (JalReader *reader, guint page, Verb verb, GCancellable *cancellable, GError **error)
{
  guint type = verb == VERB_OUTLINE ? JAL_WIRE_OUTLINE : verb == VERB_LINKS ? JAL_WIRE_LINKS : JAL_WIRE_BESIDE;
  JalWirePacket packet;
  JalWireFailed failed = { 0 };
  JalPageInfo info = { 0 };
  GPtrArray *leads;
  const guint8 *window;
  gsize size;
  GError *trouble = NULL;

  if (verb == VERB_LINKS && !get_page (reader, page, &info, cancellable, error))
    return NULL;
  init_page_request (&packet, type, page);
  if (!ask (reader, page, verb, &packet, JAL_WIRE_LEADS_REPLY, 1, &failed, cancellable, &trouble))
    {
      gsize most = (gsize)JAL_WIRE_LEADS_MAX * sizeof (JalWireLead) + JAL_WIRE_LEADS_BYTES_MAX;

      if (failed.failure != JAL_WIRE_FAILURE_WINDOW || failed.needed > most)
        {
          g_propagate_error (error, trouble);
          return NULL;
        }
      g_clear_error (&trouble);
      init_page_request (&packet, type, page);
      if (!ask (reader, page, verb, &packet, JAL_WIRE_LEADS_REPLY, failed.needed, NULL, cancellable, error))
        return NULL;
    }
  window = jal_link_get_window (reader->link, JAL_WIRE_SLOT_RESULT, &size);
  leads = jal_leads_copy (window, size, packet.leads_reply.n_items, packet.leads_reply.n_bytes, reader->n_pages,
                          verb == VERB_LINKS ? &info : NULL, verb == VERB_BESIDE);
  if (leads == NULL)
    {
      drop_worker (reader);
      set_error (error, JAL_PAGES_ERROR_DAMAGED, _ ("The links of this document cannot be read: the file is damaged here."));
    }
  return leads;
}

GPtrArray *
jal_reader_get_outline (JalReader *reader, GCancellable *cancellable, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&reader->lock);

  return get_leads (reader, 0, VERB_OUTLINE, cancellable, error);
}

GPtrArray *
jal_reader_get_links (JalReader *reader, guint page, GCancellable *cancellable, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&reader->lock);

  return get_leads (reader, page, VERB_LINKS, cancellable, error);
}

static GPtrArray *
get_portion (JalReader *reader, guint page, guint first, guint *next, GCancellable *cancellable, GError **error)
{
  gsize most = JAL_WIRE_NOTES_MAX * sizeof (JalWireNote) + JAL_WIRE_NOTES_NUMBERS_MAX * sizeof (double) + JAL_WIRE_NOTES_BYTES_MAX;
  JalWirePacket packet;
  GPtrArray *notes;
  const guint8 *window;
  gsize size;

  init_page_request (&packet, JAL_WIRE_NOTES, page);
  packet.page.first = first;
  if (!ask (reader, page, VERB_NOTES, &packet, JAL_WIRE_NOTES_REPLY, most, NULL, cancellable, error))
    return NULL;
  window = jal_link_get_window (reader->link, JAL_WIRE_SLOT_RESULT, &size);
  notes = jal_notes_copy (window, size, packet.notes_reply.n_items, packet.notes_reply.n_numbers, packet.notes_reply.n_bytes);
  *next = packet.notes_reply.next;
  /* A portion that does not get on would be asked for for ever. */
  if (notes == NULL || (*next != 0 && *next <= first))
    {
      g_clear_pointer (&notes, g_ptr_array_unref);
      drop_worker (reader);
      set_error (error, JAL_PAGES_ERROR_DAMAGED, _ ("The notes in this document cannot be read: the file is damaged here."));
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
  drop_worker (reader);
  g_clear_pointer (&reader->last_text, jal_page_text_unref);
}

GPtrArray *
jal_reader_get_beside (JalReader *reader, guint page, GCancellable *cancellable, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&reader->lock);

  return get_leads (reader, page, VERB_BESIDE, cancellable, error);
}

void
jal_reader_get_pixel_size (const JalPageInfo *info, double scale, guint rotation, double *width, double *height)
{
  gboolean lies = rotation % 180 == 90;

  /* What is larger by a thousandth of a pixel is a rounding error, not a row. */
  *width = fmax (1, ceil ((lies ? info->height : info->width) * scale - 0.001));
  *height = fmax (1, ceil ((lies ? info->width : info->height) * scale - 0.001));
}

static JalPixels *
render (JalReader *reader, guint page, double scale, guint rotation, guint x, guint y, guint width, guint height,
        GCancellable *cancellable, GError **error)
{
  JalWirePacket packet;
  gsize size = (gsize)width * height * 4, window_size;
  guint8 *window;
  JalPixels *pixels;

  jal_wire_init (&packet, JAL_WIRE_RENDER, 0);
  packet.render.page = MIN (page, JAL_WIRE_PAGES_MAX - 1);
  packet.render.rotation = rotation;
  packet.render.scale = scale;
  packet.render.x = (gint32)x;
  packet.render.y = (gint32)y;
  packet.render.width = width;
  packet.render.height = height;
  packet.render.stride = width * 4;
  if (!ask (reader, page, VERB_RENDER, &packet, JAL_WIRE_RENDER_REPLY, size, NULL, cancellable, error))
    return NULL;
  window = jal_link_get_writable_window (reader->link, JAL_WIRE_SLOT_RESULT, &window_size);
  pixels = (window_size > KEPT_WINDOW ? jal_pixels_new_move (width, height, width * 4, window)
                                      : jal_pixels_new_copy (width, height, width * 4, window));
  if (pixels == NULL)
    {
      set_error (error, JAL_PAGES_ERROR_TOO_LARGE,
                 _ ("There is not enough memory left to show this. Close some documents and try again."));
      return NULL;
    }
  pixels->incomplete = packet.render_reply.complaints > 0;
  pixels->is_scan = packet.render_reply.is_scan == 1;
  jal_link_trim_window (reader->link, JAL_WIRE_SLOT_RESULT, KEPT_WINDOW);
  return pixels;
}

static gboolean
check_scale (double scale, guint rotation, GError **error)
{
  g_return_val_if_fail (rotation < 360 && rotation % 90 == 0, FALSE);
  if (isfinite (scale) && scale >= 1e-6 && scale <= 1000)
    return TRUE;
  set_error (error, JAL_PAGES_ERROR_TOO_LARGE, _ ("A page cannot be shown at this size."));
  return FALSE;
}

JalPixels *
jal_reader_render (JalReader *reader, guint page, double scale, guint rotation, GCancellable *cancellable, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&reader->lock);
  JalPageInfo info;
  double width, height;

  if (!check_scale (scale, rotation, error) || !get_page (reader, page, &info, cancellable, error))
    return NULL;
  jal_reader_get_pixel_size (&info, scale, rotation, &width, &height);
  if (width > JAL_READER_PIXELS_MAX || height > JAL_READER_PIXELS_MAX)
    {
      g_set_error (error, JAL_PAGES_ERROR, JAL_PAGES_ERROR_TOO_LARGE,
                   _ ("Page %u is too large to be shown whole at this size. Make it smaller, or look at a part of it."),
                   page + 1);
      return NULL;
    }
  return render (reader, page, scale, rotation, 0, 0, (guint)width, (guint)height, cancellable, error);
}

JalPixels *
jal_reader_render_region (JalReader *reader, guint page, double scale, guint rotation, guint x, guint y, guint width,
                          guint height, GCancellable *cancellable, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&reader->lock);

  if (!check_scale (scale, rotation, error))
    return NULL;
  if (x > 100000000 || y > 100000000 || width < 1 || height < 1 || width > JAL_READER_PIXELS_MAX
      || height > JAL_READER_PIXELS_MAX)
    {
      set_error (error, JAL_PAGES_ERROR_TOO_LARGE, _ ("A page cannot be shown at this size."));
      return NULL;
    }
  return render (reader, page, scale, rotation, x, y, width, height, cancellable, error);
}

/* --- Looking through the whole file -------------------------------------------------------------------------- */

/* Room for every finding that can be told, and a time that grows with the file. */
#define SCAN_WINDOW (JAL_WIRE_FINDINGS_MAX * sizeof (JalWireFinding))
#define SCAN_TIMEOUT_MS 60000
#define SCAN_TIMEOUT_MIB_MS 250

G_STATIC_ASSERT ((int)JAL_SCAN_WRITTEN == (int)JAL_WIRE_SCAN_LAST);
G_STATIC_ASSERT ((int)JAL_PLACE_LINK == (int)JAL_WIRE_PLACE_LAST);

static gboolean
put_phrases (JalReader *reader, GByteArray *phrases, GCancellable *cancellable, GError **error)
{
  guint8 *window;
  gsize size;

  if (!ensure_worker (reader, cancellable, error)
      || !jal_link_ensure_window (reader->link, JAL_WIRE_SLOT_PHRASES, phrases->len, error))
    return FALSE;
  window = jal_link_get_writable_window (reader->link, JAL_WIRE_SLOT_PHRASES, &size);
  memcpy (window, phrases->data, phrases->len);
  return TRUE;
}

static GArray *
copy_findings (const guint8 *window, gsize size, guint n, guint n_phrases, guint n_pages)
{
  g_autoptr (GArray) findings = g_array_new (FALSE, FALSE, sizeof (JalFinding));

  for (guint i = 0; i < n; i++)
    {
      JalWireFinding wire;
      JalFinding finding;
      gboolean finite = TRUE;

      if ((i + 1) * sizeof wire > size)
        return NULL;
      memcpy (&wire, window + i * sizeof wire, sizeof wire);
      for (guint k = 0; k < 4; k++)
        finite = finite && isfinite (wire.rect[k]) && fabs (wire.rect[k]) <= JAL_WIRE_POINTS_MAX;
      if (!finite || wire.phrase >= n_phrases || wire.place > JAL_WIRE_PLACE_LAST || wire.layered > 1 || wire.page < -1
          || wire.page >= (gint64)n_pages)
        return NULL;
      finding = (JalFinding){ wire.phrase, (JalPlace)wire.place, wire.page,
                              { wire.rect[0], wire.rect[1], wire.rect[2], wire.rect[3] }, wire.layered == 1 };
      g_array_append_val (findings, finding);
    }
  return g_steal_pointer (&findings);
}

GArray *
jal_reader_scan (JalReader *reader, const char *const *phrases, JalScanWhat what, GCancellable *cancellable,
                 GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&reader->lock);
  g_autoptr (GByteArray) packed = g_byte_array_new ();
  guint n = g_strv_length ((char **)phrases), timeout_ms = reader->timeout_ms;
  JalWirePacket packet;
  const guint8 *window;
  gboolean answered;
  GArray *findings;
  gsize size;

  if (n == 0 || reader->kind != JAL_READER_PDF)
    return g_array_new (FALSE, FALSE, sizeof (JalFinding));
  if (n > JAL_WIRE_PHRASES_MAX)
    {
      set_error (error, JAL_PAGES_ERROR_TOO_LARGE, _ ("These are too many words to look for at once."));
      return NULL;
    }
  for (guint i = 0; i < n; i++)
    g_byte_array_append (packed, (const guint8 *)phrases[i], (guint)strlen (phrases[i]) + 1);
  if (!put_phrases (reader, packed, cancellable, error))
    return NULL;
  jal_wire_init (&packet, JAL_WIRE_SCAN, 0);
  packet.scan.length = packed->len;
  packet.scan.n_phrases = n;
  packet.scan.what = (guint32)what;
  reader->timeout_ms = MAX (timeout_ms, SCAN_TIMEOUT_MS + (guint)MIN (reader->bytes.size >> 20, 10000) * SCAN_TIMEOUT_MIB_MS);
  answered = ask (reader, 0, VERB_SCAN, &packet, JAL_WIRE_SCAN_REPLY, SCAN_WINDOW, NULL, cancellable, error);
  reader->timeout_ms = timeout_ms;
  if (!answered)
    return NULL;
  window = jal_link_get_window (reader->link, JAL_WIRE_SLOT_RESULT, &size);
  reader->n_packed = packet.scan_reply.n_packed;
  findings = copy_findings (window, size, packet.scan_reply.n_findings, n, reader->n_pages);
  if (findings == NULL)
    {
      drop_worker (reader);
      set_error (error, JAL_PAGES_ERROR_CRASHED,
                 _ ("The program that reads documents gave an answer that makes no sense. Try again."));
    }
  return findings;
}

guint
jal_reader_get_n_packed (JalReader *reader)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&reader->lock);

  return reader->n_packed;
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
