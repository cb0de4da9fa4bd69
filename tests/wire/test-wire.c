/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "wire/jal-wire.h"

/* A message of @type with every field as it should be. */
static void
make_good (JalWirePacket *packet, guint type)
{
  static const double page[4] = { 0, 0, 595, 842 };

  jal_wire_init (packet, type, 7);
  switch (type)
    {
    case JAL_WIRE_HELLO:
      packet->hello.role = JAL_WIRE_ROLE_READER;
      packet->hello.walls = JAL_WIRE_WALL_LANDLOCK | JAL_WIRE_WALL_SECCOMP;
      break;
    case JAL_WIRE_WINDOW:
      packet->window.size = 4096;
      break;
    case JAL_WIRE_RANGE:
      packet->range.length = 100;
      break;
    case JAL_WIRE_WRITE:
      packet->write.length = 1;
      break;
    case JAL_WIRE_FAILED:
      packet->failed.failure = JAL_WIRE_FAILURE_DAMAGED;
      break;
    case JAL_WIRE_OPEN:
      packet->open.size = 1;
      break;
    case JAL_WIRE_OPENED:
      packet->opened.n_pages = 1;
      break;
    case JAL_WIRE_PAGE_REPLY:
      memcpy (packet->page_reply.media, page, sizeof page);
      memcpy (packet->page_reply.crop, page, sizeof page);
      packet->page_reply.user_unit = 1;
      break;
    case JAL_WIRE_RENDER:
      packet->render.scale = 1;
      packet->render.width = packet->render.height = 10;
      packet->render.stride = 40;
      break;
    default:
      break;
    }
}

static gboolean
is_valid (const JalWirePacket *packet)
{
  return jal_wire_is_valid (packet, packet->header.size);
}

static const guint types[] = {
  JAL_WIRE_HELLO,         JAL_WIRE_WINDOW,   JAL_WIRE_RANGE,          JAL_WIRE_RANGE_REPLY, JAL_WIRE_WRITE,
  JAL_WIRE_WRITE_REPLY,   JAL_WIRE_FAILED,   JAL_WIRE_DONE,           JAL_WIRE_OPEN,        JAL_WIRE_OPENED,
  JAL_WIRE_PAGE,          JAL_WIRE_CONTENTS, JAL_WIRE_CONTENTS_REPLY, JAL_WIRE_TEXT,        JAL_WIRE_TEXT_REPLY,
  JAL_WIRE_PAGE_REPLY,    JAL_WIRE_RENDER,   JAL_WIRE_RENDER_REPLY,  JAL_WIRE_OUTLINE,     JAL_WIRE_LINKS,
  JAL_WIRE_NOTES, JAL_WIRE_NOTES_REPLY,
  JAL_WIRE_LEADS_REPLY,
  JAL_WIRE_BESIDE,        JAL_WIRE_UNSHOWN,
};

static void
test_headers (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      JalWirePacket packet;
      gsize size = jal_wire_size (types[i]);

      make_good (&packet, types[i]);
      g_test_message ("type %u, %" G_GSIZE_FORMAT " bytes", types[i], size);
      g_assert_true (is_valid (&packet));
      for (gsize length = 0; length <= JAL_WIRE_PACKET_MAX; length++)
        g_assert_cmpint (jal_wire_is_valid (&packet, length), ==, length == size);
      packet.header.magic ^= 1;
      g_assert_false (jal_wire_is_valid (&packet, size));
      make_good (&packet, types[i]);
      packet.header.version++;
      g_assert_false (jal_wire_is_valid (&packet, size));
      make_good (&packet, types[i]);
      packet.header.size++;
      g_assert_false (jal_wire_is_valid (&packet, size));
      g_assert_false (jal_wire_is_valid (&packet, size + 1));
    }
}

static void
test_unknown_types (void)
{
  guint n_known = 0;

  for (guint type = 0; type <= G_MAXUINT16; type++)
    {
      JalWirePacket packet;

      if (jal_wire_size (type) != 0)
        {
          n_known++;
          continue;
        }
      memset (&packet, 0, sizeof packet);
      packet.header = (JalWireHeader){ JAL_WIRE_MAGIC, JAL_WIRE_VERSION, (guint16)type, 1, sizeof (JalWireHeader) };
      g_assert_false (is_valid (&packet));
    }
  g_assert_cmpuint (n_known, >=, G_N_ELEMENTS (types));
}

/* Each line spoils one field of a good message. */
#define REFUSED(type, spoil)                                                                                           \
  G_STMT_START                                                                                                         \
  {                                                                                                                    \
    JalWirePacket p;                                                                                                   \
    make_good (&p, type);                                                                                              \
    g_assert_true (is_valid (&p));                                                                                     \
    spoil;                                                                                                             \
    g_assert_false (is_valid (&p));                                                                                    \
  }                                                                                                                    \
  G_STMT_END

static void
test_numbers (void)
{
  REFUSED (JAL_WIRE_HELLO, p.hello.role = 0);
  REFUSED (JAL_WIRE_HELLO, p.hello.role = 5);
  REFUSED (JAL_WIRE_HELLO, p.hello.walls = 8);
  REFUSED (JAL_WIRE_WINDOW, p.window.slot = JAL_WIRE_N_SLOTS);
  REFUSED (JAL_WIRE_WINDOW, p.window.size = 0);
  REFUSED (JAL_WIRE_WINDOW, p.window.size = JAL_WIRE_WINDOW_MAX + 1);
  REFUSED (JAL_WIRE_RANGE, p.range.length = 0);
  REFUSED (JAL_WIRE_RANGE, p.range.length = JAL_WIRE_RANGE_MAX + 1);
  REFUSED (JAL_WIRE_RANGE, p.range.offset = G_MAXUINT64);
  REFUSED (JAL_WIRE_RANGE_REPLY, p.range_reply.granted = 2);
  REFUSED (JAL_WIRE_RANGE_REPLY, p.range_reply.length = JAL_WIRE_RANGE_MAX + 1);
  REFUSED (JAL_WIRE_WRITE, p.write.length = 0);
  REFUSED (JAL_WIRE_FAILED, p.failed.failure = 0);
  REFUSED (JAL_WIRE_FAILED, p.failed.failure = JAL_WIRE_FAILURE_LAST + 1);
  REFUSED (JAL_WIRE_OPEN, p.open.size = 0);
  REFUSED (JAL_WIRE_OPEN, p.open.kind = 3);
  REFUSED (JAL_WIRE_OPEN, memset (p.open.password, 'x', sizeof p.open.password));
  REFUSED (JAL_WIRE_OPEN, memcpy (p.open.password, "\xff", 1));
  REFUSED (JAL_WIRE_OPENED, p.opened.n_pages = 0);
  REFUSED (JAL_WIRE_OPENED, p.opened.n_pages = JAL_WIRE_PAGES_MAX + 1);
  REFUSED (JAL_WIRE_PAGE, p.page.page = JAL_WIRE_PAGES_MAX);
  REFUSED (JAL_WIRE_CONTENTS_REPLY, p.contents_reply.n_chars = JAL_WIRE_CHARS_MAX + 1);
  REFUSED (JAL_WIRE_TEXT_REPLY, p.text_reply.n_chars = 1);
  REFUSED (JAL_WIRE_TEXT_REPLY, p.text_reply.n_bytes = G_MAXUINT32);
  REFUSED (JAL_WIRE_TEXT_REPLY, p.text_reply.lacks_shapes = 2);
  REFUSED (JAL_WIRE_LEADS_REPLY, p.leads_reply.n_items = JAL_WIRE_LEADS_MAX + 1);
  REFUSED (JAL_WIRE_NOTES_REPLY, p.notes_reply.n_items = JAL_WIRE_NOTES_MAX + 1);
  REFUSED (JAL_WIRE_NOTES_REPLY, p.notes_reply.n_numbers = JAL_WIRE_NOTES_NUMBERS_MAX + 1);
  REFUSED (JAL_WIRE_NOTES_REPLY, p.notes_reply.n_bytes = JAL_WIRE_NOTES_BYTES_MAX + 1);
  REFUSED (JAL_WIRE_NOTES_REPLY, p.notes_reply.next = JAL_WIRE_NOTES_FIRST_MAX + 1);
  REFUSED (JAL_WIRE_OPEN, p.open.without_notes = 2);
  REFUSED (JAL_WIRE_TEXT, p.page.first = 1);
  REFUSED (JAL_WIRE_NOTES, p.page.first = JAL_WIRE_NOTES_FIRST_MAX + 1);
  REFUSED (JAL_WIRE_LEADS_REPLY, p.leads_reply.n_bytes = JAL_WIRE_LEADS_BYTES_MAX + 1);
}

static void
test_geometry (void)
{
  REFUSED (JAL_WIRE_PAGE_REPLY, p.page_reply.media[0] = NAN);
  REFUSED (JAL_WIRE_PAGE_REPLY, p.page_reply.media[2] = INFINITY);
  REFUSED (JAL_WIRE_PAGE_REPLY, p.page_reply.media[2] = 1e9);
  REFUSED (JAL_WIRE_PAGE_REPLY, p.page_reply.media[2] = 0);
  REFUSED (JAL_WIRE_PAGE_REPLY, p.page_reply.crop[0] = -1);
  REFUSED (JAL_WIRE_PAGE_REPLY, p.page_reply.crop[3] = 843);
  REFUSED (JAL_WIRE_PAGE_REPLY, p.page_reply.user_unit = NAN);
  REFUSED (JAL_WIRE_PAGE_REPLY, p.page_reply.user_unit = 0);
  REFUSED (JAL_WIRE_PAGE_REPLY, p.page_reply.rotate = 45);
  REFUSED (JAL_WIRE_PAGE_REPLY, p.page_reply.rotate = 360);
  REFUSED (JAL_WIRE_PAGE_REPLY, p.page_reply.label[JAL_WIRE_LABEL_SIZE - 1] = 'x');
  REFUSED (JAL_WIRE_PAGE_REPLY, p.page_reply.label[0] = '\n');
  REFUSED (JAL_WIRE_RENDER, p.render.scale = NAN);
  REFUSED (JAL_WIRE_RENDER, p.render.scale = 0);
  REFUSED (JAL_WIRE_RENDER, p.render.light = 2);
  REFUSED (JAL_WIRE_RENDER, p.render.no_letters = 2);
  REFUSED (JAL_WIRE_RENDER, p.render.width = 0);
  REFUSED (JAL_WIRE_RENDER, p.render.width = JAL_WIRE_PIXELS_MAX + 1);
  REFUSED (JAL_WIRE_RENDER, p.render.stride = 36);
  REFUSED (JAL_WIRE_RENDER, p.render.rotation = 1);
  REFUSED (JAL_WIRE_RENDER, p.render.x = -1);
}

/* 400,000 packets of noise behind a right header: those that are accepted keep every bound. */
static void
test_noise (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (20260214);
  guint n_accepted = 0;

  for (guint i = 0; i < 400000; i++)
    {
      JalWirePacket packet;
      guint type = types[g_rand_int_range (rand, 0, G_N_ELEMENTS (types))];
      gsize size = jal_wire_size (type);
      guint n_changes = (guint)g_rand_int_range (rand, 1, 6);

      make_good (&packet, type);
      for (guint c = 0; c < n_changes && size > sizeof (JalWireHeader); c++)
        packet.raw[g_rand_int_range (rand, sizeof (JalWireHeader), (gint32)size)] = (guint8)g_rand_int_range (rand, 0, 256);
      if (!is_valid (&packet))
        continue;
      n_accepted++;
      if (type == JAL_WIRE_PAGE_REPLY)
        for (int b = 0; b < 4; b++)
          g_assert_true (fabs (packet.page_reply.crop[b]) <= JAL_WIRE_POINTS_MAX);
      if (type == JAL_WIRE_RANGE)
        g_assert_cmpuint (packet.range.length, <=, JAL_WIRE_RANGE_MAX);
      if (type == JAL_WIRE_RENDER)
        g_assert_cmpuint ((guint64)packet.render.stride * packet.render.height, <=, JAL_WIRE_WINDOW_MAX);
    }
  g_test_message ("%u of 400000 accepted", n_accepted);
  g_assert_cmpuint (n_accepted, >, 1000);
  g_assert_cmpuint (n_accepted, <, 399000);
}

static void
test_text (void)
{
  char field[8];

  jal_wire_put_text (field, sizeof field, "iv");
  g_assert_cmpstr (field, ==, "iv");
  g_assert_true (jal_wire_text_is_valid (field, sizeof field));
  field[6] = 'x';
  g_assert_false (jal_wire_text_is_valid (field, sizeof field));
  jal_wire_put_text (field, sizeof field, "abcdef\xc3\xa9z"); /* the é would be cut in two */
  g_assert_cmpstr (field, ==, "abcdef");
  jal_wire_put_text (field, sizeof field, "a\nb\xff");
  g_assert_cmpstr (field, ==, "a?b\xef\xbf\xbd");
  g_assert_true (jal_wire_text_is_valid (field, sizeof field));
  jal_wire_put_text (field, sizeof field, NULL);
  g_assert_cmpstr (field, ==, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/headers", test_headers);
  g_test_add_func ("/wire/unknown-types", test_unknown_types);
  g_test_add_func ("/wire/numbers", test_numbers);
  g_test_add_func ("/wire/geometry", test_geometry);
  g_test_add_func ("/wire/noise", test_noise);
  g_test_add_func ("/wire/text", test_text);
  return g_test_run ();
}
