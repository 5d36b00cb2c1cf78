package logs

import "time"

// Sources says what is wanted beside what containers wrote.
type Sources uint8

// Sources, each with what the one before it has.
const (
	OutputAlone Sources = iota // and the gaps in it
	WithEvents                 // Podman's events, the unit's lines, the kernel's OOM lines
	WithClaims                 // what others say to be one of these
)

// A Place is in a log, between two lines: behind the line that it is the Place of,
// where that comes after it, and before it where it comes backwards. The zero
// Place is the end of the log.
type Place struct {
	Time   time.Time // of the line; without Cursor: before all lines of that time
	Cursor string    // of the line
}

// Place is where l is.
func (l *Line) Place() Place { return Place{l.Time, l.Cursor} }

// PlaceAt is before all lines that were written at t or later.
func PlaceAt(t time.Time) Place { return Place{Time: t} }

// IsEnd reports whether p is the end of the log.
func (p Place) IsEnd() bool { return p == Place{} }

// A Query says which lines are wanted, from a Place on.
type Query struct {
	Backward bool    // the lines before it; else those behind it
	N        int     // so many at most
	Filter   Filter  // that they pass
	Pattern  Pattern // that is in them
}

// Choose reports whether a line is wanted, and if not, whether the Filter alone
// leaves it out.
func (q *Query) Choose(l *Line) (wanted, leftOut bool) {
	if !q.Pattern.Match(l.Text) {
		return false, false
	}
	wanted = q.Filter.Match(l)
	return wanted, !wanted
}

// A Batch is the answer to a Query: lines in the order of time, also where they
// were asked for backwards.
type Batch struct {
	Lines      []Line
	Reached    Place     // up to where it was looked: from there the next Query goes on
	AtEnd      bool      // there is no more in that direction now
	Skipped    uint64    // lines that came too fast to be followed
	LeftOut    uint64    // lines up to there with the Pattern that the Filter does not choose
	LeftBehind uint64    // those of them that are behind all Lines, backwards
	Oldest     time.Time // how far back the log reaches; zero if that is not known
	Missing    []string  // what cannot be read, why, and what to do: a sentence each
}

// A Density is how many lines were written, over a window of time.
type Density struct {
	From, To time.Time
	Counts   []Counts  // in parts of equal length; levels are not counted
	Since    time.Time // before that nothing is known; zero: all is
}
