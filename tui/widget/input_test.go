package widget

import (
	"strings"
	"testing"
	"unicode"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

var inputKeys = map[string]tea.KeyPressMsg{
	"left": {Code: tea.KeyLeft}, "right": {Code: tea.KeyRight}, "home": {Code: tea.KeyHome}, "end": {Code: tea.KeyEnd},
	"backspace": {Code: tea.KeyBackspace}, "delete": {Code: tea.KeyDelete}, "space": {Code: tea.KeySpace, Text: " "},
	"ctrl+w": {Code: 'w', Mod: tea.ModCtrl}, "ctrl+u": {Code: 'u', Mod: tea.ModCtrl}, "ctrl+k": {Code: 'k', Mod: tea.ModCtrl},
	"ctrl+left": {Code: tea.KeyLeft, Mod: tea.ModCtrl}, "ctrl+right": {Code: tea.KeyRight, Mod: tea.ModCtrl},
	"tab": {Code: tea.KeyTab},
}

func inputKey(name string) tea.KeyPressMsg {
	if msg, ok := inputKeys[name]; ok {
		return msg
	}
	return tea.KeyPressMsg{Code: []rune(name)[0], Text: name}
}

func TestInput(t *testing.T) {
	for _, tt := range []struct{ keys, want string }{
		{"w e b", "web|"},
		{"w e b left left x", "wx|eb"},
		{"a space b c ctrl+w", "a |"},
		{"a space b c space ctrl+w", "a |"},
		{"a b c left ctrl+u", "|c"},
		{"a b c home right ctrl+k", "a|"},
		{"a b c left backspace delete", "a|"},
		{"backspace delete left right ctrl+w", "|"},
		{"a b space c d ctrl+left ctrl+left x ctrl+right", "xab| cd"},
		{"容 器 left backspace", "|器"},
	} {
		var in Input
		for k := range strings.FieldsSeq(tt.keys) {
			if !in.Update(inputKey(k)) {
				t.Errorf("%s: %s is not taken", tt.keys, k)
			}
		}
		if got := in.Before() + "|" + in.Text()[len(in.Before()):]; got != tt.want {
			t.Errorf("%s: %q, want %q", tt.keys, got, tt.want)
		}
	}
	if new(Input).Update(inputKey("tab")) {
		t.Error("an Input takes tab")
	}
}

func TestInputTakesCleanText(t *testing.T) {
	var in Input
	in.Insert("cpu\x1b[2J>1\nweb\t\x00\xff" + strings.Repeat("x", 2*most))
	if got := in.Text(); !strings.HasPrefix(got, "cpu[2J>1 web xxx") || len(got) != most {
		t.Errorf("%d bytes: %.30q", len(got), got)
	}
}

func TestInputCompletes(t *testing.T) {
	var in Input
	in.Set("web me>1")
	in.Update(inputKey("left"))
	in.Update(inputKey("left"))
	in.Complete(2, "mem")
	if in.Before() != "web mem" || in.Text() != "web mem>1" {
		t.Errorf("%q of %q", in.Before(), in.Text())
	}
}

func FuzzInput(f *testing.F) {
	f.Add("cpu>1 web", 10, 4, 3)
	f.Add("容器\u202e\x1b", 3, 1, 9)
	f.Fuzz(func(t *testing.T, s string, width, back, mark int) {
		width, back, mark = int(uint(width)%120), int(uint(back)%50), int(uint(mark)%200)
		var in Input
		in.Insert(s)
		for range back {
			in.Update(inputKey("left"))
		}
		b, cursor, marked := in.Append(nil, mark, width, unicodeTheme.Glyphs)
		if w := ansi.StringWidthWc(string(b)); w != width {
			t.Errorf("%q is %d cells wide, want %d", b, w, width)
		}
		if width > 0 && (cursor < 0 || cursor >= width || marked < 0 || marked >= width) {
			t.Errorf("cursor at %d and mark at %d of %d cells", cursor, marked, width)
		}
		if i := strings.IndexFunc(string(b), unicode.IsControl); i >= 0 {
			t.Errorf("%q is not clean", b)
		}
	})
}
