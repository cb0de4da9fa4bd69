/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A conversation with one worker: requests, the ranges it asks for meanwhile, time-outs and its windows. */
#pragma once

#include <gio/gio.h>

#include "pages/jal-bytes.h"
#include "pages/jal-spawn-private.h"
#include "pages/jal-window-private.h"

G_BEGIN_DECLS

typedef struct _JalLink JalLink;

typedef struct
{
  const JalBytes *inputs; /* what RANGE messages may name, by index */
  guint n_inputs;
  JalBytesWriteFunc write; /* nullable: no output is expected */
  gpointer write_data;
  guint timeout_ms;       /* of the worker's own work; stands still while we fetch a range or store output */
  const char *activity;   /* nullable, translated: what is named when it fails, e.g. "Page 3" */
  /* nullable: takes a message that wants no answer (progress); FALSE when it does not belong here */
  gboolean (*notify) (gpointer user_data, const JalWirePacket *packet);
  gpointer notify_data;
} JalLinkCall;

/* Starts a worker of @role. Errors: JAL_PAGES_ERROR_SANDBOX. */
JalLink *jal_link_new (JalWireRole role, GError **error);
/* Talks to @process (taken over). */
JalLink *jal_link_new_for_process (JalProcess *process);
/* Kills the worker and gives its windows back. */
void jal_link_free (JalLink *link);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (JalLink, jal_link_free)

/* Sees to it that the worker has a window of at least @size bytes in @slot. */
gboolean jal_link_ensure_window (JalLink *link, guint slot, gsize size, GError **error);
/* Returns the memory of @slot (the worker may still write to it: copy, then check), or NULL. */
const guint8 *jal_link_get_window (JalLink *link, guint slot, gsize *size);
/* For what the program hands over in a window, such as a build plan; only between calls. */
guint8 *jal_link_get_writable_window (JalLink *link, guint slot, gsize *size);
/* Replaces a window in @slot that is larger than @keep by a small one: one large page does not hold memory for ever. */
void jal_link_trim_window (JalLink *link, guint slot, gsize keep);

/* Sends @packet (made with jal_wire_init(); the serial is set here) and waits for its reply of type @reply_type, which
   replaces @packet. Returns FALSE with an error of JAL_PAGES_ERROR or G_IO_ERROR_CANCELLED. When the worker answered
   FAILED, *@failed (nullable) is its packet and the link goes on; otherwise the link is dead: jal_link_is_dead(). */
gboolean jal_link_call (JalLink *link, JalWirePacket *packet, guint reply_type, const JalLinkCall *call,
                        JalWireFailed *failed, GCancellable *cancellable, GError **error);
/* Returns whether the worker is gone; the link can only be freed then. */
gboolean jal_link_is_dead (JalLink *link);
const JalProcess *jal_link_get_process (JalLink *link);

G_END_DECLS
