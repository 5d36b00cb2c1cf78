// Package paint puts frames on the terminal as soon as there are any.
//
// bubbletea sets the terminal up, reads it, follows its size and gives it back.
// Its own renderer, however, looks for a new frame so many times a second:
// often enough for a key to be answered at once, that is the greater part of
// what an idle podtop would cost, and each frame is compared cell by cell from
// top to bottom. So bubbletea is shown an empty page, and the Painter, through
// which all it writes must pass, paints the frames: when they come, and of
// their lines those that changed.
package paint

import (
	"bytes"
	"context"
	"io"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// between is the least time between two frames: what is held down repeats some
// 30 times a second, and more than 30 frames nobody sees.
const between = 33 * time.Millisecond

// A Painter is the way to the terminal. It paints on the alternate screen
// alone, from when bubbletea enters that until it leaves it.
type Painter struct {
	env  []string
	wake chan struct{} // holds one if there is a frame to paint

	ended atomic.Bool // nothing is written any more

	mu            sync.Mutex // guards what is on the terminal, and what follows; held while that is written
	term          io.Writer
	on            bool // the alternate screen is
	astray        bool // the cursor may be elsewhere than where it was left
	visible       bool // the cursor is
	profile       colorprofile.Profile
	shown         []string
	cells         uv.ScreenBuffer
	scr           *uv.TerminalRenderer
	out           bytes.Buffer
	width, height int

	next   sync.Mutex // guards what follows; held for a moment only
	frame  frame
	traits traits
	back   bool // from a suspension: the alternate screen is to be entered anew
	moused time.Time

	asked time.Time // guarded by mu: when the terminal was asked something last
	leave func(last time.Time)
}

// A frame is what should be on the terminal.
type frame struct {
	text          string
	width, height int
	cursor        tea.Position
	hidden        bool // the cursor is
}

// traits are what the terminal can do.
type traits struct {
	profile      colorprofile.Profile
	synchronized bool // it draws what is between two marks at once
}

// New returns a Painter of a terminal as env describes it. Before it leaves the
// alternate screen it calls leave: last is when the terminal was last asked
// something, or last reported the mouse; zero if never.
func New(term io.Writer, env []string, leave func(last time.Time)) *Painter {
	return &Painter{
		term: term, env: env, leave: leave, wake: make(chan struct{}, 1),
		traits: traits{profile: colorprofile.Detect(term, env)},
	}
}

// Begin enters the alternate screen, ahead of bubbletea, and paints text there.
func (p *Painter) Begin(text string, width, height int) error {
	p.put(frame{text: text, width: width, height: height, hidden: true})
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.enter()
}

func (p *Painter) enter() error {
	p.on, p.visible, p.scr = true, false, nil
	return p.paint([]byte(ansi.SetModeAltScreenSaveCursor + ansi.ResetModeTextCursorEnable))
}

// End leaves the alternate screen if it is still on: bubbletea may have been
// ended before it came to the terminal at all. Nothing is written afterwards.
func (p *Painter) End() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.on && !p.ended.Load() {
		p.leave(p.lastContact())
		p.on = false
		_, _ = io.WriteString(p.term, ansi.ResetModeAltScreenSaveCursor+ansi.SetModeTextCursorEnable)
	}
	p.ended.Store(true)
}

// Abandon leaves the terminal as it is. It does not wait for what is being
// written; nothing is written after that.
func (p *Painter) Abandon() { p.ended.Store(true) }

// lastContact is when the terminal was last asked something, or last reported
// the mouse. It is called with mu held.
func (p *Painter) lastContact() time.Time {
	p.next.Lock()
	defer p.next.Unlock()
	if p.asked.After(p.moused) {
		return p.asked
	}
	return p.moused
}

// Show makes text the frame to paint, lines with newlines between them. It
// does not wait: of the frames that come while the terminal is slow, the newest
// is painted. cursor is where the cursor stands, nil if it is hidden.
func (p *Painter) Show(text string, width, height int, cursor *tea.Cursor) {
	f := frame{text: text, width: width, height: height, hidden: cursor == nil}
	if cursor != nil {
		f.cursor = cursor.Position
	}
	if p.put(f) {
		p.call()
	}
}

// call has Run paint.
func (p *Painter) call() {
	select {
	case p.wake <- struct{}{}:
	default: // it is about to
	}
}

// put reports whether the frame is another than before.
func (p *Painter) put(f frame) bool {
	p.next.Lock()
	defer p.next.Unlock()
	changed := p.frame != f
	p.frame = f
	return changed
}

// Redraw paints the whole frame anew, whatever is on the terminal.
func (p *Painter) Redraw() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.scr = nil
	_ = p.paint(nil)
}

// Heed takes note of what bubbletea has learned of the terminal. It does not
// wait, however slow that is.
func (p *Painter) Heed(msg tea.Msg) {
	p.next.Lock()
	defer p.next.Unlock()
	switch msg := msg.(type) {
	case tea.ModeReportMsg:
		if msg.Mode == ansi.ModeSynchronizedOutput && msg.Value == ansi.ModeReset {
			p.traits.synchronized = true
		}
	case tea.ColorProfileMsg:
		p.traits.profile = msg.Profile
		p.call()
	case tea.ResumeMsg:
		p.back = true
		p.call()
	case tea.MouseMsg:
		p.moused = time.Now()
	}
}

// Return says that the terminal comes back from a program it was handed to.
func (p *Painter) Return() {
	p.next.Lock()
	defer p.next.Unlock()
	p.back = true
	p.call()
}

// Run paints frames until ctx is done.
func (p *Painter) Run(ctx context.Context) {
	var last time.Time
	for {
		select {
		case <-ctx.Done():
			return
		case <-p.wake:
		}
		time.Sleep(between - time.Since(last))
		_ = p.repaint() // a terminal that is gone ends bubbletea, which reads it
		last = time.Now()
	}
}

// repaint paints what is new.
func (p *Painter) repaint() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.next.Lock()
	back := p.back
	p.back = false
	p.next.Unlock()
	if back && !p.on {
		return p.enter()
	}
	return p.paint(nil)
}

// Write passes on what bubbletea writes. What that has wiped is painted anew;
// what it asks of the terminal is left out where nobody would read the answer.
func (p *Painter) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ended.Load() {
		return len(b), nil
	}
	pass := b
	if p.on {
		pass = bytes.ReplaceAll(b, []byte(ansi.SetModeAltScreenSaveCursor), nil) // it is
	}
	leaves := bytes.Contains(b, []byte(ansi.ResetModeAltScreenSaveCursor))
	if p.on && leaves {
		p.leave(p.lastContact())
	}
	if !p.on { // it is left: a second time would put the cursor elsewhere
		pass = bytes.ReplaceAll(pass, []byte(ansi.ResetModeAltScreenSaveCursor), nil)
	}
	p.on = p.on && !leaves || bytes.Contains(b, []byte(ansi.SetModeAltScreenSaveCursor))
	p.astray = true
	rest, wiped := withoutQuestions(pass)
	switch {
	case !p.on:
		pass = rest
	case len(rest) < len(pass):
		p.asked = time.Now()
	}
	var err error
	if p.on && wiped {
		p.scr = nil
		err = p.paint(pass)
	} else {
		_, err = p.term.Write(pass)
	}
	return len(b), err
}

// withoutQuestions returns b without what it asks of the terminal, and whether it
// holds more than settings and questions: something that erases, or moves the
// cursor in order to write.
func withoutQuestions(b []byte) (rest []byte, wipes bool) {
	parser := ansi.NewParser()
	for state := byte(0); len(b) > 0; {
		seq, width, n, next := ansi.DecodeSequence(b, state, parser)
		cmd := ansi.Cmd(parser.Command())
		switch {
		case width > 0:
			wipes = true
		case ansi.HasCsiPrefix(seq) && bytes.IndexByte([]byte("JKXPMLST@"), cmd.Final()) >= 0:
			wipes = true
		}
		if !asks(seq, cmd, parser) {
			rest = append(rest, seq...)
		}
		b, state = b[n:], next
	}
	return rest, wipes
}

// asks reports whether a terminal answers to seq.
func asks(seq []byte, cmd ansi.Cmd, parser *ansi.Parser) bool {
	switch {
	case ansi.HasOscPrefix(seq):
		return bytes.Contains(seq, []byte(";?"))
	case ansi.HasDcsPrefix(seq):
		return cmd.Final() == 'q' && cmd.Intermediate() != 0
	case !ansi.HasCsiPrefix(seq):
		return false
	}
	switch cmd.Final() {
	case 'c', 'n':
		return true
	case 'p':
		return cmd.Intermediate() == '$'
	case 'u':
		return cmd.Prefix() == '?'
	case 'q':
		return cmd.Prefix() == '>'
	case 't':
		what, ok := parser.Param(0, 0)
		return ok && what >= 11 && what <= 21
	}
	return false
}

// paint writes first, and then what brings the terminal from what it shows to
// the newest frame.
func (p *Painter) paint(first []byte) error {
	if p.ended.Load() {
		return nil
	}
	defer p.out.Reset()
	p.out.Write(first)
	p.next.Lock()
	f, can := p.frame, p.traits
	p.next.Unlock()
	if p.on && f.width > 0 && f.height > 0 {
		if can.profile != p.profile {
			p.profile, p.scr = can.profile, nil
		}
		p.begin(f)
		p.drawChanged(f)
		p.draw(f)
	}
	return p.send(can.synchronized)
}

// draw has the renderer say how to get from what is shown to cells. The cursor
// is out of sight meanwhile.
func (p *Painter) draw(f frame) {
	if p.astray {
		p.out.WriteString(ansi.CursorHomePosition)
		p.scr.SetPosition(0, 0)
		p.astray = false
	}
	if p.visible {
		p.out.WriteString(ansi.ResetModeTextCursorEnable)
	}
	p.scr.Render(p.cells.RenderBuffer)
	if !f.hidden {
		p.scr.MoveTo(f.cursor.X, f.cursor.Y)
	}
	_ = p.scr.Flush() // to out
	if p.visible = !f.hidden; p.visible {
		p.out.WriteString(ansi.SetModeTextCursorEnable)
	}
}

// begin makes everything anew where nothing is known of what is on screen.
func (p *Painter) begin(f frame) {
	if p.scr != nil && p.width == f.width && p.height == f.height {
		return
	}
	p.width, p.height, p.shown = f.width, f.height, make([]string, f.height)
	for y := range p.shown {
		p.shown[y] = "\x00" // no line is like that
	}
	p.cells = uv.NewScreenBuffer(f.width, f.height)
	p.scr = uv.NewTerminalRenderer(&p.out, p.env)
	p.scr.SetColorProfile(p.profile)
	p.scr.SetFullscreen(true)
	p.scr.Erase()
}

// drawChanged draws the lines that changed.
func (p *Painter) drawChanged(f frame) {
	rest := f.text
	for y := range p.shown {
		var line string
		line, rest, _ = strings.Cut(rest, "\n")
		if line != p.shown[y] {
			p.shown[y] = line
			uv.NewStyledString(line).Draw(p.cells, uv.Rect(0, y, f.width, 1))
		}
	}
}

// send writes what there is, as one whole if the terminal can.
func (p *Painter) send(synchronized bool) error {
	b := p.out.Bytes()
	switch {
	case len(b) == 0:
		return nil
	case synchronized:
		b = unmarked(b)
		b = append(append([]byte(ansi.SetModeSynchronizedOutput), b...), ansi.ResetModeSynchronizedOutput...)
	}
	_, err := p.term.Write(b)
	return err
}

// unmarked takes bubbletea's own marks away.
func unmarked(b []byte) []byte {
	b = bytes.ReplaceAll(b, []byte(ansi.SetModeSynchronizedOutput), nil)
	return bytes.ReplaceAll(b, []byte(ansi.ResetModeSynchronizedOutput), nil)
}
