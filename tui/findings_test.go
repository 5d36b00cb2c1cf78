package tui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"podtop/model"
	"podtop/model/modeltest"
	"podtop/tui/pane"
)

// Of all that is wrong, what needs a person first is said; what is older or
// repeats itself does not hide it.
func TestFindingsInOrder(t *testing.T) {
	a := New(t.Context(), Options{})
	a.snapshot = &model.Snapshot{
		Alerts: []model.Alert{
			{Severity: model.Bad, Text: "app: memory 97% of its limit", Advice: "raise it"},
			{Severity: model.Warn, Text: "web: throttled"},
		},
		Notes: []model.Note{{Severity: model.Bad, Text: "podman: no answer"}, {Severity: model.Info, Text: "io is not delegated"}},
	}
	var got []string
	for _, n := range a.findings() {
		got = append(got, n.Text)
	}
	want := "podman: no answer|app: memory 97% of its limit; raise it|web: throttled|io is not delegated"
	if strings.Join(got, "|") != want {
		t.Errorf("%q, want %q", got, want)
	}
	if s, text, more := a.news(); s != model.Bad || text != got[0] || more != " +3 more: !" {
		t.Errorf("the status line says %v %q %q", s, text, more)
	}
}

// What does not hold any more is no alert of now: it is not counted, and no more
// than news.
func TestLapsedIsNews(t *testing.T) {
	a := New(t.Context(), Options{})
	a.snapshot = &model.Snapshot{Alerts: []model.Alert{
		{Severity: model.Warn, Text: "web: throttled"},
		{Severity: model.Bad, Text: "app: memory 97% of its limit, until 9s ago (now 3%)", Advice: "raise it", Lapsed: 9e9},
	}}
	all := a.findings()
	if last := all[len(all)-1]; len(all) != 2 || last.Severity != model.Info || last.Text != a.snapshot.Alerts[1].Text {
		t.Errorf("%+v", all)
	}
	if text := alertsPart(a.snapshot, a.theme).Text; !strings.Contains(text, "1 alert") || strings.Contains(text, "alerts") {
		t.Errorf("the head says %q", text)
	}
}

// On a container's page its own trouble is said, whatever is worse elsewhere,
// and how to get back.
func TestOwnAlertFirst(t *testing.T) {
	a := appOn(modeltest.Busy().Samples(301), Options{})
	a.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
	snap := *a.snapshot
	web := snap.Containers[0].Key
	snap.Alerts = []model.Alert{
		{Severity: model.Bad, Key: model.Key{Name: "other"}, Text: "other: memory 97% of its limit for a long time, longer than a line"},
		{Severity: model.Warn, Key: web, Text: "web: throttled for so long that there is no room for more than that"},
	}
	snap.Notes = nil
	a.snapshot = &snap
	if _, text, _ := a.news(); !strings.HasPrefix(text, "other") {
		t.Errorf("on the list it says %q", text)
	}
	a.open(pane.Detail{Key: web})
	if s, text, more := a.news(); !strings.HasPrefix(text, "web") || s != model.Warn || more != " +1 more: !" {
		t.Errorf("on its page it says %v %q %q", s, text, more)
	}
	line := ansi.Strip(string(a.appendStatus(nil, 80)))
	if !strings.HasSuffix(line, "? help  q back ") || ansi.StringWidth(line) != 80 {
		t.Errorf("at 80 cells: %q", line)
	}
	snap.Alerts = snap.Alerts[:1]
	if _, text, _ := a.news(); !strings.HasPrefix(text, "other") {
		t.Errorf("with nothing of its own it says %q", text)
	}
}

// Advice leaves before the words it is about are cut.
func TestAdviceLeavesFirst(t *testing.T) {
	a := appOn(modeltest.Busy().Samples(301), Options{})
	for width, want := range map[int]string{
		80:  "app: memory 97% of its limit for 30s +",
		140: "app: memory 97% of its limit for 30s; raise its limit or find the leak +",
	} {
		a.Update(tea.WindowSizeMsg{Width: width, Height: 24})
		if got := ansi.Strip(a.View().Content); !strings.Contains(got, want) {
			t.Errorf("%d cells: %q is not in\n%s", width, want, got)
		}
	}
}

// A user who sees others' containers without names is told why.
func TestNamelessContainersOfOthers(t *testing.T) {
	snap := &model.Snapshot{Host: model.Host{UID: 1000}, Containers: []model.Container{
		{Key: model.Key{UID: 1000}}, {Key: model.Key{UID: 0}}, {Key: model.Key{UID: 0}, Known: true}, {Key: model.Key{UID: 1001}},
	}}
	a := New(t.Context(), Options{})
	a.snapshot = snap
	if all := a.findings(); len(all) != 1 || all[0].Text != "2 containers of other users have an id only: others' names need root" {
		t.Errorf("user 1000 is told %v", all)
	}
	snap.Host.UID = 0
	if all := a.findings(); len(all) != 0 {
		t.Errorf("root is told %v", all)
	}
}
