/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Phrases looked for in strings and bytes. Pure. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _JalScan JalScan;

/* @phrases are @n strings one after the other in @length bytes, each ended by a NUL. Returns NULL when they are not. */
JalScan *jal_scan_new (const char *phrases, gsize length, guint n);
void jal_scan_free (JalScan *scan);
guint jal_scan_get_n (const JalScan *scan);

/* Both call @found for each phrase that is there, once. */
typedef void (*JalScanFound) (gpointer data, guint phrase);
/* @text is UTF-8. */
void jal_scan_text (const JalScan *scan, const char *text, gsize length, JalScanFound found, gpointer data);
/* Bytes of any kind; @picture when they are pixels, where short phrases stand by chance. */
void jal_scan_bytes (const JalScan *scan, const guint8 *bytes, gsize length, gboolean picture, JalScanFound found,
                     gpointer data);

G_END_DECLS
