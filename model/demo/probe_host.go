package demo

import (
	"fmt"
	"math"

	"podtop/model"
	"podtop/model/probe"
)

// LookHost is the machine as the page of the host shows it.
func (h *Host) LookHost() *probe.Host {
	l := &probe.Host{Answer: probe.Answer{At: h.mono, Time: h.time}, Kernel: "6.12.48-amd64"}
	for i := range h.closer.cores {
		c := &h.closer.cores[i]
		l.CPUs = append(l.CPUs, probe.CPU{
			N: i, User: usec(c.user), Nice: usec(0), System: usec(c.system), Idle: usec(c.idle),
			IOWait: usec(c.iowait), IRQ: usec(0), SoftIRQ: usec(c.irq), Steal: usec(c.steal),
		})
	}
	w := &h.machine.Waited
	l.PSI = model.PSI{At: h.mono, CPUSome: usec(w[0]), CPUFull: usec(0), MemSome: usec(w[1]), MemFull: usec(w[1] / 3), IOSome: usec(w[2]), IOFull: usec(w[2] / 2)}
	l.Disks = []probe.Device{h.disk()}
	l.Memory, l.Interfaces, l.Fills, l.Cgroups = h.meminfo(), h.interfaces(), h.fills(), h.otherCgroups()
	return l
}

func (h *Host) meminfo() []probe.Line {
	var anon, file, kernel, shmem float64
	for _, c := range h.containers {
		if c.hasCgroup() {
			anon, file, kernel = anon+float64(c.Anon), file+float64(c.File), kernel+float64(c.Kernel)
			shmem += float64(c.Shmem)
		}
	}
	total, used := float64(h.machine.MemTotal), float64(h.machine.MemUsed)
	cached := min(file+2200*mb, total-used)
	slab := 0.4*kernel + 400*mb
	var all []probe.Line
	add := func(name string, bytes float64) {
		all = append(all, probe.Line{Name: name, Value: count(math.Round(bytes/kb) * kb)})
	}
	add("MemTotal", total)
	add("MemFree", total-used-0.97*cached)
	add("MemAvailable", total-used)
	add("Buffers", 180*mb)
	add("Cached", cached)
	add("SwapTotal", 0)
	add("SwapFree", 0)
	add("Dirty", min(cached, 0.02*cached+3*mb))
	add("Writeback", 0)
	add("AnonPages", anon+700*mb)
	add("Mapped", 420*mb)
	add("Shmem", shmem+96*mb)
	add("Slab", slab)
	add("SReclaimable", 0.6*slab)
	add("SUnreclaim", 0.4*slab)
	add("KernelStack", 26*mb)
	add("PageTables", 84*mb)
	add("CommitLimit", total/2)
	add("Committed_AS", 1.4*(anon+700*mb))
	return all
}

// interfaces are the uplink, the bridge of Podman's network, and the host's
// ends of containers' networks, where in is out.
func (h *Host) interfaces() []probe.Interface {
	m := &h.machine
	of := func(name string, mtu int, rx, tx float64, addresses ...string) probe.Interface {
		const packet = 1000 // bytes
		zero := model.Known(0)
		return probe.Interface{
			Name: name, State: "up", MTU: mtu, Addresses: addresses, RxBytes: count(rx), TxBytes: count(tx),
			RxPackets: count(rx / packet), TxPackets: count(tx / packet), RxErrs: zero, TxErrs: zero, RxDrop: zero, TxDrop: zero,
		}
	}
	all := []probe.Interface{
		of("lo", 65536, 9*mb, 9*mb, "127.0.0.1/8", "::1/128"),
		of("eth0", 1500, m.Rx, m.Tx, "192.0.2.17/24", "2001:db8::17/64"),
	}
	seen := map[model.NetworkID]int{} // where it is in all
	for n, c := range h.containers {
		if c.UID != 0 || !c.hasCgroup() || c.HostNS {
			continue
		}
		i, ok := seen[c.Net]
		if !ok {
			seen[c.Net], i = len(all), len(all)
			all = append(all, of(fmt.Sprintf("veth%d", 100*n+int(c.Life)), 1500, 0, 0))
		}
		v := &all[i]
		v.RxBytes, v.TxBytes = v.RxBytes.Add(count(c.Tx)), v.TxBytes.Add(count(c.Rx))
		v.RxPackets, v.TxPackets = v.RxPackets.Add(count(c.Tx/1000)), v.TxPackets.Add(count(c.Rx/1000))
	}
	return append(all, of("podman0", 1500, 0.8*m.Tx, 0.8*m.Rx, "10.88.0.1/16"))
}

// fills has one file system that is about to be full.
func (h *Host) fills() []probe.Fill {
	root, containers := h.fill("/"), h.fill("/var/lib/containers")
	root.For, root.Journal = "journal", count(1.1*gb+h.closer.units[1].w/2000)
	containers.For = "storage of root"
	used := 88.6*gb + min(2*gb, h.machine.W/400)
	return []probe.Fill{root, containers, {
		Path: "/home", Type: "ext4", For: "storage of op, guest", Total: count(100 * gb), Free: count(100*gb - used), Avail: count(97*gb - used),
		Inodes: model.Known(6_553_600), InodesFree: model.Known(1_733_600),
	}}
}

func (h *Host) otherCgroups() []probe.OtherCgroup {
	var all []probe.OtherCgroup
	for i := range h.closer.units {
		u := &h.closer.units[i]
		all = append(all, probe.OtherCgroup{
			Path: u.path, CPUUsec: usec(u.cpu), Memory: count(u.memory * math.Exp(u.noise/8)),
			RBytes: model.Known(0), WBytes: count(u.w), Pids: model.Known(u.pids),
		})
	}
	for _, c := range h.containers {
		if c.UID == 0 && c.hasCgroup() {
			all = append(all, probe.OtherCgroup{
				Path: "/machine.slice/libpod-conmon-" + string(c.ID) + ".scope", CPUUsec: usec(c.CPU / 5000), Memory: model.Known(2 * mb),
				RBytes: model.Known(0), WBytes: model.Known(0), Pids: model.Known(1),
			})
		}
	}
	return all
}

// DiskUse is what its Podmans keep.
func (h *Host) DiskUse() []probe.DiskUse {
	var all []probe.DiskUse
	for _, e := range Engines {
		u := probe.DiskUse{Answer: probe.Answer{At: h.mono, Time: h.time}, User: e.User}
		var running, idle float64
		for _, c := range h.containers {
			if c.UID != e.UID || c.hidden {
				continue
			}
			u.Containers.Total++
			size := 3*mb + c.W/200
			if c.hasCgroup() {
				u.Containers.Active++
				running += size
			} else {
				idle += size
			}
		}
		u.Containers.Size, u.Containers.Reclaimable = count(running+idle), count(idle)
		u.Images = probe.Store{Total: 3 * u.Containers.Total, Active: u.Containers.Active, Size: count(float64(u.Containers.Total) * 830 * mb), Reclaimable: count(float64(u.Containers.Total) * 310 * mb)}
		u.Volumes = probe.Store{Total: 9, Active: 6, Size: count(21.4 * gb), Reclaimable: count(3.1 * gb)}
		if e.UID != 0 {
			u.Volumes = probe.Store{Total: 2, Active: 2, Size: count(2.2 * gb), Reclaimable: model.Known(0)}
		}
		all = append(all, u)
	}
	return all
}

func count(v float64) model.Count  { return model.Known(uint64(max(0, v))) }
func usec(sec float64) model.Count { return count(sec * 1e6) }
