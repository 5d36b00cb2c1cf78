package pane

import tea "charm.land/bubbletea/v2"

// A Question asks whether to do something that burdens the host. Env.Open opens it.
type Question struct {
	To       ID // who gets Agree if the user agrees
	Title    string
	Commands []string // what it stands for
	Effects  []string // in sentences
	Agree    tea.Msg
}
