package cgroup

import (
	"time"

	"podtop/model"
	"podtop/sampler/kernel"
)

// The three pressure files share one At: they are read within microseconds of
// each other, of which a second's worth is the unit.

func setPressureCPU(r *model.Reading, b []byte, at time.Duration) {
	r.PSI.At = at
	r.PSI.CPUSome, r.PSI.CPUFull = kernel.Pressure(b)
}

func setPressureMemory(r *model.Reading, b []byte, at time.Duration) {
	r.PSI.At = at
	r.PSI.MemSome, r.PSI.MemFull = kernel.Pressure(b)
}

func setPressureIO(r *model.Reading, b []byte, at time.Duration) {
	r.PSI.At = at
	r.PSI.IOSome, r.PSI.IOFull = kernel.Pressure(b)
}
