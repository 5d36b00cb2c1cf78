package bench

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"podtop/model"
	"podtop/model/clean"
)

// MaxFile is the size of the largest file that Read reads, in bytes.
const MaxFile = 16 << 20

const (
	mostParts = 500_000 // of a file: numbers, texts, members
	mostDepth = 4       // of objects in its results
	mostText  = 4096    // bytes of one text

	mostSeries  = 32
	mostFigures = 10_000
)

// Read reads back what Report.JSON wrote, and the reports of others that have
// numbers in "results". What is in the file may be anything; what comes out is
// bounded and clean.
func Read(doc []byte) (*Report, error) {
	switch {
	case len(doc) > MaxFile:
		return nil, fmt.Errorf("it has more than %d MiB, so it is no report of a benchmark", MaxFile>>20)
	case bytes.Count(doc, []byte{','}) > mostParts:
		return nil, errors.New("it has more in it than the report of any benchmark")
	}
	var f file
	if err := json.Unmarshal(doc, &f); err != nil {
		return nil, fmt.Errorf("it is no report of a benchmark: %s", clean.Head(err.Error(), mostText))
	}
	if f.Results == nil {
		return nil, errors.New(`it is no report of a benchmark: it has no "results"`)
	}
	return f.report()
}

func (f *file) report() (*Report, error) {
	r := &Report{
		Kind: cleaned(f.Kind), Time: time.Time(f.Timestamp), Subject: cleaned(f.Subject), Image: cleaned(f.Image),
		Arms: f.Arms, Machine: f.Machine,
	}
	f.cleanMachine(&r.Machine)
	if r.Arms != nil {
		r.Arms.A, r.Arms.B = cleaned(r.Arms.A), cleaned(r.Arms.B)
	}
	for _, n := range f.Notes {
		r.Notes = append(r.Notes, cleaned(n))
	}
	results := resultReader{report: r, units: f.Units}
	if err := results.object("", f.Results, 1); err != nil {
		return nil, fmt.Errorf("it is no report of a benchmark: results%s", clean.Head(err.Error(), mostText))
	}
	return r, nil
}

func (f *file) cleanMachine(m *Machine) {
	for _, s := range []*string{&m.Kernel, &m.Podman, &m.Runtime, &m.Network, &m.LogDriver, &m.Storage, &m.Governor} {
		*s = cleaned(*s)
	}
	m.Limits = map[string]string{}
	for name, value := range f.Machine.Limits {
		m.Limits[cleaned(name)] = cleaned(value)
	}
}

func cleaned(s string) string { return clean.Head(s, mostText) }

// A resultReader fills a report with what is in "results".
type resultReader struct {
	report *Report
	units  map[string]string

	figures int
}

// object reads the members of an object at a path. Texts, lists and names that
// cannot be asked for are left out; so is what an ab showed, as it follows from
// the series of its arms.
func (r *resultReader) object(path string, o *object, depth int) error {
	for _, m := range *o {
		if !isName(m.name) || path == "" && m.name == groupAB && r.report.Arms != nil {
			continue
		}
		if err := r.member(path, m.name, m.value.(json.RawMessage), depth); err != nil {
			return fmt.Errorf(".%s%w", m.name, err)
		}
	}
	return nil
}

func (r *resultReader) member(path, name string, value json.RawMessage, depth int) error {
	switch first := value[0]; {
	case first == '{' && depth < mostDepth:
		var below object
		if err := json.Unmarshal(value, &below); err != nil {
			return fmt.Errorf(": %w", err)
		}
		if samples := below.list(samplesName); samples != nil {
			return r.series(path, name, &below, samples)
		}
		return r.object(join(path, name), &below, depth+1)
	case path != "" && (first == '-' || first >= '0' && first <= '9'):
		var v float64
		if err := json.Unmarshal(value, &v); err != nil {
			return fmt.Errorf(": %w", err)
		}
		return r.figure(path, name, v)
	}
	return nil
}

// figure puts a figure into the group of the path, which it makes unless that
// is the last one.
func (r *resultReader) figure(path, name string, v float64) error {
	if r.figures++; r.figures > mostFigures {
		return errors.New(" has more figures than any benchmark")
	}
	groups := &r.report.Figures
	if n := len(*groups); n == 0 || (*groups)[n-1].Name != path {
		*groups = append(*groups, Group{Name: path})
	}
	last := &(*groups)[len(*groups)-1]
	last.Figures = append(last.Figures, Figure{name, unitCalled(r.units[join(path, name)]), v})
	return nil
}

func (r *resultReader) series(path, name string, o *object, samples json.RawMessage) error {
	if len(r.report.Series) == mostSeries {
		return errors.New(" has more series than any benchmark")
	}
	s := Series{Group: path, Name: name, Unit: model.Number, Better: Neither}
	if err := json.Unmarshal(samples, (*fileValues)(&s.Values)); err != nil {
		return fmt.Errorf(".%s: %w", samplesName, err)
	}
	s.Title = textOf(o, "title")
	s.Unit, s.Better = unitCalled(textOf(o, "unit")), directionCalled(textOf(o, "better"))
	r.report.Series = append(r.report.Series, s)
	return nil
}

// list is the member of o that is a list, nil if there is none.
func (o *object) list(name string) json.RawMessage {
	if value, ok := o.get(name); ok && value.(json.RawMessage)[0] == '[' {
		return value.(json.RawMessage)
	}
	return nil
}

// textOf is the text of a member of o, "" if it has none.
func textOf(o *object, name string) (text string) {
	if value, ok := o.get(name); ok {
		_ = json.Unmarshal(value.(json.RawMessage), &text) // what is no text is none
	}
	return cleaned(text)
}

// nameLetters are what paths are made of.
const nameLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-."

// isName reports whether a name of a result can be asked for.
func isName(name string) bool {
	return name != "" && len(name) <= 64 && strings.Trim(name, nameLetters) == "" && !strings.Contains(name, ".")
}

// fileValues are measurements, as read from a list of samples or of plain
// numbers.
type fileValues []Measurement

// UnmarshalJSON implements json.Unmarshaler.
func (v *fileValues) UnmarshalJSON(b []byte) error {
	var plain []*float64
	if json.Unmarshal(b, &plain) == nil {
		for _, value := range plain {
			*v = append(*v, Measurement{Value: orNaN(value), Host: Unknown()})
		}
		return nil
	}
	var samples []fileSample
	if err := json.Unmarshal(b, &samples); err != nil {
		return err
	}
	for i := range samples {
		*v = append(*v, samples[i].measurement())
	}
	return nil
}

func (s *fileSample) measurement() Measurement {
	m := Measurement{Value: orNaN(s.Value), Host: Conditions{
		orNaN(s.PSICPU), orNaN(s.PSIMem), orNaN(s.PSIIO), orNaN(s.Steal), orNaN(s.OtherCPU),
	}}
	if s.Time != nil {
		m.Time = time.Time(*s.Time)
	}
	return m
}

func orNaN(v *float64) float64 {
	if v == nil {
		return nan
	}
	return *v
}
