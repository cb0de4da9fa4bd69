/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* The verbs on dates and people: one GAction each, over whatever page has the case and the selected session. */
#include "app/timeline/jal-court-verbs.h"

#include <glib/gi18n-lib.h>

#include "app/cases/jal-people-dialog.h"

#define HOST "jal-court-verbs-host"

static const JalCourtVerbsHost *
host_of (GtkWidget *page)
{
  return g_object_get_data (G_OBJECT (page), HOST);
}

static void
enable (GSimpleActionGroup *actions, const char *name, gboolean enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (actions), name)), enabled);
}

static void
changed_cb (GtkWidget *page, gpointer data)
{
  host_of (page)->changed (page, data);
}

static void
people_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  const JalCourtVerbsHost *host = host_of (data);

  jal_people_dialog_present (data, host->get_store (data), host->get_case (data)->id, changed_cb, NULL);
}

void
jal_court_verbs_update (GtkWidget *page, GSimpleActionGroup *actions)
{
  const JalCourtVerbsHost *host = host_of (page);
  gboolean has_case = host->get_store (page) != NULL && host->get_case (page) != NULL;

  enable (actions, "people", has_case);
}

void
jal_court_verbs_install (GtkWidget *page, GSimpleActionGroup *actions, const JalCourtVerbsHost *host)
{
  static const GActionEntry entries[] = {
    { .name = "people", .activate = people_activated },
  };

  g_object_set_data (G_OBJECT (page), HOST, (gpointer)host);
  g_action_map_add_action_entries (G_ACTION_MAP (actions), entries, G_N_ELEMENTS (entries), page);
}
