package config

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"podtop/model"
	"podtop/model/clean"
	"podtop/tui"
	"podtop/tui/pane"
)

// String writes c as a file that Parse reads back: what the file says, and as
// comments what holds where it says nothing.
func (c *Config) String() string {
	var w writer
	for i := range settings {
		s := &settings[i]
		w.comment(s.help)
		if c.from[s.name] == State {
			w.comment("Last chosen on the screen.")
		}
		w.set(c.from[s.name] == File, s.name, s.write(&c.Settings))
		w.line("")
	}
	w.comment("Filters by name: busy here is @busy in a filter.")
	w.line("[filters]")
	if len(c.Filters) == 0 {
		w.set(false, "busy", quote("cpu>1"))
	}
	for _, name := range slices.Sorted(maps.Keys(c.Filters)) {
		w.set(true, name, quote(c.Filters[name]))
	}
	w.line("")
	w.thresholds(c)
	w.keys(c)
	return w.String()
}

type writer struct{ strings.Builder }

func (w *writer) line(s string) { w.WriteString(s + "\n") }

// comment writes a comment, in as many lines as it takes.
func (w *writer) comment(s string) {
	const width = 100
	for len(s) > width && strings.LastIndexByte(s[:width], ' ') > 0 {
		i := strings.LastIndexByte(s[:width], ' ')
		w.line("# " + s[:i])
		s = s[i+1:]
	}
	w.line("# " + s)
}

// set writes a value; as a comment, if it was not given.
func (w *writer) set(given bool, name, value string) {
	line := quoteKey(name) + " = " + value
	w.line(commentMark(!given) + line)
}

// thresholds writes podtop's own rules, changed or not, and then the user's.
func (w *writer) thresholds(c *Config) {
	w.comment("What is worth your attention. off = true switches one off; one of your own wants a name and a when.")
	names := make([]string, 0, len(c.Thresholds))
	for _, r := range model.DefaultRules() {
		names = append(names, r.Name)
		t, ok := c.Thresholds[r.Name]
		w.line(commentMark(!ok) + "[threshold." + quoteKey(r.Name) + "]")
		if t.When == "" {
			w.set(false, "when", quote(condition(&r)))
		}
		if t.Severity == "" {
			w.set(false, "severity", quote(severityName(r.Severity)))
		}
		if t.Short == "" {
			w.set(false, "short", quote(r.Short))
		}
		w.threshold(t)
	}
	for _, name := range slices.Sorted(maps.Keys(c.Thresholds)) {
		if !slices.Contains(names, name) {
			w.line("[threshold." + quoteKey(name) + "]")
			w.threshold(c.Thresholds[name])
		}
	}
}

func commentMark(yes bool) string {
	if yes {
		return "# "
	}
	return ""
}

// threshold writes what the user says of a rule.
func (w *writer) threshold(t Threshold) {
	for _, x := range []struct{ name, value string }{
		{"when", t.When}, {"severity", t.Severity}, {"short", t.Short}, {"words", t.Words}, {"advice", t.Advice},
	} {
		if x.value != "" {
			w.set(true, x.name, quote(x.value))
		}
	}
	if t.Off {
		w.set(true, "off", "true")
	}
	w.line("")
}

// condition is the text of a rule's condition, as model.ParseRule reads it.
func condition(r *model.Rule) string {
	if r.For == 0 {
		return r.When.String()
	}
	return r.When.String() + " for " + shortest(r.For)
}

// shortest is d without the units that are 0: "5m", where Go has "5m0s".
func shortest(d time.Duration) string {
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}

func severityName(s model.Severity) string {
	for name, v := range severities {
		if v == s {
			return name
		}
	}
	return ""
}

// keys writes all keys there are.
func (w *writer) keys(c *Config) {
	w.comment("Keys by what they do: several with blanks between them, none to have none.")
	w.line("[keys]")
	groups, err := tui.Keys(c.Keys)
	if err != nil {
		return // they were checked when they were read
	}
	for _, g := range groups {
		if len(g.Keys) > 0 {
			w.comment("-- " + g.Title)
		}
		for _, k := range g.Keys {
			w.key(c, k)
		}
	}
}

func (w *writer) key(c *Config, k pane.Key) {
	keys, given := c.Keys[k.Name]
	if !given {
		keys = strings.Join(k.Keys(), " ")
	}
	line := quoteKey(k.Name) + " = " + quote(keys)
	w.line(fmt.Sprintf("%s%-28s # %s", commentMark(!given), line, k.Help().Desc))
}

// quote writes a text as TOML has it.
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteRune('\\')
			b.WriteRune(r)
		case clean.Text(string(r)) != string(r):
			fmt.Fprintf(&b, "\\U%08X", r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// quoteKey writes a key as TOML has it: in quotes, if need be.
func quoteKey(s string) string {
	if s == "" || strings.ContainsFunc(s, notInName) {
		return quote(s)
	}
	return s
}
