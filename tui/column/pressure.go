package column

import (
	"podtop/model"
	"podtop/tui/table"
	"podtop/tui/widget"
)

// A Wait is a row: for what tasks waited, some of them or all.
type Wait struct {
	Name               string
	Some, Full         float64     // percent of the time
	SomeEver, FullEver model.Count // µs
	NoFull             bool        // full says nothing: on a whole host there is always a task that has a CPU
}

// Waits are the columns of pressure.
var Waits = []table.Column[Wait]{
	{Head: "for", Width: 10, Left: true, Draw: func(c table.Cell, w *Wait) []byte { return c.Text("", w.Name) }},
	{Head: "some", Width: 6, Draw: func(c table.Cell, w *Wait) []byte { return c.High(w.Some, widget.MuchPressure, model.Percent) }},
	{Head: "full", Width: 6, Draw: func(c table.Cell, w *Wait) []byte {
		if w.NoFull {
			return c.Empty()
		}
		return c.High(w.Full, widget.MuchStalled, model.Percent)
	}},
	{Head: "some, ever", Width: 11, Rank: 1, Draw: func(c table.Cell, w *Wait) []byte { return c.Value(w.SomeEver.Float()/1e6, model.Seconds) }},
	{Head: "full, ever", Width: 11, Rank: 1, Draw: func(c table.Cell, w *Wait) []byte {
		if w.NoFull {
			return c.Empty()
		}
		return c.Value(w.FullEver.Float()/1e6, model.Seconds)
	}},
}
