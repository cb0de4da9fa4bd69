/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "record/jal-redaction-rows.h"

G_BEGIN_DECLS

/* What is done with a redaction in the review. */
typedef enum
{
  JAL_REDACT_ROW_ACCEPT, /* or no longer */
  JAL_REDACT_ROW_REJECT, /* or no longer */
  JAL_REDACT_ROW_REACH,
  JAL_REDACT_ROW_REASON, /* with the id of one */
  JAL_REDACT_ROW_REMOVE,
} JalRedactRowVerb;

typedef void (*JalRedactRowFunc) (gpointer data, JalRedaction *redaction, JalRedactRowVerb verb, const char *reason);

/* A row of the review: @func is called from its buttons. @data must outlive it. */
GtkWidget *jal_redact_row_new (JalRedaction *redaction, JalRedactRowFunc func, gpointer data);
/* Returns (transfer none) */
JalRedaction *jal_redact_row_get (GtkListBoxRow *row);

G_END_DECLS
