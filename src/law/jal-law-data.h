/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside the law room only: reading the JSON that is compiled into it. */
#pragma once

#include <json-glib/json-glib.h>

#include "base/jal-date.h"
#include "law/jal-law.h"

G_BEGIN_DECLS

/* Returns (transfer full): the text of the compiled-in @file ("law/words.json"). */
char *jal_law_data_text (const char *file);
/* Returns (transfer none): the root object of the compiled-in @file, parsed anew and then kept for
   the life of the program, so that its strings may be pointed at. */
JsonObject *jal_law_data_root (const char *file);
/* The members of compiled-in entries. A missing one is a mistake in our own data and ends the program: the tests read
   every entry. */
JsonArray *jal_law_data_array (JsonObject *object, const char *member);
JsonObject *jal_law_data_object (JsonObject *object, const char *member);
const char *jal_law_data_string (JsonObject *object, const char *member);
/* NULL where it is missing or null. */
const char *jal_law_data_optional (JsonObject *object, const char *member);
int jal_law_data_int (JsonObject *object, const char *member, int missing);
gboolean jal_law_data_boolean (JsonObject *object, const char *member, gboolean missing);
JalDate jal_law_data_date (JsonObject *object, const char *member);
JalLabel jal_law_data_label (JsonObject *object);
JalStanding jal_law_data_standing (JsonObject *object);

G_END_DECLS
