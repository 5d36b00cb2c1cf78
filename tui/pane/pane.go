// Package pane says what a pane is, and what it can ask of the app.
package pane

import (
	"context"
	"time"

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
}

// An Env is what a pane may look at while it handles a message or draws.
type Env struct {
	Snapshot      *model.Snapshot // never nil, never written to
	Past          Past
	Filter        model.Filter // which containers to show; the zero Filter leaves it to the pane
	Marks         *Marks
	Width, Height int
	Focused       bool
	Frozen        bool // what is shown is not to move by itself
	Self          ID
	Theme         theme.Theme
	Context       context.Context // ends with the app
	Now           time.Duration   // Mono of the newest snapshot, also while another is frozen
	Prober        Prober          // nil: nobody reads more than the samples
	Logs          LogReader       // nil: nobody reads logs
	Bencher       Bencher         // nil: nobody runs benchmarks
	// Open opens a Menu, an Arrangement, a Prompt or the page that a Visit asks for
	// at once, so that it gets the very next key. It may be called while a message is
	// handled only.
	Open   func(any)
	Window Window // of graphs
	Scale  Scale  // of CPU and memory
}

// Past is what metrics were: a model.History, or a piece of one.
type Past interface {
	// Reach is how far back it goes.
	Reach() time.Duration
	Read(dst []model.Span, k model.Key, m *model.Metric, end, width time.Duration)
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

// A DoMsg asks the app to carry out actions of one kind, after asking the user
// once.
type DoMsg struct {
	Actions []model.Action
	Left    []string // what is left as it is of what was asked for, and why
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

// A Menu lets the user choose one of its items.
type Menu struct {
	To    ID // who gets the answer
	Title string
	Items []Item
	At    int // where the cursor is at first
}

// An Item is one choice of a menu.
type Item struct{ Name, Text string }

// Chosen is the answer to a Menu: the index of the item.
type Chosen int

// Menu opens a menu; the pane that asked gets Chosen.
func (e Env) Menu(title string, items []Item, at int) { e.Open(Menu{e.Self, title, items, at}) }

// An Arrangement lets the user choose some of its parts, their order and
// widths.
type Arrangement struct {
	To              ID // who gets the answer
	Title           string
	Parts, Defaults []Part
}

// A Part is one thing that can be shown or not.
type Part struct {
	Name, Text  string
	On          bool
	Width       int  // cells; 0: as wide as it needs
	Least, Most int  // cells
	Fixed       bool // it is always shown, where it is
}

// Arranged is the answer to an Arrangement: the parts as they shall be.
type Arranged []Part

// Arrange opens an Arrangement; the pane that asked gets Arranged.
func (e Env) Arrange(title string, parts, defaults []Part) {
	e.Open(Arrangement{e.Self, title, parts, defaults})
}

// A Tick tells the page in front that there is a new snapshot.
type Tick struct{}

// GoTo asks a pane to put its cursor on what has that key, and to show it if it
// was hidden.
type GoTo struct{ Key model.Key }

// A Click is the mouse pressed at a cell of the pane.
type Click struct{ X, Y int }

// A Wheel is the mouse's wheel turned over the pane, down if Lines is positive.
type Wheel struct{ Lines int }
