package journal

import (
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"podtop/model/modeltest/race"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// A replay is a journal that grows entry by entry, as journald made it: its
// files' headers count as many of the first entries as there are to be.
type replay struct {
	t     testing.TB
	from  string // where the whole files are
	dir   string // where they grow
	all   []expected
	files map[string][]string // cursors of each, by name
}

func newReplay(t testing.TB, name string) *replay {
	r := &replay{t: t, from: unpack(t, name), dir: t.TempDir(), all: said(t, name), files: map[string][]string{}}
	for _, f := range open(t, r.from).files {
		for rank := range f.count {
			e, err := f.entryAt(rank)
			if err != nil {
				t.Fatal(err)
			}
			r.files[f.name] = append(r.files[f.name], e.Cursor())
		}
	}
	return r
}

// grow makes the journal one of its first n entries. Files appear with their
// first entry.
func (r *replay) grow(n int) {
	r.t.Helper()
	some := cursorsOf(r.all[:n])
	for name, cursors := range r.files {
		has := 0
		for _, c := range cursors {
			if slices.Contains(some, c) {
				has++
			}
		}
		path := filepath.Join(r.dir, name)
		if _, err := os.Lstat(path); err != nil && has > 0 {
			b, err := os.ReadFile(filepath.Join(r.from, name))
			if err == nil {
				err = os.WriteFile(path, b, 0o600)
			}
			if err != nil {
				r.t.Fatal(err)
			}
			patch(r.t, path, 16, 1) // online
		}
		if has > 0 {
			patch(r.t, path, 152, uint64(has))
		}
	}
}

// patch writes a number into a file.
func patch(t testing.TB, path string, off int64, n uint64) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteAt(binary.LittleEndian.AppendUint64(nil, n), off); err != nil {
		t.Fatal(err)
	}
}

func TestFollow(t *testing.T) {
	m := Match{{"CONTAINER_NAME=web"}, {"CONTAINER_NAME=db", "PRIORITY=3"}}
	for _, name := range journals {
		for _, begin := range []int{0, 1, 20, 60} {
			if name != "compact" && begin > 40 {
				continue
			}
			r := newReplay(t, name)
			r.grow(begin)
			j := open(t, r.dir)
			f := j.Follow(m)
			var got []string
			for n := begin; n <= len(r.all); n++ {
				r.grow(n)
				for _, e := range f.Poll(many) {
					got = append(got, e.Cursor())
				}
				if want := cursorsOf(having(r.all[begin:n], m)); !cmp.Equal(want, got, cmpopts.EquateEmpty()) {
					t.Fatalf("%s, %d of %d entries: %s", name, n, begin, cmp.Diff(want, got))
				}
				// And walks see as much.
				if want := cursorsOf(having(r.all[:n], m)); !cmp.Equal(want, cursors(j.Forward(m), many), cmpopts.EquateEmpty()) {
					t.Fatalf("%s, walk over %d entries", name, n)
				}
			}
			f.Close()
		}
	}
}

// TestFollowInParts polls for a few entries at a time, of files that come, are
// renamed and go.
func TestFollowInParts(t *testing.T) {
	r := newReplay(t, "compact")
	r.grow(3)
	j := open(t, r.dir)
	f := j.Follow(Match{{"CONTAINER_NAME=web"}})
	var got []string
	poll := func() int {
		part := f.Poll(2)
		for _, e := range part {
			got = append(got, read(t, &e).cursor)
		}
		return len(part)
	}
	for n := 3; n < len(r.all); n += 20 {
		r.grow(n)
		poll()
	}
	r.grow(len(r.all))
	for name := range r.files {
		if err := os.Rename(filepath.Join(r.dir, name), filepath.Join(r.dir, "archived-"+name)); err != nil {
			t.Fatal(err)
		}
	}
	poll()
	for name := range r.files {
		if err := os.Remove(filepath.Join(r.dir, "archived-"+name)); err != nil {
			t.Fatal(err)
		}
	}
	for f.Behind() > 0 {
		poll()
	}
	if d := cmp.Diff(cursorsOf(having(r.all[3:], f.match)), got); d != "" {
		t.Error(d)
	}
	poll()
	if len(j.files) != 0 || len(f.read) != 0 {
		t.Errorf("%d files are left open", len(j.files))
	}
}

func TestSkip(t *testing.T) {
	r := newReplay(t, "plain")
	r.grow(3)
	f := open(t, r.dir).Follow(nil)
	r.grow(20)
	f.Poll(5)
	if n := f.Behind(); n != 12 {
		t.Error("behind", n)
	}
	f.Skip()
	r.grow(21)
	if e := f.Poll(many); len(e) != 1 || e[0].Cursor() != r.all[20].cursor {
		t.Error(e)
	}
}

// TestPollIdle polls where nothing is new.
func TestPollIdle(t *testing.T) {
	r := newReplay(t, "compact")
	r.grow(len(r.all))
	f := open(t, r.dir, filepath.Join(r.dir, "missing")).Follow(Match{{"CONTAINER_NAME=web"}})
	for _, d := range f.journal.dirs {
		d.again = false // as some time after the files were made
	}
	if n := testing.AllocsPerRun(20, func() { f.Poll(many) }); n > 0 && !race.Enabled {
		t.Errorf("%v allocations", n)
	}
}

// TestUnlinked has an entry that the header counts, but that its container's
// list does not yet.
func TestUnlinked(t *testing.T) {
	r := newReplay(t, "plain")
	m := Match{{"CONTAINER_NAME=web"}}
	n := slices.IndexFunc(r.all, func(e expected) bool { return has(e, "CONTAINER_NAME=web") }) + 7
	r.grow(n)
	j := open(t, r.dir)
	off, err := j.files[0].find("CONTAINER_NAME=web")
	if err != nil {
		t.Fatal(err)
	}
	want := cursorsOf(having(r.all[:n], m))
	patch(t, j.files[0].path, int64(off)+56, uint64(len(want)-1))
	j = open(t, r.dir)
	if d := cmp.Diff(want, cursors(j.Forward(m), many)); d != "" {
		t.Error(d)
	}
	slices.Reverse(want)
	if d := cmp.Diff(want, cursors(j.Backward(m), many)); d != "" {
		t.Error(d)
	}
}

// TestCopies has a file by two names, and one with the same entries that are
// counted by another journald, as when it goes from the volatile to the
// persistent journal.
func TestCopies(t *testing.T) {
	dir := unpack(t, "plain")
	path := filepath.Join(dir, "system.journal")
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	j := open(t, dir)
	f := j.Follow(nil)
	other := slices.Clone(b)
	other[72]++ // seqnum_id
	for name, b := range map[string][]byte{"copy.journal~": b, "other.journal": other} {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if got := f.Poll(many); len(got) > 0 {
		t.Errorf("%d old entries were followed", len(got))
	}
	want := cursorsOf(said(t, "plain"))
	if got := cursors(j.Forward(nil), many); len(j.files) != 3 || len(got) != len(want) {
		t.Errorf("%d files, %d entries", len(j.files), len(got))
	}
}

// TestTruncated cuts a file off: what is before is read, the file is named once,
// and the others go on.
func TestTruncated(t *testing.T) {
	dir := unpack(t, "compact")
	path := filepath.Join(dir, "system@2.journal")
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	all := cursorsOf(said(t, "compact"))
	last := 0
	for size := 0; size < len(whole)+5000; size += 5000 {
		if err := os.WriteFile(path, whole[:min(size, len(whole))], 0o600); err != nil {
			t.Fatal(err)
		}
		j := Open(dir)
		got := cursors(j.Forward(nil), many)
		cursors(j.Backward(Match{{"CONTAINER_NAME=web", "PRIORITY=6"}}), many)
		j.Refresh()
		p := j.Problems()
		if size >= headerMin && (len(p) > 1 || len(p) == 1 && !errors.Is(p[0].Err, ErrDamaged)) {
			t.Errorf("%d bytes: %v", size, p)
		}
		if len(got) < last || len(got) < 60 || len(got) > len(all) {
			t.Errorf("%d bytes: %d entries, %d before", size, len(got), last)
		}
		last = len(got)
		j.Close()
	}
	if last != len(all) {
		t.Errorf("%d of %d entries", last, len(all))
	}
}
