/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The walls a worker puts round itself before it reads a byte that others wrote. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  JAL_SANDBOX_PLAIN = 0,
  JAL_SANDBOX_THREADS = 1 << 0, /* threads may be made (pango, codecs); processes never */
} JalSandboxFlags;

/* First step, before any library is used: dies with the thread that made it, no core file, no debugger, no new
   privileges, limits on memory, descriptors and file size. Returns FALSE when the kernel refused one of them. */
gboolean jal_sandbox_prepare (void);
/* Second step: loads what is loaded lazily later (font configuration, character set modules), while files can be read. */
void jal_sandbox_preload (void);
/* Last step: Landlock (fonts and character tables may be read, nothing else), then seccomp. Returns the walls that
   stand (JAL_WIRE_WALL_…), or 0 when they could not all be built: the worker must then end. Where the kernel has no
   Landlock, the file wall must already stand round us as an empty mount namespace (bubblewrap); this is looked at, not
   believed. */
guint jal_sandbox_enter (JalSandboxFlags flags);

G_END_DECLS
