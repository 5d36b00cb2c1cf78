package podman

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"time"

	"podtop/model"
)

// An event is a line of GET /events:
//
//	{"Type":"container","Action":"died","Actor":{"ID":"73536f…","Attributes":{"containerExitCode":"137","name":"web",…}},…,"timeNano":1795645498210506309}
//
// Among the attributes are the container's labels, whatever is in them.
type event struct {
	Type   string
	Action string
	Actor  struct {
		ID         string
		Attributes map[string]string
	}
	HealthStatus string
	Time         int64 // s since 1970
	TimeNano     int64 // ns
}

// telling are the events that change what podtop shows of containers and pods.
var telling = []string{
	"checkpoint", "create", "died", "health_status", "init", "pause", "remove",
	"rename", "restart", "restore", "start", "stop", "unpause", "update",
}

// worthALine are those that are told, and change nothing. What is in neither
// costs nothing, as Podman filters by them: cleanup, and exec_died, which before
// 4.7 each health check made.
var worthALine = []string{
	"attach", "auto-update", "build", "commit", "connect", "disconnect", "exec", "export", "import", "kill",
	"loadfromarchive", "mount", "prune", "pull", "pull-error", "push", "refresh", "renumber", "save", "tag",
	"unmount", "untag",
}

var eventTypes = []string{"container", "image", "network", "pod", "secret", "system", "volume"}

func eventQuery(actions []string) url.Values {
	filters, _ := json.Marshal(map[string][]string{"type": eventTypes, "event": actions})
	return url.Values{"stream": {"true"}, "filters": {string(filters)}}
}

// follow sends what happens to events until the stream ends. Podman answers
// nothing, not even a header, before the first event.
func follow(ctx context.Context, api API, events chan<- event) error {
	return readEvents(ctx, api, eventQuery(slices.Concat(telling, worthALine)), events)
}

// recall sends what happened since then. Health checks are left out: they would
// be most of it.
func recall(ctx context.Context, api API, since time.Time, events chan<- event) error {
	actions := slices.DeleteFunc(slices.Concat(telling, worthALine), func(action string) bool { return action == "health_status" })
	query := eventQuery(actions)
	query.Set("stream", "false")
	query.Set("since", strconv.FormatInt(since.Unix(), 10))
	return readEvents(ctx, api, query, events)
}

func readEvents(ctx context.Context, api API, query url.Values, events chan<- event) error {
	body, err := api.Stream(ctx, "/events", query)
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

// changes reports whether the event changes what podtop shows: it is about a
// container or a pod, and not what is known of it already.
func (ev *event) changes(c *container) bool {
	if ev.Type != "container" && ev.Type != "pod" || !isID(ev.Actor.ID) || !slices.Contains(telling, ev.Action) {
		return false
	}
	if ev.Action != "health_status" || c == nil {
		return true
	}
	return ev.health() != "" && c.meta.Health != text(ev.health())
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
		if h := ev.health(); h != "" {
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
