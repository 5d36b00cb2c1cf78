package bench

import (
	"context"
	"fmt"
	"slices"
	"time"

	"podtop/model"
	"podtop/model/bench"
)

// patience is how long a container is waited for to say something. One that
// does not at its first start is not waited for again.
const patience = 3 * time.Second

// A Start measures how long containers take to start.
type Start struct {
	Podman  *Podman
	Subject Subject
	Repeats Repeats
	Watch   Watch
	Standby bool                 // beside each start, that of a container made beforehand is measured
	Cold    *Eviction            // and that after the image's files have left the page cache; nil: it is not
	Used    func() time.Duration // the processor time of podtop itself; nil: not known

	known, silent bool // whether the image says anything is known, and it does not
	own           ownShare
	evicted       Evicted // before the last cold start
}

// A variant is one of the ways to start that are measured in turn.
type variant int

const (
	plain variant = iota
	cold
	standby
	variants = int(iota)
)

// Run measures, and fills r. It fails at the first start that does.
func (s *Start) Run(ctx context.Context, r *bench.Report) error {
	before := r.Series
	var series [variants]seriesSet
	round := 0
	timeUp, err := s.Repeats.do(ctx, func(warmUp bool) error {
		round++
		for _, v := range s.order(round) {
			lap, host, err := s.one(ctx, v)
			if err != nil {
				return err
			}
			if !s.known {
				s.learn(r, lap)
			}
			if !warmUp {
				lap.addTo(&series[v], "", host)
			}
			r.Series = slices.Concat(append([]seriesSet{before}, series[:]...)...)
		}
		return nil
	})
	if timeUp {
		r.Notes = append(r.Notes, fmt.Sprintf("the time of %v was over before %s", s.Repeats.Time, model.Plural(s.Repeats.Number, "start", "starts")))
	}
	s.own.fill(r)
	if s.evicted != (Evicted{}) {
		s.evicted.fill(r)
	}
	return err
}

// one starts once, and says what the host did meanwhile.
func (s *Start) one(ctx context.Context, v variant) (*Lap, bench.Conditions, error) {
	if v == cold {
		var err error
		if s.evicted, err = s.Cold.Run(ctx); err != nil {
			return nil, bench.Conditions{}, err
		}
	}
	own := s.own.begin(s.Used)
	conditions := s.Watch()
	lap, err := s.starting(v == standby).Run(ctx)
	if err != nil {
		return nil, bench.Conditions{}, err
	}
	lap.Cold = v == cold
	host := conditions("")
	own(lap)
	return lap, host, nil
}

// order is which ways to start follow each other: there is an order for each
// round, so that what drifts does as much for the one as for the other.
func (s *Start) order(round int) []variant {
	all := []variant{plain}
	if s.Cold != nil {
		all = append(all, cold)
	}
	if s.Standby {
		all = append(all, standby)
	}
	if round%2 == 0 {
		slices.Reverse(all)
	}
	return all
}

func (s *Start) starting(standby bool) *Starting {
	one := &Starting{Podman: s.Podman, Subject: s.Subject, Standby: standby}
	switch {
	case !s.known:
		one.Patience = patience
	case !s.silent:
		one.Patience = s.Subject.Life
	}
	return one
}

// learn takes from the first start whether the image says anything.
func (s *Start) learn(r *bench.Report, first *Lap) {
	r.Add("first_start", "seconds", model.Seconds, first.Startup().Seconds())
	s.known, s.silent = true, first.FirstByte < 0
	switch {
	case s.silent:
		r.Notes = append(r.Notes, fmt.Sprintf("%s says nothing within %v: its start is until Podman says that it runs", s.Subject.Image, patience))
	case !s.Subject.Payload:
		r.Notes = append(r.Notes, fmt.Sprintf("its first line: %s", first.FirstLine))
	}
}

// addTo adds the times of a lap to series of group.
func (l *Lap) addTo(all *seriesSet, group string, host bench.Conditions) {
	add := func(name, title string, d time.Duration) {
		if d >= 0 {
			all.add(timeSeries(group, name, title), l.Ended, d.Seconds(), host)
		}
	}
	switch {
	case l.Standby:
		add("standby_time", "start of a container made beforehand", l.Startup())
		return
	case l.Cold:
		add("cold_startup_time", "start with a cold cache", l.Startup())
		return
	}
	add(bench.StartupTime, "start", l.Startup())
	add("create_time", "create", l.Create)
	add("run_time", "created to running", l.Start)
	add("first_byte_time", "created to first byte", l.FirstByte)
	add("stop_time", "stop", l.Stop)
	add("remove_time", "remove", l.Remove)
}
