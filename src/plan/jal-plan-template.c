/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the template of ten to the sessions of a request. */
#include "plan/jal-plan-template.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_MONTHS 240

/* The hearings that can be left out or added: items first … first + count - 1 of the template. */
typedef struct
{
  guint first, count;
} Run;

static Run
find_run (const JalTemplate *template)
{
  Run run = { 0, 0 };

  for (guint i = 0; i < template->n_items; i++)
    if (g_str_equal (template->items[i].kind->id, JAL_SESSION_KIND_PART_HEARD))
      {
        if (run.count == 0)
          run.first = i;
        run.count++;
      }
  return run;
}

/* Days after the plea for @months (in thousandths) of the template's own length. */
static int
scale (const JalTemplate *template, gint64 months, int span)
{
  gint64 whole = (gint64)template->items[template->n_items - 1].month_offset * 1000;

  return (int)((months * span * 2 + whole) / (whole * 2));
}

/* The month (in thousandths) of the @j-th of @count hearings on the template's curve, which goes through its own
   hearings and the items on either side. With the template's own count it gives the template's own months. */
static gint64
month_on_curve (const JalTemplate *template, Run run, guint j, guint count)
{
  gint64 steps = (gint64)(j + 1) * (run.count + 1);
  guint knot = run.first - 1 + (guint)(steps / (count + 1));
  gint64 rest = steps % (count + 1);
  gint64 from = template->items[knot].month_offset * 1000;
  gint64 to = template->items[knot + 1].month_offset * 1000;

  return from + (to - from) * rest / (count + 1);
}

/* The purposes of the template's hearings that the @j-th of @count hearings serves, joined; @further when none. */
static char *
purpose_of (const JalTemplate *template, Run run, guint j, guint count, JalLang lang)
{
  GString *text = g_string_new (NULL);

  for (guint own = 0; own < run.count; own++)
    {
      /* Fewer hearings: each takes its share of the purposes. More: the template's are spread from first to last. */
      guint at = count < run.count   ? own * count / run.count
                 : run.count == 1    ? 0
                                     : (own * (count - 1) * 2 + run.count - 1) / ((run.count - 1) * 2);

      if (at != j)
        continue;
      if (text->len > 0)
        g_string_append (text, "; ");
      g_string_append (text, jal_label_get (&template->items[run.first + own].purpose, lang));
    }
  if (text->len == 0)
    g_string_append (text, jal_label_get (&template->further, lang));
  return g_string_free (text, FALSE);
}

static void
add_hearings (JalPlanRequest *request, const JalTemplate *template, Run run, guint count, JalDate plea, int span)
{
  for (guint j = 0; j < count; j++)
    {
      const JalTemplateItem *item = &template->items[run.first];
      g_autofree char *en = purpose_of (template, run, j, count, JAL_LANG_EN);
      g_autofree char *sw = purpose_of (template, run, j, count, JAL_LANG_SW);
      JalLabel purpose = { { en, sw } };

      jal_plan_request_add_session (request, item->kind, &purpose,
                                    plea + scale (template, month_on_curve (template, run, j, count), span));
    }
}

/* An item as it stands; without part-heard hearings the one before them takes their purposes too. */
static void
add_item (JalPlanRequest *request, const JalTemplate *template, Run run, guint i, guint hearings, JalDate plea,
          int span)
{
  const JalTemplateItem *item = &template->items[i];
  char *joined[JAL_N_LANGS] = { NULL, };
  JalLabel purpose = item->purpose;
  JalPlanSession *session;

  if (hearings == 0 && i + 1 == run.first)
    for (guint lang = 0; lang < JAL_N_LANGS; lang++)
      {
        g_autofree char *rest = purpose_of (template, run, 0, 1, (JalLang)lang);

        joined[lang] = g_strconcat (purpose.text[lang], "; ", rest, NULL);
        purpose.text[lang] = joined[lang];
      }
  session = jal_plan_request_add_session (request, item->kind, &purpose,
                                          plea + scale (template, item->month_offset * 1000, span));
  session->survivor = item->survivor;
  for (guint lang = 0; lang < JAL_N_LANGS; lang++)
    g_free (joined[lang]);
}

gboolean
jal_plan_template_fill (JalPlanRequest *request, JalDate plea, gboolean plea_held, guint n_sessions, int min_months,
                        int max_months, GError **error)
{
  const JalTemplate *template = jal_template_get ();
  Run run = find_run (template);
  guint hearings;
  JalDate last_from, last_to;
  int span;

  g_return_val_if_fail (request->sessions->len == 0, FALSE);

  if (n_sessions < template->fewest || n_sessions > template->most
      || n_sessions < template->n_items - run.count)
    {
      g_set_error (error, JAL_PLAN_ERROR, JAL_PLAN_ERROR_COUNT, _ ("A case can be planned with %u to %u sessions."),
                   template->fewest, template->most);
      return FALSE;
    }
  if (!plea_held)
    plea = jal_court_calendar_next_open (request->calendar, plea);
  if (plea == JAL_DATE_NONE || plea < jal_court_calendar_first (request->calendar)
      || plea > jal_court_calendar_last (request->calendar) || min_months < 1 || max_months < min_months
      || max_months > MAX_MONTHS)
    {
      g_set_error_literal (error, JAL_PLAN_ERROR, JAL_PLAN_ERROR_RANGE, jal_plan_rule_describe (JAL_PLAN_ERROR_RANGE));
      return FALSE;
    }
  last_from = jal_date_add_months (plea, min_months);
  last_to = jal_date_add_months (plea, max_months);
  span = (last_from - plea + last_to - plea) / 2;
  hearings = n_sessions - (template->n_items - run.count);
  for (guint i = 0; i < template->n_items; i++)
    if (i < run.first || i >= run.first + run.count)
      add_item (request, template, run, i, hearings, plea, span);
    else if (i == run.first)
      add_hearings (request, template, run, hearings, plea, span);
  g_array_index (request->sessions, JalPlanSession, 0).fixed = plea;
  g_array_index (request->sessions, JalPlanSession, 0).held = plea_held;
  request->earliest = plea + 1;
  request->last_from = last_from;
  request->last_to = last_to;
  return TRUE;
}

/* How much of the start of @text is one of the template's purposes. */
static gsize
purpose_length (const char *text)
{
  const JalTemplate *template = jal_template_get ();
  gsize longest = 0;

  for (guint i = 0; i <= template->n_items; i++)
    for (guint lang = 0; lang < JAL_N_LANGS; lang++)
      {
        const char *known = jal_label_get (i < template->n_items ? &template->items[i].purpose : &template->further, (JalLang)lang);
        gsize length = strlen (known);

        if (length > longest && g_str_has_prefix (text, known) && (text[length] == '\0' || g_str_has_prefix (text + length, "; ")))
          longest = length;
      }
  return longest;
}

gboolean
jal_plan_template_has_purpose (const char *purpose)
{
  gsize length;

  for (; (length = purpose_length (purpose)) > 0; purpose += length + 2)
    if (purpose[length] == '\0')
      return TRUE;
  return FALSE;
}
