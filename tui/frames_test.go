package tui_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/exp/golden"

	"podtop/model"
	"podtop/model/modeltest"
	"podtop/tui"
	"podtop/tui/page/containers"
	"podtop/tui/theme"
	"podtop/tui/tuitest"
)

// sizes are those each frame is drawn in.
var sizes = [][2]int{{80, 24}, {120, 40}, {200, 60}}

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
		for _, size := range sizes {
			t.Run(fmt.Sprintf("%s/%dx%d", h.name, size[0], size[1]), func(t *testing.T) {
				s, _ := play(t, h.samples(), size[0], size[1], nil)
				golden.RequireEqual(t, s.Settle())
			})
		}
	}
}

// TestViews has what the list looks like after some keys.
func TestViews(t *testing.T) {
	for _, tt := range []struct{ name, keys, wait string }{
		{"filter", "/ m e m > 1 0 0 M enter", "filter: mem>100M"},
		{"prompt", "/ ! s t a t e = r u n n i n g", "7 of 21"},
		{"mistake", "/ w e b space c p u > x", "not a number"},
		{"marks", "j space space j j space", "3 marked"},
		{"none", "/ z z z enter", "No container matches"},
		{"limit", "8 v v ctrl+o", "mouse on"},
		{"host", "v", "% of host"},
		{"frozen", "Z", "FROZEN"},
		{"some", "/ n a m e = a p p enter", "1 of 21"}, // of a group
	} {
		for _, size := range sizes {
			t.Run(fmt.Sprintf("%s/%dx%d", tt.name, size[0], size[1]), func(t *testing.T) {
				t.Parallel()
				s, _ := play(t, modeltest.Busy().Samples(301), size[0], size[1], nil)
				pressAll(s, tt.keys)
				s.WaitFor(tt.wait)
				golden.RequireEqual(t, s.Settle())
			})
		}
	}
}

// TestStates has what the header says of podtop itself: that it shows no real
// host, and that it samples less often than it was asked to.
func TestStates(t *testing.T) {
	for name, mark := range map[string]func(*model.Sample){
		"demonstration": func(s *model.Sample) { s.Demo = true },
		"slowed":        func(s *model.Sample) { s.Self.Slowed = true },
	} {
		for _, size := range sizes {
			t.Run(fmt.Sprintf("%s/%dx%d", name, size[0], size[1]), func(t *testing.T) {
				samples := modeltest.Empty().Samples(21)
				for _, s := range samples {
					mark(s)
				}
				s, _ := play(t, samples, size[0], size[1], nil)
				golden.RequireEqual(t, s.Settle())
			})
		}
	}
}

// TestGroups has every grouping, and one folded.
func TestGroups(t *testing.T) {
	for _, by := range []string{"none", "project", "unit", "user"} { // pod is the default
		for _, size := range sizes {
			t.Run(fmt.Sprintf("%s/%dx%d", by, size[0], size[1]), func(t *testing.T) {
				s, _ := playWith(t, modeltest.Busy().Samples(301), size[0], size[1], tui.Options{Chosen: tui.Choices{Pages: map[string]any{tui.ListPage: containers.Choices{Group: by}}}})
				golden.RequireEqual(t, s.Settle())
			})
		}
	}
	for _, size := range sizes {
		t.Run(fmt.Sprintf("folded/%dx%d", size[0], size[1]), func(t *testing.T) {
			s, _ := playWith(t, modeltest.Busy().Samples(301), size[0], size[1], tui.Options{Chosen: tui.Choices{Pages: map[string]any{tui.ListPage: containers.Choices{Group: "user"}}}})
			s.Press("left")
			golden.RequireEqual(t, s.Settle())
		})
	}
}

// TestColumns has columns the user chose.
func TestColumns(t *testing.T) {
	columns, err := containers.ParseColumns("name,state,cpu:9,user,mem.hard,restarts,ports,unit,net.rx,health,psi.mem")
	if err != nil {
		t.Fatal(err)
	}
	for _, size := range sizes {
		t.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(t *testing.T) {
			s, _ := playWith(t, modeltest.Busy().Samples(301), size[0], size[1], tui.Options{Chosen: tui.Choices{Pages: map[string]any{tui.ListPage: containers.Choices{Columns: columns, Sort: "pids"}}}})
			golden.RequireEqual(t, s.Settle())
		})
	}
}

// dialogs are all there are on the list.
var dialogs = []struct{ name, keys, wait string }{
	{"help", "?", "everywhere"},
	{"language", "/ f1", "image~nginx"},
	{"columns", "c", "[x] name"},
	{"sort", "s", "sort by"},
	{"alerts", "!", "what is wrong"},
	{"pause", "F", "pause nginx?"},
	{"stop", "S", "stop nginx?"},
	{"signal", "K", "TERM"},
	{"remove", "D", "write nginx"},
	{"remove-typed", "D n g i n x", "do it  esc"},
	{"remove-marked", "space space D 1", "write 2"},
	{"limits", "L", "on record"},
	{"limits-wrong", "L down down down down down down x", "is not a size"},
	{"limits-changed", "L 1 . 5 down down down down down down n o n e enter", "comes with it"},
	{"pause-marked", "space space G space F", "pause 2 containers?"},
}

func TestDialogs(t *testing.T) {
	for i, tt := range dialogs {
		for j, size := range sizes {
			if !tuitest.Sample(i + j) {
				continue
			}
			t.Run(fmt.Sprintf("%s/%dx%d", tt.name, size[0], size[1]), func(t *testing.T) {
				t.Parallel()
				s, _ := play(t, modeltest.Busy().Samples(301), size[0], size[1], &fakeActor{})
				pressAll(s, "j "+tt.keys)
				s.WaitFor(tt.wait)
				golden.RequireEqual(t, s.Settle())
			})
		}
	}
}

func TestDialogsInASCII(t *testing.T) {
	for i, tt := range dialogs {
		for j, size := range sizes {
			if !tuitest.Sample(i + j) {
				continue
			}
			t.Run(fmt.Sprintf("%s/%dx%d", tt.name, size[0], size[1]), func(t *testing.T) {
				t.Parallel()
				s, _ := playWith(t, modeltest.Busy().Samples(301), size[0], size[1], tui.Options{Charset: theme.ASCII, Actor: &fakeActor{}})
				pressAll(s, "j "+tt.keys)
				s.WaitFor(tt.wait)
				screen := s.Settle()
				requireASCII(t, screen)
				golden.RequireEqual(t, screen)
			})
		}
	}
}

func requireASCII(t *testing.T, screen string) {
	t.Helper()
	if i := strings.IndexFunc(screen, func(r rune) bool { return r >= 0x7f }); i >= 0 {
		t.Errorf("%.10q is not ASCII in\n%s", screen[i:], screen)
	}
}

// looks are screens on which is seen what charsets and themes differ in.
var looks = []struct {
	name, keys, wait string
	demo             bool
}{
	{"list", "j j space", "1 marked", false},
	{"frozen", "j Z", "FROZEN", true},
	{"alerts", "! j", "what is wrong", true},
}

// showLook shows one of looks.
func showLook(t *testing.T, at int, size [2]int, o tui.Options) *tuitest.Screen {
	t.Helper()
	samples := modeltest.Busy().Samples(301)
	for _, s := range samples {
		s.Demo = looks[at].demo
	}
	s, _ := playWith(t, samples, size[0], size[1], o)
	pressAll(s, looks[at].keys)
	s.WaitFor(looks[at].wait)
	s.Settle()
	return s
}

func TestCharsets(t *testing.T) {
	for name, c := range map[string]theme.Charset{"blocks": theme.Blocks, "ascii": theme.ASCII} {
		for i := range looks {
			for _, size := range sizes {
				t.Run(fmt.Sprintf("%s/%s/%dx%d", name, looks[i].name, size[0], size[1]), func(t *testing.T) {
					screen := showLook(t, i, size, tui.Options{Charset: c}).Text()
					if c == theme.ASCII {
						requireASCII(t, screen)
					}
					golden.RequireEqual(t, screen)
				})
			}
		}
	}
}
