/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The two kinds of file behind the "jalada" VFS: the vault itself (pages) and its side files (slots). */
#pragma once

#include <sqlite3.h>

#include "vault/jal-vault-ahead.h"
#include "vault/jal-vault-header.h"
#include "vault/jal-vault-keys.h"
#include "vault/jal-vault-run.h"
#include "vault/jal-vault-seal.h"

G_BEGIN_DECLS

/**
 * JalVaultTrack:
 *
 * The pages that a backup still has to copy: one bit each, set again whenever the page is written.
 */
typedef struct
{
  GArray *words;  /* of guint64; bit n of the whole is page n + 1 */
  guint64 n_left; /* bits set */
} JalVaultTrack;

/* Marks page @pgno as to be copied (again). */
void jal_vault_track_mark (JalVaultTrack *track, guint64 pgno);

/**
 * JalVaultPages:
 *
 * The vault file as SQLite sees it: pages in the clear, the header hidden.
 */
typedef struct
{
  sqlite3_file base;
  sqlite3_file *real;       /* owned: of the VFS below */
  const JalVaultKeys *keys; /* not owned; NULL while locked */
  gint64 size;              /* bytes of pages, what waits in the run included; -1 not known */
  gint64 claimed;           /* of a damaged vault: bytes of pages it should have; 0: as many as there are */
  GHashTable *splints;      /* owned, nullable: guint page → its content in the clear, wiped when freed */
  gint64 splints_end;       /* bytes: the end of the last of them */
  gboolean replaying;       /* a journal is played back: what the file lost is not made up for */
  guint64 first_hole;       /* by that: the first page that was laid as a hole; 0: none */
  GHashTable *holes;        /* nullable: the numbers of counted pages that are zeros */
  gboolean frozen;          /* nothing is written any more */
  gboolean bare;            /* for the moment the file is read as it is, without splints */
  JalVaultRun run;
  guint8 *scratch; /* a page in the clear, for peeks */
  JalVaultAhead *ahead; /* owned */
  char *journal;   /* path of the rollback journal */
  sqlite3_vfs *below;
  JalVaultTrack *track; /* not owned, NULL while no backup is being made */
  JalVaultSeal seal;
  gboolean begun;         /* this session is counted in the header: something was written, or is about to be */
  JalVaultHeader *header; /* the current copy: the vault's, or of a new file its own; NULL while locked */
  guint *copy;            /* where it lies */
  guint own_copy;
  JalVaultHeader *own_header; /* owned: of a file that SQLite makes by itself (a copy); sealed when it is closed */
  void (*header_changed) (gpointer data); /* after a change of the header that the file made by itself */
  gpointer header_data;
} JalVaultPages;

typedef enum
{
  JAL_VAULT_SIDE_JOURNAL = 1,
  JAL_VAULT_SIDE_TEMP = 2,
} JalVaultSideKind;

/**
 * JalVaultSide:
 *
 * A rollback journal, statement journal or temporary file: bytes in slots sealed one by one, whatever SQLite keeps
 * in it.
 */
typedef struct
{
  sqlite3_file base;
  sqlite3_file *real; /* owned */
  char *path;         /* owned: of a temporary file, else NULL */
  JalVaultSideKind kind;
  gsize slot_size;
  JalVaultPages *of;      /* not owned: of a journal, the file it belongs to; it outlives the journal */
  const guint8 *key_base; /* not owned */
  guint8 *key;            /* owned, locked memory: of this file id; NULL while the file is empty */
  guint8 file_id[16];
  gint64 size;    /* bytes of content */
  gboolean fresh; /* this handle has written to it */
  JalVaultRun run;
  gint64 current; /* the slot being written, in the clear; -1 none */
  gsize current_length;
  gboolean dirty;
  guint8 *slot;
  gint64 seen; /* the slot last read, in the clear; -1 none */
  gsize seen_length;
  guint8 *seen_slot;
} JalVaultSide;

/* Private file controls of the vault file. Each returns a SQLite result. */
enum
{
  /* argument: JalVaultHeader[2], filled; SQLITE_IOERR_SHORT_READ when the file is shorter than its header */
  JAL_VAULT_FCNTL_READ_HEADER = 0x4a41 << 8,
  /* argument: JalVaultHeaderWrite; written and synced */
  JAL_VAULT_FCNTL_WRITE_HEADER,
  /* argument: const JalVaultKeys *, or NULL to lock */
  JAL_VAULT_FCNTL_SET_KEYS,
  /* argument: JalVaultPages **, filled */
  JAL_VAULT_FCNTL_GET_PAGES,
  /* argument: ignored; takes the lock that keeps other programs out */
  JAL_VAULT_FCNTL_CLAIM,
  /* argument: JalVaultTrack * that is told of every page written from now on, or NULL */
  JAL_VAULT_FCNTL_TRACK,
  /* argument: JalVaultSealedRead, filled with pages as they lie on the disk */
  JAL_VAULT_FCNTL_READ_SEALED,
};

typedef struct
{
  guint64 first; /* page number, from 1 */
  guint n;
  guint8 *to; /* n pages */
} JalVaultSealedRead;

typedef struct
{
  guint copy; /* 0 or 1 */
  const JalVaultHeader *header;
} JalVaultHeaderWrite;

#define JAL_VAULT_CLEAR_FILE(file)                                                                                     \
  G_STMT_START                                                                                                         \
  {                                                                                                                    \
    if ((file) != NULL)                                                                                                \
      {                                                                                                                \
        if ((file)->pMethods != NULL)                                                                                  \
          (file)->pMethods->xClose (file);                                                                             \
        sqlite3_free (file);                                                                                           \
      }                                                                                                                \
  }                                                                                                                    \
  G_STMT_END

/* Makes @file, zeroed, the vault file over @real (transfer full on success). @path is the full path. */
int jal_vault_pages_init (JalVaultPages *file, sqlite3_file *real, sqlite3_vfs *below, const char *path);
gboolean jal_vault_is_pages (sqlite3_file *file);
/* Opens page @pgno (JAL_VAULT_PAGE_SIZE bytes, sealed) into @plain, which may be @sealed, its trailer zeroed. FALSE, with
   @plain zeroed, when it does not authenticate. */
gboolean jal_vault_page_open (const guint8 key[32], guint64 pgno, const guint8 *sealed, guint8 *plain);
/* Makes @file, zeroed, a side file over @real (transfer full on success). @key_base: 32 bytes that outlive it. */
int jal_vault_side_init (JalVaultSide *file, sqlite3_file *real, JalVaultSideKind kind, const guint8 *key_base);
/* Reads of the journal at @path in which session of its vault it was begun; FALSE when it is none. */
gboolean jal_vault_side_read_session (const char *path, guint64 *session);

/* Before the first byte of a change: takes the seal away on the disk, if there is one, and counts the session. Returns a SQLite
   result. */
int jal_vault_pages_unseal (JalVaultPages *file);
/* Counts the trailers of up to @limit pages; @done when all are counted. Returns a SQLite result. */
int jal_vault_pages_scan (JalVaultPages *file, guint limit, gboolean *done);
/* Brings everything to the disk and writes the seal, if the sum of the pages is known and no journal is left. */
int jal_vault_pages_seal (JalVaultPages *file);
/* Writes the header over its older copy, one generation on, and brings it to the disk. */
int jal_vault_pages_update_header (JalVaultPages *file);

G_END_DECLS
