package logs

import (
	"strconv"
	"strings"
	"time"

	"podtop/model"
	"podtop/model/logs"
	"podtop/tui/pane"
	"podtop/tui/widget"
)

// drawTitle appends the first line: whose lines, of when, and which are not
// shown.
func (p *Page) drawTitle(b []byte, env pane.Env) []byte {
	t := env.Theme
	foreign := func(before, text string, most, keep int) widget.Part {
		shown, used := widget.AppendClean(nil, text, most, t.Glyphs)
		part := widget.Word(t.Muted, before, keep)
		return widget.Part{Text: part.Text + string(shown), Cells: part.Cells + used, Keep: keep}
	}
	left := []widget.Part{widget.Word(t.Title, "logs", 100), foreign("", p.about.title(), 40, 95), p.whenPart(env)}
	if n := p.unseen(env); n > 0 && !p.lines.follow {
		left = append(left, widget.Word(t.Warn, strconv.Itoa(n)+" new below", 85))
	} else if !p.lines.follow && p.feed.Len() > 0 {
		left = append(left, widget.Word(t.Muted, p.below(env), 40))
	}
	if first, end := p.selected(); first < end {
		left = append(left, widget.Word(t.Warn, strconv.Itoa(end-first)+" selected", 80))
	}
	if !p.filter.IsZero() {
		left = append(left, foreign("only ", p.filter.String(), 40, 75))
		if n := p.feed.LeftOut(); n > 0 {
			left = append(left, widget.Word(t.Muted, strconv.FormatUint(n, 10)+" left out", 70))
		}
	}
	if p.find.text != "" {
		left = append(left, foreign("/", p.find.text, 30, 65))
	}
	if n := p.feed.Skipped(); n > 0 {
		left = append(left, widget.Word(t.Warn, strconv.FormatUint(n, 10)+" skipped, too fast", 60))
	}
	if s := p.preferences.sources; s != logs.WithEvents {
		left = append(left, widget.Word(t.Muted, sourceTexts[s], 20))
	}
	var right []widget.Part
	if reach := p.feed.Reach(); !reach.IsZero() {
		right = append(right, widget.Word(t.Muted, "back to "+shortClock(reach, env.Snapshot.Time), 30))
	}
	b = append(b, ' ')
	return append(widget.AppendStrip(b, env.Width-2, left, right), ' ')
}

// whenPart says whether the page follows, or at what time it stands.
func (p *Page) whenPart(env pane.Env) widget.Part {
	l := p.current()
	switch {
	case p.lines.follow && env.Frozen:
		return widget.Word(env.Theme.Muted, "stands still", 90)
	case p.lines.follow:
		return widget.Word(env.Theme.Good, "following", 90)
	case p.axis.leads:
		return widget.Word("", "at "+shortClock(p.axis.charts.Time(env.Snapshot), env.Snapshot.Time), 90)
	case l == nil:
		return widget.Part{}
	}
	return widget.Word("", "at "+shortClock(l.Time, env.Snapshot.Time), 90)
}

// below says how many lines there are below those on screen.
func (p *Page) below(env pane.Env) string {
	_, end := p.onScreen(env)
	switch n := p.feed.End() - end; {
	case !p.feed.HasYoungest():
		return "more below"
	case n > 0:
		return strconv.Itoa(n) + " below"
	}
	return "at the end"
}

// shortClock is the time of day, or the date and the time of another day.
func shortClock(at, now time.Time) string {
	at = at.In(now.Location())
	switch {
	case at.Year() != now.Year():
		return at.Format(time.DateTime)
	case at.YearDay() != now.YearDay():
		return at.Format("Jan _2 15:04:05")
	}
	return at.Format(time.TimeOnly)
}

// missing is what cannot be read, in words.
func (p *Page) missing() string { return strings.Join(p.feed.Missing(), "; ") }

// drawEmpty appends lines that say why there are none.
func (p *Page) drawEmpty(b []byte, env pane.Env, height int) []byte {
	if height < 1 {
		return b
	}
	return widget.AppendNotice(append(b, '\n'), p.emptyText(env), env.Width, height, env.Theme)
}

func (p *Page) emptyText(env pane.Env) []string {
	waits, opens := p.feed.Opens(env)
	switch {
	case env.Logs == nil:
		return []string{"Nobody reads logs here."}
	case env.Snapshot.Time.IsZero():
		return []string{"reading the host…"}
	case len(p.about.others) > 0 && len(p.about.wanted) == 0:
		return []string{"The log of " + strings.Join(p.about.others, ", ") + " is not Podman’s: podtop does not read it."}
	case len(p.about.wanted) == 0:
		return []string{"There is no container whose log could be read."}
	case p.feed.Err() != nil:
		return []string{"The log is not read: " + p.feed.Err().Error()}
	case opens && waits >= 2*time.Second:
		return []string{"reading the log for " + pane.FormatDuration(waits) + "…"}
	case opens || !p.feed.HasOldest():
		return []string{"reading the log…"}
	}
	return append(p.noLines(env), p.feed.Missing()...)
}

// noLines says of a log that was read that there is nothing in it.
func (p *Page) noLines(env pane.Env) []string {
	switch {
	case !p.filter.IsZero():
		return []string{"No line is left by  " + p.filter.String(), pane.First(p.keys.Filter) + " changes it, esc takes it away."}
	case len(p.feed.Missing()) > 0:
		return nil
	}
	text := "has written nothing"
	if n := len(p.about.wanted); n > 1 {
		text = "have written nothing: " + model.Plural(n, "container", "containers")
	}
	if reach := p.feed.Reach(); !reach.IsZero() {
		text += " since " + shortClock(reach, env.Snapshot.Time)
	}
	return []string{p.about.title() + " " + text + ".", "What comes will be shown."}
}
