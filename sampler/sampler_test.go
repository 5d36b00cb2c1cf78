package sampler

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"podtop/model"
	"podtop/sampler/cgroup"
)

// fakeHost is a host of ordinary files with cgroup v2 and no container.
func fakeHost(t *testing.T) (roots, func(path, text string)) {
	dir := t.TempDir()
	write := func(path, text string) {
		t.Helper()
		path = filepath.Join(dir, path)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("cgroup/cgroup.controllers", "cpu io memory pids\n")
	write("proc/stat", "cpu  100 0 100 800 0 0 0 0 0 0\ncpu0 100 0 100 800 0 0 0 0 0 0\n")
	write("sys/dev/block/.keep", "")
	return roots{dir + "/cgroup", dir + "/proc", dir + "/sys", dir + "/kmsg", cgroup.Unified}, write
}

// A listener is an Inventory that keeps what it was told.
type listener struct {
	seen  [][]model.Reading
	notes []model.Note
	inv   model.Inventory
	taken int // how often events were
}

func (l *listener) Inventory() *model.Inventory { return &l.inv }
func (l *listener) Notes() []model.Note         { return l.notes }
func (l *listener) Events(dst []model.PodmanEvent) ([]model.PodmanEvent, int) {
	l.taken++
	return append(dst, model.PodmanEvent{Name: strconv.Itoa(l.taken)}), l.taken
}

func (l *listener) Seen(r []model.Reading) {
	l.seen = append(l.seen, append([]model.Reading(nil), r...))
}

func start(t *testing.T, o Options, at roots) *Sampler {
	t.Helper()
	s, err := open(o, at)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

func next(t *testing.T, s *Sampler) *model.Sample {
	t.Helper()
	m, err := s.Next(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestAContainerThatComesIsNotWaitedFor(t *testing.T) {
	at, write := fakeHost(t)
	l := &listener{}
	s := start(t, Options{Interval: time.Hour, Inventory: l}, at)
	if m := next(t, s); len(m.Readings) != 0 || m.Inventory != &l.inv || m.Host.Cgroups != "v2" || !m.Slow {
		t.Errorf("the first sample is %+v", m)
	}
	scope := "cgroup/machine.slice/libpod-" + strings.Repeat("ab", 32) + ".scope/"
	write(scope+"cpu.stat", "usage_usec 5\n")
	write(scope+"memory.current", "4096\n")
	m := next(t, s) // an hour too early
	if len(m.Readings) != 1 || m.Interval != time.Hour {
		t.Fatalf("readings %+v", m.Readings)
	}
	if len(l.seen) != 2 || len(l.seen[0]) != 0 || len(l.seen[1]) != 1 {
		t.Errorf("its inventory was told of %v", l.seen)
	}
}

func TestIntervalCanChange(t *testing.T) {
	at, _ := fakeHost(t)
	s := start(t, Options{Interval: time.Hour}, at)
	next(t, s)
	s.SetInterval(time.Millisecond)
	for range 3 { // not in an hour
		if m := next(t, s); m.Inventory != nil {
			t.Errorf("%+v", m)
		}
	}
}

func TestNotesComeWorstFirst(t *testing.T) {
	at, _ := fakeHost(t)
	l := &listener{notes: []model.Note{{Severity: model.Info, Text: "b"}, {Severity: model.Bad, Text: "a"}}}
	m := next(t, start(t, Options{Inventory: l}, at))
	if len(m.Notes) < 2 || m.Notes[0].Text != "a" {
		t.Errorf("notes %+v", m.Notes)
	}
}

func TestNextEndsWithItsContext(t *testing.T) {
	at, _ := fakeHost(t)
	s := start(t, Options{Interval: time.Hour}, at)
	next(t, s)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Next(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

func TestNoCgroups(t *testing.T) {
	at, _ := fakeHost(t)
	at.cgroup += "/none"
	if _, err := open(Options{}, at); !errors.Is(err, ErrNoCgroups) {
		t.Errorf("%v", err)
	}
}

// Each sample has the events since the one before it.
func TestEventsAreOfOneSample(t *testing.T) {
	at, _ := fakeHost(t)
	s := start(t, Options{Interval: time.Millisecond, Inventory: &listener{}}, at)
	for i := range 3 {
		if m := next(t, s); len(m.Events) != 1 || m.Events[0].Name != strconv.Itoa(i+1) || m.EventsLost != i+1 {
			t.Errorf("sample %d has events %+v and lost %d", i, m.Events, m.EventsLost)
		}
	}
}
