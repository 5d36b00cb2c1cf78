package kmsg

import (
	"bytes"

	"podtop/model"
)

// ParseKill parses the oom-kill line of a kill, as the kernel's log and the
// journal have it; ok is false if it is none, or of no container.
func ParseKill(text []byte) (k model.OOMKill, ok bool) {
	if !bytes.HasPrefix(text, oomKill) {
		return k, false
	}
	k, whole := parseKill(text)
	return k, whole && k.ID != ""
}
