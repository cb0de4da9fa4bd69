/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A small generator of numbers that gives the same ones on every machine: xorshift64*, seeded by a word. */
typedef struct
{
  guint64 state;
} JalDice;

void jal_dice_init (JalDice *dice, const char *seed);
guint32 jal_dice_next (JalDice *dice);
/* 0 ≤ result < 1. */
double jal_dice_unit (JalDice *dice);
/* −1 … 1, more often near 0. */
double jal_dice_wobble (JalDice *dice);
/* 0 … @n−1; @n at least 1. */
guint jal_dice_below (JalDice *dice, guint n);

G_END_DECLS
