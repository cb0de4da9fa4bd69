/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  JAL_AUDIT_CHANGE, /* of a case, and what was taken in */
  JAL_AUDIT_VIEW,   /* looking and revealing: stays inside */
  JAL_AUDIT_OUT,    /* left the vault: saved, printed, given to somebody */
  JAL_AUDIT_VAULT,  /* keys, backups, the vault itself */
} JalAuditKind;

/* What was done, in words of the screen's language; the verb itself when nobody gave it words. Transfer none. */
const char *jal_audit_words_verb (const char *verb);
JalAuditKind jal_audit_words_kind (const char *verb);
/* How a paper is called. Transfer none. */
const char *jal_audit_words_paper (const char *kind);
/* Returns (transfer full): what of the payload (nullable) is of use to a reader; "" for none. */
char *jal_audit_words_detail (const char *payload);

G_END_DECLS
