//go:build e2e

package main_test

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"podtop/model"
	"podtop/model/probe"
	reader "podtop/sampler/probe"
)

// family is a container with a process that sleeps, one that is busy, one that
// gave itself a name no terminal should meet, and a first one that listens.
const family = `(printf 'x\033[31m) R (' >/proc/self/comm; sleep 3600; :) &
sleep 3600 &
cat /dev/zero >/dev/null &
exec httpd -f -p 8000`

const hostileName = "x?[31m) R ("

// testLook asks what pages ask beside the samples, as whoever runs the suite,
// and compares the answers with what ps, ss, ip and the kernel's files say.
func testLook(t *testing.T, h *host) {
	owners := []struct {
		name, network string
		*account
	}{{"own", h.network, h.own}, {"rootless_by_root", "pasta", h.other}}
	for _, owner := range owners {
		if owner.account == nil {
			continue
		}
		t.Run(owner.name, func(t *testing.T) {
			b := h.run(t, owner.account, "look", []string{
				"--network", owner.network, "--dns", "192.0.2.53", "--dns-search", "example.org",
				"--user", "7", "--cpus", "0.5", "--memory", "64m",
			}, "sh", "-c", family)
			l := looking{h, b, reader.New(reader.Options{}), h.subject(t, b)}
			t.Run("processes", l.processes)
			t.Run("memory", l.memory)
			t.Run("cgroups", l.cgroups)
			t.Run("network", l.network)
			t.Run("gone", l.gone)
		})
	}
	t.Run("host_network", func(t *testing.T) {
		b := h.run(t, h.own, "host", []string{"--network", "host"}, idle...)
		looking{h, b, reader.New(reader.Options{}), h.subject(t, b)}.hostNetwork(t)
	})
}

// A looking is one container that is looked at.
type looking struct {
	h *host
	b *box
	r *reader.Reader
	s probe.Target
}

// subject is b as pages ask about it.
func (h *host) subject(t *testing.T, b *box) probe.Target {
	t.Helper()
	s := probe.Target{Target: model.Target{Path: h.cgroup(t, b)}, Runtime: model.Podman, PID: b.pid(t)}
	s.ID, s.Name, s.UID = model.ID(b.id), b.name, os.Getuid()
	if b.user != nil {
		s.UID, s.User = int(b.user.uid), b.user.name
	}
	return s
}

// ask asks one question, which has to have an answer, and is given the time of
// an emulated host for it.
func ask[T any](t *testing.T, question func(context.Context) (T, error)) T {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	answer, err := question(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return answer
}

// all asks for the processes until all of the family are there.
func (l looking) all(t *testing.T) *probe.Processes {
	t.Helper()
	var p *probe.Processes
	wait(t, "all processes", func() bool {
		p = ask(t, func(ctx context.Context) (*probe.Processes, error) { return l.r.Processes(ctx, l.s) })
		return slices.ContainsFunc(p.List, func(d probe.Process) bool { return d.Name == hostileName }) && len(p.List) == 5 &&
			slices.ContainsFunc(p.List, func(d probe.Process) bool { return d.Command == "cat /dev/zero" })
	})
	return p
}

func (l looking) processes(t *testing.T) {
	p := l.all(t)
	if len(p.Missing) > 0 || p.At <= 0 || time.Since(p.Time) > patience {
		t.Errorf("missing %+v, at %v, %v", p.Missing, p.At, p.Time)
	}
	if got, want := pids(p), l.members(t); !slices.Equal(got, want) {
		t.Errorf("processes %v, cgroup.procs has %v", got, want)
	}
	inside := l.top(t)
	for _, d := range p.List {
		if d.InsideUID != 7 || d.Inside != inside[d.PID] {
			t.Errorf("process %d is %d of user %d inside, podman top says %d of 7", d.PID, d.Inside, d.InsideUID, inside[d.PID])
		}
		ps := strings.Fields(output(t, "ps", "-o", "ppid=,euid=,nlwp=,euser=", "-p", strconv.Itoa(d.PID)))
		if got := []string{strconv.Itoa(d.Parent), strconv.Itoa(d.UID), strconv.Itoa(d.Threads), d.User}; !slices.Equal(got, ps) {
			t.Errorf("process %d: %v, ps says %v", d.PID, got, ps)
		}
		if d.Name == hostileName {
			continue
		}
		if ps := output(t, "ps", "-o", "comm=", "-p", strconv.Itoa(d.PID)); d.Name != ps {
			t.Errorf("process %d is called %q, ps says %q", d.PID, d.Name, ps)
		}
		if ps := output(t, "ps", "-ww", "-o", "args=", "-p", strconv.Itoa(d.PID)); d.Command != ps {
			t.Errorf("process %d: %q, ps says %q", d.PID, d.Command, ps)
		}
	}
	l.sleeper(t, p)
	l.busy(t)
}

// sleeper compares what does not change while a process sleeps.
func (l looking) sleeper(t *testing.T, p *probe.Processes) {
	t.Helper()
	i := slices.IndexFunc(p.List, func(d probe.Process) bool { return d.Command == "sleep 3600" })
	d := p.List[i]
	ps := strings.Fields(output(t, "ps", "-o", "state=,rss=", "-p", strconv.Itoa(d.PID)))
	if rss, _ := d.RSS.Get(); d.State != ps[0] || strconv.FormatUint(rss/1024, 10) != ps[1] {
		t.Errorf("process %d: state %s, %d bytes; ps says %v kB", d.PID, d.State, rss, ps)
	}
}

// busy compares the processor time of a process that uses it.
func (l looking) busy(t *testing.T) {
	t.Helper()
	of := func(p *probe.Processes) probe.Process {
		return p.List[slices.IndexFunc(p.List, func(d probe.Process) bool { return d.Name == "cat" })]
	}
	d := of(l.all(t))
	before := l.usec(t, d.PID)
	wait(t, "processor time", func() bool { return l.usec(t, d.PID) > before })
	d = of(l.all(t))
	after := l.usec(t, d.PID)
	if got, _ := d.CPUUsec.Get(); got <= before || got > after {
		t.Errorf("process %d used %d µs; /proc said %d before and %d after", d.PID, got, before, after)
	}
}

// usec is the time that /proc/PID/stat says a process used.
func (l looking) usec(t *testing.T, pid int) uint64 {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "stat"))
	if err != nil {
		t.Fatal(err)
	}
	f := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
	user, _ := strconv.ParseUint(f[11], 10, 64)
	system, _ := strconv.ParseUint(f[12], 10, 64)
	return (user + system) * 10_000
}

func pids(p *probe.Processes) (all []int) {
	for _, d := range p.List {
		all = append(all, d.PID)
	}
	return all
}

// members are the pids in all of the container's cgroups.
func (l looking) members(t *testing.T) (all []int) {
	t.Helper()
	top := filepath.Join("/sys/fs/cgroup", l.h.kernelFiles()["pids"].controller, l.s.Path)
	err := filepath.WalkDir(top, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.Name() != "cgroup.procs" {
			return err
		}
		text, err := os.ReadFile(path)
		for _, f := range strings.Fields(string(text)) {
			pid, _ := strconv.Atoi(f)
			all = append(all, pid)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(all)
	return all
}

// top gives the pids inside by those on the host, as Podman says.
func (l looking) top(t *testing.T) map[int]int {
	t.Helper()
	inside := map[int]int{}
	for line := range strings.Lines(l.b.podman(t, "top", l.b.name, "hpid", "pid")) {
		if f := strings.Fields(line); len(f) == 2 {
			host, _ := strconv.Atoi(f[0])
			inside[host], _ = strconv.Atoi(f[1])
		}
	}
	return inside
}

// memory compares with /proc what a process that sleeps says of its memory.
func (l looking) memory(t *testing.T) {
	p := l.all(t)
	pid := p.List[slices.IndexFunc(p.List, func(d probe.Process) bool { return d.Command == "sleep 3600" })].PID
	m := ask(t, func(ctx context.Context) (*probe.Memory, error) { return l.r.Memory(ctx, l.s, pid) })
	if m.PID != pid || len(m.Missing) > 0 || len(m.Status) < 10 || len(m.Rollup) < 10 {
		t.Errorf("%+v", m)
	}
	for _, file := range []struct {
		name  string
		lines []probe.Line
	}{{"status", m.Status}, {"smaps_rollup", m.Rollup}} {
		text, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), file.name))
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range file.lines {
			n, ok := line.Value.Get()
			want := strings.Fields(lineOf(string(text), line.Name+":"))
			if !ok || len(want) != 2 || strconv.FormatUint(n/1024, 10) != want[0] || n%1024 != 0 {
				t.Errorf("%s of process %d is %d, %s says %v", line.Name, pid, n, file.name, want)
			}
		}
	}
	first := ask(t, func(ctx context.Context) (*probe.Memory, error) { return l.r.Memory(ctx, l.s, 0) })
	if first.PID != l.b.pid(t) {
		t.Errorf("the first process is %d, want %d", first.PID, l.b.pid(t))
	}
	if m, err := l.r.Memory(context.Background(), l.s, os.Getpid()); err == nil {
		t.Errorf("the memory of a process that is not the container's: %+v", m)
	}
}

// lineOf is what follows key at the beginning of a line.
func lineOf(text, key string) string {
	for line := range strings.Lines(text) {
		if rest, ok := strings.CutPrefix(line, key); ok {
			return strings.TrimSpace(rest)
		}
	}
	return ""
}

// cgroups compares with the kernel's files what they say of the chain.
func (l looking) cgroups(t *testing.T) {
	c := ask(t, func(ctx context.Context) (*probe.Cgroups, error) { return l.r.Cgroups(ctx, l.s) })
	i := slices.IndexFunc(c.Levels, func(v probe.Level) bool { return v.Own })
	own := c.Levels[i]
	if own.Path != l.s.Path || c.Levels[len(c.Levels)-1].Path != "/" || len(c.Levels)-i != strings.Count(l.s.Path, "/")+1 {
		t.Errorf("%d levels from %s to %s", len(c.Levels), own.Path, c.Levels[len(c.Levels)-1].Path)
	}
	if own.MemoryMax != model.LimitOf(64*mib) || own.CPUMax != model.LimitOf(500_000) || own.Pids != model.Known(5) || !own.Throttled.IsKnown() {
		t.Errorf("the container's own: %+v", own)
	}
	if before, _ := own.Periods.Get(); before == 0 {
		t.Errorf("the busy process was never measured: %+v", own)
	}
	for _, v := range c.Levels {
		for _, f := range l.limitFiles(v) {
			text, err := os.ReadFile(filepath.Join("/sys/fs/cgroup", f.controller, v.Path, f.name))
			if known := f.got.IsKnown(); known != (err == nil) {
				t.Errorf("%s of %s: known %t, %v", f.name, v.Path, known, err)
			}
			if want := limitOf(strings.TrimSpace(string(text))); err == nil && f.got != want {
				t.Errorf("%s of %s is %v, the file says %s", f.name, v.Path, f.got.Float(), text)
			}
		}
	}
	l.memoryStat(t, c.Memory)
	l.undelegated(t, c, own)
}

// undelegated checks that a controller a user has not got is told.
func (l looking) undelegated(t *testing.T, c *probe.Cgroups, own probe.Level) {
	t.Helper()
	if !l.h.unified {
		return
	}
	text, err := os.ReadFile(filepath.Join("/sys/fs/cgroup", l.s.Path, "cgroup.controllers"))
	if err != nil || own.Controllers != strings.TrimSpace(string(text)) {
		t.Errorf("controllers %q, the file says %q, %v", own.Controllers, text, err)
	}
	lacks := !strings.Contains(string(text), "io")
	if told := strings.Contains(fmt.Sprint(c.Missing), "io"); told != lacks {
		t.Errorf("controllers are %q, and it is said: %+v", own.Controllers, c.Missing)
	}
}

// A limitFile is where the kernel keeps a limit.
type limitFile struct {
	controller, name string
	got              model.Limit
}

func (l looking) limitFiles(v probe.Level) []limitFile {
	if l.h.unified {
		return []limitFile{
			{"", "memory.max", v.MemoryMax},
			{"", "memory.high", v.MemoryHigh},
			{"", "memory.low", v.MemoryLow},
			{"", "memory.min", v.MemoryMin},
			{"", "memory.swap.max", v.SwapMax},
			{"", "pids.max", v.PidsMax},
			{"", "cpu.weight", model.Limit{Count: v.CPUWeight}},
		}
	}
	return []limitFile{
		{"memory", "memory.limit_in_bytes", v.MemoryMax},
		{"pids", "pids.max", v.PidsMax},
		{"cpu", "cpu.shares", model.Limit{Count: v.CPUWeight}},
		{"cpu", "cpu.cfs_period_us", model.Limit{Count: v.CPUPer}},
	}
}

// limitOf is what a file that says text means; on v1 the largest number is
// none.
func limitOf(text string) model.Limit {
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil || n > 1<<62 {
		return model.NoLimit
	}
	return model.LimitOf(n)
}

// memoryStat compares the lines: all of the file, in its order.
func (l looking) memoryStat(t *testing.T, lines []probe.Line) {
	t.Helper()
	f := l.h.kernelFiles()["anon"]
	text, err := os.ReadFile(filepath.Join("/sys/fs/cgroup", f.controller, l.s.Path, f.name))
	if err != nil {
		t.Fatal(err)
	}
	var got, want []string
	for _, line := range lines {
		got = append(got, line.Name)
		if !line.Value.IsKnown() {
			t.Errorf("%s is not known", line.Name)
		}
	}
	for line := range strings.Lines(string(text)) {
		name, _, _ := strings.Cut(line, " ")
		want = append(want, name)
	}
	if !slices.Equal(got, want) {
		t.Errorf("memory.stat has %v, want %v", got, want)
	}
}

// gone removes the container: what is asked then has no answer, and says so.
func (l looking) gone(t *testing.T) {
	l.b.remove(t)()
	ctx := context.Background()
	_, cgroups := l.r.Cgroups(ctx, l.s)
	_, processes := l.r.Processes(ctx, l.s)
	_, memory := l.r.Memory(ctx, l.s, 0)
	_, network := l.r.Network(ctx, l.s)
	for what, err := range map[string]error{"cgroups": cgroups, "processes": processes, "memory": memory, "network": network} {
		if err == nil || !strings.Contains(err.Error(), l.b.name+" does not run any more") {
			t.Errorf("%s of a container that is gone: %v", what, err)
		}
	}
}
