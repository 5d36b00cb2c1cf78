package bench

import (
	"math"
	"strings"

	"podtop/model"
)

// A condition is one of what the host did meanwhile.
type condition struct {
	name  string // in files
	of    func(*Conditions) *float64
	busy  float64 // from where on the host is not quiet
	words string  // before the value, in a sentence
	unit  model.Dimension
	after string // the value
}

var conditions = []condition{
	{"psi_cpu", func(c *Conditions) *float64 { return &c.PSICPU }, 10, "tasks waited for a CPU in ", model.Percent, " of the time"},
	{"psi_mem", func(c *Conditions) *float64 { return &c.PSIMem }, 2, "tasks waited for memory in ", model.Percent, " of the time"},
	{"psi_io", func(c *Conditions) *float64 { return &c.PSIIO }, 10, "tasks waited for I/O in ", model.Percent, " of the time"},
	{"steal", func(c *Conditions) *float64 { return &c.Steal }, 2, "the hypervisor took ", model.Percent, " of the CPUs' time"},
	{"other_cpu", func(c *Conditions) *float64 { return &c.OtherCPU }, 0.25, "other containers used ", model.Cores, ""},
}

func (c condition) text(v float64) string { return c.words + FormatValue(v, c.unit) + c.after }

// hostText says in words what the host did while values were measured, on the
// mean.
func hostText(values []Measurement) string {
	var busy []string
	known := false
	for _, c := range conditions {
		mean := meanOf(c, values)
		known = known || !math.IsNaN(mean)
		if mean >= c.busy {
			busy = append(busy, c.text(mean))
		}
	}
	switch {
	case !known:
		return "what the host did is not known"
	case busy == nil:
		return "the host was quiet"
	}
	return "the host was busy: " + strings.Join(busy, ", ")
}

// meanOf is the mean of a condition, as far as it is known.
func meanOf(c condition, values []Measurement) float64 {
	sum, n := 0.0, 0
	for i := range values {
		if v := *c.of(&values[i].Host); isFinite(v) {
			sum += v
			n++
		}
	}
	return sum / float64(n)
}
