package sampler

import (
	"fmt"
	"sync/atomic"
	"time"

	"podtop/model"
)

const (
	// maxCores is how much of one core podtop may take before it slows
	// down, and minCores how little before it speeds up again: less than
	// half, since twice the pace is up to twice the cost.
	maxCores, minCores = 0.05, 0.02
	// slowest is the interval at which podtop stops slowing down.
	slowest = 2 * time.Second
	// adjustEvery is the time over which the cost is taken.
	adjustEvery = 3 * time.Second
	// startTime is how long podtop takes to open the files of all
	// containers and to learn their names, which is not what it costs from
	// then on.
	startTime = 5 * time.Second
	// retryAfter is after how long it tries whether the pace that cost too
	// much still does; each time in vain, after twice as long.
	retryAfter = 30 * time.Second
)

// A pace is the sampling interval: the one that was asked for, or a longer
// one while podtop costs the host too much.
type pace struct {
	asked atomic.Int64  // ns
	slow  uint          // the interval is asked << slow
	begin time.Duration // when podtop's cost was first looked at
	at    time.Duration
	usec  model.Count
	cost  float64       // cores, when it last slowed down
	since time.Duration // when that was
	wait  time.Duration // from then on until it tries again
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

// slowed reports whether podtop samples less often than it was asked to.
func (p *pace) slowed() bool { return p.interval() > time.Duration(p.asked.Load()) }

// adjust sets the pace by what podtop took since it did so last.
func (p *pace) adjust(s *model.Self) {
	defer func() { s.Slowed = p.slowed() }()
	if p.begin == 0 {
		p.begin = s.At
	}
	if p.at == 0 || s.At-p.begin < startTime {
		p.at, p.usec = s.At, s.CPUUsec
		return
	}
	if s.At-p.at < adjustEvery {
		return
	}
	cores := model.Rate(p.usec, s.CPUUsec, s.At-p.at) / 1e6
	p.at, p.usec = s.At, s.CPUUsec
	switch {
	case cores > maxCores && p.interval() < slowest:
		p.slow++
		p.cost, p.since, p.wait = cores, s.At, max(retryAfter, 2*p.wait)
	case cores < minCores && p.slow > 0:
		p.slow--
	case p.slow > 0 && s.At-p.since >= p.wait:
		p.slow--
		p.since = s.At
	case p.slow == 0 && s.At-p.since >= 2*p.wait:
		p.wait = 0 // it can be afforded for good
	}
}

// note says that podtop has slowed down, while it has.
func (p *pace) note() (model.Note, bool) {
	if !p.slowed() {
		return model.Note{}, false
	}
	return model.Note{
		Severity: model.Info, Source: "podtop",
		Text: fmt.Sprintf("sampling every %v instead of %v: podtop itself took %.0f%% of a core", p.interval(), time.Duration(p.asked.Load()), 100*p.cost),
	}, true
}
