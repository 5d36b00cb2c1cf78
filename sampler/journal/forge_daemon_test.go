package journal

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestForgedDaemon has another user write lines that say they are of root's
// container, of the kernel, or of root.
func TestForgedDaemon(t *testing.T) {
	id := "CONTAINER_ID_FULL=" + strings.Repeat("a", 64)
	d := startDaemon(t)
	j := open(t, d.dir)
	w := j.Follow(Match{{id, "_UID=0"}})
	for i := range 20 {
		d.sendAs(1000, id, fmt.Sprintf("MESSAGE=forged %d", i), "_UID=0", "_TRANSPORT=kernel", "_BOOT_ID="+strings.Repeat("0", 32))
		d.sendAs(0, id, fmt.Sprintf("MESSAGE=true %d", i))
	}
	d.run("journalctl --sync")
	messages := func(next func() (Entry, bool)) (all []string) {
		for e, ok := next(); ok; e, ok = next() {
			b, _, _, err := e.Field(nil, "MESSAGE", 100)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, string(b))
			kernel, err := e.Has("_TRANSPORT=kernel")
			if kernel || err != nil {
				t.Errorf("%s is the kernel's, %v", b, err)
			}
			root, err := e.Has("_UID=0")
			if root != strings.HasPrefix(string(b), "true") || err != nil {
				t.Errorf("%s is root's: %v, %v", b, root, err)
			}
		}
		return all
	}
	var want []string
	for i := range 20 {
		want = append(want, fmt.Sprintf("true %d", i))
	}
	followed := w.Poll(many)
	if got := messages(func() (e Entry, ok bool) {
		if len(followed) > 0 {
			e, ok, followed = followed[0], true, followed[1:]
		}
		return e, ok
	}); !slices.Equal(got, want) {
		t.Error("followed", got)
	}
	if got := messages(j.Forward(w.match).Next); !slices.Equal(got, want) {
		t.Error("walked", got)
	}
	if got := messages(j.Forward(Match{{id}}).Next); len(got) != 40 {
		t.Error("of all", got)
	}
	counts := [][]uint32{{0}, {0}}
	j.Count([]Term{{id, "_UID=0"}, {id, "_UID=1000"}}, 0, 1<<60, counts)
	if counts[0][0] != 20 || counts[1][0] != 20 {
		t.Error(counts)
	}
	if got := messages(j.Forward(Match{{"_TRANSPORT=kernel"}}).Next); len(got) != 0 {
		t.Error("of the kernel", got)
	}
}
