package model

// An Action is something the user asks to be done to a container.
type Action struct {
	Verb   Verb
	Target Target
}

// A Target says which container: names repeat between users, ids between
// nothing.
type Target struct {
	ID   ID
	Name string
	UID  int
	User string
}

// A Verb names an action, in Podman's word.
type Verb string

// Verbs.
const (
	Pause   Verb = "pause"
	Unpause Verb = "unpause"
)

// A Plan is what an Action would do, said before it is done.
type Plan struct {
	Action   Action
	Command  string   // what the user could type instead
	Effects  []string // what it changes, one line each
	Warnings []string
	Undo     string // the command that takes it back
}
