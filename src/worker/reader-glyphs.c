/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * poppler draws the letters of fonts, those of Type 3 too, with three functions of cairo, and nothing else with them.
 * It has no way to leave letters out; so these three stand in the worker's own program, before cairo's, and hand on to
 * cairo's. (A shared library's call to another one is bound to the program's symbol where it has one. Where poppler is
 * linked in some other way nothing is left out, and whoever compares finds no letter anywhere.)
 */
#include "worker/reader-glyphs.h"

#include <cairo.h>
#include <dlfcn.h>

#define EXPORTED __attribute__ ((visibility ("default"), used))

typedef void (*ShowGlyphs) (cairo_t *, const cairo_glyph_t *, int);
typedef void (*ShowTextGlyphs) (cairo_t *, const char *, int, const cairo_glyph_t *, int, const cairo_text_cluster_t *,
                                int, cairo_text_cluster_flags_t);

static gboolean are_left_out;

void
jal_glyphs_leave_out (gboolean leave_out)
{
  are_left_out = leave_out;
}

/* Of cairo itself: what this program would call if it had none of its own. */
static gpointer
find (gpointer *known, const char *name)
{
  if (*known == NULL)
    *known = dlsym (RTLD_NEXT, name);
  if (*known == NULL)
    g_error ("%s is in no library", name);
  return *known;
}

EXPORTED void
cairo_show_glyphs (cairo_t *cr, const cairo_glyph_t *glyphs, int num_glyphs)
{
  static gpointer next;

  if (!are_left_out)
    ((ShowGlyphs)find (&next, "cairo_show_glyphs")) (cr, glyphs, num_glyphs);
}

EXPORTED void
cairo_glyph_path (cairo_t *cr, const cairo_glyph_t *glyphs, int num_glyphs)
{
  static gpointer next;

  if (!are_left_out)
    ((ShowGlyphs)find (&next, "cairo_glyph_path")) (cr, glyphs, num_glyphs);
}

EXPORTED void
cairo_show_text_glyphs (cairo_t *cr, const char *utf8, int utf8_len, const cairo_glyph_t *glyphs, int num_glyphs,
                        const cairo_text_cluster_t *clusters, int num_clusters,
                        cairo_text_cluster_flags_t cluster_flags)
{
  static gpointer next;

  if (!are_left_out)
    ((ShowTextGlyphs)find (&next, "cairo_show_text_glyphs")) (cr, utf8, utf8_len, glyphs, num_glyphs, clusters,
                                                              num_clusters, cluster_flags);
}
