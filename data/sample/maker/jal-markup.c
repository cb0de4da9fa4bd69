/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lines of a document's text, and what each puts on the paper. */
#include "jal-markup.h"

#include <cairo-pdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "jal-ink.h"
#include "jal-scan.h"

#define MAX_COLUMNS 16

typedef struct
{
  JalPaper *paper;
  JalMarkupDraw draw;
  const char *where;
  guint line;

  guint n_columns;
  double weights[MAX_COLUMNS];
  PangoAlignment aligns[MAX_COLUMNS];
  char *head; /* the table's head row, written again on each new page */
  double table_size;
  int outline[8]; /* the last outline entry of each level */
} Writer;

static void
wrong (Writer *writer, const char *what)
{
  g_printerr ("%s:%u: %s\n", writer->where, writer->line, what);
  exit (1);
}

static double
column_width (Writer *writer)
{
  return writer->paper->width - writer->paper->left - writer->paper->right;
}

static char *
cell (char **cells, guint i)
{
  return i < g_strv_length (cells) ? cells[i] : (char *)"";
}

static char **
split_cells (const char *text)
{
  char **cells = g_strsplit (text, "|", -1);

  for (guint i = 0; cells[i] != NULL; i++)
    g_strstrip (cells[i]);
  return cells;
}

/* Sees to it that a page is open before anything is drawn at paper->y. */
static void
ready (Writer *writer, double height)
{
  jal_paper_need (writer->paper, height);
}

static void
paragraph (Writer *writer, const char *markup, const char *font, double indent, PangoAlignment align, gboolean justify)
{
  JalPaper *paper = writer->paper;
  g_autoptr (PangoLayout) layout = jal_paper_layout (paper, markup, font, column_width (writer) - indent, align);

  pango_layout_set_justify (layout, justify);
  jal_paper_flow (paper, layout, paper->left + indent, TRUE);
}

/* "1. text", "(a) text", "- text": the sign hangs to the left of the text. */
static gboolean
hanging (Writer *writer, const char *text)
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
  ready (writer, 2 * paper->size * paper->leading * 1.2);
  jal_paper_put (paper, strcmp (sign, "-") == 0 ? "•" : sign, NULL, paper->left + MAX (indent - 28, 0), paper->y, 40, PANGO_ALIGN_LEFT);
  paragraph (writer, space + 1, NULL, indent, PANGO_ALIGN_LEFT, TRUE);
  paper->y += paper->size * 0.4;
  return TRUE;
}

/* --- Handwriting ---------------------------------------------------------------------------------------------- */

static void
ink (cairo_t *cr)
{
  cairo_set_source_rgb (cr, 0.09, 0.12, 0.36);
}

/* Words on ruled lines, as on a statement form filled in by hand. */
static void
hand_paragraph (Writer *writer, const char *text)
{
  JalPaper *paper = writer->paper;
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  double right = paper->width - paper->right;
  double size = 10.5;
  double pitch = 25;
  double x = paper->left + 14 + 6 * jal_dice_unit (&paper->dice);

  ready (writer, pitch);
  for (guint i = 0; words[i] != NULL; i++)
    {
      double width = jal_ink_hand_width (words[i], size);

      if (x + width > right + 6)
        {
          paper->y += pitch;
          ready (writer, pitch);
          x = paper->left + 2 + 5 * jal_dice_unit (&paper->dice);
        }
      if (x < paper->left + 24 || i == 0)
        {
          cairo_set_source_rgb (paper->cr, 0.6, 0.66, 0.8);
          cairo_set_line_width (paper->cr, 0.5);
          cairo_move_to (paper->cr, paper->left, paper->y + 18);
          cairo_line_to (paper->cr, right, paper->y + 18);
          cairo_stroke (paper->cr);
        }
      ink (paper->cr);
      x = jal_ink_hand (paper->cr, words[i], x, paper->y + 16.5, size, &paper->dice) + 5.5 + jal_dice_wobble (&paper->dice);
    }
  cairo_set_source_rgb (paper->cr, 0, 0, 0);
  paper->y += pitch;
}

/* A printed label and what was filled in behind it, on a dotted line. */
static void
filled (Writer *writer, const char *label, const char *value, gboolean by_hand)
{
  JalPaper *paper = writer->paper;
  g_autoptr (PangoLayout) layout = jal_paper_layout (paper, label, NULL, column_width (writer), PANGO_ALIGN_LEFT);
  double right = paper->width - paper->right;
  int label_width;
  double x, base;

  pango_layout_get_size (layout, &label_width, NULL);
  ready (writer, 24);
  base = paper->y + paper->size * 1.05;
  jal_paper_put (paper, label, NULL, paper->left, paper->y, column_width (writer), PANGO_ALIGN_LEFT);
  x = paper->left + (double)label_width / PANGO_SCALE + 6;
  cairo_save (paper->cr);
  cairo_set_line_width (paper->cr, 0.6);
  cairo_set_dash (paper->cr, (double[]){ 0.8, 2 }, 2, 0);
  cairo_move_to (paper->cr, x, base + 3);
  cairo_line_to (paper->cr, right, base + 3);
  cairo_stroke (paper->cr);
  cairo_restore (paper->cr);
  if (by_hand)
    {
      ink (paper->cr);
      jal_ink_hand (paper->cr, value, x + 5, base + 1, 10.5, &paper->dice);
      cairo_set_source_rgb (paper->cr, 0, 0, 0);
    }
  else
    jal_paper_put (paper, value, "Liberation Mono 10.5", x + 5, paper->y + 1, right - x, PANGO_ALIGN_LEFT);
  paper->y += by_hand ? 25 : 22;
}

/* --- Tables --------------------------------------------------------------------------------------------------- */

static void
set_columns (Writer *writer, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, " ", -1);
  double total = 0;

  writer->n_columns = 0;
  g_clear_pointer (&writer->head, g_free);
  for (guint i = 0; parts[i] != NULL; i++)
    {
      if (parts[i][0] == '\0')
        continue;
      if (writer->n_columns == MAX_COLUMNS)
        wrong (writer, "too many columns");
      writer->aligns[writer->n_columns] = strchr (parts[i], 'r') != NULL ? PANGO_ALIGN_RIGHT
                                          : strchr (parts[i], 'c') != NULL ? PANGO_ALIGN_CENTER
                                                                           : PANGO_ALIGN_LEFT;
      writer->weights[writer->n_columns] = atof (parts[i]);
      total += writer->weights[writer->n_columns++];
    }
  for (guint i = 0; i < writer->n_columns; i++)
    writer->weights[i] /= total;
}

static void
row (Writer *writer, const char *text, gboolean head, gboolean by_hand)
{
  JalPaper *paper = writer->paper;
  g_auto (GStrv) cells = split_cells (text);
  g_autofree char *font = g_strdup_printf ("%s %s%.1f", paper->family, head ? "Bold " : "", writer->table_size);
  PangoLayout *layouts[MAX_COLUMNS];
  double height = by_hand ? 24 : 0;
  double x = paper->left;

  if (writer->n_columns == 0)
    wrong (writer, "a row before the columns are set");
  for (guint i = 0; i < writer->n_columns; i++)
    {
      int h;

      layouts[i] = jal_paper_layout (paper, by_hand ? "" : cell (cells, i), font, writer->weights[i] * column_width (writer) - 8, writer->aligns[i]);
      pango_layout_get_size (layouts[i], NULL, &h);
      height = MAX (height, (double)h / PANGO_SCALE + 6);
    }
  if (paper->cr == NULL || paper->y + height > paper->height - paper->bottom)
    {
      jal_paper_turn (paper);
      if (!head && writer->head != NULL)
        row (writer, writer->head, TRUE, FALSE);
    }
  cairo_set_line_width (paper->cr, 0.5);
  for (guint i = 0; i < writer->n_columns; i++)
    {
      double width = writer->weights[i] * column_width (writer);

      cairo_rectangle (paper->cr, x, paper->y, width, height);
      if (head)
        {
          cairo_set_source_rgb (paper->cr, 0.9, 0.9, 0.88);
          cairo_fill_preserve (paper->cr);
        }
      cairo_set_source_rgb (paper->cr, 0.25, 0.25, 0.25);
      cairo_stroke (paper->cr);
      cairo_set_source_rgb (paper->cr, 0, 0, 0);
      if (by_hand)
        {
          ink (paper->cr);
          jal_ink_hand (paper->cr, cell (cells, i), x + 4, paper->y + 17, 9, &paper->dice);
          cairo_set_source_rgb (paper->cr, 0, 0, 0);
        }
      else
        {
          cairo_move_to (paper->cr, x + 4, paper->y + 3);
          pango_cairo_show_layout (paper->cr, layouts[i]);
        }
      x += width;
      g_object_unref (layouts[i]);
    }
  paper->y += height;
}

static void
table_line (Writer *writer, const char *line)
{
  const char *text = line + 2;

  switch (line[1])
    {
    case ':':
      set_columns (writer, text);
      break;
    case '=':
      g_free (writer->head);
      writer->head = g_strdup (text);
      row (writer, text, TRUE, FALSE);
      break;
    case '~':
      row (writer, text, FALSE, TRUE);
      break;
    default:
      row (writer, line + 1, FALSE, FALSE);
      break;
    }
}

/* --- Form fields ---------------------------------------------------------------------------------------------- */

static void
form_field (Writer *writer, char **cells, gboolean tick)
{
  JalPaper *paper = writer->paper;
  JalPaperField field = { 0 };
  double label = tick ? column_width (writer) - 30 : column_width (writer) * 0.40;
  double height;

  ready (writer, 40);
  height = jal_paper_put (paper, cell (cells, 1), NULL, paper->left + (tick ? 24 : 0), paper->y + 2, label - 8, PANGO_ALIGN_LEFT);
  field.page = paper->page - 1;
  field.x = tick ? paper->left : paper->left + label;
  field.y = paper->y;
  field.width = tick ? 14 : column_width (writer) - label;
  field.height = tick ? 14 : MAX (20, strlen (cell (cells, 2)) > 48 ? 32 : 20);
  field.name = g_strdup (cell (cells, 0));
  field.label = g_strdup (cell (cells, 1));
  field.value = g_strdup (cell (cells, 2));
  field.tick = tick;
  cairo_set_source_rgb (paper->cr, 0.45, 0.45, 0.5);
  cairo_set_line_width (paper->cr, 0.6);
  cairo_rectangle (paper->cr, field.x, field.y, field.width, field.height);
  cairo_stroke (paper->cr);
  cairo_set_source_rgb (paper->cr, 0, 0, 0);
  g_array_append_val (paper->fields, field);
  paper->y += MAX (height + 6, field.height + 7);
}

/* --- Everything that begins with @ ----------------------------------------------------------------------------- */

static void
sign (Writer *writer, char **cells)
{
  JalPaper *paper = writer->paper;
  g_autofree char *words = NULL;

  ready (writer, 106);
  paper->y += 8;
  jal_ink_sign (paper->cr, cell (cells, 0), paper->left + 10, paper->y + 36, 130);
  cairo_set_source_rgb (paper->cr, 0, 0, 0);
  cairo_set_line_width (paper->cr, 0.6);
  cairo_move_to (paper->cr, paper->left, paper->y + 42);
  cairo_rel_line_to (paper->cr, 210, 0);
  cairo_stroke (paper->cr);
  words = g_strdup_printf ("<b>%s</b>\n%s%s%s", cell (cells, 0), cell (cells, 1), *cell (cells, 2) != '\0' ? "\n" : "", cell (cells, 2));
  paper->y += 46 + jal_paper_put (paper, words, "Liberation Serif 10.5", paper->left, paper->y + 46, 260, PANGO_ALIGN_LEFT);
}

static void
court_heading (Writer *writer)
{
  JalPaper *paper = writer->paper;
  double leading = paper->leading;

  paper->leading = 1.15;
  paragraph (writer, "<b>REPUBLIC OF KENYA</b>", NULL, 0, PANGO_ALIGN_CENTER, FALSE);
  paragraph (writer, "<b>IN THE CHIEF MAGISTRATE’S COURT AT MOMBASA</b>", NULL, 0, PANGO_ALIGN_CENTER, FALSE);
  paragraph (writer, "<b>CRIMINAL CASE NO. MCSO/E000/2026 (SAMPLE)</b>", NULL, 0, PANGO_ALIGN_CENTER, FALSE);
  paper->leading = leading;
  paper->y += 10;
}

static void
party (Writer *writer, const char *name, const char *role)
{
  JalPaper *paper = writer->paper;

  ready (writer, 18);
  jal_paper_put (paper, role, NULL, paper->left, paper->y, column_width (writer), PANGO_ALIGN_RIGHT);
  paragraph (writer, name, NULL, 0, PANGO_ALIGN_LEFT, FALSE);
}

static void
parties (Writer *writer)
{
  party (writer, "<b>REPUBLIC</b> …………………………………………", "<b>PROSECUTOR</b>");
  paragraph (writer, "<b>VERSUS</b>", NULL, 0, PANGO_ALIGN_CENTER, FALSE);
  party (writer, "<b>KOMBO TARAFALI</b> ……………………………", "<b>1ST ACCUSED</b>");
  party (writer, "<b>DENO RUVIKA</b> …………………………………", "<b>2ND ACCUSED</b>");
  party (writer, "<b>C.W.</b> (related to the child; name withheld) …", "<b>3RD ACCUSED</b>");
  writer->paper->y += 8;
}

static void
set_option (Writer *writer, const char *text)
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
    wrong (writer, "no such setting");
}

static void
outline (Writer *writer, char **cells)
{
  JalPaper *paper = writer->paper;
  int level = atoi (cell (cells, 0));
  g_autofree char *place = NULL;

  if (level < 1 || level > 7)
    wrong (writer, "an outline has levels 1 to 7");
  ready (writer, 60);
  place = g_strdup_printf ("page=%u pos=[%.0f %.0f]", paper->page, paper->left, paper->y);
  writer->outline[level]
      = cairo_pdf_surface_add_outline (paper->pdf, writer->outline[level - 1], cell (cells, 1), place, CAIRO_PDF_OUTLINE_FLAG_OPEN);
}

static void
link_line (Writer *writer, char **cells)
{
  JalPaper *paper = writer->paper;
  g_autofree char *attributes = g_strdup_printf ("dest='%s'", cell (cells, 0));
  g_autofree char *markup = g_strdup_printf ("<span foreground=\"#1a3d8f\"><u>%s</u></span>", cell (cells, 1));

  ready (writer, 22);
  cairo_tag_begin (paper->cr, CAIRO_TAG_LINK, attributes);
  paper->y += jal_paper_put (paper, markup, NULL, paper->left + 28, paper->y, column_width (writer) - 28, PANGO_ALIGN_LEFT) + 6;
  cairo_tag_end (paper->cr, CAIRO_TAG_LINK);
}

static void
destination (Writer *writer, const char *name)
{
  JalPaper *paper = writer->paper;
  g_autofree char *attributes = NULL;

  ready (writer, 60);
  attributes = g_strdup_printf ("name='%s' x=%.0f y=%.0f", name, paper->left, paper->y);
  cairo_tag_begin (paper->cr, CAIRO_TAG_DEST, attributes);
  cairo_tag_end (paper->cr, CAIRO_TAG_DEST);
}

/* A photograph pasted into a report: drawn small, packed as a JPEG. */
static void
photo (Writer *writer, char **cells)
{
  JalPaper *paper = writer->paper;
  cairo_surface_t *small = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 600, 800);
  cairo_t *cr = cairo_create (small);
  JalRaster raster = { 0 };
  g_autoptr (GBytes) jpeg = NULL;
  double height = 356, width = 267;
  double x = (paper->width - width) / 2;

  ready (writer, height + 50);
  if (!writer->draw (cr, cell (cells, 0), 0, 0, 600, 800))
    wrong (writer, "no such scene");
  jal_raster_from_surface (&raster, small, FALSE);
  jal_raster_soil (&raster, 10, 0, &paper->dice);
  jpeg = jal_raster_to_jpeg (&raster, 80, NULL);
  cairo_destroy (cr);
  cairo_surface_destroy (small);
  small = jal_picture_from_jpeg (jpeg, raster.width, raster.height);
  cairo_save (paper->cr);
  cairo_translate (paper->cr, x, paper->y);
  cairo_rectangle (paper->cr, -3, -3, width + 6, height + 6);
  cairo_set_line_width (paper->cr, 0.5);
  cairo_stroke (paper->cr);
  cairo_scale (paper->cr, width / raster.width, height / raster.height);
  cairo_set_source_surface (paper->cr, small, 0, 0);
  cairo_paint (paper->cr);
  cairo_restore (paper->cr);
  cairo_surface_destroy (small);
  jal_raster_clear (&raster);
  cairo_set_source_rgb (paper->cr, 0, 0, 0);
  paper->y += height + 8;
  paragraph (writer, cell (cells, 1), "Liberation Serif Italic 10.5", 0, PANGO_ALIGN_CENTER, FALSE);
  paper->y += 14;
}

static void
command (Writer *writer, const char *line)
{
  JalPaper *paper = writer->paper;
  g_auto (GStrv) head = g_strsplit (line + 1, " ", 2);
  const char *verb = head[0];
  const char *rest = head[0] != NULL && head[1] != NULL ? head[1] : "";
  g_auto (GStrv) cells = split_cells (rest);

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
    sign (writer, cells);
  else if (strcmp (verb, "field") == 0 || strcmp (verb, "hand") == 0)
    filled (writer, cell (cells, 0), cell (cells, 1), verb[0] == 'h');
  else if (strcmp (verb, "form") == 0 || strcmp (verb, "tick") == 0)
    form_field (writer, cells, verb[0] == 't');
  else if (strcmp (verb, "outline") == 0)
    outline (writer, cells);
  else if (strcmp (verb, "link") == 0)
    link_line (writer, cells);
  else if (strcmp (verb, "dest") == 0)
    destination (writer, cell (cells, 0));
  else if (strcmp (verb, "photo") == 0)
    photo (writer, cells);
  else if (strcmp (verb, "rule") == 0)
    {
      ready (writer, 12);
      cairo_set_line_width (paper->cr, 0.8);
      cairo_move_to (paper->cr, paper->left, paper->y + 4);
      cairo_rel_line_to (paper->cr, column_width (writer), 0);
      cairo_stroke (paper->cr);
      paper->y += 12;
    }
  else if (strcmp (verb, "stamp") == 0)
    {
      ready (writer, 20);
      jal_ink_stamp (paper->cr, cell (cells, 0), cell (cells, 1), cell (cells, 2), paper->width - paper->right - 62, paper->y - 26, 46,
                     0.25 * jal_dice_wobble (&paper->dice));
      cairo_set_source_rgb (paper->cr, 0, 0, 0);
    }
  else if (strcmp (verb, "received") == 0)
    {
      ready (writer, 20);
      jal_ink_box_stamp (paper->cr, (const char *const *)cells, paper->width - paper->right - 70, paper->y - 18, 0.12 * jal_dice_wobble (&paper->dice));
      cairo_set_source_rgb (paper->cr, 0, 0, 0);
    }
  else if (strcmp (verb, "draw") == 0)
    {
      double height = *cell (cells, 1) != '\0' ? atof (cell (cells, 1)) : paper->height - paper->bottom - paper->y - 4;

      ready (writer, height);
      if (!writer->draw (paper->cr, cell (cells, 0), paper->left, paper->y, column_width (writer), height))
        wrong (writer, "no such picture");
      cairo_set_source_rgb (paper->cr, 0, 0, 0);
      paper->y += height;
    }
  else
    wrong (writer, "no such command");
}

static void
write_line (Writer *writer, const char *line)
{
  JalPaper *paper = writer->paper;

  if (line[0] == '\0')
    paper->y += paper->cr != NULL ? paper->size * 0.55 : 0;
  else if (g_str_has_prefix (line, "## "))
    {
      g_autofree char *markup = g_strdup_printf ("<b>%s</b>", line + 3);

      paper->y += 6;
      ready (writer, 60);
      paragraph (writer, markup, NULL, 0, PANGO_ALIGN_LEFT, FALSE);
      paper->y += 4;
    }
  else if (g_str_has_prefix (line, "# "))
    {
      g_autofree char *markup = g_strdup_printf ("<b><u>%s</u></b>", line + 2);

      paragraph (writer, markup, NULL, 0, PANGO_ALIGN_CENTER, FALSE);
      paper->y += 8;
    }
  else if (g_str_has_prefix (line, "^ "))
    paragraph (writer, line + 2, NULL, 0, PANGO_ALIGN_CENTER, FALSE);
  else if (g_str_has_prefix (line, "> "))
    paragraph (writer, line + 2, NULL, 0, PANGO_ALIGN_RIGHT, FALSE);
  else if (g_str_has_prefix (line, "% "))
    paragraph (writer, line + 2, "Liberation Sans 9", 0, PANGO_ALIGN_LEFT, FALSE);
  else if (g_str_has_prefix (line, "~ "))
    hand_paragraph (writer, line + 2);
  else if (line[0] == '|')
    table_line (writer, line);
  else if (line[0] == '@')
    command (writer, line);
  else if (!hanging (writer, line))
    {
      paragraph (writer, line, NULL, 0, PANGO_ALIGN_LEFT, TRUE);
      paper->y += paper->size * 0.35;
    }
}

void
jal_markup_write (JalPaper *paper, const char *text, const char *where, JalMarkupDraw draw)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  Writer writer = { .paper = paper, .draw = draw, .where = where, .table_size = 9.5 };

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
