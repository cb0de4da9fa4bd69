/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* What stands where a list or a page will be. */
#include "app/shell/jal-pending.h"

#include <glib/gi18n-lib.h>

#include "app/shell/jal-error-text.h"
#include "app/shell/jal-shell.h"
#include "store/jal-store-error.h"

#define MOMENT 400 /* ms: what is read faster shows no spinner */

struct _JalPending
{
  AdwBin parent_instance;

  GtkOverlay *overlay;
  GtkWidget *content; /* (nullable): a spinner, or why not */
  guint timer; /* until the spinner comes; 0 when it does not run */
  gboolean failed;
};

G_DEFINE_FINAL_TYPE (JalPending, jal_pending, ADW_TYPE_BIN)

static void
set_content (JalPending *self, GtkWidget *content)
{
  if (self->content != NULL)
    gtk_overlay_remove_overlay (self->overlay, self->content);
  self->content = content;
  if (content == NULL)
    return;
  gtk_overlay_add_overlay (self->overlay, content);
  gtk_overlay_set_measure_overlay (self->overlay, content, TRUE);
}

static gboolean
moment_over_cb (gpointer data)
{
  JalPending *self = data;
  GtkWidget *spinner = gtk_spinner_new ();

  self->timer = 0;
  gtk_widget_set_size_request (spinner, 32, 32);
  gtk_widget_set_halign (spinner, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (spinner, GTK_ALIGN_CENTER);
  gtk_spinner_start (GTK_SPINNER (spinner));
  gtk_accessible_update_property (GTK_ACCESSIBLE (spinner), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Reading…"), -1);
  set_content (self, spinner);
  return G_SOURCE_REMOVE;
}

/* The clock runs only while this is what is seen. */
static void
update_timer (JalPending *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  if (!self->failed)
    {
      set_content (self, NULL);
      if (gtk_widget_get_mapped (GTK_WIDGET (self)))
        self->timer = g_timeout_add (MOMENT, moment_over_cb, self);
    }
}

static void
jal_pending_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (jal_pending_parent_class)->map (widget);
  update_timer (JAL_PENDING (widget));
}

static void
jal_pending_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (jal_pending_parent_class)->unmap (widget);
  update_timer (JAL_PENDING (widget));
}

static void
jal_pending_dispose (GObject *object)
{
  g_clear_handle_id (&JAL_PENDING (object)->timer, g_source_remove);
  G_OBJECT_CLASS (jal_pending_parent_class)->dispose (object);
}

static void
jal_pending_class_init (JalPendingClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = jal_pending_dispose;
  GTK_WIDGET_CLASS (klass)->map = jal_pending_map;
  GTK_WIDGET_CLASS (klass)->unmap = jal_pending_unmap;
}

static void
jal_pending_init (JalPending *self)
{
  GtkWidget *place;

  /* The focus of who asked for the page waits inside, and the stack hands it on to what comes: it looks below its page for it. */
  place = g_object_new (GTK_TYPE_DRAWING_AREA, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, "focusable", TRUE, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (place), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Reading…"), -1);
  self->overlay = GTK_OVERLAY (gtk_overlay_new ());
  gtk_overlay_set_child (self->overlay, place);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->overlay));
}

static void
show_reason (JalPending *self, const GError *error)
{
  GtkWidget *page = adw_status_page_new ();
  g_autofree char *text = jal_error_text (error);
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  self->failed = TRUE;
  g_clear_handle_id (&self->timer, g_source_remove);
  gtk_widget_add_css_class (page, "compact");
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), "dialog-warning-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (page), _ ("This Cannot Be Shown"));
  adw_status_page_set_description (ADW_STATUS_PAGE (page), escaped);
  if (g_error_matches (error, JAL_STORE_ERROR, JAL_STORE_ERROR_DAMAGED))
    {
      GtkWidget *check = gtk_button_new_with_mnemonic (_ ("_Check the Vault…"));

      gtk_widget_set_halign (check, GTK_ALIGN_CENTER);
      gtk_widget_add_css_class (check, "pill");
      gtk_actionable_set_action_name (GTK_ACTIONABLE (check), "win.check-vault");
      adw_status_page_set_child (ADW_STATUS_PAGE (page), check);
    }
  set_content (self, page);
}

void
jal_pending_begin (GtkStack *stack)
{
  GtkWidget *pending;

  g_return_if_fail (GTK_IS_STACK (stack));

  pending = gtk_stack_get_child_by_name (stack, "reading");
  g_return_if_fail (JAL_IS_PENDING (pending));
  JAL_PENDING (pending)->failed = FALSE;
  gtk_stack_set_visible_child (stack, pending);
  update_timer (JAL_PENDING (pending));
}

void
jal_pending_fail (GtkStack *stack, const GError *error)
{
  GtkWidget *shown;

  g_return_if_fail (GTK_IS_STACK (stack) && error != NULL);

  shown = gtk_stack_get_visible_child (stack);
  if (!JAL_IS_PENDING (shown))
    jal_shell_report (GTK_WIDGET (stack), error);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_reason (JAL_PENDING (shown), error);
}
