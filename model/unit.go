package model

import (
	"math"
	"strconv"
	"time"
)

// A Dimension is what a metric's number counts, always in the base unit.
type Dimension int

// Dimensions.
const (
	Cores Dimension = iota
	Bytes
	BytesPerSec
	PerSec
	Percent
	Number
	Seconds
)

// plural is what a dimension that is no share is in, for a sentence.
func (d Dimension) plural() string {
	if d == Bytes {
		return "bytes"
	}
	return "cores"
}

// Dash stands for what is not known.
const Dash = "–"

// AppendValue appends v as a person reads it, at most six cells wide, or Dash
// if it is not known.
func AppendValue(b []byte, v float64, d Dimension) []byte {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return append(b, Dash...)
	}
	switch d {
	case Cores:
		return strconv.AppendFloat(b, v, 'f', decimals(v, 2), 64)
	case Bytes, BytesPerSec:
		return AppendBytes(b, v)
	case Percent:
		return append(strconv.AppendFloat(b, v, 'f', 0, 64), '%')
	case Seconds:
		return AppendAge(b, DurationOf(v))
	default:
		return appendScaled(b, v, 1000, "kMGTPE")
	}
}

// AppendBytes appends n bytes in the units Podman reads: K, M, G are powers of
// 1024.
func AppendBytes(b []byte, n float64) []byte { return appendScaled(b, n, 1024, "KMGTPE") }

func appendScaled(b []byte, v, base float64, suffixes string) []byte {
	if v < 0 {
		b, v = append(b, '-'), -v
	}
	i := -1
	// 999.95 and more would be written with a digit too many.
	for (v >= 1000 || math.Round(v) >= base) && i < len(suffixes)-1 {
		v /= base
		i++
	}
	if i < 0 {
		return strconv.AppendFloat(b, v, 'f', 0, 64)
	}
	return append(strconv.AppendFloat(b, v, 'f', decimals(v, 1), 64), suffixes[i])
}

// decimals says how many digits behind the point v deserves, most at first.
func decimals(v float64, most int) int {
	switch {
	case v < 9.995:
		return most
	case v < 99.95:
		return min(most, 1)
	}
	return 0
}

// AppendAge appends a duration in its greatest unit: 42s, 5m, 3h, 9d.
func AppendAge(b []byte, d time.Duration) []byte {
	if d < 0 {
		d = 0
	}
	n, unit := int64(d/time.Second), byte('s')
	switch {
	case d >= 100*24*time.Hour*10:
		n, unit = int64(d/(365*24*time.Hour)), 'y'
	case d >= 24*time.Hour:
		n, unit = int64(d/(24*time.Hour)), 'd'
	case d >= time.Hour:
		n, unit = int64(d/time.Hour), 'h'
	case d >= time.Minute:
		n, unit = int64(d/time.Minute), 'm'
	}
	return append(strconv.AppendInt(b, n, 10), unit)
}
