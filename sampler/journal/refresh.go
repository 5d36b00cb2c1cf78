package journal

import (
	"errors"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// Refresh takes what journald and others wrote since into the snapshot. Where
// nothing was written it costs a read of the header of each file that may still
// grow, and a stat of each directory. What cannot be read is in Problems.
func (j *Journal) Refresh() {
	changed := j.readHeaders()
	if !j.dirsChanged() && !changed && !j.behind && !j.again {
		return
	}
	if j.round() {
		j.round() // for what the new files have
	}
	j.closeGone()
}

// round takes what is new into the snapshot, and reports whether there are new
// files.
//
// Entries of one journald are spread over its files: the system's, the users',
// and those before and behind a rotation. Once it is known how far the files
// go, all entries up to there are found when directories and headers are read
// again; what came later still is left for the next time. So no entry comes
// late, behind newer ones.
func (j *Journal) round() (more bool) {
	ends := j.ends()
	more = j.list(time.Now())
	j.readHeaders()
	j.behind = false
	for _, f := range j.files {
		j.advance(f, ends)
	}
	for _, f := range j.files {
		j.see(f)
	}
	return more
}

// readHeaders reads the headers of the files that may still grow, and reports
// whether one changed.
func (j *Journal) readHeaders() (changed bool) {
	for _, f := range j.files {
		if !f.live() {
			continue
		}
		c, err := f.readHeader()
		f.stopped = !j.check(f, err)
		changed = changed || c
	}
	return changed
}

// ends returns, for the boot of each file's last entry, how far its files go in
// monotonic time. journald writes in the order of that time; its numbers do not
// tell, as the users' files have a seqnum_id of their own.
func (j *Journal) ends() map[ID]uint64 {
	ends := map[ID]uint64{}
	for _, f := range j.files {
		if p, ok := f.newest(); ok {
			ends[p.Boot] = max(ends[p.Boot], p.Monotonic)
		}
	}
	return ends
}

// advance takes f's entries up to the ends into the snapshot.
func (j *Journal) advance(f *file, ends map[ID]uint64) {
	if !f.live() || f.count == f.header.entries {
		return
	}
	before := f.count
	err := f.advance(ends)
	if before == 0 && f.count > 0 && err == nil {
		f.from, err = j.firstNew(f)
	}
	f.stopped = !j.check(f, err)
	j.behind = j.behind || (!f.stopped && f.count < f.header.entries)
}

// firstNew returns the rank of the first entry in a file which just appeared
// that is behind what the snapshot had: journald copies entries when it goes
// from the volatile journal to the persistent one.
func (j *Journal) firstNew(f *file) (uint64, error) {
	if p, ok := j.seen[f.header.seqnumID]; ok {
		return f.after(&p)
	}
	if j.last == (Position{}) {
		return 0, nil
	}
	return f.after(&j.last)
}

// see keeps how far the snapshot goes.
func (j *Journal) see(f *file) {
	if f.count == 0 {
		return
	}
	if p, ok := j.seen[f.header.seqnumID]; !ok || p.Seqnum < f.tail.Seqnum {
		j.seen[f.header.seqnumID] = f.tail
	}
	if j.last == (Position{}) || compare(&f.tail, &j.last) > 0 {
		j.last = f.tail
	}
}

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
