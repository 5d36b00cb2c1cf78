package podman

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"podtop/model"
	"podtop/model/probe"
	"podtop/sampler/cgroup"
)

// replies plays a Podman that answers each path, with its query, as a function
// says. What has none it does not have.
type replies struct {
	mu    sync.Mutex
	of    map[string]func(context.Context) (any, error)
	asked []string
}

func (r *replies) Ping(context.Context) (string, error) { return "5.4.2", nil }

func (r *replies) List(context.Context, string, url.Values, func([]byte) error) (int, error) {
	return 0, errors.New("no")
}

func (r *replies) Stream(context.Context, string, url.Values) (io.ReadCloser, error) {
	return nil, errors.New("no streams here")
}

func (r *replies) Get(ctx context.Context, path string, query url.Values, v any) error {
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	r.mu.Lock()
	r.asked = append(r.asked, path)
	reply := r.of[path]
	r.mu.Unlock()
	if reply == nil {
		return status(404)
	}
	said, err := reply(ctx)
	if err != nil {
		return err
	}
	b, ok := said.([]byte)
	if !ok {
		if b, err = json.Marshal(said); err != nil {
			return err
		}
	}
	return json.Unmarshal(b, v)
}

// set sets what is said from now on.
func (r *replies) set(path string, reply func(context.Context) (any, error)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.of[path] = reply
}

// count is how often path was asked for.
func (r *replies) count(path string) (n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, p := range r.asked {
		if p == path {
			n++
		}
	}
	return n
}

func says(v any) func(context.Context) (any, error) {
	return func(context.Context) (any, error) { return v, nil }
}

func fails(err error) func(context.Context) (any, error) {
	return func(context.Context) (any, error) { return nil, err }
}

// hangs answers when its context ends.
func hangs(ctx context.Context) (any, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}

const (
	plainly = "/containers/" + id1 + "/json?size=false"
	sized   = "/containers/" + id1 + "/json?size=true"
	image   = "/images/" + id3 + "/json"
)

// A world is a host as an Asker sees it.
type world struct {
	t *testing.T
	*replies
	dir    string
	o      AskerOptions
	called string // what systemd was asked last, and as whom
}

// newWorld is the host of user uid, who asks, with systemd and a service of
// its own.
func newWorld(t *testing.T, uid int) *world {
	w := &world{t: t, replies: &replies{of: map[string]func(context.Context) (any, error){}}, dir: t.TempDir()}
	w.write("run/systemd/system/x", "")
	w.write("cgroup/cgroup.controllers", "io")
	w.o = AskerOptions{
		UID: uid, Proc: w.dir + "/proc", Run: w.dir + "/run", Sys: w.dir + "/sys",
		Cgroup: w.dir + "/cgroup", Mode: cgroup.Unified,
		Service: func(of int) (Endpoint, bool) {
			return Endpoint{UID: uid, User: "op", Socket: "/s", API: w.replies}, of == uid
		},
	}
	return w
}

func (w *world) write(name, text string) string {
	w.t.Helper()
	path := filepath.Join(w.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		w.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		w.t.Fatal(err)
	}
	return path
}

// asker asks in this world, in the pace of tests.
func (w *world) asker() *Asker {
	a := NewAsker(w.o)
	a.pace = askPace{
		inspect: time.Second, systemctl: 5 * time.Second,
		fill: 5 * time.Second, size: 5 * time.Second, walk: 10 * time.Second, again: time.Hour,
	}
	return a
}

// subject is container id1 of user uid.
func subject(uid int) probe.Target {
	return probe.Target{
		Target:  model.Target{ID: id1, Name: "web", UID: uid, User: "op", Path: "/libpod-" + id1 + ".scope"},
		Runtime: model.Podman, PID: 42,
	}
}

func TestInspect(t *testing.T) {
	w := newWorld(t, 1000)
	w.set(plainly, says(map[string]any{
		"Id": id1, "OCIRuntime": "crun", "Config": map[string]any{"User": "a\x1b", "Env": map[string]any{}},
	}))
	got, err := w.asker().Inspect(t.Context(), subject(1000))
	if err != nil {
		t.Fatal(err)
	}
	if got.ID != id1 || got.Runtime != "crun" || got.InsideUser != "a?" || !json.Valid(got.JSON) {
		t.Errorf("%+v", got)
	}
	if got.At == 0 || got.Time.IsZero() || len(got.Missing) != 1 {
		t.Errorf("the answer is %+v", got.Answer)
	}
	if n := w.count(sized); n != 0 {
		t.Errorf("the size was asked for %d times", n)
	}
}

// Whatever is wrong is said in words, with what to do about it.
func TestInspectInWords(t *testing.T) {
	own := func(w *world, s *probe.Target) {}
	for _, c := range []struct {
		name string
		uid  int // who asks, of user 1000's container
		with func(*world, *probe.Target)
		want string
	}{
		{"docker's", 0, func(_ *world, s *probe.Target) { s.Runtime = model.Docker }, "try: docker inspect " + id1[:12]},
		{"cri-o's", 0, func(_ *world, s *probe.Target) { s.Runtime = model.CRIO }, "this container is crio's, of which Podman knows nothing; try: crictl inspect " + id1[:12]},
		{"a unit's alone", 1000, func(_ *world, s *probe.Target) { s.ID = "" }, "there is no container yet"},
		{"no id", 1000, func(_ *world, s *probe.Target) { s.ID = "../../x" }, "there is no container yet"},
		{"somebody else's", 1001, own, "only op and root may ask op's Podman; run podtop as root"},
		{"without a socket, for root", 0, own, "op has no Podman socket; make one with: systemctl --user -M op@ enable --now podman.socket"},
		{
			"without a socket", 1000, func(w *world, _ *probe.Target) { w.o.Service = nil },
			"op has no Podman socket; make one with: systemctl --user enable --now podman.socket",
		},
		{
			"without systemd", 1000, func(w *world, _ *probe.Target) {
				w.o.Service = nil
				os.RemoveAll(w.o.Run)
			}, "there is no Podman service to ask; start one with: podman system service --time=0",
		},
		{
			"asleep", 0, func(w *world, _ *probe.Target) {
				w.o.Service = func(int) (Endpoint, bool) { return Endpoint{UID: 1000, User: "op"}, true }
			}, "op's Podman service sleeps, and podtop leaves it so; wake it with: systemctl --user -M op@ start podman.service",
		},
		{"gone", 1000, own, "Podman does not have this container any more; what it still has: podman ps -a"},
		{"refused", 1000, func(w *world, _ *probe.Target) { w.set(plainly, fails(status(500))) }, "Podman refuses to tell: status 500"},
		{"hung", 1000, func(w *world, _ *probe.Target) { w.set(plainly, hangs) }, "perhaps a lock is held; try: podman inspect " + id1[:12] + ", or: systemctl --user restart podman.socket podman.service"},
		{"dead", 1000, func(w *world, _ *probe.Target) { w.set(plainly, fails(errors.New("nobody listens"))) }, "nobody listens; try: systemctl --user restart"},
		{"another's answer", 1000, func(w *world, _ *probe.Target) { w.set(plainly, says(map[string]any{"Id": id2})) }, "not about the container; what Podman itself makes of it: podman inspect " + id1[:12]},
		{"no answer at all", 1000, func(w *world, _ *probe.Target) { w.set(plainly, says([]int{1})) }, "cannot unmarshal array"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, s := newWorld(t, c.uid), subject(1000)
			c.with(w, &s)
			in, err := w.asker().Inspect(t.Context(), s)
			if in != nil || err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want %s", err, c.want)
			}
			if silent := c.name == "hung"; errors.Is(err, context.DeadlineExceeded) != silent {
				t.Errorf("%v is taken for silence: %t", err, !silent)
			}
		})
	}
}

// One's own deadline leaves room for what comes after, and who has given up is
// not told a story.
func TestInspectIsGivenUp(t *testing.T) {
	w := newWorld(t, 1000)
	w.set(plainly, hangs)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := w.asker().Inspect(ctx, subject(1000)); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	ctx, cancel = context.WithTimeout(t.Context(), time.Hour)
	defer cancel()
	ctx, cancel = withDeadline(ctx, 10*time.Hour, halfShare)
	defer cancel()
	if end, _ := ctx.Deadline(); time.Until(end) > 31*time.Minute {
		t.Errorf("until %v", time.Until(end))
	}
}

func has(notes []model.Note, words string) bool {
	for _, n := range notes {
		if strings.Contains(fmt.Sprint(n), words) {
			return true
		}
	}
	return false
}
