package conn

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// A service plays Podman on a unix socket.
type service struct {
	path   string
	server *http.Server

	pings, calls atomic.Int64
	mu           sync.Mutex
	names        map[string]string // of the containers, by id
	hangUp       chan struct{}     // closed: event streams end
	events       chan string
}

const id1 = "73536f00d1f970f44cfd6894f589faa34024465573afdc8323260b2f9e2b212f"

// socketPath is a path short enough for a socket.
func socketPath(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "conn")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return filepath.Join(dir, "podman.sock")
}

func newService(t *testing.T) *service {
	s := &service{path: socketPath(t), names: map[string]string{id1: "web"}}
	s.start(t)
	t.Cleanup(s.stop)
	return s
}

func (s *service) start(t *testing.T) {
	t.Helper()
	os.Remove(s.path)
	l, err := net.Listen("unix", s.path)
	if err != nil {
		t.Fatal(err)
	}
	s.mu.Lock()
	s.hangUp, s.events = make(chan struct{}), make(chan string, 16)
	s.mu.Unlock()
	s.server = &http.Server{Handler: s}
	go s.server.Serve(l)
}

func (s *service) stop() { s.server.Close() }

func (s *service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Libpod-Api-Version", "5.4.2")
	if strings.HasSuffix(r.URL.Path, "/_ping") {
		s.pings.Add(1)
		io.WriteString(w, "OK")
		return
	}
	path, ok := strings.CutPrefix(r.URL.Path, "/v4.0.0/libpod")
	if !ok {
		http.Error(w, "which version?", http.StatusTeapot)
		return
	}
	s.calls.Add(1)
	w.Header().Set("Content-Type", "application/json")
	switch path {
	case "/garbage":
		io.WriteString(w, `[{"Id": "7`)
	case "/large":
		w.Write(append([]byte(`"`), make([]byte, 17<<20)...))
	case "/values":
		io.WriteString(w, "{"+strings.Repeat(`"a":1,`, maxValues)+`"a":1}`)
	case "/number":
		io.WriteString(w, `{"a":`+strings.Repeat("9", 1<<20)+"}")
	case "/gone":
		w.WriteHeader(http.StatusNotFound)
		io.WriteString(w, `{"cause":"no such container","message":"no container with ID x\u001b[2J\nfound","response":404}`)
	case "/broken":
		http.Error(w, "all is lost", http.StatusInternalServerError)
	case "/endless":
		w.WriteHeader(http.StatusInternalServerError)
		for r.Context().Err() == nil {
			w.Write(make([]byte, 1<<16))
		}
	case "/hang":
		<-r.Context().Done()
	case "/half":
		io.WriteString(w, `{"a":`)
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	case "/drop":
		c, _, _ := w.(http.Hijacker).Hijack()
		c.Close()
	case "/redirect":
		http.Redirect(w, r, "/v4.0.0/libpod/echo", http.StatusFound)
	case "/echo":
		b, _ := io.ReadAll(r.Body)
		json.NewEncoder(w).Encode(map[string]string{"method": r.Method, "query": r.URL.RawQuery, "body": string(b)})
	case "/attach":
		attach(w, r)
	case "/100%":
		io.WriteString(w, `"%"`)
	case "/events":
		s.stream(w, r)
	case "/containers/json":
		io.WriteString(w, s.list())
	case "/pods/json":
		io.WriteString(w, "[]")
	default:
		s.inspect(w, strings.TrimSuffix(strings.TrimPrefix(path, "/containers/"), "/json"))
	}
}

// attach gives the connection to the container, as Podman does: it says what it
// hears.
func attach(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Upgrade") != "tcp" {
		http.Error(w, "no upgrade", http.StatusBadRequest)
		return
	}
	c, buffered, _ := w.(http.Hijacker).Hijack()
	defer c.Close()
	io.WriteString(c, "HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.raw-stream\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n")
	io.Copy(c, buffered)
}

func (s *service) list() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []string
	for id, name := range s.names {
		all = append(all, fmt.Sprintf(`{"Id":%q,"Names":[%q],"State":"running"}`, id, name))
	}
	return "[" + strings.Join(all, ",") + "]"
}

func (s *service) inspect(w http.ResponseWriter, id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	name, ok := s.names[id]
	if !ok {
		http.Error(w, "no such container", http.StatusNotFound)
		return
	}
	fmt.Fprintf(w, `{"Id":%q,"Name":%q,"State":{"Status":"running"}}`, id, name)
}

// stream sends events as they come, and like Podman no header before the
// first.
func (s *service) stream(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	events, hangUp := s.events, s.hangUp
	s.mu.Unlock()
	for {
		select {
		case ev := <-events:
			io.WriteString(w, ev+"\n")
			w.(http.Flusher).Flush()
		case <-hangUp:
			return
		case <-r.Context().Done():
			return
		}
	}
}

// silent listens at a socket and never answers, as a stopped service does.
func silent(t *testing.T) string {
	t.Helper()
	path := socketPath(t)
	l, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return path
}

func open(t *testing.T, path string) *Conn {
	c := New(path, os.Getuid())
	t.Cleanup(c.Close)
	return c
}

func within(t *testing.T, d time.Duration) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), d)
	t.Cleanup(cancel)
	return ctx
}
