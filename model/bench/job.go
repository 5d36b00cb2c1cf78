package bench

import (
	"time"

	"podtop/model"
)

// A Job is a benchmark to be run, as the screen asks for one.
type Job struct {
	Kind    string    // of Report.Kind: start, cpu, usage, http, ab, run
	Subject model.Key // the container it is about; zero: podtop itself, without limits
	Name    string    // of Subject as the command line has it: web, or alice/web; "": none
	Image   string    // of start and run: the image of the container is run, not podtop itself
	ImageID string    // which one was agreed to; another that has its name by now is not run
	URL     string    // of http: what is put under load
	Ramp    bool      // of http: more and more, until it breaks
	Time    time.Duration
	Limits  string // of ab: the limits of B, "cpus=1.5,memory=512m"; A has those of the container
}

// A Choice is a job that can be chosen, or why it cannot run here.
type Choice struct {
	Job    Job
	Name   string   // what is measured: "cpu: work a second under its limits"
	Load   string   // what the host and the container bear meanwhile, in a sentence
	Runs   []string // commands as podman run has them, of images whose own command is run
	Reason string   // why it cannot run here, and what to do; "": it can
}

// Progress is how far a job has come.
type Progress struct {
	Phase  string        // "warming up"; the same text as long as it lasts
	Done   int           // measurements
	All    int           // how many there will be; 0: not known
	Left   time.Duration // at most; negative: not known
	Shapes []Shape       // of what is measured so far: one, or of ab the two
	Report *Report       // all that was measured so far; nil: nothing. Nobody writes to it
	Notes  []string      // what was said meanwhile, such as what was swept away
	Kept   string        // the name of the result, once it was kept

	Over bool
	Err  error // of one that is over: why it has no whole report
}

// A Shape is how values lie.
type Shape struct {
	Name   string // what is measured, and of ab the arm: "1.5 cpus"
	Unit   model.Dimension
	Better Direction
	N      int
	Last   float64 // the newest value
	Min    float64
	Median float64
	P95    float64 // NaN of few values
	Max    float64
	Bins   []Bin // next to each other, of the same width; nil without values
}

// A Bin is how many values are from one on, and below another. The first and the
// last have those that lie beyond them, too: the least and the most may be far off.
type Bin struct {
	From, To float64
	N        int
}
