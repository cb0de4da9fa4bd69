/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* The reader: one document, its pages and its marks. */
#include "app/reader/jal-reader-page.h"

#include <glib/gi18n-lib.h>

#include "app/shell/jal-shell.h"
#include "app/shell/jal-task.h"

struct _JalReaderPage
{
  AdwBin parent_instance;

  JalStore *store;     /* nullable */
  JalCase *court_case; /* nullable */
  GSimpleActionGroup *actions;
};

static void case_page_iface_init (JalCasePageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (JalReaderPage, jal_reader_page, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (JAL_TYPE_CASE_PAGE, case_page_iface_init))

static void
refresh (JalCasePage *page)
{
}

static void
set_store (JalCasePage *page, JalStore *store, JalCase *court_case)
{
  JalReaderPage *self = JAL_READER_PAGE (page);

  g_set_object (&self->store, store);
  g_set_object (&self->court_case, court_case);
}

static void
drop (JalCasePage *page)
{
  JalReaderPage *self = JAL_READER_PAGE (page);

  jal_task_cancel_all (self);
  g_clear_object (&self->store);
  g_clear_object (&self->court_case);
}

static GActionGroup *
get_actions (JalCasePage *page)
{
  return G_ACTION_GROUP (JAL_READER_PAGE (page)->actions);
}

static void
case_page_iface_init (JalCasePageInterface *iface)
{
  iface->prefix = "reader";
  iface->set_store = set_store;
  iface->refresh = refresh;
  iface->drop = drop;
  iface->get_actions = get_actions;
}

static void
jal_reader_page_dispose (GObject *object)
{
  JalReaderPage *self = JAL_READER_PAGE (object);

  drop (JAL_CASE_PAGE (self));
  g_clear_object (&self->actions);
  G_OBJECT_CLASS (jal_reader_page_parent_class)->dispose (object);
}

static void
jal_reader_page_class_init (JalReaderPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = jal_reader_page_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/jalada/Jalada/ui/jal-reader-page.ui");
}

static void
jal_reader_page_init (JalReaderPage *self)
{
  self->actions = g_simple_action_group_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
jal_reader_page_show (JalReaderPage *self, JalId document_id, guint page)
{
  g_return_if_fail (JAL_IS_READER_PAGE (self));
}
