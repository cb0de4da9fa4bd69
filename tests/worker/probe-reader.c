/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reader as an attacker would have it: the same code, with a verb that tries what must not succeed. Built for tests
   only and never installed; that the installed program has neither this verb nor the switch below is tested too. */
#include <errno.h>
#include <fcntl.h>
#include <linux/io_uring.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "probes.h"
#include "worker/reader.h"

static pid_t parent;
static volatile int *nowhere;

static gboolean
opens (const char *path, int flags)
{
  int fd = open (path, flags, 0600);

  if (fd >= 0)
    close (fd);
  return fd >= 0;
}

static gboolean
connects (void)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons (9), .sin_addr = { htonl (INADDR_LOOPBACK) } };
  int fd = socket (AF_INET, SOCK_DGRAM, 0);
  gboolean connected = connect (fd >= 0 ? fd : JAL_WIRE_FD, (struct sockaddr *)&address, sizeof address) == 0;
  int saved = errno;

  if (fd >= 0)
    close (fd);
  errno = saved;
  return connected;
}

static gboolean
forks (gboolean raw)
{
  pid_t child = raw ? (pid_t)syscall (SYS_fork) : fork ();

  if (child == 0)
    _exit (0);
  return child > 0 && waitpid (child, NULL, 0) == child;
}

static gboolean
maps (int protection)
{
  void *memory = mmap (NULL, 4096, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

  if (memory == MAP_FAILED)
    return FALSE;
  munmap (memory, 4096);
  return TRUE;
}

static gboolean
makes_executable (void)
{
  void *memory = mmap (NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  gboolean made = memory != MAP_FAILED && mprotect (memory, 4096, PROT_READ | PROT_EXEC) == 0;
  int saved = errno;

  munmap (memory, 4096);
  errno = saved;
  return made;
}

static gboolean
reads_memory_of_parent (void)
{
  char path[64];

  g_snprintf (path, sizeof path, "/proc/%d/environ", (int)parent);
  return opens (path, O_RDONLY);
}

/* More than two gigabytes. */
static gboolean
hoards (void)
{
  static void *kept[40];
  gsize n = 0;

  while (n < G_N_ELEMENTS (kept) && (kept[n] = malloc (64 << 20)) != NULL)
    n++;
  errno = ENOMEM;
  for (gsize i = 0; i < n; i++)
    free (kept[i]);
  return n == G_N_ELEMENTS (kept);
}

static gboolean
uring (void)
{
  struct io_uring_params params = { 0 };
  int fd = (int)syscall (SYS_io_uring_setup, 4, &params);

  return fd >= 0 && close (fd) == 0;
}

static gboolean
inherits (void)
{
  for (int fd = JAL_WIRE_FD + 1; fd < 64; fd++)
    if (fcntl (fd, F_GETFD) >= 0)
      return TRUE;
  return FALSE;
}

static gboolean
attempt (guint probe)
{
  static char *const program[] = { (char *)"/bin/true", NULL };

  switch (probe)
    {
    case PROBE_READ_FILE:
      return opens ("/etc/passwd", O_RDONLY);
    case PROBE_LIST_FOLDER:
      return opens ("/tmp", O_RDONLY | O_DIRECTORY);
    case PROBE_CREATE_FILE:
      return opens (PROBE_FILE, O_WRONLY | O_CREAT | O_TRUNC);
    case PROBE_WRITE_DEVICE:
      return opens ("/dev/null", O_WRONLY);
    case PROBE_SOCKET:
      return socket (AF_INET, SOCK_STREAM, 0) >= 0;
    case PROBE_CONNECT:
      return connects ();
    case PROBE_EXEC:
      return execv (program[0], program) == 0;
    case PROBE_FORK:
      return forks (FALSE);
    case PROBE_RAW_FORK:
      return forks (TRUE);
    case PROBE_PTRACE:
      return ptrace (PTRACE_TRACEME, 0, NULL, NULL) == 0;
    case PROBE_KILL_PARENT:
      return kill (parent, 0) == 0;
    case PROBE_PARENT_MEMORY:
      return reads_memory_of_parent ();
    case PROBE_MAP_CODE:
      return maps (PROT_READ | PROT_WRITE | PROT_EXEC);
    case PROBE_MAKE_CODE:
      return makes_executable ();
    case PROBE_IO_URING:
      return uring ();
    case PROBE_MEMFD:
      return syscall (SYS_memfd_create, "probe", 0) >= 0;
    case PROBE_UNSHARE:
      return unshare (CLONE_FILES) == 0;
    case PROBE_HOARD:
      return hoards ();
    case PROBE_INHERITED:
      return inherits ();
    case PROBE_LOOP:
      for (volatile guint i = 0;; i++)
        ;
    case PROBE_CRASH:
      *nowhere = 1;
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
handle (JalWorker *worker, const JalWirePacket *request, gpointer reader)
{
  JalWirePacket reply;

  if (request->header.type != PROBE_REQUEST)
    return jal_reader_worker_handle (worker, request, reader);
  jal_worker_prepare (&reply, PROBE_REPLY, request);
  errno = 0;
  reply.range_reply.granted = attempt (request->write.length);
  reply.range_reply.length = reply.range_reply.granted ? 0 : (guint32)errno;
  jal_worker_reply (worker, &reply);
  return TRUE;
}

int
main (void)
{
  JalReaderWorker *reader = jal_reader_worker_new ();

  parent = getppid ();
  if (g_getenv (PROBE_WALLS_OFF) != NULL)
    return jal_worker_serve (JAL_WIRE_ROLE_READER, JAL_WIRE_WALL_LANDLOCK | JAL_WIRE_WALL_SECCOMP, NULL, handle, reader);
  return jal_worker_run (JAL_WIRE_ROLE_READER, JAL_SANDBOX_PLAIN, NULL, handle, reader);
}
