/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The outline of a copy.
 *
 * 1. Titles come from the file that was received: they are words like those of its pages, and leave as those do.
 * 2. An entry that may not stand is gone with its title; what stood below it moves up, so that no place is lost beside it.
 */
#define G_LOG_DOMAIN "jal-release"

#include "release/jal-release-bookmarks.h"

#include <string.h>

#include "base/jal-text.h"
#include "record/jal-blob-source.h"
#include "record/jal-original-password.h"
#include "release/jal-release-inputs.h"

/* As the composer takes them. */
#define ENTRIES_MAX 20000
#define DEPTH_MAX 32
#define TITLE_CHARS 400

JalReader *
jal_release_open_reader (JalStore *store, const JalDocumentPart *part, GCancellable *cancellable, GError **error)
{
  JalReaderKind kind = g_str_equal (part->media, "jpeg")  ? JAL_READER_JPEG
                       : g_str_equal (part->media, "png") ? JAL_READER_PNG
                                                          : JAL_READER_PDF;
  JalBlobSource *source;
  JalReader *reader;
  JalBytes bytes;
  char *password;

  if (!jal_original_password_get (store, part->original_id, &password, cancellable, error))
    return NULL;
  source = jal_blob_source_new (store, part->blob_id, cancellable, error);
  if (source == NULL)
    {
      jal_original_password_free (password);
      return NULL;
    }
  bytes = (JalBytes){ jal_blob_source_get_size (source), jal_blob_source_read, source, jal_blob_source_free };
  reader = jal_reader_open (&bytes, kind, password, cancellable, error);
  jal_original_password_free (password);
  return reader;
}

typedef struct
{
  JsonBuilder *builder;
  JalReleaseTitleFunc may_stand; /* nullable */
  gpointer user_data;
  guint n;
  GArray *above; /* of guint: depths in the original of the entries that the next one may stand below */
} Put;

static void
put_entry (Put *put, const JalLead *entry, guint page)
{
  g_autofree char *title = jal_text_one_line (entry->text, TITLE_CHARS);

  /* Only what stands: an entry that does not is none to stand below. */
  while (put->above->len > 0 && g_array_index (put->above, guint, put->above->len - 1) >= entry->depth)
    g_array_set_size (put->above, put->above->len - 1);
  if (*title == '\0' || put->n >= ENTRIES_MAX || put->above->len >= DEPTH_MAX
      || (put->may_stand != NULL && !put->may_stand (put->user_data, entry->text, page)))
    return;
  json_builder_begin_object (put->builder);
  jal_release_put_string (put->builder, "title", title);
  json_builder_set_member_name (put->builder, "page");
  json_builder_add_int_value (put->builder, page);
  json_builder_set_member_name (put->builder, "depth");
  json_builder_add_int_value (put->builder, put->above->len);
  json_builder_end_object (put->builder);
  g_array_append_val (put->above, entry->depth);
  put->n++;
}

gboolean
jal_release_bookmarks_put (JsonBuilder *builder, const GArray *parts, guint first, guint n, JalReleaseReaderFunc open,
                           JalReleaseTitleFunc may_stand, gpointer user_data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) above = g_array_new (FALSE, FALSE, sizeof (guint));
  Put put = { builder, may_stand, user_data, 0, above };
  guint start = 0;

  json_builder_set_member_name (builder, "bookmarks");
  json_builder_begin_array (builder);
  for (guint i = 0; i < parts->len; i++)
    {
      const JalDocumentPart *part = &g_array_index (parts, JalDocumentPart, i);
      gboolean wanted = start < first + (guint64)n && start + part->n_pages > first && g_str_equal (part->media, "pdf");
      JalReader *reader = wanted ? open (user_data, part, NULL) : NULL;
      g_autoptr (GPtrArray) entries = reader != NULL ? jal_reader_get_outline (reader, cancellable, NULL) : NULL;

      g_array_set_size (above, 0);
      for (guint k = 0; entries != NULL && k < entries->len; k++)
        {
          const JalLead *entry = entries->pdata[k];
          guint page = start + (guint)entry->page - part->first_page;

          if (entry->page >= (int)part->first_page && entry->page < (int)(part->first_page + part->n_pages) && page >= first
              && page - first < n)
            put_entry (&put, entry, page - first);
        }
      start += part->n_pages;
    }
  json_builder_end_array (builder);
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}
