/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is done with a database to measure it: the same for a vault and for a plain SQLite file. */
#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

#define LOAD_CHUNK (256 * 1024)

/* Ends the program when a step of a measurement fails. */
void must (gboolean done);
double seconds_since (gint64 start);
void run_sql (sqlite3 *db, const char *sql);

/* Makes the tables; not measured. */
void load_prepare (sqlite3 *db);
/* Each does its work and returns the seconds that took. */
double load_write_chunks (sqlite3 *db, int megabytes);
double load_read_chunks (sqlite3 *db, int megabytes);
/* 64 KiB from anywhere in a chunk, 400 times. */
double load_read_pieces (sqlite3 *db, int megabytes);
/* 100 small transactions. */
double load_small_commits (sqlite3 *db);
/* @n rows as a table of the program has them, with an index, 5,000 to a transaction. */
double load_rows (sqlite3 *db, int n);
/* The words of those rows into a full-text index. */
double load_words (sqlite3 *db, int n);
/* 100 questions to the full-text index. */
double load_search (sqlite3 *db);
/* 2 KiB rows for the next one; not measured. */
void load_prepare_cold (sqlite3 *db, int n);
/* Rows from anywhere, in a file that is far larger than the cache and was just opened. */
double load_cold (sqlite3 *db, int n, int tries);
/* All rows in order. */
double load_scan (sqlite3 *db, int n);

G_END_DECLS
