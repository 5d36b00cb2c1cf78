package probe

import (
	"math"
	"time"

	"podtop/model"
)

// A ProcessKey is one process for as long as it lives: a pid alone is used again.
type ProcessKey struct {
	PID     int
	Started int64
}

// Key is the process p is.
func (p *Process) Key() ProcessKey { return ProcessKey{p.PID, p.Started} }

// CommandLine is what it was started as, or its name in brackets if that is
// empty.
func (p *Process) CommandLine() string {
	if p.Command == "" {
		return "[" + p.Name + "]"
	}
	return p.Command
}

// CPU is how many cores each process of the list has used since before, which
// may be nil; NaN for those that were not there. It is put into dst.
func (p *Processes) CPU(dst []float64, before *Processes) []float64 {
	dst = dst[:0]
	was := map[ProcessKey]model.Count{}
	var d time.Duration
	if before != nil {
		d = p.At - before.At
		for i := range before.List {
			was[before.List[i].Key()] = before.List[i].CPUUsec
		}
	}
	for i := range p.List {
		dst = append(dst, model.Rate(was[p.List[i].Key()], p.List[i].CPUUsec, d)/1e6)
	}
	return dst
}

// hertz is how many ticks a second has in Process.Started: USER_HZ, which is
// 100 on all machines podtop runs on.
const hertz = 100

// Age is how long the process has run at a time on the clock of Sample.Mono;
// NaN if that is not known.
func (p *Process) Age(at time.Duration) float64 {
	if p.Started == 0 {
		return math.NaN()
	}
	return max(0, at.Seconds()-float64(p.Started)/hertz)
}

// Biggest is the index of the process with the greatest RSS, -1 if there is
// none.
func (p *Processes) Biggest() int {
	best := -1
	for i := range p.List {
		if best < 0 || p.List[i].RSS.Float() > p.List[best].RSS.Float() {
			best = i
		}
	}
	return best
}

// Index is where the process is in the list, -1 if it is not.
func (p *Processes) Index(who ProcessKey) int {
	for i := range p.List {
		if p.List[i].Key() == who {
			return i
		}
	}
	return -1
}
