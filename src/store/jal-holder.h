/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "base/jal-id.h"
#include "store/jal-store.h"

G_BEGIN_DECLS

/**
 * JalHolder:
 * @id: also in the key slots of the file's header, where it says nothing to somebody without a key
 * @name: as the audit records it
 * @role: (nullable): what the person is here, free text
 * @has_passphrase: whether a passphrase of this person opens the vault
 * @has_recovery: whether a recovery sheet of this person does
 * @is_self: whose key opened the vault this time
 * @passes: of Argon2id, 0 without a passphrase
 * @memory: bytes of Argon2id, 0 without a passphrase
 *
 * A person who has, or had, a key to the vault. Names are kept inside the vault only.
 */
typedef struct
{
  JalId id;
  char *name;
  char *role;
  gboolean has_passphrase;
  gboolean has_recovery;
  gboolean is_self;
  guint64 passes;
  guint64 memory;
} JalHolder;

void jal_holder_free (JalHolder *holder);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (JalHolder, jal_holder_free)

/* Bytes of a name or a role. */
#define JAL_HOLDER_NAME_MAX 120

/* All calls wait; those that take a passphrase take as long as trying one does. Passphrases are UTF-8 and not empty.
   Every change is on record with the person who made it. */

/* Returns (transfer container): the people, of JalHolder, the one who opened the vault first, then by name. A person whose
   key survived an interrupted removal is among them. */
GPtrArray *jal_holder_list (JalStore *store, GCancellable *cancellable, GError **error);

/* Whether @passphrase is that of @id (JAL_ID_NONE: of who opened the vault). JAL_STORE_ERROR_PASSPHRASE when it is not.
   For asking once more before something grave. */
gboolean jal_holder_check_passphrase (JalStore *store, JalId id, const char *passphrase, GCancellable *cancellable,
                                      GError **error);

/* Adds a person with a passphrase. JAL_STORE_ERROR_REFUSED for a name that is empty, too long, not on one line or
   taken, for a passphrase that somebody else has (the record could not tell the two apart), or when the sixteen slots are
   taken. @id (out, nullable). @role is nullable. */
gboolean jal_holder_add (JalStore *store, const char *name, const char *role, const char *passphrase,
                         JalStoreStrength strength, JalId *id, GCancellable *cancellable, GError **error);
/* Can be taken back. What is on record already keeps the name of then. */
gboolean jal_holder_rename (JalStore *store, JalId id, const char *name, const char *role, GCancellable *cancellable,
                            GError **error);
/* Gives @id a new passphrase; the old one opens nothing any more. @current is the old one; it may be NULL only for a
   person who has none, or who came in by the own recovery code. JAL_STORE_ERROR_PASSPHRASE when @current is wrong,
   JAL_STORE_ERROR_REFUSED when somebody else has @passphrase. Takes as long as trying it with everybody's key. */
gboolean jal_holder_set_passphrase (JalStore *store, JalId id, const char *current, const char *passphrase,
                                    JalStoreStrength strength, GCancellable *cancellable, GError **error);
/* Takes all keys of @id away and the person off the list. JAL_STORE_ERROR_REFUSED for the one who opened the vault, and
   when no passphrase would be left. */
gboolean jal_holder_remove (JalStore *store, JalId id, GCancellable *cancellable, GError **error);

/* Draws a recovery code for the person who opened the vault; the code of an earlier sheet opens nothing any more.
   Returns (transfer full): fourteen groups with hyphens, to be given back with jal_recovery_free(): it is kept nowhere
   else. */
char *jal_holder_make_recovery (JalStore *store, GCancellable *cancellable, GError **error);
/* Makes the sheet of @id worthless. */
gboolean jal_holder_remove_recovery (JalStore *store, JalId id, GCancellable *cancellable, GError **error);

/* Wipes; NULL is allowed. */
void jal_recovery_free (char *code);
/* Whether @text is a whole recovery code without a typing mistake (not: whether it opens anything). FALSE with
   JAL_STORE_ERROR_RECOVERY: the message names the group with the mistake. @unfinished (out, nullable): nothing is wrong
   with what is there, only more is to come. */
gboolean jal_recovery_check (const char *text, gboolean *unfinished, GError **error);

/**
 * JalRekeyKey:
 *
 * A person who keeps a key when the keys are replaced. The passphrase must be the present one; for somebody who came in
 * by recovery code it may be a new one. With @new_passphrase (nullable) the key afterwards is that one.
 */
typedef struct
{
  JalId holder;
  const char *passphrase;
  const char *new_passphrase;
} JalRekeyKey;

/* How far it is, 0 to 1, on the store's thread. */
typedef void (*JalRekeyProgress) (double fraction, gpointer data);

/* Replaces the keys of the whole vault: a new master key, every page encrypted anew in a second file beside the first, each
   stored file in it checked against its SHA-256, then put in its place. Only those in @keys can open the vault
   afterwards, the first of whom is the one who opened it; the others stay listed, without a key, and every recovery
   sheet is worthless. With @recovery (out, nullable) a new sheet is made for the first.
   Nothing else runs meanwhile. Cancelled or failed before the last moment it leaves everything as it was;
   JAL_STORE_ERROR_REFUSED when two of them would have the same passphrase.
   @wrong (out, nullable): the index in @keys whose passphrase was not right. Needs free space as large as the vault. */
gboolean jal_store_rekey (JalStore *store, const JalRekeyKey *keys, guint n_keys, JalStoreStrength strength,
                          char **recovery, guint *wrong, JalRekeyProgress progress, gpointer data,
                          GCancellable *cancellable, GError **error);

G_END_DECLS
