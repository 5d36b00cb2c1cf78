package tui

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"podtop/tui/pane"
	"podtop/tui/theme"
	"podtop/tui/tuitest"
)

// still is the frame without a message that the next key would take away.
func (w *walk) still() string {
	w.app.message, w.app.oddKeySaid, w.app.drawn = message{}, true, false
	return w.app.View().Content
}

// does presses the keys of a hint, and reports whether one of them changed what
// is on screen, which is also where it is said why not.
func (w *walk) does(h hint) bool {
	for _, name := range h.names {
		k := w.app.key(name)
		if pane.First(k) == "" {
			continue
		}
		before := w.still()
		w.send("the hint "+name, tuitest.Key(k.Keys()[0]))
		if w.app.View().Content != before {
			return true
		}
	}
	return false
}

// hinting reports whether the last line has hints.
func (w *walk) hinting() bool {
	return w.app.overlay.Front() == nil && w.app.search.prompt == nil && w.app.operation == nil
}

// leave leaves the dialogs in front of the page.
func (w *walk) leave() {
	for range 5 {
		if !w.hinting() {
			w.send("esc", tuitest.Key("esc"))
		}
	}
}

// A key that the last line names does something where it is named, or says why
// not, whatever was done before.
func TestHintedKeysDoSomething(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 12))
	w := newWalk(t, Options{Charset: theme.Braille})
	tried := map[string]int{}
	steps := 2500
	if testing.Short() {
		steps = 250
	}
	for range steps {
		w.step(byte(rng.UintN(256)), byte(rng.UintN(256)))
		if rng.UintN(4) > 0 {
			continue
		}
		w.leave()
		w.resize(100+rng.IntN(80), 30+rng.IntN(30))
		w.tick(time.Second)
		if !w.hinting() {
			continue
		}
		all := w.app.hinted()
		h := all[rng.IntN(len(all))]
		if h.names[0] == "back" && w.app.pages.atTop() || pane.First(w.app.key(h.names[0])) == "" {
			continue
		}
		tried[h.names[0]]++
		if frame := w.still(); !w.does(h) {
			t.Fatalf("%v is named, and does nothing in\n%s", h.names, frame)
		}
	}
	for _, h := range hints {
		if name := h.names[0]; tried[name] == 0 && name != "shell" && !testing.Short() {
			t.Errorf("no walk came to %s", name)
		}
	}
}

// What does nothing to what is chosen is not named.
func TestIdleKeysAreNotNamed(t *testing.T) {
	w := newWalk(t, Options{})
	named := func(name string) bool {
		return slices.ContainsFunc(w.app.hinted(), func(h hint) bool { return h.names[0] == name })
	}
	if named("shell") {
		t.Error("a shell is named where there is none for real")
	}
	w.app.Shell = door{}
	w.send("down", tuitest.Key("j"))
	if c := w.app.chosen(""); c == nil || !named("shell") || !named("pause") {
		t.Errorf("on %v a shell is not named, or pause", c)
	}
	w.app.Shell = nil
	if !named("open") || !named("all") || !named("sort-cpu") {
		t.Error("on the list something is not named")
	}
	w.send("a filter", tuitest.Key("/"))
	for _, k := range "name=nobody" {
		w.send("a letter", tuitest.Key(string(k)))
	}
	w.send("enter", tuitest.Key("enter"))
	if named("open") || named("sort-cpu") || named("pause") {
		t.Error("where no row is, something is named that is for one")
	}
}
