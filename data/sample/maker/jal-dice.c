/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sample must come out with the same bytes on every run, so its "chance" is computed. */
#include "jal-dice.h"

void
jal_dice_init (JalDice *dice, const char *seed)
{
  guint64 hash = G_GUINT64_CONSTANT (0xcbf29ce484222325);

  for (const char *p = seed; *p != '\0'; p++)
    hash = (hash ^ (guchar)*p) * G_GUINT64_CONSTANT (0x100000001b3);
  dice->state = hash != 0 ? hash : 1;
  for (int i = 0; i < 8; i++)
    jal_dice_next (dice);
}

guint32
jal_dice_next (JalDice *dice)
{
  dice->state ^= dice->state >> 12;
  dice->state ^= dice->state << 25;
  dice->state ^= dice->state >> 27;
  return (guint32)((dice->state * G_GUINT64_CONSTANT (0x2545f4914f6cdd1d)) >> 32);
}

double
jal_dice_unit (JalDice *dice)
{
  return jal_dice_next (dice) / 4294967296.0;
}

double
jal_dice_wobble (JalDice *dice)
{
  return jal_dice_unit (dice) + jal_dice_unit (dice) - 1;
}

guint
jal_dice_below (JalDice *dice, guint n)
{
  return (guint)(((guint64)jal_dice_next (dice) * n) >> 32);
}
