package audit

import (
	"context"
	"errors"
	"io"
	"os"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"podtop/model"
	"podtop/model/clean"
)

func TestLast(t *testing.T) {
	path := logPath(t)
	l := Open(path, Options{Journal: "-"})
	do := func(p model.Plan, err error) string {
		e, berr := l.Begin(context.Background(), p)
		check(t, berr)
		check(t, l.End(e, outcome(err), err))
		return e.begun.ID
	}
	last := func() string {
		t.Helper()
		e, err := Last(context.Background(), path, pausing("web").Action.Target.ID)
		check(t, err)
		if e == nil {
			return ""
		}
		return e.ID
	}
	if last() != "" {
		t.Error("of no log")
	}
	do(pausing("web"), nil)
	first := do(updating(""), nil)
	second := do(updating(""), nil)
	do(updating(""), errors.New("EBUSY"))
	other := updating("")
	other.Action.Target.ID = "b"
	do(other, nil)
	if last() != second {
		t.Error("not the second")
	}
	do(updating(second), errors.New("EBUSY"))
	if last() != second {
		t.Error("its undo failed")
	}
	do(updating(second), nil)
	if last() != first {
		t.Error("not the first")
	}
	do(updating(first), nil)
	if last() != "" {
		t.Error("all are undone")
	}
	e, err := Last(context.Background(), path, "b")
	check(t, err)
	if s := e.Settings(); len(s) != 2 || s[0] != (model.Setting{Field: model.FieldMemory, Value: clean.Of("64m")}) || !s[1].None {
		t.Errorf("%+v", s)
	}
}

// A log is read in bounded memory, whatever is in it.
func TestReadIsBounded(t *testing.T) {
	path, lines := written(t, 60)
	write(t, path, strings.Repeat("x", 3*maxLine)+"\n\n"+strings.Join(lines, "")+"\n"+"{", 0o600)
	events, bad, err := readFile(path, 5, func(e *Event) bool { return e.Outcome == Done })
	check(t, err)
	if len(events) != 5 || bad != 3 {
		t.Errorf("%d events, %d bad", len(events), bad)
	}
}

func readFile(path string, most int, want func(*Event) bool) ([]Event, int, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, 0, err
	}
	defer f.Close()
	return Read(context.Background(), f, most, want)
}

// What another could have written is not taken back.
func TestLastIsOnesOwn(t *testing.T) {
	path := logPath(t)
	l := Open(path, Options{Journal: "-"})
	e, err := l.Begin(context.Background(), updating(""))
	check(t, err)
	check(t, l.End(e, Done, nil))
	check(t, os.Chmod(path, 0o666))
	if _, err := Last(context.Background(), path, updating("").Action.Target.ID); err == nil || !strings.Contains(err.Error(), "mode 0666") {
		t.Error(err)
	}
	check(t, os.Remove(path))
	check(t, unix.Mkfifo(path, 0o600))
	if _, err := Last(context.Background(), path, updating("").Action.Target.ID); err == nil || !strings.Contains(err.Error(), "no plain file") {
		t.Error(err)
	}
}

// repeated is text, again and again.
type repeated struct {
	text string
	at   int
}

func (r *repeated) Read(b []byte) (n int, err error) {
	for n < len(b) {
		m := copy(b[n:], r.text[r.at:])
		n, r.at = n+m, (r.at+m)%len(r.text)
	}
	return n, nil
}

// What takes little in a file and much in memory is left out.
func TestReadForgets(t *testing.T) {
	n := newest{most: 1 << 30, at: map[string]*Event{}}
	for i := range 1000 {
		n.add(&Record{ID: strconv.Itoa(i), Changes: make([]Change, 10_000)}, 30_000)
	}
	size := 0
	for _, e := range n.all {
		size += e.size
	}
	if size != n.size || size > maxRead || len(n.all) != len(n.at) || n.all[len(n.all)-1].ID != "999" {
		t.Errorf("%d changes of %d bytes, noted as %d", len(n.all), size, n.size)
	}
}

// A log of nothing takes no memory, neither listed nor verified, nor one that
// grows without end.
func TestLogsOfNewlines(t *testing.T) {
	nothing := func(text string) io.Reader { return io.LimitReader(&repeated{text: text}, 16<<20) }
	for _, text := range []string{"\n", "{}\n", strings.Repeat("x", 100) + "\n"} {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		c := newChain(nil)
		check(t, c.read(context.Background(), nothing(text)))
		_, bad, err := Read(context.Background(), nothing(text), 10, nil)
		check(t, err)
		runtime.GC() // what other tests left lets it wait
		runtime.ReadMemStats(&after)
		lines := (16 << 20) / len(text)
		if v := c.verdict(nil); v.Lines-lines > 1 || bad != v.Lines || v.Wrong == nil || v.Wrong.Line != 1 {
			t.Errorf("%.5q: %+v, %d bad", text, v, bad)
		}
		if kept := int64(after.HeapAlloc) - int64(before.HeapAlloc); len(text) < len(noLine) && after.TotalAlloc-before.TotalAlloc > 1<<20 || kept > 8<<20 {
			t.Errorf("%.5q: %d bytes in all, %d at the end", text, after.TotalAlloc-before.TotalAlloc, kept)
		}
	}
	if err := newChain(nil).read(context.Background(), &repeated{text: strings.Repeat("x", maxLine)}); err == nil || !strings.Contains(err.Error(), "grows") {
		t.Error(err)
	}
	ended, end := context.WithCancel(context.Background())
	end()
	if err := newChain(nil).read(ended, &repeated{text: "\n"}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if _, _, err := Read(ended, &repeated{text: "\n"}, 10, nil); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
