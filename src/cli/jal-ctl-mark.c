/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Marks. Pages are counted from 1 here, as people do. */
#define G_LOG_DOMAIN "jal-cli"

#include <glib/gi18n-lib.h>

#include "cli/jal-ctl.h"
#include "marks/jal-marks.h"

static const JalCtlColumn columns[] = {
  { "id", N_ ("Id") },        { "page", N_ ("Page") }, { "kind", N_ ("Kind") },     { "audience", N_ ("Audience") },
  { "quoted", N_ ("Words") }, { "note", N_ ("Note") }, { "author", N_ ("Author") }, { NULL },
};

static void
put_quads (JsonBuilder *builder, JalMark *mark)
{
  json_builder_set_member_name (builder, "quads");
  json_builder_begin_array (builder);
  for (guint i = 0; i < mark->n_quads; i++)
    {
      json_builder_begin_array (builder);
      for (guint corner = 0; corner < 4; corner++)
        {
          json_builder_add_double_value (builder, mark->quads[i].x[corner]);
          json_builder_add_double_value (builder, mark->quads[i].y[corner]);
        }
      json_builder_end_array (builder);
    }
  json_builder_end_array (builder);
}

/* The marks of @document_id; with @only (nullable: element type JalId) just those. */
static gboolean
print_marks (JalCtl *ctl, JalId document_id, GArray *only, GError **error)
{
  g_autoptr (GListStore) marks = jal_marks_list (ctl->store, document_id, ctl->cancellable, error);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (marks == NULL)
    return FALSE;
  if (only == NULL || only->len > 1)
    json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (marks)); i++)
    {
      g_autoptr (JalMark) mark = g_list_model_get_item (G_LIST_MODEL (marks), i);
      gboolean wanted = only == NULL;

      for (guint j = 0; only != NULL && j < only->len; j++)
        wanted = wanted || jal_id_equal (g_array_index (only, JalId, j), mark->id);
      if (!wanted)
        continue;
      json_builder_begin_object (builder);
      jal_ctl_put_id (builder, "id", mark->id);
      jal_ctl_put_number (builder, "page", mark->document_page + 1);
      jal_ctl_put_string (builder, "kind", mark->kind);
      jal_ctl_put_string (builder, "audience", mark->audience);
      jal_ctl_put_string (builder, "color", mark->color);
      jal_ctl_put_string (builder, "quoted", mark->quoted);
      jal_ctl_put_string (builder, "note", mark->text);
      jal_ctl_put_string (builder, "author", mark->author);
      jal_ctl_put_instant (builder, "modified", mark->modified_at);
      put_quads (builder, mark);
      json_builder_end_object (builder);
    }
  if (only == NULL || only->len > 1)
    json_builder_end_array (builder);
  jal_ctl_print (ctl, builder, columns);
  return TRUE;
}

static gboolean
run_add (JalCtl *ctl, GError **error)
{
  JalMarkDraft look = {
    .kind = jal_ctl_get_option (ctl, "kind"),
    .color = jal_ctl_get_option (ctl, "color"),
    .text = jal_ctl_get_option (ctl, "note"),
    .audience = jal_ctl_get_option (ctl, "audience"),
  };
  g_autoptr (GArray) ids = NULL;
  JalId id;
  guint page;

  if (!jal_ctl_get_number (ctl, "page", 1, 1000000, 1, &page, error)
      || !jal_ctl_get_id (ctl, "document", 0, &id, error))
    return FALSE;
  ids = jal_marks_add_by_words (ctl->store, id, page - 1, jal_ctl_get_option (ctl, "find"),
                                jal_ctl_get_option (ctl, "every") != NULL, &look, ctl->cancellable, error);
  return ids != NULL && print_marks (ctl, id, ids, error);
}

static gboolean
run_list (JalCtl *ctl, GError **error)
{
  JalId id;

  return jal_ctl_get_id (ctl, "document", 0, &id, error) && print_marks (ctl, id, NULL, error);
}

static gboolean
run_update (JalCtl *ctl, GError **error)
{
  JalId id;

  return jal_ctl_get_id (ctl, "mark", 0, &id, error)
         && jal_marks_update (ctl->store, id, jal_ctl_get_option (ctl, "note"), jal_ctl_get_option (ctl, "audience"),
                              jal_ctl_get_option (ctl, "color"), error);
}

static gboolean
run_remove (JalCtl *ctl, GError **error)
{
  JalId id;

  return jal_ctl_get_id (ctl, "mark", 0, &id, error) && jal_marks_remove (ctl->store, id, error);
}

const JalCtlVerb jal_ctl_mark_verbs[] = {
  { "mark", "add", "DOC", 1, 1,
    "!page=N !kind=highlight|underline|strikeout|note|box !find=WORDS audience=private|team|court note=TEXT color=NAME "
    "every",
    N_ ("Mark the words on a page; without --audience the mark is private."), JAL_CTL_OPEN_VAULT, run_add },
  { "mark", "list", "DOC", 1, 1, NULL, N_ ("List the marks of a document."), JAL_CTL_OPEN_VAULT, run_list },
  { "mark", "update", "MARK", 1, 1, "audience=private|team|court note=TEXT color=NAME", N_ ("Change a mark."),
    JAL_CTL_OPEN_VAULT, run_update },
  { "mark", "remove", "MARK", 1, 1, NULL, N_ ("Take a mark away; undo brings it back."), JAL_CTL_OPEN_VAULT,
    run_remove },
  { NULL },
};
