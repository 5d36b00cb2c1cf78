package overlay

import (
	"reflect"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"podtop/model"
	"podtop/tui/pane"
)

func alert(name string, s model.Severity, since, until time.Duration) model.Alert {
	noon := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	a := model.Alert{
		Rule: "memory", Severity: s, Key: model.Key{Name: name}, Name: name, Text: name + ": memory 97% of its limit", Advice: "raise it",
		Since: noon.Add(since), For: 40 * time.Second,
	}
	if until != 0 {
		a.Until = noon.Add(until)
	}
	return a
}

func TestAlerts(t *testing.T) {
	snap := &model.Snapshot{
		Time:       time.Date(2026, 11, 20, 12, 30, 0, 0, time.UTC),
		Alerts:     []model.Alert{alert("app", model.Bad, 5*time.Minute, 0), alert("web\x1b[2J", model.Warn, time.Minute, 0)},
		PastAlerts: []model.Alert{alert("db", model.Bad, -13*time.Hour, -12*time.Hour), alert("old", model.Warn, 0, time.Minute)},
	}
	snap.Alerts[1].Before = true
	notes := func(*model.Snapshot) []model.Note { return []model.Note{{Text: "podman: no answer"}} }
	var opened any
	visit := func(what any) tea.Cmd {
		opened = what
		return nil
	}
	d := Alerts(&keys, func() *model.Snapshot { return snap }, notes, 2, visit)
	shown := func() string { return ansi.Strip(d.View(th, 100, 20)) }
	for _, want := range []string{
		"▸ 12:05:00      now           40s   ✖ app: memory", "12:01:00      now           40s+  ⚠ web?[2J: memory", "what was", "podman: no answer",
		"Nov 19 23:00  00:00:00      40s", "12:00:00      12:01:00      40s     old", "app: memory 97% of its limit; raise it",
	} {
		if !strings.Contains(shown(), want) {
			t.Errorf("%q is not in:\n%s", want, shown())
		}
	}
	if got := ansi.Strip(d.View(th, 50, 20)); !strings.Contains(got, "Nov 19    00:00:00  40s") {
		t.Errorf("narrow:\n%s", got)
	}
	d.Update(typed("j"))
	d.Update(typed("j"))
	snap = &model.Snapshot{Time: snap.Time, PastAlerts: append([]model.Alert{alert("new", model.Bad, 0, 0)}, snap.PastAlerts...)}
	if !strings.Contains(shown(), "nothing now") || !strings.Contains(shown(), "▸ Nov 19 23:00") {
		t.Errorf("the cursor has left its episode:\n%s", shown())
	}
	_, cmd := d.Update(tea.KeyPressMsg{Code: tea.KeyEnter})
	if want := (pane.ReplyMsg{To: 2, Msg: pane.GoTo{Key: model.Key{Name: "db"}}}); cmd == nil || cmd() != want {
		t.Error("enter does not go to db")
	}
	closed, _ := d.Update(typed("l"))
	if want := (pane.Logs{Of: []model.Key{{Name: "db"}}, At: snap.PastAlerts[1].Since}); !closed || !reflect.DeepEqual(opened, want) {
		t.Errorf("l opens %+v, want %+v", opened, want)
	}
	snap = &model.Snapshot{}
	if strings.Contains(shown(), "No container is in trouble") || !strings.Contains(shown(), "Podman has not answered yet") {
		t.Errorf("before Podman had the time to answer:\n%s", shown())
	}
	snap = &model.Snapshot{Engines: []model.Engine{}}
	d.Update(typed("G"))
	if done, cmd := d.Update(tea.KeyPressMsg{Code: tea.KeyEnter}); !strings.Contains(shown(), "No container is in trouble") || !strings.Contains(shown(), "no answer") || !done || cmd != nil {
		t.Errorf("without alerts:\n%s", shown())
	}
}

// What does not hold any more is told apart from what does; and one line says
// how often it was.
func TestAlertsThatLapsed(t *testing.T) {
	noon := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	lapsed, often := alert("app", model.Bad, 0, 0), alert("db", model.Warn, 0, time.Minute)
	lapsed.Lapsed, often.Times = 20*time.Second, 14
	snap := &model.Snapshot{Time: noon.Add(time.Minute), Alerts: []model.Alert{lapsed}, PastAlerts: []model.Alert{often}}
	d := Alerts(&keys, func() *model.Snapshot { return snap }, func(*model.Snapshot) []model.Note { return nil }, 2, nil)
	shown := ansi.Strip(d.View(th, 100, 20))
	for _, want := range []string{"▸ 12:00:00  12:00:40  40s     app: memory", "db: memory 97% of its limit (14 times)"} {
		if !strings.Contains(shown, want) {
			t.Errorf("%q is not in:\n%s", want, shown)
		}
	}
}
