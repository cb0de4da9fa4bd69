/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How long a passphrase would hold, in steps that a person can act on. */
typedef enum
{
  JAL_PASSPHRASE_EMPTY,
  JAL_PASSPHRASE_TOO_SHORT, /* under 8 characters: not accepted */
  JAL_PASSPHRASE_WEAK,
  JAL_PASSPHRASE_FAIR,
  JAL_PASSPHRASE_STRONG,
} JalPassphraseStrength;

/* Judges by length, variety and repetition; knows no dictionary, so it says at most "strong", never "safe". */
JalPassphraseStrength jal_passphrase_judge (const char *passphrase);
/* Returns (transfer none): a translated sentence with advice. */
const char *jal_passphrase_describe (JalPassphraseStrength strength);

/* Whether @passphrase may become one of a vault; REFUSED with the sentence that jal_passphrase_describe() has for it. */
gboolean jal_passphrase_check (const char *passphrase, GError **error);

G_END_DECLS
