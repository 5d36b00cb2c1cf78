package bench

import (
	"math"
	"strconv"
	"strings"

	"podtop/model"
)

// FormatValue is v, in the base unit, with three digits and its unit: 312 ms,
// 1.24 s, 96.4M, 12.3 %, 4.21k/s.
func FormatValue(v float64, unit model.Dimension) string {
	if !isFinite(v) {
		return model.Dash
	}
	switch unit {
	case model.Seconds:
		return formatSeconds(v)
	case model.Bytes:
		return string(model.AppendBytes(nil, v))
	case model.BytesPerSec:
		return string(model.AppendBytes(nil, v)) + "/s"
	case model.PerSec:
		return formatThousands(v) + "/s"
	case model.Percent:
		return digits(v) + " %"
	case model.Cores:
		return digits(v) + " cores"
	}
	return formatThousands(v)
}

func formatSeconds(v float64) string {
	size := math.Abs(v)
	for _, u := range []struct {
		least, factor float64
		name          string
	}{{0.9995, 1, " s"}, {0.9995e-3, 1e3, " ms"}, {0.9995e-6, 1e6, " µs"}, {0, 1e9, " ns"}} {
		if size >= u.least && size > 0 {
			return digits(v*u.factor) + u.name
		}
	}
	return "0 s"
}

func formatThousands(v float64) string {
	suffix := ""
	for _, next := range []string{"k", "M", "G", "T", "P", "E"} {
		if math.Abs(v) < 999.5 {
			break
		}
		v, suffix = v/1000, next
	}
	return digits(v) + suffix
}

// digits is v with three digits, but for zeros behind the point. What is at
// least 1000 is whole.
func digits(v float64) string {
	decimals := 0
	switch size := math.Abs(v); {
	case size < 9.995:
		decimals = 2
	case size < 99.95:
		decimals = 1
	}
	s := strconv.FormatFloat(v, 'f', decimals, 64)
	if decimals > 0 {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	if s == "-0" {
		return "0"
	}
	return s
}

// percent is a share, such as 0.023, as a number of percent: 2.3. From 10 on it
// is whole.
func percent(share float64) string {
	v := 100 * share
	decimals := 1
	if math.Abs(v) >= 9.95 {
		decimals = 0
	}
	s := strings.TrimSuffix(strconv.FormatFloat(v, 'f', decimals, 64), ".0")
	if s == "-0" {
		return "0"
	}
	return s
}

// percentUp is percent, rounded up.
func percentUp(share float64) string {
	grain := 1000.0
	if share >= 0.0995 {
		grain = 100
	}
	return percent(math.Ceil(share*grain-1e-9) / grain)
}
