package overlay

import (
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"github.com/sahilm/fuzzy"

	"podtop/tui/pane"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// WritingKeys are the keys of dialogs in which one writes: all others do.
type WritingKeys struct{ Up, Down, Choose, Leave key.Binding }

// DefaultWritingKeys returns the keys used unless the user chose others.
func DefaultWritingKeys() WritingKeys {
	return WritingKeys{
		Up:     pane.Bind("up", "up", "ctrl+p"),
		Down:   pane.Bind("down", "down", "ctrl+n"),
		Choose: pane.Bind("go, or do it", "enter"),
		Leave:  pane.Bind("leave", "esc"),
	}
}

// Group is the keys as help lists them.
func (k *WritingKeys) Group() pane.Group {
	return pane.Group{Title: "palette, forms", Keys: []pane.Key{
		pane.Named("palette-choose", &k.Choose),
		pane.Named("palette-down", &k.Down),
		pane.Named("palette-up", &k.Up),
		pane.Named("palette-leave", &k.Leave),
	}}
}

// Palette returns a Dialog in which entries are found by some of their letters.
func Palette(k *WritingKeys, entries []Entry) Dialog {
	p := &palette{keys: k, entries: entries}
	for _, e := range entries {
		p.words = append(p.words, strings.ToLower(e.Name+" "+e.Text+" "+e.Words))
	}
	p.find()
	return p
}

type palette struct {
	widget.Input
	keys    *WritingKeys
	entries []Entry
	words   []string
	found   []int // of entries, the best first
	at      int   // of found
}

// find finds the entries that have what is written, those first that have it
// in one piece. Of what is equally good the order stays.
func (p *palette) find() {
	p.at, p.found = 0, p.found[:0]
	text := strings.ToLower(strings.TrimSpace(p.Text()))
	if text == "" {
		for i := range p.entries {
			p.found = append(p.found, i)
		}
		return
	}
	in := map[int]bool{}
	for i, w := range p.words {
		if strings.Contains(w, text) {
			p.found, in[i] = append(p.found, i), true
		}
	}
	for _, m := range fuzzy.Find(text, p.words) {
		if !in[m.Index] {
			p.found = append(p.found, m.Index)
		}
	}
}

func (p *palette) Update(msg tea.KeyPressMsg) (bool, tea.Cmd) {
	switch {
	case key.Matches(msg, p.keys.Leave):
		return true, nil
	case key.Matches(msg, p.keys.Choose):
		if len(p.found) == 0 {
			return false, nil
		}
		return true, p.entries[p.found[p.at]].Do()
	case key.Matches(msg, p.keys.Up):
		p.Scroll(-1)
	case key.Matches(msg, p.keys.Down):
		p.Scroll(1)
	case p.Input.Update(msg):
		p.find()
	}
	return false, nil
}

func (p *palette) Scroll(lines int) { p.at = max(0, min(p.at+lines, len(p.found)-1)) }

// View shows what is written, and below it what was found.
func (p *palette) View(t theme.Theme, width, height int) string {
	width = min(width, dialogWidth)
	lines := []string{p.prompt(t, width)}
	for i, n := range p.found {
		lines = append(lines, p.line(p.entries[n], i == p.at, t, width))
	}
	if len(p.found) == 0 {
		lines = append(lines, clipped("  nothing is called so", width, t.Muted, t))
	}
	room := max(0, height-2)
	list := window(lines[1:], p.at, room, width, t)
	for len(list) < min(room, len(p.entries)) { // the dialog keeps its size while one writes
		list = append(list, string(widget.Pad(nil, width)))
	}
	k := p.keys
	keys := choose(pane.First(k.Choose)+" go, or do it", pane.First(k.Down)+" "+pane.First(k.Up)+" move", len(p.found)) + pane.First(k.Leave) + " leave"
	foot := clipped(t.Glyphs.Own(keys), width, t.Muted, t)
	return join(append(append(lines[:1:1], list...), foot))
}

// prompt is what is written, the cursor turned round.
func (p *palette) prompt(t theme.Theme, width int) string {
	return string(p.AppendCursor(t.Title.Append(nil, ": "), width-2, t))
}

func (p *palette) line(e Entry, chosen bool, t theme.Theme, width int) string {
	const names = 34
	name := min(names, width/2)
	b := []byte("  ")
	if chosen {
		b = append([]byte(t.Glyphs.Cursor), ' ')
	}
	b = append(widget.AppendText(b, e.Name, name, t.Glyphs), ' ')
	if chosen {
		return t.Selected.Render(string(widget.AppendText(b, e.Text, width-name-3, t.Glyphs)))
	}
	return string(t.Muted.End(widget.AppendText(t.Muted.Begin(b), e.Text, width-name-3, t.Glyphs)))
}
