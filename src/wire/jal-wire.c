/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sizes and bounds of every message. A type that is not in the switch below cannot be received by anyone. */
#include "wire/jal-wire.h"

#include <math.h>
#include <string.h>

#include "wire/jal-wire-compose.h"
#include "wire/jal-wire-intake.h"

G_STATIC_ASSERT (sizeof (JalWireHeader) == 16);
G_STATIC_ASSERT (sizeof (JalWireHello) == 24);
G_STATIC_ASSERT (sizeof (JalWireWindow) == 32);
G_STATIC_ASSERT (sizeof (JalWireRange) == 32);
G_STATIC_ASSERT (sizeof (JalWireRangeReply) == 24);
G_STATIC_ASSERT (sizeof (JalWireWrite) == 24);
G_STATIC_ASSERT (sizeof (JalWireWriteReply) == 24);
G_STATIC_ASSERT (sizeof (JalWireFailed) == 32);
G_STATIC_ASSERT (sizeof (JalWireOpen) == 40 + JAL_WIRE_PASSWORD_SIZE);
G_STATIC_ASSERT (sizeof (JalWireOpened) == 24);
G_STATIC_ASSERT (sizeof (JalWirePage) == 24);
G_STATIC_ASSERT (sizeof (JalWirePageReply) == 16 + 9 * 8 + 8 + JAL_WIRE_LABEL_SIZE);
G_STATIC_ASSERT (sizeof (JalWireContentsReply) == 40);
G_STATIC_ASSERT (sizeof (JalWireTextReply) == 32);
G_STATIC_ASSERT (sizeof (JalWireRender) == 64);
G_STATIC_ASSERT (sizeof (JalWireRenderReply) == 24);
G_STATIC_ASSERT (sizeof (JalWireLead) == 64);
G_STATIC_ASSERT (sizeof (JalWireLeadsReply) == 32);
G_STATIC_ASSERT (sizeof (JalWireNote) == 64);
G_STATIC_ASSERT (sizeof (JalWireNotesReply) == 32);
G_STATIC_ASSERT (sizeof (JalWireScan) == 32);
G_STATIC_ASSERT (sizeof (JalWireScanReply) == 32);
G_STATIC_ASSERT (sizeof (JalWireFinding) == 64);
G_STATIC_ASSERT (sizeof (JalWirePacket) == JAL_WIRE_PACKET_MAX);

gsize
jal_wire_size (guint type)
{
  switch (type)
    {
    case JAL_WIRE_HELLO:
      return sizeof (JalWireHello);
    case JAL_WIRE_WINDOW:
      return sizeof (JalWireWindow);
    case JAL_WIRE_RANGE:
      return sizeof (JalWireRange);
    case JAL_WIRE_RANGE_REPLY:
      return sizeof (JalWireRangeReply);
    case JAL_WIRE_WRITE:
      return sizeof (JalWireWrite);
    case JAL_WIRE_WRITE_REPLY:
      return sizeof (JalWireWriteReply);
    case JAL_WIRE_FAILED:
      return sizeof (JalWireFailed);
    case JAL_WIRE_DONE:
      return sizeof (JalWireDone);
    case JAL_WIRE_OPEN:
      return sizeof (JalWireOpen);
    case JAL_WIRE_OPENED:
      return sizeof (JalWireOpened);
    case JAL_WIRE_PAGE:
    case JAL_WIRE_CONTENTS:
    case JAL_WIRE_TEXT:
    case JAL_WIRE_OUTLINE:
    case JAL_WIRE_LINKS:
    case JAL_WIRE_NOTES:
    case JAL_WIRE_BESIDE:
    case JAL_WIRE_UNSHOWN:
      return sizeof (JalWirePage);
    case JAL_WIRE_PAGE_REPLY:
      return sizeof (JalWirePageReply);
    case JAL_WIRE_CONTENTS_REPLY:
      return sizeof (JalWireContentsReply);
    case JAL_WIRE_TEXT_REPLY:
      return sizeof (JalWireTextReply);
    case JAL_WIRE_RENDER:
      return sizeof (JalWireRender);
    case JAL_WIRE_RENDER_REPLY:
      return sizeof (JalWireRenderReply);
    case JAL_WIRE_LEADS_REPLY:
      return sizeof (JalWireLeadsReply);
    case JAL_WIRE_NOTES_REPLY:
      return sizeof (JalWireNotesReply);
    case JAL_WIRE_SCAN:
      return sizeof (JalWireScan);
    case JAL_WIRE_SCAN_REPLY:
      return sizeof (JalWireScanReply);
    default:
      return type >= 400 ? jal_wire_intake_size (type) : jal_wire_compose_size (type);
    }
}

gboolean
jal_wire_text_is_valid (const char *field, gsize size)
{
  const char *end = memchr (field, 0, size);

  if (end == NULL || !g_utf8_validate (field, end - field, NULL))
    return FALSE;
  for (const char *c = field; c < end; c++)
    if ((guchar)*c < 0x20 || *c == 0x7f)
      return FALSE;
  for (const char *c = end; c < field + size; c++)
    if (*c != 0)
      return FALSE;
  return TRUE;
}

gboolean
jal_wire_box_is_valid (const double box[4])
{
  for (int i = 0; i < 4; i++)
    if (!isfinite (box[i]) || fabs (box[i]) > JAL_WIRE_POINTS_MAX)
      return FALSE;
  return box[0] < box[2] && box[1] < box[3];
}

static gboolean
is_between (guint64 value, guint64 low, guint64 high)
{
  return value >= low && value <= high;
}

static gboolean
page_reply_is_valid (const JalWirePageReply *reply)
{
  return jal_wire_box_is_valid (reply->media) && jal_wire_box_is_valid (reply->crop)
         && reply->crop[0] >= reply->media[0] && reply->crop[1] >= reply->media[1]
         && reply->crop[2] <= reply->media[2] && reply->crop[3] <= reply->media[3]
         && isfinite (reply->user_unit) && reply->user_unit >= 1e-3 && reply->user_unit <= 1e4
         && reply->rotate < 360 && reply->rotate % 90 == 0
         && jal_wire_text_is_valid (reply->label, sizeof reply->label);
}

static gboolean
render_is_valid (const JalWireRender *render)
{
  return render->page < JAL_WIRE_PAGES_MAX && render->rotation < 360 && render->rotation % 90 == 0
         && isfinite (render->scale) && render->scale >= 1e-6 && render->scale <= 1e3
         && is_between (render->width, 1, JAL_WIRE_PIXELS_MAX) && is_between (render->height, 1, JAL_WIRE_PIXELS_MAX)
         && render->stride == render->width * 4 && render->x >= 0 && render->y >= 0
         && render->x <= 100000000 && render->y <= 100000000 && render->light <= 1
         && render->no_letters <= 1;
}

gboolean
jal_wire_is_valid (const JalWirePacket *packet, gsize length)
{
  const JalWireHeader *header = &packet->header;

  if (length < sizeof (JalWireHeader) || length > JAL_WIRE_PACKET_MAX || header->magic != JAL_WIRE_MAGIC
      || header->version != JAL_WIRE_VERSION || header->size != length || jal_wire_size (header->type) != length)
    return FALSE;

  switch (header->type)
    {
    case JAL_WIRE_HELLO:
      return is_between (packet->hello.role, JAL_WIRE_ROLE_READER, JAL_WIRE_ROLE_INTAKE) && packet->hello.walls < 8;
    case JAL_WIRE_WINDOW:
      return packet->window.slot < JAL_WIRE_N_SLOTS && packet->window.reserved == 0
             && is_between (packet->window.size, 1, JAL_WIRE_WINDOW_MAX);
    case JAL_WIRE_RANGE:
      return is_between (packet->range.length, 1, JAL_WIRE_RANGE_MAX) && packet->range.offset < JAL_WIRE_SIZE_MAX;
    case JAL_WIRE_RANGE_REPLY:
      return packet->range_reply.granted <= 1 && packet->range_reply.length <= JAL_WIRE_RANGE_MAX;
    case JAL_WIRE_WRITE:
      return is_between (packet->write.length, 1, JAL_WIRE_WINDOW_MAX) && packet->write.reserved == 0;
    case JAL_WIRE_WRITE_REPLY:
      return packet->write_reply.granted <= 1 && packet->write_reply.reserved == 0;
    case JAL_WIRE_FAILED:
      return is_between (packet->failed.failure, 1, JAL_WIRE_FAILURE_LAST) && packet->failed.reserved == 0;
    case JAL_WIRE_DONE:
      return TRUE;
    case JAL_WIRE_OPEN:
      return packet->open.kind <= JAL_WIRE_KIND_LAST && is_between (packet->open.size, 1, JAL_WIRE_SIZE_MAX)
             && packet->open.has_password <= 1 && packet->open.without_notes <= 1 && packet->open.reserved == 0
             && jal_wire_text_is_valid (packet->open.password, sizeof packet->open.password);
    case JAL_WIRE_OPENED:
      return is_between (packet->opened.n_pages, 1, JAL_WIRE_PAGES_MAX);
    case JAL_WIRE_PAGE:
    case JAL_WIRE_CONTENTS:
    case JAL_WIRE_TEXT:
    case JAL_WIRE_OUTLINE:
    case JAL_WIRE_LINKS:
    case JAL_WIRE_BESIDE:
    case JAL_WIRE_UNSHOWN:
      return packet->page.page < JAL_WIRE_PAGES_MAX && packet->page.first == 0;
    case JAL_WIRE_NOTES:
      return packet->page.page < JAL_WIRE_PAGES_MAX && packet->page.first <= JAL_WIRE_NOTES_FIRST_MAX;
    case JAL_WIRE_PAGE_REPLY:
      return page_reply_is_valid (&packet->page_reply);
    case JAL_WIRE_CONTENTS_REPLY:
      return packet->contents_reply.n_chars <= JAL_WIRE_CHARS_MAX && packet->contents_reply.reserved == 0;
    case JAL_WIRE_TEXT_REPLY:
      return packet->text_reply.n_chars <= JAL_WIRE_CHARS_MAX && packet->text_reply.lacks_shapes <= 1
             && packet->text_reply.n_bytes <= 6 * JAL_WIRE_CHARS_MAX
             && packet->text_reply.n_bytes >= packet->text_reply.n_chars;
    case JAL_WIRE_RENDER:
      return render_is_valid (&packet->render);
    case JAL_WIRE_RENDER_REPLY:
      return packet->render_reply.is_scan <= 1;
    case JAL_WIRE_LEADS_REPLY:
      return packet->leads_reply.n_items <= JAL_WIRE_LEADS_MAX && packet->leads_reply.reserved == 0
             && packet->leads_reply.n_bytes <= JAL_WIRE_LEADS_BYTES_MAX;
    case JAL_WIRE_NOTES_REPLY:
      return packet->notes_reply.n_items <= JAL_WIRE_NOTES_MAX && packet->notes_reply.n_numbers <= JAL_WIRE_NOTES_NUMBERS_MAX
             && packet->notes_reply.n_bytes <= JAL_WIRE_NOTES_BYTES_MAX && packet->notes_reply.next <= JAL_WIRE_NOTES_FIRST_MAX;
    case JAL_WIRE_SCAN:
      return is_between (packet->scan.length, 2, JAL_WIRE_WINDOW_MAX)
             && is_between (packet->scan.n_phrases, 1, JAL_WIRE_PHRASES_MAX) && packet->scan.what <= JAL_WIRE_SCAN_LAST
             && packet->scan.reserved == 0;
    case JAL_WIRE_SCAN_REPLY:
      return packet->scan_reply.n_findings <= JAL_WIRE_FINDINGS_MAX && packet->scan_reply.more <= 1
             && packet->scan_reply.n_unlooked <= JAL_WIRE_PAGES_MAX;
    default:
      return header->type >= 400 ? jal_wire_intake_is_valid (packet) : jal_wire_compose_is_valid (packet);
    }
}

void
jal_wire_init (JalWirePacket *packet, guint type, guint32 serial)
{
  gsize size = jal_wire_size (type);

  g_return_if_fail (size != 0);
  memset (packet, 0, sizeof *packet);
  packet->header.magic = JAL_WIRE_MAGIC;
  packet->header.version = JAL_WIRE_VERSION;
  packet->header.type = (guint16)type;
  packet->header.serial = serial;
  packet->header.size = (guint32)size;
}

void
jal_wire_put_text (char *field, gsize size, const char *text)
{
  g_autofree char *clean = g_utf8_make_valid (text != NULL ? text : "", -1);
  gsize length = strlen (clean);

  if (length > size - 1)
    {
      const char *cut = g_utf8_find_prev_char (clean, clean + size);
      length = cut != NULL ? (gsize)(cut - clean) : 0;
    }
  memset (field, 0, size);
  memcpy (field, clean, length);
  for (gsize i = 0; i < length; i++)
    if ((guchar)field[i] < 0x20 || field[i] == 0x7f)
      field[i] = '?';
}
