/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* The marked copy that leaves: for whom, in which form, what is asked before, and what is said afterwards. */
#include <glib/gi18n-lib.h>

#include "app/evidence/jal-copy-question.h"
#include "app/reader/jal-reader-page-private.h"
#include "app/shell/jal-choice.h"
#include "app/shell/jal-dialog.h"
#include "app/shell/jal-file-dialog.h"
#include "app/shell/jal-refused.h"
#include "app/shell/jal-shell.h"
#include "app/shell/jal-task.h"
#include "release/jal-release.h"

typedef struct
{
  JalStore *store;
  JalId document_id;
  char *name; /* suggested */
  char *path;
  const char *audience;
  gboolean flatten;
  gboolean xfdf;
  JalGuardTold told;
  guint n_received;       /* (out) notes that came with the file and stayed out */
  GtkDropDown *audiences; /* borrowed: of the dialog */
  GtkDropDown *forms;
} Export;

static void
free_export (gpointer data)
{
  Export *export = data;

  g_object_unref (export->store);
  g_free (export->name);
  g_free (export->path);
  jal_guard_told_clear (&export->told);
  g_free (export);
}

static Export *
copy_export (const Export *from)
{
  Export *export = g_new0 (Export, 1);

  export->store = g_object_ref (from->store);
  export->document_id = from->document_id;
  export->name = g_strdup (from->name);
  export->audience = from->audience;
  export->flatten = from->flatten;
  export->xfdf = from->xfdf;
  jal_guard_told_decided (&export->told, &from->told);
  return export;
}

static gpointer
export_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Export *export = data;

  const JalReleaseLook look
      = { .marked = TRUE, .audience = export->audience, .flatten = export->flatten, .n_received = &export->n_received };

  /* The file dialog has asked before replacing. */
  if (export->xfdf)
    jal_release_save_xfdf (export->store, export->document_id, export->path, export->audience, TRUE, &export->told,
                           cancellable, error);
  else
    jal_release_save_copy (export->store, export->document_id, export->path, &look, TRUE, NULL, NULL, &export->told, cancellable,
                           error);
  return NULL;
}

static void export_to (GtkWidget *inside, Export *export);

/* Once more, into the same file. */
static void
stay_cb (GtkWidget *inside, gpointer data)
{
  Export *export = copy_export (data);

  export->path = g_strdup (((Export *)data)->path);
  export_to (inside, export);
}

static void
exported_cb (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  Export *export = data;
  g_autofree char *words = NULL, *let_go = NULL;

  jal_shell_release_lock (owner);
  if (error == NULL && export->n_received > 0)
    words = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                          "The marked copy was saved without %u note that came with the file. Anyone can read it: "
                                          "it is outside the vault",
                                          "The marked copy was saved without %u notes that came with the file. Anyone can read it: "
                                          "it is outside the vault",
                                          export->n_received),
                             export->n_received);
  if (error == NULL)
    let_go = jal_guard_told_dup_let_go (&export->told);
  if (error != NULL)
    {
      Export *next = copy_export (export);

      next->path = g_strdup (export->path);
      jal_guard_told_agree (&next->told, &export->told);
      jal_refused_show (owner, export->store, error, &export->told, FALSE, stay_cb, next, free_export);
    }
  else if (let_go != NULL)
    {
      g_autofree char *body = g_strdup_printf ("%s.\n\n%s", words != NULL ? words : _ ("The marked copy was saved. Anyone can read it: it is outside the vault"),
                                               let_go);

      /* Pages to be looked at: more than a toast can say. */
      jal_dialog_tell (owner, _ ("The Marked Copy Is Saved"), body);
    }
  else if (export->xfdf)
    jal_shell_toast (owner, _ ("The marks were saved as a file. Anyone can read them: they are outside the vault"));
  else if (words != NULL)
    jal_shell_toast (owner, words);
  else
    jal_shell_toast (owner, _ ("The marked copy was saved. Anyone can read it: it is outside the vault"));
}

/* Takes @export. */
static void
export_to (GtkWidget *inside, Export *export)
{
  jal_shell_hold_lock (inside);
  if (!jal_task_run (inside, export_work, export_work, export, free_export, NULL, exported_cb))
    jal_shell_release_lock (inside);
}

static void
path_chosen_cb (GtkWidget *inside, const char *const *paths, gpointer data)
{
  Export *export = copy_export (data);

  export->path = g_strdup (paths[0]);
  export_to (inside, export);
}

/* In the order of the rows of the dialog. */
static const char *const release_audiences[] = { "court", "team", "private" };

/* @data is an Export that its owner keeps. */
static void
choose_place (GtkWidget *inside, gpointer data)
{
  Export *export = copy_export (data);
  g_autofree char *name = g_strconcat (export->name, export->xfdf ? ".xfdf" : ".pdf", NULL);

  jal_file_dialog_show (inside, JAL_FILE_DIALOG_SAVE, _ ("Save a Marked Copy Outside the Vault"), _ ("_Save"), name,
                        path_chosen_cb, export, free_export);
}

static void
export_agreed_cb (GtkWidget *inside, gpointer data)
{
  Export *form = data, *export;
  guint how = gtk_drop_down_get_selected (form->forms);

  form->audience = release_audiences[MIN (gtk_drop_down_get_selected (form->audiences), 2)];
  form->flatten = how == 1;
  form->xfdf = how == 2;
  export = copy_export (form);
  /* What goes to the court is searched when it is made. */
  if (g_str_equal (export->audience, "court"))
    {
      choose_place (inside, export);
      free_export (export);
    }
  else
    {
      const JalReleaseLook look = { .marked = TRUE, .audience = export->audience };

      jal_copy_question_ask (inside, export->store, export->document_id, &look, export->xfdf, choose_place, export, free_export);
    }
}

static guint
count_for (JalReaderPage *self, const char *audience)
{
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->marks)); i++)
    {
      g_autoptr (JalMark) mark = g_list_model_get_item (G_LIST_MODEL (self->marks), i);

      n += jal_release_may_see (audience, mark->audience) ? 1 : 0;
    }
  return n;
}

static GtkDropDown *
add_choice (GtkWidget *box, const char *heading, const char *const *words)
{
  GtkWidget *label = gtk_label_new (heading);
  GtkWidget *choice = gtk_drop_down_new_from_strings (words);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "caption-heading");
  gtk_accessible_update_property (GTK_ACCESSIBLE (choice), GTK_ACCESSIBLE_PROPERTY_LABEL, heading, -1);
  jal_choice_name (GTK_DROP_DOWN (choice));
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), choice);
  return GTK_DROP_DOWN (choice);
}

void
jal_reader_page_export_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  JalReaderPage *self = data;
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) words = NULL;
  const char *const forms[] = { _ ("PDF, marks can be edited elsewhere"), _ ("PDF, marks drawn into the pages"),
                                _ ("Only the marks (XFDF)"), NULL };
  GtkWindow *dialog;
  Export *export;

  if (self->store == NULL || jal_id_is_none (self->document_id))
    {
      g_object_ref_sink (box);
      g_object_unref (box);
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (release_audiences); i++)
    {
      guint n = count_for (self, release_audiences[i]);
      g_autofree char *line
          = i == 0   ? g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "The court: %u mark", "The court: %u marks", n), n)
            : i == 1 ? g_strdup_printf (
                  g_dngettext (GETTEXT_PACKAGE, "Court and team: %u mark", "Court and team: %u marks", n), n)
                     : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Only me, private marks too: %u mark",
                                                     "Only me, private marks too: %u marks", n),
                                        n);

      g_strv_builder_add (builder, line);
    }
  words = g_strv_builder_end (builder);
  export = g_new0 (Export, 1);
  export->store = g_object_ref (self->store);
  export->document_id = self->document_id;
  export->name = g_strdup (self->document != NULL && self->document->exhibit != NULL && *self->document->exhibit != '\0'
                               ? self->document->exhibit
                               : _ ("document"));
  g_strdelimit (export->name, "/\\:", '-');
  export->audiences = add_choice (box, _ ("Who Reads It"), (const char *const *)words);
  export->forms = add_choice (box, _ ("As"), forms);
  dialog = jal_dialog_form (GTK_WIDGET (self), _ ("Export a Marked Copy?"),
                            _ ("This leaves the vault: anyone who gets the file can read it. Only the marks of whom you choose "
                               "go along; all others stay here."),
                            box, _ ("_Export…"), export_agreed_cb, export, free_export);
  jal_dialog_set_ready (dialog, TRUE);
}
