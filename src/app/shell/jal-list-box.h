/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists that are filled anew. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Takes out all rows. */
void jal_list_box_clear (GtkListBox *list);
/* Returns (transfer none): a new row at the end. @title and @subtitle (nullable) are shown as they are, without markup, and
   wrapped, not cut. */
AdwActionRow *jal_list_box_add (GtkListBox *list, const char *title, const char *subtitle);

G_END_DECLS
