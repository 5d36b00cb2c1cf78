package logs

import (
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/model/logs"
	"podtop/tui/feed"
	"podtop/tui/logline"
	"podtop/tui/pane"
	"podtop/tui/widget"
)

// A find is what is looked for.
type find struct {
	text     string // as it was written
	pattern  logs.Pattern
	backward bool       // where the search under way goes
	start    bool       // it is a start that is looked for
	began    logs.Place // the start that was found last, which may not be shown
}

// FindPrompt implements pane.Prompter.
func (p *Page) FindPrompt(env pane.Env) pane.Prompt {
	return pane.Prompt{To: env.Self, Sign: "/", Text: p.find.text, Language: &patternLanguage, Check: func(text string) *model.FilterError {
		_, err := logs.ParsePattern(text, logs.SmartCase)
		return fault(err)
	}}
}

var patternLanguage = pane.Language{
	About: "What is found is a text, or a regular expression behind a ~. It is looked for through all there is, the newest first.",
	Examples: []model.FilterExample{
		{Filter: "timeout", Meaning: "these letters; without a capital, in capitals too"},
		{Filter: "no such file", Meaning: "blanks are part of it"},
		{Filter: "~time(d|s) out", Meaning: "a regular expression"},
	},
}

// filterPrompt is the line on which the filter is written.
func (p *Page) filterPrompt(env pane.Env) pane.Prompt {
	now := env.Snapshot.Time
	return pane.Prompt{To: env.Self, Sign: "&", Text: p.filter.String(), Language: &filterLanguage, Check: func(text string) *model.FilterError {
		_, err := logs.ParseFilter(text, now, logs.SmartCase)
		return fault(err)
	}}
}

var filterLanguage = pane.Language{
	About:    "A filter is terms with blanks between them; a line is shown if all of them hold.",
	Examples: logs.FilterHelp,
	More:     []string{"A line without a level is neither more nor less than any: level>=warn leaves it out, -level=debug and level!=debug keep it."},
}

// fault is an error of a pattern or a filter.
func fault(err error) *model.FilterError {
	var f *model.FilterError
	switch {
	case errors.As(err, &f):
		return f
	case err != nil:
		return &model.FilterError{Reason: err.Error()}
	}
	return nil
}

// write takes in what is written: what is to be found is highlighted at once, and
// looked for when it is kept. A filter holds when it is kept: each one is read
// anew.
func (p *Page) write(env pane.Env, w pane.Written) tea.Cmd {
	if w.Sign == "&" {
		if f, err := logs.ParseFilter(w.Text, env.Snapshot.Time, logs.SmartCase); w.Kept && err == nil {
			p.filter = f
		}
		return nil
	}
	pattern, err := logs.ParsePattern(w.Text, logs.SmartCase)
	if err != nil {
		return nil
	}
	p.feed.StopSeeking()
	p.find.text, p.find.pattern = w.Text, pattern
	if !w.Kept || pattern.IsZero() {
		return nil
	}
	if l := p.current(); l != nil && pattern.Match(logline.Head(l.Text)) {
		p.stay()
		return nil
	}
	return p.seekNext(env, true)
}

// seekNext looks for what is found before the cursor's line, or after it.
func (p *Page) seekNext(env pane.Env, backward bool) tea.Cmd {
	if p.find.pattern.IsZero() {
		return pane.Say(model.Info, "nothing is looked for: / finds")
	}
	p.find.backward, p.find.start = backward, false
	q := logs.Query{Backward: backward, Filter: p.filter, Pattern: p.find.pattern}
	return p.seek(env, feed.Seek{Sources: p.preferences.sources, Query: q})
}

// seek looks from the cursor's line on.
func (p *Page) seek(env pane.Env, s feed.Seek) tea.Cmd {
	if l := p.current(); l != nil {
		s.From = l.Place()
	}
	return p.feed.Seek(env, s)
}

// toStart goes to where a container was started before the cursor's line, or
// after it.
func (p *Page) toStart(env pane.Env, backward bool) tea.Cmd {
	step, n := 1, p.lines.at+1
	if backward {
		step, n = -1, p.lines.at-1
	}
	for ; n >= p.feed.First() && n < p.feed.End(); n += step {
		if l := p.feed.Line(n); l.IsStart() && !p.isSameStart(l) {
			p.stay()
			p.lines.at = n
			return nil
		}
	}
	p.find.backward, p.find.start = backward, true
	if p.atStart() {
		return p.feed.Seek(env, p.startFrom(p.find.began))
	}
	return p.seek(env, p.startFrom(logs.Place{}))
}

// startFrom looks for the next start from a place on, in the direction of before.
func (p *Page) startFrom(from logs.Place) feed.Seek {
	return feed.Seek{From: from, Sources: logs.WithEvents, Query: logs.Query{Backward: p.find.backward, Filter: logs.Starts}}
}

// atStart reports whether the cursor is on the first line since the start that was
// found last.
func (p *Page) atStart() bool {
	l, began, before := p.current(), p.find.began.Time, p.lines.at-1
	return l != nil && !began.IsZero() && !l.Time.Before(began) && (before < p.feed.First() || p.feed.Line(before).Time.Before(began))
}

// isSameStart reports whether the cursor is on another line of the start that l is
// of: of a new run there are Podman's event and the mark.
func (p *Page) isSameStart(l *logs.Line) bool {
	at := p.current()
	return at != nil && at.IsStart() && at.Container.Key() == l.Container.Key() && l.Time.Sub(at.Time).Abs() <= time.Second
}

// found goes to what was found, or says that nothing was.
func (p *Page) found(env pane.Env) tea.Cmd {
	s := p.feed.Sought()
	switch {
	case s == nil:
		return nil
	case s.Err != nil:
		return pane.Say(model.Warn, p.sought()+" was not found: "+s.Err.Error())
	case s.Line == nil:
		return pane.Say(model.Info, "no more "+p.sought()+" "+p.upTo(s.Reached, env)+p.otherWay())
	}
	p.stay()
	n, held := p.feed.Find(s.Line.Place())
	if p.find.start {
		p.find.began = s.Line.Place()
		if held && n == p.lines.at || p.isSameStart(s.Line) || !held && p.find.backward && p.atStart() {
			return p.feed.Seek(env, p.startFrom(p.find.began)) // the cursor is there already
		}
	}
	p.wants = logs.Place{}
	if _, opens := p.feed.Opens(env); held && !opens {
		p.lines.at = n
		p.show(env)
		return nil
	}
	if p.find.start && p.preferences.sources < logs.WithEvents {
		return p.feed.Show(env, feed.AtTime(s.Line.Time))
	}
	return p.feed.Show(env, feed.AtLine(s.Line))
}

// sought is what is looked for, in words.
func (p *Page) sought() string {
	if p.find.start {
		return "start"
	}
	return p.find.text
}

// otherWay names the key that looks in the other direction.
func (p *Page) otherWay() string {
	earlier, later := p.keys.Next, p.keys.Previous
	if p.find.start {
		earlier, later = p.keys.EarlierStart, p.keys.LaterStart
	}
	name := pane.First(earlier)
	if p.find.backward {
		name = pane.First(later)
	}
	if name == "" {
		return ""
	}
	return "; " + name + " looks the other way"
}

// upTo says up to where it was looked.
func (p *Page) upTo(reached time.Time, env pane.Env) string {
	switch {
	case !p.find.backward:
		return "up to now"
	case reached.IsZero():
		return "before that"
	}
	return "back to " + widget.Clock(reached, env.Snapshot.Time)
}

// Describe implements pane.Describer: how far a search has come, what cannot be
// read, or what the time cursor is on.
func (p *Page) Describe(env pane.Env) (model.Severity, string) {
	if reached, ok := p.feed.Seeks(); ok {
		text := "looking for " + p.sought() + ", " + p.upTo(reached, env)
		if !p.find.backward && !reached.IsZero() {
			text = "looking for " + p.sought() + ", up to " + widget.Clock(reached, env.Snapshot.Time)
		}
		return model.Info, text + "; esc ends it"
	}
	if err := p.feed.Err(); err != nil {
		return model.Warn, "the log is not read: " + err.Error()
	}
	if p.hasGraphs(env) {
		return p.axis.charts.EventText(env.Snapshot, p.subject(env))
	}
	return model.Info, ""
}
