/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lines of a document's text, and what each puts on the paper. */
#include "jal-markup-private.h"

#include <cairo-pdf.h>
#include <stdlib.h>
#include <string.h>

#include "jal-ink.h"

void
jal_markup_wrong (JalMarkupWriter *writer, const char *what)
{
  g_printerr ("%s:%u: %s\n", writer->where, writer->line, what);
  exit (1);
}

double
jal_markup_column (JalMarkupWriter *writer)
{
  return writer->paper->width - writer->paper->left - writer->paper->right;
}

char *
jal_markup_cell (char **cells, guint i)
{
  return i < g_strv_length (cells) ? cells[i] : (char *)"";
}

char **
jal_markup_split (const char *text)
{
  char **cells = g_strsplit (text, "|", -1);

  for (guint i = 0; cells[i] != NULL; i++)
    g_strstrip (cells[i]);
  return cells;
}

/* Sees to it that a page is open before anything is drawn at paper->y. */
void
jal_markup_ready (JalMarkupWriter *writer, double height)
{
  jal_paper_need (writer->paper, height);
}

void
jal_markup_paragraph (JalMarkupWriter *writer, const char *markup, const char *font, double indent, PangoAlignment align, gboolean justify)
{
  JalPaper *paper = writer->paper;
  g_autoptr (PangoLayout) layout = jal_paper_layout (paper, markup, font, jal_markup_column (writer) - indent, align);

  pango_layout_set_justify (layout, justify);
  jal_paper_flow (paper, layout, paper->left + indent, TRUE);
}

/* "1. text", "(a) text", "- text": the sign hangs to the left of the text. */
static gboolean
hanging (JalMarkupWriter *writer, const char *text)
{
  JalPaper *paper = writer->paper;
  const char *space = strchr (text, ' ');
  g_autofree char *sign = NULL;
  double indent;

  if (space == NULL || space - text > 5)
    return FALSE;
  sign = g_strndup (text, (gsize)(space - text));
  if (g_ascii_isdigit (sign[0]) && g_str_has_suffix (sign, "."))
    indent = 28;
  else if (sign[0] == '(' && g_str_has_suffix (sign, ")"))
    indent = 56;
  else if (strcmp (sign, "-") == 0)
    indent = 44;
  else
    return FALSE;
  jal_markup_ready (writer, 2 * paper->size * paper->leading * 1.2);
  jal_paper_put (paper, strcmp (sign, "-") == 0 ? "•" : sign, NULL, paper->left + MAX (indent - 28, 0), paper->y, 40, PANGO_ALIGN_LEFT);
  jal_markup_paragraph (writer, space + 1, NULL, indent, PANGO_ALIGN_LEFT, TRUE);
  paper->y += paper->size * 0.4;
  return TRUE;
}

/* --- Everything that begins with @ ----------------------------------------------------------------------------- */

static void
court_heading (JalMarkupWriter *writer)
{
  JalPaper *paper = writer->paper;
  double leading = paper->leading;

  paper->leading = 1.15;
  jal_markup_paragraph (writer, "<b>REPUBLIC OF KENYA</b>", NULL, 0, PANGO_ALIGN_CENTER, FALSE);
  jal_markup_paragraph (writer, "<b>IN THE CHIEF MAGISTRATE’S COURT AT MOMBASA</b>", NULL, 0, PANGO_ALIGN_CENTER, FALSE);
  jal_markup_paragraph (writer, "<b>CRIMINAL CASE NO. MCSO/E000/2026 (SAMPLE)</b>", NULL, 0, PANGO_ALIGN_CENTER, FALSE);
  paper->leading = leading;
  paper->y += 10;
}

static void
party (JalMarkupWriter *writer, const char *name, const char *role)
{
  JalPaper *paper = writer->paper;

  jal_markup_ready (writer, 18);
  jal_paper_put (paper, role, NULL, paper->left, paper->y, jal_markup_column (writer), PANGO_ALIGN_RIGHT);
  jal_markup_paragraph (writer, name, NULL, 0, PANGO_ALIGN_LEFT, FALSE);
}

static void
parties (JalMarkupWriter *writer)
{
  party (writer, "<b>REPUBLIC</b> …………………………………………", "<b>PROSECUTOR</b>");
  jal_markup_paragraph (writer, "<b>VERSUS</b>", NULL, 0, PANGO_ALIGN_CENTER, FALSE);
  party (writer, "<b>KOMBO TARAFALI</b> ……………………………", "<b>1ST ACCUSED</b>");
  party (writer, "<b>DENO RUVIKA</b> …………………………………", "<b>2ND ACCUSED</b>");
  party (writer, "<b>C.W.</b> (related to the child; name withheld) …", "<b>3RD ACCUSED</b>");
  writer->paper->y += 8;
}

static void
set_option (JalMarkupWriter *writer, const char *text)
{
  JalPaper *paper = writer->paper;
  g_auto (GStrv) parts = g_strsplit (text, " ", 2);
  const char *value = parts[0] != NULL && parts[1] != NULL ? parts[1] : "";

  if (strcmp (parts[0], "family") == 0)
    {
      g_free (paper->family);
      paper->family = g_strdup (value);
    }
  else if (strcmp (parts[0], "size") == 0)
    paper->size = atof (value);
  else if (strcmp (parts[0], "leading") == 0)
    paper->leading = atof (value);
  else if (strcmp (parts[0], "lines") == 0)
    paper->line_numbers = strcmp (value, "on") == 0;
  else if (strcmp (parts[0], "margin") == 0)
    paper->left = paper->right = atof (value);
  else if (strcmp (parts[0], "table") == 0)
    writer->table_size = atof (value);
  else
    jal_markup_wrong (writer, "no such setting");
}

static void
outline (JalMarkupWriter *writer, char **cells)
{
  JalPaper *paper = writer->paper;
  int level = atoi (jal_markup_cell (cells, 0));
  g_autofree char *place = NULL;

  if (level < 1 || level > 7)
    jal_markup_wrong (writer, "an outline has levels 1 to 7");
  jal_markup_ready (writer, 60);
  place = g_strdup_printf ("page=%u pos=[%.0f %.0f]", paper->page, paper->left, paper->y);
  writer->outline[level]
      = cairo_pdf_surface_add_outline (paper->pdf, writer->outline[level - 1], jal_markup_cell (cells, 1), place, CAIRO_PDF_OUTLINE_FLAG_OPEN);
}

static void
link_line (JalMarkupWriter *writer, char **cells)
{
  JalPaper *paper = writer->paper;
  g_autofree char *attributes = g_strdup_printf ("dest='%s'", jal_markup_cell (cells, 0));
  g_autofree char *markup = g_strdup_printf ("<span foreground=\"#1a3d8f\"><u>%s</u></span>", jal_markup_cell (cells, 1));

  jal_markup_ready (writer, 22);
  cairo_tag_begin (paper->cr, CAIRO_TAG_LINK, attributes);
  paper->y += jal_paper_put (paper, markup, NULL, paper->left + 28, paper->y, jal_markup_column (writer) - 28, PANGO_ALIGN_LEFT) + 6;
  cairo_tag_end (paper->cr, CAIRO_TAG_LINK);
}

static void
destination (JalMarkupWriter *writer, const char *name)
{
  JalPaper *paper = writer->paper;
  g_autofree char *attributes = NULL;

  jal_markup_ready (writer, 60);
  attributes = g_strdup_printf ("name='%s' x=%.0f y=%.0f", name, paper->left, paper->y);
  cairo_tag_begin (paper->cr, CAIRO_TAG_DEST, attributes);
  cairo_tag_end (paper->cr, CAIRO_TAG_DEST);
}

static void
command (JalMarkupWriter *writer, const char *line)
{
  JalPaper *paper = writer->paper;
  g_auto (GStrv) head = g_strsplit (line + 1, " ", 2);
  const char *verb = head[0];
  const char *rest = head[0] != NULL && head[1] != NULL ? head[1] : "";
  g_auto (GStrv) cells = jal_markup_split (rest);

  if (strcmp (verb, "turn") == 0)
    jal_paper_turn (paper);
  else if (strcmp (verb, "space") == 0)
    paper->y += atof (rest);
  else if (strcmp (verb, "set") == 0)
    set_option (writer, rest);
  else if (strcmp (verb, "court") == 0)
    court_heading (writer);
  else if (strcmp (verb, "parties") == 0)
    parties (writer);
  else if (strcmp (verb, "sign") == 0)
    jal_markup_sign (writer, cells);
  else if (strcmp (verb, "field") == 0 || strcmp (verb, "hand") == 0)
    jal_markup_filled (writer, jal_markup_cell (cells, 0), jal_markup_cell (cells, 1), verb[0] == 'h');
  else if (strcmp (verb, "form") == 0 || strcmp (verb, "tick") == 0)
    jal_markup_field (writer, cells, verb[0] == 't');
  else if (strcmp (verb, "outline") == 0)
    outline (writer, cells);
  else if (strcmp (verb, "link") == 0)
    link_line (writer, cells);
  else if (strcmp (verb, "dest") == 0)
    destination (writer, jal_markup_cell (cells, 0));
  else if (strcmp (verb, "photo") == 0)
    jal_markup_photo (writer, cells);
  else if (strcmp (verb, "rule") == 0)
    {
      jal_markup_ready (writer, 12);
      cairo_set_line_width (paper->cr, 0.8);
      cairo_move_to (paper->cr, paper->left, paper->y + 4);
      cairo_rel_line_to (paper->cr, jal_markup_column (writer), 0);
      cairo_stroke (paper->cr);
      paper->y += 12;
    }
  else if (strcmp (verb, "stamp") == 0)
    {
      jal_markup_ready (writer, 20);
      jal_ink_stamp (paper->cr, jal_markup_cell (cells, 0), jal_markup_cell (cells, 1), jal_markup_cell (cells, 2), paper->width - paper->right - 62, paper->y - 26, 46,
                     0.25 * jal_dice_wobble (&paper->dice));
      cairo_set_source_rgb (paper->cr, 0, 0, 0);
    }
  else if (strcmp (verb, "received") == 0)
    {
      jal_markup_ready (writer, 20);
      jal_ink_box_stamp (paper->cr, (const char *const *)cells, paper->width - paper->right - 70, paper->y - 18, 0.12 * jal_dice_wobble (&paper->dice));
      cairo_set_source_rgb (paper->cr, 0, 0, 0);
    }
  else if (strcmp (verb, "draw") == 0)
    {
      double height = *jal_markup_cell (cells, 1) != '\0' ? atof (jal_markup_cell (cells, 1)) : paper->height - paper->bottom - paper->y - 4;

      jal_markup_ready (writer, height);
      if (!writer->draw (paper->cr, jal_markup_cell (cells, 0), paper->left, paper->y, jal_markup_column (writer), height))
        jal_markup_wrong (writer, "no such picture");
      cairo_set_source_rgb (paper->cr, 0, 0, 0);
      paper->y += height;
    }
  else
    jal_markup_wrong (writer, "no such command");
}

static void
write_line (JalMarkupWriter *writer, const char *line)
{
  JalPaper *paper = writer->paper;

  if (line[0] == '\0')
    paper->y += paper->cr != NULL ? paper->size * 0.55 : 0;
  else if (g_str_has_prefix (line, "## "))
    {
      g_autofree char *markup = g_strdup_printf ("<b>%s</b>", line + 3);

      paper->y += 6;
      jal_markup_ready (writer, 60);
      jal_markup_paragraph (writer, markup, NULL, 0, PANGO_ALIGN_LEFT, FALSE);
      paper->y += 4;
    }
  else if (g_str_has_prefix (line, "# "))
    {
      g_autofree char *markup = g_strdup_printf ("<b><u>%s</u></b>", line + 2);

      jal_markup_paragraph (writer, markup, NULL, 0, PANGO_ALIGN_CENTER, FALSE);
      paper->y += 8;
    }
  else if (g_str_has_prefix (line, "^ "))
    jal_markup_paragraph (writer, line + 2, NULL, 0, PANGO_ALIGN_CENTER, FALSE);
  else if (g_str_has_prefix (line, "> "))
    jal_markup_paragraph (writer, line + 2, NULL, 0, PANGO_ALIGN_RIGHT, FALSE);
  else if (g_str_has_prefix (line, "% "))
    jal_markup_paragraph (writer, line + 2, "Liberation Sans 9", 0, PANGO_ALIGN_LEFT, FALSE);
  else if (g_str_has_prefix (line, "~ "))
    jal_markup_hand (writer, line + 2);
  else if (line[0] == '|')
    jal_markup_table (writer, line);
  else if (line[0] == '@')
    command (writer, line);
  else if (!hanging (writer, line))
    {
      jal_markup_paragraph (writer, line, NULL, 0, PANGO_ALIGN_LEFT, TRUE);
      paper->y += paper->size * 0.35;
    }
}

void
jal_markup_write (JalPaper *paper, const char *text, const char *where, JalMarkupDraw draw)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  JalMarkupWriter writer = { .paper = paper, .draw = draw, .where = where, .table_size = 9.5 };

  if (paper->cr == NULL)
    jal_paper_turn (paper);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      writer.line = i + 1;
      if (g_str_has_prefix (lines[i], "//") || (lines[i][0] == '\0' && lines[i + 1] == NULL))
        continue;
      write_line (&writer, lines[i]);
    }
  g_free (writer.head);
}
