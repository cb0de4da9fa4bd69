/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Starting and ending worker processes. */
#pragma once

#include <sys/types.h>

#include "wire/jal-wire.h"

G_BEGIN_DECLS

typedef struct
{
  pid_t pid;
  int fd; /* our end of the socket */
  guint walls;
} JalProcess;

/* Starts the program of @role and waits until it reports its walls. Returns NULL with JAL_PAGES_ERROR_SANDBOX when it
   cannot be started or cannot wall itself in; nothing was given to it then. */
JalProcess *jal_process_new (JalWireRole role, GError **error);
/* The same for the program at @path; with @extra_env (nullable, "NAME=value" strings) added to its fixed environment. */
JalProcess *jal_process_new_program (const char *path, JalWireRole role, const char *const *extra_env, GError **error);
/* Starts one process of @role that waits, walled in and told nothing, until jal_process_new() wants one: starting takes longer
   than a page. Does nothing when one waits already. */
void jal_process_prepare (JalWireRole role);
/* Ends those that wait. */
void jal_process_forget_prepared (void);
/* Kills the process if it lives, waits for its end and frees. */
void jal_process_free (JalProcess *process);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (JalProcess, jal_process_free)

G_END_DECLS
