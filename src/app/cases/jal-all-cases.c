/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/*
 * All cases in one picture.
 *
 * 1. One row a case; a row is only made while it is in sight, so sixty cases scroll as lightly as six.
 * 2. Everything is in memory: choosing a court or another week reads nothing.
 * 3. Light entries are shown by days and weeks. Over years there would be nothing else to see.
 */
#include "app/cases/jal-all-cases.h"

#include <glib/gi18n-lib.h>

#include "app/cases/jal-case-strip.h"
#include "app/shell/jal-choice.h"
#include "app/shell/jal-flow-box.h"
#include "app/shell/jal-shown.h"
#include "schedule/jal-diary.h"

#define NAME_CHARS 20

/* A row of the picture. */
#define JAL_TYPE_CASE_LANE (jal_case_lane_get_type ())
G_DECLARE_FINAL_TYPE (JalCaseLane, jal_case_lane, JAL, CASE_LANE, GObject)
struct _JalCaseLane
{
  GObject parent_instance;

  JalCase *owner;
  GPtrArray *entries; /* JalDiaryEntry */
};
G_DEFINE_FINAL_TYPE (JalCaseLane, jal_case_lane, G_TYPE_OBJECT)

static void
jal_case_lane_finalize (GObject *object)
{
  JalCaseLane *self = JAL_CASE_LANE (object);

  g_clear_object (&self->owner);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  G_OBJECT_CLASS (jal_case_lane_parent_class)->finalize (object);
}

static void
jal_case_lane_class_init (JalCaseLaneClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = jal_case_lane_finalize;
}

static void
jal_case_lane_init (JalCaseLane *self)
{
  self->entries = g_ptr_array_new_with_free_func (g_object_unref);
}

struct _JalAllCases
{
  AdwBin parent_instance;

  GListModel *diary;  /* nullable */
  GListModel *people; /* nullable */
  GListStore *lanes;
  JalDate first, last;
  JalStripScale scale;
  int offset; /* how many periods from today */
  gboolean filling;

  GtkDropDown *period;
  GtkDropDown *court;
  GtkStringList *court_labels;
  GtkDropDown *counsel;
  GtkStringList *counsel_labels;
  GtkToggleButton *clashes;
  GtkLabel *range;
  GtkLabel *summary;
  GtkBox *head;
  GtkStack *stack;
  GtkListView *list;
  GtkWidget *head_strip;
};

G_DEFINE_FINAL_TYPE (JalAllCases, jal_all_cases, ADW_TYPE_BIN)

enum
{
  CASE_CHOSEN,
  SESSION_CHOSEN,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

/* --- The days --------------------------------------------------------------------------------------------------- */

enum
{
  PERIOD_WEEK,
  PERIOD_MONTH,
  PERIOD_QUARTER,
  PERIOD_YEAR,
  PERIOD_ALL
};

static void
find_all (JalAllCases *self)
{
  guint n = self->diary != NULL ? g_list_model_get_n_items (self->diary) : 0;
  g_autoptr (JalDiaryEntry) first = n > 0 ? g_list_model_get_item (self->diary, 0) : NULL;
  g_autoptr (JalDiaryEntry) last = n > 0 ? g_list_model_get_item (self->diary, n - 1) : NULL;
  JalDate today = jal_date_today ();

  self->first = first != NULL ? MIN (first->session->date, today) : today;
  self->last = MAX (last != NULL ? last->session->date : today, self->first + 365);
}

static void
find_days (JalAllCases *self)
{
  static const int days[] = { 7, 28, 91 };
  static const JalStripScale scales[] = { JAL_STRIP_DAYS, JAL_STRIP_WEEKS, JAL_STRIP_WEEKS, JAL_STRIP_MONTHS, JAL_STRIP_YEARS };
  guint period = MIN (gtk_drop_down_get_selected (self->period), PERIOD_ALL);
  JalDate today = jal_date_today (), monday = today - jal_date_weekday (today) + 1;
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  g_autofree char *range = NULL;
  int year, month;

  self->scale = scales[period];
  jal_date_to_ymd (today, &year, &month, NULL);
  if (period <= PERIOD_QUARTER)
    {
      self->first = monday + self->offset * days[period];
      self->last = self->first + days[period] - 1;
    }
  else if (period == PERIOD_YEAR)
    {
      self->first = jal_date_add_months (jal_date_from_ymd (year, month, 1), 12 * self->offset);
      self->last = jal_date_add_months (self->first, 12) - 1;
    }
  else
    find_all (self);
  from = jal_shown_date_brief (self->first);
  to = jal_shown_date_brief (self->last);
  /* Translators: from the first day to the last */
  range = g_strdup_printf (_ ("%s to %s"), from, to);
  gtk_label_set_text (self->range, range);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "all-cases.earlier", period != PERIOD_ALL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "all-cases.later", period != PERIOD_ALL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "all-cases.today", period != PERIOD_ALL && self->offset != 0);
}

/* --- Filters ---------------------------------------------------------------------------------------------------- */

static const char *
chosen_label (GtkDropDown *choice, GtkStringList *labels)
{
  guint chosen = gtk_drop_down_get_selected (choice);

  return chosen == 0 || chosen == GTK_INVALID_LIST_POSITION ? NULL : gtk_string_list_get_string (labels, chosen);
}

static gboolean
is_counsels (JalAllCases *self, JalCase *owner, const char *counsel)
{
  for (guint i = 0; self->people != NULL && i < g_list_model_get_n_items (self->people); i++)
    {
      g_autoptr (JalPerson) person = g_list_model_get_item (self->people, i);

      if (g_str_equal (person->role, "counsel") && jal_id_equal (person->case_id, owner->id)
          && g_str_equal (jal_person_get_label (person), counsel))
        return TRUE;
    }
  return FALSE;
}

static void
fill_choice (GtkDropDown *choice, GtkStringList *labels, GHashTable *found)
{
  g_autofree char *was = g_strdup (chosen_label (choice, labels));
  g_autoptr (GList) sorted = g_list_sort (g_hash_table_get_keys (found), (GCompareFunc)g_utf8_collate);
  guint selected = 0;

  gtk_string_list_splice (labels, 1, g_list_model_get_n_items (G_LIST_MODEL (labels)) - 1, NULL);
  for (GList *l = sorted; l != NULL; l = l->next)
    {
      gtk_string_list_append (labels, l->data);
      if (g_strcmp0 (l->data, was) == 0)
        selected = g_list_model_get_n_items (G_LIST_MODEL (labels)) - 1;
    }
  gtk_drop_down_set_selected (choice, selected);
  /* With its place: an empty one is a gap, and Tab does not come past it. */
  gtk_widget_set_visible (gtk_widget_get_parent (GTK_WIDGET (choice)), sorted != NULL);
}

static void
fill_choices (JalAllCases *self)
{
  g_autoptr (GHashTable) courts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) counsels = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; self->diary != NULL && i < g_list_model_get_n_items (self->diary); i++)
    {
      g_autoptr (JalDiaryEntry) entry = g_list_model_get_item (self->diary, i);

      if (entry->owner->court != NULL && *entry->owner->court != '\0')
        g_hash_table_add (courts, g_strdup (jal_shown_court (entry->owner->court)));
    }
  for (guint i = 0; self->people != NULL && i < g_list_model_get_n_items (self->people); i++)
    {
      g_autoptr (JalPerson) person = g_list_model_get_item (self->people, i);

      if (g_str_equal (person->role, "counsel"))
        g_hash_table_add (counsels, g_strdup (jal_person_get_label (person)));
    }
  self->filling = TRUE;
  fill_choice (self->court, self->court_labels, courts);
  fill_choice (self->counsel, self->counsel_labels, counsels);
  self->filling = FALSE;
}

/* --- Rows ------------------------------------------------------------------------------------------------------- */

static gboolean
is_shown (JalAllCases *self, JalDiaryEntry *entry)
{
  const char *court = chosen_label (self->court, self->court_labels);
  const char *counsel = chosen_label (self->counsel, self->counsel_labels);
  JalDate date = entry->session->date;

  return date >= self->first && date <= self->last
         && (entry->session->counted || self->scale <= JAL_STRIP_WEEKS) /* rule 3 */
         && (!gtk_toggle_button_get_active (self->clashes) || entry->clash != NULL)
         && (court == NULL || (entry->owner->court != NULL && g_str_equal (jal_shown_court (entry->owner->court), court)))
         && (counsel == NULL || is_counsels (self, entry->owner, counsel));
}

static int
compare_lanes (gconstpointer a, gconstpointer b, gpointer data)
{
  /* CR 2 before CR 10. */
  g_autofree char *first = g_utf8_collate_key_for_filename (jal_shown_case (((JalCaseLane *)a)->owner), -1);
  g_autofree char *second = g_utf8_collate_key_for_filename (jal_shown_case (((JalCaseLane *)b)->owner), -1);

  return strcmp (first, second);
}

static void
show_summary (JalAllCases *self, guint n_cases, guint n_sessions, guint n_clashes)
{
  g_autofree char *cases = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u case", "%u cases", n_cases), n_cases);
  g_autofree char *sessions = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u entry", "%u entries", n_sessions), n_sessions);
  g_autofree char *clashes = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u with a clash", "%u with a clash", n_clashes), n_clashes);
  g_autofree char *words = n_clashes > 0 ? g_strdup_printf ("%s · %s · %s", cases, sessions, clashes) : g_strdup_printf ("%s · %s", cases, sessions);

  gtk_label_set_text (self->summary, words);
}

static void
fill (JalAllCases *self)
{
  g_autoptr (GHashTable) by_case = g_hash_table_new (jal_id_hash, jal_id_equal_pointers);
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_object_unref);
  guint n_sessions = 0, n_clashes = 0;

  find_days (self);
  jal_case_strip_set_span (JAL_CASE_STRIP (self->head_strip), self->first, self->last, self->scale);
  for (guint i = 0; self->diary != NULL && i < g_list_model_get_n_items (self->diary); i++)
    {
      g_autoptr (JalDiaryEntry) entry = g_list_model_get_item (self->diary, i);
      JalCaseLane *lane;

      if (!is_shown (self, entry))
        continue;
      lane = g_hash_table_lookup (by_case, &entry->owner->id);
      if (lane == NULL)
        {
          lane = g_object_new (JAL_TYPE_CASE_LANE, NULL);
          lane->owner = g_object_ref (entry->owner);
          g_hash_table_insert (by_case, &lane->owner->id, lane);
          g_ptr_array_add (found, lane);
        }
      g_ptr_array_add (lane->entries, g_object_ref (entry));
      n_sessions++;
      n_clashes += entry->clash != NULL;
    }
  g_list_store_splice (self->lanes, 0, g_list_model_get_n_items (G_LIST_MODEL (self->lanes)), found->pdata, found->len);
  g_list_store_sort (self->lanes, compare_lanes, NULL);
  gtk_stack_set_visible_child_name (self->stack, found->len > 0 ? "list" : "none");
  show_summary (self, found->len, n_sessions, n_clashes);
}

static void
strip_chosen_cb (JalAllCases *self, JalDiaryEntry *entry)
{
  char owner[JAL_ID_HEX_LENGTH + 1], session[JAL_ID_HEX_LENGTH + 1];

  g_signal_emit (self, signals[SESSION_CHOSEN], 0, jal_id_to_hex (entry->owner->id, owner), jal_id_to_hex (entry->session->id, session));
}

static GtkWidget *
new_name (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  for (guint i = 0; i < 2; i++)
    {
      GtkWidget *label = gtk_label_new (NULL);

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      /* As wide in every row, or the strips would not stand under each other. */
      gtk_label_set_width_chars (GTK_LABEL (label), NAME_CHARS);
      gtk_label_set_max_width_chars (GTK_LABEL (label), NAME_CHARS);
      gtk_widget_add_css_class (label, i == 0 ? "heading" : "caption");
      gtk_box_append (GTK_BOX (box), label);
    }
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (box, "case-name");
  return box;
}

static void
setup_cb (JalAllCases *self, GtkListItem *item)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *strip = jal_case_strip_new (FALSE);

  gtk_box_append (GTK_BOX (row), new_name ());
  gtk_box_append (GTK_BOX (row), strip);
  g_signal_connect_object (strip, "chosen", G_CALLBACK (strip_chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_list_item_set_child (item, row);
}

static void
bind_cb (JalAllCases *self, GtkListItem *item)
{
  JalCaseLane *lane = gtk_list_item_get_item (item);
  GtkWidget *row = gtk_list_item_get_child (item);
  GtkWidget *name = gtk_widget_get_first_child (row);
  JalCaseStrip *strip = JAL_CASE_STRIP (gtk_widget_get_last_child (row));

  gtk_label_set_text (GTK_LABEL (gtk_widget_get_first_child (name)), jal_shown_case (lane->owner));
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_last_child (name)),
                      lane->owner->court != NULL ? jal_shown_court (lane->owner->court) : "");
  gtk_widget_set_tooltip_text (name, jal_shown_case (lane->owner));
  jal_case_strip_set_span (strip, self->first, self->last, self->scale);
  jal_case_strip_set_entries (strip, lane->entries);
}

static void
unbind_cb (JalAllCases *self, GtkListItem *item)
{
  jal_case_strip_set_entries (JAL_CASE_STRIP (gtk_widget_get_last_child (gtk_list_item_get_child (item))), NULL);
}

static void
activated_cb (JalAllCases *self, guint position)
{
  g_autoptr (JalCaseLane) lane = g_list_model_get_item (G_LIST_MODEL (self->lanes), position);
  char hex[JAL_ID_HEX_LENGTH + 1];

  if (lane != NULL)
    g_signal_emit (self, signals[CASE_CHOSEN], 0, jal_id_to_hex (lane->owner->id, hex));
}

/* --- What is chosen --------------------------------------------------------------------------------------------- */

static void
filter_cb (JalAllCases *self)
{
  if (!self->filling && self->lanes != NULL)
    fill (self);
}

static void
period_cb (JalAllCases *self)
{
  self->offset = 0;
  filter_cb (self);
}

static void
step_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  JalAllCases *self = JAL_ALL_CASES (widget);

  self->offset = g_str_equal (name, "all-cases.today") ? 0 : self->offset + (g_str_equal (name, "all-cases.later") ? 1 : -1);
  fill (self);
}

static void
jal_all_cases_dispose (GObject *object)
{
  JalAllCases *self = JAL_ALL_CASES (object);

  g_clear_object (&self->diary);
  g_clear_object (&self->people);
  g_clear_object (&self->lanes);
  G_OBJECT_CLASS (jal_all_cases_parent_class)->dispose (object);
}

static void
jal_all_cases_class_init (JalAllCasesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = jal_all_cases_dispose;
  signals[CASE_CHOSEN] = g_signal_new ("case-chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                       1, G_TYPE_STRING);
  signals[SESSION_CHOSEN] = g_signal_new ("session-chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/jalada/Jalada/ui/jal-all-cases.ui");
  gtk_widget_class_bind_template_child (widget_class, JalAllCases, period);
  gtk_widget_class_bind_template_child (widget_class, JalAllCases, court);
  gtk_widget_class_bind_template_child (widget_class, JalAllCases, court_labels);
  gtk_widget_class_bind_template_child (widget_class, JalAllCases, counsel);
  gtk_widget_class_bind_template_child (widget_class, JalAllCases, counsel_labels);
  gtk_widget_class_bind_template_child (widget_class, JalAllCases, clashes);
  gtk_widget_class_bind_template_child (widget_class, JalAllCases, range);
  gtk_widget_class_bind_template_child (widget_class, JalAllCases, summary);
  gtk_widget_class_bind_template_child (widget_class, JalAllCases, head);
  gtk_widget_class_bind_template_child (widget_class, JalAllCases, stack);
  gtk_widget_class_bind_template_child (widget_class, JalAllCases, list);
  gtk_widget_class_bind_template_callback (widget_class, filter_cb);
  gtk_widget_class_bind_template_callback (widget_class, period_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_install_action (widget_class, "all-cases.earlier", NULL, step_action);
  gtk_widget_class_install_action (widget_class, "all-cases.later", NULL, step_action);
  gtk_widget_class_install_action (widget_class, "all-cases.today", NULL, step_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Page_Up, GDK_ALT_MASK, "all-cases.earlier", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Page_Down, GDK_ALT_MASK, "all-cases.later", NULL);
}

static void
jal_all_cases_init (JalAllCases *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkNoSelection) model = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  jal_flow_box_mend (GTK_FLOW_BOX (gtk_widget_get_ancestor (GTK_WIDGET (self->period), GTK_TYPE_FLOW_BOX)));
  jal_choice_name (self->period);
  jal_choice_name (self->court);
  jal_choice_name (self->counsel);
  self->lanes = g_list_store_new (JAL_TYPE_CASE_LANE);
  self->head_strip = jal_case_strip_new (TRUE);
  gtk_box_append (self->head, new_name ());
  gtk_box_append (self->head, self->head_strip);
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, G_CONNECT_SWAPPED);
  model = gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->lanes)));
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (model));
}

void
jal_all_cases_set_diary (JalAllCases *self, GListModel *diary, GListModel *people)
{
  g_return_if_fail (JAL_IS_ALL_CASES (self));

  g_set_object (&self->diary, diary);
  g_set_object (&self->people, people);
  fill_choices (self);
  fill (self);
}
