package pane

// A SaveMsg asks the app to save a text in a file, whose name it asks for.
type SaveMsg struct {
	Name string        // what it may be called
	What string        // what it is, in words: "12 selected lines"
	Text func() []byte // all of it, clean; it may be called in a command
}
