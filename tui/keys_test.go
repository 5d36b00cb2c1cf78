package tui_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"podtop/model/modeltest"
	"podtop/tui"
	"podtop/tui/page/containers"
	"podtop/tui/tuitest"
)

// line returns the line of the screen that holds text.
func line(screen, text string) string {
	for l := range strings.Lines(screen) {
		if strings.Contains(l, text) {
			return strings.TrimRight(l, "\n")
		}
	}
	return ""
}

// cursorOn reports whether the cursor is on the row of name.
func cursorOn(name string) func(string) bool {
	return func(screen string) bool {
		l := line(screen, "▸")
		return strings.HasPrefix(l, "▸") && strings.Contains(l, name)
	}
}

func shows(text string) func(string) bool {
	return func(screen string) bool { return strings.Contains(screen, text) }
}

func hides(text string) func(string) bool {
	return func(screen string) bool { return !strings.Contains(screen, text) }
}

// keyTests has a row for every key of the key map.
var keyTests = []struct {
	keys string // pressed one after the other
	then func(string) bool
}{
	{"", cursorOn("pod web")},
	{"j", cursorOn("nginx")},
	{"down", cursorOn("nginx")},
	{"j j k", cursorOn("nginx")},
	{"j j up", cursorOn("nginx")},
	{"G", cursorOn("op/scratch")},
	{"end", cursorOn("op/scratch")},
	{"G g", cursorOn("pod web")},
	{"G home", cursorOn("pod web")},
	{"pgdown", cursorOn("op/scratch")},
	{"G pgup", cursorOn("pod web")},
	{"a", shows("○ inactive")},
	{"a a", hides("○ inactive")},
	{"P", shows("CPU▾")},
	{"M", shows("MEM▾")},
	{"P I", shows("CPU▴")},
	{"s", shows("sort by")},
	{"s esc", hides("sort by")},
	{"s q", hides("sort by")},
	{"s j j enter", shows("THR▾")},
	{"s G enter", shows("AGE▾")},
	{"s g enter", shows("NAME▴")},
	{"s j j j enter", shows("MEM▾")},
	{"s j j j j enter", shows("NAME by mem.ws▾")},
	{"?", shows("everywhere")},
	{"? ?", hides("everywhere")},
	{"? esc", hides("everywhere")},
	{"? q", hides("everywhere")},
	{"? G", shows("CPU quota ran out")},
	{"Z", shows("FROZEN 12:05:")},
	{"Z Z", hides("FROZEN")},
	{"-", shows("sampling at 5 Hz")},
	{"+", shows("sampling at 10 Hz")},
	{"=", shows("sampling at 10 Hz")},
	{"- - - -", shows("sampling at every 2s")},
	{"- - - - - - - -", shows("sampling at every 5s")},
	{"- - +", shows("sampling at 5 Hz")},
	{"- esc", hides("sampling at")},
	{"F", shows("this is a pod")},
	{"j F", shows("$ podman pause nginx")},
	{"j F n", hides("$ podman pause nginx")},
	{"ctrl+l", cursorOn("pod web")},
}

// opens is what the dialog of a key shows.
var opens = map[string]string{"s": "sort by", "F": "$ podman pause"}

func TestKeys(t *testing.T) {
	samples := modeltest.Busy().Samples(301)
	for _, tt := range keyTests {
		t.Run(strings.ReplaceAll(tt.keys, " ", ","), func(t *testing.T) {
			s, _ := play(t, samples, 120, 40, &fakeActor{})
			keys := strings.Fields(tt.keys)
			for i, k := range keys {
				s.Press(k)
				if text := opens[k]; text != "" && i < len(keys)-1 {
					s.WaitFor(text)
				}
			}
			waitUntil(t, s, tt.then)
		})
	}
}

// waitUntil waits for what comes home from a command.
func waitUntil(t *testing.T, s *tuitest.Screen, ok func(string) bool) {
	t.Helper()
	for end := time.Now().Add(3 * time.Second); !ok(s.Settle()); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("not what was expected:\n%s", s.Text())
		}
	}
}

func TestEveryKeyIsTested(t *testing.T) {
	var tested []string
	for _, tt := range keyTests {
		tested = append(tested, strings.Fields(tt.keys)...)
	}
	tested = append(tested, "q", "ctrl+c", "ctrl+z") // end the program: see below
	for _, g := range append(containers.DefaultKeyMap().Groups(), tui.Keys()) {
		for _, b := range g.Keys {
			for _, k := range b.Keys() {
				if !slices.Contains(tested, k) {
					t.Errorf("key %q (%s) has no test", k, b.Help().Desc)
				}
			}
			if b.Help().Key == "" || b.Help().Desc == "" {
				t.Errorf("keys %q have no help", b.Keys())
			}
		}
	}
}

func TestKeysMeanOneThing(t *testing.T) {
	meaning := map[string]string{}
	for _, g := range append(containers.DefaultKeyMap().Groups(), tui.Keys()) {
		for _, b := range g.Keys {
			for _, k := range b.Keys() {
				if other, taken := meaning[k]; taken {
					t.Errorf("%q means %q and %q", k, other, b.Help().Desc)
				}
				meaning[k] = b.Help().Desc
			}
		}
	}
}

func TestQuit(t *testing.T) {
	for _, keys := range []string{"q", "ctrl+c", "? ctrl+c"} {
		s, _ := play(t, modeltest.Empty().Samples(3), 80, 24, nil)
		s.Press(strings.Fields(keys)...)
		select {
		case <-s.Done():
		case <-time.After(10 * time.Second):
			t.Errorf("%s does not quit", keys)
		}
	}
}

func TestPaceIsAskedOfTheSource(t *testing.T) {
	s, src := play(t, modeltest.Busy().Samples(11), 120, 40, nil)
	s.Press("-", "-", "+")
	s.Settle()
	src.mu.Lock()
	defer src.mu.Unlock()
	want := []time.Duration{200 * time.Millisecond, 500 * time.Millisecond, 200 * time.Millisecond}
	if !slices.Equal(src.paces, want) {
		t.Errorf("asked for %v, want %v", src.paces, want)
	}
}

func TestFreezePinsWhatIsShown(t *testing.T) {
	samples := modeltest.Busy().Samples(3000)
	s, src := play(t, samples[:701], 120, 40, nil)
	before := s.Settle()
	s.Press("Z")
	frozen := s.Settle()
	rows := func(screen string) string { return strings.SplitN(screen, "\n", 2)[1] }
	if rows(frozen) != rows(before) {
		t.Errorf("freezing changed\n%s\nto\n%s", before, frozen)
	}
	for _, sample := range samples[701:] {
		src.more <- sample
	}
	if after := s.Settle(); after != frozen {
		t.Errorf("frozen, but\n%s\nbecame\n%s", frozen, after)
	}
	s.Press("j") // drawn anew, after history has forgotten that minute
	if got, want := line(s.Settle(), "batch-8"), line(frozen, "batch-8"); got != want {
		t.Errorf("frozen row became\n%s\nwas\n%s", got, want)
	}
	s.Press("Z")
	if after := s.Settle(); rows(after) == rows(frozen) || strings.Contains(after, "FROZEN") {
		t.Errorf("still frozen:\n%s", after)
	}
}
