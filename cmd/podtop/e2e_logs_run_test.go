//go:build e2e

package main_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"
)

// userID is the uid of the account's user.
func (a *account) userID() int {
	if a.user == nil {
		return os.Getuid()
	}
	return int(a.user.uid)
}

// stamp is a time as --since takes it.
func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }

// A logLine is a line of podtop logs --format json.
type logLine struct {
	Time                         time.Time
	Kind, Name, ID, Stream, Text string
	UID                          int
}

// said is who said what to where.
func (h *host) said(lines []logLine) (said []string) {
	for _, l := range lines {
		said = append(said, strings.TrimPrefix(l.Name, h.prefix)+" "+l.Stream+" "+l.Text)
	}
	return said
}

// logs runs podtop logs, which has to end with that code.
func (v viewer) logs(t *testing.T, code int, args ...string) (stdout, stderr string) {
	t.Helper()
	cmd := v.command(append([]string{"logs"}, args...)...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); cmd.ProcessState == nil || cmd.ProcessState.ExitCode() != code {
		t.Fatalf("%v: %v, want code %d: %s", cmd.Args, err, code, errs.String())
	}
	return out.String(), errs.String()
}

// logLines runs podtop logs, which has to succeed without a word.
func (v viewer) logLines(t *testing.T, args ...string) (lines []logLine) {
	t.Helper()
	out, errs := v.logs(t, 0, append([]string{"--format", "json"}, args...)...)
	if errs != "" {
		t.Errorf("%q: %s", args, errs)
	}
	for line := range strings.Lines(out) {
		var l logLine
		if err := json.Unmarshal([]byte(line), &l); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		lines = append(lines, l)
	}
	return lines
}

// waitLine waits until the last line of a container begins with text.
func (v viewer) waitLine(t *testing.T, name, text string) {
	t.Helper()
	wait(t, fmt.Sprintf("%q of %s", text, name), func() bool {
		out, _ := v.logs(t, 0, name, "-n", "1", "--format", "raw")
		return strings.HasPrefix(out, text)
	})
}

// A followed log is a running podtop logs --follow.
type followed struct {
	*exec.Cmd
	in     *os.File
	lines  chan string
	seen   []string
	stderr bytes.Buffer // to be read when it has ended
}

// follow starts podtop logs --follow.
func (v viewer) follow(t *testing.T, args ...string) *followed {
	t.Helper()
	f := &followed{Cmd: v.command(append([]string{"logs", "--follow", "--format", "raw"}, args...)...), lines: make(chan string, 1000)}
	in, out, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	f.in, f.Stdout, f.Stderr = in, out, &f.stderr
	if err := f.Start(); err != nil {
		t.Fatal(err)
	}
	out.Close()
	t.Cleanup(func() { f.Process.Kill(); f.Wait(); in.Close() })
	go func() {
		defer close(f.lines)
		for s := bufio.NewScanner(in); s.Scan(); {
			f.lines <- s.Text()
		}
	}()
	return f
}

// wait waits for a line.
func (f *followed) wait(t *testing.T, text string) {
	t.Helper()
	for end := time.After(patience); ; {
		select {
		case line, ok := <-f.lines:
			if !ok {
				f.Cmd.Wait()
				t.Fatalf("it ended after %q, before %q: %v: %s", f.seen, text, f.ProcessState, f.stderr.String())
			}
			f.seen = append(f.seen, line)
			if line == text {
				return
			}
		case <-end:
			t.Fatalf("waited %v for %q; there was %q", patience, text, f.seen)
		}
	}
}

// ended waits until podtop has ended, which it has to without a word, after
// those lines and no other.
func (f *followed) ended(t *testing.T, lines ...string) {
	t.Helper()
	f.endedWith(t, "", lines...)
}

// endedWith is ended with that on standard error.
func (f *followed) endedWith(t *testing.T, stderr string, lines ...string) {
	t.Helper()
	end := time.AfterFunc(patience, func() { f.Process.Kill() })
	defer end.Stop()
	for line := range f.lines {
		f.seen = append(f.seen, line)
	}
	if err := f.Cmd.Wait(); err != nil || f.stderr.String() != stderr {
		t.Errorf("it ended: %v: %q", err, f.stderr.String())
	}
	if !slices.Equal(f.seen, lines) {
		t.Errorf("it was %q, want %q", f.seen, lines)
	}
}
