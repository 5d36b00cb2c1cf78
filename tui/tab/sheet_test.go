package tab_test

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"podtop/tui/pane"
	"podtop/tui/poll"
	"podtop/tui/tab"
	"podtop/tui/tab/tabtest"
	"podtop/tui/widget"
)

// lines are a Writer of thirty lines, each of which has a secret.
type lines struct {
	widget.Cover
	written int // how often
}

func (*lines) Ask(pane.Env, *poll.Subject) tea.Cmd { return nil }
func (*lines) Take(pane.Env, tea.Msg) bool         { return false }

func (l *lines) Write(sheet *widget.Sheet, _ pane.Env, _ *poll.Subject) {
	l.written++
	for i := range 30 {
		sheet.Line("", l.Cover.Text(strings.Repeat("i", i+1)+" PASSWORD=hunter2"))
	}
}

func stage(t *testing.T, text tab.Writer) *tabtest.Stage {
	g := tabtest.On(t, func(k *tab.KeyMap, _ *poll.Shared) tab.Tab { return &tab.Sheet{Name: "Lines", Keys: k, Text: text} }, "app")
	g.Env.Width, g.Env.Height = 60, 10
	return g
}

// A text scrolls as far as it goes, and the last line says how much is below. It
// is written when there is something new to say, and not for each frame.
func TestSheetScrolls(t *testing.T) {
	l := new(lines)
	g := stage(t, l)
	for _, tt := range []struct {
		keys        []string
		first, last string
	}{
		{nil, "i P", "… 21 more below"},
		{[]string{"down", "down"}, "iii P", "… 19 more below"},
		{[]string{"up"}, "ii P", "… 20 more below"},
		{[]string{"end"}, strings.Repeat("i", 21) + " P", strings.Repeat("i", 30) + " P"},
		{[]string{"down", "pgup"}, strings.Repeat("i", 12) + " P", "… 10 more below"},
		{[]string{"home"}, "i P", "… 21 more below"},
	} {
		g.Press(tt.keys...)
		screen := strings.Split(g.Screen(), "\n")
		if !strings.HasPrefix(screen[0], tt.first) || !strings.HasPrefix(screen[9], tt.last) {
			t.Errorf("after %v it is from %q to %q", tt.keys, screen[0], screen[9])
		}
	}
	if l.written != 1 {
		t.Errorf("it is written %d times", l.written)
	}
	g.Tick(time.Second)
	if g.Screen(); l.written != 2 {
		t.Errorf("after a tick it is written %d times", l.written)
	}
}

// The key takes the cover off and puts it back, on a tab that has one.
func TestSheetCover(t *testing.T) {
	g := stage(t, new(lines))
	for i, shown := range []bool{false, true, false} {
		if strings.Contains(g.Screen(), "hunter2") != shown {
			t.Errorf("after %d keys:\n%s", i, g.Screen())
		}
		g.Press("x")
	}
	g = stage(t, struct{ tab.Writer }{new(lines)}) // a Writer that is nothing else
	before := g.Screen()
	if g.Press("x"); g.Screen() != before {
		t.Errorf("without a cover the key does something:\n%s", g.Screen())
	}
}
