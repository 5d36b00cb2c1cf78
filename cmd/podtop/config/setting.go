package config

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"podtop/model"
	"podtop/tui/page/containers"
	"podtop/tui/pane"
	"podtop/tui/theme"
)

// A setting is one value of a configuration: how it is read from TOML, and
// written so that it is read back.
type setting struct {
	name   string
	help   string
	chosen bool // on the screen, and kept between runs
	read   func(*Settings, any) error
	write  func(*Settings) string
	copy   func(to, from *Settings)
}

var settings = []setting{
	field("interval", "Between samples, on the screen: "+MinInterval.String()+" at least.", false, func(s *Settings) *time.Duration { return &s.Interval }, parseInterval, quoted(time.Duration.String)),
	field("history", "How much memory the history may take: the more, the further back it reaches.", false, func(s *Settings) *float64 { return &s.History }, aText(ParseHistory), quoted(FormatSize)),
	field("columns", "Of the list, from left to right, with a width where it is to be fixed.", true, func(s *Settings) *containers.Layout { return &s.Columns }, parseColumns, formatColumns),
	field("sort", "By what the list is sorted: "+strings.Join(containers.SortNames(), " "), true, func(s *Settings) *string { return &s.Sort }, oneOf(containers.SortNames), quote),
	field("invert", "The list upside down.", true, func(s *Settings) *bool { return &s.Inverted }, aBool, strconv.FormatBool),
	field("group", "How the list is grouped: none, pod, project, unit or user.", true, func(s *Settings) *model.Grouping { return &s.Group }, aText(model.ParseGrouping), quoted(model.Grouping.String)),
	field("all", "Also containers that are long gone.", true, func(s *Settings) *bool { return &s.All }, aBool, strconv.FormatBool),
	field("window", "How much of the past graphs show: "+strings.Join(windowNames(), ", "), true, func(s *Settings) *pane.Window { return &s.Window }, parseWindow, quoted(pane.Window.String)),
	field("theme", "Colours: "+strings.Join(theme.Names(), ", ")+"; NO_COLOR takes them all away.", false, func(s *Settings) *string { return &s.Theme }, oneOf(theme.Names), quote),
	field("ascii", "Draw with ASCII alone, whatever the locale.", false, func(s *Settings) *bool { return &s.ASCII }, aBool, strconv.FormatBool),
}

func field[T any](name, help string, chosen bool, of func(*Settings) *T, read func(any) (T, error), write func(T) string) setting {
	return setting{
		name: name, help: help, chosen: chosen,
		read: func(s *Settings, v any) (err error) {
			got, err := read(v)
			if err == nil {
				*of(s) = got
			}
			return err
		},
		write: func(s *Settings) string { return write(*of(s)) },
		copy:  func(to, from *Settings) { *of(to) = *of(from) },
	}
}

func settingByName(name string) *setting {
	i := slices.IndexFunc(settings, func(s setting) bool { return s.name == name })
	if i < 0 {
		return nil
	}
	return &settings[i]
}

// Bounds of the settings that have some.
const (
	MinInterval = 100 * time.Millisecond
	MaxInterval = time.Hour
	MinHistory  = 1 << 20
	MaxHistory  = 64 << 30
)

// aText is the reader of what stands in quotes.
func aText[T any](parse func(string) (T, error)) func(any) (T, error) {
	return func(v any) (t T, err error) {
		s, ok := v.(string)
		if !ok {
			return t, fmt.Errorf("want a text in quotes, not %v", v)
		}
		return parse(s)
	}
}

func aBool(v any) (bool, error) {
	b, ok := v.(bool)
	if !ok {
		return false, fmt.Errorf("want true or false, not %v", v)
	}
	return b, nil
}

// oneOf is the reader of one of some names.
func oneOf(names func() []string) func(any) (string, error) {
	return aText(func(s string) (string, error) {
		all := names()
		if slices.Contains(all, s) {
			return s, nil
		}
		if near := model.Nearest(s, all); near != "" {
			return "", fmt.Errorf("there is no %q; did you mean %q?", s, near)
		}
		return "", fmt.Errorf("there is no %q; there are: %s", s, strings.Join(all, ", "))
	})
}

var parseInterval = aText(func(s string) (time.Duration, error) {
	d, err := time.ParseDuration(s)
	if err != nil || d < MinInterval || d > MaxInterval {
		return 0, fmt.Errorf("%q: want a time from %v to %v, such as 500ms or 2s", s, MinInterval, MaxInterval)
	}
	return d, nil
})

// ParseHistory reads how much memory the history may take, in bytes.
func ParseHistory(s string) (float64, error) {
	n, err := model.ParseValue(s, model.Bytes)
	if err != nil || n < MinHistory || n > MaxHistory {
		return 0, fmt.Errorf("%q: want a size from 1M to 64G, such as 96M", s)
	}
	return n, nil
}

var parseWindow = aText(func(s string) (pane.Window, error) {
	if w, ok := pane.WindowByName(s); ok {
		return w, nil
	}
	return 0, fmt.Errorf("there is no window %q; there are: %s", s, strings.Join(windowNames(), ", "))
})

func windowNames() []string {
	var names []string
	for _, w := range pane.Windows() {
		names = append(names, w.String())
	}
	return names
}

// parseColumns reads a list of texts.
func parseColumns(v any) (containers.Layout, error) {
	list, ok := v.([]any)
	if !ok {
		return nil, fmt.Errorf(`want a list, such as ["name", "state", "cpu"]`)
	}
	words := make([]string, len(list))
	for i, v := range list {
		if words[i], ok = v.(string); !ok {
			return nil, fmt.Errorf("want a text in quotes, not %v", v)
		}
	}
	return containers.ParseColumns(strings.Join(words, ","))
}

func formatColumns(l containers.Layout) string {
	words := strings.Split(l.String(), ",")
	for i, w := range words {
		words[i] = quote(w)
	}
	return "[" + strings.Join(words, ", ") + "]"
}

// FormatSize writes a size as model.ParseValue reads it, to the byte.
func FormatSize(n float64) string {
	v, unit := uint64(n), ""
	for _, u := range []string{"K", "M", "G"} {
		if v == 0 || v%1024 != 0 {
			break
		}
		v, unit = v/1024, u
	}
	return strconv.FormatUint(v, 10) + unit
}

func quoted[T any](format func(T) string) func(T) string {
	return func(v T) string { return quote(format(v)) }
}
