/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define JAL_PAGES_ERROR (jal_pages_error_quark ())

/* What can go wrong with a document; every error carries a sentence for the user. A cancelled call reports
   G_IO_ERROR_CANCELLED instead. */
typedef enum
{
  JAL_PAGES_ERROR_DAMAGED,       /* the document, or what the vault gave for it, is not whole */
  JAL_PAGES_ERROR_ENCRYPTED,     /* it needs a password, or another one */
  JAL_PAGES_ERROR_TOO_LARGE,     /* a page or picture beyond the limits */
  JAL_PAGES_ERROR_TIMEOUT,       /* it took longer than allowed and was stopped */
  JAL_PAGES_ERROR_CRASHED,       /* the worker ended on it; the next call starts another */
  JAL_PAGES_ERROR_NOT_SUPPORTED, /* neither PDF nor JPEG nor PNG */
  JAL_PAGES_ERROR_SANDBOX,       /* no worker can be walled in on this computer, so nothing is opened */
  JAL_PAGES_ERROR_LIMIT,         /* more pages or characters than allowed */
  JAL_PAGES_ERROR_NO_SUCH_PAGE,
  JAL_PAGES_ERROR_OUTPUT,        /* what was made could not be stored */
  JAL_PAGES_ERROR_HEAVY,         /* a picture takes much memory, and less was asked for */
} JalPagesError;

GQuark jal_pages_error_quark (void);

G_END_DECLS
