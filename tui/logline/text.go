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
	line   logs.Line
	level  logs.Level
	body   string // clean
	label  int    // up to there it is the level
	fields int    // from there on it is what a structured line says beside its message
	rows   []row
	spans  []logs.Span
	size   string // of all of the text, where there is no room to show it
}

// A row is a part of the body, in bytes.
type row struct{ from, to int }

// Prepare makes a line ready.
func (s *Style) Prepare(l *logs.Line) *Text {
	t := &Text{line: *l, level: l.Level}
	t.write()
	if !s.Pattern.IsZero() {
		t.find(s.Pattern)
	}
	whole := s.lay(t)
	if l.IsCut() || !whole && l.Size >= 1000 {
		t.size = string(model.AppendBytes(nil, float64(l.Size)))
		s.shorten(t)
	}
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
		t.setBody(logs.Shown(head(l.Text)))
		return
	}
	label := ""
	if level != logs.Unknown {
		label = level.String() + " "
	}
	body := label + logs.Shown(head(message))
	rest := fieldsText(fields)
	t.setBody(body + rest)
	t.label, t.fields = len(label), min(len(body), len(t.body))
}

func (t *Text) setBody(text string) {
	t.body = head(text)
	t.fields = len(t.body)
}

// head is the begin of a text, up to a whole character.
func head(text string) string {
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

// fieldsText is names and values: "  status=500 path=\"/a b\"".
func fieldsText(fields logs.Fields) string {
	var b strings.Builder
	b.WriteByte(' ')
	for name, value := range fields.All() {
		if b.Len() > maxBody {
			break
		}
		if timeKeys[name] {
			continue
		}
		b.WriteByte(' ')
		b.WriteString(logs.Shown(head(name)))
		b.WriteByte('=')
		if value = logs.Shown(head(value)); value == "" || strings.ContainsAny(value, " \"") {
			b.WriteByte('"')
			b.WriteString(value)
			b.WriteByte('"')
			continue
		}
		b.WriteString(value)
	}
	if b.Len() == 1 {
		return ""
	}
	return b.String()
}

// find finds what is highlighted. What was found in a structured line may not
// stand so in what is made of it: then the line is shown as it was written.
func (t *Text) find(p logs.Pattern) {
	t.spans = p.Find(t.spans[:0], t.body, maxSpans)
	if len(t.spans) > 0 || t.label == 0 && t.fields == len(t.body) || !p.Match(t.line.Text) {
		return
	}
	t.setBody(logs.Shown(head(t.line.Text)))
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
	return t.line.Cursor == l.Cursor && t.line.Size == l.Size && t.line.Time.Equal(l.Time) && t.line.Text == l.Text
}
