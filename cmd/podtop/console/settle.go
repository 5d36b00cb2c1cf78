package console

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// AsItWas undoes what a program may have left a terminal in: the middle of a
// sequence, modes in which it writes by itself (mouse, focus, paste, keys), or
// in which a position is another than it seems. The cursor stays where it is:
// what resets its origin (DECOM) or the margins would put it into the corner, so
// it is kept meanwhile. It may come back with the origin that was set, which
// without margins is the corner.
const AsItWas = "\x1b[=0u\x1b[>4;0m" +
	"\x1b[?9l\x1b[?1000l\x1b[?1001l\x1b[?1002l\x1b[?1003l\x1b[?1004l\x1b[?1005l\x1b[?1006l\x1b[?1015l\x1b[?1016l" +
	"\x1b[?2004l\x1b[?2026l\x1b[?2031l\x1b[?2048l\x1b[?1l\x1b>\x1b[2l\x1b[4l\x1b[20l" +
	"\x1b7\x1b[?6l\x1b[?69l\x1b[r\x1b8\x1b[?7h\x1b[?25h\x1b(B\x0f\x1b[0m"

// abort ends a sequence that a program has begun. mainScreen leaves the alternate
// screen, which has a keyboard mode of its own: on the main one it would put the
// cursor where it was long ago.
const abort, mainScreen = "\x18\x1b\\", "\x1b[=0u\x1b[?1049l"

// answersIn is how long a terminal may take to answer.
const answersIn = time.Second

// Settle reads, and drops, what a terminal has answered to a program that is no
// more. A terminal answers in order: so it is asked twice where the cursor is,
// at places the program could not guess, and what comes before is not ours.
func Settle(in, out *os.File, alternate bool) {
	size, err := unix.IoctlGetWinsize(int(in.Fd()), unix.TIOCGWINSZ)
	if err != nil {
		return
	}
	ask, answer := abort, ""
	if alternate {
		ask += mainScreen
	}
	ask += AsItWas + "\x1b7"
	for range 2 {
		row, column := 2+rand.IntN(max(1, int(size.Row)-1)), 1+rand.IntN(max(1, int(size.Col)))
		ask += fmt.Sprintf("\x1b[%d;%dH\x1b[6n", row, column)
		answer += fmt.Sprintf("\x1b[%d;%dR", row, column)
	}
	if _, err := io.WriteString(out, ask+"\x1b8"); err != nil {
		return
	}
	readUntil(in, answer, time.Now().Add(answersIn))
	_ = unix.IoctlSetInt(int(in.Fd()), unix.TCFLSH, unix.TCIFLUSH)
}

// readUntil reads until what was read ends in answer.
func readUntil(in *os.File, answer string, end time.Time) {
	var read []byte
	buf := make([]byte, 4<<10)
	for {
		fds := []unix.PollFd{{Fd: int32(in.Fd()), Events: unix.POLLIN}}
		n, err := unix.Poll(fds, int(max(0, time.Until(end)).Milliseconds()))
		if err == unix.EINTR {
			continue
		}
		if n == 0 || err != nil {
			return
		}
		if n, err = unix.Read(int(in.Fd()), buf); n <= 0 || err != nil {
			return
		}
		read = append(read, buf[:n]...)
		if bytes.Contains(read, []byte(answer)) {
			return
		}
		read = Tail(read, len(answer))
	}
}

// Tail is a copy of the last n bytes of b, for what is cut between two reads.
func Tail(b []byte, n int) []byte { return append([]byte(nil), b[max(0, len(b)-n):]...) }
