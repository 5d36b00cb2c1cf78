// Package model holds what podtop knows about a host, as plain values.
//
// It does no I/O, starts no goroutines and never asks for the time: everything
// it computes follows from the samples it is given.
package model

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// A Sample is one reading of the host: counters as the kernel reports them,
// nothing derived. Samples are what podtop records, replays and exports.
//
// Its source fills it anew for each reading: a Sample is valid until the next
// one is asked for, and whoever needs a part of it longer copies that part.
// The Inventory is the exception: it is replaced, never changed.
type Sample struct {
	Time     time.Time     // the wall clock, when the tick began
	Mono     time.Duration // the same instant on the monotonic clock (since boot)
	Interval time.Duration // the sampling interval in force
	Slow     bool          // the slow tier was read too
	Demo     bool          // all of it is made up, for a demonstration

	Host      HostReading
	Readings  []Reading // one for each container cgroup; order means nothing
	Quotas    []Quota   // cgroups with a CPU quota, see Reading.Quotas
	Networks  []Network // one for each network namespace
	Inventory *Inventory
	Self      Self
	Notes     []Note // what is wrong or missing now, worst first

	Events     []PodmanEvent // what Podman told since the sample before
	EventsLost int           // how many more it told than could be kept

	KernelLog KernelLog
	Gone      []Departure // since the sample before, where the kernel's log cannot be read
}

// A Departure is a container whose cgroup has gone.
type Departure struct {
	ID    ID
	UID   int   // whose slice it was in
	Kills Count // OOM kills in it that only its parent has counted (memory.events)
}

// A KernelLog is what the kernel's log has said since the sample before.
type KernelLog struct {
	Whole time.Duration // Mono since when no record of it was missed; 0: it cannot be read
	Kills []OOMKill     // in their order
}

// An OOMKill is one process that the OOM killer killed.
type OOMKill struct {
	Time time.Time
	Mono time.Duration // the same instant
	ID   ID            // the container it was in; "" if the log does not say
	UID  int           // whose slice that is in
	By   string        // the cgroup whose limit was reached (oom_memcg); "" if not known
	Host bool          // no limit was reached: the host was out of memory
	PID  int           // 0 if it is known by a count alone
	Comm string        // the name of the process, clean
}

// An ID is a container's full id: 64 hexadecimal digits.
type ID string

// Short returns the first 12 digits, as Podman prints them.
func (id ID) Short() string { return string(id[:min(len(id), 12)]) }

// A Runtime is the program a container belongs to.
type Runtime string

// Runtimes, told by the name of the cgroup.
const (
	Podman     Runtime = "podman"
	Docker     Runtime = "docker"
	CRIO       Runtime = "crio"
	Containerd Runtime = "containerd"
)

// A Reading is what the kernel's files said about one container. The fields
// of each part were read at the part's own At, on the clock of Sample.Mono; an
// At of 0 means never.
type Reading struct {
	ID      ID
	Runtime Runtime
	Path    string // of the cgroup, below the mount: "/machine.slice/libpod-….scope"
	Inode   uint64 // of the cgroup: another one is another life of the container
	UID     int    // whose slice the cgroup is in; 0 outside user.slice
	Pod     string // the pod's id, where the path tells it
	Infra   bool   // known from the processes alone to be a pod's infra container
	Frozen  bool   // the container is paused

	CPU    CPU
	Memory MemoryCurrent
	Net    NetworkID // 0: not known
	HostNS bool      // it uses the host's own network

	Stat   MemoryStat
	Events MemoryEvents
	IO     IO
	Pids   Pids
	PSI    PSI
	Limits Limits // effective: the strictest from the container's own cgroups up to the root
	Quotas []int  // in Sample.Quotas: itself and the ancestors that have a CPU quota
}

// CPU is cpu.stat (v2), cpuacct.usage and cpuacct.stat (v1).
type CPU struct {
	At                              time.Duration
	UsageUsec, UserUsec, SystemUsec Count
}

// MemoryCurrent is memory.current (v2), memory.usage_in_bytes (v1).
type MemoryCurrent struct {
	At    time.Duration
	Bytes Count
}

// MemoryStat is memory.stat and memory.swap.current, in bytes.
type MemoryStat struct {
	At                              time.Duration
	Current                         Count // memory.current, read right beside memory.stat
	Anon, File, Shmem, Kernel, Sock Count
	InactiveFile, SlabReclaimable   Count
	Swap                            Count
}

// MemoryEvents is memory.events (v2); of it v1 has oom_kill, in
// memory.oom_control.
type MemoryEvents struct {
	At                      time.Duration
	High, Max, OOM, OOMKill Count
}

// IO is io.stat summed over devices that are not stacked on others (v2),
// blkio.throttle.io_serviced and io_service_bytes (v1).
type IO struct {
	At                         time.Duration
	RBytes, WBytes, RIOs, WIOs Count
}

// Pids is pids.current.
type Pids struct {
	At      time.Duration
	Current Count
}

// PSI is the total= of the some and full lines of cpu, memory and io.pressure,
// in microseconds.
type PSI struct {
	At                                                 time.Duration
	CPUSome, CPUFull, MemSome, MemFull, IOSome, IOFull Count
}

// Limits are the bounds of a cgroup.
type Limits struct {
	CPU      Limit  // millionths of a core: cpu.max quota over period
	Memory   Limit  // bytes, memory.max
	High     Limit  // bytes, memory.high
	Swap     Limit  // bytes of swap alone, memory.swap.max
	Pids     Limit  // pids.max
	CPUBy    string // path of the cgroup that holds the limit; "" if none does
	MemoryBy string
}

// A Quota is cpu.stat of a cgroup that has a CPU quota: only there does the
// kernel count throttling.
type Quota struct {
	Path      string
	Inode     uint64
	At        time.Duration
	Periods   Count // nr_periods
	Throttled Count // nr_throttled
	Usec      Count // throttled_usec: summed over CPUs, so it can pass 100 % of wall time
}

// A NetworkID tells network namespaces apart: an inode number.
type NetworkID uint64

// A Network is /proc/PID/net/dev of one network namespace, summed over its
// interfaces but lo.
type Network struct {
	ID                   NetworkID
	At                   time.Duration
	RxBytes, TxBytes     Count
	RxPackets, TxPackets Count
	RxErrs, TxErrs       Count
	RxDrop, TxDrop       Count
}

// A HostReading is what the kernel says of the whole machine.
type HostReading struct {
	Name    string // host name
	CPUs    int    // online
	UID     int    // who podtop runs as
	Cgroups string // "v2", "v1" or "hybrid"
	BootID  string

	At        time.Duration // of /proc/stat
	BusyUsec  Count         // all CPUs: time not idle and not waiting for I/O
	TotalUsec Count         // all CPUs: all time

	MemAt                                       time.Duration // /proc/meminfo, bytes
	MemTotal, MemAvailable, SwapTotal, SwapFree Count

	LoadAt               time.Duration // /proc/loadavg
	Load1, Load5, Load15 float64

	PSI PSI

	Net Network // the host's own namespace
	IO  IO      // /proc/diskstats, whole disks that no other is stacked on
}

// Self is what podtop costs, from getrusage(2) and /proc/self/statm.
type Self struct {
	At        time.Duration
	CPUUsec   Count // user and system
	RSS       Count // bytes
	Slowed    bool  // podtop has lengthened its interval to stay below its own limit
	Recording bool
}

// A Note says in words what is wrong or missing, what still works, and what to
// do about it.
type Note struct {
	Severity Severity
	Source   string // "podman", "podman (op)", "cgroup", "journal", …
	Text     string // one line, clean
}

// String is what n says, with the name of the service it is about: there may be
// one for each user.
func (n Note) String() string {
	for _, service := range []string{"podman", "systemd"} {
		if strings.HasPrefix(n.Source, service) && !strings.HasPrefix(n.Text, service) {
			return n.Source + ": " + n.Text
		}
	}
	return n.Text
}

// A Severity orders notes.
type Severity int

// Severities, from the least.
const (
	Info Severity = iota
	Warn
	Bad
)

// SortNotes puts the worst first and keeps the order among equals.
func SortNotes(notes []Note) {
	slices.SortStableFunc(notes, func(a, b Note) int { return cmp.Compare(b.Severity, a.Severity) })
}
