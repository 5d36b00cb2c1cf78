package cgroup

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"podtop/model"
	"podtop/sampler/kernel"
)

// A DeviceIO is what a cgroup did to one block device.
type DeviceIO struct {
	Number string // "8:16"; "" where the kernel does not say which
	Name   string // "sdb"; "" if it is not known
	model.IO
}

// Devices reads what the cgroup at path did to each device that is stacked on
// no other, in the kernel's order. The error is fs.ErrNotExist if the kernel
// does not count that there, and kernel.ErrGone if there is no such cgroup.
func (h *Hierarchies) Devices(path string) ([]DeviceIO, error) {
	if !h.has(path) {
		return nil, kernel.ErrGone
	}
	if h.mounts[io] == "" {
		return nil, fs.ErrNotExist
	}
	ds := &devices{dir: h.blocks, stacked: map[device]bool{}}
	each := ds.eachUnified
	if h.mode != Unified {
		each = ds.eachLegacy
	}
	list, err := each(h.mounts[io]+path, make([]byte, bufSize))
	at := h.clock()
	for i := range list {
		list[i].At = at
	}
	return list, err
}

// CountsIO reports whether the kernel counts all I/O: on v1 it does that only for
// a device that has a throttle rule.
func (h *Hierarchies) CountsIO() bool { return h.mode == Unified }

func (ds *devices) eachUnified(dir string, buf []byte) ([]DeviceIO, error) {
	b, err := readFile(dir+"/io.stat", buf)
	if err != nil {
		return nil, err
	}
	return ds.each(b), nil
}

func readFile(path string, buf []byte) ([]byte, error) {
	f, err := kernel.Open(&kernel.Budget{}, path)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", path, err)
	}
	return f.Read(buf)
}

// each is parseIO, but without the sum.
func (ds *devices) each(b []byte) []DeviceIO {
	var list []DeviceIO
	for {
		line, rest, whole := bytes.Cut(b, []byte("\n"))
		if !whole {
			return list
		}
		b = rest
		d, named := lastDevice(line)
		if bytes.IndexByte(line, '=') < 0 || named && ds.lookUp(d) {
			continue
		}
		zero := model.Known(0)
		one := DeviceIO{IO: model.IO{RBytes: zero, WBytes: zero, RIOs: zero, WIOs: zero}}
		if named {
			one.Number, one.Name = d.String(), ds.name(d)
		}
		ds.addLine(&one.IO, line)
		list = append(list, one)
	}
}

// lastDevice is the device whose figures a line of io.stat has.
func lastDevice(line []byte) (last device, ok bool) {
	for {
		var field []byte
		if field, line = kernel.Field(line); len(field) == 0 {
			return last, ok
		}
		if d, is := parseDevice(field); is {
			last, ok = d, true
		}
	}
}

// lookUp looks up whether d is stacked on others.
func (ds *devices) lookUp(d device) (stacked bool) {
	stacked, known := ds.stacked[d]
	if !known {
		stacked = ds.isStacked(d)
		ds.stacked[d] = stacked
	}
	return stacked
}

// name is the device's name, by /sys/dev/block/8:16 -> …/block/sdb, where a
// slash of it is written "!".
func (ds *devices) name(d device) string {
	link, err := os.Readlink(ds.dir + "/" + d.String())
	if err != nil {
		return ""
	}
	return strings.ReplaceAll(filepath.Base(link), "!", "/")
}

func (ds *devices) eachLegacy(dir string, buf []byte) ([]DeviceIO, error) {
	var list []DeviceIO
	for _, f := range []struct {
		name        string
		read, write func(*model.IO) *model.Count
	}{
		{"blkio.throttle.io_service_bytes_recursive", func(s *model.IO) *model.Count { return &s.RBytes }, func(s *model.IO) *model.Count { return &s.WBytes }},
		{"blkio.throttle.io_serviced_recursive", func(s *model.IO) *model.Count { return &s.RIOs }, func(s *model.IO) *model.Count { return &s.WIOs }},
	} {
		b, err := readFile(dir+"/"+f.name, buf)
		if err != nil {
			return nil, err
		}
		list = ds.eachBlkio(list, b, f.read, f.write)
	}
	return list, nil
}

// eachBlkio is parseBlkio without the sum. It adds to list.
func (ds *devices) eachBlkio(list []DeviceIO, b []byte, read, write func(*model.IO) *model.Count) []DeviceIO {
	for {
		line, rest, whole := bytes.Cut(b, []byte("\n"))
		if !whole {
			return list
		}
		b = rest
		name, line := kernel.Field(line)
		op, line := kernel.Field(line)
		value, _ := kernel.Field(line)
		d, ok := parseDevice(name)
		if !ok || ds.lookUp(d) {
			continue
		}
		i := slices.IndexFunc(list, func(o DeviceIO) bool { return o.Number == d.String() })
		if i < 0 {
			i = len(list)
			list = append(list, DeviceIO{Number: d.String(), Name: ds.name(d)})
		}
		switch string(op) {
		case "Read":
			*read(&list[i].IO) = kernel.Uint(value)
		case "Write":
			*write(&list[i].IO) = kernel.Uint(value)
		}
	}
}
