/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* Making, changing and removing marks. */
#include "app/reader/jal-mark-verbs.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "app/shell/jal-shell.h"
#include "app/shell/jal-shown.h"
#include "app/shell/jal-task-line.h"
#include "app/shell/jal-task.h"
#include "marks/jal-marks.h"

/* Points. */
#define NOTE_SIZE 20.0

/* --- Words -------------------------------------------------------------------------------------------------------- */

const char *
jal_mark_verbs_shown_kind (const char *kind)
{
  if (g_str_equal (kind, "highlight"))
    return _ ("Highlight");
  if (g_str_equal (kind, "underline"))
    return _ ("Underline");
  if (g_str_equal (kind, "strikeout"))
    return _ ("Strikeout");
  if (g_str_equal (kind, "box"))
    return _ ("Box");
  if (g_str_equal (kind, "line"))
    return _ ("Line");
  if (g_str_equal (kind, "arrow"))
    return _ ("Arrow");
  if (g_str_equal (kind, "ink"))
    return _ ("Ink");
  if (g_str_equal (kind, "text"))
    return _ ("Text");
  return _ ("Note");
}

JalLang
jal_mark_verbs_language (void)
{
  return jal_lang_from_locale (C_ ("language code", "en"));
}

char *
jal_mark_verbs_shown_link (JalMark *mark)
{
  g_autofree char *date = NULL;

  if (!jal_id_is_none (mark->link_session_id) && mark->link_kind != NULL)
    {
      date = jal_shown_date (mark->link_date);
      return g_strdup_printf ("%s · %s", jal_shown_session_kind (mark->link_kind), date);
    }
  if (!jal_id_is_none (mark->link_document_id) && mark->link_title != NULL)
    return mark->link_exhibit != NULL && *mark->link_exhibit != '\0'
               ? g_strdup_printf ("%s · %s", mark->link_exhibit, mark->link_title)
               : g_strdup (mark->link_title);
  return NULL;
}

const char *
jal_mark_verbs_shown_audience (const char *audience)
{
  if (g_str_equal (audience, "team"))
    return _ ("Team");
  if (g_str_equal (audience, "court"))
    return _ ("Court");
  return _ ("Private");
}

const char *
jal_mark_verbs_shown_color (const char *color)
{
  if (g_str_equal (color, "green"))
    return _ ("Green");
  if (g_str_equal (color, "blue"))
    return _ ("Blue");
  if (g_str_equal (color, "pink"))
    return _ ("Pink");
  if (g_str_equal (color, "orange"))
    return _ ("Orange");
  return _ ("Yellow");
}

char *
jal_mark_verbs_dup_color_words (const char *color, const char *const *meanings)
{
  for (guint i = 0; meanings != NULL && meanings[i] != NULL && jal_marks_colors ()[i] != NULL; i++)
    if (g_str_equal (jal_marks_colors ()[i], color) && *meanings[i] != '\0')
      /* Translators: a colour and what it means: "Yellow: fact". */
      return g_strdup_printf (_ ("%s: %s"), jal_mark_verbs_shown_color (color), meanings[i]);
  return g_strdup (jal_mark_verbs_shown_color (color));
}

/* --- Where a note goes -------------------------------------------------------------------------------------------- */

JalBox
jal_mark_verbs_place_note (const JalPageInfo *info, const JalPageText *text, JalBox words)
{
  double end = words.x2;
  double x, y;

  for (guint i = 0; text != NULL && i < text->n_chars; i++)
    {
      JalBox box = jal_geometry_box_to_display (info, text->boxes[i]);

      if (box.x2 > box.x1)
        end = fmax (end, box.x2);
    }
  x = fmax (0, fmin (end + 4, info->width - NOTE_SIZE - 2));
  y = fmax (0, fmin (words.y1, info->height - NOTE_SIZE));
  return (JalBox){ x, y, x + NOTE_SIZE, y + NOTE_SIZE };
}

JalMarkQuad
jal_mark_verbs_quad_of_box (const JalPageInfo *info, JalBox displayed)
{
  const JalPoint corners[4] = { { displayed.x1, displayed.y1 },
                                { displayed.x2, displayed.y1 },
                                { displayed.x1, displayed.y2 },
                                { displayed.x2, displayed.y2 } };
  JalMarkQuad quad;

  for (int i = 0; i < 4; i++)
    {
      JalPoint user = jal_geometry_to_user (info, corners[i]);

      quad.x[i] = user.x;
      quad.y[i] = user.y;
    }
  return quad;
}

/* --- Adding ------------------------------------------------------------------------------------------------------- */

/* One mark on its way; owns what its draft points to. */
typedef struct
{
  guint page;
  GArray *quads; /* of JalMarkQuad */
  GArray *points; /* nullable: of JalMarkPoint */
  char *quoted;
  char *before;
  char *after;
} Draft;

typedef struct
{
  JalStore *store;
  JalId document_id;
  char *kind;
  char *color;
  GPtrArray *drafts; /* of Draft */
  JalMarkAdded added;
  JalId id; /* of the last one made */
} Adding;

static void
free_draft (gpointer data)
{
  Draft *draft = data;

  g_array_unref (draft->quads);
  g_clear_pointer (&draft->points, g_array_unref);
  g_free (draft->quoted);
  g_free (draft->before);
  g_free (draft->after);
  g_free (draft);
}

static void
free_adding (gpointer data)
{
  Adding *adding = data;

  g_object_unref (adding->store);
  g_ptr_array_unref (adding->drafts);
  g_free (adding->kind);
  g_free (adding->color);
  g_free (adding);
}

static gpointer
add_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Adding *adding = data;

  for (guint i = 0; i < adding->drafts->len; i++)
    {
      Draft *draft = adding->drafts->pdata[i];
      JalMarkDraft mark = { 0 };

      mark.document_id = adding->document_id;
      mark.page = draft->page;
      mark.kind = adding->kind;
      mark.quads = (const JalMarkQuad *)(gconstpointer)draft->quads->data;
      mark.n_quads = draft->quads->len;
      if (draft->points != NULL)
        {
          mark.points = (const JalMarkPoint *)(gconstpointer)draft->points->data;
          mark.n_points = draft->points->len;
        }
      mark.color = adding->color;
      mark.quoted = draft->quoted;
      mark.context_before = draft->before;
      mark.context_after = draft->after;
      if (!jal_marks_add (adding->store, &mark, &adding->id, error))
        return NULL;
    }
  return NULL;
}

static void
added_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  Adding *adding = data;

  if (error != NULL)
    {
      jal_shell_report (owner, error);
      return;
    }
  jal_shell_toast_undo (owner, g_str_equal (adding->kind, "note")        ? _ ("Note added")
                               : g_str_equal (adding->kind, "highlight") ? _ ("Highlight added")
                                                                         : _ ("Mark added"));
  if (adding->added != NULL)
    adding->added (owner, adding->id);
}

static gpointer
new_tag (void)
{
  static guint serial;

  return GUINT_TO_POINTER (++serial);
}

static Adding *
new_adding (JalStore *store, JalId document_id, const char *kind, const char *color, JalMarkAdded added)
{
  Adding *adding = g_new0 (Adding, 1);

  adding->store = g_object_ref (store);
  adding->document_id = document_id;
  adding->kind = g_strdup (kind);
  adding->color = g_strdup (color);
  adding->added = added;
  adding->drafts = g_ptr_array_new_with_free_func (free_draft);
  return adding;
}

static Draft *
add_draft (Adding *adding, guint page)
{
  Draft *draft = g_new0 (Draft, 1);

  draft->page = page;
  draft->quads = g_array_new (FALSE, FALSE, sizeof (JalMarkQuad));
  g_ptr_array_add (adding->drafts, draft);
  return draft;
}

static void
take_quads (Draft *draft, const JalSelectedText *selected)
{
  for (guint i = 0; i < selected->quads->len; i++)
    {
      const JalQuad *quad = &g_array_index (selected->quads, JalQuad, i);
      JalMarkQuad kept;

      for (int k = 0; k < 4; k++)
        {
          kept.x[k] = quad->corners[k].x;
          kept.y[k] = quad->corners[k].y;
        }
      g_array_append_val (draft->quads, kept);
    }
}

static void
start (GtkWidget *owner, Adding *adding)
{
  jal_task_run (owner, new_tag (), add_work, adding, free_adding, NULL, added_cb);
}

void
jal_mark_verbs_add (GtkWidget *owner, JalStore *store, JalId document_id, JalPageSource *source, GPtrArray *selected,
                    const char *kind, const char *color, JalMarkAdded added)
{
  gboolean note = g_str_equal (kind, "note");
  Adding *adding = new_adding (store, document_id, kind, color, added);

  for (guint i = 0; i < selected->len && (!note || i == 0); i++)
    {
      const JalSelectedText *part = selected->pdata[i];
      const JalPageInfo *info = jal_page_source_get_info (source, part->page);
      Draft *draft;

      if (part->quads->len == 0 || info == NULL)
        continue;
      draft = add_draft (adding, part->page);
      draft->quoted = g_strstrip (g_strdup (part->text));
      draft->before = g_strdup (part->before);
      draft->after = g_strdup (part->after);
      if (note)
        {
          JalBox words = jal_geometry_quad_to_display (info, &g_array_index (part->quads, JalQuad, 0));
          JalMarkQuad quad = jal_mark_verbs_quad_of_box (
              info, jal_mark_verbs_place_note (info, jal_page_source_get_text (source, part->page), words));

          g_array_append_val (draft->quads, quad);
        }
      else
        take_quads (draft, part);
    }
  if (adding->drafts->len > 0)
    start (owner, adding);
  else
    free_adding (adding);
}

void
jal_mark_verbs_add_note (GtkWidget *owner, JalStore *store, JalId document_id, JalPageSource *source, guint page,
                         JalPoint user, const char *color, JalMarkAdded added)
{
  const JalPageInfo *info = jal_page_source_get_info (source, page);
  Adding *adding;
  Draft *draft;
  JalMarkQuad quad;
  JalPoint at;

  if (info == NULL)
    return;
  at = jal_geometry_to_display (info, user);
  at.x = CLAMP (at.x, 0, fmax (0, info->width - NOTE_SIZE));
  at.y = CLAMP (at.y, 0, fmax (0, info->height - NOTE_SIZE));
  quad = jal_mark_verbs_quad_of_box (info, (JalBox){ at.x, at.y, at.x + NOTE_SIZE, at.y + NOTE_SIZE });
  adding = new_adding (store, document_id, "note", color, added);
  draft = add_draft (adding, page);
  g_array_append_val (draft->quads, quad);
  start (owner, adding);
}

void
jal_mark_verbs_add_shape (GtkWidget *owner, JalStore *store, JalId document_id, const JalMarkShape *shape,
                          const char *kind, const char *color, JalMarkAdded added)
{
  Adding *adding = new_adding (store, document_id, kind, color, added);
  Draft *draft = add_draft (adding, shape->page);

  g_array_append_vals (draft->quads, shape->quads->data, shape->quads->len);
  draft->points = g_array_copy (shape->points);
  draft->quoted = g_strdup (shape->quoted);
  start (owner, adding);
}

/* --- Changing ----------------------------------------------------------------------------------------------------- */

typedef struct
{
  JalStore *store;
  JalId id;
  char *text;
  char *audience;
  char *color;
  JalMarkShape *shape; /* nullable */
  JalMarkPlaced placed; /* nullable */
  JalId document_id;
  JalId session_id;
} Change;

static void
free_change (gpointer data)
{
  Change *change = data;

  g_object_unref (change->store);
  g_free (change->text);
  g_free (change->audience);
  g_free (change->color);
  jal_mark_shape_free (change->shape);
  g_free (change);
}

static Change *
new_change (JalStore *store, JalId id)
{
  Change *change = g_new0 (Change, 1);

  change->store = g_object_ref (store);
  change->id = id;
  return change;
}

static gpointer
update_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Change *change = data;

  jal_marks_update (change->store, change->id, change->text, change->audience, change->color, error);
  return NULL;
}

static void
updated_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  Change *change = data;

  if (error != NULL)
    jal_shell_report (owner, error);
  else if (change->audience != NULL && g_str_equal (change->audience, "court"))
    jal_shell_toast_undo (owner, _ ("The court will see this mark in marked copies"));
  else if (change->audience != NULL)
    jal_shell_toast_undo (owner, g_str_equal (change->audience, "team") ? _ ("Your team may see this mark")
                                                                        : _ ("The mark is private"));
}

void
jal_mark_verbs_update (GtkWidget *owner, JalStore *store, JalId id, const char *text, const char *audience,
                       const char *color)
{
  Change *change = new_change (store, id);

  change->text = g_strdup (text);
  change->audience = g_strdup (audience);
  change->color = g_strdup (color);
  jal_task_run (owner, new_tag (), update_work, change, free_change, NULL, updated_cb);
}

static gpointer
remove_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Change *change = data;

  jal_marks_remove (change->store, change->id, error);
  return NULL;
}

static void
removed_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  jal_shell_report_done (owner, error, _ ("The mark was removed"));
}

void
jal_mark_verbs_remove (GtkWidget *owner, JalStore *store, JalId id)
{
  jal_task_run (owner, new_tag (), remove_work, new_change (store, id), free_change, NULL, removed_cb);
}

/* --- Moving, linking, settling ------------------------------------------------------------------------------------ */

static gpointer
place_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Change *change = data;
  const JalMarkShape *shape = change->shape;
  JalMarkPlace place = { (const JalMarkQuad *)(gconstpointer)shape->quads->data,
                         shape->quads->len,
                         (const JalMarkPoint *)(gconstpointer)shape->points->data,
                         shape->points->len,
                         shape->quoted,
                         shape->before,
                         shape->after,
                         change->document_id,
                         shape->page };

  jal_marks_place (change->store, change->id, &place, error);
  return NULL;
}

static void
placed_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalMarkPlaced placed = ((Change *)data)->placed;

  if (error != NULL)
    jal_shell_report (owner, error);
  if (jal_task_line_is_busy (owner))
    return;
  if (error == NULL)
    jal_shell_toast_undo (owner, _ ("The mark was moved"));
  if (placed != NULL)
    placed (owner);
}

void
jal_mark_verbs_place (GtkWidget *owner, JalStore *store, JalId id, JalId document_id, const JalMarkShape *shape, JalMarkPlaced placed)
{
  Change *change = new_change (store, id);

  change->shape = jal_mark_shape_copy (shape);
  change->document_id = document_id;
  change->placed = placed;
  jal_task_line_add (owner, place_work, change, free_change, placed_cb);
}

static gpointer
link_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Change *change = data;

  jal_marks_link (change->store, change->id, change->document_id, change->session_id, error);
  return NULL;
}

static void
linked_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  Change *change = data;

  jal_shell_report_done (owner, error,
                         jal_id_is_none (change->document_id) && jal_id_is_none (change->session_id) ? _ ("The mark leads nowhere now")
                                                                                                     : _ ("The mark is linked"));
}

void
jal_mark_verbs_link (GtkWidget *owner, JalStore *store, JalId id, JalId document_id, JalId session_id)
{
  Change *change = new_change (store, id);

  change->document_id = document_id;
  change->session_id = session_id;
  jal_task_run (owner, new_tag (), link_work, change, free_change, NULL, linked_cb);
}

static gpointer
settle_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Change *change = data;

  jal_marks_settle (change->store, change->id, change->text, error);
  return NULL;
}

static void
settled_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  Change *change = data;

  jal_shell_report_done (owner, error,
                         g_str_equal (change->text, "sure") ? _ ("The mark stands where it belongs") : _ ("The mark stays as it is"));
}

void
jal_mark_verbs_settle (GtkWidget *owner, JalStore *store, JalId id, const char *anchor)
{
  Change *change = new_change (store, id);

  change->text = g_strdup (anchor);
  jal_task_run (owner, new_tag (), settle_work, change, free_change, NULL, settled_cb);
}
