package logs

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"podtop/model"
)

// ParseFilter reads a filter at the time now, in whose location times without a
// zone are. The error is a *model.FilterError, which says where the fault is.
func ParseFilter(s string, now time.Time, c Case) (Filter, error) {
	f := Filter{source: strings.Trim(s, blanks)}
	for p := (filterParser{s: s, now: now, letters: c, f: &f}); p.more(); {
		if len(f.terms) == maxTerms {
			return Filter{}, &model.FilterError{At: p.at, Reason: "a filter has at most " + model.Plural(maxTerms, "term", "terms")}
		}
		p.turned = false
		t, err := p.term()
		if err != nil {
			return Filter{}, err
		}
		f.terms = append(f.terms, t)
	}
	return f, nil
}

const (
	blanks    = " \t"
	operators = "<>=~!"
	maxTerms  = 100
)

// A filterParser is at byte at of s.
type filterParser struct {
	f       *Filter
	s       string
	at      int
	now     time.Time
	letters Case
	turned  bool // the term that is read is behind a - or !
}

// A piece of a filter is a name, an operator or a value.
type piece struct {
	text string
	at   int // of the text, behind its quote
}

func (p piece) errorf(format string, args ...any) error {
	return &model.FilterError{At: p.at, Reason: fmt.Sprintf(format, args...)}
}

// more skips blanks, and reports whether there is anything behind them.
func (p *filterParser) more() bool {
	for p.at < len(p.s) && strings.IndexByte(blanks, p.s[p.at]) >= 0 {
		p.at++
	}
	return p.at < len(p.s)
}

// term reads a term. A - or ! before it turns it round.
func (p *filterParser) term() (term, error) {
	sign := piece{p.s[p.at : p.at+1], p.at}
	if sign.text != "-" && sign.text != "!" {
		return p.positive()
	}
	p.at++
	switch {
	case p.at == len(p.s) || strings.IndexByte(blanks, p.s[p.at]) >= 0:
		return nil, sign.errorf("after %s a term is missing, as in %[1]stimeout", sign.text)
	case sign.text == "-" && p.s[p.at] == '-':
		return nil, sign.errorf("a text that begins with - is found in quotes: %q", p.s[sign.at:sign.at+tokenLen(p.s[sign.at:])])
	}
	p.turned = true
	t, err := p.term()
	if err != nil {
		return nil, err
	}
	return t.not(), nil
}

// positive reads a term without a sign before it.
func (p *filterParser) positive() (term, error) {
	if p.s[p.at] == '~' {
		p.at++
		expr, err := p.piece()
		if err != nil {
			return nil, err
		}
		if expr.text == "" {
			return nil, expr.errorf("after ~ a regular expression is missing")
		}
		pattern, err := Regexp(expr.text, p.letters)
		return textTerm(pattern), moved(err, expr.at)
	}
	if name, op, ok := p.comparison(); ok {
		return p.compare(name, op)
	}
	word, err := p.piece()
	if err != nil {
		return nil, err
	}
	if word.text == "" {
		return nil, word.errorf("a text is missing")
	}
	if slices.Contains(connectives, strings.ToLower(word.text)) && p.s[max(0, word.at-1)] != '"' {
		return nil, word.errorf("all terms must hold, and none is joined to another by %s; the text itself is found in quotes: %[1]q", word.text)
	}
	pattern, err := Literal(word.text, p.letters)
	return textTerm(pattern), moved(err, word.at)
}

// connectives are what joins terms elsewhere. As texts they would be found in
// words such as error.
var connectives = []string{"or", "and", "|", "||", "&&"}

// comparison reads a name and the operator behind it. Blanks may stand between
// them if the name is one that a filter can ask for; else they are two words.
func (p *filterParser) comparison() (name, op piece, ok bool) {
	rest := p.s[p.at:]
	name = piece{rest[:len(rest)-len(strings.TrimLeft(rest, letters))], p.at}
	end := p.at + len(name.text)
	begin := end
	if slices.Contains(FilterWords(), strings.ToLower(name.text)) {
		begin = len(p.s) - len(strings.TrimLeft(p.s[end:], blanks))
	}
	op = piece{p.s[begin : begin+operatorLen(p.s[begin:])], begin}
	if name.text == "" || op.text == "" {
		return name, op, false
	}
	p.at = begin + len(op.text)
	return name, op, true
}

const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

// operatorLen is how long the comparison is that s begins with.
func operatorLen(s string) int {
	switch {
	case s == "" || strings.IndexByte(operators, s[0]) < 0:
		return 0
	case len(s) > 1 && s[0] != '~' && s[1] == '=', strings.HasPrefix(s, "!~"):
		return 2
	case s[0] == '!':
		return 0
	}
	return 1
}

// piece reads up to the next blank, or what is in quotes.
func (p *filterParser) piece() (piece, error) {
	rest := p.s[p.at:]
	if strings.HasPrefix(rest, `"`) {
		n := strings.IndexByte(rest[1:], '"')
		if n < 0 {
			return piece{}, piece{at: p.at}.errorf(`a closing " is missing`)
		}
		q := piece{rest[1 : 1+n], p.at + 1}
		p.at += n + 2
		return q, nil
	}
	q := piece{rest[:tokenLen(rest)], p.at}
	p.at += len(q.text)
	return q, nil
}
