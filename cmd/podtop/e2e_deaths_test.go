//go:build e2e

package main_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// What a container does once it may: the file /t/eat appears.
const (
	waits = "while [ ! -e /t/eat ]; do sleep 0.2; done; "
	spike = "dd if=/dev/zero of=/dev/null bs=64M count=1"
	leak  = "y=0123456789abcdef; for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do y=$y$y; done; while :; do x=$x$y; sleep 0.1; done"
	stays = "; while :; do sleep 1; done"
)

// A death is what is done to a container, and what podtop has to say of it.
type death struct {
	name, done string
	script     string
	pod        bool // the limit is its pod's
	kind, text string
	state      string
	cause      string
	end        func(t *testing.T, b *box) // nil: it eats memory

	box *box
	dir string // its /t
}

// deaths are eight by the OOM killer: of the first process or another, all of a
// sudden or little by little, with and without an end of the container.
func deaths(pod bool) (all []*death) {
	limit, whose, in := "", "own limit", ""
	if pod {
		limit, whose, in = ": the limit of its pod", "pod's limit", "in-"
	}
	for _, how := range []struct{ name, script string }{{"spike", spike}, {"leak", leak}} {
		first := waits + how.script
		if how.name == "spike" {
			first = waits + "exec " + how.script
		}
		done := how.name + ", " + whose
		for _, n := range []string{"1", "2"} {
			all = append(all, &death{
				name: in + "first-" + how.name + n, done: "PID 1, " + done, script: first, pod: pod,
				kind: "oom", text: "killed for want of memory" + limit, state: "exited", cause: "oom",
			})
		}
		all = append(all, &death{
			name: in + "child-" + how.name, done: "child, " + done, script: waits + "(" + how.script + ")" + stays, pod: pod,
			kind: "oom", text: "the OOM killer killed a process", state: "running",
		}, &death{
			name: in + "last-" + how.name, done: "child, " + done + ", and the end", script: waits + "(" + how.script + "); exit $?", pod: pod,
			kind: "oom", text: "exited with 137: the OOM killer killed", state: "exited", cause: "oom",
		})
	}
	return all
}

// others are ends with 137 that the OOM killer has no part in.
func others() []*death {
	const deaf = "trap : TERM; while :; do sleep 0.2; done"
	return []*death{
		{name: "kill", done: "podman kill", script: deaf, kind: "stop", text: "exited with 137 (SIGKILL): podman kill", state: "exited", end: func(t *testing.T, b *box) {
			b.podman(t, "kill", b.name)
		}},
		{name: "stop", done: "podman stop -t 1", script: deaf, kind: "stop", text: "exited with 137 (SIGKILL)", state: "exited", end: func(t *testing.T, b *box) {
			b.podman(t, "stop", "-t", "1", b.name)
		}},
		{name: "self", done: "exit 137", script: waits + "exit 137", kind: "stop", text: "exited with 137 (SIGKILL)", state: "exited"},
	}
}

// testDeaths has the OOM killer kill in containers by their own limit, and ends
// others in other ways. podtop tells each with its cause, and so does one that is
// started afterwards.
func testDeaths(t *testing.T, h *host) { h.tellDeaths(t, append(deaths(false), others()...)) }

// testDeathsPod does so by the limit of their pod.
func testDeathsPod(t *testing.T, h *host) { h.tellDeaths(t, deaths(true)) }

func (h *host) tellDeaths(t *testing.T, all []*death) {
	if os.Getuid() != 0 {
		skip(t, "the kernel's log is root's")
	}
	for _, d := range all {
		d.make(t, h)
	}
	s := h.watchDeaths(t)
	for _, d := range all {
		d.happen(t)
	}
	said := h.whatIsSaid(t, s, all)
	for _, d := range all {
		if d.cause == "oom" && strings.HasPrefix(d.text, "exited") { // which process was the first one, nobody tells afterwards
			d.text = "killed for want of memory"
		}
	}
	s.press(t, "\x1b")
	s.wait(t, "newest first")
	s.press(t, "q")
	s.wait(t, "NAME")
	s.press(t, "q")
	s.exit(t)
	later := h.whatIsSaid(t, h.watchDeaths(t), all)

	var table strings.Builder
	for i, d := range all {
		fmt.Fprintf(&table, "%-52s | %s | after a restart of podtop: %s | %s\n", d.done, said[i], later[i], oomLines(t, d.box.id))
	}
	t.Logf("what was done | what podtop said: event, state | the kernel's log\n%s", table.String())
}

// make starts the container.
func (d *death) make(t *testing.T, h *host) {
	d.dir = filepath.Join(h.dir, filepath.Base(t.Name()), d.name)
	if err := os.MkdirAll(d.dir, 0o755); err != nil {
		t.Fatal(err)
	}
	flags := []string{"-v", d.dir + ":/t"}
	if !d.pod {
		flags = append(flags, "--memory", "32m", "--memory-swap", "32m")
	} else {
		pod := h.prefix + "pod-" + d.name
		h.own.podman(t, "pod", "create", "--network", "none", "--name", pod)
		t.Cleanup(func() { h.own.podman(t, "pod", "rm", "-f", "-t", "0", pod) })
		flags = append(flags, "--pod", pod)
	}
	d.box = h.run(t, h.own, d.name, flags, "sh", "-c", d.script)
	if d.pod {
		d.limitPod(t, h)
	}
}

// limitPod sets the memory limit of the pod's cgroup, which Podman 4.3 cannot.
func (d *death) limitPod(t *testing.T, h *host) {
	pod := filepath.Dir(h.cgroup(t, d.box))
	if id := d.box.inspect(t, "{{.Pod}}"); id == "" || !strings.Contains(filepath.Base(pod), id) {
		t.Fatalf("%s is not the cgroup of pod %s", pod, id)
	}
	file := "/sys/fs/cgroup/memory" + pod + "/memory.limit_in_bytes"
	if h.unified {
		file = "/sys/fs/cgroup" + pod + "/memory.max"
	}
	if err := os.WriteFile(file, []byte("33554432"), 0o644); err != nil {
		t.Fatal(err)
	}
}

// happen ends it, and waits until the kernel or Podman says so. Of more than ten
// kills in 5 s the kernel would not say in which cgroups they were.
func (d *death) happen(t *testing.T) {
	if d.end != nil {
		d.end(t, d.box)
	} else if err := os.WriteFile(filepath.Join(d.dir, "eat"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if d.kind == "oom" {
		wait(t, "the OOM killer in "+d.name, func() bool { return oomLines(t, d.box.id) != "" })
	}
	if d.state == "exited" {
		wait(t, d.name+" to end", func() bool { return d.box.inspect(t, "{{.State.Status}}") == "exited" })
	}
}

// watchDeaths opens the list of events.
func (h *host) watchDeaths(t *testing.T) *screen {
	s := h.viewer().screen(t, 170, 70)
	s.wait(t, firstFrame)
	s.press(t, "E")
	s.wait(t, "what happened")
	s.press(t, "/"+h.prefix+"\r")
	return s
}

// whatIsSaid waits for what has to be told of each, checks that nothing else is,
// and returns it.
func (h *host) whatIsSaid(t *testing.T, s *screen, all []*death) (said []string) {
	for _, d := range all {
		s.waitEvent(t, d.box, d.kind, d.text)
	}
	time.Sleep(5 * time.Second) // for whoever else might tell
	var snap snapshot
	wait(t, "a Podman that answers stats in time", func() bool {
		snap, _ = h.viewer().stats(t, "--all")
		return !slices.ContainsFunc(all, func(d *death) bool { return named(snap.Containers, d.box.name) == nil })
	})
	for _, d := range all {
		oom, stop := s.events(d.box, "oom"), s.events(d.box, "stop")
		if len(oom)+len(stop) != 1 {
			t.Errorf("%s: %q and %q, want one line", d.done, oom, stop)
		}
		r := view{"own", h.own, h.viewer()}.row(t, snap, d.box)
		if r.State != d.state || r.Cause != d.cause && !(d.kind == "stop" && r.Cause == "podman") || r.OOM != (d.cause == "oom") {
			t.Errorf("%s: %s, cause %q (%s), oom_killed %v; want %s, %q", d.done, r.State, r.Cause, r.Text, r.OOM, d.state, d.cause)
		}
		if got := strings.Join(append(oom, stop...), " "); strings.Contains(got, "memory") != (d.kind == "oom" && strings.Contains(d.text, "memory")) {
			t.Errorf("%s: %q", d.done, got)
		}
		said = append(said, fmt.Sprintf("%s; %s %s", squeeze(strings.Join(append(oom, stop...), " AND ")), r.State, r.Cause))
	}
	return said
}

// squeeze leaves one blank between words.
func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }

// oomLines are the kernel's lines on OOM kills in the container, shortened; ""
// if there are none.
func oomLines(t *testing.T, id string) string {
	t.Helper()
	fd, err := syscall.Open("/dev/kmsg", syscall.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer syscall.Close(fd)
	var lines []string
	for b := make([]byte, 8<<10); ; {
		n, err := syscall.Read(fd, b)
		if err == syscall.EPIPE || err == syscall.EINTR {
			continue
		}
		if err != nil || n <= 0 {
			return strings.Join(lines, " ")
		}
		_, text, _ := strings.Cut(strings.SplitN(string(b[:n]), "\n", 2)[0], ";")
		if strings.HasPrefix(text, "oom-kill:") && strings.Contains(text, id) {
			_, limit, _ := strings.Cut(text, "oom_memcg=")
			limit, rest, _ := strings.Cut(limit, ",task_memcg=")
			_, task, _ := strings.Cut(rest, ",task=")
			lines = append(lines, fmt.Sprintf("oom_memcg=…%.24s task=%s", filepath.Base(limit), task))
		}
	}
}
