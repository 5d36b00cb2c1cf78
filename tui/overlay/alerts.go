package overlay

import (
	"slices"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/tui/pane"
	"podtop/tui/table"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// Alerts returns a Dialog that lists what fires and what fired in the snapshot
// that now returns, and the notes of what podtop itself lacks; choosing an
// alert sends the pane to where its container is, and visit opens its log.
func Alerts(k *KeyMap, now func() *model.Snapshot, notes func(*model.Snapshot) []model.Note, to pane.ID, visit func(any) tea.Cmd) Dialog {
	return &alerts{keys: k, now: now, notes: notes, to: to, visit: visit, list: table.List[*model.Alert, episode]{Key: episodeOf}}
}

type alerts struct {
	keys  *KeyMap
	now   func() *model.Snapshot
	notes func(*model.Snapshot) []model.Note
	to    pane.ID
	visit func(any) tea.Cmd
	list  table.List[*model.Alert, episode] // the firing ones first
}

// An episode is one alert, whatever is said of it meanwhile.
type episode struct {
	rule  string
	key   model.Key
	since int64 // Unix ns
}

func episodeOf(a **model.Alert) episode { return episode{(*a).Rule, (*a).Key, (*a).Since.UnixNano()} }

// sync takes in the snapshot that is shown now.
func (d *alerts) sync() *model.Snapshot {
	snap := d.now()
	d.list.Rows = d.list.Rows[:0]
	for _, alerts := range [][]model.Alert{snap.Alerts, snap.PastAlerts} {
		for i := range alerts {
			d.list.Rows = append(d.list.Rows, &alerts[i])
		}
	}
	d.list.Sync()
	return snap
}

func (d *alerts) Update(msg tea.KeyPressMsg) (bool, tea.Cmd) {
	d.sync()
	at := d.list.Current()
	switch {
	case key.Matches(msg, d.keys.Leave):
		return true, nil
	case at == nil:
		return key.Matches(msg, d.keys.Choose), nil
	case key.Matches(msg, d.keys.Choose):
		reply := pane.ReplyMsg{To: d.to, Msg: pane.GoTo{Key: (*at).Key}}
		return true, func() tea.Msg { return reply }
	case key.Matches(msg, d.keys.Logs):
		return true, d.visit(pane.Logs{Of: []model.Key{(*at).Key}, At: (*at).Since})
	}
	d.list.To(d.keys.travel(msg, d.list.At, len(d.list.Rows)))
	return false, nil
}

func (d *alerts) Scroll(lines int) {
	d.sync()
	d.list.Step(lines)
}

// View shows the list, and below it all that is to be said of the chosen one.
func (d *alerts) View(t theme.Theme, width, height int) string {
	snap := d.sync()
	width = min(width, 110)
	at := d.list.Current()
	if at == nil {
		text := "No container is in trouble, and none was since podtop started."
		if snap.Awaits() {
			text = "Podman has not answered yet: what is wrong is not all known."
		} else if slices.ContainsFunc(snap.Engines, func(e model.Engine) bool { return !e.Up }) {
			text = "Nothing is known to be wrong, but not every Podman answers: of its containers only what the kernel tells is known."
		}
		lines := wrap(nil, text, "", width, t)
		lines = d.appendNotes(lines, snap, width, t)
		return join(append(lines[:min(len(lines), max(0, height-1))], t.Muted.Render(t.Glyphs.Own(pane.First(d.keys.Leave))+" leave")))
	}
	lines, line := d.lines(snap, width, t)
	whole := wrap(nil, sentence(*at), "", width, t)
	whole = whole[:min(len(whole), max(0, height-6))]
	foot := clipped(t.Glyphs.Own(choices(d.keys)+"  "+pane.First(d.keys.Logs)+" its log then"), width, t.Muted, t)
	lines = window(lines, line, height-len(whole)-2, width, t)
	return join(append(append(append(lines[:len(lines):len(lines)], ""), whole...), foot))
}

// lines are the list, and the number of the line the cursor is on.
func (d *alerts) lines(snap *model.Snapshot, width int, t theme.Theme) (lines []string, line int) {
	head := func(text string) { lines = append(lines, clipped(text, width, t.Title, t)) }
	wide := d.clocks(snap.Time, width)
	head(string(widget.AppendText(widget.AppendText([]byte("  "), "since", wide, t.Glyphs), "until", wide, t.Glyphs)) + "for   what is wrong")
	if len(snap.Alerts) == 0 {
		lines = append(lines, clipped("  nothing now", width, t.Muted, t))
	}
	for i, a := range d.list.Rows {
		if i == len(snap.Alerts) {
			head("  what was")
		}
		if i == d.list.At {
			line = len(lines)
		}
		lines = append(lines, alertLine(a, snap.Time, i == d.list.At, wide, width, t))
		if i == len(snap.Alerts)-1 {
			lines = d.appendNotes(lines, snap, width, t)
		}
	}
	return lines, line
}

// appendNotes appends what podtop lacks: it is as new as what fires.
func (d *alerts) appendNotes(lines []string, snap *model.Snapshot, width int, t theme.Theme) []string {
	for _, n := range d.notes(snap) {
		lines = wrap(lines, n.Text, widget.SeverityStyle(n.Severity, t), width, t)
	}
	return lines
}

func alertLine(a *model.Alert, now time.Time, selected bool, wide, width int, t theme.Theme) string {
	cursor, until := " ", "now"
	if selected {
		cursor = t.Glyphs.Cursor
	}
	switch {
	case !a.Firing():
		until = clock(a.Until, now, wide)
	case !a.Holds():
		until = clock(now.Add(-a.Lapsed), now, wide)
	}
	b := widget.AppendText(append([]byte(cursor), ' '), clock(a.Since, now, wide), wide, t.Glyphs)
	b = widget.AppendText(b, until, wide, t.Glyphs)
	age := string(model.AppendAge(nil, a.For))
	if a.Before || a.Longer {
		age += "+" // at least
	}
	b = widget.AppendText(b, age, 6, t.Glyphs)
	b = append(append(b, alertSign(a, t)...), ' ')
	b = widget.AppendText(b, a.Text+times(a), width-10-2*wide, t.Glyphs)
	switch {
	case selected:
		return t.Selected.Render(string(b))
	case a.Holds():
		return widget.SeverityStyle(a.Severity, t).Render(string(b))
	}
	return t.Muted.Render(string(b))
}

// times says how often it was, if more than once.
func times(a *model.Alert) string {
	if a.Times < 2 {
		return ""
	}
	return " (" + model.Plural(a.Times, "time", "times") + ")"
}

// alertSign tells what is wrong now from what was, without colour.
func alertSign(a *model.Alert, t theme.Theme) string {
	switch {
	case !a.Holds():
		return " "
	case a.Severity == model.Bad:
		return t.Glyphs.Failed
	}
	return t.Glyphs.Warn
}

// Cells of a clock and the gap behind it: where all is of today or the screen
// is narrow, and else.
const (
	todayWidth = 10
	clockWidth = 14
)

// clocks is how wide clocks are drawn, where lines have width cells.
func (d *alerts) clocks(now time.Time, width int) int {
	for _, a := range d.list.Rows {
		if width >= 60 && (!sameDay(a.Since, now) || !a.Firing() && !sameDay(a.Until, now)) {
			return clockWidth
		}
	}
	return todayWidth
}

// clock is the time of today, or the day if it was another, with the time if
// there is room.
func clock(at, now time.Time, width int) string {
	at = at.In(now.Location())
	switch {
	case sameDay(at, now):
		return at.Format(time.TimeOnly)
	case width < clockWidth:
		return at.Format("Jan _2")
	}
	return at.Format("Jan _2 15:04")
}

func sameDay(x, y time.Time) bool {
	x = x.In(y.Location())
	return x.YearDay() == y.YearDay() && x.Year() == y.Year()
}

// sentence is all there is to say of a.
func sentence(a *model.Alert) string {
	text := a.Text + times(a)
	if a.User != "" && a.Key.UID != 0 {
		text = a.User + "/" + text
	}
	if a.Advice != "" {
		text += "; " + a.Advice
	}
	switch {
	case a.Before:
		text += " (it was so already when podtop came)"
	case a.Longer:
		text += " (since when is not known)"
	}
	return text
}

// clipped is podtop's own text in at most width cells.
func clipped(text string, width int, s theme.Style, t theme.Theme) string {
	b, _ := widget.AppendClean(nil, text, width, t.Glyphs)
	return s.Render(string(b))
}
