/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a page looks like. */
#include "pages/jal-reader-asking-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* So much of the window of an answer is kept for the next. */
#define KEPT_WINDOW (16u << 20)

void
jal_reader_get_pixel_size (const JalPageInfo *info, double scale, guint rotation, double *width, double *height)
{
  gboolean lies = rotation % 180 == 90;

  /* What is larger by a thousandth of a pixel is a rounding error, not a row. */
  *width = fmax (1, ceil ((lies ? info->height : info->width) * scale - 0.001));
  *height = fmax (1, ceil ((lies ? info->width : info->height) * scale - 0.001));
}

static JalPixels *
render (JalReader *reader, guint page, double scale, guint rotation, gboolean no_letters, guint x, guint y, guint width, guint height,
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
  packet.render.light = reader->light ? 1 : 0;
  packet.render.no_letters = no_letters ? 1 : 0;
  if (!jal_reader_ask (reader, page, JAL_READER_VERB_RENDER, &packet, JAL_WIRE_RENDER_REPLY, size, NULL, cancellable, error))
    return NULL;
  window = jal_link_get_writable_window (reader->link, JAL_WIRE_SLOT_RESULT, &window_size);
  pixels = (window_size > KEPT_WINDOW ? jal_pixels_new_move (width, height, width * 4, window)
                                      : jal_pixels_new_copy (width, height, width * 4, window));
  if (pixels == NULL)
    {
      jal_reader_fail (error, JAL_PAGES_ERROR_TOO_LARGE,
                 _ ("There is not enough memory left to show this. Close some documents and try again."));
      return NULL;
    }
  pixels->incomplete = packet.render_reply.complaints > 0;
  pixels->is_scan = packet.render_reply.is_scan == 1;
  jal_link_trim_window (reader->link, JAL_WIRE_SLOT_RESULT, KEPT_WINDOW);
  return pixels;
}

void
jal_reader_set_light (JalReader *reader, gboolean light)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&reader->lock);

  reader->light = light;
}

static gboolean
check_scale (double scale, guint rotation, GError **error)
{
  g_return_val_if_fail (rotation < 360 && rotation % 90 == 0, FALSE);
  if (isfinite (scale) && scale >= 1e-6 && scale <= 1000)
    return TRUE;
  jal_reader_fail (error, JAL_PAGES_ERROR_TOO_LARGE, _ ("A page cannot be shown at this size."));
  return FALSE;
}

static JalPixels *
render_whole (JalReader *reader, guint page, double scale, guint rotation, gboolean no_letters, GCancellable *cancellable, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&reader->lock);
  JalPageInfo info;
  double width, height;

  if (!check_scale (scale, rotation, error) || !jal_reader_get_page_locked (reader, page, &info, cancellable, error))
    return NULL;
  jal_reader_get_pixel_size (&info, scale, rotation, &width, &height);
  if (width > JAL_READER_PIXELS_MAX || height > JAL_READER_PIXELS_MAX)
    {
      g_set_error (error, JAL_PAGES_ERROR, JAL_PAGES_ERROR_TOO_LARGE,
                   _ ("Page %u is too large to be shown whole at this size. Make it smaller, or look at a part of it."),
                   page + 1);
      return NULL;
    }
  return render (reader, page, scale, rotation, no_letters, 0, 0, (guint)width, (guint)height, cancellable, error);
}

JalPixels *
jal_reader_render (JalReader *reader, guint page, double scale, guint rotation, GCancellable *cancellable, GError **error)
{
  return render_whole (reader, page, scale, rotation, FALSE, cancellable, error);
}

JalPixels *
jal_reader_render_no_letters (JalReader *reader, guint page, double scale, guint rotation, GCancellable *cancellable, GError **error)
{
  return render_whole (reader, page, scale, rotation, TRUE, cancellable, error);
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
      jal_reader_fail (error, JAL_PAGES_ERROR_TOO_LARGE, _ ("A page cannot be shown at this size."));
      return NULL;
    }
  return render (reader, page, scale, rotation, FALSE, x, y, width, height, cancellable, error);
}
