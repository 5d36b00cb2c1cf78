package pane_test

import (
	"math"
	"testing"

	"podtop/model"
	"podtop/tui/pane"
)

func TestScale(t *testing.T) {
	host := &model.Host{CPUs: 8, MemTotal: 16 << 30}
	f := &model.Figures{CPU: 2, CPULimitPct: 80, Mem: 4 << 30, MemLimitPct: math.NaN()}
	for _, tt := range []struct {
		s        pane.Scale
		cpu, mem float64
		title    string
	}{
		{pane.Absolute, 2, 4 << 30, "CPU"},
		{pane.OfHost, 25, 25, "CPU%H"},
		{pane.OfLimit, 80, math.NaN(), "CPU%L"},
	} {
		cpu, _ := tt.s.CPU(f, host)
		mem, _ := tt.s.Mem(f, host)
		if cpu != tt.cpu || mem != tt.mem && tt.mem == tt.mem || tt.s.Title(model.MetricByName("cpu")) != tt.title {
			t.Errorf("%v: %v, %v", tt.s, cpu, mem)
		}
	}
	if v, _ := pane.OfHost.Mem(f, &model.Host{MemTotal: math.NaN()}); v == v {
		t.Errorf("of a host of unknown memory: %v", v)
	}
	if pane.OfLimit.Next() != pane.Absolute {
		t.Error("the scales do not go round")
	}
}
