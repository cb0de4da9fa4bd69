/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* Dates, counts and the law's labels in the language of the screen. */
#include "app/shell/jal-shown.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

#include "base/jal-text.h"
#include "law/jal-court.h"
#include "law/jal-doctype.h"
#include "law/jal-session-kind.h"
#include "law/jal-words.h"
#include "schedule/jal-schedule-change.h"

/* The language gettext really answers in, not the one the locale asks for. */
static JalLang
lang (void)
{
  /* Translators: the code of the language you translate into: "sw" */
  return jal_lang_from_locale (C_("language code", "en"));
}

char *
jal_shown_date (JalDate date)
{
  return date == JAL_DATE_NONE ? g_strdup ("") : jal_words_date (lang (), date);
}

static const char *
short_month (int month)
{
  static const char *const months[] = { N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), NC_("short", "May"), N_("Jun"), N_("Jul"),
                                        N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec") };

  return month == 5 ? g_dpgettext2 (GETTEXT_PACKAGE, "short", months[4]) : _ (months[month - 1]);
}

char *
jal_shown_date_short (JalDate date)
{
  static const char *const weekdays[] = { N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun") };
  int year, month, day;

  if (date == JAL_DATE_NONE)
    return g_strdup ("");
  jal_date_to_ymd (date, &year, &month, &day);
  /* Translators: weekday, day, month, year: Mon 14 Mar 2027 */
  return g_strdup_printf (_ ("%1$s %2$d %3$s %4$d"), _ (weekdays[jal_date_weekday (date) - 1]), day, short_month (month), year);
}

char *
jal_shown_session_day (JalSession *session)
{
  g_autofree char *date = jal_shown_date_short (session->date);

  return jal_schedule_with_time (date, session->minutes);
}

char *
jal_shown_date_brief (JalDate date)
{
  int year, month, day;

  if (date == JAL_DATE_NONE)
    return g_strdup ("");
  jal_date_to_ymd (date, &year, &month, &day);
  return g_strdup_printf ("%d %s %d", day, short_month (month), year);
}

char *
jal_shown_distance (JalDate date)
{
  int days = date - jal_date_today ();
  int away = ABS (days);

  if (date == JAL_DATE_NONE)
    return g_strdup ("");
  if (days == 0)
    return g_strdup (_ ("today"));
  if (days == 1)
    return g_strdup (_ ("tomorrow"));
  if (days == -1)
    return g_strdup (_ ("yesterday"));
  if (days > 0 && away < 60)
    return g_strdup_printf (ngettext ("in %d day", "in %d days", (gulong)away), away);
  if (days > 0)
    return g_strdup_printf (ngettext ("in %d month", "in %d months", (gulong)(away / 30)), away / 30);
  if (away < 60)
    return g_strdup_printf (ngettext ("%d day ago", "%d days ago", (gulong)away), away);
  return g_strdup_printf (ngettext ("%d month ago", "%d months ago", (gulong)(away / 30)), away / 30);
}

char *
jal_shown_instant (gint64 at)
{
  /* Africa/Nairobi is UTC+3 the year round. */
  gint64 seconds = at / G_USEC_PER_SEC + 3 * 3600;
  int minute_of_day = (int)(((seconds % 86400) + 86400) % 86400 / 60);
  g_autofree char *date = jal_shown_date_short (jal_date_from_instant (at));

  /* Translators: date and time of day */
  return g_strdup_printf (_ ("%s, %02d:%02d"), date, minute_of_day / 60, minute_of_day % 60);
}

char *
jal_shown_size (guint64 bytes)
{
  return g_format_size (bytes);
}

char *
jal_shown_pages (guint n)
{
  return g_strdup_printf (ngettext ("%u page", "%u pages", n), n);
}

const char *
jal_shown_doctype (const char *id)
{
  const JalDoctype *type = jal_doctype_find (id);

  return type != NULL ? jal_label_get (&type->label, lang ()) : id;
}

const char *
jal_shown_stage (const char *id)
{
  guint n;
  const JalStage *stages = jal_stage_list (&n);

  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (stages[i].id, id) == 0)
      return jal_label_get (&stages[i].label, lang ());
  return id;
}

const char *
jal_shown_session_kind (const char *id)
{
  const JalSessionKind *kind = jal_session_kind_find (id);

  return kind != NULL ? jal_label_get (&kind->label, lang ()) : id;
}

const char *
jal_shown_court (const char *id)
{
  const JalCourt *court = jal_court_find (id);

  return court != NULL ? jal_label_get (&court->name, lang ()) : id;
}

const char *
jal_shown_sensitivity (const char *id)
{
  if (g_strcmp0 (id, "protected") == 0)
    return _ ("Protected");
  if (g_strcmp0 (id, "privileged") == 0)
    return _ ("Privileged");
  return _ ("Normal");
}

const char *
jal_shown_case (JalCase *court_case)
{
  g_return_val_if_fail (JAL_IS_CASE (court_case), NULL);

  return court_case->number != NULL && *court_case->number != '\0' ? court_case->number : court_case->title;
}

char *
jal_shown_next (JalCase *court_case)
{
  g_autofree char *distance = NULL;

  g_return_val_if_fail (JAL_IS_CASE (court_case), NULL);

  if (court_case->incomplete)
    return g_strdup (_ ("A part of it is damaged"));
  if (court_case->overdue)
    return g_strdup (_ ("A date has passed: record what happened"));
  if (court_case->next_date == JAL_DATE_NONE)
    return g_strdup (_ ("No court date set"));
  distance = jal_shown_distance (court_case->next_date);
  /* Translators: kind of session and how far away: "Hearing in 12 days" */
  return g_strdup_printf (C_ ("session", "%1$s %2$s"), jal_shown_session_kind (court_case->next_kind), distance);
}

/* The month whose name in either language begins with the folded @word, from 1; 0 for none or when it is not clear. */
static int
find_month (const char *word)
{
  int found = 0;

  if (g_utf8_strlen (word, -1) < 3)
    return 0;
  for (int month = 1; month <= 12; month++)
    for (int l = 0; l < JAL_N_LANGS; l++)
      {
        g_autofree char *date = jal_words_date ((JalLang)l, jal_date_from_ymd (2027, month, 1));
        g_auto (GStrv) parts = g_strsplit (date, " ", -1);
        g_autofree char *name = g_strv_length (parts) == 3 ? jal_text_fold (parts[1]) : g_strdup ("");

        if (g_str_has_prefix (name, word))
          {
            if (found != 0 && found != month)
              return 0;
            found = month;
          }
      }
  return found;
}

gboolean
jal_shown_parse_date (const char *typed, JalDate *date)
{
  g_autofree char *text = jal_text_fold (typed);
  JalDate parsed = JAL_DATE_NONE;
  int year, month, day;
  char word[32];
  int end = 0;

  if (*text == '\0')
    {
      *date = JAL_DATE_NONE;
      return TRUE;
    }
  if (!jal_date_parse (text, &parsed))
    {
      if ((sscanf (text, "%2d/%2d/%4d%n", &day, &month, &year, &end) == 3
           || sscanf (text, "%2d.%2d.%4d%n", &day, &month, &year, &end) == 3)
          && text[end] == '\0')
        parsed = jal_date_from_ymd (year, month, day);
      else if (sscanf (text, "%2d %31[^0-9 ] %4d%n", &day, word, &year, &end) == 3 && text[end] == '\0')
        {
          month = find_month (word);
          parsed = month != 0 ? jal_date_from_ymd (year, month, day) : JAL_DATE_NONE;
        }
    }
  if (parsed == JAL_DATE_NONE)
    return FALSE;
  *date = parsed;
  return TRUE;
}
