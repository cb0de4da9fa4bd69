/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* Looking through what a rescue may have lost. It stands beside the window, where the documents are. */
#include "app/check/jal-rescued-window.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "app/reader/jal-protected-names.h"
#include "app/shell/jal-dialog.h"
#include "app/shell/jal-list-box.h"
#include "app/shell/jal-shell.h"
#include "app/shell/jal-shown.h"
#include "app/shell/jal-task.h"
#include "marks/jal-look-through.h"
#include "store/jal-rescued.h"

#define JAL_TYPE_RESCUED_WINDOW (jal_rescued_window_get_type ())
G_DECLARE_FINAL_TYPE (JalRescuedWindow, jal_rescued_window, JAL, RESCUED_WINDOW, AdwWindow)

struct _JalRescuedWindow
{
  AdwWindow parent_instance;

  JalStore *store;
  GWeakRef inside;
  GtkLabel *words;
  GtkListBox *list;
  GtkWidget *done;
};

G_DEFINE_FINAL_TYPE (JalRescuedWindow, jal_rescued_window, ADW_TYPE_WINDOW)

/* --- Rows -------------------------------------------------------------------------------------------------------- */

/* Where a row leads. */
typedef struct
{
  JalId case_id;
  JalId document_id; /* JAL_ID_NONE: the list of names, or the register */
  gboolean names;
} Place;

static void
activated_cb (JalRescuedWindow *self, AdwActionRow *row)
{
  const Place *place = g_object_get_data (G_OBJECT (row), "place");

  if (place->names)
    jal_protected_names_show (GTK_WIDGET (self), self->store, place->case_id);
  else
    jal_shell_open_document_of (GTK_WIDGET (self), place->case_id, place->document_id);
}

static void
add_row (JalRescuedWindow *self, AdwExpanderRow *to, const char *title, const char *subtitle, Place place)
{
  AdwActionRow *row = ADW_ACTION_ROW (adw_action_row_new ());

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (row, subtitle);
  adw_action_row_set_title_lines (row, 0);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  adw_action_row_add_suffix (row, gtk_image_new_from_icon_name ("go-next-symbolic"));
  g_object_set_data_full (G_OBJECT (row), "place", g_memdup2 (&place, sizeof place), g_free);
  g_signal_connect_object (row, "activated", G_CALLBACK (activated_cb), self, G_CONNECT_SWAPPED);
  adw_expander_row_add_row (to, GTK_WIDGET (row));
}

static char *
say_names (guint n)
{
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u protected name", "%u protected names", n), n);
}

static char *
say_redactions (guint n)
{
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u redaction", "%u redactions", n), n);
}

static void
add_case (JalRescuedWindow *self, const JalLookCase *look, gboolean alone)
{
  AdwExpanderRow *row = ADW_EXPANDER_ROW (adw_expander_row_new ());
  gboolean numbered = look->number != NULL && *look->number != '\0';
  g_autofree char *names = say_names (look->n_names), *redactions = say_redactions (look->n_redactions), *subtitle = NULL;
  g_autofree char *others = NULL;
  guint n_others = look->n_documents - MIN (look->documents->len, look->n_documents);

  subtitle = g_strdup_printf ("%s · %s", names, redactions);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), numbered ? look->number : look->title);
  adw_expander_row_set_subtitle (row, subtitle);
  add_row (self, row, _ ("Protected Names and Places"), names, (Place){ look->id, JAL_ID_NONE, TRUE });
  for (guint i = 0; i < look->documents->len; i++)
    {
      const JalLookDocument *document = look->documents->pdata[i];
      g_autofree char *said = say_redactions (document->n_redactions), *title = NULL;

      title = document->exhibit != NULL && *document->exhibit != '\0' ? g_strdup_printf ("%s · %s", document->exhibit, document->title)
                                                                      : g_strdup (document->title);
      add_row (self, row, title, said, (Place){ look->id, document->id, FALSE });
    }
  if (n_others > 0)
    {
      others = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u document without a redaction", "%u documents without a redaction", n_others),
                                n_others);
      add_row (self, row, _ ("Evidence"), others, (Place){ look->id, JAL_ID_NONE, FALSE });
    }
  gtk_list_box_append (self->list, GTK_WIDGET (row));
  adw_expander_row_set_expanded (row, alone);
}

/* --- Reading ----------------------------------------------------------------------------------------------------- */

typedef struct
{
  JalRescueDoubt *doubt; /* nullable */
  GPtrArray *cases;      /* of JalLookCase */
} Answer;

static void
free_answer (gpointer data)
{
  Answer *answer = data;

  jal_rescue_doubt_free (answer->doubt);
  g_clear_pointer (&answer->cases, g_ptr_array_unref);
  g_free (answer);
}

static gpointer
read_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Answer *answer = g_new0 (Answer, 1);

  if (jal_rescued_get_doubt (data, &answer->doubt, cancellable, error))
    answer->cases = jal_look_through_list (data, cancellable, error);
  if (answer->cases == NULL)
    g_clear_pointer (&answer, free_answer);
  return answer;
}

/* Which cases are open to see stays as it was. */
static GHashTable *
list_expanded (JalRescuedWindow *self)
{
  GHashTable *titles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (int i = 0; gtk_list_box_get_row_at_index (self->list, i) != NULL; i++)
    {
      AdwExpanderRow *row = ADW_EXPANDER_ROW (gtk_list_box_get_row_at_index (self->list, i));

      if (adw_expander_row_get_expanded (row))
        g_hash_table_add (titles, g_strdup (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row))));
    }
  return titles;
}

static void
read_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalRescuedWindow *self = owner;
  const Answer *answer = result;
  g_autoptr (GHashTable) expanded = list_expanded (self);
  g_autofree char *lost = NULL, *at = NULL, *words = NULL;

  if (error != NULL)
    {
      jal_shell_report (owner, error);
      return;
    }
  if (answer->doubt == NULL)
    {
      gtk_window_close (GTK_WINDOW (self));
      return;
    }
  lost = jal_rescue_doubt_to_text (answer->doubt);
  at = answer->doubt->at != 0 ? jal_shown_instant (answer->doubt->at) : NULL;
  words = g_strdup_printf ("%s%s%s\n\n%s", at != NULL ? at : "", at != NULL ? ": " : "", lost,
                           _ ("Compare with a backup or with your papers: open the protected names of each case and the documents, and enter "
                              "again what is missing. A copy would leave with a name that is no longer in the list, and nobody would be told."));
  gtk_label_set_text (self->words, words);
  jal_list_box_clear (self->list);
  for (guint i = 0; i < answer->cases->len; i++)
    {
      const JalLookCase *look = answer->cases->pdata[i];
      gboolean numbered = look->number != NULL && *look->number != '\0';

      add_case (self, look, answer->cases->len == 1 || g_hash_table_contains (expanded, numbered ? look->number : look->title));
    }
  gtk_widget_set_visible (GTK_WIDGET (self->list), answer->cases->len > 0);
  gtk_widget_set_sensitive (self->done, TRUE);
}

static void
read_again (JalRescuedWindow *self)
{
  jal_task_renew (self, read_work, read_work, g_object_ref (self->store), g_object_unref, free_answer, read_cb);
}

/* --- Saying so --------------------------------------------------------------------------------------------------- */

static gpointer
say_work (gpointer data, GCancellable *cancellable, GError **error)
{
  jal_rescued_say_looked_through (data, cancellable, error);
  return NULL;
}

static void
said_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalRescuedWindow *self = owner;
  g_autoptr (GtkWidget) inside = g_weak_ref_get (&self->inside);

  if (error != NULL)
    {
      gtk_widget_set_sensitive (self->done, TRUE);
      jal_shell_report (owner, error);
      return;
    }
  if (inside != NULL)
    jal_shell_toast_undo (inside, _ ("Copies leave this vault again"));
  gtk_window_close (GTK_WINDOW (self));
}

static void
done_cb (JalRescuedWindow *self)
{
  gtk_widget_set_sensitive (self->done, FALSE);
  jal_task_run (self, say_work, say_work, g_object_ref (self->store), g_object_unref, NULL, said_cb);
}

/* --- The window -------------------------------------------------------------------------------------------------- */

static void
jal_rescued_window_dispose (GObject *object)
{
  JalRescuedWindow *self = JAL_RESCUED_WINDOW (object);

  jal_task_cancel_all (self);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (jal_rescued_window_parent_class)->dispose (object);
}

static void
jal_rescued_window_finalize (GObject *object)
{
  g_weak_ref_clear (&JAL_RESCUED_WINDOW (object)->inside);
  G_OBJECT_CLASS (jal_rescued_window_parent_class)->finalize (object);
}

static void
jal_rescued_window_class_init (JalRescuedWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = jal_rescued_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = jal_rescued_window_finalize;
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
jal_rescued_window_init (JalRescuedWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *inner = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  GtkWidget *scroller = gtk_scrolled_window_new (), *clamp = adw_clamp_new ();

  g_weak_ref_init (&self->inside, NULL);
  gtk_window_set_title (GTK_WINDOW (self), _ ("Look Through after the Rescue"));
  gtk_window_set_default_size (GTK_WINDOW (self), 600, 460);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  self->words = GTK_LABEL (jal_dialog_new_words (""));
  gtk_box_append (GTK_BOX (inner), GTK_WIDGET (self->words));
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Cases to look through"), -1);
  gtk_box_append (GTK_BOX (inner), GTK_WIDGET (self->list));
  self->done = gtk_button_new_with_mnemonic (_ ("_I Have Looked Through Them"));
  gtk_widget_add_css_class (self->done, "pill");
  gtk_widget_set_halign (self->done, GTK_ALIGN_CENTER);
  gtk_widget_set_sensitive (self->done, FALSE);
  g_signal_connect_swapped (self->done, "clicked", G_CALLBACK (done_cb), self);
  gtk_box_append (GTK_BOX (inner), self->done);
  gtk_widget_set_margin_top (inner, 12);
  gtk_widget_set_margin_bottom (inner, 18);
  gtk_widget_set_margin_start (inner, 12);
  gtk_widget_set_margin_end (inner, 12);
  adw_clamp_set_child (ADW_CLAMP (clamp), inner);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (box), scroller);
  adw_window_set_content (ADW_WINDOW (self), box);
}

void
jal_rescued_window_show (GtkWidget *inside, JalStore *store)
{
  GtkRoot *root = gtk_widget_get_root (inside);
  JalRescuedWindow *self = g_object_new (JAL_TYPE_RESCUED_WINDOW, "destroy-with-parent", TRUE, NULL);

  if (GTK_IS_WINDOW (root))
    gtk_window_set_transient_for (GTK_WINDOW (self), GTK_WINDOW (root));
  self->store = g_object_ref (store);
  g_weak_ref_set (&self->inside, inside);
  g_signal_connect_object (store, "changed", G_CALLBACK (read_again), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (self));
  read_again (self);
}
