/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whether the pages of a redacted copy came out whole.
 *
 * 1. A page that nobody could draw without complaint may lack something; so may one whose copy shows less than the original.
 * 2. The original is drawn once more by a reader that has seen nothing of the redaction, notes and all, and coarsely; only what lies
 *    outside boxes, notes and the frames of links has to be on the copy as well. A note is left out with all of its frame, for what it
 *    fills is not known: inside a box that somebody drew round a whole page nothing is compared. Many programs write frames that are too small:
 *    what a note marks and the way its line goes are left out, too.
 * 3. Words that were found in a page's bytes and on no place of it (slanted, in a pattern, in a picture's own data, in a layer) are not
 *    burnt: the page is drawn as a picture, and whether the picture shows them only somebody who looks at it can say.
 * 4. Nothing is refused for good: a damaged page may be all there is. Whoever saves the copy looks at the page, and decides.
 */
#define G_LOG_DOMAIN "jal-release"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/jal-text.h"
#include "pages/jal-geometry.h"
#include "release/jal-redacted-copy-private.h"

/* Pixels a point. The thinnest line is a pixel wide however coarsely it is drawn, and on the copy it has its own width: coarser, and
   every form would seem to lose its frames. */
#define SCALE 1.5
/* The longer side of a poster, in pixels. */
#define SIDE_MAX 2400.0
/* The side of a cell: eight points. */
#define CELL 12
/* The darkness of a cell that shows something, and what of it has to be left; 255 a pixel is black. */
#define CELL_INK (CELL * CELL * 28)
#define LEFT 4
/* Pixels by which an edge may stand elsewhere: two programs round otherwise, and the copy is drawn of a finer picture. */
#define SHIFT 2
/* So many cells that vanish are told: none did on the pages of some hundred real files. */
#define FEW_CELLS 2
/* Points round a box or a note that count as part of it. */
#define MARGIN 3.0
/* Points round a note's line, of whatever width, and round the head of an arrow. */
#define STROKE 8.0
#define HEAD 36.0
/* The sign of a note without a picture of its own is drawn from the upper left corner of its frame, however small that is. */
#define SIGN 26.0
/* Half the width of the frame that a link may have. */
#define FRAME 3.0

static gboolean
is_cancelled (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* --- Two pictures ---------------------------------------------------------------------------------------------- */

typedef struct
{
  guint *ink; /* darkness of each cell */
  guint across, down;
  guint32 *sums; /* darkness of all pixels above and to the left of each, of one column and one row more than there are pixels */
  guint width, height;
} Cells;

static Cells
count_ink (const JalPixels *pixels)
{
  Cells cells = { NULL, (pixels->width + CELL - 1) / CELL, (pixels->height + CELL - 1) / CELL, NULL, pixels->width, pixels->height };
  const guint8 *bytes = g_bytes_get_data (pixels->bytes, NULL);

  cells.ink = g_new0 (guint, (gsize)cells.across * cells.down);
  cells.sums = g_new0 (guint32, (gsize)(cells.width + 1) * (cells.height + 1));
  for (guint y = 0; y < pixels->height; y++)
    {
      const guint8 *p = bytes + (gsize)y * pixels->stride;
      guint *row = cells.ink + (gsize)(y / CELL) * cells.across;

      const guint32 *above = cells.sums + (gsize)y * (cells.width + 1);
      guint32 *sums = cells.sums + (gsize)(y + 1) * (cells.width + 1), along = 0;

      for (guint x = 0; x < pixels->width; x++, p += 4)
        {
          guint dark = 255u - ((p[2] * 77u + p[1] * 150u + p[0] * 29u) >> 8);

          row[x / CELL] += dark;
          along += dark;
          sums[x + 1] = above[x + 1] + along;
        }
    }
  return cells;
}

static void
clear_cells (Cells *cells)
{
  g_free (cells->ink);
  g_free (cells->sums);
}

/* What @box, in points of the displayed page, touches need not be on the copy. */
static void
leave_out (Cells *cells, double scale_x, double scale_y, JalBox box)
{
  guint x1 = (guint)CLAMP (floor (box.x1 * scale_x / CELL), 0, cells->across);
  guint x2 = (guint)CLAMP (ceil (box.x2 * scale_x / CELL), 0, cells->across);
  guint y1 = (guint)CLAMP (floor (box.y1 * scale_y / CELL), 0, cells->down);
  guint y2 = (guint)CLAMP (ceil (box.y2 * scale_y / CELL), 0, cells->down);

  for (guint y = y1; y < y2; y++)
    for (guint x = x1; x < x2; x++)
      cells->ink[(gsize)y * cells->across + x] = 0;
}

static JalBox
widen (JalBox box, double by)
{
  return (JalBox){ box.x1 - by, box.y1 - by, box.x2 + by, box.y2 + by };
}

/* The ink of the other picture where the cell is, and so far round it as an edge may move. */
static guint
look_round (const Cells *cells, guint x, guint y)
{
  gsize row = cells->width + 1;
  guint x1 = x * CELL > SHIFT ? x * CELL - SHIFT : 0, y1 = y * CELL > SHIFT ? y * CELL - SHIFT : 0;
  guint x2 = MIN ((x + 1) * CELL + SHIFT, cells->width), y2 = MIN ((y + 1) * CELL + SHIFT, cells->height);

  if (x1 >= x2 || y1 >= y2)
    return 0;
  return cells->sums[y2 * row + x2] - cells->sums[y1 * row + x2] - cells->sums[y2 * row + x1] + cells->sums[y1 * row + x1];
}

/* How many cells of @original @copy shows nothing of; 0 when they are so few that it means nothing. */
static guint
count_lost (const Cells *original, const Cells *copy)
{
  guint lost = 0;

  for (guint y = 0; y < original->down; y++)
    for (guint x = 0; x < original->across; x++)
      {
        guint ink = original->ink[(gsize)y * original->across + x];

        if (ink < CELL_INK)
          continue;
        if (look_round (copy, x, y) < ink / LEFT)
          lost++;
      }
  return lost >= FEW_CELLS ? lost : 0;
}

/* --- A page ------------------------------------------------------------------------------------------------------ */

typedef struct
{
  const JalPageInfo *info;
  Cells *cells;
  double sx, sy;
} Leaving;

static void
leave_out_box (const Leaving *leaving, JalBox user, double by)
{
  leave_out (leaving->cells, leaving->sx, leaving->sy, widen (jal_geometry_box_to_display (leaving->info, user), by));
}

/* In pieces, so that no more is left out than lies beside the line. */
static void
leave_out_segment (const Leaving *leaving, const double *from, const double *to)
{
  double length = hypot (to[0] - from[0], to[1] - from[1]);
  guint n = (guint)CLAMP (ceil (length / STROKE), 1, 2000);

  for (guint i = 0; i < n; i++)
    {
      double x1 = from[0] + (to[0] - from[0]) * i / n, y1 = from[1] + (to[1] - from[1]) * i / n;
      double x2 = from[0] + (to[0] - from[0]) * (i + 1) / n, y2 = from[1] + (to[1] - from[1]) * (i + 1) / n;

      leave_out_box (leaving, (JalBox){ fmin (x1, x2), fmin (y1, y2), fmax (x1, x2), fmax (y1, y2) }, STROKE);
    }
}

static void
leave_out_note (const Leaving *leaving, const JalNote *note)
{
  gboolean line = g_str_equal (note->kind, "line") || g_str_equal (note->kind, "arrow");
  gboolean drawn = line || g_str_equal (note->kind, "ink");
  JalBox sign = { note->box.x1, fmin (note->box.y1, note->box.y2 - SIGN), fmax (note->box.x2, note->box.x1 + SIGN), note->box.y2 };

  leave_out_box (leaving, g_str_equal (note->kind, "note") ? sign : note->box, MARGIN);
  for (guint i = 0; drawn && i + 3 <= note->n_numbers; i += 3)
    {
      const double *at = note->numbers + i;

      if (line)
        leave_out_box (leaving, (JalBox){ at[0], at[1], at[0], at[1] }, HEAD);
      if (i > 0 && at[2] == 0)
        leave_out_segment (leaving, at - 3, at);
      /* A polygon is closed. */
      if (i > 3 && i + 6 > note->n_numbers)
        leave_out_segment (leaving, at, note->numbers);
    }
  for (guint i = 0; !drawn && i + 8 <= note->n_numbers; i += 8)
    {
      const double *at = note->numbers + i;
      JalBox quad = { fmin (fmin (at[0], at[2]), fmin (at[4], at[6])), fmin (fmin (at[1], at[3]), fmin (at[5], at[7])),
                      fmax (fmax (at[0], at[2]), fmax (at[4], at[6])), fmax (fmax (at[1], at[3]), fmax (at[5], at[7])) };

      /* Ends of a highlight are drawn round. */
      leave_out_box (leaving, quad, fmax (STROKE, 0.35 * fmin (quad.x2 - quad.x1, quad.y2 - quad.y1)));
    }
}

/* FALSE when notes or links cannot be told. */
static gboolean
leave_out_notes (JalReader *reader, guint page, const JalPageInfo *info, Cells *cells, double sx, double sy, GCancellable *cancellable,
                 GError **error)
{
  g_autoptr (GPtrArray) notes = jal_reader_get_notes (reader, page, NULL, cancellable, error);
  g_autoptr (GPtrArray) links = notes != NULL ? jal_reader_get_links (reader, page, cancellable, error) : NULL;

  if (links == NULL)
    return FALSE;
  for (guint i = 0; i < notes->len; i++)
    leave_out_note (&(Leaving){ info, cells, sx, sy }, notes->pdata[i]);
  for (guint i = 0; i < links->len; i++)
    {
      JalBox box = jal_geometry_box_to_display (info, ((const JalLead *)links->pdata[i])->box);
      const JalBox frame[] = { { box.x1 - FRAME, box.y1 - FRAME, box.x2 + FRAME, box.y1 + FRAME },
                               { box.x1 - FRAME, box.y2 - FRAME, box.x2 + FRAME, box.y2 + FRAME },
                               { box.x1 - FRAME, box.y1 - FRAME, box.x1 + FRAME, box.y2 + FRAME },
                               { box.x2 - FRAME, box.y1 - FRAME, box.x2 + FRAME, box.y2 + FRAME } };

      for (gsize k = 0; k < G_N_ELEMENTS (frame); k++)
        leave_out (cells, sx, sy, frame[k]);
    }
  return TRUE;
}

/* Whether page @i of the copy shows less than @page of the original. */
static gboolean
lost_ink (JalRedactedWork *work, JalReader *original, JalReader *copy, guint i, guint *lost, GError **error)
{
  const JalRedactedPage *page = &g_array_index (work->pages, JalRedactedPage, i);
  guint rotation = (guint)g_array_index (work->parts, JalDocumentPart, page->part).rotation;
  g_autoptr (JalPixels) before = NULL, after = NULL;
  JalPageInfo info, info_of_copy;
  Cells cells, cells_of_copy;
  double scale, sx, sy;
  gboolean told;

  if (!jal_reader_get_page (original, page->page, &info, work->cancellable, error)
      || !jal_reader_get_page (copy, i, &info_of_copy, work->cancellable, error))
    return FALSE;
  info.rotate = (info.rotate + rotation) % 360;
  jal_geometry_get_size (&info, &info.width, &info.height);
  scale = fmin (SCALE, SIDE_MAX / fmax (info.width, info.height));
  before = jal_reader_render (original, page->page, scale, rotation, work->cancellable, error);
  /* What is too large for a page is smaller in the copy. */
  if (before != NULL)
    after = jal_reader_render (copy, i, scale * info.width / info_of_copy.width, 0, work->cancellable, error);
  if (after == NULL)
    return FALSE;
  cells = count_ink (before);
  cells_of_copy = count_ink (after);
  sx = before->width / info.width;
  sy = before->height / info.height;
  for (guint k = 0; k < page->burn->len; k++)
    leave_out (&cells, sx, sy, widen (g_array_index (page->burn, JalBox, k), MARGIN));
  told = leave_out_notes (original, page->page, &info, &cells, sx, sy, work->cancellable, error);
  *lost = told ? count_lost (&cells, &cells_of_copy) : 0;
  clear_cells (&cells);
  clear_cells (&cells_of_copy);
  return told;
}

/* --- All of them ------------------------------------------------------------------------------------------------- */

gboolean
jal_redacted_whole_look (JalRedactedWork *work, JalReader *copy, GError **error)
{
  /* One at a time: each has a process of its own. */
  g_autoptr (JalReader) reader = NULL;
  JalId original_id = JAL_ID_NONE;

  for (guint i = 0; i < work->pages->len; i++)
    {
      JalRedactedPage *page = &g_array_index (work->pages, JalRedactedPage, i);
      const JalDocumentPart *part = &g_array_index (work->parts, JalDocumentPart, page->part);
      g_autoptr (GError) local = NULL;
      guint lost = 0;

      if (reader == NULL || !jal_id_equal (original_id, part->original_id))
        {
          g_clear_pointer (&reader, jal_reader_unref);
          reader = jal_release_open_reader (work->store, part, work->cancellable, error);
          if (reader == NULL)
            return FALSE;
          original_id = part->original_id;
        }
      if (!lost_ink (work, reader, copy, i, &lost, &local))
        {
          if (is_cancelled (local))
            {
              g_propagate_error (error, g_steal_pointer (&local));
              return FALSE;
            }
          page->incomplete = TRUE;
        }
      else if (lost > 0)
        {
          g_debug ("page %u: %u cells lost", i + 1, lost);
          page->lost = TRUE;
        }
      /* The last third: see looked_cb(). */
      if (work->progress != NULL)
        work->progress (2 * (guint64)work->pages->len + i + 1, 3 * (guint64)work->pages->len, work->progress_data);
    }
  return TRUE;
}

typedef enum
{
  KIND_LOST,
  KIND_INCOMPLETE,
  KIND_UNPLACED,
  KIND_UNLOOKED,
} Kind;

static gboolean
is_of_kind (const JalRedactedPage *page, Kind kind)
{
  switch (kind)
    {
    case KIND_LOST:
      return page->lost;
    case KIND_INCOMPLETE:
      return page->incomplete && !page->lost;
    case KIND_UNLOOKED:
      return page->unlooked && !page->unplaced;
    case KIND_UNPLACED:
    default:
      return page->unplaced;
    }
}

/* Returns (transfer full) (nullable): the document's pages of one kind, as people count them. */
static char *
list_pages (JalRedactedWork *work, Kind kind, guint *n)
{
  g_autoptr (GArray) pages = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < work->pages->len; i++)
    {
      if (is_of_kind (&g_array_index (work->pages, JalRedactedPage, i), kind))
        g_array_append_val (pages, i);
    }
  *n = pages->len;
  return pages->len > 0 ? jal_text_pages (pages) : NULL;
}

void
jal_redacted_whole_tell (JalRedactedWork *work, JalGuardTold *told)
{
  guint n_lost, n_incomplete, n_unplaced, n_unlooked;
  g_autofree char *lost = list_pages (work, KIND_LOST, &n_lost), *incomplete = list_pages (work, KIND_INCOMPLETE, &n_incomplete);
  g_autofree char *unplaced = list_pages (work, KIND_UNPLACED, &n_unplaced);
  g_autofree char *unlooked = list_pages (work, KIND_UNLOOKED, &n_unlooked);

  if (unplaced != NULL)
    {
      g_autofree char *line = g_strdup_printf (
          /* Translators: a document, then its page or pages: "3, 7–9". */
          g_dngettext (GETTEXT_PACKAGE,
                       "“%s”: what is redacted or protected stands in page %s, and not among its words; the page is drawn as a picture. Look "
                       "whether the picture shows it, and draw a box over it.",
                       "“%s”: what is redacted or protected stands in pages %s, and not among their words; the pages are drawn as pictures. "
                       "Look whether the pictures show it, and draw boxes over it.",
                       n_unplaced),
          work->document->title, unplaced);

      jal_guard_told_add_incomplete (told, line);
    }
  if (unlooked != NULL)
    {
      g_autofree char *line = g_strdup_printf (
          g_dngettext (GETTEXT_PACKAGE,
                       "“%s”: page %s is drawn as a picture, and its file could not be looked through for what its words do not say. Look "
                       "whether the picture shows a protected name, and draw a box over it.",
                       "“%s”: pages %s are drawn as pictures, and their file could not be looked through for what their words do not say. Look "
                       "whether the pictures show a protected name, and draw boxes over it.",
                       n_unlooked),
          work->document->title, unlooked);

      jal_guard_told_add_incomplete (told, line);
    }

  if (lost != NULL)
    {
      g_autofree char *line = g_strdup_printf (
          /* Translators: a document, then its page or pages: "3, 7–9". */
          g_dngettext (GETTEXT_PACKAGE, "“%s”: page %s of the redacted copy shows less than the original.",
                       "“%s”: pages %s of the redacted copy show less than the original.", n_lost),
          work->document->title, lost);

      jal_guard_told_add_incomplete (told, line);
    }
  if (incomplete != NULL)
    {
      g_autofree char *line = g_strdup_printf (
          g_dngettext (GETTEXT_PACKAGE, "“%s”: page %s could not be drawn without faults and may be incomplete in the redacted copy.",
                       "“%s”: pages %s could not be drawn without faults and may be incomplete in the redacted copy.", n_incomplete),
          work->document->title, incomplete);

      jal_guard_told_add_incomplete (told, line);
    }
}
