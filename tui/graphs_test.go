package tui_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/exp/golden"

	"podtop/model"
	"podtop/tui"
	"podtop/tui/tuitest"
)

// pressing presses a key so many times.
func pressing(s *tuitest.Screen, key string, times int) {
	for range times {
		s.Press(key)
	}
}

// TestGraphs has the graphs of what is not now, not there, not one container,
// or not as it wants to be.
func TestGraphs(t *testing.T) {
	t.Run("limit", func(t *testing.T) {
		s := demonstration(t, 120, 40, tui.Options{})
		visit(s, "shop-worker-1", "Graphs")
		s.WaitFor("BLK")
		s.Settle()
		golden.RequireEqual(t, s.Styled())
	})
	t.Run("cursor", func(t *testing.T) {
		s := demonstration(t, 120, 40, tui.Options{})
		visit(s, "nginx", "Graphs")
		s.WaitFor("BLK")
		pressing(s, "left", 21)
		s.WaitFor(" ago")
		golden.RequireEqual(t, s.Settle())
	})
	t.Run("panned", func(t *testing.T) {
		s := demonstration(t, 80, 24, tui.Options{})
		visit(s, "nginx", "Graphs")
		s.WaitFor("BLK")
		s.Press("Z")
		pressing(s, "shift+left", 3)
		s.WaitFor(" ago")
		golden.RequireEqual(t, s.Settle())
	})
	t.Run("members", func(t *testing.T) {
		s := demonstration(t, 200, 60, tui.Options{})
		s.Press("p")
		s.WaitFor("grouped by project")
		s.Press("g")
		s.Press("enter")
		s.WaitFor("Members")
		golden.RequireEqual(t, s.Settle())
	})
}

// TestGraphsOfLives has the page of a container that goes, and of one that
// comes again.
func TestGraphsOfLives(t *testing.T) {
	for _, life := range []struct {
		name   string
		change func(*model.Sample, int)
		shows  string
	}{
		{"no more", remove, "no more"},
		{"new generation", renew, "id 0123456789ab"},
	} {
		t.Run(life.name, func(t *testing.T) {
			s, src, host := demonstrationOf(t, 120, 40, tui.Options{})
			visit(s, "nginx", "Graphs")
			s.WaitFor("BLK")
			for range 40 {
				next := copied(host.Next(100 * time.Millisecond))
				names := *next.Inventory
				names.Generation += 1000
				names.Containers = slices.Clone(names.Containers)
				next.Inventory = &names
				i := slices.IndexFunc(names.Containers, func(m model.Meta) bool { return m.Name == "nginx" })
				life.change(next, i)
				src.give(next)
			}
			s.WaitFor(life.shows)
			golden.RequireEqual(t, s.Settle())
		})
	}
}

// remove takes the i-th container out of a sample.
func remove(s *model.Sample, i int) {
	id := s.Inventory.Containers[i].ID
	s.Readings = slices.DeleteFunc(s.Readings, func(r model.Reading) bool { return r.ID == id })
	s.Inventory.Containers = slices.Delete(s.Inventory.Containers, i, i+1)
}

// renew has the i-th container of a sample be another one of that name.
func renew(s *model.Sample, i int) {
	m := &s.Inventory.Containers[i]
	id := model.ID(strings.Repeat("0123456789abcdef", 4))
	for r := range s.Readings {
		if r := &s.Readings[r]; r.ID == m.ID {
			path := strings.Replace(r.Path, string(m.ID), string(id), 1)
			r.Limits.MemoryBy = strings.Replace(r.Limits.MemoryBy, r.Path, path, 1)
			r.ID, r.Path, r.Inode = id, path, r.Inode+1000
		}
	}
	m.ID = id
}
