/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "store/jal-store.h"

G_BEGIN_DECLS

/* Shows what jal-text-keeper is at, and nothing while there is nothing to tell. */
#define JAL_TYPE_TEXT_NOTE (jal_text_note_get_type ())
G_DECLARE_FINAL_TYPE (JalTextNote, jal_text_note, JAL, TEXT_NOTE, AdwBin)

/* @store is nullable. */
void jal_text_note_set_store (JalTextNote *self, JalStore *store);

G_END_DECLS
