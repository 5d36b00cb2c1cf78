package model

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// ruleValues are the values for the names in braces in a rule's words.
type ruleValues struct {
	container *Container
	duration  time.Duration
	uid       int // who reads it
}

// appendFilled appends words, with values for the names in braces; complete is
// false if one of these is not known.
func (v *ruleValues) appendFilled(b []byte, words string) (out []byte, complete bool) {
	complete = true
	for {
		before, rest, found := strings.Cut(words, "{")
		name, after, closed := strings.Cut(rest, "}")
		if !found || !closed {
			return append(b, words...), complete
		}
		b = append(b, before...)
		n := len(b)
		b = v.appendValue(b, name)
		complete = complete && len(b) > n && string(b[n:]) != Dash
		words = after
	}
}

// withoutAgo is words without what they say to be so long ago, as {ended} ago:
// what is said of the past is read at any time.
func withoutAgo(words string) string {
	for {
		before, after, found := strings.Cut(words, "} ago")
		open := strings.LastIndexByte(before, '{')
		if !found || open < 0 {
			return words
		}
		words = strings.TrimSpace(strings.TrimRight(before[:open], " ,") + after)
	}
}

// appendValue appends the value of a name in braces; the braces too if there is
// none.
func (v *ruleValues) appendValue(b []byte, name string) []byte {
	switch name {
	case "for":
		return AppendAge(b, v.duration)
	case "counted":
		return AppendAge(b, v.container.CountedFor())
	case "last":
		return appendLastRestart(b, v.container)
	case "exit":
		return append(b, v.container.endText()...)
	case "systemctl":
		return append(b, v.container.Systemctl(v.uid)...)
	}
	if m := MetricByName(name); m != nil {
		return AppendValue(b, m.asUsed(v.container), m.Unit)
	}
	if t := TextByName(name); t != nil {
		return append(b, t.Of(v.container)...)
	}
	return append(append(append(b, '{'), name...), '}')
}

// appendLastRestart appends what is known of the last restart: ", last exit 1",
// and how long ago it was if that is some time: ", last 3m ago, exit 1". Of a
// start that failed it appends why.
func appendLastRestart(b []byte, c *Container) []byte {
	if c.State == Failed && c.StartError != "" {
		return append(append(b, ", failed to start: "...), c.StartError...)
	}
	code, known := c.LastExit.Get()
	old := c.SinceRestart >= time.Minute
	if old {
		b = append(AppendAge(append(b, ", last "...), c.SinceRestart), " ago"...)
	}
	switch {
	case known && old:
		b = append(b, ", exit "...)
	case known:
		b = append(b, ", last exit "...)
	default:
		return b
	}
	return strconv.AppendUint(b, code, 10)
}

// endText is the exit code of c, and why it ended as far as that does not say it.
func (c *Container) endText() string {
	if c.Cause.Kind == NoCause || c.Cause.Kind == OOM {
		return c.exitText()
	}
	return c.exitText() + ": " + c.Cause.Text
}

// CheckWords returns an error if there is a {name} in a rule's words that
// stands for nothing.
func CheckWords(words string) error {
	for {
		_, rest, found := strings.Cut(words, "{")
		name, after, closed := strings.Cut(rest, "}")
		if !found || !closed {
			return nil
		}
		known := slices.Concat([]string{"for", "counted", "last", "systemctl"}, textNames(), MetricNames())
		if !slices.Contains(known, name) {
			if near := Nearest(name, known); near != "" {
				return fmt.Errorf("there is no {%s}; did you mean {%s}?", name, near)
			}
			return fmt.Errorf("there is no {%s}: a metric or a text of the container, for, counted, last or systemctl can stand there", name)
		}
		words = after
	}
}

func textNames() []string {
	names := make([]string, len(Texts))
	for i := range Texts {
		names[i] = Texts[i].Name
	}
	return names
}

// Systemctl is the command by which user uid reaches the systemd that has c's
// unit; "" without a unit.
func (c *Container) Systemctl(uid int) string {
	switch {
	case c.Unit == "":
		return ""
	case !c.UserUnit:
		return "systemctl"
	case c.Meta.UID == uid:
		return "systemctl --user"
	}
	return "systemctl --user -M " + c.Owner() + "@"
}
