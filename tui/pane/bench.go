package pane

import (
	"context"

	"podtop/model"
	"podtop/model/bench"
)

// A Bencher runs benchmarks and keeps their results. Its calls may be slow, so
// panes make them in commands.
type Bencher interface {
	// Choices are the benchmarks there are of a container, or with a zero key those of
	// podtop itself, in the order to show them.
	Choices(ctx context.Context, of model.Key) ([]bench.Choice, error)
	// Run begins one. It returns at once.
	Run(bench.Job) BenchRun
	// Results are what was kept, the newest first.
	Results(context.Context) ([]bench.Result, error)
	// Result is the report of that name.
	Result(ctx context.Context, name string) (*bench.Report, error)
}

// A BenchRun is a benchmark on its way.
type BenchRun interface {
	// Wait returns how far it has come, as soon as that is another than it was at the
	// call before, four times a second at most. Of one that is over it returns at once.
	Wait(context.Context) (bench.Progress, error)
	// Stop ends it. Its containers are removed before it is over.
	Stop()
}

type (
	// Bench is the page on which a benchmark is chosen and run.
	Bench struct {
		Of model.Key // the container it is about; zero: podtop itself
	}
	// BenchResults is the page of what benchmarks came to.
	BenchResults struct {
		Name string // the result that is shown at first; "": the list
	}
)

// Page implements Visit.
func (Bench) Page() string { return "bench" }

// Page implements Visit.
func (BenchResults) Page() string { return "results" }

// A NoteMsg asks the app to put an event among those that happened.
type NoteMsg struct{ Event model.Event }
