/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Court days of Kenya.
 *
 * 1. Monday to Friday are open unless a holiday or a closure says otherwise; nothing else closes a day. A recess is
 *    advice: the vacations of the superior courts do not bind courts that hear criminal cases.
 * 2. A holiday of Part I of the Schedule that falls on a Sunday moves to the next day that is not a public holiday
 *    (Public Holidays Act, Cap. 110, s.4). It moves once, and Saturdays do not move. Certain holidays move before
 *    provisional ones, so that a prediction never pushes a certain day.
 * 3. A moving feast is provisional until its date is given as gazetted, in the data or by the user.
 * 4. All days are laid out once, when the calendar is made; every question after that is a look into an array.
 */
#include "plan/jal-court-calendar.h"

#include "law/jal-holiday-rules.h"
#include "plan/jal-feasts.h"

/* A date given for a feast replaces the computed one when they are at most this many days apart; the next feast of the
   same name is eleven months away. */
#define FEAST_REACH 20

enum
{
  FLAG_OPEN = 1 << 0,
  FLAG_NEAR_PROVISIONAL = 1 << 1,
};

typedef struct
{
  guint8 flags;
  guint8 recess; /* index + 1 */
  guint entry;   /* index + 1 of the first of its day */
} Cell;

typedef struct
{
  JalDate date;
  const char *id;       /* of the rule; NULL for an entry of the user */
  const JalLabel *name;
  gboolean shifts, observed, ceased, provisional, closure;
  guint order; /* of the rule, for entries of the same day */
} Entry;

struct _JalCourtCalendar
{
  gatomicrefcount ref_count;
  JalDate first, last;
  Cell *cells;
  GArray *entries;      /* Entry, by date */
  GPtrArray *labels;    /* JalLabel of the user's names */
  GStringChunk *texts;
};

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  const Entry *one = a, *other = b;

  if (one->date != other->date)
    return one->date < other->date ? -1 : 1;
  if (one->provisional != other->provisional)
    return one->provisional ? 1 : -1;
  return one->order < other->order ? -1 : one->order > other->order;
}

static void
add_holiday (JalCourtCalendar *self, const JalHolidayRules *rules, guint order, JalDate date)
{
  const JalHolidayRule *rule = &rules->rules[order];
  int year;
  Entry entry = { .date = date, .id = rule->id, .shifts = rule->shifts, .provisional = rule->provisional,
                  .order = order };

  if (date < self->first || date > self->last)
    return;
  jal_date_to_ymd (date, &year, NULL, NULL);
  entry.name = jal_holiday_rule_name (rule, year);
  if (entry.name != NULL)
    g_array_append_val (self->entries, entry);
}

static void
compute_rule (JalCourtCalendar *self, const JalHolidayRules *rules, guint order)
{
  const JalHolidayRule *rule = &rules->rules[order];

  if (rule->type == JAL_HOLIDAY_ISLAMIC)
    {
      /* An Islamic year is eleven days shorter, so some of our years see a feast twice. */
      int last = jal_feasts_islamic_year (self->last);

      for (int year = jal_feasts_islamic_year (self->first); year <= last; year++)
        add_holiday (self, rules, order, jal_feasts_islamic (year, rule->month, rule->day));
      return;
    }
  for (int year = rules->first_year; year <= rules->last_year; year++)
    if (rule->type == JAL_HOLIDAY_FIXED)
      add_holiday (self, rules, order, jal_date_from_ymd (year, rule->month, rule->day));
    else if (rule->type == JAL_HOLIDAY_EASTER)
      add_holiday (self, rules, order, jal_feasts_easter (year) + rule->offset);
    else if (year >= rule->first_year && (year - rule->first_year) % rule->every_years == 0)
      add_holiday (self, rules, order, jal_feasts_nth_weekday (year, rule->month, rule->weekday, rule->nth));
}

/* Puts the feast @id on @date instead of where it was. */
static void
give_date (JalCourtCalendar *self, const JalHolidayRules *rules, const char *id, JalDate date, gboolean provisional)
{
  int nearest = -1;

  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = &g_array_index (self->entries, Entry, i);

      if (g_strcmp0 (entry->id, id) == 0 && ABS (entry->date - date) <= FEAST_REACH
          && (nearest < 0
              || ABS (entry->date - date) < ABS (g_array_index (self->entries, Entry, nearest).date - date)))
        nearest = (int)i;
    }
  if (nearest >= 0)
    {
      g_array_index (self->entries, Entry, nearest).date = date;
      g_array_index (self->entries, Entry, nearest).provisional = provisional;
      return;
    }
  for (guint i = 0; i < rules->n_rules; i++)
    if (g_str_equal (rules->rules[i].id, id))
      {
        guint before = self->entries->len;

        add_holiday (self, rules, i, date);
        if (self->entries->len > before)
          g_array_index (self->entries, Entry, before).provisional = provisional;
      }
}

static const JalLabel *
own_label (JalCourtCalendar *self, const char *name)
{
  JalLabel *label;

  if (name == NULL || *name == '\0')
    return NULL;
  label = g_new0 (JalLabel, 1);
  for (guint i = 0; i < JAL_N_LANGS; i++)
    label->text[i] = g_string_chunk_insert_const (self->texts, name);
  g_ptr_array_add (self->labels, label);
  return label;
}

static void
apply_override (JalCourtCalendar *self, const JalHolidayRules *rules, const JalCourtOverride *override)
{
  if (override->date < self->first || override->date > self->last)
    return;
  if (override->type == JAL_COURT_OVERRIDE_MOVED && override->holiday_id != NULL)
    give_date (self, rules, override->holiday_id, override->date, FALSE);
  else if (override->type == JAL_COURT_OVERRIDE_CLOSED || override->type == JAL_COURT_OVERRIDE_HOLIDAY)
    {
      Entry entry = { .date = override->date, .name = own_label (self, override->name),
                      .closure = override->type == JAL_COURT_OVERRIDE_CLOSED, .order = rules->n_rules };

      g_array_append_val (self->entries, entry);
    }
  else if (override->type == JAL_COURT_OVERRIDE_OPEN)
    for (guint i = self->entries->len; i-- > 0;)
      if (g_array_index (self->entries, Entry, i).date == override->date)
        g_array_remove_index (self->entries, i);
}

static gboolean
is_holiday (const JalCourtCalendar *self, JalDate date)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = &g_array_index (self->entries, Entry, i);

      if (entry->date == date && !entry->closure && !entry->ceased)
        return TRUE;
    }
  return FALSE;
}

/* Public Holidays Act s.4. */
static void
shift_sundays (JalCourtCalendar *self)
{
  guint n = self->entries->len;

  for (int provisional = 0; provisional <= 1; provisional++)
    for (guint i = 0; i < n; i++)
      {
        Entry *entry = &g_array_index (self->entries, Entry, i);
        Entry observed = *entry;

        if (!entry->shifts || !!entry->provisional != provisional || jal_date_weekday (entry->date) != 7)
          continue;
        entry->ceased = TRUE;
        observed.observed = TRUE;
        observed.shifts = FALSE;
        do
          observed.date++;
        while (observed.date <= self->last && is_holiday (self, observed.date));
        if (observed.date <= self->last)
          g_array_append_val (self->entries, observed);
      }
}

static void
lay_recess (JalCourtCalendar *self, const JalRecessRule *rule, guint index, int year)
{
  JalDate from, to;

  if (rule->by_easter)
    {
      from = jal_feasts_easter (year) + rule->easter_from;
      to = jal_feasts_easter (year) + rule->easter_to;
    }
  else
    {
      from = jal_date_from_ymd (year, rule->start_month, rule->start_day);
      to = jal_date_from_ymd (year, rule->end_month, rule->end_day);
      if (to < from)
        to = jal_date_from_ymd (year + 1, rule->end_month, rule->end_day);
    }
  for (JalDate date = MAX (from, self->first); date <= MIN (to, self->last); date++)
    self->cells[date - self->first].recess = (guint8)(index + 1);
}

static void
lay_days (JalCourtCalendar *self, const JalHolidayRules *rules)
{
  for (JalDate date = self->first; date <= self->last; date++)
    if (jal_date_weekday (date) <= 5)
      self->cells[date - self->first].flags |= FLAG_OPEN;
  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = &g_array_index (self->entries, Entry, i);
      Cell *cell = &self->cells[entry->date - self->first];

      cell->flags &= (guint8)~FLAG_OPEN;
      if (cell->entry == 0)
        cell->entry = i + 1;
      for (int side = -1; entry->provisional && side <= 1; side += 2)
        if (entry->date + side >= self->first && entry->date + side <= self->last)
          cell[side].flags |= FLAG_NEAR_PROVISIONAL;
    }
  for (guint i = 0; i < rules->n_recesses; i++)
    for (int year = rules->first_year - 1; year <= rules->last_year; year++)
      lay_recess (self, &rules->recesses[i], i, year);
}

/* The court sits on these whatever the rules say; a weekend too. Observed days are dropped only now, after the
   shift. */
static void
open_days (JalCourtCalendar *self, const JalCourtOverride *overrides, guint n)
{
  for (guint o = 0; o < n; o++)
    if (overrides[o].type == JAL_COURT_OVERRIDE_OPEN && overrides[o].date >= self->first
        && overrides[o].date <= self->last)
      {
        Cell *cell = &self->cells[overrides[o].date - self->first];

        cell->flags |= FLAG_OPEN;
        cell->entry = 0;
      }
}

JalCourtCalendar *
jal_court_calendar_new (const JalCourtOverride *overrides, guint n)
{
  const JalHolidayRules *rules = jal_holiday_rules_get ();
  JalCourtCalendar *self = g_new0 (JalCourtCalendar, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->first = jal_date_from_ymd (rules->first_year, 1, 1);
  self->last = jal_date_from_ymd (rules->last_year, 12, 31);
  self->cells = g_new0 (Cell, self->last - self->first + 1);
  self->entries = g_array_new (FALSE, TRUE, sizeof (Entry));
  self->labels = g_ptr_array_new_with_free_func (g_free);
  self->texts = g_string_chunk_new (256);

  for (guint i = 0; i < rules->n_rules; i++)
    compute_rule (self, rules, i);
  for (guint i = 0; i < rules->n_moon_dates; i++)
    give_date (self, rules, rules->moon_dates[i].id, rules->moon_dates[i].date, rules->moon_dates[i].provisional);
  for (guint i = 0; i < n; i++)
    apply_override (self, rules, &overrides[i]);
  g_array_sort (self->entries, compare_entries);
  shift_sundays (self);
  g_array_sort (self->entries, compare_entries);
  lay_days (self, rules);
  open_days (self, overrides, n);
  return self;
}

JalCourtCalendar *
jal_court_calendar_ref (JalCourtCalendar *calendar)
{
  g_atomic_ref_count_inc (&calendar->ref_count);
  return calendar;
}

void
jal_court_calendar_unref (JalCourtCalendar *calendar)
{
  if (calendar == NULL || !g_atomic_ref_count_dec (&calendar->ref_count))
    return;
  g_free (calendar->cells);
  g_array_unref (calendar->entries);
  g_ptr_array_unref (calendar->labels);
  g_string_chunk_free (calendar->texts);
  g_free (calendar);
}

static void
fill_from_entry (const Entry *entry, JalCourtDay *day)
{
  day->holiday_id = entry->id;
  day->name = entry->name;
  day->observed = entry->observed;
  day->ceased = entry->ceased;
  day->provisional = entry->provisional;
  day->type = entry->ceased    ? JAL_COURT_DAY_WEEKEND
              : entry->closure ? JAL_COURT_DAY_CLOSED
                               : JAL_COURT_DAY_HOLIDAY;
}

void
jal_court_calendar_classify (const JalCourtCalendar *calendar, JalDate date, JalCourtDay *day)
{
  const JalHolidayRules *rules = jal_holiday_rules_get ();
  const Cell *cell;

  *day = (JalCourtDay){ .date = date, .type = JAL_COURT_DAY_OUT_OF_RANGE };
  if (date < calendar->first || date > calendar->last)
    return;
  cell = &calendar->cells[date - calendar->first];
  day->type = (cell->flags & FLAG_OPEN) != 0 ? JAL_COURT_DAY_OPEN : JAL_COURT_DAY_WEEKEND;
  if (cell->entry > 0)
    fill_from_entry (&g_array_index (calendar->entries, Entry, cell->entry - 1), day);
  day->near_provisional = (cell->flags & FLAG_NEAR_PROVISIONAL) != 0 && day->type == JAL_COURT_DAY_OPEN;
  if (cell->recess > 0)
    {
      day->recess_id = rules->recesses[cell->recess - 1].id;
      day->recess = &rules->recesses[cell->recess - 1].name;
    }
}

gboolean
jal_court_calendar_is_open (const JalCourtCalendar *calendar, JalDate date)
{
  return date >= calendar->first && date <= calendar->last
         && (calendar->cells[date - calendar->first].flags & FLAG_OPEN) != 0;
}

JalDate
jal_court_calendar_next_open (const JalCourtCalendar *calendar, JalDate date)
{
  for (date = MAX (date, calendar->first); date <= calendar->last; date++)
    if (jal_court_calendar_is_open (calendar, date))
      return date;
  return JAL_DATE_NONE;
}

JalDate
jal_court_calendar_previous_open (const JalCourtCalendar *calendar, JalDate date)
{
  for (date = MIN (date, calendar->last); date >= calendar->first; date--)
    if (jal_court_calendar_is_open (calendar, date))
      return date;
  return JAL_DATE_NONE;
}

GArray *
jal_court_calendar_list (const JalCourtCalendar *calendar, JalDate from, JalDate to)
{
  GArray *days = g_array_new (FALSE, TRUE, sizeof (JalCourtDay));

  for (guint i = 0; i < calendar->entries->len; i++)
    {
      const Entry *entry = &g_array_index (calendar->entries, Entry, i);
      JalCourtDay day;

      if (entry->date < from || entry->date > to || jal_court_calendar_is_open (calendar, entry->date))
        continue;
      jal_court_calendar_classify (calendar, entry->date, &day);
      fill_from_entry (entry, &day);
      g_array_append_val (days, day);
    }
  return days;
}

JalDate
jal_court_calendar_first (const JalCourtCalendar *calendar)
{
  return calendar->first;
}

JalDate
jal_court_calendar_last (const JalCourtCalendar *calendar)
{
  return calendar->last;
}
