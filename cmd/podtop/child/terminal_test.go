package child

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
	"golang.org/x/sys/unix"

	"podtop/cmd/podtop/console"
)

// A desk is a terminal with a user before it: what was written to it, and what
// it answers.
type desk struct {
	t           *testing.T
	side, front *os.File // of the user, and of podtop
	answers     func(written []byte) string

	mu      sync.Mutex
	written bytes.Buffer
}

// position is the question where the cursor is, behind the order to go there.
var position = regexp.MustCompile(`\x1b\[(\d+);(\d+)H\x1b\[6n`)

// answers as a terminal does that is asked where its cursor is, and what it is.
func answers(written []byte) string {
	var b strings.Builder
	for range bytes.Count(written, []byte("\x1b[c")) {
		b.WriteString("\x1b[?62;22c")
	}
	for _, at := range position.FindAllSubmatch(written, -1) {
		fmt.Fprintf(&b, "\x1b[%s;%sR", at[1], at[2])
	}
	return b.String()
}

func newDesk(t *testing.T) *desk {
	side, front, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{t: t, side: side, front: front, answers: answers}
	if err := pty.Setsize(front, &pty.Winsize{Rows: 33, Cols: 99}); err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		buf := make([]byte, 64<<10)
		for {
			n, err := side.Read(buf)
			if err != nil {
				return
			}
			d.mu.Lock()
			d.written.Write(buf[:n])
			d.mu.Unlock()
			io.WriteString(side, d.answers(buf[:n]))
		}
	}()
	t.Cleanup(func() {
		front.Close()
		<-done
		side.Close()
	})
	return d
}

func (d *desk) text() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.written.String()
}

// sees waits until text was written.
func (d *desk) sees(text string) {
	d.t.Helper()
	eventually(d.t, func() bool { return strings.Contains(d.text(), text) })
	if d.t.Failed() {
		d.t.Fatalf("no %q in %q", text, d.text())
	}
}

func (d *desk) types(text string) { io.WriteString(d.side, text) }

// shell runs a script in front, and returns how it ends.
func (d *desk) shell(ctx context.Context, script string) <-chan error {
	return d.run(ctx, Session{Args: []string{"sh", "-c", script}})
}

func (d *desk) run(ctx context.Context, s Session) <-chan error {
	end := make(chan error, 1)
	go func() { end <- InFront(ctx, d.front, d.front, s) }()
	return end
}

// ends waits for the end of what runs in front.
func (d *desk) ends(end <-chan error) error {
	d.t.Helper()
	select {
	case err := <-end:
		return err
	case <-time.After(within):
		d.t.Fatalf("it does not end; on the screen: %q", d.text())
		return nil
	}
}

// unread is how much there is to read that nobody has read.
func (d *desk) unread() int {
	n, err := unix.IoctlGetInt(int(d.front.Fd()), unix.TIOCINQ)
	if err != nil {
		d.t.Fatal(err)
	}
	return n
}

// A program in front has a terminal of its own, of the same size, with what is
// typed; how it ends is told, and the terminal is as before.
func TestInFront(t *testing.T) {
	d := newDesk(t)
	before, err := term.GetState(d.front.Fd())
	if err != nil {
		t.Fatal(err)
	}
	end := d.shell(t.Context(), `echo on $(tty); stty size; until [ "$(stty size)" = "20 50" ]; do sleep 0.01; done; echo now 20 50; read x; echo got $x; exit 7`)
	d.sees("33 99\r\n")
	if err := pty.Setsize(d.front, &pty.Winsize{Rows: 20, Cols: 50}); err != nil {
		t.Fatal(err)
	}
	_ = unix.Kill(os.Getpid(), unix.SIGWINCH)
	d.sees("now 20 50\r\n")
	d.types("one\r")
	d.sees("got one\r\n")
	var exit *exec.ExitError
	if err := d.ends(end); !errors.As(err, &exit) || exit.ExitCode() != 7 {
		t.Error(err)
	}
	if own := d.front.Name(); strings.Contains(d.text(), "on "+own+"\r") || !strings.Contains(d.text(), "on /dev/pts/") {
		t.Errorf("it is on %q, podtop's is %s", d.text(), own)
	}
	if after, err := term.GetState(d.front.Fd()); err != nil || *after != *before {
		t.Errorf("the terminal was %+v, and is %+v, %v", before, after, err)
	}
}

// What was typed, or answered by the terminal, for a program that is no more,
// is not read by podtop as keys.
func TestNothingIsLeftToRead(t *testing.T) {
	for name, script := range map[string]string{
		"a question":       `printf '\033[c'`,
		"many":             `i=0; while [ $i -lt 200 ]; do printf '\033[c\033[5;5H\033[6n'; i=$((i+1)); done`,
		"what it left on":  `printf '\033[?1003h\033[c'`,
		"amid a sequence":  `printf '\033[c\033]0;title'`,
		"not all it wrote": `seq 20000`,
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			end := d.shell(t.Context(), script+"; printf end")
			d.types("typed ahead")
			if err := d.ends(end); err != nil {
				t.Error(err)
			}
			if n := d.unread(); n != 0 {
				t.Errorf("%d bytes are left to read", n)
			}
			if i, j := strings.LastIndex(d.text(), "end"), strings.Index(d.text(), console.AsItWas); i < 0 || j < i {
				t.Errorf("the end is at %d, the terminal set right at %d", i, j)
			}
			if strings.Contains(script, "seq") && !strings.Contains(d.text(), "\n20000\r\n") {
				t.Error("what it wrote last is lost")
			}
		})
	}
}

// A terminal that answers nothing is not waited for, for long.
func TestTerminalThatIsMute(t *testing.T) {
	d := newDesk(t)
	d.answers = func([]byte) string { return "" }
	if err := d.ends(d.shell(t.Context(), "exit 0")); err != nil {
		t.Error(err)
	}
}

// What a terminal shows stays as it is, and what comes goes on below it: also
// where the alternate screen was in use before, or is.
func TestCursorStays(t *testing.T) {
	for name, script := range map[string]string{
		"on the main screen":      `printf 'one\ntwo\n'`,
		"with a scrolling region": `printf 'one\ntwo\n\033[2;5r\033[3;1H'`,
		"on the other screen":     `printf 'one\ntwo\n'; printf '\033[?104'; sleep 0.1; printf '9hALT'`,
		"back from it":            `printf '\033[?1049hALT\033[?1049lone\ntwo\n'`,
	} {
		d := newDesk(t)
		io.WriteString(d.front, "\x1b[?1049hpodtop\x1b[?1049l")
		if err := d.ends(d.shell(t.Context(), script)); err != nil {
			t.Error(err)
		}
		io.WriteString(d.front, "HERE")
		d.sees("HERE")
		term := vt.NewEmulator(99, 33)
		go io.Copy(io.Discard, term)
		io.WriteString(term, d.text())
		lines := strings.Split(term.String(), "\n")
		for i, want := range []string{"one", "two", "HERE"} {
			if strings.TrimRight(lines[i], " \r") != want {
				t.Errorf("%s: line %d is %q", name, i, lines[i])
			}
		}
		term.InputPipe().(io.Closer).Close()
	}
}

// There is always a way out: when podtop is to end, when the terminal goes, and
// for a user before a program that hears nothing, or is stopped by another.
func TestWaysOut(t *testing.T) {
	const deaf = `trap '' HUP TERM INT; stty raw -isig; echo ready; `
	for name, script := range map[string]string{
		"reads": deaf + "cat >/dev/null", "is deaf": deaf + "while :; do sleep 60; done", "is stopped": deaf + "kill -STOP $$; sleep 60",
	} {
		t.Run(name, func(t *testing.T) {
			t.Run("podtop ends", func(t *testing.T) {
				d := newDesk(t)
				ctx, cancel := context.WithCancel(t.Context())
				end := d.shell(ctx, script)
				d.sees("ready")
				cancel()
				if err := d.ends(end); err == nil {
					t.Error("it ended by itself")
				}
			})
			t.Run("ctrl+]", func(t *testing.T) {
				d := newDesk(t)
				end := d.shell(t.Context(), script)
				d.sees("ready")
				d.types(Leave[:2])
				d.types("x" + Leave[:1])
				d.types(Leave[1:])
				if err := d.ends(end); err == nil {
					t.Error("it ended by itself")
				}
			})
		})
	}
}

// Leave is heard however much was typed before that nobody reads, and however
// the terminal writes it.
func TestLeaveIsHeard(t *testing.T) {
	for name, leave := range map[string]string{
		"plain": Leave, "kitty's": strings.Repeat("\x1b[93;5u", 3), "with events": strings.Repeat("\x1b[93;5:1u\x1b[93;5:3u", 3), "xterm's": strings.Repeat("\x1b[27;5;93~", 3),
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			end := d.shell(t.Context(), "trap '' HUP TERM INT; stty raw -isig -echo; echo ready; while :; do sleep 60; done")
			d.sees("ready")
			go d.types(strings.Repeat("x", 300_000) + leave)
			if err := d.ends(end); err == nil {
				t.Error("it ended by itself")
			}
		})
	}
	if hasLeave([]byte("\x1b[93;5:3u\x1b[93;5:3u\x1b[93;5:3u")) || hasLeave([]byte("\x1d\x1d.\x1d")) {
		t.Error("what is no Leave leaves")
	}
}

// What a shell leaves behind, on the same terminal, is not waited for, and
// neither is a terminal that takes nothing.
func TestNobodyHoldsItUp(t *testing.T) {
	for name, script := range map[string]string{
		"in its session": `trap '' HUP; sleep 3600 & echo $! ready; exit 0`,
		"in another":     `setsid sleep 3600 & sleep 0.2; echo $! ready; exit 0`,
		"that writes":    `trap '' HUP; ulimit -t 20; while :; do echo y; done & echo $! ready; exit 0`,
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			if err := d.ends(d.shell(t.Context(), script)); err != nil {
				t.Error(err)
			}
			d.sees(" ready")
			pid, _ := strconv.Atoi(regexp.MustCompile(`(\d+) ready`).FindStringSubmatch(d.text())[1])
			_ = unix.Kill(pid, unix.SIGKILL)
		})
	}
	t.Run("a terminal that takes nothing", func(t *testing.T) {
		side, front, err := pty.Open() // and nobody reads
		if err != nil {
			t.Fatal(err)
		}
		defer side.Close()
		defer front.Close()
		ctx, cancel := context.WithCancel(t.Context())
		d := &desk{t: t, side: side, front: front}
		end := d.shell(ctx, "exec yes")
		time.Sleep(200 * time.Millisecond) // it is full
		cancel()
		if err := d.ends(end); err == nil {
			t.Error("it ended by itself")
		}
	})
}

// A slow terminal gets all of it; and what closes its terminal for a while has
// it back.
func TestNothingIsLost(t *testing.T) {
	slow := newDesk(t)
	slow.answers = func(b []byte) string {
		time.Sleep(time.Duration(len(b)) * 10 * time.Microsecond)
		return answers(b)
	}
	if err := slow.ends(slow.shell(t.Context(), "seq 20000; echo end")); err != nil {
		t.Error(err)
	}
	slow.sees("\n20000\r\nend\r\n")

	d := newDesk(t)
	end := d.shell(t.Context(), `t=$(tty); exec </dev/null >/dev/null 2>&1; sleep 0.3; exec <$t >$t; echo back; read x; echo got $x`)
	d.types("x\r")
	d.sees("got x")
	if err := d.ends(end); err != nil {
		t.Error(err)
	}
}

// A program hears of the end of its terminal.
func TestHangUp(t *testing.T) {
	heard := make(chan os.Signal, 1) // as podtop does: else a program of nohup's would ignore it, too
	signal.Notify(heard, unix.SIGHUP)
	defer signal.Stop(heard)
	d := newDesk(t)
	ctx, cancel := context.WithCancel(t.Context())
	end := d.shell(ctx, `trap 'echo hung up; exit 0' HUP; echo ready; sleep 60 & wait`) // wait hears a signal at once
	d.sees("ready")
	cancel()
	if err := d.ends(end); err != nil {
		t.Error(err)
	}
}

// What the program that leads to the shell complains of is cleaned; what the
// shell draws is not.
func TestComplaintsAreCleaned(t *testing.T) {
	d := newDesk(t)
	end := d.run(t.Context(), Session{Apart: true, Args: []string{"sh", "-c", `printf '\033[1mbold'; printf 'Error: \033]0;x\007\nno end' >&2`}})
	if err := d.ends(end); err != nil {
		t.Error(err)
	}
	d.sees("\x1b[1mbold")
	d.sees("Error: ?]0;x?\r\n")
	d.sees("no end\r\n")
	if strings.Contains(d.text(), "\x1b]0;x") {
		t.Errorf("%q", d.text())
	}
}

// It has the descriptors it is given, and no other; and podtop's environment
// only if it is podtop's user.
func TestFilesAndEnvironmentInFront(t *testing.T) {
	t.Setenv("PODTOP_TEST_SECRET", "x")
	t.Setenv("TERM", "xterm-test")
	f, err := os.Open("/etc/passwd")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, another := range []bool{false, true} {
		d := newDesk(t)
		end := d.run(t.Context(), Session{
			Args:    []string{"sh", "-c", `echo 3 is $(readlink /proc/$$/fd/3); for i in 4 5 6 7 8 9 10 11 12; do [ ! -e /proc/$$/fd/$i ] || echo has $i; done; echo secret=$PODTOP_TEST_SECRET. on $TERM`},
			Files:   []*os.File{f},
			Another: another,
		})
		if err := d.ends(end); err != nil {
			t.Error(err)
		}
		secret := map[bool]string{false: "secret=x.", true: "secret=."}[another]
		if text := d.text(); !strings.Contains(text, "3 is /etc/passwd\r\nsecret") || !strings.Contains(text, secret+" on xterm-test\r\n") {
			t.Errorf("%q", text)
		}
	}
}
