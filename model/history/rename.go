package history

// Rename moves what is known of from to to, where it fills what is not known:
// a thing's name can come later than its figures.
func (s *Store[K]) Rename(from, to K) {
	old, cur := s.series[from], s.series[to]
	if old == nil || from == to {
		return
	}
	if cur == nil {
		s.series[to] = old
		delete(s.series, from)
		return
	}
	s.wake(old)
	s.wake(cur)
	s.absorb(cur, old)
	s.remove(from, old)
}

// absorb fills what cur does not know from old.
func (s *Store[K]) absorb(cur, old *series) {
	cur.skip(max(cur.last, old.last))
	cur.since, cur.rested = min(cur.since, old.since), cur.rested || old.rested
	for t := max(0, old.last-ticks+1); t <= old.last; t++ {
		for f := range cur.recent {
			if i := t % ticks; cur.recent[f][i] == unknown {
				cur.recent[f][i] = old.recent[f][i]
			}
		}
	}
	for g := range grains {
		// What is being gathered is closed first, so that there are only chunks
		// to compare. The newer of two open ones stays open.
		s.fold(old, g)
	}
	for g := range grains {
		s.grow(cur.levels[g].absorb(&old.levels[g], grains[g].keep, 3*s.fast+s.slow))
	}
}

func (l *level) absorb(old *level, keep, columns int) (grown int) {
	if old.index > l.index {
		grown += l.openChunk(old.index, keep)
	}
	for i, c := range old.chunks {
		if c != nil {
			grown += l.fillFrom(old.first+int64(i), c, columns)
		}
	}
	if old.index >= 0 {
		grown += l.fillFrom(old.index, pack(nil, old.open), columns)
	}
	return grown
}

// fillFrom fills chunk number index from c.
func (l *level) fillFrom(index int64, c chunk, columns int) (grown int) {
	if index == l.index {
		for i := range l.open {
			fill(&l.open[i], c.column(i))
		}
		return 0
	}
	if i := index - l.first; len(l.chunks) > 0 && i >= 0 && i < int64(len(l.chunks)) && l.chunks[i] != nil {
		c = merge(l.chunks[i], c, columns)
	}
	return l.put(index, c)
}
