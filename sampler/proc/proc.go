// Package proc reads /proc: the host as a whole, the network of each network
// namespace, and what podtop itself costs.
//
// A reader that fails costs its own fields, which are then unknown. Numbers
// are as the kernel gives them, in the units of the model: bytes and
// microseconds.
package proc

import (
	"bytes"
	"cmp"
	"math/bits"
	"time"

	"podtop/model"
	"podtop/sampler/kernel"
)

// Options say where to read. Budget and Clock must be set.
type Options struct {
	Proc, Sys string               // where they are mounted; /proc and /sys if ""
	Budget    *kernel.Budget       // descriptors to keep open
	Clock     func() time.Duration // the clock of model.Sample.Mono
}

func (o Options) proc(name string) string { return cmp.Or(o.Proc, "/proc") + "/" + name }

func (o Options) sys(name string) string { return cmp.Or(o.Sys, "/sys") + "/" + name }

// open is kernel.Open of a file that some hosts do not have, or do not show to
// everybody: reading the zero File fails, and its fields stay unknown.
func (o Options) open(path string) kernel.File {
	f, _ := kernel.Open(o.Budget, path)
	return f
}

// A buffer is what files are read into: one for all files of a reader. It
// grows to the longest.
type buffer []byte

const bufferMax = 4 << 20

// read returns the whole of f, valid until the next read.
func (b *buffer) read(f *kernel.File) ([]byte, error) {
	for {
		if len(*b) == 0 {
			*b = make([]byte, 8<<10)
		}
		text, err := f.Read(*b)
		// A cut file ends with its last whole line, not at the buffer's end.
		if err != nil || len(text) < len(*b)/2 || len(*b) >= bufferMax {
			return text, err
		}
		*b = make([]byte, 2*len(*b))
	}
}

// cutLine cuts the first line, without its newline, off b. What follows the
// last newline is torn, and no line.
func cutLine(b []byte) (line, rest []byte, ok bool) {
	i := bytes.IndexByte(b, '\n')
	if i < 0 {
		return nil, nil, false
	}
	return b[:i], b[i+1:], true
}

// times is c in a unit of 1/n; it is unknown if that is too large.
func times(c model.Count, n uint64) model.Count {
	v, ok := c.Get()
	if hi, lo := bits.Mul64(v, n); ok && hi == 0 {
		return model.Known(lo)
	}
	return model.Count{}
}
