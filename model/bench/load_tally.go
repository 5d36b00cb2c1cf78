package bench

import (
	"math"
	"strings"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"

	"podtop/model"
)

// A Request is one request of a load. Its times are since the start of the
// warm-up.
type Request struct {
	Due    time.Duration // when it was to begin; in a closed load, when it did
	Began  time.Duration
	Ended  time.Duration
	Ending Ending
	Moved  bool  // it was answered by a redirect, which is not followed
	Bytes  int64 // of the answer's body
}

// lateBy is how much later than its time a request begins that counts as late:
// a timer alone is not.
const lateBy = time.Millisecond

// A Tally is how the requests of a load ended, but for those of its warm-up.
type Tally struct {
	Load  Load
	Begin time.Time // of the warm-up
	Ends  [endings]int
	Late  int           // began late
	Moved int           // were answered by redirects
	Bytes int64         // of the answers' bodies
	Last  time.Duration // when the last one ended, from the start of the warm-up

	// With the warm-up:
	Sent     int           // requests
	Connects int           // connections that were made
	CPU      time.Duration // processor time that podtop itself took
	Elapsed  time.Duration // in which it took that

	Host []Conditions // in each second after the warm-up, as far as it was watched

	latency, service *hdrhistogram.Histogram // ns
	newest           time.Duration           // latency
	seconds          seconds
}

// longest is the longest time that is told apart: a request of the longest load
// that was never sent.
const longest = 2 * (MaxLoadTime + MaxTimeout)

// NewTally is the tally of l before its first request.
func NewTally(l Load) *Tally {
	// Three digits, from 1 µs on.
	three := func() *hdrhistogram.Histogram { return hdrhistogram.New(1000, int64(longest), 3) }
	return &Tally{Load: l, latency: three(), service: three(), seconds: newSeconds(l.Time)}
}

// Add counts a request, unless it was due in the warm-up.
func (t *Tally) Add(r Request) {
	t.Sent++
	if r.Due < t.Load.Warmup {
		return
	}
	t.Ends[r.Ending]++
	t.Bytes += r.Bytes
	t.Last = max(t.Last, r.Ended)
	t.seconds.add(r, r.Ended-t.Load.Warmup)
	if r.Moved {
		t.Moved++
	}
	if r.Began-r.Due > lateBy {
		t.Late++
	}
	if r.Ending.HasLatency() {
		record(t.latency, r.Ended-r.Due)
		t.newest = r.Ended - r.Due
	}
	if r.Ending.hasServiceTime() {
		record(t.service, r.Ended-r.Began)
	}
}

func record(h *hdrhistogram.Histogram, d time.Duration) {
	_ = h.RecordValue(int64(min(max(d, 0), longest))) // which is in its range
}

// AddUnsent counts the requests of an open load from number first on, none of
// which was sent before ended. Of very many, neighbours count as due together.
func (t *Tally) AddUnsent(first int, ended time.Duration) {
	first = max(first, t.Load.Counted())
	left := t.Load.Requests() - first
	stride := max(1, left/100_000)
	for ; left > 0; left -= stride {
		n := min(stride, left)
		t.Ends[Unsent] += n
		waited := max(ended-t.Load.Due(t.Load.Requests()-left), 0)
		_ = t.latency.RecordValues(int64(min(waited, longest)), int64(n))
	}
}

// CutOff has the load end at that time after the start of its warm-up, at which it
// was interrupted.
func (t *Tally) CutOff(at time.Duration) {
	t.Load.Time = min(t.Load.Time, max(0, at-t.Load.Warmup))
	t.seconds.all = t.seconds.all[:min(len(t.seconds.all), int(t.Load.Time/time.Second))]
}

// Total is how many requests were due.
func (t *Tally) Total() (n int) {
	for _, c := range t.Ends {
		n += c
	}
	return n
}

// Failed is how many had no good answer.
func (t *Tally) Failed() int { return t.Total() - t.Ends[Answered] }

// Rate is how many good answers came in a second: until the last one, if that
// came after the time of the load.
func (t *Tally) Rate() float64 {
	over := max(t.Last-t.Load.Warmup, t.Load.Time)
	return float64(t.Ends[Answered]) / over.Seconds()
}

// Latency is the time within which that percentage of requests was answered,
// from when they were due: 0 if none was.
func (t *Tally) Latency(percent float64) time.Duration {
	return time.Duration(t.latency.ValueAtPercentile(percent))
}

// Service is the same from when they began.
func (t *Tally) Service(percent float64) time.Duration {
	return time.Duration(t.service.ValueAtPercentile(percent))
}

// Cores is how much of the processors podtop itself took.
func (t *Tally) Cores() float64 {
	if t.Elapsed <= 0 {
		return math.NaN()
	}
	return t.CPU.Seconds() / t.Elapsed.Seconds()
}

// Failures are the failed requests in words, by kind: "8 timeouts, 1 reset".
func (t *Tally) Failures() string {
	var kinds []string
	for o := ClientError; int(o) < endings; o++ {
		if n := t.Ends[o]; n > 0 {
			kinds = append(kinds, model.Plural(n, endingWords[o][0], endingWords[o][1]))
		}
	}
	return strings.Join(kinds, ", ")
}
