package overlay

import (
	"errors"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"podtop/model"
	"podtop/model/clean"
	"podtop/tui/pane"
	"podtop/tui/theme"
)

// removal is a plan to remove what is called name.
func removal(name string) model.Plan {
	id := model.ID(strings.Repeat("0123456789abcdef", 4))
	return model.Plan{Action: model.Action{Verb: model.Remove, Target: model.Target{ID: id, Name: name}}, Command: "podman rm --force " + string(id)}
}

// Nothing is removed but by writing what it is called; of several, how many
// there are; of a name nobody can write, the id.
func TestRemovalWantsTheName(t *testing.T) {
	for _, tt := range []struct {
		plans []model.Plan
		typed string
		agree bool
	}{
		{[]model.Plan{removal("web")}, "web", true},
		{[]model.Plan{removal("web")}, "y", false},
		{[]model.Plan{removal("web")}, "", false},
		{[]model.Plan{removal("web")}, "we", false},
		{[]model.Plan{removal("web")}, "webb", false},
		{[]model.Plan{removal("web"), removal("db")}, "2", true},
		{[]model.Plan{removal("web"), removal("db")}, "web", false},
		{[]model.Plan{removal("web\x1b[2J")}, "0123456789ab", true},
		{[]model.Plan{removal("")}, "", false},
		{[]model.Plan{removal("名")}, "0123456789ab", true},
	} {
		agreed := false
		d := Confirm(&keys, &writing, tt.plans, nil, func() tea.Msg { agreed = true; return nil })
		for _, r := range tt.typed {
			if done, _ := d.Update(typed(string(r))); done {
				t.Fatalf("%q closes it at %q", tt.typed, r)
			}
		}
		done, cmd := d.Update(tea.KeyPressMsg{Code: tea.KeyEnter})
		if cmd != nil {
			cmd()
		}
		if agreed != tt.agree || done != tt.agree {
			t.Errorf("%s after %q: agreed %v", tt.plans[0].Action.Target.Name, tt.typed, agreed)
		}
		if done, cmd := d.Update(tea.KeyPressMsg{Code: tea.KeyEscape}); !done || cmd != nil {
			t.Error("esc does not leave it")
		}
	}
}

// What is hostile in a plan stays text.
func TestConfirmCleansAll(t *testing.T) {
	evil := "\x1b]0;owned\a\x1b[2J\u202e"
	p := model.Plan{
		Action:  model.Action{Verb: model.Update, Target: model.Target{Name: evil}},
		Command: evil, Calls: []string{evil}, Effects: []string{evil}, Warnings: []string{evil}, Undo: evil,
		Changes: []model.Change{{Field: model.Field(evil), Old: evil, New: evil}, {Old: evil, New: evil, Implied: true}},
	}
	for _, plans := range [][]model.Plan{{p}, {p, p}, {removal(evil)}} {
		view := Confirm(&keys, &writing, plans, []string{evil}, nil).View(th, 60, 40)
		if plain := ansi.Strip(view); strings.ContainsAny(plain, "\a\x1b\u202e") || strings.Contains(view, "\x1b]") || strings.Contains(view, "\x1b[2J") {
			t.Errorf("it draws %q", view)
		}
	}
}

// In ASCII a plan reads as well.
func TestConfirmInASCII(t *testing.T) {
	p := model.Plan{
		Action:  model.Action{Verb: model.Update, Target: model.Target{Name: "web"}},
		Effects: []string{"web: running → paused"}, Changes: []model.Change{{Field: "cpu-quota", Old: "100 µs", New: "50 µs"}},
	}
	view := Confirm(&keys, &writing, []model.Plan{p}, nil, nil).View(theme.Default(theme.ASCII), 60, 40)
	for _, want := range []string{"running -> paused", "100 us -> 50 us"} {
		if !strings.Contains(view, want) {
			t.Errorf("%q is not in\n%s", want, view)
		}
	}
}

func TestLimitsForm(t *testing.T) {
	parse := func(f model.Field, text string) (model.Setting, error) {
		if text == "x" {
			return model.Setting{}, errors.New("x is not a number\x1b[2J")
		}
		return model.Setting{Field: f, Value: clean.Of(text)}, nil
	}
	rows := []LimitRow{{Field: "cpus", Help: "cores", Record: "1", InForce: "0.5", By: "pod web"}, {Field: "memory", Record: "1G\x1b[2J", InForce: "–"}}
	var got []model.Setting
	d := Limits(&writing, "limits of web", rows, parse, func(all []model.Setting) tea.Cmd { got = all; return nil })
	press := func(k tea.KeyPressMsg) bool { done, _ := d.Update(k); return done }
	down, enter := tea.KeyPressMsg{Code: tea.KeyDown}, tea.KeyPressMsg{Code: tea.KeyEnter}
	if press(enter) || !strings.Contains(d.View(th, 74, 20), "nothing is changed") {
		t.Error("it takes nothing for something")
	}
	press(typed("x"))
	if view := ansi.Strip(d.View(th, 74, 20)); !strings.Contains(view, "x is not a number") || strings.Contains(view, "\x1b[2J") {
		t.Errorf("what is wrong is not said:\n%s", view)
	}
	press(down)
	press(typed("2"))
	if press(enter) || got != nil {
		t.Error("it takes what is wrong")
	}
	press(tea.KeyPressMsg{Code: tea.KeyBackspace}) // enter went back to what is wrong
	if !press(enter) || len(got) != 1 || got[0] != (model.Setting{Field: "memory", Value: clean.Of("2")}) {
		t.Errorf("it gives %+v", got)
	}
	for _, size := range [][2]int{{1, 1}, {10, 3}, {30, 8}, {74, 21}, {300, 60}} {
		view := d.View(th, size[0], size[1])
		for line := range strings.SplitSeq(view, "\n") {
			if w := ansi.StringWidth(line); w > size[0] {
				t.Errorf("at %v a line has %d cells: %q", size, w, line)
			}
		}
	}
}

// What a page asks is told with the commands it stands for, and the answer goes to
// that page.
func TestAsk(t *testing.T) {
	keys := DefaultKeyMap()
	q := pane.Question{To: 7, Title: "run it?", Commands: []string{"podtop bench cpu web", "podman run web\x1b[2J"}, Effects: []string{"It computes."}, Agree: "yes"}
	d := Ask(&keys, q)
	view := ansi.Strip(d.View(theme.Default(theme.Braille), 70, 20))
	for _, text := range []string{"run it?", "$ podtop bench cpu web\n", "$ podman run web?[2J\n", "It computes.", "y do it"} {
		if !strings.Contains(view, text) {
			t.Errorf("%q is not in\n%s", text, view)
		}
	}
	done, cmd := d.Update(tea.KeyPressMsg{Code: 'y', Text: "y"})
	if !done || cmd == nil || cmd() != (pane.ReplyMsg{To: 7, Msg: "yes"}) {
		t.Error("who agrees is not heard")
	}
	if done, cmd := d.Update(tea.KeyPressMsg{Code: 'n', Text: "n"}); !done || cmd != nil {
		t.Error("who does not agree is")
	}
}
