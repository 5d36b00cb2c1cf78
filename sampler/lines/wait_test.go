package lines

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"podtop/model/logs"
)

func wait(t *testing.T, l *Log, from logs.Place, n int) logs.Batch {
	t.Helper()
	b, err := l.Wait(t.Context(), from, logs.Query{N: n})
	if err != nil {
		t.Fatal(err)
	}
	if len(b.Lines) > n {
		t.Fatalf("%d lines, not %d", len(b.Lines), n)
	}
	return b
}

// TestWait follows a journal that grows, from its end and from other places: each
// line comes once.
func TestWait(t *testing.T) {
	for name, begin := range map[string]func(l *Log) (logs.Place, []logs.Line){
		"the end": func(l *Log) (logs.Place, []logs.Line) {
			lines := read(t, l, logs.Place{}, logs.Query{Backward: true, N: 100}).Lines
			return wait(t, l, logs.Place{}, 100).Reached, lines
		},
		"the last line": func(l *Log) (logs.Place, []logs.Line) {
			b := read(t, l, logs.Place{}, logs.Query{Backward: true, N: 100})
			return b.Lines[len(b.Lines)-1].Place(), b.Lines
		},
		"an earlier line": func(l *Log) (logs.Place, []logs.Line) {
			b := read(t, l, start, logs.Query{N: 3})
			return b.Lines[2].Place(), b.Lines
		},
		"where a reading ended": func(l *Log) (logs.Place, []logs.Line) {
			b := read(t, l, start, logs.Query{N: 100})
			return b.Reached, b.Lines
		},
		"a time": func(*Log) (logs.Place, []logs.Line) { return start, nil },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir, count, grow := growing(t)
			grow(20)
			l := openLog(t, dir, logs.WithClaims, web, db)
			from, lines := begin(l)
			for to := 25; ; to += 5 {
				grow(min(to, count))
				b := wait(t, l, from, 7)
				lines, from = append(lines, b.Lines...), b.Reached
				if to > count && len(b.Lines) == 0 {
					break
				}
			}
			want := inFull(readAll(t, openLog(t, dir, logs.WithClaims, web, db), start, logs.Query{}, always(100)))
			if d := cmp.Diff(want, inFull(lines)); d != "" {
				t.Error(d)
			}
		})
	}
}

// TestWaitLeavesOut waits for lines that a filter chooses, and says how many came
// that it does not.
func TestWaitLeavesOut(t *testing.T) {
	dir, count, grow := growing(t)
	grow(20)
	l := openLog(t, dir, logs.WithClaims, web, db)
	before := len(readAll(t, l, start, logs.Query{}, always(100)))
	f, err := logs.ParseFilter("nothing at all", time.Now(), logs.SmartCase)
	if err != nil {
		t.Fatal(err)
	}
	from, leftOut := wait(t, l, logs.Place{}, 100).Reached, uint64(0)
	grow(count)
	for idle := 0; idle < 2; idle++ {
		b, err := l.Wait(t.Context(), from, logs.Query{N: 100, Filter: f})
		if err != nil || len(b.Lines) > 0 {
			t.Fatal(b.Lines, err)
		}
		if from, leftOut = b.Reached, leftOut+b.LeftOut; b.LeftOut > 0 {
			idle = 0
		}
	}
	all := len(readAll(t, openLog(t, dir, logs.WithClaims, web, db), start, logs.Query{}, always(100)))
	if want := uint64(all - before); leftOut != want || want == 0 {
		t.Errorf("%d are left out, want %d", leftOut, want)
	}
}

// TestWaitThroughFiles follows while files come, with lines in parts.
func TestWaitThroughFiles(t *testing.T) {
	from, dir := unpack(t, "runs"), t.TempDir()
	l := openLog(t, dir, logs.OutputAlone, wantedOf("web", "db", "cache")...)
	at, lines := start, []logs.Line(nil)
	idle := 0
	take := func() {
		b := wait(t, l, at, 1000)
		at, lines = b.Reached, append(lines, b.Lines...)
		if idle++; len(b.Lines) > 0 {
			idle = 0
		}
	}
	for _, name := range []string{"system@1.journal", "user-1000@4.journal", "system@2.journal", "user-1000@5.journal", "system.journal", "user-1000.journal"} {
		if err := os.Rename(filepath.Join(from, name), filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
		if name[0] == 's' {
			take()
		}
	}
	for idle < 3 { // forged ones may be all that comes
		take()
	}
	want := inFull(readAll(t, openLog(t, dir, logs.OutputAlone, wantedOf("web", "db", "cache")...), start, logs.Query{}, always(1000)))
	if d := cmp.Diff(want, inFull(lines)); d != "" {
		t.Error(d)
	}
}

func TestClose(t *testing.T) {
	l := openLog(t, unpack(t, "keyed"), logs.OutputAlone, web)
	at := wait(t, l, logs.Place{}, 10).Reached
	end := make(chan error)
	go func() {
		_, err := l.Wait(context.Background(), at, logs.Query{N: 10})
		end <- err
	}()
	l.Close()
	if err := <-end; !errors.Is(err, ErrClosed) {
		t.Error("what waited ended with", err)
	}
	if _, err := l.Read(t.Context(), logs.Place{}, logs.Query{N: 1}); !errors.Is(err, ErrClosed) {
		t.Error("reading it ended with", err)
	}
	for _, p := range []*part{&l.read, &l.follow, &l.count} {
		p.mu.Lock()
		if p.lines != nil {
			t.Error("a journal is left open")
		}
		p.mu.Unlock()
	}
}

// TestWaitSkips has more come than can be followed, after any time: what is passed
// over is counted, and what comes then is whole, and in the same answer.
func TestWaitSkips(t *testing.T) {
	dir, count, grow := growing(t)
	grow(12)
	l := openLog(t, dir, logs.OutputAlone, web)
	l.behind = 10
	at := wait(t, l, logs.Place{}, 100).Reached
	before := len(read(t, l, logs.Place{}, logs.Query{Backward: true, N: 100}).Lines)
	grow(count)
	l.wait, l.followed.answered = time.Hour, time.Time{}
	b := wait(t, l, at, 100)
	all := readAll(t, l, start, logs.Query{}, always(100))
	if before+len(b.Lines)+int(b.Skipped) != len(all) || b.Skipped == 0 || len(b.Lines) == 0 {
		t.Errorf("%d and %d lines, %d skipped, of %d", before, len(b.Lines), b.Skipped, len(all))
	}
	if d := cmp.Diff(inFull(all[len(all)-len(b.Lines):]), inFull(b.Lines)); d != "" {
		t.Error(d)
	}
}

// TestWaitSkipsAll has so much come that all of it is passed over: the place is
// behind it.
func TestWaitSkipsAll(t *testing.T) {
	dir, count, grow := growing(t)
	grow(12)
	l := openLog(t, dir, logs.OutputAlone, web)
	l.behind, l.wait = 10, 0
	at := wait(t, l, logs.Place{}, 100).Reached
	grow(count)
	b := wait(t, l, at, 100)
	last := read(t, l, logs.Place{}, logs.Query{Backward: true, N: 1}).Lines[0]
	if len(b.Lines) > 0 || b.Skipped == 0 || b.Reached.Cursor != last.Cursor {
		t.Errorf("%d lines, %d skipped, up to %s, not %s", len(b.Lines), b.Skipped, b.Reached.Cursor, last.Cursor)
	}
}

// TestWaitThroughVacuum has a file be removed while its entries are taken little
// by little: what there was before it began to follow, and what came then.
func TestWaitThroughVacuum(t *testing.T) {
	for what, begin := range map[string]int{"before": 1 << 20, "then": 12} {
		dir, count, grow := growing(t)
		grow(min(begin, count))
		l := openLog(t, dir, logs.OutputAlone, web)
		want := len(written(40, 0, 0))
		b := wait(t, l, start, 3)
		grow(count)
		lines := len(b.Lines)
		for removed := false; len(b.Lines) > 0; lines += len(b.Lines) {
			if b = wait(t, l, b.Reached, 3); !removed && l.followed.isReading() && (what == "before" || l.followed.past == nil) {
				removed = true
				if err := os.Remove(filepath.Join(dir, "system.journal")); err != nil {
					t.Fatal(err)
				}
			}
		}
		if lines != want {
			t.Errorf("%s: %d lines, not %d", what, lines, want)
		}
	}
}

// TestWaitPrompt has a line without an end: it comes when nothing else does, and
// its rest is a line of its own.
func TestWaitPrompt(t *testing.T) {
	dir := unpack(t, "runs")
	of := wantedOf("web", "db", "cache")
	l := openLog(t, dir, logs.OutputAlone, of...)
	all := readAll(t, l, start, logs.Query{}, always(1000))
	last := all[len(all)-1]
	if !last.Partial {
		t.Fatalf("%+v has an end", last)
	}
	before := all[len(all)-2].Place()
	b := wait(t, l, before, 100)
	for i := 0; i < 3 && len(b.Lines) == 0; i++ {
		b = wait(t, l, b.Reached, 100)
	}
	if d := cmp.Diff(inFull(all[len(all)-1:]), inFull(b.Lines)); d != "" {
		t.Error(d)
	}
	l, b = openLog(t, dir, logs.OutputAlone, of...), logs.Batch{Reached: last.Place()}
	for range 3 {
		if b = wait(t, l, b.Reached, 100); len(b.Lines) > 0 {
			t.Errorf("%q comes once more", shown(b.Lines))
		}
	}
}

// TestIdleWaitAllocates waits while nothing is written.
func TestIdleWaitAllocates(t *testing.T) {
	dir := unpack(t, "compact")
	if err := os.Chtimes(dir, time.Time{}, time.Now().Add(-time.Hour)); err != nil { // one that changed just now is listed again
		t.Fatal(err)
	}
	l := openLog(t, dir, logs.WithEvents, wantedOf("web", "db", "cache")...)
	l.wait = 0
	at := wait(t, l, logs.Place{}, 100).Reached
	const most = 10
	n := testing.AllocsPerRun(50, func() { at = wait(t, l, at, 100).Reached })
	if n > most {
		t.Errorf("%v allocations", n)
	}
}
