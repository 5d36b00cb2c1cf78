package widget

import (
	"math"
	"slices"
	"testing"
	"time"
	"unicode/utf8"

	"podtop/model"
	"podtop/tui/theme"
)

func TestConditionOf(t *testing.T) {
	now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	ended := model.Meta{State: model.Exited, Finished: now.Add(-2 * time.Minute)}
	with := func(m model.Meta, change func(*model.Container)) model.Container {
		c := model.Container{Meta: m}
		c.OOMAge = math.NaN()
		if change != nil {
			change(&c)
		}
		return c
	}
	running := model.Meta{State: model.Running}
	looping := func(c *model.Container) { c.Looping, c.RestartsLately = true, 1234 }
	for _, tt := range []struct {
		want, ascii string
		c           model.Container
	}{
		{"● running", "* running", with(running, nil)},
		{"● healthy", "* healthy", with(running, func(c *model.Container) { c.Health = "healthy" })},
		{"◐ starting", "~ starting", with(running, func(c *model.Container) { c.Health = "starting" })},
		{"B benchmark", "B benchmark", with(running, func(c *model.Container) { c.BenchUntil = now.Add(time.Second) })},
		{"● running", "* running", with(running, func(c *model.Container) { c.BenchUntil = now })},
		{"! oom 3x", "! oom 3x", with(running, func(c *model.Container) { c.BenchUntil, c.OOMs, c.OOMAge = now.Add(time.Second), 3, 0 })},
		{"! unhealthy", "! unhealthy", with(running, func(c *model.Container) { c.Health, c.OOMs, c.OOMAge = "unhealthy", 1, 0 })},
		{"! oom 3x", "! oom 3x", with(running, func(c *model.Container) { c.OOMs, c.OOMAge = 3, 299 })},
		{"! oom 3x", "! oom 3x", with(running, func(c *model.Container) { c.OOMs, c.OOMKills, c.OOMAge = 3, 131, 0 })},
		{"⚠ oom before", "! oom before", with(running, func(c *model.Container) { c.OOMs, c.OOMKills, c.OOMAge = 3, 131, 301 })},
		{"● running", "* running", with(running, func(c *model.Container) { c.OOMs, c.OOMAge = 3, 301 })},
		{"⚠ oom before", "! oom before", with(running, func(c *model.Container) { c.OOMKills, c.Health = 131, "healthy" })},
		{"● running", "* running", with(running, func(c *model.Container) { c.OOMKills = math.NaN() })},
		{"‖ paused", "= paused", with(model.Meta{State: model.Paused}, nil)},
		{"◐ stopping", "~ stopping", with(model.Meta{State: model.Stopping}, nil)},
		{"◐ activating", "~ activating", with(model.Meta{State: model.Activating}, nil)},
		{"◐ stopping", "~ stopping", with(model.Meta{State: model.Deactivating}, nil)},
		{"◐ reloading", "~ reloading", with(model.Meta{State: model.Reloading}, nil)},
		{"○ exited", "o exited", with(ended, nil)},
		{"○ exited 137", "o exited 137", with(ended, func(c *model.Container) { c.ExitCode = 137 })},
		{"✖ oom 2m", "x oom 2m", with(ended, func(c *model.Container) { c.ExitCode, c.OOMKilled = 137, true })},
		{"✖ failed 203", "x failed 203", with(model.Meta{State: model.Failed, ExitCode: 203}, nil)},
		{"✖ failed", "x failed", with(model.Meta{State: model.Failed}, nil)},
		{"✖ no start", "x no start", with(model.Meta{State: model.Failed, StartError: "exec /nope: no such file", ExitCode: 127}, nil)},
		{"○ inactive", "o inactive", with(model.Meta{State: model.Inactive}, nil)},
		{"○ created", "o created", with(model.Meta{State: model.Created}, nil)},
		{"○ gone", "o gone", with(model.Meta{State: model.Gone}, nil)},
		{"? unknown", "? unknown", with(model.Meta{}, nil)},
		{"↻ loop 1234x", "@ loop 1234x", with(running, looping)},
		{"↻ loop 1234x", "@ loop 1234x", with(ended, looping)},
		{"↻ loop 1234x", "@ loop 1234x", with(model.Meta{State: model.Activating}, looping)},
		{"‖ paused", "= paused", with(model.Meta{State: model.Paused}, looping)},
	} {
		is := ConditionOf(&tt.c, now, theme.Default(theme.Braille))
		if got := is.Sign + " " + is.Text; got != tt.want || utf8.RuneCountInString(got) > 12 {
			t.Errorf("got %q, want %q", got, tt.want)
		}
		is = ConditionOf(&tt.c, now, theme.Default(theme.ASCII))
		if got := is.Sign + " " + is.Text; got != tt.ascii {
			t.Errorf("in ASCII got %q, want %q", got, tt.ascii)
		}
	}
}

// What the row says of kills lasts as long as the default rule on them.
func TestKillsAreNewsAsLongAsTheyAlarm(t *testing.T) {
	rules := model.DefaultRules()
	oom := rules[slices.IndexFunc(rules, func(r model.Rule) bool { return r.Name == "oom" })]
	for age, want := range map[float64]bool{recentKill - 1: true, recentKill: false} {
		c := model.Container{Meta: model.Meta{State: model.Running}, OOMs: 1, Figures: model.Figures{OOMAge: age}}
		if said := ConditionOf(&c, time.Time{}, theme.Default(theme.Braille)).Text != "running"; said != want || oom.When.Match(&c) != want {
			t.Errorf("%v s after a kill the row tells of it: %v, the rule: %v", age, said, oom.When.Match(&c))
		}
	}
}
