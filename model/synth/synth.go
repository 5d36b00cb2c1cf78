// Package synth puts together samples of hosts that there are not: for tests,
// and for the demonstration. It turns amounts used so far into the counters the
// kernel would show; how they come about is its callers' matter.
package synth

import (
	"fmt"
	"hash/fnv"
	"time"

	"podtop/model"
)

// A Container is a made-up one at one instant.
type Container struct {
	model.Meta
	Holds
	Used
	Life   uint64      // how often its cgroup had been made before
	Limit  uint64      // of memory, bytes; 0: none
	Quota  uint64      // millionths of a core; 0: none
	Most   model.Limit // of processes; not known: Podman's default
	Net    model.NetworkID
	HostNS bool
}

// Holds is what a container has at one instant, in bytes but for Pids.
type Holds struct {
	Current, Anon, File, Kernel uint64
	Shmem                       uint64 // of File, what can only be swapped out
	Pids                        uint64
}

// Used is what a container has used since its cgroup was made.
type Used struct {
	CPU                float64    // seconds
	Waited             [3]float64 // for the CPU, memory and I/O: seconds
	Rx, Tx, R, W       float64    // bytes
	Periods, Throttled float64    // of its quota
	OOMKills           uint64
}

// Read adds to s what the kernel says of c.
func Read(s *model.Sample, c *Container) {
	at, inode := s.Mono, hash(string(c.ID))+c.Life
	r := model.Reading{
		ID: c.ID, Runtime: model.Podman, Path: c.CgroupPath, Inode: inode, UID: c.UID, Pod: c.Pod,
		Infra: c.Infra, Frozen: c.State == model.Paused, Net: c.Net, HostNS: c.HostNS,
		CPU:    model.CPU{At: at, UsageUsec: usec(c.CPU)},
		Memory: model.MemoryCurrent{At: at, Bytes: model.Known(c.Current)},
		Stat: model.MemoryStat{
			At: at, Current: model.Known(c.Current), Anon: model.Known(c.Anon), File: model.Known(c.File),
			Shmem: model.Known(c.Shmem), Kernel: model.Known(c.Kernel), Sock: model.Known(0),
			InactiveFile: model.Known((c.File - c.Shmem) / 2), SlabReclaimable: model.Known(0), Swap: model.Known(0),
		},
		Events: model.MemoryEvents{At: at, OOM: model.Known(c.OOMKills), OOMKill: model.Known(c.OOMKills)},
		IO:     blocks(at, c.R, c.W),
		Pids:   model.Pids{At: at, Current: model.Known(c.Pids)},
		PSI:    pressure(at, c.Waited),
		Limits: model.Limits{CPU: model.NoLimit, Memory: model.NoLimit, High: model.NoLimit, Pids: model.LimitOf(2048)},
	}
	if c.Most.IsKnown() {
		r.Limits.Pids = c.Most
	}
	if c.Limit > 0 {
		r.Limits.Memory, r.Limits.MemoryBy = model.LimitOf(c.Limit), c.CgroupPath
	}
	if c.Quota > 0 {
		r.Limits.CPU, r.Limits.CPUBy = model.LimitOf(c.Quota), c.CgroupPath
		r.Quotas = []int{len(s.Quotas)}
		s.Quotas = append(s.Quotas, model.Quota{
			Path: c.CgroupPath, Inode: inode, At: at,
			Periods: count(c.Periods), Throttled: count(c.Throttled), Usec: usec(c.Throttled * 0.05),
		})
	}
	if c.Net != 0 && !c.HostNS {
		share(s, network(c.Net, at, c.Rx, c.Tx))
	}
	s.Readings = append(s.Readings, r)
}

// share adds n to the sample's networks, or to the figures of that same
// network that another container brought.
func share(s *model.Sample, n model.Network) {
	for i := range s.Networks {
		if m := &s.Networks[i]; m.ID == n.ID {
			m.RxBytes, m.TxBytes = m.RxBytes.Add(n.RxBytes), m.TxBytes.Add(n.TxBytes)
			m.RxPackets, m.TxPackets = m.RxPackets.Add(n.RxPackets), m.TxPackets.Add(n.TxPackets)
			return
		}
	}
	s.Networks = append(s.Networks, n)
}

// A Host is a made-up machine at one instant.
type Host struct {
	Name     string
	CPUs     int
	MemTotal uint64  // bytes
	MemUsed  uint64  // bytes
	Up       float64 // seconds for which its CPUs have counted
	Busy     float64 // CPU time used, seconds
	Load     [3]float64
	Waited   [3]float64 // as in Used
	Rx, Tx   float64    // bytes
	R, W     float64
}

// ReadHost sets in s what the kernel says of h.
func ReadHost(s *model.Sample, h *Host) {
	at := s.Mono
	s.Host = model.HostReading{
		Name: h.Name, CPUs: h.CPUs, Cgroups: "v2", At: at,
		BusyUsec: usec(h.Busy), TotalUsec: usec(float64(h.CPUs) * h.Up),
		MemAt: at, MemTotal: model.Known(h.MemTotal), MemAvailable: model.Known(h.MemTotal - h.MemUsed),
		SwapTotal: model.Known(0), SwapFree: model.Known(0),
		LoadAt: at, Load1: h.Load[0], Load5: h.Load[1], Load15: h.Load[2],
		PSI: pressure(at, h.Waited),
		Net: network(1, at, h.Rx, h.Tx),
		IO:  blocks(at, h.R, h.W),
	}
}

func network(id model.NetworkID, at time.Duration, rx, tx float64) model.Network {
	const packet = 1000 // bytes
	zero := model.Known(0)
	return model.Network{
		ID: id, At: at, RxBytes: count(rx), TxBytes: count(tx), RxPackets: count(rx / packet), TxPackets: count(tx / packet),
		RxErrs: zero, TxErrs: zero, RxDrop: zero, TxDrop: zero,
	}
}

func blocks(at time.Duration, r, w float64) model.IO {
	const request = 1 << 14 // bytes
	return model.IO{At: at, RBytes: count(r), WBytes: count(w), RIOs: count(r / request), WIOs: count(w / request)}
}

func pressure(at time.Duration, waited [3]float64) model.PSI {
	return model.PSI{
		At:      at,
		CPUSome: usec(waited[0]), MemSome: usec(waited[1]), IOSome: usec(waited[2]),
		CPUFull: usec(0), MemFull: usec(0), IOFull: usec(0),
	}
}

func count(v float64) model.Count  { return model.Known(uint64(v)) }
func usec(sec float64) model.Count { return count(sec * 1e6) }

// ID is the id of the container called name.
func ID(name string) model.ID {
	a, b := hash(name), hash(name+"'")
	return model.ID(fmt.Sprintf("%016x%016x%016x%016x", a, b, a^b, a+b))
}

// Cgroup is the path Podman gives the cgroup of user uid's container id.
func Cgroup(uid int, id model.ID) string {
	scope := "libpod-" + string(id) + ".scope"
	if uid == 0 {
		return "/machine.slice/" + scope
	}
	return fmt.Sprintf("/user.slice/user-%d.slice/user@%d.service/user.slice/%s", uid, uid, scope)
}

func hash(s string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(s))
	return h.Sum64()
}
