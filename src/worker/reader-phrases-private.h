/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of a search of all that a file holds. */
#pragma once

#include "worker/reader-private.h"

G_BEGIN_DECLS

/* @phrase stands in what page @page can write, and not as often among its words. @rect (nullable, of 4): in what a note or field there
   looks like. */
typedef void (*JalAllWordsFound) (gpointer data, guint phrase, guint page, gboolean apart, const double *rect);
/* Not everything that page @page can write could be looked through. */
typedef void (*JalAllWordsUnlooked) (gpointer data, guint page);
/* Looks for @phrases (NULL-terminated) in all that the first @n_pages pages can write; @notes_alone: in their notes and fields. */
void jal_reader_worker_scan_all_words (JalReaderWorker *reader, guint n_pages, gboolean notes_alone, const char *const *phrases,
                                       JalAllWordsFound found, JalAllWordsUnlooked unlooked, gpointer data);
/* Returns (transfer full, element type char *, nullable each): what each note or field of @page looks like writes, as far as letters are known. */
GPtrArray *jal_reader_worker_list_note_words (JalReaderWorker *reader, guint page);

G_END_DECLS
