package pane

import "podtop/model"

// What follows is what a Pane can do beside what each does: the app asks for it
// where it has a use for it.

// A Chooser is a Pane in which a container is chosen: by a cursor, or because
// the page is about it.
type Chooser interface {
	// Chosen is that container, or nil, and why there is none.
	Chosen(Env) (c *model.Container, reason string)
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

// A Describer is a Pane that has something to say of what its cursor is on.
type Describer interface {
	// Describe returns what is to be said now, "" for nothing.
	Describe(Env) (model.Severity, string)
}

// An Idler is a Pane in which some keys do nothing at times.
type Idler interface {
	// Idle reports whether the key of that name does nothing now, so that it is
	// not worth a hint. It is asked with each frame, and changes nothing: a
	// cursor that stays at the top goes on doing so.
	Idle(env Env, name string) bool
}

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
	// Preferences are what they are now, as a value of its own. The app asks for
	// them when the pane closes, or another one covers it.
	Preferences() any
}

// A Resumer is a Keeper that can be covered by others of its kind.
type Resumer interface {
	// Resume takes over the preferences of the one that was on screen last, when
	// the pane is on screen again.
	Resume(preferences any)
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

// A Closer is a Pane that has something open, such as a log.
type Closer interface {
	// Close is called once, when the pane was left or podtop ends.
	Close()
}

// A Logger is a Pane that says itself whose log the key for logs opens there, and
// at which time. Elsewhere it is that of the chosen container, or group.
type Logger interface {
	// Logs is that log, or nil, and why there is none.
	Logs(Env) (l *Logs, reason string)
}

// A Selector is a Pane in which lines can be selected to be copied.
type Selector interface {
	// Selected is what they are, in words, and their text, clean, without a newline
	// at its end; "" if none are selected.
	Selected(Env) (name, text string)
}
