package lines

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
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

// A podmanLogs is a Podman that keeps logs in files.
type podmanLogs struct {
	mu    sync.Mutex
	logs  map[model.ID]string // frames
	grows map[model.ID]bool   // they are followed, and do not end
	asked []string
	err   error
}

func (p *podmanLogs) Stream(ctx context.Context, path string, query url.Values) (io.ReadCloser, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	id := model.ID(strings.TrimSuffix(strings.TrimPrefix(path, "/containers/"), "/logs"))
	p.asked = append(p.asked, string(id)+" since "+query.Get("since"))
	if p.err != nil {
		return nil, p.err
	}
	in := io.Reader(strings.NewReader(p.logs[id]))
	if p.grows[id] {
		in = io.MultiReader(in, endless{ctx})
	}
	return io.NopCloser(in), nil
}

// endless gives nothing until its end.
type endless struct{ context.Context }

func (e endless) Read([]byte) (int, error) { <-e.Done(); return 0, io.EOF }

func (p *podmanLogs) api(int) (API, error) { return p, nil }

// inFile is a container whose lines only Podman reads.
func inFile(name string) logs.Wanted {
	id := model.ID(strings.Repeat(name[len(name)-1:], 64))
	return logs.Wanted{Container: logs.Container{ID: id, Name: name}, Driver: "k8s-file"}
}

// stamped is a frame of what was written at a time.
func stamped(stream byte, at time.Time, text string) string {
	return frame(stream, at.Format(time.RFC3339Nano)+" "+text)
}

// TestFiles reads the journal and two logs of Podman's as one, in pieces.
func TestFiles(t *testing.T) {
	dir, f1, f2 := unpack(t, "runs"), inFile("file1"), inFile("file2")
	journal := readAll(t, openLog(t, dir, logs.OutputAlone, wantedOf("web", "db")...), start, logs.Query{}, always(1000))
	podman := &podmanLogs{logs: map[model.ID]string{}, grows: map[model.ID]bool{f2.ID: true}}
	texts := 0
	for i := range journal { // many of the same time as one of the journal
		at := journal[i].Time
		podman.logs[f1.ID] += stamped(1, at, strconv.Itoa(i)+"\n") + stamped(2, at.Add(time.Duration(i%3)), "part ") + stamped(2, at.Add(time.Duration(i%3)), "end\n")
		podman.logs[f2.ID] += stamped(byte(1+i%2), at.Add(-time.Duration(i%2)*time.Microsecond), "x\n")
		texts += 3
	}
	l := openWith(t, Options{API: podman.api}, dir, logs.OutputAlone, append(wantedOf("web", "db"), f1, f2)...)
	all := readAll(t, l, start, logs.Query{}, always(1000))
	var rest []logs.Line
	for i := range all {
		if all[i].Container.ID != f1.ID && all[i].Container.ID != f2.ID {
			rest = append(rest, all[i])
		}
	}
	if d := cmp.Diff(inFull(journal), inFull(rest)); d != "" || len(all) != len(journal)+texts {
		t.Errorf("%d lines beside %d: %s", len(all), len(journal), d)
	}
	rapid.Check(t, func(t *rapid.T) { checkPieces(t, l, all) })
	from, to := all[0].Time, all[len(all)-1].Time.Add(time.Second)
	d, err := l.Count(t.Context(), from, to, 9)
	if diff := cmp.Diff(counted(all, from, to, 9), d.Counts); diff != "" || err != nil {
		t.Error(err, diff)
	}
}

// TestFilesAreFollowed has a container in a file begin once more.
func TestFilesAreFollowed(t *testing.T) {
	f, at := inFile("file1"), time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	podman := &podmanLogs{logs: map[model.ID]string{f.ID: stamped(1, at, "a\n") + stamped(1, at, "b\n") + stamped(1, at, "no end")}}
	l := openWith(t, Options{API: podman.api}, t.TempDir(), logs.OutputAlone, f)
	l.files.again = time.Millisecond
	b := wait(t, l, start, 100)
	if d := cmp.Diff([]string{`file1 stdout "a"`, `file1 stdout "b"`, `file1 stdout "no end"`}, shown(b.Lines)); d != "" {
		t.Error("what there is:", d)
	}
	podman.mu.Lock()
	podman.logs[f.ID] += stamped(1, at, "c\n") + stamped(2, at.Add(1), "d\n")
	podman.mu.Unlock()
	var lines []logs.Line
	for range 100 {
		if b = wait(t, l, b.Reached, 100); len(lines)+len(b.Lines) >= 2 {
			lines = append(lines, b.Lines...)
			break
		}
		lines = append(lines, b.Lines...)
	}
	if d := cmp.Diff([]string{`file1 stdout "c"`, `file1 stderr "d"`}, shown(lines)); d != "" {
		t.Error("what came:", d)
	}
	podman.mu.Lock()
	defer podman.mu.Unlock()
	if want := string(f.ID) + " since 2026-11-30T11:59:59.999999999Z"; podman.asked[1] != want {
		t.Errorf("asked for %s, not %s", podman.asked[1], want)
	}
}

// TestSettledFilesAreFollowed follows two logs that were read before: of the one
// nothing is awaited any more, of the other there may be.
func TestSettledFilesAreFollowed(t *testing.T) {
	f1, f2, at := inFile("file1"), inFile("file2"), time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	podman := &podmanLogs{logs: map[model.ID]string{f1.ID: stamped(1, at, "a\n"), f2.ID: stamped(1, at.Add(1), "b\n")}, grows: map[model.ID]bool{f2.ID: true}}
	l := openWith(t, Options{API: podman.api}, t.TempDir(), logs.OutputAlone, f1, f2)
	readAll(t, l, start, logs.Query{}, always(100))
	var lines []logs.Line
	for from := start; len(lines) < 2; {
		b := wait(t, l, from, 1)
		lines, from = append(lines, b.Lines...), b.Reached
	}
	if d := cmp.Diff([]string{`file1 stdout "a"`, `file2 stdout "b"`}, shown(lines)); d != "" {
		t.Error(d)
	}
}

// flood gives lines without end.
type flood struct {
	ctx   context.Context
	begin chan struct{}
	left  int
	more  []byte
}

func (f *flood) Stream(ctx context.Context, _ string, _ url.Values) (io.ReadCloser, error) {
	f.ctx = ctx
	return io.NopCloser(f), nil
}

func (f *flood) Read(b []byte) (int, error) {
	if len(f.more) == 0 {
		if f.left == 0 {
			<-f.ctx.Done()
			return 0, io.EOF
		}
		<-f.begin
		f.left--
		f.more = []byte(stamped(1, time.Unix(1_796_000_000, int64(-f.left)*1000), strings.Repeat("x", 100)+"\n"))
	}
	n := copy(b, f.more)
	f.more = f.more[n:]
	return n, nil
}

// TestFloodIsBounded has more lines come than are kept: what was not read in time
// is counted.
func TestFloodIsBounded(t *testing.T) {
	const many = 40_000
	begin := make(chan struct{})
	api := func(int) (API, error) { return &flood{begin: begin, left: many}, nil }
	l := openWith(t, Options{API: api}, t.TempDir(), logs.OutputAlone, inFile("file1"))
	at, got, skipped := wait(t, l, start, 1000).Reached, 0, 0
	close(begin)
	for m := l.memories.all()[0]; m.end() < many; {
		time.Sleep(time.Millisecond)
	}
	for got+skipped < many {
		b := wait(t, l, at, 1000)
		at, got, skipped = b.Reached, got+len(b.Lines), skipped+int(b.Skipped)
	}
	m := l.memories.all()[0]
	if got+skipped != many || skipped == 0 || m.bytes > maxKept || len(m.lines)*lineSize > maxKept {
		t.Errorf("%d lines, %d skipped, %d bytes of %d lines kept", got, skipped, m.bytes, len(m.lines))
	}
}

// TestMissing says what cannot be read.
func TestMissing(t *testing.T) {
	silent := errors.New("connection refused")
	podman := &podmanLogs{err: silent}
	var many []logs.Wanted
	for i := range 10 {
		many = append(many, inFile(fmt.Sprint("file", i)))
	}
	none := logs.Wanted{Container: logs.Container{ID: webID, Name: "web"}, Driver: "none"}
	for what, c := range map[string]struct {
		options Options
		dir     string
		of      []logs.Wanted
		want    []string
	}{
		"none":       {Options{}, t.TempDir(), []logs.Wanted{none}, []string{logs.NoDriverText("web")}},
		"no journal": {Options{}, t.TempDir() + "/no", wantedOf("web"), []string{"this machine has no journal, in which the lines of these containers would be"}},
		"an unknown driver": {
			Options{},
			t.TempDir() + "/no",
			[]logs.Wanted{{Container: logs.Container{Name: "web"}}},
			[]string{"this machine has no journal, in which the lines of these containers would be"},
		},
		"no Podman": {Options{}, t.TempDir(), many[:1], []string{"file0: its lines are in a file that Podman alone reads, which is not asked here"}},
		"a silent Podman": {
			Options{API: podman.api},
			t.TempDir(), many[:1],
			[]string{"Podman does not answer: reading the log of file0: connection refused"},
		},
		"too many": {
			Options{API: (&podmanLogs{}).api},
			t.TempDir(), many,
			[]string{"Podman is asked for 8 logs that it keeps in files, and no more: left out are file8, file9"},
		},
		"all well": {Options{}, unpack(t, "keyed"), wantedOf("web"), nil},
	} {
		b := read(t, openWith(t, c.options, c.dir, logs.OutputAlone, c.of...), logs.Place{}, logs.Query{Backward: true, N: 10})
		if d := cmp.Diff(c.want, b.Missing); d != "" {
			t.Errorf("%s: %s", what, d)
		}
	}
}

func TestJournalText(t *testing.T) {
	const none = "this machine has no journal, in which the lines of these containers would be"
	dirs := []string{"/var/log/journal/m", "/run/log/journal/m"}
	for _, c := range []struct {
		there string
		err   error
		want  string
	}{
		{"/", nil, ""},
		{"/var", nil, ""},
		{"/run", nil, "the journal is kept in memory only: it begins at the last boot"},
		{"no", nil, none},
		{"/", errors.New("no id"), none + ": no id"},
	} {
		got := journalText(dirs, c.err, func(dir string) bool { return strings.HasPrefix(dir, c.there) })
		if got != c.want {
			t.Errorf("%s, %v: %q", c.there, c.err, got)
		}
	}
}

// TestDenied has parts of the journal be forbidden, which does not matter to who
// finds the lines of their own containers.
func TestDenied(t *testing.T) {
	for _, c := range []struct {
		uid    int
		of     []logs.Wanted
		denied bool
	}{
		{0, wantedOf("web"), false},
		{1000, wantedOf("web"), true},
		{0, wantedOf("cache"), true}, // there are none
	} {
		l := openWith(t, Options{UID: c.uid}, unpack(t, "keyed"), logs.OutputAlone, c.of...)
		read(t, l, start, logs.Query{N: 1})
		l.missing.deny(l.read.lines)
		if got := slices.Contains(read(t, l, start, logs.Query{N: 1}).Missing, deniedText); got != c.denied {
			t.Errorf("uid %d, %s: %t", c.uid, c.of[0].Name, got)
		}
	}
}

// TestDamaged reads a journal with a damaged file in each way: the file is named
// once, and the others are read.
func TestDamaged(t *testing.T) {
	dir := unpack(t, "compact")
	change(t, dir, "system@2.journal", func(b []byte) []byte { return b[:len(b)/2] })
	l := openLog(t, dir, logs.OutputAlone, wantedOf("web")...)
	lines := readAll(t, l, start, logs.Query{}, always(10))
	if _, err := l.Count(t.Context(), lines[0].Time, time.Now(), 10); err != nil {
		t.Fatal(err)
	}
	b := wait(t, l, start, 1000)
	if len(b.Missing) != 2 || !strings.Contains(b.Missing[0], "system@2.journal") || !strings.Contains(b.Missing[1], "left out") {
		t.Errorf("%q", b.Missing)
	}
	if len(lines) < 20 {
		t.Errorf("%d lines", len(lines))
	}
}
