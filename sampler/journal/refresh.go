package journal

import "time"

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
