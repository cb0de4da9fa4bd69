/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "bundle/jal-sample.h"

/* The sample on its way into a vault. */
typedef struct
{
  JalStore *store;
  char *folder;
  JsonObject *manifest;
  GHashTable *documents; /* file name → JalId * */
  JalReleaseProgress progress;
  gpointer progress_data;
  GCancellable *cancellable;
  JalSampleResult result;
} JalSample;

/* What the manifest says of @object. */
const char *jal_sample_get_string (JsonObject *object, const char *name);
/* JAL_DATE_NONE when there is none. */
JalDate jal_sample_get_date (JsonObject *object, const char *name);
/* Returns (transfer container) (element-type JsonObject): an empty array when there is none. */
GPtrArray *jal_sample_get_objects (JsonObject *object, const char *name);
/* Always FALSE, with the one error a manifest can have. */
gboolean jal_sample_is_broken (GError **error);

gboolean jal_sample_add_case (JalSample *sample, JsonObject *source, const char *court, JalId *id, GError **error);
/* The people of the case, what happened in court until today, and what is planned; other cases of the same counsel. */
gboolean jal_sample_live (JalSample *sample, GError **error);
