/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The picture of all cases while it is scrolled: sixty cases of ten sessions and their mentions over four years.
 *
 *   diary-bench [--json] [--frames N]      (under Xvfb)
 *
 * How long the window's thread works on a frame, from the frame clock: before-paint to after-paint, in time of the processor. The
 * floor is a plain list of the toolkit with as many rows, each with a label and ten plain buttons. */
#include <adwaita.h>
#include <time.h>

#include "app/cases/jal-all-cases.h"
#include "schedule/jal-diary.h"

#define N_CASES 60
#define N_SESSIONS 10
#define N_MENTIONS 30
#define STEP 23

typedef struct
{
  GArray *busy; /* double, ms */
  double before;
  int direction;
  GtkAdjustment *adjustment;
} Frames;

static double
cpu_ms (void)
{
  struct timespec at;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &at);
  return (double)at.tv_sec * 1000 + (double)at.tv_nsec / 1e6;
}

static void
before_cb (Frames *frames)
{
  frames->before = cpu_ms ();
}

static void
after_cb (Frames *frames)
{
  double busy = cpu_ms () - frames->before;

  g_array_append_val (frames->busy, busy);
}

/* Down and up again, a part of a row at a time. */
static gboolean
scroll_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  Frames *frames = data;
  double value = gtk_adjustment_get_value (frames->adjustment) + frames->direction * STEP;
  double most = gtk_adjustment_get_upper (frames->adjustment) - gtk_adjustment_get_page_size (frames->adjustment);

  if (value >= most || value <= 0)
    frames->direction = value <= 0 ? 1 : -1;
  gtk_adjustment_set_value (frames->adjustment, CLAMP (value, 0, most));
  return G_SOURCE_CONTINUE;
}

/* The first of that type; the lists of drop-downs are not looked at. */
static GtkWidget *
find (GtkWidget *widget, GType type)
{
  if (GTK_IS_POPOVER (widget))
    return NULL;
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double one = *(const double *)a, other = *(const double *)b;

  return one < other ? -1 : one > other;
}

/* Scrolls the list inside @content; returns (transfer full): the sorted times of @n frames. */
static GArray *
measure (GtkWidget *content, guint n)
{
  GtkWidget *window = adw_window_new ();
  Frames frames = { .busy = g_array_new (FALSE, FALSE, sizeof (double)), .direction = 1 };
  GtkWidget *list;
  GdkFrameClock *clock;
  guint tick;

  adw_window_set_content (ADW_WINDOW (window), content);
  gtk_window_set_default_size (GTK_WINDOW (window), 1100, 720);
  gtk_window_present (GTK_WINDOW (window));
  for (gint64 end = g_get_monotonic_time () + G_USEC_PER_SEC; g_get_monotonic_time () < end;)
    g_main_context_iteration (NULL, FALSE);
  list = find (content, GTK_TYPE_LIST_VIEW);
  frames.adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (list));
  clock = gtk_widget_get_frame_clock (window);
  g_signal_connect_swapped (clock, "before-paint", G_CALLBACK (before_cb), &frames);
  g_signal_connect_swapped (clock, "after-paint", G_CALLBACK (after_cb), &frames);
  tick = gtk_widget_add_tick_callback (list, scroll_cb, &frames, NULL);
  while (frames.busy->len < n)
    g_main_context_iteration (NULL, TRUE);
  gtk_widget_remove_tick_callback (list, tick);
  g_signal_handlers_disconnect_by_data (clock, &frames);
  gtk_window_destroy (GTK_WINDOW (window));
  g_array_sort (frames.busy, compare);
  return frames.busy;
}

/* --- Ours ------------------------------------------------------------------------------------------------------- */

static void
add_session (GListStore *diary, JalCase *owner, JalDate date, gboolean counted, guint ordinal)
{
  g_autoptr (JalDiaryEntry) entry = g_object_new (JAL_TYPE_DIARY_ENTRY, NULL);
  JalSession *session = g_object_new (JAL_TYPE_SESSION, NULL);

  session->id = jal_id_new ();
  session->case_id = owner->id;
  g_free (session->kind);
  session->kind = g_strdup (counted ? "hearing" : "mention");
  g_free (session->state);
  session->state = g_strdup ("planned");
  session->counted = counted;
  session->date = date;
  session->ordinal = ordinal;
  entry->session = session;
  entry->owner = g_object_ref (owner);
  g_list_store_append (diary, entry);
}

static GtkWidget *
new_ours (void)
{
  GtkWidget *all = g_object_new (JAL_TYPE_ALL_CASES, NULL);
  g_autoptr (GListStore) diary = g_list_store_new (JAL_TYPE_DIARY_ENTRY);
  GtkWidget *period;

  for (guint c = 0; c < N_CASES; c++)
    {
      g_autoptr (JalCase) owner = g_object_new (JAL_TYPE_CASE, NULL);
      JalDate plea = jal_date_today () + (JalDate)c * 3;

      owner->id = jal_id_new ();
      owner->number = g_strdup_printf ("CR %u", c + 1);
      owner->court = g_strdup (c % 2 == 0 ? "shanzu-magistrates" : "malindi-magistrates");
      for (guint s = 0; s < N_SESSIONS + N_MENTIONS; s++)
        add_session (diary, owner, plea + (JalDate)s * 1461 / (N_SESSIONS + N_MENTIONS), s % 4 == 0, s % 4 == 0 ? s / 4 + 1 : 0);
    }
  jal_all_cases_set_diary (JAL_ALL_CASES (all), G_LIST_MODEL (diary), NULL);
  /* The longest span has the most in each row. */
  period = find (all, GTK_TYPE_DROP_DOWN);
  g_assert_nonnull (period);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (period), g_list_model_get_n_items (gtk_drop_down_get_model (GTK_DROP_DOWN (period))) - 1);
  return all;
}

/* --- The floor -------------------------------------------------------------------------------------------------- */

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  gtk_widget_set_size_request (row, -1, 54);
  gtk_box_append (GTK_BOX (row), gtk_label_new (NULL));
  for (guint i = 0; i < N_SESSIONS; i++)
    gtk_box_append (GTK_BOX (row), gtk_button_new_with_label ("10"));
  gtk_list_item_set_child (item, row);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_first_child (gtk_list_item_get_child (item))),
                      gtk_string_object_get_string (gtk_list_item_get_item (item)));
}

static GtkWidget *
new_floor (void)
{
  GtkStringList *names = gtk_string_list_new (NULL);
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  for (guint c = 0; c < N_CASES; c++)
    {
      g_autofree char *name = g_strdup_printf ("CR %u", c + 1);

      gtk_string_list_append (names, name);
    }
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled),
                                 gtk_list_view_new (GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (names))), factory));
  return scrolled;
}

#define AT(times, share) g_array_index (times, double, (guint)((times)->len * (share)))

int
main (int argc, char **argv)
{
  gboolean as_json = FALSE;
  int n = 300;
  const GOptionEntry options[] = { { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, "Print JSON", NULL },
                                   { "frames", 0, 0, G_OPTION_ARG_INT, &n, "Frames of each", "N" },
                                   G_OPTION_ENTRY_NULL };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ours = NULL;
  g_autoptr (GArray) floor_times = NULL;

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || n < 20)
    {
      g_printerr ("%s\n", error != NULL ? error->message : "Too few frames.");
      return 2;
    }
  adw_init ();
  floor_times = measure (new_floor (), (guint)n);
  ours = measure (new_ours (), (guint)n);
  g_print ("{\"ours_ms\": %.2f, \"floor_ms\": %.2f, \"ours_p95_ms\": %.2f, \"floor_p95_ms\": %.2f, \"worst_ms\": %.2f, \"frames\": %u}\n",
           AT (ours, 0.5), AT (floor_times, 0.5), AT (ours, 0.95), AT (floor_times, 0.95), AT (ours, 0.9999), ours->len);
  return 0;
}
