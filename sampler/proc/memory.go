package proc

import (
	"math"
	"strconv"

	"podtop/model"
	"podtop/sampler/kernel"
)

// A memory is the part of /proc/meminfo that is read, in bytes.
type memory struct{ total, available, swapTotal, swapFree model.Count }

// parseMeminfo parses /proc/meminfo, whose kB are 1024 bytes:
//
//	MemTotal:        8135672 kB
//	MemFree:          412340 kB
//
// See proc_meminfo(5).
func parseMeminfo(b []byte) (m memory) {
	for {
		line, rest, ok := cutLine(b)
		if !ok {
			return m
		}
		b = rest
		key, line := kernel.Field(line)
		var to *model.Count
		switch string(key) {
		case "MemTotal:":
			to = &m.total
		case "MemAvailable:":
			to = &m.available
		case "SwapTotal:":
			to = &m.swapTotal
		case "SwapFree:":
			to = &m.swapFree
		default:
			continue // there are some fifty more
		}
		value, unit := kernel.Field(line)
		if unit, _ = kernel.Field(unit); string(unit) == "kB" {
			*to = times(kernel.Uint(value), 1024)
		}
	}
}

// parseLoadavg gives the load over 1, 5 and 15 minutes, NaN where it is
// unknown:
//
//	0.31 0.28 0.24 2/315 41210
//
// See proc_loadavg(5).
func parseLoadavg(b []byte) (loads [3]float64) {
	line, _, _ := cutLine(b)
	for i := range loads {
		var field []byte
		field, line = kernel.Field(line)
		loads[i] = parseLoad(field)
	}
	return loads
}

func parseLoad(field []byte) float64 {
	v, err := strconv.ParseFloat(string(field), 64)
	if err != nil || v < 0 || math.IsInf(v, 0) {
		return math.NaN()
	}
	return v
}
