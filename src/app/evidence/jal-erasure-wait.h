/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window that says how far an erasure is. */
#pragma once

#include "app/shell/jal-dialog.h"
#include "evidence/jal-erasure.h"

G_BEGIN_DECLS

typedef struct _JalErasureWait JalErasureWait;

/* All of this on the UI thread, but for jal_erasure_wait_progress(). */
JalErasureWait *jal_erasure_wait_new (void);
void jal_erasure_wait_unref (JalErasureWait *wait);
/* Shows it over the window of @inside; Cancel calls @cancelled with @data (borrowed). */
void jal_erasure_wait_show (JalErasureWait *wait, GtkWidget *inside, const char *heading, const char *body, JalDialogDone cancelled,
                            gpointer data);
/* Closes it, if it is there. */
void jal_erasure_wait_end (JalErasureWait *wait);
/* A JalErasureProgress whose @wait is a JalErasureWait: on any thread. */
void jal_erasure_wait_progress (JalErasurePhase phase, guint64 done, guint64 total, gpointer wait);

G_END_DECLS
