/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "law/jal-lang.h"

G_BEGIN_DECLS

/* Errors of the law room; only data that comes from outside the program can cause one. */
typedef enum
{
  JAL_LAW_ERROR_MALFORMED, /* not the JSON of what it claims to be */
  JAL_LAW_ERROR_UNKNOWN,   /* an identifier nobody defined */
} JalLawError;

#define JAL_LAW_ERROR (jal_law_error_quark ())
GQuark jal_law_error_quark (void);

/* How far an entry can be relied on. An unverified one is shown as unverified. */
typedef struct
{
  gboolean verified;  /* somebody read it in a source */
  const char *source; /* which one; never NULL */
} JalStanding;

G_END_DECLS
