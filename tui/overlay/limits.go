package overlay

import (
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"podtop/model"
	"podtop/tui/pane"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// A LimitRow is one limit as it is, for a person who may change it.
type LimitRow struct {
	Field   model.Field
	Help    string // what it does, in the kernel's words
	Record  string // what Podman has on record
	InForce string // what the kernel enforces
	By      string // the cgroup that does, if it is not the container's own; "" else
}

// Limits returns a Dialog in which limits are written beside what they are now.
// parse reads one; what makes no sense is said below it at once. done gets
// those that were written.
func Limits(k *WritingKeys, title string, rows []LimitRow, parse func(model.Field, string) (model.Setting, error), done func([]model.Setting) tea.Cmd) *LimitsForm {
	return &LimitsForm{keys: k, title: title, rows: rows, inputs: make([]widget.Input, len(rows)), parse: parse, done: done}
}

// A LimitsForm is the Dialog that Limits returns.
type LimitsForm struct {
	keys    *WritingKeys
	title   string
	rows    []LimitRow
	inputs  []widget.Input // what is to be; "": it stays
	parse   func(model.Field, string) (model.Setting, error)
	done    func([]model.Setting) tea.Cmd
	at      int
	message string // why enter did nothing
}

// ShowError says below the form why what was written in it cannot be, until the
// next key.
func (l *LimitsForm) ShowError(reason string) { l.message = reason }

func (l *LimitsForm) Update(msg tea.KeyPressMsg) (bool, tea.Cmd) {
	l.message = ""
	switch {
	case key.Matches(msg, l.keys.Leave):
		return true, nil
	case key.Matches(msg, l.keys.Choose):
		return l.choose()
	case key.Matches(msg, l.keys.Up):
		l.Scroll(-1)
	case key.Matches(msg, l.keys.Down):
		l.Scroll(1)
	default:
		l.inputs[l.at].Update(msg)
	}
	return false, nil
}

func (l *LimitsForm) Scroll(lines int) { l.at = max(0, min(l.at+lines, len(l.rows)-1)) }

// choose takes what is written, if all of it makes sense.
func (l *LimitsForm) choose() (bool, tea.Cmd) {
	var all []model.Setting
	for i := range l.rows {
		s, written, err := l.setting(i)
		switch {
		case err != nil:
			l.at = i
			return false, nil
		case written:
			all = append(all, s)
		}
	}
	if len(all) == 0 {
		l.message = "nothing is changed: write what is to be, or none for no limit"
		return false, nil
	}
	return true, l.done(all)
}

// written reports whether anything is.
func (l *LimitsForm) written() bool {
	return slices.ContainsFunc(l.inputs, func(in widget.Input) bool { return in.Text() != "" })
}

// setting is what is written in row i, if anything is.
func (l *LimitsForm) setting(i int) (s model.Setting, written bool, err error) {
	text := l.inputs[i].Text()
	if text == "" {
		return s, false, nil
	}
	s, err = l.parse(l.rows[i].Field, text)
	return s, true, err
}

// Cells of the columns; what is to be has the rest.
const (
	limitNameWidth = 18
	limitWidth     = 11
	limitLeast     = 10 // of what is to be
	limitWritten   = 18 // of it where there is room for what the limit means, too
	limitWithHelp  = 50 // which is from here on
)

// View shows the limits, and below them what the one under the cursor means.
func (l *LimitsForm) View(t theme.Theme, width, height int) string {
	width = min(width, dialogWidth)
	old := max(6, min(limitWidth, (width-2-limitNameWidth-limitLeast-3)/2))
	head := widget.AppendText(nil, "", 2, t.Glyphs)
	head = append(widget.AppendText(head, "limit", min(limitNameWidth, width/3), t.Glyphs), ' ')
	head = append(widget.AppendText(head, "on record", old, t.Glyphs), ' ')
	head = append(widget.AppendText(head, "in force", old, t.Glyphs), ' ')
	head = append(head, "is to be"...)
	top := []string{clipped(l.title, width, t.Title, t), ansi.Truncate(t.Muted.Render(string(head)), max(0, width), "")}
	foot := l.foot(t, width, height)

	lines, at := make([]string, 0, len(l.rows)+1), 0
	for i := range l.rows {
		lines = append(lines, l.line(i, t, old, width))
		if i == l.at {
			at = len(lines) - 1
		}
		if _, _, err := l.setting(i); err != nil {
			lines = append(lines, clipped("  "+t.Glyphs.Prose(err.Error()), width, t.Bad, t))
			if i == l.at {
				at++
			}
		}
	}
	room := max(1, height-len(top)-len(foot))
	return join(append(append(top, window(lines, at, room, width, t)...), foot...))
}

func (l *LimitsForm) line(i int, t theme.Theme, old, width int) string {
	r, chosen := &l.rows[i], i == l.at
	b := []byte("  ")
	if chosen {
		b = append([]byte(t.Glyphs.Cursor), ' ')
	}
	name := min(limitNameWidth, width/3)
	b = append(widget.AppendText(b, string(r.Field), name, t.Glyphs), ' ')
	b = append(widget.AppendText(b, t.Glyphs.Prose(r.Record), old, t.Glyphs), ' ')
	b = append(widget.AppendText(b, t.Glyphs.Prose(r.InForce), old, t.Glyphs), ' ')
	rest := max(0, width-2-name-2*old-3)
	room := rest
	if rest >= limitWithHelp {
		room = limitWritten
	}
	if chosen {
		b = append([]byte(t.Title.Render(string(b))), l.inputs[i].AppendCursor(nil, room, t)...)
	} else {
		b = widget.AppendText(b, l.inputs[i].Text(), room, t.Glyphs)
	}
	if room < rest {
		b = t.Muted.Begin(append(b, ' '))
		b = t.Muted.End(widget.AppendText(b, t.Glyphs.Prose(r.Help), rest-room-1, t.Glyphs))
	}
	return ansi.Truncate(string(b), max(0, width), "")
}

// foot says what the limit under the cursor means, as many lines for each, and
// which keys work.
func (l *LimitsForm) foot(t theme.Theme, width, height int) []string {
	const low, few, many = 12, 1, 3
	most := many
	if height < low {
		most = few
	}
	r := &l.rows[l.at]
	text := r.Help
	if r.By != "" {
		text += "; in force: that of " + r.By
	}
	style := t.Muted
	if l.message != "" {
		text, style = l.message, t.Warn
	}
	lines := wrap(nil, t.Glyphs.Prose(text), style, width, t)
	for len(lines) < most {
		lines = append(lines, "")
	}
	keys := pane.First(l.keys.Down) + " " + pane.First(l.keys.Up) + " move  none: no limit  " + pane.First(l.keys.Leave) + " leave"
	if l.written() {
		keys = pane.First(l.keys.Choose) + " see what it does  " + keys
	} else {
		keys = "write what is to be  " + keys
	}
	return append(lines[:most:most], clipped(t.Glyphs.Own(keys), width, t.Muted, t))
}
