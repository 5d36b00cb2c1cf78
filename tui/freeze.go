package tui

import (
	"slices"
	"time"

	"podtop/model"
)

// A freeze is what was to be seen when the user froze the screen: the
// snapshot, and what its graphs have read of the past since, as History goes
// on and forgets.
type freeze struct {
	snapshot *model.Snapshot
	reach    time.Duration
	maxima   map[historyQuery][]float32
	spans    map[historyQuery][]model.Span
}

// A historyQuery is what a graph asks of the past.
type historyQuery struct {
	key        model.Key
	fast       model.Fast
	metric     *model.Metric
	end, width time.Duration
	spans      int
}

// toggleFreeze freezes the screen, or lets it go on.
func (a *App) toggleFreeze() {
	if a.frozen != nil {
		a.frozen = nil
		return
	}
	if !a.snapshot.Time.IsZero() {
		a.frozen = &freeze{a.snapshot, a.snapshot.History.Reach(), map[historyQuery][]float32{}, map[historyQuery][]model.Span{}}
	}
}

// Reach implements pane.Past.
func (f *freeze) Reach() time.Duration { return f.reach }

// Maxima implements pane.Past, as model.History does.
func (f *freeze) Maxima(dst []float32, k model.Key, m model.Fast, end, width time.Duration) {
	q := historyQuery{key: k, fast: m, end: end, width: width, spans: len(dst)}
	if was, ok := f.maxima[q]; ok {
		copy(dst, was)
		return
	}
	f.snapshot.History.Maxima(dst, k, m, end, width)
	f.maxima[q] = slices.Clone(dst)
}

// Read implements pane.Past, as model.History does.
func (f *freeze) Read(dst []model.Span, k model.Key, m *model.Metric, end, width time.Duration) {
	const most = 500 // queries: who pans for long asks many
	q := historyQuery{key: k, metric: m, end: end, width: width, spans: len(dst)}
	if was, ok := f.spans[q]; ok {
		copy(dst, was)
		return
	}
	f.snapshot.History.Read(dst, k, m, end, width)
	if len(f.spans) >= most {
		clear(f.spans)
	}
	f.spans[q] = slices.Clone(dst)
}
