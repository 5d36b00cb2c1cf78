package bench

import (
	"archive/tar"
	"cmp"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"podtop/model/bench"
)

// A fake plays Podman: containers of its images say and do what the test wants.
type fake struct {
	mu     sync.Mutex
	images map[string]func(c *fakeContainer) // what a container of it does, until it returns
	made   map[string]*fakeContainer         // those there are, by id
	specs  []spec                            // of all that were made
	calls  []string
	files  []string         // of the last image that was imported
	loose  []string         // the ids of images without a tag
	refuse map[string]error // by the end of the path
	host   string           // the name of its machine
	graph  any              // where the files of its images are
	slow   time.Duration    // each call takes that long
	late   time.Duration    // after which a container is there, and the answer
	lost   error            // what comes instead of that answer
	n      int
}

// idPrefix is before the name of an image in its id.
const idPrefix = "sha256-"

// A fakeContainer is one of fake's.
type fakeContainer struct {
	spec  spec
	ours  net.Conn // the end of the stream that the container has
	ended chan struct{}
	code  int
	once  sync.Once
}

type refusal struct{ code int }

func (r refusal) Error() string { return fmt.Sprintf("refused with %d", r.code) }
func (r refusal) Code() int     { return r.code }

func newFake() *fake {
	return &fake{images: map[string]func(*fakeContainer){}, made: map[string]*fakeContainer{}, refuse: map[string]error{}}
}

func (f *fake) podman() *Podman {
	return &Podman{API: f, UID: 1000, Binary: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("\x7fELF podtop")), nil }}
}

// begin is what each call begins with.
func (f *fake) begin(method, path string) error {
	time.Sleep(f.slow)
	f.mu.Lock()
	defer f.mu.Unlock()
	f.calls = append(f.calls, method+" "+path)
	for end, err := range f.refuse {
		if strings.HasSuffix(path, end) {
			return err
		}
	}
	return nil
}

func answer(reply, v any) error {
	if reply == nil {
		return nil
	}
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return json.Unmarshal(b, reply)
}

func (f *fake) Get(_ context.Context, path string, _ url.Values, reply any) error {
	if err := f.begin("GET", path); err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	name, isImage := strings.CutPrefix(path, "/images/")
	name, _ = url.PathUnescape(name)
	name = strings.TrimSuffix(strings.TrimSuffix(name, "/exists"), "/json")
	switch {
	case path == "/containers/json":
		return answer(reply, f.list())
	case path == "/info" && f.host != "":
		return answer(reply, map[string]any{"host": map[string]any{"hostname": f.host}})
	case path == "/images/json":
		var all []map[string]any
		for name := range f.images {
			all = append(all, map[string]any{"Id": idPrefix + name, "RepoTags": []string{name}})
		}
		for _, id := range f.loose {
			all = append(all, map[string]any{"Id": id, "RepoTags": []string{}})
		}
		return answer(reply, all)
	case isImage && f.images[name] == nil:
		return refusal{404}
	case isImage:
		return answer(reply, map[string]any{"Id": idPrefix + name, "Size": 5, "GraphDriver": f.graph, "RootFS": map[string]any{"Layers": []string{"a", "b"}}, "Config": map[string]any{"Entrypoint": []string{"run"}, "Cmd": []string{"it"}}})
	}
	return refusal{404}
}

func (f *fake) list() (all []map[string]any) {
	for id, c := range f.made {
		all = append(all, map[string]any{"Id": id, "Names": []string{c.spec.Name}, "State": "created", "Labels": c.spec.Labels})
	}
	return all
}

func (f *fake) Post(ctx context.Context, path string, _ url.Values, body, reply any) error {
	if err := f.begin("POST", path); err != nil {
		return err
	}
	if path == "/containers/create" {
		return f.createLate(ctx, *body.(*spec), reply)
	}
	id, what, _ := strings.Cut(strings.TrimPrefix(path, "/containers/"), "/")
	c := f.container(id)
	if c == nil {
		return refusal{404}
	}
	switch what {
	case "start":
		go func() {
			f.images[strings.TrimPrefix(c.spec.Image, idPrefix)](c)
			f.end(id, c)
		}()
	case "stop":
		f.end(id, c)
	case "wait":
		select {
		case <-c.ended:
		case <-ctx.Done():
			return ctx.Err()
		}
		return answer(reply, c.code)
	}
	return nil
}

// createLate makes a container whether somebody waits for it or not.
func (f *fake) createLate(ctx context.Context, s spec, reply any) error {
	if f.late == 0 && f.lost == nil {
		return f.create(s, reply)
	}
	made := make(chan error, 1)
	time.AfterFunc(f.late, func() { made <- f.create(s, reply) })
	select {
	case err := <-made:
		return cmp.Or(err, f.lost)
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (f *fake) create(s spec, reply any) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.images[strings.TrimPrefix(s.Image, idPrefix)] == nil {
		return refusal{404}
	}
	f.n++
	id := fmt.Sprintf("%064x", f.n)
	f.made[id] = &fakeContainer{spec: s, ended: make(chan struct{})}
	f.specs = append(f.specs, s)
	return answer(reply, map[string]string{"Id": id})
}

func (f *fake) container(id string) *fakeContainer {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.made[id]
}

// idOf is the id of a container that is called by it, or by its name.
func (f *fake) idOf(name string) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	for id, c := range f.made {
		if c.spec.Name == name {
			return id
		}
	}
	return name
}

// end ends a container, which goes with its end if it is to.
func (f *fake) end(id string, c *fakeContainer) {
	c.once.Do(func() {
		close(c.ended)
		if c.ours != nil {
			c.ours.Close()
		}
	})
	if c.spec.Remove {
		f.mu.Lock()
		defer f.mu.Unlock()
		delete(f.made, id)
	}
}

func (f *fake) Delete(_ context.Context, path string, _ url.Values, _ any) error {
	if err := f.begin("DELETE", path); err != nil {
		return err
	}
	if name, ok := strings.CutPrefix(path, "/images/"); ok {
		f.mu.Lock()
		defer f.mu.Unlock()
		delete(f.images, name)
		f.loose = slices.DeleteFunc(f.loose, func(id string) bool { return id == name })
		return nil
	}
	id := f.idOf(strings.TrimPrefix(path, "/containers/"))
	c := f.container(id)
	if c == nil {
		return refusal{404}
	}
	f.end(id, c)
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.made, id)
	return nil
}

func (f *fake) Upload(_ context.Context, path string, query url.Values, body io.Reader, _ any) error {
	if err := f.begin("POST", path); err != nil {
		return err
	}
	f.files = nil
	for r := tar.NewReader(body); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		f.files = append(f.files, fmt.Sprintf("%s %o %d", h.Name, h.Mode, h.Size))
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.images[query.Get("reference")] = payload
	return nil
}

func (f *fake) Attach(_ context.Context, path string, _ url.Values) (io.ReadWriteCloser, error) {
	if err := f.begin("POST", path); err != nil {
		return nil, err
	}
	c := f.container(strings.TrimSuffix(strings.TrimPrefix(path, "/containers/"), "/attach"))
	if c == nil {
		return nil, refusal{404}
	}
	theirs, ours := net.Pipe()
	c.ours = ours
	return theirs, nil
}

// say writes a frame of a stream, 1 or 2.
func (c *fakeContainer) say(stream byte, text string) {
	frame := binary.BigEndian.AppendUint32([]byte{stream, 0, 0, 0}, uint32(len(text)))
	_, _ = c.ours.Write(append(frame, text...))
}

// sleep is as long as d, or until the container is ended.
func (c *fakeContainer) sleep(d time.Duration) {
	select {
	case <-time.After(d):
	case <-c.ended:
	}
}

// payload plays podtop in a container of two CPUs.
func payload(c *fakeContainer) { payloadOf(2)(c) }

// payloadOf plays podtop in a container of so many CPUs: a thread does 1000 units
// a second, unless a quota holds it back.
func payloadOf(cpus int) func(c *fakeContainer) {
	return func(c *fakeContainer) { c.work(cpus) }
}

func (c *fakeContainer) work(cpus int) {
	c.say(1, fmt.Sprintf(`{"event":"ready","threads":%d}`+"\n", cpus))
	cores := float64(cpus)
	if cpu := c.spec.Resources.CPU; cpu != nil && cpu.Quota != nil {
		cores = float64(*cpu.Quota) / 100_000
	}
	for {
		var threads, units int
		if _, err := fmt.Fscanln(c.ours, &threads, &units); err != nil {
			return
		}
		if threads == 0 {
			threads = cpus
		}
		took := float64(units) / 1000 / min(cores, float64(threads))
		c.sleep(time.Duration(took * float64(time.Second)))
		c.say(1, fmt.Sprintf(`{"event":"round","threads":%d,"work":%d,"seconds":%g,"cpu":%g}`+"\n", threads, units, took, float64(units)/1000))
	}
}

// quiet is a Watch of a host that does nothing else.
func quiet() func(string) bench.Conditions {
	return func(string) bench.Conditions { return bench.Conditions{} }
}

// checkEmpty fails the test if a container is left.
func (f *fake) checkEmpty(t *testing.T) {
	t.Helper()
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.made) > 0 {
		t.Errorf("%d containers are left", len(f.made))
	}
}
