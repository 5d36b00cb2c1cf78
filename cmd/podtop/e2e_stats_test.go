//go:build e2e

package main_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A snapshot is a line of `podtop stats --format json`.
type snapshot struct {
	Time       time.Time
	Host       map[string]any
	Pods       []row
	Containers []row
	Self       map[string]any
}

// A row is a container or a pod in it. What is unknown is not in Metrics.
type row struct {
	ID, Name, User, Pod, Project, Runtime, State, Cgroup string
	StartError                                           string `json:"start_error"`

	Infra   bool
	Cause   string
	Text    string `json:"cause_text"`
	OOM     bool   `json:"oom_killed"`
	Metrics map[string]float64
	Started time.Time
}

// named returns the row of that name, or nil.
func named(rows []row, name string) *row {
	for i := range rows {
		if rows[i].Name == name {
			return &rows[i]
		}
	}
	return nil
}

// A viewer is somebody who runs podtop.
type viewer struct {
	*user
	podtop string // the binary
	socket string // "" is what podtop finds itself
	varLog string // a directory that is /var/log for podtop; "": that is
}

// viewer returns the one who runs the suite.
func (h *host) viewer() viewer { return viewer{podtop: h.podtop, socket: h.socket} }

// command returns podtop with args.
func (v viewer) command(args ...string) *exec.Cmd {
	if v.socket != "" {
		args = append(args, "--host", "unix://"+v.socket)
	}
	if v.varLog == "" {
		return v.user.become(exec.Command(v.podtop, args...))
	}
	mount := []string{"-m", "sh", "-c", `mount --bind "$0" /var/log && exec "$@"`, v.varLog, v.podtop}
	return v.user.become(exec.Command("unshare", append(mount, args...)...))
}

// changer returns the one who runs the suite, to change something: what is
// written of that into the machine's own audit log is the suite's alone.
func (h *host) changer(t *testing.T) viewer {
	v := h.viewer()
	if h.kind != "host" && os.Getuid() == 0 {
		v.varLog = t.TempDir()
	}
	return v
}

// auditLog is where v's changes are written down.
func (v viewer) auditLog() string {
	switch {
	case v.varLog != "":
		return filepath.Join(v.varLog, "podtop/audit.jsonl")
	case os.Getuid() == 0:
		return "/var/log/podtop/audit.jsonl"
	}
	return filepath.Join(os.Getenv("XDG_STATE_HOME"), "podtop/audit.jsonl")
}

// stats runs podtop stats once, which has to succeed, and returns what it
// printed on each of its outputs.
func (v viewer) stats(t *testing.T, args ...string) (s snapshot, stderr string) {
	t.Helper()
	cmd := v.command(append([]string{"stats", "--format", "json"}, args...)...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v: %v: %s", cmd.Args, err, errs.String())
	}
	if n := strings.Count(out.String(), "\n"); n != 1 {
		t.Fatalf("%v printed %d lines, not 1:\n%s", cmd.Args, n, out.String())
	}
	return decode(t, out.Bytes()), errs.String()
}

func decode(t *testing.T, line []byte) snapshot {
	t.Helper()
	var s snapshot
	if err := json.Unmarshal(line, &s); err != nil {
		t.Fatalf("%v in %.200s", err, line)
	}
	return s
}

// A stream is a running podtop stats --watch.
type stream struct {
	*exec.Cmd
	lines  chan []byte
	stderr bytes.Buffer // to be read after stop
	waited bool
}

// watch starts podtop stats --watch.
func (v viewer) watch(t *testing.T, interval string, args ...string) *stream {
	t.Helper()
	args = append([]string{"stats", "--format", "json", "--watch", "--interval", interval}, args...)
	s := &stream{Cmd: v.command(args...), lines: make(chan []byte, 1000)}
	s.Stderr = &s.stderr
	out, err := s.StdoutPipe()
	if err == nil {
		err = s.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(s.lines)
		in := bufio.NewScanner(out)
		in.Buffer(nil, 1<<24)
		for in.Scan() {
			s.lines <- bytes.Clone(in.Bytes())
		}
	}()
	t.Cleanup(func() { s.stop() })
	return s
}

// next returns the next snapshot.
func (s *stream) next(t *testing.T) snapshot {
	t.Helper()
	select {
	case line, ok := <-s.lines:
		if !ok {
			s.stop()
			t.Fatalf("podtop stats --watch ended by itself: %v: %s", s.ProcessState, s.stderr.String())
		}
		return decode(t, line)
	case <-time.After(patience):
		t.Fatalf("no line for %v", patience)
	}
	panic("unreachable")
}

// until reads on until a snapshot is ok, and returns all it read.
func (s *stream) until(t *testing.T, what string, ok func(snapshot) bool) []snapshot {
	t.Helper()
	var seen []snapshot
	for end := time.Now().Add(patience); ; {
		seen = append(seen, s.next(t))
		if ok(seen[len(seen)-1]) {
			return seen
		}
		if time.Now().After(end) {
			last := seen[len(seen)-1]
			t.Fatalf("waited %v for %s; there are %v %v", patience, what, names(last.Pods), names(last.Containers))
		}
	}
}

// stop ends podtop as ctrl+c does, and returns its exit code.
func (s *stream) stop() int {
	if !s.waited {
		s.waited = true
		s.Process.Signal(os.Interrupt)
		for range s.lines {
		}
		s.Wait()
	}
	return s.ProcessState.ExitCode()
}
