/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Lends GTK and libadwaita the words they lack in the screen's language: "Cancel" in a file dialog, "Paste" in the
   menu of an entry, the months of a calendar. A library that speaks the language keeps its own words; months and days
   it takes from the locale of the computer, which is another matter than the language of the screen, so those are
   always put right. Call it once both libraries are initialised, since that is when they say where their words lie,
   and before the first window. */
void jal_toolkit_words_lend (void);
