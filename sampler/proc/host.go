package proc

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"time"

	"podtop/model"
	"podtop/model/clean"
	"podtop/sampler/kernel"
)

// A Host reads the machine as a whole.
type Host struct {
	clock func() time.Duration
	buf   buffer
	first [256]byte // the first line of /proc/stat is no longer; 10 kB can follow

	stat, meminfo, loadavg, diskstats, netdev kernel.File
	cpuPSI, memPSI, ioPSI                     kernel.File
	hostname, online                          kernel.File
	disks                                     disks

	rawName []byte // as the kernel has it
	name    string
	bootID  string
	cpus    int
	uid     int
	net     model.NetworkID
}

// OpenHost opens the files of the host. Only /proc/stat must be there; what
// else is missing stays unknown. The error names the file.
func OpenHost(o Options) (*Host, error) {
	stat, err := kernel.Open(o.Budget, o.proc("stat"))
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", o.proc("stat"), err)
	}
	h := &Host{
		clock:    o.Clock,
		stat:     stat,
		meminfo:  o.open(o.proc("meminfo")),
		loadavg:  o.open(o.proc("loadavg")),
		cpuPSI:   o.open(o.proc("pressure/cpu")),
		memPSI:   o.open(o.proc("pressure/memory")),
		ioPSI:    o.open(o.proc("pressure/io")),
		hostname: o.open(o.proc("sys/kernel/hostname")),
		online:   o.open(o.sys("devices/system/cpu/online")),
		disks:    disks{block: o.sys("dev/block"), known: map[device]disk{}},
		uid:      os.Getuid(),
	}
	if _, err := os.Stat(h.disks.block); err == nil { // without it disks and partitions look the same
		h.diskstats = o.open(o.proc("diskstats"))
	}
	own, id := o.hostNamespace()
	h.netdev, h.net = o.open(own), id
	boot, _ := os.ReadFile(o.proc("sys/kernel/random/boot_id"))
	h.bootID = strings.TrimSpace(string(boot))
	h.readIdentity()
	return h, nil
}

// Fast reads what the fast tier shows: the time of the CPUs.
func (h *Host) Fast(r *model.HostReading) {
	r.Name, r.CPUs, r.UID, r.BootID = h.name, h.cpus, h.uid, h.bootID
	r.At, r.BusyUsec, r.TotalUsec = 0, model.Count{}, model.Count{}
	at := h.clock()
	if b, err := h.stat.Read(h.first[:]); err == nil {
		r.At = at
		r.BusyUsec, r.TotalUsec = parseStat(b)
	}
}

// Slow reads the rest: memory, load, pressure, disks, the host's own network,
// and its name and number of CPUs, in case they have changed.
func (h *Host) Slow(r *model.HostReading) {
	h.readIdentity()
	r.Name, r.CPUs, r.UID, r.BootID = h.name, h.cpus, h.uid, h.bootID
	h.readMemory(r)
	h.readLoad(r)
	r.PSI = h.readPSI()
	r.IO = h.readIO()
	r.Net = h.readNet()
}

// Close gives the descriptors back.
func (h *Host) Close() {
	for _, f := range []*kernel.File{
		&h.stat, &h.meminfo, &h.loadavg, &h.diskstats, &h.netdev,
		&h.cpuPSI, &h.memPSI, &h.ioPSI, &h.hostname, &h.online,
	} {
		f.Close()
	}
}

func (h *Host) readIdentity() {
	if b, err := h.buf.read(&h.online); err == nil {
		if n := parseCPUList(b); n > 0 {
			h.cpus = n
		}
	}
	if b, err := h.buf.read(&h.hostname); err == nil && !bytes.Equal(b, h.rawName) {
		h.rawName = append(h.rawName[:0], b...)
		h.name = clean.Text(strings.TrimSpace(string(b)))
	}
}

func (h *Host) readMemory(r *model.HostReading) {
	at := h.clock()
	b, err := h.buf.read(&h.meminfo)
	if err != nil {
		at = 0
	}
	m := parseMeminfo(b)
	r.MemAt, r.MemTotal, r.MemAvailable, r.SwapTotal, r.SwapFree = at, m.total, m.available, m.swapTotal, m.swapFree
}

func (h *Host) readLoad(r *model.HostReading) {
	at := h.clock()
	b, err := h.buf.read(&h.loadavg)
	if err != nil {
		at = 0
	}
	load := parseLoadavg(b)
	r.LoadAt, r.Load1, r.Load5, r.Load15 = at, load[0], load[1], load[2]
}

// readPSI reads /proc/pressure. The full line of cpu says nothing about a
// whole host and stays unknown; so does all of it where the kernel has PSI off.
func (h *Host) readPSI() (p model.PSI) {
	at := h.clock()
	p.CPUSome, _ = h.pressure(&h.cpuPSI)
	p.MemSome, p.MemFull = h.pressure(&h.memPSI)
	p.IOSome, p.IOFull = h.pressure(&h.ioPSI)
	if p != (model.PSI{}) {
		p.At = at
	}
	return p
}

func (h *Host) pressure(f *kernel.File) (some, full model.Count) {
	b, err := h.buf.read(f)
	if err != nil {
		return some, full
	}
	return kernel.Pressure(b)
}

func (h *Host) readIO() model.IO {
	at := h.clock()
	b, err := h.buf.read(&h.diskstats)
	if err != nil {
		return model.IO{}
	}
	io := h.disks.sum(b)
	io.At = at
	return io
}

func (h *Host) readNet() model.Network {
	at := h.clock()
	b, err := h.buf.read(&h.netdev)
	if err != nil {
		return model.Network{ID: h.net}
	}
	n := parseNetDev(b)
	n.ID, n.At = h.net, at
	return n
}
