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

// An Offer is what a page has to do for the palette.
type Offer struct {
	Name, Text string
	Visit      Visit // what it opens; nil: the page that offers it, which gets Msg
	Msg        tea.Msg
}
