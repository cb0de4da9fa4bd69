/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The nouns of a case as values.
 *
 * 1. A value is filled in by the room that reads it and never changed once it has been handed out.
 * 2. Strings that are not nullable are never NULL: a fresh value holds "" in each of them.
 * 3. Ids, dates and numbers of a fresh value mean "none".
 */
#include "record/jal-record.h"

/* All types share one way to fill and free their strings: by the offsets of the fields. */

static void
fill_strings (gpointer self, const gsize *offsets, gsize n)
{
  for (gsize i = 0; i < n; i++)
    G_STRUCT_MEMBER (char *, self, offsets[i]) = g_strdup ("");
}

static void
free_strings (gpointer self, const gsize *offsets, gsize n)
{
  for (gsize i = 0; i < n; i++)
    g_clear_pointer (&G_STRUCT_MEMBER (char *, self, offsets[i]), g_free);
}

/* A final type whose fields are plain: @ALWAYS and @MAYBE are arrays of string offsets, @INIT and @FREE are more. */
#define DEFINE_VALUE(Type, type, ALWAYS, MAYBE, INIT, FREE)                                                            \
  G_DEFINE_FINAL_TYPE (Type, type, G_TYPE_OBJECT)                                                                      \
  static void type##_finalize (GObject *object)                                                                        \
  {                                                                                                                    \
    Type *self = (Type *)object;                                                                                       \
                                                                                                                       \
    free_strings (self, ALWAYS, G_N_ELEMENTS (ALWAYS));                                                                \
    free_strings (self, MAYBE, G_N_ELEMENTS (MAYBE));                                                                  \
    FREE;                                                                                                              \
    G_OBJECT_CLASS (type##_parent_class)->finalize (object);                                                           \
  }                                                                                                                    \
  static void type##_class_init (Type##Class *klass)                                                                   \
  {                                                                                                                    \
    G_OBJECT_CLASS (klass)->finalize = type##_finalize;                                                                \
  }                                                                                                                    \
  static void type##_init (Type *self)                                                                                 \
  {                                                                                                                    \
    fill_strings (self, ALWAYS, G_N_ELEMENTS (ALWAYS));                                                                \
    INIT;                                                                                                              \
  }

#define AT(Type, field) G_STRUCT_OFFSET (Type, field)
#define NOTHING (void)self

static const gsize case_always[]
    = { AT (JalCase, title), AT (JalCase, capacity), AT (JalCase, stage), AT (JalCase, note) };
static const gsize case_maybe[] = { AT (JalCase, number), AT (JalCase, court), AT (JalCase, next_kind) };
DEFINE_VALUE (JalCase, jal_case, case_always, case_maybe, self->plea_date = self->next_date = JAL_DATE_NONE, NOTHING)

static const gsize document_always[] = {
  AT (JalDocument, title), AT (JalDocument, kind),  AT (JalDocument, language), AT (JalDocument, sensitivity),
  AT (JalDocument, note),  AT (JalDocument, media), AT (JalDocument, sha256),   AT (JalDocument, source_name),
};
static const gsize document_maybe[] = { AT (JalDocument, exhibit) };
DEFINE_VALUE (JalDocument, jal_document, document_always, document_maybe, self->date = JAL_DATE_NONE, NOTHING)

static const gsize custody_always[]
    = { AT (JalCustodyEvent, verb), AT (JalCustodyEvent, actor), AT (JalCustodyEvent, detail) };
static const gsize custody_maybe[] = { G_STRUCT_OFFSET (JalCustodyEvent, party) };
DEFINE_VALUE (JalCustodyEvent, jal_custody_event, custody_always, custody_maybe, self->happened = JAL_DATE_NONE, NOTHING)

static const gsize mark_always[] = {
  AT (JalMark, kind),           AT (JalMark, color),         AT (JalMark, text),   AT (JalMark, quoted),
  AT (JalMark, context_before), AT (JalMark, context_after), AT (JalMark, author), AT (JalMark, audience),
  AT (JalMark, anchor),
};
static const gsize mark_maybe[]
    = { AT (JalMark, received), AT (JalMark, link_title), AT (JalMark, link_exhibit), AT (JalMark, link_kind) };
DEFINE_VALUE (JalMark, jal_mark, mark_always, mark_maybe, (self->document_page = -1, self->link_date = JAL_DATE_NONE),
              (g_free (self->quads), g_free (self->points)))

static const gsize session_always[] = { AT (JalSession, kind), AT (JalSession, state), AT (JalSession, purpose),
                                        AT (JalSession, place), AT (JalSession, note) };
static const gsize session_maybe[] = { AT (JalSession, reason), AT (JalSession, warning) };
DEFINE_VALUE (JalSession, jal_session, session_always, session_maybe,
              (self->date = self->first_date = JAL_DATE_NONE, self->template_entry = -1), NOTHING)

static const gsize day_always[] = { AT (JalCalendarDay, name), AT (JalCalendarDay, type) };
static const gsize day_maybe[] = { AT (JalCalendarDay, holiday), AT (JalCalendarDay, court) };
DEFINE_VALUE (JalCalendarDay, jal_calendar_day, day_always, day_maybe, self->date = JAL_DATE_NONE, NOTHING)

static const gsize section_always[] = { AT (JalSection, code), AT (JalSection, title), AT (JalSection, copies) };
static const gsize section_maybe[] = { AT (JalSection, profile_section) };
DEFINE_VALUE (JalSection, jal_section, section_always, section_maybe, self->items = g_list_store_new (JAL_TYPE_ITEM),
              g_clear_object (&self->items))

static const gsize item_always[] = { AT (JalItem, title), AT (JalItem, sensitivity) };
static const gsize item_maybe[] = { AT (JalItem, exhibit) };
DEFINE_VALUE (JalItem, jal_item, item_always, item_maybe, (self->date = JAL_DATE_NONE, self->whole = TRUE), NOTHING)

static const gsize build_always[] = { AT (JalBuild, copy), AT (JalBuild, sha256), AT (JalBuild, audit_head) };
static const gsize build_maybe[] = {};
DEFINE_VALUE (JalBuild, jal_build, build_always, build_maybe, NOTHING, NOTHING)

static const gsize person_always[]
    = { AT (JalPerson, role), AT (JalPerson, code), AT (JalPerson, name), AT (JalPerson, note) };
static const gsize person_maybe[] = { AT (JalPerson, case_number) };
DEFINE_VALUE (JalPerson, jal_person, person_always, person_maybe,
              self->born = self->since = self->until = JAL_DATE_NONE, NOTHING)

const char *
jal_person_get_label (JalPerson *person)
{
  return *person->code != '\0' ? person->code : person->name;
}

static const gsize absence_always[] = { AT (JalAbsence, reason), AT (JalAbsence, who) };
static const gsize absence_maybe[] = { AT (JalAbsence, uid), AT (JalAbsence, instance), AT (JalAbsence, entered_in) };
DEFINE_VALUE (JalAbsence, jal_absence, absence_always, absence_maybe,
              (self->from = self->to = JAL_DATE_NONE, self->hard = TRUE), NOTHING)
static const gsize task_always[] = { AT (JalTask, title), AT (JalTask, owner), AT (JalTask, note), AT (JalTask, case_title) };
static const gsize task_maybe[] = { AT (JalTask, template), AT (JalTask, legal_ref), AT (JalTask, session_kind),
                                    AT (JalTask, case_number) };
DEFINE_VALUE (JalTask, jal_task, task_always, task_maybe, self->due = self->session_date = JAL_DATE_NONE, NOTHING)

static const gsize attendance_always[]
    = { AT (JalAttendance, who),   AT (JalAttendance, role),     AT (JalAttendance, state),
        AT (JalAttendance, heard), AT (JalAttendance, currency), AT (JalAttendance, note) };
static const gsize attendance_maybe[] = {};
DEFINE_VALUE (JalAttendance, jal_attendance, attendance_always, attendance_maybe, NOTHING, NOTHING)

static const gsize produced_always[] = { AT (JalProduced, state), AT (JalProduced, label), AT (JalProduced, witness),
                                         AT (JalProduced, note), AT (JalProduced, title) };
static const gsize produced_maybe[] = {};
DEFINE_VALUE (JalProduced, jal_produced, produced_always, produced_maybe, self->session_date = JAL_DATE_NONE, NOTHING)
