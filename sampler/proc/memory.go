package proc

import (
	"bytes"
	"math"
	"strconv"

	"podtop/model"
	"podtop/model/clean"
	"podtop/model/probe"
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

// parseMemLines gives all of /proc/meminfo, in bytes; what has no unit, such as
// HugePages_Total, as it is.
func parseMemLines(b []byte) []probe.Line {
	var all []probe.Line
	for {
		line, rest, ok := cutLine(b)
		if !ok {
			return all
		}
		b = rest
		name, line := kernel.Field(line)
		key, ok := bytes.CutSuffix(name, []byte(":"))
		if !ok || len(key) == 0 {
			continue
		}
		text, unit := kernel.Field(line)
		value := kernel.Uint(text)
		if unit, _ = kernel.Field(unit); string(unit) == "kB" {
			value = times(value, 1024)
		}
		all = append(all, probe.Line{Name: clean.Text(string(key)), Value: value})
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
