package cgroup

import (
	"time"

	"podtop/model"
	"podtop/sampler/kernel"
)

var pressures = []struct {
	name string
	set  func(r *model.Reading, b []byte, at time.Duration)
}{
	{"cpu.pressure", setPressureCPU},
	{"memory.pressure", setPressureMemory},
	{"io.pressure", setPressureIO},
}

// The three pressure files share one At: they are read within microseconds of
// each other, of which a second's worth is the unit. So one that cannot be read
// leaves At as it is, for the others.

func setPressureCPU(r *model.Reading, b []byte, at time.Duration) {
	r.PSI.CPUSome, r.PSI.CPUFull = kernel.Pressure(b)
	pressureRead(&r.PSI, at)
}

func setPressureMemory(r *model.Reading, b []byte, at time.Duration) {
	r.PSI.MemSome, r.PSI.MemFull = kernel.Pressure(b)
	pressureRead(&r.PSI, at)
}

func setPressureIO(r *model.Reading, b []byte, at time.Duration) {
	r.PSI.IOSome, r.PSI.IOFull = kernel.Pressure(b)
	pressureRead(&r.PSI, at)
}

// pressureRead notes that a file was read at at, or could not be, which is 0.
func pressureRead(p *model.PSI, at time.Duration) {
	if at != 0 || *p == (model.PSI{At: p.At}) {
		p.At = at
	}
}
