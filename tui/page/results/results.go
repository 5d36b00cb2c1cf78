// Package results is the page of what benchmarks came to: a list, one report, and two
// beside each other.
package results

import (
	"context"
	"slices"
	"strings"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/model/bench"
	"podtop/tui/pane"
	"podtop/tui/poll"
	"podtop/tui/table"
	"podtop/tui/widget"
)

// A Page lists results, the newest first, and shows one of them, or two.
type Page struct {
	keys   *KeyMap
	asking poll.Asking[[]bench.Result]
	since  time.Duration // Env.Now when they were asked for first
	list   table.List[bench.Result, string]
	table  table.Table[row]
	query  string
	marked []string // names, two at most
	shown  shown
}

var (
	_ pane.Pane      = (*Page)(nil)
	_ pane.Clearer   = (*Page)(nil)
	_ pane.Describer = (*Page)(nil)
	_ pane.Finder    = (*Page)(nil)
	_ pane.Idler     = (*Page)(nil)
	_ pane.Turner    = (*Page)(nil)
	_ pane.Valuer    = (*Page)(nil)
)

// Open returns the page: of the list, or of the result that is asked for.
func Open(k *KeyMap, v pane.Visit) pane.Pane {
	p := &Page{keys: k, table: table.Of(columns())}
	p.asking.Every, p.asking.Within = 5*time.Second, 10*time.Second
	p.list.Key = func(r *bench.Result) string { return r.Name }
	if visit, ok := v.(pane.BenchResults); ok && visit.Name != "" {
		p.shown.want(visit.Name)
	}
	return p
}

// Offers is the page in the palette.
func Offers() []pane.Offer {
	return []pane.Offer{{Name: "results", Text: "what benchmarks came to", Visit: pane.BenchResults{}}}
}

// Turn implements pane.Turner: one page is enough.
func (p *Page) Turn(v pane.Visit) bool {
	switch visit, ok := v.(pane.BenchResults); {
	case !ok:
	case visit.Name == "":
		p.shown.close()
	default:
		p.shown.want(visit.Name)
	}
	return true
}

// Update implements pane.Pane.
func (p *Page) Update(env pane.Env, msg tea.Msg) tea.Cmd {
	if env.Bencher == nil {
		return nil
	}
	var cmd tea.Cmd
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		cmd = p.press(env, msg)
	case pane.Wheel:
		p.wheel(env, msg.Lines)
	case pane.Click:
		p.click(env, msg)
	case readMsg:
		p.shown.take(msg)
	default:
		if p.asking.Take(env, msg) && p.asking.Err == nil {
			p.filter()
		}
	}
	if p.since == 0 {
		p.since = max(1, env.Now)
	}
	return tea.Batch(cmd, p.shown.read(env), p.asking.Ask(env, func(ctx context.Context) ([]bench.Result, error) { return env.Bencher.Results(ctx) }))
}

// filter keeps the results that have all words that are looked for.
func (p *Page) filter() {
	p.list.Rows = p.list.Rows[:0]
	for i := range p.asking.Got {
		if r := &p.asking.Got[i]; has(r, p.query) {
			p.list.Rows = append(p.list.Rows, *r)
		}
	}
	p.list.Sync()
}

func has(r *bench.Result, query string) bool {
	text := strings.ToLower(r.Name + " " + r.Kind + " " + r.Subject + " " + shortText(r))
	for _, word := range strings.Fields(strings.ToLower(query)) {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

// Find implements pane.Finder.
func (p *Page) Find(_ pane.Env, text string) {
	p.query = text
	p.filter()
}

// Found implements pane.Finder. A report that is on screen does not have to do with it.
func (p *Page) Found() string {
	if p.shown.open() {
		return ""
	}
	return p.query
}

func (p *Page) press(env pane.Env, msg tea.KeyPressMsg) tea.Cmd {
	lines, moves := p.keys.Lines(msg, max(1, env.Height-3))
	switch k := p.keys; {
	case p.shown.open():
		return p.pressReport(env, msg)
	case key.Matches(msg, k.Top):
		p.list.First()
	case moves:
		p.list.Step(lines)
	case key.Matches(msg, k.Mark):
		return p.mark()
	case key.Matches(msg, k.Open):
		return p.enter()
	case key.Matches(msg, k.Save):
		return pane.Say(model.Info, "show the result first: "+pane.First(k.Open))
	}
	return nil
}

// mark marks the result under the cursor, or takes its mark away.
func (p *Page) mark() tea.Cmd {
	r := p.list.Current()
	switch {
	case r == nil:
	case p.isMarked(r.Name):
		p.unmark(r.Name)
	case r.Err != nil:
		return pane.Say(model.Info, "it cannot be read: "+r.Err.Error())
	case len(p.marked) == 2:
		return pane.Say(model.Info, "two are marked: "+pane.First(p.keys.Open)+" compares them")
	default:
		p.marked = append(p.marked, r.Name)
		p.list.Step(1)
	}
	return nil
}

func (p *Page) isMarked(name string) bool { return slices.Contains(p.marked, name) }

func (p *Page) unmark(name string) {
	p.marked = slices.DeleteFunc(p.marked, func(m string) bool { return m == name })
}

// enter shows the result under the cursor, or both that are marked, the older first.
func (p *Page) enter() tea.Cmd {
	r := p.list.Current()
	switch {
	case len(p.marked) == 2:
		first, second := p.marked[0], p.marked[1]
		if p.place(first) < p.place(second) { // the newest come first
			first, second = second, first
		}
		p.shown.want(first, second)
	case r == nil:
	case r.Err != nil:
		return pane.Say(model.Info, "it cannot be read: "+r.Err.Error())
	default:
		p.shown.want(r.Name)
	}
	return nil
}

// place is where a result is among all there are, whatever is looked for; -1: nowhere.
func (p *Page) place(name string) int {
	return slices.IndexFunc(p.asking.Got, func(r bench.Result) bool { return r.Name == name })
}

func (p *Page) pressReport(env pane.Env, msg tea.KeyPressMsg) tea.Cmd {
	switch k := p.keys; {
	case key.Matches(msg, k.Earlier):
		p.shown.step(-1)
	case key.Matches(msg, k.Later):
		p.shown.step(1)
	case key.Matches(msg, k.Older):
		return p.turn(1)
	case key.Matches(msg, k.Newer):
		return p.turn(-1)
	case key.Matches(msg, k.Save):
		return p.shown.save()
	default:
		if n, ok := k.Lines(msg, max(1, env.Height/2)); ok {
			p.shown.text.Scroll(n)
		}
	}
	return nil
}

// turn shows the next result that can be read, of those that are looked for.
func (p *Page) turn(step int) tea.Cmd {
	if len(p.shown.names) != 1 {
		return pane.Say(model.Info, "two are compared: esc leads back to the list")
	}
	at := p.list.Index(p.shown.names[0])
	if at < 0 {
		return pane.Say(model.Info, "it is not on the list")
	}
	for at += step; at >= 0 && at < len(p.list.Rows); at += step {
		if p.list.Rows[at].Err == nil {
			p.list.To(at)
			p.shown.want(p.list.Rows[at].Name)
			return nil
		}
	}
	if step > 0 {
		return pane.Say(model.Info, "it is the oldest")
	}
	return pane.Say(model.Info, "it is the newest")
}

func (p *Page) wheel(env pane.Env, lines int) {
	if p.shown.open() {
		p.shown.text.Scroll(lines)
		return
	}
	p.list.Wheel(lines, p.room(env))
}

func (p *Page) click(env pane.Env, at pane.Click) {
	if row := at.Y - head; !p.shown.open() && row >= 0 && row < p.room(env) {
		p.list.To(p.list.Top + row)
	}
}

// Clear implements pane.Clearer: from a report back to the list, and then the marks go.
func (p *Page) Clear() bool {
	switch {
	case p.shown.open():
		p.shown.close()
	case len(p.marked) > 0:
		p.marked = nil
	default:
		return false
	}
	return true
}

// Idle implements pane.Idler.
func (p *Page) Idle(_ pane.Env, name string) bool {
	r, open := p.list.Current(), p.shown.open()
	switch name {
	case "open":
		return open || len(p.marked) < 2 && (r == nil || r.Err != nil)
	case "mark":
		return open || r == nil || r.Err != nil
	case "earlier", "later":
		return !open || p.shown.series() == nil
	case "older", "newer":
		return !open || len(p.shown.names) != 1
	case "save":
		return !open || len(p.shown.reports) != 1
	case "filter":
		return open
	}
	return pane.IdleFor(nil, name)
}

// Describe implements pane.Describer: what a row of the list has no room for.
func (p *Page) Describe(env pane.Env) (model.Severity, string) {
	r := p.list.Current()
	if p.shown.open() || r == nil || p.table.Width(columnShort) == 0 {
		return model.Info, ""
	}
	text := shortText(r)
	if widget.Width(text, env.Theme.Glyphs) <= p.table.Width(columnShort) {
		return model.Info, ""
	}
	if r.Err != nil {
		return model.Info, r.Name + " " + text
	}
	return model.Info, text
}

// Value implements pane.Valuer: the name of the result, or what is said of the value
// under the cursor.
func (p *Page) Value(pane.Env) string {
	if texts := p.shown.valueTexts(); texts != nil {
		return strings.Join(texts, "; ")
	}
	if p.shown.open() {
		return strings.Join(p.shown.names, " ")
	}
	if r := p.list.Current(); r != nil {
		return r.Name
	}
	return ""
}
