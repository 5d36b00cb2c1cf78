package theme

import "strings"

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

	Cursor, Mark        string // of a row; of a marked one
	Open, Closed        string // a group that shows its members, or not
	AtLeast             string // before a sum that something is missing from
	Top, Middle, Bottom string // brace around rows that share something
	Only                string // brace around a single row
	Down, Up            string // received, sent
	Falling, Rising     string // order of a sorted column
	Hard, Cache, Free   string // parts of a bar
	Warn                string
	Ellipsis, Dash, Odd string // cut off; unknown; in place of what cannot be shown

	Time, Tick string // the time cursor; where on the time axis the label after it belongs

	// What happened at a time.
	OOM, Restart, Start, Stop, Limit, Bench, Health, Threshold string
}

func glyphs(c Charset) *Glyphs {
	if c == ASCII {
		return &Glyphs{
			Charset: c,
			Running: "*", Starting: "~", Paused: "=", Stopped: "o", Failed: "x", Alert: "!",
			Cursor: ">", Mark: "+", Open: "v", Closed: "+", AtLeast: ">", Top: "\\", Middle: "|", Bottom: "/", Only: "|",
			Down: "<", Up: ">", Falling: "v", Rising: "^",
			Hard: "#", Cache: "=", Free: ".", Warn: "!",
			Ellipsis: "~", Dash: "-", Odd: "?",
			Time: "|", Tick: "'",
			OOM: "X", Restart: "@", Start: "^", Stop: "o", Limit: "L", Bench: "B", Health: "h", Threshold: "!",
		}
	}
	return &Glyphs{
		Charset: c,
		Running: "●", Starting: "◐", Paused: "‖", Stopped: "○", Failed: "✖", Alert: "!",
		Cursor: "▸", Mark: "✓", Open: "▾", Closed: "▹", AtLeast: "≥", Top: "⎫", Middle: "⎬", Bottom: "⎭", Only: "⎬",
		Down: "↓", Up: "↑", Falling: "▾", Rising: "▴",
		Hard: "▇", Cache: "▒", Free: "▁", Warn: "⚠",
		Ellipsis: "…", Dash: "–", Odd: "?",
		Time: "│", Tick: "└",
		OOM: "✖", Restart: "↻", Start: "▲", Stop: "■", Limit: "L", Bench: "B", Health: "♥", Threshold: "!",
	}
}

// ownWords stand in ASCII for the signs of podtop's own sentences and keys.
var ownWords = strings.NewReplacer("↑", "up", "↓", "down", "←", "left", "→", "right", "…", "...", "–", "-", "×", "x", "≥", ">=")

// Own is text of podtop's own, such as the name of a key, in the signs there
// are.
func (g *Glyphs) Own(text string) string {
	if g.Charset != ASCII || !strings.ContainsFunc(text, beyondASCII) {
		return text // to replace nothing costs memory, too
	}
	return ownWords.Replace(text)
}

func beyondASCII(r rune) bool { return r >= 0x80 }

// proseWords stand in ASCII for the signs of a plan.
var proseWords = strings.NewReplacer("→", "->", "µ", "u", "…", "...", "–", "-", "×", "x", "≥", ">=", "’", "'")

// Prose is a sentence of podtop's own, in the signs there are.
func (g *Glyphs) Prose(text string) string {
	if g.Charset != ASCII {
		return text
	}
	return proseWords.Replace(text)
}
