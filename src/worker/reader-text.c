/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The words of a page and where each character stands, in the order in which they are read.
 *
 * 1. poppler gives each word that is read from the right with marks of direction around it (U+202B, inside it U+202A for what is
 *    read from the left, U+202C for the end of each), but no boxes for the marks, and the boxes of such a word from left to right.
 *    So a page with one word of Arabic had all boxes behind it shifted, and lost as many characters at its end.
 *    Such words side by side come from left to right as they are seen, too: here they are turned into the order of reading.
 * 2. On a page that is read from the right as a whole, a selection begins at its right upper corner; from the left one poppler
 *    finds some lines only. There the spaces stand on the wrong side of their words, and the last one of a line is missing.
 */
#define G_LOG_DOMAIN "jal-reader"

#include <string.h>

#include "worker/reader-private.h"

#define EMBED_LEFT 0x202a
#define EMBED_RIGHT 0x202b
#define EMBED_END 0x202c
/* Of the larger side of a letter's box: a gap wider than this parts two words (poppler: a tenth of the letters' size). */
#define SPACE 0.1

typedef struct
{
  GArray *chars; /* of gunichar */
  GArray *boxes; /* of PopplerRectangle, as many */
} Words;

gboolean
jal_reader_is_direction (gunichar c)
{
  return c >= EMBED_LEFT && c <= EMBED_END;
}

static void
clear_words (Words *words)
{
  g_clear_pointer (&words->chars, g_array_unref);
  g_clear_pointer (&words->boxes, g_array_unref);
}

static void
add (Words *words, gunichar c, const PopplerRectangle *box)
{
  g_array_append_val (words->chars, c);
  g_array_append_vals (words->boxes, box, 1);
}

static const PopplerRectangle *
box_at (const Words *words, guint i)
{
  return &g_array_index (words->boxes, PopplerRectangle, i);
}

/* Where what is embedded from @first on ends: at its mark, or at @n. @n_inside: the characters in it that are no marks. */
static glong
find_end (const gunichar *chars, glong first, glong n, guint *n_inside)
{
  guint depth = 1;

  *n_inside = 0;
  for (glong i = first; i < n; i++)
    if (chars[i] == EMBED_LEFT || chars[i] == EMBED_RIGHT)
      depth++;
    else if (chars[i] != EMBED_END)
      (*n_inside)++;
    else if (--depth == 0)
      return i;
  return n;
}

/* The inside of a word that is read from the right, whose @n_boxes boxes go from left to right. */
static void
add_from_right (Words *words, const gunichar *chars, glong first, glong end, const PopplerRectangle *boxes, guint n_boxes)
{
  guint left = n_boxes;

  for (glong i = first; i < end; i++)
    if (chars[i] == EMBED_LEFT)
      {
        guint n;
        glong stop = find_end (chars, i + 1, end, &n);

        n = MIN (n, left);
        for (guint k = 0; i < stop; i++)
          if (!jal_reader_is_direction (chars[i]) && k < n)
            add (words, chars[i], &boxes[left - n + k++]);
        left -= n;
      }
    else if (!jal_reader_is_direction (chars[i]) && left > 0)
      add (words, chars[i], &boxes[--left]);
}

/* A word that is read from the right, with what belongs to it. */
typedef struct
{
  glong first, end; /* characters: behind its mark, and where the one of its end stands */
  guint box, n_boxes;
} Right;

/* Words read from the right that stand side by side, from left to right as they are seen; @i is moved behind the last of them. */
static GArray *
find_run (const gunichar *chars, glong n, guint box, glong *i)
{
  GArray *run = g_array_new (FALSE, FALSE, sizeof (Right));

  for (;;)
    {
      Right word = { *i + 1, 0, box, 0 };

      word.end = find_end (chars, word.first, n, &word.n_boxes);
      g_array_append_val (run, word);
      box += word.n_boxes + 1; /* and the space behind it */
      *i = MIN (word.end + 1, n);
      if (*i + 1 >= n || chars[*i] != ' ' || chars[*i + 1] != EMBED_RIGHT)
        return run;
      (*i)++;
    }
}

/* Each character with its box; FALSE when there are not as many of the one as of the other. */
static gboolean
pair (Words *words, const gunichar *chars, glong n, gboolean from_right, const PopplerRectangle *boxes, guint n_boxes)
{
  guint at = 0;

  words->chars = g_array_sized_new (FALSE, FALSE, sizeof (gunichar), n_boxes);
  words->boxes = g_array_sized_new (FALSE, FALSE, sizeof (PopplerRectangle), n_boxes);
  for (glong i = 0; i < n;)
    if (chars[i] == EMBED_RIGHT)
      {
        g_autoptr (GArray) run = find_run (chars, n, at, &i);
        const Right *last = &g_array_index (run, Right, run->len - 1);

        if (last->box + last->n_boxes > n_boxes)
          return FALSE;
        for (guint k = 0; k < run->len; k++)
          {
            const Right *word = &g_array_index (run, Right, from_right ? k : run->len - 1 - k);

            if (k > 0)
              add (words, ' ', &boxes[from_right ? word->box - 1 : word->box + word->n_boxes]);
            add_from_right (words, chars, word->first, word->end, boxes + word->box, word->n_boxes);
          }
        at = last->box + last->n_boxes;
      }
    else
      {
        if (!jal_reader_is_direction (chars[i]))
          {
            if (at >= n_boxes)
              return FALSE;
            add (words, chars[i], &boxes[at++]);
          }
        i++;
      }
  return at == n_boxes && words->chars->len == n_boxes;
}

/* Where characters and boxes do not go together (a document with such marks of its own), every character may stand anywhere:
   each has the box of all. What is hidden by them hides too much then, never too little. */
static void
pair_with_all (Words *words, const gunichar *chars, glong n, const PopplerRectangle *boxes, guint n_boxes)
{
  PopplerRectangle all = n_boxes > 0 ? boxes[0] : (PopplerRectangle){ 0 };

  for (guint i = 1; i < n_boxes; i++)
    {
      all.x1 = MIN (all.x1, MIN (boxes[i].x1, boxes[i].x2));
      all.y1 = MIN (all.y1, MIN (boxes[i].y1, boxes[i].y2));
      all.x2 = MAX (all.x2, MAX (boxes[i].x1, boxes[i].x2));
      all.y2 = MAX (all.y2, MAX (boxes[i].y1, boxes[i].y2));
    }
  g_array_set_size (words->chars, 0);
  g_array_set_size (words->boxes, 0);
  for (glong i = 0; i < n; i++)
    if (!jal_reader_is_direction (chars[i]))
      add (words, chars[i], &all);
}

/* Puts the spaces of each line where the gaps are. */
static void
space_anew (Words *words)
{
  Words spaced = { g_array_new (FALSE, FALSE, sizeof (gunichar)), g_array_new (FALSE, FALSE, sizeof (PopplerRectangle)) };
  const PopplerRectangle *before = NULL;

  for (guint i = 0; i < words->chars->len; i++)
    {
      gunichar c = g_array_index (words->chars, gunichar, i);
      const PopplerRectangle *box = box_at (words, i);

      if (c == ' ')
        continue;
      if (c == '\n')
        before = NULL;
      else if (before != NULL && jal_reader_get_gap (before, box) > SPACE * jal_reader_get_size (before))
        {
          const PopplerRectangle between = { MIN (MAX (before->x1, before->x2), MAX (box->x1, box->x2)), MIN (before->y1, box->y1),
                                             MAX (MIN (before->x1, before->x2), MIN (box->x1, box->x2)), MAX (before->y2, box->y2) };

          add (&spaced, ' ', &between);
        }
      add (&spaced, c, box);
      if (c != '\n')
        before = box;
    }
  clear_words (words);
  *words = spaced;
}

/* The words of @page in the order in which they are read; @from_right: as of a page that is read from the right as a whole. */
static void
read_words (PopplerPage *page, gboolean from_right, Words *words)
{
  PopplerRectangle whole = { 0 }, *boxes = NULL;
  guint n_boxes = 0;
  g_autofree char *text = NULL;
  g_autofree gunichar *chars = NULL;
  glong n = 0;

  poppler_page_get_size (page, from_right ? &whole.x1 : &whole.x2, &whole.y2);
  text = poppler_page_get_text_for_area (page, &whole);
  if (text == NULL || !poppler_page_get_text_layout_for_area (page, &whole, &boxes, &n_boxes))
    n_boxes = 0;
  chars = g_utf8_to_ucs4_fast (text != NULL ? text : "", -1, &n);
  if (!pair (words, chars, n, from_right, boxes, n_boxes))
    pair_with_all (words, chars, n, boxes, n_boxes);
  else if (from_right)
    space_anew (words);
  g_free (boxes);
}

/* Whether words are read from the right, or may be: from the left poppler finds nothing then on many a page. Marks that have a
   box each are the document's own. */
static gboolean
needs_order (const char *text, guint n_boxes)
{
  if (text == NULL || *text == '\0')
    return text != NULL;
  if ((glong)n_boxes == g_utf8_strlen (text, -1))
    return FALSE;
  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    if (jal_reader_is_direction (g_utf8_get_char (c)))
      return TRUE;
  return FALSE;
}

/* Replaces *@text and *@boxes with what is read and where. */
static void
put_in_order (PopplerPage *page, char **text, PopplerRectangle **boxes, guint *n_boxes)
{
  Words left = { 0 }, right = { 0 };
  const Words *words = &left;

  read_words (page, FALSE, &left);
  read_words (page, TRUE, &right);
  if (right.chars->len > left.chars->len)
    words = &right;
  g_free (*text);
  g_free (*boxes);
  *n_boxes = words->chars->len;
  *text = g_ucs4_to_utf8 ((const gunichar *)words->chars->data, words->chars->len, NULL, NULL, NULL);
  *boxes = g_memdup2 (words->boxes->data, words->boxes->len * sizeof (PopplerRectangle));
  clear_words (&left);
  clear_words (&right);
}

/* There are more of the one than of the other, for whatever reason: no character is lost for it. */
static void
pair_anyhow (char **text, PopplerRectangle **boxes, guint *n_boxes)
{
  Words words = { g_array_new (FALSE, FALSE, sizeof (gunichar)), g_array_new (FALSE, FALSE, sizeof (PopplerRectangle)) };
  glong n;
  g_autofree gunichar *chars = g_utf8_to_ucs4_fast (*text, -1, &n);

  pair_with_all (&words, chars, n, *boxes, *n_boxes);
  g_free (*text);
  g_free (*boxes);
  *n_boxes = words.chars->len;
  *text = g_ucs4_to_utf8 ((const gunichar *)(gpointer)words.chars->data, words.chars->len, NULL, NULL, NULL);
  *boxes = g_memdup2 (words.boxes->data, words.boxes->len * sizeof (PopplerRectangle));
  clear_words (&words);
}

/* Letters that nobody knows, on a line of their own behind the others and on no place: the page shows words that its text does not say. */
static void
add_unknown (char **text, PopplerRectangle **boxes, guint *n_boxes)
{
  static const char unknown[] = "\n\357\277\275\357\277\275\357\277\275";
  /* No more characters than have a box. */
  glong n = MIN ((glong)*n_boxes, *text != NULL ? g_utf8_strlen (*text, -1) : 0);
  g_autofree char *before = n > 0 ? g_utf8_substring (*text, 0, n) : g_strdup ("");
  const char *added = n > 0 ? unknown : unknown + 1;
  guint n_added = (guint)g_utf8_strlen (added, -1);

  g_free (*text);
  *text = g_strconcat (before, added, NULL);
  *boxes = g_renew (PopplerRectangle, *boxes, (guint)n + n_added);
  memset (*boxes + n, 0, n_added * sizeof (PopplerRectangle));
  *n_boxes = (guint)n + n_added;
}

/* Writes boxes and text to the window; the caller has seen to the room. */
static void
put_text (guint8 *to, const PopplerRectangle *boxes, guint n_chars, const char *text, gsize n_bytes)
{
  for (guint i = 0; i < n_chars; i++)
    {
      const double box[4] = { boxes[i].x1, boxes[i].y1, boxes[i].x2, boxes[i].y2 };

      memcpy (to + i * sizeof box, box, sizeof box);
    }
  memcpy (to + n_chars * 4 * sizeof (double), text, n_bytes);
}

void
jal_reader_worker_text (JalReaderWorker *reader, JalWorker *worker, const JalWirePacket *request)
{
  gboolean is_wordless = jal_reader_worker_is_wordless (reader, request->page.page);
  PopplerPage *page = is_wordless ? NULL : jal_reader_worker_get_page (reader, request->page.page);
  g_autofree char *text = page != NULL ? poppler_page_get_text (page) : NULL;
  g_autofree PopplerRectangle *boxes = NULL;
  guint n_boxes = 0, n_chars;
  gsize n_bytes, size, needed;
  guint8 *window = jal_worker_window (worker, JAL_WIRE_SLOT_RESULT, &size);
  gboolean lacks_shapes;
  JalWirePacket reply;

  if ((page == NULL && !is_wordless) || jal_worker_was_refused (worker))
    {
      jal_worker_fail (worker, request, jal_worker_was_refused (worker) ? JAL_WIRE_FAILURE_BYTES : JAL_WIRE_FAILURE_PAGE, 0);
      return;
    }
  if (text == NULL || !poppler_page_get_text_layout (page, &boxes, &n_boxes))
    n_boxes = 0;
  if (needs_order (text, n_boxes))
    put_in_order (page, &text, &boxes, &n_boxes);
  else if (text != NULL && (glong)n_boxes != g_utf8_strlen (text, -1))
    pair_anyhow (&text, &boxes, &n_boxes);
  jal_reader_part_cells (&text, &boxes, &n_boxes);
  jal_reader_put_rows (&text, &boxes, &n_boxes);
  lacks_shapes = page != NULL && jal_reader_worker_lacks_shapes (reader, request->page.page, text);
  if (page != NULL && jal_reader_worker_has_untold (reader, request->page.page))
    add_unknown (&text, &boxes, &n_boxes);
  n_chars = (guint)MIN ((glong)n_boxes, text != NULL ? g_utf8_strlen (text, -1) : 0);
  if (n_chars > JAL_WIRE_CHARS_MAX)
    {
      jal_worker_fail (worker, request, JAL_WIRE_FAILURE_LIMIT, 0);
      return;
    }
  n_bytes = n_chars > 0 ? (gsize)(g_utf8_offset_to_pointer (text, n_chars) - text) : 0;
  needed = n_chars * 4 * sizeof (double) + n_bytes;
  if (needed > size)
    {
      jal_worker_fail (worker, request, JAL_WIRE_FAILURE_WINDOW, needed);
      return;
    }
  if (n_chars > 0)
    put_text (window, boxes, n_chars, text, n_bytes);
  jal_worker_prepare (&reply, JAL_WIRE_TEXT_REPLY, request);
  reply.text_reply.n_chars = n_chars;
  reply.text_reply.n_bytes = (guint32)n_bytes;
  reply.text_reply.complaints = reader->complaints;
  reply.text_reply.lacks_shapes = lacks_shapes ? 1 : 0;
  jal_worker_reply (worker, &reply);
}
