package bench

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
)

// errDynamic says that podtop's image would lack what it needs.
var errDynamic = errors.New("this podtop needs libraries, and has none in a container of its own: build it with CGO_ENABLED=0")

// CheckBinary is an error if podtop cannot run in a container that has nothing
// but podtop in it.
func (p *Podman) CheckBinary() error {
	_, err := p.readBinaryHead(headSize)
	return err
}

// readBinary is all of podtop.
func (p *Podman) readBinary() ([]byte, error) { return p.readBinaryHead(math.MaxInt64) }

func (p *Podman) readBinaryHead(size int64) (head []byte, err error) {
	f, err := p.Binary()
	if err == nil {
		defer f.Close()
		head, err = io.ReadAll(io.LimitReader(f, size))
	}
	switch {
	case err != nil:
		return nil, fmt.Errorf("podtop cannot read its own binary: %w", err)
	case isDynamic(head):
		return nil, errDynamic
	}
	return head, nil
}

// headSize is how much of a binary has all of its program headers.
const headSize = 16 << 10

// isDynamic reports whether a binary of 64 bits names a program that loads it: it
// has a program header PT_INTERP, see elf(5).
func isDynamic(head []byte) bool {
	const header, class64, littleEndian, interp = 64, 2, 1, 3
	if len(head) < header || string(head[:4]) != "\x7fELF" || head[4] != class64 || head[5] != littleEndian {
		return false
	}
	at := binary.LittleEndian.Uint64(head[32:])
	size, n := uint64(binary.LittleEndian.Uint16(head[54:])), binary.LittleEndian.Uint16(head[56:])
	for range n {
		if at > uint64(len(head)-4) {
			return false
		}
		if binary.LittleEndian.Uint32(head[at:]) == interp {
			return true
		}
		at += size
	}
	return false
}
