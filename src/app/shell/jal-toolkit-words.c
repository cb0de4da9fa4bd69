/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

#include "app/shell/jal-toolkit-words.h"

#include <glib/gi18n-lib.h>
#include <gtk/gtk.h>
#include <libintl.h>

#include "law/jal-words.h"

/* Returns the names a calendar took from the locale, each with what it is on this screen. */
static GHashTable *
calendar_names (void)
{
  static const char *const days[] = { N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun") };
  JalLang lang = jal_lang_from_locale (C_("language code", "en"));
  GHashTable *names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (int month = 1; month <= 12; month++)
    {
      g_autoptr (GDateTime) time = g_date_time_new_utc (2024, month, 1, 12, 0, 0);
      g_autofree char *key = g_strdup_printf ("month_%d", month);

      g_hash_table_insert (names, g_date_time_format (time, "%OB"), g_strdup (jal_words_get (lang, key)));
    }
  for (guint i = 0; i < G_N_ELEMENTS (days); i++)
    {
      /* The first of January 2024 was a Monday. */
      g_autoptr (GDateTime) time = g_date_time_new_utc (2024, 1, 1 + (int)i, 12, 0, 0);

      g_hash_table_insert (names, g_date_time_format (time, "%a"), g_strdup (_ (days[i])));
    }
  return names;
}

static void
rename_labels (GtkWidget *widget, GHashTable *names)
{
  if (GTK_IS_LABEL (widget))
    {
      const char *name = g_hash_table_lookup (names, gtk_label_get_text (GTK_LABEL (widget)));

      if (name != NULL)
        gtk_label_set_text (GTK_LABEL (widget), name);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    rename_labels (child, names);
}

/* A calendar writes its names once, when it is made, and only shows them in turn afterwards. */
static gboolean
mapped_cb (GSignalInvocationHint *hint, guint n_values, const GValue *values, gpointer data)
{
  GObject *widget = g_value_get_object (&values[0]);

  if (GTK_IS_CALENDAR (widget))
    rename_labels (GTK_WIDGET (widget), data);
  return TRUE;
}

void
jal_toolkit_words_lend (void)
{
  static const char *const libraries[] = { "gtk40", "libadwaita" };
  /* Both have it. */
  static const char *const probe = "_Cancel";
  static gsize done;
  const char *build = g_getenv ("JALADA_UNINSTALLED");
  g_autofree char *folder = NULL;

  if (!g_once_init_enter (&done))
    return;
  folder = build != NULL ? g_build_filename (build, "po", "toolkit", NULL) : g_strdup (JALADA_TOOLKITDIR);
  for (guint i = 0; i < G_N_ELEMENTS (libraries); i++)
    if (g_str_equal (dgettext (libraries[i], probe), probe))
      bindtextdomain (libraries[i], folder);
  g_type_class_unref (g_type_class_ref (GTK_TYPE_WIDGET));
  g_signal_add_emission_hook (g_signal_lookup ("map", GTK_TYPE_WIDGET), 0, mapped_cb, calendar_names (),
                              (GDestroyNotify)g_hash_table_unref);
  g_once_init_leave (&done, 1);
}
