/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "jal-dice.h"

G_BEGIN_DECLS

/* Everything below is drawn in the units of @cr; colours are set by the function. */

/* A made-up signature about @width wide, its line at (@x, @y); the same @name gives the same scribble. */
void jal_ink_sign (cairo_t *cr, const char *name, double x, double y, double width);
/* A round stamp of @radius around (@x, @y): @around on the ring, @across and @below in the middle. */
void jal_ink_stamp (cairo_t *cr, const char *around, const char *across, const char *below, double x, double y, double radius, double angle);
/* A rectangular "received" stamp with up to three lines, centred on (@x, @y). */
void jal_ink_box_stamp (cairo_t *cr, const char *const *lines, double x, double y, double angle);

/* Handwriting: one stroke a letter, with a hand that shakes a little. ASCII letters, digits and common marks. */
double jal_ink_hand_width (const char *text, double size);
/* Returns the x where the pen stopped. @y is the line the letters stand on, @size the height of a capital letter. */
double jal_ink_hand (cairo_t *cr, const char *text, double x, double y, double size, JalDice *dice);

G_END_DECLS
