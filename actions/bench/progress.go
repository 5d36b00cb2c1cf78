package bench

import "time"

// A Step is how far a benchmark has come.
type Step struct {
	Phase string
	Done  int           // measurements in this phase; of ab, pairs
	All   int           // how many there will be; 0: not known
	Left  time.Duration // at most; negative: not known
}

// Phases of a benchmark, in words.
const (
	MakingImage = "making the image of podtop"
	WarmingUp   = "warming up"
	Measuring   = "measuring"
	Removing    = "removing what it made"
)

// A Progress is told of each step, in the goroutine that measures. What was measured
// before it is in the report by then. nil is told nothing.
type Progress func(Step)

func (p Progress) tell(s Step) {
	if p != nil {
		p(s)
	}
}

// phase tells that one begins of which nothing else is known.
func (p Progress) phase(name string) { p.tell(Step{Phase: name, Left: -1}) }
