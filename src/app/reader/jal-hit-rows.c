/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

#include "app/reader/jal-hit-rows.h"

#include <gtk/gtk.h>

typedef struct
{
  guint page;
  guint first;
  char *label; /* GRefString: shared by the hits of a page */
  char *line;  /* GRefString */
} Row;

struct _JalHitRows
{
  GObject parent_instance;

  GArray *rows; /* of Row */
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (JalHitRows, jal_hit_rows, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
clear_row (gpointer data)
{
  Row *row = data;

  g_ref_string_release (row->label);
  g_ref_string_release (row->line);
}

static GArray *
new_rows (void)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (Row));

  g_array_set_clear_func (rows, clear_row);
  return rows;
}

static gboolean
is_same (const Row *a, const Row *b)
{
  return a->page == b->page && a->first == b->first && g_str_equal (a->line, b->line) && g_str_equal (a->label, b->label);
}

/* Returns (transfer full): what a page is called. */
static char *
name_page (JalPageSource *source, guint page)
{
  const JalPageInfo *info = jal_page_source_get_info (source, page);
  g_autofree char *number = g_strdup_printf ("%u", page + 1);

  return g_ref_string_new (info != NULL && *info->label != '\0' ? info->label : number);
}

static GType
get_item_type (GListModel *model)
{
  return GTK_TYPE_STRING_OBJECT;
}

static guint
get_n_items (GListModel *model)
{
  return JAL_HIT_ROWS (model)->rows->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  JalHitRows *self = JAL_HIT_ROWS (model);
  const Row *row;
  g_autofree char *words = NULL;

  if (position >= self->rows->len)
    return NULL;
  row = &g_array_index (self->rows, Row, position);
  words = g_strdup_printf ("%s\n%s", row->label, row->line);
  return gtk_string_object_new (words);
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
jal_hit_rows_finalize (GObject *object)
{
  g_array_unref (JAL_HIT_ROWS (object)->rows);
  G_OBJECT_CLASS (jal_hit_rows_parent_class)->finalize (object);
}

static void
jal_hit_rows_class_init (JalHitRowsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = jal_hit_rows_finalize;
}

static void
jal_hit_rows_init (JalHitRows *self)
{
  self->rows = new_rows ();
}

JalHitRows *
jal_hit_rows_new (void)
{
  return g_object_new (JAL_TYPE_HIT_ROWS, NULL);
}

void
jal_hit_rows_follow (JalHitRows *self, JalPageSource *source)
{
  GArray *hits = source != NULL ? jal_page_source_get_hits (source) : NULL, *old = self->rows;
  guint n = hits != NULL ? hits->len : 0, n_old = old->len, before = 0, after = 0;

  g_return_if_fail (JAL_IS_HIT_ROWS (self));

  self->rows = new_rows ();
  for (guint i = 0; i < n; i++)
    {
      const JalPageHit *hit = &g_array_index (hits, JalPageHit, i);
      const Row *last = i > 0 ? &g_array_index (self->rows, Row, i - 1) : NULL;
      Row row = { hit->page, hit->first,
                  last != NULL && last->page == hit->page ? g_ref_string_acquire (last->label) : name_page (source, hit->page),
                  g_ref_string_acquire (hit->line) };

      g_array_append_val (self->rows, row);
    }
  while (before < MIN (n, n_old) && is_same (&g_array_index (old, Row, before), &g_array_index (self->rows, Row, before)))
    before++;
  while (after < MIN (n, n_old) - before
         && is_same (&g_array_index (old, Row, n_old - 1 - after), &g_array_index (self->rows, Row, n - 1 - after)))
    after++;
  g_array_unref (old);
  if (before + after < MAX (n, n_old))
    g_list_model_items_changed (G_LIST_MODEL (self), before, n_old - before - after, n - before - after);
}
