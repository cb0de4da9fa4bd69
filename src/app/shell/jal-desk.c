/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* The open vault on screen: the cases at the start, the views of the open case beside them. */
#include "app/shell/jal-desk.h"

#include <glib/gi18n-lib.h>

#include "app/bundle/jal-bundle-page.h"
#include "app/cases/jal-agenda-page.h"
#include "app/cases/jal-cases-pane.h"
#include "app/cases/jal-overview-page.h"
#include "app/check/jal-rescued-bar.h"
#include "app/evidence/jal-evidence-page.h"
#include "app/reader/jal-reader-page.h"
#include "app/reader/jal-reader-redact.h"
#include "app/shell/jal-shown.h"
#include "app/shell/jal-split.h"
#include "app/timeline/jal-timeline-page.h"

#define N_PAGES 5

struct _JalDesk
{
  AdwBin parent_instance;

  JalStore *store;
  JalCase *court_case; /* nullable: none open */
  gboolean stale[N_PAGES];
  JalId wanted_case;     /* JAL_ID_NONE, or the case whose session is to be opened when the case is */
  char *wanted_session;  /* nullable: hex */
  gboolean wants_document; /* the same, of a document: */
  JalId wanted_document; /* JAL_ID_NONE: the evidence */

  JalSplit *split;
  JalCasesPane *cases;
  AdwWindowTitle *title;
  GtkToggleButton *cases_button;
  GtkButton *back_button;
  GtkButton *home_button;
  GtkInfoBar *damaged_bar;
  JalRescuedBar *rescued_bar;
  GtkStack *stack;
  AdwViewStack *views;
  GtkStack *evidence_stack;
  JalAgendaPage *agenda;
  JalOverviewPage *overview;
  JalEvidencePage *evidence;
  JalReaderPage *reader;
  JalTimelinePage *timeline;
  JalBundlePage *bundle;
};

G_DEFINE_FINAL_TYPE (JalDesk, jal_desk, ADW_TYPE_BIN)

enum
{
  CASE_CHANGED,
  VIEW_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static JalCasePage *
nth_page (JalDesk *self, guint n)
{
  gpointer pages[N_PAGES] = { self->overview, self->evidence, self->reader, self->timeline, self->bundle };

  return pages[n];
}

static JalCasePage *
visible_page (JalDesk *self)
{
  const char *view = adw_view_stack_get_visible_child_name (self->views);

  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "case") != 0)
    return NULL;
  if (g_strcmp0 (view, "evidence") == 0)
    return JAL_CASE_PAGE (gtk_stack_get_visible_child (self->evidence_stack));
  return JAL_CASE_PAGE (adw_view_stack_get_visible_child (self->views));
}

/* Hidden pages wait until they are shown: a store that changes during an import would otherwise be read five times. */
static void
refresh_visible (JalDesk *self)
{
  JalCasePage *visible = visible_page (self);

  for (guint i = 0; visible != NULL && i < N_PAGES; i++)
    if (nth_page (self, i) == visible && self->stale[i])
      {
        self->stale[i] = FALSE;
        jal_case_page_refresh (visible);
      }
}

static void
update_back (JalDesk *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->back_button),
                          visible_page (self) == JAL_CASE_PAGE (self->reader));
}

/* Inside the window, so a case's title may stand here when it has no number yet; the window's own title stays "Jalada". */
static void
update_title (JalDesk *self)
{
  g_autofree char *next = self->court_case != NULL ? jal_shown_next (self->court_case) : NULL;

  adw_window_title_set_title (self->title, self->court_case != NULL ? jal_shown_case (self->court_case) : "");
  adw_window_title_set_subtitle (self->title, next != NULL ? next : "");
}

static void
view_changed_cb (JalDesk *self)
{
  if (self->views == NULL || self->evidence_stack == NULL)
    return;
  update_back (self);
  refresh_visible (self);
  g_signal_emit (self, signals[VIEW_CHANGED], 0);
}

static void
store_changed_cb (JalDesk *self, const char *verb, const char *case_id)
{
  jal_desk_refresh (self);
}

static void
case_chosen_cb (JalDesk *self, JalCase *court_case)
{
  gboolean same = self->court_case != NULL && court_case != NULL && jal_id_equal (self->court_case->id, court_case->id);

  jal_desk_set_case (self, court_case);
  if (!same && jal_split_get_folded (self->split))
    jal_split_set_show_pane (self->split, FALSE);
}

static void
agenda_case_cb (JalDesk *self, const char *hex)
{
  JalId id;

  if (jal_id_parse (hex, &id))
    jal_cases_pane_open (self->cases, id);
}

/* A session of another case: first the case, then the session on its timeline. */
static void
agenda_session_cb (JalDesk *self, const char *hex, const char *session)
{
  if (!jal_id_parse (hex, &self->wanted_case))
    return;
  g_free (self->wanted_session);
  self->wants_document = FALSE;
  self->wanted_session = g_strdup (session);
  jal_cases_pane_open (self->cases, self->wanted_case);
}

static void
open_wanted (JalDesk *self)
{
  g_autofree char *session = NULL;

  if (self->wants_document && self->court_case != NULL && jal_id_equal (self->court_case->id, self->wanted_case))
    {
      self->wants_document = FALSE;
      if (jal_id_is_none (self->wanted_document))
        jal_desk_show_view (self, "evidence");
      else
        jal_desk_open_document (self, self->wanted_document, 0);
      return;
    }
  if (self->wanted_session == NULL || self->court_case == NULL || !jal_id_equal (self->court_case->id, self->wanted_case))
    return;
  session = g_steal_pointer (&self->wanted_session);
  adw_view_stack_set_visible_child_name (self->views, "timeline");
  g_action_group_activate_action (jal_case_page_get_actions (JAL_CASE_PAGE (self->timeline)), "open-session",
                                  g_variant_new_string (session));
}

static void
jal_desk_dispose (GObject *object)
{
  JalDesk *self = JAL_DESK (object);

  g_clear_pointer (&self->wanted_session, g_free);

  g_clear_object (&self->court_case);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (jal_desk_parent_class)->dispose (object);
}

/* The actions of the pages belong to the window, so that menus, shortcuts and screen readers find them wherever the
   focus is. */
static void
jal_desk_root (GtkWidget *widget)
{
  JalDesk *self = JAL_DESK (widget);

  GTK_WIDGET_CLASS (jal_desk_parent_class)->root (widget);
  for (guint i = 0; i < N_PAGES; i++)
    gtk_widget_insert_action_group (GTK_WIDGET (gtk_widget_get_root (widget)), jal_case_page_get_prefix (nth_page (self, i)),
                                    jal_case_page_get_actions (nth_page (self, i)));
}

static void
jal_desk_unroot (GtkWidget *widget)
{
  JalDesk *self = JAL_DESK (widget);

  for (guint i = 0; i < N_PAGES; i++)
    gtk_widget_insert_action_group (GTK_WIDGET (gtk_widget_get_root (widget)), jal_case_page_get_prefix (nth_page (self, i)),
                                    NULL);
  GTK_WIDGET_CLASS (jal_desk_parent_class)->unroot (widget);
}

static void
jal_desk_class_init (JalDeskClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = jal_desk_dispose;
  widget_class->root = jal_desk_root;
  widget_class->unroot = jal_desk_unroot;

  signals[CASE_CHANGED] = g_signal_new ("case-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 0);
  signals[VIEW_CHANGED] = g_signal_new ("view-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 0);
  g_type_ensure (JAL_TYPE_SPLIT);
  g_type_ensure (JAL_TYPE_CASES_PANE);
  g_type_ensure (JAL_TYPE_AGENDA_PAGE);
  g_type_ensure (JAL_TYPE_OVERVIEW_PAGE);
  g_type_ensure (JAL_TYPE_EVIDENCE_PAGE);
  g_type_ensure (JAL_TYPE_READER_PAGE);
  g_type_ensure (JAL_TYPE_TIMELINE_PAGE);
  g_type_ensure (JAL_TYPE_BUNDLE_PAGE);
  g_type_ensure (JAL_TYPE_RESCUED_BAR);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/jalada/Jalada/ui/jal-desk.ui");
  gtk_widget_class_bind_template_child (widget_class, JalDesk, split);
  gtk_widget_class_bind_template_child (widget_class, JalDesk, cases);
  gtk_widget_class_bind_template_child (widget_class, JalDesk, title);
  gtk_widget_class_bind_template_child (widget_class, JalDesk, cases_button);
  gtk_widget_class_bind_template_child (widget_class, JalDesk, back_button);
  gtk_widget_class_bind_template_child (widget_class, JalDesk, home_button);
  gtk_widget_class_bind_template_child (widget_class, JalDesk, damaged_bar);
  gtk_widget_class_bind_template_child (widget_class, JalDesk, rescued_bar);
  gtk_widget_class_bind_template_child (widget_class, JalDesk, stack);
  gtk_widget_class_bind_template_child (widget_class, JalDesk, views);
  gtk_widget_class_bind_template_child (widget_class, JalDesk, evidence_stack);
  gtk_widget_class_bind_template_child (widget_class, JalDesk, agenda);
  gtk_widget_class_bind_template_child (widget_class, JalDesk, overview);
  gtk_widget_class_bind_template_child (widget_class, JalDesk, evidence);
  gtk_widget_class_bind_template_child (widget_class, JalDesk, reader);
  gtk_widget_class_bind_template_child (widget_class, JalDesk, timeline);
  gtk_widget_class_bind_template_child (widget_class, JalDesk, bundle);
  gtk_widget_class_bind_template_callback (widget_class, view_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, case_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, agenda_case_cb);
  gtk_widget_class_bind_template_callback (widget_class, agenda_session_cb);
}

/* Files dropped anywhere are taken into the open case. */
static gboolean
dropped_cb (JalDesk *self, const GValue *value)
{
  GSList *files = g_value_get_boxed (value);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) paths = NULL;

  for (GSList *l = files; l != NULL; l = l->next)
    {
      g_autofree char *path = g_file_get_path (l->data);

      if (path != NULL)
        g_strv_builder_add (builder, path);
    }
  paths = g_strv_builder_end (builder);
  if (self->court_case == NULL || paths[0] == NULL)
    return FALSE;
  return gtk_widget_activate_action_variant (GTK_WIDGET (self), "evidence.import-paths",
                                             g_variant_new_strv ((const char *const *)paths, -1));
}

static GdkDragAction
drag_entered_cb (JalDesk *self)
{
  if (self->court_case == NULL)
    return 0;
  gtk_widget_add_css_class (GTK_WIDGET (self->stack), "drop-here");
  return GDK_ACTION_COPY;
}

static void
drag_left_cb (JalDesk *self)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self->stack), "drop-here");
}

static void
jal_desk_init (JalDesk *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (target, "drop", G_CALLBACK (dropped_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "enter", G_CALLBACK (drag_entered_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "leave", G_CALLBACK (drag_left_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

GtkWidget *
jal_desk_new (JalStore *store)
{
  JalDesk *self = g_object_new (JAL_TYPE_DESK, NULL);

  g_set_object (&self->store, store);
  if (store != NULL)
    g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self, G_CONNECT_SWAPPED);
  gtk_info_bar_set_revealed (self->damaged_bar, store != NULL && jal_store_is_damaged (store));
  jal_rescued_bar_set_store (self->rescued_bar, store);
  jal_cases_pane_set_store (self->cases, store);
  jal_agenda_page_set_store (self->agenda, store);
  return GTK_WIDGET (self);
}

JalStore *
jal_desk_get_store (JalDesk *self)
{
  g_return_val_if_fail (JAL_IS_DESK (self), NULL);

  return self->store;
}

JalCase *
jal_desk_get_case (JalDesk *self)
{
  g_return_val_if_fail (JAL_IS_DESK (self), NULL);

  return self->court_case;
}

void
jal_desk_set_case (JalDesk *self, JalCase *court_case)
{
  gboolean same;

  g_return_if_fail (JAL_IS_DESK (self));

  same = self->court_case != NULL && court_case != NULL && jal_id_equal (self->court_case->id, court_case->id);
  g_set_object (&self->court_case, court_case);
  for (guint i = 0; i < N_PAGES; i++)
    {
      jal_case_page_set_store (nth_page (self, i), self->store, court_case);
      self->stale[i] = TRUE;
    }
  if (!same)
    {
      gtk_stack_set_visible_child_name (self->evidence_stack, "register");
      adw_view_stack_set_visible_child_name (self->views, "overview");
    }
  gtk_stack_set_visible_child_name (self->stack, court_case != NULL ? "case" : "none");
  gtk_widget_set_visible (GTK_WIDGET (self->home_button), court_case != NULL);
  update_title (self);
  view_changed_cb (self);
  open_wanted (self);
  g_signal_emit (self, signals[CASE_CHANGED], 0);
}

void
jal_desk_drop (JalDesk *self)
{
  g_return_if_fail (JAL_IS_DESK (self));

  g_signal_handlers_disconnect_by_data (self->store, self);
  for (guint i = 0; i < N_PAGES; i++)
    jal_case_page_drop (nth_page (self, i));
  jal_rescued_bar_set_store (self->rescued_bar, NULL);
  jal_cases_pane_drop (self->cases);
  jal_agenda_page_drop (self->agenda);
  adw_window_title_set_title (self->title, "");
  adw_window_title_set_subtitle (self->title, "");
  g_clear_object (&self->court_case);
}

void
jal_desk_refresh (JalDesk *self)
{
  g_return_if_fail (JAL_IS_DESK (self));

  for (guint i = 0; i < N_PAGES; i++)
    self->stale[i] = TRUE;
  jal_cases_pane_refresh (self->cases);
  if (self->court_case == NULL)
    jal_agenda_page_refresh (self->agenda);
  refresh_visible (self);
}

/* To where the focus was on that page, or else to its beginning. */
static void
focus_page (GtkWidget *page)
{
  GtkWidget *last = page;

  while (gtk_widget_get_focus_child (last) != NULL)
    last = gtk_widget_get_focus_child (last);
  if (last == page || !gtk_widget_get_mapped (last) || !gtk_widget_grab_focus (last))
    gtk_widget_child_focus (page, GTK_DIR_TAB_FORWARD);
}

void
jal_desk_show_view (JalDesk *self, const char *view)
{
  g_return_if_fail (JAL_IS_DESK (self));

  if (self->court_case == NULL)
    return;
  /* Asking for the evidence while the reader is open leads back to the register. */
  if (g_strcmp0 (view, "evidence") == 0)
    gtk_stack_set_visible_child_name (self->evidence_stack, "register");
  adw_view_stack_set_visible_child_name (self->views, view);
  focus_page (adw_view_stack_get_visible_child (self->views));
}

const char *
jal_desk_get_visible_prefix (JalDesk *self)
{
  JalCasePage *page;

  g_return_val_if_fail (JAL_IS_DESK (self), NULL);

  page = visible_page (self);
  return page != NULL ? jal_case_page_get_prefix (page) : NULL;
}

const char *
jal_desk_get_view (JalDesk *self)
{
  g_return_val_if_fail (JAL_IS_DESK (self), NULL);

  return adw_view_stack_get_visible_child_name (self->views);
}

void
jal_desk_open_document (JalDesk *self, JalId document_id, guint page)
{
  g_return_if_fail (JAL_IS_DESK (self));

  jal_reader_page_show (self->reader, document_id, page);
  gtk_stack_set_visible_child_name (self->evidence_stack, "reader");
  adw_view_stack_set_visible_child_name (self->views, "evidence");
  gtk_widget_child_focus (GTK_WIDGET (self->reader), GTK_DIR_TAB_FORWARD);
}

void
jal_desk_open_document_of (JalDesk *self, JalId case_id, JalId document_id)
{
  g_return_if_fail (JAL_IS_DESK (self));

  g_clear_pointer (&self->wanted_session, g_free);
  self->wanted_case = case_id;
  self->wanted_document = document_id;
  self->wants_document = TRUE;
  if (self->court_case != NULL && jal_id_equal (self->court_case->id, case_id))
    open_wanted (self);
  else
    jal_cases_pane_open (self->cases, case_id);
}

void
jal_desk_redact_document (JalDesk *self, JalId document_id)
{
  jal_desk_open_document (self, document_id, 0);
  jal_reader_redact_begin (self->reader);
}

gboolean
jal_desk_back (JalDesk *self)
{
  g_return_val_if_fail (JAL_IS_DESK (self), FALSE);

  if (visible_page (self) != JAL_CASE_PAGE (self->reader))
    return FALSE;
  gtk_stack_set_visible_child_name (self->evidence_stack, "register");
  gtk_widget_child_focus (GTK_WIDGET (self->evidence), GTK_DIR_TAB_FORWARD);
  return TRUE;
}

gboolean
jal_desk_step_back (JalDesk *self)
{
  JalCasePage *page;

  g_return_val_if_fail (JAL_IS_DESK (self), FALSE);

  page = visible_page (self);
  return (page != NULL && jal_case_page_back (page)) || jal_desk_back (self);
}

gboolean
jal_desk_find (JalDesk *self)
{
  JalCasePage *page;

  g_return_val_if_fail (JAL_IS_DESK (self), FALSE);

  page = visible_page (self);
  if (page != NULL && jal_case_page_find (page))
    return TRUE;
  jal_split_set_show_pane (self->split, TRUE);
  jal_cases_pane_find (self->cases);
  return TRUE;
}

void
jal_desk_find_in_case (JalDesk *self)
{
  g_return_if_fail (JAL_IS_DESK (self));

  if (self->court_case == NULL)
    return;
  jal_desk_show_view (self, "evidence");
  jal_case_page_find (JAL_CASE_PAGE (self->evidence));
}

gboolean
jal_desk_escape (JalDesk *self)
{
  JalCasePage *page;

  g_return_val_if_fail (JAL_IS_DESK (self), FALSE);

  page = visible_page (self);
  return page != NULL && jal_case_page_escape (page);
}

void
jal_desk_go_home (JalDesk *self, const char *view)
{
  g_return_if_fail (JAL_IS_DESK (self));

  jal_cases_pane_leave (self->cases);
  jal_agenda_page_show_view (self->agenda, view);
  jal_agenda_page_refresh (self->agenda);
  gtk_widget_child_focus (GTK_WIDGET (self->agenda), GTK_DIR_TAB_FORWARD);
}

void
jal_desk_toggle_cases (JalDesk *self)
{
  g_return_if_fail (JAL_IS_DESK (self));

  jal_split_set_show_pane (self->split, !jal_split_get_show_pane (self->split));
}

void
jal_desk_new_case (JalDesk *self)
{
  g_return_if_fail (JAL_IS_DESK (self));

  jal_cases_pane_new_case (self->cases);
}

void
jal_desk_edit_case (JalDesk *self)
{
  g_return_if_fail (JAL_IS_DESK (self));

  jal_cases_pane_edit_case (self->cases);
}

void
jal_desk_remove_case (JalDesk *self)
{
  g_return_if_fail (JAL_IS_DESK (self));

  jal_cases_pane_remove_case (self->cases);
}

GArray *
jal_desk_dup_verbs (JalDesk *self)
{
  GArray *all = g_array_new (FALSE, FALSE, sizeof (JalVerb));

  g_return_val_if_fail (JAL_IS_DESK (self), all);

  for (guint i = 0; i < N_PAGES; i++)
    {
      guint n = 0;
      const JalVerb *verbs = jal_case_page_get_verbs (nth_page (self, i), &n);

      g_array_append_vals (all, verbs, n);
    }
  return all;
}
