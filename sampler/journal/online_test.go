package journal

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// An online is a file that is still written, with the data object of a container.
type online struct {
	*replay
	j    *Journal
	file *file
	web  data
	want []string // the container's entries
}

var web = Match{{"CONTAINER_NAME=web"}}

func newOnline(t *testing.T) *online {
	r := newReplay(t, "plain")
	r.grow(len(r.all))
	j := open(t, r.dir)
	o := &online{replay: r, j: j, file: j.files[0], want: cursorsOf(having(r.all, web))}
	off, err := o.file.find("CONTAINER_NAME=web")
	if err != nil {
		t.Fatal(err)
	}
	if o.web, err = o.file.data(off); err != nil {
		t.Fatal(err)
	}
	return o
}

// check compares the container's entries, from both ends, as another Journal
// finds them.
func (o *online) check(what string) {
	o.t.Helper()
	j := open(o.t, o.dir)
	if d := cmp.Diff(o.want, cursors(j.Forward(web), many)); d != "" {
		o.t.Errorf("%s: %s", what, d)
	}
	back := slices.Clone(o.want)
	slices.Reverse(back)
	if d := cmp.Diff(back, cursors(j.Backward(web), many)); d != "" {
		o.t.Errorf("%s, backward: %s", what, d)
	}
}

// TestListAhead has a list that counts more than its arrays have: the data object
// was read after the arrays were.
func TestListAhead(t *testing.T) {
	o := newOnline(t)
	for _, more := range []uint64{1, 3, 1000} {
		patch(t, o.file.path, int64(o.web.off)+56, o.web.entries+more)
		o.check("ahead")
	}
}

// TestObjectLate has a window in memory that was read before journald wrote an
// object in it.
func TestObjectLate(t *testing.T) {
	o := newOnline(t)
	b, err := o.file.read(o.web.off, 8)
	if err != nil {
		t.Fatal(err)
	}
	clear(b) // as it was before
	if _, err := o.file.data(o.web.off); err != nil {
		t.Error(err)
	}
}

// TestWindowShort has a window in memory that was read when the file was
// shorter.
func TestWindowShort(t *testing.T) {
	o := newOnline(t)
	if _, err := o.file.read(o.web.off, 8); err != nil {
		t.Fatal(err)
	}
	o.file.last.n = 0
	if _, err := o.file.read(o.web.off, 8); err != nil {
		t.Error(err)
	}
}

// TestAdvance takes entries up to where the files of a boot are known to go.
func TestAdvance(t *testing.T) {
	o := newOnline(t)
	f, err := openOne(t, o.file.path)
	if err != nil {
		t.Fatal(err)
	}
	e, err := o.file.entryAt(20)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		ends map[ID]uint64
		want uint64
	}{
		{map[ID]uint64{e.Boot: e.Monotonic}, 21},
		{map[ID]uint64{e.Boot: 0}, 21},
		{map[ID]uint64{{1}: 0}, uint64(len(o.all))},
	} {
		if err := f.advance(tt.ends); err != nil || f.count != tt.want {
			t.Errorf("%d entries, not %d, %v", f.count, tt.want, err)
		}
	}
	if o.file.tail != f.tail || o.file.first != f.first || o.file.limit != f.limit {
		t.Errorf("%v, not %v", f.snapshot.tail, o.file.tail)
	}
	// What was left is taken next time, though no header changes.
	o.file.count, o.j.behind = 20, true
	o.j.Refresh()
	if o.file.count != uint64(len(o.all)) || o.j.behind {
		t.Errorf("%d entries", o.file.count)
	}
}

// TestRename has a list that lacks a file by either name.
func TestRename(t *testing.T) {
	o := newOnline(t)
	for range 2 {
		o.file.missing++ // as in list, if the name was not there
		o.j.checkMissing(o.file)
		o.j.closeGone()
		if len(o.j.files) != 1 || !o.j.again {
			t.Fatal("the file was closed")
		}
		o.j.Refresh()
		if o.file.missing != 0 || o.j.again {
			t.Error("the file is still missing")
		}
	}
}

// TestTakeWhole takes archived files by their ends, and by all their arrays.
func TestTakeWhole(t *testing.T) {
	n := 0
	for _, whole := range files(t, "compact") {
		if !whole.header.archived() || whole.count == 0 {
			continue
		}
		n++
		f, err := openOne(t, whole.path)
		if err != nil {
			t.Fatal(err)
		}
		if f.takeWhole(map[ID]uint64{whole.tail.Boot: whole.tail.Monotonic - 1}) {
			t.Error("it has entries behind the end of their boot")
		}
		if err := f.advance(map[ID]uint64{whole.tail.Boot: whole.tail.Monotonic - 1}); err != nil || f.count != whole.count-1 {
			t.Errorf("%d entries of %d, %v", f.count, whole.count, err)
		}
		f, err = openOne(t, whole.path)
		if err != nil {
			t.Fatal(err)
		}
		f.header.lastN = 0 // as before systemd 252
		if f.takeWhole(nil) {
			t.Error("it has no last array")
		}
		if err := f.advance(nil); err != nil || f.count != whole.count || f.limit != whole.limit || f.first != whole.first || f.tail != whole.tail {
			t.Errorf("%d entries of %d, %v", f.count, whole.count, err)
		}
	}
	if n < 2 {
		t.Error(n, "archived files")
	}
}
