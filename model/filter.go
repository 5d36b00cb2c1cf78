package model

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// A Filter chooses rows. It is a list of terms with blanks between them, all
// of which must hold:
//
//	web               the name has these letters in it
//	cpu>1.5           a metric, compared: > >= < <= = !=
//	mem>=200M         sizes as Podman reads them, age<10m, mem.limit%>90
//	state=running     a text, the same (but for case): = !=
//	image~nginx       a text that has these letters in it: ~ !~
//	!pod=db           any term, turned round
//
// What is not known is neither more nor less than anything: such a term does
// not hold, turned round or not. The zero Filter chooses all.
type Filter struct {
	source string
	terms  []term
}

// A term reports whether it holds, and whether that is known.
type term func(*Container) (holds, known bool)

// A FilterError says what in a filter cannot be meant, and where it begins.
type FilterError struct {
	At     int // byte of the filter
	Reason string
}

func (e *FilterError) Error() string { return e.Reason }

// ParseFilter reads a filter. The error is a *FilterError.
func ParseFilter(s string) (Filter, error) {
	f := Filter{source: strings.Trim(s, " \t")}
	for at := 0; at < len(s); {
		if s[at] == ' ' || s[at] == '\t' {
			at++
			continue
		}
		end := at + strings.IndexAny(s[at:]+" ", " \t")
		t, err := parseTerm(s[at:end])
		if err != nil {
			return Filter{}, &FilterError{at, err.Error()}
		}
		f.terms = append(f.terms, t)
		at = end
	}
	return f, nil
}

// String returns the filter as it was written.
func (f Filter) String() string { return f.source }

// IsZero reports whether f chooses all.
func (f Filter) IsZero() bool { return len(f.terms) == 0 }

// Match reports whether all terms hold for c.
func (f Filter) Match(c *Container) bool {
	for _, t := range f.terms {
		if holds, known := t(c); !holds || !known {
			return false
		}
	}
	return true
}

func parseTerm(s string) (term, error) {
	body, negated := strings.CutPrefix(s, "!")
	if body == "" {
		return nil, fmt.Errorf("after ! a term is missing, as in !state=running")
	}
	t, err := parsePositive(body)
	if err != nil || !negated {
		return t, err
	}
	return func(c *Container) (bool, bool) {
		holds, known := t(c)
		return !holds, known
	}, nil
}

// parsePositive reads a term without its leading "!".
func parsePositive(s string) (term, error) {
	i := strings.IndexAny(s, "<>=~!")
	if i < 0 {
		return hasLetters(TextByName("name"), s), nil
	}
	name, op, value := strings.ToLower(s[:i]), s[i:i+1], s[i+1:]
	if value != "" && (value[0] == '=' || op == "!" && value[0] == '~') {
		op, value = op+value[:1], value[1:]
	}
	if value == "" {
		return nil, fmt.Errorf("after %s%s a value is missing", name, op)
	}
	if name == "age" {
		name = "uptime"
	}
	if m := MetricByName(name); m != nil {
		return compareMetric(m, op, value)
	}
	if t := TextByName(name); t != nil {
		return compareText(t, op, value)
	}
	return nil, fmt.Errorf("there is no %q; there are: %s", name, strings.Join(FilterWords(), " "))
}

// FilterWords are the names a filter can ask for.
func FilterWords() []string {
	words := []string{"age"}
	for _, t := range Texts {
		words = append(words, t.Name)
	}
	words = append(words, MetricNames()...)
	slices.Sort(words)
	return words
}

func compareMetric(m *Metric, op, value string) (term, error) {
	want, err := ParseValue(value, m.Unit)
	if err != nil {
		return nil, err
	}
	compare, ok := map[string]func(a, b float64) bool{
		">": func(a, b float64) bool { return a > b }, ">=": func(a, b float64) bool { return a >= b },
		"<": func(a, b float64) bool { return a < b }, "<=": func(a, b float64) bool { return a <= b },
		"=": func(a, b float64) bool { return a == b }, "!=": func(a, b float64) bool { return a != b },
	}[op]
	if !ok {
		return nil, fmt.Errorf("%s is a number: compare it with > >= < <= = or !=, not %s", m.Name, op)
	}
	return func(c *Container) (bool, bool) {
		v := m.Of(&c.Figures)
		return compare(v, want), !math.IsNaN(v)
	}, nil
}

func compareText(t *Text, op, value string) (term, error) {
	same := func(c *Container) (bool, bool) { return strings.EqualFold(t.Of(c), value), true }
	has := hasLetters(t, value)
	switch op {
	case "=":
		return same, nil
	case "!=":
		return func(c *Container) (bool, bool) { holds, _ := same(c); return !holds, true }, nil
	case "~":
		return has, nil
	case "!~":
		return func(c *Container) (bool, bool) { holds, _ := has(c); return !holds, true }, nil
	}
	return nil, fmt.Errorf("%s is a text: compare it with = != ~ or !~, not %s", t.Name, op)
}

func hasLetters(t *Text, value string) term {
	value = strings.ToLower(value)
	return func(c *Container) (bool, bool) { return strings.Contains(strings.ToLower(t.Of(c)), value), true }
}
