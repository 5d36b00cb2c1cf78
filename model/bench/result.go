package bench

import (
	"cmp"
	"errors"
	"time"
)

// Why a benchmark has no whole report.
var (
	// ErrInterrupted comes with a report of what was measured until then.
	ErrInterrupted = errors.New("interrupted: only what was measured until then is in the report")
	// ErrStopped comes without a report.
	ErrStopped = errors.New("stopped: nothing was measured yet")
)

// A Result is a report that was kept, in short.
type Result struct {
	Name    string // of podtop bench show
	Time    time.Time
	Kind    string
	Subject string
	Short   string // Report.Short
	Err     error  // why it cannot be read; then there is only a name
}

// Result is r in short, as it is kept under a name.
func (r *Report) Result(name string) Result {
	return Result{Name: name, Time: r.Time, Kind: r.Kind, Subject: cmp.Or(r.Subject, "podtop"), Short: r.Short()}
}

// ResultName is what r is kept as, if nothing else has that name.
func (r *Report) ResultName() string { return r.Time.UTC().Format("20060102-150405") + "-" + r.Kind }
