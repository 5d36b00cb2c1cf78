package model

import (
	"cmp"
	"strconv"
	"strings"
	"time"
)

// An Inventory is what Podman, conmon and systemd say of the containers, their
// pods and their units. It is never changed once it is in a sample: a new one
// takes its place, with another Generation.
type Inventory struct {
	Generation uint64
	Containers []Meta
	Pods       []Pod
	Units      []Unit   // Quadlet units, with or without a container
	Engines    []Engine // one for each socket; nil until somebody has looked for them
}

// An Engine is one Podman service as it answers now.
type Engine struct {
	UID     int
	User    string
	Socket  string // path
	Named   bool   // the user asked for this very socket
	Version string // "5.4.2"; "" while it has not answered
	Up      bool
	Listed  bool // it has said which containers there are
	Waiting bool // it was asked for the first time just now, and may yet answer
	Absent  bool // nobody listens at its socket, or it sleeps and is left so
}

// Meta is what is known of one container beside its figures. All text in it is
// clean: no control characters, no escape sequences.
type Meta struct {
	ID      ID
	Name    string
	UID     int    // whose container
	User    string // that user's name
	Source  MetaSource
	Image   string
	Pod     string // the pod's id, "" if none
	PodName string
	Infra   bool
	// BenchUntil is until when the benchmark of podtop that made it wants it; zero if
	// none made it.
	BenchUntil time.Time

	Project  string // com.docker.compose.project or io.podman.compose.project
	Unit     string // the systemd unit that exists and runs it, "web.service"
	UserUnit bool   // the unit belongs to the user's systemd
	// UnitState is the unit's ActiveState: "active", "failed", "activating", …
	UnitState string

	State  State
	Health string // "healthy", "unhealthy", "starting", "" without a check
	HealthTimes
	ExitCode  int
	OOMKilled bool // State.OOMKilled: in the run that ended, the OOM killer killed in it
	// StartError says why the last start failed, "exec /nope: no such file"; the
	// State is Failed then.
	StartError string
	Created    time.Time
	Started    time.Time
	Finished   time.Time
	// StoppedByUser is that podman stop or kill was used in that run; Podman 4
	// does not tell it.
	StoppedByUser bool
	Restarts      Count // RestartCount; the unit's NRestarts where a unit runs it

	NetworkMode string // "bridge", "host", "none", "container:…", "pasta", …
	Ports       []Port
	Limits      Configured
	LogDriver   string
	CgroupPath  string
	NoCgroup    bool // it runs with --cgroups=disabled: no figures of its own
	PID         int
}

// OldName reports whether the name is the one that the container had when it was
// started, and perhaps has no more: conmon is not told of a rename.
func (c *Container) OldName() bool { return c.Known && c.Source == FromConmon }

// A MetaSource says who told.
type MetaSource int

// Sources, from the least reliable.
const (
	FromConmon MetaSource = iota // conmon's command line: id, name and log driver
	FromAPI
)

// A Port is one published port.
type Port struct {
	HostIP        string
	HostPort      uint16
	ContainerPort uint16
	Protocol      string // "tcp", "udp", "sctp"
	Range         uint16 // how many ports, 1 for one
}

// Configured are the limits Podman has on record; unknown where it says
// nothing. The kernel's are Reading.Limits.
type Configured struct {
	NanoCPUs  Count
	CPUQuota  Count // µs
	CPUPeriod Count // µs
	CPUShares Count
	CPUSet    string
	Memory    Count // bytes
	Swap      Count // bytes, memory and swap together
	Reserve   Count // bytes
	Pids      Count
}

// A Pod is one of Podman's pods.
type Pod struct {
	ID    string
	Name  string
	UID   int
	User  string
	Infra ID
	State string
}

// Owner is the name of the user whose pod it is, or the uid where nobody has
// told the name.
func (p *Pod) Owner() string { return cmp.Or(p.User, strconv.Itoa(p.UID)) }

// A Unit is a systemd service that Quadlet made.
type Unit struct {
	Name        string // "web.service"
	UID         int
	User        string
	Container   string // the name its container has
	ActiveState string // "active", "inactive", "failed", "activating", …
	SubState    string
	Result      string // "success", "exit-code", "oom-kill", …
	ExitCode    int
	StartError  string // why its container could not be started; "" unless it failed so
	Restarts    Count  // NRestarts
	Changed     time.Time
	Source      string // the Quadlet file
}

// A State is a container's lifecycle state, as Podman names it.
type State string

// Container states.
const (
	Created  State = "created"
	Running  State = "running"
	Paused   State = "paused"
	Exited   State = "exited"
	Stopped  State = "stopped"
	Stopping State = "stopping"
	Removing State = "removing"
	Failed   State = "failed"   // it could not be started, or it is a unit that failed and has no container
	Inactive State = "inactive" // a unit that is not started and has no container
	Gone     State = "gone"     // its cgroup went, and Podman has not said why
	// Between an inactive unit and an active one; systemd's words.
	Activating   State = "activating"
	Deactivating State = "deactivating"
	Reloading    State = "reloading"

	NoState State = "" // nobody knows
)

// Live reports whether a container in this state has processes.
func (s State) Live() bool { return s == Running || s == Paused || s == Stopping }

// String writes a port as podman ps does: "0.0.0.0:8080->80/tcp".
func (p Port) String() string {
	b := append([]byte(p.host()), ':')
	b = appendPorts(b, p.HostPort, p.Range)
	b = append(b, "->"...)
	b = appendPorts(b, p.ContainerPort, p.Range)
	return string(append(append(b, '/'), p.Protocol...))
}

// host is the address listened on; an IPv6 one is bracketed.
func (p Port) host() string {
	switch {
	case p.HostIP == "":
		return "0.0.0.0"
	case strings.Contains(p.HostIP, ":"):
		return "[" + p.HostIP + "]"
	}
	return p.HostIP
}

func appendPorts(b []byte, first, n uint16) []byte {
	b = strconv.AppendUint(b, uint64(first), 10)
	if n > 1 {
		b = strconv.AppendUint(append(b, '-'), uint64(first)+uint64(n)-1, 10)
	}
	return b
}
