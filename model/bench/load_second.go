package bench

import (
	"math"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"

	"podtop/model"
)

// seconds splits what ended in the time that counts into its whole seconds. What
// comes after the last one belongs to that.
type seconds struct {
	all     []second
	at      int                     // the index of the one that is counted now
	latency *hdrhistogram.Histogram // of that one, ns
}

// A second is how the requests ended that did so in it.
type second struct {
	answered int
	p99      float64 // seconds; NaN if none ended
}

func newSeconds(over time.Duration) seconds {
	return seconds{all: make([]second, int(over/time.Second)), latency: hdrhistogram.New(1000, int64(longest), 2)}
}

// add counts a request that ended so long after the warm-up.
func (s *seconds) add(r Request, ended time.Duration) {
	if len(s.all) == 0 {
		return
	}
	for at := min(int(ended/time.Second), len(s.all)-1); s.at < at; s.at++ {
		s.close()
	}
	if r.Ending == Answered {
		s.all[s.at].answered++
	}
	if r.Ending.HasLatency() {
		record(s.latency, r.Ended-r.Due)
	}
}

// close ends the second that is counted.
func (s *seconds) close() {
	s.all[s.at].p99 = nan
	if s.latency.TotalCount() > 0 {
		s.all[s.at].p99 = time.Duration(s.latency.ValueAtPercentile(99)).Seconds()
	}
	s.latency.Reset()
}

// end ends all seconds that there are.
func (s *seconds) end() {
	for ; s.at < len(s.all); s.at++ {
		s.close()
	}
}

// Series are what came in each second of the load and how long it took, with what the host did in that second. There are
// none of a load that takes less than a second. No request is added after that.
func (t *Tally) Series() []Series {
	t.seconds.end()
	if len(t.seconds.all) == 0 {
		return nil
	}
	answers := Series{Name: "answer_rate", Title: "answers in each second", Unit: model.PerSec, Better: More}
	p99 := Series{Name: "latency_p99", Title: "p99 of the latency in each second", Unit: model.Seconds}
	for i, s := range t.seconds.all {
		m := Measurement{Time: t.Begin.Add(t.Load.Warmup + time.Duration(i+1)*time.Second), Value: float64(s.answered), Host: Unknown()}
		if i < len(t.Host) {
			m.Host = t.Host[i]
		}
		answers.Values = append(answers.Values, m)
		if m.Value = s.p99; !math.IsNaN(s.p99) {
			p99.Values = append(p99.Values, m)
		}
	}
	return []Series{answers, p99}
}
