/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define JAL_TYPE_APPLICATION (jal_application_get_type ())
G_DECLARE_FINAL_TYPE (JalApplication, jal_application, JAL, APPLICATION, AdwApplication)

JalApplication *jal_application_new (void);

G_END_DECLS
