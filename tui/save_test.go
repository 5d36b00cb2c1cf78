package tui

import (
	"context"
	"errors"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"podtop/model/modeltest"
	"podtop/tui/pane"
)

// A shelf is a Saver that keeps what is saved.
type shelf map[string]string

func (shelf) Path(name string) string { return "/home/op/" + name }

func (s shelf) Save(_ context.Context, path string, text []byte) error {
	if _, ok := s[path]; ok {
		return errors.New("there is a file of that name already: " + path)
	}
	s[path] = string(text)
	return nil
}

// What a pane wants saved is asked for a name and saved once; where something is
// in the way the form comes back, with why.
func TestSave(t *testing.T) {
	saved := shelf{}
	a := appOn(modeltest.Busy().Samples(3), Options{Saver: saved})
	a.Update(tea.WindowSizeMsg{Width: 100, Height: 30})
	screen := func() string { return ansi.Strip(a.View().Content) }
	shows := func(want ...string) {
		t.Helper()
		for _, w := range want {
			if !strings.Contains(screen(), w) {
				t.Errorf("%q is not on\n%s", w, screen())
			}
		}
	}
	press := func(keys ...tea.KeyPressMsg) {
		for _, k := range keys {
			if _, cmd := a.Update(k); cmd != nil {
				a.Update(cmd())
			}
		}
	}
	enter, esc := tea.KeyPressMsg{Code: tea.KeyEnter}, tea.KeyPressMsg{Code: tea.KeyEscape}
	calls := 0
	msg := pane.SaveMsg{Name: "web.log", What: "2 lines", Text: func() []byte { calls++; return []byte("one\ntwo\n") }}
	a.Update(msg)
	shows("save 2 lines", "/home/op/web.log", "if there is none yet")
	press(typed("x"))
	shows("/home/op/web.logx")
	press(enter)
	shows("2 lines saved in /home/op/web.logx, 8")
	if saved["/home/op/web.logx"] != "one\ntwo\n" || calls != 1 {
		t.Errorf("saved is %q, made %d times", saved, calls)
	}
	a.Update(msg)
	press(typed("x"), enter)
	shows("there is a file of that name already", "save 2 lines")
	press(typed("y"), enter)
	shows("saved in /home/op/web.logxy")
	a.Update(msg)
	press(typed("z"), esc)
	if len(saved) != 2 || a.overlay.Front() != nil {
		t.Errorf("left it is saved: %q", saved)
	}
	a.Update(pane.SaveMsg{What: "nothing"})
	press(enter)
	shows("write what the file is to be called")

	a = appOn(modeltest.Busy().Samples(3), Options{})
	a.Update(tea.WindowSizeMsg{Width: 100, Height: 30})
	a.Update(msg)
	shows("podtop is read-only: it writes no file")
}
