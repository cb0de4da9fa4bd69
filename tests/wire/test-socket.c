/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "wire/jal-wire-socket.h"

static void
open_pair (int pair[2])
{
  g_assert_cmpint (socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair), ==, 0);
}

static void
test_packet (void)
{
  JalWirePacket sent, got;
  int pair[2];

  open_pair (pair);
  jal_wire_init (&sent, JAL_WIRE_OPENED, 99);
  sent.opened.n_pages = 12;
  g_assert_true (jal_wire_send (pair[0], &sent, -1, TRUE));
  g_assert_cmpint (jal_wire_receive (pair[1], &got, NULL), ==, JAL_WIRE_RECEIVED);
  g_assert_cmpmem (&got, got.header.size, &sent, sent.header.size);
  close (pair[0]);
  g_assert_cmpint (jal_wire_receive (pair[1], &got, NULL), ==, JAL_WIRE_CLOSED);
  /* sending to nobody is an error, not a signal */
  g_assert_false (jal_wire_send (pair[1], &sent, -1, TRUE));
  close (pair[1]);
}

static void
test_bad_sizes (void)
{
  guint8 bytes[2 * JAL_WIRE_PACKET_MAX];
  JalWirePacket good, got;
  int pair[2];

  open_pair (pair);
  memset (bytes, 0x5a, sizeof bytes);
  jal_wire_init (&good, JAL_WIRE_DONE, 1);
  memcpy (bytes, &good, sizeof (JalWireHeader));
  for (gsize length = 1; length <= sizeof bytes; length += 61)
    {
      if (length == sizeof (JalWireHeader))
        continue;
      g_assert_cmpint (send (pair[0], bytes, length, 0), ==, (int)length);
      g_assert_cmpint (jal_wire_receive (pair[1], &got, NULL), ==, JAL_WIRE_BREACH);
    }
  close (pair[0]);
  close (pair[1]);
}

static int
count_descriptors (void)
{
  int n = 0;

  for (int fd = 0; fd < 256; fd++)
    n += fcntl (fd, F_GETFD) >= 0;
  return n;
}

static void
test_descriptors (void)
{
  JalWirePacket window, other, got;
  int pair[2], passed = -1, before;

  open_pair (pair);
  before = count_descriptors ();
  jal_wire_init (&window, JAL_WIRE_WINDOW, 1);
  window.window.size = 4096;
  jal_wire_init (&other, JAL_WIRE_DONE, 1);

  g_assert_true (jal_wire_send (pair[0], &window, pair[0], TRUE));
  g_assert_cmpint (jal_wire_receive (pair[1], &got, &passed), ==, JAL_WIRE_RECEIVED);
  g_assert_cmpint (passed, >=, 0);
  g_assert_cmpint (fcntl (passed, F_GETFD) & FD_CLOEXEC, ==, FD_CLOEXEC);
  close (passed);

  /* a window without a descriptor, a descriptor without a window, and one sent to a side that takes none */
  g_assert_true (jal_wire_send (pair[0], &window, -1, TRUE));
  g_assert_cmpint (jal_wire_receive (pair[1], &got, &passed), ==, JAL_WIRE_BREACH);
  g_assert_true (jal_wire_send (pair[0], &other, pair[0], TRUE));
  g_assert_cmpint (jal_wire_receive (pair[1], &got, &passed), ==, JAL_WIRE_BREACH);
  g_assert_true (jal_wire_send (pair[0], &other, pair[0], TRUE));
  g_assert_cmpint (jal_wire_receive (pair[1], &got, NULL), ==, JAL_WIRE_BREACH);
  g_assert_cmpint (count_descriptors (), ==, before);
  close (pair[0]);
  close (pair[1]);
}

static void
test_full_queue (void)
{
  JalWirePacket packet;
  int pair[2];
  guint n = 0;

  open_pair (pair);
  jal_wire_init (&packet, JAL_WIRE_DONE, 1);
  while (n < 100000 && jal_wire_send (pair[0], &packet, -1, FALSE))
    n++;
  g_assert_cmpuint (n, >, 0);
  g_assert_cmpuint (n, <, 100000);
  g_assert_cmpint (errno, ==, EAGAIN);
  close (pair[0]);
  close (pair[1]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/socket/packet", test_packet);
  g_test_add_func ("/socket/bad-sizes", test_bad_sizes);
  g_test_add_func ("/socket/descriptors", test_descriptors);
  g_test_add_func ("/socket/full-queue", test_full_queue);
  return g_test_run ();
}
