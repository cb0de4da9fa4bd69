/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the window share: what it does (jal-redact-names.c) and what it is made of (-layout). */
#pragma once

#include <adwaita.h>

#include "app/reader/jal-redact-names.h"

G_BEGIN_DECLS

#define JAL_TYPE_REDACT_NAMES_WINDOW (jal_redact_names_window_get_type ())
G_DECLARE_FINAL_TYPE (JalRedactNamesWindow, jal_redact_names_window, JAL, REDACT_NAMES_WINDOW, AdwWindow)

struct _JalRedactNamesWindow
{
  AdwWindow parent_instance;

  JalStore *store;
  JalId case_id;
  GListStore *hits; /* nullable, of JalRedactionHit */
  gboolean more;    /* there are more of them than were listed */
  GWeakRef inside;

  GtkSearchEntry *words;
  GtkCheckButton *names;
  GtkCheckButton *near;
  GtkFlowBox *patterns;
  GtkStack *stack;
  GtkListBox *list;
  GtkLabel *summary;
  GtkLabel *blind;
  GtkWidget *own_reason; /* GtkCheckButton: instead of what the kind of name says */
  GtkWidget *reasons;
  GtkWidget *reason_line;
  GtkWidget *verbs;
  AdwToastOverlay *toasts;
  GtkWidget *search;
  GtkWidget *all;
  GtkWidget *redact;
};

/* Looks for what is asked for. */
void jal_redact_names_search (JalRedactNamesWindow *self);
/* Shows the names that the case protects. */
void jal_redact_names_edit (JalRedactNamesWindow *self);
/* Ticks all when some are not, else none. */
void jal_redact_names_tick_all (JalRedactNamesWindow *self);
void jal_redact_names_redact (JalRedactNamesWindow *self);

/* jal-redact-names-layout.c */
void jal_redact_names_add_question (JalRedactNamesWindow *self, GtkWidget *box);
void jal_redact_names_add_answer (JalRedactNamesWindow *self, GtkWidget *box);

G_END_DECLS
