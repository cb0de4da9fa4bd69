/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "release/jal-release.h"
#include "store/jal-store.h"

G_BEGIN_DECLS

/* What the sample case is made of, counted. */
typedef struct
{
  JalId case_id;
  guint n_documents;
  guint n_pages;
  guint n_marks;
  guint n_sessions; /* counted ones */
} JalSampleResult;

/* Returns whether the files of the fictional sample case are on this computer. */
gboolean jal_sample_is_available (void);
/* Puts the fictional sample case into the open vault: case, evidence with kinds, dates and exhibit numbers, marks, ten
   sessions and the bundle. Takes seconds and starts workers: never on the thread of the interface. @progress counts
   files. What had been made before a failure stays. Errors: NOT_FOUND when the sample was not installed, and whatever
   its steps say. */
gboolean jal_sample_fill (JalStore *store, JalReleaseProgress progress, gpointer progress_data, JalSampleResult *result,
                          GCancellable *cancellable, GError **error);

G_END_DECLS
