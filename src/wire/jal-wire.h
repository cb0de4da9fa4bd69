/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the program and its workers say to each other.
 *
 *   program                      SOCK_SEQPACKET, fd 3 of the worker                       worker
 *     | <------------------------ HELLO (role, walls that stand) ------------------------- |
 *     | ------- WINDOW (slot, size) + one sealed memfd: bytes and pixels live there ------> |
 *     | ------- a request (OPEN, PAGE, TEXT, RENDER, …) ----------------------------------> |
 *     | <------ RANGE (input, offset, length) ---------- while it works, any number ------- |
 *     | ------- RANGE_REPLY (the bytes are in the window JAL_WIRE_SLOT_BYTES) ------------> |
 *     | <------ the reply of the request, or FAILED (code, page) -------------------------- |
 *
 * Invariants.
 * 1. One packet is one message: a header and a body of the one size its type has. Nothing is ever of variable length;
 *    what is long travels in a window.
 * 2. jal_wire_is_valid() is asked before anything but the length of a packet is believed, on both sides.
 * 3. Structures have no padding, so no stray memory travels. Strings are fields with a NUL inside the field.
 * 4. A worker never sends words for the user: it sends codes, the program has the sentences.
 * 5. Descriptors travel from the program to the worker only. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define JAL_WIRE_MAGIC 0x4a4c5752u /* "JLWR" */
#define JAL_WIRE_VERSION 1
/* The descriptor a worker finds its end of the socket at. */
#define JAL_WIRE_FD 3
/* In the environment of a worker that is started before there is a document for it. */
#define JAL_WIRE_ENV_SPARE "JALADA_SPARE"
/* No packet is larger. */
#define JAL_WIRE_PACKET_MAX 2048
/* One range is at most a window of bytes: the size of a chunk in the vault. */
#define JAL_WIRE_RANGE_MAX (256u * 1024u)
/* Windows: bytes asked for, results (pixels, text, output). */
#define JAL_WIRE_SLOT_BYTES 0
#define JAL_WIRE_SLOT_RESULT 1
#define JAL_WIRE_SLOT_PHRASES 3
#define JAL_WIRE_N_SLOTS 4
/* Limits that both sides keep. */
#define JAL_WIRE_PAGES_MAX 10000
#define JAL_WIRE_PIXELS_MAX 10000
#define JAL_WIRE_WINDOW_MAX (512ull * 1024 * 1024)
#define JAL_WIRE_SIZE_MAX (1ull << 40)
#define JAL_WIRE_CHARS_MAX 400000
#define JAL_WIRE_POINTS_MAX 1e6
#define JAL_WIRE_LABEL_SIZE 128
/* Entries of an outline, links of a page; and the bytes of all their words. */
#define JAL_WIRE_LEADS_MAX 20000
#define JAL_WIRE_LEADS_BYTES_MAX (4u * 1024u * 1024u)
#define JAL_WIRE_LEAD_DEPTH_MAX 32
/* Annotations in one portion of a page's, the numbers of all their shapes, the bytes of all their words; where a portion may begin. */
#define JAL_WIRE_NOTES_MAX 500
#define JAL_WIRE_NOTES_FIRST_MAX 1000000
#define JAL_WIRE_NOTES_NUMBERS_MAX 40000
#define JAL_WIRE_NOTES_BYTES_MAX (1024u * 1024u)
#define JAL_WIRE_PASSWORD_SIZE 256
#define JAL_WIRE_PHRASES_MAX 20000
#define JAL_WIRE_FINDINGS_MAX 2000

typedef enum
{
  JAL_WIRE_ROLE_READER = 1,
  JAL_WIRE_ROLE_COMPOSER = 2,
  JAL_WIRE_ROLE_OCR = 3,
  JAL_WIRE_ROLE_INTAKE = 4,
} JalWireRole;

/* Walls a worker reports in HELLO. */
#define JAL_WIRE_WALL_LANDLOCK (1u << 0)
#define JAL_WIRE_WALL_NAMESPACE (1u << 1) /* bubblewrap, where the kernel has no Landlock */
#define JAL_WIRE_WALL_SECCOMP (1u << 2)

typedef enum
{
  /* every role */
  JAL_WIRE_HELLO = 1,
  JAL_WIRE_WINDOW = 2,
  JAL_WIRE_RANGE = 3,
  JAL_WIRE_RANGE_REPLY = 4,
  JAL_WIRE_WRITE = 5,
  JAL_WIRE_WRITE_REPLY = 6,
  JAL_WIRE_FAILED = 7,
  JAL_WIRE_DONE = 8,
  /* reader: 100…199 */
  JAL_WIRE_OPEN = 100,
  JAL_WIRE_OPENED = 101,
  JAL_WIRE_PAGE = 102,
  JAL_WIRE_PAGE_REPLY = 103,
  JAL_WIRE_CONTENTS = 104,
  JAL_WIRE_CONTENTS_REPLY = 105,
  JAL_WIRE_TEXT = 106,
  JAL_WIRE_TEXT_REPLY = 107,
  JAL_WIRE_RENDER = 108,
  JAL_WIRE_RENDER_REPLY = 109,
  JAL_WIRE_OUTLINE = 110,
  JAL_WIRE_LINKS = 111,
  JAL_WIRE_LEADS_REPLY = 112,
  JAL_WIRE_NOTES = 113,
  JAL_WIRE_NOTES_REPLY = 114,
  JAL_WIRE_BESIDE = 115, /* answered by LEADS_REPLY, boxes in default user space */
  JAL_WIRE_UNSHOWN = 116, /* answered by LEADS_REPLY, without boxes */
  JAL_WIRE_SCAN = 120,
  JAL_WIRE_SCAN_REPLY = 121,
  /* composer: 200…299, in wire/jal-wire-compose.h; intake: 400…499, in wire/jal-wire-intake.h */
} JalWireType;

/* Why a request could not be fulfilled. */
typedef enum
{
  JAL_WIRE_FAILURE_DAMAGED = 1,
  JAL_WIRE_FAILURE_ENCRYPTED = 2,
  JAL_WIRE_FAILURE_TOO_LARGE = 3,
  JAL_WIRE_FAILURE_NOT_SUPPORTED = 4,
  JAL_WIRE_FAILURE_LIMIT = 5,
  JAL_WIRE_FAILURE_BYTES = 6,  /* a range was refused */
  JAL_WIRE_FAILURE_PAGE = 7,   /* this page cannot be read, others may */
  JAL_WIRE_FAILURE_WINDOW = 8, /* the result does not fit its window; `needed` says how much would */
  JAL_WIRE_FAILURE_OUTPUT = 9, /* the output was refused */
  JAL_WIRE_FAILURE_HEAVY = 10, /* a picture of the page takes much memory; `needed` says how many pixels it has */
  JAL_WIRE_FAILURE_LAST = JAL_WIRE_FAILURE_HEAVY,
} JalWireFailure;

/* What the bytes are. */
typedef enum
{
  JAL_WIRE_KIND_PDF = 0,
  JAL_WIRE_KIND_JPEG = 1,
  JAL_WIRE_KIND_PNG = 2,
  JAL_WIRE_KIND_LAST = JAL_WIRE_KIND_PNG,
} JalWireKind;

typedef struct
{
  guint32 magic;
  guint16 version;
  guint16 type;
  guint32 serial; /* of the request; a reply repeats it */
  guint32 size;   /* of header and body */
} JalWireHeader;

typedef struct
{
  JalWireHeader header;
  guint32 role;
  guint32 walls;
} JalWireHello;

/* Carries one descriptor: a memfd of exactly @size bytes, sealed against growing and shrinking. Replaces what was in
   the slot. */
typedef struct
{
  JalWireHeader header;
  guint32 slot;
  guint32 reserved;
  guint64 size;
} JalWireWindow;

typedef struct
{
  JalWireHeader header;
  guint32 input; /* the reader has input 0 only */
  guint32 length;
  guint64 offset;
} JalWireRange;

typedef struct
{
  JalWireHeader header;
  guint32 granted; /* 1: the bytes are in the window, 0: they cannot be had */
  guint32 length;
} JalWireRangeReply;

/* The first @length bytes of the window JAL_WIRE_SLOT_RESULT are the next bytes of the output. */
typedef struct
{
  JalWireHeader header;
  guint32 length;
  guint32 reserved;
} JalWireWrite;

typedef struct
{
  JalWireHeader header;
  guint32 granted;
  guint32 reserved;
} JalWireWriteReply;

typedef struct
{
  JalWireHeader header;
  guint32 failure;
  guint32 reserved;
  guint64 needed;
} JalWireFailed;

typedef struct
{
  JalWireHeader header;
} JalWireDone;

typedef struct
{
  JalWireHeader header;
  guint64 size;
  guint32 kind;
  guint32 has_password;
  guint32 without_notes; /* 1: what people wrote on the pages before the file came is neither drawn nor text, fields and stamps are */
  guint32 reserved;
  char password[JAL_WIRE_PASSWORD_SIZE];
} JalWireOpen;

typedef struct
{
  JalWireHeader header;
  guint32 n_pages;
  guint32 complaints;
} JalWireOpened;

/* PAGE, CONTENTS, TEXT and LINKS; OUTLINE with page 0; NOTES, which are told in portions. */
typedef struct
{
  JalWireHeader header;
  guint32 page;
  guint32 first; /* of NOTES: where the last portion ended; else 0 */
} JalWirePage;

/* Boxes as x1, y1, x2, y2 with x1 < x2 and y1 < y2, in default user space. The crop box lies inside the media box. */
typedef struct
{
  JalWireHeader header;
  double media[4];
  double crop[4];
  double user_unit;
  guint32 rotate; /* clockwise: 0, 90, 180, 270 */
  guint32 complaints;
  char label[JAL_WIRE_LABEL_SIZE];
} JalWirePageReply;

typedef struct
{
  JalWireHeader header;
  guint32 n_chars;
  guint32 n_images;
  guint64 largest_image; /* pixels */
  guint32 complaints;
  guint32 reserved;
} JalWireContentsReply;

/* In the window: four doubles a character (x1, y1, x2, y2 on the displayed page, in its units from the top left, before
   the user unit), then @n_bytes of UTF-8. */
typedef struct
{
  JalWireHeader header;
  guint32 n_chars;
  guint32 n_bytes;
  guint32 complaints;
  guint32 lacks_shapes; /* letters are drawn as empty boxes: no font here has them */
} JalWireTextReply;

/* Pixels x…x+width, y…y+height of the displayed page at @scale pixels a point, turned clockwise by @rotation. */
typedef struct
{
  JalWireHeader header;
  guint32 page;
  guint32 rotation;
  double scale;
  gint32 x;
  gint32 y;
  guint32 width;
  guint32 height;
  guint32 stride;
  guint32 light; /* 1: a picture that has to be held whole and takes much memory is refused (JAL_WIRE_FAILURE_HEAVY) */
  guint32 no_letters; /* 1: what is drawn with fonts is left out */
  guint32 reserved;
} JalWireRender;

typedef struct
{
  JalWireHeader header;
  guint32 complaints;
  guint32 is_scan; /* 1: the page is one picture and was drawn without poppler */
} JalWireRenderReply;

/* What leads somewhere: an entry of the outline, a link of a page. In the window: @n_items of them, then the @n_bytes of
   their words (UTF-8) after each other. */
typedef struct
{
  double box[4];     /* of a link: x1, y1, x2, y2 on the displayed page, in its units from the top left; else zero */
  double left;       /* where on the page it leads to, default user space; only with has_point */
  double top;
  guint32 page;      /* that it leads to, from 1; 0: nowhere in this document */
  guint32 has_point;
  guint32 depth;     /* of an entry: 0 at the top */
  guint32 n_bytes;   /* its words: the entry's title, the address of a link that leads outside */
} JalWireLead;

typedef struct
{
  JalWireHeader header;
  guint32 n_items;
  guint32 n_bytes;
  guint32 complaints;
  guint32 reserved;
} JalWireLeadsReply;

/* An annotation that somebody put on a page before the file came. In the window: @n_items of them, then the numbers of all of
   them, then their words: of each the author's name, then the note. */
typedef enum
{
  JAL_WIRE_NOTE_HIGHLIGHT,
  JAL_WIRE_NOTE_UNDERLINE,
  JAL_WIRE_NOTE_STRIKEOUT,
  JAL_WIRE_NOTE_NOTE,
  JAL_WIRE_NOTE_BOX,
  JAL_WIRE_NOTE_LINE,
  JAL_WIRE_NOTE_ARROW,
  JAL_WIRE_NOTE_INK,
  JAL_WIRE_NOTE_TEXT,
  JAL_WIRE_NOTE_LAST = JAL_WIRE_NOTE_TEXT,
} JalWireNoteKind;

typedef struct
{
  double box[4]; /* default user space; of what covers, with all of its shape */
  double width;  /* of the line of a pen that covers; 0: none, or unknown */
  guint32 kind;
  guint32 color;     /* 0xRRGGBB; 0xffffffff: none */
  guint32 n_numbers; /* quads: eight each; points: three each (x, y, 1 where the pen is put down) */
  guint32 n_author;  /* bytes */
  guint32 n_text;
  guint32 covers;    /* 1: it may hide what lies under it */
} JalWireNote;

typedef struct
{
  JalWireHeader header;
  guint32 n_items;
  guint32 n_numbers;
  guint32 n_bytes;
  guint32 next; /* where the next portion begins; 0: there is none */
} JalWireNotesReply;

#define JAL_WIRE_SCAN_ALL 0u
#define JAL_WIRE_SCAN_ANNOTATIONS 1u /* nothing else is looked through */
#define JAL_WIRE_SCAN_WRITTEN 2u     /* all but the pixels of pictures */
#define JAL_WIRE_SCAN_LAST JAL_WIRE_SCAN_WRITTEN

/* Looks for phrases in everything the file holds: the first @length bytes of the window JAL_WIRE_SLOT_PHRASES are
   @n_phrases strings of UTF-8, each ended by a NUL. */
typedef struct
{
  JalWireHeader header;
  guint32 length;
  guint32 n_phrases;
  guint32 what; /* JAL_WIRE_SCAN_… */
  guint32 reserved;
} JalWireScan;

/* In the window JAL_WIRE_SLOT_RESULT: @n_findings of JalWireFinding, then the numbers (guint32, from 0) of the @n_unlooked pages of which not
   everything could be looked through. */
typedef struct
{
  JalWireHeader header;
  guint32 n_findings;
  guint32 more; /* 1: there were more than can be told */
  guint32 n_packed; /* attached files that are no plain text: what they say was not looked through */
  guint32 n_unlooked;
} JalWireScanReply;

/* Where in a file a phrase was found. */
typedef enum
{
  JAL_WIRE_PLACE_PAGE,       /* what a page draws or draws with */
  JAL_WIRE_PLACE_ANNOTATION, /* a note, a field of a form; with a rectangle */
  JAL_WIRE_PLACE_INFO,
  JAL_WIRE_PLACE_METADATA,
  JAL_WIRE_PLACE_OUTLINE,
  JAL_WIRE_PLACE_ATTACHMENT,
  JAL_WIRE_PLACE_OTHER,
  JAL_WIRE_PLACE_LINK, /* a link's address; with its rectangle */
  JAL_WIRE_PLACE_LAST = JAL_WIRE_PLACE_LINK,
} JalWirePlace;

typedef struct
{
  guint32 phrase;
  guint32 place;
  gint32 page; /* from 0; -1: of no page */
  guint32 layered; /* 1: the page has layers that may be hidden */
  guint32 n;       /* objects that say it */
  guint32 draws;   /* 1: one of them may draw it */
  guint32 apart;   /* 1: by a pattern, a glyph or a mask: among the words of no page */
  guint32 reserved;
  double rect[4]; /* default user space; all 0 when there is none */
} JalWireFinding;

/* Room for any packet, aligned for every structure above. */
typedef union
{
  JalWireHeader header;
  JalWireHello hello;
  JalWireWindow window;
  JalWireRange range;
  JalWireRangeReply range_reply;
  JalWireWrite write;
  JalWireWriteReply write_reply;
  JalWireFailed failed;
  JalWireOpen open;
  JalWireOpened opened;
  JalWirePage page;
  JalWirePageReply page_reply;
  JalWireContentsReply contents_reply;
  JalWireTextReply text_reply;
  JalWireRender render;
  JalWireRenderReply render_reply;
  JalWireLeadsReply leads_reply;
  JalWireNotesReply notes_reply;
  JalWireScan scan;
  JalWireScanReply scan_reply;
  guint64 align;
  guint8 raw[JAL_WIRE_PACKET_MAX];
} JalWirePacket;

/* Returns the one size, header included, that a message of @type has; 0 when there is no such type. */
gsize jal_wire_size (guint type);
/* Returns whether @length bytes at @packet are one whole message of a known type with every field within its bounds
   (numbers finite and in range, strings ended and UTF-8, reserved fields zero). */
gboolean jal_wire_is_valid (const JalWirePacket *packet, gsize length);
/* Sets @packet to zero but for the header of a message of @type. */
void jal_wire_init (JalWirePacket *packet, guint type, guint32 serial);
/* Copies @text into a field of @size bytes, cut at a whole character; what is not UTF-8 or is a control character
   becomes a question mark. @text (nullable) may be of any origin. */
void jal_wire_put_text (char *field, gsize size, const char *text);
/* Returns whether the @size bytes at @field hold a NUL with nothing but zero after it, and valid UTF-8 without control
   characters before it. */
gboolean jal_wire_text_is_valid (const char *field, gsize size);
/* Returns whether the four numbers are a box: finite, not beyond ±JAL_WIRE_POINTS_MAX, x1 < x2 and y1 < y2. */
gboolean jal_wire_box_is_valid (const double box[4]);

G_END_DECLS
