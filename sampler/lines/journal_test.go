package lines

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"podtop/model"
	"podtop/model/logs"
)

func TestForwardAndBackward(t *testing.T) {
	for _, name := range []string{"plain", "keyed", "lz4"} {
		j := open(t, unpack(t, name))
		for _, c := range []struct {
			wanted []logs.Wanted
			want   []string
		}{
			{[]logs.Wanted{web}, written(40, 0, 0)},
			{[]logs.Wanted{db}, written(40, 0, 1)},
			{[]logs.Wanted{web, db}, written(40, 0, 0, 1)},
			{[]logs.Wanted{{Container: logs.Container{Name: "web"}}}, written(40, 0, 0)},
			{[]logs.Wanted{{Container: logs.Container{ID: model.ID(strings.Repeat("c", 64)), Name: "cache"}}}, nil},
		} {
			l := Of(j, c.wanted)
			if d := cmp.Diff(c.want, shown(all(l.Forward(time.Time{})))); d != "" {
				t.Errorf("%s %v: %s", name, c.wanted, d)
			}
			if d := cmp.Diff(reversed(c.want), shown(all(l.Backward(time.Time{})))); d != "" {
				t.Errorf("%s %v backward: %s", name, c.wanted, d)
			}
			if l.Claims.Total > 0 {
				t.Errorf("%s %v: %q", name, c.wanted, l.Claims.Texts())
			}
		}
	}
}

func TestFromTimes(t *testing.T) {
	l := Of(open(t, unpack(t, "keyed")), []logs.Wanted{web, db})
	lines := all(l.Forward(time.Time{}))
	want := shown(lines)
	for i := range lines {
		if d := cmp.Diff(want[i:], shown(all(l.Forward(lines[i].Time)))); d != "" {
			t.Errorf("since line %d: %s", i, d)
		}
		if d := cmp.Diff(reversed(want[:i]), shown(all(l.Backward(lines[i].Time))), cmpopts.EquateEmpty()); d != "" {
			t.Errorf("before line %d: %s", i, d)
		}
	}
	if n := len(all(l.Forward(time.Unix(1<<33, 0)))); n > 0 {
		t.Errorf("%d lines of the future", n)
	}
	if n := len(all(l.Forward(time.Unix(-1, 0)))); n != len(lines) {
		t.Errorf("%d lines since before 1970, not %d", n, len(lines))
	}
}

// TestLine looks at all of a line.
func TestLine(t *testing.T) {
	for _, name := range []string{"keyed", "lz4", "plain"} {
		l := Of(open(t, unpack(t, name)), []logs.Wanted{web, db})
		lines := all(l.Forward(time.Time{}))
		first, part, long := lines[0], lines[len(lines)-4], lines[len(lines)-1]
		if first.Container != web.Container || first.Kind != logs.Output || first.Text != "line 0 of 0" || first.Size != 11 ||
			!strings.HasPrefix(first.Cursor, "s=") || first.Time.IsZero() || first.Boot == "" || !first.MonoUsec.IsKnown() {
			t.Errorf("%s: the first is %+v", name, first)
		}
		if !part.Partial || part.Size != 25537 || len(part.Text) != 25537 {
			t.Errorf("%s: the part is %t, %d bytes of %d", name, part.Partial, len(part.Text), part.Size)
		}
		if long.Partial || long.Text != strings.Repeat("m", logs.MaxText) || long.Size != 300000 {
			t.Errorf("%s: the long one has %d bytes of %d", name, len(long.Text), long.Size)
		}
	}
}

// TestClaims reads a journal that uid 1000 wrote to in the name of root's
// containers, and root in that of another's.
func TestClaims(t *testing.T) {
	dir := unpack(t, "compact")
	root := slices.Concat(written(30, 0, 0), written(20, 0, 0), written(12, 0, 0))
	user := slices.Concat(written(10, 1000, 0), written(5, 1000, 0))
	for _, c := range []struct {
		uid    int
		wanted logs.Wanted
		want   []string
		claims string
	}{
		{0, web, root, fmt.Sprintf("%d lines: says it is web, from uid 1000", len(user))},
		{1000, logs.Wanted{Container: logs.Container{ID: webID, Name: "web", UID: 1000}}, user, fmt.Sprintf("%d lines: says it is web, from uid 0", len(root))},
	} {
		for _, way := range []string{"forward", "backward"} {
			l := Of(open(t, dir), []logs.Wanted{c.wanted})
			lines, want := all(l.Forward(time.Time{})), c.want
			if way == "backward" {
				l = Of(open(t, dir), []logs.Wanted{c.wanted})
				lines, want = all(l.Backward(time.Time{})), reversed(want)
			}
			var own []logs.Line
			for i := range lines {
				switch lines[i].Kind {
				case logs.Output:
					own = append(own, lines[i])
				case logs.Claimed:
				default:
					t.Errorf("a line of kind %v", lines[i].Kind)
				}
			}
			if d := cmp.Diff(want, shown(own)); d != "" {
				t.Errorf("%s of uid %d: %s", way, c.uid, d)
			}
			if got := l.Claims.Texts(); !slices.Equal(got, []string{c.claims}) {
				t.Errorf("%s of uid %d: %q", way, c.uid, got)
			}
		}
	}
}

// TestGenerations has the container's first run, or all, be of another id.
func TestGenerations(t *testing.T) {
	dir := unpack(t, "compact")
	other := model.ID(strings.Repeat("c", 64))
	change(t, dir, "system@*", replaced("CONTAINER_ID_FULL="+string(webID), "CONTAINER_ID_FULL="+string(other)))
	want := slices.Concat(written(30, 0, 0), written(20, 0, 0), written(12, 0, 0))
	for what, wanted := range map[string]logs.Wanted{
		"running": web,
		"removed": {Container: logs.Container{Name: "web"}},
	} {
		for _, way := range []string{"forward", "backward"} {
			l := Of(open(t, dir), []logs.Wanted{wanted})
			lines, want := all(l.Forward(time.Time{})), want
			if way == "backward" {
				l = Of(open(t, dir), []logs.Wanted{wanted})
				lines, want = all(l.Backward(time.Time{})), reversed(want)
			}
			ids := map[model.ID]int{}
			lines = slices.DeleteFunc(lines, func(l logs.Line) bool { return l.Kind != logs.Output })
			for i := range lines {
				ids[lines[i].Container.ID]++
			}
			if d := cmp.Diff(want, shown(lines)); d != "" {
				t.Errorf("%s, %s: %s", what, way, d)
			}
			if ids[webID] == 0 || ids[other] == 0 || len(ids) != 2 {
				t.Errorf("%s, %s: %v", what, way, ids)
			}
		}
	}
}

// TestFollow follows a file that grows: its header counts more and more of its
// entries.
func TestFollow(t *testing.T) {
	dir, count, grow := growing(t)
	grow(12)
	l := Of(open(t, dir), []logs.Wanted{web})
	l.Follow()
	lines := all(l.Forward(time.Time{}))
	want := written(40, 0, 0)
	if d := cmp.Diff(want[:5], shown(lines)); d != "" {
		t.Error("what there is:", d)
	}
	if more := l.Poll(nil); len(more) > 0 {
		t.Errorf("nothing was written, and %q comes", shown(more))
	}
	for to := 13; to <= count; to++ {
		grow(to)
		lines = l.Poll(lines)
	}
	if d := cmp.Diff(want, shown(lines)); d != "" {
		t.Error("what comes:", d)
	}
}

// TestFollowFiles follows a journal whose files appear one after the other, and
// in which others claim to be the container.
func TestFollowFiles(t *testing.T) {
	from, dir := unpack(t, "compact"), t.TempDir()
	l := Of(open(t, dir), []logs.Wanted{web})
	l.Follow()
	var lines []logs.Line
	for _, name := range []string{"system@1.journal~", "user-1000@5.journal", "system@2.journal", "system.journal", "user-1000.journal"} {
		if err := os.Rename(filepath.Join(from, name), filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
		lines = l.Poll(lines)
	}
	counts := map[logs.Kind]int{}
	seen := map[string]bool{}
	for i := range lines {
		counts[lines[i].Kind]++
		if seen[lines[i].Cursor] {
			t.Errorf("%s comes twice", lines[i].Cursor)
		}
		seen[lines[i].Cursor] = true
	}
	if counts[logs.Output] == 0 || counts[logs.Claimed] != l.Claims.Total || len(counts) > 2 {
		t.Errorf("%v, %q", counts, l.Claims.Texts())
	}
}

// TestForgedGeneration has uid 1000 write lines of the id of root's container
// db, which was removed, and call it web, which is his own. That mutes neither.
func TestForgedGeneration(t *testing.T) {
	dir := unpack(t, "compact")
	change(t, dir, "user-1000*", replaced("CONTAINER_ID_FULL="+string(dbID), "CONTAINER_ID_FULL="+strings.Repeat("d", 64)))
	change(t, dir, "user-1000*", replaced("CONTAINER_ID_FULL="+string(webID), "CONTAINER_ID_FULL="+string(dbID)))
	l := Of(open(t, dir), []logs.Wanted{
		{Container: logs.Container{Name: "web", UID: 1000}},
		{Container: logs.Container{Name: "db"}},
	})
	wantRoot := slices.Concat(written(30, 0, 1), written(20, 0, 1), written(12, 0, 1))
	wantUser := slices.Concat(written(10, 1000, 0), written(5, 1000, 0))
	for way, lines := range map[string][]logs.Line{"forward": all(l.Forward(time.Time{})), "backward": all(l.Backward(time.Time{}))} {
		if way == "backward" {
			slices.Reverse(lines)
		}
		var root, user []logs.Line
		for i := range lines {
			switch l := &lines[i]; {
			case l.Kind == logs.Output && l.Container.UID == 0:
				root = append(root, *l)
			case l.Kind == logs.Output:
				user = append(user, *l)
			}
		}
		if d := cmp.Diff(wantRoot, shown(root)); d != "" {
			t.Errorf("root's, %s: %s", way, d)
		}
		if d := cmp.Diff(wantUser, shown(user)); d != "" {
			t.Errorf("the user's, %s: %s", way, d)
		}
	}
}
