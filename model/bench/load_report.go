package bench

import (
	"fmt"
	"math"
	"time"

	"podtop/model"
)

// percentiles are those in a report.
var percentiles = []struct {
	name    string
	percent float64
}{{"min", 0}, {"p50", 50}, {"p90", 90}, {"p95", 95}, {"p99", 99}, {"p999", 99.9}, {"max", 100}}

// A LoadRun is what a report of a load is made of.
type LoadRun struct {
	Tally   *Tally  // of a ramp that of its best step
	Ramp    *Ramp   // nil: there was but one load
	Ceiling float64 // requests a second that podtop itself can do here; NaN if not known
}

// share is which share of podtop's ceiling, or of a core, makes podtop the bound.
const share = 0.8

// IsBound reports whether podtop, and perhaps not the server, was the bound.
func (l *LoadRun) IsBound() bool {
	return l.Tally.Rate() > share*l.Ceiling || l.Tally.Cores() > 0.9
}

// Fill adds to r what came of the load.
func (l *LoadRun) Fill(r *Report) {
	t := l.Tally
	r.Series = append(r.Series, t.Series()...)
	if l.Ramp != nil {
		r.Notes = append(r.Notes, r.Subject+" "+l.Ramp.Sentence(), "tried: "+l.Ramp.steps())
		r.Add("ramp", "holds", model.PerSec, l.Ramp.Held())
		r.Add("ramp", "p99_limit", model.Seconds, l.Ramp.P99.Seconds())
	}
	l.addRequests(r)
	for _, p := range percentiles {
		r.Add("latency", p.name, model.Seconds, seen(t.latency.TotalCount(), t.Latency(p.percent)))
	}
	for _, p := range percentiles {
		r.Add("service_time", p.name, model.Seconds, seen(t.service.TotalCount(), t.Service(p.percent)))
	}
	for o := ClientError; int(o) < endings; o++ {
		r.Add("errors", o.String(), model.Number, float64(t.Ends[o]))
	}
	r.Add("errors", "percent", model.Percent, 100*float64(t.Failed())/float64(t.Total()))
	r.Add("podtop", "ceiling", model.PerSec, l.Ceiling)
	r.Add("podtop", "cpu_per_request", model.Seconds, t.CPU.Seconds()/float64(t.Sent))
	r.Add("podtop", "cpu_percent", model.Percent, 100*t.Cores())
	r.Notes = append(r.Notes, l.notes()...)
}

func (l *LoadRun) addRequests(r *Report) {
	t := l.Tally
	if t.Load.Open() {
		r.Add("requests", "rate_wanted", model.PerSec, t.Load.Rate)
	}
	r.Add("requests", "rate", model.PerSec, t.Rate())
	r.Add("requests", "total", model.Number, float64(t.Total()))
	r.Add("requests", "late_starts", model.Number, float64(t.Late))
	r.Add("requests", "redirects", model.Number, float64(t.Moved))
	r.Add("requests", "connections", model.Number, float64(t.Load.Connections))
	r.Add("requests", "connects", model.Number, float64(t.Connects))
	r.Add("requests", "bytes_per_second", model.BytesPerSec, float64(t.Bytes)/t.Load.Time.Seconds())
}

// seen is d in seconds, NaN if nothing was.
func seen(n int64, d time.Duration) float64 {
	if n == 0 {
		return nan
	}
	return d.Seconds()
}

// notes are what the reader has to know of the figures.
func (l *LoadRun) notes() (notes []string) {
	t := l.Tally
	add := func(format string, args ...any) { notes = append(notes, fmt.Sprintf(format, args...)) }
	if t.Load.Open() {
		add("requests were planned in advance: the latency counts from when each was due, the service time from when it was sent")
	} else {
		add("each connection sent a request when the one before was answered: a server that stalls gets fewer then, so that p99 hardly shows it; --rate does")
	}
	if t.Failed() > 0 {
		add("failed: %s", t.Failures())
	}
	if n := t.Ends[TimedOut] + t.Ends[Unsent]; n > 0 {
		add("the latency has %s with the time that was waited for them", model.Plural(n, "request without an answer", "requests without an answer"))
	}
	if t.Moved > 0 {
		add("%s not followed", model.Plural(t.Moved, "redirect was", "redirects were"))
	}
	if l.IsBound() {
		add("podtop itself is near what it can do here%s: the server may do better", l.ceilingText())
	}
	return notes
}

func (l *LoadRun) ceilingText() string {
	if math.IsNaN(l.Ceiling) {
		return ""
	}
	return ", " + FormatCount(l.Ceiling) + "/s of a server that does nothing"
}
