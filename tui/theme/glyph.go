package theme

// A Charset is what the terminal and its font can show.
type Charset int

// Charsets, the richest first.
const (
	Braille Charset = iota // graphs in braille, two columns of dots a cell
	Blocks                 // graphs in eighths of a block
	ASCII                  // nothing beyond ASCII anywhere
)

// Glyphs are the signs on screen, by what they mean. Each is one cell wide.
type Glyphs struct {
	Charset Charset

	Running, Starting, Paused, Stopped, Failed, Alert string

	Cursor, Open        string // of a row; of a pod that shows its members
	Top, Middle, Bottom string // brace around rows that share something
	Only                string // brace around a single row
	Down, Up            string // received, sent
	Falling, Rising     string // order of a sorted column
	Hard, Cache, Free   string // parts of a bar
	Warn                string
	Ellipsis, Dash, Odd string // cut off; unknown; in place of what cannot be shown
}

func glyphs(c Charset) *Glyphs {
	if c == ASCII {
		return &Glyphs{
			Charset: c,
			Running: "*", Starting: "~", Paused: "=", Stopped: "o", Failed: "x", Alert: "!",
			Cursor: ">", Open: "v", Top: "\\", Middle: "|", Bottom: "/", Only: "|",
			Down: "<", Up: ">", Falling: "v", Rising: "^",
			Hard: "#", Cache: "=", Free: ".", Warn: "!",
			Ellipsis: "~", Dash: "-", Odd: "?",
		}
	}
	return &Glyphs{
		Charset: c,
		Running: "●", Starting: "◐", Paused: "‖", Stopped: "○", Failed: "✖", Alert: "!",
		Cursor: "▸", Open: "▾", Top: "⎫", Middle: "⎬", Bottom: "⎭", Only: "⎬",
		Down: "↓", Up: "↑", Falling: "▾", Rising: "▴",
		Hard: "▇", Cache: "▒", Free: "▁", Warn: "⚠",
		Ellipsis: "…", Dash: "–", Odd: "?",
	}
}
