package podman

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"podtop/model"
)

// A service plays Podman.
type service struct {
	mu         sync.Mutex
	containers map[string]map[string]any // inspect's replies by id
	listing    func() error              // in the way of a list, if not nil
	stuck      map[string]bool           // ids whose lock is held
	refusal    error                     // of all inspects
	version    string                    // "5.4.2" if empty
	dead       bool                      // nobody listens
	mute       bool                      // it accepts and never answers
	deaf       bool                      // it has no events
	events     []*io.PipeWriter
	past       []string // events, as Podman has them
	since      []string // for which the past was asked
	asked      []string
}

func newService() *service {
	return &service{containers: map[string]map[string]any{}, stuck: map[string]bool{}}
}

// put adds a container, or changes some of it.
func (s *service) put(id, name, status string, more map[string]any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := map[string]any{"Id": id, "Name": name, "ImageName": "localhost/x", "State": map[string]any{"Status": status}}
	for k, v := range more {
		c[k] = v
	}
	s.containers[id] = c
}

func (s *service) remove(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.containers, id)
}

func (s *service) set(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f()
}

// tell sends an event to all who listen.
func (s *service) tell(action, id string, attributes map[string]string) {
	s.send(map[string]any{
		"Type": "container", "Action": action, "Actor": map[string]any{"ID": id, "Attributes": attributes},
		"HealthStatus": attributes["health"],
	})
}

func (s *service) send(event any) {
	ev, _ := json.Marshal(event)
	s.mu.Lock()
	listeners := slices.Clone(s.events)
	s.mu.Unlock()
	for _, w := range listeners {
		w.Write(append(ev, '\n'))
	}
}

// hangUp ends all event streams.
func (s *service) hangUp() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, w := range s.events {
		w.Close()
	}
	s.events = nil
}

// listeners waits until somebody listens to events.
func (s *service) listening(t *testing.T) {
	t.Helper()
	eventually(t, "somebody listens", func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		return len(s.events) > 0
	})
}

// count is how often a path that begins so was asked for.
func (s *service) count(prefix string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, p := range s.asked {
		if strings.HasPrefix(p, prefix) {
			n++
		}
	}
	return n
}

func (s *service) enter(ctx context.Context, path string) error {
	s.mu.Lock()
	s.asked = append(s.asked, path)
	dead, mute := s.dead, s.mute
	s.mu.Unlock()
	if dead {
		return errors.New("nobody listens")
	}
	if mute {
		<-ctx.Done()
		return ctx.Err()
	}
	return ctx.Err()
}

func (s *service) Ping(ctx context.Context) (string, error) {
	return cmp.Or(s.version, "5.4.2"), s.enter(ctx, "/_ping")
}

type status int

func (s status) Error() string { return fmt.Sprint("status ", int(s)) }
func (s status) Code() int     { return int(s) }

func (s *service) Get(ctx context.Context, path string, _ url.Values, v any) error {
	if err := s.enter(ctx, path); err != nil {
		return err
	}
	switch {
	case path == "/containers/json":
		if s.listing != nil {
			if err := s.listing(); err != nil {
				return err
			}
		}
		return s.reply(v, s.list())
	case path == "/pods/json":
		return s.reply(v, []any{})
	}
	id := strings.TrimSuffix(strings.TrimPrefix(path, "/containers/"), "/json")
	s.mu.Lock()
	c, ok, stuck, refusal := s.containers[id], true, s.stuck[id], s.refusal
	ok = c != nil
	s.mu.Unlock()
	switch {
	case stuck:
		<-ctx.Done()
		return ctx.Err()
	case refusal != nil:
		return refusal
	case !ok:
		return status(404)
	}
	return s.reply(v, c)
}

func (s *service) List(ctx context.Context, path string, query url.Values, each func([]byte) error) (left int, err error) {
	var all []json.RawMessage
	if err := s.Get(ctx, path, query, &all); err != nil {
		return 0, err
	}
	for _, element := range all {
		if each(element) != nil {
			left++
		}
	}
	return left, nil
}

func (s *service) list() []any {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := []any{}
	for id, c := range s.containers {
		l := map[string]any{"Id": id, "Names": []any{c["Name"]}, "State": c["State"].(map[string]any)["Status"]}
		if config, ok := c["Config"].(map[string]any); ok {
			l["Labels"] = config["Labels"]
		}
		all = append(all, l)
	}
	return all
}

func (s *service) reply(v, reply any) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	b, err := json.Marshal(reply)
	if err != nil {
		return err
	}
	return json.Unmarshal(b, v)
}

func (s *service) Stream(ctx context.Context, path string, query url.Values) (io.ReadCloser, error) {
	if err := s.enter(ctx, path); err != nil {
		return nil, err
	}
	if query.Get("stream") == "false" {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.since = append(s.since, query.Get("since"))
		return io.NopCloser(strings.NewReader(strings.Join(s.past, "\n"))), nil
	}
	if s.deaf {
		return nil, errors.New("no events here")
	}
	r, w := io.Pipe()
	context.AfterFunc(ctx, func() { w.CloseWithError(ctx.Err()) })
	s.mu.Lock()
	defer s.mu.Unlock()
	s.events = append(s.events, w)
	return r, nil
}

// hasty is the pace of tests.
var hasty = pace{
	ping: time.Second, list: time.Second, inspect: 300 * time.Millisecond,
	patience: 20 * time.Millisecond, beat: 20 * time.Millisecond, gather: 10 * time.Millisecond,
	checked: 10 * time.Millisecond, health: time.Hour,
	listAgain: 30 * time.Millisecond, retry: time.Hour, backoff: time.Millisecond, backoffMax: 20 * time.Millisecond,
	endpoints: 20 * time.Millisecond, publish: time.Millisecond, units: time.Hour,
	settle: time.Millisecond, settled: 20 * time.Millisecond, compare: 10 * time.Millisecond,
	systemctl: 5 * time.Second, conmon: time.Millisecond,
}

// watch starts a Watcher with o in a world that is empty but for what o says.
func watch(t *testing.T, o Options, p pace) *Watcher {
	t.Helper()
	if o.Proc == "" {
		o.Proc = t.TempDir()
	}
	if o.Run == "" {
		o.Run = t.TempDir()
	}
	w := New(o)
	w.pace = p
	w.Start(context.Background())
	t.Cleanup(w.Close)
	return w
}

// own is root's service at s.
func own(s *service) func() []Endpoint {
	return func() []Endpoint { return []Endpoint{{User: "root", Socket: "/run/podman/podman.sock", API: s}} }
}

func eventually(t *testing.T, what string, f func() bool) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); !f(); {
		if time.Now().After(end) {
			t.Fatalf("in vain: %s", what)
		}
		time.Sleep(time.Millisecond)
	}
}

// meta returns what w knows of a container.
func (w *Watcher) meta(id model.ID) model.Meta {
	for _, m := range w.Inventory().Containers {
		if m.ID == id {
			return m
		}
	}
	return model.Meta{}
}

// noted reports whether a note has all of parts.
func (w *Watcher) noted(parts ...string) bool {
	for _, n := range w.Notes() {
		all := true
		for _, p := range parts {
			all = all && strings.Contains(n.Source+": "+n.Text, p)
		}
		if all {
			return true
		}
	}
	return false
}
