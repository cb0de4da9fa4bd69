/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calendar files out and in: "session ical". */
#define G_LOG_DOMAIN "jal-cli"

#include <glib/gi18n-lib.h>

#include "cli/jal-ctl.h"
#include "release/jal-release-calendar.h"
#include "schedule/jal-calendar-in.h"

static gboolean
run_out (JalCtl *ctl, const char *path, GError **error)
{
  static const JalCtlColumn columns[] = { { "path", N_ ("Saved as") }, { "events", N_ ("Events") }, { NULL } };
  JalReleaseCalendar what = { .full = jal_ctl_get_option (ctl, "full") != NULL, .mentions = jal_ctl_get_option (ctl, "mentions") != NULL };
  const char *number = jal_ctl_get_option (ctl, "case");
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  JalReleaseCalendarSaved saved = { 0 };

  if (number != NULL && !jal_ctl_resolve (ctl, "case", number, &what.case_id, error))
    return FALSE;
  if (what.full)
    jal_ctl_warn ("%s", _ ("This file names cases, courts and what is to happen. Whoever gets it, and whatever service it is put on, can "
                           "read them."));
  if (!jal_release_save_calendar (ctl->store, &what, path, jal_ctl_get_option (ctl, "replace") != NULL, &saved, ctl->cancellable, error))
    return FALSE;
  if (saved.n_withheld > 0)
    jal_ctl_warn (g_dngettext (GETTEXT_PACKAGE, "In %u session a protected name, or a word of one, was withheld.",
                               "In %u sessions protected names, or words of them, were withheld.", saved.n_withheld),
                  saved.n_withheld);
  json_builder_begin_object (builder);
  jal_ctl_put_string (builder, "path", path);
  jal_ctl_put_number (builder, "events", saved.n_events);
  jal_ctl_put_number (builder, "withheld", saved.n_withheld);
  jal_ctl_put_flag (builder, "full", what.full);
  json_builder_end_object (builder);
  jal_ctl_print (ctl, builder, columns);
  return TRUE;
}

static const char *const types[] = { "new", "changed", "same", "gone", "older", "not_understood" };

static const JalCtlColumn item_columns[] = {
  { "change", N_ ("Change") }, { "from", N_ ("From") },          { "to", N_ ("To") },
  { "title", N_ ("Title") },   { "hard", N_ ("Cannot Come") }, { "why", N_ ("Why Not Understood") }, { NULL },
};

static void
put_items (JsonBuilder *builder, const JalCalendarIn *in)
{
  json_builder_begin_array (builder);
  for (guint i = 0; i < in->items->len; i++)
    {
      const JalCalendarInItem *item = g_ptr_array_index (in->items, i);

      json_builder_begin_object (builder);
      jal_ctl_put_string (builder, "change", types[item->type]);
      jal_ctl_put_string (builder, "uid", item->uid);
      jal_ctl_put_string (builder, "instance", item->instance);
      jal_ctl_put_date (builder, "from", item->from);
      jal_ctl_put_date (builder, "to", item->to);
      jal_ctl_put_date (builder, "from_before", item->from_before);
      jal_ctl_put_date (builder, "to_before", item->to_before);
      jal_ctl_put_string (builder, "title", item->title);
      jal_ctl_put_flag (builder, "hard", item->hard);
      jal_ctl_put_flag (builder, "zone_guessed", item->zone_guessed);
      jal_ctl_put_string (builder, "reason", jal_calendar_odd_id (item->odd));
      jal_ctl_put_string (builder, "why", item->odd != JAL_CALENDAR_ODD_NONE ? jal_calendar_odd_text (item->odd)
                                          : item->zone_guessed ? _ ("Its time zone is not known: taken as Nairobi's.")
                                                               : "");
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
print_in (JalCtl *ctl, const JalCalendarIn *in, gboolean kept)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (!ctl->json)
    {
      put_items (builder, in);
      jal_ctl_print (ctl, builder, item_columns);
      if (in->n_outside > 0)
        jal_ctl_say (ctl, ngettext ("%u event leaves the court's hours free and was passed over.",
                                    "%u events leave the court's hours free and were passed over.", in->n_outside), in->n_outside);
      if (in->n_guessed > 0)
        jal_ctl_say (ctl, ngettext ("%u event is in a time zone that nobody knows; its time was taken as Nairobi's.",
                                    "%u events are in a time zone that nobody knows; their time was taken as Nairobi's.", in->n_guessed),
                     in->n_guessed);
      if (in->counts[JAL_CALENDAR_IN_ODD] > 0)
        jal_ctl_say (ctl, ngettext ("%u event was not understood; the others are as listed.",
                                    "%u events were not understood; the others are as listed.", in->counts[JAL_CALENDAR_IN_ODD]),
                     in->counts[JAL_CALENDAR_IN_ODD]);
      jal_ctl_say (ctl, "%s", kept ? _ ("Kept.") : _ ("Nothing was changed. Say --keep to keep it."));
      return;
    }
  json_builder_begin_object (builder);
  jal_ctl_put_flag (builder, "kept", kept);
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    jal_ctl_put_number (builder, types[i], in->counts[i]);
  jal_ctl_put_number (builder, "outside", in->n_outside);
  jal_ctl_put_number (builder, "free", in->n_free);
  jal_ctl_put_number (builder, "guessed", in->n_guessed);
  json_builder_set_member_name (builder, "items");
  put_items (builder, in);
  json_builder_end_object (builder);
  jal_ctl_print (ctl, builder, item_columns);
}

static gboolean
run_in (JalCtl *ctl, const char *path, GError **error)
{
  JalCalendarInRequest request = { .no_titles = jal_ctl_get_option (ctl, "no-titles") != NULL,
                                   .keep_gone = jal_ctl_get_option (ctl, "keep-gone") != NULL };
  const char *person = jal_ctl_get_option (ctl, "person");
  gboolean keep = jal_ctl_get_option (ctl, "keep") != NULL;
  g_autoptr (JalCalendarIn) in = NULL;

  if (person != NULL && !jal_ctl_resolve (ctl, "person", person, &request.person_id, error))
    return FALSE;
  in = jal_calendar_in_read (ctl->store, path, &request, ctl->cancellable, error);
  if (in == NULL || (keep && !jal_calendar_in_keep (ctl->store, in, error)))
    return FALSE;
  print_in (ctl, in, keep);
  return TRUE;
}

gboolean
jal_ctl_run_ical (JalCtl *ctl, GError **error)
{
  const char *way = jal_ctl_get_argument (ctl, 0), *path = jal_ctl_get_argument (ctl, 1);

  if (g_strcmp0 (way, "out") == 0)
    return run_out (ctl, path, error);
  if (g_strcmp0 (way, "in") == 0)
    return run_in (ctl, path, error);
  return jal_ctl_usage (error, _ ("Say “session ical out FILE” or “session ical in FILE”."));
}
