package cgroup

import (
	"os"
	"strconv"
)

// A device is a block device's number: major<<32 | minor.
type device uint64

func (d device) String() string {
	return strconv.FormatUint(uint64(d>>32), 10) + ":" + strconv.FormatUint(uint64(d&(1<<32-1)), 10)
}

// devices knows which block devices are stacked on others (dm, md): their
// bytes are counted again by those below.
type devices struct {
	dir     string // "/sys/dev/block"
	stacked map[device]bool
	unknown []device // met while reading, to be looked up by look
}

// newDevices knows all the devices there are now.
func newDevices(dir string) devices {
	ds := devices{dir: dir, stacked: map[device]bool{}, unknown: make([]device, 0, 64)}
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		if d, ok := parseDevice([]byte(e.Name())); ok {
			ds.stacked[d] = ds.isStacked(d)
		}
	}
	return ds
}

// isLeaf reports whether d is stacked on nothing, if that is known. What is
// not known will be after look.
func (ds *devices) isLeaf(d device) (leaf, known bool) {
	stacked, known := ds.stacked[d]
	if !known && len(ds.unknown) < cap(ds.unknown) {
		ds.unknown = append(ds.unknown, d)
	}
	return !stacked, known
}

// lookUpUnknown looks up the devices that isLeaf did not know. It does I/O, so
// it is called between the ticks.
func (ds *devices) lookUpUnknown() {
	for _, d := range ds.unknown {
		ds.stacked[d] = ds.isStacked(d)
	}
	ds.unknown = ds.unknown[:0]
}

// isStacked looks into /sys/dev/block/M:m/slaves, which names the devices
// below d.
func (ds *devices) isStacked(d device) bool {
	slaves, _ := os.ReadDir(ds.dir + "/" + d.String() + "/slaves")
	return len(slaves) > 0
}

// parseDevice parses "8:16".
func parseDevice(b []byte) (device, bool) {
	var part [2]uint64
	i := 0
	digits := 0
	for _, c := range b {
		switch {
		case c >= '0' && c <= '9' && part[i] < 1<<28:
			part[i] = part[i]*10 + uint64(c-'0')
			digits++
		case c == ':' && i == 0 && digits > 0:
			i, digits = 1, 0
		default:
			return 0, false
		}
	}
	return device(part[0]<<32 | part[1]), i == 1 && digits > 0
}
