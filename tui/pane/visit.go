package pane

import (
	"time"

	"podtop/model"
)

// What a pane can open: the page takes the place of the pane until it is left.
type (
	// A Detail is the page of one container.
	Detail struct {
		Key model.Key
		At  time.Time // where its time cursor is at first; zero: nowhere
		Tab string    // the title of the tab shown first; "": the one chosen last
	}
	// A Members is the page of a group.
	Members struct {
		By  model.Grouping
		Key model.Key // Group.Key
	}
	// A HostPage is the page of the machine.
	HostPage struct{}
	// An EventsPage is the page of what happened.
	EventsPage struct{}
)

// A Finder is a Pane in which text can be found.
type Finder interface {
	// Find looks for text from now on, as it is being written; "" ends that.
	Find(Env, string)
	// Found is what it looks for, "" for nothing.
	Found() string
}

// A Releaser is a Pane that keeps the snapshot it has drawn, which may be large.
type Releaser interface {
	// Release has it let go of that while it is not on screen.
	Release()
}

// A Clearer is a Pane that esc first takes something away from, and leaves only
// then.
type Clearer interface {
	// Clear takes away what there is, and reports whether there was something.
	Clear() bool
}
