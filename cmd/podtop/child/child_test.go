package child

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// sh runs a script as whoever runs the test.
func sh(t *testing.T, ctx context.Context, script string) (string, error) {
	t.Helper()
	out, err := Output(ctx, os.Getuid(), "sh", "-c", script)
	return strings.TrimSpace(string(out)), err
}

// within is how long a test waits at the most for what should happen soon.
const within = time.Minute

func long(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), within)
	t.Cleanup(cancel)
	return ctx
}

// A program is in a session of its own, without a terminal, and reads nothing.
func TestApart(t *testing.T) {
	out, err := sh(t, long(t), `cut -d" " -f6 /proc/$$/stat; echo $$; cat; readlink /proc/self/fd/0; (: </dev/tty) 2>&1 | grep -c /dev/tty; pwd`)
	lines := strings.Split(out, "\n")
	if err != nil || len(lines) != 5 || lines[0] != lines[1] || lines[2] != "/dev/null" || lines[3] != "1" || lines[4] != "/" {
		t.Errorf("%q, %v", lines, err)
	}
}

// It has none of the descriptors that podtop was started with, and of the
// environment nothing that is not made for it.
func TestInheritsNothing(t *testing.T) {
	fd, err := unix.Open("/etc/passwd", unix.O_RDONLY, 0) // not to be closed on exec
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Close(fd)
	t.Setenv("PODTOP_TEST_SECRET", "x")
	t.Setenv("XDG_RUNTIME_DIR", "/run/user/7")
	out, err := sh(t, long(t), "ls /proc/$$/fd; env")
	lines := strings.Fields(out)
	lines = slices.DeleteFunc(lines, func(s string) bool { return strings.HasPrefix(s, "PWD=") || s == "_=/usr/bin/env" })
	want := append([]string{"0", "1", "2"}, environment(os.Getuid())...)
	slices.Sort(lines)
	slices.Sort(want)
	if err != nil || !slices.Equal(slices.DeleteFunc(lines, func(s string) bool { return strings.HasPrefix(s, "SHLVL=") || strings.HasPrefix(s, "OLDPWD=") }), want) {
		t.Errorf("%q, want %q, %v", lines, want, err)
	}
	if env := environment(1000); os.Getuid() != 1000 && !slices.Contains(env, "XDG_RUNTIME_DIR=/run/user/1000") {
		t.Errorf("another's: %q", env)
	}
}

func TestOutputIsBounded(t *testing.T) {
	out, err := sh(t, long(t), "printf x; head -c 10000000 /dev/zero | tr '\\000' y; head -c 100000 /dev/zero | tr '\\000' z >&2; exit 3")
	var exit *exec.ExitError
	if len(out) != maxOutput || out[0] != 'x' || err == nil || len(err.Error()) != maxStderr || !errors.As(err, &exit) || exit.ExitCode() != 3 {
		t.Errorf("%d bytes, %.20v", len(out), err)
	}
}

// What it complains of is the error, without what a terminal would heed.
func TestComplaint(t *testing.T) {
	_, err := sh(t, long(t), `printf '\033]0;x\007no\nmore\n' >&2; false`)
	if err == nil || err.Error() != "?]0;x?no\nmore" {
		t.Errorf("%q", err)
	}
	if _, err := sh(t, long(t), "exit 2"); err == nil || err.Error() != "exit status 2" {
		t.Errorf("%q", err)
	}
	if _, err := Output(long(t), os.Getuid(), "podtop-has-no-such-program"); !errors.Is(err, exec.ErrNotFound) {
		t.Error(err)
	}
}

// Nothing of its group outlives it, or its deadline: not what is stopped, nor
// what it has left behind.
func TestNothingIsLeft(t *testing.T) {
	for name, script := range map[string]string{
		"it hangs":           "sleep 3600",
		"it is stopped":      "kill -STOP $$",
		"it ignores signals": "trap '' TERM HUP INT; while :; do sleep 3600; done",
		"a child hangs":      "sleep 3600 & wait",
		"a child is left":    "sleep 3600 & exit 0",
		"one is stopped":     "sh -c 'kill -STOP $$' & exit 0",
	} {
		t.Run(name, func(t *testing.T) {
			group := filepath.Join(t.TempDir(), "group")
			ctx, cancel := context.WithCancel(long(t))
			go func() {
				eventually(t, func() bool { b, _ := os.ReadFile(group); return len(b) > 1 })
				time.Sleep(20 * time.Millisecond) // it does what it does
				cancel()
			}()
			_, err := sh(t, ctx, "echo $$ >"+group+"; "+script)
			if !strings.Contains(script, "exit 0") && !errors.Is(err, context.Canceled) {
				t.Error(err)
			}
			b, _ := os.ReadFile(group)
			pid, err := strconv.Atoi(strings.TrimSpace(string(b)))
			if err != nil {
				t.Fatal(err)
			}
			eventually(t, func() bool { return errors.Is(unix.Kill(-pid, 0), unix.ESRCH) || zombies(pid) })
		})
	}
}

// zombies reports whether all that is left of a group has ended: init is to
// reap it.
func zombies(group int) bool {
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, path := range stats {
		b, _ := os.ReadFile(path)
		f := strings.Fields(string(b[strings.LastIndexByte(string(b), ')')+1:]))
		if len(f) > 2 && f[2] == strconv.Itoa(group) && f[0] != "Z" {
			return false
		}
	}
	return true
}

// One that left the group, and holds the pipe, is not waited for.
func TestWhatLeftIsNotWaitedFor(t *testing.T) {
	there := filepath.Join(t.TempDir(), "there")
	out, err := sh(t, long(t), "setsid sh -c 'echo $$; : >"+there+"; exec sleep 3600' & until [ -e "+there+" ]; do sleep 0.01; done")
	pid, _ := strconv.Atoi(out)
	if pid > 0 {
		defer unix.Kill(pid, unix.SIGKILL)
	}
	if pid == 0 || err != nil && !errors.Is(err, exec.ErrWaitDelay) {
		t.Errorf("%q, %v", out, err)
	}
}

func TestAsAnother(t *testing.T) {
	const nobody = 65534
	script := []string{"sh", "-c", "id -u; id -G; echo $XDG_RUNTIME_DIR"}
	out, err := Output(long(t), nobody, script...)
	if os.Getuid() != 0 {
		if err == nil {
			t.Errorf("%q", out)
		}
		return
	}
	if want := fmt.Sprintf("%d\n65534\n/run/user/%d\n", nobody, nobody); err != nil || string(out) != want {
		t.Errorf("%q, %v", out, err)
	}
	if _, err := Output(long(t), 4242424, script...); err == nil {
		t.Error("it ran as a user that does not exist")
	}
}

// eventually waits until ok.
func eventually(t *testing.T, ok func() bool) {
	for end := time.Now().Add(within); !ok(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Error("it did not come")
			return
		}
	}
}
