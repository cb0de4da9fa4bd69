/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Marks. Pages are counted from 1 here, as people do. */
#define G_LOG_DOMAIN "jal-cli"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "cli/jal-ctl.h"
#include "evidence/jal-evidence.h"
#include "marks/jal-marks.h"
#include "release/jal-release.h"

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

static void
put_points (JsonBuilder *builder, JalMark *mark)
{
  json_builder_set_member_name (builder, "points");
  json_builder_begin_array (builder);
  for (guint i = 0; i < mark->n_points; i++)
    {
      json_builder_begin_array (builder);
      json_builder_add_double_value (builder, mark->points[i].x);
      json_builder_add_double_value (builder, mark->points[i].y);
      json_builder_add_boolean_value (builder, mark->points[i].begins > 0.5);
      json_builder_end_array (builder);
    }
  json_builder_end_array (builder);
}

static void
put_link (JsonBuilder *builder, const char *name, JalId id)
{
  if (jal_id_is_none (id))
    jal_ctl_put_string (builder, name, NULL);
  else
    jal_ctl_put_id (builder, name, id);
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
      if (!wanted || !g_strv_contains (jal_marks_kinds (), mark->kind))
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
      put_link (builder, "document", mark->link_document_id);
      put_link (builder, "session", mark->link_session_id);
      jal_ctl_put_string (builder, "anchor", mark->anchor);
      jal_ctl_put_flag (builder, "adopted", mark->received != NULL);
      put_quads (builder, mark);
      put_points (builder, mark);
      json_builder_end_object (builder);
    }
  if (only == NULL || only->len > 1)
    json_builder_end_array (builder);
  jal_ctl_print (ctl, builder, columns);
  return TRUE;
}

/* Reads numbers separated by commas; -1 when @text is something else or has more than @max. */
static int
read_numbers (const char *text, double *numbers, guint max)
{
  guint n = 0;

  for (const char *p = text;; p++)
    {
      char *end;

      if (n == max)
        return -1;
      numbers[n] = g_ascii_strtod (p, &end);
      if (end == p || !isfinite (numbers[n]))
        return -1;
      n++;
      p = end;
      if (*p == '\0')
        return (int)n;
      if (*p != ',')
        return -1;
    }
}

static gboolean
get_area (JalCtl *ctl, const char *name, double area[4], GError **error)
{
  if (read_numbers (jal_ctl_get_option (ctl, name), area, 4) != 4)
    return jal_ctl_usage (error, _ ("--%s wants four numbers: X,Y,WIDTH,HEIGHT in points from the page's top left corner."),
                          name);
  return TRUE;
}

/* "10,10,20,20;30,30,40,45": a stroke from point to point, then another. */
static GArray *
read_strokes (const char *text)
{
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (JalMarkPoint));
  g_auto (GStrv) strokes = g_strsplit (text, ";", -1);

  for (guint i = 0; strokes[i] != NULL; i++)
    {
      double numbers[2000];
      int n = read_numbers (strokes[i], numbers, G_N_ELEMENTS (numbers));

      if (n < 2 || n % 2 != 0)
        return NULL;
      for (int k = 0; k < n; k += 2)
        {
          JalMarkPoint point = { numbers[k], numbers[k + 1], k == 0 ? 1 : 0 };

          g_array_append_val (points, point);
        }
    }
  return g_steal_pointer (&points);
}

/* A mark by measure instead of by words. */
static gboolean
add_by_measure (JalCtl *ctl, JalId document_id, guint page, const JalMarkDraft *look, GError **error)
{
  const char *line = jal_ctl_get_option (ctl, "line"), *ink = jal_ctl_get_option (ctl, "ink");
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (JalId));
  g_autoptr (GArray) points = NULL;
  double area[4];
  JalId id;

  if (line != NULL || ink != NULL)
    {
      points = read_strokes (line != NULL ? line : ink);
      if (points == NULL)
        return jal_ctl_usage (error, _ ("--line wants X1,Y1,X2,Y2 and --ink X,Y,X,Y,… with a semicolon between strokes, in "
                                        "points from the page's top left corner."));
      if (!jal_marks_add_strokes (ctl->store, document_id, page, points, look, &id, ctl->cancellable, error))
        return FALSE;
    }
  else if (!get_area (ctl, "area", area, error)
           || !jal_marks_add_area (ctl->store, document_id, page,
                                   (JalBox){ area[0], area[1], area[0] + area[2], area[1] + area[3] }, look, &id,
                                   ctl->cancellable, error))
    return FALSE;
  g_array_append_val (ids, id);
  return print_marks (ctl, document_id, ids, error);
}

static gboolean
run_add (JalCtl *ctl, GError **error)
{
  static const char *const where[] = { "find", "area", "line", "ink" };
  JalMarkDraft look = {
    .kind = jal_ctl_get_option (ctl, "kind"),
    .color = jal_ctl_get_option (ctl, "color"),
    .text = jal_ctl_get_option (ctl, "note"),
    .audience = jal_ctl_get_option (ctl, "audience"),
  };
  g_autoptr (GArray) ids = NULL;
  JalId id;
  guint page, n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (where); i++)
    n += jal_ctl_get_option (ctl, where[i]) != NULL ? 1 : 0;
  if (n != 1)
    return jal_ctl_usage (error, _ ("Say where the mark goes, once: --find WORDS, --area, --line or --ink."));
  if (!jal_ctl_get_number (ctl, "page", 1, 1000000, 1, &page, error)
      || !jal_ctl_get_id (ctl, "document", 0, &id, error))
    return FALSE;
  if (jal_ctl_get_option (ctl, "find") == NULL)
    return add_by_measure (ctl, id, page - 1, &look, error);
  ids = jal_marks_add_by_words (ctl->store, id, page - 1, jal_ctl_get_option (ctl, "find"),
                                jal_ctl_get_option (ctl, "every") != NULL, &look, ctl->cancellable, error);
  return ids != NULL && print_marks (ctl, id, ids, error);
}

static gboolean
run_list (JalCtl *ctl, GError **error)
{
  g_autoptr (JalDocument) document = NULL;
  JalId id;

  if (!jal_ctl_get_id (ctl, "document", 0, &id, error) || (document = jal_evidence_get (ctl->store, id, error)) == NULL
      || !print_marks (ctl, id, NULL, error))
    return FALSE;
  jal_evidence_note_view (ctl->store, document, JAL_EVIDENCE_MARKS);
  return TRUE;
}

static const JalCtlColumn received_columns[] = {
  { "id", N_ ("Id") }, { "page", N_ ("Page") }, { "kind", N_ ("Kind") }, { "author", N_ ("Author") }, { "note", N_ ("Note") },
  { "quoted", N_ ("Words") }, { NULL, NULL },
};

static gboolean
run_received (JalCtl *ctl, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GListStore) marks = NULL;
  g_autoptr (JalDocument) document = NULL;
  gboolean more;
  JalId id;

  if (!jal_ctl_get_id (ctl, "document", 0, &id, error) || (document = jal_evidence_get (ctl->store, id, error)) == NULL
      || !jal_evidence_read_received (ctl->store, id, &more, ctl->cancellable, error)
      || (marks = jal_marks_list_received (ctl->store, id, ctl->cancellable, error)) == NULL)
    return FALSE;
  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (marks)); i++)
    {
      g_autoptr (JalMark) mark = g_list_model_get_item (G_LIST_MODEL (marks), i);

      json_builder_begin_object (builder);
      jal_ctl_put_id (builder, "id", mark->id);
      jal_ctl_put_number (builder, "page", mark->document_page + 1);
      jal_ctl_put_string (builder, "kind", mark->kind);
      jal_ctl_put_string (builder, "color", mark->color);
      jal_ctl_put_string (builder, "author", mark->author);
      jal_ctl_put_string (builder, "note", mark->text);
      jal_ctl_put_string (builder, "quoted", mark->quoted);
      jal_ctl_put_string (builder, "adopted", mark->received);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  jal_ctl_print (ctl, builder, received_columns);
  if (more)
    jal_ctl_warn ("%s", _ ("A file has more notes than are listed here."));
  jal_evidence_note_view (ctl->store, document, JAL_EVIDENCE_MARKS);
  return TRUE;
}

static gboolean
run_adopt (JalCtl *ctl, GError **error)
{
  JalId document_id, received_id, id;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (JalId));

  if (!jal_ctl_get_id (ctl, "document", 0, &document_id, error) || !jal_ctl_get_id (ctl, "received", 1, &received_id, error)
      || !jal_marks_adopt (ctl->store, document_id, received_id, &id, error))
    return FALSE;
  g_array_append_val (ids, id);
  return print_marks (ctl, document_id, ids, error);
}

static gboolean
run_update (JalCtl *ctl, GError **error)
{
  JalId id;

  return jal_ctl_get_id (ctl, "mark", 0, &id, error)
         && jal_marks_update (ctl->store, id, jal_ctl_get_option (ctl, "note"), jal_ctl_get_option (ctl, "audience"),
                              jal_ctl_get_option (ctl, "color"), error);
}

/* Prints the one mark as it is now. */
static gboolean
print_mark (JalCtl *ctl, JalId id, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (JalId));
  JalId document_id;
  guint page;

  g_array_append_val (ids, id);
  return jal_marks_find_page (ctl->store, id, &document_id, &page, error)
         && print_marks (ctl, document_id, ids, error);
}

static gboolean
run_move (JalCtl *ctl, GError **error)
{
  const char *by = jal_ctl_get_option (ctl, "by"), *to = jal_ctl_get_option (ctl, "to");
  const char *size = jal_ctl_get_option (ctl, "size");
  JalMarkMove move = { .absolute = to != NULL };
  double pair[2];
  JalId id;

  if ((by == NULL && to == NULL && size == NULL) || (by != NULL && to != NULL))
    return jal_ctl_usage (error, _ ("Say where the mark goes: --by DX,DY or --to X,Y, and --size WIDTH,HEIGHT."));
  if (by != NULL || to != NULL)
    {
      if (read_numbers (by != NULL ? by : to, pair, 2) != 2)
        return jal_ctl_usage (error, _ ("Say where the mark goes: --by DX,DY or --to X,Y, and --size WIDTH,HEIGHT."));
      move.x = pair[0];
      move.y = pair[1];
    }
  if (size != NULL)
    {
      if (read_numbers (size, pair, 2) != 2 || pair[0] <= 0 || pair[1] <= 0)
        return jal_ctl_usage (error, _ ("Say where the mark goes: --by DX,DY or --to X,Y, and --size WIDTH,HEIGHT."));
      move.width = pair[0];
      move.height = pair[1];
    }
  return jal_ctl_get_id (ctl, "mark", 0, &id, error) && jal_marks_move (ctl->store, id, &move, ctl->cancellable, error)
         && print_mark (ctl, id, error);
}

static gboolean
run_link (JalCtl *ctl, GError **error)
{
  const char *document = jal_ctl_get_option (ctl, "document"), *session = jal_ctl_get_option (ctl, "session");
  JalId id, document_id = JAL_ID_NONE, session_id = JAL_ID_NONE;

  if ((document != NULL && !jal_ctl_resolve (ctl, "document", document, &document_id, error))
      || (session != NULL && !jal_ctl_resolve (ctl, "session", session, &session_id, error)))
    return FALSE;
  return jal_ctl_get_id (ctl, "mark", 0, &id, error)
         && jal_marks_link (ctl->store, id, document_id, session_id, error) && print_mark (ctl, id, error);
}

static gboolean
run_settle (JalCtl *ctl, GError **error)
{
  JalId id;

  return jal_ctl_get_id (ctl, "mark", 0, &id, error)
         && jal_marks_settle (ctl->store, id, jal_ctl_get_option (ctl, "leave") != NULL ? "left" : "sure", error);
}

static gboolean
run_export (JalCtl *ctl, GError **error)
{
  static const JalCtlColumn saved[] = { { "path", N_ ("Saved as") }, { NULL } };
  const char *path = jal_ctl_get_argument (ctl, 1), *audience = jal_ctl_get_option (ctl, "audience");
  g_autoptr (JsonBuilder) builder = NULL;
  g_auto (JalGuardTold) told = { .parts_stay = jal_ctl_get_option (ctl, "parts-stay") != NULL };
  g_auto (JalReleaseBeside) beside = { 0 };
  const JalReleaseLook look = { .marked = TRUE, .audience = audience };
  JalId id;

  if (!jal_ctl_get_id (ctl, "document", 0, &id, error))
    return FALSE;
  /* The court's are refused by their own door. */
  if (audience != NULL && !g_str_equal (audience, "court"))
    {
      if (!jal_release_look_beside (ctl->store, id, &look, TRUE, &beside, ctl->cancellable, error))
        return FALSE;
      jal_ctl_say_beside (&beside);
    }
  if (!jal_release_save_xfdf (ctl->store, id, path, audience, jal_ctl_get_option (ctl, "replace") != NULL, &told,
                              ctl->cancellable, error))
    {
      jal_ctl_say_told (&told);
      return FALSE;
    }
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  jal_ctl_put_id (builder, "id", id);
  jal_ctl_put_string (builder, "path", path);
  jal_ctl_put_string (builder, "audience", audience != NULL ? audience : "court");
  json_builder_set_member_name (builder, "bare");
  json_builder_begin_object (builder);
  jal_ctl_put_beside (builder, &beside);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  jal_ctl_print (ctl, builder, saved);
  return TRUE;
}

static gboolean
run_meanings (JalCtl *ctl, GError **error)
{
  static const JalCtlColumn shown[] = { { "color", N_ ("Colour") }, { "meaning", N_ ("Meaning") }, { NULL } };
  const char *color = jal_ctl_get_option (ctl, "color"), *meaning = jal_ctl_get_option (ctl, "meaning");
  g_auto (GStrv) meanings = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  JalId id;

  if ((color == NULL) != (meaning == NULL))
    return jal_ctl_usage (error, _ ("--color and --meaning go together."));
  if (!jal_ctl_get_id (ctl, "case", 0, &id, error)
      || (color != NULL && !jal_marks_set_meaning (ctl->store, id, color, meaning, error))
      || (meanings = jal_marks_meanings (ctl->store, id, JAL_LANG_EN, ctl->cancellable, error)) == NULL)
    return FALSE;
  json_builder_begin_array (builder);
  for (guint i = 0; meanings[i] != NULL; i++)
    {
      json_builder_begin_object (builder);
      jal_ctl_put_string (builder, "color", jal_marks_colors ()[i]);
      jal_ctl_put_string (builder, "meaning", meanings[i]);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  jal_ctl_print (ctl, builder, shown);
  return TRUE;
}

static gboolean
run_replace (JalCtl *ctl, GError **error)
{
  static const JalCtlColumn shown[] = { { "id", N_ ("Id") },
                                        { "older", N_ ("Older version") },
                                        { "marks", N_ ("Marks") },
                                        { "doubtful", N_ ("To be checked") },
                                        { NULL } };
  g_autoptr (JsonBuilder) builder = NULL;
  JalMarksNewer result;
  JalId id;

  if (!jal_ctl_get_id (ctl, "document", 0, &id, error)
      || !jal_marks_take_newer (ctl->store, id, jal_ctl_get_argument (ctl, 1), &result, ctl->cancellable, error))
    return FALSE;
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  jal_ctl_put_id (builder, "id", id);
  jal_ctl_put_id (builder, "older", result.older_id);
  jal_ctl_put_number (builder, "marks", result.n_marks);
  jal_ctl_put_number (builder, "doubtful", result.n_doubtful);
  json_builder_end_object (builder);
  jal_ctl_print (ctl, builder, shown);
  return TRUE;
}

static gboolean
run_remove (JalCtl *ctl, GError **error)
{
  JalId id;

  return jal_ctl_get_id (ctl, "mark", 0, &id, error) && jal_marks_remove (ctl->store, id, error);
}

const JalCtlVerb jal_ctl_mark_verbs[] = {
  { "mark", "add", "DOC", 1, 1,
    "!page=N !kind=highlight|underline|strikeout|note|box|line|arrow|ink|text find=WORDS area=X,Y,W,H line=X,Y,X,Y "
    "ink=X,Y,…;… audience=private|team|court note=TEXT color=NAME every",
    N_ ("Mark words or a place on a page, in points from its top left corner; without --audience the mark is private."), JAL_CTL_OPEN_VAULT, run_add },
  { "mark", "list", "DOC", 1, 1, NULL, N_ ("List the marks of a document."), JAL_CTL_OPEN_VAULT, run_list },
  { "mark", "received", "DOC", 1, 1, NULL, N_ ("List what others had put on the pages before the file came."), JAL_CTL_OPEN_VAULT,
    run_received },
  { "mark", "adopt", "DOC RECEIVED", 2, 2, NULL, N_ ("Make such a note a private mark of one's own."), JAL_CTL_OPEN_VAULT,
    run_adopt },
  { "mark", "update", "MARK", 1, 1, "audience=private|team|court note=TEXT color=NAME", N_ ("Change a mark."),
    JAL_CTL_OPEN_VAULT, run_update },
  { "mark", "move", "MARK", 1, 1, "by=DX,DY to=X,Y size=W,H",
    N_ ("Move or resize a mark, in points of the page as it is seen."), JAL_CTL_OPEN_VAULT, run_move },
  { "mark", "link", "MARK", 1, 1, "document=DOC session=SESSION",
    N_ ("Let a mark lead to an exhibit or a session; to nothing when neither is given."), JAL_CTL_OPEN_VAULT, run_link },
  { "mark", "settle", "MARK", 1, 1, "leave",
    N_ ("Say that a mark brought over from an older version stands right, or may be left where it is."),
    JAL_CTL_OPEN_VAULT, run_settle },
  { "mark", "export", "DOC DEST.xfdf", 2, 2, "audience=court|team|private replace parts-stay",
    N_ ("Save the marks meant for the court, or for --audience, as XFDF."), JAL_CTL_OPEN_VAULT, run_export },
  { "mark", "meanings", "CASE", 1, 1, "color=NAME meaning=WORDS",
    N_ ("Say what the colours mean in a case; an empty meaning goes back to the usual one."), JAL_CTL_OPEN_VAULT,
    run_meanings },
  { "evidence", "replace", "DOC FILE", 2, 2, NULL,
    N_ ("Put a newer version in a document's place; the older one stays, and its marks are brought over."),
    JAL_CTL_OPEN_VAULT, run_replace },
  { "mark", "remove", "MARK", 1, 1, NULL, N_ ("Take a mark away; undo brings it back."), JAL_CTL_OPEN_VAULT,
    run_remove },
  { NULL },
};
