package graph

import (
	"bytes"
	"math"
	"slices"
	"unicode/utf8"

	"podtop/model"
)

// A Scale is what the height of a graph stands for.
type Scale struct {
	Top      float64 // at the far end; 0 is at the other, or in the middle
	Unit     model.Dimension
	Mirrored bool
}

// most is the greatest top there is.
const mostTop = 1 << 60

// ScaleFor is the scale with the least round top that most is not above: of
// cores 0.1, 0.2, 0.3, 0.5, 1, 1.5, 2, 3, 4, 6, 8, …, of bytes 1K, 1.5K, 2K,
// 3K, 4K, 6K, …, of percent 100, 200, 400, …, of others 1, 2, 5, 10, …
func ScaleFor(most float64, d model.Dimension) Scale {
	s := Scale{Unit: d}
	switch d {
	case model.Cores:
		s.Top = roundTop(most, 1, 1.5)
		for _, part := range []float64{0.5, 0.3, 0.2, 0.1} {
			if !(most > part) {
				s.Top = part
			}
		}
	case model.Bytes, model.BytesPerSec:
		s.Top = roundTop(most, 1024, 1.5)
	case model.Percent:
		s.Top = roundTop(most, 100, 2)
	default:
		s.Top = roundDecimal(most)
	}
	return s
}

// Next is the scale with the next greater top.
func (s Scale) Next() Scale {
	n := ScaleFor(s.Top*1.001, s.Unit)
	n.Mirrored = s.Mirrored
	return n
}

// roundTop doubles least until most is not above it, or not above so many times
// that, which is between.
func roundTop(most, least, between float64) float64 {
	for least < most && least < mostTop {
		if between*least >= most {
			return between * least
		}
		least *= 2
	}
	return least
}

func roundDecimal(most float64) float64 {
	for unit := 1.0; unit < mostTop; unit *= 10 {
		for _, n := range []float64{1, 2, 5} {
			if !(most > n*unit) {
				return n * unit
			}
		}
	}
	return mostTop
}

// AppendLabel appends what stands beside a row of a graph of so many rows, at
// the right of width cells: the number the upper edge of the row is at, below a
// middle the lower one; blanks if there is no round one.
func (s Scale) AppendLabel(b []byte, row, rows, width int) []byte {
	for n, i := s.parts(rows), 0; i <= n; i++ {
		// The far ends first: they keep their row where there is only one.
		part := float64(n-i) / float64(n)
		if up, down := s.rowsAt(part, rows); row == up || row == down {
			return appendLabel(b, part*s.Top, s.Unit, width)
		}
	}
	return pad(b, width)
}

// rowsAt is the row of a part of the top, and that of the same below the
// middle.
func (s Scale) rowsAt(part float64, rows int) (up, down int) {
	upper := rows
	if s.Mirrored {
		upper -= rows / 2
	}
	if part == 0 {
		return upper - 1, upper - 1
	}
	up = int(float64(upper)*(1-part) + tiny)
	if !s.Mirrored {
		return up, up
	}
	return up, upper - 1 + int(math.Ceil(float64(rows-upper)*part-tiny))
}

// parts is how many parts labels divide a graph of so many rows in, or half of
// one: as many as there is room for and as are round.
func (s Scale) parts(rows int) int {
	if s.Mirrored {
		rows /= 2
	}
	wanted := []int{1}
	switch {
	case rows >= 9:
		wanted = []int{4, 5, 2, 1}
	case rows >= 5:
		wanted = []int{2, 1}
	}
	return wanted[max(0, slices.IndexFunc(wanted, s.divides))]
}

// divides reports whether an n-th of the top can be written exactly.
func (s Scale) divides(n int) bool {
	grain := 1.0
	if s.Unit == model.Cores {
		grain = 0.01
	}
	parts := s.Top / float64(n) / grain
	return math.Abs(parts-math.Round(parts)) < tiny
}

// appendLabel appends v at the right of width cells, without zeros behind its
// point, or blanks if there is no room for it.
func appendLabel(b []byte, v float64, d model.Dimension, width int) []byte {
	var scratch [24]byte
	text := trimZeros(model.AppendValue(scratch[:0], v, d))
	if n := utf8.RuneCount(text); n <= width {
		return append(pad(b, width-n), text...)
	}
	return pad(b, width)
}

// trimZeros makes 1.50 1.5 and 4.0G 4G.
func trimZeros(text []byte) []byte {
	point := bytes.IndexByte(text, '.')
	if point < 0 {
		return text
	}
	end := point + 1
	for end < len(text) && text[end] >= '0' && text[end] <= '9' {
		end++
	}
	kept := bytes.TrimRight(bytes.TrimRight(text[:end], "0"), ".")
	return append(kept, text[end:]...)
}

func pad(b []byte, n int) []byte { return repeat(b, " ", max(0, n)) }
