/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of what libqpdf tells about a page. */
#pragma once

#include <qpdf/qpdf-c.h>

#include "worker/reader-facts.h"

G_BEGIN_DECLS

struct _JalFacts
{
  qpdf_data qpdf;
  guint n_exact; /* 0: pages are found by the counts of the tree alone */
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
  gboolean is_doubtful; /* the counts of the tree lead to another page than its kids */
} Found;

/* Goes down by the counts of the tree. FALSE when they do not lead to a page. */
gboolean jal_facts_find_page (qpdf_data qpdf, guint page, Found *found);
/* The same for whoever shows or tells something of the page: after jal_facts_be_exact() it is the page that poppler has there. */
gboolean jal_facts_find_shown (JalFacts *facts, guint page, Found *found);
/* Returns (transfer full, element type utf8): the keys of @dictionary, @most of them; none when it is no dictionary. libqpdf walks one at
   a time, so nobody can look into another while it goes through one. */
GPtrArray *jal_facts_list_keys (qpdf_data qpdf, qpdf_oh dictionary, guint most);
/* The pixels of a picture with this dictionary, 0 when it does not say. */
guint64 jal_facts_get_pixels (qpdf_data qpdf, qpdf_oh dictionary);

/* reader-lost.c: references that lead to nothing. */
gboolean jal_facts_is_lost (qpdf_data qpdf, qpdf_oh object);
gboolean jal_facts_page_lacks_parts (qpdf_data qpdf, const Found *found);
gboolean jal_facts_picture_lacks_parts (qpdf_data qpdf, qpdf_oh dictionary);
gboolean jal_facts_form_lacks_parts (qpdf_data qpdf, qpdf_oh dictionary);

G_END_DECLS
