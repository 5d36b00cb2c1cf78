package overlay

import (
	"slices"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/tui/pane"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// Alerts returns a Dialog that lists what fires and what fired in the snapshot
// that now returns, and the notes of what podtop itself lacks; choosing an
// alert sends the pane to where its container is.
func Alerts(k *KeyMap, now func() *model.Snapshot, notes func(*model.Snapshot) []model.Note, to pane.ID) Dialog {
	return &alerts{keys: k, now: now, notes: notes, to: to}
}

type alerts struct {
	keys  *KeyMap
	now   func() *model.Snapshot
	notes func(*model.Snapshot) []model.Note
	to    pane.ID
	at    episode
	line  int // of the cursor, for when its episode is forgotten
}

// An episode is one alert, whatever is said of it meanwhile.
type episode struct {
	rule  string
	key   model.Key
	since int64 // Unix ns
}

func episodeOf(a *model.Alert) episode { return episode{a.Rule, a.Key, a.Since.UnixNano()} }

// index is the alert the cursor is on among all: the firing ones first.
func (d *alerts) index(snap *model.Snapshot) int {
	n := len(snap.Alerts) + len(snap.PastAlerts)
	for i := range n {
		if episodeOf(alertAt(snap, i)) == d.at {
			d.line = i
			return i
		}
	}
	return max(0, min(d.line, n-1))
}

func alertAt(snap *model.Snapshot, i int) *model.Alert {
	if n := len(snap.Alerts); i >= n {
		return &snap.PastAlerts[i-n]
	}
	return &snap.Alerts[i]
}

func (d *alerts) Update(msg tea.KeyPressMsg) (bool, tea.Cmd) {
	snap := d.now()
	n := len(snap.Alerts) + len(snap.PastAlerts)
	switch {
	case key.Matches(msg, d.keys.Leave):
		return true, nil
	case n == 0:
		return key.Matches(msg, d.keys.Choose), nil
	case key.Matches(msg, d.keys.Choose):
		reply := pane.ReplyMsg{To: d.to, Msg: pane.GoTo{Key: alertAt(snap, d.index(snap)).Key}}
		return true, func() tea.Msg { return reply }
	}
	d.moveTo(snap, d.keys.travel(msg, d.index(snap), n))
	return false, nil
}

func (d *alerts) Scroll(lines int) {
	snap := d.now()
	if n := len(snap.Alerts) + len(snap.PastAlerts); n > 0 {
		d.moveTo(snap, max(0, min(d.index(snap)+lines, n-1)))
	}
}

func (d *alerts) moveTo(snap *model.Snapshot, line int) {
	d.line, d.at = line, episodeOf(alertAt(snap, line))
}

// View shows the list, and below it all that is to be said of the chosen one.
func (d *alerts) View(t theme.Theme, width, height int) string {
	snap := d.now()
	width = min(width, 110)
	if len(snap.Alerts)+len(snap.PastAlerts) == 0 {
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
	at := d.index(snap)
	lines, line := d.lines(snap, at, width, t)
	whole := wrap(nil, sentence(alertAt(snap, at)), "", width, t)
	whole = whole[:min(len(whole), max(0, height-6))]
	foot := clipped(t.Glyphs.Own(choices(d.keys)), width, t.Muted, t)
	lines = window(lines, line, height-len(whole)-2, width, t)
	return join(append(append(append(lines[:len(lines):len(lines)], ""), whole...), foot))
}

// lines are the list, and the number of the line the cursor is on.
func (d *alerts) lines(snap *model.Snapshot, at, width int, t theme.Theme) (lines []string, line int) {
	head := func(text string) { lines = append(lines, clipped(text, width, t.Title, t)) }
	wide := clocks(snap, width)
	head(string(widget.AppendText(widget.AppendText([]byte("  "), "since", wide, t.Glyphs), "until", wide, t.Glyphs)) + "for   what is wrong")
	if len(snap.Alerts) == 0 {
		lines = append(lines, clipped("  nothing now", width, t.Muted, t))
	}
	for i := range len(snap.Alerts) + len(snap.PastAlerts) {
		if i == len(snap.Alerts) {
			head("  what was")
		}
		if i == at {
			line = len(lines)
		}
		lines = append(lines, alertLine(alertAt(snap, i), snap.Time, i == at, wide, width, t))
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
func clocks(snap *model.Snapshot, width int) int {
	for i := range len(snap.Alerts) + len(snap.PastAlerts) {
		a := alertAt(snap, i)
		if width >= 60 && (!sameDay(a.Since, snap.Time) || !a.Firing() && !sameDay(a.Until, snap.Time)) {
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
