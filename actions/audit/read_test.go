package audit

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
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
	n := newest{limit: 1 << 30, at: map[string]*Event{}}
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

// A change that has ended is not said to begin, and all names in JSON are
// lower-case. The log is one of the first podtop that had any.
func TestEventsInJSON(t *testing.T) {
	f, err := os.Open("testdata/first.jsonl")
	check(t, err)
	defer f.Close()
	events, bad, err := Read(t.Context(), f, most, nil)
	check(t, err)
	if len(events) != 3 || bad != 0 {
		t.Fatalf("%d events, %d bad lines", len(events), bad)
	}
	want := []struct {
		phase   Phase
		outcome Outcome
		end     string
	}{{Ended, Done, "2026-03-01T09:00:02Z"}, {Ended, Failed, "2026-03-01T09:00:04Z"}, {Begun, "", ""}}
	for i := range events {
		line, err := json.Marshal(&events[i])
		check(t, err)
		var got struct {
			Phase   Phase
			Outcome Outcome
			End     string
		}
		check(t, json.Unmarshal(line, &got))
		if w := want[i]; got.Phase != w.phase || got.Outcome != w.outcome || got.End != w.end {
			t.Errorf("event %d is %+v, want %+v", i, got, w)
		}
		for _, key := range regexp.MustCompile(`"(\w+)":`).FindAllStringSubmatch(string(line), -1) {
			if key[1] != strings.ToLower(key[1]) {
				t.Errorf("event %d has a member %s", i, key[1])
			}
		}
	}
}

// The chain of an old log holds still, and a line that was changed is found.
func TestVerifyFirstLog(t *testing.T) {
	text, err := os.ReadFile("testdata/first.jsonl")
	check(t, err)
	path := logPath(t)
	check(t, os.MkdirAll(filepath.Dir(path), 0o700))
	check(t, os.WriteFile(path, text, 0o600))
	if v := verify(t, path); v.Wrong != nil || v.Lines != 5 {
		t.Errorf("of %d lines: %+v", v.Lines, v.Wrong)
	}
	check(t, os.WriteFile(path, bytes.Replace(text, []byte(`"128m"`), []byte(`"256m"`), 1), 0o600))
	if v := verify(t, path); v.Wrong == nil || v.Wrong.Line != 3 {
		t.Errorf("line 3 was changed: %+v", v.Wrong)
	}
}
