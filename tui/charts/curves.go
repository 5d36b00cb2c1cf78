package charts

import (
	"math"

	"podtop/model"
	"podtop/tui/graph"
	"podtop/tui/pane"
)

// Curves are what graphs draw, by the name of the metric.
const (
	cpu = iota
	cpuLimit
	throttled
	mem
	anon
	shmem
	kernel
	file
	memLimit
	rx
	tx
	read
	write
	cache // file less shmem: the page cache, which gives way
	curveCount
)

// curveMetrics are what has a metric of its own; cache is made of two.
var curveMetrics = func() (all [cache]*model.Metric) {
	for i, name := range [cache]string{
		"cpu", "cpu.limit", "throttled%", "mem", "anon", "shmem", "kernel", "file", "mem.limit", "net.rx", "net.tx", "blk.r", "blk.w",
	} {
		all[i] = model.MetricByName(name)
	}
	return all
}()

// Curves are the past of the figures that graphs show, in the columns of one
// time axis. It is read anew only when there is something new in it.
type curves struct {
	spans [curveCount][]model.Span
	of    view
}

// A view is what curves were read for. With a day's past a frame that reads it
// takes 0.5 ms, and 0.1 ms otherwise; the past of a minute would not matter.
type view struct {
	snapshot *model.Snapshot
	past     model.Key
	axis     graph.Timeline
	scale    pane.Scale
}

// read makes c what the axis shows.
func (c *curves) read(env pane.Env, past model.Key, axis graph.Timeline) {
	q := view{env.Snapshot, past, axis, env.Scale}
	if c.of == q {
		return
	}
	c.of = q
	for i := range c.spans {
		if cap(c.spans[i]) < axis.Columns {
			c.spans[i] = make([]model.Span, axis.Columns)
		}
		c.spans[i] = c.spans[i][:axis.Columns]
	}
	for i, m := range curveMetrics {
		env.Past.Read(c.spans[i], past, m, axis.End, axis.Span)
	}
	for i := range c.spans[cache] {
		v := cacheOf(c.spans[file][i].Avg, c.spans[shmem][i].Avg)
		c.spans[cache][i] = model.Span{Min: v, Avg: v, Max: v}
	}
}

// cacheOf is what of file is page cache. The kernel counts shmem in it, which
// cannot be dropped; where that is not known, all of file is.
func cacheOf(file, shmem float64) float64 {
	if math.IsNaN(shmem) {
		return file
	}
	return math.Max(0, file-shmem)
}

// most is the greatest of some curves; 0 if nothing of them is known.
func (c *curves) most(which ...int) (most float64) {
	for _, i := range which {
		for _, s := range c.spans[i] {
			if s.Max > most && !math.IsInf(s.Max, 1) {
				most = s.Max
			}
		}
	}
	return most
}

// known reports whether anything of a curve is.
func (c *curves) known(which int) bool {
	for _, s := range c.spans[which] {
		if s.Max == s.Max {
			return true
		}
	}
	return false
}

// overall is the least, the mean and the greatest of a curve over all that is
// shown of it.
func (c *curves) overall(which int) model.Span {
	all, n := model.UnknownSpan(), 0.0
	for _, s := range c.spans[which] {
		if s.Max != s.Max {
			continue
		}
		if n == 0 {
			all = s
		} else {
			all.Min, all.Avg, all.Max = min(all.Min, s.Min), all.Avg+s.Avg, max(all.Max, s.Max)
		}
		n++
	}
	all.Avg /= n
	return all
}

// last is the newest that is known of a curve.
func (c *curves) last(which int) float64 {
	for i := len(c.spans[which]) - 1; i >= 0; i-- {
		if v := c.spans[which][i].Avg; v == v {
			return v
		}
	}
	return math.NaN()
}
