/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reasons, patterns and kinds of protected names: data/law/redaction.json. */
#include "law/jal-redaction-law.h"

#include "law/jal-law-data.h"

typedef void (*ReadFunc) (JsonObject *entry, gpointer to);

static GArray *
read_list (const char *name, guint size, ReadFunc read)
{
  JsonArray *list = jal_law_data_array (jal_law_data_root ("law/redaction.json"), name);
  guint n = json_array_get_length (list);
  GArray *loaded = g_array_sized_new (FALSE, TRUE, size, n);

  g_array_set_size (loaded, n);
  for (guint i = 0; i < n; i++)
    read (json_array_get_object_element (list, i), loaded->data + (gsize)i * size);
  return loaded;
}

static void
read_reason (JsonObject *entry, gpointer to)
{
  *(JalRedactionReason *)to = (JalRedactionReason){ .id = jal_law_data_string (entry, "id"),
                                                    .label = jal_law_data_label (entry),
                                                    .basis = jal_law_data_optional (entry, "basis"),
                                                    .standing = jal_law_data_standing (entry) };
}

static void
read_pattern (JsonObject *entry, gpointer to)
{
  *(JalRedactionPattern *)to = (JalRedactionPattern){ .id = jal_law_data_string (entry, "id"),
                                                      .label = jal_law_data_label (entry),
                                                      .regex = jal_law_data_string (entry, "regex"),
                                                      .reason = jal_law_data_string (entry, "reason"),
                                                      .standing = jal_law_data_standing (entry) };
}

static void
read_kind (JsonObject *entry, gpointer to)
{
  *(JalProtectedKind *)to = (JalProtectedKind){ .id = jal_law_data_string (entry, "id"),
                                                .label = jal_law_data_label (entry),
                                                .reason = jal_law_data_string (entry, "reason"),
                                                .standing = jal_law_data_standing (entry) };
}

const JalRedactionReason *
jal_redaction_reason_list (guint *n)
{
  static GArray *reasons;

  if (g_once_init_enter (&reasons))
    g_once_init_leave (&reasons, read_list ("reasons", sizeof (JalRedactionReason), read_reason));
  if (n != NULL)
    *n = reasons->len;
  return (const JalRedactionReason *)(gpointer)reasons->data;
}

const JalRedactionPattern *
jal_redaction_pattern_list (guint *n)
{
  static GArray *patterns;

  if (g_once_init_enter (&patterns))
    g_once_init_leave (&patterns, read_list ("patterns", sizeof (JalRedactionPattern), read_pattern));
  if (n != NULL)
    *n = patterns->len;
  return (const JalRedactionPattern *)(gpointer)patterns->data;
}

const JalProtectedKind *
jal_protected_kind_list (guint *n)
{
  static GArray *kinds;

  if (g_once_init_enter (&kinds))
    g_once_init_leave (&kinds, read_list ("kinds", sizeof (JalProtectedKind), read_kind));
  if (n != NULL)
    *n = kinds->len;
  return (const JalProtectedKind *)(gpointer)kinds->data;
}

const JalRedactionReason *
jal_redaction_reason_find (const char *id)
{
  guint n;
  const JalRedactionReason *reasons = jal_redaction_reason_list (&n);

  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (reasons[i].id, id) == 0)
      return &reasons[i];
  return NULL;
}

const JalRedactionPattern *
jal_redaction_pattern_find (const char *id)
{
  guint n;
  const JalRedactionPattern *patterns = jal_redaction_pattern_list (&n);

  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (patterns[i].id, id) == 0)
      return &patterns[i];
  return NULL;
}

const JalProtectedKind *
jal_protected_kind_find (const char *id)
{
  guint n;
  const JalProtectedKind *kinds = jal_protected_kind_list (&n);

  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (kinds[i].id, id) == 0)
      return &kinds[i];
  return NULL;
}

gboolean
jal_protected_kind_is_person (const char *id)
{
  static const char *const people[] = { "person", "relative", "witness", NULL };

  return id != NULL && g_strv_contains (people, id);
}
