package cgroup

import (
	"testing"

	"podtop/model"
)

// legacy writes the files of a v1 cgroup, "controller/name=text" where they
// are not the ordinary ones, and its pressure on the unified side.
func (h *fakeHost) legacy(path string) {
	h.t.Helper()
	for name, text := range map[string]string{
		"cpu,cpuacct/cpuacct.usage":                       "34786123\n",
		"cpu,cpuacct/cpuacct.stat":                        "user 2\nsystem 1\n",
		"cpu,cpuacct/cpu.stat":                            "nr_periods 5\nnr_throttled 2\nthrottled_time 70000\n",
		"cpu,cpuacct/cpu.cfs_quota_us":                    "60000\n",
		"cpu,cpuacct/cpu.cfs_period_us":                   "100000\n",
		"cpu,cpuacct/cgroup.procs":                        "",
		"memory/memory.usage_in_bytes":                    "327680\n",
		"memory/memory.stat":                              "cache 1\nrss 2\ntotal_cache 3\ntotal_rss 4\ntotal_shmem 5\ntotal_swap 6\ntotal_inactive_file 7\n",
		"memory/memory.oom_control":                       "oom_kill_disable 0\nunder_oom 0\noom_kill 8\n",
		"memory/memory.limit_in_bytes":                    "67108864\n",
		"memory/memory.memsw.limit_in_bytes":              "134217728\n",
		"blkio/blkio.throttle.io_service_bytes_recursive": "8:0 Read 9\n8:0 Write 10\n252:0 Read 9\n8:0 Total 19\nTotal 28\n",
		"blkio/blkio.throttle.io_serviced_recursive":      "Total 0\n",
		"pids/pids.current":                               "11\n",
		"pids/pids.max":                                   "2048\n",
		"freezer/freezer.state":                           "THAWED\n",
		"unified/cpu.pressure":                            "some avg10=0.00 avg60=0.00 avg300=0.00 total=12\n",
		"unified/memory.pressure":                         "some avg10=0.00 avg60=0.00 avg300=0.00 total=13\n",
		"unified/io.pressure":                             "some avg10=0.00 avg60=0.00 avg300=0.00 total=14\n",
	} {
		controller, file, _ := cut(name)
		h.write("cgroup/"+controller+path+"/"+file, text)
	}
}

func cut(name string) (controller, file string, ok bool) {
	for i := range name {
		if name[i] == '/' {
			return name[:i], name[i+1:], true
		}
	}
	return "", name, false
}

func TestLegacy(t *testing.T) {
	const path = "/libpod_parent/libpod-"
	h := newHost(t, Hybrid)
	h.legacy(path + id(1))
	tree := h.open()
	r := h.only(tree)
	if r.CPU.UsageUsec != known(34786) || r.CPU.UserUsec != known(20000) || r.CPU.SystemUsec != known(10000) {
		t.Errorf("CPU: %+v", r.CPU)
	}
	if want := (model.MemoryStat{
		At: r.Stat.At, Current: known(327680), Anon: known(4), File: known(3), Shmem: known(5), Swap: known(6), InactiveFile: known(7),
	}); r.Stat != want || r.Memory.Bytes != known(327680) {
		t.Errorf("memory: %+v %+v", r.Memory, r.Stat)
	}
	if r.Events.OOMKill != known(8) || r.Events.OOM.IsKnown() {
		t.Errorf("events: %+v", r.Events)
	}
	if r.IO.RBytes != known(9) || r.IO.WBytes != known(10) || r.IO.RIOs.IsKnown() {
		t.Errorf("io: %+v", r.IO)
	}
	if r.PSI.CPUSome != known(12) || r.PSI.MemSome != known(13) || r.PSI.IOSome != known(14) {
		t.Errorf("PSI: %+v", r.PSI)
	}
	if want := (model.Limits{
		CPU: model.LimitOf(600_000), CPUBy: path + id(1), Memory: model.LimitOf(64 << 20), MemoryBy: path + id(1),
		Swap: model.LimitOf(64 << 20), Pids: model.LimitOf(2048),
	}); r.Limits != want {
		t.Errorf("limits: %+v", r.Limits)
	}
	s := h.tick(tree)
	if len(s.Quotas) != 1 || s.Quotas[0].Periods != known(5) || s.Quotas[0].Throttled != known(2) || s.Quotas[0].Usec != known(70) {
		t.Errorf("quotas: %+v", s.Quotas)
	}
	h.write("cgroup/freezer"+path+id(1)+"/freezer.state", "FROZEN\n")
	h.write("cgroup/cpu,cpuacct"+path+id(1)+"/cpu.cfs_quota_us", "-1\n")
	h.write("cgroup/memory"+path+id(1)+"/memory.limit_in_bytes", "9223372036854771712\n")
	r = h.only(tree)
	if !r.Frozen || r.Limits.CPU != model.NoLimit || r.Limits.Memory != model.NoLimit || r.Limits.Swap.IsKnown() {
		t.Errorf("after a change: frozen %v, %+v", r.Frozen, r.Limits)
	}
}

// Controllers make their directories one after the other.
func TestLegacyControllersComeLater(t *testing.T) {
	h := newHost(t, Legacy)
	h.write("cgroup/cpuacct/libpod_parent/libpod-"+id(1)+"/cpuacct.usage", "1000\n")
	h.write("cgroup/memory/memory.stat", "")
	tree := h.open()
	if r := h.only(tree); r.CPU.UsageUsec != known(1) || r.Memory.Bytes.IsKnown() {
		t.Errorf("at first: %+v %+v", r.CPU, r.Memory)
	}
	h.write("cgroup/memory/libpod_parent/libpod-"+id(1)+"/memory.usage_in_bytes", "4096\n")
	h.write("cgroup/memory/libpod_parent/libpod-"+id(1)+"/memory.limit_in_bytes", "8192\n")
	if r := h.only(tree); r.Memory.Bytes != known(4096) || r.Limits.Memory != model.LimitOf(8192) {
		t.Errorf("then: %+v %+v", r.Memory, r.Limits)
	}
	if notes := tree.Notes(); len(notes) != 1 {
		t.Errorf("notes on the missing controllers: %v", notes)
	}
}

func TestSwapV1(t *testing.T) {
	for _, test := range []struct{ both, memory, want model.Limit }{
		{model.LimitOf(10), model.LimitOf(4), model.LimitOf(6)},
		{model.LimitOf(4), model.LimitOf(4), model.LimitOf(0)},
		{model.LimitOf(4), model.LimitOf(10), model.LimitOf(0)}, // between two writes
		{model.NoLimit, model.LimitOf(4), model.NoLimit},
		{model.NoLimit, model.NoLimit, model.NoLimit},
		{model.LimitOf(4), model.NoLimit, model.Limit{}},
		{model.Limit{}, model.LimitOf(4), model.Limit{}},
	} {
		if got := swapV1(test.both, test.memory); got != test.want {
			t.Errorf("swapV1(%v, %v) = %v, want %v", test.both.Float(), test.memory.Float(), got.Float(), test.want.Float())
		}
	}
}
