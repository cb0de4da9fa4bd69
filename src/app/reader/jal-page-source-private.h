/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/reader/jal-page-source.h"

typedef enum
{
  JAL_PAGE_JOB_INFOS,
  JAL_PAGE_JOB_PICTURE,
  JAL_PAGE_JOB_DETAIL,
  JAL_PAGE_JOB_THUMB,
  JAL_PAGE_JOB_TEXT,
  JAL_PAGE_JOB_LINKS,
  JAL_PAGE_JOB_OUTLINE,
  JAL_PAGE_JOB_FIND,
} JalPageJobKind;

/* Links and contents, for which poppler may go through the whole of a long scan, let a page that is waited for go first (µs). So does
   a search that nobody waits for any more. */
#define JAL_PAGE_PATIENCE_ASIDE (G_TIME_SPAN_SECOND / 10)

/* More are of no use to anybody; a letter alone has some hundred a page. */
#define JAL_PAGE_HITS_MAX 100000

/* One thing to be read on a thread, and the answer. */
typedef struct
{
  JalPageJobKind kind;
  JalDocumentReader *reader;
  guint page;
  guint n;        /* infos */
  double scale;   /* picture, detail, thumb */
  JalPageArea area; /* detail */
  gboolean again; /* what was given up on the page before counts no more */
  gboolean heavy; /* somebody asked for it whatever memory it takes */
  guint rotation; /* picture, thumb: of the view */
  char *words;    /* find */
  guint serial;   /* find: of the search it belongs to */
  gint64 began;   /* monotonic */

  /* The answer. */
  JalPageInfo *infos; /* n */
  GError **errors;    /* n, each nullable */
  JalPixels *pixels;
  JalPageText *text;
  GArray *hits;     /* of JalPageHit */
  GPtrArray *leads; /* of JalLead */
  GError *error;
  gboolean incomplete;
} JalPageJob;

typedef struct
{
  JalPageInfo *info; /* nullable; turned as the view is */
  JalPagePicture *picture;
  double scale; /* of the picture */
  JalPagePicture *detail; /* nullable: a part of a page that is too large */
  double detail_scale;
  JalPageArea detail_area;
  JalPageArea seen; /* what is in view, at the scale that is wanted */
  JalPagePicture *thumb;
  gint64 thumb_used;
  JalPageText *text;
  GPtrArray *links; /* of JalLead */
  char *trouble;
  guint crashes; /* bits of JalPageJobKind: the worker ended on it once */
  gboolean again; /* somebody asked for another try */
  gboolean is_heavy; /* what is in the way is only that it takes much memory */
  gboolean heavy;    /* somebody asked for it all the same */
  gboolean text_failed;
  char *text_trouble; /* nullable: why */
  gboolean links_failed;
  gboolean thumb_failed;
  gboolean text_wanted;
  gboolean incomplete;
  gboolean looked_up; /* what is known of its text was looked through, if anything is */
  gboolean searched;
  char *read; /* GRefString, nullable: its text, as a search has read it */
} JalPageEntry;

struct _JalPageSource
{
  GObject parent_instance;

  JalDocumentReader *reader; /* nullable */
  gboolean has_left_place;
  JalPagePlace left_place;
  JalPageEntry *pages;
  guint n_pages;
  guint first; /* in view */
  guint last;
  guint main_page;   /* of those */
  gboolean backward; /* the way one is going */
  double scale; /* 0: nothing in view yet */
  guint rotation;
  gsize picture_bytes;
  gsize pictures_max;
  gboolean dropped;
  gboolean told; /* "opened" has been said */
  guint held;    /* a timer: "opened" waits for the first picture */
  guint hold_ms; /* for so long at most */
  JalPageSourceForesee foresee; /* nullable */
  gpointer foresee_data;
  JalPageJob *job; /* nullable: at work */
  guint patience;  /* a timer: the job at work is about a page that was left */
  guint rest;      /* a timer: nothing is left to be read */
  guint later;     /* an idle source: what can wait for the next frame is begun after it */

  gboolean thumbs_wanted;
  guint first_thumb;
  guint last_thumb;
  double thumb_pixels; /* of the longer side */
  guint n_thumbs;
  gint64 thumb_clock;

  gboolean outline_wanted;
  gboolean outline_failed;
  GPtrArray *outline; /* nullable, of JalLead */

  char *words; /* nullable: no search */
  guint find_from;
  guint n_looked_up; /* from there on */
  guint n_searched;
  guint n_unread;   /* of those: they could not be read */
  guint n_wordless; /* of those: pictures */
  guint find_serial;
  GArray *hits;
  guint hits_max;
  gboolean distrusts; /* the text that the vault holds is not that of the pages */
  gsize read_bytes;
  guint near_hits[2]; /* pages whose texts are wanted for the next step, and for one back; G_MAXUINT: none */
};

/* jal-page-source-job.c */
JalPageJob *jal_page_job_new (JalPageSource *self, JalPageJobKind kind, guint page);
void jal_page_job_free (gpointer job);
/* On a thread: reads what the job is about into it. */
gpointer jal_page_job_work (gpointer job, GCancellable *cancellable, GError **error);
/* Returns (transfer full, element-type JalPageHit): an empty list. */
GArray *jal_page_hits_new (void);

/* Appends what was found in the text of a page. */
void jal_page_hits_add (GArray *hits, guint page, const char *text, gsize n_bytes, const JalMatch *match);

/* jal-page-source-next.c */
/* Returns (transfer full, nullable): what is to be read now. @urgent: only what the next frame needs. */
JalPageJob *jal_page_source_next_job (JalPageSource *self, gboolean urgent);

/* jal-page-source-pictures.c */
/* Whether what is in view of a page that is too large is not drawn yet. */
gboolean jal_page_source_wants_detail (JalPageSource *self, guint page);
/* Returns (transfer full). */
JalPageJob *jal_page_source_detail_job (JalPageSource *self, guint page);
/* Pages from @page to those in view; 0: it is one. */
guint jal_page_source_get_distance (JalPageSource *self, guint page);
void jal_page_source_forget_picture (JalPageSource *self, guint page);
void jal_page_source_make_room (JalPageSource *self);
/* The answer to a picture's job. */
void jal_page_source_take_picture (JalPageSource *self, JalPageJob *job);

/* jal-page-source-open.c */
/* Says "opened" unless it has been said. */
void jal_page_source_tell_opened (JalPageSource *self);

/* jal-page-source-find.c */
/* The answer to a search on one page. */
void jal_page_source_take_hits (JalPageSource *self, JalPageJob *job);
/* There are as many hits as are listed at most. */
gboolean jal_page_source_is_full (JalPageSource *self);
/* @hits of @page and the pages behind it, of none of which there are any yet. */
void jal_page_source_insert_hits (JalPageSource *self, guint page, GArray *hits);
gboolean jal_page_source_hits_are_true (JalPageSource *self, guint page);
/* What the vault holds of the text is not what the pages say: they are all read. */
void jal_page_source_distrust (JalPageSource *self);

/* jal-page-source-said.c */
/* Looks through the next pages whose text is known. */
void jal_page_source_look_up (JalPageSource *self);
void jal_page_source_stop_looking_up (JalPageSource *self);
/* Keeps what a search has read of @page for the next one, as far as there is room. */
void jal_page_source_keep_read (JalPageSource *self, guint page, const JalPageText *text);
void jal_page_source_forget_read (JalPageSource *self);

/* jal-page-source.c */
/* The worker ended for the first time on this. */
gboolean jal_page_source_is_first_crash (JalPageEntry *page, JalPageJobKind kind, const GError *error);
/* The job at work is given up when it has lasted for @patience (µs). */
void jal_page_source_give_up_in (JalPageSource *self, gint64 patience);
/* Turns what is known of a page for viewing. */
void jal_page_source_turn_info (JalPageInfo *info, guint rotation);
/* Begins what is to be read next, unless something is being read. */
void jal_page_source_work_on (JalPageSource *self);
