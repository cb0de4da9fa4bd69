/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Kinds of documents: data/law/doctypes.json. */
#include "law/jal-doctype.h"

#include "law/jal-law-data.h"

static GArray *
load (void)
{
  static GArray *kinds;

  if (g_once_init_enter (&kinds))
    {
      JsonArray *list = jal_law_data_array (jal_law_data_root ("law/doctypes.json"), "doctypes");
      guint n = json_array_get_length (list);
      GArray *loaded = g_array_sized_new (FALSE, TRUE, sizeof (JalDoctype), n);

      for (guint i = 0; i < n; i++)
        {
          JsonObject *entry = json_array_get_object_element (list, i);
          JalDoctype kind = {
            .id = jal_law_data_string (entry, "id"),
            .label = jal_law_data_label (entry),
            .issuer = jal_law_data_optional (entry, "issuer"),
            .legal_hook = jal_law_data_optional (entry, "legal_hook"),
            .sw_verified = jal_law_data_boolean (entry, "sw_verified", FALSE),
            .standing = jal_law_data_standing (entry),
          };

          g_array_append_val (loaded, kind);
        }
      g_once_init_leave (&kinds, loaded);
    }
  return kinds;
}

const JalDoctype *
jal_doctype_list (guint *n)
{
  GArray *kinds = load ();

  if (n != NULL)
    *n = kinds->len;
  return (const JalDoctype *)(gpointer)kinds->data;
}

const JalDoctype *
jal_doctype_find (const char *id)
{
  guint n;
  const JalDoctype *kinds = jal_doctype_list (&n);

  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (kinds[i].id, id) == 0)
      return &kinds[i];
  return NULL;
}
