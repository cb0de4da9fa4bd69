/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "base/jal-id.h"

G_BEGIN_DECLS

/* What a page asks of the frame around it. Every function takes any widget inside the window (or inside a dialog over it);
   in a test that shows a page alone they do nothing. UI thread only. */

/* Says something short. @text is translated and holds no name. */
void jal_shell_toast (GtkWidget *inside, const char *text);
/* The same, with an Undo button that takes back the last action (win.undo). */
void jal_shell_toast_undo (GtkWidget *inside, const char *text);
/* Tells what went wrong, in the words of jal-error-text.c. NULL and cancellations are passed over. */
void jal_shell_report (GtkWidget *inside, const GError *error);
/* Tells what went wrong, or says @done with its Undo. Returns whether it was done. */
gboolean jal_shell_report_done (GtkWidget *inside, const GError *error, const char *done);
/* Opens a document of any case in the reader; JAL_ID_NONE: the evidence of the case. */
void jal_shell_open_document_of (GtkWidget *inside, JalId case_id, JalId document_id);
/* Opens the document in the reader, at @page (from 0). */
void jal_shell_open_document (GtkWidget *inside, JalId document_id, guint page);
/* The same, and asks for a redacted copy of it as soon as it is read; where nothing in it is redacted yet, looks for the names. */
void jal_shell_redact_document (GtkWidget *inside, JalId document_id);
/* Shows a view of the case: "overview", "evidence", "timeline", "bundle". */
void jal_shell_show_view (GtkWidget *inside, const char *view);
/* While a long task runs (import, build), locking for idleness waits for its end. Pair them. */
void jal_shell_hold_lock (GtkWidget *inside);
void jal_shell_release_lock (GtkWidget *inside);

G_END_DECLS
