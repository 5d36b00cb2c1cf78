package journal

// A Follower gets each new entry that a Match wants once, in journalctl's order,
// through rotation, vacuum and restarts of journald. It reads the list of all
// entries and looks at their items, as journald links an entry into the lists
// of its data objects only after it has counted it.
type Follower struct {
	heads
	journal *Journal
	match   Match
	read    map[*file]uint64 // ranks that were read, of the files that were there
	entries []Entry          // of the last Poll
}

// Follow follows what is written behind the Journal's snapshot. Close ends it.
func (j *Journal) Follow(m Match) *Follower {
	w := &Follower{journal: j, match: m, read: map[*file]uint64{}, heads: heads{forward: true}}
	for _, f := range j.files {
		w.read[f] = f.count
	}
	j.followers = append(j.followers, w)
	return w
}

// Close ends it.
func (w *Follower) Close() {
	j := w.journal
	for i, o := range j.followers {
		if o == w {
			j.followers = append(j.followers[:i], j.followers[i+1:]...)
			return
		}
	}
}

// Poll refreshes the Journal and returns the new entries, limit of them at the
// most; what is left comes next time. They last until the next Poll.
func (w *Follower) Poll(limit int) []Entry {
	w.journal.Refresh()
	w.entries = w.entries[:0]
	if !w.begin() {
		return nil
	}
	for len(w.entries) < limit {
		e, ok := w.take()
		if !ok {
			break
		}
		w.entries = append(w.entries, e)
	}
	w.end()
	return w.entries
}

// begin puts the files that have something new into heads, and reports whether
// there are any.
func (w *Follower) begin() bool {
	w.heads.heads = w.heads.heads[:0]
	for _, f := range w.journal.files {
		rank := w.position(f)
		if rank >= f.count {
			continue
		}
		e, err := f.entryAt(rank)
		s := scan{follower: w, file: f, rank: rank}
		if err == nil {
			s.want, err = f.wanted(w.match)
		}
		if !w.journal.check(f, err) {
			w.read[f] = f.count
			continue
		}
		e.rank = rank
		w.heads.heads = append(w.heads.heads, head{file: f, entry: e, next: s.next})
	}
	return len(w.heads.heads) > 0
}

// end keeps how far each file was read: those that are still in heads up to the
// entry that waits there, all others as a whole.
func (w *Follower) end() {
	w.Skip()
	for _, h := range w.heads.heads {
		w.read[h.file] = h.entry.rank
	}
}

// A scan looks at the entries of one file from a rank on.
type scan struct {
	follower *Follower
	file     *file
	want     wanted
	rank     uint64
}

// next returns the next wanted entry.
func (s *scan) next() (Entry, bool) {
	f := s.file
	for ; s.rank < f.count; s.rank++ {
		e, err := f.entryAt(s.rank)
		is := false
		if err == nil {
			is, err = s.want.matches(&e)
		}
		if !s.follower.journal.check(f, err) {
			return Entry{}, false
		}
		if is {
			e.rank = s.rank
			s.rank++
			return e, true
		}
	}
	return Entry{}, false
}

// Behind returns how many entries, wanted or not, the snapshot has that Poll
// has yet to read.
func (w *Follower) Behind() (n uint64) {
	for _, f := range w.journal.files {
		n += f.count - w.position(f)
	}
	return n
}

// Skip passes over what Poll has yet to read.
func (w *Follower) Skip() {
	for _, f := range w.journal.files {
		w.read[f] = f.count
	}
}

// position returns the rank of the first entry of f that was not read.
func (w *Follower) position(f *file) uint64 {
	if rank, ok := w.read[f]; ok {
		return rank
	}
	return min(f.from, f.count)
}
