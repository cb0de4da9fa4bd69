/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The court calendar. */
#define G_LOG_DOMAIN "jal-cli"

#include <glib/gi18n-lib.h>

#include "cli/jal-ctl.h"
#include "law/jal-court.h"
#include "schedule/jal-schedule-calendar.h"

static const JalCtlColumn columns[] = {
  { "date", N_ ("Date") },   { "to", N_ ("Last Day") }, { "type", N_ ("Type") }, { "name", N_ ("Name") },
  { "court", N_ ("Court") }, { "note", N_ ("Note") },   { "id", N_ ("Id") },     { NULL },
};

static const char *
note_of (const JalCalendarEntry *entry)
{
  if (entry->provisional)
    return _ ("provisional");
  if (entry->ceased)
    return _ ("moves off the Sunday");
  if (entry->observed)
    return _ ("in place of a Sunday");
  return g_str_equal (entry->type, "recess") ? _ ("advice only") : NULL;
}

static void
put_entry (JsonBuilder *builder, const JalCalendarEntry *entry)
{
  json_builder_begin_object (builder);
  jal_ctl_put_date (builder, "date", entry->from);
  jal_ctl_put_date (builder, "to", entry->to);
  jal_ctl_put_string (builder, "type", entry->type);
  jal_ctl_put_string (builder, "name", entry->name);
  jal_ctl_put_string (builder, "holiday", entry->holiday);
  jal_ctl_put_string (builder, "court", entry->court);
  jal_ctl_put_flag (builder, "observed", entry->observed);
  jal_ctl_put_flag (builder, "ceased", entry->ceased);
  jal_ctl_put_flag (builder, "provisional", entry->provisional);
  jal_ctl_put_flag (builder, "movable", entry->movable);
  jal_ctl_put_flag (builder, "own", entry->ids->len > 0);
  jal_ctl_put_string (builder, "note", note_of (entry));
  if (entry->ids->len > 0)
    jal_ctl_put_id (builder, "id", g_array_index (entry->ids, JalId, 0));
  else
    jal_ctl_put_string (builder, "id", NULL);
  json_builder_end_object (builder);
}

static gboolean
print_calendar (JalCtl *ctl, JalDate from, JalDate to, gboolean own, GError **error)
{
  g_autoptr (GPtrArray) entries = jal_schedule_calendar_list (ctl->store, from, to, ctl->cancellable, error);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (entries == NULL)
    return FALSE;
  json_builder_begin_array (builder);
  for (guint i = 0; i < entries->len; i++)
    {
      const JalCalendarEntry *entry = g_ptr_array_index (entries, i);

      if (!own || entry->ids->len > 0)
        put_entry (builder, entry);
    }
  json_builder_end_array (builder);
  jal_ctl_print (ctl, builder, columns);
  return TRUE;
}

/* A year is looked at whole; otherwise from today (or --from) on for four. */
static gboolean
run_list (JalCtl *ctl, GError **error)
{
  gboolean own = jal_ctl_get_option (ctl, "own") != NULL;
  JalDate from = JAL_DATE_NONE, to = JAL_DATE_NONE;
  guint year;

  if (!jal_ctl_get_number (ctl, "year", 2000, 2100, 0, &year, error) || !jal_ctl_get_date (ctl, "from", &from, error)
      || !jal_ctl_get_date (ctl, "to", &to, error))
    return FALSE;
  if (year != 0 && (from != JAL_DATE_NONE || to != JAL_DATE_NONE))
    return jal_ctl_usage (error, _ ("Say a year, or --from and --to."));
  if (year != 0)
    {
      from = jal_date_from_ymd ((int)year, 1, 1);
      to = jal_date_from_ymd ((int)year, 12, 31);
    }
  if (from == JAL_DATE_NONE)
    from = own ? JAL_DATE_MIN : jal_date_today ();
  if (to == JAL_DATE_NONE)
    to = own ? JAL_DATE_MAX : jal_date_add_months (from, 48);
  return print_calendar (ctl, from, to, own, error);
}

static gboolean
read_draft (JalCtl *ctl, const char *day, JalCalendarDraft *draft, GError **error)
{
  const char *type = jal_ctl_get_option (ctl, "type");

  *draft = (JalCalendarDraft){ .type = type != NULL ? type : "closed", .from = JAL_DATE_NONE, .to = JAL_DATE_NONE,
                               .name = jal_ctl_get_option (ctl, "name"), .court = jal_ctl_get_option (ctl, "court") };
  if (!jal_date_parse (day, &draft->from))
    return jal_ctl_usage (error, _ ("“%s” is no date: write 2027-03-14."), day);
  return jal_ctl_get_date (ctl, "to", &draft->to, error);
}

static gboolean
run_add (JalCtl *ctl, GError **error)
{
  JalCalendarDraft draft;

  return read_draft (ctl, jal_ctl_get_argument (ctl, 0), &draft, error)
         && jal_schedule_calendar_add (ctl->store, &draft, NULL, error)
         && print_calendar (ctl, draft.from, draft.to != JAL_DATE_NONE ? draft.to : draft.from, TRUE, error);
}

/* Returns (transfer full): the days of the stretch that the row @id belongs to. */
static GArray *
find_stretch (JalCtl *ctl, JalId id, GError **error)
{
  g_autoptr (GPtrArray) entries = jal_schedule_calendar_list (ctl->store, JAL_DATE_MIN, JAL_DATE_MAX, ctl->cancellable, error);

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const JalCalendarEntry *entry = g_ptr_array_index (entries, i);

      for (guint j = 0; j < entry->ids->len; j++)
        if (jal_id_equal (g_array_index (entry->ids, JalId, j), id))
          return g_array_ref (entry->ids);
    }
  if (entries != NULL)
    {
      GArray *alone = g_array_new (FALSE, FALSE, sizeof (JalId));

      g_array_append_val (alone, id);
      return alone;
    }
  return NULL;
}

static gboolean
run_change (JalCtl *ctl, GError **error)
{
  g_autoptr (GArray) ids = NULL;
  JalCalendarDraft draft;
  JalId id;

  return jal_ctl_get_id (ctl, "day", 0, &id, error) && (ids = find_stretch (ctl, id, error)) != NULL
         && read_draft (ctl, jal_ctl_get_argument (ctl, 1), &draft, error)
         && jal_schedule_calendar_change (ctl->store, (const JalId *)(gpointer)ids->data, ids->len, &draft, error)
         && print_calendar (ctl, draft.from, draft.to != JAL_DATE_NONE ? draft.to : draft.from, TRUE, error);
}

static gboolean
run_move (JalCtl *ctl, GError **error)
{
  const char *holiday = jal_ctl_get_argument (ctl, 0), *day = jal_ctl_get_argument (ctl, 1);
  JalDate date;

  if (!jal_date_parse (day, &date))
    return jal_ctl_usage (error, _ ("“%s” is no date: write 2027-03-14."), day);
  return jal_schedule_calendar_move (ctl->store, holiday, date, error) && print_calendar (ctl, date, date + 1, FALSE, error);
}

static gboolean
run_remove (JalCtl *ctl, GError **error)
{
  g_autoptr (GArray) ids = NULL;
  JalId id;

  return jal_ctl_get_id (ctl, "day", 0, &id, error) && (ids = find_stretch (ctl, id, error)) != NULL
         && jal_schedule_calendar_remove (ctl->store, (const JalId *)(gpointer)ids->data, ids->len, error);
}

#define FIELDS "!name=TEXT to=DATE type=TYPE court=COURT"

const JalCtlVerb jal_ctl_calendar_verbs[] = {
  { "calendar", "list", "", 0, 0, "year=YEAR from=DATE to=DATE own",
    N_ ("List holidays, closures and recesses; four years from today, a --year, or only what was entered by hand (--own)."),
    JAL_CTL_OPEN_VAULT, run_list },
  { "calendar", "add", "DATE", 1, 1, FIELDS,
    N_ ("Enter a day the rules do not know: closed (the usual), holiday (gazetted), open (the court sits all the same)."),
    JAL_CTL_OPEN_VAULT, run_add },
  { "calendar", "change", "DAY DATE", 2, 2, FIELDS, N_ ("Put this in the place of an entry of your own."), JAL_CTL_OPEN_VAULT,
    run_change },
  { "calendar", "move", "HOLIDAY DATE", 2, 2, NULL,
    N_ ("The date of a feast is known: idd-ul-fitr, idd-ul-azha, general-election. It is certain from then on."), JAL_CTL_OPEN_VAULT,
    run_move },
  { "calendar", "remove", "DAY", 1, 1, NULL, N_ ("Take out an entry of your own, or the date given for a feast."), JAL_CTL_OPEN_VAULT,
    run_remove },
  { NULL },
};
