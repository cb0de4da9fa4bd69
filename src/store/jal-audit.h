/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "store/jal-store.h"

G_BEGIN_DECLS

/**
 * JalAuditReport:
 *
 * What the check of the audit found. @bad_sequence is 0 when the chain holds, else the first record that does not fit
 * what came before it, or that is missing.
 */
typedef struct
{
  guint64 n_records;
  guint64 n_erased;     /* records whose payload was erased; their digest still holds the chain together */
  guint64 bad_sequence;
  gboolean unguarded;   /* the triggers that refuse changes were taken out or changed */
  char head[64 + 1];    /* hex of the last hash */
  guint64 n_points;     /* signed points, all of which hold when the chain does */
  guint64 last_point;   /* the record that the last of them names */
  guint64 bad_point;    /* 0, or the first record whose signed point is missing, forged or does not fit */
  char public_key[64 + 1]; /* hex, of this device */
} JalAuditReport;

/* One record, for lists. */
typedef struct
{
  guint64 sequence;
  gint64 at; /* microseconds since 1970 UTC */
  const char *actor;
  const char *verb;
  JalId case_id;
  JalId subject_id;
  const char *payload; /* nullable */
  gboolean erased;
  const char *hash; /* 64 hex digits: the head of the chain when it ended here, as bundles print it */
} JalAuditRecord;

/* A record in so many is signed with the device's Ed25519 key, and the last one at closing. */
#define JAL_AUDIT_INTERVAL 64

/* Recomputes every hash of every device's chain and compares the ends with the heads kept outside the table. Returns
   TRUE when it holds; JAL_STORE_ERROR_DAMAGED when not, with @report (out, nullable) filled in both cases. */
gboolean jal_audit_verify (JalStore *store, JalAuditReport *report, GCancellable *cancellable, GError **error);

/* Called on the store's thread for each record; @record lives until it returns. Return FALSE to stop. */
typedef gboolean (*JalAuditFunc) (const JalAuditRecord *record, gpointer data);
/* The records of @case_id (JAL_ID_NONE: all), newest first, at most @limit (0: all). */
gboolean jal_audit_foreach (JalStore *store, JalId case_id, guint limit, JalAuditFunc func, gpointer data,
                            GCancellable *cancellable, GError **error);
/* Erases the payloads of all records about @subject_id inside an action; the chain still verifies. */
gboolean jal_tx_erase_audit_payloads (JalTx *tx, JalId subject_id, GError **error);

G_END_DECLS
