/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The recovery code as people write it: pure functions, no file. Laid down in FORMAT.md. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define JAL_VAULT_RECOVERY_SIZE 32
/* Fourteen groups of five characters: 56 that carry the code and its checksum, and one at the end of each group that
   checks the group. */
#define JAL_VAULT_RECOVERY_GROUPS 14
#define JAL_VAULT_RECOVERY_GROUP_CHARS 5
/* With a hyphen between groups and a NUL. */
#define JAL_VAULT_RECOVERY_TEXT_SIZE (JAL_VAULT_RECOVERY_GROUPS * (JAL_VAULT_RECOVERY_GROUP_CHARS + 1))

/**
 * JalVaultRecoveryFlaw:
 * @JAL_VAULT_RECOVERY_RIGHT: nothing is wrong
 * @JAL_VAULT_RECOVERY_UNFINISHED: so far it is right, but there are too few characters
 * @JAL_VAULT_RECOVERY_TOO_LONG: there are too many
 * @JAL_VAULT_RECOVERY_CHARACTER: a character that no recovery code has
 * @JAL_VAULT_RECOVERY_GROUP: a group does not fit its check character
 * @JAL_VAULT_RECOVERY_SUM: every group fits, the whole does not: groups of two sheets, or more than one mistake
 *
 * What is wrong with a code somebody typed.
 */
typedef enum
{
  JAL_VAULT_RECOVERY_RIGHT,
  JAL_VAULT_RECOVERY_UNFINISHED,
  JAL_VAULT_RECOVERY_TOO_LONG,
  JAL_VAULT_RECOVERY_CHARACTER,
  JAL_VAULT_RECOVERY_GROUP,
  JAL_VAULT_RECOVERY_SUM,
} JalVaultRecoveryFlaw;

/* Writes @code as text: "A1B2C-…", upper case. */
void jal_vault_recovery_format (const guint8 code[JAL_VAULT_RECOVERY_SIZE], char text[JAL_VAULT_RECOVERY_TEXT_SIZE]);
/* Reads what somebody typed. Case, spaces, hyphens, dots and line ends do not matter; I and L count as 1, O as 0, U as V.
   @code (out, nullable) is filled when it is right, and untouched otherwise. @group (out, nullable): the first group
   that is wrong, from 1; 0 when no group can be named. */
JalVaultRecoveryFlaw jal_vault_recovery_parse (const char *text, guint8 code[JAL_VAULT_RECOVERY_SIZE], guint *group);

G_END_DECLS
