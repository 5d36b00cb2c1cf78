package logs

import (
	"bytes"
	"regexp"
	"strings"
	"unicode"

	"podtop/model"
)

// A Case says which letters are the same.
type Case uint8

// Cases. SmartCase is journalctl's: a pattern without a capital finds capitals,
// too.
const (
	SmartCase Case = iota
	ExactCase
	AnyCase
)

func (c Case) folds(pattern string) bool {
	return c == AnyCase || c == SmartCase && strings.IndexFunc(pattern, unicode.IsUpper) < 0
}

// maxPattern is the longest pattern, in bytes.
const maxPattern = 1000

// A Pattern is what is looked for in texts: a literal, or a regular expression.
// The zero Pattern is in every text.
type Pattern struct {
	literal string
	bytes   []byte         // literal again, if it is found as it is
	fold    bool           // literal is in small letters of ASCII, and finds capitals
	expr    *regexp.Regexp // nil: the literal counts
	steps   int            // of expr
}

// A Span is a part of a text: the bytes from From up to To.
type Span struct{ From, To int }

// ParsePattern reads a pattern: ~ and a regular expression, or a literal. The
// error is a *model.FilterError, which says where the fault is.
func ParsePattern(s string, c Case) (Pattern, error) {
	expr, ok := strings.CutPrefix(s, "~")
	if !ok {
		return Literal(s, c)
	}
	p, err := Regexp(expr, c)
	return p, moved(err, 1)
}

// Literal is the pattern that finds s itself.
func Literal(s string, c Case) (Pattern, error) {
	if len(s) > maxPattern {
		return Pattern{}, errLong()
	}
	switch {
	case !c.folds(s):
		return Pattern{literal: s, bytes: []byte(s)}, nil
	case isASCII(s):
		return Pattern{literal: strings.ToLower(s), fold: true}, nil
	}
	expr, err := regexp.Compile("(?i)" + regexp.QuoteMeta(s))
	if err != nil { // it is not valid UTF-8
		return Pattern{literal: s, bytes: []byte(s)}, nil
	}
	return Pattern{expr: expr, steps: 1}, nil
}

// Regexp is the pattern that finds what a regular expression matches.
func Regexp(s string, c Case) (Pattern, error) {
	if len(s) > maxPattern {
		return Pattern{}, errLong()
	}
	if err := checkRegexp(s); err != nil {
		return Pattern{}, err
	}
	flags := ""
	if c.folds(s) {
		flags = "(?i)"
	}
	expr, err := regexp.Compile(flags + s)
	if err != nil {
		return Pattern{}, &model.FilterError{Reason: "this is no regular expression: " + err.Error()}
	}
	steps, err := stepsOf(flags + s)
	if err != nil || steps > maxSteps {
		return Pattern{}, &model.FilterError{Reason: "this regular expression repeats too much, and would take too long"}
	}
	return Pattern{expr: expr, steps: steps}, nil
}

func errLong() error {
	return &model.FilterError{At: maxPattern, Reason: "a pattern has at most 1000 bytes"}
}

// IsZero reports whether p is in every text.
func (p Pattern) IsZero() bool { return p.expr == nil && p.literal == "" }

// Effort is how much it takes at most to look for p in a text, in steps of some
// nanoseconds.
func (p Pattern) Effort(text string) int { return max(1, p.steps) * len(text) }

// Match reports whether p is in text.
func (p Pattern) Match(text string) bool {
	switch {
	case p.expr != nil:
		return p.expr.MatchString(text)
	case p.fold:
		return indexFold(text, p.literal) >= 0
	}
	return strings.Contains(text, p.literal)
}

// MatchBytes is Match, for a text that was read and not kept.
func (p Pattern) MatchBytes(text []byte) bool {
	switch {
	case p.expr != nil:
		return p.expr.Match(text)
	case p.fold:
		return indexFold(text, p.literal) >= 0
	}
	return bytes.Contains(text, p.bytes)
}

// Find appends where p is in text, from left to right, at most so many, to be
// highlighted. For a line on screen that is its text as shown, which is not as
// long as the raw one.
func (p Pattern) Find(spans []Span, text string, most int) []Span {
	if p.expr != nil {
		return p.findAll(spans, text, most)
	}
	if p.literal == "" {
		return spans
	}
	for from := 0; most > 0; most-- {
		i := p.index(text[from:])
		if i < 0 {
			break
		}
		to := from + i + len(p.literal)
		spans = append(spans, Span{from + i, to})
		from = to
	}
	return spans
}

func (p Pattern) index(text string) int {
	if p.fold {
		return indexFold(text, p.literal)
	}
	return strings.Index(text, p.literal)
}

// findAll is Find, of a regular expression. Where it matches nothing there is
// nothing to highlight.
func (p Pattern) findAll(spans []Span, text string, most int) []Span {
	for _, at := range p.expr.FindAllStringIndex(text, max(most, 0)) {
		if at[0] < at[1] {
			spans = append(spans, Span{at[0], at[1]})
		}
	}
	return spans
}
