package journal

import (
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// open opens a journal that has nothing wrong.
func open(t testing.TB, dirs ...string) *Journal {
	t.Helper()
	j := Open(dirs...)
	t.Cleanup(func() {
		for _, p := range j.Problems() {
			t.Error(p.Err)
		}
		j.Close()
	})
	return j
}

func TestValues(t *testing.T) {
	for _, name := range journals {
		j := open(t, unpack(t, name))
		got, whole := j.Values("CONTAINER_NAME", 10)
		if !slices.Equal(got, []string{"db", "web"}) || !whole {
			t.Error(name, got, whole)
		}
		if got, whole = j.Values("CONTAINER_NAME", 1); len(got) == 0 || whole {
			t.Error(name, got, whole)
		}
		if got, whole = j.Values("NONE", 1); len(got) != 0 || !whole {
			t.Error(name, got, whole)
		}
	}
}

// TestLoops makes chains of a file go back: no reader may follow them for ever.
func TestLoops(t *testing.T) {
	dir := unpack(t, "plain")
	path := filepath.Join(dir, "system.journal")
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	f, err := openOne(t, path)
	if err != nil {
		t.Fatal(err)
	}
	off, err := f.find("CONTAINER_NAME=web")
	if err != nil || off == 0 {
		t.Fatal(off, err)
	}
	d, err := f.data(off)
	if err != nil {
		t.Fatal(err)
	}
	newest, err := f.findField("CONTAINER_NAME")
	if err != nil {
		t.Fatal(err)
	}
	le := binary.LittleEndian
	for name, change := range map[string]func(b []byte){
		"bucket":        func(b []byte) { le.PutUint64(b[off+24:], off); b[off+16]++ },
		"field":         func(b []byte) { le.PutUint64(b[newest+32:], newest) },
		"array":         func(b []byte) { le.PutUint64(b[d.array+16:], d.array) },
		"order":         func(b []byte) { copy(b[d.array+arrayHead+8:], b[d.array+arrayHead:d.array+arrayHead+8]) },
		"entry's size":  func(b []byte) { le.PutUint64(b[d.firstEntry+8:], 1<<60) },
		"entry's items": func(b []byte) { le.PutUint64(b[d.firstEntry+8:], entryHead+16*(maxItems+1)) },
		"entry's type":  func(b []byte) { b[d.firstEntry] = typeData },
		"data's size":   func(b []byte) { le.PutUint64(b[off+8:], 8) },
		"odd":           func(b []byte) { b[d.array+arrayHead]++ },
	} {
		b := slices.Clone(good)
		change(b)
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		j := Open(dir)
		n := len(cursors(j.Forward(Match{{"CONTAINER_NAME=web"}}), many))
		n += len(cursors(j.Backward(Match{{"CONTAINER_NAME=web", "_UID=0"}}), many))
		j.Values("CONTAINER_NAME", many)
		p := j.Problems()
		if len(p) != 1 || !errors.Is(p[0].Err, ErrDamaged) || n > 100 {
			t.Errorf("%s: %d entries, %v", name, n, p)
		}
		j.Close()
	}
}

// Little memory of files gives the same entries.
func TestKeepLess(t *testing.T) {
	for _, name := range journals {
		var all [2][]string
		for i := range all {
			j := open(t, unpack(t, name))
			if i > 0 {
				j.KeepLess()
				if j.cache.most != maxWindows/8 {
					t.Error(j.cache.most)
				}
				j.cache.most = 8 // these files are small
			}
			w := j.Backward(nil)
			for e, ok := w.Next(); ok; e, ok = w.Next() {
				message, _, _, err := e.Field(nil, "MESSAGE", 1000)
				all[i] = append(all[i], e.Cursor()+string(message))
				if err != nil {
					t.Error(err)
				}
			}
			if n := len(j.cache.windows); i > 0 && n > 16 { // some are there since it was opened
				t.Errorf("%s: %d windows", name, n)
			}
		}
		if !slices.Equal(all[0], all[1]) || len(all[0]) == 0 {
			t.Errorf("%s: %d entries, and %d", name, len(all[0]), len(all[1]))
		}
	}
}
