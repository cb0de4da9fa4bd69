/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* The register of the case: every document taken in. */
#include "app/evidence/jal-evidence-page.h"

#include <glib/gi18n-lib.h>

#include "app/shell/jal-shell.h"
#include "app/shell/jal-task.h"

struct _JalEvidencePage
{
  AdwBin parent_instance;

  JalStore *store;     /* nullable */
  JalCase *court_case; /* nullable */
  GSimpleActionGroup *actions;
};

static void case_page_iface_init (JalCasePageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (JalEvidencePage, jal_evidence_page, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (JAL_TYPE_CASE_PAGE, case_page_iface_init))

static void
refresh (JalCasePage *page)
{
}

static void
set_store (JalCasePage *page, JalStore *store, JalCase *court_case)
{
  JalEvidencePage *self = JAL_EVIDENCE_PAGE (page);

  g_set_object (&self->store, store);
  g_set_object (&self->court_case, court_case);
}

static void
drop (JalCasePage *page)
{
  JalEvidencePage *self = JAL_EVIDENCE_PAGE (page);

  jal_task_cancel_all (self);
  g_clear_object (&self->store);
  g_clear_object (&self->court_case);
}

static GActionGroup *
get_actions (JalCasePage *page)
{
  return G_ACTION_GROUP (JAL_EVIDENCE_PAGE (page)->actions);
}

static void
case_page_iface_init (JalCasePageInterface *iface)
{
  iface->prefix = "evidence";
  iface->set_store = set_store;
  iface->refresh = refresh;
  iface->drop = drop;
  iface->get_actions = get_actions;
}

static void
jal_evidence_page_dispose (GObject *object)
{
  JalEvidencePage *self = JAL_EVIDENCE_PAGE (object);

  drop (JAL_CASE_PAGE (self));
  g_clear_object (&self->actions);
  G_OBJECT_CLASS (jal_evidence_page_parent_class)->dispose (object);
}

static void
jal_evidence_page_class_init (JalEvidencePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = jal_evidence_page_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/jalada/Jalada/ui/jal-evidence-page.ui");
}

static void
jal_evidence_page_init (JalEvidencePage *self)
{
  self->actions = g_simple_action_group_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}
