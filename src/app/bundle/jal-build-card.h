/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "store/jal-store.h"

G_BEGIN_DECLS

/**
 * JalBuildCard:
 *
 * A build on its way: how far it is, and a button that stops it; afterwards what came of it. Hidden while there is nothing
 * to tell.
 *
 * Signal "built" () when a build was kept.
 */
#define JAL_TYPE_BUILD_CARD (jal_build_card_get_type ())
G_DECLARE_FINAL_TYPE (JalBuildCard, jal_build_card, JAL, BUILD_CARD, AdwBin)

/* Composes @copy of the bundle into @path, replacing what is there. Does nothing while a build is running. */
void jal_build_card_build (JalBuildCard *self, JalStore *store, JalId bundle, const char *copy, const char *path);
/* The same again from the record of an earlier build. */
void jal_build_card_rebuild (JalBuildCard *self, JalStore *store, JalId build, const char *path);
gboolean jal_build_card_is_busy (JalBuildCard *self);
/* Stops a running build and forgets what was shown. */
void jal_build_card_drop (JalBuildCard *self);

G_END_DECLS
