/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* Choices of redacting: why something is redacted, and others that have to fit a narrow pane. */
#include "app/reader/jal-redact-reasons.h"

#include <glib/gi18n-lib.h>

#include "app/shell/jal-choice.h"
#include "law/jal-redaction-law.h"

/* The chosen one: cut where the pane is narrow. */
static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_list_item_set_child (item, label);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)), gtk_string_object_get_string (gtk_list_item_get_item (item)));
}

GtkWidget *
jal_redact_choice_new (GListModel *labels, guint chosen, const char *name)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  GtkWidget *choice = gtk_drop_down_new (labels, NULL);

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  gtk_drop_down_set_factory (GTK_DROP_DOWN (choice), factory);
  jal_choice_name (GTK_DROP_DOWN (choice));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (choice), chosen);
  gtk_accessible_update_property (GTK_ACCESSIBLE (choice), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return choice;
}

GtkWidget *
jal_redact_reasons_new (const char *chosen)
{
  JalLang lang = jal_lang_from_locale (C_ ("language code", "en"));
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  guint n, selected = 0;
  const JalRedactionReason *reasons = jal_redaction_reason_list (&n);

  for (guint i = 0; i < n; i++)
    {
      gtk_string_list_append (labels, jal_label_get (&reasons[i].label, lang));
      if (g_strcmp0 (reasons[i].id, chosen) == 0)
        selected = i;
    }
  return jal_redact_choice_new (G_LIST_MODEL (g_steal_pointer (&labels)), selected, _ ("Reason"));
}

const char *
jal_redact_reasons_get (GtkWidget *reasons)
{
  guint n, chosen = gtk_drop_down_get_selected (GTK_DROP_DOWN (reasons));
  const JalRedactionReason *all = jal_redaction_reason_list (&n);

  return all[MIN (chosen, n - 1)].id;
}
