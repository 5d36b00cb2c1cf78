package model

import (
	"math"
	"slices"
	"time"
)

// A Snapshot is a Sample made presentable: rates, percentages, names and
// states. It is read-only once published.
type Snapshot struct {
	Time     time.Time
	Mono     time.Duration
	Interval time.Duration // of the sampling
	Window   time.Duration // the rates are means over this, if so much was read
	Demo     bool          // all of it is made up: whatever is drawn or exported says so

	Host       Host
	Pods       []Group     // Groups(ByPod), and the pods that have no container
	Containers []Container // by user and name
	Alerts     []Alert     // that fire: the worst first, of these the newest
	PastAlerts []Alert     // that fired and have ended, the last to end first
	Engines    []Engine
	Notes      []Note // worst first
	Self       SelfUse
	Events     []Event  // what happened lately, the newest last; it is not to be changed
	History    *History // of the tracker that made the snapshot; goes on after it
}

// A Key is what stays of a container when it is made anew: whose it is and
// what it is called. An id is one generation of it. (A Quadlet unit gives its
// container the same name at each start; a unit can run several containers,
// so the unit's name alone would not do.)
type Key struct {
	UID  int
	Name string
}

// A Container is one row: a container, or a unit that has none now.
type Container struct {
	Key       Key
	Runtime   Runtime
	Meta             // ID is "" for a unit without a container
	Known     bool   // Meta came from Podman or conmon; else the cgroup alone told
	Path      string // of its cgroup; "" if it has none
	Effective Limits // what the kernel enforces

	Figures
	Net         NetSource
	NetFrom     string // NetShared: the name of the pod or container that has the figures
	ThrottledBy string // path of the cgroup whose quota throttles most
	OOMs        int    // OOM kills seen since podtop started
	Cause       Cause  // why it ended, beyond what its exit code says

	Looping      bool          // it ends and is started again, time after time
	counted      time.Duration // over how long RestartsLately was counted; 0: all of it
	SinceRestart time.Duration // how long ago the last restart was seen; 0: none was
	LastExit     Count         // the exit code of the run before

	network NetworkID // the one it has or shares; 0 if not known, or the host's
	traffic *traffic  // of that; nil without one
}

// A NetSource says where a container's network figures are.
type NetSource int

// Network sources.
const (
	NetUnknown NetSource = iota
	NetOwn
	NetShared // the figures stand at NetFrom
	NetHost   // the host's own network: no figures of its own
)

// Figures are a row's numbers in base units: cores, bytes, bytes per second,
// percent, seconds. NaN is unknown; a limit that is none is no number either.
type Figures struct {
	CPU, CPULimitPct, ThrottledPct        float64
	Mem, MemWS, MemHard, MemLimitPct      float64
	CPULimit, MemLimit                    float64
	Anon, File, Shmem, Kernel, Sock, Swap float64
	OOMKills                              float64
	NetRx, NetTx, NetDrops, NetErrs       float64
	BlkR, BlkW, BlkRIOPS, BlkWIOPS        float64
	Pids                                  float64
	PSICPU, PSIMem, PSIIO                 float64
	Restarts, RestartsLately              float64
	OOMAge, EndedAgo, Uptime              float64
}

// unknownFigures has every figure unknown.
var unknownFigures = func() Figures {
	n := math.NaN()
	return Figures{
		n, n, n,
		n, n, n, n,
		n, n,
		n, n, n, n, n, n,
		n,
		n, n, n, n,
		n, n, n, n,
		n,
		n, n, n,
		n, n,
		n, n, n,
	}
}()

// Unknown is Figures of which nothing is known.
func Unknown() Figures { return unknownFigures }

// A Host is the machine as a whole, in base units.
type Host struct {
	Name                  string
	CPUs                  int
	UID                   int // who podtop runs as
	Cgroups               string
	BootID                string
	CPU                   float64 // cores
	MemUsed, MemTotal     float64 // bytes; used is total less available
	SwapUsed, SwapTotal   float64
	Load1, Load5, Load15  float64
	PSICPU, PSIMem, PSIIO float64 // some, percent
	NetRx, NetTx          float64 // bytes per second
	BlkR, BlkW            float64
}

// SelfUse is what podtop itself takes.
type SelfUse struct {
	CPU    float64 // cores
	RSS    float64 // bytes
	Slowed bool
}

// Awaits reports whether a Podman was asked for the first time just now which
// containers there are, and has not said it yet.
func (s *Snapshot) Awaits() bool {
	return s.Engines == nil || slices.ContainsFunc(s.Engines, func(e Engine) bool { return e.Waiting })
}

// ContainerOf returns the container called k, or nil.
func (s *Snapshot) ContainerOf(k Key) *Container {
	for i := range s.Containers {
		if s.Containers[i].Key == k {
			return &s.Containers[i]
		}
	}
	return nil
}

// Target is c as an Action names it.
func (c *Container) Target() Target {
	return Target{ID: c.ID, Name: c.Name, UID: c.UID, User: c.User, Path: c.Path, Unit: c.Unit, UserUnit: c.UserUnit}
}

// Notable reports whether c belongs in the list by default: it has processes,
// is started again and again, or ended badly in the day before now.
func (c *Container) Notable(now time.Time) bool {
	switch {
	case c.Infra:
		return false
	case c.Looping, c.State.Live(), c.State == Failed, c.State == Gone, c.State == Activating, c.State == Deactivating, c.State == Reloading:
		return true
	case c.State == Exited || c.State == Stopped:
		return (c.ExitCode != 0 || c.OOMKilled) && now.Sub(c.Finished) < 24*time.Hour
	}
	return false
}
