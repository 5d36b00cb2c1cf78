package theme

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

func TestByName(t *testing.T) {
	for _, name := range Names() {
		if th, ok := ByName(name, ASCII); !ok || th.Glyphs.Charset != ASCII || th.Selected == "" {
			t.Errorf("theme %s is %+v", name, th)
		}
	}
	if th, ok := ByName("solarized", Braille); ok || th.Glyphs == nil || th.Bad != Default(Braille).Bad {
		t.Errorf("for a theme there is none of: %+v", th)
	}
}

// What one looks for differs from what one does not, in every theme.
func TestLooksDiffer(t *testing.T) {
	for _, name := range Names() {
		th, _ := ByName(name, Braille)
		for _, s := range []Style{th.Muted, th.Warn, th.Title} {
			if s == "" || s == th.Bad || s == th.Selected {
				t.Errorf("%s: %q looks like something else", name, s)
			}
		}
		if strings.Contains(string(th.Title+th.Muted+th.Good+th.Warn+th.Bad+th.Graph+th.Second+th.Third), "48;") {
			t.Errorf("%s paints the background", name)
		}
	}
}

// The colours of light and dark can be read on the backgrounds terminals have.
func TestContrast(t *testing.T) {
	for name, backgrounds := range map[string][]int{
		"light": {0xffffff, 0xfdf6e3, 0xeeeeee},
		"dark":  {0x000000, 0x1e1e1e, 0x002b36, 0x2e3440},
	} {
		th, _ := ByName(name, Braille)
		for _, s := range []Style{th.Title, th.Muted, th.Good, th.Warn, th.Bad, th.Graph, th.Second, th.Third} {
			for _, bg := range backgrounds {
				if c := contrast(rgb(t, s), bg); c < 4.5 {
					t.Errorf("%s: %q on #%06x has a contrast of %.1f, want 4.5", name, s, bg, c)
				}
			}
		}
	}
}

var indexed = regexp.MustCompile(`38;5;(\d+)m`)

// rgb is the colour of s, as xterm defines the 256.
func rgb(t *testing.T, s Style) int {
	m := indexed.FindStringSubmatch(string(s))
	if m == nil {
		t.Fatalf("%q is not one of the 256 colours", s)
	}
	n, _ := strconv.Atoi(m[1])
	if n >= 232 {
		return (8 + 10*(n-232)) * 0x010101
	}
	level := func(i int) int { return [...]int{0, 95, 135, 175, 215, 255}[i] }
	n -= 16
	return level(n/36)<<16 | level(n/6%6)<<8 | level(n%6)
}

// contrast is that of WCAG 2.
func contrast(a, b int) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(c int) float64 {
	part := func(shift int) float64 {
		v := float64(c>>shift&0xff) / 255
		if v <= 0.04045 {
			return v / 12.92
		}
		return math.Pow((v+0.055)/1.055, 2.4)
	}
	return 0.2126*part(16) + 0.7152*part(8) + 0.0722*part(0)
}
