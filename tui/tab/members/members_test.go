package members

import (
	"math"
	"slices"
	"strings"
	"testing"

	"podtop/model"
	"podtop/tui/poll"
	"podtop/tui/tab"
	"podtop/tui/tab/tabtest"
)

// pod is a group of three containers, in a snapshot with one that is no member.
func pod() (*model.Snapshot, []int) {
	container := func(name string, cpu, mem float64) model.Container {
		c := model.Container{Key: model.Key{Name: name}, Meta: model.Meta{Name: name, State: model.Running}}
		c.CPU, c.Mem = cpu, mem
		return c
	}
	return &model.Snapshot{Containers: []model.Container{
		container("web", 0.5, 2e6), container("other", 9, 9e9), container("db", 2, 1e6), container("log", math.NaN(), 3e6),
	}}, []int{0, 2, 3}
}

// names are those of the rows, that under the cursor behind its mark.
func names(g *tabtest.Stage) (all []string) {
	for _, line := range strings.Split(g.Screen(), "\n")[1:4] {
		name, _, _ := strings.Cut(line, "●")
		all = append(all, strings.TrimSpace(name))
	}
	return all
}

// Members are sorted by CPU at first, by what comes next with a key, and what is
// not known is the least. A cursor that was moved stays with its member, also
// while others come and go.
func TestMembers(t *testing.T) {
	snap, all := pod()
	g := tabtest.On(t, func(k *tab.KeyMap, _ *poll.Shared) tab.Tab {
		return New(k, func() (*model.Snapshot, []int) { return snap, all })
	}, "app")
	is := func(what, chosen string, want ...string) {
		t.Helper()
		if got := names(g); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", what, got, want)
		}
		if c, _ := g.Tab.(tab.Chooser).Chosen(); c == nil || c.Name != chosen {
			t.Errorf("%s: chosen is %+v, want %s", what, c, chosen)
		}
	}
	is("at first", "db", "▸db", "web", "log")
	g.Press("s")
	is("by memory, not moved", "log", "▸log", "web", "db")
	g.Press("down")
	is("moved", "web", "log", "▸web", "db")
	g.Press("s")
	is("by name", "web", "db", "log", "▸web")
	snap.Containers[0].Name = "a web"
	is("under another name", "a web", "▸a web", "db", "log")
	g.Press("down", "down", "down")
	all = all[:2]
	if c, _ := g.Tab.(tab.Chooser).Chosen(); c == nil || c.Name != "db" {
		t.Errorf("when its member is gone, the cursor is on %+v", c)
	}
	all = nil
	if c, reason := g.Tab.(tab.Chooser).Chosen(); c != nil || reason == "" {
		t.Errorf("without members: %+v, %q", c, reason)
	}
}
