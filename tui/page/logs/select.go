package logs

import (
	"cmp"
	"strconv"
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/model/logs"
	"podtop/tui/pane"
)

// A selection is lines from one to another, by their numbers. It is open while
// its end goes with the cursor.
type selection struct {
	on, open bool
	from, to int
	places   [2]logs.Place // of both
}

// toggleSelection begins a selection, or ends it where the cursor is.
func (p *Page) toggleSelection() {
	s, at := &p.selection, p.lines.at
	switch l := p.current(); {
	case l == nil:
	case s.open:
		s.to, s.places[1], s.open = at, l.Place(), false
	default:
		*s = selection{on: true, open: true, from: at, to: at, places: [2]logs.Place{l.Place()}}
	}
	p.stay()
}

// findSelection finds the selected lines again among others that are held now. If
// they are not there it ends the selection, and says so.
func (p *Page) findSelection() tea.Cmd {
	s := &p.selection
	if !s.on {
		return nil
	}
	from, ok := p.feed.Find(s.places[0])
	to, closed := p.feed.Find(s.places[1])
	if !ok || !closed && !s.open {
		p.selection = selection{}
		return pane.Say(model.Info, "the selection has ended: its lines are not loaded any more")
	}
	s.from, s.to = from, to
	return nil
}

// selected are the numbers of the selected lines; none if first == end.
func (p *Page) selected() (first, end int) {
	s := p.selection
	if !s.on {
		return 0, 0
	}
	if s.open {
		s.to = p.lines.at
	}
	first, end = min(s.from, s.to), max(s.from, s.to)+1
	return max(first, p.feed.First()), max(p.feed.First(), min(end, p.feed.End()))
}

// maxCopied is how many bytes are copied at most: terminals drop more.
const maxCopied = 48 << 10

// Selected implements pane.Selector.
func (p *Page) Selected(pane.Env) (name, text string) {
	first, end := p.selected()
	if first == end {
		return "", ""
	}
	var b strings.Builder
	n := first
	for ; n < end; n++ {
		words := p.feed.Line(n).Words()
		if b.Len()+len(words)+1 > maxCopied {
			break
		}
		if n > first {
			b.WriteByte('\n')
		}
		b.WriteString(words)
	}
	name = model.Plural(end-first, "selected line", "selected lines")
	switch {
	case n == first:
		return name + ", the first 48 KiB", cut(p.feed.Line(first).Words())
	case n < end:
		return name + ", the first " + strconv.Itoa(n-first), b.String()
	}
	return name, b.String()
}

// cut is as much of a text as is copied, up to a whole character.
func cut(text string) string {
	n := min(len(text), maxCopied)
	for n < len(text) && n > 0 && !utf8.RuneStart(text[n]) {
		n--
	}
	return text[:n]
}

// save asks the app to save the selected lines, or else all that are held.
func (p *Page) save(env pane.Env) tea.Cmd {
	first, end := p.selected()
	what := model.Plural(end-first, "selected line", "selected lines")
	if first == end {
		first, end = p.feed.First(), p.feed.End()
		what = model.Plural(end-first, "line that is loaded", "lines that are loaded")
	}
	if first == end {
		return pane.Say(model.Info, "there are no lines to save")
	}
	all := make([]logs.Line, 0, end-first)
	for n := first; n < end; n++ {
		all = append(all, *p.feed.Line(n))
	}
	f := logs.TextFormat{Location: env.Snapshot.Time.Location(), NameWidth: p.nameWidth(all)}
	msg := pane.SaveMsg{Name: p.fileName(), What: what, Text: func() (b []byte) {
		for i := range all {
			b = f.AppendLine(b, &all[i])
		}
		return b
	}}
	return func() tea.Msg { return msg }
}

// fileName is what a file of the lines may be called.
func (p *Page) fileName() string {
	name := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_.", r) {
			return r
		}
		return '-'
	}, p.about.title())
	return cmp.Or(strings.TrimLeft(name, "-."), "podtop") + ".log"
}

// nameWidth is how wide the names of lines are.
func (p *Page) nameWidth(all []logs.Line) (width int) {
	const most = 30
	for i := range all {
		width = max(width, min(most, len(all[i].Container.Name)))
	}
	return width
}
