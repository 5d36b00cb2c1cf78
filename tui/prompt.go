package tui

import (
	"math"
	"strings"

	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/tui/widget"
)

// promptSign is before what is found, as in vi and less.
const promptSign = "/"

// beforePrompt is how many cells are before what is written: a blank, the sign.
const beforePrompt = 2

// appendPrompt appends the two last lines while a filter is written: what is
// written, and below it what is wrong with it, or the keys.
func (a *App) appendPrompt(b []byte, width int) []byte {
	p, t, mark := a.search.prompt, a.theme, 0
	if p.err != nil {
		mark = p.err.At
	}
	room := width - beforePrompt - 1
	b = t.Title.Append(b, " "+p.sign)
	b, cursor, marked := p.Append(b, mark, room, t.Glyphs)
	b = append(b, " \n"...)
	a.view.Cursor = tea.NewCursor(beforePrompt+cursor, a.height-2)
	if p.err != nil {
		return a.appendPromptError(b, beforePrompt+marked, width)
	}
	return a.appendPromptHint(b, width)
}

// appendPromptError points at the mistake and says what it is: behind the
// caret, or before it where there is more room.
func (a *App) appendPromptError(b []byte, at, width int) []byte {
	p, t := a.search.prompt, a.theme
	need := widget.Width(p.err.Reason, t.Glyphs)
	b = t.Bad.Begin(b)
	if behind := width - at - 3; need <= behind || behind >= at-2 {
		b = append(widget.Pad(b, at), "^ "...)
		b = widget.AppendText(b, p.err.Reason, behind, t.Glyphs)
		b = append(b, ' ')
		return t.Bad.End(b)
	}
	b, used := widget.AppendClean(append(b, ' '), p.err.Reason, at-2, t.Glyphs)
	b = append(widget.Pad(b, at-1-used), '^')
	return widget.Pad(t.Bad.End(b), width-at-1)
}

func (a *App) appendPromptHint(b []byte, width int) []byte {
	p, t := a.search.prompt, a.theme
	var left []widget.Part
	if len(p.words) > 0 {
		left = append(left, clip("", strings.Join(p.words, " "), width-2, 90, t))
	}
	for i, k := range a.keys.prompt.group().Keys {
		if i >= p.hints() {
			break // the others are a filter's
		}
		h := k.Help()
		left = append(left, value(t, t.Glyphs.Own(h.Key)+" ", t.Glyphs.Own(h.Desc), 80-i))
	}
	b = append(b, ' ')
	b = widget.AppendStrip(b, width-2, left, nil)
	return append(b, ' ')
}

// hints is how many of the prompt's keys do something.
func (p *prompt) hints() int {
	switch {
	case p.page == nil:
		return math.MaxInt
	case p.page.language == nil:
		return 2
	}
	return 3
}

// shown is the snapshot on screen.
func (a *App) shown() *model.Snapshot {
	if a.frozen != nil {
		return a.frozen.snapshot
	}
	return a.snapshot
}
