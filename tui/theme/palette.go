package theme

import "slices"

// palettes are the themes by name, in the order they are listed.
var palettes = []struct {
	name  string
	theme Theme
}{
	// A few of the terminal's own 16 colours, such that light and dark
	// backgrounds both do: faint instead of a grey, no yellow, no plain blue.
	{"default", Theme{
		Title: "\x1b[1m", Muted: "\x1b[2m", Good: "\x1b[32m", Warn: "\x1b[35m", Bad: "\x1b[1;31m", Graph: "\x1b[36m", Second: "\x1b[32m", Third: "\x1b[94m",
		Selected: "\x1b[7m", Alarm: "\x1b[1;7m",
	}},
	// The next two do not depend on how the terminal's 16 colours were chosen. A
	// test holds them to a contrast that can be read.
	{"light", Theme{
		Title: "\x1b[1;38;5;16m", Muted: "\x1b[38;5;241m", Good: "\x1b[38;5;22m", Warn: "\x1b[38;5;94m", Bad: "\x1b[1;38;5;124m", Graph: "\x1b[38;5;24m", Second: "\x1b[38;5;54m", Third: "\x1b[38;5;89m",
		Selected: "\x1b[7m", Alarm: "\x1b[1;7m",
	}},
	{"dark", Theme{
		Title: "\x1b[1;38;5;231m", Muted: "\x1b[38;5;248m", Good: "\x1b[38;5;114m", Warn: "\x1b[38;5;221m", Bad: "\x1b[1;38;5;210m", Graph: "\x1b[38;5;80m", Second: "\x1b[38;5;147m", Third: "\x1b[38;5;180m",
		Selected: "\x1b[7m", Alarm: "\x1b[1;7m",
	}},
	// No colour: what another theme tells by one stands out by its weight.
	{"mono", Theme{
		Title: "\x1b[1m", Muted: "\x1b[2m", Warn: "\x1b[1m", Bad: "\x1b[1;4m",
		Selected: "\x1b[7m", Alarm: "\x1b[1;7m",
	}},
}

// Names are the names of all themes.
func Names() []string {
	var names []string
	for _, p := range palettes {
		names = append(names, p.name)
	}
	return names
}

// ByName returns the theme called name, "" for the default one, in the given
// characters.
func ByName(name string, c Charset) (t Theme, ok bool) {
	if name == "" {
		name = palettes[0].name
	}
	i := slices.Index(Names(), name)
	if i < 0 {
		return Default(c), false
	}
	t = palettes[i].theme
	t.Glyphs = glyphs(c)
	return t, true
}

// Default is the theme of those who have not chosen one.
func Default(c Charset) Theme {
	t, _ := ByName("", c)
	return t
}
