package journal

import (
	"bytes"
	"strings"
	"testing"
)

func TestLZ4(t *testing.T) {
	// As liblz4 compresses them.
	for _, tt := range []struct{ block, want string }{
		{"", ""},
		{"\x50hello", "hello"},
		{"\x1fa\x01\x00\x04\x50aaaaa", strings.Repeat("a", 1+4+15+4+5)},
		{"\x40abcd\x04\x00\x50efghi", "abcdabcdefghi"},
		{"\xf0\x05" + strings.Repeat("b", 20), strings.Repeat("b", 20)},
		// Damage: what there is before it.
		{"\x40abcd\x05\x00\x50efghi", "abcd"},
		{"\x40abcd\x00\x00\x50efghi", "abcd"},
		{"\x40ab", "ab"},
		{"\xf0\xff\xff", ""},
		{"\x40abcd\x04", "abcd"},
	} {
		for limit := 0; limit <= len(tt.want)+1; limit++ {
			got := appendLZ4([]byte("> "), []byte(tt.block), limit)
			if want := "> " + tt.want[:min(limit, len(tt.want))]; string(got) != want {
				t.Errorf("%q, %d bytes: %q, not %q", tt.block, limit, got, want)
			}
		}
	}
}

// TestBound reads the beginning of messages that compress to almost nothing.
func TestBound(t *testing.T) {
	for _, name := range []string{"keyed", "lz4"} {
		f := files(t, name)[0]
		e, err := f.entryAt(f.count - 2)
		if err != nil {
			t.Fatal(err)
		}
		want := bytes.Repeat([]byte("m"), 1000)
		buf := make([]byte, 0, 2000)
		field := func() {
			b, size, ok, err := e.Field(buf, "MESSAGE", 1000)
			if !bytes.Equal(b, want) || size != 300000 || !ok || err != nil {
				t.Fatal(name, len(b), size, ok, err)
			}
		}
		field()
		if n := testing.AllocsPerRun(10, field); n > 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}
