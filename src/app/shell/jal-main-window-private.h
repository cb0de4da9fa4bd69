/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/backup/jal-backup-keeper.h"
#include "app/evidence/jal-text-keeper.h"
#include "app/shell/jal-desk.h"
#include "app/shell/jal-main-window.h"
#include "app/shell/jal-reminders.h"
#include "app/unlock/jal-unlock-page.h"

struct _JalMainWindow
{
  AdwApplicationWindow parent_instance;

  JalDesk *desk;           /* nullable: locked */
  JalBackupKeeper *keeper; /* nullable: locked */
  JalTextKeeper *texts;    /* the same */
  JalReminders *reminders; /* nullable: a window without an application */
  guint idle_source;
  gint64 last_input;       /* monotonic */
  gboolean told_beside;    /* and what was wrong with the entries that lay beside it */
  gboolean told_record;    /* and that entries had to be kept beside its record */
  gboolean told_health;    /* the user was told what was done to the vault while it was closed */
  GQueue undo_waiting;     /* names of actions (interned): keys that came while one was at work */
  guint lock_holds;        /* long tasks that must not be cut off by locking for idleness */

  AdwToastOverlay *toasts;
  GtkStack *stack;
  JalUnlockPage *unlock;
};

/* Empties the clipboards when their content came from this program. */
void jal_main_window_clear_clipboard (JalMainWindow *self);

/* Takes away what toasts still offer to undo or to do again. */
void jal_main_window_forget_offers (JalMainWindow *self);

/* The window's own verbs. */
extern const JalVerb jal_main_window_verbs[];
extern const guint jal_main_window_n_verbs;
void jal_main_window_install_actions (GtkWidgetClass *widget_class);
/* Enables what makes sense now. */
void jal_main_window_update_actions (JalMainWindow *self);
/* Returns (transfer full) (element-type JalVerb): the window's verbs and, while a vault is open, the pages'. */
GArray *jal_main_window_dup_verbs (JalMainWindow *self);
/* Binds the accelerators of every verb, the window's and the pages'. */
void jal_main_window_install_accels (JalMainWindow *self);
/* Starts (or stops) counting the minutes without a key or pointer. */
void jal_main_window_watch_idle (JalMainWindow *self);
