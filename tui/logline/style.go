// Package logline draws lines of logs, each in so many cells: when it was
// written, by whom, a sign of what it is, and its text.
//
//	12:00:00.123 web   | GET /index.html
//	12:00:00.124 web   ! err no such file  path=/srv/x
//	12:00:02.000 cache * died, exit code 137
//
// All that is drawn is clean: no text of a line moves the cursor or changes
// what stands beside it.
package logline

import (
	"time"

	"podtop/model/logs"
	"podtop/tui/theme"
)

// A Stamp is how the time of a line is written.
type Stamp uint8

// Stamps, in the order their key goes round.
const (
	Local      Stamp = iota // by the wall clock, here
	UTC                     // by the wall clock, in UTC
	SinceStart              // from the start of the container's run
	NoStamp
	stamps
)

var stampNames = [stamps]string{"local time", "UTC", "since the container’s start", "no times"}

func (s Stamp) String() string { return stampNames[s] }

// Next is the stamp after s.
func (s Stamp) Next() Stamp { return (s + 1) % stamps }

// A Style is how lines are drawn.
type Style struct {
	Theme   theme.Theme
	Width   int
	Stamp   Stamp
	Now     time.Time                    // what is today, and in which location local times are
	Days    bool                         // not all lines are of today: times have a date
	Started func(*logs.Line) time.Time   // when the run began that wrote it; zero: not known
	Names   int                          // cells of the column of names; 0: there is none
	Name    func(*logs.Container) string // what a container is called there
	Wrap    bool                         // a line takes as many rows as it needs, up to Rows
	Rows    int                          // that a line has at most, if it is wrapped
	Pattern logs.Pattern                 // what is found is highlighted
	Effort  int                          // that is left for that in this frame
}

// FrameEffort is the Effort of a frame, some hundredths of a second.
const FrameEffort = 8 << 20

// stampLayout is how the time is written, in as many cells.
func (s *Style) stampLayout() string {
	switch {
	case s.Days && s.Width >= 100:
		return "Jan _2 15:04:05.000"
	case s.Days:
		return "Jan _2 15:04:05"
	case s.Width < 60:
		return "15:04:05"
	}
	return "15:04:05.000"
}

// stampWidth is how many cells a time has.
func (s *Style) stampWidth() int {
	switch s.Stamp {
	case NoStamp:
		return 0
	case SinceStart:
		return len("+999:59:59.000")
	case UTC:
		return len(s.stampLayout()) + len("Z")
	}
	return len(s.stampLayout())
}

// textAt is the cell in which the text of a line begins.
func (s *Style) textAt() int {
	at := 1 // the mark
	if w := s.stampWidth(); w > 0 {
		at += w + 1
	}
	if s.Names > 0 {
		at += s.Names + 1
	}
	return min(at+2, s.Width) // the sign
}
