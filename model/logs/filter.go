package logs

import (
	"cmp"
	"strings"
	"time"
)

// A Filter chooses lines. It is a list of terms with blanks between them, all of
// which must hold:
//
//	timeout              the text has these letters in it
//	"no such file"       quotes hold blanks together
//	~time(d|s) out       a regular expression, up to the next blank; ~"a b" with blanks
//	level>=warn          > >= < <= = !=; of a line without a level, the one in its text
//	stream=stderr        also name, kind: = !=, and of the name ~ !~
//	since=-1h            also until: a time as podtop logs takes it
//	-timeout             any term, turned round: such lines are dropped
//
// What is not known is neither more nor less than anything: such a term does not
// hold. Turned round it drops what is known to be so, and keeps the rest: whoever
// drops debug lines wants to see those of which nobody says what they are. The
// zero Filter chooses all.
type Filter struct {
	source       string
	terms        []term
	since, until time.Time
}

// A term reports whether it holds, and whether that is known.
type term func(*Line) (holds, known bool)

// String returns the filter as it was written.
func (f Filter) String() string { return f.source }

// IsZero reports whether f chooses all.
func (f Filter) IsZero() bool { return len(f.terms) == 0 }

// Starts chooses the starts of containers.
var Starts = Filter{source: "starts", terms: []term{func(l *Line) (bool, bool) { return l.IsStart(), true }}}

// IsStart reports whether a container was started there: Podman says so, or a line
// of its next generation came.
func (l *Line) IsStart() bool { return l.Kind == Start || l.Kind == Event && l.Text == "start" }

// Match reports whether all terms hold for l. Literals allocate nothing.
func (f Filter) Match(l *Line) bool {
	for _, t := range f.terms {
		if holds, known := t(l); !holds || !known {
			return false
		}
	}
	return true
}

// Times are the earliest and the latest time that f can choose, so that no other
// has to be read; zero if any.
func (f Filter) Times() (since, until time.Time) { return f.since, f.until }

// narrow takes in that only times since or until t are chosen.
func (f *Filter) narrow(t time.Time, since bool) {
	switch {
	case since && (f.since.IsZero() || t.After(f.since)):
		f.since = t
	case !since && (f.until.IsZero() || t.Before(f.until)):
		f.until = t
	}
}

func (t term) not() term {
	return func(l *Line) (bool, bool) {
		holds, known := t(l)
		return !holds || !known, true
	}
}

// KnownLevel is the level of l: its own, or the one that stands in its text.
func (l *Line) KnownLevel() Level {
	if l.Level != Unknown || l.Kind != Output && l.Kind != Unit {
		return l.Level
	}
	return LevelOf(l.Text)
}

func textTerm(p Pattern) term {
	return func(l *Line) (bool, bool) { return p.Match(l.Text), true }
}

// comparisons say which orders a comparison takes; != is = turned round.
var comparisons = map[string]func(order int) bool{
	">":  func(order int) bool { return order > 0 },
	">=": func(order int) bool { return order >= 0 },
	"<":  func(order int) bool { return order < 0 },
	"<=": func(order int) bool { return order <= 0 },
	"=":  func(order int) bool { return order == 0 },
}

func levelTerm(holds func(order int) bool, want Level) term {
	return func(l *Line) (bool, bool) {
		level := l.KnownLevel()
		return holds(cmp.Compare(level, want)), level != Unknown
	}
}

func streamTerm(want Stream) term {
	return func(l *Line) (bool, bool) { return l.Stream == want, l.Stream != UnknownStream }
}

func kindTerm(want Kind) term {
	return func(l *Line) (bool, bool) { return l.Kind == want, true }
}

// timeTerm is a term of the time: since and until have the instant itself in
// them.
func timeTerm(want time.Time, since bool) term {
	return func(l *Line) (bool, bool) {
		if since {
			return !l.Time.Before(want), !l.Time.IsZero()
		}
		return !l.Time.After(want), !l.Time.IsZero()
	}
}

func nameTerm(want string) term {
	return func(l *Line) (bool, bool) { return strings.EqualFold(l.Container.Name, want), l.Container.Name != "" }
}

func nameHasTerm(want Pattern) term {
	return func(l *Line) (bool, bool) { return want.Match(l.Container.Name), l.Container.Name != "" }
}
