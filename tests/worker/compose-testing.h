/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the composer's tests share: inputs written object by object, builds in this process, other programs' views. */
#pragma once

#include <glib.h>
#include <json-glib/json-glib.h>

typedef struct
{
  GByteArray *bytes;
  GArray *offsets; /* of guint, by object number */
} TestPdf;

TestPdf *test_pdf_new (void);
/* Adds object @number; the text is written as it is. */
void test_pdf_add (TestPdf *pdf, guint number, const char *format, ...) G_GNUC_PRINTF (3, 4);
/* Adds a stream with @entries in its dictionary beside the length. */
void test_pdf_add_stream (TestPdf *pdf, guint number, const char *entries, const char *data);
/* Ends the file with @root as its catalogue and @trailer as more entries of the trailer; frees @pdf. */
GBytes *test_pdf_finish (TestPdf *pdf, guint root, const char *trailer);
/* A document of @n_pages plain pages that say "@word 1", "@word 2"… */
GBytes *test_pdf_plain (const char *word, guint n_pages);

typedef struct
{
  GString *items;  /* JSON of the items so far */
  GString *marks;
  GPtrArray *inputs; /* of GBytes */
  GPtrArray *kinds;  /* of static strings */
  const char *job;
  const char *more; /* more members of the record, each with a comma in front */
} TestBuild;

typedef struct
{
  char *path;
  GBytes *bytes;
  JsonNode *result;
} TestOutput;

TestBuild *test_build_new (const char *job);
/* Returns the input's number. */
guint test_build_input (TestBuild *build, const char *kind, GBytes *bytes);
/* Adds an item with pages 0…@n_pages-1 of @input, turned by @rotate. */
void test_build_item (TestBuild *build, const char *title, guint input, guint n_pages, int rotate);
char *test_build_spec (TestBuild *build);
TestOutput *test_build_run (TestBuild *build);
void test_build_free (TestBuild *build);
void test_output_free (TestOutput *output);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestBuild, test_build_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestOutput, test_output_free)

/* Path of a new file in the test's temporary folder. */
char *test_path (const char *name);
void test_tidy (void);
/* Runs a program that must be there and end with status 0; returns what it wrote to its output. */
char *test_run (const char *program, ...) G_GNUC_NULL_TERMINATED;
/* "qpdf --check" finds nothing to say about it. */
void test_assert_clean (const char *path);
/* The members of the result. */
gint64 test_result_int (TestOutput *output, const char *path);
gboolean test_result_has_warning (TestOutput *output, const char *code, int input, int page);
guint test_result_n_warnings (TestOutput *output);

typedef struct
{
  guint page; /* from 1 */
  char *text;
  char *font;
  double size;
  double dir[2];
  double box[4]; /* x0 y0 x1 y1 from the upper left corner of the page as it is seen */
  double page_width;
  double page_height;
} TestLine;

/* Every line of text that mutool sees. */
GPtrArray *test_lines (const char *path);
/* The one line of @page that is exactly @text in the stamp's font; NULL when there is not exactly one. */
const TestLine *test_find_stamp (GPtrArray *lines, guint page, const char *text);

/* The file as qpdf's JSON. */
JsonNode *test_json (const char *path);
/* The object "n 0 R"'s value (a stream's dictionary); NULL when there is none. */
JsonObject *test_object (JsonNode *json, const char *reference);
JsonObject *test_catalogue (JsonNode *json);
/* The reference of page @number from 1, "n 0 R". */
const char *test_page (JsonNode *json, guint number);
/* The number, from 1, of the page that "n 0 R" is; 0 when it is none. */
guint test_page_number (JsonNode *json, const char *reference);

typedef struct
{
  guint width;
  guint height;
  guint8 *rgb;
} TestPicture;

/* A page drawn at 72 dpi by "pdftoppm", "mutool" or "gs". */
TestPicture *test_draw (const char *program, const char *path, guint page);
/* How many pixels lie within 24 of the colour in each part. */
guint test_count (const TestPicture *picture, guint8 r, guint8 g, guint8 b);
void test_picture_free (TestPicture *picture);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestPicture, test_picture_free)
