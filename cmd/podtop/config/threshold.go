package config

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"github.com/BurntSushi/toml"

	"podtop/model"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// A Threshold is a rule of the user's own, or a change to a default one of the
// same name. What is empty stays as it is there.
type Threshold struct {
	Off           bool
	Short         string // see model.Rule
	When          string // as model.ParseRule reads it
	Severity      string // "bad", "warn" or "info"
	Words, Advice string // see model.Rule; what podtop's own says goes with what it is about
}

var severities = map[string]model.Severity{"bad": model.Bad, "warn": model.Warn, "info": model.Info}

// Rules are the rules in force: the defaults as changed, then the user's own by
// name.
func (c *Config) Rules() []model.Rule {
	rules := model.DefaultRules()
	var own []model.Rule
	for name, t := range c.Thresholds {
		if i := slices.IndexFunc(rules, func(r model.Rule) bool { return r.Name == name }); i >= 0 {
			t.change(&rules[i])
			continue
		}
		r := model.Rule{Name: name, Severity: model.Warn}
		t.change(&r)
		own = append(own, r)
	}
	slices.SortFunc(own, func(a, b model.Rule) int { return cmp.Compare(a.Name, b.Name) })
	return slices.DeleteFunc(append(rules, own...), func(r model.Rule) bool { return c.Thresholds[r.Name].Off })
}

func (t *Threshold) change(r *model.Rule) {
	if rule, err := model.ParseRule(t.When); err == nil { // checked when it was read
		if r.Words == "" || r.When.Subject() != rule.When.Subject() { // what podtop would say is of something else
			r.Short, r.Words, r.Advice = "", rule.Words, ""
		}
		r.When, r.For = rule.When, rule.For
	}
	if t.Severity != "" {
		r.Severity = severities[t.Severity]
	}
	r.Short, r.Words, r.Advice = cmp.Or(t.Short, r.Short), cmp.Or(t.Words, r.Words), cmp.Or(t.Advice, r.Advice)
}

var thresholdKeys = []string{"when", "severity", "short", "words", "advice", "off"}

// thresholds reads the tables [threshold.NAME].
func (r *reader) thresholds(v toml.Primitive, c *Config) {
	const example = `[threshold.NAME] with when = "mem.limit% > 90 for 30s"`
	for name, v := range r.table(v, example) {
		t := r.table(v, example)
		c.Thresholds[name] = r.threshold(name, t)
		if _, ok := t["when"]; t != nil && !ok && !isDefault(name) {
			r.value(v, func(any) error {
				return fmt.Errorf("threshold %q is none of podtop's own, so it wants when = \"…\"", name)
			})
		}
	}
}

func (r *reader) threshold(name string, t table) (got Threshold) {
	text := func(to *string, check func(string) error) taker {
		return func(v any) (err error) {
			*to, err = aText(func(s string) (string, error) { return s, check(s) })(v)
			return err
		}
	}
	for key, v := range t {
		switch key {
		case "when":
			r.value(v, text(&got.When, func(s string) error { _, err := model.ParseRule(s); return err }))
		case "severity":
			r.value(v, text(&got.Severity, checkSeverity))
		case "short":
			r.value(v, text(&got.Short, checkShort))
		case "words":
			r.value(v, text(&got.Words, model.CheckWords))
		case "advice":
			r.value(v, text(&got.Advice, model.CheckWords))
		case "off":
			r.value(v, func(v any) (err error) { got.Off, err = aBool(v); return err })
		default:
			r.unknown(v, key, " in threshold "+strconv.Quote(name), thresholdKeys)
		}
	}
	return got
}

func checkShort(s string) error {
	if n := widget.Width(s, theme.Default(theme.Braille).Glyphs); n > model.ShortCells {
		return fmt.Errorf("%q is %d cells wide, and a row has room for %d", s, n, model.ShortCells)
	}
	return nil
}

func checkSeverity(s string) error {
	if _, ok := severities[s]; !ok {
		return fmt.Errorf("there is no severity %q; there are: bad, warn, info", s)
	}
	return nil
}

func isDefault(name string) bool {
	return slices.ContainsFunc(model.DefaultRules(), func(r model.Rule) bool { return r.Name == name })
}
