/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The timeline on one page.
 *
 *   Timeline of the case                       Counsel's own copy
 *   CR 12 of 2026, Shanzu …
 *              2027          |           2028           |
 *   Sessions  (1)    (2)   (3)  '   (4)      (5)     '   (6)
 *   …
 *   1  Tue 14 Mar 2027  Plea      held    |  4  …
 *
 * 1. One drawing as high as the page: it is never cut, and there is never a second page. The rows of the list grow smaller
 *    before they would run out of it.
 * 2. The court's copy is made of sessions, adjournments and the day of appeal alone. Purposes, places, notes, tasks, people
 *    and school are not even looked at: any of them may hold a name.
 * 3. A case is called by its number. Its title may name somebody: it is never printed.
 */
#define G_LOG_DOMAIN "jal-bundle"

#include "bundle/jal-timeline-sheet.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "cases/jal-cases.h"
#include "law/jal-court.h"
#include "law/jal-session-kind.h"
#include "law/jal-words.h"
#include "marks/jal-redactions.h"
#include "release/jal-guard.h"
#include "schedule/jal-lanes.h"
#include "store/jal-store.h"

#define NAMES 36.0 /* millimetres for the names of the lanes */
#define TOP 22.0   /* of the axis */
#define HEAD 6.0   /* years */
#define DOT 2.9    /* radius of a session */

static const double INK[] = { 0.1, 0.1, 0.1 }, FAINT[] = { 0.75, 0.75, 0.75 }, PALE[] = { 0.9, 0.9, 0.9 }, WHITE[] = { 1, 1, 1 },
                    BLUE[] = { 0.11, 0.44, 0.85 }, RED[] = { 0.75, 0.1, 0.1 };

/* Rows of a lane, the height of one in millimetres, and its word. */
static const struct
{
  guint rows;
  double height;
  const char *word;
  gboolean for_court;
} lanes[JAL_N_LANES] = {
  [JAL_LANE_SESSIONS] = { 2, 7, "sessions", TRUE },     [JAL_LANE_MENTIONS] = { 1, 5, "mentions", TRUE },
  [JAL_LANE_GAPS] = { 2, 5, "lane_adjournments", TRUE },     [JAL_LANE_DEADLINES] = { 2, 4.5, "lane_deadlines", TRUE },
  [JAL_LANE_AWAY] = { 2, 4.5, "lane_away", FALSE },          [JAL_LANE_CHECKINS] = { 1, 6, "lane_checkins", FALSE },
};

typedef struct
{
  const JalTimelineSheet *sheet;
  JalPaper *paper;
  JalCase *owner;
  GListModel *entries;
  JalDate first, last;
  double width;
  double tops[JAL_N_LANES];
  double bottom; /* of the axis */
} Drawing;

gboolean
jal_timeline_copy_parse (const char *id, JalTimelineCopy *copy)
{
  if (g_strcmp0 (id, "counsel") == 0)
    *copy = JAL_TIMELINE_COUNSEL;
  else if (g_strcmp0 (id, "court") == 0)
    *copy = JAL_TIMELINE_COURT;
  else
    return FALSE;
  return TRUE;
}

static const char *
word (Drawing *drawing, const char *key)
{
  return jal_words_get (drawing->sheet->lang, key);
}

/* Rule 2. */
static gboolean
is_shown (Drawing *drawing, JalLaneEntry *entry)
{
  if (drawing->sheet->copy == JAL_TIMELINE_COUNSEL)
    return TRUE;
  if (!lanes[entry->lane].for_court)
    return FALSE;
  return entry->lane != JAL_LANE_DEADLINES || g_strcmp0 (entry->what, "appeal") == 0;
}

static double
place (Drawing *drawing, JalDate date)
{
  return NAMES + (drawing->width - NAMES - 4) * (date - drawing->first) / MAX (drawing->last - drawing->first, 1);
}

/* --- The axis --------------------------------------------------------------------------------------------------- */

static void
find_span (Drawing *drawing)
{
  int year, month;

  drawing->first = JAL_DATE_MAX;
  drawing->last = JAL_DATE_MIN;
  for (guint i = 0; i < g_list_model_get_n_items (drawing->entries); i++)
    {
      g_autoptr (JalLaneEntry) entry = g_list_model_get_item (drawing->entries, i);

      if (!is_shown (drawing, entry))
        continue;
      drawing->first = MIN (drawing->first, entry->from);
      drawing->last = MAX (drawing->last, entry->to);
    }
  jal_date_to_ymd (drawing->first, &year, &month, NULL);
  drawing->first = jal_date_from_ymd (year, (month - 1) / 3 * 3 + 1, 1);
  jal_date_to_ymd (drawing->last, &year, &month, NULL);
  drawing->last = jal_date_add_months (jal_date_from_ymd (year, (month - 1) / 3 * 3 + 1, 1), 3);
}

static void
draw_axis (Drawing *drawing)
{
  JalPaper *paper = drawing->paper;
  double y = TOP + HEAD;
  JalDate today = jal_date_today ();
  gboolean used[JAL_N_LANES] = { FALSE };

  for (guint i = 0; i < g_list_model_get_n_items (drawing->entries); i++)
    {
      g_autoptr (JalLaneEntry) entry = g_list_model_get_item (drawing->entries, i);

      used[entry->lane] = used[entry->lane] || is_shown (drawing, entry);
    }
  for (guint i = 0; i < JAL_N_LANES; i++)
    {
      drawing->tops[i] = y;
      if (!used[i])
        continue;
      jal_paper_draw_line (paper, 0, y, drawing->width, y, 0.1, FALSE, FAINT);
      jal_paper_draw_words (paper, 0, y + 1, NAMES - 2, word (drawing, lanes[i].word), 8, TRUE, -1, INK);
      y += lanes[i].rows * lanes[i].height + 1;
    }
  drawing->bottom = y;
  jal_paper_draw_line (paper, 0, y, drawing->width, y, 0.1, FALSE, FAINT);
  for (JalDate tick = drawing->first; tick <= drawing->last; tick = jal_date_add_months (tick, 3))
    {
      int year, month;
      gboolean is_year;
      double x = place (drawing, tick);

      jal_date_to_ymd (tick, &year, &month, NULL);
      is_year = month == 1;
      jal_paper_draw_line (paper, x, is_year ? TOP : TOP + HEAD, x, y, is_year ? 0.25 : 0.1, FALSE, FAINT);
      if ((is_year && tick < drawing->last) || (tick == drawing->first && month <= 7))
        {
          g_autofree char *text = g_strdup_printf ("%d", year);

          jal_paper_draw_words (paper, x + 1, TOP + 1, 0, text, 9, TRUE, -1, INK);
        }
    }
  if (today >= drawing->first && today <= drawing->last)
    {
      double x = place (drawing, today);

      jal_paper_draw_line (paper, x, TOP + HEAD / 2, x, y, 0.4, FALSE, BLUE);
      jal_paper_draw_words (paper, x + 0.8, y + 0.3, 0, word (drawing, "timeline_today"), 7, FALSE, -1, BLUE);
    }
}

/* Filled: held. Ring: planned; a thick one: fixed. Dashed: expected. With a line through it: adjourned or vacated. The
   form says it, not the colour. */
static void
draw_session (Drawing *drawing, double x, double y, double radius, JalLaneEntry *entry)
{
  gboolean held = g_str_equal (entry->style, "held"), fixed = g_str_equal (entry->style, "fixed");
  gboolean off = g_str_equal (entry->style, "adjourned") || g_str_equal (entry->style, "vacated");

  jal_paper_draw_circle (drawing->paper, x, y, radius, fixed ? 0.8 : 0.35, g_str_equal (entry->style, "expected"),
                         held ? INK : WHITE, off ? RED : INK);
  if (off)
    jal_paper_draw_line (drawing->paper, x - radius, y + radius, x + radius, y - radius, 0.35, FALSE, RED);
  if (entry->lane == JAL_LANE_SESSIONS && !off)
    jal_paper_draw_words (drawing->paper, x, y - 1.55, 0, entry->label, 8, TRUE, 0, held ? WHITE : INK);
}

static const char *
deadline_word (Drawing *drawing, JalLaneEntry *entry)
{
  if (g_strcmp0 (entry->what, "appeal") == 0)
    return word (drawing, "timeline_appeal");
  return g_strcmp0 (entry->what, "horizon") == 0 ? word (drawing, "timeline_horizon") : "";
}

static void
draw_mark (Drawing *drawing, double x, double y, JalLaneEntry *entry)
{
  const char *words = entry->lane == JAL_LANE_DEADLINES ? deadline_word (drawing, entry) : "";
  gboolean near_end = x > drawing->width * 0.85;

  jal_paper_draw_box (drawing->paper, x - 0.9, y - 0.9, 1.8, 1.8, 0.25, FALSE, g_str_equal (entry->style, "overdue") ? RED : WHITE, INK);
  if (*words != '\0')
    jal_paper_draw_words (drawing->paper, near_end ? x - 1.6 : x + 1.6, y - 1.4, 0, words, 7, FALSE, near_end ? 1 : -1, INK);
}

static void
draw_span (Drawing *drawing, double x, double y, double wide, double height, JalLaneEntry *entry)
{
  const JalSessionOutcome *outcome = entry->session != NULL ? jal_session_outcome_find (entry->session->reason) : NULL;
  const char *words = entry->lane == JAL_LANE_GAPS
                          ? (outcome != NULL ? jal_label_get (&outcome->label, drawing->sheet->lang) : word (drawing, "timeline_no_reason"))
                      : g_strcmp0 (entry->what, "school") == 0  ? ""
                      : g_strcmp0 (entry->what, "counsel") == 0 ? word (drawing, "timeline_counsel")
                                                                : entry->label;

  jal_paper_draw_box (drawing->paper, x, y + 0.4, MAX (wide, 0.6), height - 0.8, 0.15, FALSE, PALE, FAINT);
  if (*words != '\0')
    jal_paper_draw_words (drawing->paper, x + 0.6, y + 0.9, 0, words, 6.5, FALSE, -1, INK);
}

static void
draw_lane (Drawing *drawing, JalLane lane)
{
  double ends[3] = { -1e9, -1e9, -1e9 };
  double height = lanes[lane].height;

  for (guint i = 0; i < g_list_model_get_n_items (drawing->entries); i++)
    {
      g_autoptr (JalLaneEntry) entry = g_list_model_get_item (drawing->entries, i);
      double x = place (drawing, entry->from), wide = place (drawing, entry->to) - x, y;

      if (entry->lane != lane || !is_shown (drawing, entry))
        continue;
      switch (lane)
        {
        case JAL_LANE_SESSIONS:
        case JAL_LANE_CHECKINS:
          y = drawing->tops[lane] + (jal_lanes_take_row (ends, lanes[lane].rows, x - DOT, x + DOT + 0.2) + 0.5) * height + 0.5;
          draw_session (drawing, x, y, DOT, entry);
          if (lane == JAL_LANE_CHECKINS)
            jal_paper_draw_words (drawing->paper, x, y - 1.45, 0, entry->label, 7, FALSE, 0, INK);
          break;
        case JAL_LANE_MENTIONS:
          draw_session (drawing, x, drawing->tops[lane] + height / 2 + 0.5, 0.9, entry);
          break;
        case JAL_LANE_DEADLINES:
          {
            double length = *deadline_word (drawing, entry) != '\0' ? 26 : 2;

            y = drawing->tops[lane] + (jal_lanes_take_row (ends, lanes[lane].rows, x, x + length) + 0.5) * height + 0.5;
            draw_mark (drawing, x, y, entry);
            break;
          }
        case JAL_LANE_GAPS:
        case JAL_LANE_AWAY:
        default:
          y = drawing->tops[lane]
              + jal_lanes_take_row (ends, lanes[lane].rows, x, x + MAX (wide, g_strcmp0 (entry->what, "school") == 0 ? wide : 14)) * height + 0.5;
          draw_span (drawing, x, y, wide, height, entry);
        }
    }
}

/* --- The list --------------------------------------------------------------------------------------------------- */

static char *
say_session (Drawing *drawing, JalLaneEntry *entry)
{
  JalSession *session = entry->session;
  const JalSessionKind *kind = jal_session_kind_find (session->kind);
  const JalSessionOutcome *outcome = session->reason != NULL ? jal_session_outcome_find (session->reason) : NULL;
  g_autofree char *state_key = g_strconcat ("status_", session->state, NULL);
  g_autofree char *date = jal_words_date (drawing->sheet->lang, session->date);
  g_autoptr (GString) words = g_string_new (date);

  if (session->minutes > 0)
    g_string_append_printf (words, ", %02d:%02d", session->minutes / 60, session->minutes % 60);
  g_string_append_printf (words, "  ·  %s  ·  %s", kind != NULL ? jal_label_get (&kind->label, drawing->sheet->lang) : "",
                          word (drawing, state_key));
  if (outcome != NULL && (g_str_equal (session->state, "adjourned") || g_str_equal (session->state, "vacated")))
    g_string_append_printf (words, ": %s", jal_session_outcome_reason (outcome, session->state, drawing->sheet->lang));
  if (drawing->sheet->copy == JAL_TIMELINE_COUNSEL && *session->purpose != '\0')
    g_string_append_printf (words, "  ·  %s", session->purpose);
  return g_string_free (g_steal_pointer (&words), FALSE);
}

static char *
say_expected (Drawing *drawing, JalLaneEntry *entry)
{
  g_autofree char *date = jal_words_date (drawing->sheet->lang, entry->from);

  return g_strdup_printf ("%s  ·  %s", date, word (drawing, "status_expected"));
}

/* Rule 1. */
static void
draw_list (Drawing *drawing, double top, double height)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  guint half;
  double row, size, column = drawing->width / 2;

  for (guint i = 0; i < g_list_model_get_n_items (drawing->entries); i++)
    {
      g_autoptr (JalLaneEntry) entry = g_list_model_get_item (drawing->entries, i);

      if (entry->lane == JAL_LANE_SESSIONS)
        g_ptr_array_add (rows, g_steal_pointer (&entry));
    }
  half = MAX ((rows->len + 1) / 2, 1);
  row = MIN (height / half, 5.4);
  size = CLAMP (row * 1.55, 4, 8.5);
  for (guint i = 0; i < rows->len; i++)
    {
      JalLaneEntry *entry = g_ptr_array_index (rows, i);
      g_autofree char *words = entry->session != NULL ? say_session (drawing, entry) : say_expected (drawing, entry);
      double x = i < half ? 0 : column, y = top + (i < half ? i : i - half) * row;
      /* One line: what does not fit its column is cut at a word. */
      guint most = (guint)((column - 10) / (size * 0.155));

      if ((guint)g_utf8_strlen (words, -1) > most)
        {
          char *end = g_utf8_offset_to_pointer (words, most - 1);
          char *space = g_utf8_strrchr (words, end - words, ' ');
          g_autofree char *cut = g_strndup (words, (space != NULL ? space : end) - words);
          g_autofree char *longer = g_strconcat (cut, " …", NULL);

          g_free (words);
          words = g_steal_pointer (&longer);
        }
      jal_paper_draw_words (drawing->paper, x + 5.5, y, 0, entry->session != NULL && entry->session->ordinal == 0 ? "–" : entry->label, size,
                            TRUE, 1, INK);
      jal_paper_draw_words (drawing->paper, x + 7.5, y, 0, words, size, FALSE, -1, INK);
    }
}

static void
draw_head (Drawing *drawing)
{
  g_autofree char *today = jal_words_date (drawing->sheet->lang, jal_date_today ());
  g_autofree char *printed = jal_words_format (drawing->sheet->lang, "timeline_as_of", "date", today, NULL);
  const JalCourt *court = drawing->owner->court != NULL ? jal_court_find (drawing->owner->court) : NULL;
  const char *where = court != NULL ? jal_label_get (&court->name, drawing->sheet->lang) : drawing->owner->court;
  g_autoptr (GString) what = g_string_new (drawing->owner->number);

  if (where != NULL && *where != '\0')
    g_string_append_printf (what, "%s%s", what->len > 0 ? "  ·  " : "", where);
  jal_paper_draw_words (drawing->paper, 0, 0, 0, word (drawing, "timeline_sheet"), 18, TRUE, -1, INK);
  jal_paper_draw_words (drawing->paper, 0, 9, 0, what->str, 11, TRUE, -1, INK);
  jal_paper_draw_words (drawing->paper, drawing->width, 1.5, 0,
                        word (drawing, drawing->sheet->copy == JAL_TIMELINE_COURT ? "court_copy" : "counsel_copy"), 11, TRUE, 1, INK);
  jal_paper_draw_words (drawing->paper, drawing->width, 9, 0, printed, 9, FALSE, 1, INK);
  jal_paper_draw_words (drawing->paper, 0, 15.5, 0, word (drawing, "timeline_legend"), 7.5, FALSE, -1, INK);
}

/* Rule 2 leaves the number and the court, which somebody may have written a name into. */
static gboolean
withhold_names (JalStore *store, JalCase *owner, const JalTimelineSheet *sheet, GCancellable *cancellable, GError **error)
{
  g_autoptr (GListStore) names = jal_protected_names_list (store, owner->id, cancellable, error);
  char **fields[] = { &owner->number, &owner->court };
  JalGuard guard;

  if (names == NULL)
    return FALSE;
  jal_guard_init (&guard, G_LIST_MODEL (names));
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (jal_guard_withhold (&guard, fields[i], jal_words_get (sheet->lang, "name_withheld")) && sheet->withheld != NULL)
      *sheet->withheld = TRUE;
  jal_guard_clear (&guard);
  return TRUE;
}

static JalPaper *
make_paper (JalStore *store, JalId case_id, const JalTimelineSheet *sheet, GCancellable *cancellable, GError **error)
{
  g_autoptr (JalCase) owner = jal_cases_get (store, case_id, error);
  g_autoptr (GListStore) entries = owner != NULL ? jal_lanes_list (store, case_id, cancellable, error) : NULL;
  g_autoptr (JalPaper) paper = NULL;
  Drawing drawing = { .sheet = sheet, .owner = owner };
  double height;

  if (entries == NULL
      || (sheet->copy == JAL_TIMELINE_COURT && !withhold_names (store, owner, sheet, cancellable, error)))
    return NULL;
  if (g_list_model_get_n_items (G_LIST_MODEL (entries)) == 0)
    {
      g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED,
                           _ ("This case has no dates yet: there is nothing to print."));
      return NULL;
    }
  paper = jal_paper_new (jal_words_get (sheet->lang, "timeline_sheet"), sheet->lang);
  jal_paper_set_landscape (paper, TRUE);
  jal_paper_set_a3 (paper, sheet->a3);
  height = jal_paper_get_height (paper) - 1;
  drawing.paper = paper;
  drawing.entries = G_LIST_MODEL (entries);
  drawing.width = jal_paper_get_width (paper);
  jal_paper_add_drawing (paper, height);
  find_span (&drawing);
  draw_head (&drawing);
  draw_axis (&drawing);
  for (guint i = 0; i < JAL_N_LANES; i++)
    draw_lane (&drawing, (JalLane)i);
  draw_list (&drawing, drawing.bottom + 6, height - drawing.bottom - 7);
  return g_steal_pointer (&paper);
}

static JalPaperRecord
record_of (JalId case_id, const JalTimelineSheet *sheet)
{
  return (JalPaperRecord){ sheet->copy == JAL_TIMELINE_COURT ? "timeline, court copy" : "timeline, counsel's copy", case_id, case_id };
}

gboolean
jal_timeline_sheet_write (JalStore *store, JalId case_id, const JalTimelineSheet *sheet, JalReleaseFile *file,
                          GCancellable *cancellable, GError **error)
{
  g_autoptr (JalReleaseFile) owned = file;
  JalPaperRecord record = record_of (case_id, sheet);
  g_autoptr (JalPaper) paper = make_paper (store, case_id, sheet, cancellable, error);

  return paper != NULL && jal_release_paper (store, paper, &record, g_steal_pointer (&owned), cancellable, error);
}

gboolean
jal_timeline_sheet_save (JalStore *store, JalId case_id, const JalTimelineSheet *sheet, const char *path, gboolean replace,
                         GCancellable *cancellable, GError **error)
{
  JalPaperRecord record = record_of (case_id, sheet);
  g_autoptr (JalPaper) paper = make_paper (store, case_id, sheet, cancellable, error);

  return paper != NULL && jal_release_paper_save (store, paper, &record, path, replace, cancellable, error);
}
