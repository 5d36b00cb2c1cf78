package model

import "time"

// An Event is something that happened, at an instant.
type Event struct {
	N        uint64 // tells it from all others, and stays when more becomes known of it
	Time     time.Time
	Mono     time.Duration // the same instant on the clock of Sample.Mono
	Kind     EventKind
	Severity Severity
	Type     string // of what: "container", "pod", "image", "volume", …
	Key      Key    // the container's, or Group.Key of a pod; without a name of what is neither
	ID       ID     // the container's id then; "" if it had none
	Name     string // as a person knows it: the container's, an image's, a pod's
	User     string // whose Podman, "" if the name is not known
	Source   string // who tells: "podman", "kernel", "systemd", "podtop"
	Action   string // in the source's own word: "died", "health_status", "oom_kill"
	Text     string // what happened, in words, without the name; clean

	Ended bool // of an OOMEvent: it ended the container

	class     class // of what several can report
	witnesses witness
	kills     killCount // of an OOMEvent
}

// An EventKind is what an event is to a person: a sign on the time axis.
type EventKind int

// Kinds of events.
const (
	OtherEvent     EventKind = iota // shown in the list alone: images, exec, attach, …
	StartEvent                      // a container was started
	StopEvent                       // it ended, whatever way
	RestartEvent                    // it was started again, by Podman, its unit or a person
	OOMEvent                        // the OOM killer killed in it
	HealthEvent                     // its health changed
	LimitEvent                      // one of its limits changed
	PauseEvent                      // it was paused, or goes on
	AlertEvent                      // a threshold fires
	AlertEndEvent                   // it does not any more
	OperationEvent                  // podtop did something to it
	CheckEvent                      // a health check ran, with no change of health
	FailEvent                       // it could not be started
	BenchEvent                      // a benchmark about it began, went on to something else, or ended
	eventKinds
)

var eventKindNames = [eventKinds]string{
	OtherEvent: "other", StartEvent: "start", StopEvent: "stop", RestartEvent: "restart", OOMEvent: "oom",
	HealthEvent: "health", LimitEvent: "limit", PauseEvent: "pause", AlertEvent: "alert", AlertEndEvent: "alert end",
	OperationEvent: "deed", CheckEvent: "check", FailEvent: "failed", BenchEvent: "bench",
}

// String is the word for k, by which the page of events finds it. That is why
// the word of OperationEvent stays: people may look for it.
func (k EventKind) String() string { return eventKindNames[k] }

// A PodmanEvent is an event of Podman's, as its stream has it, but clean.
type PodmanEvent struct {
	Time   time.Time
	UID    int    // whose Podman
	User   string // that user's name
	Type   string // "container", "pod", "image", "volume", "network", "system", …
	Action string // "died", "pull", …
	ID     string // of what has one
	Name   string
	Image  string // a container's
	Pod    string // the id of the pod a container is in
	Health string // of health_status; "" if that does not tell what the check found, as before Podman 5
	Exit   Count  // the exit code of died
	OOM    bool   // died says that the OOM killer had killed in it
	Reason string // of what failed: pull-error
}

// infra reports whether it is about a pod's infra container, which Podman calls
// after the pod's id.
func (p *PodmanEvent) infra() bool { return p.Pod != "" && p.Name == ID(p.Pod).Short()+"-infra" }

// container is what a container's event is about.
func (p *PodmanEvent) container() (Key, ID) {
	name := p.Name
	if name == "" {
		name = ID(p.ID).Short()
	}
	return Key{p.UID, name}, ID(p.ID)
}
