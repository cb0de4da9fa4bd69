/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GTK has no Kiswahili of its own: what is lent to it must reach its dialogs and its calendars. */
#include <adwaita.h>
#include <libintl.h>
#include <locale.h>

#include "app/shell/jal-toolkit-words.h"

static gboolean
shows (GtkWidget *widget, const char *text)
{
  if (GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (shows (child, text))
      return TRUE;
  return FALSE;
}

static void
test_dialogs (void)
{
  g_assert_cmpstr (dgettext ("gtk40", "_Cancel"), ==, "_Ghairi");
  g_assert_cmpstr (dgettext ("gtk40", "Create Folder"), ==, "Unda folda");
  g_assert_cmpstr (dgettext ("gtk40", "_Paste"), ==, "_Bandika");
  g_assert_cmpstr (dgettext ("libadwaita", "Details"), ==, "Maelezo");
}

static void
test_calendar (void)
{
  static const char *const months[] = { "Januari", "Februari", "Machi", "Aprili", "Mei", "Juni",
                                        "Julai", "Agosti", "Septemba", "Oktoba", "Novemba", "Desemba" };
  static const char *const days[] = { "Jtatu", "Jnne", "Jtano", "Alh", "Ijm", "Jmosi", "Jpili" };
  GtkWidget *window = gtk_window_new ();
  GtkWidget *calendar = gtk_calendar_new ();

  gtk_window_set_child (GTK_WINDOW (window), calendar);
  gtk_window_present (GTK_WINDOW (window));
  while (!gtk_widget_get_mapped (calendar))
    g_main_context_iteration (NULL, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (months); i++)
    g_assert_true (shows (calendar, months[i]));
  for (guint i = 0; i < G_N_ELEMENTS (days); i++)
    g_assert_true (shows (calendar, days[i]));
  g_assert_false (shows (calendar, "October"));
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = g_build_filename (g_getenv ("JALADA_UNINSTALLED"), "po", NULL);

  setlocale (LC_ALL, "");
  bindtextdomain ("jalada", folder);
  bind_textdomain_codeset ("jalada", "UTF-8");
  textdomain ("jalada");
  gtk_test_init (&argc, &argv, NULL);
  /* A test is started in the C locale, which gettext never translates. */
  setlocale (LC_ALL, "C.UTF-8");
  adw_init ();
  jal_toolkit_words_lend ();
  g_test_add_func ("/po/toolkit/dialogs", test_dialogs);
  g_test_add_func ("/po/toolkit/calendar", test_calendar);
  return g_test_run ();
}
