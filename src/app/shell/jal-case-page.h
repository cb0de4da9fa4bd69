/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "record/jal-record.h"
#include "store/jal-store.h"

G_BEGIN_DECLS

/* One verb of the interface: the menu, the button, the shortcut, the command palette and the tests use the same action. */
typedef struct
{
  const char *action; /* detailed: "evidence.import" */
  const char *title;  /* marked with N_(), in the imperative */
  const char *accels; /* nullable: one or more, separated by spaces: "<Control>i F5" */
  gboolean local;     /* the page binds the keys itself, on the widget they belong to (Delete, Enter, letters): keys that
                         the frame binds would be taken away from every entry */
} JalVerb;

/**
 * JalCasePage:
 *
 * A view on the open case: overview, evidence, reader, timeline, bundle. A page lives from unlock to lock: the desk that
 * holds it is made anew for every unlocking, so nothing of a case can survive in a forgotten label.
 *
 *  1. set_store() comes first, and again for every other case; a page with no case yet shows nothing.
 *  2. refresh() means "the vault has changed, or you are being shown": read your rows again, in a task.
 *  3. drop() means "the vault locks now": cancel tasks, forget every row, text and picture. No call follows.
 *  4. All three come on the UI thread and return at once.
 */
#define JAL_TYPE_CASE_PAGE (jal_case_page_get_type ())
G_DECLARE_INTERFACE (JalCasePage, jal_case_page, JAL, CASE_PAGE, GtkWidget)

struct _JalCasePageInterface
{
  GTypeInterface parent_iface;

  void (*set_store) (JalCasePage *self, JalStore *store, JalCase *court_case);
  void (*refresh) (JalCasePage *self);
  void (*drop) (JalCasePage *self);
  /* Optional: show and focus the page's own search (Ctrl+F). */
  void (*find) (JalCasePage *self);
  /* Optional: Escape was pressed and nobody closer took it; returns whether the page did something with it. */
  gboolean (*escape) (JalCasePage *self);

  /* Optional: Alt+Left; returns whether the page went a step back by itself. */
  gboolean (*back) (JalCasePage *self);

  /* The page's actions and the prefix under which the frame inserts them into the window ("evidence"). */
  const char *prefix;
  GActionGroup *(*get_actions) (JalCasePage *self);
  /* (array length=n_verbs): static. */
  const JalVerb *(*get_verbs) (JalCasePage *self, guint *n_verbs);
};

/* @store and @court_case are borrowed: take references. */
void jal_case_page_set_store (JalCasePage *self, JalStore *store, JalCase *court_case);
void jal_case_page_refresh (JalCasePage *self);
void jal_case_page_drop (JalCasePage *self);
gboolean jal_case_page_find (JalCasePage *self);
gboolean jal_case_page_escape (JalCasePage *self);
gboolean jal_case_page_back (JalCasePage *self);
const char *jal_case_page_get_prefix (JalCasePage *self);
/* Returns (transfer none) (nullable). */
GActionGroup *jal_case_page_get_actions (JalCasePage *self);
const JalVerb *jal_case_page_get_verbs (JalCasePage *self, guint *n_verbs);

G_END_DECLS
