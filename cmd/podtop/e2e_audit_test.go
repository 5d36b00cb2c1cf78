//go:build e2e

package main_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// testAudit pauses a container from the screen and lets it go on: both are in
// the audit log, which is whole until somebody touches it. Where it cannot be
// written nothing is changed.
func testAudit(t *testing.T, h *host) {
	b := h.run(t, h.own, "audit", []string{"--cpus", "0.2"}, "sh", "-c", busy)
	v := h.changer(t)
	s := v.screen(t, 140, tall)
	s.wait(t, b.name)
	s.changeState(t, b, "pause", "paused")
	wait(t, "its row to say so", func() bool { return s.says(b.name, "paused") })
	s.changeState(t, b, "unpause", "running")
	s.waitUnpaused(t, b)
	b.audited(t, v)
	whole(t, h, v)
	for name, touch := range map[string]func(lines []string) []string{
		"changed": func(l []string) []string {
			l[len(l)-2] = strings.Replace(l[len(l)-2], b.name, "another", 1)
			return l
		},
		"lost":      func(l []string) []string { return append(l[:len(l)-3], l[len(l)-2:]...) },
		"reordered": func(l []string) []string { l[len(l)-2], l[len(l)-3] = l[len(l)-3], l[len(l)-2]; return l },
		"cut":       func(l []string) []string { return l[:len(l)-1] },
	} {
		touched(t, h, v, name, touch)
	}
	whole(t, h, v)
	unwritable(t, v, s, b)
}

// changeState answers yes to a question about b, and waits for Podman to have done
// it.
func (s *screen) changeState(t *testing.T, b *box, verb, state string) {
	t.Helper()
	s.ask(t, b.name, verb)
	s.press(t, "y")
	wait(t, "Podman to "+verb+" it", func() bool { return b.inspect(t, "{{.State.Status}}") == state })
}

// output runs podtop and returns what it said, and its exit code.
func (v viewer) output(t *testing.T, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	cmd := v.command(args...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return out.String(), errs.String(), cmd.ProcessState.ExitCode()
}

// audited checks that podtop audit has what was done to b.
func (b *box) audited(t *testing.T, v viewer) {
	t.Helper()
	out, errs, code := v.output(t, "audit", "--container", b.name, "--format", "json")
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if code != 0 || len(lines) != 2 {
		t.Fatalf("exit code %d: %q %q", code, out, errs)
	}
	for i, verb := range []string{"pause", "unpause"} {
		var e struct {
			Verb, Outcome, Command string
			Container              struct{ ID, Cgroup string }
			Who                    struct{ UID int }
		}
		if err := json.Unmarshal([]byte(lines[i]), &e); err != nil {
			t.Fatal(err)
		}
		if e.Verb != verb || e.Outcome != "done" || e.Container.ID != b.id || e.Container.Cgroup == "" || e.Who.UID != os.Getuid() || !strings.Contains(e.Command, verb+" "+b.name) {
			t.Errorf("%+v in %s", e, lines[i])
		}
	}
}

// whole checks that nothing is wrong with the log. A real host's journal has
// its last hash.
func whole(t *testing.T, h *host, v viewer) {
	t.Helper()
	var out, errs string
	wait(t, "the log to be whole", func() bool {
		var code int
		out, errs, code = v.output(t, "audit", "--verify")
		if code != 0 {
			t.Fatalf("exit code %d: %s%s", code, out, errs)
		}
		return h.kind != "host" || !strings.Contains(out, "unproven")
	})
	if h.kind == "host" && !strings.Contains(out, "the journal has the hash of line") {
		t.Errorf("no copy in the journal: %s", out)
	}
}

// touched checks that verifying says what was done to the log, which it then
// puts back.
func touched(t *testing.T, h *host, v viewer, name string, touch func([]string) []string) {
	t.Helper()
	path := v.auditLog()
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := os.WriteFile(path, good, 0o600); err != nil {
			t.Error(err)
		}
	}()
	lines := touch(strings.SplitAfter(strings.TrimSuffix(string(good), "\n"), "\n"))
	last := len(lines) - 1
	lines[last] = strings.TrimSuffix(lines[last], "\n") + "\n"
	if err := os.WriteFile(path, []byte(strings.Join(lines, "")), 0o600); err != nil {
		t.Fatal(err)
	}
	out, errs, code := v.output(t, "audit", "--verify")
	if name == "cut" && code == 0 && h.kind != "host" { // there may be no journal that knows of it
		if !strings.Contains(out, "tail unproven") {
			t.Errorf("cut, and no word of it: %s%s", out, errs)
		}
		return
	}
	if code != 1 || !strings.Contains(errs, name) {
		t.Errorf("%s: exit code %d: %s%s", name, code, out, errs)
	}
}

// unwritable puts a symlink in the log's place: b is left as it is.
func unwritable(t *testing.T, v viewer, s *screen, b *box) {
	t.Helper()
	path := v.auditLog()
	if err := os.Rename(path, path+".away"); err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := os.Rename(path+".away", path); err != nil {
			t.Error(err)
		}
	}()
	if err := os.Symlink(filepath.Base(path)+".away", path); err != nil {
		t.Fatal(err)
	}
	s.ask(t, b.name, "pause")
	s.press(t, "y")
	s.wait(t, "nothing was changed: the audit log")
	if state := b.inspect(t, "{{.State.Status}}"); state != "running" {
		t.Errorf("it is %s", state)
	}
}

// testReadOnly opens the screen so that it changes nothing: for who asks for
// that, and for all where the host's owner does.
func testReadOnly(t *testing.T, h *host) {
	b := h.run(t, h.own, "readonly", []string{"--cpus", "0.2"}, "sh", "-c", busy)
	looks(t, h.viewer().screen(t, 140, tall, "--read-only"), b)
	if h.kind != "host" || os.Getuid() != 0 {
		return // the host is not the suite's
	}
	const path = "/etc/podtop/config.toml"
	t.Cleanup(func() { os.RemoveAll(filepath.Dir(path)) })
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("read_only = true\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, v := range h.views() {
		looks(t, v.viewer.screen(t, 140, tall, "--read-only=false"), b)
	}
	if err := os.Chmod(path, 0o666); err != nil {
		t.Fatal(err)
	}
	if _, errs, code := h.viewer().output(t); code != 1 || !strings.Contains(errs, "not to be trusted") {
		t.Errorf("exit code %d: %s", code, errs)
	}
}

// looks checks that no key of s changes b, or opens a shell.
func looks(t *testing.T, s *screen, b *box) {
	t.Helper()
	s.wait(t, b.name)
	if hint := s.line("? help"); strings.Contains(hint, "pause") {
		t.Errorf("it hints at %q", hint)
	}
	s.press(t, "/"+b.name+"\r")
	s.wait(t, "filter: "+b.name)
	s.press(t, "jF")
	s.wait(t, "read-only: ")
	s.press(t, "\x1b")
	wait(t, "that to go", func() bool { return s.line("read-only: ") == "" })
	s.press(t, "e")
	s.wait(t, "read-only: a shell could change anything")
	if state := b.inspect(t, "{{.State.Status}}"); state != "running" {
		t.Errorf("it is %s", state)
	}
}
