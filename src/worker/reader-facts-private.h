/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of what libqpdf tells about a page. */
#pragma once

#include <qpdf/qpdf-c.h>

#include "worker/reader-facts.h"

G_BEGIN_DECLS

struct _JalFacts
{
  qpdf_data qpdf;
};

/* What pages inherit: /MediaBox, /CropBox, /Rotate and /Resources. */
#define JAL_FACTS_N_INHERITED 4

/* A node of the tree whose kids are pages, all of them. */
typedef struct
{
  qpdf_oh kids; /* 0: the page is not in such a node */
  guint n_kids;
  guint index; /* of the page */
  qpdf_oh inherited[JAL_FACTS_N_INHERITED];
} Flat;

/* A page's own dictionary and what its ancestors hand down (0: nothing). */
typedef struct
{
  qpdf_oh page;
  qpdf_oh media;
  qpdf_oh crop;
  qpdf_oh rotate;
  qpdf_oh resources;
  Flat flat;
} Found;

/* FALSE when the tree does not lead to a page. */
gboolean jal_facts_find_page (qpdf_data qpdf, guint page, Found *found);
/* The pixels of a picture with this dictionary, 0 when it does not say. */
guint64 jal_facts_get_pixels (qpdf_data qpdf, qpdf_oh dictionary);

G_END_DECLS
