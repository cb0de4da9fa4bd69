/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Invariants.
 * 1. One request is under way at most; the caller holds a lock.
 * 2. Whatever the worker does that is not in the protocol, and every time-out and cancelling, ends it: a link is either
 *    between two calls or dead.
 * 3. The clock of a time-out counts the worker's time only, not the time we take to fetch what it asks for.
 * 4. A window that a living worker has mapped is never given to another. */
#include "pages/jal-link-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <poll.h>

#include "pages/jal-pages-error.h"
#include "wire/jal-wire-socket.h"

struct _JalLink
{
  JalProcess *process;
  JalWindow *windows[JAL_WIRE_N_SLOTS];
  guint32 serial;
  gboolean dead;
};

static void
set_error (GError **error, JalPagesError code, const char *activity, const char *sentence)
{
  if (activity != NULL)
    /* Translators: what was being read ("Page 3"), then a sentence on what went wrong. */
    g_set_error (error, JAL_PAGES_ERROR, code, _ ("%s: %s"), activity, sentence);
  else
    g_set_error_literal (error, JAL_PAGES_ERROR, code, sentence);
}

static void
set_failure (GError **error, JalWireFailure failure, const char *activity)
{
  switch (failure)
    {
    case JAL_WIRE_FAILURE_ENCRYPTED:
      set_error (error, JAL_PAGES_ERROR_ENCRYPTED, activity,
                 _ ("This document is locked with a password. Enter the password its sender uses, and try again."));
      break;
    case JAL_WIRE_FAILURE_TOO_LARGE:
    case JAL_WIRE_FAILURE_WINDOW:
      set_error (error, JAL_PAGES_ERROR_TOO_LARGE, activity,
                 _ ("This page or picture is too large to be shown. Ask for a copy at a smaller size; the original is "
                    "kept as it is."));
      break;
    case JAL_WIRE_FAILURE_HEAVY:
      set_error (error, JAL_PAGES_ERROR_HEAVY, activity,
                 _ ("A picture on this page is so large that showing it takes hundreds of megabytes of memory. Try again to show it "
                    "all the same; the other pages can be read."));
      break;
    case JAL_WIRE_FAILURE_NOT_SUPPORTED:
      set_error (error, JAL_PAGES_ERROR_NOT_SUPPORTED, activity,
                 _ ("This is not a PDF, JPEG or PNG file. Convert it to a PDF and import that."));
      break;
    case JAL_WIRE_FAILURE_LIMIT:
      set_error (error, JAL_PAGES_ERROR_LIMIT, activity,
                 _ ("This document has more pages or text than can be handled at once. Split it and import the parts."));
      break;
    case JAL_WIRE_FAILURE_PAGE:
      set_error (error, JAL_PAGES_ERROR_DAMAGED, activity,
                 _ ("This page cannot be shown because the file is damaged here. The other pages may be whole."));
      break;
    case JAL_WIRE_FAILURE_OUTPUT:
      set_error (error, JAL_PAGES_ERROR_OUTPUT, activity,
                 _ ("What was made could not be stored. Look whether the disk is full, and try again."));
      break;
    case JAL_WIRE_FAILURE_BYTES:
      set_error (error, JAL_PAGES_ERROR_DAMAGED, activity,
                 _ ("This evidence is damaged: a part of what is stored cannot be read. Import it again from the "
                    "original, or restore it from a backup."));
      break;
    case JAL_WIRE_FAILURE_DAMAGED:
    default:
      set_error (error, JAL_PAGES_ERROR_DAMAGED, activity,
                 _ ("This file is damaged or not whole, and cannot be read. Ask for it again, or import another copy."));
      break;
    }
}

static gboolean
die (JalLink *link, GError **error, JalPagesError code, const char *activity)
{
  link->dead = TRUE;
  set_error (error, code, activity,
             code == JAL_PAGES_ERROR_TIMEOUT
                 ? _ ("This took too long and was stopped. It cannot be shown; the original is kept as it is.")
                 : _ ("The program that reads documents stopped on this. It cannot be shown; the original is kept as it "
                      "is."));
  return FALSE;
}

JalLink *
jal_link_new_for_process (JalProcess *process)
{
  JalLink *link = g_new0 (JalLink, 1);

  link->process = process;
  return link;
}

JalLink *
jal_link_new (JalWireRole role, GError **error)
{
  JalProcess *process = jal_process_new (role, error);

  return process != NULL ? jal_link_new_for_process (process) : NULL;
}

void
jal_link_free (JalLink *link)
{
  if (link == NULL)
    return;
  g_clear_pointer (&link->process, jal_process_free);
  for (guint i = 0; i < JAL_WIRE_N_SLOTS; i++)
    g_clear_pointer (&link->windows[i], jal_window_free);
  g_free (link);
}

static gboolean
put_window (JalLink *link, guint slot, gsize size, GError **error)
{
  g_autoptr (JalWindow) window = jal_window_new (size, error);
  JalWirePacket packet;

  if (window == NULL)
    return FALSE;
  jal_wire_init (&packet, JAL_WIRE_WINDOW, ++link->serial);
  packet.window.slot = slot;
  packet.window.size = window->size;
  if (!jal_wire_send (link->process->fd, &packet, window->fd, FALSE))
    return die (link, error, JAL_PAGES_ERROR_CRASHED, NULL);
  g_clear_pointer (&link->windows[slot], jal_window_discard);
  link->windows[slot] = g_steal_pointer (&window);
  return TRUE;
}

gboolean
jal_link_ensure_window (JalLink *link, guint slot, gsize size, GError **error)
{
  if (link->windows[slot] != NULL && link->windows[slot]->size >= size)
    return TRUE;
  if (size > JAL_WIRE_WINDOW_MAX)
    {
      set_failure (error, JAL_WIRE_FAILURE_TOO_LARGE, NULL);
      return FALSE;
    }
  return put_window (link, slot, size, error);
}

guint8 *
jal_link_get_writable_window (JalLink *link, guint slot, gsize *size)
{
  JalWindow *window = link->windows[slot];

  *size = window != NULL ? window->size : 0;
  return window != NULL ? window->memory : NULL;
}

const guint8 *
jal_link_get_window (JalLink *link, guint slot, gsize *size)
{
  return jal_link_get_writable_window (link, slot, size);
}

void
jal_link_trim_window (JalLink *link, guint slot, gsize keep)
{
  if (!link->dead && link->windows[slot] != NULL && link->windows[slot]->size > keep)
    put_window (link, slot, 1, NULL);
}

/* Returns TRUE when something can be received before @until (monotonic µs). */
static gboolean
await (JalLink *link, gint64 until, GCancellable *cancellable, const char *activity, GError **error)
{
  GPollFD cancelled = { -1, 0, 0 };
  struct pollfd wait[2] = { { link->process->fd, POLLIN, 0 }, { -1, POLLIN, 0 } };
  gboolean has_cancel = g_cancellable_make_pollfd (cancellable, &cancelled);
  int ready;

  if (has_cancel)
    wait[1].fd = cancelled.fd;
  do
    {
      gint64 left = (until - g_get_monotonic_time () + 999) / 1000;

      ready = poll (wait, 2, (int)CLAMP (left, 0, G_MAXINT));
    }
  while (ready < 0 && errno == EINTR);
  if (has_cancel)
    g_cancellable_release_fd (cancellable);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    {
      link->dead = TRUE;
      return FALSE;
    }
  if (ready == 0)
    return die (link, error, JAL_PAGES_ERROR_TIMEOUT, activity);
  return TRUE;
}

/* Answers RANGE. What the callback says is wrong is kept in @trouble; the worker only learns that there is nothing. */
static gboolean
serve_range (JalLink *link, JalWirePacket *packet, const JalLinkCall *call, GError **trouble)
{
  const JalWireRange range = packet->range;
  const JalBytes *bytes = range.input < call->n_inputs ? &call->inputs[range.input] : NULL;
  JalWindow *window = link->windows[JAL_WIRE_SLOT_BYTES];
  gboolean granted;

  if (bytes == NULL || window == NULL || range.offset > bytes->size || range.length > bytes->size - range.offset
      || range.length > window->size)
    return FALSE;
  granted = *trouble == NULL && bytes->read (bytes->user_data, range.offset, range.length, window->memory, trouble);
  jal_wire_init (packet, JAL_WIRE_RANGE_REPLY, range.header.serial);
  packet->range_reply.granted = granted;
  packet->range_reply.length = granted ? range.length : 0;
  return jal_wire_send (link->process->fd, packet, -1, FALSE);
}

static gboolean
serve_write (JalLink *link, JalWirePacket *packet, const JalLinkCall *call, GError **trouble)
{
  const JalWireWrite write = packet->write;
  JalWindow *window = link->windows[JAL_WIRE_SLOT_RESULT];
  gboolean granted;

  if (call->write == NULL || window == NULL || write.length > window->size)
    return FALSE;
  granted = *trouble == NULL && call->write (call->write_data, window->memory, write.length, trouble);
  jal_wire_init (packet, JAL_WIRE_WRITE_REPLY, write.header.serial);
  packet->write_reply.granted = granted;
  return jal_wire_send (link->process->fd, packet, -1, FALSE);
}

/* A callback failed: its own words say more than ours when they are about cancelling or about output. */
static gboolean
report_trouble (JalLink *link, GError *trouble, gboolean reading, const char *activity, GError **error)
{
  link->dead = TRUE;
  if (!reading || g_error_matches (trouble, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, trouble);
  else
    {
      set_failure (error, JAL_WIRE_FAILURE_BYTES, activity);
      g_error_free (trouble);
    }
  return FALSE;
}

gboolean
jal_link_call (JalLink *link, JalWirePacket *packet, guint reply_type, const JalLinkCall *call, JalWireFailed *failed,
               GCancellable *cancellable, GError **error)
{
  gint64 left = (gint64)call->timeout_ms * 1000;
  guint32 serial = ++link->serial;
  gboolean reading = TRUE;
  GError *trouble = NULL;

  g_return_val_if_fail (!link->dead, FALSE);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  packet->header.serial = serial;
  g_return_val_if_fail (jal_wire_is_valid (packet, packet->header.size), FALSE);
  if (!jal_wire_send (link->process->fd, packet, -1, FALSE))
    return die (link, error, JAL_PAGES_ERROR_CRASHED, call->activity);

  for (;;)
    {
      gint64 started = g_get_monotonic_time ();
      gboolean understood = FALSE;

      if (!await (link, started + left, cancellable, call->activity, error))
        break;
      left -= g_get_monotonic_time () - started;
      if (jal_wire_receive (link->process->fd, packet, NULL) == JAL_WIRE_RECEIVED && packet->header.serial == serial)
        {
          guint type = packet->header.type;
          gboolean untroubled = trouble == NULL;

          if (type == reply_type || type == JAL_WIRE_FAILED)
            {
              if (trouble != NULL)
                return report_trouble (link, trouble, reading, call->activity, error);
              if (type == reply_type)
                return TRUE;
              if (failed != NULL)
                *failed = packet->failed;
              set_failure (error, packet->failed.failure, call->activity);
              return FALSE;
            }
          if (type == JAL_WIRE_RANGE)
            understood = serve_range (link, packet, call, &trouble);
          else if (type == JAL_WIRE_WRITE)
            understood = serve_write (link, packet, call, &trouble);
          else if (call->notify != NULL)
            understood = call->notify (call->notify_data, packet);
          if (untroubled)
            reading = type == JAL_WIRE_RANGE;
        }
      if (!understood)
        {
          if (trouble != NULL)
            return report_trouble (link, trouble, reading, call->activity, error);
          return die (link, error, JAL_PAGES_ERROR_CRASHED, call->activity);
        }
    }
  g_clear_error (&trouble);
  return FALSE;
}

gboolean
jal_link_is_dead (JalLink *link)
{
  return link->dead;
}

const JalProcess *
jal_link_get_process (JalLink *link)
{
  return link->process;
}
