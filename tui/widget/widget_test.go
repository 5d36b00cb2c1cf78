package widget

import (
	"math"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"podtop/model"
	"podtop/tui/theme"
)

var unicodeTheme, asciiTheme = theme.Default(theme.Braille), theme.Default(theme.ASCII)

func TestAppendText(t *testing.T) {
	for _, tt := range []struct {
		name, in string
		width    int
		want     string
	}{
		{"fits", "web", 6, "web   "},
		{"exactly", "web-01", 6, "web-01"},
		{"cut", "web-011", 6, "web-0…"},
		{"empty", "", 3, "   "},
		{"no room", "web", 0, ""},
		{"one cell", "web", 1, "…"},
		{"escape", "\x1b[31mx", 8, "?[31mx  "},
		{"c1", "a\u009bb", 4, "a?b "},
		{"tab and newline", "a\tb\nc", 6, "a b c "},
		{"not UTF-8", "\xff\xfe", 4, "??  "},
		{"wide", "容器", 6, "容器  "},
		{"wide, cut in the middle", "容器名", 4, "容… "},
		{"wide, cut at an edge", "容器名", 5, "容器…"},
		{"combining", "e\u0301x", 3, "ex "},
		{"zero width", "a\u200bb\ufeff", 3, "ab "},
		{"turned", "\u202eabc", 4, "abc "},
		{"right to left", "של", 4, "??  "},
		{"emoji", "🐳", 3, "?  "},
		{"accents", "éß", 3, "éß "},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := string(AppendText(nil, tt.in, tt.width, unicodeTheme.Glyphs)); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
	if got := string(AppendText(nil, "é容\u0301abc", 5, asciiTheme.Glyphs)); got != "???a~" {
		t.Errorf("in ASCII: %q", got)
	}
	if got := Clean("a → b, “c’s” × 2 ≥ 1 – d …", asciiTheme.Glyphs); got != `a > b, "c's" x 2 > 1 - d ~` {
		t.Errorf("podtop's own signs are %q in ASCII", got)
	}
}

func TestClean(t *testing.T) {
	const in = "容器\x1b[2J\u202e"
	if got := Clean(in, unicodeTheme.Glyphs); got != "容器?[2J" || Width(in, unicodeTheme.Glyphs) != 8 {
		t.Errorf("Clean gave %q, Width %d", got, Width(in, unicodeTheme.Glyphs))
	}
}

func FuzzAppendText(f *testing.F) {
	f.Add("web", 5)
	f.Add("\x1b]0;x\a容器\u202e🇨🇭", 7)
	f.Fuzz(func(t *testing.T, s string, width int) {
		width = int(uint(width) % 200)
		for _, th := range []theme.Theme{unicodeTheme, asciiTheme} {
			got := string(AppendText(nil, s, width, th.Glyphs))
			if w := ansi.StringWidthWc(got); w != width {
				t.Errorf("%q is %d cells wide, want %d", got, w, width)
			}
			if w := ansi.StringWidth(got); w != width {
				t.Errorf("%q is %d cells wide by graphemes, want %d", got, w, width)
			}
			if i := strings.IndexFunc(got, unicode.IsControl); i >= 0 || !utf8.ValidString(got) {
				t.Errorf("%q is not clean", got)
			}
		}
	})
}

func TestAppendValue(t *testing.T) {
	plain := unicodeTheme.Plain()
	for _, tt := range []struct {
		v    float64
		d    model.Dimension
		want string
	}{
		{1.42, model.Cores, "   1.42"},
		{math.NaN(), model.Bytes, "      –"},
		{math.Inf(1), model.Bytes, "      –"},
		{812 << 20, model.Bytes, "   812M"},
		{97, model.Percent, "    97%"},
	} {
		if got := string(AppendValue(nil, tt.v, tt.d, 7, plain)); got != tt.want {
			t.Errorf("%v: %q, want %q", tt.v, got, tt.want)
		}
	}
}

func TestAppendStrip(t *testing.T) {
	left := []Part{Word("", "podtop", 9), Word("", "host", 5), Word("", "root+op", 2)}
	right := []Part{Word("", "10 Hz", 3), Word("", "? help", 6)}
	for _, tt := range []struct {
		width int
		want  string
	}{
		{40, "podtop  host  root+op      10 Hz  ? help"},
		{34, "podtop  host         10 Hz  ? help"},
		{25, "podtop  host       ? help"},
		{14, "podtop  ? help"},
		{6, "podtop"},
		{5, ""},
		{0, ""},
	} {
		got := string(AppendStrip(nil, tt.width, left, right))
		if strings.TrimRight(got, " ") != tt.want {
			t.Errorf("width %d: %q, want %q", tt.width, got, tt.want)
		}
		if utf8.RuneCountInString(got) != tt.width {
			t.Errorf("width %d: %q is %d cells", tt.width, got, utf8.RuneCountInString(got))
		}
	}
}

func TestWidgetsDoNotAllocate(t *testing.T) {
	buf := make([]byte, 0, 1024)
	if n := testing.AllocsPerRun(100, func() {
		buf = AppendText(buf[:0], "容器-and-more", 9, unicodeTheme.Glyphs)
		buf = AppendValue(buf, 1.42, model.Cores, 7, unicodeTheme)
		buf = AppendValue(buf, math.NaN(), model.Bytes, 7, unicodeTheme)
	}); n != 0 {
		t.Errorf("%v allocations, want 0", n)
	}
}
