/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Layers that were hidden stay hidden.
 *
 * Pages carry references to optional content groups, but whether a group is shown stands in the catalogue, which does not
 * travel with the pages: without this file a hidden layer would become visible in the bundle.
 *
 * 1. Every group of the input is copied with the state that its default configuration gives it.
 * 2. A group's name may hold a file name or an author, and its usage the name of a program: both are replaced.
 */
#define G_LOG_DOMAIN "jal-worker"

#include "worker/compose-source.h"

#define MAX_LAYERS 20000

static void
set_all (qpdf_data pdf, qpdf_oh array, GHashTable *hidden, gboolean hide)
{
  for (int i = 0; qpdf_oh_is_array (pdf, array) && i < qpdf_oh_get_array_n_items (pdf, array); i++)
    {
      gpointer id = GINT_TO_POINTER (qpdf_oh_get_object_id (pdf, qpdf_oh_get_array_item (pdf, array, i)));

      if (hide)
        g_hash_table_add (hidden, id);
      else
        g_hash_table_remove (hidden, id);
    }
}

/* A group that is to be off while viewing, where the configuration says that viewing decides. */
static gboolean
off_for_viewing (qpdf_data pdf, qpdf_oh group)
{
  qpdf_oh usage = qpdf_oh_get_key_if_dict (pdf, group, "/Usage");
  qpdf_oh view = qpdf_oh_get_key_if_dict (pdf, usage, "/View");

  return qpdf_oh_is_name_and_equals (pdf, qpdf_oh_get_key_if_dict (pdf, view, "/ViewState"), "/OFF");
}

static void
apply_usage (qpdf_data pdf, qpdf_oh rules, GHashTable *hidden)
{
  for (int i = 0; qpdf_oh_is_array (pdf, rules) && i < qpdf_oh_get_array_n_items (pdf, rules); i++)
    {
      qpdf_oh rule = qpdf_oh_get_array_item (pdf, rules, i);
      qpdf_oh groups = qpdf_oh_get_key_if_dict (pdf, rule, "/OCGs");

      if (!qpdf_oh_is_name_and_equals (pdf, qpdf_oh_get_key_if_dict (pdf, rule, "/Event"), "/View"))
        continue;
      for (int k = 0; qpdf_oh_is_array (pdf, groups) && k < qpdf_oh_get_array_n_items (pdf, groups); k++)
        {
          qpdf_oh group = qpdf_oh_get_array_item (pdf, groups, k);

          if (off_for_viewing (pdf, group))
            g_hash_table_add (hidden, GINT_TO_POINTER (qpdf_oh_get_object_id (pdf, group)));
        }
    }
}

void
jal_compose_layers_take (JalComposeSource *source)
{
  JalCompose *compose = source->compose;
  qpdf_data pdf = source->pdf;
  qpdf_oh properties = qpdf_oh_get_key_if_dict (pdf, qpdf_get_root (pdf), "/OCProperties");
  qpdf_oh groups = qpdf_oh_get_key_if_dict (pdf, properties, "/OCGs");
  qpdf_oh defaults = qpdf_oh_get_key_if_dict (pdf, properties, "/D");
  g_autoptr (GHashTable) hidden = g_hash_table_new (NULL, NULL);
  gboolean any_hidden = FALSE;
  int n = qpdf_oh_is_array (pdf, groups) ? MIN (qpdf_oh_get_array_n_items (pdf, groups), MAX_LAYERS) : 0;

  jal_pdf_clear (pdf, NULL);
  if (n == 0)
    return;
  if (qpdf_oh_is_name_and_equals (pdf, qpdf_oh_get_key_if_dict (pdf, defaults, "/BaseState"), "/OFF"))
    set_all (pdf, groups, hidden, TRUE);
  set_all (pdf, qpdf_oh_get_key_if_dict (pdf, defaults, "/ON"), hidden, FALSE);
  set_all (pdf, qpdf_oh_get_key_if_dict (pdf, defaults, "/OFF"), hidden, TRUE);
  apply_usage (pdf, qpdf_oh_get_key_if_dict (pdf, defaults, "/AS"), hidden);
  for (int i = 0; i < n; i++)
    {
      qpdf_oh group = qpdf_oh_get_array_item (pdf, groups, i);
      g_autofree char *name = NULL;
      qpdf_oh copy;
      JalPdfRef ref;

      if (!qpdf_oh_is_indirect (pdf, group) || !qpdf_oh_is_dictionary (pdf, group))
        continue;
      qpdf_oh_remove_key (pdf, group, "/Usage");
      copy = qpdf_oh_copy_foreign_object (compose->out, pdf, group);
      if (jal_pdf_clear (compose->out, NULL) || !qpdf_oh_is_dictionary (compose->out, copy))
        continue;
      qpdf_oh_remove_key (compose->out, copy, "/Usage");
      /* No two the same: mupdf tells groups apart by what is in them. */
      name = g_strdup_printf ("Layer %u", compose->layers_on->len + compose->layers_off->len + 1);
      jal_pdf_set_text (compose->out, copy, "/Name", name);
      ref = jal_pdf_ref (compose->out, copy);
      if (g_hash_table_contains (hidden, GINT_TO_POINTER (qpdf_oh_get_object_id (pdf, group))))
        {
          g_array_append_val (compose->layers_off, ref);
          any_hidden = TRUE;
        }
      else
        g_array_append_val (compose->layers_on, ref);
    }
  if (any_hidden)
    jal_compose_warn (compose, source->input, -1, "hidden-layer");
  jal_pdf_clear (pdf, NULL);
}
