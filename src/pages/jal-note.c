/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/jal-note.h"

#include <math.h>
#include <string.h>

#include "wire/jal-wire.h"

void
jal_note_free (JalNote *note)
{
  if (note == NULL)
    return;
  g_free (note->numbers);
  g_free (note->author);
  g_free (note->text);
  g_free (note);
}

/* Lines stay, other control characters are no words, and neither are marks that turn the order of letters round. */
static char *
take_words (const char *words, gsize length)
{
  g_autoptr (GString) text = NULL;

  if (!g_utf8_validate (words, (gssize)length, NULL))
    return NULL;
  text = g_string_new (NULL);
  for (const char *c = words; c < words + length; c = g_utf8_next_char (c))
    {
      gunichar letter = g_utf8_get_char (c);

      if (letter == '\r')
        letter = '\n';
      if (letter == '\n' || g_unichar_isprint (letter))
        g_string_append_unichar (text, letter);
      else if (g_unichar_isspace (letter))
        g_string_append_c (text, ' ');
    }
  return g_strstrip (g_string_free (g_steal_pointer (&text), FALSE));
}

static gboolean
is_drawn (guint kind)
{
  return kind == JAL_WIRE_NOTE_LINE || kind == JAL_WIRE_NOTE_ARROW || kind == JAL_WIRE_NOTE_INK;
}

static gboolean
is_sane (const JalWireNote *wire)
{
  guint n = wire->n_numbers;

  if (wire->kind > JAL_WIRE_NOTE_LAST || wire->covers > 1 || !jal_wire_box_is_valid (wire->box)
      || !isfinite (wire->width) || wire->width < 0 || wire->width > JAL_WIRE_POINTS_MAX || (wire->color > 0xffffff && wire->color != 0xffffffffu))
    return FALSE;
  return is_drawn (wire->kind) ? n >= 6 && n % 3 == 0 : n % 8 == 0;
}

GPtrArray *
jal_notes_copy (const guint8 *window, gsize size, guint n_items, guint n_numbers, guint n_bytes)
{
  static const char *const kinds[] = { "highlight", "underline", "strikeout", "note", "box", "line", "arrow", "ink", "text" };
  gsize of_items = n_items * sizeof (JalWireNote), of_numbers = n_numbers * sizeof (double);
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func ((GDestroyNotify)jal_note_free);
  g_autofree guint8 *copy = NULL;
  gsize numbers_used = 0, words_used = 0;

  if (of_items + of_numbers + n_bytes > size)
    return NULL;
  copy = g_malloc (of_items + of_numbers + n_bytes + 1);
  memcpy (copy, window, of_items + of_numbers + n_bytes);
  for (guint i = 0; i < n_items; i++)
    {
      const char *words = (const char *)copy + of_items + of_numbers + words_used;
      JalNote *note = g_new0 (JalNote, 1);
      JalWireNote wire;

      g_ptr_array_add (notes, note);
      memcpy (&wire, copy + i * sizeof wire, sizeof wire);
      if (!is_sane (&wire) || wire.n_numbers > n_numbers - numbers_used || wire.n_author > n_bytes - words_used
          || wire.n_text > n_bytes - words_used - wire.n_author)
        return NULL;
      note->kind = kinds[wire.kind];
      note->box = (JalBox){ wire.box[0], wire.box[1], wire.box[2], wire.box[3] };
      note->color = wire.color;
      note->covers = wire.covers == 1;
      note->width = wire.width;
      note->n_numbers = wire.n_numbers;
      note->numbers = g_memdup2 (copy + of_items + numbers_used * sizeof (double), wire.n_numbers * sizeof (double));
      for (guint k = 0; k < wire.n_numbers; k++)
        if (!isfinite (note->numbers[k]) || fabs (note->numbers[k]) > JAL_WIRE_POINTS_MAX)
          return NULL;
      note->author = take_words (words, wire.n_author);
      note->text = note->author != NULL ? take_words (words + wire.n_author, wire.n_text) : NULL;
      if (note->text == NULL)
        return NULL;
      numbers_used += wire.n_numbers;
      words_used += wire.n_author + wire.n_text;
    }
  /* What is left over would belong to another note. */
  return numbers_used == n_numbers && words_used == n_bytes ? g_steal_pointer (&notes) : NULL;
}
