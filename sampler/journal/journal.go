package journal

import (
	"errors"
	"fmt"
	"math"
	"os"
	"slices"
	"time"

	"golang.org/x/sys/unix"
)

// maxFiles is how many files of a journal are read: journald keeps a hundred,
// and one for each user.
const maxFiles = 1024

// A Journal is all files of some directories, as they were when it was refreshed
// last: a snapshot that has, of each journald's entries, all up to some number.
type Journal struct {
	dirs      []*dir
	files     []*file
	refused   map[inode]unix.Timespec // when files that cannot be read were changed last
	denied    map[string]bool         // paths that cannot be opened
	problems  []Problem
	followers []*Follower
	cache     *cache
	seen      map[ID]Position // each source's last entry in the snapshot
	last      Position        // the last of those
	behind    bool            // the files have more than the snapshot
	again     bool            // the directories have to be listed again
}

// A Problem is a file, or a directory, that cannot be read, or not from some
// place on.
type Problem struct {
	Path string
	Err  error // ErrUnsupported: journalctl may be able to
}

// Open opens the journal in some directories. One that is missing is empty, and
// read when it is there.
func Open(dirs ...string) *Journal {
	j := &Journal{cache: newCache(), refused: map[inode]unix.Timespec{}, denied: map[string]bool{}, seen: map[ID]Position{}}
	for _, path := range dirs {
		j.dirs = append(j.dirs, &dir{path: path})
	}
	j.behind = true
	j.Refresh()
	return j
}

// KeepLess has the Journal keep an eighth of the memory of files that it keeps
// else: enough for who follows, and reads each place once. It is called first.
func (j *Journal) KeepLess() { j.cache.most = maxWindows / 8 }

// Close closes all files.
func (j *Journal) Close() {
	for _, f := range j.files {
		f.close()
	}
	for _, d := range j.dirs {
		d.close()
	}
	j.files, j.dirs = nil, nil
	if j.cache.zstd != nil {
		j.cache.zstd.Close()
		j.cache.zstd = nil
	}
}

// Problems returns what could not be read since it was asked last, each file
// once.
func (j *Journal) Problems() []Problem {
	p := j.problems
	j.problems = nil
	return p
}

// Span returns the times of the oldest and the newest entry; both are zero in an
// empty journal.
func (j *Journal) Span() (oldest, newest time.Time) {
	from, to := uint64(math.MaxUint64), uint64(0)
	for _, f := range j.files {
		if f.count > 0 {
			from, to = min(from, f.first.Realtime), max(to, f.tail.Realtime)
		}
	}
	if to == 0 {
		return time.Time{}, time.Time{}
	}
	return Position{Realtime: from}.Time(), Position{Realtime: to}.Time()
}

// Values returns the values of a field over all files, such as the names of
// CONTAINER_NAME, sorted. More than limit of a file are cut off, the oldest;
// whole is false then.
func (j *Journal) Values(name string, limit int) (values []string, whole bool) {
	whole = true
	for _, f := range j.files {
		n := 0
		err := f.values(name, func(v string) bool {
			if n++; n > limit {
				whole = false
				return false
			}
			values = append(values, v)
			return true
		})
		j.check(f, err)
	}
	slices.Sort(values)
	return slices.Compact(values), whole
}

// check keeps what is wrong with a file, once, and reports whether nothing is.
func (j *Journal) check(f *file, err error) bool {
	if err == nil || errors.Is(err, errNew) {
		return true
	}
	if !f.reported && !errors.Is(err, os.ErrClosed) {
		f.reported = true
		j.problem(f.path, err)
	}
	return false
}

// Check keeps that an entry could not be read as a whole, once for each file. The
// rest of the file is read all the same.
func (j *Journal) Check(e *Entry, err error) {
	if err != nil && e.file != nil {
		j.check(e.file, unreadable{err})
	}
}

// unreadable is why an entry cannot be read. It is never ErrUnsupported, which is
// said of whole files alone.
type unreadable struct{ err error }

func (u unreadable) Error() string { return u.err.Error() }

func (u unreadable) Is(target error) bool {
	return target != ErrUnsupported && errors.Is(u.err, target)
}

// problem keeps what is wrong with a path.
func (j *Journal) problem(path string, err error) {
	j.problems = append(j.problems, Problem{path, fmt.Errorf("reading %s: %w", path, err)})
}
