/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the worker finds in a file that is being taken in: its pages, their text, and what is wrong with them. */
#define G_LOG_DOMAIN "jal-evidence"

#include "evidence/jal-import-pages-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base/jal-text.h"
#include "pages/jal-unsaid.h"
#include "record/jal-document-rows.h"
#include "record/jal-mark-rows.h"
#include "store/jal-store.h"

/* Fewer letters that nothing is drawn of are a fault of fonts rather than a hidden word. */
#define UNSEEN_BYTES_MIN 12
#define MAX_HIDDEN 1000
#define MAX_RECEIVED 5000
#define MAX_QUOTED 2000

void
jal_import_pages_init (JalImportPages *pages)
{
  *pages = (JalImportPages){ .hidden = g_array_new (FALSE, FALSE, sizeof (JalHiddenWords)),
                             .received = g_ptr_array_new_with_free_func (g_object_unref),
                             .texts = g_ptr_array_new_with_free_func (g_free),
                             .unread = g_string_new (NULL),
                             .doubtful = g_string_new (NULL) };
}

void
jal_import_pages_clear (JalImportPages *pages)
{
  for (guint i = 0; i < pages->hidden->len; i++)
    {
      g_free (g_array_index (pages->hidden, JalHiddenWords, i).kind);
      g_free (g_array_index (pages->hidden, JalHiddenWords, i).words);
    }
  g_array_unref (pages->hidden);
  g_ptr_array_unref (pages->received);
  g_ptr_array_unref (pages->texts);
  g_string_free (pages->unread, TRUE);
  g_string_free (pages->doubtful, TRUE);
}

gboolean
jal_import_concerns_all (const GError *error)
{
  return g_error_matches (error, JAL_PAGES_ERROR, JAL_PAGES_ERROR_SANDBOX)
         || g_error_matches (error, JAL_STORE_ERROR, JAL_STORE_ERROR_CLOSED)
         || g_error_matches (error, JAL_STORE_ERROR, JAL_STORE_ERROR_DISK_FULL)
         || g_error_matches (error, JAL_STORE_ERROR, JAL_STORE_ERROR_DAMAGED)
         || g_error_matches (error, JAL_STORE_ERROR, JAL_STORE_ERROR_FAILED);
}

/* Adds @page to a list as people read it: "3, 7". */
static void
list_page (GString *list, guint *n, guint page)
{
  if (*n < 20)
    g_string_append_printf (list, "%s%u", *n > 0 ? ", " : "", page + 1);
  else if (*n == 20)
    g_string_append (list, " …");
  (*n)++;
}

/* What can be done about a file that stays out; NULL when @error says it itself. The reader's own sentences suppose
   that the file is in the vault already. */
static const char *
advise (const GError *error)
{
  if (error == NULL || error->domain != JAL_PAGES_ERROR)
    return NULL;
  switch (error->code)
    {
    case JAL_PAGES_ERROR_TOO_LARGE:
      return _ ("A page or picture in this file is too large to be shown. Ask for a copy at a smaller size.");
    case JAL_PAGES_ERROR_TIMEOUT:
    case JAL_PAGES_ERROR_CRASHED:
      return _ (
          "Reading this file takes more time or memory than a paper should. Ask for it again, or print and scan it.");
    default:
      return NULL;
    }
}

/* Refuses with the advice on @trouble (taken over), or @otherwise, or hands on what is not about the file's content. */
static gboolean
refuse_pages (GError **error, GError *trouble, const char *otherwise)
{
  const char *advice = advise (trouble);

  if (advice == NULL && trouble != NULL && (otherwise == NULL || trouble->domain != JAL_PAGES_ERROR))
    {
      g_propagate_error (error, trouble);
      return FALSE;
    }
  g_clear_error (&trouble);
  g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED, advice != NULL ? advice : otherwise);
  return FALSE;
}

/* A picture that would be shown as an empty page, or that ends before its end. Asked after the text, which the worker
   still has at hand. */
static gboolean
is_doubtful (JalReader *reader, guint page, GCancellable *cancellable, GError **error)
{
  JalPageContents contents;

  return !jal_reader_get_contents (reader, page, &contents, cancellable, error) || contents.incomplete;
}

/* Bad redactions: words under a box, or in the paper's colour. A page that cannot be drawn is no reason to keep the file out. */
/* Words that cannot be seen, and in *@unsaid whether the page shows what no word says. */
static void
look_over (JalImportPages *pages, JalReader *reader, guint page, gboolean *unsaid, GCancellable *cancellable)
{
  g_autoptr (GArray) found = jal_reader_look_over (reader, page, unsaid, cancellable, NULL);

  for (guint i = 0; found != NULL && i < found->len && pages->hidden->len < MAX_HIDDEN; i++)
    {
      const JalHiddenText *text = &g_array_index (found, JalHiddenText, i);
      JalHiddenWords hidden = { page, NULL, NULL };

      if (text->kind == JAL_HIDDEN_UNSEEN && strlen (text->words) < UNSEEN_BYTES_MIN)
        continue;
      hidden.kind = g_strdup (jal_hidden_kind_id (text->kind));
      hidden.words = g_strdup (text->words);
      g_array_append_val (pages->hidden, hidden);
    }
}

char *
jal_import_pages_dup_text (const JalPageText *text, gboolean unsaid)
{
  return unsaid && jal_text_has_words (text->text) ? g_strconcat (text->text, "\n" JAL_TEXT_UNSAID, NULL) : g_strdup (text->text);
}

void
jal_import_pages_cut_text (char *text)
{
  gsize n = strlen (text), n_added = strlen ("\n" JAL_TEXT_UNSAID);

  if (n >= n_added && g_str_equal (text + n - n_added, "\n" JAL_TEXT_UNSAID))
    text[n - n_added] = '\0';
}

static void
set_string (char **field, const char *value)
{
  g_free (*field);
  *field = g_strdup (value);
}

static void
set_quads (JalMark *mark, const JalNote *note)
{
  gboolean has_quads = note->n_numbers >= 8 && note->n_numbers % 8 == 0 && g_strcmp0 (note->kind, "ink") != 0;

  mark->n_quads = has_quads ? note->n_numbers / 8 : 1;
  mark->quads = g_new0 (JalMarkQuad, mark->n_quads);
  for (guint i = 0; has_quads && i < mark->n_quads; i++)
    for (guint corner = 0; corner < 4; corner++)
      {
        mark->quads[i].x[corner] = note->numbers[8 * i + 2 * corner];
        mark->quads[i].y[corner] = note->numbers[8 * i + 2 * corner + 1];
      }
  if (!has_quads)
    mark->quads[0] = (JalMarkQuad){ { note->box.x1, note->box.x2, note->box.x1, note->box.x2 },
                                    { note->box.y2, note->box.y2, note->box.y1, note->box.y1 } };
}

static gboolean
is_drawn (const JalNote *note)
{
  return g_str_equal (note->kind, "line") || g_str_equal (note->kind, "arrow") || g_str_equal (note->kind, "ink");
}

/* The letters whose middle lies in one of the quads. */
static char *
quote (const JalMark *mark, const JalPageText *text)
{
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; text != NULL && i < text->n_chars && words->len < MAX_QUOTED; i++)
    {
      double x = (text->boxes[i].x1 + text->boxes[i].x2) / 2, y = (text->boxes[i].y1 + text->boxes[i].y2) / 2;

      for (guint k = 0; k < mark->n_quads; k++)
        {
          const JalMarkQuad *quad = &mark->quads[k];
          double left = fmin (fmin (quad->x[0], quad->x[1]), fmin (quad->x[2], quad->x[3]));
          double right = fmax (fmax (quad->x[0], quad->x[1]), fmax (quad->x[2], quad->x[3]));
          double bottom = fmin (fmin (quad->y[0], quad->y[1]), fmin (quad->y[2], quad->y[3]));
          double top = fmax (fmax (quad->y[0], quad->y[1]), fmax (quad->y[2], quad->y[3]));

          if (x < left || x > right || y < bottom || y > top || text->boxes[i].x1 >= text->boxes[i].x2)
            continue;
          g_string_append_len (words, text->text + text->offsets[i], text->offsets[i + 1] - text->offsets[i]);
          break;
        }
    }
  return jal_text_one_line (words->str, 0);
}

static JalMark *
to_mark (const JalNote *note, guint page, const JalPageText *text)
{
  JalMark *mark = g_object_new (JAL_TYPE_MARK, NULL);

  mark->id = jal_id_new ();
  mark->page = page;
  set_string (&mark->kind, note->kind);
  set_string (&mark->author, note->author);
  set_string (&mark->text, note->text);
  set_string (&mark->color, note->color == 0xffffffffu ? "yellow" : jal_mark_rows_nearest_color (note->color));
  if (is_drawn (note))
    {
      JalNote around = { .kind = "box", .box = note->box };

      mark->n_points = note->n_numbers / 3;
      mark->points = g_new (JalMarkPoint, mark->n_points);
      for (guint i = 0; i < mark->n_points; i++)
        mark->points[i] = (JalMarkPoint){ note->numbers[3 * i], note->numbers[3 * i + 1], note->numbers[3 * i + 2] };
      set_quads (mark, &around);
    }
  else
    set_quads (mark, note);
  g_free (mark->quoted);
  mark->quoted = g_str_equal (note->kind, "highlight") || g_str_equal (note->kind, "underline")
                         || g_str_equal (note->kind, "strikeout")
                     ? quote (mark, text)
                     : g_strdup ("");
  return mark;
}

static void
add_notes (JalImportPages *pages, GPtrArray *notes, guint page, const JalPageText *text)
{
  for (guint i = 0; i < notes->len; i++)
    {
      if (pages->received->len >= MAX_RECEIVED)
        {
          pages->more_received = TRUE;
          return;
        }
      g_ptr_array_add (pages->received, to_mark (notes->pdata[i], page, text));
    }
}

/* Marks of others. That they cannot be read is no reason to keep the file out, and is remembered. */
static void
look_for_notes (JalImportPages *pages, JalReader *reader, guint page, const JalPageText *text, GCancellable *cancellable)
{
  g_autoptr (GPtrArray) notes = NULL;

  if (pages->more_received)
    return;
  notes = jal_reader_get_notes (reader, page, &pages->more_received, cancellable, NULL);
  pages->lost_received = pages->lost_received || notes == NULL;
  if (notes != NULL)
    add_notes (pages, notes, page, text);
}

gboolean
jal_import_pages_read_notes (JalImportPages *pages, JalReader *reader, GCancellable *cancellable, GError **error)
{
  for (guint page = 0; page < jal_reader_get_n_pages (reader) && !pages->more_received; page++)
    {
      g_autoptr (GError) local = NULL;
      g_autoptr (GPtrArray) notes = jal_reader_get_notes (reader, page, &pages->more_received, cancellable, &local);
      g_autoptr (JalPageText) text = NULL;

      if (local != NULL && (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED) || jal_import_concerns_all (local)))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      pages->lost_received = pages->lost_received || notes == NULL;
      if (notes == NULL || notes->len == 0)
        continue;
      text = jal_reader_get_text (reader, page, cancellable, NULL);
      add_notes (pages, notes, page, text);
    }
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

gboolean
jal_import_pages_read (JalImportPages *pages, const JalBytes *bytes, JalReaderKind kind, const char *password,
                       JalImportLock *lock, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) first = NULL;
  g_autoptr (JalReader) reader = jal_reader_open (bytes, kind, NULL, cancellable, &first);
  gsize total = 0;
  guint n_pages;

  *lock = JAL_IMPORT_UNLOCKED;
  if (password != NULL && g_error_matches (first, JAL_PAGES_ERROR, JAL_PAGES_ERROR_ENCRYPTED))
    {
      g_clear_error (&first);
      reader = jal_reader_open (bytes, kind, password, cancellable, &first);
      *lock = JAL_IMPORT_BY_PASSWORD;
    }
  if (g_error_matches (first, JAL_PAGES_ERROR, JAL_PAGES_ERROR_ENCRYPTED))
    {
      *lock = JAL_IMPORT_LOCKED;
      return TRUE;
    }
  if (reader == NULL)
    return refuse_pages (error, g_steal_pointer (&first), NULL);
  n_pages = jal_reader_get_n_pages (reader);
  for (guint page = 0; page < n_pages; page++)
    {
      g_autoptr (GError) local = NULL;
      g_autoptr (JalPageText) text = NULL;
      gboolean unsaid = FALSE;
      JalPageInfo info;

      if (jal_reader_get_page (reader, page, &info, cancellable, &local))
        text = jal_reader_get_text (reader, page, cancellable, &local);
      if (text != NULL && is_doubtful (reader, page, cancellable, &local))
        list_page (pages->doubtful, &pages->n_doubtful, page);
      if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED)
          || (local != NULL && jal_import_concerns_all (local)))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      if (text != NULL && kind == JAL_READER_PDF)
        {
          look_over (pages, reader, page, &unsaid, cancellable);
          look_for_notes (pages, reader, page, text, cancellable);
        }
      if (text == NULL)
        list_page (pages->unread, &pages->n_unread, page);
      if (first == NULL)
        first = g_steal_pointer (&local);
      total += text != NULL ? text->n_bytes : 0;
      g_ptr_array_add (pages->texts, text == NULL ? NULL : total <= JAL_IMPORT_TEXT_BYTES_MAX ? jal_import_pages_dup_text (text, unsaid) : g_strdup (""));
    }
  if (pages->n_unread == n_pages)
    return refuse_pages (
        error, g_steal_pointer (&first),
        _ ("None of its pages can be read: the file is broken. Ask for it again, or print and scan it."));
  return TRUE;
}

gboolean
jal_import_pages_write (JalImportPages *pages, JalTx *tx, JalId original_id, GError **error)
{
  for (guint page = 0; page < pages->texts->len; page++)
    {
      const char *text = g_ptr_array_index (pages->texts, page);

      if (text != NULL && !jal_page_text_set (tx, original_id, page, text, error))
        return FALSE;
    }
  /* Derived, so an undo has left them: a locked file that is opened again would have them twice. */
  if (!jal_hidden_words_clear (tx, original_id, error))
    return FALSE;
  for (guint i = 0; i < pages->hidden->len; i++)
    {
      const JalHiddenWords *hidden = &g_array_index (pages->hidden, JalHiddenWords, i);

      if (!jal_hidden_words_add (tx, original_id, hidden->page, hidden->kind, hidden->words, error))
        return FALSE;
    }
  return jal_import_pages_write_notes (pages, tx, original_id, error);
}

/* --- Notes of others ---------------------------------------------------------------------------------------------- */

/* A setting of this vault and no table: it is about what this program has read, and an undo does not change that. */
static char *
name_setting (JalId original_id)
{
  char name[JAL_ID_HEX_LENGTH + 1];

  jal_id_to_hex (original_id, name);
  return g_strconcat ("received.", name, NULL);
}

gboolean
jal_import_pages_write_notes (JalImportPages *pages, JalTx *tx, JalId original_id, GError **error)
{
  g_autofree char *setting = name_setting (original_id);

  for (guint i = 0; i < pages->received->len; i++)
    {
      JalMark *mark = pages->received->pdata[i];

      mark->original_id = original_id;
      if (!jal_received_rows_insert (tx, mark, error))
        return FALSE;
    }
  return jal_tx_set_local_setting (tx, setting, pages->more_received || pages->lost_received ? "more" : "all", error);
}

JalImportNotes
jal_import_pages_get_notes (JalTx *tx, JalId original_id, GError **error)
{
  g_autofree char *setting = name_setting (original_id);
  g_autoptr (GError) local = NULL;
  g_autofree char *value = jal_tx_get_local_setting (tx, setting, &local);
  gint64 n = 0;

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return JAL_IMPORT_NOTES_FAILED;
    }
  if (value != NULL)
    return g_str_equal (value, "more") ? JAL_IMPORT_NOTES_MORE : JAL_IMPORT_NOTES_ALL;
  /* Taken in when notes were kept and this was not, or the vault was put together again from what was left of it. */
  if (!jal_tx_select_int (tx, &n, error, "SELECT count (*) FROM received_mark WHERE deleted = 0 AND original_id = ?", "I", &original_id))
    return JAL_IMPORT_NOTES_FAILED;
  return n == 0 ? JAL_IMPORT_NOTES_UNKNOWN : n >= MAX_RECEIVED ? JAL_IMPORT_NOTES_MORE : JAL_IMPORT_NOTES_ALL;
}
