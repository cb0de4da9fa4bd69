/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "base/jal-id.h"
#include "store/jal-store.h"

G_BEGIN_DECLS

/* A page of a document to be looked at: its picture, as wide as there is room. */
#define JAL_TYPE_LOOKED_PICTURE (jal_looked_picture_get_type ())
G_DECLARE_FINAL_TYPE (JalLookedPicture, jal_looked_picture, JAL, LOOKED_PICTURE, GtkBox)

/* Returns (transfer floating) */
JalLookedPicture *jal_looked_picture_new (JalStore *store);
/* Draws @page, from 0; the last one asked for wins. That somebody saw the document goes on record. @name: what screen
 * readers call it. */
void jal_looked_picture_show (JalLookedPicture *self, JalId document_id, guint page, const char *name);
/* Lets go of what it shows. */
void jal_looked_picture_drop (JalLookedPicture *self);

G_END_DECLS
