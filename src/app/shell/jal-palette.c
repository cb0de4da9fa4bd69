/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* The command palette. */
#include "app/shell/jal-palette.h"

#include <glib/gi18n-lib.h>

#include "base/jal-text.h"

struct _JalPalette
{
  GtkPopover parent_instance;

  GtkSearchEntry *search;
  GtkListBox *list;
  char *wanted;    /* folded */
  GWeakRef before; /* what had the keys */
};

G_DEFINE_FINAL_TYPE (JalPalette, jal_palette, GTK_TYPE_POPOVER)

static gboolean
matches (GtkListBoxRow *row, gpointer user_data)
{
  JalPalette *self = user_data;
  const char *folded = g_object_get_data (G_OBJECT (row), "folded");

  return self->wanted == NULL || strstr (folded, self->wanted) != NULL;
}

static void
searched_cb (JalPalette *self)
{
  g_free (self->wanted);
  self->wanted = jal_text_fold (gtk_editable_get_text (GTK_EDITABLE (self->search)));
  gtk_list_box_invalidate_filter (self->list);
}

/* First away, then the action: what it opens gets the keys. */
static void
activated_cb (JalPalette *self, GtkListBoxRow *row)
{
  GtkWidget *window = GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self)));
  g_autofree char *name = NULL;
  g_autoptr (GVariant) target = NULL;

  g_action_parse_detailed_name (g_object_get_data (G_OBJECT (row), "action"), &name, &target, NULL);
  gtk_popover_popdown (GTK_POPOVER (self));
  gtk_widget_activate_action_variant (window, name, target);
}

/* Enter in the search does the first verb that is left and possible. */
static void
entered_cb (JalPalette *self)
{
  /* A search entry waits a moment before it says that it changed: who types fast means what stands there now. */
  searched_cb (self);
  for (int i = 0;; i++)
    {
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, i);

      if (row == NULL)
        return;
      if (matches (row, self) && gtk_widget_is_sensitive (GTK_WIDGET (row)))
        {
          gtk_widget_activate (GTK_WIDGET (row));
          return;
        }
    }
}

static void
left_cb (JalPalette *self)
{
  gtk_popover_popdown (GTK_POPOVER (self));
}

/* Not inside the signal: the popover is still at work then, and the chosen action is done after it. */
static gboolean
leave_cb (gpointer data)
{
  GtkWidget *self = data;

  if (gtk_widget_get_parent (self) != NULL)
    gtk_widget_unparent (self);
  return G_SOURCE_REMOVE;
}

/* A popover gives the keys back to nobody: they would begin again at the window's first button. */
static void
closed_cb (JalPalette *self)
{
  g_autoptr (GtkWidget) before = g_weak_ref_get (&self->before);

  if (before != NULL && gtk_widget_get_mapped (before))
    gtk_widget_grab_focus (before);
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, leave_cb, g_object_ref (self), g_object_unref);
}

static void
jal_palette_finalize (GObject *object)
{
  g_free (JAL_PALETTE (object)->wanted);
  g_weak_ref_clear (&JAL_PALETTE (object)->before);
  G_OBJECT_CLASS (jal_palette_parent_class)->finalize (object);
}

static void
jal_palette_class_init (JalPaletteClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = jal_palette_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/jalada/Jalada/ui/jal-palette.ui");
  gtk_widget_class_bind_template_child (widget_class, JalPalette, search);
  gtk_widget_class_bind_template_child (widget_class, JalPalette, list);
  gtk_widget_class_bind_template_callback (widget_class, searched_cb);
  gtk_widget_class_bind_template_callback (widget_class, entered_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, left_cb);
  gtk_widget_class_bind_template_callback (widget_class, closed_cb);
}

static void
jal_palette_init (JalPalette *self)
{
  g_weak_ref_init (&self->before, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_filter_func (self->list, matches, self, NULL);
}

static void
add_verb (JalPalette *self, const JalVerb *verb)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new (_ (verb->title));
  GtkWidget *possible = g_object_new (GTK_TYPE_BUTTON, "visible", FALSE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  g_autofree char *name = NULL;
  g_autoptr (GVariant) target = NULL;

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  if (verb->accels != NULL)
    {
      g_auto (GStrv) accels = g_strsplit (verb->accels, " ", 2);
      GtkWidget *keys = gtk_shortcut_label_new (accels[0]);

      gtk_widget_add_css_class (keys, "dim-label");
      gtk_box_append (GTK_BOX (box), keys);
    }
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, _ (verb->title), -1);
  g_object_set_data (G_OBJECT (row), "action", (gpointer)verb->action);
  g_object_set_data_full (G_OBJECT (row), "folded", jal_text_fold (_ (verb->title)), g_free);
  gtk_list_box_append (self->list, row);
  /* Knows whether the verb is possible now. The row has no action of its own: it would not say that it was activated. */
  gtk_box_append (GTK_BOX (box), possible);
  g_object_bind_property (possible, "sensitive", row, "sensitive", G_BINDING_SYNC_CREATE);
  g_action_parse_detailed_name (verb->action, &name, &target, NULL);
  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (possible), target);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (possible), name);
}

void
jal_palette_present (GtkWindow *window, const JalVerb *verbs, guint n_verbs)
{
  JalPalette *self;

  g_return_if_fail (GTK_IS_WINDOW (window));

  self = g_object_new (JAL_TYPE_PALETTE, NULL);
  g_weak_ref_set (&self->before, gtk_window_get_focus (window));
  gtk_widget_set_parent (GTK_WIDGET (self), gtk_window_get_child (window));
  for (guint i = 0; i < n_verbs; i++)
    if (!g_str_equal (verbs[i].action, "win.palette"))
      add_verb (self, &verbs[i]);
  gtk_popover_set_pointing_to (GTK_POPOVER (self),
                               &(GdkRectangle){ gtk_widget_get_width (gtk_window_get_child (window)) / 2, 48, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}
