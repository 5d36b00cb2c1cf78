// Package config reads what a user wants of podtop each time: a file the user
// writes, and one podtop writes itself, with what was last chosen on the screen.
// The first wins over the second.
package config

import (
	"time"

	"podtop/model"
	"podtop/tui/page/containers"
	"podtop/tui/pane"
)

// Config is a configuration: settings, and what a user has given a name.
type Config struct {
	Settings
	Filters    map[string]string    // by name, for @name in a filter
	Thresholds map[string]Threshold // by the name of the rule
	Keys       map[string]string    // by what they do, as tui.Keys takes them

	from map[string]Source // of each setting, by name
}

// Settings are single values.
type Settings struct {
	Columns  containers.Layout
	Sort     string
	Inverted bool
	Group    model.Grouping
	All      bool
	Window   pane.Window
	Interval time.Duration
	History  float64 // bytes
	Theme    string
	ASCII    bool
}

// Defaults are the settings of who has said nothing.
func Defaults() Settings {
	return Settings{Sort: "cpu", Group: model.ByPod, Window: pane.Minute1, Interval: 100 * time.Millisecond, History: 96 << 20, Theme: "default"}
}

// A Source says where a setting is from.
type Source int

// Sources, the strongest last.
const (
	Default Source = iota
	State          // last chosen on the screen
	File           // the configuration
)

// From is where the setting called name is from.
func (c *Config) From(name string) Source { return c.from[name] }

// With is c, with what state says where c says nothing, and the defaults where
// neither does.
func (c Config) With(state Config) Config {
	all := c
	all.Settings, all.from = Defaults(), map[string]Source{}
	for i := range settings {
		s := &settings[i]
		switch {
		case c.from[s.name] == File:
			s.copy(&all.Settings, &c.Settings)
			all.from[s.name] = File
		case state.from[s.name] == State:
			s.copy(&all.Settings, &state.Settings)
			all.from[s.name] = State
		}
	}
	return all
}
