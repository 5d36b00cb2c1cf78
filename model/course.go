package model

import (
	"strings"
	"time"
)

const (
	// enterTime is how long a new container may take to enter its network.
	enterTime = 5 * time.Second
	// tellTime is how long Podman may take to tell of a start.
	tellTime = time.Minute
)

// enters reports whether a container that is in the host's network now may be
// about to enter its own: it is new, or Podman says that it has one.
func (is *course) enters(mode string, now time.Duration) bool {
	return is.born > 0 && now-is.born < enterTime || hasOwnNetwork(mode)
}

// hasOwnNetwork reports whether a network mode of Podman's means a namespace of
// the container's own.
func hasOwnNetwork(mode string) bool {
	name, _, _ := strings.Cut(mode, ":")
	switch name {
	case "bridge", "none", "private", "pasta", "slirp4netns":
		return true
	}
	return false
}

// precedes reports whether started, which Podman says, is of the run before the
// one whose cgroup is there in s: Podman has not told of the new one yet. It
// may be in whole seconds.
func (is *course) precedes(started time.Time, s *Sample) bool {
	if is.born == 0 || s.Mono-is.born > tellTime || started.IsZero() {
		return false
	}
	before := s.Time.Add(is.before - s.Mono)
	return started.Before(before.Add(-time.Second))
}
