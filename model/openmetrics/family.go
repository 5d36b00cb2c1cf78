package openmetrics

import (
	"math"
	"strings"

	"podtop/model"
)

// A family is what is written of each T under one name.
type family[T any] struct {
	name   string // ends in _total if it is a counter, else in its unit if it has one
	help   string
	of     func(T) float64        // NaN to leave it out
	labels func(labels, T) labels // beside those that tell one T from another; may be nil
}

// labelled is a T that is told from others by labels.
type labelled interface{ appendLabels(labels) labels }

// exposition is what has been written so far.
type exposition struct {
	b     []byte
	stamp []byte // what follows each value
}

// units are those a name can end in. Anything else is a plain number.
var units = []string{"seconds", "bytes", "cores", "ratio"}

// write appends families, each with all that there is of it.
func write[T labelled](e *exposition, prefix string, rows []T, families []family[T]) {
	for i := range families {
		f := &families[i]
		begun := false
		for _, row := range rows {
			v := f.of(row)
			if math.IsNaN(v) || math.IsInf(v, 0) {
				continue
			}
			if !begun {
				e.begin(prefix+f.name, f.help)
				begun = true
			}
			e.b = append(append(e.b, prefix...), f.name...)
			l := row.appendLabels(labels{b: e.b})
			if f.labels != nil {
				l = f.labels(l, row)
			}
			e.b = append(appendValue(append(l.end(), ' '), v), e.stamp...)
			e.b = append(e.b, '\n')
		}
	}
}

// begin appends what is said of a family before its values.
func (e *exposition) begin(name, help string) {
	name, counter := strings.CutSuffix(name, "_total")
	kind := "gauge"
	if counter {
		kind = "counter"
	}
	e.addComment("HELP", name, help)
	e.addComment("TYPE", name, kind)
	for _, u := range units {
		if strings.HasSuffix(name, "_"+u) {
			e.addComment("UNIT", name, u)
		}
	}
}

func (e *exposition) addComment(what, name, text string) {
	for _, s := range []string{"# ", what, " ", name, " ", text, "\n"} {
		e.b = append(e.b, s...)
	}
}

func seconds(usec model.Count) float64 { return usec.Float() / 1e6 }

// one is the value of a family that says all with its labels; of an empty text
// there is nothing to say.
func one(text string) float64 {
	if text == "" {
		return math.NaN()
	}
	return 1
}
