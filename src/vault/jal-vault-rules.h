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
} JalVaultRule;

#ifdef JAL_VAULT_TEST_HOOKS
extern guint jal_vault_rules_off;
#define jal_vault_rule(rule) ((jal_vault_rules_off & (rule)) == 0)
#else
#define jal_vault_rule(rule) TRUE
#endif
