/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* The window of keyboard shortcuts. Before GTK 4.14 its parts can only be put together by GtkBuilder, hence the XML. */
#include "app/shell/jal-shortcuts.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const struct
{
  const char *prefix;
  const char *title;
} groups[] = {
  { "win.", N_("Everywhere") },
  { "evidence.", N_("Evidence") },
  { "reader.", N_("Reader") },
  { "timeline.", N_("Timeline") },
  { "bundle.", N_("Bundle") },
};

static void
append_group (GString *xml, const char *prefix, const char *title, const JalVerb *verbs, guint n_verbs)
{
  gboolean any = FALSE;

  for (guint i = 0; i < n_verbs; i++)
    {
      g_autofree char *row = NULL;

      if (verbs[i].accels == NULL || !g_str_has_prefix (verbs[i].action, prefix))
        continue;
      if (!any)
        {
          g_autofree char *head = g_markup_printf_escaped (
              "<child><object class='GtkShortcutsGroup'><property name='title'>%s</property>", title);

          g_string_append (xml, head);
          any = TRUE;
        }
      row = g_markup_printf_escaped ("<child><object class='GtkShortcutsShortcut'><property name='accelerator'>%s</property>"
                                     "<property name='title'>%s</property></object></child>",
                                     verbs[i].accels, _ (verbs[i].title));
      g_string_append (xml, row);
    }
  if (any)
    g_string_append (xml, "</object></child>");
}

void
jal_shortcuts_present (GtkWindow *window, const JalVerb *verbs, guint n_verbs)
{
  g_autoptr (GtkBuilder) builder = gtk_builder_new ();
  g_autoptr (GString) xml = g_string_new ("<interface><object class='GtkShortcutsWindow' id='window'>"
                                          "<property name='modal'>1</property><child>"
                                          "<object class='GtkShortcutsSection'><property name='section-name'>all</property>"
                                          "<property name='max-height'>14</property>");
  g_autoptr (GError) error = NULL;
  GtkWindow *shortcuts;

  g_return_if_fail (GTK_IS_WINDOW (window));

  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    append_group (xml, groups[i].prefix, _ (groups[i].title), verbs, n_verbs);
  g_string_append (xml, "</object></child></object></interface>");
  if (!gtk_builder_add_from_string (builder, xml->str, (gssize)xml->len, &error))
    {
      g_critical ("%s", error->message);
      return;
    }
  shortcuts = GTK_WINDOW (gtk_builder_get_object (builder, "window"));
  gtk_window_set_transient_for (shortcuts, window);
  gtk_window_present (shortcuts);
}
