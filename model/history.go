package model

import (
	"time"

	"podtop/model/history"
)

// DefaultBudget is how many bytes a History takes if nobody says otherwise.
const DefaultBudget = 96 << 20

// A Fast metric is one that History keeps at the grain of the sampling.
type Fast int

// Fast metrics.
const (
	FastCPU Fast = iota // cores
	FastMem             // bytes
	FastRx              // bytes per second
	FastTx
	fastCount
)

// A Span is what a metric was over a span of time, in the metric's unit.
type Span = history.Span

// A History is what the metrics of containers, of their groups and of the host
// were: see package history. Values belong to a Key, so they go on over a
// restart. It is for the goroutine of its tracker.
type History struct {
	store  *history.Store[Key]
	last   time.Duration
	slow   []float64
	limits []Span // of a reading
}

// HostKey is the key of the host's own history.
var HostKey = Key{UID: -1}

func newHistory(budget int) *History {
	if budget == 0 {
		budget = DefaultBudget
	}
	return &History{
		store: history.New[Key](budget, int(fastCount), len(slowMetrics)),
		slow:  make([]float64, len(slowMetrics)),
	}
}

// tick begins a new tick of those that come at an interval. A clock that is
// turned back stands still.
func (h *History) tick(at, interval time.Duration) {
	h.last = max(h.last, at)
	h.store.Pace(h.last, interval)
	h.store.Tick(h.last)
}

// put records the fast metrics of k at the newest tick.
func (h *History) put(k Key, v *[fastCount]float64) { h.store.Put(k, v[:]) }

// putSlow records the others, as far as they are kept.
func (h *History) putSlow(k Key, f *Figures) {
	for i, m := range slowMetrics {
		h.slow[i] = m.Of(f)
	}
	h.store.PutSlow(k, h.slow)
}

func (h *History) rename(from, to Key) { h.store.Rename(from, to) }

// Reach is how far back the history goes from now.
func (h *History) Reach() time.Duration {
	if h == nil {
		return 0
	}
	return h.store.Reach()
}

// Bytes is how much memory the history takes of its budget.
func (h *History) Bytes() int {
	if h == nil {
		return 0
	}
	return h.store.Bytes()
}

// Full reports whether there are more containers than the budget has room for,
// so that nothing is kept of some.
func (h *History) Full() bool { return h != nil && h.store.Full() }

var fullNote = Note{
	Severity: Warn, Source: "history",
	Text: "more containers than history has memory for: some have no graphs; give it more with --history",
}

// Maxima fills dst with the greatest value of metric f of container k in each
// of len(dst) equal spans of time, the last of which holds end; NaN where none
// is known. What came after end does not count. Spans begin at multiples of
// their width, so that a spike keeps its place while time goes on.
func (h *History) Maxima(dst []float32, k Key, f Fast, end, width time.Duration) {
	if h == nil {
		for i := range dst {
			dst[i] = float32(unknownSpan.Max)
		}
		return
	}
	h.store.Maxima(dst, k, int(f), end, width)
}

// Read fills dst with what metric m of container k was in such spans. Of a
// metric that has no past (an age, say) nothing is known.
func (h *History) Read(dst []Span, k Key, m *Metric, end, width time.Duration) {
	of := pastOf(m)
	if h == nil || of.number < 0 {
		for i := range dst {
			dst[i] = unknownSpan
		}
		return
	}
	h.store.Read(dst, k, of.number, end, width)
	if of.limit >= 0 {
		h.share(dst, k, of.limit, end, width)
	}
}

// share makes percentages of a limit of what is in dst. A limit that changed
// within a span counts where it makes the most, or the least, of it.
func (h *History) share(dst []Span, k Key, limit int, end, width time.Duration) {
	h.limits = append(h.limits[:0], make([]Span, len(dst))...)
	h.store.Read(h.limits, k, limit, end, width)
	for i, l := range h.limits {
		d := &dst[i]
		*d = Span{Min: ratio(d.Min, l.Max), Avg: ratio(d.Avg, l.Avg), Max: ratio(d.Max, l.Min)}
	}
}
