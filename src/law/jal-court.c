/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Courts: data/law/courts.json. */
#include "law/jal-court.h"

#include "law/jal-law-data.h"

static GArray *
load (void)
{
  static GArray *courts;

  if (g_once_init_enter (&courts))
    {
      JsonArray *list = jal_law_data_array (jal_law_data_root ("law/courts.json"), "courts");
      guint n = json_array_get_length (list);
      GArray *loaded = g_array_sized_new (FALSE, TRUE, sizeof (JalCourt), n);

      for (guint i = 0; i < n; i++)
        {
          JsonObject *entry = json_array_get_object_element (list, i);
          JalCourt court = {
            .id = jal_law_data_string (entry, "id"),
            .name = { { jal_law_data_string (entry, "name"), jal_law_data_string (entry, "sw") } },
            .type = jal_law_data_string (entry, "type"),
            .county = jal_law_data_string (entry, "county"),
            .town = jal_law_data_string (entry, "town"),
            .supervising_town = jal_law_data_optional (entry, "supervising_high_court"),
            .standing = jal_law_data_standing (entry),
          };

          g_array_append_val (loaded, court);
        }
      g_once_init_leave (&courts, loaded);
    }
  return courts;
}

const JalCourt *
jal_court_list (guint *n)
{
  GArray *courts = load ();

  if (n != NULL)
    *n = courts->len;
  return (const JalCourt *)(gpointer)courts->data;
}

const JalCourt *
jal_court_find (const char *id)
{
  guint n;
  const JalCourt *courts = jal_court_list (&n);

  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (courts[i].id, id) == 0)
      return &courts[i];
  return NULL;
}
