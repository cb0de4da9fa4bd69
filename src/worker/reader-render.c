/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <cairo.h>

#include "worker/image-page.h"
#include "worker/reader-glyphs.h"
#include "worker/reader-private.h"

/* Turns a page of @width × @height clockwise in quarters, exactly (no sine that is almost zero). */
static void
turn (cairo_t *cairo, guint rotation, double width, double height)
{
  cairo_matrix_t matrix;

  if (rotation == 90)
    cairo_matrix_init (&matrix, 0, 1, -1, 0, height, 0);
  else if (rotation == 180)
    cairo_matrix_init (&matrix, -1, 0, 0, -1, width, height);
  else if (rotation == 270)
    cairo_matrix_init (&matrix, 0, -1, 1, 0, 0, width);
  else
    return;
  cairo_transform (cairo, &matrix);
}

/* poppler holds a picture whole, four bytes a pixel, however small it is drawn: an A4 scan of 600 pixels an inch has less than this,
   and is 140 MB. */
#define HEAVY_PIXELS (36u * 1000 * 1000)

/* Going through a page's pictures takes as long as drawing some pages: the answer is kept. */
static const JalImageFacts *
get_pictures (JalReaderWorker *reader, guint page)
{
  if (!reader->page_pictures_known)
    {
      reader->page_pictures = (JalImageFacts){ 0 };
      if (reader->facts != NULL)
        jal_facts_get_images (reader->facts, page, &reader->page_pictures);
      reader->page_pictures_known = TRUE;
    }
  return &reader->page_pictures;
}

static guint64
get_largest_picture (JalReaderWorker *reader, guint page)
{
  return get_pictures (reader, page)->largest;
}

static gboolean
has_giant_picture (JalReaderWorker *reader, guint page)
{
  return get_largest_picture (reader, page) > JAL_IMAGE_PIXELS_MAX;
}

/* Fields and stamps, and nothing else that people wrote on the page. */
static void
draw_as_printed (PopplerPage *page, cairo_t *cairo)
{
#if POPPLER_CHECK_VERSION(25, 2, 0)
  poppler_page_render_full (page, cairo, TRUE, POPPLER_RENDER_ANNOTS_PRINT_STAMP);
#else
  poppler_page_render_for_printing_with_options (page, cairo, POPPLER_PRINT_STAMP_ANNOTS_ONLY);
#endif
}

static gboolean
draw_with_poppler (JalReaderWorker *reader, PopplerPage *page, const JalWireRender *render, guint8 *pixels)
{
  cairo_surface_t *surface;
  cairo_t *cairo;
  double width, height;
  gboolean drawn;

  poppler_page_get_size (page, &width, &height);
  surface = cairo_image_surface_create_for_data (pixels, CAIRO_FORMAT_ARGB32, (int)render->width, (int)render->height,
                                                 (int)render->stride);
  cairo = cairo_create (surface);
  cairo_set_source_rgb (cairo, 1, 1, 1);
  cairo_paint (cairo);
  cairo_translate (cairo, -render->x, -render->y);
  cairo_scale (cairo, render->scale * reader->page_facts.user_unit, render->scale * reader->page_facts.user_unit);
  turn (cairo, render->rotation, width, height);
  /* Fields of forms and stamps are drawn in both cases, notes in neither: see reader-bare.c. */
  jal_glyphs_leave_out (render->no_letters == 1);
  if (reader->as_printed)
    draw_as_printed (page, cairo);
  else
    poppler_page_render (page, cairo);
  jal_glyphs_leave_out (FALSE);
  drawn = cairo_status (cairo) == CAIRO_STATUS_SUCCESS;
  cairo_destroy (cairo);
  cairo_surface_finish (surface);
  drawn = drawn && cairo_surface_status (surface) == CAIRO_STATUS_SUCCESS;
  cairo_surface_destroy (surface);
  return drawn;
}

void
jal_reader_worker_render (JalReaderWorker *reader, JalWorker *worker, const JalWirePacket *request)
{
  const JalWireRender *render = &request->render;
  gboolean known = jal_reader_worker_know_page (reader, render->page);
  gsize size, needed = (gsize)render->stride * render->height;
  guint8 *pixels = jal_worker_window (worker, JAL_WIRE_SLOT_RESULT, &size);
  gboolean is_scan, drawn;
  JalWirePacket reply;

  if (!known)
    {
      jal_worker_fail (worker, request, jal_worker_was_refused (worker) ? JAL_WIRE_FAILURE_BYTES : JAL_WIRE_FAILURE_PAGE, 0);
      return;
    }
  if (size < needed)
    {
      jal_worker_fail (worker, request, JAL_WIRE_FAILURE_WINDOW, needed);
      return;
    }
  is_scan = jal_reader_worker_draw_scan (reader, render, pixels);
  if (!is_scan && render->light == 1 && get_largest_picture (reader, render->page) > HEAVY_PIXELS)
    {
      jal_worker_fail (worker, request, JAL_WIRE_FAILURE_HEAVY, get_largest_picture (reader, render->page));
      return;
    }
  drawn = is_scan
          || (jal_reader_worker_get_page (reader, render->page) != NULL
              && draw_with_poppler (reader, reader->bare_page != NULL ? reader->bare_page : reader->page, render, pixels));

  if (jal_worker_was_refused (worker))
    jal_worker_fail (worker, request, JAL_WIRE_FAILURE_BYTES, 0);
  else if (!drawn && reader->complaints == 0)
    jal_worker_fail (worker, request, JAL_WIRE_FAILURE_PAGE, 0);
  else
    {
      jal_worker_prepare (&reply, JAL_WIRE_RENDER_REPLY, request);
      reply.render_reply.complaints = reader->complaints + (has_giant_picture (reader, render->page) ? 1 : 0)
                                      + (reader->incomplete ? 1 : 0) + (reader->page_doubtful ? 1 : 0)
                                      + (get_pictures (reader, render->page)->lacks_parts ? 1 : 0);
      reply.render_reply.is_scan = is_scan;
      jal_worker_reply (worker, &reply);
    }
}
