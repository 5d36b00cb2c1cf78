package logs

import (
	"math/bits"
	"time"
)

// A spread shares buckets out over columns. Times in it count from where the
// columns begin.
type spread struct {
	columns []Column
	offset  time.Duration
	span    time.Duration // of all columns
}

// Edge is where part i of n begins, of what goes from one number to another.
func Edge(from, to int64, i, n int) int64 {
	span := to - from
	return from + span/int64(n)*int64(i) + span%int64(n)*int64(i)/int64(n)
}

// edge is where column i begins.
func (s *spread) edge(i int) time.Duration {
	return time.Duration(Edge(0, int64(s.span), i, len(s.columns)))
}

// columnAt is the column with t in it.
func (s *spread) columnAt(t time.Duration) int {
	i := int(float64(t) / float64(s.span) * float64(len(s.columns)))
	i = max(0, min(i, len(s.columns)-1))
	for i > 0 && s.edge(i) > t {
		i--
	}
	for i < len(s.columns)-1 && s.edge(i+1) <= t {
		i++
	}
	return i
}

// add shares a bucket out that begins at start.
func (s *spread) add(b *bucket, start, width time.Duration) {
	from, to := max(start, 0), min(start+width, s.span)
	if from >= to || b.known == 0 && b.Counts == (Counts{}) {
		return
	}
	for i := s.columnAt(from); i < len(s.columns) && s.edge(i) < to; i++ {
		begin, end := max(from, s.edge(i)), min(to, s.edge(i+1))
		c := &s.columns[i]
		c.Add(b.between(begin-start, end-start, width))
		if b.known&LinesKnown != 0 {
			c.LinesShare += float64(end - begin)
		}
		if b.known&LevelsKnown != 0 {
			c.LevelsShare += float64(end - begin)
		}
	}
}

// divide makes shares of times.
func (s *spread) divide() {
	for i := range s.columns {
		if width := float64(s.edge(i+1) - s.edge(i)); width > 0 {
			s.columns[i].LinesShare = min(s.columns[i].LinesShare/width, 1)
			s.columns[i].LevelsShare = min(s.columns[i].LevelsShare/width, 1)
		}
	}
}

// between is what of the bucket's counts falls between two times in it.
func (b *bucket) between(begin, end, width time.Duration) (c Counts) {
	if begin == 0 && end == width {
		return b.Counts
	}
	share := func(n uint64) uint64 {
		return portion(n, uint64(end), uint64(width)) - portion(n, uint64(begin), uint64(width))
	}
	c.Lines, c.Stderr = share(b.Lines), share(b.Stderr)
	for i, n := range b.Levels {
		c.Levels[i] = share(n)
	}
	return c
}

// portion is n*part/whole, for a part that is no more than the whole.
func portion(n, part, whole uint64) uint64 {
	high, low := bits.Mul64(n, part)
	if high >= whole {
		return n // part is the whole
	}
	q, _ := bits.Div64(high, low, whole)
	return q
}
