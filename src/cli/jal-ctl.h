/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include <stdio.h>

#include "base/jal-date.h"
#include "base/jal-id.h"
#include "release/jal-guard-told.h"
#include "release/jal-release-beside.h"
#include "store/jal-store.h"

G_BEGIN_DECLS

/* Exit codes, stable: scripts rely on them. */
enum
{
  JAL_CTL_DONE = 0,
  JAL_CTL_FAILED = 1,
  JAL_CTL_USAGE = 2,
  JAL_CTL_PASSPHRASE = 3,
  JAL_CTL_DAMAGED = 4,
  JAL_CTL_REFUSED = 5,
};

typedef enum
{
  JAL_CTL_ERROR_USAGE,   /* the command line is wrong */
  JAL_CTL_ERROR_REFUSED, /* nothing was done, for a reason that was printed */
  JAL_CTL_ERROR_FAILED,
} JalCtlError;

#define JAL_CTL_ERROR (jal_ctl_error_quark ())
GQuark jal_ctl_error_quark (void);

typedef struct _JalCtl JalCtl;

/* Does the verb's work and prints its result. */
typedef gboolean (*JalCtlFunc) (JalCtl *ctl, GError **error);

typedef enum
{
  JAL_CTL_NO_VAULT,   /* the verb opens what it needs by itself */
  JAL_CTL_OPEN_VAULT, /* --vault is opened before the verb runs and closed after it */
} JalCtlNeeds;

/* One verb of the program. */
typedef struct
{
  const char *noun;
  const char *verb;      /* nullable: the noun stands alone */
  const char *arguments; /* as help shows them: "CASE PATH…" */
  guint min_arguments;
  guint max_arguments;
  const char *options; /* "!title=T number=N marked": '!' required, '=' takes a value; separated by spaces */
  const char *summary; /* an untranslated msgid */
  JalCtlNeeds needs;
  JalCtlFunc run;
} JalCtlVerb;

struct _JalCtl
{
  const JalCtlVerb *verb;
  GPtrArray *arguments; /* of char *: what follows the verb and is no option */
  GHashTable *options;  /* char * → char *, "" for those without a value */
  gboolean json;
  JalStore *store;  /* nullable */
  char *passphrase; /* nullable: what the vault was opened with, for verbs that must prove it once more */
  GCancellable *cancellable;
};

/* A verb that stands in a table of another file. */
gboolean jal_ctl_run_ical (JalCtl *ctl, GError **error);
/* After somebody was remanded or released: warns where the mentions of the case are not those that the law wants now. */
void jal_ctl_warn_mentions (JalCtl *ctl, JalId case_id);

/* Tables of verbs, one a file, each closed by an entry without a noun. */
extern const JalCtlVerb jal_ctl_vault_verbs[];
extern const JalCtlVerb jal_ctl_backup_verbs[];
extern const JalCtlVerb jal_ctl_bundle_verbs[];
extern const JalCtlVerb jal_ctl_calendar_verbs[];
extern const JalCtlVerb jal_ctl_case_verbs[];
extern const JalCtlVerb jal_ctl_check_verbs[];
extern const JalCtlVerb jal_ctl_evidence_verbs[];
extern const JalCtlVerb jal_ctl_erasure_verbs[];
extern const JalCtlVerb jal_ctl_key_verbs[];
extern const JalCtlVerb jal_ctl_mark_verbs[];
extern const JalCtlVerb jal_ctl_person_verbs[];
extern const JalCtlVerb jal_ctl_redact_verbs[];
extern const JalCtlVerb jal_ctl_looked_verbs[];
extern const JalCtlVerb jal_ctl_rescue_verbs[];
extern const JalCtlVerb jal_ctl_release_verbs[];
extern const JalCtlVerb jal_ctl_sample_verbs[];
extern const JalCtlVerb jal_ctl_session_verbs[];
extern const JalCtlVerb jal_ctl_court_day_verbs[];
extern const JalCtlVerb jal_ctl_usual_task_verbs[];
extern const JalCtlVerb jal_ctl_picture_verbs[];

/* --- What verbs ask ------------------------------------------------------------------------------------------ */

/* (nullable): NULL when the option was not given. */
const char *jal_ctl_get_option (JalCtl *ctl, const char *name);
const char *jal_ctl_get_argument (JalCtl *ctl, guint i);
/* A whole number from @min to @max; @fallback when the option was not given. */
gboolean jal_ctl_get_number (JalCtl *ctl, const char *name, guint min, guint max, guint fallback, guint *value,
                             GError **error);
/* A YYYY-MM-DD; JAL_DATE_NONE when the option was not given. */
gboolean jal_ctl_get_date (JalCtl *ctl, const char *name, JalDate *date, GError **error);
/* The id that @name names, by a prefix of six digits or more; a case also by its number. */
gboolean jal_ctl_resolve (JalCtl *ctl, const char *noun, const char *name, JalId *id, GError **error);
/* The same for argument @i. */
gboolean jal_ctl_get_id (JalCtl *ctl, const char *noun, guint i, JalId *id, GError **error);
/* Opens the vault of --vault with the secret that was given or asked for: as ever when @whole, and when it is damaged, or not
   @whole, for reading what is left if @damaged. */
gboolean jal_ctl_open_so_far (JalCtl *ctl, gboolean whole, gboolean damaged, GError **error);
/* Returns (transfer full): the passphrase, from --passphrase-file or asked for at the terminal (@twice for a new one).
   A new one must be long enough. Give it back with jal_ctl_free_passphrase(). */
char *jal_ctl_get_passphrase (JalCtl *ctl, gboolean twice, GError **error);
void jal_ctl_free_passphrase (char *passphrase);
/* Any thread: shows again what is typed, should a question have hidden it. */
void jal_ctl_restore_terminal (void);
/* The same for another passphrase: from the file that option @option names, or asked for with @question. */
char *jal_ctl_get_secret (JalCtl *ctl, const char *option, const char *question, gboolean twice, GError **error);
/* Returns (transfer full): the first line of the file at @path ("-": standard input). */
char *jal_ctl_read_secret (const char *path, GError **error);
/* Returns (transfer full): the recovery code in the file of --recovery-file, as it stands there. */
char *jal_ctl_get_recovery (JalCtl *ctl, GError **error);
/* Before something that cannot be taken back: @what says it in a sentence. TRUE after --yes, or when it is confirmed at the terminal. */
gboolean jal_ctl_confirm (JalCtl *ctl, const char *what, GError **error);
/* What it shall cost to try a passphrase: --strength, what suits this machine unless given; "min" is for tests. */
gboolean jal_ctl_get_strength (JalCtl *ctl, JalStoreStrength *strength, GError **error);
gboolean jal_ctl_usage (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* --- What verbs print ---------------------------------------------------------------------------------------- */

/* One column of a list or line of an object in plain output. */
typedef struct
{
  const char *key;
  const char *heading; /* an untranslated msgid */
} JalCtlColumn;

void jal_ctl_put_id (JsonBuilder *builder, const char *key, JalId id);
/* NULL becomes null. */
void jal_ctl_put_string (JsonBuilder *builder, const char *key, const char *value);
void jal_ctl_put_number (JsonBuilder *builder, const char *key, gint64 value);
void jal_ctl_put_flag (JsonBuilder *builder, const char *key, gboolean value);
/* "YYYY-MM-DD" or null. */
void jal_ctl_put_date (JsonBuilder *builder, const char *key, JalDate date);
/* ISO 8601 in UTC, or null for 0. */
void jal_ctl_put_instant (JsonBuilder *builder, const char *key, gint64 microseconds);

/* Prints what the builder holds: as JSON whole with --json, else the @columns (closed by a NULL key) of an object as
   lines or of a list of objects as a table. */
void jal_ctl_print (JalCtl *ctl, JsonBuilder *builder, const JalCtlColumn *columns);
/* Returns (transfer full): @text as a terminal may be shown it: characters that control it or turn the direction of writing
   (UAX #9, table 1) become U+FFFD; line ends and tabs stay. Everything of a vault or of a file that is printed as text passes
   through here; JSON is for programs and is left as it is. */
char *jal_ctl_harmless (const char *text);
/* Prints it so. */
void jal_ctl_put_text (FILE *file, const char *text);
/* Plain text to standard output, nothing with --json. */
void jal_ctl_say (JalCtl *ctl, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* To standard error in both. */
void jal_ctl_warn (const char *format, ...) G_GNUC_PRINTF (1, 2);
/* How far something is, 0 to 1, on a line that is written over; on a terminal only. @shown is an int, -1 at the beginning. */
void jal_ctl_show_fraction (double fraction, gpointer shown);
/* How what is hidden gets out of the way. */
void jal_ctl_say_covers_stay (void);
/* What stopped a copy: to the screen of who asked, and nowhere else. */
void jal_ctl_say_told (const JalGuardTold *told);
/* Whether the copy that @told stopped is to be made once more with pages drawn as pictures (--draw-pages): @told is ready for that then. */
gboolean jal_ctl_draws_pages (JalCtl *ctl, JalGuardTold *told);
/* What leaves beside the words of the pages, the same; and as members of an object. */
void jal_ctl_say_beside (const JalReleaseBeside *beside);
void jal_ctl_put_beside (JsonBuilder *builder, const JalReleaseBeside *beside);

/* --- How it ends --------------------------------------------------------------------------------------------- */

int jal_ctl_exit_code (const GError *error);
/* Opens --vault, by passphrase or recovery code, into @ctl. */
gboolean jal_ctl_open_vault (JalCtl *ctl, GError **error);
int jal_ctl_run (int argc, char **argv, GCancellable *cancellable);

/* A list of tasks: its columns, and @tasks (of JalTask) as an array. */
extern const JalCtlColumn jal_ctl_task_columns[];
void jal_ctl_put_tasks (JsonBuilder *builder, GListModel *tasks);

G_END_DECLS
