// Package pane says what a pane is, and what it can ask of the app.
package pane

import (
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/tui/theme"
)

// A Pane is one region of the screen with a cursor, a scroll position or some
// other state of its own. It keeps what the user did; what the host did comes
// in the Env.
type Pane interface {
	// Update handles a message meant for this pane.
	Update(Env, tea.Msg) tea.Cmd
	// Draw appends exactly Env.Height lines of Env.Width cells, with a newline
	// between them.
	Draw([]byte, Env) []byte
	// Keys are the bindings that work now, for help.
	Keys() []Group
}

// A Group is keys that belong together, in the order help lists them.
type Group struct {
	Title string
	Keys  []key.Binding
}

// An Env is what a pane may look at while it handles a message or draws.
type Env struct {
	Snapshot      *model.Snapshot // never nil, never written to
	Past          Past
	Width, Height int
	Focused       bool
	Self          ID
	Theme         theme.Theme
}

// Past is what the fast metrics were: a model.History, or a piece of one.
type Past interface {
	Maxima(dst []float32, k model.Key, f model.Fast, end, width time.Duration)
}

// An ID says where on the screen a pane lives.
type ID int

// A ReplyMsg is for one pane: the answer to what it asked for.
type ReplyMsg struct {
	To  ID
	Msg tea.Msg
}

// Run returns a command that calls f and replies to the pane that asked.
func (e Env) Run(f func() tea.Msg) tea.Cmd {
	return func() tea.Msg { return ReplyMsg{e.Self, f()} }
}

// A DoMsg asks the app to carry out an action, after asking the user.
type DoMsg struct{ Action model.Action }

// Do returns the command that sends a DoMsg for container c.
func Do(v model.Verb, c *model.Container) tea.Cmd {
	a := model.Action{Verb: v, Target: model.Target{ID: c.ID, Name: c.Name, UID: c.UID, User: c.User}}
	return func() tea.Msg { return DoMsg{a} }
}

// A SayMsg asks the app to tell the user something.
type SayMsg struct {
	Severity model.Severity
	Text     string
}

// Say returns the command that sends a SayMsg.
func Say(s model.Severity, text string) tea.Cmd {
	return func() tea.Msg { return SayMsg{s, text} }
}

// A MenuMsg asks the app to let the user choose.
type MenuMsg struct {
	To    ID
	Title string
	Items []Item
	At    int // where the cursor is at first
}

// An Item is one choice of a menu.
type Item struct{ Name, Text string }

// Chosen is the reply to a MenuMsg: the index of the item.
type Chosen int

// Menu returns the command that opens a menu; the pane that asked gets Chosen.
func (e Env) Menu(title string, items []Item, at int) tea.Cmd {
	return func() tea.Msg { return MenuMsg{e.Self, title, items, at} }
}
