package clean

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestText(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"empty", "", ""},
		{"plain", "web-1_a.b", "web-1_a.b"},
		{"other letters", "naïve-数据-кот", "naïve-数据-кот"},
		{"one accent", "e\u0301", "e\u0301"},
		{"colour", "\x1b[31mred", "?[31mred"},
		{"title", "a\x1b]0;owned\x07b", "a?]0;owned?b"},
		{"eight-bit escape", "a\u009b31mb", "a?31mb"},
		{"raw eight-bit escape", "a\x9b31mb", "a?31mb"},
		{"tab and newline", "a\tb\nc\r\nd", "a b c  d"},
		{"line separator", "a\u2028b\u2029c\u0085d", "a b c d"},
		{"no-break space", "a\u00a0b", "a b"},
		{"delete", "a\x7fb", "a?b"},
		{"right to left", "a\u202egnp.exe\u202c", "a?gnp.exe?"},
		{"isolates", "\u2066a\u2069", "?a?"},
		{"direction marks", "a\u200e\u200f\u061cb", "a???b"},
		{"joiners", "a\u200b\u200c\u200d\ufeffb", "a????b"},
		{"fillers", "a\u3164\u2800b", "a??b"},
		{"variation", "a\ufe0fb", "a?b"},
		{"tags", "a\U000e0041b", "a?b"},
		{"invalid", "a\xff\xc3(b", "a??(b"},
		{"surrogate", "a\xed\xa0\x80b", "a???b"},
		{"private", "a\ue000b", "a?b"},
		{"tower", "e\u0301\u0301\u0301\u0301x", "e\u0301\u0301?\u0301x"},
		{"accent on nothing", "\u0301x", "?x"},
		{"nul", "a\x00b", "a?b"},
	} {
		if got := Text(c.in); got != c.want {
			t.Errorf("%s: Text(%q) = %q, want %q", c.name, c.in, got, c.want)
		}
	}
}

func TestHead(t *testing.T) {
	for _, c := range []struct {
		in   string
		n    int
		want string
	}{
		{"name", 4, "name"},
		{"name", 3, "nam"},
		{"name", 0, ""},
		{"", 3, ""},
		{"aü", 3, "aü"},
		{"aüb", 2, "a"}, // no half characters
		{"a数b", 3, "a"},
		{"\x1b[31m", 3, "?[3"},
		{"\x80\x80\x80\x80\x80\x80\x80", 5, "??"},
	} {
		if got := Head(c.in, c.n); got != c.want {
			t.Errorf("Head(%q, %d) = %q, want %q", c.in, c.n, got, c.want)
		}
	}
}

func TestHeadIsBounded(t *testing.T) {
	const n = 4 << 10
	for _, s := range []string{strings.Repeat("x", 1<<20), strings.Repeat("ü", 1<<20), strings.Repeat("\xc3", 1<<20), strings.Repeat("数", n)} {
		got := Head(s, n)
		if len(got) > n || len(got) < n-3 || !utf8.ValidString(got) {
			t.Errorf("head of %d bytes of %.4q: %d bytes, valid %t", len(s), s, len(got), utf8.ValidString(got))
		}
	}
}

func TestTextOfPlainAllocatesNothing(t *testing.T) {
	if n := testing.AllocsPerRun(100, func() { Text("an-ordinary-name") }); n != 0 {
		t.Errorf("%v allocations, want 0", n)
	}
}

func FuzzText(f *testing.F) {
	for _, s := range []string{"web", "\x1b[2J", "\u202eabc", "a\xffb", "e\u0301\u0301\u0301", "\u2028", "\u0301\u0301\u0301"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := Text(s)
		if !utf8.ValidString(got) {
			t.Errorf("%q is not valid", got)
		}
		for _, r := range got {
			if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || unicode.Is(unicode.Cf, r) || r != ' ' && unicode.IsSpace(r) {
				t.Errorf("%q has %U", got, r)
			}
		}
		if again := Text(got); again != got {
			t.Errorf("Text(%q) = %q, and again %q", s, got, again)
		}
		if len(got) > len(s) {
			t.Errorf("%q grew to %q", s, got)
		}
	})
}
