package bench

import (
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"testing"
)

// A binary that is loaded by another program has no other in its image.
func TestDynamicBinary(t *testing.T) {
	elf := func(types ...uint32) string {
		b := make([]byte, 64+56*len(types))
		copy(b, "\x7fELF\x02\x01\x01")
		binary.LittleEndian.PutUint64(b[32:], 64)
		binary.LittleEndian.PutUint16(b[54:], 56)
		binary.LittleEndian.PutUint16(b[56:], uint16(len(types)))
		for i, kind := range types {
			binary.LittleEndian.PutUint32(b[64+56*i:], kind)
		}
		return string(b)
	}
	for text, want := range map[string]error{
		elf(6, 3, 1): errDynamic, elf(6, 1): nil, elf(): nil, "podtop": nil, "": nil,
		elf(6, 3)[:64]: nil, elf(6, 1)[:70]: nil,
		elf()[:32] + strings.Repeat("\xff", 32): nil,
	} {
		p := &Podman{Binary: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }}
		if err := p.CheckBinary(); !errors.Is(err, want) {
			t.Errorf("%q: %v, want %v", text, err, want)
		}
	}
}
