/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/jal-store.h"

G_BEGIN_DECLS

/**
 * JalTextKeeper:
 *
 * Reads text again that an older version of the program cut, when the vault has been open for a moment. It never holds up a lock; what is
 * stopped goes on at the next opening, or when it is asked to.
 *
 * Signal "changed": something began, went on or ended. UI thread only.
 */
#define JAL_TYPE_TEXT_KEEPER (jal_text_keeper_get_type ())
G_DECLARE_FINAL_TYPE (JalTextKeeper, jal_text_keeper, JAL, TEXT_KEEPER, GObject)

typedef enum
{
  JAL_TEXTS_FINE,    /* nothing to tell */
  JAL_TEXTS_READING, /* under way */
  JAL_TEXTS_STOPPED, /* by the user */
  JAL_TEXTS_READ,    /* some were read since the vault was opened, and none is left */
} JalTextState;

/* Returns (transfer full): the keeper of @store, found by jal_text_keeper_of() until it is stopped. */
JalTextKeeper *jal_text_keeper_new (JalStore *store);
/* Returns (transfer none) (nullable) */
JalTextKeeper *jal_text_keeper_of (JalStore *store);
/* @done, @total: files. */
JalTextState jal_text_keeper_get (JalTextKeeper *self, guint *done, guint *total);
/* Stops what is under way; lets it go on. */
void jal_text_keeper_cancel (JalTextKeeper *self);
void jal_text_keeper_go_on (JalTextKeeper *self);
/* Ends everything; no signal comes after it. */
void jal_text_keeper_stop (JalTextKeeper *self);

G_END_DECLS
