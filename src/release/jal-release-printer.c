/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A print job on its way out.
 *
 * 1. Nothing of it is a file of ours: the bytes go straight into the request to CUPS.
 * 2. CUPS prints a job when its document is complete. That is sent by the commit, so what was given up half-way, or could
 *    not be put on record, is not printed.
 * 3. The job's name is the same for every case: queues are shown to everybody.
 * 4. CUPS keeps the document in its spool (a day by its defaults): once a job has ended it is told to purge it.
 */
#define G_LOG_DOMAIN "jal-release"

#include "release/jal-release-printer.h"

#include <cups/cups.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "release/jal-release-file-private.h"

#define JOB_NAME "Jalada"
#define LIST_TIMEOUT_MS 4000

typedef struct
{
  cups_dest_t *dest;
  cups_dinfo_t *info;
  http_t *http;
  int job;
} Job;

typedef struct
{
  char *printer;
  int number;
} Printed;

/* What this process has printed and CUPS may still keep. */
static GMutex printed_lock;
static GArray *printed; /* of Printed */

static void
printer_free (gpointer data)
{
  JalPrinter *printer = data;

  g_free (printer->id);
  g_free (printer->title);
  g_free (printer);
}

static void
printed_clear (gpointer data)
{
  g_free (((Printed *)data)->printer);
}

/* CUPS' own sentence, when it has one. */
static gboolean
fail (GError **error)
{
  const char *why = cupsLastErrorString ();

  g_set_error (error, JAL_STORE_ERROR, JAL_STORE_ERROR_FAILED, _ ("Nothing was printed: %s"),
               why != NULL && *why != '\0' && g_utf8_validate (why, -1, NULL) ? why : _ ("the printer does not answer."));
  return FALSE;
}

static int
compare_printers (gconstpointer a, gconstpointer b)
{
  const JalPrinter *one = *(const JalPrinter *const *)a, *other = *(const JalPrinter *const *)b;

  if (one->is_default != other->is_default)
    return one->is_default ? -1 : 1;
  return g_utf8_collate (one->title, other->title);
}

/* CUPS would ask on the terminal that nobody looks at. */
static const char *
no_password_cb (const char *prompt, http_t *http, const char *method, const char *resource, void *data)
{
  return NULL;
}

GPtrArray *
jal_release_list_printers (GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) printers = g_ptr_array_new_with_free_func (printer_free);
  cups_dest_t *dests = NULL;
  int n;

  cupsSetPasswordCB2 (no_password_cb, NULL);
  n = cupsGetDests2 (CUPS_HTTP_DEFAULT, &dests);

  for (int i = 0; i < n; i++)
    {
      JalPrinter *printer;
      const char *title = cupsGetOption ("printer-info", dests[i].num_options, dests[i].options);
      const char *type = cupsGetOption ("printer-type", dests[i].num_options, dests[i].options);
      guint64 bits = type != NULL ? g_ascii_strtoull (type, NULL, 10) : 0;

      /* An instance is a second set of options for the same printer. */
      if (dests[i].instance != NULL || !g_utf8_validate (dests[i].name, -1, NULL))
        continue;
      printer = g_new0 (JalPrinter, 1);
      printer->id = g_strdup (dests[i].name);
      printer->title = title != NULL && *title != '\0' ? g_utf8_make_valid (title, -1) : g_strdup (dests[i].name);
      printer->is_default = dests[i].is_default != 0;
      printer->prints_both_sides = (bits & CUPS_PRINTER_DUPLEX) != 0;
      printer->prints_colour = (bits & CUPS_PRINTER_COLOR) != 0;
      g_ptr_array_add (printers, printer);
    }
  cupsFreeDests (n, dests);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  g_ptr_array_sort (printers, compare_printers);
  return g_steal_pointer (&printers);
}

static int
add_options (const JalPrintOptions *options, cups_option_t **list)
{
  g_autofree char *copies = g_strdup_printf ("%u", CLAMP (options->copies, 1, 999));
  int n = 0;

  n = cupsAddOption (CUPS_COPIES, copies, n, list);
  n = cupsAddOption (CUPS_MEDIA, options->a3 ? "iso_a3_297x420mm" : "iso_a4_210x297mm", n, list);
  n = cupsAddOption (CUPS_SIDES, options->both_sides ? CUPS_SIDES_TWO_SIDED_PORTRAIT : CUPS_SIDES_ONE_SIDED, n, list);
  n = cupsAddOption (CUPS_PRINT_COLOR_MODE, options->colour ? CUPS_PRINT_COLOR_MODE_COLOR : CUPS_PRINT_COLOR_MODE_MONOCHROME,
                     n, list);
  if (options->first_page > 0 || options->last_page > 0)
    {
      g_autofree char *range = options->last_page > 0
                                   ? g_strdup_printf ("%u-%u", MAX (options->first_page, 1), options->last_page)
                                   : g_strdup_printf ("%u-2147483647", MAX (options->first_page, 1));

      n = cupsAddOption ("page-ranges", range, n, list);
    }
  return n;
}

static void
job_free (Job *job)
{
  if (job->info != NULL)
    cupsFreeDestInfo (job->info);
  if (job->dest != NULL)
    cupsFreeDests (1, job->dest);
  if (job->http != NULL)
    httpClose (job->http);
  g_free (job);
}

static gboolean
write_cb (gpointer data, const guint8 *bytes, gsize length, GError **error)
{
  Job *job = data;

  while (length > 0)
    {
      gsize piece = MIN (length, (gsize)65536);

      if (cupsWriteRequestData (job->http, (const char *)bytes, piece) != HTTP_STATUS_CONTINUE)
        return fail (error);
      bytes += piece;
      length -= piece;
    }
  return TRUE;
}

static void
abort_cb (gpointer data)
{
  Job *job = data;

  /* The request is half sent: only closing it ends it, and the job is cancelled over a connection of its own. */
  httpClose (job->http);
  job->http = NULL;
  cupsCancelJob2 (CUPS_HTTP_DEFAULT, job->dest->name, job->job, 1);
  job_free (job);
}

static gboolean
finish_cb (gpointer data, GError **error)
{
  Job *job = data;
  ipp_status_t status = cupsFinishDestDocument (job->http, job->dest, job->info);
  Printed done = { g_strdup (job->dest->name), job->job };

  if (status >= IPP_STATUS_REDIRECTION_OTHER_SITE)
    {
      g_free (done.printer);
      fail (error);
      abort_cb (job);
      return FALSE;
    }
  g_mutex_lock (&printed_lock);
  if (printed == NULL)
    {
      printed = g_array_new (FALSE, FALSE, sizeof (Printed));
      g_array_set_clear_func (printed, printed_clear);
    }
  g_array_append_val (printed, done);
  g_mutex_unlock (&printed_lock);
  job_free (job);
  return TRUE;
}

static const JalReleaseSink sink = { write_cb, finish_cb, abort_cb };

JalReleaseFile *
jal_release_printer_new (const JalPrintOptions *options, GError **error)
{
  Job *job = g_new0 (Job, 1);
  cups_option_t *list = NULL;
  int n = 0;
  gboolean begun;

  g_return_val_if_fail (options != NULL && options->printer != NULL, NULL);

  cupsSetPasswordCB2 (no_password_cb, NULL);
  job->dest = cupsGetNamedDest (CUPS_HTTP_DEFAULT, options->printer, NULL);
  job->http = job->dest != NULL
                ? httpConnect2 (cupsServer (), ippPort (), NULL, AF_UNSPEC, cupsEncryption (), 1, LIST_TIMEOUT_MS, NULL)
                : NULL;
  job->info = job->http != NULL ? cupsCopyDestInfo (job->http, job->dest) : NULL;
  if (job->info == NULL)
    {
      g_set_error_literal (error, JAL_STORE_ERROR, JAL_STORE_ERROR_FAILED,
                           _ ("Nothing was printed: this printer is not there any more, or does not answer. Choose another "
                              "one."));
      job_free (job);
      return NULL;
    }
  n = add_options (options, &list);
  begun = cupsCreateDestJob (job->http, job->dest, job->info, &job->job, JOB_NAME, n, list)
            < IPP_STATUS_REDIRECTION_OTHER_SITE;
  if (begun
      && cupsStartDestDocument (job->http, job->dest, job->info, job->job, JOB_NAME, CUPS_FORMAT_PDF, n, list, 1)
           != HTTP_STATUS_CONTINUE)
    {
      fail (error);
      abort_cb (job);
      job = NULL;
    }
  else if (!begun)
    {
      fail (error);
      g_clear_pointer (&job, job_free);
    }
  cupsFreeOptions (n, list);
  return job != NULL ? jal_release_file_new_for_sink (&sink, job) : NULL;
}

/* Whether CUPS has done with the job; also when it does not know it any more. */
static gboolean
is_over (const Printed *done)
{
  cups_job_t *jobs = NULL;
  int n = cupsGetJobs2 (CUPS_HTTP_DEFAULT, &jobs, done->printer, 0, CUPS_WHICHJOBS_ACTIVE);
  gboolean over = n >= 0;

  for (int i = 0; i < n; i++)
    over = over && jobs[i].id != done->number;
  if (n > 0)
    cupsFreeJobs (n, jobs);
  return over;
}

guint
jal_release_forget_print_jobs (guint seconds, GCancellable *cancellable)
{
  gint64 until = g_get_monotonic_time () + seconds * G_USEC_PER_SEC;
  guint left = 0;

  cupsSetPasswordCB2 (no_password_cb, NULL);
  for (;;)
    {
      left = 0;
      g_mutex_lock (&printed_lock);
      for (guint i = printed != NULL ? printed->len : 0; i > 0; i--)
        {
          const Printed *done = &g_array_index (printed, Printed, i - 1);

          if (!is_over (done))
            left++;
          else
            {
              cupsCancelJob2 (CUPS_HTTP_DEFAULT, done->printer, done->number, 1);
              g_array_remove_index (printed, i - 1);
            }
        }
      g_mutex_unlock (&printed_lock);
      if (left == 0 || g_get_monotonic_time () >= until || g_cancellable_is_cancelled (cancellable))
        return left;
      /* CUPS tells the end of a job to nobody who did not subscribe over the network: it is asked once a second. */
      {
        GPollFD fd;
        gboolean watched = g_cancellable_make_pollfd (cancellable, &fd);

        g_poll (watched ? &fd : NULL, watched ? 1 : 0, 1000);
        if (watched)
          g_cancellable_release_fd (cancellable);
      }
    }
}
