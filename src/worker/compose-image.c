/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pictures as inputs.
 *
 * A photograph's page is made in memory, but not kept there: nearly all of it is the photograph's own data, which can be
 * asked for again when the output is written. What is kept is the little before and after it.
 */
#define G_LOG_DOMAIN "jal-worker"

#include "worker/compose-image.h"

#include <string.h>

#include "worker/compose-files.h"
#include "worker/compose-raster.h"
#include "worker/image-page.h"

#define MAX_IMAGE (512u << 20)
/* What must agree at the end of the picture's data to take the page's and the input's for the same. */
#define ANCHOR 64

/* Finds the longest run at the end of the page's picture that the input has as well. */
static gboolean
find_shared (const guint8 *page, gsize page_length, const guint8 *image, gsize image_length, gsize *page_start,
             gsize *image_start, gsize *length)
{
  static const char mark[] = "\nendstream";
  const guint8 *end = NULL;
  const guint8 *p = page;
  const guint8 *found;
  gsize n = ANCHOR;

  while ((p = memmem (p, page_length - (gsize)(p - page), mark, strlen (mark))) != NULL)
    end = p++;
  if (end == NULL || (gsize)(end - page) < ANCHOR)
    return FALSE;
  found = memmem (image, image_length, end - ANCHOR, ANCHOR);
  if (found == NULL)
    return FALSE;
  while (n < (gsize)(end - page) && n < (gsize)(found - image) + ANCHOR && end[-1 - (gssize)n] == found[ANCHOR - 1 - (gssize)n])
    n++;
  *length = n;
  *page_start = (gsize)(end - page) - n;
  *image_start = (gsize)(found - image) + ANCHOR - n;
  return TRUE;
}

gboolean
jal_compose_image_prepare (JalCompose *compose, guint input)
{
  const JalComposeInput *info = &g_array_index (compose->spec->inputs, JalComposeInput, input);
  g_autoptr (GBytes) image = NULL;
  g_autoptr (GBytes) page = NULL;
  JalComposePiece pieces[3] = { 0 };
  guint8 *bytes;
  const guint8 *data;
  gsize size;
  gsize page_start;
  gsize image_start;
  gsize length;

  if (info->kind == JAL_COMPOSE_PDF)
    return TRUE;
  if (info->kind == JAL_COMPOSE_RASTER)
    {
      page = jal_compose_raster_read (compose, input);
      if (page == NULL)
        return FALSE;
      pieces[0] = (JalComposePiece){ .length = g_bytes_get_size (page), .memory = g_steal_pointer (&page) };
      jal_compose_files_set_pieces (input, pieces, 1);
      return TRUE;
    }
  if (info->size > MAX_IMAGE || (bytes = g_try_malloc (info->size)) == NULL)
    return FALSE;
  image = g_bytes_new_take (bytes, info->size);
  if (!jal_compose_files_read (input, 0, bytes, info->size))
    return FALSE;
  page = jal_image_page_to_pdf (image, info->kind == JAL_COMPOSE_JPEG ? JAL_WIRE_KIND_JPEG : JAL_WIRE_KIND_PNG, NULL);
  if (page == NULL)
    return FALSE;
  data = g_bytes_get_data (page, &size);
  if (!find_shared (data, size, bytes, info->size, &page_start, &image_start, &length))
    {
      pieces[0] = (JalComposePiece){ .length = size, .memory = g_steal_pointer (&page) };
      jal_compose_files_set_pieces (input, pieces, 1);
      return TRUE;
    }
  pieces[0] = (JalComposePiece){ .length = page_start, .memory = g_bytes_new (data, page_start) };
  pieces[1] = (JalComposePiece){ .length = length, .offset = image_start };
  pieces[2] = (JalComposePiece){ .length = size - page_start - length };
  pieces[2].memory = g_bytes_new (data + page_start + length, pieces[2].length);
  jal_compose_files_set_pieces (input, pieces, 3);
  return TRUE;
}
