package model

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// ParseFilter reads a filter that uses no saved ones: it is itself to be saved,
// or part of a rule. The error is a *FilterError.
func ParseFilter(s string) (Filter, error) { return Saved(nil).Parse(s) }

// Saved are filters by name: in others, @busy stands for the one called busy.
type Saved map[string]Filter

// Parse is ParseFilter, with saved filters.
func (saved Saved) Parse(s string) (Filter, error) {
	f := Filter{source: strings.Trim(s, blanks)}
	for p := (filterParser{s: s, f: &f, saved: saved}); p.more(); {
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
)

// A filterParser is at byte at of s.
type filterParser struct {
	f     *Filter
	s     string
	at    int
	saved Saved
}

// A part of a filter is a name, an operator or a value.
type part struct {
	text   string
	at     int
	quoted bool
}

func (p part) errorf(format string, args ...any) error {
	return &FilterError{p.at, fmt.Sprintf(format, args...)}
}

// more skips blanks, and reports whether there is anything behind them.
func (p *filterParser) more() bool {
	for p.at < len(p.s) && strings.IndexByte(blanks, p.s[p.at]) >= 0 {
		p.at++
	}
	return p.at < len(p.s)
}

func (p *filterParser) term() (term, error) {
	bang := part{at: p.at}
	if p.s[p.at] != '!' || isOperator(p.s[p.at:]) {
		return p.positive()
	}
	p.at++
	if p.at == len(p.s) || strings.IndexByte(blanks, p.s[p.at]) >= 0 {
		return nil, bang.errorf("after ! a term is missing, as in !state=running")
	}
	t, err := p.term()
	if err != nil {
		return nil, err
	}
	return t.not(), nil
}

// positive reads a term without its leading "!".
func (p *filterParser) positive() (term, error) {
	name, op, value, err := p.parts()
	switch {
	case err != nil:
		return nil, err
	case op.text != "":
		return p.compile(name, op, value)
	case name.text == "":
		return nil, name.errorf("a name or a term is missing")
	}
	if called, ok := strings.CutPrefix(name.text, "@"); ok && !name.quoted {
		return p.saved.term(name, called)
	}
	return nameTerm(name.text), nil
}

// parts reads what such a term is made of: a word alone, without an operator, or
// a comparison.
func (p *filterParser) parts() (name, op, value part, err error) {
	if name, err = p.part(blanks + operators); err != nil {
		return
	}
	behind := p.at
	var ok bool
	op, ok = p.operator()
	switch {
	case !ok || name.quoted:
		p.at, op = behind, part{}
	case name.text == "":
		err = op.errorf("before %s a name is missing, as in cpu>1.5", op.text)
	default:
		value, err = p.value(name, op)
	}
	return
}

// wordAt is where the last word of s stands that is word, and no part of a
// comparison or in quotes; -1 if there is none.
func wordAt(s, word string) int {
	at := -1
	for p := (filterParser{s: s}); p.more(); {
		if s[p.at] == '!' && !isOperator(s[p.at:]) {
			p.at++
			continue
		}
		name, op, _, err := p.parts()
		if err != nil {
			break // of which Parse will tell
		}
		if name.text == word && !name.quoted && op.text == "" {
			at = name.at
		}
	}
	return at
}

// operator reads the comparison that comes next, if one does.
func (p *filterParser) operator() (part, bool) {
	if !p.more() || !isOperator(p.s[p.at:]) {
		return part{}, false
	}
	n := 1
	if rest := p.s[p.at:]; len(rest) > 1 && (rest[1] == '=' || rest[0] == '!') {
		n = 2
	}
	op := part{text: p.s[p.at : p.at+n], at: p.at}
	p.at += n
	return op, true
}

// isOperator reports whether s begins with a comparison: a "!" alone turns a
// term round.
func isOperator(s string) bool {
	switch s[0] {
	case '<', '>', '=', '~':
		return true
	case '!':
		return len(s) > 1 && (s[1] == '=' || s[1] == '~')
	}
	return false
}

// value reads what is compared with. Behind a blank it is no other term.
func (p *filterParser) value(name, op part) (part, error) {
	behind := p.at
	p.more()
	spaced := p.at > behind
	v, err := p.part(blanks)
	if err != nil {
		return part{}, err
	}
	if !v.quoted && (v.text == "" || spaced && strings.ContainsAny(v.text, operators)) {
		return part{}, op.errorf("after %s%s a value is missing", name.text, op.text)
	}
	return v, nil
}

// part reads up to one of the bytes in end, or what is in quotes.
func (p *filterParser) part(end string) (part, error) {
	begin := part{at: p.at}
	rest := p.s[p.at:]
	if strings.HasPrefix(rest, `"`) {
		n := strings.IndexByte(rest[1:], '"')
		if n < 0 {
			return part{}, begin.errorf(`a closing " is missing`)
		}
		p.at += n + 2
		return part{rest[1 : 1+n], begin.at, true}, nil
	}
	n := strings.IndexAny(rest, end)
	if n < 0 {
		n = len(rest)
	}
	p.at += n
	return part{text: rest[:n], at: begin.at}, nil
}

func (p *filterParser) compile(name, op, value part) (term, error) {
	word := strings.ToLower(name.text)
	if word == "age" {
		word = "uptime"
	}
	if m := MetricByName(word); m != nil {
		if p.f.metric == nil {
			p.f.metric = m
		}
		p.f.traffic = p.f.traffic || m.IsTraffic()
		return compileMetric(m, op, value)
	}
	if t := TextByName(word); t != nil {
		if p.f.text == nil {
			p.f.text = t
		}
		return compileText(t, op, value)
	}
	return nil, unknownName(name, op, value)
}

func unknownName(name, op, value part) error {
	words := FilterWords()
	if turned, ok := map[string]string{">": "<", ">=": "<=", "<": ">", "<=": ">=", "=": "=", "!=": "!="}[op.text]; ok {
		if m := MetricByName(strings.ToLower(value.text)); m != nil {
			return name.errorf("the name comes first: %s%s%s", m.Name, turned, name.text)
		}
	}
	if near := Nearest(name.text, words); near != "" {
		return name.errorf("there is no %q; did you mean %s?", name.text, near)
	}
	return name.errorf("there is no %q; there are: %s", name.text, strings.Join(words, " "))
}

func compileMetric(m *Metric, op, value part) (term, error) {
	compare, ok := Comparisons[op.text]
	if !ok {
		return nil, op.errorf("%s is a number: compare it with > >= < <= = or !=, not %s", m.Name, op.text)
	}
	want, err := ParseValue(value.text, m.Unit)
	if share := MetricByName(m.Name + ".limit%"); err != nil && share != nil && strings.HasSuffix(value.text, "%") {
		return nil, value.errorf("%s is in %s; for a share of the limit there is %s%s%s", m.Name, m.Unit.plural(), share.Name, op.text, value.text)
	}
	if err != nil {
		return nil, value.errorf("%v", err)
	}
	return m.term(compare, want), nil
}

func compileText(t *Text, op, value part) (term, error) {
	if near := t.likelyMeant(value.text); near != "" && (op.text == "=" || op.text == "!=") {
		return nil, value.errorf("there is no %s %q; did you mean %s?", t.Name, value.text, near)
	}
	switch op.text {
	case "=":
		return t.equals(value.text), nil
	case "!=":
		return t.equals(value.text).not(), nil
	case "~":
		return t.contains(value.text), nil
	case "!~":
		return t.contains(value.text).not(), nil
	}
	return nil, op.errorf("%s is a text: compare it with = != ~ or !~, not %s", t.Name, op.text)
}

// term is the saved filter that is called so, at a part of another one.
func (saved Saved) term(at part, called string) (term, error) {
	f, ok := saved[called]
	switch names := slices.Sorted(maps.Keys(saved)); {
	case ok:
		return f.truth, nil
	case saved == nil:
		return nil, at.errorf("here %s cannot be used: write out what it stands for, no saved filter or threshold uses another filter", "@"+called)
	case len(names) == 0:
		return nil, at.errorf("there is no filter %q; the configuration has none, see podtop config", "@"+called)
	case Nearest(called, names) != "":
		return nil, at.errorf("there is no filter %q; did you mean @%s?", "@"+called, Nearest(called, names))
	default:
		return nil, at.errorf("there is no filter %q; there are: @%s", "@"+called, strings.Join(names, " @"))
	}
}
