package logs

import "time"

// Buckets count lines over a window of time, in steps of equal width. They are a
// ring: when the window moves on, the oldest steps are used again.
type Buckets struct {
	width time.Duration
	first int64 // number of the oldest bucket: which step since 1970
	ring  []bucket
}

type bucket struct {
	Counts
	known Coverage
}

const (
	maxWidth   = 24 * time.Hour
	maxBuckets = 1 << 14
	maxSeconds = 7e9 // since or before 1970, so that no time of a bucket overflows
)

// NewBuckets are n buckets of one width, the first with from in it. There are at
// most 16384, of a day each.
func NewBuckets(from time.Time, width time.Duration, n int) *Buckets {
	b := &Buckets{width: max(1, min(width, maxWidth)), ring: make([]bucket, max(1, min(n, maxBuckets)))}
	b.first = b.number(from)
	return b
}

// number is which step since 1970 t is in.
func (b *Buckets) number(t time.Time) int64 {
	ns := max(-maxSeconds, min(t.Unix(), maxSeconds))*1e9 + int64(t.Nanosecond())
	n := ns / int64(b.width)
	if ns%int64(b.width) < 0 {
		n--
	}
	return n
}

func (b *Buckets) at(number int64) *bucket {
	n := int64(len(b.ring))
	return &b.ring[(number%n+n)%n]
}

func (b *Buckets) holds(number int64) bool {
	return number >= b.first && number-b.first < int64(len(b.ring))
}

// Width is how long a bucket is.
func (b *Buckets) Width() time.Duration { return b.width }

// start is when a bucket begins.
func (b *Buckets) start(number int64) time.Time { return time.Unix(0, number*int64(b.width)) }

// Add counts what was written at t; outside the window it is not counted.
func (b *Buckets) Add(t time.Time, c Counts) {
	if n := b.number(t); b.holds(n) {
		b.at(n).Add(c)
	}
}

// AddLevel counts a line that was read, at t. That it was written is counted by
// Add.
func (b *Buckets) AddLevel(t time.Time, level Level) {
	if n := b.number(t); b.holds(n) {
		b.at(n).Levels[min(level, Emerg)]++
	}
}

// SetKnown says that all was counted from one time to another. Of a bucket that
// is only in part between them it says nothing.
func (b *Buckets) SetKnown(from, to time.Time, what Coverage) {
	n := max(b.number(from), b.first)
	if b.start(n).Before(from) {
		n++
	}
	for ; b.holds(n) && !b.start(n+1).After(to); n++ {
		b.at(n).known |= what
	}
}

// MoveTo moves the window so that it begins with the bucket of from. What stays
// in it keeps its counts.
func (b *Buckets) MoveTo(from time.Time) {
	first, n := b.number(from), int64(len(b.ring))
	for i := range n { // the new window's
		if !b.holds(first + i) {
			*b.at(first + i) = bucket{}
		}
	}
	b.first = first
}

// A Column is what was counted in a part of a window.
type Column struct {
	Counts
	LinesShare  float64 // of its time in which the lines are known, 0 to 1
	LevelsShare float64 // of its time in which the levels are known
}

// Columns shares the counts from one time to another out over the columns, which
// are all of one width. A bucket that several columns cut is shared out evenly,
// in whole lines, and none is lost or counted twice.
func (b *Buckets) Columns(columns []Column, from, to time.Time) {
	clear(columns)
	span := to.Sub(from)
	if len(columns) == 0 || span <= 0 {
		return
	}
	s := spread{columns, b.start(b.first).Sub(from), span}
	for i := range int64(len(b.ring)) {
		s.add(b.at(b.first+i), s.offset+time.Duration(i)*b.width, b.width)
	}
	s.divide()
}
