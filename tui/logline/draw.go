package logline

import (
	"strconv"
	"time"

	"podtop/model/logs"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// AppendRow appends row i of a line, in exactly Width cells. mark is the sign in
// its first cell; the line of the cursor stands out as a whole.
func (s *Style) AppendRow(b []byte, t *Text, i int, mark string, cursor bool) []byte {
	d := drawing{Line: widget.Line{B: b, Room: s.Width, Theme: s.Theme}, cursor: cursor}
	if i > 0 {
		d.write("", func() { d.Pad(s.textAt()) })
	} else {
		d.write("", func() { d.Sign("", mark) })
		s.before(&d, t)
	}
	r := t.rows[i]
	for at := r.from; at < r.to; {
		style, found, end := t.segment(at, r.to, &s.Theme)
		if found {
			d.found(s.Theme, t.body[at:end])
		} else {
			d.write(style, func() { d.Text("", t.body[at:end]) })
		}
		at = end
	}
	if i == len(t.rows)-1 && !t.isWhole() {
		d.write(s.Theme.Muted, func() { s.more(&d, t) })
	}
	d.write("", func() { d.Pad(d.Room) })
	return d.B
}

// A drawing is a row that is being drawn.
type drawing struct {
	widget.Line
	cursor bool // all of it has the look of the cursor
}

// write has something written in a style, or in that of the cursor.
func (d *drawing) write(s theme.Style, write func()) {
	if d.cursor {
		s = d.Theme.Selected
	}
	d.B = s.Begin(d.B)
	write()
	d.B = s.End(d.B)
}

// found writes what was found: it is as the cursor's line is, and in that as all
// others are.
func (d *drawing) found(t theme.Theme, text string) {
	style := t.Selected
	if d.cursor {
		style = ""
	}
	d.Text(style, text)
}

// before writes what stands before the text: time, name, sign.
func (s *Style) before(d *drawing, t *Text) {
	if w := s.stampWidth(); w > 0 {
		var scratch [48]byte
		text := s.appendStamp(scratch[:0], &t.line, w)
		d.write(s.Theme.Muted, func() { d.Digits("", text) })
	}
	if s.Names > 0 {
		name := s.name(&t.line.Container)
		d.write(nameStyle(name, &s.Theme), func() {
			d.Narrow(s.Names, func() {
				d.Text("", name)
				d.Pad(d.Room)
			})
		})
		d.write("", func() { d.Pad(1) })
	}
	d.write(t.signStyle(&s.Theme), func() { d.Digits("", append(make([]byte, 0, 2), t.line.Sign(), ' ')) })
}

// name is what stands in the column of names.
func (s *Style) name(c *logs.Container) string {
	if s.Name != nil {
		return s.Name(c)
	}
	return c.Label()
}

// more says that there is more of the text, and how much in all.
func (s *Style) more(d *drawing, t *Text) {
	d.Sign("", s.Theme.Glyphs.Ellipsis)
	if t.size != "" {
		d.Pad(1)
		d.Text("", t.size)
	}
}

// appendStamp appends the time in so many cells, and a blank.
func (s *Style) appendStamp(b []byte, l *logs.Line, width int) []byte {
	begin := len(b)
	switch at := l.Time; {
	case at.IsZero():
		b = append(b, '-')
	case s.Stamp == SinceStart:
		b = s.appendSince(b, l, width)
	case s.Stamp == UTC:
		b = append(at.UTC().AppendFormat(b, s.stampLayout()), 'Z')
	default:
		b = at.In(s.Now.Location()).AppendFormat(b, s.stampLayout())
	}
	return widget.Pad(b, width-(len(b)-begin)+1)
}

// appendSince appends how long the run had gone on: "+1:02:03.004", at the right.
func (s *Style) appendSince(b []byte, l *logs.Line, width int) []byte {
	var start time.Time
	if s.Started != nil {
		start = s.Started(l)
	}
	d := l.Time.Sub(start)
	if start.IsZero() || d < 0 || d >= 1000*time.Hour {
		return append(widget.Pad(b, width-1), '-')
	}
	var scratch [24]byte
	text := append(scratch[:0], '+')
	text = strconv.AppendInt(text, int64(d/time.Hour), 10)
	text = appendDigits(append(text, ':'), int(d/time.Minute)%60, 2)
	text = appendDigits(append(text, ':'), int(d/time.Second)%60, 2)
	text = appendDigits(append(text, '.'), int(d/time.Millisecond)%1000, 3)
	return append(widget.Pad(b, width-len(text)), text...)
}

// appendDigits appends n in at least so many digits.
func appendDigits(b []byte, n, digits int) []byte {
	for least := 10; digits > 1; digits, least = digits-1, least*10 {
		if n < least {
			b = append(b, '0')
		}
	}
	return strconv.AppendInt(b, int64(n), 10)
}
