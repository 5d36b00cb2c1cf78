package demo_test

import (
	"math"
	"testing"

	"podtop/model"
	"podtop/model/probe"
)

// about reports whether a and b differ by rounding alone.
func about(a, b float64) bool { return math.Abs(a-b) <= 20+1e-6*math.Max(a, b) }

// What the page of the host shows adds up to what the samples say.
func TestLookHostAddsUp(t *testing.T) {
	h, _ := now(3)
	for range 100 {
		h.Advance(tick)
	}
	l, s := h.LookHost(), h.Sample(tick).Host
	var busy, all, r, w float64
	for _, c := range l.CPUs {
		parts := c.User.Float() + c.Nice.Float() + c.System.Float() + c.IRQ.Float() + c.SoftIRQ.Float() + c.Steal.Float()
		busy, all = busy+parts, all+parts+c.Idle.Float()+c.IOWait.Float()
	}
	for _, d := range l.Disks {
		r, w = r+d.RBytes.Float(), w+d.WBytes.Float()
	}
	for _, tt := range []struct {
		what      string
		got, want float64
	}{
		{"CPU time", all, s.TotalUsec.Float()},
		{"bytes read", r, s.IO.RBytes.Float()},
		{"bytes written", w, s.IO.WBytes.Float()},
		{"memory", l.Memory[0].Value.Float(), s.MemTotal.Float()},
		{"pressure", l.PSI.IOSome.Float(), s.PSI.IOSome.Float()},
		{"bytes received", l.Interfaces[1].RxBytes.Float(), s.Net.RxBytes.Float()},
	} {
		if !about(tt.got, tt.want) {
			t.Errorf("%s: %.0f in parts, %.0f in the sample", tt.what, tt.got, tt.want)
		}
	}
	// Rounded once for each core and kind.
	if want := s.BusyUsec.Float(); busy > want+1 || busy < want-100 {
		t.Errorf("busy for %.0f µs in parts, %.0f in the sample", busy, want)
	}
}

// Nothing goes backwards, no core and no disk does more than it can, and
// something goes on.
func TestLookHostIsBelievable(t *testing.T) {
	for seed := range uint64(3) {
		h, _ := now(seed)
		before := h.LookHost()
		moved := map[string]bool{}
		for range 120 {
			for range 10 {
				h.Advance(tick)
			}
			l := h.LookHost()
			r := l.Since(before)
			for i := range r.CPUs {
				if b := r.CPUs[i].Busy(); !(b >= 0 && b <= 1) {
					t.Fatalf("core %d is busy for %v", i, b)
				}
			}
			for i, d := range r.Disks {
				if !(d.Busy >= 0 && d.Busy <= 100 && d.Written >= 0) || d.WriteLatency > 1 {
					t.Fatalf("disk %s: %+v", l.Disks[i].Name, d)
				}
				moved[l.Disks[i].Name] = moved[l.Disks[i].Name] || d.Written > 0
			}
			for i, f := range l.Fills {
				if f.Avail.Float() <= 0 || f.Avail.Float() > f.Free.Float() || f.InodesFree.Float() > f.Inodes.Float() {
					t.Fatalf("file system %d: %+v", i, f)
				}
			}
			for i, c := range r.Cgroups {
				if c.CPU > 1 {
					t.Errorf("%s takes %v cores", l.Cgroups[i].Path, c.CPU)
				}
				moved["cgroups"] = moved["cgroups"] || c.CPU > 0
			}
			before = l
		}
		if !moved["vda"] || !moved["cgroups"] {
			t.Errorf("seed %d: what moves is %v", seed, moved)
		}
	}
}

func TestDiskUse(t *testing.T) {
	h, _ := now(1)
	all := h.DiskUse()
	if len(all) != 2 || all[0].User != "root" || all[1].User != "op" {
		t.Fatalf("services are %+v", all)
	}
	for _, u := range all {
		for _, s := range []probe.Store{u.Images, u.Containers, u.Volumes} {
			if s.Active > s.Total || s.Reclaimable.Float() > s.Size.Float() || s.Size == (model.Count{}) {
				t.Errorf("%s: %+v", u.User, s)
			}
		}
	}
}
