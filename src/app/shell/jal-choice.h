/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Lets @row and the list that it drops show their labels whole: the toolkit cuts them after twenty letters. The model is
   of GtkStringObject. */
void jal_choice_show_whole (AdwComboRow *row);

G_END_DECLS
