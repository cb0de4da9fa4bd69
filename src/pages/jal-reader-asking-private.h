/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the reader share: the document and its worker (jal-reader.c), what a page says (-words), what it looks like
   (-pixels), what the whole file says (-scan). The lock is held in everything here. */
#pragma once

#include "pages/jal-link-private.h"
#include "pages/jal-reader-private.h"

G_BEGIN_DECLS

typedef enum
{
  JAL_READER_VERB_PAGE,
  JAL_READER_VERB_CONTENTS,
  JAL_READER_VERB_TEXT,
  JAL_READER_VERB_RENDER,
  JAL_READER_VERB_OUTLINE,
  JAL_READER_VERB_LINKS,
  JAL_READER_VERB_NOTES,
  JAL_READER_VERB_BESIDE,
  JAL_READER_VERB_UNSHOWN,
  JAL_READER_VERB_SCAN,
  JAL_READER_N_VERBS,
} JalReaderVerb;

struct _JalReader
{
  gint ref_count;
  GMutex lock;
  JalBytes bytes;
  JalReaderKind kind;
  char *password;
  JalLink *link; /* nullable */
  guint n_packed; /* of the last scan */
  GArray *unlooked; /* the same, of guint */
  guint timeout_ms;
  guint n_pages;
  gboolean incomplete;
  gboolean without_notes;
  gboolean light; /* what takes much memory is not drawn */
  GPtrArray *infos; /* JalPageInfo or NULL, by page */
  GHashTable *ends; /* page * JAL_READER_N_VERBS + verb → how often the worker ended */
  guint ends_in_a_row;
  JalPageText *last_text; /* of last_text_page; nullable */
  guint last_text_page;
};

void jal_reader_fail (GError **error, JalPagesError code, const char *sentence);
void jal_reader_drop_worker (JalReader *reader);
/* Starts a worker and opens the document in it, where there is none. */
gboolean jal_reader_ensure_worker (JalReader *reader, GCancellable *cancellable, GError **error);
/* One request about one page, with room for @window bytes of answer. @failed (nullable): what the worker said of a refusal. */
gboolean jal_reader_ask (JalReader *reader, guint page, JalReaderVerb verb, JalWirePacket *packet, guint reply_type, gsize window,
                         JalWireFailed *failed, GCancellable *cancellable, GError **error);
void jal_reader_init_request (JalWirePacket *packet, guint type, guint page);
/* jal_reader_get_page() for who has the lock. */
gboolean jal_reader_get_page_locked (JalReader *reader, guint page, JalPageInfo *info, GCancellable *cancellable, GError **error);

G_END_DECLS
