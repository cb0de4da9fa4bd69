/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/*
 * Pages that no search can read: one question for all of them.
 *
 * 1. By what they show, then by document, then by page. A tick is a change of its own, kept at once, with its undo:
 * whoever closes the window half-way goes on there the next time.
 * 2. What is ticked was looked at by whoever ticks it. A page can be seen here, without leaving the question.
 */
#include "app/shell/jal-looked-window.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "app/shell/jal-looked-picture.h"
#include "app/shell/jal-shell.h"
#include "app/shell/jal-shown.h"
#include "app/shell/jal-task.h"
#include "base/jal-text.h"
#include "release/jal-release-looked.h"

#define JAL_TYPE_LOOKED_WINDOW (jal_looked_window_get_type ())
G_DECLARE_FINAL_TYPE (JalLookedWindow, jal_looked_window, JAL, LOOKED_WINDOW, AdwWindow)

/* More pages than these nobody ticks one by one; their documents can be ticked whole. */
#define ROWS_MAX 1000

struct _JalLookedWindow
{
  AdwWindow parent_instance;

  JalStore *store;
  JalId case_id;
  GWeakRef inside;
  GPtrArray *pages; /* of JalUnsearchedPage */
  GPtrArray *rows;  /* of GtkWidget, nullable each: the row of each page; not owned */
  GPtrArray *heads; /* of GtkWidget: the rows of the documents; not owned */
  /* Of a copy (nullable): what is done when all is said. */
  JalDialogDone stay;
  gpointer data;
  GDestroyNotify free_data;
  gboolean printed;
  guint shown; /* index of the page that is seen */
  gboolean filling;

  GtkStack *stack;
  GtkLabel *words;
  GtkLabel *summary;
  GtkBox *lists;
  GtkWidget *all;
  GtkWidget *save;
  GtkWidget *back;
  GtkWidget *seen;
  GtkWidget *open;
  GtkLabel *page_title;
  JalLookedPicture *picture;
};

G_DEFINE_FINAL_TYPE (JalLookedWindow, jal_looked_window, ADW_TYPE_WINDOW)

/* --- In words ---------------------------------------------------------------------------------------------------- */

static const char *
show_why (JalUnsearched why)
{
  switch (why)
    {
    case JAL_UNSEARCHED_WORDLESS:
      return _ ("Pages without words");
    case JAL_UNSEARCHED_UNREADABLE:
      return _ ("Words in letters that the file does not name");
    case JAL_UNSEARCHED_UNSAID:
    case JAL_N_UNSEARCHED:
    default:
      return _ ("Pictures or writing beside the words");
    }
}

static char *
show_counts (guint n_documents, guint n_pages)
{
  g_autofree char *pages = jal_shown_pages (n_pages);
  g_autofree char *documents
      = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u document", "%u documents", n_documents), n_documents);

  return g_strdup_printf ("%s, %s", documents, pages);
}

/* Returns (transfer full): who looked, or why it is asked again; "" of what nobody has looked at. */
static char *
show_state (const JalUnsearchedPage *page)
{
  g_autofree char *at = NULL, *author = NULL;

  if (page->is_open)
    {
      char *doubt = jal_looked_describe_doubt (page);

      return doubt != NULL ? doubt : g_strdup ("");
    }
  at = jal_shown_instant (page->looked_at);
  author = jal_looked_dup_author (page);
  /* Translators: who, then when. */
  return g_strdup_printf (_ ("Looked at by %s, %s"), author, at);
}

static char *
show_page (const JalUnsearchedPage *page)
{
  return g_strdup_printf (_ ("Page %u"), page->page + 1);
}

/* --- Where it stands --------------------------------------------------------------------------------------------- */

static guint
count_open (JalLookedWindow *self)
{
  guint n = 0;

  for (guint i = 0; i < self->pages->len; i++)
    n += ((JalUnsearchedPage *)self->pages->pdata[i])->is_open ? 1 : 0;
  return n;
}

/* Which pages of a document, and how many of them nobody has looked at: also of one that is not opened to see. */
static void
update_document (JalLookedWindow *self, GtkWidget *head)
{
  guint first = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (head), "first"));
  guint end = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (head), "end")), n_open = 0;
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autofree char *pages = NULL, *where = NULL, *left = NULL, *subtitle = NULL;

  for (guint i = first; i < end; i++)
    {
      const JalUnsearchedPage *page = self->pages->pdata[i];

      g_array_append_val (numbers, page->page);
      n_open += page->is_open ? 1 : 0;
    }
  pages = jal_text_pages (numbers);
  where = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "On page %s", "On pages %s", numbers->len), pages);
  left = n_open == 0 ? g_strdup (_ ("looked at")) : g_strdup_printf (_ ("%u to be looked at"), n_open);
  subtitle = g_strdup_printf ("%s · %s", where, left);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (head), subtitle);
}

static void
update (JalLookedWindow *self)
{
  guint n_open = count_open (self), n = self->pages->len;
  g_autofree char *words = n_open == 0
                               ? g_strdup (_ ("All of them were looked at."))
                               : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u page is to be looked at still.",
                                                               "%u pages are to be looked at still.", n_open),
                                                  n_open);

  gtk_label_set_text (self->summary, n > 0 ? words : _ ("No page of this case is asked about."));
  gtk_widget_set_sensitive (self->all, n > 0);
  gtk_widget_set_visible (self->save, self->stay != NULL);
  gtk_button_set_label (GTK_BUTTON (self->save),
                        n_open > 0 ? (self->printed ? _ ("Print All the Same") : _ ("Save All the Same"))
                                   : (self->printed ? _ ("Print the Copy") : _ ("Save the Copy")));
  gtk_widget_remove_css_class (self->save, n_open > 0 ? "suggested-action" : "destructive-action");
  gtk_widget_add_css_class (self->save, n_open > 0 ? "destructive-action" : "suggested-action");
  for (guint i = 0; i < self->heads->len; i++)
    update_document (self, self->heads->pdata[i]);
  self->filling = TRUE;
  for (guint i = 0; i < n; i++)
    {
      const JalUnsearchedPage *page = self->pages->pdata[i];
      GtkWidget *row = self->rows->pdata[i];
      g_autofree char *state = show_state (page);

      if (row == NULL)
        continue;
      gtk_check_button_set_active (g_object_get_data (G_OBJECT (row), "check"), !page->is_open);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), state);
    }
  if (self->shown < n)
    gtk_check_button_set_active (GTK_CHECK_BUTTON (self->seen),
                                 !((JalUnsearchedPage *)self->pages->pdata[self->shown])->is_open);
  self->filling = FALSE;
}

/* --- Reading ----------------------------------------------------------------------------------------------------- */

typedef struct
{
  JalStore *store;
  JalId case_id;
  GPtrArray *pages; /* nullable: what to change */
  gboolean back;
} Question;

static void
free_question (gpointer data)
{
  Question *question = data;

  g_object_unref (question->store);
  g_clear_pointer (&question->pages, g_ptr_array_unref);
  g_free (question);
}

static Question *
new_question (JalLookedWindow *self)
{
  Question *question = g_new0 (Question, 1);

  question->store = g_object_ref (self->store);
  question->case_id = self->case_id;
  return question;
}

static JalUnsearchedPage *
copy_page (const JalUnsearchedPage *page)
{
  JalUnsearchedPage *copy = g_memdup2 (page, sizeof *page);

  copy->title = g_strdup (page->title);
  copy->author = g_strdup (page->author);
  return copy;
}

static const JalUnsearchedPage *
find_page (const GPtrArray *pages, const JalUnsearchedPage *page)
{
  for (guint i = 0; i < pages->len; i++)
    {
      const JalUnsearchedPage *one = pages->pdata[i];

      if (one->page == page->page && one->why == page->why && jal_id_equal (one->document_id, page->document_id))
        return one;
    }
  return NULL;
}

static gpointer
read_work (gpointer data, GCancellable *cancellable, GError **error)
{
  const Question *question = data;

  return jal_looked_list (question->store, question->case_id, JAL_ID_NONE, cancellable, error);
}

static void fill (JalLookedWindow *self);

static void
read_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalLookedWindow *self = owner;
  GPtrArray *now = result;

  if (now == NULL)
    {
      jal_shell_report (owner, error);
      return;
    }
  if (self->stay == NULL && now->len != self->pages->len)
    {
      g_ptr_array_set_size (self->pages, 0);
      for (guint i = 0; i < now->len; i++)
        g_ptr_array_add (self->pages, copy_page (now->pdata[i]));
      fill (self);
      return;
    }
  for (guint i = 0; i < self->pages->len; i++)
    {
      const JalUnsearchedPage *page = find_page (now, self->pages->pdata[i]);

      if (page == NULL)
        continue;
      jal_unsearched_page_free (self->pages->pdata[i]);
      self->pages->pdata[i] = copy_page (page);
    }
  update (self);
}

static void
read_again (JalLookedWindow *self)
{
  jal_task_renew (self, read_work, read_work, new_question (self), free_question, (GDestroyNotify)g_ptr_array_unref,
                  read_cb);
}

/* --- Saying so --------------------------------------------------------------------------------------------------- */

static gpointer
change_work (gpointer data, GCancellable *cancellable, GError **error)
{
  const Question *question = data;

  if (question->back)
    jal_looked_remove (question->store, question->pages, error);
  else
    jal_looked_add (question->store, question->pages, error);
  return NULL;
}

static void
changed_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalLookedWindow *self = owner;

  /* What was written is read when the store says so. */
  if (error == NULL)
    return;
  jal_shell_report (owner, error);
  read_again (self);
}

/* Takes @pages. @tag: of each tick its own, several may be on their way. */
static void
change (JalLookedWindow *self, gpointer tag, GPtrArray *pages, gboolean back)
{
  Question *question;

  if (pages->len == 0)
    {
      g_ptr_array_unref (pages);
      return;
    }
  question = new_question (self);
  question->pages = pages;
  question->back = back;
  if (!jal_task_run (self, tag, change_work, question, free_question, NULL, changed_cb))
    read_again (self);
}

static GPtrArray *
new_pages (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)jal_unsearched_page_free);
}

static void
set_looked (JalLookedWindow *self, guint index, gboolean looked)
{
  JalUnsearchedPage *page = self->pages->pdata[index];
  GPtrArray *pages;

  if (self->filling || looked == !page->is_open)
    return;
  pages = new_pages ();
  g_ptr_array_add (pages, copy_page (page));
  change (self, self->rows->pdata[index] != NULL ? self->rows->pdata[index] : self, pages, !looked);
}

static void
ticked_cb (GtkCheckButton *check, JalLookedWindow *self)
{
  set_looked (self, GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (check), "index")),
              gtk_check_button_get_active (check));
}

static void
seen_cb (GtkCheckButton *check, JalLookedWindow *self)
{
  if (self->shown < self->pages->len)
    set_looked (self, self->shown, gtk_check_button_get_active (check));
}

/* All that are open are ticked; when none is, all are taken back. @document (nullable): of that one alone. */
static void
tick (JalLookedWindow *self, const JalUnsearchedPage *of)
{
  GPtrArray *pages = new_pages ();
  gboolean any_open = FALSE;

  for (guint round = 0; round < 2; round++)
    for (guint i = 0; i < self->pages->len; i++)
      {
        const JalUnsearchedPage *page = self->pages->pdata[i];

        if (of != NULL && (page->why != of->why || !jal_id_equal (page->document_id, of->document_id)))
          continue;
        if (round == 0)
          any_open = any_open || page->is_open;
        else if (page->is_open == any_open)
          g_ptr_array_add (pages, copy_page (page));
      }
  change (self, self->all, pages, !any_open);
}

static void
all_cb (JalLookedWindow *self)
{
  tick (self, NULL);
}

static void
document_cb (GtkButton *button, JalLookedWindow *self)
{
  tick (self, self->pages->pdata[GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "index"))]);
}

static void
save_cb (JalLookedWindow *self)
{
  g_autoptr (GtkWidget) inside = g_weak_ref_get (&self->inside);
  JalDialogDone stay = self->stay;

  if (inside != NULL && stay != NULL)
    stay (inside, self->data);
  gtk_window_close (GTK_WINDOW (self));
}

/* --- One page ---------------------------------------------------------------------------------------------------- */

static void
show_cb (GtkButton *button, JalLookedWindow *self)
{
  const JalUnsearchedPage *page;
  g_autofree char *title = NULL;

  self->shown = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "index"));
  page = self->pages->pdata[self->shown];
  title = g_strdup_printf (_ ("%s, page %u"), page->title, page->page + 1);
  gtk_label_set_text (self->page_title, title);
  jal_looked_picture_show (self->picture, page->document_id, page->page, title);
  gtk_widget_set_visible (self->back, TRUE);
  gtk_stack_set_visible_child_name (self->stack, "page");
  update (self);
  gtk_widget_grab_focus (self->seen);
}

static void
back_cb (JalLookedWindow *self)
{
  GtkWidget *row = self->shown < self->rows->len ? self->rows->pdata[self->shown] : NULL;

  jal_looked_picture_drop (self->picture);
  gtk_widget_set_visible (self->back, FALSE);
  gtk_stack_set_visible_child_name (self->stack, "list");
  if (row != NULL)
    gtk_widget_grab_focus (g_object_get_data (G_OBJECT (row), "show"));
}

/* Escape leaves the page first, then the window. */
static void
escape_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  JalLookedWindow *self = JAL_LOOKED_WINDOW (widget);

  if (g_str_equal (gtk_stack_get_visible_child_name (self->stack), "page"))
    back_cb (self);
  else
    gtk_window_close (GTK_WINDOW (self));
}

static void
open_cb (JalLookedWindow *self)
{
  const JalUnsearchedPage *page = self->pages->pdata[self->shown];

  GtkWindow *below = gtk_window_get_transient_for (GTK_WINDOW (self));

  jal_shell_open_document (GTK_WIDGET (self), page->document_id, page->page);
  gtk_window_close (GTK_WINDOW (self));
  /* The names it was opened from would stand before the page, and hold the keys. */
  if (below != NULL && gtk_window_get_transient_for (below) != NULL)
    gtk_window_close (below);
}

/* --- Rows -------------------------------------------------------------------------------------------------------- */

static GtkWidget *
new_page_row (JalLookedWindow *self, guint index)
{
  const JalUnsearchedPage *page = self->pages->pdata[index];
  AdwActionRow *row = ADW_ACTION_ROW (adw_action_row_new ());
  GtkWidget *check = gtk_check_button_new (), *show = gtk_button_new_with_label (_ ("Show Page"));
  g_autofree char *title = show_page (page), *name = g_strdup_printf (_ ("%s, page %u"), page->title, page->page + 1);
  g_autofree char *show_name = g_strdup_printf (_ ("Show page %u of %s"), page->page + 1, page->title);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle_lines (row, 0);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (show, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (show), GTK_ACCESSIBLE_PROPERTY_LABEL, show_name, -1);
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (show), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  g_object_set_data (G_OBJECT (check), "index", GUINT_TO_POINTER (index));
  g_object_set_data (G_OBJECT (show), "index", GUINT_TO_POINTER (index));
  g_signal_connect_object (check, "toggled", G_CALLBACK (ticked_cb), self, 0);
  g_signal_connect_object (show, "clicked", G_CALLBACK (show_cb), self, 0);
  adw_action_row_add_prefix (row, check);
  adw_action_row_add_suffix (row, show);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (GTK_WIDGET (row), FALSE);
  g_object_set_data (G_OBJECT (row), "check", check);
  g_object_set_data (G_OBJECT (row), "show", show);
  return GTK_WIDGET (row);
}

/* Those of one document and kind, from @first up to @end. */
static void
add_document (JalLookedWindow *self, GtkListBox *list, guint first, guint end, gboolean alone)
{
  const JalUnsearchedPage *page = self->pages->pdata[first];
  AdwExpanderRow *row = ADW_EXPANDER_ROW (adw_expander_row_new ());
  GtkWidget *tick_all = gtk_button_new_from_icon_name ("object-select-symbolic");
  g_autofree char *name = g_strdup_printf (_ ("Tick all pages of %s, or none"), page->title);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), page->title);
  g_object_set_data (G_OBJECT (row), "first", GUINT_TO_POINTER (first));
  g_object_set_data (G_OBJECT (row), "end", GUINT_TO_POINTER (end));
  g_ptr_array_add (self->heads, row);
  gtk_widget_set_valign (tick_all, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (tick_all, "flat");
  gtk_widget_set_tooltip_text (tick_all, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (tick_all), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data (G_OBJECT (tick_all), "index", GUINT_TO_POINTER (first));
  g_signal_connect_object (tick_all, "clicked", G_CALLBACK (document_cb), self, 0);
  adw_expander_row_add_action (row, tick_all);
  for (guint i = first; i < end && i < ROWS_MAX; i++)
    {
      self->rows->pdata[i] = new_page_row (self, i);
      adw_expander_row_add_row (row, self->rows->pdata[i]);
    }
  gtk_list_box_append (list, GTK_WIDGET (row));
  adw_expander_row_set_expanded (row, alone);
}

static gboolean
are_together (const JalUnsearchedPage *a, const JalUnsearchedPage *b)
{
  return a->why == b->why && jal_id_equal (a->document_id, b->document_id);
}

/* The pages of one kind, from @first up to @end. */
static void
add_kind (JalLookedWindow *self, guint first, guint end, guint n_documents, gboolean alone)
{
  const char *why = show_why (((JalUnsearchedPage *)self->pages->pdata[first])->why);
  GtkWidget *group = adw_preferences_group_new (), *list = gtk_list_box_new ();
  g_autofree char *counts = show_counts (n_documents, end - first);

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), why);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), counts);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, why, -1);
  for (guint i = first, from = first; i < end; i++)
    if (i + 1 == end || !are_together (self->pages->pdata[i], self->pages->pdata[i + 1]))
      {
        add_document (self, GTK_LIST_BOX (list), from, i + 1, alone);
        from = i + 1;
      }
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), list);
  gtk_box_append (self->lists, group);
}

static int
compare_pages (gconstpointer a, gconstpointer b)
{
  const JalUnsearchedPage *first = *(const JalUnsearchedPage *const *)a, *second = *(const JalUnsearchedPage *const *)b;
  int titles;

  if (first->why != second->why)
    return first->why < second->why ? -1 : 1;
  titles = g_utf8_collate (first->title, second->title);
  if (titles != 0)
    return titles;
  if (!jal_id_equal (first->document_id, second->document_id))
    return jal_id_compare (first->document_id, second->document_id);
  return first->page < second->page ? -1 : first->page > second->page ? 1 : 0;
}

static void
fill (JalLookedWindow *self)
{
  GtkWidget *child;
  guint n_documents = 0, all_documents = 0;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->lists))) != NULL)
    gtk_box_remove (self->lists, child);
  g_ptr_array_sort (self->pages, compare_pages);
  g_ptr_array_set_size (self->rows, 0);
  g_ptr_array_set_size (self->heads, 0);
  g_ptr_array_set_size (self->rows, (int)self->pages->len);
  for (guint i = 0; i < self->pages->len; i++)
    all_documents += i == 0 || !are_together (self->pages->pdata[i - 1], self->pages->pdata[i]) ? 1 : 0;
  for (guint i = 0, first = 0; i < self->pages->len; i++)
    {
      const JalUnsearchedPage *page = self->pages->pdata[i],
                              *next = i + 1 < self->pages->len ? self->pages->pdata[i + 1] : NULL;

      n_documents += next == NULL || !are_together (page, next) ? 1 : 0;
      if (next != NULL && next->why == page->why)
        continue;
      add_kind (self, first, i + 1, n_documents, all_documents <= 3);
      first = i + 1;
      n_documents = 0;
    }
  update (self);
}

/* --- The window -------------------------------------------------------------------------------------------------- */

static void
jal_looked_window_dispose (GObject *object)
{
  JalLookedWindow *self = JAL_LOOKED_WINDOW (object);

  jal_task_cancel_all (self);
  if (self->free_data != NULL && self->data != NULL)
    self->free_data (self->data);
  self->data = NULL;
  self->stay = NULL;
  g_clear_object (&self->store);
  G_OBJECT_CLASS (jal_looked_window_parent_class)->dispose (object);
}

static void
jal_looked_window_finalize (GObject *object)
{
  JalLookedWindow *self = JAL_LOOKED_WINDOW (object);

  g_weak_ref_clear (&self->inside);
  g_ptr_array_unref (self->pages);
  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->heads);
  G_OBJECT_CLASS (jal_looked_window_parent_class)->finalize (object);
}

static void
jal_looked_window_class_init (JalLookedWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = jal_looked_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = jal_looked_window_finalize;
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "looked.escape", NULL, escape_cb);
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "looked.escape", NULL);
}

static void
set_margins (GtkWidget *widget)
{
  gtk_widget_set_margin_top (widget, 12);
  gtk_widget_set_margin_bottom (widget, 12);
  gtk_widget_set_margin_start (widget, 12);
  gtk_widget_set_margin_end (widget, 12);
}

static GtkWidget *
new_list_page (JalLookedWindow *self)
{
  GtkWidget *outer = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *inner = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *scroller = gtk_scrolled_window_new (),
            *clamp = adw_clamp_new ();

  self->words = GTK_LABEL (jal_dialog_new_words (""));
  gtk_box_append (GTK_BOX (inner), GTK_WIDGET (self->words));
  self->lists = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 18));
  gtk_box_append (GTK_BOX (inner), GTK_WIDGET (self->lists));
  set_margins (inner);
  adw_clamp_set_child (ADW_CLAMP (clamp), inner);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (outer), scroller);
  gtk_box_append (GTK_BOX (outer), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  self->summary = GTK_LABEL (jal_dialog_new_words (""));
  g_object_set (self->summary, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, NULL);
  gtk_widget_set_margin_start (GTK_WIDGET (self->summary), 12);
  gtk_widget_set_margin_end (GTK_WIDGET (self->summary), 12);
  gtk_widget_set_margin_top (GTK_WIDGET (self->summary), 6);
  gtk_box_append (GTK_BOX (outer), GTK_WIDGET (self->summary));
  self->all = gtk_button_new_with_mnemonic (_ ("Tick _All or None"));
  gtk_widget_set_hexpand (self->all, TRUE);
  gtk_widget_set_halign (self->all, GTK_ALIGN_START);
  self->save = gtk_button_new ();
  gtk_box_append (GTK_BOX (line), self->all);
  gtk_box_append (GTK_BOX (line), self->save);
  set_margins (line);
  gtk_box_append (GTK_BOX (outer), line);
  g_signal_connect_swapped (self->all, "clicked", G_CALLBACK (all_cb), self);
  g_signal_connect_swapped (self->save, "clicked", G_CALLBACK (save_cb), self);
  return outer;
}

static GtkWidget *
new_seen_page (JalLookedWindow *self, JalStore *store)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6), *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->page_title = GTK_LABEL (gtk_label_new (""));
  gtk_label_set_ellipsize (self->page_title, PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_add_css_class (GTK_WIDGET (self->page_title), "heading");
  self->picture = jal_looked_picture_new (store);
  self->seen = gtk_check_button_new_with_label (_ ("Looked at: It May Stay"));
  gtk_widget_set_hexpand (self->seen, TRUE);
  self->open = gtk_button_new_with_mnemonic (_ ("_Open in the Reader"));
  gtk_box_append (GTK_BOX (line), self->seen);
  gtk_box_append (GTK_BOX (line), self->open);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->page_title));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->picture));
  gtk_box_append (GTK_BOX (box), line);
  set_margins (box);
  g_signal_connect (self->seen, "toggled", G_CALLBACK (seen_cb), self);
  g_signal_connect_swapped (self->open, "clicked", G_CALLBACK (open_cb), self);
  return box;
}

static void
jal_looked_window_init (JalLookedWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *header = adw_header_bar_new ();

  g_weak_ref_init (&self->inside, NULL);
  self->pages = new_pages ();
  self->rows = g_ptr_array_new ();
  self->heads = g_ptr_array_new ();
  gtk_window_set_default_size (GTK_WINDOW (self), 600, 460);
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
  self->back = gtk_button_new_from_icon_name ("go-previous-symbolic");
  gtk_widget_set_tooltip_text (self->back, _ ("Back to the Pages"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->back), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Back to the Pages"),
                                  -1);
  gtk_widget_set_visible (self->back, FALSE);
  g_signal_connect_swapped (self->back, "clicked", G_CALLBACK (back_cb), self);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), self->back);
  gtk_box_append (GTK_BOX (box), header);
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_add_named (self->stack, new_list_page (self), "list");
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->stack));
  adw_window_set_content (ADW_WINDOW (self), box);
}

static JalLookedWindow *
new_window (GtkWidget *inside, JalStore *store, const char *title, const char *words)
{
  GtkRoot *root = gtk_widget_get_root (inside);
  JalLookedWindow *self = g_object_new (JAL_TYPE_LOOKED_WINDOW, "destroy-with-parent", TRUE, "title", title, NULL);

  if (GTK_IS_WINDOW (root))
    gtk_window_set_transient_for (GTK_WINDOW (self), GTK_WINDOW (root));
  self->store = g_object_ref (store);
  g_weak_ref_set (&self->inside, inside);
  gtk_stack_add_named (self->stack, new_seen_page (self, store), "page");
  gtk_label_set_text (self->words, words);
  g_signal_connect_object (store, "changed", G_CALLBACK (read_again), self, G_CONNECT_SWAPPED);
  return self;
}

void
jal_looked_window_ask (GtkWidget *inside, JalStore *store, const JalGuardTold *told, gboolean printed,
                       JalDialogDone stay, gpointer data, GDestroyNotify free_data)
{
  JalLookedWindow *self = new_window (inside, store, _ ("Have You Looked at These Pages?"),
                                      _ ("Nothing has left the vault yet. This case protects names, and a picture may "
                                         "show one: look at these pages, and draw a "
                                         "box over what must not be read. What you tick is kept, and is not asked "
                                         "about again until the case protects more "
                                         "names, or a box on the page is gone."));

  self->case_id = told->unsearched_case;
  self->stay = stay;
  self->data = data;
  self->free_data = free_data;
  self->printed = printed;
  for (guint i = 0; i < told->unsearched_pages->len; i++)
    g_ptr_array_add (self->pages, copy_page (told->unsearched_pages->pdata[i]));
  fill (self);
  gtk_window_present (GTK_WINDOW (self));
}

void
jal_looked_window_show (GtkWidget *inside, JalStore *store, JalId case_id)
{
  JalLookedWindow *self = new_window (inside, store, _ ("Pages That No Search Can Read"),
                                      _ ("A copy for others asks about these pages, until somebody has looked at them. "
                                         "Take a tick away, and it asks again. A box "
                                         "over all that a page shows answers too: that is known when a copy is made."));

  self->case_id = case_id;
  read_again (self);
  update (self);
  gtk_window_present (GTK_WINDOW (self));
}
