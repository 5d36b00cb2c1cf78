// Package probe says what a page that is open asks for beside the samples:
// about one container, or the whole host. Counters are as the kernel reports
// them; whoever asks twice derives the rates. All text is clean: no control
// characters, no escape sequences.
package probe

import (
	"time"

	"podtop/model"
)

// A Target is the container that is asked about.
type Target struct {
	model.Target
	Runtime model.Runtime
	PID     int // its first process, on the host; 0 if not known
}

// TargetOf is the Target that c is.
func TargetOf(c *model.Container) Target {
	return Target{Target: c.Target(), Runtime: c.Runtime, PID: c.PID}
}

// An Answer is what each answer begins with.
type Answer struct {
	At      time.Duration // when it was read, on the clock of Sample.Mono
	Time    time.Time
	Missing []model.Note // what could not be read, what still can, and how to get it
}

// Base is the Answer that is embedded in each answer.
func (a *Answer) Base() *Answer { return a }

// A Line is one named figure, in the order the kernel or Podman lists them.
type Line struct {
	Name  string
	Value model.Count
}

// A Pair is a name and a text.
type Pair struct{ Name, Value string }
