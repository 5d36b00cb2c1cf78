package model

import (
	"strings"
	"time"
)

const (
	// networkGrace is how long a new container may take to enter its network.
	networkGrace = 5 * time.Second
	// startEventGrace is how long Podman may take to send the event of a start.
	startEventGrace = time.Minute
)

// A cgroupState is what the event log remembers of one cgroup of a container.
type cgroupState struct {
	seen, there bool
	infra       bool
	born        time.Duration // Mono when it was made; 0: before podtop looked
	before      time.Duration // Mono of the last sample without it
	frozen      bool
	idle        bool // it was removed, and never started
	limits      Limits

	start, stop, oom uint64 // the events of its beginning, its end and its last OOM kill
	kill             time.Duration
}

// entersNetwork reports whether a container that is in the host's network now
// may be about to enter its own: it is new, or Podman says that it has one.
func (cg *cgroupState) entersNetwork(mode string, now time.Duration) bool {
	return cg.born > 0 && now-cg.born < networkGrace || hasOwnNetwork(mode)
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

// startedBefore reports whether started, Podman's time of the last start, is of
// the run before the one whose cgroup is there in s: Podman does not know the new
// one yet. It may be in whole seconds.
func (cg *cgroupState) startedBefore(started time.Time, s *Sample) bool {
	if cg.born == 0 || s.Mono-cg.born > startEventGrace || started.IsZero() {
		return false
	}
	before := s.Time.Add(cg.before - s.Mono)
	return started.Before(before.Add(-time.Second))
}
