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

// A series nobody puts is put to rest after so many ticks, and goes after a
// day.
const (
	restAfter = 100
	buryAfter = 24 * time.Hour
)

var nan = math.NaN()

// A Store is the histories of many things, told apart by keys of type K. It is
// for one goroutine: reading uses memory of the Store's own.
type Store[K comparable] struct {
	fast, slow int // how many metrics of each kind
	budget     int
	used       int           // bytes
	awake      int           // series
	refused    int           // the last tick at which a series found no room
	began      time.Duration // the first tick
	oldestAt   time.Duration // of what is kept
	oldestTick int           // at which that was found; 0: not yet
	at         [ticks]time.Duration
	n          int // ticks, ever
	paces      []pace
	series     map[K]*series
	counts     []int // of a reading
	lasts      []time.Duration
	spans      []Span // of one of maxima
}

// A series is awake while it is put: then each level has an open chunk and a
// bucket.
type series struct {
	recent [][ticks]code // by fast metric; right up to tick last; nil at rest
	since  int           // the first tick in recent
	last   int           // the newest tick that was put
	rested bool          // ever
	lastAt time.Duration
	levels [len(grains)]level
}

// New returns a Store of at most budget bytes for so many fast and slow
// metrics.
func New[K comparable](budget, fast, slow int) *Store[K] {
	return &Store[K]{fast: fast, slow: slow, budget: budget, refused: -1, series: map[K]*series{}}
}

// Tick begins a new tick, at a time not before the last one's.
func (s *Store[K]) Tick(at time.Duration) {
	if s.n == 0 {
		s.began = at
	}
	s.at[s.n%ticks] = at
	s.n++
	if s.n%64 == 0 {
		s.tidy(at)
	}
}

// Put says what the fast metrics of k are at this tick; NaN is unknown.
func (s *Store[K]) Put(k K, fast []float64) {
	r := s.of(k)
	if r == nil {
		return
	}
	now := s.n - 1
	r.skip(now)
	i := now % ticks
	r.lastAt = s.at[i]
	for f, v := range fast {
		r.recent[f][i] = encode(v)
	}
	b := s.bucketAt(r, r.lastAt)
	for f, v := range fast {
		b.fast[f].add(v)
	}
}

// PutSlow says what the slow metrics of k are at this tick, at which it was
// Put.
func (s *Store[K]) PutSlow(k K, slow []float64) {
	r := s.of(k)
	if r == nil {
		return
	}
	b := s.bucketAt(r, s.at[(s.n-1)%ticks])
	for i, v := range slow {
		if v == v {
			b.slow[i] = v
		}
	}
}

// of returns the series of k, awake and made if there is none; nil if there is
// no room for one more.
func (s *Store[K]) of(k K) *series {
	r := s.series[k]
	if r != nil && r.recent != nil {
		return r
	}
	if (s.awake+1)*(s.awakeSize()+seriesSize) > s.budget {
		s.refused = s.n
		return nil
	}
	if r == nil {
		r = &series{}
		for i := range r.levels {
			r.levels[i].index = -1
		}
		s.series[k] = r
		s.used += seriesSize
	}
	s.wake(r)
	return r
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

// Has reports whether there is anything about k.
func (s *Store[K]) Has(k K) bool { return s.series[k] != nil }

// Reach is how far back the store goes from now, in its coarsest grain.
func (s *Store[K]) Reach() time.Duration {
	if s.n == 0 || len(s.series) == 0 {
		return 0
	}
	if s.oldestTick == 0 || s.n-s.oldestTick >= 10 {
		s.oldestAt, s.oldestTick = s.findOldest(), s.n
	}
	return s.at[(s.n-1)%ticks] - s.oldestAt
}

// findOldest looks for the time of the oldest value.
func (s *Store[K]) findOldest() time.Duration {
	oldest := s.at[max(0, s.n-ticks)%ticks]
	for g := range grains {
		for _, r := range s.series {
			if first, _, ok := r.levels[g].span(); ok {
				oldest = min(oldest, chunkStart(first, grains[g].step))
			}
		}
	}
	return max(oldest, s.began) // a chunk begins before the first value in it
}
