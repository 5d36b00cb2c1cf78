// Package podman learns from Podman, conmon and systemd what containers there
// are. It asks once and then listens: Podman's events say what to inspect.
//
// It works in goroutines of its own and publishes what it knows as a whole, so
// that nobody who reads it ever waits for Podman. A service that is dead, hangs
// or lies costs names and states, nothing else.
package podman

import (
	"context"
	"io"
	"net/url"
	"os/exec"
	"time"
)

// An API is one Podman service. Paths are below /libpod. An error that has a
// method Code() int carries the HTTP status the service answered with.
type API interface {
	// Ping asks for a sign of life and returns the version, "5.4.2".
	Ping(ctx context.Context) (version string, err error)
	// Get asks for path and decodes the JSON reply into v.
	Get(ctx context.Context, path string, query url.Values, v any) error
	// List asks for path, whose reply is a JSON array, and hands its elements to
	// each, which keeps nothing of what it is handed. It says how many were left
	// out, as they are too large, too many, or each refused them.
	List(ctx context.Context, path string, query url.Values, each func(element []byte) error) (left int, err error)
	// Stream asks for path and returns the reply as it comes. It may wait for
	// the first byte of it.
	Stream(ctx context.Context, path string, query url.Values) (io.ReadCloser, error)
}

// An Endpoint is a socket and whose it is. One without an API is known, but not
// to be used: its user's service sleeps.
type Endpoint struct {
	UID    int
	User   string
	Socket string
	Named  bool // the user asked for this very socket
	API    API
}

// A Child runs a program as user uid, without a terminal, until ctx ends, and
// returns what it wrote to standard output.
type Child func(ctx context.Context, uid int, args ...string) ([]byte, error)

// noChild is a Child where no program is to be started.
func noChild(_ context.Context, _ int, args ...string) ([]byte, error) {
	return nil, &exec.Error{Name: args[0], Err: exec.ErrNotFound}
}

// Options say where a Watcher looks.
type Options struct {
	UID       int               // who podtop runs as
	Endpoints func() []Endpoint // asked at once and every 10 s; at most one for each socket
	Proc      string            // "/proc" if empty
	Run       string            // "/run" if empty
	Child     Child             // nil: systemd is not asked
	Since     time.Duration     // of what happened before, how much Podman is asked for; 0: nothing
}

// pace is how often things are asked, and how long an answer may take.
type pace struct {
	ping, list, inspect time.Duration // deadlines
	patience            time.Duration // silence that is worth a note
	first               time.Duration // that the first answer may take before it is missed
	beat                time.Duration // between signs of life
	gather              time.Duration // events are collected this long
	listAgain           time.Duration // see session
	checked             time.Duration // a health check is over, and on record
	health              time.Duration // between looks at a container's health, without cause
	retry               time.Duration // of what did not answer
	backoff, backoffMax time.Duration // between attempts to connect
	endpoints           time.Duration // between looks for new sockets
	publish             time.Duration // changes are collected this long
	units               time.Duration // between looks at systemd, without cause
	settle, settled     time.Duration // systemd needs to see, and to decide, what became of a unit
	compare             time.Duration // events may lag behind the cgroups
	systemctl           time.Duration // deadline
	conmon              time.Duration // between scans for conmon processes, at least
}

var usualPace = pace{
	ping: 10 * time.Second, list: 30 * time.Second, inspect: 5 * time.Second,
	patience:  800 * time.Millisecond,
	first:     3 * time.Second,
	beat:      5 * time.Second,
	gather:    150 * time.Millisecond,
	listAgain: 2 * time.Second,
	checked:   time.Second, health: time.Minute,
	retry:   30 * time.Second,
	backoff: 500 * time.Millisecond, backoffMax: 5 * time.Second,
	endpoints: 10 * time.Second,
	publish:   50 * time.Millisecond,
	units:     30 * time.Second,
	settle:    300 * time.Millisecond, settled: 3 * time.Second,
	compare:   500 * time.Millisecond,
	systemctl: 10 * time.Second,
	conmon:    time.Second,
}

// Bounds of what one service may say.
const (
	maxContainers = 4096
	maxPods       = 1024
	maxPorts      = 256       // of a container, neighbours as one
	maxEvent      = 256 << 10 // bytes
	maxWeight     = 4 << 20   // bytes of what is kept of all containers, beside their states
	inspecting    = 4         // at the same time
)
