/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "worker/compose-private.h"
#include "worker/received.h"

G_BEGIN_DECLS

/* An input while it is open. */
typedef struct
{
  JalCompose *compose;
  qpdf_data pdf;
  guint input;
  int n_pages;
  GHashTable *cleaned;      /* object numbers that jal_compose_clean() has seen */
  GHashTable *destinations; /* name -> JalComposeDestination, read when the first name is asked for */
  gboolean notes_dropped;
  guint number; /* of the page that is being taken */
  JalReceivedTogether *together; /* what notes of that page hide together */
  guint n_received; /* notes that stayed out */
  guint n_warnings; /* of libqpdf while it opened the input */
} JalComposeSource;

/* Where a destination leads: page of the input from 0, and "/XYZ 10 20 null": the zoom is never set. */
typedef struct
{
  int page;
  char *view;
} JalComposeDestination;

/* compose-links.c */
/* Resolves an explicit or named destination. FALSE when it leads nowhere; @result's view is (transfer full). */
gboolean jal_compose_destination_find (JalComposeSource *source, qpdf_oh destination, JalComposeDestination *result);
/* Returns (transfer full) (nullable): what the link annotation does, when that may stay. */
JalComposeLink *jal_compose_link_read (JalComposeSource *source, qpdf_oh annotation);
void jal_compose_link_free (gpointer link);
void jal_compose_destination_free (gpointer destination);

/* compose-annots.c: takes the annotations off @page: links into @result, appearances copied as @result's pictures. */
void jal_compose_annots_take (JalComposeSource *source, qpdf_oh page, JalComposePage *result);

/* compose-layers.c: copies the optional content groups and remembers which of them are hidden. */
void jal_compose_layers_take (JalComposeSource *source);

G_END_DECLS
