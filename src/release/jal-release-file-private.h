/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "release/jal-release.h"

G_BEGIN_DECLS

/* Where a release goes instead of the disk. @finish and @abort free the data, one of them is called exactly once. */
typedef struct
{
  gboolean (*write) (gpointer data, const guint8 *bytes, gsize length, GError **error);
  gboolean (*finish) (gpointer data, GError **error);
  void (*abort) (gpointer data);
} JalReleaseSink;

/* Returns (transfer full): a release into @sink. */
JalReleaseFile *jal_release_file_new_for_sink (const JalReleaseSink *sink, gpointer data);

G_END_DECLS
