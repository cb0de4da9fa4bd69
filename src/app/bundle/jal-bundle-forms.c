/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

#include "app/bundle/jal-bundle-forms.h"

#include <glib/gi18n-lib.h>

#include "app/shell/jal-choice.h"
#include "app/shell/jal-dialog.h"
#include "app/shell/jal-shell.h"
#include "app/shell/jal-shown.h"
#include "app/shell/jal-task.h"
#include "base/jal-text.h"
#include "evidence/jal-evidence.h"

/* --- A title ---------------------------------------------------------------------------------------------------- */

typedef struct
{
  GtkWindow *dialog; /* borrowed while it is open */
  GtkWidget *entry;
  void (*done) (GtkWidget *inside, const char *title, gpointer about);
  GObject *about; /* nullable */
} TitleForm;

static void
free_title_form (gpointer data)
{
  TitleForm *form = data;

  g_clear_object (&form->about);
  g_free (form);
}

static void
title_done_cb (GtkWidget *inside, gpointer data)
{
  TitleForm *form = data;
  g_autofree char *title = jal_text_one_line (gtk_editable_get_text (GTK_EDITABLE (form->entry)), 120);

  form->done (inside, title, form->about);
}

static void
title_changed_cb (GtkEditable *entry, TitleForm *form)
{
  g_autofree char *title = jal_text_one_line (gtk_editable_get_text (entry), 0);

  jal_dialog_set_ready (form->dialog, *title != '\0');
}

static void
title_entered_cb (GtkEntry *entry, TitleForm *form)
{
  jal_dialog_accept (form->dialog);
}

void
jal_bundle_forms_ask_title (GtkWidget *inside, const char *heading, const char *title,
                            void (*done) (GtkWidget *, const char *, gpointer), gpointer about)
{
  TitleForm *form = g_new0 (TitleForm, 1);

  form->done = done;
  form->about = about != NULL ? g_object_ref (about) : NULL;
  form->entry = gtk_entry_new ();
  gtk_editable_set_text (GTK_EDITABLE (form->entry), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (form->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Title of the section"), -1);
  form->dialog = jal_dialog_form (inside, heading, _ ("The title stands in the index and in the outline."), form->entry, _ ("_Save"),
                                  title_done_cb, form, free_title_form);
  g_signal_connect (form->entry, "changed", G_CALLBACK (title_changed_cb), form);
  g_signal_connect (form->entry, "activate", G_CALLBACK (title_entered_cb), form);
  title_changed_cb (GTK_EDITABLE (form->entry), form);
  gtk_widget_grab_focus (form->entry);
}

/* --- A range of pages ------------------------------------------------------------------------------------------- */

typedef struct
{
  JalItem *item;
  GtkSpinButton *first;
  GtkSpinButton *last;
  GtkWindow *dialog;
  void (*done) (GtkWidget *inside, JalItem *item, guint first, guint count);
} RangeForm;

static void
free_range_form (gpointer data)
{
  RangeForm *form = data;

  g_object_unref (form->item);
  g_free (form);
}

static void
range_done_cb (GtkWidget *inside, gpointer data)
{
  RangeForm *form = data;
  guint first = (guint)jal_choice_get_number (form->first);
  guint last = (guint)jal_choice_get_number (form->last);

  form->done (inside, form->item, first - 1, last == form->item->document_pages ? 0 : last - first + 1);
}

/* Looks at what is typed, before it is taken in. */
static void
range_changed_cb (GtkSpinButton *button, RangeForm *form)
{
  gint64 first = g_ascii_strtoll (gtk_editable_get_text (GTK_EDITABLE (form->first)), NULL, 10);
  gint64 last = g_ascii_strtoll (gtk_editable_get_text (GTK_EDITABLE (form->last)), NULL, 10);

  jal_dialog_set_ready (form->dialog, first >= 1 && first <= last && last <= form->item->document_pages);
}

static GtkSpinButton *
add_page_button (GtkWidget *box, const char *name, guint most, guint value)
{
  GtkWidget *label = gtk_label_new (name);
  GtkWidget *button = gtk_spin_button_new_with_range (1, most, 1);

  gtk_spin_button_set_value (GTK_SPIN_BUTTON (button), value);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), button);
  return GTK_SPIN_BUTTON (button);
}

void
jal_bundle_forms_ask_range (GtkWidget *inside, JalItem *item, void (*done) (GtkWidget *, JalItem *, guint, guint))
{
  RangeForm *form = g_new0 (RangeForm, 1);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  g_autofree char *body = g_strdup_printf (_ ("The document has %u pages."), item->document_pages);

  form->item = g_object_ref (item);
  form->done = done;
  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
  form->first = add_page_button (box, _ ("From Page"), item->document_pages, item->first_page + 1);
  form->last = add_page_button (box, _ ("To Page"), item->document_pages, item->first_page + item->n_pages);
  form->dialog = jal_dialog_form (inside, _ ("Choose Pages"), body, box, _ ("_Save"), range_done_cb, form, free_range_form);
  g_signal_connect (form->first, "changed", G_CALLBACK (range_changed_cb), form);
  g_signal_connect (form->last, "changed", G_CALLBACK (range_changed_cb), form);
  range_changed_cb (form->first, form);
}

/* --- A section -------------------------------------------------------------------------------------------------- */

typedef struct
{
  GListModel *sections;
  GListModel *documents; /* nullable */
  GtkDropDown *section;
  GtkDropDown *document; /* nullable */
  GObject *about;        /* nullable */
  void (*section_done) (GtkWidget *inside, JalSection *section, gpointer about);
  void (*document_done) (GtkWidget *inside, JalDocument *document, JalSection *section);
} ChoiceForm;

static void
free_choice_form (gpointer data)
{
  ChoiceForm *form = data;

  g_object_unref (form->sections);
  g_clear_object (&form->documents);
  g_clear_object (&form->about);
  g_free (form);
}

static GtkDropDown *
new_section_choice (GListModel *sections, JalSection *preset)
{
  GtkStringList *titles = gtk_string_list_new (NULL);
  GtkWidget *choice;
  guint chosen = 0;

  for (guint i = 0; i < g_list_model_get_n_items (sections); i++)
    {
      g_autoptr (JalSection) section = g_list_model_get_item (sections, i);
      g_autofree char *title = g_strdup_printf ("%s. %s", section->code, section->title);

      gtk_string_list_append (titles, title);
      if (preset != NULL && jal_id_equal (preset->id, section->id))
        chosen = i;
    }
  choice = gtk_drop_down_new (G_LIST_MODEL (titles), NULL);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (choice), chosen);
  gtk_accessible_update_property (GTK_ACCESSIBLE (choice), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Section"), -1);
  jal_choice_name (GTK_DROP_DOWN (choice));
  return GTK_DROP_DOWN (choice);
}

static void
section_done_cb (GtkWidget *inside, gpointer data)
{
  ChoiceForm *form = data;
  g_autoptr (JalSection) section = g_list_model_get_item (form->sections, gtk_drop_down_get_selected (form->section));

  if (section != NULL)
    form->section_done (inside, section, form->about);
}

void
jal_bundle_forms_ask_section (GtkWidget *inside, GListModel *sections, void (*done) (GtkWidget *, JalSection *, gpointer),
                              gpointer about)
{
  ChoiceForm *form = g_new0 (ChoiceForm, 1);
  GtkWindow *dialog;

  form->sections = g_object_ref (sections);
  form->section_done = done;
  form->about = about != NULL ? g_object_ref (about) : NULL;
  form->section = new_section_choice (sections, NULL);
  dialog = jal_dialog_form (inside, _ ("Move to Section"), NULL, GTK_WIDGET (form->section), _ ("_Move"), section_done_cb, form,
                            free_choice_form);
  jal_dialog_set_ready (dialog, TRUE);
}

/* --- A document ------------------------------------------------------------------------------------------------- */

typedef struct
{
  JalStore *store;
  JalId case_id;
  GListModel *sections;
  JalSection *preset; /* nullable */
  void (*done) (GtkWidget *inside, JalDocument *document, JalSection *section);
} Register;

static void
free_register (gpointer data)
{
  Register *reading = data;

  g_object_unref (reading->store);
  g_object_unref (reading->sections);
  g_clear_object (&reading->preset);
  g_free (reading);
}

static gpointer
register_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Register *reading = data;

  return jal_evidence_list (reading->store, reading->case_id, cancellable, error);
}

static void
document_done_cb (GtkWidget *inside, gpointer data)
{
  ChoiceForm *form = data;
  g_autoptr (JalSection) section = g_list_model_get_item (form->sections, gtk_drop_down_get_selected (form->section));
  g_autoptr (JalDocument) document = g_list_model_get_item (form->documents, gtk_drop_down_get_selected (form->document));

  if (section != NULL && document != NULL)
    form->document_done (inside, document, section);
}

static GtkDropDown *
new_document_choice (GListModel *documents)
{
  GtkStringList *titles = gtk_string_list_new (NULL);
  GtkWidget *choice;

  for (guint i = 0; i < g_list_model_get_n_items (documents); i++)
    {
      g_autoptr (JalDocument) document = g_list_model_get_item (documents, i);
      g_autofree char *title = document->exhibit != NULL ? g_strdup_printf ("%s · %s", document->exhibit, document->title)
                                                         : g_strdup (document->title);
      g_autofree char *short_title = jal_text_one_line (title, 60);

      gtk_string_list_append (titles, short_title);
    }
  choice = gtk_drop_down_new (G_LIST_MODEL (titles), gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string"));
  gtk_drop_down_set_enable_search (GTK_DROP_DOWN (choice), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (choice), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Document"), -1);
  jal_choice_name (GTK_DROP_DOWN (choice));
  return GTK_DROP_DOWN (choice);
}

static void
register_read_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  Register *reading = data;
  GtkWidget *box;
  ChoiceForm *form;
  GtkWindow *dialog;

  if (error != NULL || result == NULL)
    {
      jal_shell_report (owner, error);
      return;
    }
  form = g_new0 (ChoiceForm, 1);
  form->sections = g_object_ref (reading->sections);
  form->documents = g_object_ref (G_LIST_MODEL (result));
  form->document_done = reading->done;
  form->document = new_document_choice (form->documents);
  form->section = new_section_choice (form->sections, reading->preset);
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (form->document));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (form->section));
  dialog = jal_dialog_form (owner, _ ("Add Document to the Bundle"), NULL, box, _ ("_Add"), document_done_cb, form, free_choice_form);
  jal_dialog_set_ready (dialog, g_list_model_get_n_items (form->documents) > 0);
}

void
jal_bundle_forms_ask_document (GtkWidget *inside, JalStore *store, JalId case_id, GListModel *sections, JalSection *preset,
                               void (*done) (GtkWidget *, JalDocument *, JalSection *))
{
  Register *reading = g_new0 (Register, 1);

  reading->store = g_object_ref (store);
  reading->case_id = case_id;
  reading->sections = g_object_ref (sections);
  g_set_object (&reading->preset, preset);
  reading->done = done;
  jal_task_renew (inside, register_work, register_work, reading, free_register, g_object_unref, register_read_cb);
}
