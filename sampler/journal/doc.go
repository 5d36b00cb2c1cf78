// Package journal reads systemd's journal files. It never writes, and needs
// neither cgo nor libsystemd.
//
// A file begins with a header. Behind it lie objects, each at a multiple of
// eight: it is named by its offset, and only ever points at others by theirs.
// A data object is one FIELD=value, kept once in a file, however many entries
// have it; a hash table finds it. An entry is times, a boot, a number, and the
// offsets of its data objects. A data object lists its entries, and so does the
// header for all: a chain of arrays of offsets, which grow as entries are
// added, so that a place in time is found by bisection, and the entries with
// two values by comparing offsets. A field object chains its data objects.
//
// journald goes on writing while we read, and anybody may have made a file:
// each offset, type and size is checked, and what is read of a file is bounded.
// The layout is that of https://systemd.io/JOURNAL_FILE_FORMAT; where it is
// silent, that of systemd's journal-def.h, journal-file.c and sd-journal.c.
//
// A Journal and all that comes from it is for one goroutine at a time.
package journal
