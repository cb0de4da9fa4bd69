/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/reader/jal-redact-hit-row.h"

#include <glib/gi18n-lib.h>

#include "law/jal-redaction-law.h"

/* What was rejected may be wanted after all. */
gboolean
jal_redact_hit_can_redact (const JalRedactionHit *hit)
{
  return !hit->marked || hit->let_stand;
}

static const char *
show_near (JalNear near)
{
  switch (near)
    {
    case JAL_NEAR_SPLIT:
      return _ ("broken up or run together");
    case JAL_NEAR_RUN:
      return _ ("run into the word beside it");
    case JAL_NEAR_MIDDLE:
      return _ ("with another name between");
    case JAL_NEAR_DOUBLED:
      return _ ("a letter doubled or not");
    case JAL_NEAR_ONE:
      return _ ("one letter differs");
    case JAL_NEAR_PART:
      return _ ("a part of the name");
    case JAL_NEAR_INSIDE:
      return _ ("inside a longer word");
    case JAL_NEAR_EXACT:
    case JAL_N_NEARS:
    default:
      return NULL;
    }
}

/* What was rejected is no more redacted than what nobody has seen. */
static gboolean
is_ticked (const JalRedactionHit *hit)
{
  return hit->wanted || (hit->marked && !hit->let_stand);
}

/* A row is one stop of the keys, and says what its box shows. */
static void
name_row (GtkCheckButton *check, const JalRedactionHit *hit)
{
  GtkWidget *row = gtk_widget_get_ancestor (GTK_WIDGET (check), GTK_TYPE_LIST_BOX_ROW);
  const char *name = g_object_get_data (G_OBJECT (check), "name");
  g_autofree char *whole
      = g_strdup_printf ("%s: %s", name, gtk_check_button_get_active (check) ? _ ("ticked") : _ ("not ticked"));

  if (row != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, whole, -1);
}

static void
toggled_cb (GtkCheckButton *check, gpointer data)
{
  JalRedactionHit *hit = g_object_get_data (G_OBJECT (check), "hit");

  hit->wanted = gtk_check_button_get_active (check);
  name_row (check, hit);
}

void
jal_redact_hit_row_activate (GtkListBoxRow *row)
{
  GtkCheckButton *check = g_object_get_data (G_OBJECT (row), "check");

  if (gtk_widget_is_sensitive (GTK_WIDGET (check)))
    gtk_check_button_set_active (check, !gtk_check_button_get_active (check));
}

void
jal_redact_hit_row_show (GtkListBoxRow *row)
{
  GtkCheckButton *check = g_object_get_data (G_OBJECT (row), "check");

  gtk_check_button_set_active (check, is_ticked (g_object_get_data (G_OBJECT (check), "hit")));
}

static char *
one_line (const char *text)
{
  return g_strdelimit (g_strdup (text), "\n\r\t", ' ');
}

GtkWidget *
jal_redact_hit_row_new (JalRedactionHit *hit, GCallback ticked, gpointer owner)
{
  const JalRedactionPattern *pattern
      = g_str_equal (hit->origin, "pattern") ? jal_redaction_pattern_find (hit->rule) : NULL;
  const char *rule = pattern != NULL
                         ? jal_label_get (&pattern->label, jal_lang_from_locale (C_ ("language code", "en")))
                         : hit->rule;
  const char *near = hit->let_stand               ? _ ("stays readable: rejected in the review")
                     : hit->marked                ? _ ("redacted already")
                     : hit->half                  ? _ ("goes on over the end of the page")
                     : hit->piece                 ? _ ("written a letter a line")
                     : hit->where != JAL_HIT_PAGE ? jal_hit_where_words (hit->where)
                                                  : show_near (hit->near);
  g_autofree char *words = one_line (hit->words), *before = one_line (hit->before), *after = one_line (hit->after);
  g_autofree char *text = g_markup_printf_escaped ("…%s<b>%s</b>%s…", before, words, after);
  g_autofree char *foot = g_strdup_printf (_ ("%s, page %u · %s%s%s"), hit->document, hit->page + 1, rule,
                                           near != NULL ? " · " : "", near != NULL ? near : "");
  g_autofree char *name = g_strdup_printf (_ ("Redact %s, page %u of %s"), words, hit->page + 1, hit->document);
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3), *check = gtk_check_button_new ();
  GtkWidget *labels[2] = { gtk_label_new (NULL), gtk_label_new (foot) };

  gtk_label_set_markup (GTK_LABEL (labels[0]), text);
  gtk_widget_add_css_class (labels[1], "caption");
  for (guint i = 0; i < 2; i++)
    {
      gtk_label_set_xalign (GTK_LABEL (labels[i]), 0);
      gtk_label_set_wrap (GTK_LABEL (labels[i]), TRUE);
      gtk_box_append (GTK_BOX (lines), labels[i]);
    }
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), is_ticked (hit));
  gtk_widget_set_sensitive (check, jal_redact_hit_can_redact (hit));
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (G_OBJECT (check), "hit", g_object_ref (hit), g_object_unref);
  g_object_set_data (G_OBJECT (row), "check", check);
  g_signal_connect (check, "toggled", G_CALLBACK (toggled_cb), NULL);
  g_signal_connect_object (check, "toggled", ticked, owner, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), check);
  gtk_box_append (GTK_BOX (box), lines);
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 6);
  gtk_widget_set_margin_start (box, 9);
  gtk_widget_set_margin_end (box, 9);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_widget_set_focusable (check, FALSE);
  g_object_set_data_full (G_OBJECT (check), "name", g_steal_pointer (&name), g_free);
  name_row (GTK_CHECK_BUTTON (check), hit);
  return row;
}
