package probe

import (
	"fmt"
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"

	"podtop/model"
)

func known(v uint64) model.Count { return model.Known(v) }

// say writes numbers as a test reads them.
func say(values ...float64) string {
	text := ""
	for _, v := range values {
		text += fmt.Sprintf("%.4g ", v)
	}
	return text
}

func TestCPUsSince(t *testing.T) {
	of := func(n int, usec ...uint64) CPU {
		c := CPU{N: n}
		for i, to := range []*model.Count{&c.User, &c.Nice, &c.System, &c.Idle, &c.IOWait, &c.IRQ, &c.SoftIRQ, &c.Steal} {
			if i < len(usec) {
				*to = known(usec[i])
			}
		}
		return c
	}
	for _, tt := range []struct {
		name        string
		before, now []CPU
		want        string // user system irq iowait idle steal busy
	}{
		{"all parts", []CPU{of(0, 0, 0, 0, 0, 0, 0, 0, 0)}, []CPU{of(0, 10, 10, 20, 30, 10, 5, 5, 10)}, "0.2 0.2 0.1 0.1 0.3 0.1 0.6 "},
		{"iowait goes back", []CPU{of(0, 0, 0, 0, 0, 50, 0, 0, 0)}, []CPU{of(0, 50, 0, 0, 50, 40, 0, 0, 0)}, "0.5 0 0 0 0.5 0 0.5 "},
		{"an old kernel", []CPU{of(0, 0, 0, 0, 0, 0, 0, 0)}, []CPU{of(0, 50, 0, 0, 50, 0, 0, 0)}, "0.5 0 0 0 0.5 NaN 0.5 "},
		{"no time", []CPU{of(0, 1, 1, 1, 1, 1, 1, 1, 1)}, []CPU{of(0, 1, 1, 1, 1, 1, 1, 1, 1)}, "NaN NaN NaN NaN NaN NaN NaN "},
		{"another CPU", []CPU{of(1, 0, 0, 0, 0, 0, 0, 0, 0)}, []CPU{of(0, 10, 0, 0, 0, 0, 0, 0, 0)}, "NaN NaN NaN NaN NaN NaN NaN "},
	} {
		r := CPUsSince(tt.before, tt.now)[0]
		if got := say(r.User, r.System, r.IRQ, r.IOWait, r.Idle, r.Steal, r.Busy()); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

func TestHostSince(t *testing.T) {
	a := &Host{
		Answer:     Answer{At: time.Second},
		CPUs:       []CPU{{User: known(0), Nice: known(0), Idle: known(0)}, {N: 1, User: known(0), Nice: known(0), Idle: known(0)}},
		PSI:        model.PSI{At: time.Second, MemSome: known(0), IOFull: known(500_000)},
		Disks:      []Device{{Name: "vda", RBytes: known(0), WBytes: known(0), RIOs: known(0), WIOs: known(0), ReadTime: known(0), WriteTime: known(0), DiskReads: known(0), DiskWrites: known(0), Busy: known(0)}},
		Interfaces: []Interface{{Name: "eth0", RxBytes: known(0), TxBytes: known(0), RxPackets: known(0), TxPackets: known(0), RxErrs: known(0), TxErrs: known(0), RxDrop: known(0), TxDrop: known(0)}},
		Cgroups:    []OtherCgroup{{Path: "/a.service", CPUUsec: known(0), RBytes: known(0)}},
	}
	b := &Host{
		Answer:     Answer{At: 3 * time.Second},
		CPUs:       []CPU{{User: known(1), Nice: known(0), Idle: known(3)}, {N: 1, User: known(3), Nice: known(0), Idle: known(1)}, {N: 2, User: known(1), Nice: known(0), Idle: known(0)}},
		PSI:        model.PSI{At: 3 * time.Second, MemSome: known(500_000), IOFull: known(0)},
		Disks:      []Device{{Name: "vdb"}, {Name: "vda", RBytes: known(200), WBytes: known(400), RIOs: known(10), WIOs: known(0), ReadTime: known(50), WriteTime: known(0), DiskReads: known(10), DiskWrites: known(0), Busy: known(1500), InFlight: known(3)}},
		Interfaces: []Interface{{Name: "eth0", RxBytes: known(20), TxBytes: known(40), RxPackets: known(2), TxPackets: known(4), RxErrs: known(2), TxErrs: known(4), RxDrop: known(6), TxDrop: known(8)}},
		Cgroups:    []OtherCgroup{{Path: "/b.service", CPUUsec: known(1)}, {Path: "/a.service", CPUUsec: known(3_000_000), RBytes: known(2)}},
	}
	r := b.Since(a)
	d, i, c := r.Disks[1], r.Interfaces[0], r.Cgroups
	for _, tt := range []struct{ name, got, want string }{
		{"cpus", say(r.CPUs[0].User, r.CPUs[1].User, r.CPUs[2].User, r.AllCPUs.User, r.AllCPUs.Idle, r.AllCPUs.Steal), "0.25 0.75 NaN 0.5 0.5 NaN "},
		{"psi", say(r.Pressure.CPUSome, r.Pressure.MemSome, r.Pressure.IOFull), "NaN 25 NaN "},
		{"disk", say(d.Read, d.Written, d.ReadIOs, d.WrittenIOs, d.ReadLatency, d.WriteLatency, d.Busy, d.InFlight), "100 200 5 0 0.005 NaN 75 3 "},
		{"new disk", say(r.Disks[0].Read, r.Disks[0].ReadLatency, r.Disks[0].Busy), "NaN NaN NaN "},
		{"interface", say(i.RxBytes, i.TxBytes, i.RxPackets, i.TxPackets, i.RxErrs, i.TxErrs, i.RxDrop, i.TxDrop), "10 20 1 2 1 2 3 4 "},
		{"cgroups", say(c[0].CPU, c[1].CPU, c[1].Read, c[1].Written), "NaN 1.5 1 NaN "},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, tt.got, tt.want)
		}
	}
	first := b.Since(nil)
	if v := first.Disks[1].Read; v == v || len(first.CPUs) != 3 || len(first.Cgroups) != 2 {
		t.Errorf("of the first answer: %+v", first)
	}
}

// The parts of a CPU's time make one whole, whatever its counters do.
func TestCPUsAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		of := func(label string) CPU {
			var c CPU
			for _, to := range []*model.Count{&c.User, &c.Nice, &c.System, &c.Idle, &c.IOWait, &c.IRQ, &c.SoftIRQ, &c.Steal} {
				*to = known(rapid.Uint64Range(0, 1<<50).Draw(t, label))
			}
			return c
		}
		r := CPUsSince([]CPU{of("before")}, []CPU{of("now")})[0]
		sum := r.User + r.System + r.IRQ + r.IOWait + r.Idle + r.Steal
		if sum == sum && math.Abs(sum-1) > 1e-9 {
			t.Fatalf("%+v makes %v", r, sum)
		}
	})
}
