/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/reader/jal-page-view.h"

G_BEGIN_DECLS

/* A box was drawn on @page, in points of the displayed page. */
typedef void (*JalRedactAreaFunc) (gpointer data, guint page, JalBox area);

/* Shows @redactions (element-type JalRedaction) on the pages, and lets boxes be drawn while "redaction" is armed. Once a view;
   @data must outlive it. */
void jal_page_view_add_redacting (JalPageView *self, GListModel *redactions, JalRedactAreaFunc drawn, gpointer data);
/* Inside the view: over a page. */
void jal_page_view_append_redactions (JalPageView *self, GtkSnapshot *snapshot, guint page);

G_END_DECLS
