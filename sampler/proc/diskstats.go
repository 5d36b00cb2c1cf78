package proc

import (
	"bytes"
	"fmt"
	"os"

	"podtop/model"
	"podtop/sampler/kernel"
)

// sectorBytes is the unit of /proc/diskstats, whatever the disk's sectors are.
const sectorBytes = 512

// disks knows which block devices count: whole disks that are not stacked on
// others, so that no byte is counted twice.
type disks struct {
	block string // /sys/dev/block
	known map[device]disk
}

type device struct{ major, minor uint64 }

type disk struct {
	name   string // the number can come to mean another device
	counts bool
}

// sum adds up /proc/diskstats:
//
//	254       0 vda 2152 569 237258 735 895 818 36920 664 0 884 1443 0 0 0 0 124 44
//	254       1 vda1 100 0 4096 10 0 0 0 0 0 12 10 0 0 0 0 0 0
//
// After the name come reads, those merged, sectors read, ms; writes, those
// merged, sectors written, ms. See Documentation/admin-guide/iostats.rst.
func (d *disks) sum(b []byte) model.IO {
	io := model.IO{RBytes: model.Known(0), WBytes: model.Known(0), RIOs: model.Known(0), WIOs: model.Known(0)}
	if len(b) == 0 {
		return model.IO{}
	}
	for {
		line, rest, ok := cutLine(b)
		if !ok {
			return io
		}
		b = rest
		major, line := kernel.Field(line)
		minor, line := kernel.Field(line)
		name, line := kernel.Field(line)
		if d.counts(kernel.Uint(major), kernel.Uint(minor), name) {
			add(&io, line)
		}
	}
}

// add adds the columns behind the name.
func add(io *model.IO, line []byte) {
	for i := range 7 {
		var field []byte
		field, line = kernel.Field(line)
		v := kernel.Uint(field)
		switch i {
		case 0:
			io.RIOs = io.RIOs.Add(v)
		case 2:
			io.RBytes = io.RBytes.Add(times(v, sectorBytes))
		case 4:
			io.WIOs = io.WIOs.Add(v)
		case 6:
			io.WBytes = io.WBytes.Add(times(v, sectorBytes))
		}
	}
}

func (d *disks) counts(major, minor model.Count, name []byte) bool {
	ma, ok := major.Get()
	mi, ok2 := minor.Get()
	if !ok || !ok2 || len(name) == 0 {
		return false
	}
	dev := device{ma, mi}
	if k, ok := d.known[dev]; ok && k.name == string(name) {
		return k.counts
	}
	k := disk{name: string(name), counts: isBacked(name) && d.isWhole(dev)}
	d.known[dev] = k
	return k.counts
}

// isBacked reports whether the device is neither memory, nor a file, nor made
// of other devices: of those that are, a few have no entry in slaves.
func isBacked(name []byte) bool {
	for _, prefix := range []string{"loop", "ram", "zram", "dm-", "md", "bcache"} {
		if bytes.HasPrefix(name, []byte(prefix)) {
			return false
		}
	}
	return true
}

// isWhole reports whether the device is neither a partition nor stacked on
// others.
func (d *disks) isWhole(dev device) bool {
	dir := fmt.Sprintf("%s/%d:%d", d.block, dev.major, dev.minor)
	if _, err := os.Stat(dir + "/partition"); err == nil {
		return false
	}
	slaves, _ := os.ReadDir(dir + "/slaves")
	return len(slaves) == 0
}
