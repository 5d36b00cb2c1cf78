package conn

import (
	"context"
	"errors"
	"io"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	LogTo(io.Discard)
	goleak.VerifyTestMain(m)
}

func TestPing(t *testing.T) {
	s := newService(t)
	c := open(t, s.path)
	for range 3 {
		version, err := c.Ping(t.Context())
		if err != nil || version != "5.4.2" {
			t.Fatalf("%q, %v", version, err)
		}
	}
	if n := s.pings.Load(); n != 5 { // two of them to connect
		t.Errorf("%d pings sent", n)
	}
}

func TestGetAndPost(t *testing.T) {
	s := newService(t)
	c := open(t, s.path)
	var got map[string]string
	if err := c.Get(t.Context(), "/echo", url.Values{"a": {"1 2"}}, &got); err != nil || got["query"] != "a=1+2" || got["method"] != "GET" {
		t.Errorf("get: %v, %v", got, err)
	}
	if err := c.Post(t.Context(), "/echo", nil, map[string]int{"cpus": 2}, &got); err != nil || got["body"] != `{"cpus":2}` || got["method"] != "POST" {
		t.Errorf("post: %v, %v", got, err)
	}
	if err := c.Post(t.Context(), "/echo", nil, nil, nil); err != nil {
		t.Errorf("post of nothing for nothing: %v", err)
	}
	var text string
	if err := c.Get(t.Context(), "/100%25", nil, &text); err != nil || text != "%" {
		t.Errorf("a path with a percent sign: %q, %v", text, err)
	}
}

func TestUpload(t *testing.T) {
	s := newService(t)
	c := open(t, s.path)
	var got map[string]string
	if err := c.Upload(t.Context(), "/echo", url.Values{"a": {"1"}}, strings.NewReader("a layer"), &got); err != nil || got["body"] != "a layer" || got["query"] != "a=1" {
		t.Errorf("%v, %v", got, err)
	}
	if err := c.Upload(t.Context(), "/gone", nil, strings.NewReader("a layer"), nil); err == nil || !strings.Contains(err.Error(), "no container with ID") {
		t.Error(err)
	}
}

// An attached connection goes both ways, whatever comes of the context, and
// leaves others their connections.
func TestAttach(t *testing.T) {
	s := newService(t)
	c := open(t, s.path)
	for range 40 { // more than there are connections
		ctx, cancel := context.WithCancel(t.Context())
		stream, err := c.Attach(ctx, "/attach", nil)
		cancel()
		if err != nil {
			t.Fatal(err)
		}
		heard := make([]byte, 5)
		if _, err := io.WriteString(stream, "hello"); err != nil {
			t.Error(err)
		}
		if _, err := io.ReadFull(stream, heard); err != nil || string(heard) != "hello" {
			t.Errorf("%q, %v", heard, err)
		}
		if err := stream.Close(); err != nil {
			t.Error(err)
		}
	}
	for path, want := range map[string]string{"/gone": "no container with ID", "/echo": "keeps the connection to itself"} {
		if stream, err := c.Attach(t.Context(), path, nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, %v", path, stream, err)
		}
	}
}

func TestFailures(t *testing.T) {
	s := newService(t)
	c := open(t, s.path)
	for _, f := range []struct{ path, want string }{
		{"/garbage", "not the JSON expected: unexpected end of JSON input"},
		{"/large", "the reply is larger than 2 MiB"},
		{"/values", "the reply holds more than 20000 values"},
		{"/number", "not the JSON expected: json: cannot unmarshal number " + strings.Repeat("9", 256-len("json: cannot unmarshal number "))},
		{"/gone", "no container with ID x?[2J found"},
		{"/broken", "all is lost"},
		{"/drop", "the service hung up"},
		{"/redirect", "Found"},
		{"/hang", "no answer in time"},
		{"/half", "no answer in time"},
	} {
		var v any
		deadline := 20 * time.Second
		if f.path == "/hang" || f.path == "/half" {
			deadline = 50 * time.Millisecond
		}
		err := c.Get(within(t, deadline), f.path, nil, &v)
		if want := s.path + ": GET " + f.path + ": " + f.want; err == nil || err.Error() != want {
			t.Errorf("%s: %v, want %s", f.path, err, want)
		}
		if err := c.Get(t.Context(), "/echo", nil, &v); err != nil {
			t.Errorf("after %s: %v", f.path, err)
		}
	}
	var v any
	if err := c.Get(within(t, time.Second), "/endless", nil, &v); err == nil || len(err.Error()) > 2*maxRefusal {
		t.Errorf("a refusal without end: %.100v", err)
	}
	var r *Refusal
	if err := c.Get(t.Context(), "/gone", nil, &v); !errors.As(err, &r) || r.Code() != 404 {
		t.Errorf("no refusal: %v", err)
	}
}

// The bindings try three times, with pauses; podtop sends once and fails at
// once.
func TestSentOnce(t *testing.T) {
	s := newService(t)
	c := open(t, s.path)
	if _, err := c.Ping(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := c.Post(t.Context(), "/drop", nil, map[string]int{"a": 1}, nil); err == nil {
		t.Error("no error")
	}
	c.Close() // waits for the bindings
	if n := s.calls.Load(); n != 1 {
		t.Errorf("sent %d times", n)
	}
}

func TestNobodyThere(t *testing.T) {
	path := socketPath(t)
	c := open(t, path)
	if _, err := c.Ping(t.Context()); err == nil || err.Error() != path+": no such socket" {
		t.Errorf("without a socket: %v", err)
	}
	s := newService(t)
	c = open(t, s.path)
	if _, err := c.Ping(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(s.path, s.path+".kept"); err != nil { // Close unlinks it
		t.Fatal(err)
	}
	s.stop()
	if err := os.Rename(s.path+".kept", s.path); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Ping(t.Context()); err == nil || err.Error() != s.path+": nobody listens" {
		t.Errorf("without a service: %v", err)
	}
	s.start(t)
	if _, err := c.Ping(t.Context()); err != nil {
		t.Errorf("after a restart: %v", err)
	}
}

func TestDeadlineHolds(t *testing.T) {
	c := open(t, silent(t))
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- c.Get(ctx, "/containers/json", nil, nil) }()
	cancel()
	if err := <-done; err == nil || !strings.HasSuffix(err.Error(), "given up") {
		t.Errorf("%v", err)
	}
	_, err := c.Ping(within(t, 50*time.Millisecond))
	if !errors.Is(err, context.DeadlineExceeded) || !strings.HasSuffix(err.Error(), "no answer in time") {
		t.Errorf("%v", err)
	}
}

func TestStranger(t *testing.T) {
	s := newService(t)
	c := New(s.path, os.Getuid()+1)
	t.Cleanup(c.Close)
	_, err := c.Ping(t.Context())
	var stranger *StrangerError
	if !errors.As(err, &stranger) || !strings.Contains(err.Error(), "not trusted") {
		t.Errorf("%v", err)
	}
	if s.pings.Load() != 0 {
		t.Error("the stranger was sent something")
	}
}

func TestStream(t *testing.T) {
	s := newService(t)
	c := open(t, s.path)
	s.events <- `{"a":1}`
	ctx, cancel := context.WithCancel(t.Context())
	body, err := c.Stream(ctx, "/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	buf := make([]byte, 64)
	if n, err := body.Read(buf); err != nil || string(buf[:n]) != "{\"a\":1}\n" {
		t.Errorf("%q, %v", buf[:n], err)
	}
	cancel()
	if _, err := io.ReadAll(body); err == nil {
		t.Error("it goes on after its context")
	}
	body.Close()
}

// A service that answers the wrong thing leaves no descriptor behind, however
// often it is tried.
func TestFailuresLeaveNothingOpen(t *testing.T) {
	s := newService(t)
	fds := func() int {
		d, err := os.ReadDir("/proc/self/fd")
		if err != nil {
			t.Fatal(err)
		}
		return len(d)
	}
	before := fds()
	var tries sync.WaitGroup
	for range 20 {
		tries.Go(func() {
			c := New(s.path, os.Getuid())
			c.Ping(t.Context())
			c.Get(within(t, 10*time.Millisecond), "/hang", nil, nil)
			c.Get(t.Context(), "/gone", nil, nil)
			c.Close()
		})
	}
	tries.Wait()
	s.stop()
	if after := fds(); after > before+2 {
		t.Errorf("%d descriptors, before %d", after, before)
	}
}
