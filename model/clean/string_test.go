package clean

import (
	"encoding/json"
	"fmt"
	"testing"
	"unicode/utf8"
)

// hostile are texts that do something to a terminal, or to who reads it.
var hostile = []string{
	"", "web", "naïve <数据> & more", "a\x1b]52;c;eA==\ab", "a\u009b31mb", "a\x7fb", "a\x00b", "a\nb\r\tc", "a\u2028b\u0085c\u00a0d",
	"a\u202egnp.exe", "a\u200b\ufeffb", "a\ufe0f\u3164b", "a\U000e0041b", "a\U0010fffdb", "e\u0301\u0301\u0301\u0301\u0301x", "\u0301x", "\ufffd", `\"`,
}

// A String is whole where it is sent, and clean where it is shown.
func TestString(t *testing.T) {
	for _, raw := range append(hostile, "a\x9b31mb") {
		s := Of(raw)
		if s.Raw() != raw || s.IsZero() != (raw == "") || s != Of(raw) || s.IsClean() != (Text(raw) == raw) {
			t.Errorf("%q is not whole any more: %q", raw, s.Raw())
		}
		for _, shown := range []string{s.String(), fmt.Sprint(s), fmt.Sprintf("%v", struct{ S String }{s}), fmt.Errorf("%s", s).Error()} {
			if Text(shown) != shown {
				t.Errorf("%q is shown as %q", raw, shown)
			}
		}
	}
}

func TestJSON(t *testing.T) {
	for _, raw := range hostile {
		checkJSON(t, raw)
	}
	for in, want := range map[string]string{
		"<a> & b":        `"<a> & b"`,
		"\u009b\x7f\x00": `"\u009b\u007f\u0000"`,
		"\U000e0041":     `"\udb40\udc41"`,
	} {
		if got, err := Marshal(in); err != nil || string(got) != want {
			t.Errorf("%q is %s, want %s (%v)", in, got, want, err)
		}
	}
	if got := JSON([]byte("{\n  \"a\x9b\": 1\n}")); string(got) != "{\n  \"a\\ufffd\": 1\n}" {
		t.Errorf("%q", got)
	}
	if _, err := Marshal(func() {}); err == nil {
		t.Error("a function is no JSON")
	}
}

// checkJSON checks that raw, as JSON, is clean and says the same.
func checkJSON(t *testing.T, raw string) {
	t.Helper()
	whole := utf8.ValidString(raw) // JSON has no way to say what is not
	for _, v := range []any{raw, map[string]string{raw: raw}, struct{ A String }{Of(raw)}} {
		b, err := Marshal(v)
		if err != nil || Text(string(b)) != string(b) {
			t.Fatalf("%q as JSON is %q, %v", raw, b, err)
		}
		var back any
		if err := json.Unmarshal(b, &back); err != nil {
			t.Fatalf("%q as JSON: %v", raw, err)
		}
		if m, ok := back.(map[string]any); ok {
			for _, member := range m {
				back = member
			}
		}
		if whole && back != raw {
			t.Errorf("%q came back as %q", raw, back)
		}
	}
	var s String
	if b, err := json.Marshal(Of(raw)); err != nil || json.Unmarshal(b, &s) != nil || whole && s != Of(raw) {
		t.Errorf("%q came back as %q (%v)", raw, s.Raw(), err)
	}
}

func FuzzJSON(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
	}
	f.Fuzz(checkJSON)
}
