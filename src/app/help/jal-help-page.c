/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "jal-app"

/* Reads the XML that CommonMark's own program makes of a page of help: headings, paragraphs, lists, bold words and keys. */
#include "app/help/jal-help-page.h"

#include <gio/gio.h>
#include <string.h>

#include "base/jal-text.h"

const char *const jal_help_topics[] = { "start",    "evidence", "reader", "marks", "redact", "copies", "sessions",
                                        "calendar", "bundle",   "record", "vault", "backup", "safety", NULL };

/* How the page looks so far. A paragraph is a block of its own, or what an item of a list says. */
typedef struct
{
  JalHelpPage *page;
  GString *markup; /* of the block that is open */
  GString *text;
  guint level;   /* of the heading that is open; 0: none */
  guint number;  /* of the next step of the list that is open; 0: a list without numbers */
  guint n_items; /* open */
  guint n_words; /* open elements whose characters count */
} Reading;

static void
free_block (gpointer data)
{
  JalHelpBlock *block = data;

  g_free (block->markup);
  g_free (block->text);
  g_free (block);
}

static const char *
attribute (const char *wanted, const char **names, const char **values)
{
  for (guint i = 0; names[i] != NULL; i++)
    if (g_str_equal (names[i], wanted))
      return values[i];
  return "";
}

static void
start_element (GMarkupParseContext *context, const char *name, const char **names, const char **values, gpointer data,
               GError **error)
{
  Reading *reading = data;

  if (g_str_equal (name, "heading") || g_str_equal (name, "paragraph"))
    {
      g_string_truncate (reading->markup, 0);
      g_string_truncate (reading->text, 0);
      reading->level = g_str_equal (name, "heading") ? (guint)g_ascii_strtoull (attribute ("level", names, values), NULL, 10) : 0;
    }
  else if (g_str_equal (name, "list"))
    reading->number = g_str_equal (attribute ("type", names, values), "ordered") ? 1 : 0;
  else if (g_str_equal (name, "item"))
    reading->n_items++;
  else if (g_str_equal (name, "strong"))
    g_string_append (reading->markup, "<b>");
  else if (g_str_equal (name, "text") || g_str_equal (name, "code"))
    {
      reading->n_words++;
      if (g_str_equal (name, "code"))
        g_string_append (reading->markup, "<span background=\"gray\" background_alpha=\"22%\">\u2009");
    }
  else if (g_str_equal (name, "softbreak"))
    {
      g_string_append_c (reading->markup, ' ');
      g_string_append_c (reading->text, ' ');
    }
  else if (!g_str_equal (name, "document"))
    g_set_error (error, G_MARKUP_ERROR, G_MARKUP_ERROR_UNKNOWN_ELEMENT, "The help has no form for “%s”", name);
}

static void
end_element (GMarkupParseContext *context, const char *name, gpointer data, GError **error)
{
  Reading *reading = data;

  if (g_str_equal (name, "strong"))
    g_string_append (reading->markup, "</b>");
  else if (g_str_equal (name, "text") || g_str_equal (name, "code"))
    {
      reading->n_words--;
      if (g_str_equal (name, "code"))
        g_string_append (reading->markup, "\u2009</span>");
    }
  else if (g_str_equal (name, "item"))
    reading->n_items--;
  else if (g_str_equal (name, "heading") && reading->level == 1)
    {
      g_free (reading->page->title);
      reading->page->title = g_strdup (reading->text->str);
    }
  else if (g_str_equal (name, "heading") || g_str_equal (name, "paragraph"))
    {
      JalHelpBlock *block = g_new0 (JalHelpBlock, 1);

      block->kind = g_str_equal (name, "heading") ? JAL_HELP_HEADING
                    : reading->n_items == 0       ? JAL_HELP_PARAGRAPH
                    : reading->number == 0        ? JAL_HELP_POINT
                                                  : JAL_HELP_STEP;
      block->number = block->kind == JAL_HELP_STEP ? reading->number++ : 0;
      block->markup = g_strdup (reading->markup->str);
      block->text = g_strdup (reading->text->str);
      g_ptr_array_add (reading->page->blocks, block);
    }
}

static void
characters (GMarkupParseContext *context, const char *text, gsize length, gpointer data, GError **error)
{
  Reading *reading = data;
  g_autofree char *escaped = NULL;

  if (reading->n_words == 0)
    return;
  escaped = g_markup_escape_text (text, (gssize)length);
  g_string_append (reading->markup, escaped);
  g_string_append_len (reading->text, text, (gssize)length);
}

static char *
fold_page (const JalHelpPage *page)
{
  g_autoptr (GString) all = g_string_new (page->title);

  for (guint i = 0; i < page->blocks->len; i++)
    g_string_append_printf (all, "\n%s", ((const JalHelpBlock *)page->blocks->pdata[i])->text);
  return jal_text_fold (all->str);
}

JalHelpPage *
jal_help_page_new (const char *topic, JalLang lang, GError **error)
{
  static const GMarkupParser parser = { start_element, end_element, characters, NULL, NULL };
  g_autofree char *path = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (JalHelpPage) page = NULL;
  g_autoptr (GString) markup = g_string_new (NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GMarkupParseContext) context = NULL;
  Reading reading = { 0 };

  g_return_val_if_fail (topic != NULL, NULL);

  path = g_strdup_printf ("/org/jalada/Jalada/help/%s-%s.xml", jal_lang_code (lang), topic);
  bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  if (bytes == NULL)
    return NULL;
  page = g_new0 (JalHelpPage, 1);
  page->topic = g_intern_string (topic);
  page->title = g_strdup ("");
  page->blocks = g_ptr_array_new_with_free_func (free_block);
  reading.page = page;
  reading.markup = markup;
  reading.text = text;
  context = g_markup_parse_context_new (&parser, G_MARKUP_DEFAULT_FLAGS, &reading, NULL);
  if (!g_markup_parse_context_parse (context, g_bytes_get_data (bytes, NULL), (gssize)g_bytes_get_size (bytes), error)
      || !g_markup_parse_context_end_parse (context, error))
    return NULL;
  page->folded = fold_page (page);
  return g_steal_pointer (&page);
}

void
jal_help_page_free (JalHelpPage *self)
{
  if (self == NULL)
    return;
  g_free (self->title);
  g_ptr_array_unref (self->blocks);
  g_free (self->folded);
  g_free (self);
}

gboolean
jal_help_page_matches (const JalHelpPage *self, const char *wanted)
{
  g_auto (GStrv) words = NULL;

  g_return_val_if_fail (self != NULL && wanted != NULL, FALSE);

  words = g_strsplit (wanted, " ", -1);
  for (guint i = 0; words[i] != NULL; i++)
    if (strstr (self->folded, words[i]) == NULL)
      return FALSE;
  return TRUE;
}
