/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* The details of a document beside the register. */
#include "app/evidence/jal-document-pane.h"

#include <glib/gi18n-lib.h>

#include "app/evidence/jal-custody-verbs.h"
#include "app/evidence/jal-erasure-left.h"
#include "app/shell/jal-shell.h"
#include "app/shell/jal-shown.h"
#include "app/shell/jal-task-line.h"
#include "app/shell/jal-task.h"
#include "base/jal-text.h"
#include "bundle/jal-custody-words.h"
#include "evidence/jal-custody.h"
#include "evidence/jal-erasure.h"
#include "evidence/jal-evidence.h"
#include "law/jal-doctype.h"

struct _JalDocumentPane
{
  AdwBin parent_instance;

  JalStore *store;       /* nullable */
  JalDocument *document; /* nullable */
  gboolean filling;      /* the fields are being set from the document, not by the user */

  GtkStack *stack;
  AdwEntryRow *title;
  AdwComboRow *kind;
  GtkStringList *kinds;
  AdwEntryRow *date;
  AdwEntryRow *exhibit;
  GtkLabel *clash;
  AdwComboRow *language;
  AdwComboRow *sensitivity;
  AdwEntryRow *note;
  AdwActionRow *pages;
  AdwActionRow *source;
  AdwActionRow *hash;
  AdwActionRow *holder;
  JalErasureLeft *left;
  GtkListBox *custody;
  GListStore *events; /* nullable: of JalCustodyEvent, as shown */
};

G_DEFINE_FINAL_TYPE (JalDocumentPane, jal_document_pane, ADW_TYPE_BIN)

/* In the order of the rows in the template. */
static const char *const languages[] = { "en", "sw" };
static const char *const sensitivities[] = { "normal", "protected", "privileged" };

/* --- Keeping a change --------------------------------------------------------------------------------------------- */

typedef struct
{
  JalStore *store;
  JalId id;
  JalDocumentDraft draft; /* its strings belong to @owned */
  char *owned;
} Change;

static void
free_change (gpointer data)
{
  Change *change = data;

  g_object_unref (change->store);
  g_free (change->owned);
  g_free (change);
}

static gpointer
change_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Change *change = data;

  jal_evidence_update (change->store, change->id, &change->draft, error);
  return NULL;
}

static void fill (JalDocumentPane *self, JalDocument *before);

static void
changed_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalDocumentPane *self = owner;

  if (error == NULL)
    return; /* the register reads itself again, and shows us the new document */
  jal_shell_report (GTK_WIDGET (self), error);
  if (self->document != NULL)
    fill (self, NULL);
}

static Change *
new_change (JalDocumentPane *self, const char *text)
{
  Change *change = g_new0 (Change, 1);

  change->store = g_object_ref (self->store);
  change->id = self->document->id;
  change->owned = text != NULL ? jal_text_one_line (text, 0) : NULL;
  return change;
}

/* In their order: of a field that was changed twice the last counts. */
static void
keep (JalDocumentPane *self, Change *change)
{
  jal_task_line_add (self, change_work, change, free_change, changed_cb);
}

static const char *
text_of (AdwEntryRow *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static gboolean
differs (AdwEntryRow *row, const char *kept)
{
  g_autofree char *typed = jal_text_one_line (text_of (row), 0);

  return g_strcmp0 (typed, kept != NULL ? kept : "") != 0;
}

static void
keep_title (JalDocumentPane *self)
{
  if (self->document == NULL || !differs (self->title, self->document->title))
    return;
  if (*text_of (self->title) == '\0')
    gtk_editable_set_text (GTK_EDITABLE (self->title), self->document->title);
  else
    {
      Change *change = new_change (self, text_of (self->title));

      change->draft.title = change->owned;
      keep (self, change);
    }
}

static void
keep_exhibit (JalDocumentPane *self)
{
  if (self->document != NULL && differs (self->exhibit, self->document->exhibit))
    {
      Change *change = new_change (self, text_of (self->exhibit));

      change->draft.exhibit = change->owned;
      keep (self, change);
    }
}

static void
keep_note (JalDocumentPane *self)
{
  if (self->document != NULL && differs (self->note, self->document->note))
    {
      Change *change = new_change (self, text_of (self->note));

      change->draft.note = change->owned;
      keep (self, change);
    }
}

static void
keep_date (JalDocumentPane *self)
{
  JalDate date;
  Change *change;

  if (self->document == NULL || !jal_shown_parse_date (text_of (self->date), &date) || date == self->document->date)
    return;
  change = new_change (self, NULL);
  change->draft.date = date;
  change->draft.set_date = TRUE;
  keep (self, change);
}

static void
date_typed_cb (JalDocumentPane *self)
{
  JalDate date;

  if (jal_shown_parse_date (text_of (self->date), &date))
    gtk_widget_remove_css_class (GTK_WIDGET (self->date), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->date), "error");
}

static void
kind_chosen_cb (JalDocumentPane *self)
{
  guint n;
  const JalDoctype *types = jal_doctype_list (&n);
  guint chosen = adw_combo_row_get_selected (self->kind);

  if (!self->filling && self->document != NULL && chosen < n && g_strcmp0 (types[chosen].id, self->document->kind) != 0)
    {
      Change *change = new_change (self, NULL);

      change->draft.kind = types[chosen].id;
      keep (self, change);
    }
}

static void
language_chosen_cb (JalDocumentPane *self)
{
  guint chosen = adw_combo_row_get_selected (self->language);

  if (!self->filling && self->document != NULL && chosen < G_N_ELEMENTS (languages)
      && g_strcmp0 (languages[chosen], self->document->language) != 0)
    {
      Change *change = new_change (self, NULL);

      change->draft.language = languages[chosen];
      keep (self, change);
    }
}

static void
sensitivity_chosen_cb (JalDocumentPane *self)
{
  guint chosen = adw_combo_row_get_selected (self->sensitivity);

  if (!self->filling && self->document != NULL && chosen < G_N_ELEMENTS (sensitivities)
      && g_strcmp0 (sensitivities[chosen], self->document->sensitivity) != 0)
    {
      Change *change = new_change (self, NULL);

      change->draft.sensitivity = sensitivities[chosen];
      keep (self, change);
    }
}

/* --- Custody ------------------------------------------------------------------------------------------------------ */

typedef struct
{
  GListStore *events;
  char *holder; /* nullable: who has the content, when it is not held here */
  char **not_reached, **unseen; /* nullable: by its erasure */
} Custody;

static void
free_custody (gpointer data)
{
  Custody *custody = data;

  g_clear_object (&custody->events);
  g_free (custody->holder);
  g_strfreev (custody->not_reached);
  g_strfreev (custody->unseen);
  g_free (custody);
}

static gpointer
custody_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Change *change = data;
  Custody *custody = g_new0 (Custody, 1);

  custody->events = jal_evidence_custody (change->store, change->id, error);
  if (custody->events == NULL)
    {
      free_custody (custody);
      return NULL;
    }
  custody->holder = jal_erasure_get_holder (change->store, change->id, NULL, NULL);
  if (custody->holder != NULL)
    jal_erasure_list_left (change->store, change->id, &custody->not_reached, &custody->unseen, NULL);
  return custody;
}

static const char *
shown_custody_verb (const char *verb)
{
  if (g_str_equal (verb, "erased"))
    return _ ("Content erased for good");
  if (g_str_equal (verb, "registered"))
    return _ ("Entered without its content");
  if (g_str_equal (verb, "received"))
    return _ ("Received");
  if (g_str_equal (verb, "copied"))
    return _ ("Copied");
  if (g_str_equal (verb, "checked"))
    return _ ("Checked");
  if (g_str_equal (verb, "exported"))
    return _ ("Saved outside the vault");
  if (g_str_equal (verb, "handed"))
    return _ ("Handed Over");
  if (g_str_equal (verb, "returned"))
    return _ ("Received From");
  if (g_str_equal (verb, "disclosed"))
    return _ ("Disclosed");
  if (g_str_equal (verb, "mismatch"))
    return _ ("Checked: Not What Was Taken In");
  return verb;
}

/* A handover has a day and somebody at the other end. */
static char *
describe_custody (JalCustodyEvent *event)
{
  g_autofree char *at = event->happened != JAL_DATE_NONE ? jal_shown_date (event->happened) : jal_shown_instant (event->at);
  g_autofree char *whom = event->party != NULL ? g_strdup_printf ("%s\n", event->party) : g_strdup ("");
  g_autofree char *detail = jal_custody_words_detail (jal_lang_from_locale (C_ ("language code", "en")), event);

  return *detail != '\0' ? g_strdup_printf ("%s%s · %s\n%s", whom, at, event->actor, detail)
                         : g_strdup_printf ("%s%s · %s", whom, at, event->actor);
}

static GtkWidget *
new_entry_menu (const char *id)
{
  GtkWidget *button = gtk_menu_button_new ();
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenuItem) change = g_menu_item_new (_ ("_Correct…"), NULL);
  g_autoptr (GMenuItem) remove = g_menu_item_new (_ ("_Take Out"), NULL);

  g_menu_item_set_action_and_target (change, "custody.change", "s", id);
  g_menu_append_item (menu, change);
  g_menu_item_set_action_and_target (remove, "custody.remove", "s", id);
  g_menu_append_item (menu, remove);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-more-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _ ("Entry Menu"));
  /* What is focused, and read out, is the button inside. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_first_child (button)), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Entry Menu"), -1);
  return button;
}

static GtkWidget *
make_custody_row (gpointer item, gpointer user_data)
{
  JalCustodyEvent *event = item;
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *subtitle = describe_custody (event);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), shown_custody_verb (event->verb));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  /* What a person wrote he may correct; the rest was written by the program. */
  if (jal_custody_event_is_typed (event, NULL))
    {
      g_autofree char *id = jal_id_dup_hex (event->id);

      adw_action_row_add_suffix (ADW_ACTION_ROW (row), new_entry_menu (id));
    }
  return row;
}

static void
custody_read_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  JalDocumentPane *self = owner;

  if (error != NULL)
    jal_shell_report (GTK_WIDGET (self), error);
  else
    {
      Custody *custody = result;

      gtk_list_box_bind_model (self->custody, G_LIST_MODEL (custody->events), make_custody_row, NULL, NULL);
      g_set_object (&self->events, custody->events);
      gtk_widget_set_visible (GTK_WIDGET (self->holder), custody->holder != NULL);
      adw_action_row_set_subtitle (self->holder, custody->holder);
      jal_erasure_left_show (self->left, self->store, custody->not_reached, custody->unseen);
      gtk_widget_set_visible (GTK_WIDGET (self->pages), custody->holder == NULL);
      gtk_widget_set_visible (GTK_WIDGET (self->source), custody->holder == NULL);
    }
}

/* --- Showing ------------------------------------------------------------------------------------------------------ */

static guint
index_of (const char *const *values, guint n_values, const char *value)
{
  for (guint i = 0; i < n_values; i++)
    if (g_strcmp0 (values[i], value) == 0)
      return i;
  return 0;
}

static gboolean
has_focus (AdwEntryRow *row)
{
  return (gtk_widget_get_state_flags (GTK_WIDGET (row)) & GTK_STATE_FLAG_FOCUS_WITHIN) != 0;
}

/* A field in which somebody types keeps what was typed, unless it shows another document now. */
static void
set_text (AdwEntryRow *row, const char *text, gboolean same)
{
  if (same && has_focus (row))
    return;
  if (g_strcmp0 (text_of (row), text != NULL ? text : "") != 0)
    gtk_editable_set_text (GTK_EDITABLE (row), text != NULL ? text : "");
}

static void
fill (JalDocumentPane *self, JalDocument *before)
{
  JalDocument *document = self->document;
  gboolean same = before != NULL && jal_id_equal (before->id, document->id);
  g_autofree char *date = jal_shown_date (document->date);
  g_autofree char *pages = jal_shown_pages (document->n_pages);
  g_autofree char *size = jal_shown_size (document->size);
  g_autofree char *extent = g_strdup_printf ("%s · %s · %s", pages, document->media, size);
  g_autofree char *imported = jal_shown_instant (document->imported_at);
  g_autofree char *source = g_strdup_printf ("%s\n%s", document->source_name, imported);
  guint n;
  const JalDoctype *types = jal_doctype_list (&n);

  self->filling = TRUE;
  set_text (self->title, document->title, same);
  set_text (self->date, date, same);
  set_text (self->exhibit, document->exhibit, same);
  set_text (self->note, document->note, same);
  gtk_widget_set_visible (GTK_WIDGET (self->clash), document->exhibit_clash);
  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (types[i].id, document->kind) == 0)
      adw_combo_row_set_selected (self->kind, i);
  adw_combo_row_set_selected (self->language, index_of (languages, G_N_ELEMENTS (languages), document->language));
  adw_combo_row_set_selected (self->sensitivity,
                              index_of (sensitivities, G_N_ELEMENTS (sensitivities), document->sensitivity));
  adw_action_row_set_subtitle (self->pages, extent);
  adw_action_row_set_subtitle (self->source, source);
  adw_action_row_set_subtitle (self->hash, document->sha256);
  self->filling = FALSE;
  gtk_stack_set_visible_child_name (self->stack, "document");
}

static void
custody_activated_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalDocumentPane *self = data;
  const char *name = g_action_get_name (G_ACTION (action));

  if (self->store == NULL || self->document == NULL)
    return;
  if (parameter != NULL)
    {
      JalId id;

      for (guint i = 0; self->events != NULL && i < g_list_model_get_n_items (G_LIST_MODEL (self->events)); i++)
        {
          g_autoptr (JalCustodyEvent) event = g_list_model_get_item (G_LIST_MODEL (self->events), i);

          if (!jal_id_parse (g_variant_get_string (parameter, NULL), &id) || !jal_id_equal (event->id, id))
            continue;
          if (g_str_equal (name, "change"))
            jal_custody_verbs_change (GTK_WIDGET (self), self->store, event, G_LIST_MODEL (self->events));
          else
            jal_custody_verbs_remove (GTK_WIDGET (self), self->store, event);
        }
      return;
    }
  if (g_str_equal (name, "hand-over"))
    jal_custody_verbs_hand_over (GTK_WIDGET (self), self->store, self->document, (GListModel *)self->events);
  else if (g_str_equal (name, "check"))
    jal_custody_verbs_check (GTK_WIDGET (self), self->store, self->document);
  else
    jal_custody_verbs_save (GTK_WIDGET (self), self->store, self->document, g_str_has_prefix (name, "save-case"),
                            g_str_has_suffix (name, "json"));
}

static void
jal_document_pane_dispose (GObject *object)
{
  JalDocumentPane *self = JAL_DOCUMENT_PANE (object);

  jal_task_line_finish (self);
  jal_task_cancel_all (self);
  g_clear_object (&self->events);
  g_clear_object (&self->document);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (jal_document_pane_parent_class)->dispose (object);
}

/* What stands in a pane that is folded away was not looked at. */
static void
note_view (JalDocumentPane *self)
{
  if (self->document != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)))
    jal_evidence_note_view (self->store, self->document, JAL_EVIDENCE_ENTRY);
}

static void
jal_document_pane_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (jal_document_pane_parent_class)->map (widget);
  note_view (JAL_DOCUMENT_PANE (widget));
}

static void
jal_document_pane_class_init (JalDocumentPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (JAL_TYPE_ERASURE_LEFT);
  G_OBJECT_CLASS (klass)->dispose = jal_document_pane_dispose;
  widget_class->map = jal_document_pane_map;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/jalada/Jalada/ui/jal-document-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, JalDocumentPane, stack);
  gtk_widget_class_bind_template_child (widget_class, JalDocumentPane, title);
  gtk_widget_class_bind_template_child (widget_class, JalDocumentPane, kind);
  gtk_widget_class_bind_template_child (widget_class, JalDocumentPane, kinds);
  gtk_widget_class_bind_template_child (widget_class, JalDocumentPane, date);
  gtk_widget_class_bind_template_child (widget_class, JalDocumentPane, exhibit);
  gtk_widget_class_bind_template_child (widget_class, JalDocumentPane, clash);
  gtk_widget_class_bind_template_child (widget_class, JalDocumentPane, language);
  gtk_widget_class_bind_template_child (widget_class, JalDocumentPane, sensitivity);
  gtk_widget_class_bind_template_child (widget_class, JalDocumentPane, note);
  gtk_widget_class_bind_template_child (widget_class, JalDocumentPane, pages);
  gtk_widget_class_bind_template_child (widget_class, JalDocumentPane, source);
  gtk_widget_class_bind_template_child (widget_class, JalDocumentPane, hash);
  gtk_widget_class_bind_template_child (widget_class, JalDocumentPane, holder);
  gtk_widget_class_bind_template_child (widget_class, JalDocumentPane, left);
  gtk_widget_class_bind_template_child (widget_class, JalDocumentPane, custody);
  gtk_widget_class_bind_template_callback (widget_class, keep_title);
  gtk_widget_class_bind_template_callback (widget_class, keep_exhibit);
  gtk_widget_class_bind_template_callback (widget_class, keep_note);
  gtk_widget_class_bind_template_callback (widget_class, keep_date);
  gtk_widget_class_bind_template_callback (widget_class, date_typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, kind_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, language_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, sensitivity_chosen_cb);
}

static void
keep_when_left (JalDocumentPane *self, AdwEntryRow *row, GCallback keep_field)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  g_signal_connect_object (focus, "leave", keep_field, self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (row), focus);
}

static void
jal_document_pane_init (JalDocumentPane *self)
{
  guint n;
  const JalDoctype *types = jal_doctype_list (&n);

  static const GActionEntry entries[] = {
    { .name = "hand-over", .activate = custody_activated_cb },
    { .name = "check", .activate = custody_activated_cb },
    { .name = "change", .activate = custody_activated_cb, .parameter_type = "s" },
    { .name = "remove", .activate = custody_activated_cb, .parameter_type = "s" },
    { .name = "save", .activate = custody_activated_cb },
    { .name = "save-json", .activate = custody_activated_cb },
    { .name = "save-case", .activate = custody_activated_cb },
    { .name = "save-case-json", .activate = custody_activated_cb },
  };
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "custody", G_ACTION_GROUP (actions));
  gtk_widget_init_template (GTK_WIDGET (self));
  self->filling = TRUE;
  for (guint i = 0; i < n; i++)
    gtk_string_list_append (self->kinds, jal_shown_doctype (types[i].id));
  self->filling = FALSE;
  keep_when_left (self, self->title, G_CALLBACK (keep_title));
  keep_when_left (self, self->date, G_CALLBACK (keep_date));
  keep_when_left (self, self->exhibit, G_CALLBACK (keep_exhibit));
  keep_when_left (self, self->note, G_CALLBACK (keep_note));
}

void
jal_document_pane_show (JalDocumentPane *self, JalStore *store, JalDocument *document)
{
  g_autoptr (JalDocument) before = NULL;
  Change *question;

  g_return_if_fail (JAL_IS_DOCUMENT_PANE (self));

  if (self->document != NULL && (document == NULL || !jal_id_equal (self->document->id, document->id)))
    {
      /* Another document is about to take its place: what stands in the fields is kept first. */
      keep_title (self);
      keep_date (self);
      keep_exhibit (self);
      keep_note (self);
    }
  before = g_steal_pointer (&self->document);
  g_set_object (&self->store, store);
  g_set_object (&self->document, document);
  if (document == NULL)
    {
      gtk_stack_set_visible_child_name (self->stack, "empty");
      return;
    }
  fill (self, before);
  note_view (self);
  question = new_change (self, NULL);
  jal_task_renew (self, custody_work, custody_work, question, free_change, free_custody, custody_read_cb);
}

void
jal_document_pane_drop (JalDocumentPane *self)
{
  g_return_if_fail (JAL_IS_DOCUMENT_PANE (self));

  jal_task_line_finish (self);
  jal_task_cancel_all (self);
  g_clear_object (&self->events);
  g_clear_object (&self->document);
  g_clear_object (&self->store);
  if (self->custody != NULL)
    {
      AdwEntryRow *rows[] = { self->title, self->date, self->exhibit, self->note };

      gtk_list_box_bind_model (self->custody, NULL, NULL, NULL, NULL);
      jal_erasure_left_drop (self->left);
      for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
        gtk_editable_set_text (GTK_EDITABLE (rows[i]), "");
      gtk_stack_set_visible_child_name (self->stack, "empty");
    }
}

void
jal_document_pane_edit_title (JalDocumentPane *self)
{
  g_return_if_fail (JAL_IS_DOCUMENT_PANE (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->title));
}
