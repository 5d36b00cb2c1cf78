package journal

// A head is a file's next entry in a walk over several files.
type head struct {
	file  *file
	next  func() (Entry, bool) // reads the entry that follows; false at the end
	entry Entry
	// loaded is false while entry has only the Position before which the
	// file's entries do not lie, and the file was not looked at.
	loaded bool
}

// heads merges files as journalctl does: by comparing their next entries, head
// against head.
type heads struct {
	heads   []head
	forward bool
	last    Position // of the entry that was taken last
	taken   bool
}

// take takes the next entry of all files. Of copies in several files it gives
// one.
func (hs *heads) take() (Entry, bool) {
	for {
		best := hs.best()
		if best < 0 {
			return Entry{}, false
		}
		h := &hs.heads[best]
		if !h.loaded {
			h.loaded = true
			hs.advance(best)
			continue
		}
		e := h.entry
		hs.advance(best)
		if hs.taken && compare(&e.Position, &hs.last) == 0 {
			continue
		}
		hs.last, hs.taken = e.Position, true
		return e, true
	}
}

// best returns which head comes first, or -1.
func (hs *heads) best() int {
	best := -1
	for i := range hs.heads {
		if best < 0 {
			best = i
			continue
		}
		c := compare(&hs.heads[i].entry.Position, &hs.heads[best].entry.Position)
		if (c < 0) == hs.forward && c != 0 {
			best = i
		}
	}
	return best
}

// advance reads a head's next entry. A file that has none is taken out.
func (hs *heads) advance(i int) {
	h := &hs.heads[i]
	e, ok := h.next()
	if ok {
		h.entry = e
		return
	}
	last := len(hs.heads) - 1
	copy(hs.heads[i:], hs.heads[i+1:])
	hs.heads[last] = head{}
	hs.heads = hs.heads[:last]
}
