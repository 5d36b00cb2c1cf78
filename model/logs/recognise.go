package logs

import (
	"iter"
	"strings"
)

// A form is how a logger writes lines.
type form uint8

const (
	plain form = iota
	jsonForm
	logfmtForm
)

// Fields are what a structured line says beside its level and its message. They
// are read from the text only when somebody goes through them.
type Fields struct {
	text string
	form form
}

// IsZero reports whether the line is not structured.
func (f Fields) IsZero() bool { return f.form == plain }

// All are names and values, in the order of the line. A value that is no string
// is as the line has it.
func (f Fields) All() iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		f.each(func(key string, v jsonValue) bool {
			if levelKeys[foldKey(key)] || messageKeys[foldKey(key)] > 0 {
				return true
			}
			if text, ok := v.text(); ok {
				return yield(key, text)
			}
			return yield(key, v.raw)
		})
	}
}

// each calls visit for each member, until it returns false; it reports whether
// the line is whole.
func (f Fields) each(visit func(string, jsonValue) bool) bool {
	switch f.form {
	case jsonForm:
		scan := jsonScanner{s: f.text}
		for scan.begin(); scan.next() && visit(scan.key, scan.value); {
		}
		return !scan.failed
	case logfmtForm:
		return eachPair(f.text, visit)
	}
	return false
}

// Recognise finds the level and the message of a line that a logger wrote: as
// JSON, as logfmt, or as text with the level before it. Of what it does not
// recognise the level is Unknown, the message is all of the text, and there are
// no fields. It allocates nothing but a message that has escapes in it.
func Recognise(text string) (level Level, message string, fields Fields) {
	if level, message, fields.form = structured(text); fields.form != plain {
		fields.text = text
		if message == "" {
			message = text
		}
		return level, message, fields
	}
	if level, message = cutLevel(text); level != Unknown {
		return level, message, Fields{}
	}
	return Unknown, text, Fields{}
}

// LevelOf is the level that Recognise finds. It allocates nothing.
func LevelOf(text string) Level {
	if level, _, form := find(text); form != plain {
		return level
	}
	level, _ := cutLevel(text)
	return level
}

// structured is find, with the message as it was before it was escaped.
func structured(text string) (Level, string, form) {
	level, message, form := find(text)
	if text, ok := message.text(); ok {
		return level, text, form
	}
	return level, message.raw, form
}

// find finds the level and the message of a structured line; a line that has
// neither is plain.
func find(text string) (level Level, message jsonValue, f form) {
	f = formOf(text)
	if f == plain {
		return Unknown, message, plain
	}
	rank := 0
	whole := Fields{text, f}.each(func(key string, v jsonValue) bool {
		key = foldKey(key)
		if levelKeys[key] && level == Unknown {
			level = v.level()
		}
		if r := messageKeys[key]; r > rank && (v.isString || f == logfmtForm) {
			rank, message = r, v
		}
		return true
	})
	if !whole || level == Unknown && rank == 0 {
		return Unknown, jsonValue{}, plain
	}
	return level, message, f
}

// formOf is the form that text may have, by its first letters.
func formOf(text string) form {
	s := strings.TrimLeft(text, " \t")
	switch {
	case strings.HasPrefix(s, "{"):
		return jsonForm
	case firstPair(s):
		return logfmtForm
	}
	return plain
}
