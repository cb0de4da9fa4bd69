/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "law/jal-law.h"

G_BEGIN_DECLS

/* What a copy shows of a section. */
typedef enum
{
  JAL_PROFILE_SHOW_NONE,
  JAL_PROFILE_SHOW_PRODUCED, /* only what was produced as an exhibit */
  JAL_PROFILE_SHOW_ALL,
} JalProfileShow;

typedef enum
{
  JAL_STAMP_TOP_LEFT,
  JAL_STAMP_TOP_CENTRE,
  JAL_STAMP_TOP_RIGHT,
  JAL_STAMP_BOTTOM_LEFT,
  JAL_STAMP_BOTTOM_CENTRE,
  JAL_STAMP_BOTTOM_RIGHT,
} JalStampPosition;

typedef struct
{
  const char *id;     /* "statements": stored with bundles, never changes */
  const char *letter; /* "C" */
  JalLabel title;
  const char *const *kinds; /* NULL-terminated: the kinds of documents (jal-doctype.h) that fall in it by themselves */
  gboolean fallback;        /* takes every kind no section names; exactly one section does */
} JalProfileSection;

typedef struct
{
  const char *id; /* "court" */
  JalLabel title;
  const JalProfileShow *shows; /* one for each section, in their order */
} JalProfileCopy;

/* The rules a bundle is made by: data/profiles/NAME.json. A value that is shared and never changes. */
typedef struct _JalProfile JalProfile;

#define JAL_PROFILE_DEFAULT "kenya-trial"

/* Returns (transfer full) (nullable): the built-in profile @id; JAL_LAW_ERROR_UNKNOWN when there is none. */
JalProfile *jal_profile_new_builtin (const char *id, GError **error);
/* Returns (transfer full) (nullable): the profile in @json (@length bytes, or -1 when NUL-terminated);
   JAL_LAW_ERROR_MALFORMED when something is missing, doubled or unknown in it. */
JalProfile *jal_profile_new_from_json (const char *json, gssize length, GError **error);
JalProfile *jal_profile_ref (JalProfile *profile);
void jal_profile_unref (JalProfile *profile);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (JalProfile, jal_profile_unref)

/* Everything handed out belongs to the profile. */
const char *jal_profile_get_id (const JalProfile *profile);
const char *jal_profile_get_title (const JalProfile *profile, JalLang lang);
const JalStanding *jal_profile_get_standing (const JalProfile *profile);
const JalProfileSection *jal_profile_get_sections (const JalProfile *profile, guint *n);
const JalProfileCopy *jal_profile_get_copies (const JalProfile *profile, guint *n);
/* (nullable): NULL when there is none of that name. */
const JalProfileSection *jal_profile_find_section (const JalProfile *profile, const char *id);
const JalProfileCopy *jal_profile_find_copy (const JalProfile *profile, const char *id);
/* The section documents of @kind (nullable) fall in by themselves: the fallback one for an unknown kind. */
const JalProfileSection *jal_profile_section_for_kind (const JalProfile *profile, const char *kind);
/* Whether @copy shows a document of @section; @produced says whether it was produced as an exhibit. */
gboolean jal_profile_shows (const JalProfile *profile, const JalProfileCopy *copy, const JalProfileSection *section,
                            gboolean produced);
JalStampPosition jal_profile_get_stamp_position (const JalProfile *profile);
/* The size of the stamp's letters in points on a sheet printed at A4. */
double jal_profile_get_stamp_points (const JalProfile *profile);
/* The stamp's distance from the edges in points on a sheet printed at A4. */
double jal_profile_get_stamp_margin (const JalProfile *profile);
/* The number on the first sheet. */
int jal_profile_get_first_number (const JalProfile *profile);
/* Most pages in a file; 0 when the profile sets no limit. */
int jal_profile_get_max_pages (const JalProfile *profile);

G_END_DECLS
