package bench

import (
	"bytes"
	"math"
	"os"
	"path/filepath"
	"strconv"
)

// A Peak reads the most memory that a cgroup has used.
type Peak struct {
	file  *os.File // nil: the kernel does not tell
	Since bool     // it counts from when it was opened; else since the cgroup was made
}

// OpenPeak opens memory.peak of the v2 cgroup at dir. From Linux 6.12 on, a
// write has it count anew for this descriptor alone.
func OpenPeak(dir string, anew bool) *Peak {
	path := filepath.Join(dir, "memory.peak")
	if anew {
		if f, err := os.OpenFile(path, os.O_RDWR, 0); err == nil {
			_, err = f.WriteString("reset\n")
			return &Peak{f, err == nil}
		}
	}
	f, err := os.Open(path)
	if err != nil {
		return &Peak{}
	}
	return &Peak{file: f}
}

// Read is the peak in bytes, NaN if it is not known.
func (p *Peak) Read() float64 {
	if p.file == nil {
		return math.NaN()
	}
	var text [32]byte
	n, _ := p.file.ReadAt(text[:], 0)
	v, err := strconv.ParseUint(string(bytes.TrimSpace(text[:n])), 10, 64)
	if err != nil {
		return math.NaN()
	}
	return float64(v)
}

// Close gives the descriptor back.
func (p *Peak) Close() {
	if p.file != nil {
		_ = p.file.Close()
	}
}
