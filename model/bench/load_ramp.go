package bench

import (
	"fmt"
	"math"
	"strings"
	"time"
)

// A Ramp finds the rate that a server holds. It doubles the rate until the server
// breaks, then tries rates between the last two. A step that breaks is repeated
// once: the host may have been busy.
type Ramp struct {
	From float64       // the first rate
	Most float64       // the highest: what podtop itself can do
	P99  time.Duration // a step whose 99th percentile is above that breaks

	Steps []Step

	held  float64 // the highest rate that held; 0: none yet
	broke float64 // the lowest that broke twice; 0: none yet
	doubt float64 // the one that broke once
}

// A Step is one rate of a ramp, and what came of it.
type Step struct {
	Rate   float64
	P99    time.Duration
	Reason string // why the server did not hold it; "" if it did
}

// String is the step in words: "1,600/s holds: p99 is 3.1 ms".
func (s Step) String() string {
	if s.Reason != "" {
		return FormatCount(s.Rate) + "/s breaks: " + s.Reason
	}
	return FormatCount(s.Rate) + "/s holds: p99 is " + formatTime(s.P99)
}

const (
	maxSteps = 30
	// precision is how much higher than the rate that holds the one that breaks
	// may be, at the end.
	precision = 1.05
	// tolerated is the share of requests that may fail.
	tolerated = 0.001
)

// Next is the rate of the next step; false if there is none.
func (r *Ramp) Next() (rate float64, more bool) {
	switch {
	case len(r.Steps) >= maxSteps:
		return 0, false
	case r.doubt > 0:
		return r.doubt, true
	case r.held == 0 && r.broke == 0:
		rate = r.From
	case r.broke == 0:
		rate = r.held * 2
	case r.held == 0:
		rate = r.broke / 4
	default:
		rate = math.Sqrt(r.held * r.broke)
	}
	rate = min(max(roundRate(rate), MinRate), r.Most)
	done := r.broke > 0 && r.broke <= max(r.held*precision, MinRate) || rate == r.held || rate == r.broke
	return rate, !done
}

// RampLimit is how high a ramp may go where podtop itself can do so much.
func RampLimit(ceiling float64) float64 { return max(roundRate(share*ceiling), MinRate) }

// roundRate leaves a rate three digits.
func roundRate(rate float64) float64 {
	unit := math.Pow(10, math.Floor(math.Log10(rate))-2)
	if unit < 1 {
		return math.Round(rate/unit) / math.Round(1/unit)
	}
	return math.Round(rate/unit) * unit
}

// Add takes note of how the step with the rate that Next gave went.
func (r *Ramp) Add(t *Tally) {
	s := Step{Rate: t.Load.Rate, P99: t.Latency(99), Reason: r.reason(t)}
	r.Steps = append(r.Steps, s)
	switch {
	case s.Reason == "":
		r.held, r.doubt = s.Rate, 0
	case r.doubt == 0:
		r.doubt = s.Rate
	default:
		r.broke, r.doubt = s.Rate, 0
	}
}

// reason says why the server did not hold the rate of t, "" if it did.
func (r *Ramp) reason(t *Tally) string {
	total, failed := t.Total(), t.Failed()
	switch p99 := t.Latency(99); {
	case total == 0:
		return "nothing was asked"
	case float64(failed) > tolerated*float64(total):
		return fmt.Sprintf("%s of %s failed: %s", FormatCount(float64(failed)), FormatCount(float64(total)), t.Failures())
	case p99 > r.P99:
		return "p99 was " + formatTime(p99)
	}
	return ""
}

// Held is the highest rate that the server held, 0 if it held none.
func (r *Ramp) Held() float64 { return r.held }

// Bound reports whether the server may hold more than was tried.
func (r *Ramp) Bound() bool { return r.held > 0 && r.broke == 0 }

// Sentence is what the ramp found: "holds 4,200/s at p99 < 50 ms; at 4,410/s p99
// was 81 ms".
func (r *Ramp) Sentence() string {
	limit := " at p99 < " + formatTime(r.P99)
	broke, reason := r.lastBreak()
	switch {
	case len(r.Steps) == 0:
		return "was not asked"
	case r.held == 0:
		return "does not hold " + FormatCount(broke) + "/s" + limit + ": " + reason
	case r.Bound() && r.held >= r.Most:
		return "holds " + FormatCount(r.held) + "/s" + limit + ": podtop itself can do little more here, the server perhaps can"
	case r.Bound():
		return "holds " + FormatCount(r.held) + "/s" + limit + ": it may hold more"
	}
	return "holds " + FormatCount(r.held) + "/s" + limit + "; at " + FormatCount(broke) + "/s " + reason
}

// steps are all of them in words.
func (r *Ramp) steps() string {
	texts := make([]string, len(r.Steps))
	for i, s := range r.Steps {
		texts[i] = s.String()
	}
	return strings.Join(texts, "; ")
}

// lastBreak is the lowest rate that broke, and why.
func (r *Ramp) lastBreak() (rate float64, reason string) {
	for _, s := range r.Steps {
		if s.Reason != "" && (rate == 0 || s.Rate <= rate) && s.Rate > r.held {
			rate, reason = s.Rate, s.Reason
		}
	}
	return rate, reason
}
