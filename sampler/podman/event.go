package podman

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strconv"

	"podtop/model"
)

// An event is a line of GET /events:
//
//	{"Type":"container","Action":"died","Actor":{"ID":"73536f…","Attributes":{"containerExitCode":"137","name":"web",…}},…}
type event struct {
	Type   string
	Action string
	Actor  struct {
		ID         string
		Attributes map[string]string
	}
	HealthStatus string
}

// telling are the events that change what podtop shows. Podman filters by them,
// so that health checks' execs, attaches and image events cost nothing.
var telling = []string{
	"checkpoint", "create", "died", "health_status", "init", "pause", "remove",
	"rename", "restart", "restore", "start", "stop", "unpause", "update",
}

func eventQuery() url.Values {
	filters, _ := json.Marshal(map[string][]string{"type": {"container", "pod"}, "event": telling})
	return url.Values{"stream": {"true"}, "filters": {string(filters)}}
}

// follow sends what happens to events until the stream ends. Podman answers
// nothing, not even a header, before the first event.
func follow(ctx context.Context, api API, events chan<- event) error {
	body, err := api.Stream(ctx, "/events", eventQuery())
	if err != nil {
		return err
	}
	defer body.Close()
	lines := bufio.NewScanner(body)
	lines.Buffer(nil, maxEvent)
	for lines.Scan() {
		ev, err := parseEvent(lines.Bytes())
		if err != nil {
			return fmt.Errorf("reading events: %w", err)
		}
		if !isID(ev.Actor.ID) {
			continue // of an image, a volume, the system
		}
		select {
		case events <- ev:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("reading events: %w", err)
	}
	return errEnded
}

// errEnded is how a service that stops, or restarts, looks.
var errEnded = errors.New("the service ended its events")

func parseEvent(line []byte) (ev event, err error) {
	if len(line) == 0 {
		return event{}, nil
	}
	err = json.Unmarshal(line, &ev)
	return ev, err
}

// apply changes c as far as the event itself tells, and reports whether the
// rest is worth an inspect. So the state is right even while Podman does not
// answer.
func (c *container) apply(ev *event) (inspect bool) {
	m := &c.meta
	m.ID = model.ID(ev.Actor.ID)
	if name := ev.Actor.Attributes["name"]; name != "" {
		m.Name = text(name)
	}
	if image := ev.Actor.Attributes["image"]; image != "" && m.Image == "" {
		m.Image = text(image)
	}
	if unit := ev.Actor.Attributes["PODMAN_SYSTEMD_UNIT"]; c.unit == "" && isUnit(unit) {
		c.unit = unit
	}
	if pod := podID(ev.Actor.Attributes["podId"]); pod != "" {
		m.Pod = pod
	}
	switch ev.Action {
	case "health_status":
		if h := cmp.Or(ev.HealthStatus, ev.Actor.Attributes["health_status"]); h != "" {
			m.Health = text(h)
		}
		return false // whatever it says: each check of each container makes one
	case "create":
		m.State = model.Created
	case "start", "unpause":
		m.State = model.Running
	case "pause":
		m.State = model.Paused
	case "died":
		m.State, m.PID = model.Exited, 0
		if code, err := strconv.Atoi(ev.Actor.Attributes["containerExitCode"]); err == nil {
			m.ExitCode = code
		}
	case "init", "rename", "restart", "restore", "stop", "checkpoint", "update":
	default:
		return false // exec and the like
	}
	return true
}
