package pane

import "podtop/model"

// A Prompt is a text that is written on a line below the page, and what that
// page makes of it. Env.Open opens it; the pane gets Written.
type Prompt struct {
	To       ID
	Sign     string                               // stands before it, in one cell
	Text     string                               // to begin with
	Check    func(text string) *model.FilterError // nil if it can be meant
	Language *Language                            // how it is written; nil: as one likes
}

// Written is what is written on the line of a Prompt, each time that can be
// meant.
type Written struct {
	Sign, Text string
	Kept       bool // the line is closed; with an empty text it was cleared
}

// A Prompter is a Pane in which something is found that is written on a Prompt.
type Prompter interface {
	// FindPrompt is that Prompt.
	FindPrompt(Env) Prompt
}

// A Language is how something is written, for people.
type Language struct {
	About    string
	Examples []model.FilterExample
	More     []string // paragraphs below them
}
