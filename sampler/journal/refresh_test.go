package journal

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestWalkOverRefresh goes on with walks while the journal grows, is rotated and
// loses files: they have what there was when they began.
func TestWalkOverRefresh(t *testing.T) {
	r := newReplay(t, "compact")
	m := Match{{"CONTAINER_NAME=web"}, {"_UID=1000"}}
	const n = 80
	r.grow(n)
	j := open(t, r.dir)
	forward, backward := j.Forward(m), j.Backward(m)
	var got, back []string
	for i := n; i <= len(r.all); i++ {
		r.grow(i)
		j.Refresh()
		got = append(got, cursors(forward, 1)...)
		back = append(back, cursors(backward, 1)...)
	}
	want := cursorsOf(having(r.all[:n], m))
	got, back = append(got, cursors(forward, many)...), append(back, cursors(backward, many)...)
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	slices.Reverse(want)
	if d := cmp.Diff(want, back); d != "" {
		t.Error(d)
	}
	w := j.Backward(m)
	e, _ := w.Next()
	if err := os.RemoveAll(r.dir); err != nil {
		t.Fatal(err)
	}
	j.Refresh()
	if left := cursors(w, many); len(left) > len(r.files) {
		t.Errorf("%d entries of closed files", len(left))
	}
	if _, _, _, err := e.Field(nil, "MESSAGE", 10); err != nil && !errors.Is(err, os.ErrClosed) {
		t.Error(err)
	}
}

// TestDirComes opens a journal that is not there yet, and one that is made anew.
func TestDirComes(t *testing.T) {
	from, dir := unpack(t, "keyed"), filepath.Join(t.TempDir(), "machine")
	j := open(t, dir, filepath.Join(dir, "other"))
	w := j.Follow(nil)
	for range 2 {
		if got := w.Poll(many); len(got) > 0 || len(j.files) > 0 {
			t.Fatal(len(got), len(j.files))
		}
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		for range patience + 1 {
			w.Poll(many)
		}
		if err := os.Rename(filepath.Join(from, "system.journal"), filepath.Join(dir, "system.journal")); err != nil {
			t.Fatal(err)
		}
		w.Poll(many)
		if got := cursors(j.Forward(nil), many); len(got) != len(said(t, "keyed")) {
			t.Error(len(got), "entries")
		}
		if err := os.Rename(filepath.Join(dir, "system.journal"), filepath.Join(from, "system.journal")); err != nil {
			t.Fatal(err)
		}
		if err := os.Remove(dir); err != nil {
			t.Fatal(err)
		}
		w.Poll(many)
		w.Poll(many)
	}
}

// TestProblems has files that cannot be read beside one that can: each is named
// once.
func TestProblems(t *testing.T) {
	dir := unpack(t, "plain")
	b, err := os.ReadFile(filepath.Join(dir, "system.journal"))
	if err != nil {
		t.Fatal(err)
	}
	xz := slices.Clone(b)
	xz[12] |= flagXZ
	for name, b := range map[string][]byte{
		"xz.journal": xz, "text.journal": []byte(strings.Repeat("no journal ", 100)),
		"empty.journal": nil, "notes.txt": nil, "system.journal.zst": xz,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	j := Open(dir, filepath.Join(dir, "notes.txt"))
	defer j.Close()
	w := j.Follow(nil)
	var got []string
	for i := range 3 {
		if err := os.WriteFile(filepath.Join(dir, "another"), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		w.Poll(many)
		for _, p := range j.Problems() {
			kind := "other"
			if errors.Is(p.Err, ErrUnsupported) {
				kind = "unsupported"
			} else if errors.Is(p.Err, ErrDamaged) {
				kind = "damaged"
			}
			got = append(got, filepath.Base(p.Path)+" "+kind)
		}
		if i > 0 && len(got) != 3 {
			t.Error("after some time:", got)
		}
	}
	slices.Sort(got)
	if want := []string{"notes.txt other", "text.journal damaged", "xz.journal unsupported"}; !slices.Equal(got, want) {
		t.Error(got)
	}
	if n := len(cursors(j.Forward(nil), many)); n != len(said(t, "plain")) {
		t.Error(n, "entries")
	}
	// A file that was written anew, or has the inode of one that went, is read.
	if err := os.WriteFile(filepath.Join(dir, "text.journal"), b, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(filepath.Join(dir, "text.journal"), filepath.Join(dir, "new.journal")); err != nil {
		t.Fatal(err)
	}
	if j.Refresh(); len(j.files) != 3 {
		t.Error(len(j.files), "files")
	}
}

// TestDamageOnTheWay has a damaged entry in a file that is still written: it is
// named, walks leave the file out from there on, and following goes on.
func TestDamageOnTheWay(t *testing.T) {
	r := newReplay(t, "plain")
	r.grow(20)
	j := Open(r.dir)
	defer j.Close()
	w := j.Follow(nil)
	off, err := j.files[0].all.at(10)
	if err != nil {
		t.Fatal(err)
	}
	patch(t, j.files[0].path, int64(off), typeData)
	r.grow(22)
	j.Refresh()
	want := cursorsOf(r.all)
	if got := cursors(j.Forward(nil), many); !slices.Equal(got, want[:10]) {
		t.Error(len(got), "entries forward")
	}
	if got := cursors(j.Backward(nil), many); len(got) != 11 || got[0] != want[21] {
		t.Error(len(got), "entries backward")
	}
	if p := j.Problems(); len(p) != 1 {
		t.Error(p)
	}
	r.grow(25)
	var got []string
	for _, e := range w.Poll(many) {
		got = append(got, e.Cursor())
	}
	if !slices.Equal(got, want[20:25]) {
		t.Error("followed", got)
	}
}
