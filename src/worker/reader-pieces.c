/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Finding everything of a file that may write.
 *
 * 1. Of each page: its content; the forms, patterns, masks and drawn glyphs that its resources name, drawn or not, and those that their own
 *    resources name in turn; what its notes and fields look like, in every state.
 * 2. What many pages share is one piece, with a use for each of them.
 * 3. No limit ends the search in silence: a page that has more than can be gone through is noted.
 */
#include "worker/reader-pieces.h"

#include "worker/reader-facts-private.h"

/* Forms within forms. */
#define DEPTH_MAX 24
/* Of a file; what is beyond is noted. */
#define PIECES_MAX 400000
#define USES_MAX 2000000

typedef struct
{
  JalPieces *pieces;
  qpdf_data qpdf;
  GHashTable *known;     /* key of a piece → its place + 1 */
  GHashTable *seen;      /* keys of pieces that this page, or this note, has a use of */
  GHashTable *resources; /* object numbers of the dictionaries that were gone through for it */
  JalPieceUse use;
} Gather;

/* Resources, and what they are known by: their object's number, or the page's that they stand in. */
typedef struct
{
  qpdf_oh dict;
  gint32 id;
} Resources;

static void
clear_errors (Gather *gather)
{
  while (qpdf_has_error (gather->qpdf))
    qpdf_get_error (gather->qpdf);
  while (qpdf_more_warnings (gather->qpdf))
    qpdf_next_warning (gather->qpdf);
}

static qpdf_oh
get (Gather *gather, qpdf_oh dict, const char *key)
{
  return qpdf_oh_get_key_if_dict (gather->qpdf, dict, key);
}

static void
note_unlooked (Gather *gather)
{
  g_hash_table_add (gather->pieces->unlooked, GUINT_TO_POINTER (gather->use.page + 1));
}

/* Adds a use of the piece known by @stream_id and the resources it borrows. Returns whether this page, or note, had none before. */
static gboolean
add_use (Gather *gather, const JalPiece *piece, gint32 stream_id, gint32 borrowed)
{
  gint64 key = ((gint64)stream_id << 32) | (guint32)borrowed;
  JalPieceUse use = gather->use;

  if (!g_hash_table_add (gather->seen, g_memdup2 (&key, sizeof key)))
    return FALSE;
  use.piece = GPOINTER_TO_UINT (g_hash_table_lookup (gather->known, &key));
  if (gather->pieces->uses->len >= USES_MAX || (use.piece == 0 && gather->pieces->pieces->len >= PIECES_MAX))
    {
      note_unlooked (gather);
      return FALSE;
    }
  if (use.piece == 0)
    {
      g_array_append_vals (gather->pieces->pieces, piece, 1);
      use.piece = gather->pieces->pieces->len;
      g_hash_table_insert (gather->known, g_memdup2 (&key, sizeof key), GUINT_TO_POINTER (use.piece));
    }
  use.piece--;
  g_array_append_val (gather->pieces->uses, use);
  return TRUE;
}

static void add_resources (Gather *gather, Resources resources, guint depth);

static Resources
get_resources (Gather *gather, qpdf_oh owner)
{
  Resources own = { get (gather, owner, "/Resources"), 0 };

  if (!qpdf_oh_is_dictionary (gather->qpdf, own.dict))
    own.dict = 0;
  else if (qpdf_oh_is_indirect (gather->qpdf, own.dict))
    own.id = qpdf_oh_get_object_id (gather->qpdf, own.dict);
  return own;
}

/* A form, a pattern, a glyph or what a note looks like, and what it draws with. Without resources of its own it uses @lent. */
static void
add_form (Gather *gather, qpdf_oh form, Resources lent, guint depth)
{
  Resources own;
  JalPiece piece = { .stream = form };

  if (!qpdf_oh_is_stream (gather->qpdf, form))
    return;
  own = get_resources (gather, qpdf_oh_get_dict (gather->qpdf, form));
  piece.resources = own.dict != 0 ? own.dict : lent.dict;
  if (!add_use (gather, &piece, qpdf_oh_get_object_id (gather->qpdf, form), own.dict != 0 ? 0 : lent.id) || own.dict == 0)
    return;
  if (depth >= DEPTH_MAX)
    note_unlooked (gather);
  else
    add_resources (gather, own, depth + 1);
}

static gboolean
is_picture (Gather *gather, qpdf_oh stream)
{
  return qpdf_oh_is_name_and_equals (gather->qpdf, get (gather, qpdf_oh_get_dict (gather->qpdf, stream), "/Subtype"), "/Image");
}

/* The glyphs of a font that is drawn. */
static void
add_glyphs (Gather *gather, qpdf_oh font, Resources lent, guint depth)
{
  qpdf_oh glyphs = get (gather, font, "/CharProcs");
  g_autoptr (GPtrArray) names = jal_facts_list_keys (gather->qpdf, glyphs, G_MAXUINT);
  Resources own = names->len > 0 ? get_resources (gather, font) : lent;

  if (own.dict != 0 && names->len > 0 && depth < DEPTH_MAX)
    add_resources (gather, own, depth + 1);
  for (guint i = 0; i < names->len; i++)
    add_form (gather, qpdf_oh_get_key (gather->qpdf, glyphs, names->pdata[i]), own.dict != 0 ? own : lent, depth);
}

static void
add_resources (Gather *gather, Resources resources, guint depth)
{
  static const char *const kinds[] = { "/XObject", "/Pattern", "/ExtGState", "/Font" };

  if (resources.dict == 0 || (resources.id > 0 && !g_hash_table_add (gather->resources, GINT_TO_POINTER (resources.id))))
    return;
  for (gsize k = 0; k < G_N_ELEMENTS (kinds); k++)
    {
      qpdf_oh list = get (gather, resources.dict, kinds[k]);
      g_autoptr (GPtrArray) names = jal_facts_list_keys (gather->qpdf, list, G_MAXUINT);

      for (guint i = 0; i < names->len; i++)
        {
          qpdf_oh one = qpdf_oh_get_key (gather->qpdf, list, names->pdata[i]);

          if (k == 3)
            add_glyphs (gather, one, resources, depth);
          else if (k == 2)
            add_form (gather, get (gather, get (gather, one, "/SMask"), "/G"), resources, depth);
          else if (qpdf_oh_is_stream (gather->qpdf, one) && !is_picture (gather, one))
            add_form (gather, one, resources, depth);
        }
    }
}

static void
forget_seen (Gather *gather)
{
  g_hash_table_remove_all (gather->seen);
  g_hash_table_remove_all (gather->resources);
}

/* Two notes may look the same: each stands where it stands. */
static void
add_note (Gather *gather, qpdf_oh note, guint index, Resources lent)
{
  static const char *const looks[] = { "/N", "/D", "/R" };
  qpdf_oh rect = get (gather, note, "/Rect"), all = get (gather, note, "/AP");

  if (!qpdf_oh_is_dictionary (gather->qpdf, all))
    return;
  forget_seen (gather);
  gather->use = (JalPieceUse){ .page = gather->use.page, .apart = TRUE, .note = TRUE, .index = index };
  for (int i = 0; qpdf_oh_is_array (gather->qpdf, rect) && i < MIN (4, qpdf_oh_get_array_n_items (gather->qpdf, rect)); i++)
    if (!qpdf_oh_get_value_as_number (gather->qpdf, qpdf_oh_get_array_item (gather->qpdf, rect, i), &gather->use.rect[i]))
      gather->use.rect[i] = 0;
  for (gsize k = 0; k < G_N_ELEMENTS (looks); k++)
    {
      qpdf_oh look = qpdf_oh_get_key (gather->qpdf, all, looks[k]);
      g_autoptr (GPtrArray) states = qpdf_oh_is_stream (gather->qpdf, look) ? NULL : jal_facts_list_keys (gather->qpdf, look, G_MAXUINT);

      if (states == NULL)
        add_form (gather, look, lent, 0);
      for (guint i = 0; states != NULL && i < states->len; i++)
        add_form (gather, qpdf_oh_get_key (gather->qpdf, look, states->pdata[i]), lent, 0);
    }
}

static void
add_page (Gather *gather, JalFacts *facts, guint number, gboolean notes_alone)
{
  Found found = { 0 };
  qpdf_oh notes;
  Resources resources;
  JalPiece content;
  int n;

  gather->use = (JalPieceUse){ .page = number };
  if (!jal_facts_find_shown (facts, number, &found))
    {
      note_unlooked (gather);
      clear_errors (gather);
      return;
    }
  resources = (Resources){ found.resources, -(gint32)number - 1 };
  if (found.resources != 0 && qpdf_oh_is_indirect (gather->qpdf, found.resources))
    resources.id = qpdf_oh_get_object_id (gather->qpdf, found.resources);
  notes = get (gather, found.page, "/Annots");
  n = qpdf_oh_is_array (gather->qpdf, notes) ? qpdf_oh_get_array_n_items (gather->qpdf, notes) : 0;
  for (int i = 0; i < n; i++)
    {
      qpdf_oh note = qpdf_oh_get_array_item (gather->qpdf, notes, i);

      if (qpdf_oh_is_dictionary (gather->qpdf, note))
        add_note (gather, note, (guint)i, resources);
    }
  if (!notes_alone)
    {
      forget_seen (gather);
      gather->use = (JalPieceUse){ .page = number };
      content = (JalPiece){ .page = found.page, .resources = resources.dict };
      /* No object has the number 0. */
      add_use (gather, &content, 0, -(gint32)number - 1);
      gather->use.apart = TRUE;
      add_resources (gather, resources, 0);
    }
  clear_errors (gather);
}

static void
clear_piece (gpointer data)
{
  g_free (((JalPiece *)data)->text);
}

JalPieces *
jal_pieces_gather (JalFacts *facts, guint first, guint n_pages, gboolean notes_alone)
{
  JalPieces *pieces = g_new0 (JalPieces, 1);
  Gather gather = { .pieces = pieces, .qpdf = jal_facts_get_qpdf (facts) };

  pieces->pieces = g_array_new (FALSE, TRUE, sizeof (JalPiece));
  g_array_set_clear_func (pieces->pieces, clear_piece);
  pieces->uses = g_array_new (FALSE, TRUE, sizeof (JalPieceUse));
  pieces->unlooked = g_hash_table_new (NULL, NULL);
  gather.known = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  gather.seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  gather.resources = g_hash_table_new (NULL, NULL);
  for (guint i = first; i < first + n_pages; i++)
    add_page (&gather, facts, i, notes_alone);
  g_hash_table_unref (gather.known);
  g_hash_table_unref (gather.seen);
  g_hash_table_unref (gather.resources);
  return pieces;
}

void
jal_pieces_free (JalPieces *pieces)
{
  if (pieces == NULL)
    return;
  g_array_unref (pieces->pieces);
  g_array_unref (pieces->uses);
  g_hash_table_unref (pieces->unlooked);
  g_free (pieces);
}
