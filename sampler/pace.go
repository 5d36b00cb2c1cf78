package sampler

import (
	"fmt"
	"sync/atomic"
	"time"

	"podtop/model"
)

const (
	// most is how much of one core podtop may take before it slows down, and
	// least how little before it speeds up again: less than half, since twice
	// the pace is up to twice the cost.
	most, least = 0.05, 0.02
	// slowest is the interval at which podtop stops slowing down.
	slowest = 2 * time.Second
	// judged is the time over which the cost is taken.
	judged = 3 * time.Second
)

// A pace is the sampling interval: the one that was asked for, or a longer
// one while podtop costs the host too much.
type pace struct {
	asked atomic.Int64 // ns
	slow  uint         // the interval is asked << slow
	at    time.Duration
	usec  model.Count
	cost  float64 // cores, when it last slowed down
}

// ask sets the interval the user wants, 100 ms if d is 0.
func (p *pace) ask(d time.Duration) {
	if d <= 0 {
		d = 100 * time.Millisecond
	}
	p.asked.Store(int64(d))
}

func (p *pace) interval() time.Duration {
	asked := time.Duration(p.asked.Load())
	return max(asked, min(asked<<p.slow, slowest))
}

// observe judges what podtop took since it was last judged.
func (p *pace) observe(s *model.Self) {
	defer func() { s.Slowed = p.slow > 0 }()
	if p.at == 0 {
		p.at, p.usec = s.At, s.CPUUsec
		return
	}
	if s.At-p.at < judged {
		return
	}
	cores := model.Rate(p.usec, s.CPUUsec, s.At-p.at) / 1e6
	p.at, p.usec = s.At, s.CPUUsec
	switch {
	case cores > most && p.interval() < slowest:
		p.slow++
		p.cost = cores
	case cores < least && p.slow > 0:
		p.slow--
	}
}

// note says that podtop has slowed down, while it has.
func (p *pace) note() (model.Note, bool) {
	if p.slow == 0 {
		return model.Note{}, false
	}
	return model.Note{
		Severity: model.Info, Source: "podtop",
		Text: fmt.Sprintf("sampling every %v instead of %v: podtop itself took %.0f%% of a core", p.interval(), time.Duration(p.asked.Load()), 100*p.cost),
	}, true
}
