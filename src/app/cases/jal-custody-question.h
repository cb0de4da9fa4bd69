/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "base/jal-id.h"
#include "store/jal-store.h"

G_BEGIN_DECLS

/* @said: words for the toast that offers the undo. */
typedef void (*JalCustodyDone) (GtkWidget *inside, const char *said);

/* After somebody was remanded or released: where court dates lie further apart than CPC s.205 allows now, asks over @inside whether the gaps
   are to be filled with mentions; where fewer mentions would do, whether they are to be taken out. Does it in one action. Nothing is asked
   where all is well. */
void jal_custody_question_ask (GtkWidget *inside, JalStore *store, JalId case_id, JalCustodyDone done);
/* On a thread: how many mentions the gaps of the case lack; 0 for none, or when that cannot be read. */
guint jal_custody_question_count (JalStore *store, JalId case_id, GCancellable *cancellable);
/* The same question after an action of @verb (nullable) was taken back or done again: only where it may have remanded somebody, and more is
   lacking now than @lacked before it. */
void jal_custody_question_ask_undone (GtkWidget *inside, JalStore *store, JalId case_id, const char *verb, guint lacked, JalCustodyDone done);

G_END_DECLS
