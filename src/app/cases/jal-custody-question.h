/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "base/jal-id.h"
#include "store/jal-store.h"

G_BEGIN_DECLS

/* @said: words for the toast that offers the undo. */
typedef void (*JalCustodyDone) (GtkWidget *inside, const char *said);

/* After somebody was remanded or released: where the mentions between the sessions of the case are not those that CPC s.205 wants now, asks
   over @inside whether the gaps are to be filled anew, and does it, in one action. Nothing is asked where all is well. */
void jal_custody_question_ask (GtkWidget *inside, JalStore *store, JalId case_id, JalCustodyDone done);

G_END_DECLS
