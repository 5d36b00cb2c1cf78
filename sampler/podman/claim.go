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

// believes reports whether user uid may say what container id is. self is who
// podtop runs as: there is no harm in what one tells oneself, and root may say
// what it likes.
func (o owners) believes(id model.ID, uid, self int) bool {
	owner, seen := o[id]
	return uid == 0 || uid == self || !seen || owner == uid
}

// strip takes from m a claim to a cgroup outside of its user's slice.
func strip(m *model.Meta, self int) {
	if m.UID == 0 || m.UID == self || m.CgroupPath == "" {
		return
	}
	if !strings.HasPrefix(m.CgroupPath, fmt.Sprintf("/user.slice/user-%d.slice/", m.UID)) ||
		strings.Contains(m.CgroupPath, "/../") {
		m.CgroupPath = ""
	}
}
