/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pages/jal-lead.h"

G_BEGIN_DECLS

/* Copies @n_items leads and the @n_bytes of their words out of the worker's window and checks the copy. @info: the page
   of links, NULL for an outline. @boxes: notes, whose boxes are in default user space; @info is NULL. Returns (transfer full, nullable, element type JalLead): NULL when they do not hold. */
GPtrArray *jal_leads_copy (const guint8 *window, gsize size, guint n_items, guint n_bytes, guint n_pages,
                           const JalPageInfo *info, gboolean boxes);

G_END_DECLS
