/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The time of a session as older vaults have it, in words of the note. */
#define G_LOG_DOMAIN "jal-record"

#include "record/jal-session-time.h"

#include <stdlib.h>
#include <string.h>

/* How much of the start of @line says a time, in whatever language it was written; @minutes (out): which. */
static gsize
time_length (const char *line, int *minutes)
{
  static GRegex *regex;
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *hour = NULL;
  g_autofree char *minute = NULL;
  const char *rest;
  int end = 0;

  if (g_once_init_enter (&regex))
    g_once_init_leave (&regex, g_regex_new ("^(?|Saa: [0-9]{1,2}:[0-9]{2} [a-z]+ \\(([0-9]{2}):([0-9]{2})\\)|(?:Time|Saa): ([0-9]{2}):([0-9]{2}))(?![0-9])",
                                            0, 0, NULL));
  if (!g_regex_match (regex, line, 0, &match) || !g_match_info_fetch_pos (match, 0, NULL, &end))
    return 0;
  hour = g_match_info_fetch (match, 1);
  minute = g_match_info_fetch (match, 2);
  *minutes = atoi (hour) * 60 + atoi (minute);
  if (atoi (hour) >= 24 || atoi (minute) >= 60 || *minutes == 0)
    return 0;
  /* "Time: 09:00 the witness arrived" is a sentence. */
  rest = line + end + strspn (line + end, " ");
  return *rest == '\0' || strchr (",.;-", *rest) != NULL || g_str_has_prefix (rest, "·") ? (gsize)end : 0;
}

/* What parts a time from the words beside it is left away with it. */
static const char *
skip_parting (const char *text)
{
  for (;;)
    if (g_str_has_prefix (text, "·"))
      text += strlen ("·");
    else if (*text != '\0' && strchr (" ,.;-", *text) != NULL)
      text++;
    else
      return text;
}

int
jal_session_time_take (char **note)
{
  g_auto (GStrv) lines = NULL;
  g_autoptr (GPtrArray) kept = NULL;
  int found = 0;

  if (*note == NULL || (strstr (*note, "Time: ") == NULL && strstr (*note, "Saa: ") == NULL) || !g_utf8_validate (*note, -1, NULL))
    return 0;
  lines = g_strsplit (*note, "\n", -1);
  kept = g_ptr_array_new ();
  for (guint i = 0; lines[i] != NULL; i++)
    {
      int minutes = 0;
      gsize length = time_length (lines[i], &minutes);
      const char *rest = length > 0 ? skip_parting (lines[i] + length) : lines[i];

      if (length > 0 && found != 0 && found != minutes)
        return 0;
      if (length > 0)
        found = minutes;
      if (length == 0 || *rest != '\0')
        g_ptr_array_add (kept, (gpointer)rest);
    }
  if (found == 0)
    return 0;
  g_ptr_array_add (kept, NULL);
  g_free (*note);
  *note = g_strjoinv ("\n", (char **)kept->pdata);
  return found;
}
