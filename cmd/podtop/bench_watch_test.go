package main

import (
	"math"
	"testing"
	"time"

	"podtop/model"
	"podtop/model/probe"
)

// What a quota holds back of the benchmark's own is not what the host did.
func TestConditionsWithoutOwn(t *testing.T) {
	reading := func(at time.Duration, host, own model.Count) *hostReading {
		return &hostReading{
			at: at, host: probe.Host{PSI: model.PSI{CPUSome: host}},
			psi: map[model.ID]model.PSI{"own": {CPUSome: own}},
		}
	}
	for _, c := range []struct {
		id                   model.ID
		hostWaited, ownWaits uint64
		want                 float64
	}{
		{"own", 500_000, 450_000, 5},
		{"own", 500_000, 510_000, 0},
		{"own", 500_000, 0, 50},
		{"", 500_000, 450_000, 50},
	} {
		before, after := reading(0, model.Known(1000), model.Known(7)), reading(time.Second, model.Known(1000+c.hostWaited), model.Known(7+c.ownWaits))
		if got := before.conditions(after, c.id).PSICPU; math.Abs(got-c.want) > 1e-9 {
			t.Errorf("%+v: %v", c, got)
		}
	}
}
