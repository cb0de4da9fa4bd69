/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages that no search can read: who has looked at them. */
#include <glib/gi18n-lib.h>

#include "cli/jal-ctl.h"
#include "evidence/jal-evidence.h"
#include "release/jal-release-looked.h"

/* What a page is asked about, as an id and as words; and what somebody said of it. */
static gboolean
print_pages (JalCtl *ctl, JalId case_id, JalId document_id, GError **error)
{
  static const JalCtlColumn page_columns[] = { { "document", N_ ("Document") },
                                               { "page", N_ ("Page") },
                                               { "kind", N_ ("Shows") },
                                               { "state", N_ ("State") },
                                               { "by", N_ ("By") },
                                               { "has_key", N_ ("Has a key") },
                                               { "at", N_ ("When") },
                                               { NULL } };
  g_autoptr (GPtrArray) pages = jal_looked_list (ctl->store, case_id, document_id, ctl->cancellable, error);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (pages == NULL)
    return FALSE;
  json_builder_begin_array (builder);
  for (guint i = 0; i < pages->len; i++)
    {
      const JalUnsearchedPage *page = pages->pdata[i];
      gboolean again = page->is_open && page->looked_at != 0;

      json_builder_begin_object (builder);
      jal_ctl_put_id (builder, "document_id", page->document_id);
      jal_ctl_put_string (builder, "document", page->title);
      jal_ctl_put_number (builder, "page", page->page + 1);
      jal_ctl_put_string (builder, "kind", jal_unsearched_id (page->why));
      jal_ctl_put_string (builder, "state", again ? "again" : page->is_open ? "open" : "looked");
      jal_ctl_put_string (builder, "why", !again ? NULL : page->doubt == JAL_LOOK_NAMES ? "names" : "boxes");
      jal_ctl_put_string (builder, "by", page->author);
      json_builder_set_member_name (builder, "has_key");
      if (page->author != NULL)
        json_builder_add_boolean_value (builder, !page->is_gone);
      else
        json_builder_add_null_value (builder);
      if (page->looked_at != 0)
        jal_ctl_put_instant (builder, "at", page->looked_at);
      else
        jal_ctl_put_string (builder, "at", NULL);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  jal_ctl_print (ctl, builder, page_columns);
  return TRUE;
}

static gboolean
run_looked (JalCtl *ctl, GError **error)
{
  const char *one = jal_ctl_get_option (ctl, "document");
  JalId case_id, document_id = JAL_ID_NONE;

  return jal_ctl_get_id (ctl, "case", 0, &case_id, error)
         && (one == NULL || jal_ctl_resolve (ctl, "document", one, &document_id, error))
         && print_pages (ctl, case_id, document_id, error);
}

/* "3", "3,7-9": whether @page, from 1, is among them. FALSE in *@good when it is no such list. */
static gboolean
is_in_list (const char *list, guint page, gboolean *good)
{
  g_auto (GStrv) pieces = g_strsplit (list, ",", -1);
  gboolean found = FALSE;

  *good = *pieces != NULL;
  for (char **piece = pieces; *piece != NULL && *good; piece++)
    {
      g_auto (GStrv) ends = g_strsplit (*piece, "-", 2);
      guint64 first, last;

      *good = ends[0] != NULL && *ends[0] != '\0' && g_ascii_string_to_unsigned (ends[0], 10, 1, G_MAXUINT, &first, NULL)
              && (ends[1] == NULL || (*ends[1] != '\0' && g_ascii_string_to_unsigned (ends[1], 10, first, G_MAXUINT, &last, NULL)));
      found = found || (*good && page >= first && page <= (ends[1] != NULL ? last : first));
    }
  return found;
}

/* The pages of the document that are named and are asked about (or, @looked, were looked at); all of them without a
 * list. */
static GPtrArray *
choose_pages (JalCtl *ctl, JalId document_id, gboolean looked, GError **error)
{
  const char *list = jal_ctl_get_argument (ctl, 1);
  g_autoptr (JalDocument) document = jal_evidence_get (ctl->store, document_id, error);
  g_autoptr (GPtrArray) all
      = document != NULL ? jal_looked_list (ctl->store, document->case_id, document_id, ctl->cancellable, error) : NULL;
  gboolean good = TRUE;

  if (all == NULL)
    return NULL;
  for (guint i = 0; i < all->len;)
    {
      const JalUnsearchedPage *page = all->pdata[i];

      if ((list == NULL || is_in_list (list, page->page + 1, &good)) && (looked ? page->looked_at != 0 : page->is_open))
        i++;
      else
        g_ptr_array_remove_index (all, i);
    }
  if (list != NULL)
    is_in_list (list, 1, &good);
  if (!good)
    {
      jal_ctl_usage (error, _ ("Pages are written like this: 3,7-9."));
      return NULL;
    }
  if (all->len == 0)
    {
      g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_NOT_FOUND,
                           looked ? _ ("Nobody has said that these pages were looked at.")
                                  : _ ("Nothing is asked about these pages."));
      return NULL;
    }
  return g_steal_pointer (&all);
}

static gboolean
change_looks (JalCtl *ctl, gboolean back, GError **error)
{
  g_autoptr (GPtrArray) pages = NULL;
  g_autoptr (JalDocument) document = NULL;
  JalId id;

  if (!jal_ctl_get_id (ctl, "document", 0, &id, error) || (pages = choose_pages (ctl, id, back, error)) == NULL
      || !(back ? jal_looked_remove (ctl->store, pages, error) : jal_looked_add (ctl->store, pages, error))
      || (document = jal_evidence_get (ctl->store, id, error)) == NULL)
    return FALSE;
  return print_pages (ctl, document->case_id, id, error);
}

static gboolean
run_look (JalCtl *ctl, GError **error)
{
  return change_looks (ctl, FALSE, error);
}

static gboolean
run_unlook (JalCtl *ctl, GError **error)
{
  return change_looks (ctl, TRUE, error);
}

const JalCtlVerb jal_ctl_looked_verbs[] = {
  { "redact", "looked", "CASE", 1, 1, "document=DOC",
    N_ ("List the pages that no search can read, and who has looked at them; what a box covers is known only when a "
        "copy is made."),
    JAL_CTL_OPEN_VAULT, run_looked },
  { "redact", "look", "DOC [PAGES]", 1, 2, NULL,
    N_ ("Keep that you looked at such pages (3,7-9; all of the document) and that they may go out: they are not asked "
        "about again until "
        "the case protects more names, or a box on them is gone."),
    JAL_CTL_OPEN_VAULT, run_look },
  { "redact", "unlook", "DOC [PAGES]", 1, 2, NULL, N_ ("Take that back."), JAL_CTL_OPEN_VAULT, run_unlook },
  { NULL },
};
