//go:build e2e

package main_test

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// patience is how long the suite waits for what must come. An emulated host is
// slow; nothing is asserted about how soon it comes.

// A host is the machine the suite runs on, and what the suite made there.
type host struct {
	kind    string // "v1", "v2" or "host", see TestE2E
	unified bool   // cgroup v2
	journal bool   // journald is there for the suite alone
	podtop  string // the binary
	prefix  string // of every name the suite gives
	dir     string // everything the suite writes
	image   string
	network string   // a bridge of the suite's own
	own     *account // of who runs the suite
	other   *account // of a user beside root; nil but on a throw-away host
	socket  string   // of own's service; "" is wherever podtop finds it itself

	files map[string]kernelFile // for testFigures, see figureFiles
	hardware
}

// newHost finds out where the suite runs and makes what all tests need.
func newHost(t *testing.T) *host {
	h := &host{
		podtop: os.Getenv("PODTOP_BIN"),
		prefix: fmt.Sprintf("e2e%d-", os.Getpid()),
		dir:    scratch(t),
	}
	if h.podtop == "" {
		t.Fatal("PODTOP_BIN does not say where the podtop binary is")
	}
	// Other users have to reach it too.
	copyFile(t, h.podtop, filepath.Join(h.dir, "podtop"))
	h.podtop = filepath.Join(h.dir, "podtop")
	_, err := os.Stat("/sys/fs/cgroup/cgroup.controllers")
	h.unified = err == nil
	throwaway := os.Getenv("PODTOP_E2E_THROWAWAY") == "1"
	h.journal = throwaway || os.Getenv("PODTOP_E2E_JOURNAL") == "1"
	switch {
	case throwaway:
		h.kind, h.own = "host", &account{cmd: []string{"podman"}}
	case h.unified:
		h.kind, h.own = "v2", h.private(t, "")
	default:
		h.kind, h.own = "v1", h.private(t, v1Engine)
	}
	version := h.own.podman(t, "version", "--format", "{{.Client.Version}}")
	t.Logf("podman %s, %s, uid %d", strings.TrimSpace(version), h.kind, os.Getuid())

	h.image = h.importImage(t, h.own)
	h.network = h.prefix + "net"
	h.own.podman(t, "network", "create", h.network)
	t.Cleanup(func() { h.own.podman(t, "network", "rm", "-f", h.network) })
	if h.kind == "host" {
		h.other = &account{lingering(t), []string{"podman"}}
		h.importImage(t, h.other)
	} else {
		h.socket = filepath.Join(h.dir, "podman.sock")
		h.own.serve(t, h.socket)
	}
	return h
}

// scratch makes the suite's directory, with a path short enough for sockets.
func scratch(t *testing.T) string {
	dir, err := os.MkdirTemp("", "podtop-e2e-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		err := os.RemoveAll(dir)
		if err != nil && os.Getuid() != 0 { // files of the user's other ids
			err = exec.Command("podman", "unshare", "rm", "-rf", dir).Run()
		}
		if err != nil {
			t.Error(err)
		}
	})
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

// v1Engine makes Podman use what works without systemd: crun refuses hybrid
// hierarchies.
const v1Engine = `runtime = "runc"
cgroup_manager = "cgroupfs"
`

// private returns the user's own account with a storage of the suite's own.
func (h *host) private(t *testing.T, engine string) *account {
	conf := filepath.Join(h.dir, "containers.conf")
	events := "file"
	if h.journal {
		events = "journald"
	}
	text := `[containers]
default_ulimits = ["nofile=1024:2048", "nproc=1024:2048"]
log_driver = "k8s-file"
[engine]
events_logger = "` + events + `"
` + engine
	if err := os.WriteFile(conf, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	at := func(name string) string { return filepath.Join(h.dir, name) }
	a := &account{
		cmd: []string{
			"env", "CONTAINERS_CONF=" + conf, "podman", "--root", at("root"), "--runroot", at("runroot"),
			"--tmpdir", at("tmp"), "--network-config-dir", at("networks"),
		},
	}
	t.Cleanup(func() { unmount(t, at("root")) })
	return a
}

// unmount takes away the mount that Podman leaves on its storage, so that the
// storage can be removed.
func unmount(t *testing.T, root string) {
	mounts, err := os.ReadFile("/proc/self/mounts")
	if err != nil {
		t.Error(err)
	}
	for line := range strings.Lines(string(mounts)) {
		if f := strings.Fields(line); strings.HasPrefix(f[1], root+"/") {
			if out, err := exec.Command("umount", f[1]).CombinedOutput(); err != nil {
				t.Errorf("umount %s: %v: %s", f[1], err, out)
			}
		}
	}
}

// silent listens on a socket and accepts what comes, but never answers.
func silent(t *testing.T, path string) {
	l, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			t.Cleanup(func() { c.Close() })
		}
	}()
}
