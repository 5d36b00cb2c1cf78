package tabtest

import (
	"time"

	"podtop/model"
	"podtop/model/modeltest"
	"podtop/model/probe"
)

const (
	kb = 1 << 10
	mb = 1 << 20
)

// CgroupsOf is what the kernel says of c, a member of the pod web: the pod has a
// quota, crun's child less swap than the scope, and io is not delegated.
func CgroupsOf(c *model.Container, at time.Duration) *probe.Cgroups {
	n, cg := model.NoLimit, model.Known
	slice := "/machine.slice/machine-libpod_pod_" + c.Pod + ".slice"
	scope := slice + "/libpod-" + string(c.ID) + ".scope"
	sec := uint64(at / time.Second)
	return &probe.Cgroups{
		Answer:         probe.Answer{At: at, Time: modeltest.Start.Add(at - 9*24*time.Hour)},
		HostSwappiness: model.Known(60),
		Levels: []probe.Level{
			{Path: scope + "/container", CPUMax: n, MemoryMax: model.LimitOf(1024 * mb), MemoryHigh: n, SwapMax: model.LimitOf(64 * mb), PidsMax: n, MemoryLow: model.LimitOf(0)},
			{
				Path: scope, Own: true, CPUMax: model.LimitOf(1_500_000), CPUQuota: cg(150_000), CPUPer: cg(100_000), CPUWeight: cg(39), MemoryMax: model.LimitOf(1024 * mb), MemoryHigh: n,
				MemoryLow: model.LimitOf(256 * mb), SwapMax: model.LimitOf(128 * mb), PidsMax: model.LimitOf(2048),
				Controllers: "cpuset cpu memory pids", CPUSet: "0-3", MemoryNow: cg(1014 * mb), Pids: cg(55),
				Periods: cg(10 * sec), Throttled: cg(0), ThrottledUsec: cg(0),
				PSI:    model.PSI{At: at, CPUSome: cg(20_000 * sec), CPUFull: cg(1000 * sec), MemSome: cg(120_000 * sec), MemFull: cg(60_000 * sec), IOSome: cg(0), IOFull: cg(0)},
				Events: []probe.Line{{Name: "low", Value: cg(0)}, {Name: "high", Value: cg(0)}, {Name: "max", Value: cg(1381 * sec)}, {Name: "oom", Value: cg(3)}, {Name: "oom_kill", Value: cg(2)}, {Name: "oom_group_kill", Value: cg(0)}},
			},
			{
				Path: slice, CPUMax: model.LimitOf(1_400_000), CPUQuota: cg(14_000), CPUPer: cg(10_000), MemoryMax: n, MemoryHigh: n, MemoryLow: model.LimitOf(0), SwapMax: n, PidsMax: n,
				Periods: cg(100 * sec), Throttled: cg(34 * sec), ThrottledUsec: cg(400_000 * sec),
			},
			{Path: "/machine.slice", CPUMax: n, MemoryMax: n, MemoryHigh: n, MemoryLow: model.LimitOf(0), SwapMax: n, PidsMax: n},
			{Path: "/"},
		},
		Memory: memoryStat(sec),
	}
}

func memoryStat(sec uint64) []probe.Line {
	var all []probe.Line
	for _, l := range []struct {
		name string
		n    uint64
	}{
		{"anon", 994 * mb},
		{"file", 8 * mb},
		{"kernel", 11 * mb},
		{"kernel_stack", 880 * kb},
		{"pagetables", 3 * mb},
		{"percpu", 200 * kb},
		{"sock", 300 * kb},
		{"shmem", mb},
		{"file_mapped", 2 * mb},
		{"file_dirty", 64 * kb},
		{"file_writeback", 0},
		{"inactive_file", 5 * mb},
		{"slab_reclaimable", 4 * mb},
		{"slab_unreclaimable", 2 * mb},
		{"workingset_refault_anon", 0},
		{"workingset_refault_file", 1200 * sec},
		{"pgscan", 9000 * sec},
		{"pgsteal", 2500 * sec},
		{"pgscan_direct", 8000 * sec},
		{"pgsteal_direct", 2000 * sec},
		{"pgfault", 7000 * sec},
		{"pgmajfault", 310 * sec},
	} {
		all = append(all, probe.Line{Name: l.name, Value: model.Known(l.n)})
	}
	return all
}

// ProcessesOf is what runs in a container at a time.
func ProcessesOf(at time.Duration) *probe.Processes {
	boot := int64(9 * 24 * 3600 * 100)
	p := &probe.Processes{Answer: probe.Answer{At: at, Time: modeltest.Start.Add(at - 9*24*time.Hour)}}
	for _, of := range []struct {
		pid, parent, inside, threads int
		state                        string
		age                          int64 // s, at boot
		cores                        float64
		rss                          uint64
		name, command                string
	}{
		{1003, 900, 1, 1, "S", 259200, 0, 9 * mb, "nginx", "nginx: master process nginx -g daemon off;"},
		{1040, 1003, 7, 1, "R", 259200, 0.51, 41 * mb, "nginx", "nginx: worker process"},
		{1041, 1003, 8, 1, "S", 259200, 0.32, 44 * mb, "nginx", "nginx: worker process"},
		{1077, 1003, 20, 33, "S", 3600, 0.25, 640 * mb, "node", "node --max-old-space-size=600 /srv/app/server.js --port 8080"},
		{1090, 1077, 31, 1, "Z", 12, 0, 0, "sh", ""},
		{1091, 1077, 32, 1, "D", 9, 0.02, 2 * mb, "cp", "cp -r /data/in /data/out"},
	} {
		used := uint64(of.cores * at.Seconds() * 1e6)
		p.List = append(p.List, probe.Process{
			PID: of.pid, Parent: of.parent, Inside: of.inside, UID: 101, State: of.state, Threads: of.threads, Started: boot - of.age*100,
			CPUUsec: model.Known(used), RSS: model.Known(of.rss), Name: of.name, Command: of.command, InsideUID: 101,
		})
	}
	p.List[0].UID, p.List[0].InsideUID, p.List[0].User = 0, 0, "root"
	p.List[3].User, p.List[3].Cgroup = "node", "container"
	return p
}

// MemoryOf is what a process says of its memory.
func MemoryOf(pid int) *probe.Memory {
	cg := model.Known
	return &probe.Memory{
		Answer: probe.Answer{At: 1, Time: modeltest.Start}, PID: pid,
		Status: []probe.Line{{Name: "VmPeak", Value: cg(1200 * mb)}, {Name: "VmHWM", Value: cg(700 * mb)}, {Name: "VmRSS", Value: cg(640 * mb)}, {Name: "VmLck", Value: cg(0)}},
		Rollup: []probe.Line{{Name: "Pss", Value: cg(600 * mb)}, {Name: "Private_Dirty", Value: cg(590 * mb)}, {Name: "Swap", Value: cg(0)}},
	}
}

// Inspection is what Podman says of a container with that health check.
func (g *Stage) Inspection(h probe.Health) *probe.Inspection {
	return &probe.Inspection{Answer: probe.Answer{At: g.Env.Now, Time: g.Env.Snapshot.Time}, JSON: []byte(`{}`), Health: h}
}

// Checked is a health check whose last runs ended so, the newest 4 s ago.
func Checked(now time.Time, status string, failing int, exits ...int) probe.Health {
	h := probe.Health{
		Status: status, Test: []string{"CMD-SHELL", "curl -fsS -u probe:pw1 http://localhost:9200/_cluster/health || exit 1"},
		Interval: 30 * time.Second, Timeout: 10 * time.Second, Retries: 3, Failing: failing, Most: 5,
	}
	for i, exit := range exits {
		at := now.Add(time.Duration(i-len(exits)+1)*30*time.Second - 4*time.Second)
		c := probe.Check{Start: at, End: at.Add(time.Duration(41+100*i) * time.Millisecond), Exit: exit, Output: "green"}
		if exit != 0 {
			c.End, c.Output = at.Add(5003*time.Millisecond), "curl: (28) Operation timed out after 5001 milliseconds with 0 bytes received"
		}
		h.Log = append(h.Log, c)
	}
	return h
}
