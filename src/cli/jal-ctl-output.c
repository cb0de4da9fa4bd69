/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What jaladactl prints: one JSON value, shown as it is or as aligned text. */
#define G_LOG_DOMAIN "jal-cli"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/jal-text.h"
#include "cli/jal-ctl.h"

/* Sixteen digits: the time to the millisecond and 32 random bits, enough to name a row of a vault. */
#define SHORT_ID 16
/* Of a cell with others behind it: the last one may hold a sentence, whose end says what to do. */
#define MAX_CELL_CHARS 60

void
jal_ctl_put_id (JsonBuilder *builder, const char *key, JalId id)
{
  char hex[JAL_ID_HEX_LENGTH + 1];

  jal_ctl_put_string (builder, key, jal_id_is_none (id) ? NULL : jal_id_to_hex (id, hex));
}

void
jal_ctl_put_string (JsonBuilder *builder, const char *key, const char *value)
{
  json_builder_set_member_name (builder, key);
  if (value == NULL)
    json_builder_add_null_value (builder);
  else
    json_builder_add_string_value (builder, value);
}

void
jal_ctl_put_number (JsonBuilder *builder, const char *key, gint64 value)
{
  json_builder_set_member_name (builder, key);
  json_builder_add_int_value (builder, value);
}

void
jal_ctl_put_flag (JsonBuilder *builder, const char *key, gboolean value)
{
  json_builder_set_member_name (builder, key);
  json_builder_add_boolean_value (builder, value);
}

void
jal_ctl_put_date (JsonBuilder *builder, const char *key, JalDate date)
{
  char iso[JAL_DATE_ISO_SIZE];

  jal_ctl_put_string (builder, key, date == JAL_DATE_NONE ? NULL : jal_date_format (date, iso));
}

void
jal_ctl_put_instant (JsonBuilder *builder, const char *key, gint64 microseconds)
{
  g_autoptr (GDateTime) time = NULL;
  g_autofree char *text = NULL;

  if (microseconds > 0 && (time = g_date_time_new_from_unix_utc (microseconds / G_USEC_PER_SEC)) != NULL)
    text = g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ");
  jal_ctl_put_string (builder, key, text);
}

char *
jal_ctl_harmless (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *out = g_string_sized_new (strlen (valid));

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '\n' || c == '\t')
        g_string_append_c (out, (char)c);
      else if (g_unichar_iscntrl (c) || c == 0x2028 || c == 0x2029 || jal_text_turns_direction (c))
        g_string_append_unichar (out, 0xfffd);
      else
        g_string_append_unichar (out, c);
    }
  return g_string_free (out, FALSE);
}

void
jal_ctl_put_text (FILE *file, const char *text)
{
  g_autofree char *harmless = jal_ctl_harmless (text);

  fputs (harmless, file);
}

static void put_formatted (FILE *file, const char *format, va_list arguments) G_GNUC_PRINTF (2, 0);

static void
put_formatted (FILE *file, const char *format, va_list arguments)
{
  g_autofree char *text = g_strdup_vprintf (format, arguments);

  jal_ctl_put_text (file, text);
  fputc ('\n', file);
}

/* Returns (transfer full): one cell, safe for a terminal: text from a file cannot move the cursor, colour the screen or turn
   what stands beside it round. */
static char *
format_cell (JsonObject *object, const char *key, gsize max_chars)
{
  JsonNode *node = json_object_get_member (object, key);
  g_autofree char *line = NULL;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return g_strdup ("");
  if (json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return g_strdup (json_node_get_boolean (node) ? _ ("yes") : _ ("no"));
  if (json_node_get_value_type (node) == G_TYPE_INT64)
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
  if (json_node_get_value_type (node) != G_TYPE_STRING)
    return g_strdup ("");
  if (max_chars > 0 && (g_str_equal (key, "id") || g_str_has_suffix (key, "_id")))
    return g_strndup (json_node_get_string (node), SHORT_ID);
  line = jal_text_one_line (json_node_get_string (node), max_chars);
  return jal_ctl_harmless (line);
}

static void
print_padded (const char *text, glong width)
{
  fputs (text, stdout);
  for (glong n = g_utf8_strlen (text, -1); n < width; n++)
    fputc (' ', stdout);
}

static void
print_object (JsonObject *object, const JalCtlColumn *columns)
{
  glong width = 0;

  for (guint i = 0; columns[i].key != NULL; i++)
    width = MAX (width, g_utf8_strlen (_ (columns[i].heading), -1));
  for (guint i = 0; columns[i].key != NULL; i++)
    {
      g_autofree char *cell = format_cell (object, columns[i].key, 0);

      if (*cell == '\0')
        continue;
      print_padded (_ (columns[i].heading), width + 2);
      fputs (cell, stdout);
      fputc ('\n', stdout);
    }
}

static void
print_table (JsonArray *array, const JalCtlColumn *columns)
{
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  guint n_columns = 0, n_rows = json_array_get_length (array) + 1;
  g_autofree glong *widths = NULL;

  while (columns[n_columns].key != NULL)
    n_columns++;
  widths = g_new0 (glong, n_columns);
  for (guint row = 0; row < n_rows; row++)
    for (guint i = 0; i < n_columns; i++)
      {
        char *cell = row == 0
                         ? g_strdup (_ (columns[i].heading))
                         : format_cell (json_array_get_object_element (array, row - 1), columns[i].key,
                                        i + 1 < n_columns ? MAX_CELL_CHARS : 0);

        widths[i] = MAX (widths[i], g_utf8_strlen (cell, -1));
        g_ptr_array_add (cells, cell);
      }
  for (guint row = 0; row < n_rows; row++)
    {
      for (guint i = 0; i < n_columns; i++)
        print_padded (g_ptr_array_index (cells, row * n_columns + i), i + 1 < n_columns ? widths[i] + 2 : 0);
      fputc ('\n', stdout);
    }
}

void
jal_ctl_print (JalCtl *ctl, JsonBuilder *builder, const JalCtlColumn *columns)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);

  if (ctl->json)
    {
      g_autofree char *text = json_to_string (root, TRUE);

      puts (text);
    }
  else if (JSON_NODE_HOLDS_OBJECT (root))
    print_object (json_node_get_object (root), columns);
  else if (json_array_get_length (json_node_get_array (root)) > 0)
    print_table (json_node_get_array (root), columns);
}

void
jal_ctl_say (JalCtl *ctl, const char *format, ...)
{
  va_list arguments;

  if (ctl->json)
    return;
  va_start (arguments, format);
  put_formatted (stdout, format, arguments);
  va_end (arguments);
}

void
jal_ctl_warn (const char *format, ...)
{
  va_list arguments;

  fflush (stdout);
  va_start (arguments, format);
  put_formatted (stderr, format, arguments);
  va_end (arguments);
}

void
jal_ctl_show_fraction (double fraction, gpointer data)
{
  int *shown = data;
  int percent = (int)(fraction * 100);

  if (percent == *shown || !isatty (STDERR_FILENO))
    return;
  *shown = percent;
  fprintf (stderr, "\r%3d %%", percent);
  if (percent == 100)
    fputs ("\r     \r", stderr);
}

void
jal_ctl_say_covers_stay (void)
{
  jal_ctl_warn ("%s", _ ("“redact add DOC --hidden” redacts it; --covers-stay saves the copy all the same."));
}

gboolean
jal_ctl_draws_pages (JalCtl *ctl, JalGuardTold *told)
{
  JalGuardTold next = { 0 };

  if (told->drawable == NULL || jal_ctl_get_option (ctl, "draw-pages") == NULL)
    return FALSE;
  jal_guard_told_agree (&next, told);
  jal_guard_told_clear (told);
  *told = next;
  return TRUE;
}

void
jal_ctl_say_told (const JalGuardTold *told)
{
  if (told->leaks != NULL)
    jal_ctl_warn ("%s", told->leaks);
  if (told->drawable != NULL)
    jal_ctl_warn (_ ("%s\n--draw-pages draws these pages as pictures."), told->drawable);
  if (told->covered != NULL)
    jal_ctl_warn ("%s", told->covered);
  if (told->covered != NULL && !told->covers_stay)
    jal_ctl_say_covers_stay ();
  if (told->unsearched != NULL)
    jal_ctl_warn ("%s", told->unsearched);
  if (told->looked != NULL)
    jal_ctl_warn ("%s", told->looked);
  if (told->unsearched != NULL && !told->unsearched_stay)
    jal_ctl_warn ("%s", _ ("“redact look DOC PAGES” keeps that you have looked at these pages, and they are not asked about again; "
                           "--unsearched-stay saves this copy all the same."));
  if (told->incomplete != NULL)
    jal_ctl_warn ("%s", told->incomplete);
  if (told->incomplete != NULL && !told->incomplete_stay)
    jal_ctl_warn ("%s", _ ("--incomplete-stay saves the copy all the same: say so when you have looked at these pages."));
  if (told->parts != NULL)
    jal_ctl_warn (_ ("%s\n--parts-stay saves the copy all the same."), told->parts);
}

void
jal_ctl_say_beside (const JalReleaseBeside *beside)
{
  g_autofree char *words = jal_release_beside_describe (beside);

  if (*words != '\0')
    jal_ctl_warn ("%s", words);
  if (beside->told != NULL)
    jal_ctl_warn ("%s", beside->told);
}

void
jal_ctl_put_beside (JsonBuilder *builder, const JalReleaseBeside *beside)
{
  jal_ctl_put_number (builder, "names_beside", beside->n_names);
  jal_ctl_put_string (builder, "name_places", beside->name_places);
  jal_ctl_put_number (builder, "parts_beside", beside->n_parts);
  jal_ctl_put_string (builder, "part_places", beside->part_places);
  jal_ctl_put_flag (builder, "unread", beside->unread);
  jal_ctl_put_string (builder, "unlooked_pages", beside->unlooked_pages);
  jal_ctl_put_number (builder, "attached_unread", beside->n_packed);
}
