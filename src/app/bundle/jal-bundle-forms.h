/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "record/jal-record.h"
#include "store/jal-store.h"

G_BEGIN_DECLS

/* The small forms of the bundle. @inside is watched: when it is gone nothing runs. */

/* @about (nullable) is kept alive and handed back. */
void jal_bundle_forms_ask_title (GtkWidget *inside, const char *heading, const char *title,
                                 void (*done) (GtkWidget *inside, const char *title, gpointer about), gpointer about);
/* @count 0: to the end. */
void jal_bundle_forms_ask_range (GtkWidget *inside, JalItem *item,
                                 void (*done) (GtkWidget *inside, JalItem *item, guint first, guint count));
void jal_bundle_forms_ask_section (GtkWidget *inside, GListModel *sections,
                                   void (*done) (GtkWidget *inside, JalSection *section, gpointer about), gpointer about);
/* Reads the register first. @preset (nullable): the section proposed. */
void jal_bundle_forms_ask_document (GtkWidget *inside, JalStore *store, JalId case_id, GListModel *sections, JalSection *preset,
                                    void (*done) (GtkWidget *inside, JalDocument *document, JalSection *section));

G_END_DECLS
