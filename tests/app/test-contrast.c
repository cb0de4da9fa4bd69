/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words can be read: what our style gives to text and to what lies behind it reaches WCAG AA, 4.5 : 1, light and dark. The
   colours are read back from the pixels that were drawn, not from the style sheet. */
#include <adwaita.h>
#include <math.h>

static GtkWidget *window;
static GtkCssProvider *dark_style;

static void
painted_cb (GdkFrameClock *clock, guint *n_frames)
{
  (*n_frames)++;
}

/* Runs until two frames have been drawn; there are no animations to wait for. */
static void
settle (void)
{
  guint n_frames = 0;
  gulong handler = g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (painted_cb), &n_frames);

  while (n_frames < 2)
    {
      gtk_widget_queue_draw (window);
      g_main_context_iteration (NULL, TRUE);
    }
  g_signal_handler_disconnect (gtk_widget_get_frame_clock (window), handler);
}

static double
luminance (const guint8 *bgra)
{
  double linear[3];

  for (guint i = 0; i < 3; i++)
    {
      double c = bgra[2 - i] / 255.0;

      linear[i] = c <= 0.04045 ? c / 12.92 : pow ((c + 0.055) / 1.055, 2.4);
    }
  return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
}

/* The contrast between the ground of @widget (its most frequent pixel) and the pixel that differs most from it. */
static double
measure_contrast (GtkWidget *widget)
{
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (window);
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autoptr (GHashTable) counts = g_hash_table_new (NULL, NULL);
  g_autofree guint8 *pixels = NULL;
  graphene_rect_t bounds;
  GHashTableIter iter;
  gpointer key, value;
  guint most = 0;
  guint32 ground = 0;
  double lightness, best = 1;

  g_assert_true (gtk_widget_compute_bounds (widget, window, &bounds));
  gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (window), gtk_widget_get_height (window));
  node = gtk_snapshot_to_node (snapshot);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (window)), node, &bounds);
  pixels = g_malloc ((gsize)gdk_texture_get_width (texture) * 4 * (gsize)gdk_texture_get_height (texture));
  gdk_texture_download (texture, pixels, (gsize)gdk_texture_get_width (texture) * 4);
  width = gdk_texture_get_width (texture);
  height = gdk_texture_get_height (texture);
  for (int i = 0; i < width * height; i++)
    {
      guint32 pixel;

      memcpy (&pixel, pixels + 4 * i, 4);
      g_hash_table_insert (counts, GUINT_TO_POINTER (pixel),
                           GUINT_TO_POINTER (1 + GPOINTER_TO_UINT (g_hash_table_lookup (counts, GUINT_TO_POINTER (pixel)))));
    }
  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, &key, &value))
    if (GPOINTER_TO_UINT (value) > most)
      {
        most = GPOINTER_TO_UINT (value);
        ground = GPOINTER_TO_UINT (key);
      }
  lightness = luminance ((guint8 *)&ground);
  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      guint32 pixel = GPOINTER_TO_UINT (key);
      double other = luminance ((guint8 *)&pixel);

      best = MAX (best, (MAX (lightness, other) + 0.05) / (MIN (lightness, other) + 0.05));
    }
  return best;
}

typedef struct
{
  const char *name;
  GtkWidget *widget;
} Sample;

static GtkWidget *
labelled (const char *css_class)
{
  GtkWidget *label = gtk_label_new ("MMMMMM");

  gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
make_column_view (GtkWidget **header)
{
  GtkWidget *view = gtk_column_view_new (GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (gtk_string_list_new (NULL)))));
  g_autoptr (GtkColumnViewColumn) column = gtk_column_view_column_new ("MMMMMM", gtk_signal_list_item_factory_new ());

  gtk_column_view_append_column (GTK_COLUMN_VIEW (view), column);
  *header = gtk_widget_get_first_child (view);
  return view;
}

/* Words inside of something that has a ground of its own: what is measured is the inner one. */
static GtkWidget *
inside (GtkWidget *outer, GtkWidget *inner)
{
  gtk_box_append (GTK_BOX (outer), inner);
  return inner;
}

static GtkWidget *
new_ground (GtkWidget *box, const char *css_class)
{
  GtkWidget *ground = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_add_css_class (ground, css_class);
  gtk_box_append (GTK_BOX (box), ground);
  return ground;
}

/* A row of the list of marks, chosen. */
static GtkWidget *
new_chosen_row (GtkWidget *box)
{
  GtkWidget *list = gtk_list_box_new (), *label = labelled ("dim-label");

  gtk_widget_add_css_class (list, "marks-list");
  gtk_list_box_append (GTK_LIST_BOX (list), label);
  gtk_box_append (GTK_BOX (box), list);
  gtk_list_box_select_row (GTK_LIST_BOX (list), gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 0));
  return label;
}

/* Over the page. */
static GtkWidget *
new_hint (void)
{
  GtkWidget *hint = labelled ("armed-hint");

  gtk_widget_add_css_class (hint, "osd");
  return hint;
}

/* What the button of a mark's audience says. */
static GtkWidget *
new_audience (void)
{
  GtkWidget *button = gtk_menu_button_new ();

  gtk_menu_button_set_label (GTK_MENU_BUTTON (button), "MMMMMM");
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), gtk_popover_new ());
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "mark-audience");
  return button;
}

static void
test_contrast (gconstpointer data)
{
  gboolean dark = GPOINTER_TO_INT (data);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *header = NULL;
  GtkWidget *view = make_column_view (&header);
  GtkWidget *suggested = gtk_button_new_with_label ("MMMMMM");
  GtkWidget *search = gtk_search_entry_new ();
  Sample samples[] = {
    { "suggested button", suggested },
    { "column header", header },
    { "placeholder", search },
    { "dim label", labelled ("dim-label") },
    { "error", labelled ("error") },
    { "warning", labelled ("warning") },
    { "accent", labelled ("accent") },
    { "caption", labelled ("caption") },
    { "pane at the end", inside (new_ground (box, "end-pane"), labelled ("caption-heading")) },
    { "dim label in it", inside (new_ground (box, "end-pane"), labelled ("dim-label")) },
    { "pane at the start", inside (new_ground (box, "start-pane"), labelled ("dim-label")) },
    { "chosen mark", new_chosen_row (box) },
    { "audience of a mark", inside (new_ground (box, "end-pane"), new_audience ()) },
    { "quote of a mark", inside (new_ground (box, "end-pane"), labelled ("mark-quote")) },
    { "note of a mark", inside (new_ground (box, "mark-note"), labelled ("dim-label")) },
    { "hint of a tool", new_hint () },
  };

  /* As the program loads them: the dark one only over a dark look. */
  gtk_css_provider_load_from_data (dark_style, "", -1);
  if (dark)
    gtk_css_provider_load_from_resource (dark_style, "/org/jalada/Jalada/style-dark.css");
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      dark ? ADW_COLOR_SCHEME_FORCE_DARK : ADW_COLOR_SCHEME_FORCE_LIGHT);
  gtk_widget_add_css_class (suggested, "suggested-action");
  g_object_set (search, "placeholder-text", "MMMMMM", NULL);
  window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (window), box);
  gtk_box_append (GTK_BOX (box), view);
  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    if (samples[i].widget != header && gtk_widget_get_parent (samples[i].widget) == NULL)
      gtk_box_append (GTK_BOX (box), samples[i].widget);
  gtk_window_present (GTK_WINDOW (window));
  gtk_window_set_focus (GTK_WINDOW (window), NULL);
  settle ();
  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      double contrast = measure_contrast (samples[i].widget);

      g_test_message ("%s %s: %.2f", dark ? "dark" : "light", samples[i].name, contrast);
      if (contrast < 4.5)
        g_test_fail ();
    }
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  g_autoptr (GtkCssProvider) style = NULL;

  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  style = gtk_css_provider_new ();
  gtk_css_provider_load_from_resource (style, "/org/jalada/Jalada/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (style),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  dark_style = gtk_css_provider_new ();
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (dark_style),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION + 1);
  g_test_add_data_func ("/app/contrast/light", GINT_TO_POINTER (FALSE), test_contrast);
  g_test_add_data_func ("/app/contrast/dark", GINT_TO_POINTER (TRUE), test_contrast);
  return g_test_run ();
}
