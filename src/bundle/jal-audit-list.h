/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "bundle/jal-audit-words.h"
#include "store/jal-store.h"

G_BEGIN_DECLS

/**
 * JalAuditEntry:
 *
 * One record of what was done, ready to be shown. @about says on what: the number or title of a document, the number of a
 * case, both, or "". No person's name.
 */
#define JAL_TYPE_AUDIT_ENTRY (jal_audit_entry_get_type ())
G_DECLARE_FINAL_TYPE (JalAuditEntry, jal_audit_entry, JAL, AUDIT_ENTRY, GObject)
struct _JalAuditEntry
{
  GObject parent_instance;

  guint64 sequence;
  gint64 at; /* microseconds since 1970 UTC */
  char *actor;
  char *verb;
  const char *what;
  char *about;
  char *detail;
  char *hash; /* the head of the record when it ended here */
  JalAuditKind kind;
  gboolean erased;
};

/**
 * JalAuditFilter:
 * @kind: a JalAuditKind, or -1 for all
 * @text: (nullable): must occur in who, what, on what, the detail, or at the beginning of the hash; case is ignored
 * @case_id: JAL_ID_NONE: of every case
 */
typedef struct
{
  int kind;
  const char *text;
  JalId case_id;
} JalAuditFilter;

/* Returns (transfer full): a GListStore of JalAuditEntry, newest first, at most @limit (0: all). @n_matching (out, nullable):
   how many there are in all. */
GListStore *jal_audit_list (JalStore *store, const JalAuditFilter *filter, guint limit, guint *n_matching,
                            GCancellable *cancellable, GError **error);

G_END_DECLS
