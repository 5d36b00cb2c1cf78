package actions

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"podtop/model"
	"podtop/model/probe"
)

func TestShells(t *testing.T) {
	proc := t.TempDir()
	file := func(path string) {
		path = filepath.Join(proc, path)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	file("10/root/usr/bin/bash")
	file("10/root/usr/bin/sh")
	if err := os.Symlink("usr/bin", filepath.Join(proc, "10/root/bin")); err != nil {
		t.Fatal(err)
	}
	file("11/root/bin/busybox")
	if err := os.Symlink("/bin/busybox", filepath.Join(proc, "11/root/bin/sh")); err != nil {
		t.Fatal(err)
	}
	file("12/root/server")
	file("etc/bash")
	if err := os.MkdirAll(filepath.Join(proc, "13/root"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("../../../etc", filepath.Join(proc, "13/root/bin")); err != nil { // out of its files
		t.Fatal(err)
	}

	user := func(uid, pid int, name string) probe.Target {
		return probe.Target{Target: model.Target{ID: "4f1c", Name: name, UID: uid, User: "op"}, Runtime: model.Podman, PID: pid}
	}
	services := func(uid int) (Service, bool) {
		switch uid {
		case 0:
			return Service{Socket: "/run/podman/podman.sock", Default: true}, true
		case 1000:
			return Service{Socket: "/run/user/1000/podman/podman.sock"}, true
		}
		return Service{}, false
	}
	docker := user(0, 10, "web")
	docker.Runtime = model.Docker
	for _, tt := range []struct {
		what    string
		self    int
		missing string
		subject probe.Target
		state   model.State
		want    []string // how each command begins; or the error
	}{
		{"a shell of its own, then the host's", 0, "", user(0, 10, "web"), model.Running, []string{
			"podman exec -it web bash", "podman exec -it web sh", "nsenter --target 10 --net -- bash", "nsenter --target 10 --net --ipc --uts --pid -- bash",
		}},
		{"a link to a link", 0, "nsenter", user(0, 11, "web"), model.Running, []string{"podman exec -it web sh"}},
		{"none in the image", 0, "bash", user(0, 12, "web"), model.Running, []string{"nsenter --target 12 --net -- sh", "nsenter --target 12"}},
		{"a link out of its files", 0, "nsenter", user(0, 13, "web"), model.Running, []string{"no shell in web"}},
		{"not to be looked at", 0, "nsenter", user(0, 14, "web"), model.Running, []string{"podman exec -it web sh"}},
		{"another's, by the service", 0, "nsenter", user(1000, 11, "web"), model.Running, []string{"podman --url unix:///run/user/1000/podman/podman.sock exec -it web sh"}},
		{"another's, without one", 0, "nsenter", user(1001, 11, "web"), model.Running, []string{"runuser -u op -- env XDG_RUNTIME_DIR=/run/user/1001 podman exec -it web sh"}},
		{"another's, without one, and not root", 1002, "", user(1001, 11, "web"), model.Running, []string{"no shell in web: it is op’s, and only root can get in; start podtop as root"}},
		{"another's Docker, and not root", 1002, "", docker, model.Running, []string{"no shell in web: it is op’s, and only root can get in"}},
		{"another's, by the service, and not root", 1002, "", user(1000, 11, "web"), model.Running, []string{"podman --url unix:///run/user/1000/podman/podman.sock exec -it web sh"}},
		{"one's own, without a service", 1001, "", user(1001, 11, "web"), model.Running, []string{
			"podman exec -it web sh", "podman unshare nsenter --target 11 --net -- bash", "podman unshare nsenter",
		}},
		{"a name Podman would not give", 0, "nsenter", user(0, 11, "x;reboot"), model.Running, []string{"podman exec -it 4f1c sh"}},
		{"Docker's", 0, "", docker, model.Running, []string{"nsenter --target 10 --net -- bash", "nsenter"}},
		{"paused", 0, "", user(0, 10, "web"), model.Paused, []string{"no shell in web: it is paused"}},
		{"ended", 0, "", user(0, 0, "web"), model.Exited, []string{"no shell in web: it does not run"}},
		{"no podman here", 0, "podman", user(0, 10, "web"), model.Running, []string{"nsenter", "nsenter"}},
	} {
		d := &Door{Self: tt.self, Service: services, Process: below(proc), LookPath: func(name string) (string, error) {
			if name == tt.missing {
				return "", errors.New("not found")
			}
			return "/usr/bin/" + name, nil
		}}
		ways, err := d.Shells(tt.subject, tt.state)
		var got []string
		for _, w := range ways {
			got = append(got, w.Command())
		}
		if err != nil {
			got = []string{err.Error()}
		}
		if len(got) != len(tt.want) {
			t.Errorf("%s: %q, want %q", tt.what, got, tt.want)
			continue
		}
		for i := range got {
			if !strings.HasPrefix(got[i], tt.want[i]) {
				t.Errorf("%s: %q, want %q", tt.what, got[i], tt.want[i])
			}
		}
	}
}

// below opens the directories of processes below proc.
func below(proc string) func(probe.Target) (*os.File, error) {
	return func(s probe.Target) (*os.File, error) { return os.Open(filepath.Join(proc, strconv.Itoa(s.PID))) }
}

// Root enters the namespaces of the process that was looked at, and not of one
// that has its number by then; the command shown is what a person would type.
func TestPrepare(t *testing.T) {
	proc := t.TempDir()
	var s probe.Target
	s.ID, s.PID, s.UID = "4f1c", 10, 1000
	for _, name := range []string{"net", "ipc", "uts", "pid"} {
		path := filepath.Join(proc, "10/ns", name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(name), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	d := &Door{Service: func(int) (Service, bool) { return Service{}, false }, Process: below(proc), LookPath: func(name string) (string, error) { return name, nil }}
	enter := d.hostShells(s)
	if got := enter[1].Command(); got != "nsenter --target 10 --net --ipc --uts --pid -- bash" {
		t.Error(got)
	}
	args, files, err := enter[1].Prepare()
	if want := "nsenter --net=/proc/self/fd/3 --ipc=/proc/self/fd/4 --uts=/proc/self/fd/5 --pid=/proc/self/fd/6 -- sh -c exec 3<&-; exec 4<&-; exec 5<&-; exec 6<&-; exec bash"; err != nil || strings.Join(args, " ") != want {
		t.Errorf("%q, %v", args, err)
	}
	for i, f := range files {
		if b, err := io.ReadAll(f); err != nil || string(b) != enter[1].Namespaces[i] {
			t.Errorf("descriptor %d is that of %q, %v", 3+i, b, err)
		}
	}
	closeAll(files)

	if err := os.RemoveAll(filepath.Join(proc, "10/ns/uts")); err != nil {
		t.Fatal(err)
	}
	if args, files, err := enter[1].Prepare(); err == nil || files != nil {
		t.Errorf("without one of them: %q, %v", args, err)
	}
	d.Process = func(probe.Target) (*os.File, error) { return nil, errors.New("process 10 is not in the cgroup of web") }
	if args, _, err := d.hostShells(s)[0].Prepare(); err == nil || !strings.Contains(err.Error(), "is not in the cgroup") {
		t.Errorf("of another's process: %q, %v", args, err)
	}
	// A shell of the container's own asks Podman, which knows its processes; and
	// oneself may enter only what is one's own.
	s.Runtime = model.Podman
	if args, files, err := d.ownShells(s)[0].Prepare(); err != nil || files != nil || args[len(args)-1] != "sh" {
		t.Errorf("%q, %v", args, err)
	}
	if way := d.ownShells(s)[0]; way.Args[0] != "runuser" || way.As != "1000" {
		t.Errorf("%+v is to become another user", way)
	}
	d.Self = 1000
	if args, files, err := d.hostShells(s)[0].Prepare(); err != nil || files != nil || strings.Join(args, " ") != "podman unshare nsenter --target 10 --net -- bash" {
		t.Errorf("%q, %v", args, err)
	}
}

// What is copied is a command that knows the container.
func TestPodmanOf(t *testing.T) {
	services := func(uid int) (Service, bool) {
		switch uid {
		case 0:
			return Service{Socket: "/run/podman/podman.sock", Default: true}, true
		case 1000:
			return Service{Socket: "/run/user/1000/podman/podman.sock"}, true
		}
		return Service{}, false
	}
	for _, tt := range []struct {
		self, uid int
		runtime   model.Runtime
		want      string
	}{
		{0, 0, model.Podman, "podman"},
		{0, 1000, model.Podman, "podman --url unix:///run/user/1000/podman/podman.sock"},
		{0, 1001, model.Podman, "runuser -u op -- env XDG_RUNTIME_DIR=/run/user/1001 podman"},
		{1001, 1001, model.Podman, "podman"},
		{1002, 1001, model.Podman, ""},
		{0, 0, model.Docker, ""},
	} {
		d := &Door{Self: tt.self, Service: services}
		s := probe.Target{Target: model.Target{ID: "4f1c", UID: tt.uid, User: "op"}, Runtime: tt.runtime}
		if got := d.Podman(s); got != tt.want {
			t.Errorf("user %d, of %d's: %q, want %q", tt.self, tt.uid, got, tt.want)
		}
	}
}
