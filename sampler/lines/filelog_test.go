package lines

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"podtop/model"
	"podtop/model/logs"
)

var noon = time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)

// readUntil reads the log until it has so many lines.
func readUntil(t *testing.T, l *Log, n int) (b logs.Batch) {
	t.Helper()
	for range 100 {
		if b = read(t, l, logs.Place{}, logs.Query{Backward: true, N: 100}); len(b.Lines) >= n {
			return b
		}
		time.Sleep(settling)
	}
	t.Fatalf("%q are not %d", shown(b.Lines), n)
	return b
}

// TestTimeToCome has a Podman say that a line is of the year 9999: it is put where
// it came, and what comes then from others is behind it.
func TestTimeToCome(t *testing.T) {
	late, f := inFile("late1"), inFile("file2")
	podman := &podmanLogs{logs: map[model.ID]string{
		late.ID: stamped(1, time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC), "a\n") + stamped(1, noon, "b\n"),
		f.ID:    stamped(1, noon, "c\n"),
	}}
	l := openWith(t, Options{API: podman.api}, t.TempDir(), logs.OutputAlone, late, f)
	b := readUntil(t, l, 3)
	for i := range b.Lines {
		if b.Lines[i].Time.After(time.Now()) {
			t.Errorf("%q is of %v", b.Lines[i].Text, b.Lines[i].Time)
		}
	}
	m := l.memories.all()[l.memories.index(keyOf(&late.Container).name())]
	if k := m.lines[1]; k.at > nanos(time.Now()) {
		t.Error("its next line is at", k.at)
	}
}

// TestOneIDOfTwo has two users have a container of one id: a place in the log of
// one is not one in that of the other.
func TestOneIDOfTwo(t *testing.T) {
	f1 := inFile("file1")
	f2 := f1
	f2.UID = 1000
	podman := &podmanLogs{logs: map[model.ID]string{f1.ID: stamped(1, noon, "a\n") + stamped(1, noon, "b\n")}}
	l := openWith(t, Options{API: podman.api}, t.TempDir(), logs.OutputAlone, f1, f2)
	all := readAll(t, l, start, logs.Query{}, always(10))
	if len(all) != 4 {
		t.Fatalf("%q", shown(all))
	}
	for i := range all {
		rest := readAll(t, l, all[i].Place(), logs.Query{}, always(10))
		if d := cmp.Diff(inFull(all[i+1:]), inFull(rest)); d != "" {
			t.Errorf("behind line %d: %s", i, d)
		}
	}
}

// gone is Podman's answer when there is no such container.
type gone struct{}

func (gone) Error() string { return "no such container" }
func (gone) Code() int     { return 404 }

// TestRemoved has a container be removed: that is said, and it is not asked for any
// more.
func TestRemoved(t *testing.T) {
	podman := &podmanLogs{err: fmt.Errorf("reading it: %w", gone{})}
	ctx, cancel := context.WithTimeout(t.Context(), slowest/2)
	defer cancel()
	f := fileLog{files: &files{api: podman.api}, of: inFile("file1").Container, memory: newMemory("x")}
	f.run(ctx)
	if ctx.Err() != nil || f.memory.problem != "file1: the container was removed, and its lines with it" || !f.memory.isSettled() {
		t.Errorf("%v, %q", ctx.Err(), f.memory.problem)
	}
}

// slow is a Podman that answers late.
type slow struct {
	*podmanLogs
	begin chan struct{}
}

func (s slow) Stream(ctx context.Context, path string, q url.Values) (io.ReadCloser, error) {
	<-s.begin
	return s.podmanLogs.Stream(ctx, path, q)
}

// TestSlowPodman has lines of a Podman come when all of the journal was read: that
// was not the end yet.
func TestSlowPodman(t *testing.T) {
	f := inFile("file1")
	podman := slow{&podmanLogs{logs: map[model.ID]string{f.ID: stamped(1, time.Unix(1000, 0), "old\n")}}, make(chan struct{})}
	l := openWith(t, Options{API: func(int) (API, error) { return podman, nil }}, unpack(t, "keyed"), logs.OutputAlone, web, f)
	b := read(t, l, logs.Place{}, logs.Query{Backward: true, N: 100})
	if len(b.Lines) == 0 || b.AtEnd {
		t.Fatalf("%d lines, at the end %t", len(b.Lines), b.AtEnd)
	}
	close(podman.begin)
	older := readAll(t, l, b.Reached, logs.Query{Backward: true}, always(100))
	if d := cmp.Diff([]string{`file1 stdout "old"`}, shown(older)); d != "" {
		t.Error(d)
	}
}

// TestSettled has a source whose lines come without a pause: those that are new say
// that all others have come.
func TestSettled(t *testing.T) {
	m := newMemory("x")
	m.add(logs.Line{Stamp: logs.Stamp{Time: m.begun.Add(-time.Second)}})
	m.came = time.Now().Add(time.Hour)
	if m.isSettled() {
		t.Error("it is settled with an old line")
	}
	m.add(logs.Line{Stamp: logs.Stamp{Time: time.Now()}})
	m.came = time.Now().Add(time.Hour)
	if !m.isSettled() {
		t.Error("it is not settled with a new line")
	}
	if m = newMemory("x"); m.isSettled() {
		t.Error("it is settled before anything came")
	}
	if m.begun = m.begun.Add(-2 * patience); !m.isSettled() {
		t.Error("it is awaited for ever")
	}
}

// TestFilesAreShared opens several logs of one Reader: each container is asked for
// once, and not too many of them at a time.
func TestFilesAreShared(t *testing.T) {
	podman := &podmanLogs{logs: map[model.ID]string{}, grows: map[model.ID]bool{}}
	var of []logs.Wanted
	for i := range maxAsked + 1 {
		f := inFile(fmt.Sprint("file", i))
		f.ID = model.ID(strings.Repeat(strconv.FormatInt(int64(i), 16), 64))
		podman.logs[f.ID], podman.grows[f.ID] = stamped(1, noon, f.Name+"\n"), true
		of = append(of, f)
	}
	r := NewReader(Options{API: podman.api, Dirs: func() ([]string, error) { return []string{t.TempDir()}, nil }})
	last := maxAsked
	l1, l2, l3 := r.Open(of[:last], logs.OutputAlone), r.Open(of[1:2], logs.OutputAlone), r.Open(of[last:], logs.OutputAlone)
	defer l2.Close()
	defer l3.Close()
	if b := readUntil(t, l1, last); len(b.Missing) > 0 {
		t.Errorf("%q", b.Missing)
	}
	readUntil(t, l2, 1)
	if b := read(t, l3, start, logs.Query{N: 1}); len(b.Lines) > 0 || len(b.Missing) != 1 || !strings.HasSuffix(b.Missing[0], "left out are file8") {
		t.Errorf("%q, %q", shown(b.Lines), b.Missing)
	}
	l1.Close()
	readUntil(t, l2, 1)
	readUntil(t, l3, 1) // there is room now
	podman.mu.Lock()
	defer podman.mu.Unlock()
	if len(podman.asked) != maxAsked+1 || len(r.files.open) != 2 {
		t.Errorf("asked %d times, %d are open", len(podman.asked), len(r.files.open))
	}
}

// TestMixed says how sure the order is of lines of the journal and of files.
func TestMixed(t *testing.T) {
	podman := &podmanLogs{}
	isTold := func(of ...logs.Wanted) bool {
		l := openWith(t, Options{API: podman.api}, unpack(t, "keyed"), logs.OutputAlone, of...)
		return slices.ContainsFunc(read(t, l, start, logs.Query{N: 1}).Missing, func(s string) bool { return strings.Contains(s, "the clock's time alone") })
	}
	if !isTold(web, inFile("file1")) || isTold(web) || isTold(inFile("file1")) {
		t.Error("it is told where it is not so, or not told")
	}
}

// TestManyClaims has more claims come than are counted.
func TestManyClaims(t *testing.T) {
	l := openLog(t, t.TempDir(), logs.OutputAlone, web)
	for i := range maxClaimed + 1 {
		if i == maxClaimed && len(l.missing.texts(l)) != 1 {
			t.Error("it is told before it is so")
		}
		l.missing.claim(&logs.Line{Kind: logs.Claimed, Cursor: strconv.Itoa(i), Container: web.Container})
	}
	if texts := l.missing.texts(l); len(texts) != 2 || !strings.HasPrefix(texts[1], "left out more") {
		t.Errorf("%q", texts)
	}
}
