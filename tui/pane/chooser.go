package pane

import "podtop/model"

// A Chooser is a Pane in which a container is chosen: by a cursor, or because
// the page is about it.
type Chooser interface {
	// Chosen is that container, or nil, and why there is none.
	Chosen(Env) (c *model.Container, why string)
}

// A Valuer is a Pane with a cursor on something that can be copied.
type Valuer interface {
	// Value is that as text; "" if there is nothing.
	Value(Env) string
}

// A Grouper is a Pane in which a group can be chosen: by a cursor, or because
// the page is about it.
type Grouper interface {
	// Group is that group, or nil.
	Group(Env) *model.Group
}

// An About is a Pane that may be about one container: what is wrong with that
// is said first.
type About interface {
	// About is that container's key; ok is false if there is none.
	About() (k model.Key, ok bool)
}
