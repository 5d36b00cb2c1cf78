package logs

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/exp/golden"
	"pgregory.net/rapid"

	"podtop/model/clean"
)

const hostile = "a\x1b[2J\x1b]0;title\a\rb\tc\x00\x9b31m\xffü\u202egnp.exe"

// examples are lines of each kind and form.
func examples() []Line {
	later := func(ms int) Stamp { return Stamp{Time: noon.Add(time.Duration(ms) * time.Millisecond)} }
	out := func(ms int, c Container, s Stream, text string) Line {
		return Line{Stamp: later(ms), Container: c, Stream: s, Text: text, Size: uint64(len(text)), Cursor: "s=1;i=2"}
	}
	evil := Container{ID: "\x1b[31m0123456789", Name: "e\x1b[2Jvil", UID: 1000}
	cut := out(7, web, Stdout, "the begin")
	cut.Size = 768 << 20
	part := out(8, web, Stdout, "a part, ")
	part.Partial = true
	return []Line{
		out(0, web, Stdout, "GET /index.html"),
		out(1, db, Stderr, "no such file"),
		out(2, web, UnknownStream, "[warn] by the unit's stdout"),
		out(3, db, Stdout, `{"level":"error","msg":"a \"quoted\" \\ word"}`),
		out(4, evil, Stderr, hostile),
		out(5, web, Stdout, ""),
		out(6, web, Stdout, "two\nlines"),
		out(6, web, Stdout, "\x1b[1;31mred\x1b[0m and \x1b\x1b[m[31mred\x1b[38;5;1"),
		cut, part,
		{Stamp: later(9), Kind: Event, Container: db, Text: "died, exit code 137", Size: 19},
		{Stamp: later(10), Kind: Unit, Container: web, Level: Notice, Text: "Started web.service.", Size: 20},
		{Stamp: later(11), Kind: OOM, Container: db, Level: Err, Text: "out of memory: killed process 7 (dd)", Size: 36},
		{Stamp: later(12), Kind: Gap, Container: Container{UID: 1000}, Level: Warn, Dropped: 1520, Text: "Suppressed 1520 messages from user@1000.service", Size: 47},
		{Stamp: later(13), Kind: Claimed, Container: web, Claim: Claim{Output, 1001}, Text: hostile, Size: uint64(len(hostile))},
		{Kind: Claimed, Container: web, Claim: Claim{OOM, -1}, Text: "oom-kill:", Size: 9},
		{Stamp: later(14), Kind: Start, Container: db},
		{},
	}
}

func TestFormatText(t *testing.T) {
	f := TextFormat{Location: time.FixedZone("CET", 3600), NameWidth: 8}
	golden.RequireEqual(t, written(f.AppendLine))
}

func TestFormatColor(t *testing.T) {
	f := TextFormat{NameWidth: 5, Color: true}
	golden.RequireEqual(t, written(f.AppendLine))
}

func TestFormatJSON(t *testing.T) { golden.RequireEqual(t, written(AppendJSON)) }

func TestFormatRaw(t *testing.T) { golden.RequireEqual(t, written(AppendRaw)) }

func written(appendLine func([]byte, *Line) []byte) (b []byte) {
	for _, l := range examples() {
		b = appendLine(b, &l)
	}
	return b
}

// Without colours no kind of line looks like another.
func TestSigns(t *testing.T) {
	signs := map[byte]bool{}
	for _, l := range []Line{
		{}, {Stream: Stdout}, {Stream: Stderr}, {Kind: Event}, {Kind: Unit}, {Kind: OOM}, {Kind: Gap}, {Kind: Claimed}, {Kind: Start},
	} {
		if signs[l.Sign()] {
			t.Errorf("%v %v has the sign of another: %c", l.Kind, l.Stream, l.Sign())
		}
		signs[l.Sign()] = true
	}
}

var ownColor = regexp.MustCompile(`\x1b\[[0-9]+m`)

// Whatever a line has in it, it is one line on a terminal and does nothing else
// there; and JSON has it whole.
func TestFormatsAreClean(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := string(rapid.SliceOf(rapid.Byte()).Draw(t, "text")) + rapid.String().Draw(t, "more")
		l := Line{
			Stamp: Stamp{Time: noon}, Kind: rapid.SampledFrom([]Kind{Output, Event, Unit, OOM, Gap, Claimed, Start}).Draw(t, "kind"),
			Text: text, Size: uint64(len(text)), Cursor: text, Container: Container{Name: text},
		}
		f := TextFormat{NameWidth: 10, Color: rapid.Bool().Draw(t, "color")}
		plain := ownColor.ReplaceAll(f.AppendLine(nil, &l), nil)
		for name, b := range map[string][]byte{"text": plain, "json": AppendJSON(nil, &l), "raw": AppendRaw(nil, &l)} {
			line, ok := bytes.CutSuffix(b, []byte("\n"))
			if clean.Text(string(line)) != string(line) || !ok && len(b) > 0 {
				t.Fatalf("%s: %q", name, b)
			}
		}
		var back struct{ Text, Name string }
		if err := json.Unmarshal(AppendJSON(nil, &l), &back); err != nil {
			t.Fatal(err)
		}
		if want := strings.ToValidUTF8(text, "\ufffd"); strings.ToValidUTF8(text, "") == text && (back.Text != want || back.Name != want) {
			t.Fatalf("%q came back as %q", text, back.Text)
		}
	})
}

func TestFormatAllocatesNothing(t *testing.T) {
	l := Line{Stamp: Stamp{Time: noon}, Container: web, Stream: Stderr, Text: "no such file", Size: 12}
	f := TextFormat{NameWidth: 8}
	b := make([]byte, 0, 1000)
	for name, appendLine := range map[string]func([]byte, *Line) []byte{"text": f.AppendLine, "raw": AppendRaw} {
		if n := testing.AllocsPerRun(20, func() { appendLine(b, &l) }); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}
