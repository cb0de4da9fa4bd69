/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "evidence/jal-evidence.h"

struct _JalDocumentReader
{
  GObject parent_instance;

  JalStore *store;
  GArray *parts; /* of JalDocumentPart */
  guint n_pages;

  GMutex lock;
  GHashTable *readers;    /* JalId * → JalReader */
  GHashTable *complaints; /* page + 1 as a pointer */
  gint light;             /* atomic */
};
