/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* What a copy leaves out, ticked and put into a section. Nothing moves that nobody ticked. */
#include "app/bundle/jal-left-out-window.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "app/shell/jal-choice.h"
#include "app/shell/jal-dialog.h"
#include "app/shell/jal-list-box.h"
#include "app/shell/jal-shell.h"
#include "app/shell/jal-shown.h"
#include "app/shell/jal-task.h"
#include "bundle/jal-bundle.h"

#define JAL_TYPE_LEFT_OUT_WINDOW (jal_left_out_window_get_type ())
G_DECLARE_FINAL_TYPE (JalLeftOutWindow, jal_left_out_window, JAL, LEFT_OUT_WINDOW, AdwWindow)

/* Whose copy it is about: counsel's own leaves out nothing. */
#define COPY "court"
/* More rows than these nobody reads; the sentence above the list counts them all. */
#define ROWS_MAX 1000

struct _JalLeftOutWindow
{
  AdwWindow parent_instance;

  JalStore *store;
  JalId bundle;
  GWeakRef inside;
  GListModel *sections; /* nullable, of JalSection */

  GtkLabel *summary;
  GtkStack *stack;
  GtkListBox *list;
  GtkWidget *all;
  GtkDropDown *section;
  GtkWidget *put;
};

G_DEFINE_FINAL_TYPE (JalLeftOutWindow, jal_left_out_window, ADW_TYPE_WINDOW)

/* --- What is ticked ---------------------------------------------------------------------------------------------- */

static GtkCheckButton *
check_of (GtkWidget *row)
{
  return g_object_get_data (G_OBJECT (row), "check");
}

static GArray *
get_ticked (JalLeftOutWindow *self)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (JalId));

  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->list)); row != NULL; row = gtk_widget_get_next_sibling (row))
    {
      JalLeftOut *value = g_object_get_data (G_OBJECT (row), "left-out");

      if (value != NULL && gtk_check_button_get_active (check_of (row)))
        g_array_append_val (ids, value->document_id);
    }
  return ids;
}

static void
update (JalLeftOutWindow *self)
{
  g_autoptr (GArray) ids = get_ticked (self);
  g_autofree char *label
      = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Put %u Document There", "Put %u Documents There", ids->len), ids->len);

  gtk_button_set_label (GTK_BUTTON (self->put), label);
  gtk_widget_set_sensitive (self->put, ids->len > 0 && self->sections != NULL);
}

/* Ticks all that can be ticked when some of them are not, else none. */
static void
all_cb (JalLeftOutWindow *self)
{
  gboolean some_not = FALSE;

  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->list)); row != NULL; row = gtk_widget_get_next_sibling (row))
    some_not = some_not
               || (gtk_widget_get_sensitive (GTK_WIDGET (check_of (row))) && !gtk_check_button_get_active (check_of (row)));
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->list)); row != NULL; row = gtk_widget_get_next_sibling (row))
    {
      GtkCheckButton *check = check_of (row);

      /* Counted once, below. */
      g_signal_handlers_block_by_func (check, update, self);
      if (gtk_widget_get_sensitive (GTK_WIDGET (check)))
        gtk_check_button_set_active (check, some_not);
      g_signal_handlers_unblock_by_func (check, update, self);
    }
  update (self);
}

/* --- Rows -------------------------------------------------------------------------------------------------------- */

static const char *
show_why (JalLeftOutWhy why)
{
  switch (why)
    {
    case JAL_LEFT_OUT_UNPLACED:
      return _ ("In no section of the bundle");
    case JAL_LEFT_OUT_NOT_PRODUCED:
      return _ ("Not produced as an exhibit");
    case JAL_LEFT_OUT_PRIVILEGED:
      return _ ("Privileged: for counsel alone");
    case JAL_LEFT_OUT_SECTION:
      return _ ("Its section is not in this copy");
    case JAL_LEFT_OUT_NO_PAGES:
      return _ ("No pages here: locked, or held elsewhere");
    case JAL_LEFT_OUT_UNSORTED:
    case JAL_N_LEFT_OUT_WHYS:
    default:
      return _ ("Not sorted");
    }
}

static GtkWidget *
new_row (JalLeftOutWindow *self, JalLeftOut *value)
{
  gboolean numbered = value->exhibit != NULL && *value->exhibit != '\0';
  g_autofree char *title = numbered ? g_strdup_printf ("%s · %s", value->exhibit, value->title) : g_strdup (value->title);
  g_autofree char *pages = jal_shown_pages (value->n_pages);
  g_autofree char *subtitle = g_strdup_printf ("%s · %s%s%s", show_why (value->why), pages, value->section != NULL ? " · " : "",
                                               value->section != NULL ? value->section : "");
  AdwActionRow *row = ADW_ACTION_ROW (adw_action_row_new ());
  GtkWidget *check = gtk_check_button_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (row, subtitle);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  /* What is privileged stays with counsel, whatever its section. */
  gtk_widget_set_sensitive (check, value->why != JAL_LEFT_OUT_PRIVILEGED);
  g_signal_connect_object (check, "toggled", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  adw_action_row_add_prefix (row, check);
  /* The row names it, as the widget that it activates. */
  adw_action_row_set_activatable_widget (row, check);
  g_object_set_data (G_OBJECT (row), "check", check);
  g_object_set_data_full (G_OBJECT (row), "left-out", g_object_ref (value), g_object_unref);
  return GTK_WIDGET (row);
}

/* "A. Charge sheet and court orders"; what the copy does not have of a section is said with its name. */
static void
fill_sections (JalLeftOutWindow *self)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (self->sections); i++)
    {
      g_autoptr (JalSection) section = g_list_model_get_item (self->sections, i);
      g_autofree char *title = g_strdup_printf (jal_bundle_section_has_copy (section, COPY) ? "%s. %s"
                                                                                            : _ ("%s. %s (not in this copy)"),
                                                section->code, section->title);

      gtk_string_list_append (titles, title);
    }
  gtk_drop_down_set_model (self->section, G_LIST_MODEL (titles));
}

/* --- Reading ----------------------------------------------------------------------------------------------------- */

typedef struct
{
  JalStore *store;
  JalId bundle;
  JalId section;
  GArray *documents; /* nullable: what to sort */
} Question;

typedef struct
{
  GListStore *left_out;
  GListStore *sections;
  JalBundleCounts counts;
} Answer;

static void
free_question (gpointer data)
{
  Question *question = data;

  g_object_unref (question->store);
  g_clear_pointer (&question->documents, g_array_unref);
  g_free (question);
}

static void
free_answer (gpointer data)
{
  Answer *answer = data;

  g_clear_object (&answer->left_out);
  g_clear_object (&answer->sections);
  g_free (answer);
}

static Question *
new_question (JalLeftOutWindow *self)
{
  Question *question = g_new0 (Question, 1);

  question->store = g_object_ref (self->store);
  question->bundle = self->bundle;
  return question;
}

static gpointer
read_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Question *question = data;
  Answer *answer = g_new0 (Answer, 1);

  answer->left_out
      = jal_bundle_left_out (question->store, question->bundle, COPY, &answer->counts, cancellable, error);
  if (answer->left_out != NULL)
    answer->sections = jal_bundle_sections (question->store, question->bundle, cancellable, error);
  if (answer->sections == NULL)
    g_clear_pointer (&answer, free_answer);
  return answer;
}

static void
read_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalLeftOutWindow *self = owner;
  Answer *answer = result;
  g_autofree char *words = NULL;
  guint n;

  if (answer == NULL)
    {
      jal_shell_report (owner, error);
      gtk_stack_set_visible_child_name (self->stack, "trouble");
      return;
    }
  words = jal_bundle_describe_left_out (&answer->counts);
  gtk_label_set_text (self->summary, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->summary), words != NULL);
  if (self->sections == NULL || g_list_model_get_n_items (self->sections) != g_list_model_get_n_items (G_LIST_MODEL (answer->sections)))
    {
      g_set_object (&self->sections, G_LIST_MODEL (answer->sections));
      fill_sections (self);
    }
  n = g_list_model_get_n_items (G_LIST_MODEL (answer->left_out));
  jal_list_box_clear (self->list);
  for (guint i = 0; i < MIN (n, ROWS_MAX); i++)
    {
      g_autoptr (JalLeftOut) value = g_list_model_get_item (G_LIST_MODEL (answer->left_out), i);

      gtk_list_box_append (self->list, new_row (self, value));
    }
  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "list" : "none");
  gtk_widget_set_sensitive (self->all, n > 0);
  update (self);
}

static void
read_again (JalLeftOutWindow *self)
{
  jal_task_renew (self, read_work, read_work, new_question (self), free_question, free_answer, read_cb);
}

/* --- Sorting ----------------------------------------------------------------------------------------------------- */

static gpointer
put_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Question *question = data;

  jal_bundle_sort_documents (question->store, question->section, (const JalId *)(gpointer)question->documents->data,
                             question->documents->len, error);
  return NULL;
}

static void
put_done_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalLeftOutWindow *self = owner;
  Question *question = data;
  g_autoptr (GtkWidget) inside = g_weak_ref_get (&self->inside);
  g_autofree char *said = NULL;

  if (error != NULL)
    {
      jal_shell_report (owner, error);
      update (self);
      return;
    }
  said = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u document was put into the section",
                                       "%u documents were put into the section", question->documents->len),
                          question->documents->len);
  if (inside != NULL)
    jal_shell_toast_undo (inside, said);
  read_again (self);
}

static void
put_cb (JalLeftOutWindow *self)
{
  g_autoptr (JalSection) section
      = self->sections != NULL ? g_list_model_get_item (self->sections, gtk_drop_down_get_selected (self->section)) : NULL;
  Question *question;

  if (section == NULL)
    return;
  question = new_question (self);
  question->section = section->id;
  question->documents = get_ticked (self);
  gtk_widget_set_sensitive (self->put, FALSE);
  jal_task_run (self, put_work, put_work, question, free_question, NULL, put_done_cb);
}

/* --- The window -------------------------------------------------------------------------------------------------- */

static void
jal_left_out_window_dispose (GObject *object)
{
  JalLeftOutWindow *self = JAL_LEFT_OUT_WINDOW (object);

  jal_task_cancel_all (self);
  g_clear_object (&self->sections);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (jal_left_out_window_parent_class)->dispose (object);
}

static void
jal_left_out_window_finalize (GObject *object)
{
  g_weak_ref_clear (&JAL_LEFT_OUT_WINDOW (object)->inside);
  G_OBJECT_CLASS (jal_left_out_window_parent_class)->finalize (object);
}

static void
jal_left_out_window_class_init (JalLeftOutWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = jal_left_out_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = jal_left_out_window_finalize;
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
add_list (JalLeftOutWindow *self, GtkWidget *box)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_widget_set_valign (GTK_WIDGET (self->list), GTK_ALIGN_START);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Documents left out"), -1);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->list));
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  gtk_stack_add_named (self->stack, gtk_label_new (""), "busy");
  gtk_stack_add_named (self->stack, jal_dialog_new_words (_ ("This copy leaves out nothing of the case.")), "none");
  gtk_stack_add_named (self->stack, jal_dialog_new_words (_ ("This could not be read. Close the window and open it again.")), "trouble");
  gtk_stack_add_named (self->stack, scroller, "list");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->stack));
}

static void
add_verbs (JalLeftOutWindow *self, GtkWidget *box)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->section = GTK_DROP_DOWN (gtk_drop_down_new (NULL, gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string")));
  gtk_widget_set_hexpand (GTK_WIDGET (self->section), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->section), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Section"), -1);
  jal_choice_name (self->section);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->section));
  self->all = gtk_button_new_with_mnemonic (_ ("Tick _All or None"));
  gtk_widget_set_hexpand (self->all, TRUE);
  gtk_widget_set_halign (self->all, GTK_ALIGN_START);
  self->put = gtk_button_new ();
  gtk_widget_add_css_class (self->put, "suggested-action");
  gtk_box_append (GTK_BOX (line), self->all);
  gtk_box_append (GTK_BOX (line), self->put);
  gtk_box_append (GTK_BOX (box), line);
  g_signal_connect_swapped (self->all, "clicked", G_CALLBACK (all_cb), self);
  g_signal_connect_swapped (self->put, "clicked", G_CALLBACK (put_cb), self);
}

static void
jal_left_out_window_init (JalLeftOutWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *inner = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);

  g_weak_ref_init (&self->inside, NULL);
  gtk_window_set_title (GTK_WINDOW (self), _ ("Left Out of the Court's Copy"));
  gtk_window_set_default_size (GTK_WINDOW (self), 600, 460);
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  self->summary = GTK_LABEL (jal_dialog_new_words (""));
  g_object_set (self->summary, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, NULL);
  gtk_box_append (GTK_BOX (inner), GTK_WIDGET (self->summary));
  add_list (self, inner);
  add_verbs (self, inner);
  gtk_widget_set_margin_top (inner, 12);
  gtk_widget_set_margin_bottom (inner, 12);
  gtk_widget_set_margin_start (inner, 12);
  gtk_widget_set_margin_end (inner, 12);
  gtk_widget_set_vexpand (inner, TRUE);
  gtk_box_append (GTK_BOX (box), inner);
  adw_window_set_content (ADW_WINDOW (self), box);
  update (self);
}

void
jal_left_out_window_show (GtkWidget *inside, JalStore *store, JalId bundle)
{
  GtkRoot *root = gtk_widget_get_root (inside);
  JalLeftOutWindow *self = g_object_new (JAL_TYPE_LEFT_OUT_WINDOW, NULL);

  if (GTK_IS_WINDOW (root))
    gtk_window_set_transient_for (GTK_WINDOW (self), GTK_WINDOW (root));
  self->store = g_object_ref (store);
  self->bundle = bundle;
  g_weak_ref_set (&self->inside, inside);
  gtk_window_present (GTK_WINDOW (self));
  read_again (self);
}
