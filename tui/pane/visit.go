package pane

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"podtop/model"
)

// A Visit asks for a page, which takes the place of the pane until it is left.
type Visit interface {
	// Page is the name of the page in the app's table.
	Page() string
}

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
)

// Page implements Visit.
func (Detail) Page() string { return "detail" }

// Page implements Visit.
func (Members) Page() string { return "detail" }

// A Turner is a Pane of which several can be open, each about something else.
// Of any other, one is enough.
type Turner interface {
	// Turn shows what is asked for and reports true, if that is what the pane is
	// about already: it need not be opened once more.
	Turn(Visit) bool
}

// A Keeper is a Pane that has preferences: what the user chose there, and finds
// again on the next page of the kind, or the next time.
type Keeper interface {
	// Preferences are to be handed to the next page, when this one closes.
	Preferences() any
}

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

// An Offer is what a page has to do for the palette.
type Offer struct {
	Name, Text string
	Visit      Visit // what it opens; nil: the page that offers it, which gets Msg
	Msg        tea.Msg
}
