/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "record/jal-record.h"
#include "store/jal-store.h"

G_BEGIN_DECLS

/* One change of a bundle, carried out on a thread. */
typedef enum
{
  JAL_BUNDLE_ADD_SECTION,    /* text: title, copies */
  JAL_BUNDLE_RENAME_SECTION, /* section, text */
  JAL_BUNDLE_SET_COPIES,     /* section, copies */
  JAL_BUNDLE_MOVE_SECTION,   /* section, after */
  JAL_BUNDLE_REMOVE_SECTION, /* section */
  JAL_BUNDLE_ADD_ITEM,       /* section, document, after */
  JAL_BUNDLE_MOVE_ITEM,      /* item, section, after */
  JAL_BUNDLE_SET_RANGE,      /* item, first, count */
  JAL_BUNDLE_REMOVE_ITEM,    /* item */
  JAL_BUNDLE_PLACE_NEW,
  JAL_BUNDLE_SET_LANGUAGE,   /* text */
} JalBundleChangeKind;

typedef struct
{
  JalBundleChangeKind kind;
  JalStore *store;
  JalId bundle;
  JalId section;
  JalId item;
  JalId document;
  JalId after;
  char *text;
  char *copies;
  guint first;
  guint count;
  const char *said; /* (nullable): what the toast says; translated, static */
} JalBundleChange;

/* Returns (transfer full): keeps a reference to @store. */
JalBundleChange *jal_bundle_change_new (JalStore *store, JalId bundle, JalBundleChangeKind kind);
void jal_bundle_change_free (gpointer change);
/* A JalTaskWork. */
gpointer jal_bundle_change_work (gpointer change, GCancellable *cancellable, GError **error);

G_END_DECLS
