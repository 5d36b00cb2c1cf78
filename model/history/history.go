// Package history remembers what metrics were, in three grains: the fast ones
// as they were sampled for two minutes, and all of them by the second for half
// an hour and by ten seconds for a day. Coarse buckets keep the least, the mean
// and the greatest of a fast metric, so that a spike is never averaged away,
// and one value of a slow one. All series share one budget of bytes; past it
// the oldest of the coarsest goes first.
package history

import (
	"math"
	"time"
)

// ticks is how many samples are kept as they were: two minutes at 100 ms.
const ticks = 1200

var nan = math.NaN()

// A Store is the histories of many things, told apart by keys of type K.
type Store[K comparable] struct {
	fast, slow int // how many metrics of each kind
	budget     int
	used       int // bytes
	at         [ticks]time.Duration
	n          int // ticks, ever
	series     map[K]*series
}

type series struct {
	recent [][ticks]code // by fast metric; right up to tick last
	last   int           // the newest tick that was put
	levels [len(grains)]level
}

// New returns a Store of at most budget bytes for so many fast and slow
// metrics.
func New[K comparable](budget, fast, slow int) *Store[K] {
	return &Store[K]{fast: fast, slow: slow, budget: budget, series: map[K]*series{}}
}

// Tick begins a new tick, at a time not before the last one's.
func (s *Store[K]) Tick(at time.Duration) {
	s.at[s.n%ticks] = at
	s.n++
	if s.n%ticks == 0 {
		s.bury()
	}
}

// Put says what the fast metrics of k are at this tick; NaN is unknown.
func (s *Store[K]) Put(k K, fast []float64) {
	r := s.of(k)
	now := s.n - 1
	r.skip(now)
	i := now % ticks
	at := s.at[i]
	for f, v := range fast {
		r.recent[f][i] = encode(v)
	}
	b := s.bucketAt(r, at)
	for f, v := range fast {
		b.fast[f].add(v)
	}
}

// PutSlow says what the slow metrics of k are at this tick.
func (s *Store[K]) PutSlow(k K, slow []float64) {
	b := s.bucketAt(s.of(k), s.at[(s.n-1)%ticks])
	for i, v := range slow {
		if v == v {
			b.slow[i] = v
		}
	}
}

// of returns the series of k, made if there is none.
func (s *Store[K]) of(k K) *series {
	r := s.series[k]
	if r == nil {
		r = &series{recent: make([][ticks]code, s.fast), last: s.n - 1 - ticks}
		for i := range r.levels {
			r.levels[i] = newLevel(s.fast, s.slow)
			for j := range r.levels[i].bucket.slow {
				r.levels[i].bucket.slow[j] = nan
			}
		}
		s.series[k] = r
		s.grow(s.fixed())
	}
	return r
}

// Sizes in bytes.
const (
	codeSize   = 2
	gatherSize = 32
	seriesSize = 512 // the rest of a series, about
)

// fixed is what a series costs before anything is packed.
func (s *Store[K]) fixed() int {
	recent := s.fast * ticks * codeSize
	open := (3*s.fast + s.slow) * chunkLen * codeSize
	gathered := s.fast*gatherSize + s.slow*8
	return recent + len(grains)*(open+gathered) + seriesSize
}

// skip says that nothing is known of the ticks between the last and now.
func (r *series) skip(now int) {
	for t := max(r.last+1, now-ticks+1); t <= now; t++ {
		for f := range r.recent {
			r.recent[f][(t+ticks)%ticks] = unknown
		}
	}
	r.last = now
}

// bucketAt returns the finest bucket at a time; the one before is folded into
// the coarser grains.
func (s *Store[K]) bucketAt(r *series, at time.Duration) *bucket {
	l := &r.levels[0]
	if index := int64(at / grains[0].step); l.bucket.index != index {
		s.fold(r, 0)
		l.bucket.index = index
	}
	return &l.bucket
}

// fold closes the bucket of level n, and adds it to the level above.
func (s *Store[K]) fold(r *series, n int) {
	b := &r.levels[n].bucket
	if b.index >= 0 && n+1 < len(grains) {
		up := &r.levels[n+1].bucket
		index := b.index * int64(grains[n].step) / int64(grains[n+1].step)
		if up.index != index {
			s.fold(r, n+1)
			up.index = index
		}
		for f := range b.fast {
			up.fast[f].fold(b.fast[f])
		}
		for i, v := range b.slow {
			if v == v {
				up.slow[i] = v
			}
		}
	}
	s.grow(r.levels[n].flush(grains[n].keep))
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

// bury drops the series that nobody has put for a day.
func (s *Store[K]) bury() {
	now := int64(s.at[(s.n-1)%ticks] / grains[len(grains)-1].step / chunkLen)
	for k, r := range s.series {
		l := &r.levels[len(grains)-1]
		if s.n-r.last > ticks && now-max(l.index, l.first+int64(len(l.chunks))) > int64(grains[len(grains)-1].keep) {
			s.remove(k, r)
		}
	}
}

func (s *Store[K]) remove(k K, r *series) {
	delete(s.series, k)
	s.used -= s.fixed()
	for i := range r.levels {
		for _, c := range r.levels[i].chunks {
			s.used -= cost(c)
		}
	}
}

// Bytes is how much the store takes.
func (s *Store[K]) Bytes() int { return s.used }

// Has reports whether there is anything about k.
func (s *Store[K]) Has(k K) bool { return s.series[k] != nil }

// Reach is how far back the store goes from now, in its coarsest grain.
func (s *Store[K]) Reach() time.Duration {
	if s.n == 0 {
		return 0
	}
	now := s.at[(s.n-1)%ticks]
	reach := now - s.at[max(0, s.n-ticks)%ticks]
	for g := range grains {
		for _, r := range s.series {
			l := &r.levels[g]
			first := l.index
			if len(l.chunks) > 0 {
				first = l.first
			}
			if first >= 0 {
				reach = max(reach, now-l.since(first, grains[g].step))
			}
		}
	}
	return reach
}
