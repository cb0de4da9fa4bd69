/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/reader/jal-hits-pane.h"
#include "app/reader/jal-marks-pane.h"
#include "app/reader/jal-outline-pane.h"
#include "app/reader/jal-page-view.h"
#include "app/reader/jal-reader-history.h"
#include "app/reader/jal-reader-page.h"
#include "app/reader/jal-thumbnails-pane.h"
#include "app/shell/jal-split.h"

struct _JalReaderPage
{
  AdwBin parent_instance;

  JalStore *store;     /* nullable */
  JalCase *court_case; /* nullable */
  GSimpleActionGroup *actions;

  JalId document_id;     /* JAL_ID_NONE: none open */
  JalDocument *document; /* nullable: read in a task */
  gboolean worker_prepared; /* for the next document, since this one was opened */
  guint prepare_soon;       /* a timer */
  guint watch_soon;         /* a timer: whether the document is still what was taken in, and what others wrote on it */
  gboolean watched;         /* it was begun, or ended */
  gboolean received_more;   /* a file has more received notes than are listed */
  JalPageSource *source; /* nullable */
  JalPagePlace start;    /* where to begin when it is open */
  GHashTable *places;    /* JalId * → JalPagePlace *: where one was in other documents */
  JalReaderHistory *history;
  GListStore *marks;     /* of JalMark */
  const char *armed;     /* nullable: one of jal_marks_kinds() */
  const char *pending;   /* the same: the selection's words are still being read */
  gboolean find_moves;   /* the next hit that is found shall be shown */
  gboolean find_awaits;  /* its page is shown, and it is not known yet where it stands there */
  guint text_page;       /* whose text the panel shows, + 1 */
  gboolean syncing;      /* the panel's selection is being set by us */

  GtkStack *stack;
  AdwStatusPage *trouble;
  GtkEditable *lock_entry;
  GtkLabel *lock_trouble;
  GtkSpinner *lock_spinner;
  JalSplit *contents_split;
  GtkStack *contents;
  JalThumbnailsPane *thumbnails;
  JalOutlinePane *outline;
  JalHitsPane *hits;
  JalSplit *split;
  GtkLabel *title;
  GtkLabel *title_below; /* in its place where the buttons leave it no room */
  GtkEntry *page_entry;
  GtkLabel *page_count;
  GtkMenuButton *zoom_button;
  GtkRevealer *find_bar;
  GtkSearchEntry *find_entry;
  GtkLabel *find_count;
  GtkLabel *find_note;     /* how far it is; which pages could not be searched */
  guint find_soon;         /* a timer */
  gboolean find_is_long;
  GtkRevealer *hint;
  GtkLabel *hint_label;
  GtkWidget *again; /* the page that is read cannot be shown */
  GtkScrolledWindow *scroller;
  JalPageView *view;
  GtkWidget *text_panel;
  GtkTextView *text_view;
  GtkTextBuffer *text;
  JalMarksPane *pane;
  GMenuModel *page_menu;
  GMenu *color_menu;
  JalId placing;         /* the doubtful mark that is placed anew by the next selection or drawing, or JAL_ID_NONE */
  char **meanings;       /* nullable: of the colours, in the case */
  guint room_idle;
  gboolean marks_opened_last; /* of the two panes */
};

/* jal-reader-actions.c */
void jal_reader_page_add_actions (JalReaderPage *self);
const JalVerb *jal_reader_page_get_verbs (JalCasePage *page, guint *n_verbs);
/* Enables what makes sense now. */
void jal_reader_page_update_actions (JalReaderPage *self);
/* Offers another try when the page that is read cannot be shown. */
void jal_reader_page_update_again (JalReaderPage *self);
/* @kind is NULL to disarm. */
void jal_reader_page_arm (JalReaderPage *self, const char *kind);
/* Whether the keys are in the marks or redactions beside the pages. */
gboolean jal_reader_page_is_beside (JalReaderPage *self);
/* Reads the marks again. */
void jal_reader_page_read_marks (JalReaderPage *self);

/* jal-reader-mark.c */
/* Marks what is selected; when its words are not read yet, as soon as they are. */
void jal_reader_page_mark_selection (JalReaderPage *self, const char *kind);
void jal_reader_page_place_note (JalReaderPage *self, guint page, JalPoint user);
void jal_reader_page_goto_mark (JalReaderPage *self, JalMark *mark);
void jal_reader_page_set_night (JalReaderPage *self, gboolean night);

void jal_reader_page_place_cb (GSimpleAction *action, GVariant *parameter, gpointer data);
/* Listens to what is drawn and moved on the page. */
void jal_reader_page_add_marks (JalReaderPage *self);
/* What is marked with now. */
const char *jal_reader_page_get_color (JalReaderPage *self);

/* jal-reader-tools.c: what is marked with */
/* Returns (transfer none): one sentence on how the tool is used. */
const char *jal_reader_page_get_hint (const char *kind);
/* An action called after its kind: marks the selection, else arms the tool; armed already, it draws where one is reading. */
void jal_reader_page_tool_cb (GSimpleAction *action, GVariant *parameter, gpointer data);
/* Gives the chosen mark the colour that is the action's target. */
void jal_reader_page_recolor_cb (GSimpleAction *action, GVariant *parameter, gpointer data);
void jal_reader_page_step_mark_cb (GSimpleAction *action, GVariant *parameter, gpointer data);
void jal_reader_page_meanings_cb (GSimpleAction *action, GVariant *parameter, gpointer data);
/* Reads what the colours mean in the case into the menu of tools. */
void jal_reader_page_read_meanings (JalReaderPage *self);
/* Returns (transfer none) (nullable): what the colour means, when it is known. */
const char *jal_reader_page_get_meaning (JalReaderPage *self, const char *color);

/* jal-reader-export.c: the marked copy that leaves */
void jal_reader_page_export_cb (GSimpleAction *action, GVariant *parameter, gpointer data);

/* jal-reader-link.c: where the chosen mark leads */
void jal_reader_page_link_cb (GSimpleAction *action, GVariant *parameter, gpointer data);
void jal_reader_page_follow_cb (GSimpleAction *action, GVariant *parameter, gpointer data);
void jal_reader_page_follow_mark (JalReaderPage *self, JalMark *mark);

/* jal-reader-find.c */
void jal_reader_page_show_find (JalReaderPage *self);
gboolean jal_reader_page_close_find (JalReaderPage *self);
void jal_reader_page_find_changed (JalReaderPage *self);
void jal_reader_page_find_hits (JalReaderPage *self);
/* More is known of the pages. */
void jal_reader_page_find_placed (JalReaderPage *self);
void jal_reader_page_find_step (JalReaderPage *self, gboolean forward);

/* Shows the source's hit of this number. */
void jal_reader_page_show_hit (JalReaderPage *self, guint index);

/* jal-reader-contents.c: ways through the document */
/* One is about to jump: the place can be come back to. */
void jal_reader_page_leave (JalReaderPage *self);
/* Returns whether there was a step. */
gboolean jal_reader_page_step (JalReaderPage *self, gboolean forward);
void jal_reader_page_follow (JalReaderPage *self, const JalLead *lead);
void jal_reader_page_choose_link (JalReaderPage *self, gboolean forward);
/* @tab (nullable): "thumbnails", "outline", "hits". */
void jal_reader_page_show_contents (JalReaderPage *self, const char *tab);
/* @source (nullable) is open. */
void jal_reader_page_set_contents (JalReaderPage *self, JalPageSource *source);
void jal_reader_page_thumb_activated_cb (JalReaderPage *self, guint page);
void jal_reader_page_hit_activated_cb (JalReaderPage *self, guint index);

/* jal-reader-room.c: the page keeps room beside its panes */
/* Shows what the document is called, where there is room for it. */
void jal_reader_page_set_title (JalReaderPage *self, const char *words);
void jal_reader_page_add_room (JalReaderPage *self);

/* jal-reader-received.c: notes that came with the file */
void jal_reader_page_add_received (JalReaderPage *self);
void jal_reader_page_read_received (JalReaderPage *self);
/* Reads the file for them when it was taken in before they were kept, and says whether it has more than are listed. */
void jal_reader_page_look_for_received (JalReaderPage *self);

/* jal-reader-unlock.c: a document that came locked with a password */
void jal_reader_page_add_unlock (JalReaderPage *self);
/* Asks for the password on the page. */
void jal_reader_page_ask_password (JalReaderPage *self);
/* Another document is shown, or none: nothing that was typed is left. */
void jal_reader_page_forget_password (JalReaderPage *self);
void jal_reader_page_unlock_cb (JalReaderPage *self);
void jal_reader_page_update_lock_cb (JalReaderPage *self);
/* Closes what is open. */
void jal_reader_page_close (JalReaderPage *self);
/* Closes what is open and opens the same document again. */
void jal_reader_page_reopen (JalReaderPage *self);

/* jal-reader-text.c: the panel with the page's text */
void jal_reader_page_set_text_shown (JalReaderPage *self, gboolean shown);
/* The page or its text changed. */
void jal_reader_page_update_text (JalReaderPage *self);
/* Shows in the panel what is selected on the page, and the other way round. */
void jal_reader_page_select_in_text (JalReaderPage *self);
void jal_reader_page_select_from_text (JalReaderPage *self);
