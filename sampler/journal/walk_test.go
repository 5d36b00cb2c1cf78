package journal

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// cursors takes up to n entries of a walk.
func cursors(w *Walk, n int) (all []string) {
	for len(all) < n {
		e, ok := w.Next()
		if !ok {
			break
		}
		all = append(all, e.Cursor())
	}
	return all
}

func cursorsOf(all []expected) (cursors []string) {
	for _, e := range all {
		cursors = append(cursors, e.cursor)
	}
	return cursors
}

func TestWalkAsJournalctl(t *testing.T) {
	for _, name := range journals {
		t.Run(name, func(t *testing.T) {
			j := open(t, unpack(t, name))
			want := said(t, name)
			w := j.Forward(nil)
			for i := range want {
				e, ok := w.Next()
				if !ok {
					t.Fatalf("it ends after %d of %d entries", i, len(want))
				}
				if d := cmp.Diff(want[i], read(t, &e), cmp.AllowUnexported(expected{})); d != "" {
					t.Fatalf("entry %d: %s", i, d)
				}
			}
			if e, ok := w.Next(); ok {
				t.Errorf("one more: %s", e.Cursor())
			}
			back := cursorsOf(want)
			slices.Reverse(back)
			if d := cmp.Diff(back, cursors(j.Backward(nil), many)); d != "" {
				t.Error("backward:", d)
			}
		})
	}
}

// having returns the expected entries with all of the items of a term.
func having(all []expected, m Match) (some []expected) {
	for _, e := range all {
		for _, t := range m {
			if !slices.ContainsFunc(t, func(item string) bool { return !has(e, item) }) {
				some = append(some, e)
				break
			}
		}
	}
	return some
}

func has(e expected, item string) bool {
	for name, values := range e.fields {
		for _, v := range values {
			if name+"="+v == item {
				return true
			}
		}
	}
	return false
}

func TestWalkMatch(t *testing.T) {
	for _, name := range journals {
		j := open(t, unpack(t, name))
		all := said(t, name)
		for _, m := range []Match{
			{{"CONTAINER_NAME=web"}},
			{{"CONTAINER_NAME=web"}, {"CONTAINER_NAME=db"}},
			{{"CONTAINER_NAME=web", "PRIORITY=3"}},
			{{"CONTAINER_NAME=web", "_UID=1000", "PRIORITY=6"}, {"PRIORITY=3", "_UID=0"}, {"CONTAINER_NAME=db"}},
			{{"CONTAINER_NAME=none"}},
			{{"CONTAINER_NAME=none"}, {"CONTAINER_NAME=db", "_UID=0"}},
		} {
			want := cursorsOf(having(all, m))
			if d := cmp.Diff(want, cursors(j.Forward(m), many)); d != "" {
				t.Errorf("%s %v: %s", name, m, d)
			}
			slices.Reverse(want)
			if d := cmp.Diff(want, cursors(j.Backward(m), many)); d != "" {
				t.Errorf("%s %v backward: %s", name, m, d)
			}
		}
	}
}

func TestWalkFromPlaces(t *testing.T) {
	for _, name := range journals {
		j := open(t, unpack(t, name))
		m := Match{{"CONTAINER_NAME=web"}, {"_UID=0"}}
		all := having(said(t, name), m)
		want := cursorsOf(all)
		for i, c := range want {
			p, err := ParseCursor(c)
			if err != nil || p.Cursor() != c {
				t.Fatal(p.Cursor(), c, err)
			}
			if d := cmp.Diff(want[i+1:], cursors(j.ForwardAfter(m, p), many), cmpEmpty); d != "" {
				t.Fatalf("%s after %d: %s", name, i, d)
			}
			back := slices.Clone(want[:i])
			slices.Reverse(back)
			if d := cmp.Diff(back, cursors(j.BackwardBefore(m, p), many), cmpEmpty); d != "" {
				t.Fatalf("%s before %d: %s", name, i, d)
			}
			if d := cmp.Diff(want[i:], cursors(j.ForwardSince(m, p.Realtime), many), cmpEmpty); d != "" {
				t.Fatalf("%s since %d: %s", name, i, d)
			}
			if d := cmp.Diff(back, cursors(j.BackwardUntil(m, p.Realtime), many), cmpEmpty); d != "" {
				t.Fatalf("%s until %d: %s", name, i, d)
			}
		}
	}
}

// cmpEmpty compares slices that may be nil.
var cmpEmpty = cmpopts.EquateEmpty()
