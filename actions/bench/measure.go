package bench

import (
	"context"
	"math"
	"time"

	"podtop/model"
	"podtop/model/bench"
)

// A Watch begins to look at what the host does beside a benchmark. What it
// returns says what that was since, without the container that has this id.
type Watch func() (conditions func(id string) bench.Conditions)

// Repeats are how often something is measured.
type Repeats struct {
	WarmUp   int           // of the first, which do not count
	Number   int           // that count; 0: as many as there is time for
	Time     time.Duration // after which no other is begun
	Progress Progress
}

// do calls once for each measurement, the first ones as a warm-up. It ends
// early when the time is over. What is left of a warm-up then is left out, and
// one that counts is measured.
func (r *Repeats) do(ctx context.Context, once func(warmUp bool) error) (timeUp bool, err error) {
	end := time.Now().Add(r.Time)
	i := 0
	defer func() { r.step(i, end) }()
	for ; r.Number == 0 || i < r.WarmUp+r.Number; i++ {
		if time.Now().After(end) {
			if i > r.WarmUp {
				return r.Number > 0, nil
			}
			i = r.WarmUp
		}
		if err := ctx.Err(); err != nil {
			return false, err
		}
		r.step(i, end)
		if err := once(i < r.WarmUp); err != nil {
			return false, err
		}
	}
	return false, nil
}

// step tells that so many are done, those of the warm-up too.
func (r *Repeats) step(done int, end time.Time) {
	left := time.Until(end)
	if done < r.WarmUp {
		r.Progress.tell(Step{WarmingUp, done, r.WarmUp, left})
		return
	}
	r.Progress.tell(Step{Measuring, done - r.WarmUp, r.Number, left})
}

// seriesSet are the series of a report, in the order in which they came.
type seriesSet []bench.Series

// add adds a value to the series that is like s, which it begins if there is none.
// Copies of it in its callers would be large.
//
//go:noinline
func (all *seriesSet) add(s bench.Series, at time.Time, value float64, host bench.Conditions) {
	if math.IsNaN(value) {
		return
	}
	m := bench.Measurement{Time: at, Value: value, Host: host}
	for i := range *all {
		if t := &(*all)[i]; t.Group == s.Group && t.Name == s.Name {
			t.Values = append(t.Values, m)
			return
		}
	}
	s.Values = []bench.Measurement{m}
	*all = append(*all, s)
}

// timeSeries is a series of times, of which less is better.
func timeSeries(group, name, title string) bench.Series {
	return bench.Series{Group: group, Name: name, Title: title, Unit: model.Seconds}
}
