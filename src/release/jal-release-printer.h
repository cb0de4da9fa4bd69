/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Printing without a file: what is printed streams into the printing system (CUPS). */
#pragma once

#include "release/jal-release.h"

G_BEGIN_DECLS

/**
 * JalPrinter:
 * @id: as CUPS calls it
 * @title: as people call it
 * @is_default: whether it is the user's own choice
 * @prints_both_sides: whether it says that it can
 * @prints_colour: whether it says that it can
 */
typedef struct
{
  char *id;
  char *title;
  gboolean is_default;
  gboolean prints_both_sides;
  gboolean prints_colour;
} JalPrinter;

/**
 * JalPrintOptions:
 * @printer: a #JalPrinter's id
 * @copies: 1…999
 * @first_page: from 1; 0 prints from the first
 * @last_page: 0 prints to the last
 * @both_sides: along the long edge
 * @colour: otherwise in grey
 * @a3: on A3 instead of A4
 */
typedef struct
{
  const char *printer;
  guint copies;
  guint first_page;
  guint last_page;
  gboolean both_sides;
  gboolean colour;
  gboolean a3;
} JalPrintOptions;

/* Returns (transfer full): the printers (JalPrinter), the default first; empty when none is set up or there is no
   printing system. Blocks on the network. NULL only when cancelled. */
GPtrArray *jal_release_list_printers (GCancellable *cancellable, GError **error);

/* Begins a print job whose name says nothing of the case. Returns (transfer full): to be written like any release; the
   job is printed once it is committed and cancelled when it is aborted. NULL with JAL_STORE_ERROR_FAILED and a sentence
   when the printer is not there or refuses. */
JalReleaseFile *jal_release_printer_new (const JalPrintOptions *options, GError **error);

/* Waits until CUPS has done with the jobs that this process printed, at most @seconds, and has it throw away the readable
   copies that it keeps in its spool. Returns how many may be left behind. For a worker thread. */
guint jal_release_forget_print_jobs (guint seconds, GCancellable *cancellable);

G_END_DECLS
