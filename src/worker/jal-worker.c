/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Invariants.
 * 1. The program asks, the worker answers; while it works it may ask for ranges, one at a time. Anything else that
 *    arrives is a breach and ends the worker: it is cheap to start another.
 * 2. A window is used only when the kernel confirms that it can neither shrink nor grow and has the size that was told. */
#include "worker/jal-worker.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "wire/jal-wire-socket.h"

#define CHUNK JAL_WIRE_RANGE_MAX
#define N_CHUNKS 48 /* 12 MiB of what was read last */
#define EXIT_WALLS 3
#define EXIT_BREACH 4

typedef struct
{
  guint8 *memory;
  gsize size;
} Window;

typedef struct
{
  guint8 *bytes; /* NULL: free */
  gsize length;
  guint input;
  guint64 index;
  guint64 used;
} Chunk;

struct _JalWorker
{
  Window windows[JAL_WIRE_N_SLOTS];
  Chunk chunks[N_CHUNKS];
  guint64 clock;
  guint32 serial; /* of the request being worked on */
  gboolean refused;
};

static void
receive (JalWorker *worker, JalWirePacket *packet, int *fd)
{
  JalWireReceived received = jal_wire_receive (JAL_WIRE_FD, packet, fd);

  if (received == JAL_WIRE_CLOSED)
    _exit (0);
  if (received == JAL_WIRE_BREACH)
    _exit (EXIT_BREACH);
}

static void
send_packet (const JalWirePacket *packet)
{
  if (!jal_wire_send (JAL_WIRE_FD, packet, -1, TRUE))
    _exit (0);
}

static void
take_window (JalWorker *worker, const JalWireWindow *message, int fd)
{
  Window *window = &worker->windows[message->slot];
  int seals = fcntl (fd, F_GET_SEALS);
  struct stat about;

  if (window->memory != NULL)
    munmap (window->memory, window->size);
  window->memory = NULL;
  window->size = 0;
  if (seals >= 0 && (seals & F_SEAL_SHRINK) != 0 && (seals & F_SEAL_GROW) != 0 && fstat (fd, &about) == 0
      && (guint64)about.st_size == message->size)
    {
      void *memory = mmap (NULL, message->size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

      if (memory != MAP_FAILED)
        {
          window->memory = memory;
          window->size = message->size;
        }
    }
  close (fd);
}

/* Waits for a message of @type; windows that come first are taken. */
static void
await (JalWorker *worker, guint type, JalWirePacket *packet)
{
  for (;;)
    {
      int fd = -1;

      receive (worker, packet, &fd);
      if (packet->header.type == JAL_WIRE_WINDOW)
        take_window (worker, &packet->window, fd);
      else if (packet->header.type == type)
        return;
      else
        _exit (EXIT_BREACH);
    }
}

guint8 *
jal_worker_window (JalWorker *worker, guint slot, gsize *size)
{
  *size = worker->windows[slot].size;
  return worker->windows[slot].memory;
}

static gboolean
fetch (JalWorker *worker, Chunk *chunk, guint input, guint64 size, guint64 index)
{
  JalWirePacket packet;
  gsize length = (gsize)MIN ((guint64)CHUNK, size - index * CHUNK);
  Window *window = &worker->windows[JAL_WIRE_SLOT_BYTES];

  jal_wire_init (&packet, JAL_WIRE_RANGE, worker->serial);
  packet.range.input = input;
  packet.range.offset = index * CHUNK;
  packet.range.length = (guint32)length;
  send_packet (&packet);
  await (worker, JAL_WIRE_RANGE_REPLY, &packet);
  if (packet.range_reply.granted == 0 || packet.range_reply.length != length || window->size < length)
    {
      worker->refused = TRUE;
      return FALSE;
    }
  if (chunk->bytes == NULL)
    chunk->bytes = g_malloc (CHUNK);
  memcpy (chunk->bytes, window->memory, length);
  chunk->length = length;
  chunk->input = input;
  chunk->index = index;
  return TRUE;
}

static Chunk *
find_chunk (JalWorker *worker, guint input, guint64 size, guint64 index)
{
  Chunk *oldest = &worker->chunks[0];

  for (guint i = 0; i < N_CHUNKS; i++)
    {
      Chunk *chunk = &worker->chunks[i];

      if (chunk->length > 0 && chunk->input == input && chunk->index == index)
        {
          chunk->used = ++worker->clock;
          return chunk;
        }
      if (chunk->used < oldest->used)
        oldest = chunk;
    }
  oldest->length = 0;
  if (!fetch (worker, oldest, input, size, index))
    return NULL;
  oldest->used = ++worker->clock;
  return oldest;
}

gssize
jal_worker_read (JalWorker *worker, guint input, guint64 size, guint64 offset, guint8 *to, gsize length)
{
  gsize done = 0;

  if (offset >= size)
    return 0;
  length = (gsize)MIN ((guint64)length, MIN (size - offset, (guint64)G_MAXSSIZE));
  while (done < length)
    {
      guint64 index = (offset + done) / CHUNK;
      gsize from = (gsize)((offset + done) % CHUNK);
      Chunk *chunk = find_chunk (worker, input, size, index);
      gsize part;

      if (chunk == NULL)
        return -1;
      part = MIN (length - done, chunk->length - from);
      memcpy (to + done, chunk->bytes + from, part);
      done += part;
    }
  return (gssize)done;
}

gboolean
jal_worker_was_refused (JalWorker *worker)
{
  return worker->refused;
}

gboolean
jal_worker_write (JalWorker *worker, const guint8 *bytes, gsize length)
{
  Window *window = &worker->windows[JAL_WIRE_SLOT_RESULT];

  while (length > 0)
    {
      JalWirePacket packet;
      gsize part = MIN (length, window->size);

      if (part == 0)
        return FALSE;
      memcpy (window->memory, bytes, part);
      jal_wire_init (&packet, JAL_WIRE_WRITE, worker->serial);
      packet.write.length = (guint32)part;
      send_packet (&packet);
      await (worker, JAL_WIRE_WRITE_REPLY, &packet);
      if (packet.write_reply.granted == 0)
        return FALSE;
      bytes += part;
      length -= part;
    }
  return TRUE;
}

void
jal_worker_prepare (JalWirePacket *reply, guint type, const JalWirePacket *request)
{
  jal_wire_init (reply, type, request->header.serial);
}

void
jal_worker_reply (JalWorker *worker, const JalWirePacket *reply)
{
  send_packet (reply);
}

void
jal_worker_fail (JalWorker *worker, const JalWirePacket *request, JalWireFailure failure, guint64 needed)
{
  JalWirePacket reply;

  jal_worker_prepare (&reply, JAL_WIRE_FAILED, request);
  reply.failed.failure = failure;
  reply.failed.needed = needed;
  jal_worker_reply (worker, &reply);
}

static gboolean
is_idle (void)
{
  /* poll() is beyond the walls. */
  char byte;
  struct iovec to = { &byte, 1 };
  struct msghdr message = { .msg_iov = &to, .msg_iovlen = 1 };

  return recvmsg (JAL_WIRE_FD, &message, MSG_PEEK | MSG_DONTWAIT) < 0;
}

int
jal_worker_serve (JalWireRole role, guint walls, void (*warm_up) (void), JalWorkerHandler handler, gpointer user_data)
{
  g_autofree JalWorker *worker = g_new0 (JalWorker, 1);
  JalWirePacket packet;

  jal_wire_init (&packet, JAL_WIRE_HELLO, 0);
  packet.hello.role = role;
  packet.hello.walls = walls;
  send_packet (&packet);
  /* Who is started because a document is to be opened now has no time: it would be idle for a moment only. */
  if (warm_up != NULL && g_getenv (JAL_WIRE_ENV_SPARE) != NULL && is_idle ())
    warm_up ();
  for (;;)
    {
      int fd = -1;

      receive (worker, &packet, &fd);
      worker->serial = packet.header.serial;
      worker->refused = FALSE;
      if (packet.header.type == JAL_WIRE_WINDOW)
        take_window (worker, &packet.window, fd);
      else if (!handler (worker, &packet, user_data))
        return EXIT_BREACH;
    }
}

int
jal_worker_run (JalWireRole role, JalSandboxFlags flags, void (*warm_up) (void), JalWorkerHandler handler, gpointer user_data)
{
  guint walls;

  if (!jal_sandbox_prepare ())
    return EXIT_WALLS;
  jal_sandbox_preload ();
  walls = jal_sandbox_enter (flags);
  if (walls == 0)
    return EXIT_WALLS;
  return jal_worker_serve (role, walls, warm_up, handler, user_data);
}
