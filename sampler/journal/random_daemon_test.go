package journal

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// TestRandomDaemon has a journald write random entries, and compares what is
// read with what journalctl reads: all of it, and by random matches, while the
// journal grows.
func TestRandomDaemon(t *testing.T) {
	for name, env := range layouts {
		t.Run(name, func(t *testing.T) {
			seed := rand.Uint64()
			t.Log("seed", seed)
			r := rand.New(rand.NewPCG(seed, 1))
			d := startDaemon(t, append(env, "JOURNALD_FILE=1M")...)
			j := open(t, d.dir)
			for range 6 {
				for range r.IntN(200) {
					d.sendAs(uint32(r.IntN(3)*1000), randomEntry(r)...)
				}
				d.run("journalctl --sync")
				j.Refresh()
				compareAll(t, j, d)
				for range 6 {
					compareMatch(t, j, d, randomMatch(r))
				}
				if r.IntN(2) == 0 {
					d.run("journalctl --rotate 2>/dev/null || kill -USR2 $JOURNALD_PID")
				}
			}
		})
	}
}

// randomEntry returns the fields of an entry: few values that come often, and a
// message of any bytes and many sizes.
func randomEntry(r *rand.Rand) (fields []string) {
	for _, name := range []string{"A", "B", "C"} {
		if n := r.IntN(5); n > 0 {
			fields = append(fields, fmt.Sprintf("%s=%d", name, n))
		}
	}
	message := make([]byte, []int{0, 10, 100, 511, 512, 5000, 70000}[r.IntN(7)*r.IntN(2)])
	letters := 1 + r.IntN(256)
	for i := range message {
		message[i] = byte(r.IntN(letters))
	}
	return append(fields, "MESSAGE="+string(message))
}

func randomMatch(r *rand.Rand) (m Match) {
	for range 1 + r.IntN(3) {
		var t Term
		for _, name := range []string{"A", "B", "C"} {
			if r.IntN(2) == 0 {
				t = append(t, fmt.Sprintf("%s=%d", name, 1+r.IntN(5)))
			}
		}
		if r.IntN(3) == 0 || t == nil {
			t = append(t, fmt.Sprintf("_UID=%d", r.IntN(4)*1000))
		}
		m = append(m, t)
	}
	return m
}

// compareAll compares all entries, with their fields.
func compareAll(t *testing.T, j *Journal, d *daemon) {
	t.Helper()
	want := parseJSON(t, d.journalctl("-o", "json", "--all"))
	w := j.Forward(nil)
	for i := range want {
		e, ok := w.Next()
		if !ok {
			t.Fatalf("it ends after %d of %d entries", i, len(want))
		}
		got := read(t, &e)
		for _, x := range []expected{want[i], got} {
			for _, values := range x.fields {
				slices.Sort(values) // systemd 252 prints several in any order
			}
		}
		if diff := cmp.Diff(want[i], got, cmp.AllowUnexported(expected{})); diff != "" {
			t.Fatalf("entry %d: %s", i, diff)
		}
	}
	if _, ok := w.Next(); ok {
		t.Errorf("more than %d entries", len(want))
	}
}

// compareMatch compares the cursors of what m wants, from both ends.
func compareMatch(t *testing.T, j *Journal, d *daemon, m Match) {
	t.Helper()
	args := []string{"-o", "json"}
	for i, term := range m {
		if i > 0 {
			args = append(args, "+")
		}
		args = append(args, term...)
	}
	want := cursorsOf(parseJSON(t, d.journalctl(args...)))
	if diff := cmp.Diff(want, cursors(j.Forward(m), many), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("%s: %s", strings.Join(args, " "), diff)
	}
	slices.Reverse(want)
	if diff := cmp.Diff(want, cursors(j.Backward(m), many), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("%s, backward: %s", strings.Join(args, " "), diff)
	}
}
