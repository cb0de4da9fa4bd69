/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "record/jal-record.h"
#include "store/jal-store.h"

G_BEGIN_DECLS

/* What the verbs on dates and people ask of the page they are verbs of. */
typedef struct
{
  JalStore *(*get_store) (GtkWidget *page);       /* (transfer none) (nullable) */
  JalCase *(*get_case) (GtkWidget *page);         /* (transfer none) (nullable) */
  JalSession *(*dup_selected) (GtkWidget *page);  /* (transfer full) (nullable) */
  GListModel *(*get_sessions) (GtkWidget *page);  /* (transfer none) (nullable) */
  void (*changed) (GtkWidget *page, const char *said); /* read again; @said (nullable): offer its undo with these words */
} JalCourtVerbsHost;

/* Adds the verbs to @actions, the page's own group; each opens its dialog over @page. */
void jal_court_verbs_install (GtkWidget *page, GSimpleActionGroup *actions, const JalCourtVerbsHost *host);
/* Enables what makes sense now; call it when the case or the selection changed. */
void jal_court_verbs_update (GtkWidget *page, GSimpleActionGroup *actions);

/* The verbs, as entries of the page's table. @P is the page's prefix. */
#define JAL_COURT_VERBS(P)                                                                                             \
  { P ".people", N_ ("People of the Case…"), "<Control><Shift>p" },                                                    \
  { P ".outcome", N_ ("Record What Happened…"), "<Control>m" },                                                        \
  { P ".offer", N_ ("Date Offered by the Court…"), "<Control>d" },                                                     \
  { P ".adjourn", N_ ("Adjourn Session…"), "<Control>j" },                                                             \
  { P ".vacate", N_ ("Vacate Session…"), NULL },                                                                        \
  { P ".weights", N_ ("How to Plan…"), NULL },                                                                         \
  { P ".usual-tasks", N_ ("Usual Tasks…"), NULL },                                                                     \
  { P ".plan-all", N_ ("Plan All Cases…"), "<Control><Alt>s" },                                                                      \
  { P ".calendar-out", N_ ("Save as Calendar File…"), NULL },                                                          \
  { P ".calendar-in", N_ ("Days Away from a Calendar…"), NULL },

G_END_DECLS
