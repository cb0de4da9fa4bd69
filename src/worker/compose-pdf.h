/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Short forms of libqpdf's C calls. Handles are released by whoever opened the scope, with qpdf_oh_release_all(). */

#include <glib.h>
#include <qpdf/qpdf-c.h>

G_BEGIN_DECLS

/* An indirect object of the output; id 0 is none. */
typedef struct
{
  int id;
  int generation;
} JalPdfRef;

#define JAL_PDF_NONE ((JalPdfRef){ 0, 0 })

/* Drops warnings and errors that are waiting; returns whether there was an error. @n_warnings may be NULL. */
gboolean jal_pdf_clear (qpdf_data pdf, guint *n_warnings);
/* The item as a finite number. */
gboolean jal_pdf_number (qpdf_data pdf, qpdf_oh object, double *value);
gboolean jal_pdf_item_number (qpdf_data pdf, qpdf_oh array, int index, double *value);
/* Reads an array of at least @n numbers. */
gboolean jal_pdf_numbers (qpdf_data pdf, qpdf_oh array, double *values, guint n);
/* A rectangle with x0 < x1 and y0 < y1, however it is written. FALSE when it is none or empty. */
gboolean jal_pdf_rectangle (qpdf_data pdf, qpdf_oh array, double rect[4]);
/* The name, or NULL; valid until the next call. */
const char *jal_pdf_name (qpdf_data pdf, qpdf_oh object);
/* Returns (transfer full) (nullable): the text string as UTF-8 without NULs. */
char *jal_pdf_text (qpdf_data pdf, qpdf_oh object);
JalPdfRef jal_pdf_ref (qpdf_data pdf, qpdf_oh object);
qpdf_oh jal_pdf_get (qpdf_data pdf, JalPdfRef ref);
void jal_pdf_set_name (qpdf_data pdf, qpdf_oh dict, const char *key, const char *name);
void jal_pdf_set_integer (qpdf_data pdf, qpdf_oh dict, const char *key, long long value);
void jal_pdf_set_text (qpdf_data pdf, qpdf_oh dict, const char *key, const char *utf8);
/* A new dictionary with the entries of @dict (none when it is not a dictionary). */
qpdf_oh jal_pdf_copy_dict (qpdf_data pdf, qpdf_oh dict);
/* The keys of @dict: a new array of strings. */
GPtrArray *jal_pdf_keys (qpdf_data pdf, qpdf_oh dict);
/* A new indirect stream; @dict_text, as in "<< /Type /XObject >>", becomes its dictionary's entries (may be NULL). */
qpdf_oh jal_pdf_new_stream (qpdf_data pdf, const char *bytes, gsize length, const char *dict_text);
/* Appends a number as PDF writes it: at most four decimals, no exponent, no locale. */
void jal_pdf_append_number (GString *out, double value);
/* Appends @format's text where each "%" stands for the next double. */
void jal_pdf_append_numbers (GString *out, const char *format, ...);

G_END_DECLS
