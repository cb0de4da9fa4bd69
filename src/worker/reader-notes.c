/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Annotations that somebody put on a page before the file came (ISO 32000-1, 12.5): told by libqpdf, in the page's own space. No
 * picture of them is told, that is on the page; nor links, fields, pop-ups, media or anything that does something. A page may have
 * any number: they are told in portions, each beginning where the last one ended. */
#include <math.h>
#include <string.h>

#include "worker/reader-facts-private.h"
#include "worker/reader-private.h"
#include "worker/received.h"

#define AUTHOR_MAX 200
#define TEXT_MAX 4000
/* Objects of /Annots that are looked at for one portion. */
#define LOOKED_AT_MAX 4000
/* Notes of the list before and after a portion that may hide something together with its own. */
#define TOGETHER 500

/* What poppler draws for a comment that has no picture of its own, in points. */
#define SIGN 24.0

typedef struct
{
  GArray *items;   /* JalWireNote */
  GArray *numbers; /* double */
  GString *words;
  gboolean full; /* a shape had no room any more */
} Notes;

static const struct
{
  const char *subtype;
  JalWireNoteKind kind;
} kinds[] = { { "/Highlight", JAL_WIRE_NOTE_HIGHLIGHT }, { "/Underline", JAL_WIRE_NOTE_UNDERLINE },
              { "/Squiggly", JAL_WIRE_NOTE_UNDERLINE },  { "/StrikeOut", JAL_WIRE_NOTE_STRIKEOUT },
              { "/Text", JAL_WIRE_NOTE_NOTE },           { "/Caret", JAL_WIRE_NOTE_NOTE },
              { "/Square", JAL_WIRE_NOTE_BOX },          { "/Circle", JAL_WIRE_NOTE_BOX },
              { "/Line", JAL_WIRE_NOTE_LINE },           { "/Ink", JAL_WIRE_NOTE_INK },
              { "/Polygon", JAL_WIRE_NOTE_INK },         { "/PolyLine", JAL_WIRE_NOTE_INK },
              { "/Redact", JAL_WIRE_NOTE_BOX },          { "/FreeText", JAL_WIRE_NOTE_TEXT } };

static gboolean
get_number (qpdf_data qpdf, qpdf_oh array, guint i, double *number)
{
  return qpdf_oh_get_value_as_number (qpdf, qpdf_oh_get_array_item (qpdf, array, (int)i), number) && isfinite (*number)
         && fabs (*number) <= JAL_WIRE_POINTS_MAX;
}

static guint
get_length (qpdf_data qpdf, qpdf_oh array)
{
  return qpdf_oh_is_array (qpdf, array) ? (guint)MAX (0, qpdf_oh_get_array_n_items (qpdf, array)) : 0;
}

static gboolean
get_kind (qpdf_data qpdf, qpdf_oh note, guint32 *kind)
{
  qpdf_oh subtype = qpdf_oh_get_key (qpdf, note, "/Subtype"), ends = qpdf_oh_get_key (qpdf, note, "/LE");

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (qpdf_oh_is_name_and_equals (qpdf, subtype, kinds[i].subtype))
      {
        *kind = kinds[i].kind;
        /* An arrow is a line that ends in something. */
        if (*kind == JAL_WIRE_NOTE_LINE && get_length (qpdf, ends) == 2
            && !qpdf_oh_is_name_and_equals (qpdf, qpdf_oh_get_array_item (qpdf, ends, 1), "/None"))
          *kind = JAL_WIRE_NOTE_ARROW;
        return TRUE;
      }
  return FALSE;
}

/* Grey, RGB or CMYK (12.5.2). */
static guint32
get_color (qpdf_data qpdf, qpdf_oh note)
{
  qpdf_oh array = qpdf_oh_get_key (qpdf, note, "/C");
  guint n = get_length (qpdf, array);
  double value[4] = { 0 };
  guint32 color = 0;

  if (n != 1 && n != 3 && n != 4)
    return 0xffffffffu;
  for (guint i = 0; i < n; i++)
    if (!get_number (qpdf, array, i, &value[i]))
      return 0xffffffffu;
  for (guint i = 0; i < 3; i++)
    {
      double part = n == 1 ? value[0] : n == 3 ? value[i] : (1 - value[i]) * (1 - value[3]);

      color = color << 8 | (guint32)lround (CLAMP (part, 0, 1) * 255);
    }
  return color;
}

/* FALSE when it is not one, or not whole. */
static gboolean
add_numbers (Notes *notes, qpdf_data qpdf, qpdf_oh array, guint a_group)
{
  guint n = get_length (qpdf, array), before = notes->numbers->len;

  n -= n % a_group;
  notes->full = notes->full || notes->numbers->len + n > JAL_WIRE_NOTES_NUMBERS_MAX;
  if (n == 0 || notes->full)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      double number;

      if (!get_number (qpdf, array, i, &number))
        {
          g_array_set_size (notes->numbers, before);
          return FALSE;
        }
      g_array_append_val (notes->numbers, number);
    }
  return TRUE;
}

static gboolean
add_stroke (Notes *notes, qpdf_data qpdf, qpdf_oh array, guint most)
{
  guint n = MIN (get_length (qpdf, array) / 2, most), before = notes->numbers->len;

  notes->full = notes->full || notes->numbers->len + 3 * (gsize)n > JAL_WIRE_NOTES_NUMBERS_MAX;
  if (n < 2 || notes->full)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      double point[3] = { 0, 0, i == 0 };

      if (!get_number (qpdf, array, 2 * i, &point[0]) || !get_number (qpdf, array, 2 * i + 1, &point[1]))
        {
          if (i < 2)
            g_array_set_size (notes->numbers, before);
          return i > 1;
        }
      g_array_append_vals (notes->numbers, point, 3);
    }
  return TRUE;
}

static gboolean
add_shape (Notes *notes, qpdf_data qpdf, qpdf_oh note, JalWireNote *item)
{
  guint before = notes->numbers->len;
  qpdf_oh list;
  gboolean drawn = TRUE;

  switch (item->kind)
    {
    case JAL_WIRE_NOTE_HIGHLIGHT:
    case JAL_WIRE_NOTE_UNDERLINE:
    case JAL_WIRE_NOTE_STRIKEOUT:
      add_numbers (notes, qpdf, qpdf_oh_get_key (qpdf, note, "/QuadPoints"), 8);
      break;
    case JAL_WIRE_NOTE_LINE:
    case JAL_WIRE_NOTE_ARROW:
      drawn = add_stroke (notes, qpdf, qpdf_oh_get_key (qpdf, note, "/L"), 2);
      break;
    case JAL_WIRE_NOTE_INK:
      list = qpdf_oh_get_key (qpdf, note, "/InkList");
      drawn = FALSE;
      for (guint i = 0; i < MIN (get_length (qpdf, list), LOOKED_AT_MAX); i++)
        drawn = add_stroke (notes, qpdf, qpdf_oh_get_array_item (qpdf, list, (int)i), G_MAXUINT) || drawn;
      /* A polygon, as a pen would go round it. */
      if (get_length (qpdf, list) == 0)
        drawn = add_stroke (notes, qpdf, qpdf_oh_get_key (qpdf, note, "/Vertices"), G_MAXUINT);
      break;
    default:
      break;
    }
  item->n_numbers = notes->numbers->len - before;
  return drawn;
}

/* Without an appearance it is drawn where its shape is, and not where its rectangle is: what it hides lies there. */
static void
widen_to_shape (const Notes *notes, JalWireNote *item)
{
  guint step = item->kind == JAL_WIRE_NOTE_LINE || item->kind == JAL_WIRE_NOTE_ARROW || item->kind == JAL_WIRE_NOTE_INK ? 3 : 2;
  double out = item->width / 2;

  for (guint i = notes->numbers->len - item->n_numbers; i + 1 < notes->numbers->len; i += step)
    {
      double x = g_array_index (notes->numbers, double, i), y = g_array_index (notes->numbers, double, i + 1);

      item->box[0] = fmin (item->box[0], x - out);
      item->box[1] = fmin (item->box[1], y - out);
      item->box[2] = fmax (item->box[2], x + out);
      item->box[3] = fmax (item->box[3], y + out);
    }
  /* The sign of a comment hangs from the upper left corner. */
  if (item->kind == JAL_WIRE_NOTE_NOTE)
    {
      item->box[2] = fmax (item->box[2], item->box[0] + SIGN);
      item->box[1] = fmin (item->box[1], item->box[3] - SIGN);
    }
  for (guint i = 0; i < 4; i++)
    item->box[i] = CLAMP (item->box[i], -JAL_WIRE_POINTS_MAX, JAL_WIRE_POINTS_MAX);
}

static guint32
add_words (Notes *notes, qpdf_data qpdf, qpdf_oh note, const char *key, glong most)
{
  qpdf_oh string = qpdf_oh_get_key (qpdf, note, key);
  g_autofree char *clean = NULL, *cut = NULL;

  if (!qpdf_oh_is_string (qpdf, string))
    return 0;
  clean = g_utf8_make_valid (qpdf_oh_get_utf8_value (qpdf, string), -1);
  cut = g_utf8_substring (clean, 0, MIN (g_utf8_strlen (clean, -1), most));
  if (notes->words->len + strlen (cut) > JAL_WIRE_NOTES_BYTES_MAX)
    return 0;
  g_string_append (notes->words, cut);
  return (guint32)strlen (cut);
}

static void
add_note (Notes *notes, qpdf_data qpdf, qpdf_oh list, int at, const JalReceivedTogether *together)
{
  JalWireNote item = { 0 };
  qpdf_oh note = qpdf_oh_get_array_item (qpdf, list, at), rect = qpdf_oh_get_key (qpdf, note, "/Rect");
  guint numbers = notes->numbers->len;
  double value[4];

  if (!qpdf_oh_is_dictionary (qpdf, note) || !get_kind (qpdf, note, &item.kind) || get_length (qpdf, rect) != 4)
    return;
  for (guint i = 0; i < 4; i++)
    if (!get_number (qpdf, rect, i, &value[i]))
      return;
  item.box[0] = fmin (value[0], value[2]);
  item.box[1] = fmin (value[1], value[3]);
  item.box[2] = fmax (fmax (value[0], value[2]), item.box[0] + 1);
  item.box[3] = fmax (fmax (value[1], value[3]), item.box[1] + 1);
  item.covers = jal_received_fate (qpdf, list, at, together) == JAL_RECEIVED_COVERS;
  notes->full = FALSE;
  if (!add_shape (notes, qpdf, note, &item))
    {
      if (notes->full && notes->items->len > 0)
        return;
      /* Without a shape that makes sense, or with one that is beyond all measure, it is where its rectangle is. */
      notes->full = FALSE;
      g_array_set_size (notes->numbers, numbers);
      item.kind = JAL_WIRE_NOTE_BOX;
      item.n_numbers = 0;
    }
  if (item.covers == 1)
    {
      double width = jal_received_line (qpdf, note);

      item.width = isfinite (width) ? CLAMP (width, 0, JAL_WIRE_POINTS_MAX / 4) : 0;
      widen_to_shape (notes, &item);
    }
  item.color = get_color (qpdf, note);
  item.n_author = add_words (notes, qpdf, note, "/T", AUTHOR_MAX);
  item.n_text = add_words (notes, qpdf, note, "/Contents", TEXT_MAX);
  g_array_append_val (notes->items, item);
}

/* Returns where the next portion begins, or 0. */
static guint
gather (JalReaderWorker *reader, guint page, guint first, Notes *notes)
{
  qpdf_data qpdf = jal_facts_get_qpdf (reader->facts);
  Found found = { 0 };
  guint next = 0;

  if (jal_facts_find_shown (reader->facts, page, &found))
    {
      qpdf_oh list = qpdf_oh_get_key (qpdf, found.page, "/Annots");
      guint n = MIN (get_length (qpdf, list), JAL_WIRE_NOTES_FIRST_MAX), from = first - MIN (first, TOGETHER);
      g_autoptr (JalReceivedTogether) together
          = jal_received_together_new (qpdf, found.media, list, (int)from, LOOKED_AT_MAX + 2 * TOGETHER);

      for (guint i = first; i < n && next == 0; i++)
        {
          guint numbers = notes->numbers->len;

          if (i - first >= LOOKED_AT_MAX || notes->items->len >= JAL_WIRE_NOTES_MAX
              || notes->words->len + 4 * (AUTHOR_MAX + TEXT_MAX) > JAL_WIRE_NOTES_BYTES_MAX)
            {
              next = i;
              break;
            }
          add_note (notes, qpdf, list, (int)i, together);
          if (notes->full && notes->items->len > 0)
            {
              g_array_set_size (notes->numbers, numbers);
              next = i;
            }
        }
    }
  qpdf_oh_release_all (qpdf);
  return next;
}

void
jal_reader_worker_notes (JalReaderWorker *reader, JalWorker *worker, const JalWirePacket *request)
{
  Notes notes = { g_array_new (FALSE, FALSE, sizeof (JalWireNote)), g_array_new (FALSE, FALSE, sizeof (double)),
                  g_string_new (NULL), FALSE };
  gsize of_items, of_numbers, size;
  guint next = 0;
  guint8 *window = jal_worker_window (worker, JAL_WIRE_SLOT_RESULT, &size);
  JalWirePacket reply;

  if (reader->facts != NULL)
    next = gather (reader, request->page.page, request->page.first, &notes);
  of_items = notes.items->len * sizeof (JalWireNote);
  of_numbers = notes.numbers->len * sizeof (double);
  if (jal_worker_was_refused (worker))
    jal_worker_fail (worker, request, JAL_WIRE_FAILURE_BYTES, 0);
  else if (of_items + of_numbers + notes.words->len > size)
    jal_worker_fail (worker, request, JAL_WIRE_FAILURE_WINDOW, of_items + of_numbers + notes.words->len);
  else
    {
      if (of_items > 0)
        memcpy (window, notes.items->data, of_items);
      if (of_numbers > 0)
        memcpy (window + of_items, notes.numbers->data, of_numbers);
      memcpy (window + of_items + of_numbers, notes.words->str, notes.words->len);
      jal_worker_prepare (&reply, JAL_WIRE_NOTES_REPLY, request);
      reply.notes_reply.n_items = notes.items->len;
      reply.notes_reply.n_numbers = notes.numbers->len;
      reply.notes_reply.n_bytes = (guint32)notes.words->len;
      reply.notes_reply.next = next;
      jal_worker_reply (worker, &reply);
    }
  g_array_unref (notes.items);
  g_array_unref (notes.numbers);
  g_string_free (notes.words, TRUE);
}
