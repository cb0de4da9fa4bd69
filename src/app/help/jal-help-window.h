/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The user help. It holds nothing of a case, and stays open while the vault is locked. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define JAL_TYPE_HELP_WINDOW (jal_help_window_get_type ())
G_DECLARE_FINAL_TYPE (JalHelpWindow, jal_help_window, JAL, HELP_WINDOW, AdwWindow)

/* Shows the page about @topic, one of jal_help_topics, in the help window of @parent; there is one, which is brought to the
   front when it is open already. */
void jal_help_window_present (GtkWindow *parent, const char *topic);
/* Shows the page about @topic. */
void jal_help_window_show_topic (JalHelpWindow *self, const char *topic);
/* Returns the topic for the page of a case whose verbs have @prefix (nullable: no such page is shown). */
const char *jal_help_window_topic_of (const char *prefix);

G_END_DECLS
