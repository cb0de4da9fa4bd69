/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/**
 * The marks beside the pages.
 *
 *  1. A row lives as long as its mark: a list that is read again changes rows in place, so that a note being written
 * keeps its cursor.
 *  2. Rows stand in the order of the model, with a heading a page.
 */
#include "app/reader/jal-marks-pane.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/reader/jal-mark-row.h"
#include "app/reader/jal-mark-verbs.h"
#include "app/reader/jal-received-list.h"
#include "app/shell/jal-choice.h"
#include "app/shell/jal-task.h"
#include "marks/jal-marks.h"

struct _JalMarksPane
{
  AdwBin parent_instance;

  JalStore *store;   /* nullable */
  GListModel *marks; /* nullable */
  GHashTable *rows;  /* JalId * → JalMarkRow, borrowed */
  JalId wanted;      /* to be chosen when it arrives */
  gboolean write;    /* … with the cursor in its note */
  gboolean quiet;    /* the selection is being set by us */

  char **meanings;   /* nullable */
  GtkStringList *authors;

  GtkStack *stack;
  GtkDropDown *filter;
  GtkDropDown *kind_filter;
  GtkDropDown *color_filter;
  GtkDropDown *author_filter;
  GtkDropDown *sort;
  GtkCheckButton *doubtful_only;
  GtkSearchEntry *search;
  GtkMenuButton *filters;
  GtkRevealer *doubtful;
  GtkButton *doubtful_button;
  GtkButton *received_button;
  JalReceivedList *received;
  GtkListBox *list;
  GtkLabel *count;
};

G_DEFINE_FINAL_TYPE (JalMarksPane, jal_marks_pane, ADW_TYPE_BIN)

enum
{
  CHOSEN,
  ACTIVATED,
  ADOPT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* In the order of the rows in the template; the first is everything. */
static const char *const audiences[] = { NULL, "private", "team", "court", "received" };

static const char *
wanted_audience (JalMarksPane *self)
{
  return audiences[MIN (gtk_drop_down_get_selected (self->filter), G_N_ELEMENTS (audiences) - 1)];
}

static gboolean
has_words (const char *folded, const char *text)
{
  g_autofree char *here = g_utf8_casefold (text, -1);

  return strstr (here, folded) != NULL;
}

static gboolean
is_wanted (JalMarksPane *self, JalMark *mark)
{
  const char *audience = wanted_audience (self);
  guint kind = gtk_drop_down_get_selected (self->kind_filter);
  guint color = gtk_drop_down_get_selected (self->color_filter);
  guint author = gtk_drop_down_get_selected (self->author_filter);
  g_autofree char *words = g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (self->search)), -1);

  if (audience != NULL && !g_str_equal (audience, mark->audience))
    return FALSE;
  if (kind > 0 && kind != GTK_INVALID_LIST_POSITION && !g_str_equal (jal_marks_kinds ()[kind - 1], mark->kind))
    return FALSE;
  if (color > 0 && color != GTK_INVALID_LIST_POSITION && !g_str_equal (jal_marks_colors ()[color - 1], mark->color))
    return FALSE;
  if (author > 0 && author != GTK_INVALID_LIST_POSITION
      && g_strcmp0 (gtk_string_list_get_string (self->authors, author), mark->author) != 0)
    return FALSE;
  if (gtk_check_button_get_active (self->doubtful_only) && !g_str_equal (mark->anchor, "doubtful"))
    return FALSE;
  return *words == '\0' || has_words (words, mark->text) || has_words (words, mark->quoted)
         || (mark->link_title != NULL && has_words (words, mark->link_title));
}

/* --- The list ----------------------------------------------------------------------------------------------------- */

static gboolean
filter_row (GtkListBoxRow *row, gpointer data)
{
  return is_wanted (data, jal_mark_row_get_mark (JAL_MARK_ROW (row)));
}

static guint
color_order (JalMark *mark)
{
  for (guint i = 0; jal_marks_colors ()[i] != NULL; i++)
    if (g_str_equal (jal_marks_colors ()[i], mark->color))
      return i;
  return G_MAXUINT;
}

enum
{
  BY_PAGE,
  BY_DATE,
  BY_COLOR,
};

static int
compare_rows (GtkListBoxRow *a, GtkListBoxRow *b, gpointer data)
{
  JalMarksPane *self = data;
  JalMark *first = jal_mark_row_get_mark (JAL_MARK_ROW (a)), *second = jal_mark_row_get_mark (JAL_MARK_ROW (b));
  guint sort = gtk_drop_down_get_selected (self->sort);

  if (sort == BY_DATE && first->modified_at != second->modified_at)
    return first->modified_at > second->modified_at ? -1 : 1;
  if (sort == BY_COLOR && color_order (first) != color_order (second))
    return color_order (first) < color_order (second) ? -1 : 1;
  return GPOINTER_TO_INT (g_object_get_data (G_OBJECT (a), "order"))
         - GPOINTER_TO_INT (g_object_get_data (G_OBJECT (b), "order"));
}

static char *
dup_color_words (JalMarksPane *self, guint color)
{
  return jal_mark_verbs_dup_color_words (jal_marks_colors ()[color], (const char *const *)self->meanings);
}

/* What a row stands under: its page, its colour, nothing. */
static char *
dup_heading (JalMarksPane *self, GtkListBoxRow *row)
{
  JalMark *mark = jal_mark_row_get_mark (JAL_MARK_ROW (row));

  switch (gtk_drop_down_get_selected (self->sort))
    {
    case BY_DATE:
      return NULL;
    case BY_COLOR:
      return color_order (mark) != G_MAXUINT ? dup_color_words (self, color_order (mark)) : NULL;
    default:
      return g_strdup_printf (_ ("Page %u"), (guint)mark->document_page + 1);
    }
}

static void
head_row (GtkListBoxRow *row, GtkListBoxRow *before, gpointer data)
{
  JalMarksPane *self = data;
  g_autofree char *words = dup_heading (self, row);
  g_autofree char *above = before != NULL ? dup_heading (self, before) : NULL;
  GtkWidget *heading;

  if (words == NULL || g_strcmp0 (words, above) == 0)
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  heading = gtk_label_new (words);
  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_label_set_ellipsize (GTK_LABEL (heading), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (heading, "heading");
  gtk_widget_add_css_class (heading, "marks-page");
  gtk_list_box_row_set_header (row, heading);
}

/* The authors there are, the one chosen kept. */
static void
update_authors (JalMarksPane *self)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  guint selected = gtk_drop_down_get_selected (self->author_filter);
  g_autofree char *chosen = selected > 0 && selected != GTK_INVALID_LIST_POSITION
                                ? g_strdup (gtk_string_list_get_string (self->authors, selected))
                                : NULL;
  gboolean same;

  g_ptr_array_add (names, (gpointer)_ ("All authors"));
  for (guint i = 0; self->marks != NULL && i < g_list_model_get_n_items (self->marks); i++)
    {
      g_autoptr (JalMark) mark = g_list_model_get_item (self->marks, i);

      if (g_hash_table_add (seen, mark->author))
        g_ptr_array_add (names, mark->author);
    }
  same = names->len == g_list_model_get_n_items (G_LIST_MODEL (self->authors));
  for (guint i = 0; same && i < names->len; i++)
    same = g_str_equal (names->pdata[i], gtk_string_list_get_string (self->authors, i));
  if (same)
    return;
  g_ptr_array_add (names, NULL);
  gtk_string_list_splice (self->authors, 0, g_list_model_get_n_items (G_LIST_MODEL (self->authors)),
                          (const char *const *)names->pdata);
  for (guint i = 1; chosen != NULL && i + 1 < names->len; i++)
    if (g_str_equal (chosen, gtk_string_list_get_string (self->authors, i)))
      gtk_drop_down_set_selected (self->author_filter, i);
}

static void
update_colors (JalMarksPane *self)
{
  g_autoptr (GtkStringList) colors = gtk_string_list_new (NULL);
  guint selected = gtk_drop_down_get_selected (self->color_filter);

  gtk_string_list_append (colors, _ ("All colours"));
  for (guint i = 0; jal_marks_colors ()[i] != NULL; i++)
    gtk_string_list_take (colors, dup_color_words (self, i));
  gtk_drop_down_set_model (self->color_filter, G_LIST_MODEL (colors));
  gtk_drop_down_set_selected (self->color_filter, selected != GTK_INVALID_LIST_POSITION ? selected : 0);
}

static gboolean
is_received_shown (JalMarksPane *self)
{
  return g_strcmp0 (wanted_audience (self), "received") == 0;
}

/* A label that does not make the pane wider. */
static void
set_wrapped (GtkButton *button, const char *words)
{
  gtk_button_set_label (button, words);
  gtk_label_set_wrap (GTK_LABEL (gtk_button_get_child (button)), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (gtk_button_get_child (button)), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_justify (GTK_LABEL (gtk_button_get_child (button)), GTK_JUSTIFY_CENTER);
}

/* The way to them, and back. */
static void
show_received_button (JalMarksPane *self)
{
  guint n = jal_received_list_get_n (self->received);
  g_autofree char *words = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%u note came with the file", "%u notes came with the file", n), n);

  set_wrapped (self->received_button, is_received_shown (self) ? _ ("Back to Your Own Marks") : words);
  gtk_widget_set_visible (GTK_WIDGET (self->received_button), n > 0);
}

static void
show_state (JalMarksPane *self)
{
  guint n = self->marks != NULL ? g_list_model_get_n_items (self->marks) : 0;
  guint n_shown = 0, n_doubtful = 0;
  g_autofree char *words = NULL;
  g_autofree char *doubtful = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (JalMark) mark = g_list_model_get_item (self->marks, i);

      n_shown += is_wanted (self, mark) ? 1 : 0;
      n_doubtful += g_str_equal (mark->anchor, "doubtful") ? 1 : 0;
    }
  /* All are settled: what was left of the list is nothing, so the others come back. */
  if (n_doubtful == 0 && n > 0 && gtk_check_button_get_active (self->doubtful_only))
    {
      gtk_check_button_set_active (self->doubtful_only, FALSE);
      return;
    }
  if (is_received_shown (self))
    {
      guint n_received = jal_received_list_get_n (self->received);

      words = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u note came with the file", "%u notes came with the file", n_received),
                               n_received);
    }
  else
    words = n_shown == n ? g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u mark", "%u marks", n), n)
                       : g_strdup_printf (_ ("%u of %u marks"), n_shown, n);
  gtk_label_set_text (self->count, words);
  doubtful = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%u mark from the older version is to be checked",
                   "%u marks from the older version are to be checked", n_doubtful),
      n_doubtful);
  set_wrapped (self->doubtful_button, doubtful);
  gtk_revealer_set_reveal_child (self->doubtful, n_doubtful > 0);
  show_received_button (self);
  gtk_stack_set_visible_child_name (self->stack, is_received_shown (self) ? "received" : n == 0 ? "empty" : n_shown == 0 ? "nothing" : "list");
}

static void
filtered_cb (JalMarksPane *self)
{
  if (self->list == NULL || self->authors == NULL)
    return;
  gtk_list_box_invalidate_filter (self->list);
  gtk_list_box_invalidate_headers (self->list);
  show_state (self);
}

static void
sorted_cb (JalMarksPane *self)
{
  if (self->list == NULL)
    return;
  gtk_list_box_invalidate_sort (self->list);
  gtk_list_box_invalidate_headers (self->list);
}

static void
show_all_cb (JalMarksPane *self)
{
  gtk_drop_down_set_selected (self->filter, 0);
  gtk_drop_down_set_selected (self->kind_filter, 0);
  gtk_drop_down_set_selected (self->color_filter, 0);
  gtk_drop_down_set_selected (self->author_filter, 0);
  gtk_check_button_set_active (self->doubtful_only, FALSE);
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  filtered_cb (self);
  gtk_menu_button_popdown (self->filters);
}

static void
show_doubtful_cb (JalMarksPane *self)
{
  show_all_cb (self);
  gtk_check_button_set_active (self->doubtful_only, TRUE);
}

static void
show_received_cb (JalMarksPane *self)
{
  if (!is_received_shown (self))
    {
      jal_marks_pane_show_received (self);
      return;
    }
  show_all_cb (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->received_button));
}

static void
received_activated_cb (JalMarksPane *self, JalMark *mark)
{
  g_signal_emit (self, signals[ACTIVATED], 0, mark);
}

static void
adopt_cb (JalMarksPane *self, JalMark *mark)
{
  g_signal_emit (self, signals[ADOPT], 0, mark);
}

static void
choose_row (JalMarksPane *self, GtkListBoxRow *row, gboolean write)
{
  if (!is_wanted (self, jal_mark_row_get_mark (JAL_MARK_ROW (row))))
    show_all_cb (self);
  self->quiet = TRUE;
  gtk_list_box_select_row (self->list, row);
  self->quiet = FALSE;
  if (write)
    jal_mark_row_write (JAL_MARK_ROW (row));
}

/* Whatever of a row has the keys, its mark is the chosen one: the verbs mean it. */
static void
row_entered_cb (JalMarksPane *self, GtkEventController *focus)
{
  gtk_list_box_select_row (self->list, GTK_LIST_BOX_ROW (gtk_event_controller_get_widget (focus)));
}

static JalMarkRow *
take_mark (JalMarksPane *self, JalMark *mark)
{
  JalMarkRow *row = g_hash_table_lookup (self->rows, &mark->id);
  GtkEventController *focus;

  if (row != NULL)
    {
      if (jal_mark_row_get_mark (row) != mark)
        jal_mark_row_set_mark (row, mark);
      return row;
    }
  row = JAL_MARK_ROW (jal_mark_row_new (self->store, mark));
  jal_mark_row_set_meanings (row, (const char *const *)self->meanings);
  g_hash_table_insert (self->rows, g_memdup2 (&mark->id, sizeof (JalId)), row);
  focus = gtk_event_controller_focus_new ();
  g_signal_connect_object (focus, "enter", G_CALLBACK (row_entered_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (row), focus);
  gtk_list_box_append (self->list, GTK_WIDGET (row));
  return row;
}

/* Where the keys are among the rows that are shown; -1: not on @row. */
static int
find_focus (JalMarksPane *self, GtkWidget *row)
{
  GtkRoot *root = gtk_widget_get_root (row);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && (focus == row || gtk_widget_is_ancestor (focus, row)) ? gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row)) : -1;
}

/* The mark that had the keys is gone: they go to the one that stands there now, or to the last one; without any to the search. The toolkit
   would give them to the first button of the window. */
static void
focus_instead (JalMarksPane *self, int index)
{
  GtkListBoxRow *row, *found = NULL;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL && (i <= index || found == NULL); i++)
    if (is_wanted (self, jal_mark_row_get_mark (JAL_MARK_ROW (row))))
      found = row;
  gtk_widget_grab_focus (found != NULL ? GTK_WIDGET (found) : GTK_WIDGET (self->search));
}

static void
update_rows (JalMarksPane *self)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  GHashTableIter iter;
  int lost = -1;
  gpointer row;

  for (guint i = 0; self->marks != NULL && i < g_list_model_get_n_items (self->marks); i++)
    {
      g_autoptr (JalMark) mark = g_list_model_get_item (self->marks, i);

      row = take_mark (self, mark);
      g_object_set_data (row, "order", GINT_TO_POINTER ((int)i));
      g_hash_table_add (seen, row);
    }
  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    if (!g_hash_table_contains (seen, row))
      {
        lost = MAX (lost, find_focus (self, row));
        g_hash_table_iter_remove (&iter);
        gtk_list_box_remove (self->list, row);
      }
  update_authors (self);
  gtk_list_box_invalidate_sort (self->list);
  filtered_cb (self);
  if (lost >= 0)
    focus_instead (self, lost);
  if (!jal_id_is_none (self->wanted) && (row = g_hash_table_lookup (self->rows, &self->wanted)) != NULL)
    {
      self->wanted = JAL_ID_NONE;
      choose_row (self, row, self->write);
    }
}

static void
selected_cb (JalMarksPane *self)
{
  JalMark *mark = jal_marks_pane_get_chosen (self);

  if (!self->quiet && mark != NULL)
    g_signal_emit (self, signals[CHOSEN], 0, mark);
}

static void
activated_cb (JalMarksPane *self, GtkListBoxRow *row)
{
  g_signal_emit (self, signals[ACTIVATED], 0, jal_mark_row_get_mark (JAL_MARK_ROW (row)));
}

/* From the words looked for into what was found; from none of them back to the page. */
static gboolean
search_key_cb (JalMarksPane *self, guint key, guint code, GdkModifierType state)
{
  GtkListBoxRow *row;

  if (key == GDK_KEY_Escape && *gtk_editable_get_text (GTK_EDITABLE (self->search)) == '\0')
    return gtk_widget_activate_action (GTK_WIDGET (self), "win.escape", NULL);
  if ((key != GDK_KEY_Down && key != GDK_KEY_KP_Down) || g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "list") != 0)
    return GDK_EVENT_PROPAGATE;
  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    if (gtk_widget_get_child_visible (GTK_WIDGET (row)))
      return gtk_widget_grab_focus (GTK_WIDGET (row));
  return GDK_EVENT_PROPAGATE;
}

/* Backward from a mark leads out of the list: on the way through all that is in the rows before it nobody would arrive. */
static gboolean
list_key_cb (JalMarksPane *self, guint key, guint code, GdkModifierType state)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (key != GDK_KEY_ISO_Left_Tab && (key != GDK_KEY_Tab || (state & GDK_SHIFT_MASK) == 0))
    return GDK_EVENT_PROPAGATE;
  return JAL_IS_MARK_ROW (focus) && gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static void
clear (JalMarksPane *self)
{
  if (self->marks != NULL)
    g_signal_handlers_disconnect_by_data (self->marks, self);
  g_clear_object (&self->marks);
  if (self->received != NULL && self->list != NULL)
    jal_received_list_set_marks (self->received, NULL, FALSE);
  if (self->list != NULL)
    update_rows (self);
  g_clear_object (&self->store);
}

static void
jal_marks_pane_dispose (GObject *object)
{
  JalMarksPane *self = JAL_MARKS_PANE (object);

  jal_task_cancel_all (self);
  clear (self);
  G_OBJECT_CLASS (jal_marks_pane_parent_class)->dispose (object);
}

static void
jal_marks_pane_finalize (GObject *object)
{
  JalMarksPane *self = JAL_MARKS_PANE (object);

  g_hash_table_unref (self->rows);
  g_strfreev (self->meanings);
  G_OBJECT_CLASS (jal_marks_pane_parent_class)->finalize (object);
}

static void
jal_marks_pane_class_init (JalMarksPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = jal_marks_pane_dispose;
  G_OBJECT_CLASS (klass)->finalize = jal_marks_pane_finalize;
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, JAL_TYPE_MARK);
  signals[ACTIVATED] = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 1, JAL_TYPE_MARK);
  signals[ADOPT] = g_signal_new ("adopt", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                 JAL_TYPE_MARK);
  g_type_ensure (JAL_TYPE_RECEIVED_LIST);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/jalada/Jalada/ui/jal-marks-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, JalMarksPane, received);
  gtk_widget_class_bind_template_child (widget_class, JalMarksPane, received_button);
  gtk_widget_class_bind_template_callback (widget_class, show_received_cb);
  gtk_widget_class_bind_template_callback (widget_class, received_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, adopt_cb);
  gtk_widget_class_bind_template_child (widget_class, JalMarksPane, stack);
  gtk_widget_class_bind_template_child (widget_class, JalMarksPane, filter);
  gtk_widget_class_bind_template_child (widget_class, JalMarksPane, kind_filter);
  gtk_widget_class_bind_template_child (widget_class, JalMarksPane, color_filter);
  gtk_widget_class_bind_template_child (widget_class, JalMarksPane, author_filter);
  gtk_widget_class_bind_template_child (widget_class, JalMarksPane, sort);
  gtk_widget_class_bind_template_child (widget_class, JalMarksPane, doubtful_only);
  gtk_widget_class_bind_template_child (widget_class, JalMarksPane, search);
  gtk_widget_class_bind_template_child (widget_class, JalMarksPane, filters);
  gtk_widget_class_bind_template_child (widget_class, JalMarksPane, doubtful);
  gtk_widget_class_bind_template_child (widget_class, JalMarksPane, doubtful_button);
  gtk_widget_class_bind_template_callback (widget_class, sorted_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_all_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_doubtful_cb);
  gtk_widget_class_bind_template_child (widget_class, JalMarksPane, list);
  gtk_widget_class_bind_template_child (widget_class, JalMarksPane, count);
  gtk_widget_class_bind_template_callback (widget_class, filtered_cb);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_key_cb);
  gtk_widget_class_bind_template_callback (widget_class, list_key_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
}

static void
jal_marks_pane_init (JalMarksPane *self)
{
  self->rows = g_hash_table_new_full (jal_id_hash, jal_id_equal_pointers, g_free, NULL);
  self->wanted = JAL_ID_NONE;
  gtk_widget_init_template (GTK_WIDGET (self));
  jal_choice_name (self->filter);
  jal_choice_name (self->kind_filter);
  jal_choice_name (self->color_filter);
  jal_choice_name (self->author_filter);
  jal_choice_name (self->sort);
  gtk_list_box_set_filter_func (self->list, filter_row, self, NULL);
  gtk_list_box_set_sort_func (self->list, compare_rows, self, NULL);
  gtk_list_box_set_header_func (self->list, head_row, self, NULL);
  self->authors = gtk_string_list_new ((const char *const[]){ _ ("All authors"), NULL });
  gtk_drop_down_set_model (self->author_filter, G_LIST_MODEL (self->authors));
  g_object_unref (self->authors);
  update_colors (self);
  show_state (self);
}

void
jal_marks_pane_set_marks (JalMarksPane *self, JalStore *store, GListModel *marks)
{
  GHashTableIter iter;
  gpointer row;

  g_return_if_fail (JAL_IS_MARKS_PANE (self));

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    jal_mark_row_keep (row);
  clear (self);
  if (store == NULL || marks == NULL)
    return;
  self->store = g_object_ref (store);
  self->marks = g_object_ref (marks);
  g_signal_connect_object (marks, "items-changed", G_CALLBACK (update_rows), self, G_CONNECT_SWAPPED);
  update_rows (self);
}

void
jal_marks_pane_drop (JalMarksPane *self)
{
  GHashTableIter iter;
  gpointer row;

  g_return_if_fail (JAL_IS_MARKS_PANE (self));

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    jal_mark_row_keep_now (row);
  jal_task_cancel_all (self);
  clear (self);
}

void
jal_marks_pane_choose (JalMarksPane *self, JalId id)
{
  GtkListBoxRow *row;

  g_return_if_fail (JAL_IS_MARKS_PANE (self));

  row = g_hash_table_lookup (self->rows, &id);
  self->write = FALSE;
  if (row != NULL)
    choose_row (self, row, FALSE);
  else
    self->wanted = id;
}

void
jal_marks_pane_write (JalMarksPane *self, JalId id)
{
  GtkListBoxRow *row;

  g_return_if_fail (JAL_IS_MARKS_PANE (self));

  row = g_hash_table_lookup (self->rows, &id);
  self->write = TRUE;
  if (row != NULL)
    choose_row (self, row, TRUE);
  else
    self->wanted = id;
}

void
jal_marks_pane_set_received (JalMarksPane *self, GListModel *marks, gboolean more)
{
  g_return_if_fail (JAL_IS_MARKS_PANE (self));

  jal_received_list_set_marks (self->received, marks, more);
  if (jal_received_list_get_n (self->received) == 0 && is_received_shown (self))
    gtk_drop_down_set_selected (self->filter, 0);
  show_state (self);
}

void
jal_marks_pane_show_received (JalMarksPane *self)
{
  g_return_if_fail (JAL_IS_MARKS_PANE (self));

  show_all_cb (self);
  gtk_drop_down_set_selected (self->filter, G_N_ELEMENTS (audiences) - 1);
  jal_received_list_focus (self->received);
}

JalMark *
jal_marks_pane_get_received (JalMarksPane *self)
{
  return is_received_shown (self) ? jal_received_list_get_chosen (self->received) : NULL;
}

JalMark *
jal_marks_pane_get_chosen (JalMarksPane *self)
{
  GtkListBoxRow *row = self->list != NULL ? gtk_list_box_get_selected_row (self->list) : NULL;

  return row != NULL ? jal_mark_row_get_mark (JAL_MARK_ROW (row)) : NULL;
}

void
jal_marks_pane_focus (JalMarksPane *self)
{
  gboolean is_list_shown;
  GtkWidget *row;

  g_return_if_fail (JAL_IS_MARKS_PANE (self));

  is_list_shown = g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "list") == 0;
  /* The chosen mark, if there is one: nobody's choice is changed by looking at the list. */
  row = GTK_WIDGET (gtk_list_box_get_selected_row (self->list));
  gtk_widget_grab_focus (row != NULL && is_list_shown && gtk_widget_get_child_visible (row) ? row : GTK_WIDGET (self->search));
}

void
jal_marks_pane_set_meanings (JalMarksPane *self, const char *const *meanings)
{
  GHashTableIter iter;
  gpointer row;

  g_return_if_fail (JAL_IS_MARKS_PANE (self));

  g_strfreev (self->meanings);
  self->meanings = g_strdupv ((char **)meanings);
  update_colors (self);
  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    jal_mark_row_set_meanings (row, meanings);
  gtk_list_box_invalidate_headers (self->list);
}
