package proc

import (
	"fmt"
	"os"
	"strings"

	"podtop/model"
	"podtop/model/clean"
	"podtop/model/probe"
	"podtop/sampler/kernel"
)

// A Detail reads more of the machine than a Host does, for a page that is open:
// seldom, and without descriptors of its own. It is for one goroutine.
type Detail struct {
	options Options
	disks   disks
	netdev  string
	own     bool // the namespace of netdev is podtop's own
}

// NewDetail looks for what there is to read.
func NewDetail(o Options) *Detail {
	d := &Detail{options: o, disks: disks{block: o.sys("dev/block"), known: map[device]disk{}}}
	path, id := o.hostNamespace()
	d.netdev, d.own = path, id == o.OwnNetwork()
	return d
}

// OwnNetwork reports whether podtop is in the host's network namespace, so that
// what it learns of its own interfaces is said of the host's.
func (d *Detail) OwnNetwork() bool { return d.own }

// Read sets in h what /proc says of the whole machine. What cannot be read is
// told in h.Missing.
func (d *Detail) Read(h *probe.Host) {
	d.read(h, "CPUs", "stat", func(b []byte) { h.CPUs = parseCPUs(b) })
	d.read(h, "memory", "meminfo", func(b []byte) { h.Memory = parseMemLines(b) })
	d.readPressure(h)
	d.readDisks(h)
	d.read(h, "interfaces", d.netdev, func(b []byte) { h.Interfaces = parseInterfaces(b) })
	if b, err := os.ReadFile(d.options.proc("sys/kernel/osrelease")); err == nil {
		h.Kernel = clean.Text(strings.TrimSpace(string(b)))
	}
}

// read reads a file of /proc, which is what part of the page is about.
func (d *Detail) read(h *probe.Host, part, name string, take func([]byte)) {
	path := name
	if !strings.HasPrefix(path, "/") {
		path = d.options.proc(name)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		miss(h, part, fmt.Sprintf("the kernel's file cannot be read: %v", err))
		return
	}
	take(b)
}

func miss(h *probe.Host, part, text string) {
	h.Missing = append(h.Missing, model.Note{Severity: model.Warn, Source: part, Text: clean.Text(text)})
}

func (d *Detail) readPressure(h *probe.Host) {
	at := d.options.Clock()
	of := func(name string) (some, full model.Count) {
		b, err := os.ReadFile(d.options.proc("pressure/" + name))
		if err != nil {
			return some, full // it is off, or this kernel has none
		}
		return kernel.Pressure(b)
	}
	p := &h.PSI
	p.CPUSome, p.CPUFull = of("cpu")
	p.MemSome, p.MemFull = of("memory")
	p.IOSome, p.IOFull = of("io")
	if *p == (model.PSI{}) {
		miss(h, "pressure", "the kernel does not measure it; boot with psi=1, if it is built with CONFIG_PSI")
		return
	}
	p.At = at
}

func (d *Detail) readDisks(h *probe.Host) {
	if _, err := os.Stat(d.disks.block); err != nil {
		miss(h, "disks", "without "+d.disks.block+" disks and partitions look the same: mount sysfs at "+d.options.sys(""))
		return
	}
	d.read(h, "disks", "diskstats", func(b []byte) { h.Disks = d.disks.list(b) })
}

// Disks reads the whole disks that are stacked on no other.
func (d *Detail) Disks() ([]probe.Device, error) {
	b, err := os.ReadFile(d.options.proc("diskstats"))
	if err != nil {
		return nil, fmt.Errorf("reading diskstats: %w", err)
	}
	return d.disks.list(b), nil
}
