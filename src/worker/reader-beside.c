/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The words of a page that are none of its text: of notes, comment boxes and fields of forms.
 *
 * 1. What a person can read there is told: contents, values, choices, captions, and the strings that the appearance draws, which
 *    need not be what the contents say.
 *    It may draw them as numbers of a font's shapes: poppler knows those.
 * 2. Ids, dates, fonts and names of fields are no words.
 */
#include <math.h>
#include <qpdf/qpdf-c.h>
#include <stdlib.h>
#include <string.h>

#include "worker/reader-facts-private.h"
#include "worker/reader-phrases.h"
#include "worker/reader-phrases-private.h"

#define ANNOTATIONS_MAX 5000
#define DEPTH_MAX 8
/* Values looked at on a page: arrays may hold themselves. */
#define VALUES_MAX 100000
#define PARENTS_MAX 16
/* Characters that two pieces of a long text share, so that no name is cut. */
#define OVERLAP 200

typedef struct
{
  qpdf_data pdf;
  GString *text;
  guint n_values; /* looked at, on this page */
} Notes;

static void
clear_errors (Notes *notes)
{
  while (qpdf_has_error (notes->pdf))
    qpdf_get_error (notes->pdf);
  while (qpdf_more_warnings (notes->pdf))
    qpdf_next_warning (notes->pdf);
}

static gboolean
has_line (const char *text, const char *line)
{
  gsize length = strlen (line);

  for (const char *c = strstr (text, line); c != NULL; c = strstr (c + 1, line))
    if ((c == text || c[-1] == '\n') && (c[length] == '\n' || c[length] == '\0'))
      return TRUE;
  return FALSE;
}

/* Adds a line, once: an appearance says mostly what the value says. */
static void
add_words (Notes *notes, const char *words, gsize length)
{
  g_autofree char *valid = g_utf8_make_valid (words, (gssize)length);
  g_autofree char *line = g_strstrip (g_strdelimit (g_steal_pointer (&valid), "\r\n\t", ' '));

  if (*line == '\0' || has_line (notes->text->str, line))
    return;
  if (notes->text->len > 0)
    g_string_append_c (notes->text, '\n');
  g_string_append (notes->text, line);
}

/* Rich text is XML: its tags are no words. */
static void
add_rich (Notes *notes, const char *text, gsize length)
{
  g_autoptr (GString) plain = g_string_new (NULL);
  gboolean tag = FALSE;

  for (gsize i = 0; i < length; i++)
    {
      if (text[i] == '<' || text[i] == '>')
        {
          tag = text[i] == '<';
          g_string_append_c (plain, ' ');
        }
      else if (!tag)
        g_string_append_c (plain, text[i]);
    }
  add_words (notes, plain->str, plain->len);
}

static void
add_stream (Notes *notes, qpdf_oh stream)
{
  unsigned char *bytes = NULL;
  size_t length = 0;
  QPDF_BOOL filtered = QPDF_FALSE;

  qpdf_oh_get_stream_data (notes->pdf, stream, qpdf_dl_specialized, &filtered, &bytes, &length);
  if (bytes != NULL)
    {
      g_autofree char *strings = jal_phrases_dup_strings (bytes, length);

      add_words (notes, strings, strlen (strings));
    }
  free (bytes);
  clear_errors (notes);
}

/* A string, a stream of text, or what lies in an array of either. */
static void
add_value (Notes *notes, qpdf_oh value, gboolean rich, guint depth)
{
  const char *text;
  size_t length;

  if (depth > DEPTH_MAX || notes->n_values++ > VALUES_MAX)
    return;
  if (qpdf_oh_is_string (notes->pdf, value) && qpdf_oh_get_value_as_utf8 (notes->pdf, value, &text, &length))
    (rich ? add_rich : add_words) (notes, text, length);
  else if (qpdf_oh_is_name (notes->pdf, value))
    {
      /* The state of a button: "/Amina". */
      text = qpdf_oh_get_name (notes->pdf, value) + 1;
      if (strcmp (text, "Off") != 0)
        add_words (notes, text, strlen (text));
    }
  else if (qpdf_oh_is_stream (notes->pdf, value))
    {
      unsigned char *bytes = NULL;
      QPDF_BOOL filtered = QPDF_FALSE;

      qpdf_oh_get_stream_data (notes->pdf, value, qpdf_dl_specialized, &filtered, &bytes, &length);
      if (bytes != NULL)
        (rich ? add_rich : add_words) (notes, (const char *)bytes, length);
      free (bytes);
      clear_errors (notes);
    }
  else if (qpdf_oh_is_array (notes->pdf, value))
    for (int i = 0; i < qpdf_oh_get_array_n_items (notes->pdf, value); i++)
      {
        qpdf_oh item = qpdf_oh_get_array_item (notes->pdf, value, i);

        add_value (notes, item, rich, depth + 1);
        qpdf_oh_release (notes->pdf, item);
      }
}

static void
add_key (Notes *notes, qpdf_oh dict, const char *key)
{
  qpdf_oh value = qpdf_oh_get_key_if_dict (notes->pdf, dict, key);

  add_value (notes, value, strcmp (key, "/RC") == 0 || strcmp (key, "/RV") == 0, 0);
  qpdf_oh_release (notes->pdf, value);
}

/* Every picture of the note: in each state, at rest and pressed. */
static void
add_appearance (Notes *notes, qpdf_oh appearance, guint depth)
{
  g_autoptr (GPtrArray) keys = NULL;

  if (depth > 2)
    return;
  if (qpdf_oh_is_stream (notes->pdf, appearance))
    {
      add_stream (notes, appearance);
      return;
    }
  if (!qpdf_oh_is_dictionary (notes->pdf, appearance))
    return;
  keys = g_ptr_array_new_with_free_func (g_free);
  qpdf_oh_begin_dict_key_iter (notes->pdf, appearance);
  while (qpdf_oh_dict_more_keys (notes->pdf))
    g_ptr_array_add (keys, g_strdup (qpdf_oh_dict_next_key (notes->pdf)));
  for (guint i = 0; i < keys->len; i++)
    {
      qpdf_oh item = qpdf_oh_get_key (notes->pdf, appearance, keys->pdata[i]);

      add_appearance (notes, item, depth + 1);
      qpdf_oh_release (notes->pdf, item);
    }
}

/* A field's value may stand with the field that the widget belongs to. */
static void
add_field (Notes *notes, qpdf_oh annotation)
{
  static const char *const keys[] = { "/V", "/DV", "/RV", "/Opt" };
  qpdf_oh field = qpdf_oh_new_object (notes->pdf, annotation);

  for (guint depth = 0; depth < PARENTS_MAX && qpdf_oh_is_dictionary (notes->pdf, field); depth++)
    {
      qpdf_oh parent;

      for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
        add_key (notes, field, keys[i]);
      parent = qpdf_oh_get_key_if_dict (notes->pdf, field, "/Parent");
      qpdf_oh_release (notes->pdf, field);
      field = parent;
    }
  qpdf_oh_release (notes->pdf, field);
}

static void
add_all (Notes *notes, qpdf_oh annotation)
{
  static const char *const keys[] = { "/Contents", "/RC", "/Subj", "/T", "/TU" };
  static const char *const captions[] = { "/CA", "/RC", "/AC" };
  qpdf_oh subtype = qpdf_oh_get_key_if_dict (notes->pdf, annotation, "/Subtype");
  qpdf_oh look = qpdf_oh_get_key_if_dict (notes->pdf, annotation, "/MK");
  qpdf_oh appearance = qpdf_oh_get_key_if_dict (notes->pdf, annotation, "/AP");
  gboolean widget = qpdf_oh_is_name_and_equals (notes->pdf, subtype, "/Widget");

  g_string_truncate (notes->text, 0);
  /* The author of a note is a word of it; the name of a field is not. */
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (!widget || strcmp (keys[i], "/T") != 0)
      add_key (notes, annotation, keys[i]);
  for (guint i = 0; i < G_N_ELEMENTS (captions); i++)
    add_key (notes, look, captions[i]);
  if (widget)
    add_field (notes, annotation);
  add_appearance (notes, appearance, 0);
  qpdf_oh_release (notes->pdf, subtype);
  qpdf_oh_release (notes->pdf, look);
  qpdf_oh_release (notes->pdf, appearance);
}

/* Where it is drawn; a point's width where that is nowhere. */
static void
get_box (Notes *notes, qpdf_oh annotation, double box[4])
{
  qpdf_oh array = qpdf_oh_get_key_if_dict (notes->pdf, annotation, "/Rect");
  double rect[4] = { 0 };

  for (int i = 0; qpdf_oh_is_array (notes->pdf, array) && i < MIN (4, qpdf_oh_get_array_n_items (notes->pdf, array)); i++)
    {
      qpdf_oh item = qpdf_oh_get_array_item (notes->pdf, array, i);

      if (!qpdf_oh_get_value_as_number (notes->pdf, item, &rect[i]) || !isfinite (rect[i])
          || fabs (rect[i]) > JAL_WIRE_POINTS_MAX - 1)
        rect[i] = 0;
      qpdf_oh_release (notes->pdf, item);
    }
  qpdf_oh_release (notes->pdf, array);
  box[0] = fmin (rect[0], rect[2]);
  box[1] = fmin (rect[1], rect[3]);
  box[2] = fmax (fmax (rect[0], rect[2]), box[0] + 1);
  box[3] = fmax (fmax (rect[1], rect[3]), box[1] + 1);
}

/* Long texts go in pieces. */
static void
put (JalReaderLeads *leads, const Notes *notes, const double box[4])
{
  const char *text = notes->text->str;
  glong left = g_utf8_strlen (text, -1);

  while (left > 0 && !jal_reader_leads_is_full (leads))
    {
      JalWireLead lead = { .depth = 0 };

      memcpy (lead.box, box, sizeof lead.box);
      jal_reader_leads_add (leads, &lead, text);
      if (left <= JAL_READER_LEAD_CHARS)
        return;
      text = g_utf8_offset_to_pointer (text, JAL_READER_LEAD_CHARS - OVERLAP);
      left -= JAL_READER_LEAD_CHARS - OVERLAP;
    }
}

/* @words (nullable): as poppler reads them; a line that stands there already is not said twice. */
static void
add_drawn (Notes *notes, const char *words)
{
  g_auto (GStrv) lines = words != NULL ? g_strsplit (words, "\n", -1) : NULL;

  for (guint i = 0; lines != NULL && lines[i] != NULL; i++)
    if (strstr (notes->text->str, lines[i]) == NULL)
      add_words (notes, lines[i], strlen (lines[i]));
}

static void
add_page (Notes *notes, JalReaderWorker *reader, guint index, JalReaderLeads *leads)
{
  JalFacts *facts = reader->facts;
  g_autoptr (GPtrArray) drawn = jal_facts_has_annotations (facts, index) ? jal_reader_worker_list_note_words (reader, index) : g_ptr_array_new ();
  Found found = { 0 };
  qpdf_oh annotations = jal_facts_find_shown (facts, index, &found)
                            ? qpdf_oh_get_key_if_dict (notes->pdf, found.page, "/Annots")
                            : qpdf_oh_new_null (notes->pdf);
  int n = qpdf_oh_is_array (notes->pdf, annotations) ? qpdf_oh_get_array_n_items (notes->pdf, annotations) : 0;

  for (int i = 0; i < MIN (n, ANNOTATIONS_MAX); i++)
    {
      qpdf_oh annotation = qpdf_oh_get_array_item (notes->pdf, annotations, i);

      if (qpdf_oh_is_dictionary (notes->pdf, annotation))
        {
          double box[4];

          add_all (notes, annotation);
          add_drawn (notes, (guint)i < drawn->len ? drawn->pdata[i] : NULL);
          get_box (notes, annotation, box);
          put (leads, notes, box);
        }
      qpdf_oh_release (notes->pdf, annotation);
    }
  clear_errors (notes);
  qpdf_oh_release_all (notes->pdf);
}

void
jal_reader_worker_beside (JalReaderWorker *reader, JalWorker *worker, const JalWirePacket *request)
{
  JalReaderLeads leads = jal_reader_leads_begin ();

  if (reader->facts != NULL)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      Notes notes = { jal_facts_get_qpdf (reader->facts), text, 0 };

      add_page (&notes, reader, request->page.page, &leads);
      clear_errors (&notes);
    }
  jal_reader_leads_answer (reader, worker, request, &leads);
}
