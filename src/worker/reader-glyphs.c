/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * poppler draws the letters of fonts, those of Type 3 too, with three functions of cairo, and nothing else with them.
 * It has no way to leave letters out; so these three stand in the worker's own program, before cairo's, and hand on to
 * cairo's. (A shared library's call to another one is bound to the program's symbol where it has one. Where poppler is
 * linked in some other way nothing is left out, and whoever compares finds no letter anywhere.)
 *
 * What a font draws for a letter and is a row of them is not left out: see reader-glyphs-word.c. It is drawn in another
 * colour than its own, so that whoever compares sees both that a font drew it and what it shows.
 */
#include "worker/reader-glyphs.h"

#include <cairo.h>
#include <dlfcn.h>

#include "worker/reader-glyphs-private.h"

#define EXPORTED __attribute__ ((visibility ("default"), used))

typedef void (*ShowGlyphs) (cairo_t *, const cairo_glyph_t *, int);
typedef void (*ShowTextGlyphs) (cairo_t *, const char *, int, const cairo_glyph_t *, int, const cairo_text_cluster_t *,
                                int, cairo_text_cluster_flags_t);

static gboolean are_left_out;

void
jal_glyphs_leave_out (gboolean leave_out)
{
  are_left_out = leave_out;
  jal_glyphs_forget_words ();
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

static gpointer
get_show_glyphs (void)
{
  static gpointer next;

  return find (&next, "cairo_show_glyphs");
}

/* Whether @glyph is a word. Judging it draws it, and what it draws may be letters. */
static gboolean
is_word (cairo_t *cr, const cairo_glyph_t *glyph)
{
  gboolean is;

  are_left_out = FALSE;
  is = jal_glyphs_is_word (cairo_get_font_face (cr), glyph->index);
  are_left_out = TRUE;
  return is;
}

static void
set_another_colour (cairo_t *cr)
{
  double red = 0, green, blue, alpha;

  if (cairo_pattern_get_rgba (cairo_get_source (cr), &red, &green, &blue, &alpha) != CAIRO_STATUS_SUCCESS)
    red = 0;
  cairo_set_source_rgb (cr, red > 0.25 && red < 0.75 ? 0 : 0.5, 0, 0);
}

/* Of glyphs that are left out, those that are not. */
static void
show_words (cairo_t *cr, const cairo_glyph_t *glyphs, int n)
{
  for (int i = 0; i < n; i++)
    if (is_word (cr, &glyphs[i]))
      {
        are_left_out = FALSE;
        cairo_save (cr);
        set_another_colour (cr);
        ((ShowGlyphs)get_show_glyphs ()) (cr, &glyphs[i], 1);
        cairo_restore (cr);
        are_left_out = TRUE;
      }
}

EXPORTED void
cairo_show_glyphs (cairo_t *cr, const cairo_glyph_t *glyphs, int num_glyphs)
{
  if (are_left_out)
    show_words (cr, glyphs, num_glyphs);
  else
    ((ShowGlyphs)get_show_glyphs ()) (cr, glyphs, num_glyphs);
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

  if (are_left_out)
    show_words (cr, glyphs, num_glyphs);
  else
    ((ShowTextGlyphs)find (&next, "cairo_show_text_glyphs")) (cr, utf8, utf8_len, glyphs, num_glyphs, clusters,
                                                              num_clusters, cluster_flags);
}
