//go:build e2e

package main_test

import (
	"fmt"
	"os/exec"
	osuser "os/user"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
)

// A user is somebody other than who runs the suite; nil is who does.
type user struct {
	name     string
	uid, gid uint32
	env      []string
}

// become makes cmd run as u, from the root directory.
func (u *user) become(cmd *exec.Cmd) *exec.Cmd {
	cmd.Dir = "/"
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if u != nil {
		cmd.Env = u.env
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: u.uid, Gid: u.gid}
	}
	return cmd
}

// lingering returns a user whose systemd runs, with the environment of a login.
func lingering(t *testing.T) *user {
	t.Helper()
	sockets, err := filepath.Glob("/run/user/*/podman/podman.sock")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range sockets {
		dir := filepath.Dir(filepath.Dir(s))
		if u, err := osuser.LookupId(filepath.Base(dir)); err == nil && u.Uid != "0" {
			return newUser(t, u, "XDG_RUNTIME_DIR="+dir, "DBUS_SESSION_BUS_ADDRESS=unix:path="+dir+"/bus")
		}
	}
	t.Fatal("a throw-away host has a user who lingers and has a Podman socket; this one has none")
	return nil
}

// nobody returns the user nobody, who has no session.
func nobody(t *testing.T) *user {
	t.Helper()
	u, err := osuser.Lookup("nobody")
	if err != nil {
		t.Fatal(err)
	}
	return newUser(t, u)
}

func newUser(t *testing.T, u *osuser.User, env ...string) *user {
	t.Helper()
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		t.Fatal(err)
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	if err != nil {
		t.Fatal(err)
	}
	env = append(env, "HOME="+u.HomeDir, "USER="+u.Username, "PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "TERM=xterm-256color")
	return &user{u.Username, uint32(uid), uint32(gid), env}
}

// A view is one user's containers seen by somebody.
type view struct {
	name  string
	owner *account
	viewer
}

// views are all the pairs the host offers.
func (h *host) views() []view {
	views := []view{{"own", h.own, h.viewer()}}
	if h.other != nil {
		views = append(views,
			view{"rootless", h.other, viewer{user: h.other.user, podtop: h.podtop}},
			view{"rootless_by_root", h.other, h.viewer()})
	}
	return views
}

// each runs test for each view.
func (h *host) each(t *testing.T, test func(*testing.T, view)) {
	for _, v := range h.views() {
		t.Run(v.name, func(t *testing.T) { test(t, v) })
	}
}

// row returns b's row in s, and checks whose it is.
func (v view) row(t *testing.T, s snapshot, b *box) *row {
	t.Helper()
	r := named(s.Containers, b.name)
	switch {
	case r == nil:
		t.Fatalf("no container %s in %s", b.name, names(s.Containers))
	case r.ID != b.id:
		t.Errorf("%s has id %s, want %s", b.name, r.ID, b.id)
	case v.owner.user != nil && r.User != v.owner.user.name:
		t.Errorf("%s is %q's, want %q's", b.name, r.User, v.owner.user.name)
	}
	return r
}

func names(rows []row) []string {
	var names []string
	for _, r := range rows {
		names = append(names, fmt.Sprintf("%s(%s)", r.Name, r.State))
	}
	return names
}
