/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the whole file says, shown or not. */
#include "pages/jal-reader-asking-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Room for every finding that can be told and every page, and a time that grows with the file. */
#define SCAN_WINDOW (JAL_WIRE_FINDINGS_MAX * sizeof (JalWireFinding) + JAL_WIRE_PAGES_MAX * sizeof (guint32))
#define SCAN_TIMEOUT_MS 60000
#define SCAN_TIMEOUT_MIB_MS 250

G_STATIC_ASSERT ((int)JAL_SCAN_WRITTEN == (int)JAL_WIRE_SCAN_LAST);
G_STATIC_ASSERT ((int)JAL_PLACE_LINK == (int)JAL_WIRE_PLACE_LAST);

static gboolean
put_phrases (JalReader *reader, GByteArray *phrases, GCancellable *cancellable, GError **error)
{
  guint8 *window;
  gsize size;

  if (!jal_reader_ensure_worker (reader, cancellable, error)
      || !jal_link_ensure_window (reader->link, JAL_WIRE_SLOT_PHRASES, phrases->len, error))
    return FALSE;
  window = jal_link_get_writable_window (reader->link, JAL_WIRE_SLOT_PHRASES, &size);
  memcpy (window, phrases->data, phrases->len);
  return TRUE;
}

static GArray *
copy_findings (const guint8 *window, gsize size, guint n, guint n_phrases, guint n_pages)
{
  g_autoptr (GArray) findings = g_array_new (FALSE, FALSE, sizeof (JalFinding));

  for (guint i = 0; i < n; i++)
    {
      JalWireFinding wire;
      JalFinding finding;
      gboolean finite = TRUE;

      if ((i + 1) * sizeof wire > size)
        return NULL;
      memcpy (&wire, window + i * sizeof wire, sizeof wire);
      for (guint k = 0; k < 4; k++)
        finite = finite && isfinite (wire.rect[k]) && fabs (wire.rect[k]) <= JAL_WIRE_POINTS_MAX;
      if (!finite || wire.phrase >= n_phrases || wire.place > JAL_WIRE_PLACE_LAST || wire.layered > 1 || wire.draws > 1 || wire.apart > 1 || wire.page < -1
          || wire.page >= (gint64)n_pages)
        return NULL;
      finding = (JalFinding){ wire.phrase, (JalPlace)wire.place, wire.page,
                              { wire.rect[0], wire.rect[1], wire.rect[2], wire.rect[3] }, wire.layered == 1,
                              wire.n, wire.draws == 1, wire.apart == 1 };
      g_array_append_val (findings, finding);
    }
  return g_steal_pointer (&findings);
}

/* The pages that the reader could not look through; FALSE when they make no sense. */
static gboolean
copy_unlooked (JalReader *reader, const guint8 *window, gsize size, guint n_findings, guint n)
{
  gsize at = n_findings * sizeof (JalWireFinding);

  g_array_set_size (reader->unlooked, 0);
  if (at + n * sizeof (guint32) > size || n > reader->n_pages)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      guint32 page;

      memcpy (&page, window + at + i * sizeof page, sizeof page);
      if (page >= reader->n_pages)
        return FALSE;
      g_array_append_vals (reader->unlooked, &(guint){ page }, 1);
    }
  return TRUE;
}

GArray *
jal_reader_scan (JalReader *reader, const char *const *phrases, JalScanWhat what, GCancellable *cancellable,
                 GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&reader->lock);
  g_autoptr (GByteArray) packed = g_byte_array_new ();
  guint n = g_strv_length ((char **)phrases), timeout_ms = reader->timeout_ms;
  JalWirePacket packet;
  const guint8 *window;
  gboolean answered;
  GArray *findings;
  gsize size;

  g_array_set_size (reader->unlooked, 0);
  if (n == 0 || reader->kind != JAL_READER_PDF)
    return g_array_new (FALSE, FALSE, sizeof (JalFinding));
  if (n > JAL_WIRE_PHRASES_MAX)
    {
      jal_reader_fail (error, JAL_PAGES_ERROR_TOO_LARGE, _ ("These are too many words to look for at once."));
      return NULL;
    }
  for (guint i = 0; i < n; i++)
    g_byte_array_append (packed, (const guint8 *)phrases[i], (guint)strlen (phrases[i]) + 1);
  if (!put_phrases (reader, packed, cancellable, error))
    return NULL;
  jal_wire_init (&packet, JAL_WIRE_SCAN, 0);
  packet.scan.length = packed->len;
  packet.scan.n_phrases = n;
  packet.scan.what = (guint32)what;
  reader->timeout_ms = MAX (timeout_ms, SCAN_TIMEOUT_MS + (guint)MIN (reader->bytes.size >> 20, 10000) * SCAN_TIMEOUT_MIB_MS);
  answered = jal_reader_ask (reader, 0, JAL_READER_VERB_SCAN, &packet, JAL_WIRE_SCAN_REPLY, SCAN_WINDOW, NULL, cancellable, error);
  reader->timeout_ms = timeout_ms;
  if (!answered)
    return NULL;
  window = jal_link_get_window (reader->link, JAL_WIRE_SLOT_RESULT, &size);
  reader->n_packed = packet.scan_reply.n_packed;
  findings = copy_findings (window, size, packet.scan_reply.n_findings, n, reader->n_pages);
  if (findings != NULL && !copy_unlooked (reader, window, size, packet.scan_reply.n_findings, packet.scan_reply.n_unlooked))
    g_clear_pointer (&findings, g_array_unref);
  if (findings == NULL)
    {
      jal_reader_drop_worker (reader);
      jal_reader_fail (error, JAL_PAGES_ERROR_CRASHED,
                 _ ("The program that reads documents gave an answer that makes no sense. Try again."));
    }
  return findings;
}

guint
jal_reader_get_n_packed (JalReader *reader)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&reader->lock);

  return reader->n_packed;
}

GArray *
jal_reader_dup_unlooked (JalReader *reader)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&reader->lock);

  return g_array_copy (reader->unlooked);
}
