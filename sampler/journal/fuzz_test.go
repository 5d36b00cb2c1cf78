package journal

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"testing"
)

// objects returns the offsets of all objects of a file, and of its header.
func objects(t testing.TB, b []byte) (offsets []int64) {
	t.Helper()
	le := binary.LittleEndian
	tail := le.Uint64(b[136:])
	offsets = append(offsets, 0)
	for off := le.Uint64(b[88:]); off <= tail; {
		if b[off] == 0 { // what testdata/make made free
			off += 8
			continue
		}
		offsets = append(offsets, int64(off))
		off += (le.Uint64(b[off+8:]) + 7) / 8 * 8
	}
	return offsets
}

// A patch is a change of a file: 12 bytes of a fuzz target's input are which
// object, where in it, and eight bytes for there.
const patchSize = 12

// FuzzFile changes the header and objects of real files, and reads them in all
// ways: nothing may panic, go on for ever, or give more than there is.
func FuzzFile(f *testing.F) {
	dirs := map[byte]string{}
	wholes := map[byte][]byte{}
	all := map[byte][]int64{}
	for i, name := range journals {
		dir := f.TempDir()
		b := unzstd(f, filepath.Join("testdata", name+".d", "system.journal.zst"))
		if err := os.WriteFile(filepath.Join(dir, "system.journal"), b, 0o600); err != nil {
			f.Fatal(err)
		}
		dirs[byte(i)], wholes[byte(i)], all[byte(i)] = dir, b, objects(f, b)
		seen := map[byte]int{}
		for n, off := range all[byte(i)] { // some objects of each type
			kind := b[off]
			if seen[kind]++; seen[kind]%20 != 1 || seen[kind] > 40 {
				continue
			}
			for _, at := range []byte{0, 8, 16, 24, 32, 40, 48, 56, 64, 104, 152, 176} {
				head := []byte{byte(n), byte(n >> 8), at, 0}
				for _, v := range []uint64{0, uint64(off), ^uint64(0)} {
					f.Add(byte(i), binary.LittleEndian.AppendUint64(head, v))
				}
			}
		}
	}
	f.Fuzz(func(t *testing.T, which byte, patches []byte) {
		which %= byte(len(journals))
		b, offsets, path := wholes[which], all[which], filepath.Join(dirs[which], "system.journal")
		file, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		for ; len(patches) >= patchSize; patches = patches[patchSize:] {
			n := int(binary.LittleEndian.Uint16(patches)) % len(offsets)
			off := offsets[n] + int64(patches[2])
			if _, err := file.WriteAt(patches[4:patchSize], off); err != nil {
				t.Fatal(err)
			}
			defer func() { _, _ = file.WriteAt(b[off:off+patchSize-4], off) }() // as it was
		}
		readAll(t, dirs[which])
	})
}

// readAll reads a journal in all ways.
func readAll(t *testing.T, dir string) {
	j := Open(dir)
	defer j.Close()
	m := Match{{"CONTAINER_NAME=web", "PRIORITY=6"}, {"CONTAINER_NAME=db", "_UID=0"}}
	n := 0
	for _, w := range []*Walk{j.Forward(nil), j.Backward(m), j.Forward(m), j.ForwardSince(m, 1796060000000000)} {
		for e, ok := w.Next(); ok; e, ok = w.Next() {
			n++
			_ = e.Fields(always(100), func(name, value []byte, _ uint64) {
				if len(name) > maxName || len(value) > 100 {
					t.Errorf("%d bytes of %d", len(value), len(name))
				}
			})
			_, _, _, _ = e.Field(nil, "MESSAGE", 1000)
			_, _ = e.Has("_UID=0")
		}
	}
	if n > 10000 {
		t.Errorf("%d entries", n)
	}
	j.Values("CONTAINER_NAME", 100)
	oldest, newest := j.Span()
	counts := [][]uint32{make([]uint32, 10), make([]uint32, 10)}
	j.Count([]Term{m[0], m[1]}, uint64(oldest.UnixMicro()), uint64(newest.UnixMicro())+1, counts)
	w := j.Follow(m)
	clear(w.read)
	for len(w.Poll(10)) > 0 {
	}
}

func FuzzHeader(f *testing.F) {
	for _, name := range journals {
		f.Add(unzstd(f, filepath.Join("testdata", name+".d", "system.journal.zst"))[:headerRead])
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		h, err := parseHeader(b)
		if err == nil && (h.size < headerMin || h.flags&^flagsRead != 0) {
			t.Errorf("%+v", h)
		}
	})
}

func FuzzLZ4(f *testing.F) {
	f.Add([]byte("\x1fa\x01\x00\x04\x50aaaaa"), 100)
	f.Add([]byte("\x40abcd\x04\x00\x50efghi"), 7)
	f.Fuzz(func(t *testing.T, b []byte, limit int) {
		limit = max(0, limit%100000)
		if got := appendLZ4(nil, b, limit); len(got) > limit {
			t.Errorf("%d bytes, not %d", len(got), limit)
		}
	})
}

func FuzzCursor(f *testing.F) {
	f.Add(said(f, "plain")[0].cursor)
	f.Fuzz(func(t *testing.T, s string) {
		p, err := ParseCursor(s)
		if err != nil {
			return
		}
		if q, err := ParseCursor(p.Cursor()); err != nil || p != q {
			t.Errorf("%q: %v, %v", s, q, err)
		}
	})
}
