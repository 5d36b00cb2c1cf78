package overlay

import (
	"fmt"
	"strings"
	"testing"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"podtop/model"
	"podtop/tui/pane"
	"podtop/tui/theme"
)

var th = theme.Default(theme.Braille)

func typed(k string) tea.KeyPressMsg { return tea.KeyPressMsg{Code: []rune(k)[0], Text: k} }

func TestMenuSendsTheChoice(t *testing.T) {
	m := pane.MenuMsg{To: 3, Title: "sort by", At: 1}
	for i := range 30 {
		m.Items = append(m.Items, pane.Item{Name: fmt.Sprint("item-", i), Text: "text"})
	}
	var s Stack
	s.Open(Menu(m))
	for _, k := range []string{"j", "j", "k"} {
		if cmd := s.Update(typed(k)); cmd != nil {
			t.Errorf("%s chooses", k)
		}
	}
	if got := ansi.Strip(s.Front().View(th, 60, 12)); !strings.Contains(got, th.Glyphs.Cursor+" item-2 ") || strings.Count(got, "\n") != 11 {
		t.Errorf("the cursor is not on item-2 of 12 lines:\n%s", got)
	}
	cmd := s.Update(tea.KeyPressMsg{Code: tea.KeyEnter})
	if want := (pane.ReplyMsg{To: 3, Msg: pane.Chosen(2)}); cmd == nil || cmd() != want || s.Front() != nil {
		t.Errorf("enter does not choose item 2 and close")
	}
}

func TestConfirmSaysEverything(t *testing.T) {
	plan := model.Plan{
		Action:  model.Action{Verb: model.Pause, Target: model.Target{Name: "web\x1b[2J"}},
		Command: "podman pause web", Effects: []string{"web: running → paused"}, Warnings: []string{"it is published"}, Undo: "podman unpause web",
	}
	got := Confirm(plan, nil).View(th, 60, 20)
	for _, want := range []string{"pause web?[2J?", "$ podman pause web", "running → paused", "! it is published", "undo: podman unpause web", "y"} {
		if !strings.Contains(ansi.Strip(got), want) {
			t.Errorf("%q is not said in:\n%s", want, ansi.Strip(got))
		}
	}
	if low := ansi.Strip(Confirm(plan, nil).View(th, 34, 3)); !strings.HasPrefix(low, "pause web") || !strings.Contains(low, "$ podman") || !strings.Contains(low, "y do it") {
		t.Errorf("three lines of it are:\n%s", low)
	}
}

func TestHelpScrolls(t *testing.T) {
	var keys []key.Binding
	for i := range 60 {
		keys = append(keys, key.NewBinding(key.WithKeys("x"), key.WithHelp(fmt.Sprint("k", i), fmt.Sprint("does ", i))))
	}
	h := Help("about", []pane.Group{{Title: "keys", Keys: keys}}, []model.Note{{Severity: model.Bad, Text: "podman: no answer"}})
	if got := ansi.Strip(h.View(th, 76, 10)); !strings.Contains(got, "podman: no answer") || !strings.Contains(got, "j k more") || strings.Count(got, "\n") != 9 {
		t.Errorf("ten lines of help:\n%s", got)
	}
	h.Update(typed("G"))
	if got := ansi.Strip(h.View(th, 76, 10)); !strings.Contains(got, "CPU quota ran out") {
		t.Errorf("its end:\n%s", got)
	}
	h.Update(typed("k"))
	if got := ansi.Strip(h.View(th, 76, 10)); strings.Contains(got, "about") {
		t.Errorf("one line up from the end:\n%s", got)
	}
	if done, _ := h.Update(typed("?")); !done {
		t.Error("? does not close help")
	}
}
