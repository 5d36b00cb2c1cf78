package podman

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"time"

	"podtop/model"
)

// An event is a line of GET /events:
//
//	{"Type":"container","Action":"died","Actor":{"ID":"73536f…","Attributes":{"containerExitCode":"137","name":"web",…}},…,"timeNano":1795645498210506309}
//
// Its texts are clean and short.
type event struct {
	Type   string
	Action string
	Actor  struct {
		ID         string
		Attributes attributes
	}
	HealthStatus string
	Time         int64 // s since 1970
	TimeNano     int64 // ns
}

// changeActions are those of events that change what podtop shows of containers
// and pods.
var changeActions = []string{
	"checkpoint", "create", "died", "health_status", "init", "pause", "remove",
	"rename", "restart", "restore", "start", "stop", "unpause", "update",
}

// otherActions are those of events that are listed, and change nothing. What is
// in neither costs nothing, as Podman filters by them: cleanup, and exec_died,
// which before 4.7 each health check made.
var otherActions = []string{
	"attach", "auto-update", "build", "commit", "connect", "disconnect", "exec", "export", "import", "kill",
	"loadfromarchive", "mount", "prune", "pull", "pull-error", "push", "refresh", "renumber", "save", "tag",
	"unmount", "untag",
}

var eventTypes = []string{"container", "image", "network", "pod", "secret", "system", "volume"}

func parseEvent(line []byte) (ev event, err error) {
	if len(bytes.TrimSpace(line)) == 0 {
		return event{}, nil
	}
	err = json.Unmarshal(line, &ev)
	ev.Type, ev.Action, ev.HealthStatus = word(ev.Type), word(ev.Action), word(ev.HealthStatus)
	ev.Actor.ID = podID(ev.Actor.ID)
	return ev, err
}

// changes reports whether the event can change what podtop shows: it is about a
// container or a pod.
func (ev *event) changes() bool {
	return (ev.Type == "container" || ev.Type == "pod") && ev.Actor.ID != "" && slices.Contains(changeActions, ev.Action)
}

// apply changes c as far as the event itself tells, and reports whether the
// rest is worth an inspect. So the state is right even while Podman does not
// answer.
func (c *container) apply(ev *event) (inspect bool) {
	m := &c.meta
	m.ID = model.ID(ev.Actor.ID)
	a := &ev.Actor.Attributes
	m.Name, m.Image = cmp.Or(a.name, m.Name), cmp.Or(m.Image, a.image)
	m.Pod, c.unit = cmp.Or(a.pod, m.Pod), cmp.Or(c.unit, a.unit)
	switch ev.Action {
	case "create":
		m.State, m.StartError = model.Created, ""
	case "start", "unpause":
		m.State, m.StartError = model.Running, ""
	case "pause":
		m.State = model.Paused
	case "died":
		m.State, m.PID = model.Exited, 0
		if code, err := strconv.Atoi(a.exit); err == nil {
			m.ExitCode = code
		}
	case "init", "rename", "restart", "restore", "stop", "checkpoint", "update":
	default:
		return false // exec and the like
	}
	return true
}

// podmanEvent is ev for the model; ok is false if it is about nothing that has a
// name.
func (ev *event) podmanEvent(e *Endpoint) (p model.PodmanEvent, ok bool) {
	a := &ev.Actor.Attributes
	p = model.PodmanEvent{
		Time: ev.at(), UID: e.UID, User: e.User, Type: ev.Type, Action: ev.Action,
		Name: cmp.Or(a.name, a.network), Reason: a.failure, ID: ev.Actor.ID,
	}
	if p.Type != "container" {
		return p, p.Type != "" && p.Action != "" && (p.Type != "pod" || p.Name != "")
	}
	p.Image, p.Pod = a.image, a.pod
	switch p.Action {
	case "died":
		if code, err := strconv.ParseUint(a.exit, 10, 32); err == nil {
			p.Exit = model.Known(code)
		}
	case "health_status":
		p.Health = ev.health()
	}
	return p, p.ID != "" && p.Action != ""
}

// at is when it happened; the zero time if it does not say.
func (ev *event) at() time.Time {
	switch {
	case ev.TimeNano > 0:
		return time.Unix(0, ev.TimeNano).UTC()
	case ev.Time > 0:
		return unixTime(ev.Time)
	}
	return time.Time{}
}

func (ev *event) health() string {
	return cmp.Or(ev.HealthStatus, ev.Actor.Attributes.health)
}
