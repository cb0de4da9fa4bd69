/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Lets @row and the list that it drops show their labels whole: the toolkit cuts them after twenty letters. The model is
   of GtkStringObject. */
void jal_choice_show_whole (AdwComboRow *row);
/* The same in the list that @choice drops: there what can be chosen has a name for a screen reader, too. */
void jal_choice_name (GtkDropDown *choice);

/* The number in @button, also one that was only just typed: the toolkit takes that in when the focus leaves, which a key that
   saves does not wait for. */
int jal_choice_get_number (GtkSpinButton *button);

/* Enter in @button does @action of the widgets around it, as it does in an entry. */
void jal_choice_enter (GtkSpinButton *button, const char *action);

G_END_DECLS
