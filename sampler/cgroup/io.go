package cgroup

import (
	"bytes"
	"time"

	"podtop/model"
	"podtop/sampler/kernel"
)

// setIO takes in io.stat (v2).
func (ds *devices) setIO(r *model.Reading, b []byte, at time.Duration) {
	if at == 0 {
		r.IO = model.IO{}
		return
	}
	r.IO = ds.parseIO(b)
	r.IO.At = at
}

// parseIO sums io.stat over the devices that are stacked on no other:
//
//	8:16 rbytes=1459200 wbytes=314773504 rios=192 wios=353 dbytes=0 dios=0
//	252:0 8:0 rbytes=90430464 wbytes=299008000 rios=8950 wios=1252 dbytes=0 dios=0 cost.vrate=100.00
//
// A cgroup that has done no I/O has no lines: that is 0. A line can be a bare
// device, the figures after two devices are the last one's, and "(unknown)"
// stands for a device without a name. All is unknown if the file is torn, or
// while a device in it is new to us; a sum is if a number in it is no number.
func (ds *devices) parseIO(b []byte) model.IO {
	zero := model.Known(0)
	s := model.IO{RBytes: zero, WBytes: zero, RIOs: zero, WIOs: zero}
	for len(b) > 0 {
		end := bytes.IndexByte(b, '\n')
		if end < 0 || !ds.addLine(&s, b[:end]) {
			return model.IO{}
		}
		b = b[end+1:]
	}
	return s
}

// addLine adds one line of io.stat. It reports false if it cannot tell whether
// the line counts.
func (ds *devices) addLine(s *model.IO, line []byte) bool {
	leaf, known := true, true // "(unknown)" counts: nothing says it is stacked
	for {
		var field []byte
		if field, line = kernel.Field(line); len(field) == 0 {
			return true
		}
		key, value, ok := bytes.Cut(field, []byte("="))
		if !ok {
			if d, ok := parseDevice(field); ok {
				leaf, known = ds.isLeaf(d)
			}
			continue
		}
		sum := ioField(s, key)
		if sum == nil || !leaf {
			continue
		}
		if !known {
			return false
		}
		*sum = sum.Add(kernel.Uint(value))
	}
}

func ioField(s *model.IO, key []byte) *model.Count {
	switch string(key) {
	case "rbytes":
		return &s.RBytes
	case "wbytes":
		return &s.WBytes
	case "rios":
		return &s.RIOs
	case "wios":
		return &s.WIOs
	}
	return nil // discards, and io.cost's own
}
