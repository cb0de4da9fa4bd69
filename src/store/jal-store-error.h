/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * JalStoreError:
 * @JAL_STORE_ERROR_FAILED: anything else; the message says what
 * @JAL_STORE_ERROR_PASSPHRASE: the passphrase opens none of the vault's key slots
 * @JAL_STORE_ERROR_DAMAGED: bytes of the vault failed their authentication, or the chain of the audit does not hold
 * @JAL_STORE_ERROR_NOT_A_VAULT: the file is something else
 * @JAL_STORE_ERROR_OPEN_ELSEWHERE: another program holds the vault
 * @JAL_STORE_ERROR_DISK_FULL: nothing of the action was kept, everything before it was
 * @JAL_STORE_ERROR_EXISTS: a file is already there
 * @JAL_STORE_ERROR_TOO_NEW: written by a later version that this one must not touch
 * @JAL_STORE_ERROR_CONFLICT: the rows have changed since, or a rule of the tables forbids it
 * @JAL_STORE_ERROR_NOT_FOUND: no such row
 * @JAL_STORE_ERROR_AMBIGUOUS: more than one row fits
 * @JAL_STORE_ERROR_REFUSED: the program's own rules forbid it
 * @JAL_STORE_ERROR_RECOVERY: a recovery code with a mistake in it (the message names its group), or of another vault
 * @JAL_STORE_ERROR_CLOSED: the store has been closed
 *
 * The one error domain of this room; the errors of the vault arrive mapped to it with their message kept. A cancelled
 * call reports G_IO_ERROR_CANCELLED instead. Messages never hold a name, a passphrase or text of a case.
 */
typedef enum
{
  JAL_STORE_ERROR_FAILED,
  JAL_STORE_ERROR_PASSPHRASE,
  JAL_STORE_ERROR_DAMAGED,
  JAL_STORE_ERROR_NOT_A_VAULT,
  JAL_STORE_ERROR_OPEN_ELSEWHERE,
  JAL_STORE_ERROR_DISK_FULL,
  JAL_STORE_ERROR_EXISTS,
  JAL_STORE_ERROR_TOO_NEW,
  JAL_STORE_ERROR_CONFLICT,
  JAL_STORE_ERROR_NOT_FOUND,
  JAL_STORE_ERROR_AMBIGUOUS,
  JAL_STORE_ERROR_REFUSED,
  JAL_STORE_ERROR_CLOSED,
  JAL_STORE_ERROR_RECOVERY,
} JalStoreError;

#define JAL_STORE_ERROR (jal_store_error_quark ())
GQuark jal_store_error_quark (void);

G_END_DECLS
