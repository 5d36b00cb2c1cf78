package tui

import (
	"strings"
	"testing"
	"time"

	"podtop/model"
	"podtop/model/modeltest"
	"podtop/tui/feed/feedtest"
	"podtop/tui/pane"
	"podtop/tui/tuitest"
)

// until waits until what is to be so is so.
func until(t *testing.T, not string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(time.Minute); !holds(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal(not)
		}
	}
}

// A page that is left, or falls out of the pages that are open, and those that are
// open when podtop quits, close their logs.
func TestLogsAreClosed(t *testing.T) {
	w := newWalk(t, Options{})
	log := w.app.Logs.(*feedtest.Reader)
	press := func(keys ...string) {
		for _, k := range keys {
			w.send(k, tuitest.Key(k))
		}
	}
	press("j", "l")
	if opened, closed := log.Counts(); opened != 1 || closed != 0 {
		t.Fatalf("%d opened, %d closed", opened, closed)
	}
	allClosed := func() bool {
		opened, closed := log.Counts()
		return opened == closed
	}
	press("q")
	until(t, "the log stays open", allClosed)
	for i := range mostPages + 3 {
		w.app.visit(pane.Logs{Of: []model.Key{w.app.shown().Containers[i%5].Key}, At: noon(i)})
		w.tick(time.Second)
	}
	until(t, "too many logs are open", func() bool {
		opened, closed := log.Counts()
		return opened-closed < mostPages
	})
	press("ctrl+c")
	until(t, "logs stay open", allClosed)
}

func noon(n int) time.Time { return time.Date(2026, 11, 20, 12, n, 0, 0, time.UTC) }

// Whose log is opened where, and why none is.
func TestWhoseLog(t *testing.T) {
	w := newWalk(t, Options{})
	w.resize(120, 40)
	for _, tt := range []struct{ keys, title, said string }{
		{"l", "logs  backup", ""},
		{"j l", "logs  ", ""},
		{"j space j space l", "logs  2 containers", ""},
		{"H l", "", "choose a container to see its log"},
		{"j enter l", "logs  ", ""},
		{"j l l", "logs  ", ""},
	} {
		for range 5 {
			w.send("esc", tuitest.Key("esc"))
		}
		w.send("g", tuitest.Key("g"))
		w.send("U", tuitest.Key("U"))
		for _, k := range strings.Fields(tt.keys) {
			w.send(k, tuitest.Key(k))
		}
		screen := tuitest.Draw(w.app.View().Content, w.w, w.h)
		if !strings.Contains(screen, tt.title) || !strings.Contains(screen, tt.said) {
			t.Errorf("after %s:\n%s", tt.keys, screen)
		}
		if on := w.app.pages.front().row.name == "logs"; on != (tt.said == "") {
			t.Errorf("after %s it is on page %s", tt.keys, w.app.pages.front().row.name)
		}
	}
}

// Several lines that were selected are copied with their ends, each one clean.
func TestCopiedLines(t *testing.T) {
	a := appOn(modeltest.Busy().Samples(3), Options{})
	var c copying
	c.addLines("2 selected lines", "one\x1b[2J\ntwo\r")
	c.add("name", "web")
	a.Update(copyMsg{c})
	_, cmd := a.Update(tuitest.Key("enter"))
	text, ok := "", false
	if cmd != nil {
		text, ok = copied(cmd())
	}
	if want := "one?[2J\ntwo?"; !ok || text != want && text != "one?[2J\ntwo " {
		t.Errorf("copied %q, want %q", text, want)
	}
	if cmd := a.copyLines("lines", strings.Repeat("x", mostCopied+1)); cmd != nil {
		t.Error("too much is copied")
	}
}
