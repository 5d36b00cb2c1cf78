package model

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/docker/go-units"
)

// ParseValue reads a number as a person writes it in dimension d: sizes as
// Podman reads them ("512m", "1.5G"), ages as "90s", "10m", "3h" or "2d",
// percents with or without their sign. The result is in the base unit.
func ParseValue(s string, d Dimension) (float64, error) {
	switch d {
	case Bytes, BytesPerSec:
		return parseSize(s)
	case Seconds:
		return parseAge(s)
	case Percent:
		s = strings.TrimSuffix(s, "%")
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
		return 0, fmt.Errorf("%q is not a number, such as 1.5", s)
	}
	return v, nil
}

func parseSize(s string) (float64, error) {
	// go-units takes "0.5" for 0, and lets huge values turn negative.
	if v, err := strconv.ParseFloat(s, 64); err == nil && v >= 0 && v == math.Trunc(v) && v < 1<<62 {
		return v, nil
	}
	n, err := units.RAMInBytes(s)
	if err != nil || n <= 0 {
		return 0, fmt.Errorf("%q is not a size, such as 512M or 1.5G", s)
	}
	return float64(n), nil
}

func parseAge(s string) (float64, error) {
	if days, ok := strings.CutSuffix(s, "d"); ok {
		if n, err := strconv.ParseFloat(days, 64); err == nil && n >= 0 && n*86400 < math.MaxInt64/1e9 {
			return n * 86400, nil
		}
	}
	d, err := time.ParseDuration(s)
	if err != nil || d < 0 {
		return 0, fmt.Errorf("%q is not an age, such as 90s, 10m, 3h or 2d", s)
	}
	return d.Seconds(), nil
}

// DurationOf is a time of so many seconds: the longest there is, of more.
func DurationOf(seconds float64) time.Duration {
	switch ns := seconds * 1e9; {
	case ns >= math.MaxInt64: // as a float64 that is one more
		return math.MaxInt64
	case ns > math.MinInt64:
		return time.Duration(ns)
	case math.IsNaN(ns):
		return 0
	}
	return math.MinInt64
}
