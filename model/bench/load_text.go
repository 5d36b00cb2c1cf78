package bench

import (
	"strconv"
	"time"
)

// FormatCount writes a count or a rate with its thousands apart: "4,200", "0.5".
func FormatCount(v float64) string {
	decimals := 0
	if v < 10 {
		decimals = 1
	}
	text := strconv.FormatFloat(v, 'f', decimals, 64)
	if decimals == 1 && text[len(text)-1] == '0' {
		text = text[:len(text)-2]
	}
	for i := len(text) - 3; i > 0 && decimals == 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// FormatTime writes a time with three digits at most: "81 ms", "1.24 ms", "95 µs",
// "2.5 s".
func FormatTime(d time.Duration) string {
	for _, u := range []struct {
		unit time.Duration
		name string
	}{{time.Second, " s"}, {time.Millisecond, " ms"}} {
		if d >= u.unit {
			return strconv.FormatFloat(threeDigits(float64(d)/float64(u.unit)), 'f', -1, 64) + u.name
		}
	}
	return strconv.FormatFloat(threeDigits(float64(d)/float64(time.Microsecond)), 'f', -1, 64) + " µs"
}

// threeDigits leaves v three digits, or all before the point.
func threeDigits(v float64) float64 {
	decimals := 2
	for n := v; n >= 10 && decimals > 0; n /= 10 {
		decimals--
	}
	v, _ = strconv.ParseFloat(strconv.FormatFloat(v, 'f', decimals, 64), 64)
	return v
}
