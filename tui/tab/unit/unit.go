// Package unit is the tab of the systemd unit that runs the container.
package unit

import (
	"cmp"
	"strconv"
	"time"

	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/model/probe"
	"podtop/tui/pane"
	"podtop/tui/poll"
	"podtop/tui/tab"
	"podtop/tui/table"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// unit is what the tab shows.
type unit struct {
	*poll.Shared
	widget.Cover
	answer poll.Poll[*probe.Unit]
	limits table.Table[unitLimit]
}

// New returns the tab.
func New(k *tab.KeyMap, a *poll.Shared) tab.Tab {
	u := &unit{
		Shared: a, Cover: widget.Cover{Key: pane.First(k.Reveal)},
		answer: poll.New[*probe.Unit]("systemd", 5*time.Second), limits: table.Of(unitLimitColumns),
	}
	u.answer.Once, u.answer.About = true, ofUnit
	return &tab.Sheet{Name: "Unit", Keys: k, Text: u}
}

// ofUnit is about a container's unit, whether the container runs or not.
func ofUnit(_ pane.Env, s *poll.Subject) (id, reason string) {
	if s.Unit == "" {
		return "", "No systemd unit runs it"
	}
	return s.Unit, ""
}

// Ask implements tab.Writer.
func (u *unit) Ask(env pane.Env, s *poll.Subject) tea.Cmd {
	if s.Unit == "" { // a label may name one
		return u.Inspect.Ask(env, s)
	}
	return u.answer.Ask(env, s, pane.Prober.Unit)
}

// Take implements tab.Writer.
func (u *unit) Take(env pane.Env, msg tea.Msg) bool {
	return u.answer.Take(env, msg) || u.Shared.Take(env, msg)
}

// Write implements tab.Writer.
func (u *unit) Write(sheet *widget.Sheet, env pane.Env, s *poll.Subject) {
	if s.Unit == "" && !u.answer.Has() {
		u.writeNone(sheet, env, s)
		return
	}
	if !u.answer.WriteState(sheet, env, s) {
		sheet.Field("unit", "", s.Unit)
		if s.UnitState != "" {
			sheet.Field("state", "", s.UnitState)
		}
		return
	}
	a := u.answer.Got
	u.writeState(sheet, env, s, a)
	u.writeLimits(sheet, s, a)
	u.writeText(sheet, a)
	u.answer.WriteNotes(sheet)
}

// writeNone says that no unit runs it, whatever a label says.
func (u *unit) writeNone(sheet *widget.Sheet, env pane.Env, s *poll.Subject) {
	const label = "PODMAN_SYSTEMD_UNIT"
	if env.Prober == nil && !s.Known {
		sheet.Para("", "Which unit runs it is not known: nobody has told more than the kernel.")
		return
	}
	sheet.Para("", "No systemd unit runs it.")
	named := ""
	if u.Inspect.Has() {
		named = pairNamed(u.Inspect.Got.Labels, label)
	}
	if named != "" {
		sheet.Para("", "Its label "+label+" names "+named+", and systemd has no such unit that runs it: the label alone is no proof. podman-compose sets it, too.")
	}
	if policy := u.policy(); policy != "" {
		sheet.Field("restart policy", "", policy+" (Podman's own)")
	}
	sheet.Gap()
	sheet.Para(env.Theme.Muted, "A unit starts it at boot, and again when it fails: write "+quadletPath(s)+", and podman-systemd.unit(5) says how.")
}

// policy is Podman's restart policy, "" if it is not known.
func (u *unit) policy() string {
	if !u.Inspect.Has() {
		return ""
	}
	return u.Inspect.Got.RestartPolicy
}

func pairNamed(pairs []probe.Pair, name string) string {
	for _, p := range pairs {
		if p.Name == name {
			return p.Value
		}
	}
	return ""
}

// quadletPath is where a Quadlet file of the container would be.
func quadletPath(s *poll.Subject) string {
	name := s.Name + ".container"
	if s.UID != 0 {
		return "~/.config/containers/systemd/" + name
	}
	return "/etc/containers/systemd/" + name
}

func (u *unit) writeState(sheet *widget.Sheet, env pane.Env, s *poll.Subject, a *probe.Unit) {
	whose := ""
	if s.UserUnit {
		whose = " of " + s.Owner() + "'s systemd"
	}
	sheet.Field("unit", "", a.Name+whose)
	if a.Description != "" {
		sheet.Field("", env.Theme.Muted, a.Description)
	}
	state := a.Active + " (" + a.Sub + ")"
	if !a.Since.IsZero() {
		state += " " + widget.Since(a.Since, env.Snapshot.Time)
	}
	sheet.Field("state", activeStyle(a.Active, env.Theme), state)
	if a.Result != "" && a.Result != "success" || a.ExitStatus != 0 {
		sheet.Field("result", env.Theme.Bad, cmp.Or(a.Result, "success")+", exit status "+strconv.Itoa(a.ExitStatus))
	}
	sheet.Field("restarts", "", "NRestarts "+widget.ValueText(a.Restarts.Float(), model.Number)+", Restart="+cmp.Or(a.Restart, model.Dash))
	if a.Load != "" && a.Load != "loaded" {
		sheet.Field("loaded", env.Theme.Bad, a.Load)
	}
	sheet.Field("enabled", "", cmp.Or(a.EnabledState, model.Dash))
	if a.MainPID > 0 {
		sheet.Field("main pid", "", strconv.Itoa(a.MainPID))
	}
	for _, p := range a.Properties {
		sheet.Field(p.Name, "", p.Value)
	}
	sheet.Field("file", "", cmp.Or(a.Source, model.Dash))
}

func activeStyle(active string, t theme.Theme) theme.Style {
	switch active {
	case "active":
		return t.Good
	case "failed":
		return t.Bad
	case "activating", "deactivating", "reloading":
		return t.Warn
	}
	return ""
}

// writeText adds the file, with its secrets covered.
func (u *unit) writeText(sheet *widget.Sheet, a *probe.Unit) {
	if len(a.Text) == 0 {
		return
	}
	u.Cover.Texts = 0
	lines := make([]string, len(a.Text))
	for i := range lines {
		lines[i] = u.Cover.Text(a.Text[i])
	}
	sheet.Head(cmp.Or(a.Source, a.Name))
	if u.Cover.Texts > 0 {
		sheet.Line(sheet.Theme.Muted, u.Cover.Hint("line"))
	}
	for _, line := range lines {
		sheet.Indent(2, lineStyle(line, sheet.Theme), line)
	}
}

// lineStyle makes sections stand out, and comments not.
func lineStyle(line string, t theme.Theme) theme.Style {
	switch {
	case line == "":
		return ""
	case line[0] == '[':
		return t.Title
	case line[0] == '#' || line[0] == ';':
		return t.Muted
	}
	return ""
}
