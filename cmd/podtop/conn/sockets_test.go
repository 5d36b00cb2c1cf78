package conn

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"testing"
)

// listen makes a socket that nobody serves.
func listen(t *testing.T, path string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
}

func TestOwnSocket(t *testing.T) {
	uid := os.Getuid()
	run := filepath.Dir(socketPath(t))
	s := Search{UID: uid, Run: run, Runtime: filepath.Join(run, "user", fmt.Sprint(uid))}
	if got := s.Sockets(); len(got) != 0 {
		t.Errorf("in an empty world: %+v", got)
	}
	dir := s.Runtime
	if uid == 0 {
		dir = run
	}
	want := filepath.Join(dir, "podman", "podman.sock")
	listen(t, want)
	got := s.Sockets()
	if len(got) != 1 || got[0].Path != want || got[0].UID != uid || got[0].User == "" || got[0].Asleep {
		t.Errorf("%+v", got)
	}
}

func TestNamedSocket(t *testing.T) {
	path := socketPath(t)
	s := Search{UID: os.Getuid(), Host: path}
	if got := s.Sockets(); len(got) != 1 || got[0].Path != path || got[0].UID != os.Getuid() {
		t.Errorf("before it exists: %+v", got)
	}
	listen(t, path)
	if got := s.Sockets(); len(got) != 1 || got[0].UID != os.Getuid() {
		t.Errorf("%+v", got)
	}
}

// A socket, or a directory of it, that is another's or a link is no user's.
func TestUsersSockets(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("only root can make other users' directories")
	}
	run := filepath.Dir(socketPath(t))
	mine := func(uid, dirOwner, sockOwner int) {
		dir := filepath.Join(run, "user", fmt.Sprint(uid))
		path := filepath.Join(dir, "podman", "podman.sock")
		listen(t, path)
		for p, owner := range map[string]int{dir: dirOwner, path: sockOwner} {
			if err := os.Lchown(p, owner, owner); err != nil {
				t.Fatal(err)
			}
		}
	}
	mine(4001, 4001, 4001)
	mine(4002, 0, 4002)
	mine(4003, 4003, 0)
	mine(4004, 4004, 4004)
	listen(t, filepath.Join(run, "real.sock"))
	linked := filepath.Join(run, "user", "4005", "podman")
	if err := os.MkdirAll(linked, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(run, "real.sock"), filepath.Join(linked, "podman.sock")); err != nil {
		t.Fatal(err)
	}
	cgroup := filepath.Join(run, "cgroup")
	service := filepath.Join(cgroup, "user.slice/user-4004.slice/user@4004.service/app.slice/podman.service")
	if err := os.MkdirAll(service, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(service, "cgroup.events"), []byte("populated 1\nfrozen 0\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, leave := range []bool{false, true} {
		got := Search{Run: run, Cgroup: cgroup, LeaveAsleep: leave}.Sockets()
		if len(got) != 2 || got[0].UID != 4001 || got[0].User != "4001" || got[0].Asleep != leave || got[1].UID != 4004 || got[1].Asleep {
			t.Errorf("leaving those asleep %t: %+v", leave, got)
		}
	}
}

func TestPopulated(t *testing.T) {
	dir := t.TempDir()
	if populated(dir) {
		t.Error("an empty directory is populated")
	}
	for _, f := range []struct {
		name, text string
		want       bool
	}{
		{"cgroup.procs", "", false},
		{"cgroup.procs", "17\n", true},
		{"cgroup.events", "populated 0\nfrozen 0\n", false},
		{"cgroup.events", "frozen 0\npopulated 1\n", true},
	} {
		if err := os.WriteFile(filepath.Join(dir, f.name), []byte(f.text), 0o644); err != nil {
			t.Fatal(err)
		}
		if got := populated(dir); got != f.want {
			t.Errorf("%s %q: %t", f.name, f.text, got)
		}
	}
}
