package logs

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"podtop/model"
)

func TestPattern(t *testing.T) {
	const text = "GET /Index.html 200 ümlaut ÜBER a\xffb index"
	for _, c := range []struct {
		pattern string
		c       Case
		want    []Span
	}{
		{"index", SmartCase, []Span{{5, 10}, {38, 43}}},
		{"Index", SmartCase, []Span{{5, 10}}},
		{"index", ExactCase, []Span{{38, 43}}},
		{"INDEX", AnyCase, []Span{{5, 10}, {38, 43}}},
		{"ü", SmartCase, []Span{{20, 22}, {28, 30}}},
		{"Ü", SmartCase, []Span{{28, 30}}},
		{"über", ExactCase, nil},
		{"a\xffb", SmartCase, []Span{{34, 37}}},
		{"A\xffB", AnyCase, nil},
		{"zz", SmartCase, nil},
		{"~i[a-z]+x", SmartCase, []Span{{5, 10}, {38, 43}}},
		{"~I[a-z]+x", SmartCase, []Span{{5, 10}}},
		{"~^GET|index$", SmartCase, []Span{{0, 3}, {38, 43}}},
		{"~[0-9]*", SmartCase, []Span{{16, 19}}},
		{`~\d`, SmartCase, []Span{{16, 17}, {17, 18}, {18, 19}}},
	} {
		p, err := ParsePattern(c.pattern, c.c)
		if err != nil {
			t.Errorf("%q: %v", c.pattern, err)
			continue
		}
		if got := p.Find(nil, text, 100); !slices.Equal(got, c.want) {
			t.Errorf("%q: %v, want %v", c.pattern, got, c.want)
		}
		if p.Match(text) != (c.want != nil) || p.MatchBytes([]byte(text)) != (c.want != nil) {
			t.Errorf("%q: %v, %v", c.pattern, p.Match(text), p.MatchBytes([]byte(text)))
		}
	}
}

func TestFindAtMost(t *testing.T) {
	for _, pattern := range []string{"a", "A", "~a"} {
		p, _ := ParsePattern(pattern, AnyCase)
		if got := p.Find([]Span{{9, 9}}, strings.Repeat("a", 50), 3); !slices.Equal(got, []Span{{9, 9}, {0, 1}, {1, 2}, {2, 3}}) {
			t.Errorf("%q: %v", pattern, got)
		}
		if got := p.Find(nil, "aaa", 0); got != nil {
			t.Errorf("%q: %v, of none", pattern, got)
		}
	}
	if p := (Pattern{}); !p.IsZero() || !p.Match("x") || !p.MatchBytes(nil) || p.Find(nil, "x", 9) != nil {
		t.Error("the zero pattern")
	}
}

// The caret stands under the fault, in the part of the pattern to blame.
func TestRegexpFaults(t *testing.T) {
	for pattern, want := range map[string]string{
		"~a(b":         "  ^ missing closing )",
		"~(a)(b(c)":    "    ^ missing closing )",
		`~[(](\((`:     "       ^ missing closing )",
		"~a)b":         "  ^ unexpected )",
		"~a[b":         "  ^ missing closing ]",
		"~*a":          " ^ missing argument to repetition operator",
		"~a*|*":        "    ^ missing argument to repetition operator",
		"~a**":         "  ^ invalid nested repetition operator",
		`~a\`:          "  ^ trailing backslash at end of expression",
		`~a\d\y`:       "    ^ invalid escape sequence",
		"~[z-a]":       "  ^ invalid character class range",
		"~a{2,1}":      "  ^ invalid repeat count",
		"~x{1001}":     "  ^ invalid repeat count",
		"~a(?P<x y>a)": "  ^ invalid named capture",
		"~a\xff":       "  ^ invalid UTF-8",
		"~(?z)":        " ^ invalid or unsupported Perl syntax",
	} {
		_, err := ParsePattern(pattern, SmartCase)
		var fault *model.FilterError
		if !errors.As(err, &fault) {
			t.Errorf("%q: %v", pattern, err)
			continue
		}
		reason, ok := strings.CutPrefix(fault.Reason, "this is no regular expression: ")
		if got := strings.Repeat(" ", fault.At) + "^ " + reason; got != want || !ok {
			t.Errorf("%q:\ngot  %q\nwant %q", pattern, got, want)
		}
	}
	for _, pattern := range []string{strings.Repeat("x", maxPattern+1), "~" + strings.Repeat("x", maxPattern+1), "~" + strings.Repeat("(", maxPattern), "~((a{100}){100}){100}"} {
		if _, err := ParsePattern(pattern, SmartCase); err == nil {
			t.Errorf("%.20q is a pattern", pattern)
		}
	}
}

// What takes too long at each byte of a text is no pattern; many words are one.
func TestRegexpsAreSmall(t *testing.T) {
	for _, pattern := range []string{"~(.{1,30}){1,30}z", "~x{900}y{900}"} {
		var fault *model.FilterError
		if _, err := ParsePattern(pattern, SmartCase); !errors.As(err, &fault) || !strings.Contains(fault.Reason, "too much") {
			t.Errorf("%s: %v", pattern, err)
		}
	}
	words := "~" + strings.Repeat("timeout|refused|denied|", 40) + `\d{1,3}`
	for _, pattern := range []string{words, `~^\d{4}-\d{2}-\d{2}.{0,200}[0-9a-f]{64}`} {
		p, err := ParsePattern(pattern, SmartCase)
		if err != nil || p.Effort("1234") < 4*10 {
			t.Errorf("%s: %v, its effort is %d", pattern, err, p.Effort("1234"))
		}
	}
	if p, _ := ParsePattern("literal", SmartCase); p.Effort("1234") != 4 {
		t.Errorf("the effort of a literal is %d", p.Effort("1234"))
	}
}

func TestLiteralsAllocateNothing(t *testing.T) {
	text := []byte(strings.Repeat("Some words in a line. ", 10))
	s := string(text)
	for _, pattern := range []string{"line", "Line", strings.Repeat("not there at all ", 4)} {
		p, _ := ParsePattern(pattern, SmartCase)
		if n := testing.AllocsPerRun(20, func() { p.Match(s); p.MatchBytes(text) }); n != 0 {
			t.Errorf("%q: %v allocations", pattern, n)
		}
	}
}

func FuzzPattern(f *testing.F) {
	f.Add("~a(b|*", "aab")
	f.Add("ü\xff", "Ü\xff")
	f.Add(`~(?i)[^]\]`, "x")
	f.Fuzz(func(t *testing.T, pattern, text string) {
		p, err := ParsePattern(pattern, SmartCase)
		var fault *model.FilterError
		if err != nil && (!errors.As(err, &fault) || fault.At < 0 || fault.At > len(pattern)) {
			t.Fatalf("%q: %v", pattern, err)
		}
		if err != nil {
			return
		}
		spans := p.Find(nil, text, 10)
		if p.Match(text) != p.MatchBytes([]byte(text)) || len(spans) > 0 && !p.Match(text) {
			t.Errorf("%q in %q: %v", pattern, text, spans)
		}
		last := 0
		for _, s := range spans {
			if s.From < last || s.To <= s.From || s.To > len(text) {
				t.Errorf("%q in %q: %v", pattern, text, spans)
			}
			last = s.To
		}
	})
}
