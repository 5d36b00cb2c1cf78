package conn

import (
	"bytes"
	"cmp"
	"fmt"
	"os"
	"path/filepath"
)

// awake reports whether the Podman service of a user runs, by the cgroup that
// the user's systemd gives it:
//
//	user.slice/user-1000.slice/user@1000.service/app.slice/podman.service
//
// On v2 the tree is at the mount, on hybrid in "unified", on v1 in "systemd".
func (s Search) awake(uid int) bool {
	root := cmp.Or(s.Cgroup, "/sys/fs/cgroup")
	service := fmt.Sprintf("user.slice/user-%d.slice/user@%d.service/app.slice/podman.service", uid, uid)
	for _, tree := range []string{"", "unified", "systemd"} {
		if populated(filepath.Join(root, tree, service)) {
			return true
		}
	}
	return false
}

// populated reports whether a cgroup has processes: by cgroup.events, or on v1,
// which has none, by cgroup.procs.
func populated(cgroup string) bool {
	if b, err := os.ReadFile(filepath.Join(cgroup, "cgroup.events")); err == nil {
		return bytes.Contains(b, []byte("populated 1\n"))
	}
	b, err := os.ReadFile(filepath.Join(cgroup, "cgroup.procs"))
	return err == nil && len(b) > 0
}
