package bench

import (
	"strconv"
	"time"

	"podtop/model"
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

// formatTime writes a time with three digits: "81.2 ms".
func formatTime(d time.Duration) string { return FormatValue(d.Seconds(), model.Seconds) }
