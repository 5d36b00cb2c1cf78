// Package graph draws numbers as small pictures, appended to a buffer the
// caller reuses.
package graph

import (
	"math"
	"unicode/utf8"

	"podtop/tui/theme"
)

// Dots is how many values one cell of a sparkline shows.
func Dots(c theme.Charset) int {
	if c == theme.Braille {
		return 2
	}
	return 1
}

// AppendSpark appends values as a line of len(values)/Dots(c) cells. A value
// of full or more fills its cell; one above 0 shows at least a dot, so does 0;
// NaN leaves its place empty.
func AppendSpark(b []byte, values []float32, full float32, c theme.Charset) []byte {
	switch c {
	case theme.Braille:
		for i := 0; i+1 < len(values); i += 2 {
			b = appendBraille(b, level(values[i], full, 4), level(values[i+1], full, 4))
		}
	case theme.Blocks:
		for _, v := range values {
			b = appendBlock(b, level(v, full, 8))
		}
	default:
		for _, v := range values {
			b = append(b, " _.-:=+*#"[level(v, full, 8)])
		}
	}
	return b
}

// level is how many of steps v reaches: 0 only if it is not known.
func level(v, full float32, steps int) int {
	switch {
	case v != v:
		return 0
	case v <= 0:
		return 1
	case v >= full:
		return steps
	}
	return min(steps, max(1, int(math.Ceil(float64(v/full)*float64(steps)))))
}

// Dots of a braille cell that make a column of each height, from the bottom.
const (
	leftColumn  = "\x00\x40\x44\x46\x47"
	rightColumn = "\x00\x80\xa0\xb0\xb8"
)

func appendBraille(b []byte, left, right int) []byte {
	if left+right == 0 {
		return append(b, ' ')
	}
	return utf8.AppendRune(b, rune(0x2800)+rune(leftColumn[left]|rightColumn[right]))
}

func appendBlock(b []byte, level int) []byte {
	if level == 0 {
		return append(b, ' ')
	}
	return utf8.AppendRune(b, '▁'+rune(level-1))
}

// Root replaces each value by its square root. On that scale what is a quarter
// of the greatest still stands half as high, so that rows on one scale can be
// compared and the small ones still be seen.
func Root(values []float32) {
	for i, v := range values {
		if v == v {
			values[i] = float32(math.Sqrt(math.Max(0, float64(v))))
		}
	}
}
