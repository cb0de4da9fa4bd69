/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Invariants.
 * 1. Workers are started by one thread that never ends: a worker dies with the *thread* that started it.
 * 2. A worker inherits nothing but /dev/null and its socket, and a fixed environment.
 * 3. A process that does not report the walls it was asked for is killed before it is told anything.
 * 4. A prepared process is used for one document only, like any other.
 * 5. Where the kernel has no Landlock, the same program is started under bubblewrap. There is no third way. */
#include "pages/jal-spawn-private.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <linux/landlock.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "pages/jal-pages-error.h"
#include "wire/jal-wire-socket.h"

#define HELLO_MS 10000
#define BUBBLEWRAP "/usr/bin/bwrap"
/* Above the descriptors that the spawned program gets, so that none is overwritten on the way. */
#define LOWEST_FD 10

typedef struct
{
  char **argv;
  char **env;
  int socket;
  pid_t pid;
  int error;
  gboolean done;
} Order;

static GMutex lock;
static GCond answered;
static GAsyncQueue *orders;

static int
spawn (const Order *order, pid_t *pid)
{
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
  sigset_t none, all;
  int failed;

  sigemptyset (&none);
  sigfillset (&all);
  posix_spawn_file_actions_init (&files);
  posix_spawnattr_init (&attributes);
  posix_spawn_file_actions_addopen (&files, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen (&files, 1, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen (&files, 2, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_adddup2 (&files, order->socket, JAL_WIRE_FD);
  posix_spawn_file_actions_addclosefrom_np (&files, JAL_WIRE_FD + 1);
  posix_spawnattr_setsigmask (&attributes, &none);
  posix_spawnattr_setsigdefault (&attributes, &all);
  posix_spawnattr_setflags (&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID);
  failed = posix_spawn (pid, order->argv[0], &files, &attributes, order->argv, order->env);
  posix_spawnattr_destroy (&attributes);
  posix_spawn_file_actions_destroy (&files);
  return failed;
}

static gpointer
spawner_thread (gpointer data)
{
  for (;;)
    {
      Order *order = g_async_queue_pop (orders);
      pid_t pid = -1;
      int error = spawn (order, &pid);

      g_mutex_lock (&lock);
      order->pid = pid;
      order->error = error;
      order->done = TRUE;
      g_cond_broadcast (&answered);
      g_mutex_unlock (&lock);
    }
  return NULL;
}

static void
place_order (Order *order)
{
  static gsize started = 0;

  if (g_once_init_enter (&started))
    {
      orders = g_async_queue_new ();
      g_thread_unref (g_thread_new ("spawner", spawner_thread, NULL));
      g_once_init_leave (&started, 1);
    }
  g_async_queue_push (orders, order);
  g_mutex_lock (&lock);
  while (!order->done)
    g_cond_wait (&answered, &lock);
  g_mutex_unlock (&lock);
}

static gboolean
kernel_has_landlock (void)
{
  return syscall (SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION) >= 1;
}

/* Only what the program needs to be loaded and fonts: the rest of the machine is not there. */
static void
add_bubblewrap (GPtrArray *argv, const char *path)
{
  static const char *const before[] = {
    BUBBLEWRAP, "--unshare-all", "--die-with-parent", "--ro-bind", "/usr", "/usr", "--symlink", "usr/lib", "/lib",
    "--symlink", "usr/lib64", "/lib64", "--ro-bind-try", "/etc/fonts", "/etc/fonts", "--ro-bind-try",
    "/etc/ld.so.cache", "/etc/ld.so.cache", "--ro-bind-try", "/etc/localtime", "/etc/localtime", "--ro-bind-try",
    "/var/cache/fontconfig", "/var/cache/fontconfig", "--ro-bind",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (before); i++)
    g_ptr_array_add (argv, (gpointer)before[i]);
  g_ptr_array_add (argv, (gpointer)path);
  g_ptr_array_add (argv, (gpointer)"/jalada-worker");
  g_ptr_array_add (argv, (gpointer)"--remount-ro");
  g_ptr_array_add (argv, (gpointer)"/");
  g_ptr_array_add (argv, (gpointer)"/jalada-worker");
}

static void
set_missing_error (GError **error)
{
  g_set_error (error, JAL_PAGES_ERROR, JAL_PAGES_ERROR_SANDBOX, "%s",
               _ ("A part of Jalada is missing: the program that reads documents. Install Jalada again."));
}

static void
set_sandbox_error (GError **error)
{
  g_set_error (error, JAL_PAGES_ERROR, JAL_PAGES_ERROR_SANDBOX, "%s",
               _ ("Evidence cannot be opened safely on this computer, so it stays closed. Use a system with Linux 5.13 "
                  "or newer, or install the program “bubblewrap”, and try again."));
}

static void
set_killed_error (GError **error)
{
  g_set_error (error, JAL_PAGES_ERROR, JAL_PAGES_ERROR_CRASHED, "%s",
               _ ("The program that reads documents stopped on this. It cannot be shown; the original is kept as it is."));
}

/* Somebody ended it from outside (or the system, which had no memory left): that says nothing of its walls. It closed its socket, so
   it has ended, or does so now; it stays to be waited for. */
static gboolean
was_killed (const JalProcess *process)
{
  siginfo_t info = { 0 };
  int waited;

  do
    waited = waitid (P_PID, (id_t)process->pid, &info, WEXITED | WNOWAIT);
  while (waited < 0 && errno == EINTR);
  return waited == 0 && info.si_code == CLD_KILLED && info.si_status == SIGKILL;
}

/* Waits for HELLO of @role with seccomp and one file wall. @killed (out): there was none because the process was ended. */
static gboolean
has_walls (JalProcess *process, JalWireRole role, gboolean *killed)
{
  JalWirePacket packet;
  struct pollfd wait = { process->fd, POLLIN, 0 };
  const guint file_walls = JAL_WIRE_WALL_LANDLOCK | JAL_WIRE_WALL_NAMESPACE;
  gint64 until = g_get_monotonic_time () + HELLO_MS * 1000;
  JalWireReceived received;
  int ready;

  do
    ready = poll (&wait, 1, (int)MAX (0, (until - g_get_monotonic_time ()) / 1000));
  while (ready < 0 && errno == EINTR);
  received = ready == 1 ? jal_wire_receive (process->fd, &packet, NULL) : JAL_WIRE_BREACH;
  *killed = received == JAL_WIRE_CLOSED && was_killed (process);
  if (received != JAL_WIRE_RECEIVED || packet.header.type != JAL_WIRE_HELLO || packet.hello.role != (guint32)role)
    return FALSE;
  process->walls = packet.hello.walls;
  return (process->walls & JAL_WIRE_WALL_SECCOMP) != 0 && (process->walls & file_walls) != 0;
}

static JalProcess *
start (const char *path, const char *const *extra_env, GError **error)
{
  static const char *const fixed[] = { "LC_ALL=C.UTF-8", "HOME=/nonexistent", "PATH=/nonexistent", "OMP_THREAD_LIMIT=1",
                                       "MALLOC_ARENA_MAX=1",
                                       /* Decoded pictures go back at once, however many there were before. */
                                       "GLIBC_TUNABLES=glibc.malloc.mmap_threshold=4194304:glibc.malloc.trim_threshold=8388608" };
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GPtrArray) env = g_ptr_array_new ();
  Order order = { 0 };
  int pair[2];
  JalProcess *process;

  if (socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0)
    {
      g_set_error (error, G_IO_ERROR, (int)g_io_error_from_errno (errno), "%s",
                   _ ("Too many files are open. Close some documents and try again."));
      return NULL;
    }
  if (!kernel_has_landlock ())
    add_bubblewrap (argv, path);
  else
    g_ptr_array_add (argv, (gpointer)path);
  g_ptr_array_add (argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (fixed); i++)
    g_ptr_array_add (env, (gpointer)fixed[i]);
  for (; extra_env != NULL && *extra_env != NULL; extra_env++)
    g_ptr_array_add (env, (gpointer)*extra_env);
  g_ptr_array_add (env, NULL);

  order.argv = (char **)argv->pdata;
  order.env = (char **)env->pdata;
  order.socket = fcntl (pair[1], F_DUPFD_CLOEXEC, LOWEST_FD);
  close (pair[1]);
  if (order.socket >= 0)
    {
      place_order (&order);
      close (order.socket);
    }
  else
    order.error = errno;
  if (order.error != 0)
    {
      close (pair[0]);
      set_sandbox_error (error);
      return NULL;
    }
  process = g_new0 (JalProcess, 1);
  process->pid = order.pid;
  process->fd = pair[0];
  return process;
}

JalProcess *
jal_process_new_program (const char *path, JalWireRole role, const char *const *extra_env, GError **error)
{
  g_autoptr (JalProcess) process = NULL;
  gboolean killed;

  if (!g_file_test (path, G_FILE_TEST_IS_EXECUTABLE))
    {
      set_missing_error (error);
      return NULL;
    }
  process = start (path, extra_env, error);
  if (process == NULL)
    return NULL;
  if (!has_walls (process, role, &killed))
    {
      if (killed)
        set_killed_error (error);
      else
        set_sandbox_error (error);
      return NULL;
    }
  return g_steal_pointer (&process);
}

/* In the build tree when JALADA_UNINSTALLED names one that has the program, else where it was installed. */
static char *
find_program (JalWireRole role)
{
  static const char *const names[] = { NULL, "jalada-reader", "jalada-composer", "jalada-ocr", "jalada-intake" };
  const char *tree = g_getenv ("JALADA_UNINSTALLED");

  if (tree != NULL && *tree != '\0')
    {
      g_autofree char *path = g_build_filename (tree, "src", "worker", names[role], NULL);

      if (g_file_test (path, G_FILE_TEST_IS_EXECUTABLE))
        return g_steal_pointer (&path);
    }
  return g_build_filename (JAL_PKGLIBEXECDIR, names[role], NULL);
}

/* --- Prepared processes -------------------------------------------------------------------------------------------- */

/* One a role; guarded by the lock. The path tells whether it is still the program that is wanted. */
static struct
{
  JalProcess *process;
  char *path;
  gboolean starts; /* being prepared: whoever wants one waits for it, which is shorter than starting another */
} prepared[JAL_WIRE_ROLE_INTAKE + 1];

/* Nothing is said to a prepared process and it says nothing: whatever can be read from it is its end. */
static gboolean
is_waiting (const JalProcess *process)
{
  struct pollfd ready = { process->fd, POLLIN, 0 };

  return poll (&ready, 1, 0) == 0;
}

static JalProcess *
take_prepared (JalWireRole role, const char *path)
{
  JalProcess *process;
  g_autofree char *its_path = NULL;

  g_mutex_lock (&lock);
  while (prepared[role].starts)
    g_cond_wait (&answered, &lock);
  process = g_steal_pointer (&prepared[role].process);
  its_path = g_steal_pointer (&prepared[role].path);
  g_mutex_unlock (&lock);
  if (process != NULL && (g_strcmp0 (path, its_path) != 0 || !is_waiting (process)))
    g_clear_pointer (&process, jal_process_free);
  return process;
}

void
jal_process_prepare (JalWireRole role)
{
  static const char *const as_spare[] = { JAL_WIRE_ENV_SPARE "=1", NULL };
  g_autofree char *path = find_program (role);
  JalProcess *process;
  gboolean waits;

  g_mutex_lock (&lock);
  waits = prepared[role].process != NULL || prepared[role].starts;
  prepared[role].starts = prepared[role].starts || !waits;
  g_mutex_unlock (&lock);
  if (waits)
    return;
  process = jal_process_new_program (path, role, as_spare, NULL);
  g_mutex_lock (&lock);
  prepared[role].starts = FALSE;
  if (process != NULL)
    {
      g_free (prepared[role].path);
      prepared[role].process = process;
      prepared[role].path = g_steal_pointer (&path);
    }
  g_cond_broadcast (&answered);
  g_mutex_unlock (&lock);
}

void
jal_process_forget_prepared (void)
{
  for (guint role = 0; role < G_N_ELEMENTS (prepared); role++)
    {
      JalProcess *process;

      g_mutex_lock (&lock);
      process = g_steal_pointer (&prepared[role].process);
      g_clear_pointer (&prepared[role].path, g_free);
      g_mutex_unlock (&lock);
      jal_process_free (process);
    }
}

JalProcess *
jal_process_new (JalWireRole role, GError **error)
{
  g_autofree char *path = find_program (role);
  JalProcess *process = take_prepared (role, path);

  return process != NULL ? process : jal_process_new_program (path, role, NULL, error);
}

void
jal_process_free (JalProcess *process)
{
  pid_t ended;

  if (process == NULL)
    return;
  kill (process->pid, SIGKILL);
  do
    ended = waitpid (process->pid, NULL, 0);
  while (ended < 0 && errno == EINTR);
  close (process->fd);
  g_free (process);
}
