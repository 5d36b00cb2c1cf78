package model

import (
	"cmp"
	"strconv"
	"strings"
)

// A Text is one thing podtop can say of a container that is no number: a
// column, a sort key and a filter word.
type Text struct {
	Name, Title string
	Help        string
	Of          func(*Container) string // "" if there is none
}

// Texts lists every text of a container.
var Texts = []Text{
	{"name", "NAME", "The container's name.", func(c *Container) string { return c.Name }},
	{"id", "ID", "The first 12 digits of its id.", func(c *Container) string { return c.ID.Short() }},
	{"user", "USER", "Whose container it is.", func(c *Container) string { return c.Owner() }},
	{"pod", "POD", "The pod it is in.", func(c *Container) string { return c.PodTitle() }},
	{"state", "STATE", "running, paused, exited, …", func(c *Container) string { return string(c.State) }},
	{"error", "ERROR", "Why it could not be started.", func(c *Container) string { return c.StartError }},
	{"health", "HEALTH", "healthy, unhealthy or starting.", func(c *Container) string { return c.Health }},
	{"exit", "EXIT", "The exit code of what has ended.", (*Container).exitText},
	{"cause", "CAUSE", "Why it ended, beyond its exit code: oom, perhaps oom or podman (kill, stop).", func(c *Container) string { return string(c.Cause.Kind) }},
	{"image", "IMAGE", "The image it was made from.", func(c *Container) string { return c.Image }},
	{"unit", "UNIT", "The systemd unit that runs it.", func(c *Container) string { return c.Unit }},
	{"unit.state", "USTATE", "What systemd says of that unit: active, failed, activating, …", func(c *Container) string { return c.UnitState }},
	{"project", "PROJECT", "The compose project it is in.", func(c *Container) string { return c.Project }},
	{"ports", "PORTS", "The ports it publishes.", (*Container).portsText},
	{"runtime", "RUNTIME", "podman, docker, crio or containerd.", func(c *Container) string { return string(c.Runtime) }},
}

// TextByName returns the text called name, or nil.
func TextByName(name string) *Text {
	for i := range Texts {
		if Texts[i].Name == name {
			return &Texts[i]
		}
	}
	return nil
}

// Owner is the name of the user whose container it is, or the uid where nobody
// has told the name.
func (m *Meta) Owner() string { return cmp.Or(m.User, strconv.Itoa(m.UID)) }

// PodTitle is the name of the pod it is in, or the pod's short id; "" outside
// one.
func (m *Meta) PodTitle() string { return cmp.Or(m.PodName, ID(m.Pod).Short()) }

// Ended reports whether the container ran and does not any more.
func (m *Meta) Ended() bool {
	return m.State == Exited || m.State == Stopped || m.State == Failed && m.StartError == ""
}

func (c *Container) exitText() string {
	if !c.Ended() {
		return ""
	}
	return strconv.Itoa(c.ExitCode)
}

func (c *Container) portsText() string {
	ports := make([]string, len(c.Ports))
	for i, p := range c.Ports {
		ports[i] = p.String()
	}
	return strings.Join(ports, ",")
}
