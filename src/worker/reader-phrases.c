/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Looking through everything a file holds.
 *
 * 1. Every object is looked at by its number, also those that nothing leads to.
 * 2. Every string and name is read as text, every stream is decoded, as far as it is not a picture in a picture's own
 *    coding, and searched as bytes.
 * 3. An object belongs to the first page that leads to it.
 * 4. Names by which every file is built ("/Font") are no words of anybody: they are passed over where they stand as the standard
 *    writes them, and only there.
 */
#include "worker/reader-phrases.h"

#include <math.h>
#include <qpdf/qpdf-c.h>
#include <stdlib.h>
#include <string.h>

#include "worker/reader-look-private.h"
#include "worker/reader-phrases-private.h"

#define OBJECTS_MAX 2000000
#define ANNOTATIONS_MAX 5000

/* A page that has more than can be gone through; with -1 nobody knows which. */
void
jal_look_note_unlooked (Look *look, gint32 page)
{
  if (page >= 0)
    g_hash_table_add (look->unlooked, GUINT_TO_POINTER ((guint)page + 1));
  else
    look->more = TRUE;
}

static void
note_said (Look *look, guint phrase)
{
  Said said = { look->object, phrase, look->here };
  const Said *last = look->said->len > 0 ? &g_array_index (look->said, Said, look->said->len - 1) : NULL;

  if (last == NULL || last->object != said.object || last->phrase != phrase || last->here.draws != said.here.draws)
    g_array_append_val (look->said, said);
}

void
jal_look_found (gpointer data, guint phrase)
{
  Look *look = data;
  JalWireFinding finding = look->here;

  finding.phrase = phrase;
  if (finding.place == JAL_WIRE_PLACE_PAGE && finding.page >= 0 && look->said != NULL)
    note_said (look, phrase);
  finding.layered = look->layered != NULL && finding.page >= 0 && (guint)finding.page < look->n_pages && look->layered[finding.page];
  for (guint i = 0; i < look->findings->len; i++)
    {
      JalWireFinding *other = &g_array_index (look->findings, JalWireFinding, i);

      if (other->phrase != phrase || other->place != finding.place || other->page != finding.page
          || memcmp (other->rect, finding.rect, sizeof finding.rect) != 0)
        continue;
      other->draws = other->draws || finding.draws;
      other->apart = other->apart || finding.apart;
      if (look->last[phrase] != look->object)
        other->n++;
      look->last[phrase] = look->object;
      return;
    }
  finding.n = 1;
  look->last[phrase] = look->object;
  if (look->findings->len < JAL_WIRE_FINDINGS_MAX)
    g_array_append_val (look->findings, finding);
  else
    look->more = TRUE;
}

qpdf_oh
jal_look_get_key (Look *look, qpdf_oh dict, const char *key)
{
  return qpdf_oh_get_key_if_dict (look->pdf, dict, key);
}

static gboolean
has_name (Look *look, qpdf_oh dict, const char *key, const char *name)
{
  qpdf_oh value = jal_look_get_key (look, dict, key);
  gboolean has = qpdf_oh_is_name_and_equals (look->pdf, value, name);

  qpdf_oh_release (look->pdf, value);
  return has;
}

gboolean
jal_look_has_key (Look *look, qpdf_oh dict, const char *key)
{
  return qpdf_oh_is_dictionary (look->pdf, dict) && qpdf_oh_has_key (look->pdf, dict, key);
}

void
jal_look_clear_errors (Look *look)
{
  while (qpdf_has_error (look->pdf))
    qpdf_get_error (look->pdf);
  while (qpdf_more_warnings (look->pdf))
    qpdf_next_warning (look->pdf);
}

/* --- One value ----------------------------------------------------------------------------------------------- */

/* Rule 4; ISO 32000-1. None of these is anybody's name. */
static const char *const standard_names[] = {
  "/AIS", "/ASCII85Decode", "/AcroForm", "/Alternate", "/Annot", "/Annotation", "/Annots", "/AntiAlias", "/ArtBox",
  "/Artifact", "/Ascent", "/Author", "/AvgWidth", "/BBox", "/BaseEncoding", "/BaseFont", "/BaseState", "/BaseVersion",
  "/BitsPerComponent", "/BitsPerCoordinate", "/BitsPerSample", "/BleedBox", "/Block", "/BlockQuote", "/Border",
  "/BorderStyle", "/Bounds", "/Btn", "/CCITTFaxDecode", "/CIDFontType0", "/CIDFontType0C", "/CIDFontType2", "/CIDSet",
  "/CIDSystemInfo", "/CIDToGIDMap", "/CMap", "/CMapName", "/CalGray", "/CalRGB", "/CapHeight", "/Caption", "/Catalog",
  "/Category", "/CharProcs", "/CharSet", "/CheckSum", "/Code", "/Color", "/ColorSpace", "/ColorTransform", "/Colors",
  "/Columns", "/Comment", "/Contents", "/Coords", "/Count", "/Courier", "/Courier-Bold", "/Courier-BoldOblique",
  "/Courier-Oblique", "/CreationDate", "/Creator", "/CropBox", "/DCTDecode", "/Decode", "/DecodeParms", "/Default",
  "/DescendantFonts", "/Descent", "/Dest", "/Dests", "/DeviceCMYK", "/DeviceGray", "/DeviceRGB", "/Differences",
  "/DisplayDocTitle", "/Div", "/Document", "/Domain", "/Encode", "/Encoding", "/Encrypt", "/EndOfBlock", "/Event",
  "/ExtGState", "/Extend", "/ExtensionLevel", "/Extensions", "/False", "/Fields", "/Figure", "/Filter", "/First",
  "/FirstChar", "/Fit", "/FitH", "/FitR", "/FitV", "/Flags", "/FlateDecode", "/Font", "/FontBBox", "/FontDescriptor",
  "/FontFamily", "/FontFile", "/FontFile2", "/FontFile3", "/FontMatrix", "/FontName", "/FontStretch", "/FontWeight",
  "/Form", "/FormType", "/Formula", "/FreeText", "/Function", "/FunctionType", "/Functions", "/GoTo", "/Group",
  "/Height", "/Helvetica", "/Helvetica-Bold", "/Helvetica-BoldOblique", "/Helvetica-Oblique", "/Highlight",
  "/ICCBased", "/Identity", "/Identity-H", "/Image", "/ImageB", "/ImageC", "/ImageI", "/ImageMask", "/Index",
  "/Indexed", "/Info", "/Intent", "/Interpolate", "/ItalicAngle", "/JBIG2Decode", "/JPXDecode", "/JavaScript",
  "/Keywords", "/Kids", "/LBody", "/LZWDecode", "/Lang", "/Last", "/LastChar", "/LastModified", "/Layout", "/Lbl",
  "/Leading", "/Length", "/Length1", "/Length2", "/Length3", "/Limits", "/Line", "/LineWidth", "/Link", "/Luminosity",
  "/MMType1", "/MacRomanEncoding", "/MarkInfo", "/Marked", "/Mask", "/Matrix", "/Matte", "/MaxWidth", "/MediaBox",
  "/Metadata", "/MissingWidth", "/ModDate", "/Multiply", "/Name", "/Named", "/Names", "/NeedAppearances", "/Next",
  "/None", "/Normal", "/Note", "/Nums", "/OBJR", "/OCGs", "/OCProperties", "/OPM", "/Object", "/Off", "/Open",
  "/OpenAction", "/OpenType", "/Opt", "/Order", "/Ordering", "/Outline", "/Outlines", "/Overlay", "/PDF",
  "/PDFDocEncoding", "/Page", "/PageLabels", "/PageLayout", "/PageMode", "/Pages", "/PaintType", "/Panose", "/Params",
  "/Parent", "/ParentTree", "/ParentTreeNextKey", "/Part", "/Pattern", "/PatternType", "/PieceInfo", "/Placement",
  "/Popup", "/Predictor", "/Prev", "/Print", "/PrintState", "/ProcSet", "/Process", "/Producer", "/Properties",
  "/QuadPoints", "/Quote", "/Range", "/Rect", "/Reference", "/Registry", "/Resources", "/RoleMap", "/Root", "/Rotate",
  "/Rows", "/RunLengthDecode", "/SMask", "/Screen", "/Sect", "/Shading", "/ShadingType", "/Shadow", "/SinglePage",
  "/Size", "/Source", "/Span", "/Square", "/Stamp", "/Standard", "/StandardEncoding", "/StemH", "/StemV",
  "/StrikeOut", "/StructElem", "/StructParents", "/StructTreeRoot", "/Style", "/Subject", "/Subtype", "/Supplement",
  "/Symbol", "/Table", "/Tabs", "/Text", "/TilingType", "/Times-Bold", "/Times-BoldItalic", "/Times-Italic",
  "/Times-Roman", "/Title", "/ToUnicode", "/Transparency", "/Trapped", "/TrimBox", "/TrueType", "/Type", "/Type0",
  "/Type1", "/Type1C", "/Type3", "/URI", "/Underline", "/Usage", "/UseOutlines", "/UserUnit", "/Version", "/View",
  "/ViewState", "/ViewerPreferences", "/WMode", "/Widget", "/Width", "/Widths", "/WinAnsiEncoding", "/XHeight",
  "/XML", "/XObject", "/XStep", "/XYZ", "/YStep", "/ZapfDingbats", NULL,
};

static void
look_at_name (Look *look, const char *name)
{
  if (g_strv_contains (standard_names, name))
    return;
  jal_phrases_text (look->scan, name, strlen (name), jal_look_found, look);
}

static void
look_at_string (Look *look, qpdf_oh string)
{
  const char *text;
  size_t length;

  if (qpdf_oh_get_value_as_utf8 (look->pdf, string, &text, &length))
    jal_phrases_text (look->scan, text, length, jal_look_found, look);
  if (qpdf_oh_get_value_as_string (look->pdf, string, &text, &length))
    jal_phrases_bytes (look->scan, (const guint8 *)text, length, FALSE, jal_look_found, look);
}

/* The file as it is, out of its coding. */
static gboolean
is_packed (Look *look, qpdf_oh stream)
{
  unsigned char *bytes = NULL;
  size_t length = 0;
  QPDF_BOOL filtered = QPDF_FALSE;
  gboolean packed;

  qpdf_oh_get_stream_data (look->pdf, stream, qpdf_dl_specialized, &filtered, &bytes, &length);
  packed = bytes == NULL || !filtered || !jal_phrases_is_text (bytes, length);
  free (bytes);
  jal_look_clear_errors (look);
  return packed;
}

/* Rule 4 in a table of characters: the words of which every one is built, and the makers of collections of characters. */
static void
pass_over_table (unsigned char *bytes, gsize length)
{
  static const char *const words[] = { "CIDInit", "ProcSet", "CIDSystemInfo", "CMapName", "CMapType", "CMapVersion", "CMap", "UCS", "usecmap", "findresource", "begincodespacerange", "endcodespacerange", "begincmap", "endcmap", "beginbfrange", "endbfrange",
                                       "beginbfchar", "endbfchar", "begincidrange", "endcidrange", "defineresource", "currentdict", "begin", "dict", "def", "pop", "end",
                                       "Registry", "Ordering", "Supplement", "Adobe", "Identity" };

  if (memmem (bytes, length, "begincmap", 9) == NULL)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      gsize n = strlen (words[i]);

      for (unsigned char *at = bytes; (at = memmem (at, length - (gsize)(at - bytes), words[i], n)) != NULL; at += n)
        if ((at == bytes || !g_ascii_isalnum (at[-1])) && (at + n == bytes + length || !g_ascii_isalnum (at[n])))
          memset (at, ' ', n);
    }
}

/* The same of a dictionary's (ISO 32000-1, 9.7.3): whose collection of characters it is. */
static gboolean
is_collection (Look *look, const char *key, qpdf_oh value)
{
  static const char *const makers[] = { "Adobe", "Identity", "UCS", NULL };

  return (g_str_equal (key, "/Registry") || g_str_equal (key, "/Ordering")) && qpdf_oh_is_string (look->pdf, value)
         && g_strv_contains (makers, qpdf_oh_get_utf8_value (look->pdf, value));
}

/* Whether what the stream says may be seen: what is reached as a program of a font, a table of characters or a profile of colours alone
   draws nothing, and of a picture's bytes nobody reads letters. What a stream says of itself is no reason. */
static gboolean
may_draw (Look *look, gboolean picture)
{
  gpointer id = GINT_TO_POINTER (look->object);

  if (look->drawn == NULL)
    return TRUE;
  return g_hash_table_contains (look->content, id) || (!picture && g_hash_table_contains (look->drawn, id));
}

static void
look_at_stream (Look *look, qpdf_oh stream)
{
  qpdf_oh dict = qpdf_oh_get_dict (look->pdf, stream);
  gboolean picture = has_name (look, dict, "/Subtype", "/Image");
  unsigned char *bytes = NULL;
  size_t length = 0;
  QPDF_BOOL filtered = QPDF_FALSE;

  look->here.draws = may_draw (look, picture);
  look->here.apart = look->here.draws && look->apart != NULL && g_hash_table_contains (look->apart, GINT_TO_POINTER (look->object));
  qpdf_oh_release (look->pdf, dict);
  if (picture && !look->pictures)
    return;
  qpdf_oh_get_stream_data (look->pdf, stream, qpdf_dl_specialized, &filtered, &bytes, &length);
  if (bytes == NULL)
    {
      jal_look_clear_errors (look);
      qpdf_oh_get_stream_data (look->pdf, stream, qpdf_dl_none, NULL, &bytes, &length);
    }
  if (bytes != NULL && !picture)
    pass_over_table (bytes, length);
  if (bytes != NULL)
    jal_phrases_bytes (look->scan, bytes, length, picture, jal_look_found, look);
  if (!picture && look->here.page >= 0 && look->here.draws && length > JAL_PHRASES_STRINGS_MAX)
    jal_look_note_unlooked (look, look->here.page);
  free (bytes);
  jal_look_clear_errors (look);
}

GPtrArray *
jal_look_dup_keys (Look *look, qpdf_oh dict)
{
  GPtrArray *keys = g_ptr_array_new_with_free_func (g_free);

  qpdf_oh_begin_dict_key_iter (look->pdf, dict);
  while (qpdf_oh_dict_more_keys (look->pdf))
    g_ptr_array_add (keys, g_strdup (qpdf_oh_dict_next_key (look->pdf)));
  return keys;
}

/* Strings and names of the value and of what lies directly in it. */
static void
look_at_value (Look *look, qpdf_oh value, guint depth)
{
  if (depth > DEPTH_MAX)
    {
      jal_look_note_unlooked (look, look->here.page);
      return;
    }
  if (qpdf_oh_is_string (look->pdf, value))
    look_at_string (look, value);
  else if (qpdf_oh_is_name (look->pdf, value))
    look_at_name (look, qpdf_oh_get_name (look->pdf, value));
  else if (qpdf_oh_is_array (look->pdf, value))
    for (int i = 0; i < qpdf_oh_get_array_n_items (look->pdf, value); i++)
      {
        qpdf_oh item = qpdf_oh_get_array_item (look->pdf, value, i);

        if (!qpdf_oh_is_indirect (look->pdf, item))
          look_at_value (look, item, depth + 1);
        qpdf_oh_release (look->pdf, item);
      }
  else if (qpdf_oh_is_dictionary (look->pdf, value))
    {
      g_autoptr (GPtrArray) keys = jal_look_dup_keys (look, value);

      for (guint i = 0; i < keys->len; i++)
        {
          qpdf_oh item = qpdf_oh_get_key (look->pdf, value, keys->pdata[i]);

          look_at_name (look, keys->pdata[i]);
          if (!qpdf_oh_is_indirect (look->pdf, item) && !is_collection (look, keys->pdata[i], item))
            look_at_value (look, item, depth + 1);
          qpdf_oh_release (look->pdf, item);
        }
    }
}

/* --- Every object -------------------------------------------------------------------------------------------- */

/* A link that draws something is seen like any other note: what it says must be burnt where it stands. */
static JalWirePlace
annotation_place (Look *look, qpdf_oh annotation)
{
  return has_name (look, annotation, "/Subtype", "/Link") && !jal_look_has_key (look, annotation, "/AP") ? JAL_WIRE_PLACE_LINK
                                                                                                  : JAL_WIRE_PLACE_ANNOTATION;
}

static JalWirePlace
place_of (Look *look, qpdf_oh dict, int id, int info)
{
  if (id == info)
    return JAL_WIRE_PLACE_INFO;
  if (has_name (look, dict, "/Type", "/Metadata"))
    return JAL_WIRE_PLACE_METADATA;
  if (has_name (look, dict, "/Type", "/EmbeddedFile") || has_name (look, dict, "/Type", "/Filespec")
      || jal_look_has_key (look, dict, "/EF"))
    return JAL_WIRE_PLACE_ATTACHMENT;
  if (jal_look_has_key (look, dict, "/Title") && jal_look_has_key (look, dict, "/Parent"))
    return JAL_WIRE_PLACE_OUTLINE;
  if (jal_look_has_key (look, dict, "/Rect") && jal_look_has_key (look, dict, "/Subtype"))
    return annotation_place (look, dict);
  return g_hash_table_contains (look->page_of, GINT_TO_POINTER (id)) ? JAL_WIRE_PLACE_PAGE : JAL_WIRE_PLACE_OTHER;
}

static void
look_at_object (Look *look, int id, int info)
{
  qpdf_oh object = qpdf_get_object_by_id (look->pdf, id, 0);
  gboolean stream = qpdf_oh_is_stream (look->pdf, object);
  qpdf_oh dict = stream ? qpdf_oh_get_dict (look->pdf, object) : object;
  guint page = GPOINTER_TO_UINT (g_hash_table_lookup (look->page_of, GINT_TO_POINTER (id)));

  look->object = id;
  look->here = (JalWireFinding){ .place = place_of (look, dict, id, info), .page = (gint32)page - 1 };
  look_at_value (look, dict, 0);
  if (stream)
    look_at_stream (look, object);
  if (stream && (has_name (look, dict, "/Type", "/EmbeddedFile") || g_hash_table_contains (look->attached, GINT_TO_POINTER (id)))
      && is_packed (look, object))
    look->n_packed++;
  jal_look_clear_errors (look);
  qpdf_oh_release_all (look->pdf);
}

/* A stream need not say that it is an attached file: whoever leads to it does. */
static void
note_attached (Look *look, qpdf_oh object, guint depth)
{
  qpdf_oh files = jal_look_has_key (look, object, "/EF") ? jal_look_get_key (look, object, "/EF") : qpdf_oh_new_null (look->pdf);
  g_autoptr (GPtrArray) keys = qpdf_oh_is_dictionary (look->pdf, files) ? jal_look_dup_keys (look, files) : g_ptr_array_new ();

  for (guint i = 0; i < keys->len; i++)
    {
      qpdf_oh file = qpdf_oh_get_key (look->pdf, files, keys->pdata[i]);

      if (qpdf_oh_is_indirect (look->pdf, file))
        g_hash_table_add (look->attached, GINT_TO_POINTER (qpdf_oh_get_object_id (look->pdf, file)));
      qpdf_oh_release (look->pdf, file);
    }
  qpdf_oh_release (look->pdf, files);
  if (depth > 4 || !qpdf_oh_is_dictionary (look->pdf, object))
    return;
  keys = (g_ptr_array_unref (keys), jal_look_dup_keys (look, object));
  for (guint i = 0; i < keys->len; i++)
    {
      qpdf_oh item = qpdf_oh_get_key (look->pdf, object, keys->pdata[i]);

      if (!qpdf_oh_is_indirect (look->pdf, item))
        note_attached (look, item, depth + 1);
      qpdf_oh_release (look->pdf, item);
    }
}

static void
look_at_all (Look *look)
{
  qpdf_oh trailer = qpdf_get_trailer (look->pdf);
  qpdf_oh info = jal_look_get_key (look, trailer, "/Info");
  qpdf_oh size = jal_look_get_key (look, trailer, "/Size");
  int info_id = qpdf_oh_is_indirect (look->pdf, info) ? qpdf_oh_get_object_id (look->pdf, info) : -1;
  int n = qpdf_oh_is_integer (look->pdf, size) ? qpdf_oh_get_int_value_as_int (look->pdf, size) : 0;

  if (n > OBJECTS_MAX)
    jal_look_note_unlooked (look, -1);
  look->here = (JalWireFinding){ .place = JAL_WIRE_PLACE_OTHER, .page = -1 };
  look_at_value (look, trailer, 0);
  jal_look_clear_errors (look);
  for (int id = 1; id < MIN (n, OBJECTS_MAX); id++)
    {
      note_attached (look, qpdf_get_object_by_id (look->pdf, id, 0), 0);
      jal_look_clear_errors (look);
      qpdf_oh_release_all (look->pdf);
    }
  for (int id = 1; id < MIN (n, OBJECTS_MAX); id++)
    look_at_object (look, id, info_id);
}

/* --- Annotations --------------------------------------------------------------------------------------------- */

/* Everything that the annotation leads to, but for its page and its relatives. */
static void
look_into (Look *look, qpdf_oh object, guint depth)
{
  gboolean stream = qpdf_oh_is_stream (look->pdf, object);
  qpdf_oh dict;

  if (depth > 8)
    return;
  if (qpdf_oh_is_indirect (look->pdf, object)
      && !g_hash_table_add (look->seen, GINT_TO_POINTER (qpdf_oh_get_object_id (look->pdf, object))))
    return;
  if (qpdf_oh_is_string (look->pdf, object))
    look_at_string (look, object);
  else if (qpdf_oh_is_array (look->pdf, object))
    for (int i = 0; i < qpdf_oh_get_array_n_items (look->pdf, object); i++)
      {
        qpdf_oh item = qpdf_oh_get_array_item (look->pdf, object, i);

        look_into (look, item, depth + 1);
        qpdf_oh_release (look->pdf, item);
      }
  dict = stream ? qpdf_oh_get_dict (look->pdf, object) : object;
  if (qpdf_oh_is_dictionary (look->pdf, dict))
    {
      static const char *const away[] = { "/P", "/Kids", "/Dest", "/D", "/AA", "/IRT", "/Font", "/StructParent", NULL };
      g_autoptr (GPtrArray) keys = jal_look_dup_keys (look, dict);

      for (guint i = 0; i < keys->len; i++)
        if (!g_strv_contains (away, keys->pdata[i]))
          {
            qpdf_oh item = qpdf_oh_get_key (look->pdf, dict, keys->pdata[i]);

            look_into (look, item, depth + 1);
            qpdf_oh_release (look->pdf, item);
          }
    }
  if (stream)
    {
      qpdf_oh_release (look->pdf, dict);
      look_at_stream (look, object);
    }
}

static void
look_at_annotation (Look *look, qpdf_oh annotation, guint page)
{
  qpdf_oh array = jal_look_get_key (look, annotation, "/Rect");
  double *rect = look->here.rect;

  look->here = (JalWireFinding){ .place = annotation_place (look, annotation),
                                 .page = (gint32)page };
  for (int i = 0; qpdf_oh_is_array (look->pdf, array) && i < MIN (4, qpdf_oh_get_array_n_items (look->pdf, array)); i++)
    {
      qpdf_oh item = qpdf_oh_get_array_item (look->pdf, array, i);

      if (!qpdf_oh_get_value_as_number (look->pdf, item, &rect[i]) || !isfinite (rect[i]) || fabs (rect[i]) > 1e5)
        rect[i] = 0;
      qpdf_oh_release (look->pdf, item);
    }
  qpdf_oh_release (look->pdf, array);
  g_hash_table_remove_all (look->seen);
  look_into (look, annotation, 0);
}

static void
look_at_annotations (Look *look, guint n_pages)
{
  for (guint i = 0; i < n_pages; i++)
    {
      qpdf_oh page = qpdf_get_page_n (look->pdf, i);
      qpdf_oh annotations = qpdf_has_error (look->pdf) ? qpdf_oh_new_null (look->pdf) : jal_look_get_key (look, page, "/Annots");
      int n = qpdf_oh_is_array (look->pdf, annotations) ? qpdf_oh_get_array_n_items (look->pdf, annotations) : 0;

      if (n > ANNOTATIONS_MAX)
        jal_look_note_unlooked (look, (gint32)i);
      for (int k = 0; k < MIN (n, ANNOTATIONS_MAX); k++)
        {
          qpdf_oh annotation = qpdf_oh_get_array_item (look->pdf, annotations, k);

          if (qpdf_oh_is_dictionary (look->pdf, annotation))
            look_at_annotation (look, annotation, i);
          qpdf_oh_release (look->pdf, annotation);
        }
      jal_look_clear_errors (look);
      qpdf_oh_release_all (look->pdf);
    }
}

/* --- In whatever font --------------------------------------------------------------------------------------------- */

static void
written_cb (gpointer data, guint phrase, guint page, gboolean apart, const double *rect)
{
  Look *look = data;

  /* No object says it as it is. */
  look->object = -1;
  look->here = (JalWireFinding){ .place = rect != NULL ? JAL_WIRE_PLACE_ANNOTATION : JAL_WIRE_PLACE_PAGE,
                                 .page = (gint32)page,
                                 .draws = 1,
                                 .apart = apart && rect == NULL };
  for (guint i = 0; rect != NULL && i < 4; i++)
    look->here.rect[i] = isfinite (rect[i]) && fabs (rect[i]) <= 1e5 ? rect[i] : 0;
  jal_look_found (look, phrase);
}

static void
unlooked_cb (gpointer data, guint page)
{
  jal_look_note_unlooked (data, (gint32)page);
}

static void
look_at_all_words (Look *look, JalReaderWorker *reader, const char *phrases, guint n_phrases, gboolean notes_alone)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new ();

  for (guint i = 0; i < n_phrases; i++, phrases += strlen (phrases) + 1)
    g_ptr_array_add (list, (gpointer)phrases);
  g_ptr_array_add (list, NULL);
  jal_reader_worker_scan_all_words (reader, look->n_pages, notes_alone, (const char *const *)list->pdata, written_cb, unlooked_cb, look);
}

/* --- The request --------------------------------------------------------------------------------------------- */

/* Where not all that was found can be told, and where the two readers count other pages, nobody knows of any page. */
static GArray *
list_unlooked (Look *look, guint n_pages)
{
  GArray *pages = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint32 i = 0; i < n_pages; i++)
    if (look->more || i >= look->n_pages || g_hash_table_contains (look->unlooked, GUINT_TO_POINTER (i + 1)))
      g_array_append_val (pages, i);
  return pages;
}

static void
answer (Look *look, JalReaderWorker *reader, JalWorker *worker, const JalWirePacket *request)
{
  g_autoptr (GArray) unlooked = list_unlooked (look, reader->n_pages);
  gsize size, n_bytes = look->findings->len * sizeof (JalWireFinding), needed = n_bytes + unlooked->len * sizeof (guint32);
  guint8 *window = jal_worker_window (worker, JAL_WIRE_SLOT_RESULT, &size);
  JalWirePacket reply;

  if (needed > size)
    {
      jal_worker_fail (worker, request, JAL_WIRE_FAILURE_WINDOW, needed);
      return;
    }
  if (n_bytes > 0)
    memcpy (window, look->findings->data, n_bytes);
  if (unlooked->len > 0)
    memcpy (window + n_bytes, unlooked->data, unlooked->len * sizeof (guint32));
  jal_worker_prepare (&reply, JAL_WIRE_SCAN_REPLY, request);
  reply.scan_reply.n_findings = look->findings->len;
  reply.scan_reply.more = look->more;
  reply.scan_reply.n_packed = look->n_packed;
  reply.scan_reply.n_unlooked = unlooked->len;
  jal_worker_reply (worker, &reply);
}

void
jal_reader_worker_scan (JalReaderWorker *reader, JalWorker *worker, const JalWirePacket *request)
{
  Look look = { 0 };
  gsize size;
  const guint8 *window = jal_worker_window (worker, JAL_WIRE_SLOT_PHRASES, &size);
  g_autofree char *phrases = NULL;
  g_autofree int *last = NULL;
  guint n_pages;

  if (window == NULL || request->scan.length > size || reader->facts == NULL)
    {
      jal_worker_fail (worker, request, JAL_WIRE_FAILURE_DAMAGED, 0);
      return;
    }
  phrases = g_memdup2 (window, request->scan.length);
  look.scan = jal_phrases_new (phrases, request->scan.length, request->scan.n_phrases);
  if (look.scan == NULL)
    {
      jal_worker_fail (worker, request, JAL_WIRE_FAILURE_NOT_SUPPORTED, 0);
      return;
    }
  look.pdf = jal_facts_get_qpdf (reader->facts);
  jal_look_begin_ways (&look);
  look.seen = g_hash_table_new (NULL, NULL);
  look.unlooked = g_hash_table_new (NULL, NULL);
  look.findings = g_array_new (FALSE, FALSE, sizeof (JalWireFinding));
  last = look.last = g_new0 (int, request->scan.n_phrases + 1);
  n_pages = (guint)CLAMP (qpdf_get_num_pages (look.pdf), 0, (int)reader->n_pages);
  jal_look_clear_errors (&look);
  look.n_pages = n_pages;
  look.pictures = request->scan.what != JAL_WIRE_SCAN_WRITTEN;
  look_at_annotations (&look, n_pages);
  if (request->scan.what != JAL_WIRE_SCAN_ANNOTATIONS)
    {
      look.attached = g_hash_table_new (NULL, NULL);
      look.layered = g_new0 (gboolean, (gsize)n_pages + 1);
      look.said = g_array_new (FALSE, FALSE, sizeof (Said));
      jal_look_claim_pages (&look, n_pages);
      look_at_all (&look);
      jal_look_tell_other_pages (&look, n_pages);
      g_hash_table_unref (look.attached);
    }
  look_at_all_words (&look, reader, phrases, request->scan.n_phrases, request->scan.what == JAL_WIRE_SCAN_ANNOTATIONS);
  g_free (look.layered);
  if (jal_worker_was_refused (worker))
    jal_worker_fail (worker, request, JAL_WIRE_FAILURE_BYTES, 0);
  else
    answer (&look, reader, worker, request);
  jal_phrases_free (look.scan);
  jal_look_forget_ways (&look);
  g_hash_table_unref (look.seen);
  g_hash_table_unref (look.unlooked);
  g_array_unref (look.findings);
}
