package podman

import (
	"math"
	"strconv"
	"strings"
)

// timespans are the units of time systemctl writes, in µs (systemd.time(7)).
var timespans = []struct {
	unit string
	usec float64
}{
	// Those that end in another one come first.
	{"month", 2629800e6},
	{"min", 60e6},
	{"ms", 1e3},
	{"us", 1},
	{"µs", 1},
	{"y", 31557600e6},
	{"w", 604800e6},
	{"d", 86400e6},
	{"h", 3600e6},
	{"s", 1e6},
}

// parseTimespan parses a span of time as systemctl writes it, in µs:
//
//	1.500000s
//	1min 30s
//	500ms
func parseTimespan(s string) (usec uint64, ok bool) {
	sum, parts := 0.0, strings.Fields(s)
	for _, part := range parts {
		n, ok := parseSpan(part)
		if !ok {
			return 0, false
		}
		sum += n
	}
	if len(parts) == 0 || sum >= 1<<53 {
		return 0, false
	}
	return uint64(math.Round(sum)), true
}

func parseSpan(part string) (usec float64, ok bool) {
	for _, span := range timespans {
		if digits, ok := strings.CutSuffix(part, span.unit); ok {
			n, err := strconv.ParseFloat(digits, 64)
			return n * span.usec, err == nil && n >= 0 && !math.IsInf(n, 0)
		}
	}
	return 0, part == "0"
}
