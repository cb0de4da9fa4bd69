/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The record of what was done, in words. tests/bundle fails when a verb of the program stands in no row here.
 */
#define G_LOG_DOMAIN "jal-bundle"

#include "bundle/jal-audit-words.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <string.h>

/* Sorted. */
static const struct
{
  const char *verb;
  const char *words;
  JalAuditKind kind;
} table[] = {
  { "absence.add", N_ ("Days away entered"), JAL_AUDIT_CHANGE },
  { "absence.remove", N_ ("Days away removed"), JAL_AUDIT_CHANGE },
  { "absence.update", N_ ("Days away changed"), JAL_AUDIT_CHANGE },
  { "attendance.add", N_ ("Attendance entered"), JAL_AUDIT_CHANGE },
  { "attendance.call", N_ ("People called for the session"), JAL_AUDIT_CHANGE },
  { "attendance.remove", N_ ("Attendance removed"), JAL_AUDIT_CHANGE },
  { "attendance.update", N_ ("Attendance changed"), JAL_AUDIT_CHANGE },
  { "audit.export", N_ ("Record of what was done saved as a file"), JAL_AUDIT_OUT },
  { "audit.key", N_ ("Signing key of this computer made"), JAL_AUDIT_VAULT },
  { "backup.automatic", N_ ("Automatic backups switched"), JAL_AUDIT_VAULT },
  { "backup.check", N_ ("Backup read back"), JAL_AUDIT_VAULT },
  { "backup.fail", N_ ("Backup failed"), JAL_AUDIT_VAULT },
  { "backup.folder", N_ ("Folder for backups chosen"), JAL_AUDIT_VAULT },
  { "backup.make", N_ ("Backup made"), JAL_AUDIT_VAULT },
  { "backup.reach", N_ ("Backups left by an erasure looked for"), JAL_AUDIT_VAULT },
  { "backup.remove", N_ ("Old backup removed"), JAL_AUDIT_VAULT },
  { "backup.said-gone", N_ ("Backup said to be gone"), JAL_AUDIT_VAULT },
  { "bundle.add", N_ ("Bundle begun"), JAL_AUDIT_CHANGE },
  { "bundle.build", N_ ("Bundle built and saved"), JAL_AUDIT_OUT },
  { "bundle.disclose", N_ ("Bundle given to somebody"), JAL_AUDIT_OUT },
  { "bundle.language", N_ ("Language of the bundle changed"), JAL_AUDIT_CHANGE },
  { "bundle.place", N_ ("New documents placed in the bundle"), JAL_AUDIT_CHANGE },
  { "bundle.print", N_ ("Bundle printed"), JAL_AUDIT_OUT },
  { "bundle.rebuild", N_ ("Bundle saved again"), JAL_AUDIT_OUT },
  { "calendar.add", N_ ("Day entered in the court calendar"), JAL_AUDIT_CHANGE },
  { "calendar.change", N_ ("Day of the court calendar changed"), JAL_AUDIT_CHANGE },
  { "calendar.export", N_ ("Dates saved as a calendar file"), JAL_AUDIT_OUT },
  { "calendar.import", N_ ("Calendar file read in"), JAL_AUDIT_CHANGE },
  { "calendar.move", N_ ("Date of a feast set"), JAL_AUDIT_CHANGE },
  { "calendar.remove", N_ ("Day removed from the court calendar"), JAL_AUDIT_CHANGE },
  { "case.add", N_ ("Case entered"), JAL_AUDIT_CHANGE },
  { "case.erase", N_ ("Case erased for good"), JAL_AUDIT_CHANGE },
  { "case.remove", N_ ("Case removed"), JAL_AUDIT_CHANGE },
  { "case.search", N_ ("Words looked for in a case"), JAL_AUDIT_VIEW },
  { "case.update", N_ ("Case changed"), JAL_AUDIT_CHANGE },
  { "custody.check", N_ ("Hash checked"), JAL_AUDIT_CHANGE },
  { "custody.disclose", N_ ("Document given to somebody"), JAL_AUDIT_OUT },
  { "custody.hand", N_ ("Exhibit handed over"), JAL_AUDIT_CHANGE },
  { "custody.receive", N_ ("Exhibit received"), JAL_AUDIT_CHANGE },
  { "custody.remove", N_ ("Entry of the custody removed"), JAL_AUDIT_CHANGE },
  { "custody.update", N_ ("Entry of the custody corrected"), JAL_AUDIT_CHANGE },
  { "document.erase", N_ ("Content erased for good"), JAL_AUDIT_CHANGE },
  { "document.export", N_ ("Copy of a document saved"), JAL_AUDIT_OUT },
  { "document.export-marks", N_ ("Marks saved as a file"), JAL_AUDIT_OUT },
  { "document.move", N_ ("Document moved"), JAL_AUDIT_CHANGE },
  { "document.open", N_ ("Document opened"), JAL_AUDIT_VIEW },
  { "document.read", N_ ("Text of a document read"), JAL_AUDIT_VIEW },
  { "document.redact", N_ ("Redacted copy saved"), JAL_AUDIT_OUT },
  { "document.register", N_ ("Exhibit entered without its content"), JAL_AUDIT_CHANGE },
  { "document.remove", N_ ("Document removed"), JAL_AUDIT_CHANGE },
  { "document.replace", N_ ("Newer version taken in"), JAL_AUDIT_CHANGE },
  { "document.rotate", N_ ("Document turned"), JAL_AUDIT_CHANGE },
  { "document.show", N_ ("Entry of a document looked at"), JAL_AUDIT_VIEW },
  { "document.update", N_ ("Document changed"), JAL_AUDIT_CHANGE },
  { "evidence.import", N_ ("Evidence taken in"), JAL_AUDIT_CHANGE },
  { "exhibit.produce", N_ ("Exhibit produced in court"), JAL_AUDIT_CHANGE },
  { "evidence.unlock", N_ ("Document unlocked with its password"), JAL_AUDIT_CHANGE },
  { "exhibit.unproduce", N_ ("Production of an exhibit taken out"), JAL_AUDIT_CHANGE },
  { "item.add", N_ ("Document put into the bundle"), JAL_AUDIT_CHANGE },
  { "item.move", N_ ("Document moved in the bundle"), JAL_AUDIT_CHANGE },
  { "item.sort", N_ ("Documents sorted into a section of the bundle"), JAL_AUDIT_CHANGE },
  { "item.range", N_ ("Pages for the bundle chosen"), JAL_AUDIT_CHANGE },
  { "item.remove", N_ ("Document taken out of the bundle"), JAL_AUDIT_CHANGE },
  { "key.add", N_ ("Person added who can open the vault"), JAL_AUDIT_VAULT },
  { "key.add-failed", N_ ("Adding a person failed"), JAL_AUDIT_VAULT },
  { "key.name", N_ ("Person named who opens the vault"), JAL_AUDIT_VAULT },
  { "key.passphrase", N_ ("Passphrase changed"), JAL_AUDIT_VAULT },
  { "key.recovery", N_ ("Recovery sheet made"), JAL_AUDIT_VAULT },
  { "key.recovery-remove", N_ ("Recovery sheet made worthless"), JAL_AUDIT_VAULT },
  { "key.recovery-used", N_ ("Vault opened with a recovery sheet"), JAL_AUDIT_VAULT },
  { "key.remove", N_ ("Person removed who could open the vault"), JAL_AUDIT_VAULT },
  { "key.rename", N_ ("Person renamed"), JAL_AUDIT_VAULT },
  { "mark.add", N_ ("Mark made"), JAL_AUDIT_CHANGE },
  { "mark.adopt", N_ ("Received note taken over as a mark"), JAL_AUDIT_CHANGE },
  { "mark.link", N_ ("Mark linked to an element"), JAL_AUDIT_CHANGE },
  { "mark.meaning", N_ ("Meaning of a colour changed"), JAL_AUDIT_CHANGE },
  { "mark.place", N_ ("Mark moved"), JAL_AUDIT_CHANGE },
  { "mark.read", N_ ("Marks of a document looked at"), JAL_AUDIT_VIEW },
  { "document.text", N_ ("Text read again"), JAL_AUDIT_CHANGE },
  { "mark.received", N_ ("Notes that came with a file listed"), JAL_AUDIT_CHANGE },
  { "mark.remove", N_ ("Mark removed"), JAL_AUDIT_CHANGE },
  { "mark.settle", N_ ("Place of a mark settled"), JAL_AUDIT_CHANGE },
  { "mark.update", N_ ("Mark changed"), JAL_AUDIT_CHANGE },
  { "name.add", N_ ("Protected name entered"), JAL_AUDIT_CHANGE },
  { "name.remove", N_ ("Protected name removed"), JAL_AUDIT_CHANGE },
  { "name.reveal", N_ ("Protected names shown"), JAL_AUDIT_VIEW },
  { "name.update", N_ ("Protected name changed"), JAL_AUDIT_CHANGE },
  { "page.look", N_ ("Pages looked at that no search can read"), JAL_AUDIT_CHANGE },
  { "page.unlook", N_ ("Looks at pages taken back"), JAL_AUDIT_CHANGE },
  { "paper.export", N_ ("Paper saved or printed"), JAL_AUDIT_OUT },
  { "person.add", N_ ("Person entered"), JAL_AUDIT_CHANGE },
  { "person.remove", N_ ("Person removed"), JAL_AUDIT_CHANGE },
  { "person.reveal", N_ ("Hidden name shown"), JAL_AUDIT_VIEW },
  { "person.update", N_ ("Person changed"), JAL_AUDIT_CHANGE },
  { "person.transfer", N_ ("Last day of a magistrate taken over into other cases"), JAL_AUDIT_CHANGE },
  { "plan.capacity", N_ ("Room in the week changed"), JAL_AUDIT_CHANGE },
  { "plan.weights", N_ ("Weights of the planner changed"), JAL_AUDIT_CHANGE },
  { "record.broken", N_ ("Entries kept beside the vault were not whole"), JAL_AUDIT_VAULT },
  { "record.later", N_ ("The vault had been damaged: what follows was kept beside it until now"), JAL_AUDIT_VAULT },
  { "redaction.add", N_ ("Redaction made"), JAL_AUDIT_CHANGE },
  { "redaction.place", N_ ("Redaction moved"), JAL_AUDIT_CHANGE },
  { "redaction.read", N_ ("Redactions of a document looked at"), JAL_AUDIT_VIEW },
  { "redaction.remove", N_ ("Redaction removed"), JAL_AUDIT_CHANGE },
  { "redaction.update", N_ ("Redaction changed"), JAL_AUDIT_CHANGE },
  { "redo", N_ ("Done again"), JAL_AUDIT_CHANGE },
  { "rescue.looked-through", N_ ("What a rescue may have lost was looked through"), JAL_AUDIT_VAULT },
  { "section.add", N_ ("Section of the bundle added"), JAL_AUDIT_CHANGE },
  { "section.move", N_ ("Section of the bundle moved"), JAL_AUDIT_CHANGE },
  { "section.remove", N_ ("Section of the bundle removed"), JAL_AUDIT_CHANGE },
  { "section.update", N_ ("Section of the bundle changed"), JAL_AUDIT_CHANGE },
  { "session.add", N_ ("Session entered"), JAL_AUDIT_CHANGE },
  { "session.adjourn", N_ ("Session adjourned"), JAL_AUDIT_CHANGE },
  { "session.mentions", N_ ("Gaps filled with mentions"), JAL_AUDIT_CHANGE },
  { "session.move", N_ ("Session moved"), JAL_AUDIT_CHANGE },
  { "session.note", N_ ("Note of the session kept"), JAL_AUDIT_CHANGE },
  { "session.offer", N_ ("Offered date taken"), JAL_AUDIT_CHANGE },
  { "session.plan", N_ ("Sessions planned"), JAL_AUDIT_CHANGE },
  { "session.plan-all", N_ ("Sessions of all cases planned"), JAL_AUDIT_CHANGE },
  { "session.read", N_ ("Note of a session read"), JAL_AUDIT_VIEW },
  { "session.remove", N_ ("Session removed"), JAL_AUDIT_CHANGE },
  { "session.update", N_ ("Session changed"), JAL_AUDIT_CHANGE },
  { "task.add", N_ ("Task entered"), JAL_AUDIT_CHANGE },
  { "task.done", N_ ("Task done"), JAL_AUDIT_CHANGE },
  { "task.remove", N_ ("Task removed"), JAL_AUDIT_CHANGE },
  { "task.restore", N_ ("Task put back"), JAL_AUDIT_CHANGE },
  { "task.undone", N_ ("Task opened again"), JAL_AUDIT_CHANGE },
  { "task.update", N_ ("Task changed"), JAL_AUDIT_CHANGE },
  { "undo", N_ ("Taken back"), JAL_AUDIT_CHANGE },
  { "usual-task.add", N_ ("Usual task added"), JAL_AUDIT_CHANGE },
  { "usual-task.remove", N_ ("Usual task removed"), JAL_AUDIT_CHANGE },
  { "usual-task.reset", N_ ("Usual task as the program proposes it"), JAL_AUDIT_CHANGE },
  { "usual-task.update", N_ ("Usual task changed"), JAL_AUDIT_CHANGE },
  { "vault.create", N_ ("Vault made"), JAL_AUDIT_VAULT },
  { "vault.rekey", N_ ("Keys replaced"), JAL_AUDIT_VAULT },
  { "vault.rescue", N_ ("Vault rescued from a damaged one"), JAL_AUDIT_VAULT },
  { "vault.restore", N_ ("Vault restored from a backup"), JAL_AUDIT_VAULT },
  { "vault.update", N_ ("Vault brought up to date"), JAL_AUDIT_VAULT },
};

static int
find (const char *verb)
{
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (g_str_equal (table[i].verb, verb))
      return (int)i;
  return -1;
}

const char *
jal_audit_words_verb (const char *verb)
{
  int i = find (verb);

  return i >= 0 ? _ (table[i].words) : verb;
}

JalAuditKind
jal_audit_words_kind (const char *verb)
{
  int i = find (verb);

  return i >= 0 ? table[i].kind : JAL_AUDIT_CHANGE;
}

static void
append (GString *words, const char *part)
{
  if (words->len > 0)
    g_string_append (words, " · ");
  g_string_append (words, part);
}

static void
append_member (GString *words, JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);
  GType type = node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;

  if (type == G_TYPE_STRING && (g_str_equal (name, "sha256") || g_str_equal (name, "audit_head")))
    {
      g_autofree char *hash = g_strdup_printf ("%s %.16s…", g_str_equal (name, "sha256") ? "SHA-256" : _ ("head"),
                                               json_node_get_string (node));

      append (words, hash);
    }
  else if (type == G_TYPE_STRING && g_str_equal (name, "copy"))
    append (words, g_str_equal (json_node_get_string (node), "court") ? _ ("the court’s copy") : _ ("counsel’s own copy"));
  else if (type == G_TYPE_STRING && g_str_equal (name, "why"))
    append (words, g_str_equal (json_node_get_string (node), "abuse") ? _ ("it shows abuse") : _ ("the time for keeping it is over"));
  else if (type == G_TYPE_STRING && g_str_equal (name, "paper"))
    append (words, jal_audit_words_paper (json_node_get_string (node)));
  else if (type == G_TYPE_BOOLEAN && g_str_equal (name, "marked") && json_node_get_boolean (node))
    append (words, _ ("with marks"));
  else if (type == G_TYPE_INT64 && (g_str_equal (name, "pages") || g_str_equal (name, "redactions")))
    {
      guint n = (guint)CLAMP (json_node_get_int (node), 0, G_MAXINT);
      g_autofree char *count
          = g_str_equal (name, "pages")
                ? g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u page", "%u pages", n), n)
                : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u redaction", "%u redactions", n), n);

      append (words, count);
    }
}

const char *
jal_audit_words_paper (const char *kind)
{
  static const struct
  {
    const char *kind;
    const char *words;
  } papers[] = {
    { "custody sheet", N_ ("custody sheet for the court") },
    { "recovery sheet", N_ ("recovery sheet") },
    { "audit", N_ ("record of what was done") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (papers); i++)
    if (g_str_equal (papers[i].kind, kind))
      return _ (papers[i].words);
  return kind;
}

char *
jal_audit_words_detail (const char *payload)
{
  static const char *const members[] = { "paper", "copy", "pages", "marked", "redactions", "why", "sha256", "audit_head" };
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GString) words = g_string_new (NULL);
  JsonObject *object;

  if (payload == NULL)
    return g_strdup ("");
  if (g_str_equal (payload, "matches"))
    return g_strdup (_ ("matches"));
  if (g_str_equal (payload, "does not match"))
    return g_strdup (_ ("DOES NOT MATCH"));
  if (*payload != '{')
    return g_strdup (payload);
  root = json_from_string (payload, NULL);
  object = root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  for (guint i = 0; object != NULL && i < G_N_ELEMENTS (members); i++)
    append_member (words, object, members[i]);
  return g_string_free (g_steal_pointer (&words), FALSE);
}
