package tui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/google/go-cmp/cmp"

	"podtop/model/modeltest"
	"podtop/tui/page/containers"
)

// What was chosen is what the next screen begins with.
func TestChoices(t *testing.T) {
	a := New(t.Context(), Options{})
	list := func(c Choices) containers.Choices { return c.Pages[ListPage].(containers.Choices) }
	if got := a.Choices(); got.Window != "60 s" || list(got).Sort != "cpu" {
		t.Errorf("at first %+v", got)
	}
	for _, key := range []string{"M", "I", "a", "3", "p"} {
		a.Update(typed(key))
	}
	want := containers.Choices{Sort: "mem", Inverted: true, All: true, Group: "project"}
	for _, app := range []*App{a, New(t.Context(), Options{Chosen: a.Choices()})} {
		got := app.Choices()
		if d := cmp.Diff(want, list(got)); d != "" || got.Window != "5 min" {
			t.Errorf("window %s, %s", got.Window, d)
		}
	}
}

func TestNoticeIsSaid(t *testing.T) {
	a := New(t.Context(), Options{Notice: "the state cannot be read"})
	a.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
	samples := modeltest.Busy().Samples(300)
	for i, want := range []bool{true, true, false} {
		if got := a.View().Content; strings.Contains(got, "the state cannot be read") != want {
			t.Errorf("after %d samples: %s", i, got)
		}
		for _, s := range samples[i*150 : min(300, i*150+150)] {
			a.Update(sampleMsg{sample: s})
			if i == 0 {
				break
			}
		}
	}
}
