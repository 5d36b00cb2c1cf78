package pane

import (
	"math"

	"podtop/model"
)

// A Scale is what CPU and memory are shown as.
type Scale int

// Scales, in the order their key goes round.
const (
	Absolute Scale = iota // cores and bytes
	OfHost                // percent of what the host has
	OfLimit               // percent of the effective limit
	scales
)

var scaleNames = [scales]string{"absolute", "% of host", "% of limit"}

func (s Scale) String() string { return scaleNames[s] }

// Next is the scale after s.
func (s Scale) Next() Scale { return (s + 1) % scales }

// Metric is what s shows in the place of m.
func (s Scale) Metric(m *model.Metric) *model.Metric {
	if s == OfLimit && m != nil {
		switch m.Name {
		case "cpu":
			return model.MetricByName("cpu.limit%")
		case "mem":
			return model.MetricByName("mem.limit%")
		}
	}
	return m
}

// Title is the head of the column of m, with a sign of the scale.
func (s Scale) Title(m *model.Metric) string {
	if s == OfHost && (m.Name == "cpu" || m.Name == "mem") {
		return m.Title + "%H"
	}
	return s.Metric(m).Title
}

// CPU is the cores of f in scale s, of the given host.
func (s Scale) CPU(f *model.Figures, h *model.Host) (float64, model.Dimension) {
	switch s {
	case OfHost:
		return part(f.CPU, float64(h.CPUs)), model.Percent
	case OfLimit:
		return f.CPULimitPct, model.Percent
	}
	return f.CPU, model.Cores
}

// Mem is the memory of f in scale s. Of a limit it is what cannot be
// reclaimed: page cache gives way before a limit kills.
func (s Scale) Mem(f *model.Figures, h *model.Host) (float64, model.Dimension) {
	switch s {
	case OfHost:
		return part(f.Mem, h.MemTotal), model.Percent
	case OfLimit:
		return f.MemLimitPct, model.Percent
	}
	return f.Mem, model.Bytes
}

// part is v in percent of whole, NaN if there is no whole.
func part(v, whole float64) float64 {
	if !(whole > 0) {
		return math.NaN()
	}
	return 100 * v / whole
}
