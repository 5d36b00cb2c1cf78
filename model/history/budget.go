package history

import "time"

// Sizes in bytes.
const (
	codeSize   = 2
	gatherSize = 32
	seriesSize = 512 // the rest of a series, its key and its place, about
)

// awakeSize is what a series costs more while it is awake.
func (s *Store[K]) awakeSize() int {
	recent := s.fast * ticks * codeSize
	open := (3*s.fast + s.slow) * chunkLen * codeSize
	gathered := s.fast*gatherSize + s.slow*8
	return recent + len(grains)*(open+gathered)
}

// Bytes is how much the store takes: what is packed, what is written to, and
// the latest ticks.
func (s *Store[K]) Bytes() int { return s.used }

// Full reports whether there are more series than the budget has room for: then
// nothing is kept of some.
func (s *Store[K]) Full() bool { return s.refused >= 0 && s.n-s.refused < restAfter }

// wake makes r ready to be put.
func (s *Store[K]) wake(r *series) {
	if r.recent != nil {
		return
	}
	s.awake++
	r.recent, r.last, r.since = make([][ticks]code, s.fast), s.n-1-ticks, s.n-1
	for i := range r.levels {
		r.levels[i].wake(s.fast, s.slow)
	}
	s.grow(s.awakeSize())
}

// pack packs all that is known of r.
func (s *Store[K]) pack(r *series) {
	for i := range r.levels {
		s.fold(r, i)
	}
	r.recent, r.rested = nil, true
	s.awake--
	s.used -= s.awakeSize()
	grown := 0
	for i := range r.levels {
		grown += r.levels[i].pack()
	}
	s.grow(grown)
}

// grow counts n bytes more, and forgets until the budget is met.
func (s *Store[K]) grow(n int) {
	s.used += n
	for g := len(grains) - 1; g >= 0 && s.used > s.budget; {
		oldest, ok := s.oldest(g)
		if !ok {
			g--
			continue
		}
		for _, r := range s.series {
			s.used += r.levels[g].forget(oldest)
		}
	}
	if s.used > s.budget {
		s.dropEmpty()
	}
}

// dropEmpty drops the series at rest of which all is forgotten.
func (s *Store[K]) dropEmpty() {
	for k, r := range s.series {
		if r.recent == nil && r.isEmpty() {
			s.remove(k, r)
		}
	}
}

// oldest is the first chunk of grain g that any series has packed.
func (s *Store[K]) oldest(g int) (index int64, ok bool) {
	for _, r := range s.series {
		if l := &r.levels[g]; len(l.chunks) > 0 && (!ok || l.first < index) {
			index, ok = l.first, true
		}
	}
	return index, ok
}

// tidy puts to rest what is not put any more, and drops what was not put for a
// day.
func (s *Store[K]) tidy(now time.Duration) {
	for k, r := range s.series {
		if r.recent != nil && s.n-r.last > restAfter {
			s.pack(r)
		}
		if r.recent == nil && now-r.lastAt > buryAfter {
			s.remove(k, r)
		}
	}
	s.dropEmpty()
}

func (r *series) isEmpty() bool {
	for i := range r.levels {
		if len(r.levels[i].chunks) > 0 {
			return false
		}
	}
	return true
}

func (s *Store[K]) remove(k K, r *series) {
	delete(s.series, k)
	s.used -= seriesSize
	if r.recent != nil {
		s.used -= s.awakeSize()
		s.awake--
	}
	for i := range r.levels {
		for _, c := range r.levels[i].chunks {
			s.used -= cost(c)
		}
	}
}
