/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/bundle/jal-build-card.h"
#include "app/bundle/jal-bundle-page.h"
#include "bundle/jal-bundle.h"
#include "cases/jal-cases.h"
#include "law/jal-profile.h"

/* What the files of the bundle page share: jal-bundle-page.c shows, jal-bundle-verbs.c changes. */

struct _JalBundlePage
{
  AdwBin parent_instance;

  JalStore *store;     /* nullable */
  JalCase *court_case; /* nullable */
  JalId bundle;
  GListModel *sections; /* nullable: of JalSection */
  JalId selected;       /* of a section or an item */
  gboolean behind;      /* a change was asked for that the list does not show yet */
  int steps;            /* up or down that wait for it */
  JalId steps_of;       /* what they move */
  GSimpleActionGroup *actions;

  GtkStack *stack;
  GtkLabel *summary;
  JalBundleCounts counts; /* of the court's copy */
  GtkWidget *left_out;
  GtkLabel *left_out_heading;
  GtkLabel *left_out_words;
  GtkImage *left_out_icon;
  GtkListBox *list;
  GMenuModel *section_menu;
  GMenuModel *item_menu;
  JalBuildCard *card;
  AdwPreferencesGroup *builds;
  GPtrArray *build_rows;
};

/* What is selected. All borrowed from the model, which keeps them alive; nullable. */
JalSection *jal_bundle_page_get_section (JalBundlePage *self);
JalItem *jal_bundle_page_get_item (JalBundlePage *self);
/* The section that is selected or holds what is selected. */
JalSection *jal_bundle_page_get_section_around (JalBundlePage *self);
guint jal_bundle_page_index_of (JalBundlePage *self, JalId section);
/* Returns (transfer full) (nullable). @index may lie outside. */
JalSection *jal_bundle_page_section_at (JalBundlePage *self, int index);
/* -1 when it is not there. */
int jal_bundle_page_index_in (JalSection *section, JalId item);
/* JAL_ID_NONE when @index lies outside. */
JalId jal_bundle_page_item_id (JalSection *section, int index);

void jal_bundle_page_add_verbs (JalBundlePage *self);
const JalVerb *jal_bundle_page_get_verbs (JalCasePage *page, guint *n_verbs);
/* Enables what makes sense for the selection. */
void jal_bundle_page_update_verbs (JalBundlePage *self);
/* The list shows what was changed last: takes the next step that waited for it. */
void jal_bundle_page_take_step (JalBundlePage *self);
void jal_bundle_page_forget_steps (JalBundlePage *self);
void jal_bundle_page_move_item (JalBundlePage *self, JalId item, JalId section, JalId after);
/* @button carries its JalBuild as "build". */
void jal_bundle_page_rebuild_clicked_cb (JalBundlePage *self, GtkWidget *button);
void jal_bundle_page_disclose_clicked_cb (JalBundlePage *self, GtkWidget *button);
/* Returns (transfer none): "Court copy". */
const char *jal_bundle_page_copy_title (const char *copy);
/* The number of the case and the kind of copy; never a name. Returns (transfer full). */
char *jal_bundle_page_suggest_name (JalBundlePage *self, const char *copy);
