package lines

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

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
