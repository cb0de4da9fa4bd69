/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire/jal-wire-socket.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

typedef union
{
  struct cmsghdr align;
  char room[CMSG_SPACE (sizeof (int))];
} Control;

gboolean
jal_wire_send (int fd, const JalWirePacket *packet, int pass_fd, gboolean wait)
{
  struct iovec part = { (void *)packet, packet->header.size };
  struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1 };
  Control control;
  ssize_t sent;

  if (pass_fd >= 0)
    {
      struct cmsghdr *head;

      memset (&control, 0, sizeof control);
      message.msg_control = control.room;
      message.msg_controllen = sizeof control.room;
      head = CMSG_FIRSTHDR (&message);
      head->cmsg_level = SOL_SOCKET;
      head->cmsg_type = SCM_RIGHTS;
      head->cmsg_len = CMSG_LEN (sizeof (int));
      memcpy (CMSG_DATA (head), &pass_fd, sizeof (int));
    }
  do
    sent = sendmsg (fd, &message, MSG_NOSIGNAL | (wait ? 0 : MSG_DONTWAIT));
  while (sent < 0 && errno == EINTR);
  return sent == (ssize_t)packet->header.size;
}

static int
take_descriptor (struct msghdr *message)
{
  struct cmsghdr *head = CMSG_FIRSTHDR (message);
  int fd = -1;

  if (head != NULL && head->cmsg_level == SOL_SOCKET && head->cmsg_type == SCM_RIGHTS
      && head->cmsg_len == CMSG_LEN (sizeof (int)))
    memcpy (&fd, CMSG_DATA (head), sizeof (int));
  return fd;
}

JalWireReceived
jal_wire_receive (int fd, JalWirePacket *packet, int *passed_fd)
{
  struct iovec part = { packet, sizeof *packet };
  struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1 };
  Control control;
  ssize_t got;
  int came = -1;

  memset (&control, 0, sizeof control);
  if (passed_fd != NULL)
    {
      message.msg_control = control.room;
      message.msg_controllen = sizeof control.room;
    }
  do
    got = recvmsg (fd, &message, MSG_CMSG_CLOEXEC);
  while (got < 0 && errno == EINTR);
  if (got <= 0)
    return JAL_WIRE_CLOSED;

  if (passed_fd != NULL)
    came = take_descriptor (&message);
  if ((message.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) != 0 || !jal_wire_is_valid (packet, (gsize)got)
      || (came >= 0) != (packet->header.type == JAL_WIRE_WINDOW))
    {
      if (came >= 0)
        close (came);
      return JAL_WIRE_BREACH;
    }
  if (passed_fd != NULL)
    *passed_fd = came;
  return JAL_WIRE_RECEIVED;
}
