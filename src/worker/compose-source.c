/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Taking pages out of an input.
 *
 * 1. An input is opened once, whatever the number of items that name it, and closed before the next one is opened: only
 *    its copied pages stay in memory, their streams are read again when the output is written.
 * 2. A page is stripped to what is drawn (allow-list) before it is copied; nothing else of the input is copied.
 * 3. What cannot be read costs its own pages only, and is named in a warning.
 */
#define G_LOG_DOMAIN "jal-worker"

#include "worker/compose-source.h"

#include <math.h>
#include <string.h>

#include "worker/compose-files.h"
#include "worker/compose-image.h"

static const char *const page_keys[] = {
  "/Type", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Resources", "/Contents", "/Group",
};

void
jal_compose_page_free (gpointer data)
{
  JalComposePage *page = data;

  g_array_unref (page->pictures);
  g_ptr_array_unref (page->links);
  g_ptr_array_unref (page->marks);
  g_free (page);
}

static JalComposePage *
page_new (void)
{
  JalComposePage *page = g_new0 (JalComposePage, 1);

  page->pictures = g_array_new (FALSE, FALSE, sizeof (JalComposePicture));
  page->links = g_ptr_array_new_with_free_func (jal_compose_link_free);
  page->marks = g_ptr_array_new ();
  page->unit = 1;
  return page;
}

/* Writes the box anew: as four plain numbers, however it was written. */
static void
set_box (qpdf_data pdf, qpdf_oh page, const char *key, const double box[4])
{
  g_autoptr (GString) text = g_string_new (NULL);

  jal_pdf_append_numbers (text, "[% % % %]", box[0], box[1], box[2], box[3]);
  qpdf_oh_replace_key (pdf, page, key, qpdf_oh_parse (pdf, text->str));
}

/* The visible box as readers find it: CropBox cut to MediaBox, A4 where there is no usable MediaBox. */
static void
read_geometry (qpdf_data pdf, qpdf_oh page, JalComposePage *result)
{
  double media[4] = { 0, 0, JAL_COMPOSE_A4_WIDTH, JAL_COMPOSE_A4_HEIGHT };
  double crop[4];
  double value;

  jal_pdf_rectangle (pdf, qpdf_oh_get_key (pdf, page, "/MediaBox"), media);
  set_box (pdf, page, "/MediaBox", media);
  memcpy (result->box, media, sizeof media);
  if (jal_pdf_rectangle (pdf, qpdf_oh_get_key (pdf, page, "/CropBox"), crop))
    {
      crop[0] = MAX (crop[0], media[0]);
      crop[1] = MAX (crop[1], media[1]);
      crop[2] = MIN (crop[2], media[2]);
      crop[3] = MIN (crop[3], media[3]);
      if (crop[2] - crop[0] > 1e-3 && crop[3] - crop[1] > 1e-3)
        {
          memcpy (result->box, crop, sizeof crop);
          set_box (pdf, page, "/CropBox", crop);
        }
      else
        qpdf_oh_remove_key (pdf, page, "/CropBox");
    }
  else
    qpdf_oh_remove_key (pdf, page, "/CropBox");
  if (jal_pdf_number (pdf, qpdf_oh_get_key (pdf, page, "/Rotate"), &value) && fabs (value) < 1e6)
    result->rotate = (((int)lround (value / 90) * 90) % 360 + 360) % 360;
  if (jal_pdf_number (pdf, qpdf_oh_get_key (pdf, page, "/UserUnit"), &value) && value >= 0.01 && value <= 1000)
    result->unit = value;
  else
    qpdf_oh_remove_key (pdf, page, "/UserUnit");
}

static void
strip_page (qpdf_data pdf, qpdf_oh page)
{
  g_autoptr (GPtrArray) keys = jal_pdf_keys (pdf, page);

  for (guint i = 0; i < keys->len; i++)
    {
      gboolean keep = FALSE;

      for (guint k = 0; k < G_N_ELEMENTS (page_keys); k++)
        keep = keep || strcmp (keys->pdata[i], page_keys[k]) == 0;
      if (!keep)
        qpdf_oh_remove_key (pdf, page, keys->pdata[i]);
    }
  jal_pdf_set_name (pdf, page, "/Type", "/Page");
  if (!qpdf_oh_is_dictionary (pdf, qpdf_oh_get_key (pdf, page, "/Resources")))
    qpdf_oh_replace_key (pdf, page, "/Resources", qpdf_oh_new_dictionary (pdf));
}

static void
prepare_page (JalComposeSource *source, guint number, JalComposePage *result)
{
  JalCompose *compose = source->compose;
  qpdf_data pdf = source->pdf;
  qpdf_oh page;
  qpdf_oh copy;

  if (number >= (guint)source->n_pages)
    {
      result->missing = "no-such-page";
      return;
    }
  source->number = number;
  page = qpdf_get_page_n (pdf, number);
  if (qpdf_has_error (pdf) || !qpdf_oh_is_dictionary (pdf, page))
    {
      jal_pdf_clear (pdf, NULL);
      result->missing = "page-unreadable";
      return;
    }
  read_geometry (pdf, page, result);
  jal_compose_annots_take (source, page, result);
  if (result->covered)
    jal_compose_warn (compose, source->input, (int)number, "covered");
  strip_page (pdf, page);
  jal_compose_content_prepare (pdf, page, result);
  jal_compose_clean (pdf, page, source->cleaned);
  jal_pdf_clear (pdf, NULL);
  copy = qpdf_oh_copy_foreign_object (compose->out, pdf, page);
  if (jal_pdf_clear (compose->out, NULL) || !qpdf_oh_is_dictionary (compose->out, copy))
    result->missing = "page-unreadable";
  else
    result->ref = jal_pdf_ref (compose->out, copy);
}

/* NULL when the input could be opened, else the code of the warning that says why not. */
static const char *
open_source (JalComposeSource *source)
{
  g_autofree char *name = g_strdup_printf (JAL_COMPOSE_IN, source->input);
  const char *password = g_array_index (source->compose->spec->inputs, JalComposeInput, source->input).password;
  const char *reason = NULL;

  for (guint i = 0; i < source->compose->io->n_skipped; i++)
    if (source->compose->io->skipped[i] == source->input)
      return "crashed";
  if (g_array_index (source->compose->spec->inputs, JalComposeInput, source->input).size == 0)
    return "empty";
  if (!jal_compose_image_prepare (source->compose, source->input))
    return "unreadable";
  if ((qpdf_read (source->pdf, name, password != NULL ? password : "") & QPDF_ERRORS) != 0)
    {
      qpdf_error error = qpdf_get_error (source->pdf);

      reason = error != NULL && qpdf_get_error_code (source->pdf, error) == qpdf_e_password ? "password" : "unreadable";
    }
  else
    {
      qpdf_push_inherited_attributes_to_page (source->pdf);
      jal_pdf_clear (source->pdf, &source->n_warnings);
      source->n_pages = qpdf_get_num_pages (source->pdf);
      if (source->n_pages <= 0)
        reason = "unreadable";
    }
  if (reason == NULL && qpdf_oh_has_key (source->pdf, qpdf_get_root (source->pdf), "/NeedsRendering"))
    jal_compose_warn (source->compose, source->input, -1, "dynamic-form");
  jal_pdf_clear (source->pdf, NULL);
  if (jal_compose_files_read_failed (NULL))
    reason = "damaged";
  return reason;
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  guint x = GPOINTER_TO_UINT (a);
  guint y = GPOINTER_TO_UINT (b);

  return x < y ? -1 : x > y;
}

static void
read_pages (JalComposeSource *source, GList *numbers, GHashTable *pages, const char *reason)
{
  JalCompose *compose = source->compose;

  for (GList *l = numbers; l != NULL; l = l->next)
    {
      JalComposePage *page = g_hash_table_lookup (pages, l->data);

      if (reason != NULL)
        page->missing = reason;
      else
        {
          prepare_page (source, GPOINTER_TO_UINT (l->data), page);
          if (jal_compose_files_read_failed (NULL))
            {
              jal_compose_files_forget_failures ();
              page->missing = "damaged";
            }
          if (page->missing != NULL)
            jal_compose_warn (compose, source->input, GPOINTER_TO_INT (l->data), page->missing);
          qpdf_oh_release_all (source->pdf);
          qpdf_oh_release_all (compose->out);
        }
      if (!jal_compose_progress (compose, compose->done + 1, NULL))
        return;
      compose->done++;
    }
}

void
jal_compose_source_read (JalCompose *compose, guint input)
{
  JalComposeSource source = { .compose = compose, .input = input };
  GHashTable *pages = compose->pages[input];
  GList *numbers = g_list_sort (g_hash_table_get_keys (pages), compare_numbers);
  const char *reason;

  for (GList *l = numbers; l != NULL; l = l->next)
    g_hash_table_insert (pages, l->data, page_new ());
  if (numbers == NULL)
    return;
  source.pdf = qpdf_init ();
  qpdf_silence_errors (source.pdf);
  qpdf_set_suppress_warnings (source.pdf, QPDF_TRUE);
  source.cleaned = g_hash_table_new (NULL, NULL);

  jal_compose_files_forget_failures ();
  reason = open_source (&source);
  jal_compose_files_forget_failures ();
  jal_pdf_clear (source.pdf, &source.n_warnings);
  if (reason != NULL)
    jal_compose_warn (compose, input, -1, reason);
  else if (source.n_warnings > 0)
    jal_compose_warn (compose, input, -1, "repaired");
  read_pages (&source, numbers, pages, reason);
  if (reason == NULL)
    jal_compose_layers_take (&source);
  if (source.n_received > 0)
    jal_compose_warn_count (compose, input, "received-left-out", source.n_received);
  compose->n_received += source.n_received;

  g_list_free (numbers);
  g_hash_table_unref (source.cleaned);
  g_clear_pointer (&source.destinations, g_hash_table_unref);
  qpdf_oh_release_all (compose->out);
  qpdf_cleanup (&source.pdf);
}
