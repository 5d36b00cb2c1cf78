package cgroup

import (
	"bytes"
	"os"
	"path/filepath"

	"podtop/model"
	"podtop/model/probe"
	"podtop/sampler/kernel"
)

// parseIOMax parses io.max, which has a line for each device with a limit:
//
//	8:16 rbps=2097152 wbps=max riops=max wiops=120
func parseIOMax(b []byte) (limits []probe.IOLimit) {
	for {
		end := bytes.IndexByte(b, '\n')
		if end < 0 {
			return limits
		}
		name, line := kernel.Field(b[:end])
		b = b[end+1:]
		if d, ok := parseDevice(name); ok {
			limits = append(limits, parseIOLimit(d, line))
		}
	}
}

func parseIOLimit(d device, line []byte) probe.IOLimit {
	l := probe.IOLimit{Device: d.String()}
	for {
		var field []byte
		if field, line = kernel.Field(line); len(field) == 0 {
			return l
		}
		key, value, _ := bytes.Cut(field, []byte("="))
		switch string(key) {
		case "rbps":
			l.RBytes = kernel.Limit(value)
		case "wbps":
			l.WBytes = kernel.Limit(value)
		case "riops":
			l.RIOs = kernel.Limit(value)
		case "wiops":
			l.WIOs = kernel.Limit(value)
		}
	}
}

// ioMaxV1 reads the same of v1, where each kind of limit is a file. A device
// without a line in one of them has no limit there.
func (p place) ioMaxV1() (limits []probe.IOLimit) {
	at := func(d device) *probe.IOLimit {
		for i := range limits {
			if limits[i].Device == d.String() {
				return &limits[i]
			}
		}
		limits = append(limits, probe.IOLimit{
			Device: d.String(), RBytes: model.NoLimit, WBytes: model.NoLimit, RIOs: model.NoLimit, WIOs: model.NoLimit,
		})
		return &limits[len(limits)-1]
	}
	eachRate(p.read(io, "blkio.throttle.read_bps_device"), func(d device, n model.Limit) { at(d).RBytes = n })
	eachRate(p.read(io, "blkio.throttle.write_bps_device"), func(d device, n model.Limit) { at(d).WBytes = n })
	eachRate(p.read(io, "blkio.throttle.read_iops_device"), func(d device, n model.Limit) { at(d).RIOs = n })
	eachRate(p.read(io, "blkio.throttle.write_iops_device"), func(d device, n model.Limit) { at(d).WIOs = n })
	return limits
}

// eachRate parses a file such as blkio.throttle.read_bps_device:
//
//	8:16 2097152
func eachRate(b []byte, rate func(device, model.Limit)) {
	for {
		end := bytes.IndexByte(b, '\n')
		if end < 0 {
			return
		}
		name, line := kernel.Field(b[:end])
		value, _ := kernel.Field(line)
		b = b[end+1:]
		if d, ok := parseDevice(name); ok {
			rate(d, kernel.Limit(value))
		}
	}
}

// named gives devices their names where /sys knows them: the last part of what
// /sys/dev/block/8:16 links to.
func (h *Hierarchies) named(limits []probe.IOLimit) []probe.IOLimit {
	for i := range limits {
		if to, err := os.Readlink(h.blocks + "/" + limits[i].Device); err == nil {
			limits[i].Device = filepath.Base(to)
		}
	}
	return limits
}
