package logline

import (
	"strings"
	"unicode/utf8"

	"podtop/model"
	"podtop/model/logs"
	"podtop/tui/widget"
)

// maxBody is how many bytes of a text are made ready to be drawn: more than any
// screen has cells.
const maxBody = 32 << 10

// maxSpans is how often a pattern is highlighted in a line.
const maxSpans = 100

// A Text is a line made ready to be drawn in a Style. It can be kept as long as
// the Style stays.
type Text struct {
	line   logs.Line // without its text
	length int       // of that
	level  logs.Level
	body   string // clean
	label  int    // up to there it is the level
	fields int    // from there on it is what a structured line says beside its message
	rows   []row
	spans  []logs.Span
	size   string // of all of the text, where there is no room to show it
	late   bool   // what is found in it is not highlighted yet
}

// A row is a part of the body, in bytes.
type row struct{ from, to int }

// Prepare makes a line ready.
func (s *Style) Prepare(l *logs.Line) *Text {
	t := &Text{line: *l, length: len(l.Text), level: l.Level}
	t.write()
	if !s.Pattern.IsZero() {
		s.find(t)
	}
	whole := s.lay(t)
	if l.IsCut() || !whole && l.Size >= 1000 {
		t.size = string(model.AppendBytes(nil, float64(l.Size)))
		s.shorten(t)
	}
	t.line.Text = "" // the feed may let go of it
	return t
}

// Rows is how many rows it takes.
func (t *Text) Rows() int { return len(t.rows) }

// write writes the body: of a structured line first its level and its message.
func (t *Text) write() {
	l := &t.line
	if l.Kind != logs.Output && l.Kind != logs.Unit {
		t.setBody(l.Words())
		return
	}
	level, message, fields := logs.Recognise(l.Text)
	if t.level == logs.Unknown {
		t.level = level
	}
	if fields.IsZero() {
		t.setBody(logs.Shown(Head(l.Text)))
		return
	}
	label := ""
	if level != logs.Unknown {
		label = level.String() + " "
	}
	body, rest := label, fieldsText(fields)
	if message != l.Text { // it has one
		body += logs.Shown(Head(message))
		if rest != "" {
			body += "  "
		}
	}
	t.setBody(body + rest)
	t.label, t.fields = len(label), min(len(body), len(t.body))
}

func (t *Text) setBody(text string) {
	t.body = Head(text)
	if t.length > maxBody {
		t.body = strings.Clone(t.body) // which may be a part of all of it
	}
	t.fields = len(t.body)
}

// Head is as much of a text as is made ready, up to a whole character.
func Head(text string) string {
	if len(text) <= maxBody {
		return text
	}
	n := maxBody
	for n > maxBody-utf8.UTFMax && !utf8.RuneStart(text[n]) {
		n--
	}
	return text[:n]
}

// timeKeys are the names that loggers have for the time, which stands before the
// line already.
var timeKeys = map[string]bool{"time": true, "ts": true, "timestamp": true, "@timestamp": true, "t": true, "@t": true}

// fieldsText is names and values: "status=500 path=\"/a b\"".
func fieldsText(fields logs.Fields) string {
	var b strings.Builder
	for name, value := range fields.All() {
		if b.Len() > maxBody {
			break
		}
		if timeKeys[name] {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(logs.Shown(Head(name)))
		b.WriteByte('=')
		if value = logs.Shown(Head(value)); value == "" || strings.ContainsAny(value, " \"") {
			b.WriteByte('"')
			b.WriteString(value)
			b.WriteByte('"')
			continue
		}
		b.WriteString(value)
	}
	return b.String()
}

// find finds what is highlighted. What was found in a structured line may not
// stand so in what is made of it: then the line is shown as it was written. Where
// no Effort is left that is for another frame.
func (s *Style) find(t *Text) {
	if t.late = s.Effort <= 0; t.late {
		return
	}
	p, raw := s.Pattern, Head(t.line.Text)
	s.Effort -= p.Effort(t.body)
	t.spans = p.Find(t.spans[:0], t.body, maxSpans)
	if len(t.spans) > 0 || t.label == 0 && t.fields == len(t.body) {
		return
	}
	if s.Effort -= p.Effort(raw); !p.Match(raw) {
		return
	}
	t.setBody(logs.Shown(raw))
	t.label = 0
	t.spans = p.Find(t.spans, t.body, maxSpans)
}

// lay breaks the body into rows, and reports whether all of it is in them.
func (s *Style) lay(t *Text) (whole bool) {
	width, most := s.Width-s.textAt(), 1
	if s.Wrap {
		most = max(1, s.Rows)
	}
	t.rows = t.rows[:0]
	for from := 0; ; {
		n, _ := widget.Fit(t.body[from:], width, s.Theme.Glyphs)
		t.rows = append(t.rows, row{from, from + n})
		from += n
		if from == len(t.body) {
			return true
		}
		if n == 0 || len(t.rows) == most {
			s.shorten(t)
			return false
		}
	}
}

// shorten makes room behind the last row for the ellipsis, and for the size if
// that is to be told.
func (s *Style) shorten(t *Text) {
	room := s.Width - s.textAt() - 1
	if t.size != "" {
		room -= len(t.size) + 1
	}
	last := &t.rows[len(t.rows)-1]
	n, _ := widget.Fit(t.body[last.from:last.to], max(0, room), s.Theme.Glyphs)
	last.to = last.from + n
}

// isWhole reports whether the rows have all of the text.
func (t *Text) isWhole() bool { return t.rows[len(t.rows)-1].to == len(t.body) && t.size == "" }

// Is reports whether it is made of that line, as it is now.
func (t *Text) Is(l *logs.Line) bool {
	return t.line.Cursor == l.Cursor && t.line.Size == l.Size && t.line.Time.Equal(l.Time) && t.length == len(l.Text)
}
