package model

import (
	"math"
	"slices"
	"testing"
	"time"
)

// A container that nobody has told of is what its cgroup says.
func TestTheCgroupAloneTells(t *testing.T) {
	tp, tr := newTape(), &Tracker{}
	tp.step(time.Second)
	empty, full, host := tp.cpu(1, 7, 0), tp.cpu(2, 8, 0), tp.cpu(3, 9, 0)
	empty.Pids = Pids{At: tp.s.Mono, Current: Known(0)}
	full.Pids, full.Net = Pids{At: tp.s.Mono, Current: Known(2)}, 40
	host.HostNS, host.Net = true, 1
	tp.s.Readings = []Reading{empty, full, host}
	tp.s.Networks = []Network{{ID: 40, At: tp.s.Mono, RxBytes: Known(1)}, {ID: 1, At: tp.s.Mono, RxBytes: Known(1)}}
	snap := tr.Push(&tp.s)
	for i, want := range []struct {
		state State
		net   NetSource
	}{{Gone, NetUnknown}, {Running, NetOwn}, {Running, NetHost}} {
		c := &snap.Containers[slices.IndexFunc(snap.Containers, func(c Container) bool { return c.ID == id(i+1) })]
		if c.State != want.state || c.Net != want.net {
			t.Errorf("container %d: %s, network %v, want %v", i+1, c.State, c.Net, want)
		}
	}
}

// The traffic of the host is nobody's own, even where its namespace is read.
func TestTheHostsTrafficIsNobodysOwn(t *testing.T) {
	tp, tr := newTape(), &Tracker{}
	var snap *Snapshot
	for i := range uint64(3) {
		tp.step(time.Second)
		r := tp.cpu(1, 7, i)
		r.Net, r.HostNS = 1, true
		tp.s.Readings = []Reading{r}
		tp.s.Networks = []Network{{ID: 1, At: tp.s.Mono, RxBytes: Known(i << 20), TxBytes: Known(i << 20)}}
		snap = tr.Push(&tp.s)
	}
	if c := &snap.Containers[0]; !math.IsNaN(c.NetRx) || !math.IsNaN(c.NetTx) {
		t.Errorf("it receives %v, sends %v", c.NetRx, c.NetTx)
	}
}

// The kernel gives the number of a namespace that has gone to the next one.
func TestANamespacesNumberIsUsedAgain(t *testing.T) {
	tp, tr := newTape(), &Tracker{}
	for i, step := range []struct{ rx, want float64 }{
		{1000, math.NaN()}, {3000, 2000}, {-1, math.NaN()}, {9000, math.NaN()}, {9500, 500},
	} {
		tp.step(time.Second)
		r := tp.cpu(1, 7, 0)
		tp.s.Networks = nil
		if step.rx >= 0 {
			r.Net = 40
			tp.s.Networks = []Network{{ID: 40, At: tp.s.Mono, RxBytes: Known(uint64(step.rx))}}
		}
		tp.s.Readings = []Reading{r}
		if got := tr.Push(&tp.s).Containers[0].NetRx; !near(got, step.want) {
			t.Errorf("sample %d: %v bytes per second, want %v", i, got, step.want)
		}
	}
}

// Pressure is the share of time in which some task waited, each resource's in
// its own place.
func TestPressureIsSome(t *testing.T) {
	tp, tr := newTape(), &Tracker{}
	for i := range uint64(3) {
		tp.step(time.Second)
		r, usec := tp.cpu(1, 7, 0), i*1_000_000
		r.PSI = PSI{
			At: tp.s.Mono, CPUSome: Known(usec / 2), MemSome: Known(usec / 4), IOSome: Known(usec / 5),
			CPUFull: Known(usec / 10), MemFull: Known(usec / 10), IOFull: Known(usec / 10),
		}
		tp.s.Readings = []Reading{r}
		tr.Push(&tp.s)
	}
	if c := &tr.snap.Containers[0]; !near(c.PSICPU, 50) || !near(c.PSIMem, 25) || !near(c.PSIIO, 20) {
		t.Errorf("cpu %v, memory %v, io %v, want 50, 25, 20", c.PSICPU, c.PSIMem, c.PSIIO)
	}
}
