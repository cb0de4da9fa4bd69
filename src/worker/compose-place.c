/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Putting the pages into the output.
 *
 *     /Contents [ "q"  the page's own streams…  "ET EMC Q… Q  pictures of annotations  stamp" ]
 *
 * 1. A page's own streams are never rewritten here; what they leave open is closed by the stream that follows them.
 * 2. Resources are copied before names are added to them: pages of a document often share theirs.
 * 3. A link leads to the page of its own item where there is one, else to the first place where that page stands, else it
 *    is left out.
 */
#define G_LOG_DOMAIN "jal-worker"

#include <string.h>

#include "worker/compose-marks.h"
#include "worker/compose-private.h"

static const double a4[4] = { 0, 0, JAL_COMPOSE_A4_WIDTH, JAL_COMPOSE_A4_HEIGHT };

typedef struct
{
  qpdf_oh fonts;
  qpdf_oh xobjects;
} Resources;

static Resources
own_resources (qpdf_data pdf, qpdf_oh page)
{
  qpdf_oh shared = qpdf_oh_get_key (pdf, page, "/Resources");
  qpdf_oh own = jal_pdf_copy_dict (pdf, shared);
  Resources resources;

  resources.fonts = jal_pdf_copy_dict (pdf, qpdf_oh_get_key_if_dict (pdf, shared, "/Font"));
  resources.xobjects = jal_pdf_copy_dict (pdf, qpdf_oh_get_key_if_dict (pdf, shared, "/XObject"));
  qpdf_oh_replace_key (pdf, own, "/Font", resources.fonts);
  qpdf_oh_replace_key (pdf, own, "/XObject", resources.xobjects);
  qpdf_oh_replace_key (pdf, page, "/Resources", own);
  return resources;
}

static void
draw_picture (qpdf_data pdf, Resources *resources, const JalComposePicture *picture, guint number, GString *out)
{
  g_autofree char *name = g_strdup_printf ("/JalPicture%u", number);
  const double *m = picture->matrix;

  qpdf_oh_replace_key (pdf, resources->xobjects, name, jal_pdf_get (pdf, picture->form));
  jal_pdf_append_numbers (out, "q % % % % % % cm ", m[0], m[1], m[2], m[3], m[4], m[5]);
  g_string_append_printf (out, "%s Do Q\n", name);
}

static void
draw_over (JalCompose *compose, qpdf_oh page, const double box[4], int rotate, const JalComposePage *source,
           GArray *marks, guint number)
{
  qpdf_data pdf = compose->out;
  Resources resources = own_resources (pdf, page);
  qpdf_oh contents = qpdf_oh_get_key (pdf, page, "/Contents");
  qpdf_oh own = qpdf_oh_new_array (pdf);
  g_autoptr (GString) out = g_string_new ("\n");
  g_autofree char *label = g_strdup_printf ("%s%u", compose->spec->stamp_prefix, number);
  guint n_pictures = 0;

  if (source != NULL && source->open_text)
    g_string_append (out, "ET\n");
  for (guint i = 0; source != NULL && i < source->open_marked; i++)
    g_string_append (out, "EMC\n");
  for (guint i = 0; source != NULL && i < source->open_states; i++)
    g_string_append (out, "Q\n");
  g_string_append (out, "Q\n");
  for (guint i = 0; source != NULL && i < source->pictures->len; i++)
    draw_picture (pdf, &resources, &g_array_index (source->pictures, JalComposePicture, i), n_pictures++, out);
  for (guint i = 0; marks != NULL && i < marks->len; i++)
    draw_picture (pdf, &resources, &g_array_index (marks, JalComposePicture, i), n_pictures++, out);
  if (compose->spec->stamped
      && !jal_compose_stamp_draw (compose, box, rotate, source != NULL ? source->unit : 1, label, resources.fonts,
                                  resources.xobjects, out))
    {
      const JalComposeSlot *slot
        = &g_array_index (compose->slots, JalComposeSlot, number - 1 - compose->index_pages);

      jal_compose_warn (compose, slot->input, (int)slot->input_page, "stamp-small");
    }

  qpdf_oh_append_item (pdf, own, jal_pdf_get (pdf, compose->save_state));
  if (qpdf_oh_is_array (pdf, contents))
    for (int i = 0; i < qpdf_oh_get_array_n_items (pdf, contents); i++)
      qpdf_oh_append_item (pdf, own, qpdf_oh_get_array_item (pdf, contents, i));
  else if (qpdf_oh_is_stream (pdf, contents))
    qpdf_oh_append_item (pdf, own, contents);
  qpdf_oh_append_item (pdf, own, jal_pdf_new_stream (pdf, out->str, out->len, NULL));
  qpdf_oh_replace_key (pdf, page, "/Contents", own);
}

static const JalComposeSlot *
find_target (JalCompose *compose, const JalComposeSlot *from, int target)
{
  JalComposePage *page = g_hash_table_lookup (compose->pages[from->input], GINT_TO_POINTER (target));
  GArray *slots = page != NULL ? g_hash_table_lookup (compose->slots_of, page) : NULL;
  const JalComposeSlot *first = NULL;

  for (guint i = 0; slots != NULL && i < slots->len; i++)
    {
      const JalComposeSlot *slot = &g_array_index (compose->slots, JalComposeSlot, g_array_index (slots, guint, i));

      if (slot->section == from->section && slot->item == from->item)
        return slot;
      if (first == NULL)
        first = slot;
    }
  return first;
}

static qpdf_oh
link_new (qpdf_data pdf, const double rect[4], const char *looks)
{
  g_autoptr (GString) text = g_string_new ("<< /Type /Annot /Subtype /Link /F 4 /Rect");

  jal_pdf_append_numbers (text, " [% % % %]", rect[0], rect[1], rect[2], rect[3]);
  g_string_append_printf (text, "%s >>", looks);
  return qpdf_oh_parse (pdf, text->str);
}

static void
lead_to (qpdf_data pdf, qpdf_oh link, JalPdfRef page, const char *view)
{
  g_autofree char *text = g_strdup_printf ("[ null %s ]", view);
  qpdf_oh destination = qpdf_oh_parse (pdf, text);

  qpdf_oh_set_array_item (pdf, destination, 0, jal_pdf_get (pdf, page));
  qpdf_oh_replace_key (pdf, link, "/Dest", destination);
}

static void
add_links (JalCompose *compose, const JalComposeSlot *slot, qpdf_oh annots)
{
  qpdf_data pdf = compose->out;
  GPtrArray *links = slot->page->links;

  for (guint i = 0; i < links->len; i++)
    {
      const JalComposeLink *source = links->pdata[i];
      const JalComposeSlot *target = source->target >= 0 ? find_target (compose, slot, source->target) : NULL;
      qpdf_oh link;

      if (source->target >= 0 && (target == NULL || target->page == NULL))
        continue;
      link = link_new (pdf, source->rect, source->looks);
      if (target != NULL)
        lead_to (pdf, link, target->ref, source->view);
      else
        {
          qpdf_oh action = qpdf_oh_parse (pdf, source->uri != NULL ? "<< /S /URI >>" : "<< /S /Named >>");

          if (source->uri != NULL)
            qpdf_oh_replace_key (pdf, action, "/URI", qpdf_oh_new_string (pdf, source->uri));
          else
            jal_pdf_set_name (pdf, action, "/N", source->named);
          qpdf_oh_replace_key (pdf, link, "/A", action);
        }
      qpdf_oh_append_item (pdf, annots, qpdf_make_indirect_object (pdf, link));
    }
}

static JalPdfRef
slot_ref (JalCompose *compose, guint number)
{
  if (number <= compose->index_pages)
    return *(JalPdfRef *)compose->own->pdata[number - 1];
  return g_array_index (compose->slots, JalComposeSlot, number - 1 - compose->index_pages).ref;
}

static void
place_index_page (JalCompose *compose, guint number)
{
  qpdf_data pdf = compose->out;
  qpdf_oh page = jal_pdf_get (pdf, slot_ref (compose, number));
  qpdf_oh annots = qpdf_oh_new_array (pdf);

  draw_over (compose, page, a4, 0, NULL, NULL, number);
  for (guint i = 0; i < compose->index_rows->len; i++)
    {
      const JalComposeIndexRow *row = &g_array_index (compose->index_rows, JalComposeIndexRow, i);
      qpdf_oh link;

      if (row->page != number - 1)
        continue;
      link = link_new (pdf, row->rect, " /Border [0 0 0]");
      lead_to (pdf, link, slot_ref (compose, row->target), "/XYZ null null null");
      qpdf_oh_append_item (pdf, annots, qpdf_make_indirect_object (pdf, link));
    }
  qpdf_oh_replace_key (pdf, page, "/Annots", annots);
  qpdf_add_page (pdf, pdf, page, QPDF_FALSE);
}

static void
place_slot (JalCompose *compose, const JalComposeSlot *slot, guint number)
{
  qpdf_data pdf = compose->out;
  qpdf_oh page = jal_pdf_get (pdf, slot->ref);
  qpdf_oh annots;
  g_autoptr (GArray) marks = NULL;
  int rotate;

  if (slot->page == NULL)
    {
      draw_over (compose, page, a4, 0, NULL, NULL, number);
      qpdf_add_page (pdf, pdf, page, QPDF_FALSE);
      return;
    }
  rotate = (slot->page->rotate + slot->rotate) % 360;
  annots = qpdf_oh_new_array (pdf);
  add_links (compose, slot, annots);
  marks = jal_compose_marks_add (compose, slot, rotate, annots);
  jal_pdf_set_integer (pdf, page, "/Rotate", rotate);
  draw_over (compose, page, slot->page->box, rotate, slot->page, marks, number);
  if (qpdf_oh_get_array_n_items (pdf, annots) > 0)
    qpdf_oh_replace_key (pdf, page, "/Annots", annots);
  qpdf_add_page (pdf, pdf, page, QPDF_FALSE);
}

/* Gives every slot its page object: the copied page the first time, a shallow copy of it when it comes again. */
static void
assign_pages (JalCompose *compose)
{
  guint plain = compose->index_pages;

  for (guint i = 0; i < compose->slots->len; i++)
    {
      JalComposeSlot *slot = &g_array_index (compose->slots, JalComposeSlot, i);

      if (slot->page == NULL)
        slot->ref = *(JalPdfRef *)compose->own->pdata[plain++];
      else if (!slot->page->placed)
        slot->ref = slot->page->ref;
      else
        {
          qpdf_oh copy = jal_pdf_copy_dict (compose->out, jal_pdf_get (compose->out, slot->page->ref));

          slot->ref = jal_pdf_ref (compose->out, qpdf_make_indirect_object (compose->out, copy));
          qpdf_oh_release_all (compose->out);
        }
      if (slot->page != NULL)
        slot->page->placed = TRUE;
    }
}

gboolean
jal_compose_place (JalCompose *compose, GError **error)
{
  compose->save_state = jal_pdf_ref (compose->out, jal_pdf_new_stream (compose->out, "q\n", 2, NULL));
  assign_pages (compose);
  for (guint number = 1; number <= compose->index_pages + compose->slots->len; number++)
    {
      if (number <= compose->index_pages)
        place_index_page (compose, number);
      else
        place_slot (compose, &g_array_index (compose->slots, JalComposeSlot, number - 1 - compose->index_pages), number);
      if (jal_pdf_clear (compose->out, NULL))
        {
          g_set_error (error, JAL_COMPOSE_ERROR, JAL_COMPOSE_ERROR_FAILED, "Page %u could not be put together", number);
          return FALSE;
        }
      qpdf_oh_release_all (compose->out);
    }
  return TRUE;
}
