/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Invariants.
 * 1. There is no switch: no flag, variable or argument leaves a wall out. What cannot be built ends the worker.
 * 2. Landlock comes before seccomp (it needs system calls that seccomp refuses), seccomp comes last.
 * 3. A system call nobody thought of gets ENOSYS, so that a newer C library finds another way; what is never innocent
 *    (new programs and processes, debugging, mounting, io_uring, …) kills. */
#include "worker/jal-sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <fontconfig/fontconfig.h>
#include <iconv.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <time.h>
#include <unistd.h>

#include "wire/jal-wire.h"

#define MEMORY_MAX (1536ull << 20)
#define FILE_SIZE_MAX (1ull << 30)
#define FILES_MAX 64

/* Newer than the oldest kernel headers we build with. */
#ifndef LANDLOCK_ACCESS_FS_REFER
#define LANDLOCK_ACCESS_FS_REFER (1ULL << 13)
#endif
#define ACCESS_FS_TRUNCATE (1ULL << 14)
#define ACCESS_FS_IOCTL_DEV (1ULL << 15)
#define ACCESS_NET_BIND_TCP (1ULL << 0)
#define ACCESS_NET_CONNECT_TCP (1ULL << 1)
#define SCOPE_ABSTRACT_UNIX_SOCKET (1ULL << 0)
#define SCOPE_SIGNAL (1ULL << 1)
#define SEALS_GET (1024 + 10) /* F_GET_SEALS */

/* The kernel's struct landlock_ruleset_attr as of Landlock 6; older kernels are given its beginning only. */
typedef struct
{
  guint64 handled_access_fs;
  guint64 handled_access_net;
  guint64 scoped;
} Ruleset;

static const char *const readable_folders[] = {
  "/usr/share/fonts",      "/usr/local/share/fonts", "/usr/share/fontconfig", "/etc/fonts", "/var/cache/fontconfig",
  "/usr/share/poppler",    "/usr/share/zoneinfo",    "/usr/share/texmf/fonts", "/usr/lib/locale",
  "/usr/share/ghostscript", "/usr/share/X11/fonts",
};

static gboolean
set_limit (int what, rlim_t most)
{
  struct rlimit limit = { most, most };

  return setrlimit (what, &limit) == 0;
}

gboolean
jal_sandbox_prepare (void)
{
  return prctl (PR_SET_PDEATHSIG, SIGKILL) == 0 && prctl (PR_SET_DUMPABLE, 0) == 0
         && prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && set_limit (RLIMIT_AS, MEMORY_MAX)
         && set_limit (RLIMIT_CORE, 0) && set_limit (RLIMIT_NOFILE, FILES_MAX) && set_limit (RLIMIT_FSIZE, FILE_SIZE_MAX)
         && set_limit (RLIMIT_MEMLOCK, 0);
}

void
jal_sandbox_preload (void)
{
  static const char *const sets[] = { "UTF-16", "UTF-16BE", "UTF-16LE", "ISO-8859-1", "CP1252" };
  time_t now = 0;

  /* Modules stay loaded while one conversion is open, so these are never closed. */
  for (gsize i = 0; i < G_N_ELEMENTS (sets); i++)
    {
      (void)iconv_open ("UTF-8", sets[i]);
      (void)iconv_open (sets[i], "UTF-8");
    }
  tzset ();
  (void)localtime (&now);
  FcInit ();
}

static guint64
accesses_known (int abi)
{
  guint64 all = (1ULL << 13) - 1; /* everything of Landlock 1 */

  if (abi >= 2)
    all |= LANDLOCK_ACCESS_FS_REFER;
  if (abi >= 3)
    all |= ACCESS_FS_TRUNCATE;
  if (abi >= 5)
    all |= ACCESS_FS_IOCTL_DEV;
  return all;
}

static gboolean
allow_reading (int ruleset, const char *path)
{
  struct landlock_path_beneath_attr rule = { 0 };
  struct stat about;
  gboolean allowed;

  rule.parent_fd = open (path, O_PATH | O_CLOEXEC);
  if (rule.parent_fd < 0)
    return TRUE; /* not here: nothing to allow */
  rule.allowed_access = LANDLOCK_ACCESS_FS_READ_FILE;
  if (fstat (rule.parent_fd, &about) == 0 && S_ISDIR (about.st_mode))
    rule.allowed_access |= LANDLOCK_ACCESS_FS_READ_DIR;
  allowed = syscall (SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
  close (rule.parent_fd);
  return allowed;
}

/* Returns 1 when the wall stands, 0 when the kernel has no Landlock, -1 when it failed. */
static int
enter_landlock (void)
{
  Ruleset rules = { 0 };
  gsize size = sizeof rules.handled_access_fs;
  int abi = (int)syscall (SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
  int ruleset;
  gboolean entered = TRUE;

  if (abi < 1)
    return 0;
  rules.handled_access_fs = accesses_known (abi);
  if (abi >= 4)
    {
      rules.handled_access_net = ACCESS_NET_BIND_TCP | ACCESS_NET_CONNECT_TCP;
      size += sizeof rules.handled_access_net;
    }
  if (abi >= 6)
    {
      rules.scoped = SCOPE_ABSTRACT_UNIX_SOCKET | SCOPE_SIGNAL;
      size += sizeof rules.scoped;
    }
  ruleset = (int)syscall (SYS_landlock_create_ruleset, &rules, size, 0);
  if (ruleset < 0)
    return -1;
  for (gsize i = 0; i < G_N_ELEMENTS (readable_folders); i++)
    entered = entered && allow_reading (ruleset, readable_folders[i]);
  entered = entered && syscall (SYS_landlock_restrict_self, ruleset, 0) == 0;
  close (ruleset);
  return entered ? 1 : -1;
}

/* Under bubblewrap the root is a fresh tmpfs that holds system libraries and nothing of anybody's. */
static gboolean
is_in_empty_namespace (void)
{
  static const char *const must_be_absent[] = { "/home", "/root", "/proc", "/run", "/var/lib", "/tmp", "/sys", "/mnt",
                                                "/media", "/etc/passwd", "/opt", "/srv", "/boot" };
  struct statfs about;

  if (statfs ("/", &about) != 0 || about.f_type != 0x01021994 /* TMPFS_MAGIC */)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (must_be_absent); i++)
    if (access (must_be_absent[i], F_OK) == 0 || errno != ENOENT)
      return FALSE;
  return TRUE;
}

static gboolean
add_calls (scmp_filter_ctx filter, guint32 action, const char *const *names)
{
  for (; *names != NULL; names++)
    {
      int call = seccomp_syscall_resolve_name (*names);

      /* Calls this library does not know get ENOSYS with all other unknown ones; calls this machine's processor does not
         have are skipped by libseccomp. */
      if (call != __NR_SCMP_ERROR && seccomp_rule_add (filter, action, call, 0) != 0)
        return FALSE;
    }
  return TRUE;
}

static gboolean
add_bits (scmp_filter_ctx filter, guint32 action, int call, guint argument, guint64 mask, guint64 value)
{
  struct scmp_arg_cmp compare = { argument, SCMP_CMP_MASKED_EQ, mask, value };

  return seccomp_rule_add_array (filter, action, call, 1, &compare) == 0;
}

static gboolean
add_value (scmp_filter_ctx filter, guint32 action, int call, guint argument, guint64 value)
{
  struct scmp_arg_cmp compare = { argument, SCMP_CMP_EQ, value, 0 };

  return seccomp_rule_add_array (filter, action, call, 1, &compare) == 0;
}

/* Opening for reading, memory without code, and four questions about descriptors. */
static gboolean
add_calls_by_argument (scmp_filter_ctx filter)
{
  static const int maps[] = { SCMP_SYS (mmap), SCMP_SYS (mprotect) };
  static const int questions[] = { F_GETFL, F_GETFD, F_SETFD, SEALS_GET };
  static const int writing[] = { O_WRONLY, O_RDWR, O_CREAT, O_TRUNC };
  const guint64 not_reading = O_ACCMODE | O_CREAT | O_TRUNC | (O_TMPFILE & ~O_DIRECTORY);
  gboolean added;

  added = add_bits (filter, SCMP_ACT_ALLOW, SCMP_SYS (openat), 2, not_reading, O_RDONLY);
  for (gsize i = 0; i < G_N_ELEMENTS (writing); i++)
    added = added && add_bits (filter, SCMP_ACT_ERRNO (EACCES), SCMP_SYS (openat), 2, (guint64)writing[i],
                               (guint64)writing[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (maps); i++)
    added = added && add_bits (filter, SCMP_ACT_ALLOW, maps[i], 2, PROT_EXEC, 0)
            && add_bits (filter, SCMP_ACT_ERRNO (EACCES), maps[i], 2, PROT_EXEC, PROT_EXEC);
  for (gsize i = 0; i < G_N_ELEMENTS (questions); i++)
    added = added && add_value (filter, SCMP_ACT_ALLOW, SCMP_SYS (fcntl), 1, (guint64)questions[i]);
  return added;
}

/* A thread shares memory, files and signal handlers with its maker; a process does not, and needs neither flag. */
static gboolean
add_threads (scmp_filter_ctx filter)
{
  static const char *const calls[] = { "rseq", "set_robust_list", "rt_sigaction", "rt_sigprocmask", "gettid",
                                       "sched_getaffinity", "sched_yield", NULL };
  const guint64 thread = CLONE_VM | CLONE_THREAD | CLONE_SIGHAND;

  return add_bits (filter, SCMP_ACT_ALLOW, SCMP_SYS (clone), 0, thread, thread)
         && add_bits (filter, SCMP_ACT_ERRNO (EPERM), SCMP_SYS (clone), 0, CLONE_THREAD, 0)
         && add_calls (filter, SCMP_ACT_ALLOW, calls);
}

static gboolean
enter_seccomp (JalSandboxFlags flags)
{
  static const char *const allowed[] = {
    "read", "pread64", "write", "writev", "lseek", "close", "fstat", "newfstatat", "statx", "getdents64", "readlink",
    "readlinkat", "access", "faccessat", "fstatfs", "fadvise64", "munmap", "mremap", "madvise", "brk", "futex",
    "clock_gettime", "gettimeofday", "time", "getrandom", "sysinfo", "uname", "getpid", "recvmsg", "sendmsg",
    "rt_sigreturn", "restart_syscall", "exit", "exit_group", NULL,
  };
  static const char *const refused[] = {
    "open", "creat", "socket", "socketpair", "connect", "bind", "listen", "accept", "accept4", "sendto", "mkdir",
    "mkdirat", "mknod", "mknodat", "unlink", "unlinkat", "rmdir", "link", "linkat", "rename", "renameat", "renameat2",
    "symlink", "symlinkat", "chmod", "fchmod", "fchmodat", "chown", "fchown", "lchown", "fchownat", "utimensat",
    "truncate", "ftruncate", "fallocate", "getcwd", "chdir", "fchdir", "memfd_create", "setxattr", "fsetxattr",
    "lsetxattr", "inotify_init", "inotify_init1", "inotify_add_watch", NULL,
  };
  static const char *const deadly[] = {
    "execve", "execveat", "fork", "vfork", "ptrace", "process_vm_readv", "process_vm_writev", "kill", "tkill",
    "tgkill", "pidfd_open", "pidfd_send_signal", "pidfd_getfd", "process_madvise", "rt_sigqueueinfo",
    "rt_tgsigqueueinfo", "io_uring_setup", "io_uring_enter", "io_uring_register", "io_setup", "bpf", "mount", "umount2",
    "open_tree", "move_mount", "fsopen", "fsconfig", "fsmount", "fspick", "mount_setattr", "pivot_root", "chroot",
    "setns", "unshare", "keyctl", "add_key", "request_key", "init_module", "finit_module", "delete_module",
    "kexec_load", "kexec_file_load", "perf_event_open", "userfaultfd", "open_by_handle_at", "name_to_handle_at",
    "reboot", "swapon", "swapoff", "acct", "personality", "modify_ldt", "iopl", "ioperm", "setuid", "setgid",
    "setreuid", "setregid", "setresuid", "setresgid", "setgroups", "capset", "seccomp", "kcmp", "syslog", "quotactl",
    "sethostname", "setdomainname", "settimeofday", "clock_settime", "adjtimex", "vmsplice", "splice", "tee",
    "fanotify_init", "lookup_dcookie", "remap_file_pages", "pkey_mprotect", NULL,
  };
  static const char *const forbidden[] = { "prctl", "prlimit64", "setrlimit", NULL };
  static const char *const no_terminal[] = { "ioctl", NULL };
  scmp_filter_ctx filter = seccomp_init (SCMP_ACT_ERRNO (ENOSYS));
  gboolean entered;

  entered = filter != NULL && seccomp_attr_set (filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS) == 0
            && add_calls (filter, SCMP_ACT_ALLOW, allowed) && add_calls_by_argument (filter)
            && add_calls (filter, SCMP_ACT_ERRNO (EACCES), refused)
            && add_calls (filter, SCMP_ACT_ERRNO (EPERM), forbidden)
            && add_calls (filter, SCMP_ACT_ERRNO (ENOTTY), no_terminal)
            && add_calls (filter, SCMP_ACT_KILL_PROCESS, deadly);
  if (entered && (flags & JAL_SANDBOX_THREADS) != 0)
    entered = add_threads (filter);
  else if (entered)
    entered = seccomp_rule_add (filter, SCMP_ACT_ERRNO (EPERM), SCMP_SYS (clone), 0) == 0;
  entered = entered && seccomp_load (filter) == 0;
  seccomp_release (filter);
  return entered;
}

guint
jal_sandbox_enter (JalSandboxFlags flags)
{
  int landlock = enter_landlock ();
  guint walls = landlock == 1 ? JAL_WIRE_WALL_LANDLOCK : 0;

  if (landlock == 0 && is_in_empty_namespace ())
    walls = JAL_WIRE_WALL_NAMESPACE;
  if (walls == 0 || !enter_seccomp (flags))
    return 0;
  return walls | JAL_WIRE_WALL_SECCOMP;
}
