package openmetrics

import (
	"math"
	"strconv"
	"time"
	"unicode/utf8"

	"podtop/model/clean"
)

// labels are a list of labels that is being appended to b.
type labels struct {
	b    []byte
	open bool
}

// with appends name="value". An empty value means the same as no label.
func (l labels) with(name, value string) labels {
	if value == "" {
		return l
	}
	sep := byte('{')
	if l.open {
		sep = ','
	}
	l.b = append(append(append(l.b, sep), name...), `="`...)
	l.b = append(appendEscaped(l.b, value), '"')
	l.open = true
	return l
}

func (l labels) end() []byte {
	if l.open {
		return append(l.b, '}')
	}
	return l.b
}

// appendEscaped appends s so that it can stand in quotes. What is not clean is
// replaced: the format has no escape for it.
func appendEscaped(b []byte, s string) []byte {
	for _, r := range clean.Text(s) {
		if r == '\\' || r == '"' {
			b = append(b, '\\')
		}
		b = utf8.AppendRune(b, r)
	}
	return b
}

// appendValue appends v; a whole number has no point and no exponent.
func appendValue(b []byte, v float64) []byte {
	if v == math.Trunc(v) && math.Abs(v) < 1<<53 {
		return strconv.AppendInt(b, int64(v), 10)
	}
	return strconv.AppendFloat(b, v, 'g', -1, 64)
}

// appendTime appends t in seconds since 1970, to the millisecond.
func appendTime(b []byte, t time.Time) []byte {
	return strconv.AppendFloat(b, float64(t.UnixMilli())/1000, 'f', 3, 64)
}
