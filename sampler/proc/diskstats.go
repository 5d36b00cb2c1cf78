package proc

import (
	"bytes"
	"fmt"
	"os"

	"podtop/model"
	"podtop/model/clean"
	"podtop/model/probe"
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

// columns of /proc/diskstats, behind the name.
const (
	reads = iota
	readsMerged
	sectorsRead
	msReading
	writes
	writesMerged
	sectorsWritten
	msWriting
	inFlight
	msBusy
	diskColumns
)

// A diskLine is the columns of one line, as far as there are any.
type diskLine [diskColumns]model.Count

// parseDisk parses what stands behind the name.
func parseDisk(line []byte) (l diskLine) {
	for i := range l {
		var field []byte
		field, line = kernel.Field(line)
		l[i] = kernel.Uint(field)
	}
	return l
}

// next cuts the lines of b up to the first disk that counts off it:
//
//	254       0 vda 2152 569 237258 735 895 818 36920 664 0 884 1443 0 0 0 0 124 44
//	254       1 vda1 100 0 4096 10 0 0 0 0 0 12 10 0 0 0 0 0 0
//
// After the name come reads, those merged, sectors read, ms; writes, those
// merged, sectors written, ms; requests in flight, and ms in which there were
// some. See Documentation/admin-guide/iostats.rst.
func (d *disks) next(b []byte) (name []byte, l diskLine, rest []byte, ok bool) {
	for {
		line, rest, ok := cutLine(b)
		if !ok {
			return nil, l, nil, false
		}
		b = rest
		major, line := kernel.Field(line)
		minor, line := kernel.Field(line)
		name, line := kernel.Field(line)
		if d.counts(kernel.Uint(major), kernel.Uint(minor), name) {
			return name, parseDisk(line), rest, true
		}
	}
}

// sum adds up /proc/diskstats.
func (d *disks) sum(b []byte) model.IO {
	io := model.IO{RBytes: model.Known(0), WBytes: model.Known(0), RIOs: model.Known(0), WIOs: model.Known(0)}
	if len(b) == 0 {
		return model.IO{}
	}
	for {
		_, l, rest, ok := d.next(b)
		if !ok {
			return io
		}
		b = rest
		io.RIOs, io.RBytes = io.RIOs.Add(l[reads]), io.RBytes.Add(times(l[sectorsRead], sectorBytes))
		io.WIOs, io.WBytes = io.WIOs.Add(l[writes]), io.WBytes.Add(times(l[sectorsWritten], sectorBytes))
	}
}

// list is the disks one by one.
func (d *disks) list(b []byte) []probe.Device {
	var all []probe.Device
	for {
		name, l, rest, ok := d.next(b)
		if !ok {
			return all
		}
		b = rest
		all = append(all, probe.Device{
			Name:   clean.Text(string(name)),
			RBytes: times(l[sectorsRead], sectorBytes), WBytes: times(l[sectorsWritten], sectorBytes), RIOs: l[reads], WIOs: l[writes],
			ReadTime: l[msReading], WriteTime: l[msWriting], DiskReads: l[reads], DiskWrites: l[writes],
			Busy: l[msBusy], InFlight: l[inFlight],
		})
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
