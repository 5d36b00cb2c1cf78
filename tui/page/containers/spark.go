package containers

import (
	"math"

	"podtop/model"
	"podtop/tui/graph"
	"podtop/tui/pane"
)

// spark holds the CPU sparklines of the rows on screen: the greatest value in
// each span of time, so that no spike is lost.
//
// All rows share one scale, so that they can be compared: up to the greatest
// value on screen, rounded up, which the heading says. Height goes with the
// square root, so that a row that uses little still shows how; the help says
// so.
type spark struct {
	dots   int // values for each row
	values []float32
	full   float64 // at full height: cores, or percent
}

// fill reads the sparklines of rows, cells wide.
func (s *spark) fill(rows []row, cells int, env pane.Env) {
	s.dots, s.full = max(0, cells)*graph.Dots(env.Theme.Glyphs.Charset), 1
	s.values = s.values[:0]
	if s.dots == 0 {
		return
	}
	for i := range rows {
		n := len(s.values)
		s.values = s.add(s.values, &rows[i], env)
		multiply(s.values[n:], rows[i].unit(env))
	}
	s.full = fullScale(s.values, env.Scale)
	graph.Root(s.values)
}

// unit is what a core counts on the scale of env: NaN on that of a limit there
// is none of.
func (r *row) unit(env pane.Env) float32 {
	switch env.Scale {
	case pane.OfHost:
		return 100 / float32(env.Snapshot.Host.CPUs)
	case pane.OfLimit:
		if r.container != nil {
			if limit, ok := r.container.Effective.CPU.Get(); ok && limit > 0 {
				return 100 * 1e6 / float32(limit)
			}
		}
		return float32(math.NaN())
	}
	return 1
}

func multiply(values []float32, by float32) {
	if by == 1 {
		return
	}
	for i := range values {
		values[i] *= by
	}
}

// fullScale is a round number no value is above: of cores 1, 2, 3, 4, 6, 8, 12,
// 16, …, of percent at most 100.
func fullScale(values []float32, s pane.Scale) float64 {
	most := float32(0)
	for _, v := range values {
		if v > most {
			most = v
		}
	}
	if s != pane.Absolute {
		return fullPercent(most, s)
	}
	step := 1.0
	for ; step < float64(most) && step < 1<<20; step *= 2 {
		if half := 1.5 * step; step > 1 && half >= float64(most) {
			return half
		}
	}
	return step
}

// fullPercent is 100 of a limit, of the host as little as holds most.
func fullPercent(most float32, s pane.Scale) float64 {
	if s == pane.OfHost {
		for _, v := range []float64{5, 10, 20, 50} {
			if float64(most) <= v {
				return v
			}
		}
	}
	return 100
}

// add appends the values of one row.
func (s *spark) add(dst []float32, r *row, env pane.Env) []float32 {
	n := len(dst)
	for range s.dots {
		dst = append(dst, float32(math.NaN()))
	}
	k := r.key
	if r.group != nil {
		k = r.group.Past
	}
	env.Past.Maxima(dst[n:], k, model.FastCPU, env.Snapshot.Mono, env.Dot(s.dots))
	return dst
}

// line is the values of the i-th row.
func (s *spark) line(i int) []float32 { return s.values[i*s.dots : (i+1)*s.dots] }

// root is what stands at full height, as values do.
func (s *spark) root() float32 { return float32(math.Sqrt(s.full)) }
