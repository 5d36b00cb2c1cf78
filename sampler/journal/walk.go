package journal

// A Walk goes through the entries that a Match wants, in the order of
// journalctl, over all files of a Journal's snapshot. It goes on over that
// snapshot after a Refresh, but for files that went from their directory.
type Walk struct {
	heads
	journal *Journal
	match   Match
}

// Forward walks from the journal's head to its tail.
func (j *Journal) Forward(m Match) *Walk {
	return j.walk(m, true, func(f *file) (uint64, error) { return 0, nil })
}

// ForwardSince walks to the tail from a wall time on, in µs since 1970.
func (j *Journal) ForwardSince(m Match, realtime uint64) *Walk {
	return j.walk(m, true, func(f *file) (uint64, error) { return f.since(realtime) })
}

// ForwardAfter walks to the tail from the entry behind p.
func (j *Journal) ForwardAfter(m Match, p Position) *Walk {
	w := j.walk(m, true, func(f *file) (uint64, error) { return f.after(&p) })
	w.last, w.taken = p, true
	return w
}

// Backward walks from the journal's tail to its head.
func (j *Journal) Backward(m Match) *Walk {
	return j.walk(m, false, func(f *file) (uint64, error) { return f.count, nil })
}

// BackwardUntil walks to the head from a wall time on, in µs since 1970, with
// the entries that are before it.
func (j *Journal) BackwardUntil(m Match, realtime uint64) *Walk {
	return j.walk(m, false, func(f *file) (uint64, error) { return f.since(realtime) })
}

// BackwardBefore walks to the head from the entry before p.
func (j *Journal) BackwardBefore(m Match, p Position) *Walk {
	w := j.walk(m, false, func(f *file) (uint64, error) { return f.after(&p) })
	w.last, w.taken = p, true
	return w
}

// Next returns the next entry; ok is false at the end. A file that turns out to
// be damaged is left out from there on, and is in Problems.
func (w *Walk) Next() (e Entry, ok bool) { return w.take() }

// walk begins a walk at a rank of each file: forward with its entry, backward
// with the one before.
func (j *Journal) walk(m Match, forward bool, begin func(f *file) (uint64, error)) *Walk {
	w := &Walk{journal: j, match: m, heads: heads{forward: forward}}
	for _, f := range j.files {
		rank, err := begin(f)
		if j.check(f, err) {
			w.add(f, rank)
		}
	}
	return w
}

// add adds a file from a rank on. It is not looked at until its turn comes, as
// most files have nothing of a few entries: until then it stands where its first
// or last entry is.
func (w *Walk) add(f *file, rank uint64) {
	from, to, bound := rank, f.count, f.first
	if !w.forward {
		from, to, bound = 0, rank, f.tail
	}
	if from < to {
		w.heads.heads = append(w.heads.heads, head{
			file: f, entry: Entry{Position: bound}, next: w.nextOf(f, from, to),
		})
	}
}

// nextOf returns the function that reads a file's wanted entries with a rank in
// [from, to), one after the other.
func (w *Walk) nextOf(f *file, from, to uint64) func() (Entry, bool) {
	var in fileWalk
	return func() (e Entry, ok bool) {
		var err error
		if in.file == nil {
			in, err = f.walk(w.match, w.forward, from, to)
		}
		var off uint64
		if err == nil {
			off, err = in.next()
		}
		if off != 0 && err == nil {
			e, err = f.entry(off)
		}
		return e, w.journal.check(f, err) && off != 0
	}
}
