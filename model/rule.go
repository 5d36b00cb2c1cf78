package model

import (
	"fmt"
	"strings"
	"time"
)

// A Rule is a condition worth a person's attention once it has held for a
// while.
type Rule struct {
	Name     string
	Short    string // in a row, in ShortCells at most; "": the name
	When     Filter
	For      time.Duration // 0: at once
	Severity Severity
	// Words are what is said, and Advice what to do about it, if anything. In
	// both {cpu} stands for a metric or a text of the container, {for} for how
	// long it has gone on, {counted} for over how long its restarts were counted,
	// {last} for when it was last restarted and after which exit, and {systemctl}
	// for the command that reaches its unit.
	Words, Advice string
}

// ShortCells is how much room a row has for the short word of a rule.
const ShortCells = 10

// ParseRule reads a rule as in "mem.limit% > 90 for 30s": a filter, and how
// long it must hold. The rule is called what it says.
func ParseRule(s string) (Rule, error) {
	s = strings.TrimSpace(s)
	r := Rule{Name: s, Severity: Warn}
	when := s
	if i := wordAt(s, "for"); i >= 0 {
		seconds, err := ParseValue(strings.TrimSpace(s[i+len("for"):]), Seconds)
		if err != nil {
			return Rule{}, fmt.Errorf("rule %q: after for: %w", s, err)
		}
		when, r.For = s[:i], DurationOf(seconds)
	}
	var err error
	if r.When, err = ParseFilter(when); err != nil {
		return Rule{}, fmt.Errorf("rule %q: %w", s, err)
	}
	if r.When.IsZero() {
		return Rule{}, fmt.Errorf("rule %q: the condition is missing, as in mem.limit%% > 90 for 30s", s)
	}
	r.Words = s
	if m := r.When.metric; m != nil {
		r.Words = m.Name + " {" + m.Name + "} (" + s + ")"
	}
	return r, nil
}

// freshly is for how long after a container was created its first start is a
// thing of now.
const freshly = 10 * time.Second

// began is when what r says of c at now began; longer says that it was so
// before already. Of a kill, of an end and of its health c itself knows when
// that was, however late podtop came to see it.
func (r *Rule) began(c *Container, now time.Time) (at time.Time, longer bool) {
	at = now
	switch m := r.When.metric; {
	case m != nil && m.Name == "oom.age" && c.OOMAge > 0:
		at = now.Add(-DurationOf(c.OOMAge))
	case c.Ended() && !c.Finished.IsZero():
		at = c.Finished
	case r.When.Subject() == "health":
		if since, longer := c.healthStart(); !since.IsZero() && !since.After(now) {
			return since, longer
		}
		return now, true
	case r.When.Subject() == "error":
		// Podman does not say when a start failed, but of a new container.
		return now, now.Sub(c.Created) > freshly
	}
	if at.After(now) {
		return now, false
	}
	return at, false
}

// defaultRules are those an operator would choose. Bad is what is down or about
// to be, Warn what is slow or has ended. Two may speak of one container; its
// worst one is what its row says.
var defaultRules = []struct {
	name     string
	short    string
	severity Severity
	rule     string
	words    string
	advice   string
}{
	{"oom", "oom", Bad, "oom.age<5m", "out of memory, a process was killed {oom.age} ago", leak},
	{"oom-ended", "oom", Bad, "oom.age>=5m cause=oom ended<1h", "was killed for want of memory {ended} ago", leak},
	{"memory", "mem limit", Bad, "mem.limit%>=90 for 10s", "memory {mem.limit%} of its limit for {for}", leak},
	{"restarts", "restarts", Bad, "restarts.5m>=3", "restarted {restarts.5m} times in {counted}{last}", status},
	{"start-failed", "no start", Bad, `error!=""`, "failed to start: {error}", status},
	{"unit-failed", "failed", Bad, `unit.state=failed error=""`, "its unit failed", status},
	// Between two starts a unit is activating; it is down if it stays so.
	{"unit-down", "down", Bad, "unit.state=activating error=\"\" state!=running state!=paused for 30s", "down for {for}, though its unit wants it up", status},
	// A unit that has nothing more to do can stay active after an end without fault.
	{"unit-lost", "lost", Bad, "unit.state=active state=exited exit!=0 for 30s", "has exited, though its unit wants it up", status},
	{"unhealthy", "unhealthy", Bad, "health=unhealthy state=running", "its health check fails", ""},
	{"throttled", "throttled", Warn, "throttled%>=25 for 30s", "held back by its CPU quota in {throttled%} of periods for {for}", ""},
	{"cpu", "cpu limit", Warn, "cpu.limit%>=90 for 5m", "CPU {cpu.limit%} of its limit for {for}", ""},
	{"psi-memory", "waits mem", Warn, "psi.mem>=10 for 10s", "waits for memory {psi.mem} of the time for {for}", ""},
	// 130 and 143 are the answers to SIGINT and SIGTERM: it was asked to end.
	{"oom-before", "oom", Warn, "cause=oom ended>=1h ended<24h", "was killed for want of memory {ended} ago", leak},
	{"exited", "exited", Warn, "state=exited exit!=0 exit!=130 exit!=143 cause!=oom ended<24h", "exited with {exit}, {ended} ago", ""},
}

const (
	leak   = "raise its limit or find the leak"
	status = "look at: {systemctl} status {unit}"
)

// DefaultRules are the rules of an operator who has not said otherwise.
func DefaultRules() []Rule {
	rules := make([]Rule, len(defaultRules))
	for i, d := range defaultRules {
		r, err := ParseRule(d.rule)
		if err != nil {
			panic(err) // the table above is wrong; a test reads it
		}
		r.Name, r.Short, r.Severity, r.Words, r.Advice = d.name, d.short, d.severity, d.words, d.advice
		rules[i] = r
	}
	return rules
}
