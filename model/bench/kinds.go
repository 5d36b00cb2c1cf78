package bench

import (
	"slices"
	"strings"

	"podtop/model"
)

// What the places of results begin with, by the kind of the report. So a condition
// on what is never measured is refused before anything is.
var places = map[string][]string{
	"start": startPlaces,
	"cpu":   {"work_per_second", "work_per_second_all", "effective_cores", "effective_cores_all", "throttling"},
	"usage": usagePlaces,
	"run":   slices.Concat(startPlaces, usagePlaces),
	"ab":    {groupAB, ArmA, ArmB, "image"},
	"http":  {"answer_rate", "latency_p99", "ramp", "requests", "latency", "service_time", "errors", "podtop"},
}

var (
	startPlaces = []string{
		StartupTime, "create_time", "run_time", "first_byte_time", "stop_time", "remove_time", "standby_time", "cold_startup_time", "cold_cache", "first_start", "service_activation", "podtop", "image",
	}
	usagePlaces = []string{"cpu", "memory", "read", "written", ResourceEfficiency, "memory_peak", "image"}
)

// CheckKind refuses what no report of that kind has. The error is a
// *model.FilterError.
func (t Threshold) CheckKind(kind string) error {
	place, _, _ := strings.Cut(t.path, ".")
	known := places[kind]
	if known == nil || slices.Contains(known, place) {
		return nil
	}
	if near := model.Nearest(place, known); near != "" {
		return fault(t.nameAt, "no %s is measured; did you mean %s?", place, near)
	}
	return fault(t.nameAt, "no %s is measured; what is begins with one of: %s", place, strings.Join(known, " "))
}
