/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a reader that was taken over may say: answers to every request, and whatever it likes in the window. The program's side of
   the conversation is the real one; only the link to the process is not. What comes out must be what its headers promise. */
#include <gio/gio.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "pages/jal-hidden-text.h"
#include "pages/jal-lead.h"
#include "pages/jal-link-private.h"
#include "pages/jal-pages-error.h"
#include "pages/jal-reader.h"

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

#define WINDOW (16 * 1024)
#define PAGES 3

static const guint8 *feed;
static size_t fed;

/* --- A link that nobody sits behind -------------------------------------------------------------------------- */

struct _JalLink
{
  guint8 *windows[JAL_WIRE_N_SLOTS];
  gsize sizes[JAL_WIRE_N_SLOTS];
  gboolean dead;
};

static guint8
next (void)
{
  if (fed == 0)
    return 0;
  fed--;
  return *feed++;
}

JalLink *
jal_link_new (JalWireRole role, GError **error)
{
  return g_new0 (JalLink, 1);
}

void
jal_link_free (JalLink *link)
{
  for (guint i = 0; link != NULL && i < JAL_WIRE_N_SLOTS; i++)
    g_free (link->windows[i]);
  g_free (link);
}

gboolean
jal_link_ensure_window (JalLink *link, guint slot, gsize size, GError **error)
{
  if (link->sizes[slot] >= size)
    return TRUE;
  if (size > 64 * 1024 * 1024)
    {
      g_set_error_literal (error, JAL_PAGES_ERROR, JAL_PAGES_ERROR_TOO_LARGE, "too large");
      return FALSE;
    }
  g_free (link->windows[slot]);
  link->sizes[slot] = size;
  link->windows[slot] = g_malloc0 (size);
  return TRUE;
}

const guint8 *
jal_link_get_window (JalLink *link, guint slot, gsize *size)
{
  *size = link->sizes[slot];
  return link->windows[slot];
}

guint8 *
jal_link_get_writable_window (JalLink *link, guint slot, gsize *size)
{
  *size = link->sizes[slot];
  return link->windows[slot];
}

void
jal_link_trim_window (JalLink *link, guint slot, gsize keep)
{
}

gboolean
jal_link_is_dead (JalLink *link)
{
  return link->dead;
}

const JalProcess *
jal_link_get_process (JalLink *link)
{
  return NULL;
}

void
jal_process_prepare (JalWireRole role)
{
}

void
jal_process_forget_prepared (void)
{
}

/* Changes a few bytes of @bytes to anything. */
static void
spoil (guint8 *bytes, gsize size, guint most)
{
  for (guint n = next () % most; n > 0 && size > 0; n--)
    {
      guint at = next ();

      bytes[(at | (guint)next () << 8) % size] = next ();
    }
}

/* An answer as an honest worker would give it, or nearly. */
static void
fill_answer (JalWirePacket *packet, guint type)
{
  jal_wire_init (packet, type, packet->header.serial);
  switch (type)
    {
    case JAL_WIRE_OPENED:
      packet->opened.n_pages = PAGES;
      break;
    case JAL_WIRE_PAGE_REPLY:
      packet->page_reply.media[2] = packet->page_reply.crop[2] = 612;
      packet->page_reply.media[3] = packet->page_reply.crop[3] = 792;
      packet->page_reply.user_unit = 1;
      packet->page_reply.rotate = 90 * (next () % 4);
      break;
    case JAL_WIRE_TEXT_REPLY:
      packet->text_reply.n_chars = 1 + next () % 6;
      packet->text_reply.n_bytes = packet->text_reply.n_chars + (next () % 8 == 7);
      break;
    case JAL_WIRE_LEADS_REPLY:
      packet->leads_reply.n_items = 1 + next () % 4;
      packet->leads_reply.n_bytes = next () % 16;
      break;
    case JAL_WIRE_SCAN_REPLY:
      packet->scan_reply.n_findings = 1 + next () % 4;
      break;
    case JAL_WIRE_FAILED:
      packet->failed.failure = JAL_WIRE_FAILURE_WINDOW;
      packet->failed.needed = 512 + 8 * (guint64)next ();
      break;
    default:
      break;
    }
  spoil (packet->raw, jal_wire_size (type), 3);
}

/* What the answer is about: fields just within what they may be, or just beyond. */
static void
fill_window (JalLink *link, const JalWirePacket *packet)
{
  gsize size = MIN (link->sizes[JAL_WIRE_SLOT_RESULT], WINDOW), at = 0;
  guint8 *window = link->windows[JAL_WIRE_SLOT_RESULT];

  if (packet->header.type == JAL_WIRE_TEXT_REPLY)
    for (guint i = 0; i < packet->text_reply.n_chars && at + 32 <= size; i++, at += 32)
      {
        double left = next (), box[4] = { left, 10, left + 5 - (next () % 16 == 15) * 9, 20 };

        memcpy (window + at, box, sizeof box);
      }
  else if (packet->header.type == JAL_WIRE_LEADS_REPLY)
    for (guint i = 0; i < packet->leads_reply.n_items && at + sizeof (JalWireLead) <= size; i++, at += sizeof (JalWireLead))
      {
        JalWireLead lead = { .box = { 1, 1, 20, 20 }, .page = next () % (PAGES + 2), .depth = next () % 4, .n_bytes = next () % 3 };

        lead.has_point = next () % 8 == 7 ? 2 : next () % 2;
        memcpy (window + at, &lead, sizeof lead);
      }
  else if (packet->header.type == JAL_WIRE_SCAN_REPLY)
    for (guint i = 0; i < packet->scan_reply.n_findings && at + sizeof (JalWireFinding) <= size; i++, at += sizeof (JalWireFinding))
      {
        JalWireFinding finding = { next () % 3, next () % (JAL_WIRE_PLACE_LAST + 2), (gint)(next () % (PAGES + 2)) - 1, 0, { 0 } };

        memcpy (window + at, &finding, sizeof finding);
      }
  for (; at < size && at < 1024; at++)
    window[at] = 'a';
  spoil (window, size, 3);
}

gboolean
jal_link_call (JalLink *link, JalWirePacket *packet, guint reply_type, const JalLinkCall *call, JalWireFailed *failed,
               GCancellable *cancellable, GError **error)
{
  guint8 mood = next ();
  gboolean long_answer = reply_type == JAL_WIRE_TEXT_REPLY || reply_type == JAL_WIRE_LEADS_REPLY;
  /* An honest worker asks for room first. */
  gboolean fails = mood % 16 == 1 || (long_answer && link->sizes[JAL_WIRE_SLOT_RESULT] < 64 && mood % 16 != 2);
  guint type = fails ? JAL_WIRE_FAILED : reply_type;

  g_assert_true (jal_wire_is_valid (packet, packet->header.size));
  fill_answer (packet, type);
  if (link->windows[JAL_WIRE_SLOT_RESULT] != NULL)
    fill_window (link, packet);
  /* As the real one: what is not valid ends the worker. */
  if (!jal_wire_is_valid (packet, packet->header.size) || packet->header.type != type)
    {
      link->dead = TRUE;
      g_set_error_literal (error, JAL_PAGES_ERROR, JAL_PAGES_ERROR_CRASHED, "crashed");
      return FALSE;
    }
  if (packet->header.type == reply_type)
    return TRUE;
  if (failed != NULL)
    *failed = packet->failed;
  g_set_error_literal (error, JAL_PAGES_ERROR, JAL_PAGES_ERROR_DAMAGED, "failed");
  return FALSE;
}

/* --- What is promised ---------------------------------------------------------------------------------------- */

static gboolean
read_cb (gpointer data, guint64 offset, gsize length, guint8 *to, GError **error)
{
  memset (to, 0, length);
  return TRUE;
}

static void
expect (gboolean holds)
{
  if (!holds)
    abort ();
}

static gboolean
is_sane (JalBox box)
{
  return isfinite (box.x1) && isfinite (box.y1) && isfinite (box.x2) && isfinite (box.y2) && box.x1 <= box.x2 && box.y1 <= box.y2;
}

static void
look_at_page (JalReader *reader, guint page, guint n_pages)
{
  const char *const phrases[] = { "Amina", "a", NULL };
  g_autoptr (JalPageText) text = NULL;
  g_autoptr (GPtrArray) links = NULL;
  g_autoptr (GArray) hits = NULL;
  g_autoptr (GArray) findings = NULL;
  g_autoptr (GArray) hidden = NULL;
  JalPageContents contents;
  JalPageInfo info;

  if (jal_reader_get_page (reader, page, &info, NULL, NULL))
    {
      expect (is_sane (info.media) && is_sane (info.crop) && isfinite (info.width) && info.width > 0 && isfinite (info.height)
              && info.height > 0 && info.rotate % 90 == 0 && info.rotate < 360);
      expect (g_utf8_validate (info.label, -1, NULL) && strlen (info.label) < sizeof info.label);
    }
  jal_reader_get_contents (reader, page, &contents, NULL, NULL);
  text = jal_reader_get_text (reader, page, NULL, NULL);
  if (text != NULL)
    {
      expect (g_utf8_validate (text->text, -1, NULL) && text->offsets[text->n_chars] <= text->n_bytes);
      for (guint i = 0; i < text->n_chars; i++)
        expect (is_sane (text->boxes[i]) && text->offsets[i] < text->offsets[i + 1]);
      hits = jal_reader_find (reader, page, "aa", NULL, NULL);
    }
  links = jal_reader_get_links (reader, page, NULL, NULL);
  for (guint i = 0; links != NULL && i < links->len; i++)
    {
      const JalLead *lead = links->pdata[i];

      expect (lead->page >= -1 && lead->page < (int)n_pages && is_sane (lead->box) && g_utf8_validate (lead->text, -1, NULL));
    }
  findings = jal_reader_scan (reader, phrases, JAL_SCAN_ALL, NULL, NULL);
  for (guint i = 0; findings != NULL && i < findings->len; i++)
    {
      const JalFinding *finding = &g_array_index (findings, JalFinding, i);

      expect (finding->phrase < 2 && finding->page >= -1 && finding->page < (int)n_pages && finding->place <= JAL_PLACE_LINK);
    }
  hidden = jal_reader_find_hidden (reader, page, NULL, NULL);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  const JalBytes bytes = { .size = 1000, .read = read_cb };
  g_autoptr (GPtrArray) outline = NULL;
  g_autoptr (JalReader) reader = NULL;
  guint n_pages, depth = 0;

  feed = data;
  fed = size;
  reader = jal_reader_open (&bytes, JAL_READER_PDF, NULL, NULL, NULL);
  if (reader == NULL)
    return 0;
  n_pages = jal_reader_get_n_pages (reader);
  expect (n_pages > 0 && n_pages <= JAL_WIRE_PAGES_MAX);
  outline = jal_reader_get_outline (reader, NULL, NULL);
  for (guint i = 0; outline != NULL && i < outline->len; i++)
    {
      const JalLead *lead = outline->pdata[i];

      expect (lead->page >= -1 && lead->page < (int)n_pages && lead->depth <= (i == 0 ? 0 : depth + 1));
      depth = lead->depth;
    }
  for (guint page = 0; page < MIN (n_pages, PAGES) && fed > 0; page++)
    look_at_page (reader, page, n_pages);
  return 0;
}
