package bench

import (
	"testing"

	"podtop/model"
)

func TestShort(t *testing.T) {
	load := &Report{Kind: "http", Subject: "http://127.0.0.1:8080/"}
	load.Add("requests", "rate", model.PerSec, 99.6)
	load.Add("latency", "p99", model.Seconds, 0.0123)
	ramp := &Report{Kind: "http", Subject: "web", Notes: []string{"web holds 4,200/s at p99 < 50 ms", "tried: 100/s holds"}}
	ramp.Add("ramp", "holds", model.PerSec, 4200)
	for want, r := range map[string]*Report{
		"median 310 ms: create to first byte, 20 values":                   startReport(),
		"1.5 cpus: 18 % faster (17 to 18 %), 40 pairs; the host was quiet": abReport(40, 0.82),
		"p99 12.3 ms at 99.6/s":                                            load,
		"holds 4,200/s at p99 < 50 ms":                                     ramp,
		"":                                                                 {Kind: "cpu"},
	} {
		if got := r.Short(); got != want {
			t.Errorf("%s: %q, want %q", r.Kind, got, want)
		}
	}
}
