package podman

import (
	"fmt"
	"strings"

	"podtop/model"
)

// A user's service, and a user's process that calls itself conmon, may say what
// they like: they are believed only about containers that are the user's.

// owners is whose slice each container's cgroup is in, as the kernel shows it.
type owners map[model.ID]int

// trusts reports whether user uid's answers about container id are used. self
// is the user podtop runs as: what its own Podman says does no harm, and root
// may say what it likes.
func (o owners) trusts(id model.ID, uid, self int) bool {
	owner, seen := o[id]
	return uid == 0 || uid == self || !seen || owner == uid
}

// dropForeignCgroup clears the path of a cgroup outside of the slice of m's user.
func dropForeignCgroup(m *model.Meta, self int) {
	if m.UID == 0 || m.UID == self || m.CgroupPath == "" {
		return
	}
	if !strings.HasPrefix(m.CgroupPath, fmt.Sprintf("/user.slice/user-%d.slice/", m.UID)) ||
		strings.Contains(m.CgroupPath, "/../") {
		m.CgroupPath = ""
	}
}
