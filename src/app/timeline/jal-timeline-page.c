/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* The sessions of a case on one axis, and as a list. */
#include "app/timeline/jal-timeline-page.h"

#include <glib/gi18n-lib.h>

#include "app/shell/jal-shell.h"
#include "app/shell/jal-task.h"

struct _JalTimelinePage
{
  AdwBin parent_instance;

  JalStore *store;     /* nullable */
  JalCase *court_case; /* nullable */
  GSimpleActionGroup *actions;
};

static void case_page_iface_init (JalCasePageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (JalTimelinePage, jal_timeline_page, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (JAL_TYPE_CASE_PAGE, case_page_iface_init))

static void
refresh (JalCasePage *page)
{
}

static void
set_store (JalCasePage *page, JalStore *store, JalCase *court_case)
{
  JalTimelinePage *self = JAL_TIMELINE_PAGE (page);

  g_set_object (&self->store, store);
  g_set_object (&self->court_case, court_case);
}

static void
drop (JalCasePage *page)
{
  JalTimelinePage *self = JAL_TIMELINE_PAGE (page);

  jal_task_cancel_all (self);
  g_clear_object (&self->store);
  g_clear_object (&self->court_case);
}

static GActionGroup *
get_actions (JalCasePage *page)
{
  return G_ACTION_GROUP (JAL_TIMELINE_PAGE (page)->actions);
}

static void
case_page_iface_init (JalCasePageInterface *iface)
{
  iface->prefix = "timeline";
  iface->set_store = set_store;
  iface->refresh = refresh;
  iface->drop = drop;
  iface->get_actions = get_actions;
}

static void
jal_timeline_page_dispose (GObject *object)
{
  JalTimelinePage *self = JAL_TIMELINE_PAGE (object);

  drop (JAL_CASE_PAGE (self));
  g_clear_object (&self->actions);
  G_OBJECT_CLASS (jal_timeline_page_parent_class)->dispose (object);
}

static void
jal_timeline_page_class_init (JalTimelinePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = jal_timeline_page_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/jalada/Jalada/ui/jal-timeline-page.ui");
}

static void
jal_timeline_page_init (JalTimelinePage *self)
{
  self->actions = g_simple_action_group_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}
