package cgroup

import (
	"strings"
	"testing"

	"podtop/model"
)

func TestParseCPU(t *testing.T) {
	for _, test := range []struct {
		name, in            string
		usage, user, system model.Count
	}{
		{"all", "usage_usec 512345\nuser_usec 301222\nsystem_usec 211123\nnr_periods 0\n", known(512345), known(301222), known(211123)},
		{"empty", "", model.Count{}, model.Count{}, model.Count{}},
		{"torn", "usage_usec 512345\nuser_usec 3012", known(512345), model.Count{}, model.Count{}},
		{"unknown keys first", "nice_usec 1\ncore_sched.force_idle_usec 0\nuser_usec 3\nusage_usec 5\n", known(5), known(3), model.Count{}},
		{"too large", "usage_usec 99999999999999999999\nuser_usec 3\n", model.Count{}, known(3), model.Count{}},
	} {
		if c := parseCPU([]byte(test.in)); c.UsageUsec != test.usage || c.UserUsec != test.user || c.SystemUsec != test.system {
			t.Errorf("%s: %+v", test.name, c)
		}
	}
}

func TestParseMemory(t *testing.T) {
	s := parseMemoryStat([]byte("anon 1\nfile 2\nkernel x\nfile_mapped 9\ninactive_file 99999999999999999999\nslab_reclaimable 3\nsock 4"))
	if want := (model.MemoryStat{Anon: known(1), File: known(2), SlabReclaimable: known(3)}); s != want {
		t.Errorf("memory.stat: %+v", s)
	}
	e := parseMemoryEvents([]byte("low 1\nhigh 2\nmax 3\noom 4\noom_kill 5\noom_group_kill 6\n"))
	if want := (model.MemoryEvents{High: known(2), Max: known(3), OOM: known(4), OOMKill: known(5)}); e != want {
		t.Errorf("memory.events: %+v", e)
	}
	s = parseMemoryStatV1([]byte("cache 1\nrss 2\ntotal_cache 3\ntotal_rss 4\ntotal_shmem 5\ntotal_inactive_file 6\ntotal_swap 7\n"))
	if want := (model.MemoryStat{Anon: known(4), File: known(3), Shmem: known(5), InactiveFile: known(6), Swap: known(7)}); s != want {
		t.Errorf("memory.stat of v1: %+v", s)
	}
}

// testDevices knows 8:0, 8:16 and 259:0, and 252:0 stacked upon the first.
func testDevices() *devices {
	return &devices{
		dir:     "/nowhere",
		stacked: map[device]bool{8 << 32: false, 8<<32 | 16: false, 259 << 32: false, 252 << 32: true},
		unknown: make([]device, 0, 4),
	}
}

func TestParseIO(t *testing.T) {
	for _, test := range []struct {
		name, in     string
		r, w, ri, wi model.Count
	}{
		{"one", "8:0 rbytes=1 wbytes=2 rios=3 wios=4 dbytes=5 dios=6\n", known(1), known(2), known(3), known(4)},
		{"two disks", "8:0 rbytes=1 wbytes=2 rios=3 wios=4\n8:16 rbytes=10 wbytes=20 rios=30 wios=40\n", known(11), known(22), known(33), known(44)},
		{"no I/O", "", known(0), known(0), known(0), known(0)},
		{"bare", "252:0 \n8:0 rbytes=1 wbytes=2 rios=3 wios=4\n", known(1), known(2), known(3), known(4)},
		{"two devices on a line", "252:0 8:0 rbytes=1 wbytes=2 rios=3 wios=4\n", known(1), known(2), known(3), known(4)},
		{"stacked", "252:0 rbytes=1 wbytes=2 rios=3 wios=4\n", known(0), known(0), known(0), known(0)},
		{"nameless", "(unknown) rbytes=1 wbytes=2 rios=3 wios=4\n", known(1), known(2), known(3), known(4)},
		{"extra keys", "8:0 rbytes=1 wbytes=2 rios=3 wios=4 cost.vrate=100.00 cost.usage=7\n", known(1), known(2), known(3), known(4)},
		{"torn", "8:16 rbytes=1 wbytes=2 rios=3 wios=4\n8:0 rbytes=1 wby", model.Count{}, model.Count{}, model.Count{}, model.Count{}},
		{"new device", "8:0 rbytes=1\n8:32 rbytes=1 wbytes=2 rios=3 wios=4\n", model.Count{}, model.Count{}, model.Count{}, model.Count{}},
		{"new, but bare", "8:32\n8:0 rbytes=1 wbytes=2 rios=3 wios=4\n", known(1), known(2), known(3), known(4)},
		{"not a number", "8:0 rbytes=x wbytes=2 rios= wios=99999999999999999999\n", model.Count{}, known(2), model.Count{}, model.Count{}},
		{"overflow", "8:0 rbytes=18446744073709551614 wbytes=2 rios=1 wios=1\n8:16 rbytes=1 wbytes=1 rios=1 wios=1\n", model.Count{}, known(3), known(2), known(2)},
	} {
		if s := testDevices().parseIO([]byte(test.in)); s.RBytes != test.r || s.WBytes != test.w || s.RIOs != test.ri || s.WIOs != test.wi {
			t.Errorf("%s: %+v", test.name, s)
		}
	}
}

func TestNewDevicesAreLookedUp(t *testing.T) {
	ds := testDevices()
	const line = "8:32 rbytes=1 wbytes=2 rios=3 wios=4\n"
	if s := ds.parseIO([]byte(line)); s.RBytes.IsKnown() {
		t.Errorf("before: %+v", s)
	}
	ds.lookUpUnknown()
	if s := ds.parseIO([]byte(line)); s.RBytes != known(1) {
		t.Errorf("after: %+v", s)
	}
}

func TestParseBlkio(t *testing.T) {
	for _, test := range []struct {
		name, in    string
		read, write model.Count
	}{
		{"lines", "8:0 Read 1\n8:0 Write 2\n8:0 Sync 3\n8:0 Total 3\n8:16 Read 10\n8:16 Write 20\nTotal 33\n", known(11), known(22)},
		{"no device lines", "Total 0\n", model.Count{}, model.Count{}},
		{"empty", "", model.Count{}, model.Count{}},
		{"stacked", "252:0 Read 1\n252:0 Write 2\nTotal 3\n", model.Count{}, model.Count{}},
		{"torn", "8:0 Read 1\n8:0 Wri", model.Count{}, model.Count{}},
		{"no number", "8:0 Read\n8:0 Write 2\n", model.Count{}, known(2)},
	} {
		if r, w := testDevices().parseBlkio([]byte(test.in)); r != test.read || w != test.write {
			t.Errorf("%s: %v %v", test.name, r, w)
		}
	}
}

func TestParseDevice(t *testing.T) {
	for in, want := range map[string]device{"8:16": 8<<32 | 16, "259:0": 259 << 32, "0:0": 0} {
		if d, ok := parseDevice([]byte(in)); !ok || d != want || d.String() != in {
			t.Errorf("%s is %v, %v", in, d, ok)
		}
	}
	for _, in := range []string{"", ":", "8", "8:", ":0", "8:0:1", "(unknown)", "8:0x", "99999999999:0"} {
		if d, ok := parseDevice([]byte(in)); ok {
			t.Errorf("%q is %v", in, d)
		}
	}
}

func TestParseThrottling(t *testing.T) {
	q := parseThrottling([]byte("usage_usec 1\nnr_periods 222\nnr_throttled 217\nthrottled_usec 1532211\nnr_bursts 0\n"))
	if want := (model.Quota{Periods: known(222), Throttled: known(217), Usec: known(1532211)}); q != want {
		t.Errorf("v2: %+v", q)
	}
	q = parseThrottling([]byte("nr_periods 222\nnr_throttled x\nthrottled_time 1532211000\n"))
	if want := (model.Quota{Periods: known(222), Usec: known(1532211)}); q != want {
		t.Errorf("v1: %+v", q)
	}
}

func TestParseCPUMax(t *testing.T) {
	for in, want := range map[string]model.Limit{
		"max 100000\n":                  model.NoLimit,
		"50000 100000\n":                model.LimitOf(500_000),
		"1000 1000000\n":                model.LimitOf(1000),
		"150000 100000\n":               model.LimitOf(1_500_000),
		"50000 0\n":                     {},
		"50000\n":                       {},
		"":                              {},
		"x 100000\n":                    {},
		"18446744073709551614 100000\n": {}, // millionths of it overflow
	} {
		if got := parseCPUMax([]byte(in)); got != want {
			t.Errorf("%q is %v, want %v", in, got.Float(), want.Float())
		}
	}
}

func TestParseFrozen(t *testing.T) {
	for in, want := range map[string]bool{
		"populated 1\nfrozen 1\n": true, "populated 1\nfrozen 0\n": false, "populated 1\n": false, "frozen 1": false, "": false,
	} {
		if parseFrozen([]byte(in)) != want {
			t.Errorf("%q: %v", in, !want)
		}
	}
}

func TestParsePIDs(t *testing.T) {
	for in, want := range map[string][2]int{
		"12\n7\n345\n": {7, 3}, "": {}, "0\n0\n": {}, "x\n5\n": {5, 1}, "99999999999\n": {},
	} {
		if pid, n := parsePIDs([]byte(in)); pid != want[0] || n != want[1] {
			t.Errorf("%q: %d, %d", in, pid, n)
		}
	}
}

func TestParsersAllocateNothing(t *testing.T) {
	ds := testDevices()
	stat := []byte(strings.Repeat("anon 57344\nfile 66699264\nusage_usec 5\nnr_periods 3\ntotal_rss 4\nuser 5\n", 10))
	io := []byte("8:0 rbytes=1 wbytes=2 rios=3 wios=4\n8:32 rbytes=1\n")
	blkio := []byte("8:0 Read 1\n8:0 Write 2\nTotal 3\n")
	if n := testing.AllocsPerRun(100, func() {
		parseCPU(stat)
		parseMemoryStat(stat)
		parseMemoryStatV1(stat)
		parseMemoryEvents(stat)
		parseCPUAcctStat(stat)
		parseThrottling(stat)
		ds.parseIO(io)
		ds.parseBlkio(blkio)
		parseCPUMax(stat)
		parseFrozen(stat)
		parsePIDs(stat)
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
