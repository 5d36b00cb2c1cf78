package actions

import (
	"fmt"
	"strconv"
	"strings"
)

// A version is one of Podman: major, minor, patch.
type version [3]int

// parseVersion parses "5.4.2", "5.6.0-dev"; what it cannot read is 0.
func parseVersion(s string) (v version) {
	for i, part := range strings.SplitN(s, ".", 3) {
		end := strings.IndexFunc(part, func(r rune) bool { return r < '0' || r > '9' })
		if end < 0 {
			end = len(part)
		}
		v[i], _ = strconv.Atoi(part[:end])
	}
	return v
}

func (v version) String() string { return fmt.Sprintf("%d.%d.%d", v[0], v[1], v[2]) }

// before reports whether v is older than a version such as "5.4".
func (v version) before(s string) bool {
	w := parseVersion(s)
	for i := range v {
		if v[i] != w[i] {
			return v[i] < w[i]
		}
	}
	return false
}

// keeps reports whether an update is on record, and holds after a restart.
func (v version) keeps() bool { return !v.before("5.1") }

// resetsUnnamed reports whether an update resets what it does not name.
func (v version) resetsUnnamed() bool { return v.before("5.4") }

// dropsUlimits reports whether an update that names no ulimits clears them.
func (v version) dropsUlimits() bool { return !v.before("5.8") && v.before("5.8.6") }
