package model

import "time"

// An Action is something the user asks to be done to a container.
type Action struct {
	Verb   Verb
	Target Target
	Limits []Setting // of Update: what is to be another than it is
	Signal string    // of Kill: "TERM"
	Undoes string    // of Update: the changes it takes back, by their ids in the audit log, with blanks between; "" if none
}

// A Target says which container: names repeat between users, ids between
// nothing.
type Target struct {
	ID       ID
	Name     string
	UID      int
	User     string
	Path     string // of its cgroup; "" if it has none
	Unit     string // the systemd unit that runs it; "" if none does
	UserUnit bool   // that unit belongs to the user's systemd
}

// A Verb names an action, in Podman's word.
type Verb string

// Verbs.
const (
	Start       Verb = "start"
	Stop        Verb = "stop"
	Restart     Verb = "restart"
	Pause       Verb = "pause"
	Unpause     Verb = "unpause"
	Kill        Verb = "kill"
	Remove      Verb = "rm"
	Healthcheck Verb = "healthcheck run"
	Update      Verb = "update"
)

// A Plan is what an Action would do, said before it is done.
type Plan struct {
	Action   Action
	Made     time.Time
	Command  string   // what the user could type instead; "" where no command can say it
	Calls    []string // beside it, or instead: API calls and files written, each labelled as such
	Changes  []Change // of Update: each field, those it implies too
	Effects  []string // what it changes, one line each
	Warnings []string
	Undo     string        // what takes it back, in words or as a command; "" if nothing does
	Back     []Setting     // of Update: the limits that are in force now, to be restored in this order
	Takes    time.Duration // how long Do may take beyond what a call takes, as a stop does; 0: no longer
}

// A Change is one field of a container that becomes another.
type Change struct {
	Field    Field
	Old, New string // as a person reads them; "unlimited" for none, Dash for what is not known
	Implied  bool   // nobody asked for it: Podman does it along with another
}

// Operation is what a does, in words: "stop web". of is the name of the container,
// or the number of several.
func (a *Action) Operation(of string) string {
	switch a.Verb {
	case Kill:
		return "send SIG" + a.Signal + " to " + of
	case Remove:
		return "remove " + of
	case Healthcheck:
		return "run the health check of " + of
	case Update:
		return "change the limits of " + of
	}
	return string(a.Verb) + " " + of
}
