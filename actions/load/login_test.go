package load

import (
	"errors"
	"io/fs"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"podtop/model/bench"
)

// socketServer answers at a unix socket of that mode. It counts by whom it is
// asked.
func socketServer(t *testing.T, mode os.FileMode, asked func(uid uint32)) Target {
	dir, err := os.MkdirTemp("", "s") // t.TempDir is root's alone
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	path := filepath.Join(dir, "s")
	l, err := net.Listen("unix", path)
	if err := errors.Join(err, os.Chmod(dir, 0o755), os.Chmod(path, mode)); err != nil {
		t.Fatal(err)
	}
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	s.Listener = l
	s.Config.ConnState = func(c net.Conn, state http.ConnState) {
		raw, err := c.(*net.UnixConn).SyscallConn()
		if err != nil || state != http.StateNew {
			return
		}
		_ = raw.Control(func(fd uintptr) {
			if cred, err := unix.GetsockoptUcred(int(fd), unix.SOL_SOCKET, unix.SO_PEERCRED); err == nil {
				asked(cred.Uid)
			}
		})
	}
	s.Start()
	t.Cleanup(s.Close)
	return Target{Network: "unix", Address: path, Host: "localhost", Method: "GET", Path: "/"}
}

func TestSocket(t *testing.T) {
	target := socketServer(t, 0o600, func(uid uint32) {
		if int(uid) != os.Getuid() {
			t.Errorf("asked by uid %d", uid)
		}
	})
	tally := put(t, target, bench.Load{Rate: 50, Connections: 2, Time: 100 * time.Millisecond, Timeout: time.Second})
	if tally.Ends[bench.Answered] != 5 {
		t.Errorf("%d answered; %s", tally.Ends[bench.Answered], tally.Failures())
	}
	target.Address += "x"
	tally = put(t, target, bench.Load{Rate: 50, Connections: 2, Time: 100 * time.Millisecond, Timeout: time.Second})
	if tally.Ends[bench.Refused] != 5 {
		t.Errorf("where there is none: %s", tally.Failures())
	}
}

// Under sudo a socket is reached by the user who called it, and by that user
// alone; podtop itself stays root.
func TestLogin(t *testing.T) {
	login := &Login{UID: 65534, GID: 65534, Groups: []int{65534}}
	if os.Getuid() != 0 {
		if err := login.become(); err == nil {
			t.Error("became another user without root")
		}
		return
	}
	load := bench.Load{Rate: 50, Connections: 2, Time: 100 * time.Millisecond, Timeout: time.Second}
	open := socketServer(t, 0o666, func(uid uint32) {
		if uid != 65534 {
			t.Errorf("asked by uid %d", uid)
		}
	})
	open.Login = login
	if tally := put(t, open, load); tally.Ends[bench.Answered] != 5 {
		t.Errorf("%d answered; %s", tally.Ends[bench.Answered], tally.Failures())
	}
	rootsOwn := socketServer(t, 0o600, func(uint32) { t.Error("root's own socket was reached") })
	rootsOwn.Login = login
	if tally := put(t, rootsOwn, load); tally.Ends[bench.Unreachable] != 5 {
		t.Errorf("%d answered; %s", tally.Ends[bench.Answered], tally.Failures())
	}
	if _, err := login.dial(rootsOwn.Address); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("the error is %v", err)
	}
	if uid, groups := os.Geteuid(), must(os.Getgroups()); uid != 0 || len(groups) == 1 && groups[0] == 65534 {
		t.Errorf("podtop is uid %d with groups %v now", uid, groups)
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
