package podman

import (
	"cmp"
	"encoding/json"

	"podtop/model"
	"podtop/model/clean"
)

// pick decodes b, a JSON object of texts, and hands them to set, one by one.
// Nothing else of b is kept, of which there may be much: labels are whatever an
// image wants. As a struct encoding/json would find a name whatever its case, and
// a label may be called NAME.
func pick(b []byte, set func(name, value string)) error {
	var all map[string]string
	err := json.Unmarshal(b, &all)
	for name, value := range all {
		set(name, value)
	}
	return err
}

// labels are those that podtop wants of a container's.
type labels struct {
	project string // of compose
	unit    string // of systemd: a claim, no proof
	bench   string // until when a benchmark wants it
	oom     bool   // there is one called as an attribute of died is
}

const (
	unitLabel = "PODMAN_SYSTEMD_UNIT"
	// oomAttribute is what Podman 6 adds to died where State.OOMKilled is set.
	oomAttribute = "oomKilled"
)

// UnmarshalJSON implements json.Unmarshaler.
func (l *labels) UnmarshalJSON(b []byte) error {
	var docker, podman string
	err := pick(b, func(name, value string) {
		switch name {
		case "com.docker.compose.project":
			docker = value
		case "io.podman.compose.project":
			podman = value
		case oomAttribute:
			l.oom = true
		case model.BenchUntilLabel:
			l.bench = value
		case unitLabel:
			l.unit = unitName(value)
		}
	})
	l.project = short(cmp.Or(docker, podman))
	return err
}

// unitName is the unit that a label names, "" if that can be none.
func unitName(unit string) string {
	if isUnit(unit) {
		return unit
	}
	return ""
}

// attributes are those that podtop wants of an event's, among which are all
// labels of its container.
type attributes struct {
	name, network, image  string
	pod                   string // its id
	exit, health, failure string
	unit                  string // a claim, no proof
	oom                   bool   // it says so, or a label does
}

// UnmarshalJSON implements json.Unmarshaler.
func (a *attributes) UnmarshalJSON(b []byte) error {
	return pick(b, func(name, value string) {
		switch name {
		case "name":
			a.name = short(value)
		case "network":
			a.network = short(value)
		case "image":
			a.image = short(value)
		case "podId":
			a.pod = podID(value)
		case "containerExitCode":
			a.exit = word(value)
		case "health_status":
			a.health = word(value)
		case "error":
			a.failure = clean.Head(value, maxReason)
		case oomAttribute:
			a.oom = value == "true"
		case unitLabel:
			a.unit = unitName(value)
		}
	})
}
