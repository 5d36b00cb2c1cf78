package journal

import (
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestFollowDaemon follows a journald under load, through rotation, vacuum and a
// restart: what the journal has in the end was followed, once and in its order.
func TestFollowDaemon(t *testing.T) {
	for name, env := range layouts {
		t.Run(name, func(t *testing.T) { followDaemon(t, append(env, "JOURNALD_FILE=1M")) })
	}
}

func followDaemon(t *testing.T, env []string) {
	d := startDaemon(t, env...)
	d.send("MESSAGE=before", "CONTAINER_NAME=web")
	d.run("journalctl --sync")
	j := open(t, d.dir)
	m := Match{{"CONTAINER_NAME=web"}, {"CONTAINER_NAME=db", "PRIORITY=3"}}
	f := j.Follow(m)
	defer f.Close()

	const lines = 20000
	var sent atomic.Int64
	go func() {
		for i := range int64(lines) {
			name, priority := "CONTAINER_NAME="+[]string{"web", "db", "other"}[i%3], fmt.Sprintf("PRIORITY=%d", 3+i%2)
			uid := uint32(i % 7 / 5 * 1000) // some lines go to a user's files
			d.sendAs(uid, fmt.Sprintf("MESSAGE=%d", i), name, priority)
			sent.Store(i + 1)
		}
	}()
	got := map[string]int{}
	var order []string
	poll := func() (n int) {
		for _, e := range f.Poll(1000) {
			n++
			c := e.Cursor()
			if got[c]++; got[c] > 1 {
				t.Errorf("twice: %s", c)
			}
			order = append(order, c)
		}
		return n
	}
	var vacuumed []expected
	begin := 0 // of order, since the last vacuum
	for step := int64(1); sent.Load() < lines; {
		// A walk from the tail sees what was followed last, linked or not.
		if poll(); f.Behind() == 0 && len(order) > begin+20 {
			tail := slices.Clone(order[len(order)-20:])
			slices.Reverse(tail)
			if diff := cmp.Diff(tail, cursors(j.Backward(m), 20)); diff != "" {
				t.Fatal("followed, walked:", diff)
			}
		}
		time.Sleep(time.Millisecond)
		if sent.Load() < step*lines/10 {
			continue
		}
		switch step++; step % 4 {
		case 0:
			d.restart()
		case 1:
			vacuumed = append(vacuumed, parseJSON(t, d.journalctl("-o", "json", "CONTAINER_NAME=web"))...)
			for d.run("journalctl --sync"); poll() > 0; {
			}
			d.run("journalctl --vacuum-size=2M 2>/dev/null")
			begin = len(order)
		default:
			d.run("kill -USR2 $JOURNALD_PID")
		}
	}
	for d.run("journalctl --sync"); poll() > 0 || f.Behind() > 0; {
	}
	var want []string
	for _, e := range parseJSON(t, d.journalctl("-o", "json")) {
		if has(e, "CONTAINER_NAME=web") && !has(e, "MESSAGE=before") || has(e, "CONTAINER_NAME=db") && has(e, "PRIORITY=3") {
			want = append(want, e.cursor)
		}
	}
	// What was vacuumed may lie between what is still there.
	there := map[string]bool{}
	for _, c := range want {
		there[c] = true
	}
	left := slices.DeleteFunc(slices.Clone(order), func(c string) bool { return !there[c] })
	if len(want) == 0 {
		t.Error("the journal has no lines in the end")
	}
	if diff := cmp.Diff(want, left); diff != "" {
		t.Error("in the journal, followed:", diff[:min(len(diff), 3000)])
	}
	for _, e := range vacuumed {
		if got[e.cursor] == 0 && !has(e, "MESSAGE=before") {
			t.Errorf("lost: %s", strings.Join(e.fields["MESSAGE"], ""))
		}
	}
	t.Logf("%d lines followed, %d in the journal at the end", len(order), len(want))
}
