/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The composer as the program uses it: in its worker, with inputs that fail, workers that end, outputs that are refused. */
#include <signal.h>
#include <string.h>

#include <gio/gio.h>

#include "compose-testing.h"
#include "pages/jal-composer.h"

typedef struct
{
  TestBuild *build;
  JalBytes *inputs;
  GByteArray *out;
  GCancellable *cancellable;
  int fail_input;     /* whose bytes cannot be read, -1 for none */
  gboolean fail_late; /* only once the output has begun */
  int kill_input;     /* at whose first byte the worker is killed, -1 for none */
  gsize refuse_after; /* bytes of output, 0 for never */
  guint cancel_at;    /* pages done, 0 for never */
  guint told;
  guint last_done;
  guint total;
} Scene;

typedef struct
{
  Scene *scene;
  guint number;
} Source;

/* The only child of this process that is a composer. */
static int
find_worker (void)
{
  g_autoptr (GDir) tasks = g_dir_open ("/proc/self/task", 0, NULL);
  const char *task;

  while ((task = g_dir_read_name (tasks)) != NULL)
    {
      g_autofree char *path = g_strdup_printf ("/proc/self/task/%s/children", task);
      g_autofree char *text = NULL;

      if (g_file_get_contents (path, &text, NULL, NULL) && g_ascii_strtoull (text, NULL, 10) > 0)
        return (int)g_ascii_strtoull (text, NULL, 10);
    }
  return -1;
}

static gboolean
read_cb (gpointer data, guint64 offset, gsize length, guint8 *to, GError **error)
{
  Source *source = data;
  Scene *scene = source->scene;
  gsize size;
  const guint8 *bytes = g_bytes_get_data (scene->build->inputs->pdata[source->number], &size);

  g_assert_cmpuint (offset + length, <=, size);
  if ((int)source->number == scene->kill_input)
    {
      int worker = find_worker ();

      g_assert_cmpint (worker, >, 1);
      g_assert_cmpint (kill (worker, SIGKILL), ==, 0);
    }
  if ((int)source->number == scene->fail_input && (!scene->fail_late || scene->out->len > 0))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "the vault says no");
      return FALSE;
    }
  memcpy (to, bytes + offset, length);
  return TRUE;
}

static gboolean
write_cb (gpointer data, const guint8 *bytes, gsize length, GError **error)
{
  Scene *scene = data;

  if (scene->refuse_after > 0 && scene->out->len + length > scene->refuse_after)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "the disk is full");
      return FALSE;
    }
  g_byte_array_append (scene->out, bytes, (guint)length);
  return TRUE;
}

static void
progress_cb (gpointer data, guint done, guint total)
{
  Scene *scene = data;

  g_assert_cmpuint (done, <=, total);
  g_assert_cmpuint (done, >=, scene->last_done);
  scene->last_done = done;
  scene->total = total;
  scene->told++;
  if (scene->cancel_at > 0 && done >= scene->cancel_at)
    g_cancellable_cancel (scene->cancellable);
}

static gboolean
play (Scene *scene, char **result, GError **error)
{
  guint n = scene->build->inputs->len;
  g_autofree char *spec = test_build_spec (scene->build);
  g_autofree JalBytes *inputs = g_new0 (JalBytes, n);
  g_autofree Source *sources = g_new0 (Source, n);

  for (guint i = 0; i < n; i++)
    {
      sources[i] = (Source){ scene, i };
      inputs[i] = (JalBytes){ .size = g_bytes_get_size (scene->build->inputs->pdata[i]), .read = read_cb,
                              .user_data = &sources[i] };
    }
  return jal_compose (spec, inputs, n, write_cb, scene, progress_cb, scene, scene->cancellable, result, error);
}

static void
scene_open (Scene *scene)
{
  static const char *const words[] = { "First", "Second", "Third" };

  memset (scene, 0, sizeof *scene);
  scene->build = test_build_new ("bundle");
  scene->out = g_byte_array_new ();
  scene->cancellable = g_cancellable_new ();
  scene->fail_input = scene->kill_input = -1;
  for (guint i = 0; i < 3; i++)
    test_build_item (scene->build, words[i], test_build_input (scene->build, "pdf", test_pdf_plain (words[i], 400)), 400, 0);
}

static void
scene_close (Scene *scene)
{
  test_build_free (scene->build);
  g_byte_array_unref (scene->out);
  g_object_unref (scene->cancellable);
}

/* Behind its walls the composer writes the very bytes that it writes without them. */
static void
test_same (void)
{
  Scene scene;
  g_autoptr (TestOutput) output = NULL;
  g_autofree char *result = NULL;
  GError *error = NULL;

  scene_open (&scene);
  output = test_build_run (scene.build);
  play (&scene, &result, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (scene.out->data, scene.out->len, g_bytes_get_data (output->bytes, NULL), g_bytes_get_size (output->bytes));
  g_assert_cmpuint (scene.told, >=, 50);
  g_assert_cmpuint (scene.last_done, ==, 1200);
  g_assert_cmpuint (scene.total, ==, 1200);
  g_assert_nonnull (strstr (result, "\"warnings\":[]"));
  scene_close (&scene);
}

static void
assert_replaced (Scene *scene, const char *result, const char *code)
{
  g_autofree char *path = test_path ("replaced.pdf");
  g_autofree char *text = NULL;
  g_autofree char *others = NULL;
  g_autofree char *pattern = g_strdup_printf ("\"input\":1,\"page\":null,\"code\":\"%s\",\"text\":\"[A-Z][^\"]+\"", code);

  g_assert_true (g_regex_match_simple (pattern, result, 0, 0));
  g_assert_true (g_file_set_contents (path, (const char *)scene->out->data, scene->out->len, NULL));
  test_assert_clean (path);
  text = test_run ("pdftotext", "-f", "402", "-l", "402", path, "-", NULL);
  g_assert_nonnull (strstr (text, "This document could not be included."));
  others = test_run ("pdftotext", path, "-", NULL);
  g_assert_nonnull (strstr (others, "First 400"));
  g_assert_null (strstr (others, "Second 1\n"));
  g_assert_nonnull (strstr (others, "Third 400"));
}

/* Bytes that the vault cannot give cost their document. */
static void
test_damaged (void)
{
  Scene scene;
  g_autofree char *result = NULL;
  GError *error = NULL;

  scene_open (&scene);
  scene.fail_input = 1;
  play (&scene, &result, &error);
  g_assert_no_error (error);
  assert_replaced (&scene, result, "damaged");
  scene_close (&scene);
}

/* A document that makes the worker end is left out by the next worker. */
static void
test_killed (void)
{
  Scene scene;
  g_autofree char *result = NULL;
  GError *error = NULL;

  scene_open (&scene);
  scene.kill_input = 1;
  play (&scene, &result, &error);
  g_assert_no_error (error);
  assert_replaced (&scene, result, "crashed");
  scene_close (&scene);
}

/* The first document is read again while the output is written: what cannot be had then ends the build, by its number. */
static void
test_damaged_late (void)
{
  Scene scene;
  char *result = NULL;
  GError *error = NULL;
  g_autofree char *noise = g_malloc (30 << 20);
  GString *more = g_string_new (NULL);
  TestPdf *pdf = test_pdf_new ();

  scene_open (&scene);
  /* Large enough to fall out of the worker's cache. */
  for (guint i = 0; i < (30u << 20) - 1; i++)
    noise[i] = (char)('a' + (i * 7 + i / 1000) % 26);
  noise[(30u << 20) - 1] = '\0';
  test_pdf_add (pdf, 1, "<< /Type /Catalog /Pages 2 0 R >>");
  test_pdf_add (pdf, 2, "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 400 400] >>");
  test_pdf_add (pdf, 3, "<< /Type /Page /Parent 2 0 R /Resources << /XObject << /I 4 0 R >> >> >>");
  test_pdf_add_stream (pdf, 4, "/Type /XObject /Subtype /Image /Width 5000 /Height 5000 /BitsPerComponent 8 /ColorSpace /DeviceGray", noise);
  test_build_item (scene.build, "Large", test_build_input (scene.build, "pdf", test_pdf_finish (pdf, 1, "")), 1, 0);
  scene.fail_input = 3;
  scene.fail_late = TRUE;
  g_assert_false (play (&scene, &result, &error));
  g_assert_error (error, JAL_PAGES_ERROR, JAL_PAGES_ERROR_DAMAGED);
  g_assert_nonnull (strstr (error->message, "document 4 "));
  g_assert_null (result);
  g_error_free (error);
  g_string_free (more, TRUE);
  scene_close (&scene);
}

static void
test_refused (void)
{
  Scene scene;
  char *result = NULL;
  GError *error = NULL;

  scene_open (&scene);
  scene.refuse_after = 1000;
  g_assert_false (play (&scene, &result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_assert_null (result);
  g_error_free (error);
  scene_close (&scene);
}

static void
test_cancelled (void)
{
  Scene scene;
  char *result = NULL;
  GError *error = NULL;

  scene_open (&scene);
  scene.cancel_at = 300;
  g_assert_false (play (&scene, &result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (scene.out->len, ==, 0);
  g_assert_cmpint (find_worker (), ==, -1);
  g_error_free (error);
  scene_close (&scene);
}

static void
test_records (void)
{
  static const char *const records[] = {
    "", "[]", "{}", "{\"version\":1,\"inputs\":[]}",
    "{\"version\":2,\"job\":\"document\",\"id\":\"00112233445566778899aabbccddeeff\",\"inputs\":[],\"sections\":[]}",
    "{\"version\":1,\"job\":\"bundle\",\"id\":\"00112233445566778899aabbccddeeff\",\"inputs\":[],\"sections\":[]}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (records); i++)
    {
      Scene scene;
      char *result = NULL;
      GError *error = NULL;

      scene_open (&scene);
      g_assert_false (jal_compose (records[i], NULL, 0, write_cb, &scene, NULL, NULL, NULL, &result, &error));
      g_assert_error (error, JAL_PAGES_ERROR, JAL_PAGES_ERROR_NOT_SUPPORTED);
      g_assert_cmpuint (scene.out->len, ==, 0);
      g_error_free (error);
      scene_close (&scene);
    }
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/compose/walls/same", test_same);
  g_test_add_func ("/compose/walls/damaged", test_damaged);
  g_test_add_func ("/compose/walls/killed", test_killed);
  g_test_add_func ("/compose/walls/damaged-late", test_damaged_late);
  g_test_add_func ("/compose/walls/refused", test_refused);
  g_test_add_func ("/compose/walls/cancelled", test_cancelled);
  g_test_add_func ("/compose/walls/records", test_records);
  status = g_test_run ();
  test_tidy ();
  return status;
}
