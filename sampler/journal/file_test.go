package journal

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"golang.org/x/sys/unix"
)

// openOne opens a file of its own, with all that its header counts.
func openOne(t testing.TB, path string) (*file, error) {
	t.Helper()
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	defer dir.Close()
	f, err := openFile(dir, dir.Name(), filepath.Base(path), newCache())
	if err != nil {
		return nil, err
	}
	t.Cleanup(f.close)
	_, err = f.readHeader()
	return f, err
}

// files opens each file of a journal of testdata.
func files(t testing.TB, name string) (files []*file) {
	t.Helper()
	paths, _ := filepath.Glob(filepath.Join(unpack(t, name), "*"))
	for _, p := range paths {
		f, err := openOne(t, p)
		if err == nil {
			err = f.advance(nil)
		}
		if err != nil {
			t.Fatal(p, err)
		}
		files = append(files, f)
	}
	return files
}

func TestFind(t *testing.T) {
	for _, name := range journals {
		for _, f := range files(t, name) {
			for rank := range f.count {
				e, err := f.entryAt(rank)
				if err != nil {
					t.Fatal(err)
				}
				for field, values := range read(t, &e).fields {
					for _, v := range values {
						if ok, err := e.Has(field + "=" + v); !ok || err != nil {
							t.Errorf("%s: %s of entry %d is not found: %v", f.path, field, rank, err)
						}
					}
				}
				for _, item := range []string{"_UID=4711", "MESSAGE=", "_UID", "=", ""} {
					if ok, err := e.Has(item); ok && item != "MESSAGE=" || err != nil {
						t.Errorf("%s: entry %d has %q, %v", f.path, rank, item, err)
					}
				}
			}
		}
	}
}

func TestField(t *testing.T) {
	f := files(t, "keyed")[0]
	rank := f.count - 2 // 300,000 times m, by the make of testdata; then the journal ends
	e, err := f.entryAt(rank)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name  string
		limit int
		want  string
		size  uint64
		ok    bool
	}{
		{"MESSAGE", 4, "mmmm", 300000, true},
		{"MESSAGE", 0, "", 300000, true},
		{"MESSAGE", -1, "", 300000, true},
		{"CONTAINER_NAME", 100, "web", 3, true},
		{"CONTAINER_NAME", 2, "we", 3, true},
		{"CONTAINER", 100, "", 0, false},
		{"CONTAINER_NAMES", 100, "", 0, false},
		{"", 100, "", 0, false},
	} {
		got, size, ok, err := e.Field([]byte("> "), tt.name, tt.limit)
		if string(got) != "> "+tt.want || size != tt.size || ok != tt.ok || err != nil {
			t.Errorf("%s, %d bytes: %q of %d, %v, %v", tt.name, tt.limit, got, size, ok, err)
		}
	}
	whole, _, _, err := e.Field(nil, "MESSAGE", many)
	if len(whole) != 300000 || err != nil {
		t.Error(len(whole), err)
	}
}

func TestHash(t *testing.T) {
	// The vector of SipHash's paper, and those of lookup3.c.
	key := ID{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}
	if h := siphash(key, "\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e"); h != 0xa129ca6149be45e5 {
		t.Errorf("siphash: %x", h)
	}
	if h := jenkins(""); h != 0xdeadbeefdeadbeef {
		t.Errorf("jenkins of nothing: %x", h)
	}
	if h := jenkins("Four score and seven years ago"); h != 0x17770551ce7226e6 {
		t.Errorf("jenkins: %x", h)
	}
}

func TestHeaderRefused(t *testing.T) {
	dir := unpack(t, "keyed")
	path := filepath.Join(dir, "system.journal")
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name   string
		change func(b []byte) []byte
		want   error
	}{
		{"as it was", func(b []byte) []byte { return b }, nil},
		{"empty", func(b []byte) []byte { return nil }, errNew},
		{"zeros", func(b []byte) []byte { clear(b[:headerRead]); return b }, errNew},
		{"short", func(b []byte) []byte { return b[:headerMin-1] }, errNew},
		{"another's", func(b []byte) []byte { b[0] = 'X'; return b }, ErrDamaged},
		{"xz", func(b []byte) []byte { b[12] |= flagXZ; return b }, ErrUnsupported},
		{"a flag to come", func(b []byte) []byte { b[12] |= 1 << 7; return b }, ErrUnsupported},
		{"header size", func(b []byte) []byte { b[88]++; return b }, ErrDamaged},
		{"table size", func(b []byte) []byte { b[112]++; return b }, ErrDamaged},
	} {
		if err := os.WriteFile(path, tt.change(slices.Clone(good)), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := openOne(t, path); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}

func TestOpenRefuses(t *testing.T) {
	dir := t.TempDir()
	if err := unix.Mkfifo(filepath.Join(dir, "fifo.journal"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(unpack(t, "plain"), "system.journal"), filepath.Join(dir, "link.journal")); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "dir.journal"), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"fifo.journal", "link.journal", "dir.journal", "none.journal"} {
		if _, err := openOne(t, filepath.Join(dir, name)); err == nil {
			t.Error(name, "was opened")
		}
	}
}
