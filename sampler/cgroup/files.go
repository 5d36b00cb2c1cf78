package cgroup

import (
	"time"

	"podtop/model"
)

// A file is one the kernel has in each cgroup.
type file struct {
	in   controller
	name string
}

// A row says what is made of a file. set is given what was read and when, or
// nothing, to make what the file says unknown.
type row struct {
	file int // in Tree.files
	set  func(r *model.Reading, b []byte, at time.Duration)
}

// maxFiles is how many files a container has at most, in either table below.
const maxFiles = 12

// plan says which files are read, how often, and by whom.
func (t *Tree) plan() {
	if t.mode == Unified {
		t.planUnified()
	} else {
		t.planLegacy()
	}
}

func (t *Tree) planUnified() {
	t.cpu = []row{t.row(cpu, "cpu.stat", setCPU)}
	t.memory = []row{t.row(memory, "memory.current", setMemory)}
	t.slow = []row{
		t.row(memory, "memory.stat", setStat),
		t.row(memory, "memory.swap.current", setSwap),
		t.row(memory, "memory.events", setEvents),
		t.row(io, "io.stat", t.devices.setIO),
		t.row(pids, "pids.current", setPids),
	}
	t.planPressure()
	t.events = []row{t.row(memory, "memory.events", setEvents)}
}

func (t *Tree) planLegacy() {
	t.cpu = []row{t.row(cpuacct, "cpuacct.usage", setUsageV1)}
	t.memory = []row{t.row(memory, "memory.usage_in_bytes", setMemory)}
	t.slow = []row{
		t.row(cpuacct, "cpuacct.stat", setUserSystemV1),
		t.row(memory, "memory.stat", setStatV1),
		t.row(memory, "memory.oom_control", setEventsV1),
		t.row(io, "blkio.throttle.io_service_bytes_recursive", t.devices.setBytesV1),
		t.row(io, "blkio.throttle.io_serviced_recursive", t.devices.setIOsV1),
		t.row(pids, "pids.current", setPids),
	}
	t.planPressure()
}

func (t *Tree) planPressure() {
	for _, p := range pressures {
		t.slow = append(t.slow, t.row(pressure, p.name, p.set))
	}
}

// row makes a row; rows of one file share its descriptor.
func (t *Tree) row(in controller, name string, set func(*model.Reading, []byte, time.Duration)) row {
	f := file{in, name}
	for i, known := range t.files {
		if known == f {
			return row{i, set}
		}
	}
	t.files = append(t.files, f)
	return row{len(t.files) - 1, set}
}
