package model

import (
	"math"
	"slices"
	"strings"
)

// A Filter chooses rows. It is a list of terms with blanks between them, all
// of which must hold:
//
//	web               the name has these letters in it; a name with its owner,
//	                  op/web, too, if there is a slash
//	exited            that, or the state or health is this very word; oom: some
//	                  process was killed for want of memory
//	cpu>1.5           a metric, compared: > >= < <= = !=
//	mem>=200M         sizes as Podman reads them, age<10m, mem.limit%>90
//	state=running     a text, the same (but for case): = !=
//	image~nginx       a text that has these letters in it: ~ !~
//	!pod=db           any term, turned round
//	image~"my app"    quotes hold blanks together; pod="" is outside any pod
//	@busy             a filter that was saved under this name, see Saved
//
// Blanks may stand around a comparison: cpu > 1.5. Traffic (net.rx and the like)
// is that of the network a container uses, whosever it is. What is not known is
// neither more nor less than anything: such a term does not hold, turned round
// or not. The zero Filter chooses all.
type Filter struct {
	source string
	terms  []term
	metric *Metric // the first that is compared
	text   *Text   // the same

	traffic bool // it compares what passes a network
}

// A FilterError says what in a filter cannot be meant, and where the part of
// it begins that is to blame: a name, an operator or a value.
type FilterError struct {
	At     int // byte of the filter
	Reason string
}

func (e *FilterError) Error() string { return e.Reason }

// String returns the filter as it was written.
func (f Filter) String() string { return f.source }

// IsZero reports whether f chooses all.
func (f Filter) IsZero() bool { return len(f.terms) == 0 }

// Subject is the name of what f is about: of the first metric that is compared,
// else of the first text, "" if there is neither.
func (f Filter) Subject() string {
	switch {
	case f.metric != nil:
		return f.metric.Name
	case f.text != nil:
		return f.text.Name
	}
	return ""
}

// Match reports whether all terms hold for c.
func (f Filter) Match(c *Container) bool {
	holds, known := f.truth(c)
	return holds && known
}

// truth reports whether all terms hold for c, and whether that is known: one
// term that is known not to hold settles it.
func (f Filter) truth(c *Container) (holds, known bool) {
	known = true
	for _, t := range f.terms {
		h, k := t(c)
		if k && !h {
			return false, true
		}
		known = known && k
	}
	return known, known
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

// A term reports whether it holds, and whether that is known.
type term func(*Container) (holds, known bool)

// not is t turned round: what is not known stays so.
func (t term) not() term {
	return func(c *Container) (bool, bool) {
		holds, known := t(c)
		return !holds, known
	}
}

// nameTerm is the term of a word alone: part of the name, as the list shows it, or
// the whole word for how the container is.
func nameTerm(word string) term {
	word = strings.ToLower(word)
	owned := strings.Contains(word, "/")
	return func(c *Container) (bool, bool) {
		name := c.Name
		if owned {
			name = c.Owner() + "/" + name
		}
		return strings.Contains(strings.ToLower(name), word) || c.hasWord(word), true
	}
}

// hasWord reports whether a word, in small letters, is one for how c is.
func (c *Container) hasWord(word string) bool {
	switch word {
	case "":
		return false
	case string(c.State), c.Health:
		return true
	}
	return word == "oom" && (c.OOMs > 0 || c.OOMKills > 0 || c.OOMKilled)
}

var states = []string{
	string(Created), string(Running), string(Paused), string(Exited), string(Stopped), string(Stopping), string(Removing),
	string(Failed), string(Inactive), string(Gone), string(Activating), string(Deactivating), string(Reloading),
}

// likelyMeant returns the word that was most likely meant by value, if t has
// words of its own and value is none of them; "" otherwise.
func (t *Text) likelyMeant(value string) string {
	var words []string
	switch t.Name {
	case "state":
		words = states
	case "health":
		words = []string{"healthy", "unhealthy", "starting"}
	}
	near := Nearest(value, words)
	if strings.EqualFold(near, value) {
		return ""
	}
	return near
}

// Comparisons are what the operators of filters and thresholds mean.
var Comparisons = map[string]func(a, b float64) bool{
	">":  func(a, b float64) bool { return a > b },
	">=": func(a, b float64) bool { return a >= b },
	"<":  func(a, b float64) bool { return a < b },
	"<=": func(a, b float64) bool { return a <= b },
	"=":  func(a, b float64) bool { return a == b },
	"!=": func(a, b float64) bool { return a != b },
}

// term compares m: of a network that several containers use, it is that of each
// of them.
func (m *Metric) term(compare func(a, b float64) bool, want float64) term {
	return func(c *Container) (bool, bool) {
		v := m.asUsed(c)
		return compare(v, want), !math.IsNaN(v)
	}
}

func (t *Text) equals(value string) term {
	return func(c *Container) (bool, bool) { return strings.EqualFold(t.Of(c), value), true }
}

func (t *Text) contains(value string) term {
	value = strings.ToLower(value)
	return func(c *Container) (bool, bool) { return strings.Contains(strings.ToLower(t.Of(c)), value), true }
}
