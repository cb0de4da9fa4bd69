/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bundles. */
#define G_LOG_DOMAIN "jal-cli"

#include <glib/gi18n-lib.h>

#include "bundle/jal-bundle.h"
#include "release/jal-release-printer.h"
#include "cli/jal-ctl.h"

static const JalCtlColumn built_columns[] = {
  { "id", N_ ("Build") },    { "path", N_ ("Saved as") },  { "copy", N_ ("Copy") },
  { "pages", N_ ("Pages") }, { "sha256", "SHA-256" }, { NULL },
};

static const JalCtlColumn item_columns[] = {
  { "section", N_ ("Section") },       { "copies", N_ ("Copies") },
  { "exhibit", N_ ("Exhibit") },       { "title", N_ ("Title") },
  { "pages", N_ ("Pages") },           { "id", N_ ("Item") },
  { "section_id", N_ ("Section id") }, { NULL },
};

static const JalCtlColumn build_columns[] = {
  { "id", N_ ("Build") },    { "built", N_ ("When") },     { "copy", N_ ("Copy") },
  { "pages", N_ ("Pages") }, { "sha256", "SHA-256" }, { NULL },
};

/* The bundle of the case that is the first argument. Looking at it changes nothing in it. */
static gboolean
find_bundle (JalCtl *ctl, JalId *bundle_id, GError **error)
{
  const char *profile = jal_ctl_get_option (ctl, "profile");
  JalId case_id;

  return jal_ctl_get_id (ctl, "case", 0, &case_id, error)
         && jal_bundle_ensure (ctl->store, case_id, profile != NULL ? profile : "kenya-trial", bundle_id, error);
}

static void
say_warnings (JalCtl *ctl, const JalBundleResult *result)
{
  for (guint i = 0; result->warnings != NULL && result->warnings[i] != NULL; i++)
    jal_ctl_say (ctl, "%s", result->warnings[i]);
}

static void
put_left_out (JsonBuilder *builder, GListModel *left_out)
{
  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (left_out); i++)
    {
      g_autoptr (JalLeftOut) value = g_list_model_get_item (left_out, i);

      json_builder_begin_object (builder);
      jal_ctl_put_id (builder, "document_id", value->document_id);
      jal_ctl_put_string (builder, "title", value->title);
      jal_ctl_put_string (builder, "exhibit", value->exhibit);
      jal_ctl_put_number (builder, "pages", value->n_pages);
      jal_ctl_put_string (builder, "why", jal_left_out_why_id (value->why));
      jal_ctl_put_string (builder, "section", value->section);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

/* What the copy leaves out must be said to whoever builds it. */
static void
say_left_out (JalCtl *ctl, const char *copy, const JalBundleCounts *counts)
{
  g_autofree char *words = jal_bundle_describe_left_out (counts);

  if (words == NULL || g_str_equal (copy, "counsel"))
    return;
  jal_ctl_warn ("%s", words);
  if (jal_bundle_is_nearly_empty (counts))
    jal_ctl_warn (_ ("It is nearly empty: it holds %u of %u documents. “bundle left-out” lists the others, “bundle sort” puts "
                     "them into a section."),
                  counts->n_shown, counts->n_shown + counts->n_left_out);
}

static gboolean
run_left_out (JalCtl *ctl, GError **error)
{
  static const JalCtlColumn columns[] = { { "exhibit", N_ ("Exhibit") }, { "title", N_ ("Title") }, { "pages", N_ ("Pages") },
                                          { "why", N_ ("Why") },         { "section", N_ ("Section") }, { "document_id", N_ ("Id") },
                                          { NULL } };
  const char *copy = jal_ctl_get_option (ctl, "copy") != NULL ? jal_ctl_get_option (ctl, "copy") : "court";
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GListStore) left_out = NULL;
  JalBundleCounts counts;
  JalId bundle_id;

  if (!find_bundle (ctl, &bundle_id, error)
      || (left_out = jal_bundle_left_out (ctl->store, bundle_id, copy, &counts, ctl->cancellable, error)) == NULL)
    return FALSE;
  put_left_out (builder, G_LIST_MODEL (left_out));
  jal_ctl_print (ctl, builder, columns);
  say_left_out (ctl, copy, &counts);
  return TRUE;
}

static gboolean
run_sort (JalCtl *ctl, GError **error)
{
  g_autoptr (GArray) documents = g_array_new (FALSE, FALSE, sizeof (JalId));
  JalId section;

  if (!jal_ctl_get_id (ctl, "section", 0, &section, error))
    return FALSE;
  for (guint i = 1; i < ctl->arguments->len; i++)
    {
      JalId id;

      if (!jal_ctl_get_id (ctl, "document", i, &id, error))
        return FALSE;
      g_array_append_val (documents, id);
    }
  return jal_bundle_sort_documents (ctl->store, section, (const JalId *)(gpointer)documents->data, documents->len, error);
}

static gboolean
build_once (JalCtl *ctl, JalId bundle_id, const char *copy, const char *path, const JalPrintOptions *printer, JalBundleResult *result,
            GError **error)
{
  JalReleaseFile *file = printer != NULL ? jal_release_printer_new (printer, error) : NULL;

  if (printer == NULL)
    return jal_bundle_build (ctl->store, bundle_id, copy, path, jal_ctl_get_option (ctl, "replace") != NULL, NULL, NULL, result,
                             ctl->cancellable, error);
  return file != NULL && jal_bundle_build_into (ctl->store, bundle_id, copy, file, NULL, NULL, result, ctl->cancellable, error);
}

/* To @path, or on @printer. */
static gboolean
build (JalCtl *ctl, JalId bundle_id, const char *copy, const char *path, const JalPrintOptions *printer, JalBundleResult *result,
       GError **error)
{
  g_autoptr (GError) local = NULL;

  if (build_once (ctl, bundle_id, copy, path, printer, result, &local))
    return TRUE;
  if (jal_ctl_draws_pages (ctl, &result->told))
    return build_once (ctl, bundle_id, copy, path, printer, result, error);
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
run_build (JalCtl *ctl, GError **error)
{
  const char *path = jal_ctl_get_argument (ctl, 1);
  const char *copy = jal_ctl_get_option (ctl, "copy");
  const char *language = jal_ctl_get_option (ctl, "language");
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_auto (JalBundleResult) result = { .told.parts_stay = jal_ctl_get_option (ctl, "parts-stay") != NULL,
                                      .told.covers_stay = jal_ctl_get_option (ctl, "covers-stay") != NULL,
                                      .told.unsearched_stay = jal_ctl_get_option (ctl, "unsearched-stay") != NULL,
                                      .told.incomplete_stay = jal_ctl_get_option (ctl, "incomplete-stay") != NULL };
  g_autoptr (GListStore) left_out = NULL;
  JalBundleCounts counts;
  JalId bundle_id;

  copy = copy != NULL ? copy : "counsel";
  /* What came in since the bundle was arranged enters it: a page left out unnoticed is worse than one too many. */
  if (!find_bundle (ctl, &bundle_id, error) || !jal_bundle_place_new (ctl->store, bundle_id, NULL, error)
      || (language != NULL && !jal_bundle_set_language (ctl->store, bundle_id, language, error))
      || (left_out = jal_bundle_left_out (ctl->store, bundle_id, copy, &counts, ctl->cancellable, error)) == NULL)
    return FALSE;
  if (!build (ctl, bundle_id, copy, path, NULL, &result, error))
    {
      jal_ctl_say_told (&result.told);
      say_left_out (ctl, copy, &counts);
      return FALSE;
    }
  json_builder_begin_object (builder);
  jal_ctl_put_id (builder, "id", result.build_id);
  jal_ctl_put_id (builder, "bundle_id", bundle_id);
  jal_ctl_put_string (builder, "path", path);
  jal_ctl_put_string (builder, "copy", result.copy);
  jal_ctl_put_number (builder, "pages", result.pages);
  jal_ctl_put_number (builder, "index_pages", result.index_pages);
  jal_ctl_put_string (builder, "sha256", result.sha256);
  json_builder_set_member_name (builder, "warnings");
  json_builder_begin_array (builder);
  for (guint i = 0; result.warnings[i] != NULL; i++)
    json_builder_add_string_value (builder, result.warnings[i]);
  json_builder_end_array (builder);
  jal_ctl_put_number (builder, "documents", counts.n_shown);
  json_builder_set_member_name (builder, "left_out");
  put_left_out (builder, G_LIST_MODEL (left_out));
  jal_ctl_put_flag (builder, "nearly_empty", jal_bundle_is_nearly_empty (&counts));
  json_builder_end_object (builder);
  jal_ctl_print (ctl, builder, built_columns);
  say_warnings (ctl, &result);
  say_left_out (ctl, copy, &counts);
  return TRUE;
}

static gboolean
run_show (JalCtl *ctl, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GListStore) sections = NULL;
  JalId bundle_id;

  if (!find_bundle (ctl, &bundle_id, error)
      || (sections = jal_bundle_sections (ctl->store, bundle_id, ctl->cancellable, error)) == NULL)
    return FALSE;
  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (sections)); i++)
    {
      g_autoptr (JalSection) section = g_list_model_get_item (G_LIST_MODEL (sections), i);
      g_autofree char *name = g_strdup_printf ("%s. %s", section->code, section->title);

      for (guint j = 0; j < g_list_model_get_n_items (G_LIST_MODEL (section->items)); j++)
        {
          g_autoptr (JalItem) item = g_list_model_get_item (G_LIST_MODEL (section->items), j);

          json_builder_begin_object (builder);
          jal_ctl_put_id (builder, "id", item->id);
          jal_ctl_put_id (builder, "section_id", section->id);
          jal_ctl_put_string (builder, "section", name);
          jal_ctl_put_string (builder, "copies", section->copies);
          jal_ctl_put_id (builder, "document_id", item->document_id);
          jal_ctl_put_string (builder, "title", item->title);
          jal_ctl_put_string (builder, "exhibit", item->exhibit);
          jal_ctl_put_number (builder, "first_page", item->first_page + 1);
          jal_ctl_put_number (builder, "pages", item->n_pages);
          json_builder_end_object (builder);
        }
    }
  json_builder_end_array (builder);
  jal_ctl_print (ctl, builder, item_columns);
  return TRUE;
}

/* Also those without items, which have a place for what "bundle sort" puts there. */
static gboolean
run_sections (JalCtl *ctl, GError **error)
{
  static const JalCtlColumn columns[] = { { "section", N_ ("Section") }, { "copies", N_ ("Copies") }, { "documents", N_ ("Documents") },
                                          { "id", N_ ("Section id") },   { NULL } };
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GListStore) sections = NULL;
  JalId bundle_id;

  if (!find_bundle (ctl, &bundle_id, error)
      || (sections = jal_bundle_sections (ctl->store, bundle_id, ctl->cancellable, error)) == NULL)
    return FALSE;
  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (sections)); i++)
    {
      g_autoptr (JalSection) section = g_list_model_get_item (G_LIST_MODEL (sections), i);
      g_autofree char *name = g_strdup_printf ("%s. %s", section->code, section->title);

      json_builder_begin_object (builder);
      jal_ctl_put_id (builder, "id", section->id);
      jal_ctl_put_string (builder, "section", name);
      jal_ctl_put_string (builder, "copies", section->copies);
      jal_ctl_put_number (builder, "documents", g_list_model_get_n_items (G_LIST_MODEL (section->items)));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  jal_ctl_print (ctl, builder, columns);
  return TRUE;
}

static gboolean
run_move (JalCtl *ctl, GError **error)
{
  const char *after_name = jal_ctl_get_option (ctl, "after");
  JalId item, section, after = JAL_ID_NONE;

  return jal_ctl_get_id (ctl, "item", 0, &item, error) && jal_ctl_get_id (ctl, "section", 1, &section, error)
         && (after_name == NULL || jal_ctl_resolve (ctl, "item", after_name, &after, error))
         && jal_bundle_move_item (ctl->store, item, section, after, error);
}

static gboolean
run_builds (JalCtl *ctl, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GListStore) builds = NULL;
  JalId bundle_id;

  if (!find_bundle (ctl, &bundle_id, error) || (builds = jal_bundle_builds (ctl->store, bundle_id, error)) == NULL)
    return FALSE;
  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (builds)); i++)
    {
      g_autoptr (JalBuild) build = g_list_model_get_item (G_LIST_MODEL (builds), i);
      g_auto (GStrv) recipients = NULL;

      json_builder_begin_object (builder);
      jal_ctl_put_id (builder, "id", build->id);
      jal_ctl_put_string (builder, "copy", build->copy);
      jal_ctl_put_instant (builder, "built", build->built_at);
      jal_ctl_put_number (builder, "pages", build->pages);
      jal_ctl_put_string (builder, "sha256", build->sha256);
      jal_ctl_put_string (builder, "audit_head", build->audit_head);
      recipients = jal_bundle_recipients (ctl->store, build->id, error);
      if (recipients == NULL)
        return FALSE;
      json_builder_set_member_name (builder, "recipients");
      json_builder_begin_array (builder);
      for (guint j = 0; recipients[j] != NULL; j++)
        json_builder_add_string_value (builder, recipients[j]);
      json_builder_end_array (builder);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  jal_ctl_print (ctl, builder, build_columns);
  return TRUE;
}

/* The printers; none is an empty list. */
static gboolean
run_printers (JalCtl *ctl, GError **error)
{
  static const JalCtlColumn columns[] = { { "printer", N_ ("Printer") }, { "title", N_ ("Title") }, { NULL } };
  g_autoptr (GPtrArray) printers = jal_release_list_printers (ctl->cancellable, error);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (printers == NULL)
    return FALSE;
  json_builder_begin_array (builder);
  for (guint i = 0; i < printers->len; i++)
    {
      const JalPrinter *printer = printers->pdata[i];

      json_builder_begin_object (builder);
      jal_ctl_put_string (builder, "printer", printer->id);
      jal_ctl_put_string (builder, "title", printer->title);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  jal_ctl_print (ctl, builder, columns);
  return TRUE;
}

/* Prints, and waits at most a minute for CUPS to be done, so that it can be told to forget its readable copy. */
static gboolean
run_print (JalCtl *ctl, GError **error)
{
  const char *copies = jal_ctl_get_option (ctl, "copies");
  const char *copy = jal_ctl_get_option (ctl, "copy");
  JalPrintOptions options = { .printer = jal_ctl_get_argument (ctl, 1),
                              .copies = copies != NULL ? (guint)g_ascii_strtoull (copies, NULL, 10) : 1,
                              .both_sides = jal_ctl_get_option (ctl, "both-sides") != NULL };
  g_auto (JalBundleResult) result = { .told.parts_stay = jal_ctl_get_option (ctl, "parts-stay") != NULL,
                                      .told.covers_stay = jal_ctl_get_option (ctl, "covers-stay") != NULL,
                                      .told.unsearched_stay = jal_ctl_get_option (ctl, "unsearched-stay") != NULL,
                                      .told.incomplete_stay = jal_ctl_get_option (ctl, "incomplete-stay") != NULL };
  g_autoptr (GListStore) left_out = NULL;
  JalBundleCounts counts;
  JalId bundle_id;

  copy = copy != NULL ? copy : "counsel";
  if (!find_bundle (ctl, &bundle_id, error) || !jal_bundle_place_new (ctl->store, bundle_id, NULL, error)
      || (left_out = jal_bundle_left_out (ctl->store, bundle_id, copy, &counts, ctl->cancellable, error)) == NULL)
    return FALSE;
  if (!build (ctl, bundle_id, copy, NULL, &options, &result, error))
    {
      jal_ctl_say_told (&result.told);
      return FALSE;
    }
  say_warnings (ctl, &result);
  say_left_out (ctl, copy, &counts);
  if (jal_release_forget_print_jobs (60, ctl->cancellable) > 0)
    jal_ctl_say (ctl, "%s", _ ("The printing system is still busy: it may keep a readable copy for a day."));
  return TRUE;
}

static gboolean
run_rebuild (JalCtl *ctl, GError **error)
{
  g_auto (JalBundleResult) result = { .told.parts_stay = jal_ctl_get_option (ctl, "parts-stay") != NULL,
                                      .told.covers_stay = jal_ctl_get_option (ctl, "covers-stay") != NULL,
                                      .told.unsearched_stay = jal_ctl_get_option (ctl, "unsearched-stay") != NULL,
                                      .told.incomplete_stay = jal_ctl_get_option (ctl, "incomplete-stay") != NULL };
  JalId id;

  if (!jal_ctl_get_id (ctl, "build", 0, &id, error))
    return FALSE;
  if (!jal_bundle_rebuild (ctl->store, id, jal_ctl_get_argument (ctl, 1), jal_ctl_get_option (ctl, "replace") != NULL, NULL, NULL,
                           &result, ctl->cancellable, error))
    {
      jal_ctl_say_told (&result.told);
      return FALSE;
    }
  say_warnings (ctl, &result);
  return TRUE;
}

static gboolean
run_disclose (JalCtl *ctl, GError **error)
{
  JalDate date = JAL_DATE_NONE;
  JalId id;

  return (jal_ctl_get_option (ctl, "date") == NULL || jal_ctl_get_date (ctl, "date", &date, error))
         && jal_ctl_get_id (ctl, "build", 0, &id, error)
         && jal_bundle_disclose (ctl->store, id, jal_ctl_get_option (ctl, "to"), jal_ctl_get_option (ctl, "why"), date, error);
}

const JalCtlVerb jal_ctl_bundle_verbs[] = {
  { "bundle", "build", "CASE DEST.pdf", 2, 2, "profile=ID copy=counsel|court language=en|sw replace parts-stay covers-stay unsearched-stay incomplete-stay draw-pages",
    N_ ("Compose the bundle; without --copy counsel's own copy, which holds everything."), JAL_CTL_OPEN_VAULT,
    run_build },
  { "bundle", "print", "CASE PRINTER", 2, 2, "profile=ID copy=counsel|court copies=N both-sides parts-stay covers-stay unsearched-stay incomplete-stay draw-pages",
    N_ ("Compose the bundle and print it; nothing is saved."), JAL_CTL_OPEN_VAULT, run_print },
  { "bundle", "printers", "", 0, 0, "", N_ ("List the printers."), JAL_CTL_NO_VAULT, run_printers },
  { "bundle", "show", "CASE", 1, 1, "profile=ID", N_ ("List sections and items."), JAL_CTL_OPEN_VAULT, run_show },
  { "bundle", "move", "ITEM SECTION", 2, 2, "after=ITEM",
    N_ ("Move an item into a section, to its front or behind another one."), JAL_CTL_OPEN_VAULT, run_move },
  { "bundle", "sections", "CASE", 1, 1, "profile=ID", N_ ("List the sections, also those without documents."), JAL_CTL_OPEN_VAULT,
    run_sections },
  { "bundle", "left-out", "CASE", 1, 1, "profile=ID copy=counsel|court",
    N_ ("List the documents that the court's copy (or --copy) leaves out, and why."), JAL_CTL_OPEN_VAULT, run_left_out },
  { "bundle", "sort", "SECTION DOC…", 2, 10000, NULL,
    N_ ("Put documents at the end of a section, wherever in the bundle they stand."), JAL_CTL_OPEN_VAULT, run_sort },
  { "bundle", "builds", "CASE", 1, 1, "profile=ID", N_ ("List what was built."), JAL_CTL_OPEN_VAULT, run_builds },
  { "bundle", "rebuild", "BUILD DEST.pdf", 2, 2, "replace parts-stay covers-stay unsearched-stay incomplete-stay", N_ ("Write the very same bundle again."),
    JAL_CTL_OPEN_VAULT, run_rebuild },
  { "bundle", "disclose", "BUILD", 1, 1, "!to=NAME why=TEXT date=DATE",
    N_ ("Put on record who got what was built: it stands in the custody of every document in it."), JAL_CTL_OPEN_VAULT,
    run_disclose },
  { NULL },
};
