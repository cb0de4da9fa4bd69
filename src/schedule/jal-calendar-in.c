/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From events of a calendar file to days away.
 *
 * 1. What came from a file is known by person, event (UID) and occurrence; days away that were typed are never touched.
 * 2. Of two versions of an event the one with the higher sequence counts; at the same sequence the file's.
 * 3. An event that is in the file has the occurrences that are in the file, and no others.
 * 4. An event that was not understood changes nothing, and takes nothing out.
 * 5. A file in which any event is older than what is there takes out nothing that it does not have: it was saved before that came.
 */
#define G_LOG_DOMAIN "jal-schedule"

#include "schedule/jal-calendar-in.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/jal-text.h"
#include "record/jal-person-rows.h"
#include "schedule/jal-schedule-private.h"

#define TITLE_CHARS 120

typedef struct
{
  JalCalendarInRequest request;
  GListStore *absences; /* of JalAbsence: what came from files, of this person */
  const JalCalendarIn *in;
} Call;

static void
free_item (gpointer data)
{
  JalCalendarInItem *item = data;

  g_free (item->uid);
  g_free (item->instance);
  g_free (item->title);
  g_free (item);
}

void
jal_calendar_in_free (JalCalendarIn *in)
{
  if (in == NULL)
    return;
  g_ptr_array_unref (in->items);
  g_free (in);
}

/* --- What is there ------------------------------------------------------------------------------------------- */

static GListStore *
read_imported (JalTx *tx, const JalCalendarInRequest *request, GError **error)
{
  g_autoptr (GListStore) all = jal_absence_rows_list (tx, JAL_ID_NONE, error);
  GListStore *imported;

  if (all == NULL)
    return NULL;
  imported = g_list_store_new (JAL_TYPE_ABSENCE);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (all)); i++)
    {
      g_autoptr (JalAbsence) absence = g_list_model_get_item (G_LIST_MODEL (all), i);

      if (absence->uid != NULL && jal_id_equal (absence->person_id, request->person_id)
          && jal_id_equal (absence->case_id, request->case_id))
        g_list_store_append (imported, absence);
    }
  return imported;
}

static gboolean
read_there (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;

  if (!jal_id_is_none (call->request.person_id))
    {
      g_autoptr (JalPerson) person = jal_person_rows_get (tx, call->request.person_id, FALSE, error);

      if (person == NULL)
        return FALSE;
      call->request.case_id = person->case_id;
    }
  call->absences = read_imported (tx, &call->request, error);
  return call->absences != NULL;
}

/* --- What the file says -------------------------------------------------------------------------------------- */

static char *
key_of (const char *uid, const char *instance)
{
  return g_strdup_printf ("%s\n%s", uid, instance != NULL ? instance : "");
}

/* Everything about one file while it is compared. */
typedef struct
{
  JalCalendarIn *in;
  GHashTable *there;     /* key → JalAbsence */
  GHashTable *sequences; /* uid → the highest sequence of it there, as a pointer + 1 */
  GHashTable *events;    /* key → JalCalendarEvent: the newest one of each occurrence in the file */
  GHashTable *uids;      /* of the file, called off ones as a whole not among them */
  GHashTable *off;       /* uid: called off as a whole */
  GHashTable *odd;       /* uid: not understood, or a part of it */
} Comparison;

static JalCalendarInItem *
add_item (Comparison *c, JalCalendarInType type, const char *uid, const char *instance)
{
  JalCalendarInItem *item = g_new0 (JalCalendarInItem, 1);

  item->type = type;
  item->uid = g_strdup (uid);
  item->instance = g_strdup (instance != NULL ? instance : "");
  item->title = g_strdup ("");
  item->from_before = item->to_before = JAL_DATE_NONE;
  g_ptr_array_add (c->in->items, item);
  return item;
}

static void
set_before (JalCalendarInItem *item, JalAbsence *absence)
{
  item->id = absence->id;
  item->from_before = absence->from;
  item->to_before = absence->to;
}

static void
add_gone (Comparison *c, JalAbsence *absence)
{
  JalCalendarInItem *item = add_item (c, JAL_CALENDAR_IN_GONE, absence->uid, absence->instance);

  set_before (item, absence);
  item->from = absence->from;
  item->to = absence->to;
  item->hard = absence->hard;
  item->sequence = absence->sequence;
  g_free (item->title);
  item->title = g_strdup (absence->reason);
}

/* Rule 2. */
static gboolean
is_older (Comparison *c, const JalCalendarEvent *event)
{
  guint there = GPOINTER_TO_UINT (g_hash_table_lookup (c->sequences, event->uid));

  return there > 0 && event->sequence < there - 1;
}

static gboolean
is_weekend (JalDate from, JalDate to)
{
  return to - from < 2 && jal_date_weekday (from) >= 6 && jal_date_weekday (to) >= 6;
}

static void
compare_event (Comparison *c, const char *key, const JalCalendarEvent *event)
{
  JalAbsence *absence = g_hash_table_lookup (c->there, key);
  g_autofree char *title = c->in->request.no_titles ? g_strdup ("") : jal_text_one_line (event->summary, TITLE_CHARS);
  gboolean hard = event->minutes >= JAL_CALENDAR_IN_HARD_MINUTES && !event->tentative;
  gboolean takes_no_day = event->cancelled || event->minutes == 0 || is_weekend (event->first, event->last);
  JalCalendarInItem *item;

  if (is_older (c, event))
    {
      item = add_item (c, JAL_CALENDAR_IN_OLDER, event->uid, event->instance);
      item->from = absence != NULL ? absence->from : event->first;
      item->to = absence != NULL ? absence->to : event->last;
      item->hard = hard;
      g_free (item->title);
      item->title = g_steal_pointer (&title);
      return;
    }
  if (takes_no_day)
    {
      if (absence != NULL)
        add_gone (c, absence);
      else if (event->cancelled)
        c->in->n_free++;
      else
        c->in->n_outside++;
      return;
    }
  item = add_item (c, JAL_CALENDAR_IN_NEW, event->uid, event->instance);
  item->sequence = event->sequence;
  item->from = event->first;
  item->to = event->last;
  item->hard = hard;
  if (absence != NULL)
    {
      set_before (item, absence);
      item->type = absence->from == item->from && absence->to == item->to && absence->hard == hard
                           && (c->in->request.no_titles || g_str_equal (absence->reason, title))
                       ? JAL_CALENDAR_IN_SAME
                       : JAL_CALENDAR_IN_CHANGED;
    }
  item->zone_guessed = event->zone_guessed;
  if (event->zone_guessed)
    c->in->n_guessed++;
  g_free (item->title);
  item->title = g_steal_pointer (&title);
}

static void
index_there (Comparison *c, GListModel *absences)
{
  for (guint i = 0; i < g_list_model_get_n_items (absences); i++)
    {
      g_autoptr (JalAbsence) absence = g_list_model_get_item (absences, i);
      guint before = GPOINTER_TO_UINT (g_hash_table_lookup (c->sequences, absence->uid));

      g_hash_table_insert (c->sequences, g_strdup (absence->uid), GUINT_TO_POINTER (MAX (before, absence->sequence + 1)));
      g_hash_table_insert (c->there, key_of (absence->uid, absence->instance), g_object_ref (absence));
    }
}

/* Rule 4. */
static void
add_odd (Comparison *c, const JalCalendarEvent *event)
{
  JalCalendarInItem *item = add_item (c, JAL_CALENDAR_IN_ODD, event->uid, "");

  item->odd = event->odd;
  item->from = item->to = JAL_DATE_NONE;
  g_free (item->title);
  item->title = jal_text_one_line (event->summary, TITLE_CHARS);
  if (*event->uid != '\0')
    g_hash_table_add (c->odd, event->uid);
}

/* Of each occurrence the newest event of the file. */
static void
index_events (Comparison *c, GArray *events)
{
  for (guint i = events->len; i-- > 0;)
    if (g_array_index (events, JalCalendarEvent, i).odd != JAL_CALENDAR_ODD_NONE)
      add_odd (c, &g_array_index (events, JalCalendarEvent, i));
  for (guint i = 0; i < events->len; i++)
    {
      JalCalendarEvent *event = &g_array_index (events, JalCalendarEvent, i);
      g_autofree char *key = key_of (event->uid, event->instance);
      const JalCalendarEvent *other = g_hash_table_lookup (c->events, key);

      if (event->odd != JAL_CALENDAR_ODD_NONE)
        continue;
      if (other == NULL || event->sequence >= other->sequence)
        g_hash_table_insert (c->events, g_steal_pointer (&key), event);
    }
  for (guint i = 0; i < events->len; i++)
    {
      JalCalendarEvent *event = &g_array_index (events, JalCalendarEvent, i);

      if (event->odd != JAL_CALENDAR_ODD_NONE)
        continue;
      if (event->cancelled && event->instance[0] == '\0')
        {
          if (!is_older (c, event))
            g_hash_table_add (c->off, event->uid);
        }
      else
        g_hash_table_add (c->uids, event->uid);
    }
}

/* Rule 5. */
static gboolean
has_older (Comparison *c)
{
  for (guint i = 0; i < c->in->items->len; i++)
    if (((JalCalendarInItem *)g_ptr_array_index (c->in->items, i))->type == JAL_CALENDAR_IN_OLDER)
      return TRUE;
  return FALSE;
}

/* Rule 3, and what is no longer in the file at all. */
static void
find_gone (Comparison *c, GListModel *absences)
{
  gboolean shares = FALSE, older = has_older (c);

  for (guint i = 0; i < g_list_model_get_n_items (absences); i++)
    {
      g_autoptr (JalAbsence) absence = g_list_model_get_item (absences, i);

      shares = shares || g_hash_table_contains (c->uids, absence->uid) || g_hash_table_contains (c->off, absence->uid);
    }
  for (guint i = 0; i < g_list_model_get_n_items (absences); i++)
    {
      g_autoptr (JalAbsence) absence = g_list_model_get_item (absences, i);
      g_autofree char *key = key_of (absence->uid, absence->instance);
      const JalCalendarEvent *event = g_hash_table_lookup (c->events, key);
      gboolean known = g_hash_table_contains (c->uids, absence->uid);

      if (event != NULL || g_hash_table_contains (c->odd, absence->uid))
        continue;
      if (g_hash_table_contains (c->off, absence->uid))
        add_gone (c, absence);
      else if (absence->to < jal_date_today () - JAL_CALENDAR_IN_DAYS_BACK)
        continue; /* before the span that was read */
      else if (known ? GPOINTER_TO_UINT (g_hash_table_lookup (c->sequences, absence->uid)) > 0 : shares && !older && !c->in->request.keep_gone)
        add_gone (c, absence);
    }
}

/* An event whose file is older takes nothing out either. */
static void
drop_older (Comparison *c)
{
  g_autoptr (GHashTable) older = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < c->in->items->len; i++)
    {
      JalCalendarInItem *item = g_ptr_array_index (c->in->items, i);

      if (item->type == JAL_CALENDAR_IN_OLDER)
        g_hash_table_add (older, item->uid);
    }
  for (guint i = c->in->items->len; i-- > 0;)
    {
      JalCalendarInItem *item = g_ptr_array_index (c->in->items, i);

      if (item->type == JAL_CALENDAR_IN_GONE && g_hash_table_contains (older, item->uid))
        g_ptr_array_remove_index (c->in->items, i);
    }
}

static int
compare_items (gconstpointer a, gconstpointer b)
{
  const JalCalendarInItem *one = *(JalCalendarInItem *const *)a, *other = *(JalCalendarInItem *const *)b;

  if (one->from != other->from)
    return one->from < other->from ? -1 : 1;
  if (one->type != other->type)
    return one->type < other->type ? -1 : 1;
  return strcmp (one->uid, other->uid) != 0 ? strcmp (one->uid, other->uid) : strcmp (one->instance, other->instance);
}

static JalCalendarIn *
compare (const JalCalendarInRequest *request, GArray *events, GListModel *absences)
{
  Comparison c = { .in = g_new0 (JalCalendarIn, 1) };
  GHashTableIter iter;
  gpointer key, event;

  c.in->request = *request;
  c.in->items = g_ptr_array_new_with_free_func (free_item);
  c.there = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  c.sequences = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  c.events = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  c.uids = g_hash_table_new (g_str_hash, g_str_equal);
  c.off = g_hash_table_new (g_str_hash, g_str_equal);
  c.odd = g_hash_table_new (g_str_hash, g_str_equal);
  index_there (&c, absences);
  index_events (&c, events);
  g_hash_table_iter_init (&iter, c.events);
  while (g_hash_table_iter_next (&iter, &key, &event))
    compare_event (&c, key, event);
  find_gone (&c, absences);
  drop_older (&c);
  g_ptr_array_sort (c.in->items, compare_items);
  for (guint i = 0; i < c.in->items->len; i++)
    c.in->counts[((JalCalendarInItem *)g_ptr_array_index (c.in->items, i))->type]++;
  g_hash_table_unref (c.there);
  g_hash_table_unref (c.sequences);
  g_hash_table_unref (c.events);
  g_hash_table_unref (c.uids);
  g_hash_table_unref (c.off);
  g_hash_table_unref (c.odd);
  return c.in;
}

/* --- Reading ------------------------------------------------------------------------------------------------- */

/* Not a byte more than a calendar may have. */
static GBytes *
load (const char *path, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, cancellable, error);
  g_autofree guint8 *bytes = NULL;
  gsize length = 0;

  if (stream == NULL)
    return NULL;
  bytes = g_malloc ((gsize)JAL_CALENDAR_FILE_MAX + 1);
  if (!g_input_stream_read_all (G_INPUT_STREAM (stream), bytes, (gsize)JAL_CALENDAR_FILE_MAX + 1, &length, cancellable, error))
    return NULL;
  return g_bytes_new (bytes, length);
}

JalCalendarIn *
jal_calendar_in_read (JalStore *store, const char *path, const JalCalendarInRequest *request, GCancellable *cancellable,
                      GError **error)
{
  Call call = { .request = *request };
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GArray) events = NULL;
  g_autoptr (GListStore) absences = NULL;
  JalDate today = jal_date_today ();

  g_return_val_if_fail (JAL_IS_STORE (store) && path != NULL, NULL);

  if (!jal_store_read (store, read_there, &call, cancellable, error))
    return NULL;
  absences = call.absences;
  bytes = load (path, cancellable, error);
  if (bytes == NULL)
    return NULL;
  events = jal_calendar_file_read (bytes, today - JAL_CALENDAR_IN_DAYS_BACK, jal_date_add_months (today, JAL_CALENDAR_IN_MONTHS_AHEAD),
                                   cancellable, error);
  return events != NULL ? compare (&call.request, events, G_LIST_MODEL (absences)) : NULL;
}

/* --- Keeping ------------------------------------------------------------------------------------------------- */

static gboolean
keep_item (JalTx *tx, const JalCalendarIn *in, const JalCalendarInItem *item, GError **error)
{
  g_autoptr (JalAbsence) absence = NULL;

  if (item->type == JAL_CALENDAR_IN_GONE)
    return jal_tx_delete (tx, "unavailability", item->id, error);
  if (item->type == JAL_CALENDAR_IN_NEW)
    {
      absence = g_object_new (JAL_TYPE_ABSENCE, NULL);
      absence->id = jal_id_new ();
      absence->case_id = in->request.case_id;
      absence->person_id = in->request.person_id;
      absence->uid = g_strdup (item->uid);
      absence->instance = g_strdup (item->instance);
    }
  else if ((absence = jal_absence_rows_get (tx, item->id, error)) == NULL)
    return FALSE;
  absence->from = item->from;
  absence->to = item->to;
  absence->hard = item->hard;
  absence->sequence = item->sequence;
  if (item->type == JAL_CALENDAR_IN_NEW || !in->request.no_titles)
    {
      g_free (absence->reason);
      absence->reason = g_strdup (item->title);
    }
  return item->type == JAL_CALENDAR_IN_NEW ? jal_absence_rows_insert (tx, absence, error) : jal_absence_rows_update (tx, absence, error);
}

/* Whether the rows are those that the comparison was made with. */
static gboolean
check_unchanged (GListModel *absences, const JalCalendarIn *in, GError **error)
{
  g_autoptr (GHashTable) there = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gboolean same = TRUE;

  for (guint i = 0; i < g_list_model_get_n_items (absences); i++)
    {
      g_autoptr (JalAbsence) absence = g_list_model_get_item (absences, i);

      g_hash_table_insert (there, key_of (absence->uid, absence->instance), absence); /* the model keeps it alive */
    }
  for (guint i = 0; i < in->items->len && same; i++)
    {
      const JalCalendarInItem *item = g_ptr_array_index (in->items, i);
      g_autofree char *key = key_of (item->uid, item->instance);
      JalAbsence *absence = g_hash_table_lookup (there, key);

      if (item->type == JAL_CALENDAR_IN_NEW)
        same = absence == NULL;
      else if (item->type != JAL_CALENDAR_IN_OLDER && item->type != JAL_CALENDAR_IN_ODD)
        same = absence != NULL && jal_id_equal (absence->id, item->id) && absence->from == item->from_before
               && absence->to == item->to_before;
    }
  if (!same)
    g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_CONFLICT,
                         _ ("These days were changed meanwhile. Open the calendar file again."));
  return same;
}

static gboolean
keep_all (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  const JalCalendarIn *in = call->in;
  g_autoptr (GListStore) absences = read_imported (tx, &in->request, error);
  g_autofree char *payload = NULL;

  if (absences == NULL || !check_unchanged (G_LIST_MODEL (absences), in, error))
    return FALSE;
  jal_tx_set_case (tx, in->request.case_id);
  payload = g_strdup_printf ("{\"new\":%u,\"changed\":%u,\"gone\":%u}", in->counts[JAL_CALENDAR_IN_NEW],
                             in->counts[JAL_CALENDAR_IN_CHANGED], in->counts[JAL_CALENDAR_IN_GONE]);
  jal_tx_set_payload (tx, payload);
  for (guint i = 0; i < in->items->len; i++)
    {
      const JalCalendarInItem *item = g_ptr_array_index (in->items, i);

      if (item->type != JAL_CALENDAR_IN_SAME && item->type != JAL_CALENDAR_IN_OLDER && item->type != JAL_CALENDAR_IN_ODD
          && !keep_item (tx, in, item, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
jal_calendar_in_keep (JalStore *store, const JalCalendarIn *in, GError **error)
{
  Call call = { .in = in };
  JalAct act = { .verb = "calendar.import", .label = N_ ("import of a calendar"), .undoable = TRUE };

  g_return_val_if_fail (JAL_IS_STORE (store) && in != NULL, FALSE);

  return jal_store_act (store, &act, keep_all, &call, NULL, error);
}
