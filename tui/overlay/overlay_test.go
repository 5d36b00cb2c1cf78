package overlay

import (
	"fmt"
	"slices"
	"strconv"
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

var (
	keys    = DefaultKeyMap()
	writing = DefaultWritingKeys()
)

func TestMenuSendsTheChoice(t *testing.T) {
	m := pane.Menu{To: 3, Title: "sort by", At: 1}
	for i := range 30 {
		m.Items = append(m.Items, pane.Item{Name: fmt.Sprint("item-", i), Text: "text"})
	}
	var s Stack
	s.Open(Menu(&keys, m))
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
	got := Confirm(&keys, &writing, []model.Plan{plan}, nil, nil).View(th, 60, 20)
	for _, want := range []string{"pause web?[2J?", "$ podman pause web", "running → paused", "! it is published", "undo: podman unpause web", "y"} {
		if !strings.Contains(ansi.Strip(got), want) {
			t.Errorf("%q is not said in:\n%s", want, ansi.Strip(got))
		}
	}
	if low := ansi.Strip(Confirm(&keys, &writing, []model.Plan{plan}, nil, nil).View(th, 34, 3)); !strings.HasPrefix(low, "pause web") || !strings.Contains(low, "$ podman") || !strings.Contains(low, "y do it") {
		t.Errorf("three lines of it are:\n%s", low)
	}
}

func TestConfirmListsEveryCommand(t *testing.T) {
	var plans []model.Plan
	for i := range 12 {
		name := fmt.Sprint("app-", i)
		plans = append(plans, model.Plan{
			Action:  model.Action{Verb: model.Pause, Target: model.Target{Name: name}},
			Command: "podman pause " + name, Effects: []string{"every process in it stops"}, Undo: "podman unpause " + name,
		})
	}
	yes := false
	c := Confirm(&keys, &writing, plans, []string{"db is exited", "old is gone"}, func() tea.Msg { yes = true; return nil })
	all := ansi.Strip(c.View(th, 60, 60))
	for _, want := range []string{"pause 12 containers?", "$ podman pause app-0\n", "$ podman pause app-11\n", "left as it is: db is exited, old is gone", "undo: podman unpause app-11"} {
		if !strings.Contains(all, want) {
			t.Errorf("%q is not said in:\n%s", want, all)
		}
	}
	if n := strings.Count(all, "every process"); n != 1 {
		t.Errorf("its effect is said %d times", n)
	}
	if done, _ := c.Update(typed("j")); !done {
		t.Error("j is not a no where nothing scrolls")
	}
	low := ansi.Strip(c.View(th, 60, 6))
	done, _ := c.Update(typed("G"))
	end := ansi.Strip(c.View(th, 60, 6))
	if done || !strings.HasPrefix(low, "pause 12") || !strings.Contains(end, "unpause app-11\n") || !strings.Contains(end, "y do it  j k more") {
		t.Errorf("six lines of it:\n%s\nand at its end:\n%s", low, end)
	}
	if done, cmd := c.Update(typed("y")); !done || cmd == nil || cmd() != nil || !yes {
		t.Error("y does not agree")
	}
}

func TestHelpScrolls(t *testing.T) {
	var many []pane.Key
	for i := range 60 {
		b := key.NewBinding(key.WithKeys("x"), key.WithHelp(fmt.Sprint("k", i), fmt.Sprint("does ", i)))
		many = append(many, pane.Named("x", &b))
	}
	h := Help(&keys, "about", []pane.Group{{Title: "keys", Keys: many}}, []model.Note{{Severity: model.Bad, Text: "podman: no answer"}})
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

func TestArrange(t *testing.T) {
	parts := []pane.Part{
		{Name: "name", On: true, Fixed: true, Least: 5, Most: 9}, {Name: "a", On: true, Least: 3, Most: 4}, {Name: "b", Least: 3, Most: 4}, {Name: "c", Least: 3, Most: 4},
	}
	space, enter := tea.KeyPressMsg{Code: tea.KeySpace, Text: " "}, tea.KeyPressMsg{Code: tea.KeyEnter}
	for _, tt := range []struct {
		keys, want string
	}{
		{"", "name,a"},
		{"j space", "name"},
		{"space", "name,a"}, // the first stays
		{"j j space", "name,a,b"},
		{"j j space K", "name,b,a"},
		{"j j space K K", "name,b,a"},
		{"J", "name,a"},
		{"j j j space K K", "name,c,a"},
		{"j J J J space space", "name,a"},
		{"j +", "name,a:3"},
		{"j + + + +", "name,a:4"},
		{"j + + -", "name,a:3"},
		{"j + -", "name,a"},
		{"j -", "name,a"},
		{"+", "name:5,a"},
		{"j j space d", "name,a"},
	} {
		d := Arrange(&keys, pane.Arrangement{To: 2, Parts: parts, Defaults: parts})
		for k := range strings.FieldsSeq(tt.keys) {
			msg := space
			if k != "space" {
				msg = typed(k)
			}
			if done, _ := d.Update(msg); done {
				t.Fatalf("%s ends the dialog", k)
			}
		}
		_, cmd := d.Update(enter)
		reply := cmd().(pane.ReplyMsg)
		var got []string
		for _, p := range reply.Msg.(pane.Arranged) {
			if text := p.Name; p.On {
				if p.Width > 0 {
					text = fmt.Sprint(text, ":", p.Width)
				}
				got = append(got, text)
			}
		}
		if strings.Join(got, ",") != tt.want || reply.To != 2 {
			t.Errorf("%s: %v, want %s", tt.keys, got, tt.want)
		}
	}
	if !parts[1].On || parts[2].On {
		t.Error("it changed what it was given")
	}
}

// The help on filters says each thing once.
func TestLanguageSaysItOnce(t *testing.T) {
	text := strings.Join(languageLines(th, 80), " ")
	for _, words := range []string{"neither more", "all of them hold"} {
		if n := strings.Count(text, words); n != 1 {
			t.Errorf("%q %d times in\n%s", words, n, text)
		}
	}
}

// What a line has no room for stands below the list, which stays where it is.
func TestListsTellAllOfTheChosenLine(t *testing.T) {
	long := "what this is takes many more words than a line of eighty cells has room for; it ends with these last words"
	items := []pane.Item{{Name: "one", Text: "short"}, {Name: "two", Text: long}}
	parts := []pane.Part{{Name: "one", Text: "short"}, {Name: "two", Text: long}}
	for name, d := range map[string]Dialog{
		"menu": Menu(&keys, pane.Menu{Items: items}), "arrange": Arrange(&keys, pane.Arrangement{Parts: parts}),
	} {
		before := ansi.Strip(d.View(th, 74, 20))
		d.Update(typed("j"))
		after := ansi.Strip(d.View(th, 74, 20))
		if strings.Contains(before, "last words") || !strings.Contains(after, "last words") || strings.Count(before, "\n") != strings.Count(after, "\n") {
			t.Errorf("%s:\n%s\nthen\n%s", name, before, after)
		}
	}
	if got := ansi.Strip(strings.Join(define(nil, "long", long, 12, 40, th), " ")); !strings.Contains(got, "last words") {
		t.Errorf("a definition is cut off: %q", got)
	}
}

// What is cut off a list is counted where it would stand, and the line of the
// cursor is there whatever is cut.
func TestWindowsCountWhatTheyCut(t *testing.T) {
	var lines []string
	for i := range 17 {
		lines = append(lines, "line "+strconv.Itoa(i))
	}
	for at := range lines {
		for height := range 20 {
			shown := window(lines, at, height, 40, th)
			if height > 0 && !slices.Contains(shown, lines[at]) || len(shown) > height {
				t.Errorf("at %d of %d lines there are %d, %q", at, height, len(shown), shown)
			}
			if height < 4 || height >= len(lines) {
				continue
			}
			hidden, first, last := 0, ansi.Strip(shown[0]), ansi.Strip(shown[len(shown)-1])
			for _, sign := range []string{first, last} {
				var n int
				var where string
				if _, err := fmt.Sscanf(sign, "  … %d more %s", &n, &where); err == nil {
					hidden += n
				}
			}
			signs := 0
			for _, line := range shown {
				if !slices.Contains(lines, line) {
					signs++
				}
			}
			if want := len(lines) - len(shown) + signs; hidden != want {
				t.Errorf("at %d of %d lines %d are counted, want %d: %q", at, height, hidden, want, shown)
			}
		}
	}
	if text := ansi.Strip(moreText(3, "below", 9, th)); ansi.StringWidth(text) > 9 {
		t.Errorf("%q is wider than 9 cells", text)
	}
}
