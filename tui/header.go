package tui

import (
	"slices"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/tui/graph"
	"podtop/tui/pane"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// appendHeader appends the first line: whose containers, how many of each
// kind, and how podtop itself is doing.
func (a *App) appendHeader(b []byte, env pane.Env, width int) []byte {
	snap, t := env.Snapshot, a.theme
	left := []widget.Part{
		widget.Word(t.Title, "podtop", 90),
		foreign("", snap.Host.Name, 78, t),
		enginesPart(snap.Engines, t),
	}
	if snap.Demo {
		left = slices.Insert(left, 1, widget.Word(t.Alarm, " DEMONSTRATION ", 100))
	}
	left = append(left, alertsPart(snap, t))
	left = append(left, counts(snap, t)...)
	right := []widget.Part{a.mousePart(), ratePart(snap, t), selfPart(snap, t), widget.Word(t.Muted, t.Glyphs.Own(pane.First(a.key("help")))+" help", 50)}
	if a.frozen != nil {
		right = []widget.Part{widget.Word(t.Alarm, " FROZEN "+snap.Time.Format(time.TimeOnly)+" ", 100)}
	}
	b = append(b, ' ')
	b = widget.AppendStrip(b, width-2, left, right)
	return append(b, ' ')
}

// foreign is a Part of text from elsewhere.
func foreign(s theme.Style, text string, keep int, t theme.Theme) widget.Part {
	const most = 32 // cells
	return clip(s, text, most, keep, t)
}

// clip is a Part of text in so many cells at most.
func clip(s theme.Style, text string, most, keep int, t theme.Theme) widget.Part {
	b, used := widget.AppendClean(nil, text, most, t.Glyphs)
	return widget.Part{Text: s.Render(string(b)), Cells: used, Keep: keep}
}

// enginesPart says whose Podmans there are, and which do not answer, or have not had the time to.
func enginesPart(engines []model.Engine, t theme.Theme) widget.Part {
	var names []string
	style := t.Muted
	for _, e := range engines {
		switch {
		case e.Up:
			names = append(names, e.User)
			continue
		case e.Waiting:
			names = append(names, e.User+t.Glyphs.Ellipsis)
			continue
		}
		names, style = append(names, e.User+" silent"), t.Warn
	}
	return foreign(style, strings.Join(names, "+"), 30, t)
}

// mousePart says that the terminal selects no text.
func (a *App) mousePart() widget.Part {
	if a.view.MouseMode == tea.MouseModeNone {
		return widget.Part{}
	}
	return widget.Word(a.theme.Warn, "mouse", 77)
}

// alertsPart says how many alerts fire for what holds now.
func alertsPart(snap *model.Snapshot, t theme.Theme) widget.Part {
	n := 0 // what holds comes before what does not
	for n < len(snap.Alerts) && snap.Alerts[n].Holds() {
		n++
	}
	switch {
	case n == 0:
		return widget.Part{}
	case n == 1:
		return widget.Word(widget.SeverityStyle(snap.Alerts[0].Severity, t), "1 alert", 85)
	}
	return widget.Word(widget.SeverityStyle(snap.Alerts[0].Severity, t), strconv.Itoa(n)+" alerts", 85)
}

// counts says how many containers there are of each kind there is.
func counts(snap *model.Snapshot, t theme.Theme) []widget.Part {
	var running, paused, exited, unhealthy, failed, starting, stopping, reloading, restarting int
	for i := range snap.Containers {
		c := &snap.Containers[i]
		switch {
		case c.Infra:
			continue
		case c.State == model.Paused:
			paused++
		case c.Restarting():
			restarting++
		case c.State.Live():
			running++
		case c.State == model.Exited || c.State == model.Stopped:
			exited++
		case c.State == model.Failed:
			failed++
		case c.State == model.Activating: // a unit between two starts
			starting++
		case c.State == model.Deactivating:
			stopping++
		case c.State == model.Reloading:
			reloading++
		}
		if c.State.Live() && c.Health == "unhealthy" {
			unhealthy++
		}
	}
	var parts []widget.Part
	add := func(n int, word string, s theme.Style, keep int) {
		if n > 0 {
			parts = append(parts, widget.Word(s, strconv.Itoa(n)+" "+word, keep))
		}
	}
	add(running, "running", "", 80)
	add(starting, "starting", t.Warn, 65)
	add(stopping, "stopping", t.Warn, 64)
	add(reloading, "reloading", t.Warn, 63)
	add(paused, "paused", "", 60)
	add(exited, "exited", "", 55)
	add(failed, "failed", t.Bad, 75)
	add(restarting, "restarting", t.Bad, 69)
	add(unhealthy, "unhealthy", t.Bad, 70)
	return parts
}

// ratePart is how often podtop samples.
func ratePart(snap *model.Snapshot, t theme.Theme) widget.Part {
	switch {
	case snap.Interval <= 0:
		return widget.Part{}
	case snap.Self.Slowed:
		return widget.Word(t.Warn, rate(snap.Interval)+" slowed", 45)
	}
	return widget.Word(t.Muted, rate(snap.Interval), 45)
}

func rate(every time.Duration) string {
	if every > time.Second {
		return "every " + every.Round(100*time.Millisecond).String()
	}
	return strconv.FormatFloat(1/every.Seconds(), 'g', 3, 64) + " Hz"
}

// selfPart is the processor time podtop takes, of one core.
func selfPart(snap *model.Snapshot, t theme.Theme) widget.Part {
	cpu := snap.Self.CPU
	if cpu != cpu || snap.Time.IsZero() {
		return widget.Part{}
	}
	return widget.Word(t.Muted, "self "+strconv.FormatFloat(100*cpu, 'f', 1, 64)+"%", 20)
}

// appendHost appends the second line: the machine as a whole.
func (a *App) appendHost(b []byte, env pane.Env, width int) []byte {
	snap, t := env.Snapshot, a.theme
	if snap.Time.IsZero() {
		return widget.Pad(b, width)
	}
	h := &snap.Host
	wide := min(40, max(6, (width-112)/2))
	parts := []widget.Part{
		value(t, "cpu ", num(h.CPU, model.Cores, t)+"/"+strconv.Itoa(h.CPUs), 90),
		hostSpark(env, t, wide),
		value(t, "mem ", num(h.MemUsed, model.Bytes, t)+"/"+num(h.MemTotal, model.Bytes, t), 85),
		memBar(h, t, wide),
		value(t, "psi ", "cpu "+num(h.PSICPU, model.Number, t)+" mem "+num(h.PSIMem, model.Number, t)+" io "+num(h.PSIIO, model.Number, t)+"%", 80),
		value(t, "net ", t.Glyphs.Down+num(h.NetRx, model.BytesPerSec, t)+" "+t.Glyphs.Up+num(h.NetTx, model.BytesPerSec, t), 60),
		value(t, "blk ", "r "+num(h.BlkR, model.BytesPerSec, t)+" w "+num(h.BlkW, model.BytesPerSec, t), 50),
		value(t, "load ", load(h.Load1, t), 40),
	}
	b = append(b, ' ')
	b = widget.AppendStrip(b, width-2, parts, nil)
	return append(b, ' ')
}

// value is a Part of a muted label and what it is about.
func value(t theme.Theme, label, text string, keep int) widget.Part {
	l, v := widget.Word(t.Muted, label, keep), widget.Word("", text, keep)
	return widget.Part{Text: l.Text + v.Text, Cells: l.Cells + v.Cells, Keep: keep}
}

func num(v float64, d model.Dimension, t theme.Theme) string {
	return t.Glyphs.Own(string(model.AppendValue(nil, v, d)))
}

func load(v float64, t theme.Theme) string {
	if v != v {
		return t.Glyphs.Dash
	}
	return strconv.FormatFloat(v, 'f', 1, 64)
}

// hostSpark is the CPU used in the window, of all there is.
func hostSpark(env pane.Env, t theme.Theme, cells int) widget.Part {
	values := make([]float32, cells*graph.Dots(t.Glyphs.Charset))
	env.Past.Maxima(values, model.HostKey, model.FastCPU, env.Snapshot.Mono, env.Dot(len(values)))
	line := graph.AppendSpark(nil, values, float32(env.Snapshot.Host.CPUs), t.Glyphs.Charset)
	return widget.Part{Text: t.Graph.Render(string(line)), Cells: cells, Keep: 70}
}

func memBar(h *model.Host, t theme.Theme, cells int) widget.Part {
	if !(h.MemTotal > 0) {
		return widget.Part{}
	}
	bar := graph.AppendBar(nil, cells, h.MemUsed/h.MemTotal, 0, t.Graph, t)
	return widget.Part{Text: string(bar), Cells: cells, Keep: 45}
}
