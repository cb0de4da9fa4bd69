/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A file that is to be taken in, or a thing that is not. */
typedef struct
{
  char *path;
  char *name; /* for showing: valid UTF-8, the path below the folder the user chose */
  guint64 size;
  char *refusal; /* nullable: a translated sentence: this one is passed over */
} JalImportFile;

/* Returns (transfer full): what stands behind @paths in the order it is to be taken: folders with everything below
   them, names in the order people expect (2 before 10). Nothing is opened. */
GPtrArray *jal_import_files_collect (const char *const *paths, GCancellable *cancellable);

/* Returns (transfer full): the file's name made into a title: no extension, no running number, spaces. */
char *jal_import_make_title (const char *name);
/* The kind of document that the title names ("charge_sheet"), "other" when it names none. */
const char *jal_import_guess_kind (const char *title);

G_END_DECLS
