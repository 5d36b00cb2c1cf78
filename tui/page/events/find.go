package events

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"podtop/model"
	"podtop/tui/pane"
)

// A query is words an event must have, or with a ! must not.
type query struct {
	text  string
	words []word
}

type word struct {
	text string // in small letters
	not  bool
}

func parseQuery(text string) query {
	q := query{text: text}
	for _, f := range strings.Fields(strings.ToLower(text)) {
		w, not := strings.CutPrefix(f, "!")
		if w != "" {
			q.words = append(q.words, word{w, not})
		}
	}
	return q
}

// Find implements pane.Finder.
func (p *Pane) Find(_ pane.Env, text string) { p.query, p.made = parseQuery(text), false }

// Found implements pane.Finder.
func (p *Pane) Found() string { return p.query.text }

// finds reports whether e has the words.
func (q *query) finds(e *model.Event) bool {
	for _, w := range q.words {
		if has(e, w.text) == w.not {
			return false
		}
	}
	return true
}

// has reports whether a word is in what is shown of e, or in how Podman says it.
func has(e *model.Event, word string) bool {
	return contains(kindOf(e), word) || contains(e.Name, word) || contains(e.Text, word) || contains(e.User, word) ||
		contains(e.Source, word) || contains(e.Action, word) || contains(e.Type, word) || strings.HasPrefix(string(e.ID), word) ||
		contains(e.Kind.String(), word)
}

// contains reports whether small, in small letters, is in s, whatever letters
// that has.
func contains(s, small string) bool {
	for i := 0; i < len(s); {
		c, size := s[i], 1
		switch {
		case c >= utf8.RuneSelf:
			_, size = utf8.DecodeRuneInString(s[i:])
		case c >= 'A' && c <= 'Z':
			c += 'a' - 'A'
		}
		if (c == small[0] || c >= utf8.RuneSelf) && begins(s[i:], small) {
			return true
		}
		i += size
	}
	return false
}

func begins(s, small string) bool {
	for small != "" {
		r, n := utf8.DecodeRuneInString(s)
		want, m := utf8.DecodeRuneInString(small)
		if n == 0 || unicode.ToLower(r) != want {
			return false
		}
		s, small = s[n:], small[m:]
	}
	return true
}
