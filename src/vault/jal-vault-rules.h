/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules of the format that a test build can switch off, to show that its tests notice. */
#pragma once

#include <glib.h>

typedef enum
{
  JAL_VAULT_RULE_GAP = 1 << 1,         /* skipped pages are sealed */
  JAL_VAULT_RULE_SECTOR_SLOT = 1 << 2, /* journal slots are SQLite's sectors */
  JAL_VAULT_RULE_PADDING = 1 << 3,     /* a synced journal slot is not written again */
  JAL_VAULT_RULE_TORN_TAIL = 1 << 4,   /* a torn journal slot reads as zeros */
  JAL_VAULT_RULE_BIND = 1 << 5,        /* pages are bound to their number */
  JAL_VAULT_RULE_BOTH_COPIES = 1 << 6, /* a slot is taken away from both copies of the header */
  JAL_VAULT_RULE_PEEK = 1 << 7,        /* a torn page 1 does not keep the journal from being found */
  JAL_VAULT_RULE_ZERO_FILL = 1 << 8,   /* writing past the end of a side file fills up with sealed zeros */
  JAL_VAULT_RULE_FRESH_ID = 1 << 9,    /* an emptied side file begins with a new id, so with a new key */
  JAL_VAULT_RULE_OTHER_COPY = 1 << 10, /* a header change goes over the older copy */
  JAL_VAULT_RULE_HEADER_SYNC = 1 << 11, /* and is on the disk before anything relies on it */
  JAL_VAULT_RULE_UNSEAL = 1 << 12,     /* the seal is taken away before the first byte is written */
  JAL_VAULT_RULE_SEAL = 1 << 13,       /* the sum follows each page that is written */
  JAL_VAULT_RULE_SET_ASIDE = 1 << 14,  /* a journal beside a sealed vault is not played back */
  JAL_VAULT_RULE_AT_ONCE = 1 << 15,    /* a journal write is on its way to the disk when it returns, or has not happened */
  JAL_VAULT_RULE_FLUSH = 1 << 16,      /* a sync brings what waits to the disk first */
  JAL_VAULT_RULE_FOLDER = 1 << 17,     /* new keys: the folder is on the disk before the old header is destroyed */
  JAL_VAULT_RULE_SESSION = 1 << 18,    /* a journal of an earlier session is not played back */
  JAL_VAULT_RULE_REPLAY = 1 << 19,     /* a session begins only when all of the last one's journal is played back */
  JAL_VAULT_RULE_DELETE = 1 << 20,     /* and that one is gone for certain */
} JalVaultRule;

#ifdef JAL_VAULT_TEST_HOOKS
extern guint jal_vault_rules_off;
/* Told of what does not go through the VFS: a file that was renamed, or (@from NULL) the folder of @to that was brought to the
   disk. */
extern void (*jal_vault_folder_hook) (const char *from, const char *to);
#define jal_vault_rule(rule) ((jal_vault_rules_off & (rule)) == 0)
#else
#define jal_vault_rule(rule) TRUE
#endif
