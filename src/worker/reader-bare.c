/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A page as it was before people wrote on it.
 *
 * 1. poppler is told to hide a note by its flags, and keeps what was told under the note's number. A note that stands in the page's
 *    own list and has none is kept under whatever number lies in memory: the page loses a font or a picture, and comes out blank
 *    (Annot::ref is never set, XRef::setModifiedObject() asks no more). So where one note of a page has no number, nothing is hidden:
 *    libqpdf makes a file of that page alone, without its notes, and that is drawn.
 * 2. What stays is the same either way: links, fields, stamps, media.
 * 3. Where no such file can be made the page is drawn as it would be printed, and is doubtful: a stamp or a field may be missing.
 * 4. libqpdf and poppler may mean two pages by one number: the counts of the tree may be wrong, and a damaged file may have two versions
 *    of an object. So the tree is gone through as poppler does, and a page alone has to say and show in the same places what the page does.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "worker/reader-facts-private.h"
#include "worker/reader-private.h"

/* Points by which the same thing may lie elsewhere. */
#define ELSEWHERE 1.0
/* Bytes of a page alone. */
#define ALONE_MAX (200u << 20)

/* What is no note. The same as in hides(). */
static const char *const stay[] = { "/Link",   "/Widget",      "/Stamp",   "/FileAttachment", "/Sound", "/Movie",
                                    "/Screen", "/PrinterMark", "/TrapNet", "/Watermark",      "/3D" };

/* Whether poppler would be told to hide @annot. */
static gboolean
hides (PopplerAnnot *annot)
{
  switch (poppler_annot_get_annot_type (annot))
    {
    case POPPLER_ANNOT_LINK:
    case POPPLER_ANNOT_WIDGET:
    case POPPLER_ANNOT_STAMP:
    case POPPLER_ANNOT_FILE_ATTACHMENT:
    case POPPLER_ANNOT_SOUND:
    case POPPLER_ANNOT_MOVIE:
    case POPPLER_ANNOT_SCREEN:
    case POPPLER_ANNOT_PRINTER_MARK:
    case POPPLER_ANNOT_TRAP_NET:
    case POPPLER_ANNOT_WATERMARK:
    case POPPLER_ANNOT_3D:
      return FALSE;
    default:
      return TRUE;
    }
}

static gboolean
stays (qpdf_data qpdf, qpdf_oh note)
{
  qpdf_oh subtype = qpdf_oh_get_key_if_dict (qpdf, note, "/Subtype");

  for (gsize i = 0; i < G_N_ELEMENTS (stay); i++)
    if (qpdf_oh_is_name_and_equals (qpdf, subtype, stay[i]))
      return TRUE;
  return FALSE;
}

/* Whether a note of the page has no number of its own. */
static gboolean
has_loose_notes (qpdf_data qpdf, qpdf_oh page)
{
  qpdf_oh list = qpdf_oh_get_key_if_dict (qpdf, page, "/Annots");
  int n = qpdf_oh_is_array (qpdf, list) ? qpdf_oh_get_array_n_items (qpdf, list) : 0;

  for (int i = 0; i < n; i++)
    {
      qpdf_oh note = qpdf_oh_get_array_item (qpdf, list, i);
      gboolean loose = qpdf_oh_is_dictionary (qpdf, note) && !qpdf_oh_is_indirect (qpdf, note) && !stays (qpdf, note);

      qpdf_oh_release (qpdf, note);
      if (loose)
        return TRUE;
    }
  return FALSE;
}

/* --- The page alone ---------------------------------------------------------------------------------------------- */

static void
put (qpdf_data qpdf, qpdf_oh to, const char *key, qpdf_oh value)
{
  if (value != 0 && !qpdf_oh_is_null (qpdf, value))
    qpdf_oh_replace_key (qpdf, to, key, value);
}

/* Whether @content may draw @object, which has the name @key there. */
static gboolean
may_draw (qpdf_data qpdf, const char *content, gsize length, const char *key, qpdf_oh object)
{
  qpdf_oh dictionary = qpdf_oh_is_stream (qpdf, object) ? qpdf_oh_get_dict (qpdf, object) : 0;

  return dictionary == 0 || !qpdf_oh_is_name_and_equals (qpdf, qpdf_oh_get_key (qpdf, dictionary, "/Subtype"), "/Image")
         || memmem (content, length, key, strlen (key)) != NULL;
}

/* Whether something that draws by the page's names is none of its objects: a font of drawings without resources of its own, a mask. */
static gboolean
draws_elsewhere (qpdf_data qpdf, qpdf_oh resources)
{
  static const char *const kinds[] = { "/Font", "/ExtGState" };

  for (gsize k = 0; k < G_N_ELEMENTS (kinds); k++)
    {
      qpdf_oh list = qpdf_oh_get_key_if_dict (qpdf, resources, kinds[k]);
      g_autoptr (GPtrArray) keys = jal_facts_list_keys (qpdf, list, G_MAXUINT);

      for (guint i = 0; i < keys->len; i++)
        {
          qpdf_oh one = qpdf_oh_get_key (qpdf, list, keys->pdata[i]);

          if (k == 0 ? qpdf_oh_is_name_and_equals (qpdf, qpdf_oh_get_key_if_dict (qpdf, one, "/Subtype"), "/Type3")
                           && !qpdf_oh_has_key (qpdf, one, "/Resources")
                     : qpdf_oh_is_dictionary (qpdf, qpdf_oh_get_key_if_dict (qpdf, one, "/SMask")))
            return TRUE;
        }
    }
  return FALSE;
}

/* All pages of a scan may share one dictionary of their pictures: those that the page does not name stay behind. What draws by the
   page's names without being its content (a form or a pattern without resources of its own, glyphs, masks) may need any of them. */
static qpdf_oh
leave_out_pictures (qpdf_data qpdf, const Found *found)
{
  qpdf_oh objects = found->resources != 0 ? qpdf_oh_get_key_if_dict (qpdf, found->resources, "/XObject") : 0, resources, left;
  g_autoptr (GPtrArray) keys = NULL, names = NULL;
  unsigned char *content = NULL;
  size_t length = 0;
  gboolean all;

  if (objects == 0 || !qpdf_oh_is_dictionary (qpdf, objects) || qpdf_oh_has_key (qpdf, found->resources, "/Pattern")
      || draws_elsewhere (qpdf, found->resources)
      || (qpdf_oh_get_page_content_data (qpdf, found->page, &content, &length) & QPDF_ERRORS) != 0 || content == NULL)
    return found->resources;
  names = jal_facts_list_keys (qpdf, objects, G_MAXUINT);
  /* Names may be written in several ways. */
  all = memchr (content, '#', length) != NULL;
  left = qpdf_oh_new_dictionary (qpdf);
  for (guint i = 0; i < names->len && !all; i++)
    {
      qpdf_oh object = qpdf_oh_get_key (qpdf, objects, names->pdata[i]);
      qpdf_oh dictionary = qpdf_oh_is_stream (qpdf, object) ? qpdf_oh_get_dict (qpdf, object) : 0;

      all = dictionary != 0 && qpdf_oh_is_name_and_equals (qpdf, qpdf_oh_get_key (qpdf, dictionary, "/Subtype"), "/Form")
            && !qpdf_oh_has_key (qpdf, dictionary, "/Resources");
      if (may_draw (qpdf, (const char *)content, length, names->pdata[i], object))
        qpdf_oh_replace_key (qpdf, left, names->pdata[i], object);
    }
  free (content);
  if (all)
    return found->resources;
  keys = jal_facts_list_keys (qpdf, found->resources, G_MAXUINT);
  resources = qpdf_oh_new_dictionary (qpdf);
  for (guint i = 0; i < keys->len; i++)
    qpdf_oh_replace_key (qpdf, resources, keys->pdata[i], qpdf_oh_get_key (qpdf, found->resources, keys->pdata[i]));
  qpdf_oh_replace_key (qpdf, resources, "/XObject", left);
  return resources;
}

/* Returns the page's dictionary with what it inherits and without notes, as an object of its own in @qpdf. */
static qpdf_oh
make_bare (qpdf_data qpdf, const Found *found)
{
  static const char *const kept[] = { "/UserUnit", "/Contents", "/Group" };
  qpdf_oh bare = qpdf_oh_new_dictionary (qpdf), notes = qpdf_oh_new_array (qpdf);
  qpdf_oh list = qpdf_oh_get_key (qpdf, found->page, "/Annots");
  int n = qpdf_oh_is_array (qpdf, list) ? qpdf_oh_get_array_n_items (qpdf, list) : 0;

  put (qpdf, bare, "/Type", qpdf_oh_new_name (qpdf, "/Page"));
  put (qpdf, bare, "/MediaBox", found->media);
  put (qpdf, bare, "/CropBox", found->crop);
  put (qpdf, bare, "/Rotate", found->rotate);
  put (qpdf, bare, "/Resources", leave_out_pictures (qpdf, found));
  for (gsize i = 0; i < G_N_ELEMENTS (kept); i++)
    put (qpdf, bare, kept[i], qpdf_oh_get_key (qpdf, found->page, kept[i]));
  for (int i = 0; i < n; i++)
    {
      qpdf_oh note = qpdf_oh_get_array_item (qpdf, list, i);

      if (qpdf_oh_is_dictionary (qpdf, note) && stays (qpdf, note))
        qpdf_oh_append_item (qpdf, notes, note);
    }
  put (qpdf, bare, "/Annots", notes);
  return qpdf_make_indirect_object (qpdf, bare);
}

/* Layers that are hidden stay hidden, and fields are drawn by what the form says of them. */
static void
copy_of_root (qpdf_data to, qpdf_data from, const char *key)
{
  qpdf_oh value = qpdf_oh_get_key (from, qpdf_get_root (from), key);

  if (!qpdf_oh_is_dictionary (from, value))
    return;
  if (!qpdf_oh_is_indirect (from, value))
    value = qpdf_make_indirect_object (from, value);
  put (to, qpdf_get_root (to), key, qpdf_oh_copy_foreign_object (to, from, value));
}

/* Returns (transfer full) (nullable). */
static GBytes *
write_alone (qpdf_data from, const Found *found)
{
  qpdf_data to = qpdf_init ();
  GBytes *bytes = NULL;

  qpdf_silence_errors (to);
  qpdf_set_suppress_warnings (to, QPDF_TRUE);
  if ((qpdf_empty_pdf (to) & QPDF_ERRORS) == 0 && (qpdf_add_page (to, from, make_bare (from, found), QPDF_FALSE) & QPDF_ERRORS) == 0)
    {
      copy_of_root (to, from, "/OCProperties");
      copy_of_root (to, from, "/AcroForm");
      if (!qpdf_has_error (to) && (qpdf_init_write_memory (to) & QPDF_ERRORS) == 0)
        {
          qpdf_set_static_ID (to, QPDF_TRUE);
          qpdf_set_stream_data_mode (to, qpdf_s_preserve);
          if ((qpdf_write (to) & QPDF_ERRORS) == 0 && qpdf_get_buffer_length (to) <= ALONE_MAX)
            bytes = g_bytes_new (qpdf_get_buffer (to), (gsize)qpdf_get_buffer_length (to));
        }
    }
  qpdf_cleanup (&to);
  return bytes;
}

/* --- Without notes ----------------------------------------------------------------------------------------------- */

static gboolean
is_at (double a, double b)
{
  return fabs (a - b) < ELSEWHERE;
}

static gboolean
has_same_pictures (PopplerPage *page, PopplerPage *bare)
{
  GList *pictures = poppler_page_get_image_mapping (page), *others = poppler_page_get_image_mapping (bare), *a = pictures, *b = others;

  for (; a != NULL && b != NULL; a = a->next, b = b->next)
    {
      const PopplerRectangle *one = &((PopplerImageMapping *)a->data)->area, *other = &((PopplerImageMapping *)b->data)->area;

      if (!is_at (one->x1, other->x1) || !is_at (one->y1, other->y1) || !is_at (one->x2, other->x2) || !is_at (one->y2, other->y2))
        break;
    }
  poppler_page_free_image_mapping (pictures);
  poppler_page_free_image_mapping (others);
  return a == NULL && b == NULL;
}

/* Whether @bare is as large as @page, and has its words and its pictures. */
static gboolean
is_same_page (PopplerPage *page, PopplerPage *bare)
{
  g_autofree char *words = poppler_page_get_text (page), *words_of_bare = poppler_page_get_text (bare);
  double width, height, width_of_bare, height_of_bare;

  poppler_page_get_size (page, &width, &height);
  poppler_page_get_size (bare, &width_of_bare, &height_of_bare);
  return is_at (width, width_of_bare) && is_at (height, height_of_bare) && g_strcmp0 (words, words_of_bare) == 0
         && has_same_pictures (page, bare);
}

static void
draw_alone (JalReaderWorker *reader, const Found *found)
{
  qpdf_data qpdf = jal_facts_get_qpdf (reader->facts);
  g_autoptr (GBytes) bytes = write_alone (qpdf, found);
  PopplerDocument *document = bytes != NULL ? poppler_document_new_from_bytes (bytes, NULL, NULL) : NULL;

  if (document != NULL)
    reader->bare_page = poppler_document_get_page (document, 0);
  if (reader->bare_page != NULL && !is_same_page (reader->page, reader->bare_page))
    g_clear_object (&reader->bare_page);
  g_clear_object (&document);
}

static void
hide (GList *mappings)
{
  for (GList *l = mappings; l != NULL; l = l->next)
    {
      PopplerAnnot *annot = ((PopplerAnnotMapping *)l->data)->annot;

      /* poppler takes none off a page that stands in the page's own dictionary; a hidden one is not drawn. */
      if (hides (annot))
        poppler_annot_set_flags (annot, poppler_annot_get_flags (annot) | POPPLER_ANNOT_FLAG_HIDDEN);
    }
}

void
jal_reader_worker_drop_notes (JalReaderWorker *reader, guint page)
{
  GList *mappings = poppler_page_get_annot_mapping (reader->page);
  gboolean any = FALSE, found_page = FALSE;
  Found found = { 0 };

  reader->as_printed = FALSE;
  for (GList *l = mappings; l != NULL; l = l->next)
    any = any || hides (((PopplerAnnotMapping *)l->data)->annot);
  if (any && reader->facts != NULL)
    found_page = jal_facts_find_shown (reader->facts, page, &found) && !found.is_doubtful;
  if (found_page && !has_loose_notes (jal_facts_get_qpdf (reader->facts), found.page))
    hide (mappings);
  else if (any)
    {
      if (found_page)
        draw_alone (reader, &found);
      reader->as_printed = reader->bare_page == NULL;
    }
  if (reader->facts != NULL)
    qpdf_oh_release_all (jal_facts_get_qpdf (reader->facts));
  poppler_page_free_annot_mapping (mappings);
}
