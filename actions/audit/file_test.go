package audit

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// Where no line can be written nothing is done, and it is said why.
func TestNoLineNoChange(t *testing.T) {
	for name, tt := range map[string]struct {
		spoil func(t *testing.T, path string)
		want  string
	}{
		"no path":        {nil, "XDG_STATE_HOME"},
		"a directory":    {func(t *testing.T, path string) { mkdir(t, path) }, "is a directory"},
		"a symlink":      {func(t *testing.T, path string) { symlink(t, path+".x", path) }, "symbolic links"},
		"dir a symlink":  {func(t *testing.T, path string) { dirLink(t, filepath.Dir(path)) }, "not a directory"},
		"a FIFO":         {func(t *testing.T, path string) { check(t, unix.Mkfifo(path, 0o600)) }, "no plain file"},
		"mode":           {func(t *testing.T, path string) { write(t, path, "", 0o644) }, "mode 0644"},
		"mode of dir":    {func(t *testing.T, path string) { check(t, os.Chmod(filepath.Dir(path), 0o770)) }, "mode 0770"},
		"two names":      {func(t *testing.T, path string) { write(t, path, "", 0o600); check(t, os.Link(path, path+"2")) }, "2 names"},
		"owner":          {func(t *testing.T, path string) { write(t, path, "", 0o600) }, "belongs to uid"},
		"no podtop line": {func(t *testing.T, path string) { write(t, path, "hello\n", 0o600) }, "audit --verify"},
		"held":           {func(t *testing.T, path string) { write(t, path, "", 0o600); flock(t, path) }, "does not let go"},
		"too large":      {func(t *testing.T, path string) { write(t, path, "", 0o600); check(t, os.Truncate(path, MaxSize+1)) }, "move it away"},
	} {
		t.Run(name, func(t *testing.T) {
			path := logPath(t)
			mkdir(t, filepath.Dir(path))
			if tt.spoil == nil {
				path = ""
			} else {
				tt.spoil(t, path)
			}
			l := Open(path, Options{Journal: "-", Wait: 50 * time.Millisecond})
			if name == "owner" {
				l.uid++
			}
			f := &fake{}
			err := Audited(f, l).Do(context.Background(), pausing("web"))
			if err == nil || !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), "nothing was changed") {
				t.Errorf("%v, want %s", err, tt.want)
			}
			if f.did != 0 {
				t.Error("it was done")
			}
		})
	}
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func mkdir(t *testing.T, path string) { t.Helper(); check(t, os.MkdirAll(path, 0o700)) }
func symlink(t *testing.T, to, at string) {
	t.Helper()
	write(t, to, "", 0o600)
	check(t, os.Symlink(to, at))
}

func dirLink(t *testing.T, dir string) {
	t.Helper()
	check(t, os.Remove(dir))
	check(t, os.Symlink(t.TempDir(), dir))
}

func write(t *testing.T, path, text string, mode os.FileMode) {
	t.Helper()
	check(t, os.WriteFile(path, []byte(text), mode))
	check(t, os.Chmod(path, mode))
}

// flock holds the lock as another podtop would.
func flock(t *testing.T, path string) {
	t.Helper()
	f, err := os.Open(path)
	check(t, err)
	t.Cleanup(func() { f.Close() })
	check(t, unix.Flock(int(f.Fd()), unix.LOCK_EX))
}

// On a full disk nothing is done, and the line that could not be written whole
// is taken back.
func TestDiskFull(t *testing.T) {
	path, before := written(t, 2)
	out, err := again(t, "full", path).Output()
	check(t, err)
	if !strings.Contains(string(out), "nothing was changed") || !strings.Contains(string(out), "file too large") {
		t.Errorf("%s", out)
	}
	if after := read(t, path); len(after) != len(before) || verify(t, path).Wrong != nil {
		t.Errorf("%q", after)
	}
}

// onFullDisk may write no more than a few bytes beyond what is there.
func onFullDisk(path string) {
	st, err := os.Stat(path)
	if err != nil {
		panic(err)
	}
	few := uint64(st.Size()) + 20
	if err := unix.Setrlimit(unix.RLIMIT_FSIZE, &unix.Rlimit{Cur: few, Max: few}); err != nil {
		panic(err)
	}
	f := &fake{}
	fmt.Println(Audited(f, Open(path, Options{Journal: "-"})).Do(context.Background(), pausing("web")))
	if f.did > 0 {
		panic("it was done")
	}
}

// The lock is asked for no longer than the caller waits.
func TestLockHasTheCallersDeadline(t *testing.T) {
	path, _ := written(t, 2)
	flock(t, path)
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	if _, err := Open(path, Options{Journal: "-", Wait: time.Hour}).Begin(ctx, pausing("web")); err == nil {
		t.Error("no error")
	}
}

func TestPath(t *testing.T) {
	env := func(m map[string]string) func(string) string { return func(k string) string { return m[k] } }
	for want, tt := range map[string]struct {
		uid  int
		vars map[string]string
	}{
		"/var/log/podtop/audit.jsonl":              {0, map[string]string{"XDG_STATE_HOME": "/x", "HOME": "/root"}},
		"/x/podtop/audit.jsonl":                    {1, map[string]string{"XDG_STATE_HOME": "/x"}},
		"/home/op/.local/state/podtop/audit.jsonl": {1, map[string]string{"XDG_STATE_HOME": "x", "HOME": "/home/op"}},
		"": {1, nil},
	} {
		if got := Path(tt.uid, env(tt.vars)); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
