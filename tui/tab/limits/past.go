package limits

import (
	"math"
	"strconv"
	"time"

	"podtop/model"
	"podtop/tui/pane"
)

// pastSpans is how many spans of time a window is cut into for p95.
const pastSpans = 300

// A past is what a container's metrics were over the window of the graphs. It
// is read anew when a good part of a span has passed: of a day that would be
// much to read with each snapshot.
type past struct {
	past    pane.Past
	key     model.Key
	end     time.Duration
	width   time.Duration // of a span
	read    map[*model.Metric]extreme
	spans   [pastSpans]model.Span
	scratch []float64
}

// An extreme is how much a metric was nearly always, and at most.
type extreme struct{ p95, max float64 }

// turn has what follows be about k, up to what is shown.
func (p *past) turn(env pane.Env, k model.Key) {
	const most = 10 * time.Second
	end, width := env.Snapshot.Mono, env.Dot(pastSpans)
	p.past = env.Past
	if passed := end - p.end; p.key == k && p.width == width && passed >= 0 && passed < min(width/4, most) {
		return
	}
	p.key, p.end, p.width = k, end, width
	if p.read == nil {
		p.read, p.scratch = map[*model.Metric]extreme{}, make([]float64, 0, pastSpans)
	}
	clear(p.read)
}

// extremes are the p95 of the means over each span, and the greatest sample there was,
// which may be the one of now.
func (p *past) extremes(m *model.Metric, now float64) (p95, most float64) {
	e, ok := p.read[m]
	if !ok {
		p.past.Read(p.spans[:], p.key, m, p.end, p.width)
		e.p95, e.max = model.P95(p.spans[:], p.scratch)
		p.read[m] = e
	}
	if now > e.max || math.IsNaN(e.max) {
		e.max = now
	}
	return e.p95, e.max
}

// legend says what p95 and max are over, those of them that are shown.
func (p *past) legend(env pane.Env, p95, most bool) string {
	means, over := "means over "+strconv.FormatFloat(p.width.Seconds(), 'g', 3, 64)+" s", env.Span(pastSpans)
	if p.width <= env.Snapshot.Interval {
		means = "samples"
	}
	switch {
	case p95 && most:
		return "p95 and max are over " + over + ": p95 of " + means + ", max of all samples"
	case p95:
		return "p95 is over " + over + ", of " + means
	case most:
		return "max is over " + over + ", of all samples"
	}
	return ""
}
