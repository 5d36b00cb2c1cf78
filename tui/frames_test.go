package tui_test

import (
	"fmt"
	"testing"

	"github.com/charmbracelet/x/exp/golden"

	"podtop/model"
	"podtop/model/modeltest"
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
