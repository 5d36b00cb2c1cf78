package probe

import (
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"podtop/model/probe"
)

func TestProcesses(t *testing.T) {
	w := newWorld(t)
	w.person(42)
	w.person(7)
	w.procs("container", 42, 41) // 41 has just ended
	w.procs("container/a\x1b[31m.slice", 7)
	w.write("proc/43/cgroup", "0::/machine.slice/libpod-other.scope\n")
	p, err := w.reader().Processes(background, w.web)
	if err != nil {
		t.Fatal(err)
	}
	after(t, p.Answer)
	says(t, p.Missing)
	nginx := probe.Process{
		PID: 42, Parent: 1, Inside: 7, User: "root", State: "S", Threads: 3, Started: 8212,
		CPUUsec: count(1_430_000), RSS: count(4 << 10), Name: "nginx", Command: "nginx -g x", Cgroup: "container",
	}
	child := nginx
	child.PID, child.Cgroup = 7, "container/a?[31m.slice"
	differ(t, "processes", p.List, []probe.Process{child, nginx})
}

// A number that is another's by now does not get its figures.
func TestProcessesOfReusedNumbers(t *testing.T) {
	w := newWorld(t)
	dir := w.person(42)
	w.procs("container", 42)
	w.write(dir+"/cgroup", "0::/system.slice/sshd.service\n")
	p, err := w.reader().Processes(background, w.web)
	if err != nil || len(p.List) != 0 {
		t.Errorf("%+v, %v", p, err)
	}
	says(t, p.Missing, "of its 1 process none is shown")
}

func TestNoProcesses(t *testing.T) {
	w := newWorld(t)
	p, err := w.reader().Processes(background, w.web)
	if err != nil || len(p.List) != 0 {
		t.Errorf("%+v, %v", p, err)
	}
	says(t, p.Missing)
}

func TestProcessesAreBounded(t *testing.T) {
	w := newWorld(t)
	var pids []int
	for i := range mostProcesses + 1 {
		pids = append(pids, 100+i)
	}
	w.procs("container", pids...)
	w.person(100)
	p, err := w.reader().Processes(background, w.web)
	if err != nil || len(p.List) != 1 {
		t.Fatalf("%d, %v", len(p.List), err)
	}
	says(t, p.Missing, "it has more than")
}

// One that hangs costs its own command line, and is not asked again.
func TestProcessesThatHang(t *testing.T) {
	w := newWorld(t)
	w.fifo(w.person(42) + "/cmdline")
	w.person(43)
	w.procs("container", 42, 43)
	r := w.reader()
	for range 3 {
		p, err := r.Processes(background, w.web)
		if err != nil || len(p.List) != 2 || p.List[0].Command != "" || p.List[0].Name != "nginx" || p.List[1].Command != "nginx -g x" {
			t.Fatalf("%+v, %v", p, err)
		}
		says(t, p.Missing, "1 process holds its memory")
	}
	if n := r.stuck.Len(); n != 1 {
		t.Errorf("%d hang, want 1", n)
	}
}

func TestUsers(t *testing.T) {
	var u users
	for uid, want := range map[int]string{0: "root", -1: "", 3_999_999_999: "3999999999"} {
		for range 2 {
			if got := u.name(uid); got != want {
				t.Errorf("user %d is %q, want %q", uid, got, want)
			}
		}
	}
	u.names[0] = "known"
	if got := u.name(0); got != "known" {
		t.Errorf("asked again for %q", got)
	}
	for i := range 2 * mostUsers {
		u.names[i] = "x"
	}
	if u.name(5); len(u.names) > mostUsers {
		t.Errorf("%d are known", len(u.names))
	}
}

func TestMemory(t *testing.T) {
	w := newWorld(t)
	w.person(42)
	w.person(43)
	w.procs("container", 43, 42)
	r := w.reader()
	for pid, want := range map[int]int{0: 42, 43: 43} {
		m, err := r.Memory(background, w.web, pid)
		if err != nil {
			t.Fatal(err)
		}
		after(t, m.Answer)
		says(t, m.Missing)
		differ(t, "memory", *m, probe.Memory{
			Answer: m.Answer, PID: want,
			Status: []probe.Line{{Name: "VmRSS", Value: count(4 << 10)}}, Rollup: []probe.Line{{Name: "Rss", Value: count(8 << 10)}},
		})
	}
	if _, err := r.Memory(background, w.web, 99); err == nil || !strings.Contains(err.Error(), "process 99 is none of web's") {
		t.Errorf("of another's: %v", err)
	}
	web := w.web
	web.PID = 43 // as Podman says
	if m, err := r.Memory(background, web, 0); err != nil || m.PID != 43 {
		t.Errorf("first: %+v, %v", m, err)
	}
	web.PID = 44 // was it, once
	if m, err := r.Memory(background, web, 0); err != nil || m.PID != 42 {
		t.Errorf("first: %+v, %v", m, err)
	}
}

func TestMemoryThatIsMissing(t *testing.T) {
	w := newWorld(t)
	dir := w.person(42)
	w.procs("container", 42)
	r := w.reader()
	ctx, cancel := context.WithTimeout(background, time.Second) // of which it waits for most
	defer cancel()
	ask := func(words string) {
		t.Helper()
		m, err := r.Memory(ctx, w.web, 42)
		if err != nil || m.Rollup != nil {
			t.Fatalf("%+v, %v", m, err)
		}
		says(t, m.Missing, words)
	}
	os.Remove(w.path(dir + "/smaps_rollup"))
	ask("smaps_rollup cannot be read")
	w.write(dir+"/status", "Name:\tnginx\n")
	ask("a zombie")
	w.fifo(dir + "/smaps_rollup")
	ask("no answer from the kernel")
	os.Remove(w.path(dir + "/status"))
	if _, err := r.Memory(background, w.web, 42); err == nil || !strings.Contains(err.Error(), "42 has just ended") {
		t.Errorf("of one that ends: %v", err)
	}
}
