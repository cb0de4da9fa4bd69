/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vault-disk.h"

#include <glib/gstdio.h>
#include <string.h>

/* What a disk writes as a whole, or not at all. */
#define SECTOR 512

typedef enum
{
  EVENT_WRITE,
  EVENT_TRUNCATE,
  EVENT_SYNC,
  EVENT_DELETE,
  EVENT_MARK,
  EVENT_RENAME, /* file: that gets the name in bytes */
  EVENT_NAMES,
} EventKind;

typedef struct
{
  EventKind kind;
  guint file;
  gint64 offset; /* or size, or the number of a mark */
  GBytes *bytes;
} Event;

typedef struct
{
  sqlite3_file base;
  sqlite3_file *real;
  int file; /* index in names, -1: not recorded */
  gint64 size;
  gboolean counted;
} DiskFile;

static struct
{
  gboolean recording;
  GArray *events;
  GPtrArray *names; /* base names, as they are now; NULL of a file that has none any more */
  GPtrArray *old_names; /* those the files began with */
  GPtrArray *first; /* GByteArray: content when the record began */
  guint calls;
  guint fail_at;
  gboolean for_ever;
  int fail_rc;
  gint64 limit;
  gint64 used;
} disk = { .limit = -1 };

static gboolean
fails (int *rc)
{
  disk.calls++;
  if (disk.fail_at == 0 || disk.calls < disk.fail_at || (disk.calls > disk.fail_at && !disk.for_ever))
    return FALSE;
  *rc = disk.fail_rc;
  return TRUE;
}

static void
event_clear (gpointer data)
{
  Event *event = data;

  g_clear_pointer (&event->bytes, g_bytes_unref);
}

static void
add_event (EventKind kind, int file, gint64 offset, const void *bytes, int length)
{
  Event event = { kind, (guint)file, offset, NULL };

  if (!disk.recording || file < 0)
    return;
  if (bytes != NULL)
    event.bytes = g_bytes_new (bytes, (gsize)length);
  g_array_append_val (disk.events, event);
}

static int
name_index (const char *path)
{
  g_autofree char *name = g_path_get_basename (path);

  for (guint i = 0; i < disk.names->len; i++)
    if (g_strcmp0 (disk.names->pdata[i], name) == 0)
      return (int)i;
  g_ptr_array_add (disk.old_names, g_strdup (name));
  g_ptr_array_add (disk.names, g_steal_pointer (&name));
  g_ptr_array_add (disk.first, g_byte_array_new ());
  return (int)disk.names->len - 1;
}

static int
disk_close (sqlite3_file *base)
{
  DiskFile *file = (DiskFile *)base;
  int rc = file->real->pMethods->xClose (file->real);

  g_free (file->real);
  return rc;
}

static int
disk_read (sqlite3_file *base, void *to, int amount, sqlite3_int64 offset)
{
  DiskFile *file = (DiskFile *)base;
  int rc = SQLITE_OK;

  if (fails (&rc) && rc != SQLITE_FULL)
    return SQLITE_IOERR_READ;
  return file->real->pMethods->xRead (file->real, to, amount, offset);
}

static int
disk_write (sqlite3_file *base, const void *from, int amount, sqlite3_int64 offset)
{
  DiskFile *file = (DiskFile *)base;
  sqlite3_int64 size = 0;
  int rc = SQLITE_OK;

  if (fails (&rc))
    return rc;
  file->real->pMethods->xFileSize (file->real, &size);
  if (disk.limit >= 0 && offset + amount > size)
    {
      if (disk.used + offset + amount - size > disk.limit)
        return SQLITE_FULL;
      disk.used += offset + amount - size;
    }
  add_event (EVENT_WRITE, file->file, offset, from, amount);
  return file->real->pMethods->xWrite (file->real, from, amount, offset);
}

static int
disk_truncate (sqlite3_file *base, sqlite3_int64 to)
{
  DiskFile *file = (DiskFile *)base;
  sqlite3_int64 size = 0;
  int rc = SQLITE_OK;

  if (fails (&rc) && rc != SQLITE_FULL)
    return SQLITE_IOERR_TRUNCATE;
  file->real->pMethods->xFileSize (file->real, &size);
  if (disk.limit >= 0)
    disk.used -= size - to;
  add_event (EVENT_TRUNCATE, file->file, to, NULL, 0);
  return file->real->pMethods->xTruncate (file->real, to);
}

static int
disk_sync (sqlite3_file *base, int flags)
{
  int rc = SQLITE_OK;

  /* No real sync: the record is what counts. */
  if (fails (&rc) && rc != SQLITE_FULL)
    return SQLITE_IOERR_FSYNC;
  add_event (EVENT_SYNC, ((DiskFile *)base)->file, 0, NULL, 0);
  return SQLITE_OK;
}

static int
disk_file_size (sqlite3_file *base, sqlite3_int64 *size)
{
  sqlite3_file *real = ((DiskFile *)base)->real;

  return real->pMethods->xFileSize (real, size);
}

static int
disk_lock (sqlite3_file *base, int level)
{
  sqlite3_file *real = ((DiskFile *)base)->real;

  return real->pMethods->xLock (real, level);
}

static int
disk_unlock (sqlite3_file *base, int level)
{
  sqlite3_file *real = ((DiskFile *)base)->real;

  return real->pMethods->xUnlock (real, level);
}

static int
disk_check_reserved_lock (sqlite3_file *base, int *out)
{
  sqlite3_file *real = ((DiskFile *)base)->real;

  return real->pMethods->xCheckReservedLock (real, out);
}

static int
disk_file_control (sqlite3_file *base, int op, void *argument)
{
  sqlite3_file *real = ((DiskFile *)base)->real;

  return real->pMethods->xFileControl (real, op, argument);
}

static int
disk_sector_size (sqlite3_file *base)
{
  sqlite3_file *real = ((DiskFile *)base)->real;

  return real->pMethods->xSectorSize (real);
}

static int
disk_device_characteristics (sqlite3_file *base)
{
  sqlite3_file *real = ((DiskFile *)base)->real;

  return real->pMethods->xDeviceCharacteristics (real);
}

static const sqlite3_io_methods disk_methods = {
  .iVersion = 1,
  .xClose = disk_close,
  .xRead = disk_read,
  .xWrite = disk_write,
  .xTruncate = disk_truncate,
  .xSync = disk_sync,
  .xFileSize = disk_file_size,
  .xLock = disk_lock,
  .xUnlock = disk_unlock,
  .xCheckReservedLock = disk_check_reserved_lock,
  .xFileControl = disk_file_control,
  .xSectorSize = disk_sector_size,
  .xDeviceCharacteristics = disk_device_characteristics,
};

static int
disk_open (sqlite3_vfs *vfs, const char *path, sqlite3_file *to, int flags, int *out_flags)
{
  sqlite3_vfs *below = vfs->pAppData;
  DiskFile *file = (DiskFile *)to;
  int rc = SQLITE_OK;

  memset (file, 0, sizeof *file);
  if (fails (&rc) && rc != SQLITE_FULL)
    return SQLITE_CANTOPEN;
  file->real = g_malloc0 ((gsize)below->szOsFile);
  rc = below->xOpen (below, path, file->real, flags, out_flags);
  if (rc != SQLITE_OK)
    {
      g_free (file->real);
      return rc;
    }
  file->file = path != NULL && disk.recording && !(flags & SQLITE_OPEN_DELETEONCLOSE) ? name_index (path) : -1;
  file->base.pMethods = &disk_methods;
  return SQLITE_OK;
}

static int
disk_delete (sqlite3_vfs *vfs, const char *path, int sync_folder)
{
  sqlite3_vfs *below = vfs->pAppData;

  if (disk.recording)
    add_event (EVENT_DELETE, name_index (path), 0, NULL, 0);
  /* With its folder. */
  if (disk.recording && sync_folder)
    add_event (EVENT_SYNC, name_index (path), 0, NULL, 0);
  return below->xDelete (below, path, sync_folder);
}

void
vault_disk_init (void)
{
  static sqlite3_vfs vfs;

  vfs = *sqlite3_vfs_find ("unix-excl");
  vfs.pNext = NULL;
  vfs.zName = "disk";
  vfs.pAppData = sqlite3_vfs_find ("unix-excl");
  vfs.szOsFile = sizeof (DiskFile);
  vfs.iVersion = 1;
  vfs.xOpen = disk_open;
  vfs.xDelete = disk_delete;
  g_assert_cmpint (sqlite3_vfs_register (&vfs, 0), ==, SQLITE_OK);
}

static void
load (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  char *content;
  gsize length;
  int index;

  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  index = name_index (name);
  g_byte_array_append (disk.first->pdata[index], (guint8 *)content, (guint)length);
  g_free (content);
}

void
vault_disk_record (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  g_clear_pointer (&disk.events, g_array_unref);
  g_clear_pointer (&disk.names, g_ptr_array_unref);
  g_clear_pointer (&disk.old_names, g_ptr_array_unref);
  g_clear_pointer (&disk.first, g_ptr_array_unref);
  disk.events = g_array_new (FALSE, FALSE, sizeof (Event));
  g_array_set_clear_func (disk.events, event_clear);
  disk.names = g_ptr_array_new_with_free_func (g_free);
  disk.old_names = g_ptr_array_new_with_free_func (g_free);
  disk.first = g_ptr_array_new_with_free_func ((GDestroyNotify)g_byte_array_unref);
  while ((name = g_dir_read_name (dir)) != NULL)
    load (folder, name);
  disk.recording = TRUE;
}

void
vault_disk_mark (gint64 number)
{
  add_event (EVENT_MARK, 0, number, NULL, 0);
}

void
vault_disk_folder_synced (const char *name)
{
  add_event (EVENT_SYNC, name_index (name), 0, NULL, 0);
}

void
vault_disk_renamed (const char *from, const char *to)
{
  g_autofree char *name = g_path_get_basename (to);
  int file = name_index (from), lost = name_index (to);

  if (!disk.recording)
    return;
  add_event (EVENT_RENAME, file, lost, name, (int)strlen (name) + 1);
  g_free (disk.names->pdata[lost]);
  disk.names->pdata[lost] = NULL;
  g_free (disk.names->pdata[file]);
  disk.names->pdata[file] = g_steal_pointer (&name);
}

void
vault_disk_names_synced (void)
{
  add_event (EVENT_NAMES, 0, 0, NULL, 0);
}

void
vault_disk_stop (void)
{
  disk.recording = FALSE;
}

guint
vault_disk_length (void)
{
  return disk.events->len;
}

guint
vault_disk_moment (GRand *random, const char *name)
{
  guint length = (guint)g_rand_int_range (random, 1, (gint32)disk.events->len + 1);
  guint file = (guint)name_index (name);

  if (g_rand_boolean (random))
    return length;
  for (guint i = length; i < disk.events->len; i++)
    {
      const Event *event = &g_array_index (disk.events, Event, i);

      if (event->kind == EVENT_SYNC && event->file == file)
        return i;
    }
  return length;
}

static void
overwrite (GByteArray *to, gint64 offset, const guint8 *from, gsize length)
{
  guint old = to->len;

  if (offset + length > old)
    {
      g_byte_array_set_size (to, (guint)(offset + (gint64)length));
      memset (to->data + old, 0, to->len - old);
    }
  memcpy (to->data + offset, from, length);
}

static void
apply_whole (GByteArray *to, const Event *event)
{
  gsize length;
  const guint8 *bytes;

  switch (event->kind)
    {
    case EVENT_WRITE:
      bytes = g_bytes_get_data (event->bytes, &length);
      overwrite (to, event->offset, bytes, length);
      break;
    case EVENT_TRUNCATE:
      if ((guint64)event->offset < to->len)
        g_byte_array_set_size (to, (guint)event->offset);
      break;
    case EVENT_DELETE:
      g_byte_array_set_size (to, 0);
      break;
    default:
      break;
    }
}

/* Applies a write sector by sector, each there, lost, or (if @junk) filled with anything. */
static void
apply_torn (GByteArray *to, const Event *event, gboolean junk, GRand *random)
{
  gsize length;
  const guint8 *bytes = g_bytes_get_data (event->bytes, &length);

  for (gsize at = 0; at < length;)
    {
      gsize n = MIN (length - at, SECTOR - ((gsize)event->offset + at) % SECTOR);
      guint8 sector[SECTOR];
      int fate = g_rand_int_range (random, 0, junk ? 3 : 2);

      memcpy (sector, bytes + at, n);
      if (fate == 2)
        for (gsize i = 0; i < n; i++)
          sector[i] = (guint8)g_rand_int (random);
      if (fate != 0)
        overwrite (to, event->offset + (gint64)at, sector, n);
      at += n;
    }
}

static void
apply_by_chance (GByteArray *to, const Event *event, GRand *random)
{
  int fate = g_rand_int_range (random, 0, 10);

  if (event->kind != EVENT_WRITE)
    {
      if (fate < 5)
        apply_whole (to, event);
    }
  else if (fate < 4)
    apply_whole (to, event);
  else if (fate < 7)
    return;
  else
    apply_torn (to, event, fate == 9, random);
}

/* The index of the last sync of @file before @length, or -1. */
static int
last_sync (guint file, guint length)
{
  for (int i = (int)length - 1; i >= 0; i--)
    {
      const Event *event = &g_array_index (disk.events, Event, i);

      if (event->kind == EVENT_SYNC && event->file == file)
        return i;
    }
  return -1;
}

/* Returns (transfer full): the names of the files after a power cut; NULL where one has none. */
static GPtrArray *
name_files (guint length, GRand *random)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  guint safe = 0;

  for (guint i = 0; i < disk.old_names->len; i++)
    g_ptr_array_add (names, g_strdup (disk.old_names->pdata[i]));
  for (guint i = 0; i < length; i++)
    if (g_array_index (disk.events, Event, i).kind == EVENT_NAMES)
      safe = i;
  for (guint i = 0; i < length; i++)
    {
      const Event *event = &g_array_index (disk.events, Event, i);

      if (event->kind != EVENT_RENAME || (i > safe && g_rand_boolean (random)))
        continue;
      g_clear_pointer (&names->pdata[event->offset], g_free);
      g_free (names->pdata[event->file]);
      names->pdata[event->file] = g_strdup (g_bytes_get_data (event->bytes, NULL));
    }
  return names;
}

static void
write_image (guint file, const char *name, guint length, GRand *random, const char *folder)
{
  g_autoptr (GByteArray) content = g_byte_array_new ();
  GByteArray *first = disk.first->pdata[file];
  g_autofree char *path = g_build_filename (folder, name, NULL);
  int safe = last_sync (file, length);
  /* Now and then everything that was under way arrives, or nothing does. */
  int extreme = g_rand_int_range (random, 0, 8);

  g_byte_array_append (content, first->data, first->len);
  for (guint i = 0; i < length; i++)
    {
      const Event *event = &g_array_index (disk.events, Event, i);

      if (event->file != file || event->kind == EVENT_MARK || event->kind == EVENT_SYNC || event->kind >= EVENT_RENAME)
        continue;
      if ((int)i <= safe || extreme == 0)
        apply_whole (content, event);
      else if (extreme != 1)
        apply_by_chance (content, event, random);
    }
  if (content->len > 0)
    g_assert_true (g_file_set_contents_full (path, (char *)content->data, content->len, G_FILE_SET_CONTENTS_NONE, 0600,
                                             NULL));
  else
    g_unlink (path);
}

gint64
vault_disk_power_cut (guint length, GRand *random, const char *folder)
{
  g_autoptr (GPtrArray) names = name_files (length, random);
  gint64 acknowledged = 0;

  for (guint i = 0; i < length; i++)
    if (g_array_index (disk.events, Event, i).kind == EVENT_MARK)
      acknowledged = g_array_index (disk.events, Event, i).offset;
  for (guint file = 0; file < disk.names->len; file++)
    if (names->pdata[file] != NULL)
      write_image (file, names->pdata[file], length, random, folder);
  return acknowledged;
}

void
vault_disk_fail (guint nth, int rc, gboolean for_ever)
{
  disk.calls = 0;
  disk.fail_at = nth;
  disk.fail_rc = rc;
  disk.for_ever = for_ever;
}

guint
vault_disk_calls (void)
{
  return disk.calls;
}

void
vault_disk_limit (gint64 bytes)
{
  disk.limit = bytes;
  disk.used = 0;
}
