/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "wire/jal-wire.h"

/* The wire accepts no type it does not know, so the probes borrow two that a reader never receives or sends so. */
#define PROBE_REQUEST JAL_WIRE_WRITE
#define PROBE_REPLY JAL_WIRE_RANGE_REPLY
#define PROBE_WALLS_OFF "JALADA_PROBE_WALLS_OFF"
#define PROBE_FILE "/tmp/jalada-probe-file"

enum
{
  PROBE_READ_FILE = 1,
  PROBE_LIST_FOLDER,
  PROBE_CREATE_FILE,
  PROBE_WRITE_DEVICE,
  PROBE_SOCKET,
  PROBE_CONNECT,
  PROBE_EXEC,
  PROBE_FORK,
  PROBE_RAW_FORK,
  PROBE_PTRACE,
  PROBE_KILL_PARENT,
  PROBE_PARENT_MEMORY,
  PROBE_MAP_CODE,
  PROBE_MAKE_CODE,
  PROBE_IO_URING,
  PROBE_MEMFD,
  PROBE_UNSHARE,
  PROBE_HOARD,
  PROBE_INHERITED,
  PROBE_LOOP,
  PROBE_CRASH,
};
