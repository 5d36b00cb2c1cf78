// Package tuitest runs a model on a virtual terminal, so that tests see what a
// person would.
package tuitest

import (
	"bytes"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/vt"
)

// patience is how long a screen may take to show what it should, on a machine
// that is busy with other things.
const patience = time.Minute

// A Screen is a running program and the terminal it draws to.
type Screen struct {
	tb            testing.TB
	prog          *tea.Program
	done          chan struct{}
	width, height int

	mu      sync.Mutex // guards what follows
	term    *vt.Emulator
	written int
}

// Sample reports whether test i of a table is to run. With -short, as make race
// has it, that is each fourth: the race detector looks at what they have in
// common.
func Sample(i int) bool { return !testing.Short() || i%4 == 0 }

// Run starts m on a terminal of the given size, and stops it when the test
// ends.
func Run(tb testing.TB, m tea.Model, width, height int) *Screen {
	tb.Helper()
	s := &Screen{tb: tb, term: vt.NewEmulator(width, height), done: make(chan struct{}), width: width, height: height}
	go io.Copy(io.Discard, s.term) // the terminal's answers to queries
	s.prog = tea.NewProgram(observed{m},
		tea.WithInput(nil), tea.WithOutput(s), tea.WithoutSignals(),
		tea.WithColorProfile(colorprofile.TrueColor), tea.WithWindowSize(width, height))
	go func() {
		defer close(s.done)
		s.prog.Run()
	}()
	tb.Cleanup(func() {
		s.prog.Kill()
		<-s.done
		s.term.InputPipe().(io.Closer).Close() // ends the io.Copy above; Close itself races with it
	})
	return s
}

// Write draws p, ending lines as a tty does.
func (s *Screen) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.written += len(p)
	_, err := s.term.Write(bytes.ReplaceAll(p, []byte("\n"), []byte("\r\n")))
	return len(p), err
}

// Written is how many bytes the program has sent to the terminal.
func (s *Screen) Written() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.written
}

// Send delivers msg to the program.
func (s *Screen) Send(msg tea.Msg) { s.prog.Send(msg) }

// Press types keys, each named as bubbletea names it.
func (s *Screen) Press(keys ...string) {
	for _, k := range keys {
		s.Send(Key(k))
	}
}

// Resize gives the terminal another size.
func (s *Screen) Resize(width, height int) {
	s.mu.Lock()
	s.width, s.height = width, height
	s.term.Resize(width, height)
	s.mu.Unlock()
	s.Send(tea.WindowSizeMsg{Width: width, Height: height})
}

// Done is closed once the program has ended.
func (s *Screen) Done() <-chan struct{} { return s.done }

// WaitFor waits until text is on screen.
func (s *Screen) WaitFor(text string) {
	s.tb.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if strings.Contains(s.Text(), text) {
			return
		}
	}
	s.tb.Fatalf("%q never appeared on:\n%s", text, s.Text())
}

// Settle waits until the screen shows what the model has to show after all
// that was sent to it, and returns that. So it holds the renderer, too, to what
// the model drew.
func (s *Screen) Settle() string {
	s.tb.Helper()
	var want string
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if want = s.drawn(); s.Text() == want {
			return want
		}
	}
	s.tb.Fatalf("the screen shows\n%s\nbut the model drew\n%s", s.Text(), want)
	return ""
}

// drawn is what the screen will be once all that was sent so far is drawn.
func (s *Screen) drawn() string {
	reply := make(chan string, 1)
	s.Send(viewMsg{reply})
	select {
	case content := <-reply:
		return Draw(content, s.width, s.height)
	case <-s.done:
		s.tb.Fatal("the program has ended")
		return ""
	}
}

// Text returns what a person would read on the screen.
func (s *Screen) Text() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return text(s.term)
}

// Styled is the screen with its colours, as escape sequences. A blank has none
// that cannot be seen: which it was drawn with depends on what stood there.
func (s *Screen) Styled() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	for y := range s.height {
		for x := range s.width {
			c := s.term.CellAt(x, y)
			if c != nil && c.Content == " " && c.Style.Attrs&uv.AttrReverse == 0 && c.Style.Underline == uv.UnderlineNone {
				seen := *c
				seen.Style.Fg, seen.Style.Attrs = nil, 0
				s.term.SetCell(x, y, &seen)
			}
		}
	}
	return s.term.Render()
}

// Draw returns what content looks like on a screen of the given size.
func Draw(content string, width, height int) string {
	term, _ := spare.Get().(*vt.Emulator)
	if term == nil {
		term = vt.NewEmulator(width, height)
	}
	defer spare.Put(term)
	term.Resize(width, height)
	term.Write([]byte("\x1bc" + strings.ReplaceAll(content, "\n", "\r\n"))) // as new
	return text(term)
}

// spare are emulators that nobody draws on: a new one takes 4 MB, and most of
// what drawing costs.
var spare sync.Pool

func text(term *vt.Emulator) string {
	lines := strings.Split(term.String(), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " \r")
	}
	return strings.TrimRight(strings.Join(lines, "\n"), "\n") + "\n"
}

// An observed lets a test ask the model, between two messages, for its view.
type observed struct{ tea.Model }

type viewMsg struct{ reply chan<- string }

func (p observed) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if msg, ok := msg.(viewMsg); ok {
		msg.reply <- p.Model.View().Content
		return p, nil
	}
	m, cmd := p.Model.Update(msg)
	return observed{m}, cmd
}

var named = map[string]rune{
	"up": tea.KeyUp, "down": tea.KeyDown, "pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown, "home": tea.KeyHome, "end": tea.KeyEnd,
	"esc": tea.KeyEscape, "enter": tea.KeyEnter, "tab": tea.KeyTab, "backspace": tea.KeyBackspace, "f1": tea.KeyF1,
	"left": tea.KeyLeft, "right": tea.KeyRight,
}

// Key is the press of the key bubbletea calls name.
func Key(name string) tea.KeyPressMsg {
	if code, ok := named[name]; ok {
		return tea.KeyPressMsg{Code: code}
	}
	if name == "space" {
		return tea.KeyPressMsg{Code: tea.KeySpace, Text: " "}
	}
	if rest, ok := strings.CutPrefix(name, "shift+"); ok {
		msg := Key(rest)
		msg.Mod |= tea.ModShift
		return msg
	}
	if c, ok := strings.CutPrefix(name, "ctrl+"); ok {
		return tea.KeyPressMsg{Code: rune(c[0]), Mod: tea.ModCtrl}
	}
	return tea.KeyPressMsg{Code: []rune(name)[0], Text: name}
}
