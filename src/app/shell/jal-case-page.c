/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the frame asks of every view on a case. */
#include "app/shell/jal-case-page.h"

G_DEFINE_INTERFACE (JalCasePage, jal_case_page, GTK_TYPE_WIDGET)

static void
jal_case_page_default_init (JalCasePageInterface *iface)
{
}

void
jal_case_page_set_store (JalCasePage *self, JalStore *store, JalCase *court_case)
{
  g_return_if_fail (JAL_IS_CASE_PAGE (self));

  JAL_CASE_PAGE_GET_IFACE (self)->set_store (self, store, court_case);
}

void
jal_case_page_refresh (JalCasePage *self)
{
  g_return_if_fail (JAL_IS_CASE_PAGE (self));

  JAL_CASE_PAGE_GET_IFACE (self)->refresh (self);
}

void
jal_case_page_drop (JalCasePage *self)
{
  g_return_if_fail (JAL_IS_CASE_PAGE (self));

  JAL_CASE_PAGE_GET_IFACE (self)->drop (self);
}

gboolean
jal_case_page_find (JalCasePage *self)
{
  g_return_val_if_fail (JAL_IS_CASE_PAGE (self), FALSE);

  if (JAL_CASE_PAGE_GET_IFACE (self)->find == NULL)
    return FALSE;
  JAL_CASE_PAGE_GET_IFACE (self)->find (self);
  return TRUE;
}

gboolean
jal_case_page_escape (JalCasePage *self)
{
  g_return_val_if_fail (JAL_IS_CASE_PAGE (self), FALSE);

  return JAL_CASE_PAGE_GET_IFACE (self)->escape != NULL && JAL_CASE_PAGE_GET_IFACE (self)->escape (self);
}

gboolean
jal_case_page_back (JalCasePage *self)
{
  g_return_val_if_fail (JAL_IS_CASE_PAGE (self), FALSE);

  return JAL_CASE_PAGE_GET_IFACE (self)->back != NULL && JAL_CASE_PAGE_GET_IFACE (self)->back (self);
}

const char *
jal_case_page_get_prefix (JalCasePage *self)
{
  g_return_val_if_fail (JAL_IS_CASE_PAGE (self), NULL);

  return JAL_CASE_PAGE_GET_IFACE (self)->prefix;
}

GActionGroup *
jal_case_page_get_actions (JalCasePage *self)
{
  g_return_val_if_fail (JAL_IS_CASE_PAGE (self), NULL);

  return JAL_CASE_PAGE_GET_IFACE (self)->get_actions != NULL ? JAL_CASE_PAGE_GET_IFACE (self)->get_actions (self) : NULL;
}

const JalVerb *
jal_case_page_get_verbs (JalCasePage *self, guint *n_verbs)
{
  g_return_val_if_fail (JAL_IS_CASE_PAGE (self), NULL);
  g_return_val_if_fail (n_verbs != NULL, NULL);

  *n_verbs = 0;
  return JAL_CASE_PAGE_GET_IFACE (self)->get_verbs != NULL ? JAL_CASE_PAGE_GET_IFACE (self)->get_verbs (self, n_verbs)
                                                           : NULL;
}
