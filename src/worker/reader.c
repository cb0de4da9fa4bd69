/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Invariants.
 * 1. One worker reads one document; a second OPEN is a breach.
 * 2. poppler shows, libqpdf tells what a page's dictionary says; where they disagree about a page, poppler's view counts
 *    (it is what the user sees) and the page is reported as doubtful.
 * 3. Nothing is decided here that the program could decide: numbers go out as they are and are checked there. */
#include <math.h>
#include <string.h>

#include "worker/image-file-private.h"
#include "worker/image-page.h"
#include "worker/reader-fopen.h"
#include "worker/reader-private.h"
#include "worker/reader-stream.h"

/* A picture file is read whole. */
#define IMAGE_FILE_MAX (256ull << 20)
/* Points by which the two readers may differ in a box. */
#define DISAGREE 0.51
/* In a document of so many pages poppler is asked about every page: going through them costs nothing. */
#define FEW_PAGES 32
/* The bytes at the end of a file that name its cross-reference. */
#define END_SIZE 1024

static void
complain_cb (const char *domain, GLogLevelFlags level, const char *message, gpointer user_data)
{
  JalReaderWorker *reader = user_data;

  /* Its warnings are about what it put right (a font's name, a character table): nothing is missing on the page. */
  if (!g_str_has_prefix (message, "Syntax warning"))
    reader->complaints++;
}

JalReaderWorker *
jal_reader_worker_new (void)
{
  JalReaderWorker *reader = g_new0 (JalReaderWorker, 1);

  g_log_set_handler ("Poppler", G_LOG_LEVEL_MASK | G_LOG_FLAG_RECURSION, complain_cb, reader);
  return reader;
}

/* Returns the whole input, or NULL with @failure. */
static GBytes *
read_all (JalWorker *worker, guint64 size, JalWireFailure *failure)
{
  guint8 *bytes;

  *failure = JAL_WIRE_FAILURE_TOO_LARGE;
  if (size > IMAGE_FILE_MAX)
    return NULL;
  bytes = g_malloc (size);
  if (jal_worker_read (worker, 0, size, 0, bytes, size) == (gssize)size)
    return g_bytes_new_take (bytes, size);
  g_free (bytes);
  *failure = JAL_WIRE_FAILURE_BYTES;
  return NULL;
}

static void
note_image (JalReaderWorker *reader, GBytes *image, JalWireKind kind)
{
  JalImageFile file = { 0 };
  gsize length;
  const guint8 *bytes = g_bytes_get_data (image, &length);

  if (kind == JAL_WIRE_KIND_JPEG)
    jal_image_file_read_jpeg (&file, bytes, length, NULL);
  else
    jal_image_file_read_png (&file, bytes, length, NULL);
  reader->image_pixels = (guint64)file.width * file.height;
  reader->incomplete = !file.whole;
  jal_image_file_clear (&file);
}

static PopplerDocument *
open_image (JalReaderWorker *reader, JalWorker *worker, const JalWireOpen *open, JalWireFailure *failure)
{
  g_autoptr (GBytes) image = read_all (worker, open->size, failure);
  g_autoptr (GBytes) pdf = NULL;
  g_autoptr (GError) error = NULL;

  if (image == NULL)
    return NULL;
  pdf = jal_image_page_to_pdf (image, open->kind, &error);
  if (pdf == NULL)
    {
      *failure = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE) ? JAL_WIRE_FAILURE_TOO_LARGE
                                                                          : JAL_WIRE_FAILURE_DAMAGED;
      return NULL;
    }
  note_image (reader, image, open->kind);
  *failure = JAL_WIRE_FAILURE_DAMAGED;
  return poppler_document_new_from_bytes (pdf, NULL, NULL);
}

static PopplerDocument *
open_with_poppler (JalReaderWorker *reader, GBytes *update, JalWireFailure *failure)
{
  g_autoptr (GInputStream) stream = jal_reader_stream_new (reader->worker, reader->size, update);
  g_autoptr (GError) error = NULL;
  PopplerDocument *document
      = poppler_document_new_from_stream (stream, (goffset)(reader->size + (update != NULL ? g_bytes_get_size (update) : 0)),
                                          reader->password, NULL, &error);

  if (document == NULL)
    *failure = g_error_matches (error, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED) ? JAL_WIRE_FAILURE_ENCRYPTED
                                                                               : JAL_WIRE_FAILURE_DAMAGED;
  return document;
}

/* Fills n_pages. A long document in order is opened by libqpdf alone: it may turn out that poppler is not needed. */
static gboolean
open_pdf (JalReaderWorker *reader, JalWorker *worker, const JalWireOpen *open, JalWireFailure *failure)
{
  guint n_pages = 0;

  reader->worker = worker;
  reader->size = open->size;
  reader->password = open->has_password ? g_strdup (open->password) : NULL;
  jal_reader_fopen_set (worker, open->size);
  reader->facts = jal_facts_open (reader->password);
  reader->is_orderly = reader->facts != NULL && jal_facts_is_in_order (reader->facts, &n_pages);
  /* A far page would be another one when it is jumped to than when it is scrolled to, or drawn for a copy. */
  if (reader->is_orderly && n_pages > FEW_PAGES)
    reader->is_orderly = jal_facts_has_true_counts (reader->facts);
  if (reader->is_orderly && n_pages > FEW_PAGES)
    reader->n_pages = n_pages;
  else if ((reader->document = open_with_poppler (reader, NULL, failure)) != NULL)
    reader->n_pages = (guint)MAX (0, poppler_document_get_n_pages (reader->document));
  /* A redacted copy never shows another page than the one that was meant. */
  if (reader->facts != NULL && (reader->without_notes || reader->n_pages <= FEW_PAGES))
    jal_facts_be_exact (reader->facts, reader->n_pages);
  reader->has_labels = reader->facts == NULL || jal_facts_has_labels (reader->facts);
  return reader->n_pages > 0;
}

static gboolean
open_picture (JalReaderWorker *reader, JalWorker *worker, const JalWireOpen *open, JalWireFailure *failure)
{
  reader->document = open_image (reader, worker, open, failure);
  reader->n_pages = reader->document != NULL ? (guint)MAX (0, poppler_document_get_n_pages (reader->document)) : 0;
  return reader->n_pages > 0;
}

PopplerDocument *
jal_reader_worker_get_document (JalReaderWorker *reader)
{
  JalWireFailure failure;

  if (reader->document == NULL && reader->is_open)
    reader->document = open_with_poppler (reader, NULL, &failure);
  return reader->document;
}

static void
handle_open (JalReaderWorker *reader, JalWorker *worker, const JalWirePacket *request)
{
  const JalWireOpen *open = &request->open;
  JalWireFailure failure = JAL_WIRE_FAILURE_DAMAGED;
  JalWirePacket reply;
  gboolean opened;

  reader->without_notes = open->without_notes == 1;
  opened = open->kind == JAL_WIRE_KIND_PDF ? open_pdf (reader, worker, open, &failure) : open_picture (reader, worker, open, &failure);

  if (jal_worker_was_refused (worker))
    jal_worker_fail (worker, request, JAL_WIRE_FAILURE_BYTES, 0);
  else if (!opened)
    jal_worker_fail (worker, request, failure, 0);
  else if (reader->n_pages > JAL_WIRE_PAGES_MAX)
    jal_worker_fail (worker, request, JAL_WIRE_FAILURE_LIMIT, 0);
  else
    {
      reader->is_open = TRUE;
      jal_worker_prepare (&reply, JAL_WIRE_OPENED, request);
      reply.opened.n_pages = reader->n_pages;
      reply.opened.complaints = reader->complaints + (reader->incomplete ? 1 : 0);
      jal_worker_reply (worker, &reply);
      return;
    }
  g_clear_object (&reader->document);
}

static gboolean
is_about (double a, double b)
{
  return fabs (a - b) < DISAGREE;
}

/* Fills page_facts for the page that is current. What is shown is what poppler cuts out, so its crop box counts (it takes
   the whole media box in a direction where the crop box is larger); turn, unit and media box come from the dictionary. */
static void
gather_facts (JalReaderWorker *reader)
{
  JalPageFacts *facts = &reader->page_facts;
  PopplerRectangle crop;
  double width, height;
  gboolean known, lies, fits, is_empty;

  poppler_page_get_crop_box (reader->page, &crop);
  poppler_page_get_size (reader->page, &width, &height);
  is_empty = crop.x2 <= crop.x1 || crop.y2 <= crop.y1;
  lies = !is_about (width, crop.x2 - crop.x1);
  known = reader->facts != NULL && jal_facts_get_page (reader->facts, reader->page_index, facts);
  fits = known
         && (facts->rotate % 180 == 90 ? is_about (width, crop.y2 - crop.y1) : !lies)
         && crop.x1 > facts->media[0] - DISAGREE && crop.y1 > facts->media[1] - DISAGREE
         && crop.x2 < facts->media[2] + DISAGREE && crop.y2 < facts->media[3] + DISAGREE;

  reader->page_doubtful = reader->image_pixels == 0 && (!fits || is_empty);
  /* Whoever jumped to it may have seen another page, and drawn a box over that. */
  if (known && facts->is_elsewhere && reader->is_orderly && reader->n_pages > FEW_PAGES)
    reader->page_doubtful = TRUE;
  if (known && (is_empty || fits))
    {
      /* A crop box beside the media box leaves poppler nothing to show: the page keeps its size and is doubtful. */
      if (!is_empty)
        {
          const double shown[4] = { fmax (crop.x1, facts->media[0]), fmax (crop.y1, facts->media[1]),
                                    fmin (crop.x2, facts->media[2]), fmin (crop.y2, facts->media[3]) };
          memcpy (facts->crop, shown, sizeof shown);
        }
      return;
    }
  *facts = (JalPageFacts){ { crop.x1, crop.y1, crop.x2, crop.y2 }, { crop.x1, crop.y1, crop.x2, crop.y2 }, 1,
                           lies ? 90 : 0 };
}

/* Another page is meant from now on. */
static void
turn_to (JalReaderWorker *reader, guint page)
{
  if (reader->page_known && reader->page_index == page)
    return;
  g_clear_object (&reader->page);
  g_clear_object (&reader->bare_page);
  reader->page_known = FALSE;
  reader->page_is_no_scan = FALSE;
  reader->page_pictures_known = FALSE;
  reader->page_index = page;
}

/* Opens a few pages as a document of their own. */
static void
open_near (JalReaderWorker *reader, guint page)
{
  gboolean backward = reader->near_document != NULL && page < reader->near.first;
  char end[END_SIZE];
  guint64 from = reader->size - MIN (reader->size, sizeof end);
  gssize n_end = jal_worker_read (reader->worker, 0, reader->size, from, (guint8 *)end, sizeof end);
  guint complaints = reader->complaints;
  g_autoptr (GBytes) update = NULL;
  JalWireFailure failure;

  g_clear_object (&reader->near_document);
  if (n_end > 0)
    update = jal_facts_make_near (reader->facts, reader->size, end, (gsize)n_end, page, backward, &reader->near);
  if (update != NULL)
    reader->near_document = open_with_poppler (reader, update, &failure);
  if (reader->near_document != NULL && reader->complaints == complaints
      && poppler_document_get_n_pages (reader->near_document) == (int)reader->near.n)
    return;
  /* It does not lend itself to that: from now on the whole is read. */
  g_clear_object (&reader->near_document);
  reader->complaints = complaints;
  reader->is_orderly = FALSE;
}

/* Returns (transfer full, nullable): NULL when it is to be taken from the whole document. */
static PopplerPage *
get_near_page (JalReaderWorker *reader, guint page)
{
  if (!reader->is_orderly || page < reader->n_walked + FEW_PAGES)
    return NULL;
  if (reader->near_document == NULL || page - reader->near.first >= reader->near.n)
    open_near (reader, page);
  return reader->near_document != NULL ? poppler_document_get_page (reader->near_document, (int)(page - reader->near.first))
                                       : NULL;
}

PopplerPage *
jal_reader_worker_get_whole_page (JalReaderWorker *reader, guint page)
{
  if (!reader->is_open || page >= reader->n_pages || jal_reader_worker_get_document (reader) == NULL)
    return NULL;
  reader->n_walked = MAX (reader->n_walked, page + 1);
  return poppler_document_get_page (reader->document, (int)page);
}

PopplerPage *
jal_reader_worker_get_page (JalReaderWorker *reader, guint page)
{
  if (!reader->is_open || page >= reader->n_pages)
    return NULL;
  turn_to (reader, page);
  if (reader->page != NULL)
    return reader->page;
  reader->page = get_near_page (reader, page);
  if (reader->page == NULL)
    reader->page = jal_reader_worker_get_whole_page (reader, page);
  if (reader->page != NULL)
    gather_facts (reader);
  if (reader->page != NULL && reader->without_notes)
    jal_reader_worker_drop_notes (reader, page);
  reader->page_doubtful = reader->page_doubtful || (reader->page != NULL && reader->as_printed);
  reader->page_known = reader->page != NULL;
  return reader->page;
}

gboolean
jal_reader_worker_know_page (JalReaderWorker *reader, guint page)
{
  if (!reader->is_open || page >= reader->n_pages)
    return FALSE;
  turn_to (reader, page);
  if (reader->page_known)
    return TRUE;
  if (reader->n_pages <= FEW_PAGES || reader->facts == NULL
      || !jal_facts_get_page (reader->facts, page, &reader->page_facts) || !reader->page_facts.is_plain)
    return jal_reader_worker_get_page (reader, page) != NULL;
  reader->page_doubtful = FALSE;
  reader->page_known = TRUE;
  return TRUE;
}

gboolean
jal_reader_worker_is_wordless (JalReaderWorker *reader, guint page)
{
  return jal_reader_worker_know_page (reader, page) && reader->page == NULL && reader->facts != NULL
         && jal_facts_is_scan (reader->facts, page);
}

/* A page without a label of its own has its number, as with poppler. */
static char *
get_label (JalReaderWorker *reader, guint page)
{
  if (!reader->has_labels)
    return g_strdup_printf ("%u", page + 1);
  if (reader->is_orderly)
    return jal_facts_get_label (reader->facts, page);
  return jal_reader_worker_get_page (reader, page) != NULL ? poppler_page_get_label (reader->page) : NULL;
}

static void
handle_page (JalReaderWorker *reader, JalWorker *worker, const JalWirePacket *request)
{
  gboolean known = jal_reader_worker_know_page (reader, request->page.page);
  const JalPageFacts *facts = &reader->page_facts;
  JalWirePacket reply;
  g_autofree char *label = known ? get_label (reader, request->page.page) : NULL;

  if (jal_worker_was_refused (worker))
    jal_worker_fail (worker, request, JAL_WIRE_FAILURE_BYTES, 0);
  else if (!known)
    jal_worker_fail (worker, request, JAL_WIRE_FAILURE_PAGE, 0);
  else if (!jal_wire_box_is_valid (facts->media) || !jal_wire_box_is_valid (facts->crop))
    jal_worker_fail (worker, request, JAL_WIRE_FAILURE_TOO_LARGE, 0);
  else
    {
      jal_worker_prepare (&reply, JAL_WIRE_PAGE_REPLY, request);
      memcpy (reply.page_reply.media, facts->media, sizeof facts->media);
      memcpy (reply.page_reply.crop, facts->crop, sizeof facts->crop);
      reply.page_reply.user_unit = facts->user_unit;
      reply.page_reply.rotate = facts->rotate;
      reply.page_reply.complaints = reader->complaints + (reader->page_doubtful ? 1 : 0);
      jal_wire_put_text (reply.page_reply.label, sizeof reply.page_reply.label, label);
      jal_worker_reply (worker, &reply);
    }
}

/* Returns whether the page draws a picture that its resources do not name (an inline one). */
static gboolean
draws_picture (PopplerPage *page)
{
  GList *mapping = poppler_page_get_image_mapping (page);
  gboolean draws = mapping != NULL;

  poppler_page_free_image_mapping (mapping);
  return draws;
}

static void
handle_contents (JalReaderWorker *reader, JalWorker *worker, const JalWirePacket *request)
{
  PopplerPage *page = jal_reader_worker_get_page (reader, request->page.page);
  JalImageFacts images = { 0 };
  g_autofree char *text = NULL;
  glong n_chars = 0;
  JalWirePacket reply;

  if (page != NULL)
    {
      text = poppler_page_get_text (page);
      for (const char *c = text; c != NULL && *c != '\0'; c = g_utf8_next_char (c))
        if (!g_unichar_isspace (g_utf8_get_char (c)) && !jal_reader_is_direction (g_utf8_get_char (c)))
          n_chars++;
      if (reader->facts != NULL)
        jal_facts_get_images (reader->facts, request->page.page, &images);
      if (reader->image_pixels > 0)
        images = (JalImageFacts){ 1, reader->image_pixels, FALSE };
      else if (images.n_images == 0 && n_chars == 0 && draws_picture (page))
        images.n_images = 1;
    }
  if (jal_worker_was_refused (worker))
    jal_worker_fail (worker, request, JAL_WIRE_FAILURE_BYTES, 0);
  else if (page == NULL)
    jal_worker_fail (worker, request, JAL_WIRE_FAILURE_PAGE, 0);
  else
    {
      jal_worker_prepare (&reply, JAL_WIRE_CONTENTS_REPLY, request);
      reply.contents_reply.n_chars = (guint32)MIN (n_chars, JAL_WIRE_CHARS_MAX);
      reply.contents_reply.n_images = images.n_images;
      reply.contents_reply.largest_image = images.largest;
      reply.contents_reply.complaints = reader->complaints + (images.largest > JAL_IMAGE_PIXELS_MAX ? 1 : 0)
                                        + (reader->incomplete ? 1 : 0) + (images.lacks_parts ? 1 : 0);
      jal_worker_reply (worker, &reply);
    }
}

gboolean
jal_reader_worker_handle (JalWorker *worker, const JalWirePacket *request, gpointer user_data)
{
  JalReaderWorker *reader = user_data;
  gboolean opens = request->header.type == JAL_WIRE_OPEN;

  if (opens == reader->is_open)
    return FALSE;
  reader->complaints = 0;
  switch (request->header.type)
    {
    case JAL_WIRE_OPEN:
      handle_open (reader, worker, request);
      return TRUE;
    case JAL_WIRE_PAGE:
      handle_page (reader, worker, request);
      return TRUE;
    case JAL_WIRE_CONTENTS:
      handle_contents (reader, worker, request);
      return TRUE;
    case JAL_WIRE_TEXT:
      jal_reader_worker_text (reader, worker, request);
      return TRUE;
    case JAL_WIRE_OUTLINE:
      jal_reader_worker_outline (reader, worker, request);
      return TRUE;
    case JAL_WIRE_LINKS:
      jal_reader_worker_links (reader, worker, request);
      return TRUE;
    case JAL_WIRE_NOTES:
      jal_reader_worker_notes (reader, worker, request);
      return TRUE;
    case JAL_WIRE_BESIDE:
      jal_reader_worker_beside (reader, worker, request);
      return TRUE;
    case JAL_WIRE_UNSHOWN:
      jal_reader_worker_unshown (reader, worker, request);
      return TRUE;
    case JAL_WIRE_RENDER:
      jal_reader_worker_render (reader, worker, request);
      return TRUE;
    case JAL_WIRE_SCAN:
      jal_reader_worker_scan (reader, worker, request);
      return TRUE;
    default:
      return FALSE;
    }
}
