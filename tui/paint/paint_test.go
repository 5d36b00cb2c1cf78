package paint_test

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"

	"podtop/tui/paint"
)

var env = []string{"TERM=xterm-256color"}

// A terminal is a virtual one, and what was written to it.
type terminal struct {
	mu   sync.Mutex
	vt   *vt.Emulator
	raw  []byte
	n    int           // writes
	wait chan struct{} // nil, or a write waits for it
}

func newTerminal(t *testing.T, width, height int) *terminal {
	term := &terminal{vt: vt.NewEmulator(width, height)}
	go io.Copy(io.Discard, term.vt)
	t.Cleanup(func() { term.vt.InputPipe().(io.Closer).Close() })
	return term
}

func (t *terminal) Write(b []byte) (int, error) {
	if t.wait != nil {
		<-t.wait
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.n++
	t.raw = append(t.raw, b...)
	return t.vt.Write(b)
}

// take returns what was written since it was last called.
func (t *terminal) take() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	raw := string(t.raw)
	t.raw = nil
	return raw
}

// screen is what the terminal shows, without the blanks at the right.
func (t *terminal) screen() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return trimmed(ansi.Strip(t.vt.Render()))
}

func trimmed(s string) string {
	lines := strings.Split(strings.ReplaceAll(s, "\r", ""), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.TrimRight(strings.Join(lines, "\n"), "\n")
}

// randomFrame is a frame in which some things stay between two calls.
func randomFrame(r *rand.Rand, width, height int) string {
	words := []string{"web", "\x1b[31mred\x1b[m", "▁▂▃", "⣿⣀", "界", "\x1b[7mchosen\x1b[m", "     ", "0.42"}
	lines := make([]string, height)
	for y := range lines {
		var b strings.Builder
		for ansi.StringWidth(b.String())+8 < width {
			b.WriteString(words[(y+r.IntN(2)*r.IntN(len(words)))%len(words)])
		}
		lines[y] = b.String()
	}
	return strings.Join(lines, "\n")
}

// Whatever comes, of frames, of sizes and of what bubbletea writes in between,
// the terminal shows the newest frame.
func TestTerminalShowsNewestFrame(t *testing.T) {
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 1))
		width, height := 20+r.IntN(100), 1+r.IntN(40)
		term := newTerminal(t, width, height)
		p := paint.New(term, env, func(time.Time) {})
		p.Begin(randomFrame(r, width, height), width, height)
		for range 30 {
			var frame string
			switch r.IntN(5) {
			case 0:
				width, height = 20+r.IntN(100), 1+r.IntN(40)
				term.vt.Resize(width, height)
				frame = randomFrame(r, width, height)
				p.Show(frame, width, height, nil)
				p.Redraw()
			case 2: // bubbletea moves the cursor, for settings of its own
				frame = randomFrame(r, width, height)
				cursor := &tea.Cursor{Position: tea.Position{X: r.IntN(width), Y: r.IntN(height)}}
				p.Show(frame, width, height, cursor)
				fmt.Fprintf(p, "\x1b[%d;%dH", 1+r.IntN(height), 1+r.IntN(width))
				p.Paint()
				if at := term.vt.CursorPosition(); at.X != cursor.X || at.Y != cursor.Y {
					t.Fatalf("seed %d: the cursor is at %v instead of %v", seed, at, cursor.Position)
				}
			case 1: // bubbletea wipes
				frame = randomFrame(r, width, height)
				p.Show(frame, width, height, nil)
				io.WriteString(p, "\x1b[2J\x1b[H ")
			default:
				frame = randomFrame(r, width, height)
				p.Show(frame, width, height, nil)
				p.Paint()
			}
			if got, want := term.screen(), trimmed(ansi.Strip(frame)); got != want {
				t.Fatalf("seed %d, %dx%d: the terminal shows\n%s\ninstead of\n%s", seed, width, height, got, want)
			}
		}
	}
}

// A line that did not change is not written again, and nothing is if none did.
func TestOnlyChangesAreWritten(t *testing.T) {
	term := newTerminal(t, 40, 3)
	p := paint.New(term, env, func(time.Time) {})
	p.Begin("one\ntwo\nthree", 40, 3)
	term.take()
	p.Show("one\ntwo!\nthree", 40, 3, nil)
	p.Paint()
	if raw := term.take(); !strings.Contains(raw, "!") || strings.Contains(raw, "one") || strings.Contains(raw, "three") || len(raw) > 20 {
		t.Errorf("wrote %q for one sign", raw)
	}
	p.Show("one\ntwo!\nthree", 40, 3, nil)
	p.Paint()
	if raw := term.take(); raw != "" {
		t.Errorf("wrote %q for nothing", raw)
	}
}

// bubbletea's settings pass, its own entry to the alternate screen does not,
// and after it has left that nothing is painted any more.
func TestSettingsPass(t *testing.T) {
	term := newTerminal(t, 40, 3)
	p := paint.New(term, env, func(time.Time) {})
	p.Begin("one", 40, 3)
	term.take()
	settings := ansi.SetModeBracketedPaste + ansi.RequestModeSynchronizedOutput
	io.WriteString(p, ansi.SetModeAltScreenSaveCursor+settings)
	if raw := term.take(); raw != settings {
		t.Errorf("%q became %q", settings, raw)
	}
	io.WriteString(p, ansi.ResetModeAltScreenSaveCursor)
	term.take()
	p.Show("two", 40, 3, nil)
	p.Paint()
	p.End()
	if raw := term.take(); raw != "" {
		t.Errorf("painted %q after the end", raw)
	}
}

// A program that ends before bubbletea has come to the terminal leaves it as it
// was.
func TestEndLeavesAlternateScreen(t *testing.T) {
	term := newTerminal(t, 40, 3)
	p := paint.New(term, env, func(time.Time) {})
	p.Begin("one", 40, 3)
	p.End()
	if raw := term.take(); !strings.HasSuffix(raw, ansi.ResetModeAltScreenSaveCursor+ansi.SetModeTextCursorEnable) {
		t.Errorf("the terminal was left with %q", raw)
	}
}

// After the end nothing is written, whoever comes late.
func TestNothingIsWrittenAfterTheEnd(t *testing.T) {
	for name, end := range map[string]func(*paint.Painter){"End": (*paint.Painter).End, "Abandon": (*paint.Painter).Abandon} {
		term := newTerminal(t, 40, 3)
		left := 0
		p := paint.New(term, env, func(time.Time) { left++ })
		p.Begin("one", 40, 3)
		p.Return()
		end(p)
		term.take()
		left = 0
		p.Paint()
		p.Show("two", 40, 3, nil)
		p.Paint()
		p.Redraw()
		for _, text := range []string{"\x1b[2J", ansi.SetModeAltScreenSaveCursor, ansi.ResetModeAltScreenSaveCursor, ansi.SetModeBracketedPaste} {
			if n, err := io.WriteString(p, text); n != len(text) || err != nil {
				t.Errorf("%s: %d, %v", name, n, err)
			}
		}
		p.Begin("three", 40, 3)
		p.End()
		if raw := term.take(); raw != "" || left != 0 {
			t.Errorf("%s: %q was written, and left %d times", name, raw, left)
		}
	}
}

// After fg the page is back before bubbletea looks.
func TestResume(t *testing.T) {
	term := newTerminal(t, 40, 3)
	p := paint.New(term, env, func(time.Time) {})
	p.Begin("one", 40, 3)
	io.WriteString(p, ansi.ResetModeAltScreenSaveCursor)
	term.take()
	p.Heed(tea.ResumeMsg{})
	p.Paint()
	if raw := term.take(); !strings.Contains(raw, ansi.SetModeAltScreenSaveCursor) || !strings.Contains(raw, "one") {
		t.Errorf("wrote %q", raw)
	}
}

// Where the terminal can, each frame is between the marks of synchronized
// output, and so is one that follows what bubbletea wiped.
func TestSynchronized(t *testing.T) {
	term := newTerminal(t, 40, 3)
	p := paint.New(term, env, func(time.Time) {})
	p.Begin("one", 40, 3)
	p.Heed(tea.ModeReportMsg{Mode: ansi.ModeSynchronizedOutput, Value: ansi.ModeReset})
	term.take()
	for what, do := range map[string]func(){
		"a frame": func() { p.Show("two", 40, 3, nil); p.Paint() },
		"a wipe":  func() { io.WriteString(p, "\x1b[?2026h\x1b[2J\x1b[?2026l") },
	} {
		do()
		raw := term.take()
		if !strings.HasPrefix(raw, ansi.SetModeSynchronizedOutput) || !strings.HasSuffix(raw, ansi.ResetModeSynchronizedOutput) ||
			strings.Count(raw, "2026") != 2 {
			t.Errorf("%s: wrote %q", what, raw)
		}
	}
}

// Without colours in the terminal none is written, but what is reversed stays.
func TestColorProfile(t *testing.T) {
	term := newTerminal(t, 40, 3)
	p := paint.New(term, env, func(time.Time) {})
	p.Begin("", 40, 3)
	p.Heed(tea.ColorProfileMsg{Profile: colorprofile.Ascii})
	p.Show("\x1b[31mred\x1b[m \x1b[7mchosen\x1b[m", 40, 3, nil)
	term.take()
	p.Redraw()
	if raw := term.take(); strings.Contains(raw, "31") || !strings.Contains(raw, "\x1b[7m") {
		t.Errorf("wrote %q", raw)
	}
}

// While the terminal takes nothing, Show returns; of what came meanwhile the
// newest is painted.
func TestSlowTerminal(t *testing.T) {
	term := newTerminal(t, 40, 3)
	p := paint.New(term, env, func(time.Time) {})
	p.Begin("begun", 40, 3)
	p.Heed(tea.ColorProfileMsg{Profile: colorprofile.ANSI256})
	p.Paint()
	term.wait = make(chan struct{})
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { p.Run(ctx); close(done) }()
	for i := range 100 {
		p.Show(fmt.Sprint("frame ", i), 40, 3, nil)
		for _, msg := range []tea.Msg{tea.KeyPressMsg{}, tea.ColorProfileMsg{Profile: colorprofile.ANSI256}, tea.ResumeMsg{}} {
			p.Heed(msg)
		}
		time.Sleep(time.Millisecond)
	}
	close(term.wait)
	for end := time.Now().Add(5 * time.Second); term.screen() != "frame 99"; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("the terminal shows %q", term.screen())
		}
	}
	cancel()
	<-done
	if term.n > 4 {
		t.Errorf("%d frames went to a terminal that took nothing while they came", term.n)
	}
}

// The cursor is shown where a prompt has it, and hidden again after.
func TestCursor(t *testing.T) {
	term := newTerminal(t, 40, 3)
	p := paint.New(term, env, func(time.Time) {})
	p.Begin("one", 40, 3)
	p.Show("one", 40, 3, &tea.Cursor{Position: tea.Position{X: 2, Y: 1}})
	term.take()
	p.Paint()
	if raw := term.take(); !strings.HasSuffix(raw, ansi.SetModeTextCursorEnable) {
		t.Errorf("wrote %q for a cursor", raw)
	}
	p.Show("one", 40, 3, nil)
	p.Paint()
	if raw := term.take(); raw != ansi.ResetModeTextCursorEnable {
		t.Errorf("wrote %q to hide the cursor", raw)
	}
}

// What bubbletea asks of a terminal whose screen is left does not reach it, and
// the screen is left after what is still to come was waited for.
func TestNothingIsAskedOfATerminalThatIsLeft(t *testing.T) {
	questions := []string{
		ansi.RequestModeSynchronizedOutput + ansi.RequestModeUnicodeCore, ansi.RequestKittyKeyboard,
		ansi.RequestPrimaryDeviceAttributes, ansi.RequestNameVersion, ansi.RequestBackgroundColor, ansi.RequestForegroundColor,
		ansi.RequestCursorPositionReport, ansi.RequestTermcap("RGB"), ansi.RequestSystemClipboard, "\x1b[14t",
	}
	settings := ansi.SetModeBracketedPaste + ansi.PopKittyKeyboard(1) + ansi.SetWindowTitle("podtop") + "\x1b[22;0t"
	for _, question := range questions {
		term := newTerminal(t, 40, 3)
		var left []time.Time
		p := paint.New(term, env, func(last time.Time) {
			if strings.Contains(term.take(), ansi.ResetModeAltScreenSaveCursor) {
				t.Error("it was left before")
			}
			left = append(left, last)
		})
		p.Begin("one", 40, 3)
		io.WriteString(p, ansi.ResetModeAltScreenSaveCursor+question)
		io.WriteString(p, question+settings)
		if raw := term.take(); raw != ansi.ResetModeAltScreenSaveCursor+settings {
			t.Errorf("%q was written", raw)
		}
		io.WriteString(p, ansi.SetModeAltScreenSaveCursor+question)
		if raw := term.take(); !strings.Contains(raw, question) {
			t.Errorf("%q is not asked on the screen: %q", question, raw)
		}
		p.End()
		if len(left) != 2 || !left[0].IsZero() || left[1].IsZero() {
			t.Errorf("%q: left %v", question, left)
		}
	}
}

// A terminal that reports the mouse may do so still.
func TestMouseIsDue(t *testing.T) {
	var due time.Time
	p := paint.New(newTerminal(t, 40, 3), env, func(last time.Time) { due = last })
	p.Begin("one", 40, 3)
	p.Heed(tea.MouseWheelMsg{})
	p.End()
	if due.IsZero() {
		t.Error("nothing is due")
	}
}
