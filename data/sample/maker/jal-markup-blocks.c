/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is more than a line of type: handwriting, tables, form fields, signatures, photographs. */
#include "jal-markup-private.h"

#include <stdlib.h>
#include <string.h>

#include "jal-ink.h"
#include "jal-scan.h"

/* --- Handwriting ---------------------------------------------------------------------------------------------- */

static void
ink (cairo_t *cr)
{
  cairo_set_source_rgb (cr, 0.09, 0.12, 0.36);
}

/* Words on ruled lines, as on a statement form filled in by hand. */
void
jal_markup_hand (JalMarkupWriter *writer, const char *text)
{
  JalPaper *paper = writer->paper;
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  double right = paper->width - paper->right;
  double size = 10.5;
  double pitch = 25;
  double x = paper->left + 14 + 6 * jal_dice_unit (&paper->dice);

  jal_markup_ready (writer, pitch);
  for (guint i = 0; words[i] != NULL; i++)
    {
      double width = jal_ink_hand_width (words[i], size);

      if (x + width > right + 6)
        {
          paper->y += pitch;
          jal_markup_ready (writer, pitch);
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
void
jal_markup_filled (JalMarkupWriter *writer, const char *label, const char *value, gboolean by_hand)
{
  JalPaper *paper = writer->paper;
  g_autoptr (PangoLayout) layout = jal_paper_layout (paper, label, NULL, jal_markup_column (writer), PANGO_ALIGN_LEFT);
  double right = paper->width - paper->right;
  int label_width;
  double x, base;

  pango_layout_get_size (layout, &label_width, NULL);
  jal_markup_ready (writer, 24);
  base = paper->y + paper->size * 1.05;
  jal_paper_put (paper, label, NULL, paper->left, paper->y, jal_markup_column (writer), PANGO_ALIGN_LEFT);
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
set_columns (JalMarkupWriter *writer, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, " ", -1);
  double total = 0;

  writer->n_columns = 0;
  g_clear_pointer (&writer->head, g_free);
  for (guint i = 0; parts[i] != NULL; i++)
    {
      if (parts[i][0] == '\0')
        continue;
      if (writer->n_columns == JAL_MARKUP_MAX_COLUMNS)
        jal_markup_wrong (writer, "too many columns");
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
row (JalMarkupWriter *writer, const char *text, gboolean head, gboolean by_hand)
{
  JalPaper *paper = writer->paper;
  g_auto (GStrv) cells = jal_markup_split (text);
  g_autofree char *font = g_strdup_printf ("%s %s%.1f", paper->family, head ? "Bold " : "", writer->table_size);
  PangoLayout *layouts[JAL_MARKUP_MAX_COLUMNS];
  double height = by_hand ? 24 : 0;
  double x = paper->left;

  if (writer->n_columns == 0)
    jal_markup_wrong (writer, "a row before the columns are set");
  for (guint i = 0; i < writer->n_columns; i++)
    {
      int h;

      layouts[i] = jal_paper_layout (paper, by_hand ? "" : jal_markup_cell (cells, i), font, writer->weights[i] * jal_markup_column (writer) - 8, writer->aligns[i]);
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
      double width = writer->weights[i] * jal_markup_column (writer);

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
          jal_ink_hand (paper->cr, jal_markup_cell (cells, i), x + 4, paper->y + 17, 9, &paper->dice);
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

void
jal_markup_table (JalMarkupWriter *writer, const char *line)
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

void
jal_markup_field (JalMarkupWriter *writer, char **cells, gboolean tick)
{
  JalPaper *paper = writer->paper;
  JalPaperField field = { 0 };
  double label = tick ? jal_markup_column (writer) - 30 : jal_markup_column (writer) * 0.40;
  double height;

  jal_markup_ready (writer, 40);
  height = jal_paper_put (paper, jal_markup_cell (cells, 1), NULL, paper->left + (tick ? 24 : 0), paper->y + 2, label - 8, PANGO_ALIGN_LEFT);
  field.page = paper->page - 1;
  field.x = tick ? paper->left : paper->left + label;
  field.y = paper->y;
  field.width = tick ? 14 : jal_markup_column (writer) - label;
  field.height = tick ? 14 : MAX (20, strlen (jal_markup_cell (cells, 2)) > 48 ? 32 : 20);
  field.name = g_strdup (jal_markup_cell (cells, 0));
  field.label = g_strdup (jal_markup_cell (cells, 1));
  field.value = g_strdup (jal_markup_cell (cells, 2));
  field.tick = tick;
  cairo_set_source_rgb (paper->cr, 0.45, 0.45, 0.5);
  cairo_set_line_width (paper->cr, 0.6);
  cairo_rectangle (paper->cr, field.x, field.y, field.width, field.height);
  cairo_stroke (paper->cr);
  cairo_set_source_rgb (paper->cr, 0, 0, 0);
  g_array_append_val (paper->fields, field);
  paper->y += MAX (height + 6, field.height + 7);
}

/* --- Signatures and photographs ------------------------------------------------------------------------------- */

void
jal_markup_sign (JalMarkupWriter *writer, char **cells)
{
  JalPaper *paper = writer->paper;
  g_autofree char *words = NULL;

  jal_markup_ready (writer, 106);
  paper->y += 8;
  jal_ink_sign (paper->cr, jal_markup_cell (cells, 0), paper->left + 10, paper->y + 36, 130);
  cairo_set_source_rgb (paper->cr, 0, 0, 0);
  cairo_set_line_width (paper->cr, 0.6);
  cairo_move_to (paper->cr, paper->left, paper->y + 42);
  cairo_rel_line_to (paper->cr, 210, 0);
  cairo_stroke (paper->cr);
  words = g_strdup_printf ("<b>%s</b>\n%s%s%s", jal_markup_cell (cells, 0), jal_markup_cell (cells, 1), *jal_markup_cell (cells, 2) != '\0' ? "\n" : "", jal_markup_cell (cells, 2));
  paper->y += 46 + jal_paper_put (paper, words, "Liberation Serif 10.5", paper->left, paper->y + 46, 260, PANGO_ALIGN_LEFT) + 8;
}

/* A photograph pasted into a report: drawn small, packed as a JPEG. */
void
jal_markup_photo (JalMarkupWriter *writer, char **cells)
{
  JalPaper *paper = writer->paper;
  cairo_surface_t *small = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 600, 800);
  cairo_t *cr = cairo_create (small);
  JalRaster raster = { 0 };
  g_autoptr (GBytes) jpeg = NULL;
  double height = 356, width = 267;
  double x = (paper->width - width) / 2;

  jal_markup_ready (writer, height + 50);
  if (!writer->draw (cr, jal_markup_cell (cells, 0), 0, 0, 600, 800))
    jal_markup_wrong (writer, "no such scene");
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
  jal_markup_paragraph (writer, jal_markup_cell (cells, 1), "Liberation Serif Italic 10.5", 0, PANGO_ALIGN_CENTER, FALSE);
  paper->y += 14;
}
