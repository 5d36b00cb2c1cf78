package pane

import (
	"context"
	"time"

	"podtop/model"
	"podtop/model/logs"
)

// A LogReader reads what containers wrote.
type LogReader interface {
	// OpenLog returns the log of some containers. It reads nothing yet, so it is
	// fast; whoever has it closes it.
	OpenLog(of []logs.Wanted, s logs.Sources) Log
}

// A Log is what some containers wrote. Its calls may be slow, so panes make them
// in commands; they may be made at the same time, and after Close they fail.
type Log interface {
	// Read returns lines from a place on. It looks for a tenth of a second or so,
	// so that who asks can say how far it has come: a Batch with fewer lines than
	// asked for that is not AtEnd goes on from where it Reached.
	Read(ctx context.Context, from logs.Place, q logs.Query) (logs.Batch, error)
	// Wait returns the lines that are written behind a place, as soon as there are
	// some, and without any after a second. Four times a second is as often as it
	// returns, unless there are more lines than were asked for. Asked again from where
	// it Reached it loses none and gives none twice.
	Wait(ctx context.Context, from logs.Place, q logs.Query) (logs.Batch, error)
	// Count counts the lines of a time in n parts. No line is read for that where
	// there is an index.
	Count(ctx context.Context, from, to time.Time, n int) (logs.Density, error)
	// Close ends it, and the calls that are under way.
	Close()
}

// Logs is the page of what containers wrote.
type Logs struct {
	Of    []model.Key    // whose; none: everybody's, or those of the group
	By    model.Grouping // ByNone: of no group
	Group model.Key      // whose members', as they come and go
	At    time.Time      // what was written then; zero: now, as it is written
}

// Page implements Visit.
func (Logs) Page() string { return "logs" }
