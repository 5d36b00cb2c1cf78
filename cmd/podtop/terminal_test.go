//go:build !e2e

package main

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
)

// A tty is what podtop writes to a pseudo-terminal that answers as xterm does.
type tty struct {
	mu   sync.Mutex
	term *vt.Emulator
	raw  bytes.Buffer
	side *os.File // the terminal's
}

func (l *tty) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.raw.Write(b)
	if bytes.Contains(b, []byte(ansi.RequestModeSynchronizedOutput)) {
		io.WriteString(l.side, ansi.ReportMode(ansi.ModeSynchronizedOutput, ansi.ModeReset)) // it can
	}
	return l.term.Write(b)
}

func (l *tty) written() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.raw.String()
}

// onTerminal opens podtop --demo on a pseudo-terminal and waits until what it
// has written satisfies ok.
func onTerminal(t *testing.T, env []string, ok func(written string) bool) string {
	t.Helper()
	cmd := exec.Command("podtop", "--demo", "--seed", "1")
	cmd.Env = append(os.Environ(), append(env, "TERM=xterm-256color", "LANG=C.UTF-8", "XDG_CONFIG_HOME="+t.TempDir(), "XDG_STATE_HOME="+t.TempDir())...)
	l := &tty{term: vt.NewEmulator(100, 30)}
	side, err := pty.StartWithSize(cmd, &pty.Winsize{Cols: 100, Rows: 30})
	if err != nil {
		t.Fatal(err)
	}
	read := make(chan struct{})
	l.side = side
	go io.Copy(side, l.term) // the terminal's answers
	go func() {
		defer close(read)
		io.Copy(l, side)
	}()
	defer func() {
		cmd.Process.Kill()
		cmd.Wait()
		<-read
		side.Close()
		l.term.InputPipe().(io.Closer).Close()
	}()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if ok(l.written()) {
			return l.written()
		}
	}
	t.Fatalf("with %v it has written %.2000q", env, l.written())
	return ""
}

// Over SSH, too, podtop asks whether the terminal draws frames as a whole, and
// marks them if it does.
func TestFramesAreSynchronizedOverSSH(t *testing.T) {
	onTerminal(t, []string{"SSH_TTY=/dev/pts/7", "SSH_CONNECTION=192.0.2.1 50000 192.0.2.2 22"}, func(written string) bool {
		begin := strings.LastIndex(written, ansi.SetModeSynchronizedOutput)
		return begin >= 0 && strings.Contains(written[begin:], ansi.ResetModeSynchronizedOutput)
	})
}

// coloured is an SGR sequence that sets a colour.
var coloured = regexp.MustCompile(`[[;](3[0-8]|4[0-8]|9[0-7]|10[0-7])[;m]`)

// Without colour what is chosen is still reversed.
func TestNoColor(t *testing.T) {
	written := onTerminal(t, []string{"NO_COLOR=1"}, func(written string) bool { return strings.Contains(written, "pod web") })
	for _, sgr := range regexp.MustCompile("\x1b\\[[0-9;]*m").FindAllString(written, -1) {
		if coloured.MatchString(sgr) {
			t.Fatalf("a colour was written: %q", sgr)
		}
	}
	if !strings.Contains(written, "\x1b[7m") {
		t.Error("the row of the cursor is not reversed")
	}
}
