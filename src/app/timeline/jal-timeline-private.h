/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/shell/jal-case-page.h"
#include "app/timeline/jal-delay-view.h"
#include "app/timeline/jal-session-card.h"
#include "app/timeline/jal-timeline-axis.h"
#include "app/timeline/jal-timeline-page.h"
#include "plan/jal-court-calendar.h"

G_BEGIN_DECLS

/* The parts of the timeline page: list, moving, verbs. */

struct _JalTimelinePage
{
  AdwBin parent_instance;

  JalStore *store;     /* nullable */
  JalCase *court_case; /* nullable */
  GListModel *sessions; /* nullable: of JalSession */
  GListModel *entries;  /* nullable: of JalLaneEntry */
  JalCourtCalendar *calendar; /* nullable */
  JalId selected;
  JalId wanted; /* the session whose card is to be opened when it has been read */
  JalSession *moving; /* nullable: rule 2 */
  char *same_day;     /* nullable: that the same stands on the day it would be moved to */
  JalDate target;
  GSimpleActionGroup *actions;

  GtkStack *stack;
  GtkLabel *summary;
  GtkLabel *summary_short; /* without the light entries, where there is no room for them */
  gboolean brought;        /* the list was brought to what is next, once for a case */
  JalTimelineAxis *axis;
  GtkListBox *list;
  GMenuModel *row_menu;
  GtkWidget *menu; /* nullable: over the axis */
  JalDelayView *delays;
  JalSessionCard *card;
  GtkRevealer *move_bar;
  GtkLabel *move_what;
  GtkLabel *move_dates;
  GtkLabel *move_meaning;
  GtkButton *move_keep;
};

/* What a task of the page is given. */
typedef struct
{
  JalStore *store;
  JalId case_id;
  JalId session_id;
  const char *state; /* nullable: static */
  JalDate date;
  gboolean blocked;
  guint n_tasks; /* that move along */
  char *kind;    /* nullable: of the session that moves */
  char *twice;   /* nullable: that the same stands on that day already */
  gboolean confirmed; /* and that it is meant, or the day has passed */
} JalTimelineCall;

JalTimelineCall *jal_timeline_page_new_call (JalTimelinePage *self);
void jal_timeline_page_free_call (gpointer data);

/* Returns (transfer full) (nullable) */
JalSession *jal_timeline_page_dup_selected (JalTimelinePage *self);
void jal_timeline_page_select_session (JalTimelinePage *self, JalId id);
void jal_timeline_page_update_actions (JalTimelinePage *self);
void jal_timeline_page_refresh (JalCasePage *page);
/* Something was kept: reads again and offers the undo of @data, a translated sentence. */
void jal_timeline_page_changed (GtkWidget *inside, gpointer data);

/* The list: the picture in words. */
JalSession *jal_timeline_page_row_session (GtkListBoxRow *row);
void jal_timeline_page_fill_list (JalTimelinePage *self);

/* Pages of the stack. */
void jal_timeline_page_show_picture (JalTimelinePage *self);
void jal_timeline_page_open_card (JalTimelinePage *self, JalSession *session);
void jal_timeline_page_leave_card (JalTimelinePage *self);

/* Moving: rule 2 of jal-timeline-page.c. */
void jal_timeline_page_show_move (JalTimelinePage *self, JalSession *session, JalDate date);
void jal_timeline_page_end_move (JalTimelinePage *self);
gboolean jal_timeline_page_move_key (JalTimelinePage *self, guint keyval, GdkModifierType state);
void jal_timeline_page_install_moving (JalTimelinePage *self);

/* Opens the menu of the session that has the focus; returns whether there is one. */
gboolean jal_timeline_page_open_menu (JalTimelinePage *self);
void jal_timeline_page_drop_menu (JalTimelinePage *self);

/* Every verb of the page. */
void jal_timeline_page_install_verbs (JalTimelinePage *self);
const JalVerb *jal_timeline_page_get_verbs (JalCasePage *page, guint *n_verbs);

G_END_DECLS
