/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sessions as a calendar file.
 *
 * 1. Unless all is asked for, an event says a day and that it is busy: no number, no court, no kind, no hour, no program.
 * 2. Its identifier is a keyed hash of the session's: the key is made once and never leaves the vault. Nothing is written
 *    into the session, so that saving a file does not stand in the way of taking back an earlier change.
 * 3. A session that is only planned is tentative.
 * 4. A full file says no name that a case protects, wherever somebody wrote it: calendars are read by services that nobody asked.
 *    What one case protects is withheld in the sessions of all.
 */
#define G_LOG_DOMAIN "jal-release"

#include "release/jal-release-calendar.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/jal-clock.h"
#include "base/jal-date.h"
#include "law/jal-court.h"
#include "law/jal-session-kind.h"
#include "law/jal-words.h"
#include "pages/jal-calendar-file.h"
#include "record/jal-case-rows.h"
#include "record/jal-redaction-rows.h"
#include "record/jal-session-rows.h"
#include "release/jal-guard.h"
#include "release/jal-release.h"
#include "store/jal-tx.h"
#include "store/jal-rescue.h"

#define SECRET "calendar.secret"
#define SAVED "calendar.saved"
/* Days back in which a session that fell away is still told as called off. */
#define DAYS_BACK 31
#define SEQUENCE_EPOCH 1577836800 /* 2020-01-01 */

typedef struct
{
  const JalReleaseCalendar *what;
  char *secret;    /* made when there is none yet */
  gboolean made;
  gboolean saved_before;
  JalGuard guard;  /* rule 4 */
  guint n_withheld;
  GArray *events;  /* JalCalendarEvent */
  char sha256[65];
} Save;

/* Rule 2. */
static char *
uid_of (const Save *save, JalId id)
{
  char hex[JAL_ID_HEX_LENGTH + 1];
  g_autofree char *mac = g_compute_hmac_for_string (G_CHECKSUM_SHA256, (const guchar *)save->secret, strlen (save->secret),
                                                    jal_id_to_hex (id, hex), -1);

  return g_strdup_printf ("%.8s-%.4s-%.4s-%.4s-%.12s", mac, mac + 8, mac + 12, mac + 16, mac + 20);
}

/* Grows with time: the later file replaces the earlier one. */
static guint
sequence_now (void)
{
  return (guint)CLAMP ((jal_clock_now () / G_USEC_PER_SEC - SEQUENCE_EPOCH) / 60, 0, G_MAXINT32);
}

static void
describe (Save *save, JalCalendarEvent *event, JalSession *session, JalCase *owner)
{
  JalLang lang = jal_lang_from_locale (g_get_language_names ()[0]);
  const JalSessionKind *kind = jal_session_kind_find (session->kind);
  const JalCourt *court = jal_court_find (owner->court);
  const char *number = owner->number != NULL && *owner->number != '\0' ? owner->number : owner->title;
  char **fields[] = { &event->summary, &event->location, &event->description };
  gboolean withheld = FALSE;

  event->summary = g_strdup_printf ("%s · %s", kind != NULL ? jal_label_get (&kind->label, lang) : session->kind, number);
  event->location = g_strdup (*session->place != '\0' ? session->place
                              : court != NULL         ? jal_label_get (&court->name, lang)
                                                      : owner->court);
  event->description = g_strdup (session->purpose);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    withheld = jal_guard_withhold (&save->guard, fields[i], jal_words_get (lang, "name_withheld")) || withheld;
  save->n_withheld += withheld ? 1 : 0;
}

static void
add_event (Save *save, JalSession *session, JalCase *owner, gboolean cancelled)
{
  JalCalendarEvent event = { .first = session->date, .last = session->date, .cancelled = cancelled, .sequence = sequence_now () };

  event.uid = uid_of (save, session->id);
  event.tentative = g_str_equal (session->state, "planned");
  event.start = save->what->full && !cancelled ? (guint)session->minutes : 0;
  if (save->what->full && !cancelled)
    describe (save, &event, session, owner);
  else
    event.summary = g_strdup (_ ("Busy"));
  g_array_append_val (save->events, event);
}

static gboolean
load_case (JalTx *tx, Save *save, JalCase *owner, GError **error)
{
  g_autoptr (GListStore) sessions = jal_session_rows_list (tx, owner->id, error);
  JalDate today = jal_date_today ();

  if (sessions == NULL)
    return FALSE;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (sessions)); i++)
    {
      g_autoptr (JalSession) session = g_list_model_get_item (G_LIST_MODEL (sessions), i);
      gboolean stands = g_str_equal (session->state, "planned") || g_str_equal (session->state, "fixed");

      if (!session->counted && !save->what->mentions)
        continue;
      if (stands && session->date >= today)
        add_event (save, session, owner, FALSE);
      else if (!stands && !g_str_equal (session->state, "held") && save->saved_before && session->date >= today - DAYS_BACK)
        add_event (save, session, owner, TRUE);
    }
  return TRUE;
}

/* Sessions that were taken out leave a tombstone. */
static gboolean
load_removed (JalTx *tx, Save *save, GError **error)
{
  gint64 since = jal_date_today () - DAYS_BACK;
  g_autoptr (JalRows) rows = jal_tx_select (
      tx, error, "SELECT id, date FROM court_session WHERE deleted = 1 AND date >= ? AND (counted = 1 OR ?) AND (? OR case_id = ?) ORDER BY date, id",
      "iiiI", since, (gint64)save->what->mentions, (gint64)jal_id_is_none (save->what->case_id), &save->what->case_id);
  g_autoptr (GError) local = NULL;

  if (rows == NULL)
    return FALSE;
  while (jal_rows_next (rows, &local))
    {
      JalCalendarEvent event = { .first = (JalDate)jal_rows_int (rows, 1), .last = (JalDate)jal_rows_int (rows, 1),
                                 .cancelled = TRUE, .sequence = sequence_now () };

      event.uid = uid_of (save, jal_rows_id (rows, 0));
      event.summary = g_strdup (_ ("Busy"));
      g_array_append_val (save->events, event);
    }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
load_secret (JalTx *tx, Save *save, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *saved = jal_tx_get_setting (tx, SAVED, &local);

  if (local == NULL)
    save->secret = jal_tx_get_setting (tx, SECRET, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  save->saved_before = saved != NULL;
  if (save->secret == NULL)
    {
      char one[JAL_ID_HEX_LENGTH + 1], other[JAL_ID_HEX_LENGTH + 1];

      save->secret = g_strconcat (jal_id_to_hex (jal_id_new (), one), jal_id_to_hex (jal_id_new (), other), NULL);
      save->made = TRUE;
    }
  return TRUE;
}

/* Rule 4: the names of every case. */
static GListStore *
load_names (JalTx *tx, GListModel *cases, GError **error)
{
  g_autoptr (GListStore) names = g_list_store_new (JAL_TYPE_PROTECTED_NAME);

  for (guint i = 0; i < g_list_model_get_n_items (cases); i++)
    {
      g_autoptr (JalCase) owner = g_list_model_get_item (cases, i);
      g_autoptr (GListStore) list = jal_protected_name_rows_list (tx, owner->id, error);

      if (list == NULL)
        return NULL;
      for (guint k = 0; k < g_list_model_get_n_items (G_LIST_MODEL (list)); k++)
        {
          g_autoptr (JalProtectedName) name = g_list_model_get_item (G_LIST_MODEL (list), k);

          g_list_store_append (names, name);
        }
    }
  return g_steal_pointer (&names);
}

static gboolean
load (JalTx *tx, gpointer data, GError **error)
{
  Save *save = data;
  g_autoptr (GListStore) cases = NULL, names = NULL;

  if (!load_secret (tx, save, error) || (cases = jal_case_rows_list (tx, jal_date_today (), error)) == NULL
      || (names = load_names (tx, G_LIST_MODEL (cases), error)) == NULL)
    return FALSE;
  jal_guard_init (&save->guard, G_LIST_MODEL (names));
  if (!jal_id_is_none (save->what->case_id))
    {
      g_autoptr (JalCase) owner = jal_case_rows_get (tx, save->what->case_id, jal_date_today (), error);

      if (owner == NULL || !load_case (tx, save, owner, error))
        return FALSE;
    }
  for (guint i = 0; jal_id_is_none (save->what->case_id) && i < g_list_model_get_n_items (G_LIST_MODEL (cases)); i++)
    {
      g_autoptr (JalCase) owner = g_list_model_get_item (G_LIST_MODEL (cases), i);

      if (!load_case (tx, save, owner, error))
        return FALSE;
    }
  return !save->saved_before || load_removed (tx, save, error);
}

static gboolean
note_export (JalTx *tx, gpointer data, GError **error)
{
  Save *save = data;
  g_autofree char *payload = g_strdup_printf ("{\"sha256\":\"%s\",\"events\":%u,\"full\":%s}", save->sha256, save->events->len,
                                              save->what->full ? "true" : "false");

  jal_tx_set_payload (tx, payload);
  return (!save->made || jal_tx_set_setting (tx, SECRET, save->secret, error))
         && (save->saved_before || jal_tx_set_setting (tx, SAVED, "1", error));
}

static gboolean
save_file (JalStore *store, Save *save, const JalAct *act, GBytes *bytes, const char *path, gboolean replace,
           GCancellable *cancellable, GError **error)
{
  g_autoptr (JalReleaseFile) file = jal_store_allows_copies (store, error) ? jal_release_file_new (path, replace, error) : NULL;
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  if (file == NULL || !jal_release_file_write (file, data, length, error))
    return FALSE;
  jal_release_file_get_sha256 (file, save->sha256);
  return jal_store_act (store, act, note_export, save, cancellable, error)
         && jal_release_file_commit (g_steal_pointer (&file), NULL, error);
}

gboolean
jal_release_save_calendar (JalStore *store, const JalReleaseCalendar *what, const char *path, gboolean replace,
                           JalReleaseCalendarSaved *saved, GCancellable *cancellable, GError **error)
{
  Save save = { .what = what };
  JalAct act = { .verb = "calendar.export", .case_id = what->case_id };
  g_autoptr (GBytes) bytes = NULL;
  gboolean done;

  g_return_val_if_fail (JAL_IS_STORE (store) && path != NULL, FALSE);

  save.events = jal_calendar_events_new ();
  done = jal_store_read (store, load, &save, cancellable, error)
         && (bytes = jal_calendar_file_write (save.events, !what->full, cancellable, error)) != NULL
         && save_file (store, &save, &act, bytes, path, replace, cancellable, error);
  if (done && saved != NULL)
    *saved = (JalReleaseCalendarSaved){ save.events->len, save.n_withheld };
  g_array_unref (save.events);
  if (save.guard.phrases != NULL)
    jal_guard_clear (&save.guard);
  g_free (save.secret);
  return done;
}
