package logs

import (
	"charm.land/bubbles/v2/key"

	"podtop/tui/charts"
	"podtop/tui/pane"
)

// KeyMap is the keys of the page of logs.
type KeyMap struct {
	pane.Moves
	Time                           charts.KeyMap
	Now, EarlierStart, LaterStart  key.Binding
	Stamps, Wrap, All, Sources     key.Binding
	Next, Previous, Filter, Select key.Binding
	Graphs, Save                   key.Binding
}

// DefaultKeyMap returns the keys used unless the user chose others.
func DefaultKeyMap() KeyMap {
	return KeyMap{
		Moves:        pane.DefaultMoves("the oldest line there is", "the newest, and follow"),
		Time:         charts.DefaultKeyMap(),
		Now:          pane.Bind("follow what is written", "."),
		EarlierStart: pane.Bind("the start before", "["),
		LaterStart:   pane.Bind("the next start", "]"),
		Stamps:       pane.Bind("times: local, UTC, run, none", "t"),
		Wrap:         pane.Bind("wrap lines, or cut them", "w"),
		All:          pane.Bind("all containers, and back", "a"),
		Sources:      pane.Bind("events, claims, output alone", "o"),
		Next:         pane.Bind("found before that", "n"),
		Previous:     pane.Bind("found after that", "N"),
		Filter:       pane.Bind("keep or drop lines …", "&"),
		Select:       pane.Bind("select from here to there", "space"),
		Graphs:       pane.Bind("graphs above lines, or not", "d"),
		Save:         pane.Bind("save lines in a file …", "ctrl+s"),
	}
}

// Groups are the keys as help lists them.
func (k *KeyMap) Groups() []pane.Group {
	return []pane.Group{{
		Title: "logs",
		Keys: k.Moves.With(
			pane.Named("now", &k.Now),
			pane.Named("earlier", &k.Time.Earlier),
			pane.Named("later", &k.Time.Later),
			pane.Named("earlier-page", &k.Time.EarlierPage),
			pane.Named("later-page", &k.Time.LaterPage),
			pane.Named("earlier-start", &k.EarlierStart),
			pane.Named("later-start", &k.LaterStart),
			pane.Named("next", &k.Next),
			pane.Named("previous", &k.Previous),
			pane.Named("lines", &k.Filter),
			pane.Named("mark", &k.Select),
			pane.Named("save", &k.Save),
			pane.Named("times", &k.Stamps),
			pane.Named("wrap", &k.Wrap),
			pane.Named("graphs", &k.Graphs),
			pane.Named("all", &k.All),
			pane.Named("sources", &k.Sources),
		),
		Text: []string{
			"Before each line stands what it is: | from stdout, ! from stderr, * an event, # of the unit, X an OOM kill, ~ lines that were dropped, ? who only says so, = a new run.",
			"/ finds letters, or ~ and a regular expression, through all there is, the newest first; esc ends that.",
		},
	}}
}
