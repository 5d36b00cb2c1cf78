package logs

import (
	"cmp"
	"strconv"

	"podtop/model"
	"podtop/model/clean"
)

// Words are what a line says, clean, whatever kind it is.
func (l *Line) Words() string {
	switch l.Kind {
	case Gap:
		return "journald dropped " + droppedWords(l.Dropped)
	case Claimed:
		return l.ClaimText() + ": " + l.ShownText() + l.cutWords()
	case Start:
		return "a new run begins: " + cmp.Or(clean.Text(l.Container.ID.Short()), "its id is not known")
	}
	return l.ShownText() + l.cutWords()
}

func droppedWords(n uint64) string {
	switch n {
	case 0:
		return "lines"
	case 1:
		return "1 line"
	}
	return strconv.FormatUint(n, 10) + " lines"
}

// cutWords says how much of a text was kept, if not all.
func (l *Line) cutWords() string {
	if !l.IsCut() {
		return ""
	}
	return " … (the first " + string(model.AppendBytes(nil, float64(len(l.Text)))) + " of " + string(model.AppendBytes(nil, float64(l.Size))) + ")"
}

// Sign tells the kinds of lines and the streams apart, in one cell of ASCII.
func (l *Line) Sign() byte {
	switch l.Kind {
	case Event:
		return '*'
	case Unit:
		return '#'
	case OOM:
		return 'X'
	case Gap:
		return '~'
	case Claimed:
		return '?'
	case Start:
		return '='
	}
	return [...]byte{':', '|', '!'}[min(l.Stream, Stderr)]
}
