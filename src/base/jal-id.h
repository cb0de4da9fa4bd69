/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * JalId:
 *
 * The key of every row: 16 bytes, the first six the creation time in milliseconds since 1970 (big-endian), the rest
 * random. Ordered by time so that new rows land on the same pages of the vault. A plain value, copied by assignment.
 */
typedef struct
{
  guint8 bytes[16];
} JalId;

#define JAL_ID_HEX_LENGTH 32
#define JAL_ID_NONE ((JalId){ { 0 } })

/* Returns a new identifier stamped with jal_clock_now(). Two calls never return the same one. */
JalId jal_id_new (void);
/* Returns whether @id is the empty identifier. */
gboolean jal_id_is_none (JalId id);
gboolean jal_id_equal (JalId a, JalId b);
/* memcmp order: older first. */
int jal_id_compare (JalId a, JalId b);
/* Writes 32 lower-case hex digits and a NUL into @hex; returns @hex. */
char *jal_id_to_hex (JalId id, char hex[JAL_ID_HEX_LENGTH + 1]);
/* Returns (transfer full): the 32 hex digits. */
char *jal_id_dup_hex (JalId id);
/* Parses exactly 32 hex digits of either case. Returns FALSE and leaves @id alone on anything else. */
gboolean jal_id_parse (const char *hex, JalId *id);

/* For GHashTable: keys are (JalId *). */
guint jal_id_hash (gconstpointer id);
gboolean jal_id_equal_pointers (gconstpointer a, gconstpointer b);

G_END_DECLS
