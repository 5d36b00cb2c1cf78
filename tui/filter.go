package tui

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/tui/overlay"
	"podtop/tui/pane"
	"podtop/tui/widget"
)

// A search is the filter in force, and the line it is written on.
type search struct {
	filter model.Filter
	saved  model.Saved
	past   []string // filters that were kept, the newest last
	prompt *prompt  // nil: closed
}

// A prompt is the line a filter is written on. What is written is in force at
// once, as far as it can be meant.
type prompt struct {
	widget.Input
	sign  string             // before it, in one cell
	page  *pagePrompt        // what is written is for a page; nil: it is a filter of the list
	err   *model.FilterError // of what is written
	words []string           // what the word at the cursor could become
	back  int                // how far up in the past; 0: what is written anew
	anew  string
}

// A pagePrompt is what a page makes of what is written.
type pagePrompt struct {
	check    func(string) *model.FilterError // nil: anything can be meant
	written  func(text string, kept bool) tea.Cmd
	language *pane.Language // nil: there is nothing to say of how it is written
}

// promptKeys is the keys of the prompt.
type promptKeys struct{ Keep, Clear, Complete, Older, Newer, Language key.Binding }

func defaultPromptKeys() promptKeys {
	return promptKeys{
		Keep:     pane.Bind("keep it", "enter"),
		Clear:    pane.Bind("clear it", "esc"),
		Complete: pane.Bind("complete a name", "tab"),
		Older:    pane.Bind("an earlier one", "up", "ctrl+p"),
		Newer:    pane.Bind("a later one", "down", "ctrl+n"),
		Language: pane.Bind("how to write one", "f1"),
	}
}

func (k *promptKeys) group() pane.Group {
	return pane.Group{Title: "while a filter is written", Keys: []pane.Key{
		pane.Named("filter-keep", &k.Keep),
		pane.Named("filter-clear", &k.Clear),
		pane.Named("filter-help", &k.Language),
		pane.Named("filter-complete", &k.Complete),
		pane.Named("filter-older", &k.Older),
		pane.Named("filter-newer", &k.Newer),
	}}
}

// open opens the prompt on the filter in force.
func (s *search) open() {
	s.prompt = &prompt{sign: promptSign}
	s.prompt.Set(s.filter.String())
}

// openPrompt opens the line on which a filter of the list is written, or what
// is to be found in a page.
func (a *App) openPrompt() {
	if a.pages.atTop() {
		a.search.open()
		return
	}
	switch f := a.front().(type) {
	case pane.Prompter:
		a.openPagePrompt(f.FindPrompt(a.env(a.focus())))
	case pane.Finder:
		id := a.focus()
		find := func(text string, _ bool) tea.Cmd {
			f.Find(a.env(id), text)
			return nil
		}
		a.search.prompt = &prompt{sign: promptSign, page: &pagePrompt{written: find}}
		a.search.prompt.Set(f.Found())
	default:
		a.say(model.Info, "here is nothing to filter or to find")
	}
}

// openPagePrompt opens the line on which something is written for a page.
func (a *App) openPagePrompt(p pane.Prompt) {
	written := func(text string, kept bool) tea.Cmd {
		return a.send(p.To, pane.Written{Sign: p.Sign, Text: text, Kept: kept})
	}
	a.search.prompt = &prompt{sign: p.Sign, page: &pagePrompt{p.Check, written, p.Language}}
	a.search.prompt.Set(p.Text)
}

// clear lets every container through again.
func (s *search) clear() {
	s.keep(s.filter.String())
	s.filter, s.prompt = model.Filter{}, nil
}

// keep remembers a filter for the arrow keys.
func (s *search) keep(filter string) {
	const most = 50
	if filter == "" {
		return
	}
	s.past = slices.DeleteFunc(s.past, func(p string) bool { return p == filter })
	s.past = append(s.past, filter)
	s.past = s.past[max(0, len(s.past)-most):]
}

// write handles a key while the prompt is open.
func (a *App) write(msg tea.KeyPressMsg) tea.Cmd {
	if page := a.search.prompt.page; page != nil {
		return a.writeFor(page, msg)
	}
	a.writeFilter(msg)
	return nil
}

func (a *App) writeFilter(msg tea.KeyPressMsg) {
	s, k := &a.search, &a.keys.prompt
	switch {
	case key.Matches(msg, k.Clear):
		s.clear()
		return
	case key.Matches(msg, k.Keep):
		if s.prompt.err == nil {
			s.keep(s.filter.String())
			s.prompt = nil
		}
		return
	case key.Matches(msg, k.Language):
		a.overlay.Open(overlay.Language(&a.keys.dialog))
		return
	case key.Matches(msg, k.Complete):
		s.prompt.complete(s.words())
	case key.Matches(msg, k.Older):
		s.prompt.travel(s.past, 1)
	case key.Matches(msg, k.Newer):
		s.prompt.travel(s.past, -1)
	default:
		s.prompt.back, s.prompt.words = 0, nil
		s.prompt.Update(msg)
	}
	s.read()
}

// writeFor handles a key while something is written for a page.
func (a *App) writeFor(page *pagePrompt, msg tea.KeyPressMsg) tea.Cmd {
	p, k := a.search.prompt, &a.keys.prompt
	switch {
	case key.Matches(msg, k.Clear):
		a.search.prompt = nil
		return page.written("", true)
	case key.Matches(msg, k.Keep):
		if p.err != nil {
			return nil
		}
		a.search.prompt = nil
		return page.written(p.Text(), true)
	case key.Matches(msg, k.Language):
		if page.language != nil {
			a.overlay.Open(overlay.Examples(&a.keys.dialog, *page.language))
		}
		return nil
	}
	p.Update(msg)
	return p.readFor(page)
}

// readFor gives a page what is written, if it can be meant.
func (p *prompt) readFor(page *pagePrompt) tea.Cmd {
	text := p.Text()
	if page.check != nil {
		p.err = page.check(text)
	}
	if p.err != nil {
		return nil
	}
	return page.written(text, false)
}

// words are the names a filter can have in it.
func (s *search) words() []string {
	words := model.FilterWords()
	for _, name := range slices.Sorted(maps.Keys(s.saved)) {
		words = append(words, "@"+name)
	}
	return words
}

// read puts in force what is written: if there is a mistake in it, the terms
// before that one.
func (s *search) read() {
	s.prompt.err = nil
	text := s.prompt.Text()
	f, err := s.saved.Parse(text)
	if errors.As(err, &s.prompt.err) {
		f, err = s.saved.Parse(text[:strings.LastIndexAny(text[:s.prompt.err.At], " \t")+1])
	}
	if err == nil {
		s.filter = f
	}
}

// travel goes one filter back in the past, or forth by step -1.
func (p *prompt) travel(past []string, step int) {
	if p.back == 0 {
		p.anew = p.Text()
		if len(past) > 0 && past[len(past)-1] == p.anew {
			p.back = 1 // it is the one the prompt was opened on
		}
	}
	p.back = max(0, min(p.back+step, len(past)))
	if p.back == 0 {
		p.Set(p.anew)
		return
	}
	p.Set(past[len(past)-p.back])
}

// complete completes the name before the cursor as far as it is one.
func (p *prompt) complete(names []string) {
	text := p.Before()
	part := text[strings.LastIndexAny(text, " !")+1:]
	var fit []string
	for _, name := range names {
		if strings.HasPrefix(name, strings.ToLower(part)) {
			fit = append(fit, name)
		}
	}
	if p.words = nil; len(fit) == 0 {
		return
	}
	if len(fit) > 1 {
		p.words = fit
	}
	p.Complete(len(part), commonPrefix(fit))
}

// commonPrefix is what all of words, at least one, begin with.
func commonPrefix(words []string) string {
	prefix := words[0]
	for _, w := range words[1:] {
		for !strings.HasPrefix(w, prefix) {
			prefix = prefix[:len(prefix)-1]
		}
	}
	return prefix
}

// paste takes in text that was pasted: only the prompt has a place for it.
func (a *App) paste(msg tea.PasteMsg) tea.Cmd {
	p := a.search.prompt
	if p == nil || a.overlay.Front() != nil {
		return nil
	}
	p.Insert(msg.Content)
	if p.page != nil {
		return p.readFor(p.page)
	}
	a.search.read()
	return nil
}
