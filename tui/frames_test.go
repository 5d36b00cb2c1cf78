package tui_test

import (
	"fmt"
	"testing"

	"github.com/charmbracelet/x/exp/golden"

	"podtop/model"
	"podtop/model/modeltest"
	"podtop/tui"
	"podtop/tui/theme"
	"podtop/tui/tuitest"
)

func TestFrames(t *testing.T) {
	hosts := []struct {
		name    string
		samples func() []*model.Sample
	}{
		{"empty", func() []*model.Sample { return modeltest.Empty().Samples(21) }},
		{"busy", func() []*model.Sample { return modeltest.Busy().Samples(701) }},
		{"degraded", func() []*model.Sample { return modeltest.Degraded().Samples(701) }},
		{"hostile", func() []*model.Sample { return modeltest.Hostile().Samples(41) }},
	}
	for _, h := range hosts {
		for _, size := range [][2]int{{80, 24}, {120, 40}, {200, 60}} {
			t.Run(fmt.Sprintf("%s/%dx%d", h.name, size[0], size[1]), func(t *testing.T) {
				s, _ := play(t, h.samples(), size[0], size[1], nil)
				golden.RequireEqual(t, s.Settle())
			})
		}
	}
}

func TestDialogs(t *testing.T) {
	for _, tt := range []struct{ name, keys, wait string }{
		{"help", "?", "everywhere"},
		{"sort", "s", "sort by"},
		{"pause", "F", "pause nginx?"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, _ := play(t, modeltest.Busy().Samples(301), 80, 24, &fakeActor{})
			s.Press("j", tt.keys)
			s.WaitFor(tt.wait)
			golden.RequireEqual(t, s.Settle())
		})
	}
}

func TestCharsets(t *testing.T) {
	for name, c := range map[string]theme.Charset{"blocks": theme.Blocks, "ascii": theme.ASCII} {
		t.Run(name, func(t *testing.T) {
			src := newTape(modeltest.Busy().Samples(301))
			ended := src.ended
			s := tuitest.Run(t, tui.New(t.Context(), tui.Options{Source: src, Version: "test", Charset: c}), 80, 24)
			<-ended
			golden.RequireEqual(t, s.Settle())
		})
	}
}
