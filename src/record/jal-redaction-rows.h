/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "record/jal-record.h"
#include "store/jal-tx.h"

G_BEGIN_DECLS

#define JAL_TYPE_REDACTION (jal_redaction_get_type ())
G_DECLARE_FINAL_TYPE (JalRedaction, jal_redaction, JAL, REDACTION, GObject)
/* What is taken out of copies of one page. */
struct _JalRedaction
{
  GObject parent_instance;

  JalId id;
  JalId case_id;
  JalId original_id;
  guint page;        /* from 0, in the original */
  int document_page; /* from 0, in the document it was listed for; -1 when listed otherwise */
  JalId document_id; /* that document; JAL_ID_NONE when listed otherwise */
  char *document;    /* its exhibit number and title where those of a whole case were listed, or "" */
  JalMarkQuad *quads;
  guint n_quads;     /* at least one */
  char *quoted;      /* the words under it, or "" */
  char *context_before;
  char *context_after;
  char *reason;      /* id of a reason in the law data */
  char *origin;      /* "text", "area", "search", "pattern", "name" */
  char *rule;        /* what was searched for, or "" */
  char *state;       /* "pending", "accepted", "rejected" */
  char *reach;       /* "everywhere", "here" */
  char *author;
  gint64 created_at;
  gint64 modified_at;
};

#define JAL_TYPE_PROTECTED_NAME (jal_protected_name_get_type ())
G_DECLARE_FINAL_TYPE (JalProtectedName, jal_protected_name, JAL, PROTECTED_NAME, GObject)
/* A name or place that must not leave the vault in a copy for others. */
struct _JalProtectedName
{
  GObject parent_instance;

  JalId id;
  JalId case_id;
  char *kind; /* id of a kind in the law data */
  char *name;
  gint64 created_at;
};

/* Words that can be read in a received file although they cannot be seen. */
typedef struct
{
  guint page;  /* from 0, in the document it was listed for */
  char *kind;  /* "box", "unseen" */
  char *words;
} JalHiddenWords;

gboolean jal_redaction_rows_insert (JalTx *tx, JalRedaction *value, GError **error);
/* Overwrites reason, state, reach and the time of the change. */
gboolean jal_redaction_rows_update (JalTx *tx, JalRedaction *value, GError **error);
/* Overwrites where it lies on its page, the words there, the state and the time of the change. */
gboolean jal_redaction_rows_place (JalTx *tx, JalRedaction *value, GError **error);
/* Returns (transfer full): the redaction, its document_page -1; NULL with NOT_FOUND. */
JalRedaction *jal_redaction_rows_get (JalTx *tx, JalId id, GError **error);
/* Returns (transfer full): GListStore of JalRedaction on the document's pages, by page, then from top to bottom. */
GListStore *jal_redaction_rows_list (JalTx *tx, JalId document_id, GError **error);
/* Returns (transfer full): GListStore of JalRedaction of the whole case, their document_page -1, in no order. */
GListStore *jal_redaction_rows_list_case (JalTx *tx, JalId case_id, GError **error);

gboolean jal_protected_name_rows_insert (JalTx *tx, JalProtectedName *value, GError **error);
/* Overwrites kind and name. */
gboolean jal_protected_name_rows_update (JalTx *tx, JalProtectedName *value, GError **error);
JalProtectedName *jal_protected_name_rows_get (JalTx *tx, JalId id, GError **error);
/* Returns (transfer full): GListStore of JalProtectedName, in the order of their writing. */
GListStore *jal_protected_name_rows_list (JalTx *tx, JalId case_id, GError **error);

gboolean jal_hidden_words_clear (JalTx *tx, JalId original_id, GError **error);
gboolean jal_hidden_words_add (JalTx *tx, JalId original_id, guint page, const char *kind, const char *words,
                               GError **error);
/* Returns (transfer full, element type guint): the pages of the original that have any, in order. */
GArray *jal_hidden_words_pages (JalTx *tx, JalId original_id, GError **error);
/* Returns (transfer full, element type JalHiddenWords, elements cleared with the array). */
GArray *jal_hidden_words_list (JalTx *tx, JalId document_id, GError **error);

G_END_DECLS
