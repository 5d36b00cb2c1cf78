package main

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	benchrun "podtop/actions/bench"
)

// A fakePodman has answers, and runs podtop's own image: containers of it work when
// they are told to.
type fakePodman struct {
	mu      sync.Mutex
	answers map[string]string // JSON, by path
	images  map[string]bool
	made    map[string]*fakeMade
	n       int
}

type fakeMade struct{ theirs, ours net.Conn }

func newFakePodman() *fakePodman {
	return &fakePodman{images: map[string]bool{}, made: map[string]*fakeMade{}, answers: map[string]string{
		"/containers/json": `[]`,
		"/info":            `{"host": {"kernel": "6.12", "cpus": 2}, "version": {"Version": "5.4.2"}}`,
	}}
}

// find has it answer for one user.
func (f *fakePodman) find(uid int) podmanFinder {
	return func(other int) (*benchrun.Podman, error) {
		if other != uid {
			return nil, fmt.Errorf("no Podman service answers for user %d", other)
		}
		return &benchrun.Podman{API: f, UID: uid, Binary: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("podtop")), nil }}, nil
	}
}

type notThere struct{}

func (notThere) Error() string { return "no such" }
func (notThere) Code() int     { return 404 }

func (f *fakePodman) Get(_ context.Context, path string, _ url.Values, reply any) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	path, _ = url.PathUnescape(path)
	if name, ok := strings.CutSuffix(strings.TrimPrefix(path, "/images/"), "/exists"); ok && f.images[name] {
		return nil
	}
	text, ok := f.answers[path]
	if !ok {
		return notThere{}
	}
	return json.Unmarshal([]byte(text), reply)
}

func (f *fakePodman) Upload(_ context.Context, _ string, query url.Values, _ io.Reader, _ any) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.images[query.Get("reference")] = true
	return nil
}

func (f *fakePodman) Post(_ context.Context, path string, _ url.Values, _, reply any) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if path != "/containers/create" {
		return nil
	}
	f.n++
	id := fmt.Sprint("c", f.n)
	theirs, ours := net.Pipe()
	f.made[id] = &fakeMade{theirs, ours}
	return json.Unmarshal([]byte(`{"Id": "`+id+`"}`), reply)
}

func (f *fakePodman) Attach(_ context.Context, path string, _ url.Values) (io.ReadWriteCloser, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	c := f.made[strings.TrimSuffix(strings.TrimPrefix(path, "/containers/"), "/attach")]
	if c == nil {
		return nil, notThere{}
	}
	go c.work()
	return c.theirs, nil
}

func (f *fakePodman) Delete(_ context.Context, path string, _ url.Values, _ any) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	id := strings.TrimPrefix(path, "/containers/")
	if c := f.made[id]; c != nil {
		c.ours.Close()
		delete(f.made, id)
		return nil
	}
	return notThere{}
}

func (f *fakePodman) Stream(context.Context, string, url.Values) (io.ReadCloser, error) {
	return nil, errors.ErrUnsupported
}

// work plays podtop as a payload of one thread, which does 100 units a second.
func (c *fakeMade) work() {
	c.say(`{"event":"ready","threads":1}`)
	for {
		var threads, units int
		if _, err := fmt.Fscanln(c.ours, &threads, &units); err != nil {
			return
		}
		time.Sleep(5 * time.Millisecond)
		c.say(fmt.Sprintf(`{"event":"round","threads":1,"work":%d,"seconds":%d,"cpu":1}`, units, units/100))
	}
}

func (c *fakeMade) say(text string) {
	frame := binary.BigEndian.AppendUint32([]byte{1, 0, 0, 0}, uint32(len(text)+1))
	_, _ = c.ours.Write(append(frame, text+"\n"...))
}

func (f *fakePodman) checkEmpty(t *testing.T) {
	t.Helper()
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.made) > 0 {
		t.Errorf("left: %v", slices.Sorted(maps.Keys(f.made)))
	}
}
