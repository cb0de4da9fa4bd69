/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Loaded before the C library: a terminal that cannot be asked how it is (JALADA_TERMINAL=mute), or that says yes and goes on
   showing what is typed (anything else). */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static int
is_mute (void)
{
  const char *kind = getenv ("JALADA_TERMINAL");

  return kind != NULL && strcmp (kind, "mute") == 0;
}

int
tcgetattr (int fd, struct termios *settings)
{
  memset (settings, 0, sizeof *settings);
  settings->c_lflag = ECHO | ICANON | ISIG;
  if (!is_mute ())
    return 0;
  errno = EIO;
  return -1;
}

int
tcsetattr (int fd, int when, const struct termios *settings)
{
  return 0;
}
