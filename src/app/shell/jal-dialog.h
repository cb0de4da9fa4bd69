/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Short dialogs. The one place that knows which widget of the toolkit does it. All strings are translated. */

/* Returns (transfer floating): words in a window, wrapped, at the start. */
GtkWidget *jal_dialog_new_words (const char *text);

/* A message with one button. */
void jal_dialog_tell (GtkWidget *inside, const char *heading, const char *body);

typedef void (*JalDialogDone) (GtkWidget *inside, gpointer data);

/* A question with Cancel and @verb; @done runs only when @verb was chosen. @inside is watched: when it is gone nothing
   runs. @data is freed with @free_data (nullable) in every case. */
void jal_dialog_ask (GtkWidget *inside, const char *heading, const char *body, const char *verb, gboolean destructive,
                     JalDialogDone done, gpointer data, GDestroyNotify free_data);

/* What is already done is told, with a way on, @verb, beside Close. */
void jal_dialog_tell_more (GtkWidget *inside, const char *heading, const char *body, const char *verb, gboolean destructive,
                           JalDialogDone done, gpointer data, GDestroyNotify free_data);

/* The same with a second way on, @other, which nothing suggests. */
void jal_dialog_ask_either (GtkWidget *inside, const char *heading, const char *body, const char *other, JalDialogDone other_done,
                            const char *verb, JalDialogDone done, gpointer data, GDestroyNotify free_data);

/* Says that something takes a while, with Cancel alone, which calls @cancelled. Returns (transfer none): to be closed with
   jal_dialog_wait_end(), which does not; it may be gone before. */
GtkWindow *jal_dialog_wait (GtkWidget *inside, const char *heading, const char *body, JalDialogDone cancelled, gpointer data,
                            GDestroyNotify free_data);
/* How far it is, from 0 to 1, in place of the turning sign: @text says what is being done. */
void jal_dialog_wait_set_progress (GtkWindow *dialog, const char *text, double fraction);
void jal_dialog_wait_end (GtkWindow *dialog);

/* The same with a form: @child is shown under @body; @verb is insensitive until jal_dialog_set_ready(). Returns (transfer
   none): the dialog, already shown. @done runs while the child is still alive. */
GtkWindow *jal_dialog_form (GtkWidget *inside, const char *heading, const char *body, GtkWidget *child, const char *verb,
                            JalDialogDone done, gpointer data, GDestroyNotify free_data);
void jal_dialog_set_ready (GtkWindow *dialog, gboolean ready);
/* Answers with the verb, as Enter in an entry should; nothing when it is not ready. */
void jal_dialog_accept (GtkWindow *dialog);

G_END_DECLS
