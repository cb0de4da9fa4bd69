/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How to carry a passphrase without leaving it lying about. */
#define G_LOG_DOMAIN "jal-app"

#include "app/unlock/jal-secret.h"

#include <string.h>
#include <sys/mman.h>

struct _JalSecret
{
  gsize size;
  char text[];
};

JalSecret *
jal_secret_new (const char *text)
{
  gsize size = strlen (text) + 1;
  JalSecret *secret = g_malloc (sizeof (JalSecret) + size);

  secret->size = size;
  /* Best effort: the lock may be refused, and the page is shared with neighbours. */
  mlock (secret, sizeof (JalSecret) + size);
  memcpy (secret->text, text, size);
  return secret;
}

const char *
jal_secret_get (JalSecret *secret)
{
  return secret->text;
}

void
jal_secret_free (JalSecret *secret)
{
  if (secret == NULL)
    return;
  explicit_bzero (secret->text, secret->size);
  g_free (secret);
}
