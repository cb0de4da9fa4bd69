/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Contents that can be followed by ours.
 *
 * A stamp is drawn after the page's own contents, so what those leave open would move, clip, hide or swallow it: a q
 * without its Q, an open text object, marked content of a hidden layer, an unfinished string or picture. The contents are
 * read through once:
 *
 * 1. What is left open is counted, and closed by the stream that follows.
 * 2. A Q without its q, which readers ignore, would undo our own q: it is blanked out.
 * 3. An unfinished token at the end is cut off.
 * 4. Contents that cannot be decoded are wrapped into form XObjects, which every reader isolates.
 *
 * Contents are decoded here with zlib rather than by libqpdf, so that a bomb stops at MAX_CONTENT and a damaged stream
 * counts for as far as it goes, as it does in the readers.
 */
#define G_LOG_DOMAIN "jal-worker"

#include <stdlib.h>
#include <string.h>

#include <zlib.h>

#include "worker/compose-private.h"

#define MAX_CONTENT (64u << 20)
#define MAX_OTHER_FILTER (4u << 20)

typedef struct
{
  gsize cut; /* where the last complete token ends */
  guint states;
  guint marked;
  gboolean text;
  gboolean blanked;
} Scan;

static gboolean
is_space (guchar c)
{
  return c == 0 || c == 9 || c == 10 || c == 12 || c == 13 || c == 32;
}

static gboolean
is_delimiter (guchar c)
{
  return c == '(' || c == ')' || c == '<' || c == '>' || c == '[' || c == ']' || c == '{' || c == '}' || c == '/' || c == '%';
}

/* The end of a string that starts at @i with "("; @length when it does not end. */
static gsize
skip_string (const guchar *p, gsize length, gsize i)
{
  guint depth = 0;

  for (; i < length; i++)
    {
      if (p[i] == '\\')
        i++;
      else if (p[i] == '(')
        depth++;
      else if (p[i] == ')' && --depth == 0)
        return i + 1;
    }
  return length + 1;
}

/* The end of an inline image's data that starts at @i: EI between white space with text behind it. */
static gsize
skip_image (const guchar *p, gsize length, gsize i)
{
  for (; i + 2 < length; i++)
    {
      gboolean plain = TRUE;

      if (!is_space (p[i]) || p[i + 1] != 'E' || p[i + 2] != 'I' || (i + 3 < length && !is_space (p[i + 3])))
        continue;
      for (gsize k = i + 3; k < length && k < i + 13; k++)
        plain = plain && (is_space (p[k]) || (p[k] >= 32 && p[k] < 127));
      if (plain)
        return i + 3;
    }
  return length + 1;
}

static void
take_operator (Scan *scan, guchar *token, gsize length)
{
  if (length == 1 && token[0] == 'q')
    scan->states++;
  else if (length == 1 && token[0] == 'Q')
    {
      if (scan->states > 0)
        scan->states--;
      else
        {
          token[0] = ' ';
          scan->blanked = TRUE;
        }
    }
  else if (length == 2 && memcmp (token, "BT", 2) == 0)
    scan->text = TRUE;
  else if (length == 2 && memcmp (token, "ET", 2) == 0)
    scan->text = FALSE;
  else if (length == 3 && (memcmp (token, "BMC", 3) == 0 || memcmp (token, "BDC", 3) == 0))
    scan->marked++;
  else if (length == 3 && memcmp (token, "EMC", 3) == 0 && scan->marked > 0)
    scan->marked--;
}

/* Reads @p through, blanking out each Q without its q. */
static void
scan_content (guchar *p, gsize length, Scan *scan)
{
  gsize i = 0;
  guint nested = 0; /* open arrays and dictionaries */

  while (i < length)
    {
      gsize start = i;

      if (is_space (p[i]))
        i++;
      else if (p[i] == '%')
        while (i < length && p[i] != '\n' && p[i] != '\r')
          i++;
      else if (p[i] == '(')
        i = skip_string (p, length, i);
      else if (p[i] == '<' && (i + 1 >= length || p[i + 1] != '<'))
        {
          const guchar *end = memchr (p + i, '>', length - i);

          i = end != NULL ? (gsize)(end - p) + 1 : length + 1;
        }
      else if (is_delimiter (p[i]) && p[i] != '/')
        {
          if (p[i] == '[' || p[i] == '<')
            nested++;
          else if ((p[i] == ']' || p[i] == '>') && nested > 0)
            nested--;
          i += (p[i] == '<' || (p[i] == '>' && i + 1 < length && p[i + 1] == '>')) ? 2 : 1;
        }
      else
        {
          gboolean name = p[i] == '/';

          for (i++; i < length && !is_space (p[i]) && !is_delimiter (p[i]); i++)
            ;
          if (!name && i - start == 2 && memcmp (p + start, "ID", 2) == 0)
            i = skip_image (p, length, i);
          else if (!name)
            {
              take_operator (scan, p + start, i - start);
              /* An operator ends whatever a broken producer left open before it. */
              if (g_ascii_isalpha (p[start]) && i - start <= 3 && memcmp (p + start, "nul", MIN (3, i - start)) != 0)
                nested = 0;
            }
        }
      if (i > length)
        return;
      if (nested == 0)
        scan->cut = i;
    }
}

static gboolean
inflate_into (GByteArray *out, const guchar *bytes, gsize length)
{
  z_stream stream = { 0 };
  guint8 chunk[16384];
  int status = Z_OK;

  if (inflateInit (&stream) != Z_OK)
    return FALSE;
  stream.next_in = (guchar *)bytes;
  stream.avail_in = (uInt)length;
  while (status == Z_OK && out->len < MAX_CONTENT)
    {
      stream.next_out = chunk;
      stream.avail_out = sizeof chunk;
      status = inflate (&stream, Z_NO_FLUSH);
      g_byte_array_append (out, chunk, (guint)(sizeof chunk - stream.avail_out));
    }
  inflateEnd (&stream);
  return out->len < MAX_CONTENT;
}

/* Appends the decoded stream to @out; FALSE when that cannot be done within bounds. */
static gboolean
decode_stream (qpdf_data pdf, qpdf_oh stream, GByteArray *out)
{
  qpdf_oh dict = qpdf_oh_get_dict (pdf, stream);
  qpdf_oh filter = qpdf_oh_get_key (pdf, dict, "/Filter");
  gboolean plain = qpdf_oh_is_null (pdf, filter);
  gboolean flate;
  guchar *raw = NULL;
  size_t length = 0;
  QPDF_BOOL filtered = QPDF_FALSE;
  gboolean ok;

  if (qpdf_oh_is_array (pdf, filter) && qpdf_oh_get_array_n_items (pdf, filter) == 1)
    filter = qpdf_oh_get_array_item (pdf, filter, 0);
  flate = qpdf_oh_is_name_and_equals (pdf, filter, "/FlateDecode") && !qpdf_oh_has_key (pdf, dict, "/DecodeParms");
  if ((qpdf_oh_get_stream_data (pdf, stream, qpdf_dl_none, NULL, &raw, &length) & QPDF_ERRORS) != 0 || raw == NULL
      || length >= MAX_CONTENT)
    ok = FALSE;
  else if (plain)
    {
      g_byte_array_append (out, raw, (guint)length);
      ok = TRUE;
    }
  else if (flate)
    ok = inflate_into (out, raw, length);
  else if (length > MAX_OTHER_FILTER)
    ok = FALSE;
  else
    {
      g_clear_pointer (&raw, free);
      ok = (qpdf_oh_get_stream_data (pdf, stream, qpdf_dl_generalized, &filtered, &raw, &length) & QPDF_ERRORS) == 0
           && filtered && raw != NULL && length < MAX_CONTENT;
      if (ok)
        g_byte_array_append (out, raw, (guint)length);
    }
  free (raw);
  jal_pdf_clear (pdf, NULL);
  g_byte_array_append (out, (const guint8 *)"\n", 1);
  return ok && out->len < MAX_CONTENT;
}

/* Turns every content stream into a form XObject that the page draws. */
static void
wrap_streams (qpdf_data pdf, qpdf_oh page, qpdf_oh streams, const double box[4])
{
  qpdf_oh resources = qpdf_oh_get_key (pdf, page, "/Resources");
  qpdf_oh own = jal_pdf_copy_dict (pdf, resources);
  qpdf_oh xobjects = jal_pdf_copy_dict (pdf, qpdf_oh_get_key_if_dict (pdf, resources, "/XObject"));
  g_autoptr (GString) content = g_string_new (NULL);
  g_autoptr (GString) bbox = g_string_new (NULL);

  if (!qpdf_oh_is_indirect (pdf, resources))
    resources = qpdf_make_indirect_object (pdf, resources);
  jal_pdf_append_numbers (bbox, "[% % % %]", box[0], box[1], box[2], box[3]);
  for (int i = 0; i < qpdf_oh_get_array_n_items (pdf, streams); i++)
    {
      qpdf_oh stream = qpdf_oh_get_array_item (pdf, streams, i);
      qpdf_oh dict = qpdf_oh_get_dict (pdf, stream);
      g_autofree char *name = g_strdup_printf ("/JalContent%d", i);

      jal_pdf_set_name (pdf, dict, "/Type", "/XObject");
      jal_pdf_set_name (pdf, dict, "/Subtype", "/Form");
      qpdf_oh_replace_key (pdf, dict, "/BBox", qpdf_oh_parse (pdf, bbox->str));
      qpdf_oh_replace_key (pdf, dict, "/Resources", resources);
      qpdf_oh_replace_key (pdf, xobjects, name, stream);
      g_string_append_printf (content, "%s Do\n", name);
    }
  qpdf_oh_replace_key (pdf, own, "/XObject", xobjects);
  qpdf_oh_replace_key (pdf, page, "/Resources", own);
  qpdf_oh_replace_key (pdf, page, "/Contents", jal_pdf_new_stream (pdf, content->str, content->len, NULL));
}

void
jal_compose_content_prepare (qpdf_data pdf, qpdf_oh page, JalComposePage *result)
{
  qpdf_oh contents = qpdf_oh_get_key (pdf, page, "/Contents");
  qpdf_oh streams = qpdf_oh_new_array (pdf);
  g_autoptr (GByteArray) decoded = g_byte_array_new ();
  gboolean decodable = TRUE;
  Scan scan = { 0 };
  int n = qpdf_oh_is_array (pdf, contents) ? qpdf_oh_get_array_n_items (pdf, contents) : 1;

  for (int i = 0; i < n; i++)
    {
      qpdf_oh stream = qpdf_oh_is_array (pdf, contents) ? qpdf_oh_get_array_item (pdf, contents, i) : contents;

      if (!qpdf_oh_is_stream (pdf, stream))
        continue;
      qpdf_oh_append_item (pdf, streams, stream);
      decodable = decodable && decode_stream (pdf, stream, decoded);
    }
  qpdf_oh_replace_key (pdf, page, "/Contents", streams);
  if (!decodable)
    {
      wrap_streams (pdf, page, streams, result->box);
      return;
    }
  scan_content (decoded->data, decoded->len, &scan);
  /* The newline that joins the streams is all that may follow the last token. */
  if (scan.blanked || scan.cut < decoded->len)
    {
      qpdf_oh stream = jal_pdf_new_stream (pdf, (const char *)decoded->data, MIN (scan.cut, decoded->len), NULL);

      qpdf_oh_replace_key (pdf, page, "/Contents", qpdf_oh_wrap_in_array (pdf, stream));
    }
  result->open_states = scan.states;
  result->open_marked = scan.marked;
  result->open_text = scan.text;
}
