/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The seal over all pages: arithmetic only, without any file. */
#pragma once

#include "vault/jal-vault-header.h"

G_BEGIN_DECLS

#define JAL_VAULT_SUM_SIZE 32

/**
 * JalVaultSeal:
 * @sealed: the header on the disk is sealed, and nothing was written since
 * @known: @sum is that of all pages: taken over from the seal, kept from the first page on, or counted
 * @checked: the pages were counted to the end in this session
 * @broken: they were not what was sealed
 * @sum: the terms of all pages, added up
 * @scanned: pages counted so far
 * @scan: their terms, added up
 *
 * Each page has a term, a keyed hash of its number and its trailer (nonce and tag, which stand for its content). The
 * sum of the terms (XOR) changes with each page that is written, by the old and the new term; so it is always at hand,
 * and sealing is O(1). A page put back from the past changes the sum for good, also when it is overwritten later.
 */
typedef struct
{
  gboolean sealed;
  gboolean known;
  gboolean checked;
  gboolean broken;
  guint8 sum[JAL_VAULT_SUM_SIZE];
  guint64 scanned;
  guint8 scan[JAL_VAULT_SUM_SIZE];
} JalVaultSeal;

/* Adds the term of page @number, whose trailer is @trailer, to @sum; adding it again takes it away. */
void jal_vault_seal_add (guint8 sum[JAL_VAULT_SUM_SIZE], const JalVaultKeys *keys, guint64 number,
                         const guint8 trailer[JAL_VAULT_SEAL_SIZE]);
/* Page @number is written: @old (nullable when it is new) becomes @new (nullable when it is cut off). */
void jal_vault_seal_change (JalVaultSeal *seal, const JalVaultKeys *keys, guint64 number, const guint8 *old,
                            const guint8 *new);
/* Takes the sum over from a header. */
void jal_vault_seal_load (JalVaultSeal *seal, const JalVaultKeys *keys, const JalVaultHeader *header);
/* Writes flag, counter, seal and page count into @header. */
void jal_vault_seal_store (const JalVaultSeal *seal, const JalVaultKeys *keys, JalVaultHeader *header,
                           guint64 page_count);
/* All pages were counted. */
void jal_vault_seal_conclude (JalVaultSeal *seal);

G_END_DECLS
