package logline

import (
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"podtop/model/logs"
	"podtop/model/modeltest"
	"podtop/tui/theme"
)

var noon = time.Date(2026, 11, 20, 12, 0, 0, 123456789, time.UTC)

func line(text string) *logs.Line {
	return &logs.Line{
		Stamp: logs.Stamp{Time: noon}, Stream: logs.Stdout, Container: logs.Container{ID: "0123456789ab", Name: "web"}, Text: text, Size: uint64(len(text)),
	}
}

func style(width int) *Style {
	return &Style{Theme: theme.Default(theme.Braille), Width: width, Now: noon.In(time.FixedZone("CET", 3600)), Rows: 20, Effort: FrameEffort}
}

// drawn are the rows of a line, without colours.
func drawn(s *Style, l *logs.Line) (rows []string) {
	t := s.Prepare(l)
	for i := range t.Rows() {
		rows = append(rows, ansi.Strip(string(s.AppendRow(nil, t, i, " ", false))))
	}
	return rows
}

func TestStamps(t *testing.T) {
	for _, tt := range []struct {
		stamp Stamp
		width int
		days  bool
		want  string
	}{
		{Local, 80, false, " 13:00:00.123 | hello"},
		{Local, 50, false, " 13:00:00 | hello"},
		{UTC, 80, false, " 12:00:00.123Z | hello"},
		{UTC, 80, true, " Nov 20 12:00:00Z | hello"},
		{Local, 120, true, " Nov 20 13:00:00.123 | hello"},
		{SinceStart, 80, false, "   +1:02:03.004 | hello"},
		{NoStamp, 80, false, " | hello"},
	} {
		s := style(tt.width)
		s.Stamp, s.Days = tt.stamp, tt.days
		s.Started = func(*logs.Line) time.Time { return noon.Add(-time.Hour - 2*time.Minute - 3004*time.Millisecond) }
		if got := strings.TrimRight(drawn(s, line("hello"))[0], " "); got != tt.want {
			t.Errorf("%v in %d cells: %q, want %q", tt.stamp, tt.width, got, tt.want)
		}
	}
	s := style(80)
	s.Stamp = SinceStart
	if got := drawn(s, line("x"))[0]; !strings.Contains(got, "- | x") {
		t.Errorf("of no start: %q", got)
	}
	l := line("x")
	l.Time = time.Time{}
	if got := drawn(style(80), l)[0]; !strings.HasPrefix(got, " - ") {
		t.Errorf("of no time: %q", got)
	}
}

func TestTexts(t *testing.T) {
	for text, want := range map[string]string{
		"plain": "plain",
		"2026/11/30 12:00:00 [error] 29#29: no such":    "2026/11/30 12:00:00 [error] 29#29: no such",
		`{"level":"error","msg":"a b","x":1,"y":"c d"}`: `err a b  x=1 y="c d"`,
		`{"time":"2026","msg":"a","z":""}`:              `a  z=""`,
		`time=now level=warn msg="a b" n=1`:             "warn a b  n=1",
		`{"level":"info","job":"x","id":1}`:             "info job=x id=1",
		"\x1b[31mred\x1b[0m":                            "red",
		"level=info msg=x status=500 \x1b]0;title\x07":  "info x  status=500",
	} {
		if got := strings.TrimRight(strings.TrimPrefix(drawn(style(120), line(text))[0], " 13:00:00.123 | "), " "); got != want {
			t.Errorf("%q is drawn as %q, want %q", text, got, want)
		}
	}
}

// What was found is highlighted, also in a structured line that shows it otherwise.
func TestHighlights(t *testing.T) {
	for _, tt := range []struct{ text, pattern, want string }{
		{"a needle, a Needle", "needle", "a \x1b[7mneedle\x1b[m, a \x1b[7mNeedle\x1b[m"},
		{`{"msg":"hay","x":"needle"}`, "needle", "\x1b[7mneedle\x1b[m"},
		{`{"msg":"hay","x":"needle"}`, `"x":"n`, "\x1b[7m\"x\":\"n\x1b[m"},
	} {
		s := style(120)
		s.Pattern, _ = logs.ParsePattern(tt.pattern, logs.SmartCase)
		got := string(s.AppendRow(nil, s.Prepare(line(tt.text)), 0, " ", false))
		if !strings.Contains(got, tt.want) {
			t.Errorf("%q in %q: %q", tt.pattern, tt.text, got)
		}
		if cursor := string(s.AppendRow(nil, s.Prepare(line(tt.text)), 0, " ", true)); strings.Contains(cursor, tt.want) || ansi.Strip(cursor) != ansi.Strip(got) {
			t.Errorf("under the cursor: %q", cursor)
		}
	}
}

// What is found takes no more than a frame may take: it is looked for in the part of
// a text that is shown, and where no Effort is left in another frame.
func TestEffort(t *testing.T) {
	s := style(120)
	s.Pattern, _ = logs.ParsePattern("~(nee|le)+dle$", logs.SmartCase)
	long := line(`{"msg":"hay","x":"` + strings.Repeat("x ", logs.MaxText/2-50) + `"}`)
	before := s.Effort
	s.Prepare(long)
	if spent := before - s.Effort; spent > 2*s.Pattern.Effort(Head(long.Text)) || spent == 0 {
		t.Errorf("it spent %d", spent)
	}
	all, l := Texts{}, line("a needle")
	s.Effort = 1
	for n, want := range []int{1, 0, 0} {
		if got := len(all.Text(s, n, l).spans); got != want {
			t.Errorf("in line %d it found %d, want %d", n, got, want)
		}
	}
	s.Effort = FrameEffort
	if len(all.Text(s, 1, l).spans) != 1 {
		t.Error("the next frame does not find it")
	}
}

// What is kept of a line is no more than can be drawn of it.
func TestTextsAreSmall(t *testing.T) {
	const lines = 64
	all, s := Texts{}, style(80)
	held := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before := held()
	for n := range lines {
		l := line(strings.Repeat("x", logs.MaxText))
		if n%2 == 0 {
			l.Text = `{"msg":"` + l.Text[20:] + `"}`
		}
		if x := all.Text(s, n, l); !x.Is(l) {
			t.Error("it is of another line")
		}
	}
	if now := held(); now > before+lines*2*maxBody {
		t.Errorf("%d lines keep %d bytes", len(all), now-before)
	}
	runtime.KeepAlive(all)
}

// The sign and the word tell all that a colour does.
func TestNothingByColourAlone(t *testing.T) {
	seen := map[string]string{}
	for kind := logs.Output; kind <= logs.Start; kind++ {
		for _, stream := range []logs.Stream{logs.Stdout, logs.Stderr} {
			if kind != logs.Output && stream == logs.Stderr {
				continue
			}
			l := line("x")
			l.Kind, l.Stream = kind, stream
			row := drawn(style(80), l)[0]
			name := kind.String() + stream.String()
			if other := seen[row]; other != "" {
				t.Errorf("%s looks as %s does: %q", name, other, row)
			}
			seen[row] = name
		}
	}
}

// A long line is wrapped, or cut with how large it is; one of which the end was
// not kept says so, too.
func TestLongLines(t *testing.T) {
	text := strings.Repeat("0123456789", 200)
	s := style(80)
	if rows := drawn(s, line(text)); len(rows) != 1 || !strings.HasSuffix(rows[0], "… 2.0K") {
		t.Errorf("cut: %q", rows)
	}
	if rows := drawn(s, line(text[:100])); len(rows) != 1 || !strings.HasSuffix(rows[0], "9012…") && !strings.HasSuffix(rows[0], "…") {
		t.Errorf("cut: %q", rows)
	}
	s.Wrap = true
	rows := drawn(s, line(text[:150]))
	if len(rows) != 3 || strings.TrimSpace(rows[0])[15:]+strings.TrimSpace(rows[1])+strings.TrimSpace(rows[2]) != text[:150] {
		t.Errorf("wrapped: %q", rows)
	}
	s.Rows = 4
	if rows := drawn(s, line(text)); len(rows) != 4 || !strings.HasSuffix(rows[3], "… 2.0K") {
		t.Errorf("wrapped, to four rows: %q", rows)
	}
	l := line("short")
	l.Size = 700 << 20
	if rows := drawn(s, l); !strings.Contains(rows[0], "short… 700M") {
		t.Errorf("not kept: %q", rows)
	}
}

// Whatever a line has in it, each row fills the width, and has nothing that a
// terminal heeds but colours.
func TestRowsFit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := &Style{
			Theme: theme.Default(rapid.SampledFrom([]theme.Charset{theme.Braille, theme.ASCII}).Draw(t, "charset")),
			Width: rapid.IntRange(1, 120).Draw(t, "width"), Stamp: Stamp(rapid.IntRange(0, 3).Draw(t, "stamp")), Now: noon,
			Days: rapid.Bool().Draw(t, "days"), Names: rapid.IntRange(0, 12).Draw(t, "names"),
			Wrap: rapid.Bool().Draw(t, "wrap"), Rows: rapid.IntRange(0, 5).Draw(t, "rows"),
		}
		s.Pattern, _ = logs.ParsePattern(rapid.SampledFrom([]string{"", "a", "容", "~.", "~[^x]+"}).Draw(t, "pattern"), logs.SmartCase)
		l := line(rapid.SampledFrom([]string{"", `{"msg":"`, "level=warn msg="}).Draw(t, "before") + rapid.String().Draw(t, "text") +
			rapid.SampledFrom([]string{"", `"}`, modeltest.Payload}).Draw(t, "after"))
		l.Container.Name = rapid.String().Draw(t, "name")
		l.Kind, l.Stream = logs.Kind(rapid.IntRange(0, 6).Draw(t, "kind")), logs.Stream(rapid.IntRange(0, 2).Draw(t, "stream"))
		for i, row := range drawn(s, l) {
			if w := ansi.StringWidth(row); w != s.Width {
				t.Fatalf("row %d is %d cells wide, not %d: %q", i, w, s.Width, row)
			}
			for _, r := range row {
				if r < ' ' || r >= 0x7f && r < 0xa0 {
					t.Fatalf("row %d has %U: %q", i, r, row)
				}
			}
		}
	})
}
