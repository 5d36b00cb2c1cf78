package logs

import (
	"strconv"
	"time"
	"unicode/utf8"

	"podtop/model"
	"podtop/model/clean"
)

// A TextFormat says how lines are written for people: the time, the container's
// name, a sign for the stream or the kind, and the text.
//
//	2026-11-30 13:00:00.123 web   | GET /index.html
//	2026-11-30 13:00:00.124 web   ! no such file
//	2026-11-30 13:00:02.000 cache * died, exit code 137
type TextFormat struct {
	Location  *time.Location // of times; nil: UTC
	NameWidth int            // of the column of names
	Color     bool           // for a terminal; signs say the same without it
}

// timeLayout has milliseconds: it is for people, and JSON has all of the time.
const timeLayout = "2006-01-02 15:04:05.000"

// AppendLine appends l and a newline.
func (f *TextFormat) AppendLine(b []byte, l *Line) []byte {
	b = f.appendTime(b, l.Time)
	b = append(b, ' ')
	b = f.appendName(b, l)
	b = append(b, ' ')
	b = f.colored(b, signColor(l), func(b []byte) []byte { return append(b, l.Sign()) })
	if words := l.Words(); words != "" {
		b = append(append(b, ' '), words...)
	}
	return append(b, '\n')
}

func (f *TextFormat) appendTime(b []byte, t time.Time) []byte {
	if t.IsZero() {
		return pad(append(b, model.Dash...), len(timeLayout)-1)
	}
	if f.Location == nil {
		return t.UTC().AppendFormat(b, timeLayout)
	}
	return t.In(f.Location).AppendFormat(b, timeLayout)
}

// appendName appends the name, or the id or the user of what has none.
func (f *TextFormat) appendName(b []byte, l *Line) []byte {
	name := clean.Text(l.Container.Label())
	if l.Container == (Container{}) {
		name = model.Dash
	}
	b = f.colored(b, nameColor(name), func(b []byte) []byte { return append(b, name...) })
	return pad(b, f.NameWidth-utf8.RuneCountInString(name))
}

func pad(b []byte, n int) []byte {
	for range n {
		b = append(b, ' ')
	}
	return b
}

// colored appends in one of the 16 colours of a terminal; 0 is its own.
func (f *TextFormat) colored(b []byte, color int, write func([]byte) []byte) []byte {
	if !f.Color || color == 0 {
		return write(b)
	}
	b = append(b, "\x1b["...)
	b = append(strconv.AppendInt(b, int64(color), 10), 'm')
	return append(write(b), "\x1b[0m"...)
}

const (
	red    = 31
	yellow = 33
)

func signColor(l *Line) int {
	level := l.KnownLevel()
	switch {
	case level >= Err || level == Unknown && l.Stream == Stderr:
		return red
	case level == Warn:
		return yellow
	}
	return 0
}

// nameColor is the colour of a name, the same each time; red and yellow are for
// what is wrong.
func nameColor(name string) int {
	colors := [...]int{32, 34, 35, 36, 92, 94, 95, 96}
	return colors[HashName(name)%uint32(len(colors))]
}

// AppendRaw appends the text of l alone, clean, and a newline; of a part that
// goes on in the next line no newline. What is no container's output is left
// out, as podman logs does.
func AppendRaw(b []byte, l *Line) []byte {
	if l.Kind != Output {
		return b
	}
	b = append(b, l.ShownText()...)
	if l.Partial {
		return b
	}
	return append(b, '\n')
}
