/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PDFs for tests, made by hand so that every number in them is known. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _PdfMaker PdfMaker;

PdfMaker *pdf_maker_new (void);
/* Adds an object (printf) or a stream and returns its number. Numbers count from 1 in the order of adding. */
guint pdf_maker_add (PdfMaker *maker, const char *format, ...) G_GNUC_PRINTF (2, 3);
guint pdf_maker_add_stream (PdfMaker *maker, const char *dictionary, const void *data, gsize length);
/* Ends the file with a cross-reference table; frees @maker. */
GBytes *pdf_maker_finish (PdfMaker *maker, guint root);

/* A page: @attributes go into its dictionary ("/MediaBox [ 0 0 595 842 ] /Rotate 90"), @content is drawn with the font
   /F (Helvetica). */
typedef struct
{
  const char *attributes;
  const char *content;
} PdfPage;

GBytes *pdf_make (const PdfPage *pages, guint n_pages, const char *catalog_extra);

/* A scan-like file: @n_pages A4 pages, each with a picture of @bytes_a_page bytes of noise that does not compress. */
GBytes *pdf_make_scan (guint n_pages, gsize bytes_a_page);

G_END_DECLS
