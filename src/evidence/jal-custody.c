/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Custody outside and inside the vault.
 *
 * 1. A handover is about the exhibit, so it belongs to the document; receipts, copies and checks are about bytes, so they
 *    belong to an original.
 * 2. Nothing is handed on or disclosed on a day before it was received: taken in here, or received from somebody.
 * 3. A mismatch is recorded before anything else is done with the document.
 */
#define G_LOG_DOMAIN "jal-evidence"

#include "evidence/jal-custody.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/jal-text.h"
#include "record/jal-document-rows.h"
#include "store/jal-blob.h"

#define MAX_LINE_BYTES 800
/* Days: what was received longer before it was taken in is a slip of the year. */
#define LONG_AGO (30 * 366)

typedef struct
{
  JalId document_id;
  const JalHandover *handover;
  JalDocument *document;
  GArray *parts;
  /* The original in hand. */
  JalId original_id;
  gboolean matches;
  gboolean known_bad;
  gboolean on_record;
} Call;

static gboolean
load (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;

  call->document = jal_document_rows_get (tx, call->document_id, error);
  if (call->document == NULL)
    return FALSE;
  call->parts = jal_document_rows_parts (tx, call->document_id, error);
  return call->parts != NULL;
}

static void
clear_call (Call *call)
{
  g_clear_object (&call->document);
  g_clear_pointer (&call->parts, g_array_unref);
}

/* In the order of JalHandoverKind. */
static const struct
{
  const char *verb;
  const char *act;
  const char *label;
} kinds[] = {
  { "handed", "custody.hand", N_ ("handover") },
  { "returned", "custody.receive", N_ ("handover") },
  { "disclosed", "custody.disclose", N_ ("disclosure") },
};

static gboolean
refuse (const char *message, GError **error)
{
  g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_REFUSED, message);
  return FALSE;
}

static gboolean
check_handover (const JalHandover *handover, GError **error)
{
  if (handover->party == NULL || !jal_text_is_label (handover->party, MAX_LINE_BYTES)
      || (handover->reason != NULL
          && (strlen (handover->reason) > MAX_LINE_BYTES || !g_utf8_validate (handover->reason, -1, NULL))))
    return refuse (_ ("Say who took or gave the exhibit, in at most 200 characters."), error);
  if (handover->date != JAL_DATE_NONE && handover->date > jal_date_today ())
    return refuse (_ ("A handover cannot lie in the future."), error);
  return TRUE;
}

/* The first day the exhibit can have been anywhere: its own date, else so long ago that the year must be a slip. */
static gboolean
check_beginning (JalTx *tx, JalId document_id, JalDate received, GError **error)
{
  g_autoptr (JalDocument) document = jal_document_rows_get (tx, document_id, error);
  g_autofree char *day = NULL, *text = NULL;
  JalDate first;

  if (document == NULL)
    return FALSE;
  first = document->date != JAL_DATE_NONE ? document->date : jal_date_from_instant (document->created_at) - LONG_AGO;
  if (received >= first)
    return TRUE;
  day = jal_date_dup_iso (first);
  text = document->date != JAL_DATE_NONE
             ? g_strdup_printf (_ ("The exhibit bears the date %s: it cannot have been received before. Correct one of the two."), day)
             : g_strdup_printf (_ ("That is long before %s, when the exhibit was taken in: look at the year again."), day);
  return refuse (text, error);
}

/* The days that matter of @events, leaving out @except: JAL_DATE_MAX where there is none. */
typedef struct
{
  JalDate taken;  /* in here */
  JalDate came;   /* from somebody */
  JalDate handed; /* on, or disclosed */
} Days;

static Days
find_days (GListModel *events, JalId except)
{
  Days days = { JAL_DATE_MAX, JAL_DATE_MAX, JAL_DATE_MAX };

  for (guint i = 0; i < g_list_model_get_n_items (events); i++)
    {
      g_autoptr (JalCustodyEvent) event = g_list_model_get_item (events, i);
      JalDate date = jal_custody_event_date (event);

      if (jal_id_equal (event->id, except))
        continue;
      if (g_str_equal (event->verb, "received") || g_str_equal (event->verb, "registered"))
        days.taken = MIN (days.taken, date);
      else if (g_str_equal (event->verb, "returned"))
        days.came = MIN (days.came, date);
      /* What was said of a bundle was said of the day of the bundle. */
      else if (jal_custody_event_is_typed (event, NULL) && !g_str_has_prefix (event->detail, "bundle, "))
        days.handed = MIN (days.handed, date);
    }
  return days;
}

static char *
say_too_early (JalDate received)
{
  g_autofree char *day = jal_date_dup_iso (received);

  return g_strdup_printf (_ ("The exhibit was received on %s: it cannot have been handed on or disclosed before. If it came "
                             "earlier, record first from whom it was received, and on which day."),
                          day);
}

char *
jal_custody_dup_trouble (GListModel *events, JalId except, JalHandoverKind kind, JalDate date)
{
  Days days = { JAL_DATE_MAX, JAL_DATE_MAX, JAL_DATE_MAX };
  JalDate received;

  if (date != JAL_DATE_NONE && date > jal_date_today ())
    return g_strdup (_ ("A handover cannot lie in the future."));
  if (events != NULL)
    days = find_days (events, except);
  received = MIN (days.taken, days.came);
  if (kind == JAL_HANDOVER_RETURNED || date == JAL_DATE_NONE || received == JAL_DATE_MAX || date >= received)
    return NULL;
  return say_too_early (received);
}

/* Invariant 2, over what stands there now. */
static gboolean
check_order (JalTx *tx, JalId document_id, GError **error)
{
  g_autoptr (GListStore) events = jal_custody_rows_list (tx, document_id, error);
  g_autofree char *text = NULL;
  JalDate received;
  Days days;

  if (events == NULL)
    return FALSE;
  days = find_days (G_LIST_MODEL (events), JAL_ID_NONE);
  if (days.came != JAL_DATE_MAX && !check_beginning (tx, document_id, days.came, error))
    return FALSE;
  received = MIN (days.taken, days.came);
  if (days.handed == JAL_DATE_MAX || received == JAL_DATE_MAX || days.handed >= received)
    return TRUE;
  text = say_too_early (received);
  return refuse (text, error);
}

static gboolean
hand_over (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;
  const JalHandover *handover = call->handover;
  g_autofree char *party = jal_text_one_line (handover->party, 0);
  g_autofree char *reason = jal_text_one_line (handover->reason != NULL ? handover->reason : "", 0);
  JalDate date = handover->date != JAL_DATE_NONE ? handover->date : jal_date_from_instant (jal_tx_get_now (tx));

  return jal_tx_insert (tx, "custody_event", jal_id_new (), error, "original_id", 'I',
                        &g_array_index (call->parts, JalDocumentPart, 0).original_id, "at", 'i', jal_tx_get_now (tx), "verb",
                        's', kinds[handover->kind].verb, "actor", 's', jal_tx_get_actor (tx), "detail", 's', reason,
                        "document_id", 'I', &call->document_id, "party", 's', party, "happened", 'i', (gint64)date, NULL)
         && check_order (tx, call->document_id, error);
}

gboolean
jal_custody_hand_over (JalStore *store, JalId document_id, const JalHandover *handover, GError **error)
{
  Call call = { .document_id = document_id, .handover = handover };
  JalAct act = { .verb = kinds[handover->kind].act,
                 .label = kinds[handover->kind].label,
                 .subject_id = document_id,
                 .undoable = TRUE };
  gboolean done = FALSE;

  g_return_val_if_fail (JAL_IS_STORE (store), FALSE);

  if (check_handover (handover, error) && jal_store_read (store, load, &call, NULL, error))
    {
      act.case_id = call.document->case_id;
      done = jal_store_act (store, &act, hand_over, &call, NULL, error);
    }
  clear_call (&call);
  return done;
}

/* --- Correcting what a person wrote ------------------------------------------------------------------------------- */

gboolean
jal_custody_event_is_typed (JalCustodyEvent *event, JalHandoverKind *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (event->verb, kinds[i].verb))
      {
        if (kind != NULL)
          *kind = (JalHandoverKind)i;
        return TRUE;
      }
  return FALSE;
}

typedef struct
{
  JalId id;
  const JalHandover *handover; /* NULL: take it out */
  JalCustodyEvent *event;
} Correction;

static gboolean
get_event (JalTx *tx, gpointer data, GError **error)
{
  Correction *correction = data;

  return (correction->event = jal_custody_rows_get (tx, correction->id, error)) != NULL;
}

static gboolean
correct (JalTx *tx, gpointer data, GError **error)
{
  Correction *correction = data;
  const JalHandover *handover = correction->handover;
  g_autoptr (JalCustodyEvent) event = jal_custody_rows_get (tx, correction->id, error);
  g_autoptr (JalRows) rows = NULL;
  g_autofree char *party = NULL, *reason = NULL;
  JalId document_id;

  if (event == NULL)
    return FALSE;
  if (!jal_custody_event_is_typed (event, NULL))
    return refuse (_ ("Only handovers and disclosures can be corrected: the rest was written by the program itself."), error);
  rows = jal_tx_select_one (tx, error, "SELECT c.document_id, o.case_id FROM custody_event c JOIN original o ON o.id = c.original_id "
                                       "WHERE c.id = ?", "I", &correction->id);
  if (rows == NULL)
    return FALSE;
  document_id = jal_rows_id (rows, 0);
  jal_tx_set_subject (tx, document_id);
  jal_tx_set_case (tx, jal_rows_id (rows, 1));
  g_clear_pointer (&rows, jal_rows_free);
  /* A disclosure of a bundle belongs to the original, not to one document. */
  if (handover == NULL)
    return jal_tx_delete (tx, "custody_event", correction->id, error)
           && (jal_id_is_none (document_id) || check_order (tx, document_id, error));
  party = jal_text_one_line (handover->party, 0);
  reason = jal_text_one_line (handover->reason != NULL ? handover->reason : "", 0);
  return jal_tx_update (tx, "custody_event", correction->id, error, "verb", 's', kinds[handover->kind].verb, "detail", 's', reason,
                        "party", 's', party, "happened", 'i',
                        (gint64)(handover->date != JAL_DATE_NONE ? handover->date : jal_date_from_instant (event->at)), NULL)
         && (jal_id_is_none (document_id) || check_order (tx, document_id, error));
}

JalCustodyEvent *
jal_custody_get_event (JalStore *store, JalId event_id, GError **error)
{
  Correction correction = { .id = event_id };

  g_return_val_if_fail (JAL_IS_STORE (store), NULL);

  return jal_store_read (store, get_event, &correction, NULL, error) ? correction.event : NULL;
}

gboolean
jal_custody_change (JalStore *store, JalId event_id, const JalHandover *handover, GError **error)
{
  Correction correction = { .id = event_id, .handover = handover };
  JalAct act = { .verb = "custody.update", .label = N_ ("correction of the custody"), .undoable = TRUE };

  g_return_val_if_fail (JAL_IS_STORE (store) && handover != NULL, FALSE);

  return check_handover (handover, error) && jal_store_act (store, &act, correct, &correction, NULL, error);
}

gboolean
jal_custody_remove (JalStore *store, JalId event_id, GError **error)
{
  Correction correction = { .id = event_id };
  JalAct act = { .verb = "custody.remove", .label = N_ ("correction of the custody"), .undoable = TRUE };

  g_return_val_if_fail (JAL_IS_STORE (store), FALSE);

  return jal_store_act (store, &act, correct, &correction, NULL, error);
}

/* --- Hashes ------------------------------------------------------------------------------------------------------ */

static gboolean
read_known (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;

  return jal_custody_rows_is_bad (tx, call->original_id, &call->known_bad, error);
}

static gboolean
note_check (JalTx *tx, gpointer data, GError **error)
{
  Call *call = data;

  jal_tx_set_payload (tx, call->matches ? "matches" : "does not match");
  return jal_custody_rows_note_check (tx, call->original_id, call->matches, error);
}

static gboolean
check_original (JalStore *store, Call *call, const JalDocumentPart *part, JalCustodyProgress progress, gpointer progress_data,
                GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) local = NULL;
  JalAct act = { .verb = "custody.check", .leaves = TRUE, .case_id = call->document->case_id, .subject_id = call->document_id };

  call->original_id = part->original_id;
  call->matches = jal_blob_verify (store, part->blob_id, progress, progress_data, cancellable, &local);
  if (!call->matches && !g_error_matches (local, JAL_STORE_ERROR, JAL_STORE_ERROR_DAMAGED)
      && !g_error_matches (local, JAL_STORE_ERROR, JAL_STORE_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (!jal_store_read (store, read_known, call, cancellable, error))
    return FALSE;
  /* A look that finds what was known is no event. */
  if (!call->on_record && call->matches != call->known_bad)
    return TRUE;
  return jal_store_act (store, &act, note_check, call, NULL, error);
}

gboolean
jal_custody_check (JalStore *store, JalId document_id, gboolean on_record, gboolean *matches, JalCustodyProgress progress,
                   gpointer progress_data, GCancellable *cancellable, GError **error)
{
  Call call = { .document_id = document_id, .on_record = on_record };
  g_autoptr (GHashTable) seen = g_hash_table_new (jal_id_hash, jal_id_equal_pointers);
  gboolean done, all = TRUE;
  guint n_held = 0;

  g_return_val_if_fail (JAL_IS_STORE (store) && matches != NULL, FALSE);

  done = jal_store_read (store, load, &call, cancellable, error);
  for (guint i = 0; done && i < call.parts->len; i++)
    {
      JalDocumentPart *part = &g_array_index (call.parts, JalDocumentPart, i);

      /* What was erased, or never taken in, has no bytes. */
      if (jal_id_is_none (part->blob_id) || !g_hash_table_add (seen, &part->original_id))
        continue;
      n_held++;
      done = check_original (store, &call, part, progress, progress_data, cancellable, error);
      all = all && call.matches;
    }
  clear_call (&call);
  if (done && n_held == 0 && on_record)
    return refuse (_ ("Its content is not held here: there is nothing to hash."), error);
  if (done)
    *matches = all;
  return done;
}

JalDate
jal_custody_event_date (JalCustodyEvent *event)
{
  return event->happened != JAL_DATE_NONE ? event->happened : jal_date_from_instant (event->at);
}
