package containers

import (
	"math"
	"time"

	"podtop/model"
	"podtop/tui/graph"
	"podtop/tui/pane"
)

// sparkSpan is what a sparkline shows.
const sparkSpan = time.Minute

// spark holds the CPU sparklines of the rows on screen: the greatest value in
// each span of time, at the grain of the sampling, so that no spike is lost.
//
// All rows share one scale, so that they can be compared: up to the greatest
// value on screen, rounded up, at least one core, which the heading says.
// Height goes with the square root, so that a row that uses little still shows
// how; the help says so.
type spark struct {
	dots   int // values for each row
	values []float32
	cores  float64 // at full height

	member []float32
}

// fill reads the sparklines of rows, cells wide.
func (s *spark) fill(rows []row, cells int, env pane.Env) {
	s.dots, s.cores = max(0, cells)*graph.Dots(env.Theme.Glyphs.Charset), 1
	s.values = s.values[:0]
	if s.dots == 0 {
		return
	}
	for i := range rows {
		s.values = s.add(s.values, &rows[i], env)
	}
	s.cores = fullScale(s.values)
	graph.Root(s.values)
}

// fullScale is the least of 1, 2, 3, 4, 6, 8, 12, 16, … that no value is above.
func fullScale(values []float32) float64 {
	most := float32(0)
	for _, v := range values {
		if v > most {
			most = v
		}
	}
	step := 1.0
	for ; step < float64(most) && step < 1<<20; step *= 2 {
		if half := 1.5 * step; step > 1 && half >= float64(most) {
			return half
		}
	}
	return step
}

// add appends the values of one row. A pod's are the sums of its members'
// maxima: at least what the pod ever used.
func (s *spark) add(dst []float32, r *row, env pane.Env) []float32 {
	n := len(dst)
	for range s.dots {
		dst = append(dst, float32(math.NaN()))
	}
	line, width := dst[n:], sparkSpan/time.Duration(s.dots)
	if r.pod == nil {
		env.Past.Maxima(line, r.key, model.FastCPU, env.Snapshot.Mono, width)
		return dst
	}
	if cap(s.member) < s.dots {
		s.member = make([]float32, s.dots)
	}
	s.member = s.member[:s.dots]
	for _, m := range r.pod.Members {
		env.Past.Maxima(s.member, env.Snapshot.Containers[m].Key, model.FastCPU, env.Snapshot.Mono, width)
		for i, v := range s.member {
			if line[i] != line[i] {
				line[i] = v
			} else if v == v {
				line[i] += v
			}
		}
	}
	return dst
}

// line is the values of the i-th row.
func (s *spark) line(i int) []float32 { return s.values[i*s.dots : (i+1)*s.dots] }

// full is the value at full height.
func (s *spark) full() float32 { return float32(math.Sqrt(s.cores)) }
