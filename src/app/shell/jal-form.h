/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/shell/jal-task.h"
#include "app/unlock/jal-secret.h"
#include "base/jal-date.h"

G_BEGIN_DECLS

/**
 * JalForm:
 *
 * A form in a window of its own: Cancel and Save above, rows below. Nothing is kept before Save; what the core refuses is
 * said in its words above the rows, and nothing typed is lost. Escape cancels, Ctrl+S and Enter in a row save.
 */
#define JAL_TYPE_FORM (jal_form_get_type ())
G_DECLARE_FINAL_TYPE (JalForm, jal_form, JAL, FORM, AdwWindow)

/* Whether what is typed can be saved; runs on every change. @about is jal_form_present()'s. */
typedef gboolean (*JalFormCheck) (JalForm *form, gpointer about);
/* Returns (transfer full): what the work needs of the rows. */
typedef gpointer (*JalFormRead) (JalForm *form, gpointer about);
/* Runs when the work was done and @inside is still there. */
typedef void (*JalFormKept) (GtkWidget *inside, gpointer data, gpointer about);

/* Returns (transfer none): a form over the window of @inside, not shown yet. @verb (nullable): instead of Save. */
JalForm *jal_form_new (GtkWidget *inside, const char *heading, const char *verb);
/* Rows go into the group added last. @title and @description are nullable. */
AdwPreferencesGroup *jal_form_add_group (JalForm *self, const char *title, const char *description);
AdwEntryRow *jal_form_add_entry (JalForm *self, const char *title, const char *text);
/* What is typed is not shown. The form's read function takes it with jal_form_take_secret(). */
AdwEntryRow *jal_form_add_passphrase (JalForm *self, const char *title);
/* Returns (transfer full): what stands in the row, which is empty then: a text that stays in an entry can be read by
   every program on the accessibility bus. */
JalSecret *jal_form_take_secret (AdwEntryRow *row);
/* A day, typed or chosen; empty is none. */
AdwEntryRow *jal_form_add_date (JalForm *self, const char *title, JalDate date);
/* FALSE when the words are no date. */
gboolean jal_form_get_date (AdwEntryRow *row, JalDate *date);
const char *jal_form_get_text (AdwEntryRow *row);
/* @labels (array zero-terminated=1): translated. */
AdwComboRow *jal_form_add_choice (JalForm *self, const char *title, const char *const *labels, guint selected);
/* @subtitle is nullable. */
GtkSwitch *jal_form_add_switch (JalForm *self, const char *title, const char *subtitle, gboolean active);
GtkSpinButton *jal_form_add_number (JalForm *self, const char *title, const char *subtitle, int least, int most, int value);
/* A label under the rows that says what is typed would mean; hidden while it is empty. */
GtkLabel *jal_form_add_meaning (JalForm *self);
void jal_form_set_meaning (GtkLabel *label, const char *text, gboolean blocked);
/* Asks @check again. */
void jal_form_changed (JalForm *self);
/* Shows the form. @check and @kept are nullable; @free_data frees what @read returned, @free_about frees @about. */
void jal_form_present (JalForm *self, JalFormCheck check, JalFormRead read, JalTaskWork work, GDestroyNotify free_data,
                       JalFormKept kept, gpointer about, GDestroyNotify free_about);

G_END_DECLS
