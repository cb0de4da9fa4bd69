/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A long scan for measuring: every page another picture. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Returns (transfer full) a PDF of @n_pages A4 pages, each a grey picture of 200 dpi (1654 × 2339) as an office scanner
   makes it, about @bytes_a_page bytes long, no two the same: lines of letters on paper that is not quite white. */
GBytes *scan_make (guint n_pages, gsize bytes_a_page);

G_END_DECLS
