package lines

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"podtop/model"
	"podtop/model/logs"
)

// wantedOf are containers of the journals.
func wantedOf(names ...string) (all []logs.Wanted) {
	ids := map[string]model.ID{"web": webID, "db": dbID}
	for _, n := range names {
		all = append(all, logs.Wanted{Container: logs.Container{ID: ids[n], Name: n}, Driver: "journald"})
	}
	return all
}

// openLog opens the log of containers in a journal.
func openLog(t testing.TB, dir string, s logs.Sources, of ...logs.Wanted) *Log {
	t.Helper()
	return openWith(t, Options{}, dir, s, of...)
}

func openWith(t testing.TB, o Options, dir string, s logs.Sources, of ...logs.Wanted) *Log {
	t.Helper()
	o.Dirs = func() ([]string, error) { return []string{dir}, nil }
	l := NewReader(o).Open(of, s)
	l.wait = 2 * answerFull // tests wait for what does not come
	t.Cleanup(l.Close)
	return l
}

func read(t interface {
	Helper()
	Fatal(...any)
}, l *Log, from logs.Place, q logs.Query,
) logs.Batch {
	t.Helper()
	b, err := l.Read(context.Background(), from, q)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// start is before all lines.
var start = logs.PlaceAt(time.Unix(1, 0))

// readAll reads on from a place to the end, in pieces.
func readAll(t interface {
	Helper()
	Fatal(...any)
}, l *Log, from logs.Place, q logs.Query, size func() int,
) (lines []logs.Line) {
	t.Helper()
	for range 100_000 {
		q.N = size()
		b := read(t, l, from, q)
		if q.Backward {
			lines = append(slices.Clone(b.Lines), lines...)
		} else {
			lines = append(lines, b.Lines...)
		}
		if len(b.Lines) > q.N {
			t.Fatal("more lines than asked for: ", len(b.Lines))
		}
		if b.AtEnd {
			return lines
		}
		from = b.Reached
	}
	t.Fatal("it does not end")
	return nil
}

func always(n int) func() int { return func() int { return n } }

// inFull is all of a line but how it was cut.
func inFull(lines []logs.Line) (texts []string) {
	for i := range lines {
		l := &lines[i]
		texts = append(texts, fmt.Sprintf("%s %s %s %s %d %.20q %d %t", l.Kind, l.Container.Name, l.Container.ID.Short(), l.Stream, l.Parts, l.Text, l.Time.UnixMicro(), l.Partial))
	}
	return texts
}

// TestPieces reads a log in pieces of any size, from any place both ways: no line
// is lost or doubled, be it of parts, open, or a mark.
func TestPieces(t *testing.T) {
	for _, c := range []struct {
		name    string
		sources logs.Sources
	}{{"runs", logs.OutputAlone}, {"runs", logs.WithEvents}, {"compact", logs.WithClaims}} {
		t.Run(fmt.Sprintf("%s %d", c.name, c.sources), func(t *testing.T) {
			l := openLog(t, unpack(t, c.name), c.sources, wantedOf("web", "db", "cache")...)
			all := readAll(t, l, start, logs.Query{}, always(1000))
			if len(all) < 90 {
				t.Fatalf("%d lines", len(all))
			}
			rapid.Check(t, func(t *rapid.T) { checkPieces(t, l, all) })
		})
	}
}

func checkPieces(t *rapid.T, l *Log, all []logs.Line) {
	size := func() int { return rapid.IntRange(1, 40).Draw(t, "size") }
	i := rapid.IntRange(-1, len(all)).Draw(t, "line")
	backward := rapid.Bool().Draw(t, "backward")
	from, want := start, all
	switch {
	case i < 0 && backward:
		want = nil
	case i == len(all) && backward:
		from = logs.Place{}
	case i == len(all):
		from, want = all[i-1].Place(), nil
	case i >= 0 && !all[i].Partial && rapid.Bool().Draw(t, "by time"):
		from = logs.PlaceAt(all[i].Time)
		i = slices.IndexFunc(all, func(l logs.Line) bool { return !l.Time.Before(from.Time) })
		if want = all[i:]; backward {
			want = all[:i]
		}
	case i >= 0 && backward:
		from, want = all[i].Place(), all[:i]
	case i >= 0:
		from, want = all[i].Place(), all[i+1:]
	}
	got := readAll(t, l, from, logs.Query{Backward: backward}, size)
	if d := cmp.Diff(inFull(want), inFull(got)); d != "" {
		t.Fatalf("from line %d, backward %t: %s", i, backward, d)
	}
}

// TestForgeries has uid 1000 write what would be each kind of line of root's web.
func TestForgeries(t *testing.T) {
	dir := unpack(t, "runs")
	of := wantedOf("web")
	of[0].Unit = logs.UnitName{Name: "web.service"}
	l := openLog(t, dir, logs.WithClaims, of...)
	kinds := map[logs.Kind]int{}
	all := readAll(t, l, start, logs.Query{}, always(1000))
	for i := range all {
		switch l := &all[i]; {
		case l.Kind == logs.Claimed && l.Claim.UID == 1000:
			kinds[l.Claim.Kind]++
		case l.Kind == logs.Claimed || l.Text == "forged" || l.Kind == logs.Gap || l.Kind == logs.OOM || l.Kind == logs.Unit:
			t.Errorf("%s from uid %d: %s", l.Kind, l.Claim.UID, l.Text)
		}
	}
	for _, k := range []logs.Kind{logs.Output, logs.Event, logs.Unit, logs.OOM, logs.Gap} {
		if kinds[k] == 0 {
			t.Errorf("no claim to be %s is shown", k)
		}
	}
	less := openLog(t, dir, logs.WithEvents, of...)
	var want []logs.Line
	for i := range all {
		if all[i].Kind != logs.Claimed {
			want = append(want, all[i])
		}
	}
	for range 2 { // they are counted once
		if d := cmp.Diff(inFull(want), inFull(readAll(t, less, start, logs.Query{}, always(20)))); d != "" {
			t.Error("left out:", d)
		}
	}
	texts := read(t, less, start, logs.Query{N: 1}).Missing
	if want := fmt.Sprintf("left out %d lines: says it is web, from uid 1000", kinds[logs.Output]); !slices.Contains(texts, want) {
		t.Errorf("%q, not %q", texts, want)
	}
}

// TestQueries looks for what a filter and a pattern choose, and for that alone.
func TestQueries(t *testing.T) {
	l := openLog(t, unpack(t, "runs"), logs.WithEvents, wantedOf("web", "db", "cache")...)
	all := readAll(t, l, start, logs.Query{}, always(1000))
	middle := all[len(all)/2].Time
	for _, c := range []struct{ filter, pattern string }{
		{"", "web1"},
		{"", "~;web. \\d*7;"}, // in lines of parts alone
		{"", "no such text"},
		{"", "died"},
		{"stream=stderr -db", ""},
		{"kind=start", ""},
		{"name=cache", "1;"},
		{"since=" + middle.Format(time.RFC3339Nano), ""},
		{"until=" + middle.Format(time.RFC3339Nano), "web"},
	} {
		f, err := logs.ParseFilter(c.filter, time.Now(), logs.SmartCase)
		if err != nil {
			t.Fatal(err)
		}
		p, err := logs.ParsePattern(c.pattern, logs.SmartCase)
		if err != nil {
			t.Fatal(err)
		}
		q := logs.Query{Filter: f, Pattern: p}
		var want []logs.Line
		for i := range all {
			if wanted, _ := q.Choose(&all[i]); wanted {
				want = append(want, all[i])
			}
		}
		if len(want) == 0 != (c.pattern == "no such text") {
			t.Errorf("%+v: %d lines", c, len(want))
		}
		for _, size := range []int{1, 7, 1000} {
			for _, backward := range []bool{false, true} {
				q.Backward = backward
				from := start
				if backward {
					from = logs.Place{}
				}
				if d := cmp.Diff(inFull(want), inFull(readAll(t, l, from, q, always(size)))); d != "" {
					t.Errorf("%+v, %d, backward %t: %s", c, size, backward, d)
				}
			}
		}
	}
}

// What a filter leaves out is counted once, whatever the pieces and the direction;
// backwards with what is behind the last line of all.
func TestLeftOut(t *testing.T) {
	l := openLog(t, unpack(t, "runs"), logs.WithEvents, wantedOf("web", "db", "cache")...)
	all := readAll(t, l, start, logs.Query{}, always(1000))
	for _, text := range []string{"stream=stderr", "kind=start", "-web1", "nothing at all"} {
		f, err := logs.ParseFilter(text, time.Now(), logs.SmartCase)
		if err != nil {
			t.Fatal(err)
		}
		want, behind := uint64(0), uint64(0)
		for i := range all {
			if behind++; f.Match(&all[i]) {
				behind = 0
			} else {
				want++
			}
		}
		for _, size := range []int{1, 3, 7, 1000} {
			for _, q := range []logs.Query{{N: size, Filter: f}, {N: size, Filter: f, Backward: true}} {
				from, got, last := start, uint64(0), uint64(0)
				if q.Backward {
					from = logs.Place{}
				}
				for some := false; ; {
					b := read(t, l, from, q)
					got += b.LeftOut
					if !some {
						last += b.LeftBehind
					}
					some = some || len(b.Lines) > 0
					if from = b.Reached; b.AtEnd {
						break
					}
				}
				if got != want || q.Backward && last != behind {
					t.Errorf("%s, %d, backward %t: %d are left out, want %d; %d behind the last, want %d", text, size, q.Backward, got, want, last, behind)
				}
			}
		}
	}
}

// TestAtTheSameTime makes calls of each kind at the same time, and closes the log
// meanwhile.
func TestAtTheSameTime(t *testing.T) {
	podman := &podmanLogs{logs: map[model.ID]string{}}
	f := inFile("file1")
	l := openWith(t, Options{API: podman.api}, unpack(t, "runs"), logs.WithEvents, append(wantedOf("web", "db"), f)...)
	l.files.again = time.Millisecond
	var all sync.WaitGroup
	for i := range 6 {
		all.Go(func() {
			var err error
			for at := start; err == nil; {
				var b logs.Batch
				switch i % 3 {
				case 0:
					b, err = l.Read(context.Background(), at, logs.Query{N: 10})
				case 1:
					b, err = l.Wait(context.Background(), at, logs.Query{N: 10})
				default:
					_, err = l.Count(context.Background(), at.Time, time.Now(), 10)
				}
				if at = b.Reached; b.AtEnd || i%3 == 2 {
					at = start
				}
			}
			if !errors.Is(err, ErrClosed) {
				t.Error(err)
			}
		})
	}
	time.Sleep(3 * answerFull)
	l.Close()
	all.Wait()
}

// TestSeek finds another generation of web by its id, which uid 1000 writes, too.
func TestSeek(t *testing.T) {
	l := openLog(t, unpack(t, "runs"), logs.WithEvents, wantedOf("web")...)
	read(t, l, start, logs.Query{N: 1})
	j := l.read.lines
	other := strings.Repeat("c", 64)
	for range 2 {
		want := logs.Container{ID: model.ID(other), Name: "web", Generation: -1}
		if c, ok := j.seek([]byte(other), 0); !ok || c != want {
			t.Errorf("%+v", c)
		}
		for id, uid := range map[string]int{other: 1000, string(dbID): 0, strings.Repeat("9", 64): 0} {
			if c, ok := j.seek([]byte(id), uid); ok {
				t.Errorf("%+v is one", c)
			}
		}
	}
	for i := range 3 * maxSought {
		j.seek([]byte(strconv.Itoa(i)), 0)
	}
	if len(j.sought) > maxSought {
		t.Errorf("%d are remembered", len(j.sought))
	}
}
