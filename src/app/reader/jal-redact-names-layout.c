/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* What is asked, above; what was found, below. */
#include <glib/gi18n-lib.h>

#include "app/reader/jal-redact-hit-row.h"
#include "app/reader/jal-redact-names-private.h"
#include "app/reader/jal-redact-reasons.h"
#include "app/shell/jal-dialog.h"
#include "app/shell/jal-flow-box.h"
#include "law/jal-redaction-law.h"

static GtkWidget *
new_patterns (void)
{
  GtkWidget *box = gtk_flow_box_new ();
  guint n;
  const JalRedactionPattern *all = jal_redaction_pattern_list (&n);

  jal_flow_box_mend (GTK_FLOW_BOX (box));
  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (box), GTK_SELECTION_NONE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (box), 2);
  for (guint i = 0; i < n; i++)
    {
      gtk_flow_box_insert (GTK_FLOW_BOX (box),
                           gtk_check_button_new_with_label (
                               jal_label_get (&all[i].label, jal_lang_from_locale (C_ ("language code", "en")))),
                           -1);
      gtk_widget_set_focusable (GTK_WIDGET (gtk_flow_box_get_child_at_index (GTK_FLOW_BOX (box), (int)i)), FALSE);
    }
  return box;
}

void
jal_redact_names_add_question (JalRedactNamesWindow *self, GtkWidget *box)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *edit;

  self->words = GTK_SEARCH_ENTRY (gtk_search_entry_new ());
  g_object_set (self->words, "placeholder-text", _ ("A name, a place, any words"), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->words), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Words to look for"), -1);
  gtk_widget_set_hexpand (GTK_WIDGET (self->words), TRUE);
  self->search = gtk_button_new_with_mnemonic (_ ("_Search"));
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->words));
  gtk_box_append (GTK_BOX (line), self->search);
  gtk_box_append (GTK_BOX (box), line);

  line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->names = GTK_CHECK_BUTTON (gtk_check_button_new_with_label (_ ("Protected names of the case")));
  gtk_widget_set_hexpand (GTK_WIDGET (self->names), TRUE);
  gtk_check_button_set_active (self->names, TRUE);
  edit = gtk_button_new_with_mnemonic (_ ("_Edit Names…"));
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->names));
  gtk_box_append (GTK_BOX (line), edit);
  gtk_box_append (GTK_BOX (box), line);
  self->patterns = GTK_FLOW_BOX (new_patterns ());
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->patterns));
  self->near = GTK_CHECK_BUTTON (gtk_check_button_new_with_label (_ ("Near spellings too: one letter differs, a part of the name")));
  gtk_check_button_set_active (self->near, TRUE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->near));
  g_signal_connect_swapped (self->words, "activate", G_CALLBACK (jal_redact_names_search), self);
  /* The entry keeps Escape for itself. */
  g_signal_connect_swapped (self->words, "stop-search", G_CALLBACK (gtk_window_close), self);
  g_signal_connect_swapped (self->search, "clicked", G_CALLBACK (jal_redact_names_search), self);
  g_signal_connect_swapped (edit, "clicked", G_CALLBACK (jal_redact_names_edit), self);
}

/* The kind of each name says why it is redacted, unless another reason is chosen. */
static void
add_reason (JalRedactNamesWindow *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->own_reason = gtk_check_button_new_with_label (_ ("One reason for all:"));
  self->reasons = jal_redact_reasons_new (NULL);
  gtk_widget_set_hexpand (self->reasons, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->reasons), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Reason for all"), -1);
  g_object_bind_property (self->own_reason, "active", self->reasons, "sensitive", G_BINDING_SYNC_CREATE);
  gtk_box_append (GTK_BOX (line), self->own_reason);
  gtk_box_append (GTK_BOX (line), self->reasons);
  self->reason_line = line;
}

/* What stands in the place of the list. */
static GtkWidget *
new_state (const char *title, const char *text)
{
  GtkWidget *page = adw_status_page_new ();

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), "edit-find-symbolic");
  if (title != NULL)
    adw_status_page_set_title (ADW_STATUS_PAGE (page), title);
  adw_status_page_set_description (ADW_STATUS_PAGE (page), text);
  gtk_widget_add_css_class (page, "compact");
  return page;
}

static void
row_activated_cb (GtkListBox *list, GtkListBoxRow *row)
{
  jal_redact_hit_row_activate (row);
}

void
jal_redact_names_add_answer (JalRedactNamesWindow *self, GtkWidget *box)
{
  GtkWidget *scroller = gtk_scrolled_window_new (), *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *spinner = gtk_spinner_new (), *label;

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_widget_set_valign (GTK_WIDGET (self->list), GTK_ALIGN_START);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Places found"), -1);
  g_signal_connect (self->list, "row-activated", G_CALLBACK (row_activated_cb), NULL);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scroller), 90);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->list));
  gtk_spinner_start (GTK_SPINNER (spinner));
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  gtk_stack_add_named (self->stack,
                       new_state (NULL, _ ("All text that the vault has of this case is searched. Tick what is to be redacted; the originals are "
                                           "never changed.")),
                       "start");
  gtk_stack_add_named (self->stack, spinner, "busy");
  gtk_stack_add_named (self->stack, new_state (_ ("Nothing Was Found"), _ ("Try other words, or the near spellings too.")), "none");
  gtk_stack_add_named (self->stack, scroller, "list");
  self->blind = GTK_LABEL (jal_dialog_new_words (""));
  gtk_widget_add_css_class (GTK_WIDGET (self->blind), "warning");
  gtk_widget_set_visible (GTK_WIDGET (self->blind), FALSE);
  self->summary = GTK_LABEL (jal_dialog_new_words (""));
  gtk_widget_set_hexpand (GTK_WIDGET (self->summary), TRUE);
  gtk_widget_set_valign (GTK_WIDGET (self->summary), GTK_ALIGN_CENTER);
  g_object_set (self->summary, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, NULL);
  add_reason (self);
  self->all = gtk_button_new_with_mnemonic (_ ("Tick _All or None"));
  /* A button that is given another label with a mnemonic says its underscore to screen readers (GTK 4.8). */
  self->redact = gtk_button_new ();
  label = gtk_label_new (NULL);
  gtk_button_set_child (GTK_BUTTON (self->redact), label);
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), self->redact);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->redact), GTK_ACCESSIBLE_RELATION_LABELLED_BY, label, NULL, -1);
  self->verbs = line;
  gtk_widget_add_css_class (self->redact, "suggested-action");
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->summary));
  gtk_box_append (GTK_BOX (line), self->all);
  gtk_box_append (GTK_BOX (line), self->redact);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->stack));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->blind));
  gtk_box_append (GTK_BOX (box), self->reason_line);
  gtk_box_append (GTK_BOX (box), line);
  g_signal_connect_swapped (self->all, "clicked", G_CALLBACK (jal_redact_names_tick_all), self);
  g_signal_connect_swapped (self->redact, "clicked", G_CALLBACK (jal_redact_names_redact), self);
}
