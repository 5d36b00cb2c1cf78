package demo

import (
	"strconv"
	"strings"

	"podtop/model"
	"podtop/model/clean"
	"podtop/model/probe"
	"podtop/model/synth"
)

// Storage is what a container writes to.
func (h *Host) Storage(s probe.Target) (*probe.Storage, error) {
	c, err := h.find(s)
	if err != nil {
		return nil, err
	}
	a := &probe.Storage{Answer: h.answer(), Devices: h.devices(c)}
	if c.Source == model.FromConmon {
		a.Missing = append(a.Missing, model.Note{Severity: model.Warn, Source: "podman", Text: "no service of " + c.User + "'s answers: mounts and sizes are not known, I/O is"})
		return a, nil
	}
	image, written := c.sizes()
	a.Image, a.Writable = model.Known(image), model.Known(written)
	a.Mounts = append(a.Mounts, probe.Mount{
		Type: "overlay", Destination: clean.Of("/"), Options: "rw", Source: clean.Of(c.store() + "/overlay/" + string(synth.ID(c.Name)) + "/merged"),
		Fill: h.fillAt(c.store()),
	})
	for _, m := range storyOf(c.Name).mounts {
		m.Fill = h.fillOf(&m)
		a.Mounts = append(a.Mounts, m)
	}
	return a, nil
}

// devices is what c did to the one disk, and how that fares.
func (h *Host) devices(c *container) []probe.Device {
	if !c.hasCgroup() {
		return nil
	}
	d := h.disk()
	var s model.Sample
	synth.Read(&s, &c.Container)
	io := &s.Readings[0].IO
	d.RBytes, d.WBytes, d.RIOs, d.WIOs = io.RBytes, io.WBytes, io.RIOs, io.WIOs
	return []probe.Device{d}
}

// disk is the disk as a whole: requests queue where there are many of them.
func (h *Host) disk() probe.Device {
	const request = 1 << 14 // bytes
	m := &h.machine
	waited := 1000 * m.Waited[2]
	return probe.Device{
		Name: "vda", RBytes: number(m.R), WBytes: number(m.W), RIOs: number(m.R / request), WIOs: number(m.W / request),
		DiskReads: number(m.R / request), DiskWrites: number(m.W / request),
		ReadTime: number(m.R/request*0.35 + waited), WriteTime: number(m.W/request*0.8 + 2*waited),
		Busy: number(2 * waited), InFlight: model.Known(uint64(h.mono.Milliseconds()) / 700 % 3),
	}
}

func number(v float64) model.Count { return model.Known(uint64(v)) }

// store is where the Podman of c's user keeps what is its own.
func (c *container) store() string {
	if c.UID == 0 {
		return "/var/lib/containers/storage"
	}
	return "/home/" + c.User + "/.local/share/containers/storage"
}

// fillOf is how full the file system behind a mount is.
func (h *Host) fillOf(m *probe.Mount) probe.Fill {
	if m.Type != "tmpfs" {
		return h.fillAt(m.Source.Raw())
	}
	_, size, _ := strings.Cut(m.Options, "size=")
	mib, _ := strconv.ParseUint(strings.TrimSuffix(size, "m"), 10, 64)
	k, left := model.Known, mib*mb/5*4
	return probe.Fill{Type: "tmpfs", Total: k(mib * mb), Free: k(left), Avail: k(left), Inodes: k(3 << 20), InodesFree: k(3<<20 - 211)}
}

// fillAt is how full the file system is that path is in.
func (h *Host) fillAt(path string) probe.Fill {
	var in probe.Fill
	for _, f := range h.fills() {
		if strings.HasPrefix(path+"/", strings.TrimSuffix(f.Path, "/")+"/") && len(f.Path) > len(in.Path) {
			in = f
		}
	}
	return in
}

// fill is how full a file system is: what is written stays for a day.
func (h *Host) fill(path string) probe.Fill {
	f := probe.Fill{Path: path, Type: "ext4"}
	total, used, inodes, taken := uint64(60*gb), uint64(21*gb), uint64(4<<20), uint64(512<<10)
	if path != "/" {
		f.Type = "xfs"
		total, used, inodes, taken = 400*gb, 297*gb+uint64(h.machine.W/16)%(40*gb), 200<<20, 11<<20
	}
	k := model.Known
	f.Total, f.Free, f.Avail = k(total), k(total-used), k(total-used-total/50)
	f.Inodes, f.InodesFree = k(inodes), k(inodes-taken)
	return f
}
