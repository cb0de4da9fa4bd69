/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/jal-lead-private.h"

#include <math.h>
#include <string.h>

#include "pages/jal-geometry.h"
#include "wire/jal-wire.h"

JalLead *
jal_lead_copy (const JalLead *lead)
{
  JalLead *copy = g_memdup2 (lead, sizeof *lead);

  copy->text = g_strdup (lead->text);
  return copy;
}

void
jal_lead_free (JalLead *lead)
{
  if (lead == NULL)
    return;
  g_free (lead->text);
  g_free (lead);
}

static gboolean
is_point (double x, double y)
{
  return isfinite (x) && isfinite (y) && fabs (x) <= JAL_WIRE_POINTS_MAX && fabs (y) <= JAL_WIRE_POINTS_MAX;
}

static gboolean
is_sane (const JalWireLead *lead, guint n_pages, gboolean is_link)
{
  return lead->page <= n_pages && lead->has_point <= 1 && lead->depth <= JAL_WIRE_LEAD_DEPTH_MAX
         && (lead->has_point == 0 || is_point (lead->left, lead->top))
         && (!is_link || jal_wire_box_is_valid (lead->box));
}

/* Control characters are no words. */
static char *
take_words (const char *words, gsize length)
{
  char *text;

  if (!g_utf8_validate (words, (gssize)length, NULL))
    return NULL;
  text = g_strndup (words, length);
  for (char *c = text; *c != '\0'; c++)
    if ((guchar)*c < 0x20 || *c == 0x7f)
      *c = ' ';
  return text;
}

GPtrArray *
jal_leads_copy (const guint8 *window, gsize size, guint n_items, guint n_bytes, guint n_pages, const JalPageInfo *info,
                gboolean boxes)
{
  gsize of_items = (gsize)n_items * sizeof (JalWireLead);
  g_autoptr (GPtrArray) leads = g_ptr_array_new_with_free_func ((GDestroyNotify)jal_lead_free);
  g_autofree guint8 *copy = NULL;
  const char *words;
  gsize used = 0;
  guint depth = 0;

  if (of_items + n_bytes > size)
    return NULL;
  copy = g_malloc (of_items + n_bytes + 1);
  memcpy (copy, window, of_items + n_bytes);
  words = (const char *)copy + of_items;
  for (guint i = 0; i < n_items; i++)
    {
      JalWireLead wire;
      JalLead lead = { .page = -1 };

      memcpy (&wire, copy + i * sizeof wire, sizeof wire);
      if (!is_sane (&wire, n_pages, info != NULL || boxes) || wire.n_bytes > n_bytes - used
          || (lead.text = take_words (words + used, wire.n_bytes)) == NULL)
        return NULL;
      used += wire.n_bytes;
      lead.page = (int)wire.page - 1;
      lead.has_point = wire.page > 0 && wire.has_point != 0;
      lead.point = lead.has_point ? (JalPoint){ wire.left, wire.top } : (JalPoint){ 0 };
      /* A child has a parent. */
      lead.depth = i == 0 ? 0 : MIN (wire.depth, depth + 1);
      depth = lead.depth;
      if (boxes)
        lead.box = (JalBox){ wire.box[0], wire.box[1], wire.box[2], wire.box[3] };
      else if (info != NULL)
        lead.box = jal_geometry_box_to_user (info, (JalBox){ wire.box[0] * info->user_unit, wire.box[1] * info->user_unit,
                                                             wire.box[2] * info->user_unit,
                                                             wire.box[3] * info->user_unit });
      g_ptr_array_add (leads, g_memdup2 (&lead, sizeof lead));
    }
  return g_steal_pointer (&leads);
}
