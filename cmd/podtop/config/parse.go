package config

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"podtop/model"
	"podtop/tui"
)

// An Error is what in a file cannot be meant, and where.
type Error struct {
	Line   int
	Reason string
}

func (e *Error) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Reason) }

// Parse reads a configuration. An error is an *Error, of the first line that
// has a mistake; a key that podtop does not know is one.
func Parse(text string) (Config, error) {
	c := Config{Filters: map[string]string{}, Thresholds: map[string]Threshold{}, Keys: map[string]string{}, from: map[string]Source{}}
	r, top, err := begin(text)
	if err != nil {
		return Config{}, err
	}
	for name, v := range top {
		switch s := settingByName(name); {
		case s != nil:
			r.value(v, func(v any) error { return s.read(&c.Settings, v) })
			c.from[name] = File
		case name == "filters":
			r.filters(v, &c)
		case name == "threshold":
			r.thresholds(v, &c)
		case name == "keys":
			r.keys(v, &c)
		default:
			r.unknown(v, name, "", keyNames())
		}
	}
	if err := r.first(); err != nil {
		return Config{}, err
	}
	return c, nil
}

// keyNames are the keys at the top of a configuration.
func keyNames() []string {
	names := []string{"filters", "threshold", "keys"}
	for i := range settings {
		names = append(names, settings[i].name)
	}
	return names
}

// A table is some of a file, by key.
type table map[string]toml.Primitive

// A reader reads a file, and collects what is wrong with it.
type reader struct {
	meta   toml.MetaData
	errors []*Error
}

func begin(text string) (*reader, table, error) {
	var top table
	r := &reader{}
	if line := tooDeep(text); line > 0 {
		return nil, nil, &Error{line, fmt.Sprintf("more than %d tables in each other", maxDepth)}
	}
	var err error
	if r.meta, err = toml.Decode(text, &top); err != nil {
		r.add(err)
		return nil, nil, r.first()
	}
	return r, top, nil
}

func (r *reader) add(err error) {
	var at toml.ParseError
	switch {
	case errors.As(err, &at):
		r.errors = append(r.errors, &Error{at.Position.Line, at.Message})
	case err != nil:
		r.errors = append(r.errors, &Error{0, err.Error()})
	}
}

// first is the error of the first line that has one, or nil.
func (r *reader) first() error {
	if len(r.errors) == 0 {
		return nil
	}
	return slices.MinFunc(r.errors, func(a, b *Error) int { return cmp.Or(a.Line-b.Line, strings.Compare(a.Reason, b.Reason)) })
}

// A taker takes the value of a key. What it returns gets the key's line.
type taker func(any) error

// UnmarshalTOML implements toml.Unmarshaler.
func (t taker) UnmarshalTOML(v any) error { return t(v) }

func (r *reader) value(v toml.Primitive, take taker) {
	err := r.meta.PrimitiveDecode(v, &take)
	var at toml.ParseError
	if errors.As(err, &at) {
		at.Position.Line = r.line(v)
		err = at
	}
	r.add(err)
}

// line is where v stands. A table that is named in passing alone, as filters in
// [filters.busy], stands where the first thing in it does.
func (r *reader) line(v toml.Primitive) int {
	here := taker(func(any) error { return errors.New("here") })
	var at toml.ParseError
	if errors.As(r.meta.PrimitiveDecode(v, &here), &at) && at.Position.Line > 0 {
		return at.Position.Line
	}
	var t table
	if r.meta.PrimitiveDecode(v, &t) != nil {
		return 0
	}
	first := 0
	for _, v := range t {
		if line := r.line(v); first == 0 || line > 0 && line < first {
			first = line
		}
	}
	return first
}

func (r *reader) unknown(v toml.Primitive, name, in string, known []string) {
	r.value(v, func(any) error {
		if near := model.Nearest(name, known); near != "" {
			return fmt.Errorf("unknown key %q%s; did you mean %q?", name, in, near)
		}
		return fmt.Errorf("unknown key %q%s; there are: %s", name, in, strings.Join(known, ", "))
	})
}

// table is what stands below a key; nothing if that is no table.
func (r *reader) table(v toml.Primitive, example string) (t table) {
	before := len(r.errors)
	r.value(v, func(v any) error {
		if _, ok := v.(map[string]any); !ok {
			return fmt.Errorf("want a table: %s", example)
		}
		return nil
	})
	if len(r.errors) == before {
		r.add(r.meta.PrimitiveDecode(v, &t))
	}
	return t
}

// texts reads a table of texts into m.
func (r *reader) texts(t table, m map[string]string, check func(name, text string) error) {
	for name, v := range t {
		r.value(v, func(v any) (err error) {
			m[name], err = aText(func(s string) (string, error) { return s, check(name, s) })(v)
			return err
		})
	}
}

func (r *reader) filters(v toml.Primitive, c *Config) {
	t := r.table(v, `[filters] with lines such as busy = "cpu>1"`)
	r.texts(t, c.Filters, func(name, text string) error {
		if name == "" || strings.ContainsFunc(name, notInName) {
			return fmt.Errorf("%q is no name for a filter: letters, digits, - and _ make one", name)
		}
		_, err := model.ParseFilter(text)
		return err
	})
}

func notInName(r rune) bool {
	return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_')
}

func (r *reader) keys(v toml.Primitive, c *Config) {
	t := r.table(v, `[keys] with lines such as sort = "o"`)
	before := len(r.errors)
	r.texts(t, c.Keys, func(string, string) error { return nil })
	if _, err := tui.Keys(c.Keys); err != nil && len(r.errors) == before {
		r.value(t[conflictingKey(c.Keys)], func(any) error { return err })
	}
}

// conflictingKey is the key to blame: one without which all are in order, or
// one that is not even by itself. A clash can be mended at either of two.
func conflictingKey(keys map[string]string) (name string) {
	for _, name = range slices.Sorted(maps.Keys(keys)) {
		others := maps.Clone(keys)
		delete(others, name)
		if _, err := tui.Keys(others); err == nil {
			return name
		}
	}
	for _, name = range slices.Sorted(maps.Keys(keys)) {
		if _, err := tui.Keys(map[string]string{name: keys[name]}); err != nil {
			return name
		}
	}
	return name
}
