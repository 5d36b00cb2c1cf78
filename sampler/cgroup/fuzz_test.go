package cgroup

import (
	"bytes"
	"testing"

	"podtop/model"
)

// What a file without a single digit says is unknown.
func digits(b []byte) bool { return bytes.ContainsAny(b, "0123456789") }

func FuzzCPU(f *testing.F) {
	f.Add([]byte("usage_usec 512345\nuser_usec 301222\nsystem_usec 211123\nnr_periods 222\nthrottled_usec 5\n"))
	f.Add([]byte("user 2341\nsystem 112\nthrottled_time 7"))
	f.Fuzz(func(t *testing.T, b []byte) {
		c, q := parseCPU(b), parseThrottling(b)
		user, system := parseCPUAcctStat(b)
		if !digits(b) && (c != (model.CPU{}) || q != (model.Quota{}) || user.IsKnown() || system.IsKnown()) {
			t.Errorf("%q: %+v %+v", b, c, q)
		}
	})
}

func FuzzMemory(f *testing.F) {
	f.Add([]byte("anon 57344\nfile 66699264\nslab_reclaimable 12\noom_kill 3\n"))
	f.Add([]byte("total_cache 1081344\ntotal_rss 57344\nunder_oom 0\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if m, v1, e := parseMemoryStat(b), parseMemoryStatV1(b), parseMemoryEvents(b); !digits(b) &&
			(m != (model.MemoryStat{}) || v1 != (model.MemoryStat{}) || e != (model.MemoryEvents{})) {
			t.Errorf("%q: %+v %+v %+v", b, m, v1, e)
		}
	})
}

func FuzzIO(f *testing.F) {
	f.Add([]byte("8:16 rbytes=1459200 wbytes=314773504 rios=192 wios=353 dbytes=0 dios=0\n"))
	f.Add([]byte("252:0 8:0 rbytes=1 wbytes=2 rios=3 wios=4\n(unknown) rbytes=1\n252:0\n8:0 rby"))
	f.Add([]byte("8:0 Read 4096\n8:0 Write 1048576\nTotal 5\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		ds := testDevices()
		s := ds.parseIO(b)
		if len(b) > 0 && b[len(b)-1] != '\n' && s != (model.IO{}) {
			t.Errorf("torn, but known: %q: %+v", b, s)
		}
		ds.parseBlkio(b)
		ds.lookUpUnknown()
		if len(ds.unknown) > 0 {
			t.Errorf("unknown after look: %v", ds.unknown)
		}
	})
}

func FuzzLimits(f *testing.F) {
	f.Add([]byte("50000 100000\n"))
	f.Add([]byte("max 100000\n"))
	f.Add([]byte("populated 1\nfrozen 0\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if l := parseCPUMax(b); l.IsKnown() && l != model.NoLimit && !digits(b) {
			t.Errorf("%q: %v", b, l.Float())
		}
		parseFrozen(b)
		parsePIDs(b)
	})
}

func FuzzDirectory(f *testing.F) {
	f.Add([]byte("\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x18\x00\x04abc\x00\x00"))
	f.Fuzz(func(t *testing.T, b []byte) {
		for len(b) > 0 {
			_, _, rest := directory(b)
			if len(rest) >= len(b) {
				t.Fatalf("no progress on %q", b)
			}
			b = rest
		}
	})
}

func FuzzEvents(f *testing.F) {
	f.Add([]byte("\x01\x00\x00\x00\x02\x00\x00\x00\x00\x00\x00\x00\x08\x00\x00\x00cpu.max\x00"))
	f.Fuzz(func(t *testing.T, b []byte) {
		for len(b) > 0 {
			_, rest := nextEvent(b)
			if len(rest) >= len(b) {
				t.Fatalf("no progress on %q", b)
			}
			b = rest
		}
	})
}

func FuzzIdentify(f *testing.F) {
	f.Add("/machine.slice/machine-libpod_pod_"+id(1)+".slice", "libpod-"+id(2)+".scope")
	f.Add("/user.slice/user-1000.slice/user@1000.service/user.slice", "libpod-payload-"+id(2))
	f.Add("/kubepods.slice/kubepods-pod1.slice", "cri-containerd-"+id(2)+".scope")
	f.Fuzz(func(t *testing.T, parent, name string) {
		if who, ok := identify(parent, name); ok && (!isID(string(who.id)) || who.pod != "" && !isID(who.pod) || who.uid < 0) {
			t.Errorf("%q in %q is %+v", name, parent, who)
		}
	})
}
