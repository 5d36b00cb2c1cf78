package graph

import (
	"math"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"podtop/model"
	"podtop/tui/theme"
)

var charsets = []theme.Charset{theme.Braille, theme.Blocks, theme.ASCII}

// flat is spans whose least, mean and greatest are the same.
func flat(values ...float64) []model.Span {
	spans := make([]model.Span, len(values))
	for i, v := range values {
		spans[i] = model.Span{Min: v, Avg: v, Max: v}
	}
	return spans
}

// peaks is spans of one mean and other maxima.
func peaks(avg float64, most ...float64) []model.Span {
	spans := make([]model.Span, len(most))
	for i, v := range most {
		spans[i] = model.Span{Min: avg, Avg: avg, Max: v}
	}
	return spans
}

// rows is c as lines, looks as they are.
func rows(c *Canvas) string {
	var lines []string
	for y := range c.height {
		lines = append(lines, string(c.AppendRow(nil, y)))
	}
	return strings.Join(lines, "\n")
}

// Looks in these tests are brackets.
const (
	area = theme.Style("{")
	band = theme.Style("(")
	line = theme.Style("<")
)

// bracketed is a row with its looks: "{⣿}" is area, "(⣿)" band, "<⣿>" line;
// what is reversed has a tilde before it.
func bracketed(c *Canvas) string {
	return strings.NewReplacer("\x1b[m", "}", string(reverse), "~").Replace(rows(c))
}

func TestCanvas(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	for _, tt := range []struct {
		name           string
		width, height  int
		draw           func(*Canvas)
		braille, block string
		ascii          string
	}{
		{
			"empty", 3, 2,
			func(*Canvas) {},
			"   \n   ", "   \n   ", "   \n   ",
		},
		{
			"unknown is a gap, nothing a line, little a dot", 3, 1,
			func(c *Canvas) { c.Area(flat(each(c, nan, 0, 1e-9)...), 1, area, band) },
			" (⣀}{⣀}", " (▁}{▁}", " (_}{_}",
		},
		{
			"as high as it is", 4, 2,
			func(c *Canvas) { c.Area(flat(each(c, .25, .5, .75, 1)...), 1, area, band) },
			"  {⣤⣿}\n{⣤⣿⣿⣿}", "  {▄█}\n{▄███}", "  {-#}\n{-###}",
		},
		{
			"absurd", 4, 1,
			func(c *Canvas) { c.Area(flat(each(c, -5, inf, -inf, 7)...), 1, area, band) },
			"(⣀}{⣿}(⣀}{⣿}", "(▁}{█}(▁}{█}", "(_}{#}(_}{#}",
		},
		{
			"no scale", 2, 1,
			func(c *Canvas) { c.Area(flat(each(c, 0, 1)...), nan, area, band) },
			"(⣀}{⣿}", "(▁}{█}", "(_}{#}",
		},
		{
			"a spike", 3, 2,
			func(c *Canvas) { c.Area(peaks(.1, last(c, 1)...), 1, area, band) },
			"  (⢸}\n{⣀⣀}(⣸}", "  (▒}\n{▂▂}(▒}", "  (:}\n{__}(:}",
		},
		{
			"a band", 2, 2,
			func(c *Canvas) { c.Area(peaks(.5, each(c, 1, 1)...), 1, area, band) },
			"(⡫⡫}\n{⣿⣿}", "(▒▒}\n{██}", "(::}\n{##}",
		},
		{
			"values end at the right", 3, 1,
			func(c *Canvas) { c.Area(flat(1), 1, area, band) },
			"  {⢸}", "  {█}", "  {#}",
		},
		{
			"too many values", 1, 1,
			func(c *Canvas) { c.Area(flat(0, 0, 0, 0, 1, 1), 1, area, band) },
			"{⣿}", "{█}", "{#}",
		},
		{
			"mirrored", 3, 2,
			func(c *Canvas) {
				c.Mirror(flat(each(c, 0, .5, 1)...), flat(each(c, 0, .5, 1)...), 1, area, line, band)
			},
			"(⣀}{⣤⣿}\n <⠛⣿}", "(▁}{▄█}\n <▀█}", "(_}{-#}\n <-#}",
		},
		{
			"mirrored, not halves", 4, 2,
			func(c *Canvas) {
				c.Mirror(nil, flat(each(c, 1./8, 3./8, 5./8, 7./8)...), 1, area, line, band)
			},
			"    \n<⠉⠛⠿⣿}", "    \n<▔}<~▅▃▁}", "    \n<\"-+#}",
		},
		{
			"mirrored, three rows", 2, 3,
			func(c *Canvas) { c.Mirror(flat(each(c, .5, 1)...), flat(each(c, .5, 1)...), 1, area, line, band) },
			" {⣿}\n{⣿⣿}\n<⠛⣿}", " {█}\n{██}\n<▀█}", " {#}\n{##}\n<-#}",
		},
		{
			"stacked", 2, 3,
			func(c *Canvas) {
				c.Stack(3, Layer{flat(each(c, 1, 1)...), area, false}, Layer{flat(each(c, 1, nan)...), line, false}, Layer{flat(each(c, 1, 1)...), band, true})
			},
			"(⡫} \n<⣿}(⡫}\n{⣿⣿}", "(▒} \n<█}(▒}\n{██}", "(:} \n<#}(:}\n{##}",
		},
		{
			"nothing to stack", 2, 1,
			func(c *Canvas) { c.Stack(3, Layer{flat(each(c, nan, 0)...), area, false}) },
			" {⣀}", " {▁}", " {_}",
		},
		{
			"most of a cell has the look", 1, 1,
			func(c *Canvas) {
				c.Stack(8, Layer{flat(each(c, 2)...), area, false}, Layer{flat(each(c, 6)...), line, false})
			},
			"<⣿}", "<█}", "<#}",
		},
		{
			"peaks above a stack", 2, 2,
			func(c *Canvas) {
				c.Stack(2, Layer{flat(each(c, 1, 1)...), area, false})
				c.Peaks(peaks(nan, last(c, 2)...), 2, band)
			},
			" (⢸}\n{⣿⣿}", " (▒}\n{██}", " (:}\n{##}",
		},
		{
			"a line", 4, 2,
			func(c *Canvas) { c.Line(.75, 1, line, Solid) },
			"<⠤⠤⠤⠤}\n    ", "<────}\n    ", "<====}\n    ",
		},
		{
			"a dashed line", 4, 1,
			func(c *Canvas) { c.Line(1, 1, line, Dashed) },
			"<⠉} <⠉} ", "<▔} <▔} ", "<=} <=} ",
		},
		{
			"a dotted line", 5, 1,
			func(c *Canvas) { c.Line(1, 1, line, Dotted) },
			"<⠉}  <⠉} ", "<▔}  <▔} ", "<=}  <=} ",
		},
		{
			"a line above the scale, at no number, below nothing", 2, 1,
			func(c *Canvas) {
				for _, v := range []float64{1.01, nan, inf, -1} {
					if row := c.Line(v, 1, line, Solid); row != -1 {
						t.Errorf("a line at %v is in row %d", v, row)
					}
				}
			},
			"  ", "  ", "  ",
		},
		{
			"a line across an area", 2, 2,
			func(c *Canvas) {
				c.Area(flat(each(c, 1, 1)...), 1, area, band)
				c.Line(.25, 1, line, Solid)
			},
			"{⣿⣿}\n<⠤⠤}", "{██}\n<──}", "{##}\n<==}",
		},
		{
			"an area up to a line", 2, 1,
			func(c *Canvas) {
				c.Area(flat(each(c, .1, 1)...), 1, area, band)
				c.Line(1, 1, line, Solid)
			},
			"<⠉}{⣭}", "<▔█}", "<=#}",
		},
		{
			"a spike up to a line", 2, 2,
			func(c *Canvas) {
				c.Area(peaks(.1, last(c, 1)...), 1, area, band)
				c.Line(1, 1, line, Solid)
			},
			"<⠉⢩}\n{⣀}(⣸}", "<▔▔}\n{▂}(▒}", "<==}\n{_}(:}",
		},
		{
			"a limit that was changed", 4, 2,
			func(c *Canvas) { c.Steps(flat(each(c, nan, .5, .5, 1)...), 1, line, Solid) },
			"   <⡏}\n <⠉⠉⠁}", "   <▔}\n <▔▔} ", "   <=}\n <==} ",
		},
		{
			"shade", 4, 2,
			func(c *Canvas) { c.Shade(flat(each(c, nan, 0, 1, 70)...), 100, line) },
			"  <⠌⠌}\n   <⠌}", "  <░░}\n   <░}", "  <//}\n   </}",
		},
		{
			"shade of an area", 2, 1,
			func(c *Canvas) {
				c.Shade(flat(each(c, 100, 100)...), 100, line)
				c.Area(flat(each(c, .5, 1)...), 1, area, band)
			},
			"<⣨⣳}", "<▄▓}", "<-%}",
		},
		{
			"text", 4, 1,
			func(c *Canvas) {
				c.Area(flat(each(c, 1, 1, 1, 1)...), 1, area, band)
				c.Text(-1, 0, []byte("×ab"), line)
				c.Text(3, 0, []byte("cut"), line)
				c.Text(0, 7, []byte("nowhere"), line)
			},
			"<ab}{⣿}<c}", "<ab}{█}<c}", "<ab}{#}<c}",
		},
	} {
		for i, want := range []string{tt.braille, tt.block, tt.ascii} {
			th := theme.Default(charsets[i])
			var c Canvas
			c.Reset(9, 9, th)
			c.Area(flat(1, 2, 3), 1, area, band) // of the frame before
			c.Reset(tt.width, tt.height, th)
			tt.draw(&c)
			if got := bracketed(&c); got != want {
				t.Errorf("%s, charset %d:\n%s\nwant\n%s", tt.name, i, got, want)
			}
		}
	}
}

// each is values, each for a whole cell of c.
func each(c *Canvas, values ...float64) []float64 {
	var all []float64
	for _, v := range values {
		for range Dots(c.charset) {
			all = append(all, v)
		}
	}
	return all
}

// last is zeros for all columns of c but the last, which is v.
func last(c *Canvas, v float64) []float64 {
	all := make([]float64, c.Columns())
	all[len(all)-1] = v
	return all
}

// The cursor is seen on everything, and everything under it.
func TestCursor(t *testing.T) {
	th := theme.Theme{Title: "T", Glyphs: theme.Default(theme.Braille).Glyphs}
	for _, tt := range []struct {
		name string
		draw func(*Canvas)
		want string
	}{
		{"nothing", func(*Canvas) {}, "T│}"},
		{"shade", func(c *Canvas) { c.Shade(flat(1, 1), 1, line) }, "T│}"},
		{"full", func(c *Canvas) { c.Area(flat(1, 1), 1, area, band) }, "{~│}"},
		{"not quite", func(c *Canvas) { c.Area(flat(.5, 1), 1, area, band) }, "T⣼}"},
		{"line", func(c *Canvas) { c.Line(1, 1, line, Solid) }, "T⠉}"},
		{"text", func(c *Canvas) { c.Text(0, 0, []byte("✖"), line) }, "<~✖}"},
	} {
		var c Canvas
		c.Reset(1, 1, th)
		tt.draw(&c)
		c.Cursor(1)
		if got := bracketed(&c); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
		c.Cursor(2)
		if strings.Contains(bracketed(&c), "T") {
			t.Errorf("%s: a cursor outside is drawn", tt.name)
		}
	}
}

// Under the cursor nothing else is reversed.
func TestCursorOnBlocks(t *testing.T) {
	var c Canvas
	for eighths, want := range []string{"│", "▔", "▔", "▀", "▀", "▀", "█", "█"} {
		c.Reset(1, 2, theme.Default(theme.Blocks).Plain())
		c.Mirror(nil, flat(float64(eighths)/8), 1, "", "", "")
		c.Cursor(0)
		if got := string(c.AppendRow(nil, 1)); got != want {
			t.Errorf("%d eighths: %q, want %q", eighths, got, want)
		}
	}
}

// A line ends in the row it was in last, whatever is not known yet.
func TestStepsEnd(t *testing.T) {
	for want, last := range map[int][]float64{1: {.5, math.NaN()}, 0: {1, 1}, -1: {.5, 2}} {
		var c Canvas
		c.Reset(4, 2, theme.Default(theme.ASCII))
		if row := c.Steps(flat(append([]float64{1, 1}, last...)...), 1, "", Dashed); row != want {
			t.Errorf("with %v at the end it is in row %d, want %d", last, row, want)
		}
	}
}

// Looks change only where they have to, and blanks have none.
func TestFewLooks(t *testing.T) {
	th := theme.Default(theme.Braille)
	var c Canvas
	c.Reset(40, 4, th)
	c.Area(flat(make([]float64, 80)...), 1, th.Graph, th.Muted)
	c.Line(.6, 1, th.Muted, Solid)
	for y, want := range []int{0, 2, 0, 2} {
		if got := strings.Count(string(c.AppendRow(nil, y)), "\x1b"); got != want {
			t.Errorf("row %d changes its look %d times, want %d", y, got, want)
		}
	}
}

// More looks than there are numbers do no harm.
func TestManyLooks(t *testing.T) {
	var c Canvas
	c.Reset(1, 1, theme.Default(theme.Braille))
	for i := range 1000 {
		c.Line(1, 1, theme.Style(strings.Repeat("x", i)), Solid)
	}
	if got := rows(&c); got != "⠉" {
		t.Errorf("got %q", got)
	}
}

// drawAll draws everything there is of spans.
func drawAll(c *Canvas, spans []model.Span, top float64, th theme.Theme) {
	n := len(spans) / 2
	c.Area(spans, top, th.Graph, th.Muted)
	c.Stack(top, Layer{spans[:n], th.Graph, false}, Layer{spans[n:], th.Second, true})
	c.Peaks(spans, top, th.Muted)
	c.Mirror(spans[n:], spans[:n], top, th.Graph, th.Second, th.Muted)
	c.Shade(spans, top, th.Warn)
	c.Steps(spans, top, th.Title, Pattern(1+n%3))
	c.Line(top/2, top, th.Bad, Pattern(1+n%2))
	c.Text(n-3, 0, []byte("1.5 ✖"), th.Bad)
	c.Cursor(n)
}

// checkRows fails unless each row is as wide as c.
func checkRows(t rapid.TB, c *Canvas, width, height int, s theme.Charset) {
	for y := range height {
		row := string(c.AppendRow(nil, y))
		if got := ansi.StringWidth(row); got != width || !utf8.ValidString(row) {
			t.Fatalf("row %d is %d cells, want %d: %q", y, got, width, row)
		}
		if s == theme.ASCII && strings.ContainsFunc(strings.ReplaceAll(row, "✖", "X"), func(r rune) bool { return r >= utf8.RuneSelf }) {
			t.Fatalf("row %d is not ASCII: %q", y, row)
		}
	}
}

var odd = []float64{
	0, 1, -1, 0.5, 1e-300, 5e-324, 1e300, math.MaxFloat64, math.NaN(), math.Inf(1), math.Inf(-1), 1 << 60, math.Copysign(0, -1),
}

func anyFloat(t *rapid.T, name string) float64 {
	if rapid.Bool().Draw(t, name+" is odd") {
		return rapid.SampledFrom(odd).Draw(t, name)
	}
	return rapid.Float64().Draw(t, name)
}

func TestRowsAreExact(t *testing.T) {
	var c Canvas
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.SampledFrom(charsets).Draw(t, "charset")
		th, _ := theme.ByName(rapid.SampledFrom(theme.Names()).Draw(t, "theme"), s)
		width, height := rapid.IntRange(-1, 30).Draw(t, "width"), rapid.IntRange(-1, 7).Draw(t, "height")
		c.Reset(width, height, th)
		spans := make([]model.Span, rapid.IntRange(0, 70).Draw(t, "spans"))
		for i := range spans {
			spans[i] = model.Span{Min: anyFloat(t, "min"), Avg: anyFloat(t, "avg"), Max: anyFloat(t, "max")}
		}
		drawAll(&c, spans, anyFloat(t, "top"), th)
		checkRows(t, &c, max(0, width), max(0, height), s)
	})
}

// stands is how many dots high a column of a canvas of one cell's width is.
func stands(c *Canvas) int {
	for x := c.dotRows(); x > 0; x-- {
		if c.hasArea(c.Columns()-1, x-1) {
			return x
		}
	}
	return 0
}

// What is greater is never drawn lower, nor is a spike lower than it is.
func TestGreaterIsNotLower(t *testing.T) {
	var c Canvas
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.SampledFrom(charsets).Draw(t, "charset")
		height := rapid.IntRange(1, 8).Draw(t, "height")
		a, b := anyFloat(t, "a"), anyFloat(t, "b")
		avg, top := anyFloat(t, "avg"), anyFloat(t, "top")
		if a != a || b != b {
			return
		}
		for name, draw := range map[string]func(v float64){
			"area":  func(v float64) { c.Area(flat(v), top, area, band) },
			"peak":  func(v float64) { c.Area(peaks(avg, v), top, area, band) },
			"peaks": func(v float64) { c.Peaks(peaks(avg, v), top, band) },
			"stack": func(v float64) { c.Stack(top, Layer{flat(1), area, false}, Layer{flat(v), band, true}) },
			"up":    func(v float64) { c.Mirror(flat(v), nil, top, area, line, band) },
		} {
			at := func(v float64) int {
				c.Reset(1, height, theme.Default(s))
				draw(v)
				return stands(&c)
			}
			if low, high := at(min(a, b)), at(max(a, b)); low > high {
				t.Fatalf("%s: %v is %d high, %v is %d", name, min(a, b), low, max(a, b), high)
			}
		}
	})
}

// A spike a cell higher than the mean is seen in every charset, wherever it is.
func TestSpikeIsSeen(t *testing.T) {
	for _, s := range charsets {
		for x := range 100 {
			var c Canvas
			c.Reset(100/Dots(s), 4, theme.Default(s))
			spans := flat(make([]float64, c.Columns())...)
			x %= len(spans)
			spans[x].Max = 1
			c.Area(spans, 1, area, band)
			if !c.hasArea(x, c.dotRows()-1) || strings.TrimSpace(string(c.AppendRow(nil, 0))) == "" {
				t.Fatalf("charset %d: a spike in column %d is not seen", s, x)
			}
		}
	}
}

func FuzzCanvas(f *testing.F) {
	f.Add([]byte{1, 2, 3, 255, 0, 7}, 1.0, 10, 3, 0)
	f.Add([]byte{0, 128, 200, 9}, math.Inf(1), 1, 1, 1)
	var c Canvas
	f.Fuzz(func(t *testing.T, raw []byte, top float64, width, height, charset int) {
		s := charsets[uint(charset)%3]
		th := theme.Default(s)
		width, height = int(uint(width)%100), int(uint(height)%20)
		spans := make([]model.Span, len(raw)/2)
		for i := range spans {
			v := odd[int(raw[2*i])%len(odd)] * float64(raw[2*i+1])
			spans[i] = model.Span{Min: v, Avg: v, Max: v * top}
		}
		c.Reset(width, height, th)
		drawAll(&c, spans, top, th)
		checkRows(t, &c, width, height, s)
	})
}
