package journal

import (
	"errors"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// dirsChanged reports whether there may be other files than before.
func (j *Journal) dirsChanged() (changed bool) {
	for _, d := range j.dirs {
		c, err := d.changed()
		if err != nil {
			j.deny(d.path, err)
		}
		changed = changed || c
	}
	return changed
}

// list opens the files that are new in the directories, and reports whether
// there are any. It notes which are missing.
func (j *Journal) list(now time.Time) (more bool) {
	j.again = false
	before := len(j.files)
	old := map[inode]*file{}
	for _, f := range j.files {
		f.missing++
		old[f.inode] = f
	}
	for _, d := range j.dirs {
		names, err := d.names(now)
		if err != nil {
			j.deny(d.path, err)
		}
		for _, name := range names {
			j.take(d, name, old)
		}
	}
	for _, f := range old {
		if f.missing == 1 {
			j.checkMissing(f)
		}
	}
	return len(j.files) > before
}

// checkMissing has a file that was in no directory for the first time looked for
// once more, unless it was removed: a list that is read while journald renames
// a file may have it by neither name.
func (j *Journal) checkMissing(f *file) {
	if f.removed() {
		f.missing++
	} else {
		j.again = true
	}
}

// take opens the file name in d, unless it is open by the same or another name.
func (j *Journal) take(d *dir, name string, open map[inode]*file) {
	path := d.path + "/" + name
	var st unix.Stat_t
	if err := unix.Fstatat(d.fd(), name, &st, unix.AT_SYMLINK_NOFOLLOW); err != nil {
		return // it went
	}
	id := inode{uint64(st.Dev), st.Ino}
	if f := open[id]; f != nil {
		f.missing, f.path = 0, path
		return
	}
	if ctime, ok := j.refused[id]; ok && ctime == st.Ctim {
		return
	}
	if len(j.files) == maxFiles {
		j.deny(d.path, errors.New("too many journal files"))
		return
	}
	f, err := openFile(d.os, d.path, name, j.cache)
	if err != nil {
		if !errors.Is(err, os.ErrNotExist) {
			j.deny(path, err)
		}
		return
	}
	if _, err := f.readHeader(); err != nil && !errors.Is(err, errNew) {
		j.deny(path, err)
		j.refused[id] = st.Ctim
		f.close()
		return
	}
	if open[f.inode] != nil { // it was renamed since the stat
		f.close()
		return
	}
	open[f.inode] = f
	j.files = append(j.files, f)
}

// deny keeps what cannot be opened, once.
func (j *Journal) deny(path string, err error) {
	if !j.denied[path] {
		j.denied[path] = true
		j.problem(path, err)
	}
}

// closeGone closes the files that are in no directory any more and that all
// followers have read to their end.
func (j *Journal) closeGone() {
	left := j.files[:0]
	for _, f := range j.files {
		if f.missing > 1 && (f.stopped || f.count == f.header.entries) && j.drained(f) {
			j.forget(f)
		} else {
			left = append(left, f)
		}
	}
	clear(j.files[len(left):])
	j.files = left
}

// forget closes f.
func (j *Journal) forget(f *file) {
	for _, w := range j.followers {
		delete(w.read, f)
	}
	f.close()
}

// drained reports whether no follower needs f any more.
func (j *Journal) drained(f *file) bool {
	for _, w := range j.followers {
		if w.position(f) < f.count {
			return false
		}
	}
	return true
}
