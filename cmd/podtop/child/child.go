// Package child starts the programs that podtop runs: systemctl, journalctl,
// runuser, and shells into containers. Nothing else in podtop starts one, so
// that each of them is kept as far from podtop as the others.
//
// Some run as another user, who can stop such a process and make it do what he
// likes. So none has podtop's terminal, into which that user could type
// (TIOCSTI), none has podtop's descriptors or environment, and while podtop lives
// none outlives its deadline.
package child

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/user"
	"strconv"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"podtop/model/clean"
)

// Bounds of a program that is not given others.
const (
	maxOutput = 8 << 20 // bytes of standard output that are kept
	maxStderr = 4 << 10 // bytes of standard error that are kept
	longest   = time.Minute
	// grace is how long what a program has left behind may hold its pipes.
	grace = time.Second
)

// Output runs a program as user uid and returns what it wrote to standard
// output, of which 8 MiB are kept. An error's text is what the program wrote to
// standard error, if it wrote anything. See Stream for the rest.
func Output(ctx context.Context, uid int, args ...string) ([]byte, error) {
	out := &capped{left: maxOutput}
	err := Stream(ctx, uid, out, args...)
	return out.kept, err
}

// Stream runs a program as user uid, without a terminal, and copies what it
// writes to standard output to out. The program is killed, with all that it
// has started, when ctx ends, or after a minute if ctx has no deadline. Only
// root can run one as another user. Where there is no such program the error is
// exec.ErrNotFound.
//
// A user who traces a program of his keeps it from being gone after its end: it
// is not waited for, and while it is there no other program runs as him.
func Stream(ctx context.Context, uid int, out io.Writer, args ...string) error {
	if _, ok := ctx.Deadline(); !ok {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, longest)
		defer cancel()
	}
	if held.has(uid) {
		return errHeld
	}
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Dir, cmd.Env, cmd.WaitDelay = "/", environment(uid), grace
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	var err error
	if cmd.SysProcAttr.Credential, err = credential(uid); err != nil {
		return err
	}
	complaint := &capped{left: maxStderr}
	stdout, stderr := &valve{to: out}, &valve{to: complaint}
	cmd.Stdout, cmd.Stderr = stdout, stderr
	if err := start(cmd); err != nil {
		return err
	}
	reaped, err := wait(ctx, cmd)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, errHeld):
		stdout.shut()
		stderr.shut()
		held.addUntil(uid, reaped)
		return err
	case ctx.Err() != nil:
		return ctx.Err()
	case len(complaint.kept) > 0:
		return complaintError{cleanLines(string(complaint.kept)), err}
	}
	return err
}

// A complaintError is what a program wrote to standard error, and how it ended.
type complaintError struct {
	text string
	end  error
}

func (c complaintError) Error() string { return c.text }
func (c complaintError) Unwrap() error { return c.end }

// cleanLines are the lines of s, none of which a terminal would heed.
func cleanLines(s string) string {
	lines := strings.Split(strings.TrimSpace(s), "\n")
	for i := range lines {
		lines[i] = clean.Text(strings.TrimRight(lines[i], "\r"))
	}
	return strings.Join(lines, "\n")
}

// self is the program that runs, even if its file was replaced meanwhile.
const self = "/proc/self/exe"

// Beside starts podtop once more, with args, in a session of its own and with
// these files, the first of which is its descriptor 3; stderr may be nil. It is
// not waited for.
func Beside(file, stdin, stdout, stderr *os.File, args ...string) error {
	cmd := &exec.Cmd{Path: self, Args: append(os.Args[:1:1], args...), Dir: "/", ExtraFiles: []*os.File{file}}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} // neither stopped with podtop nor hung up
	cmd.Stdin, cmd.Stdout = stdin, stdout
	if stderr != nil {
		cmd.Stderr = stderr
	}
	if err := start(cmd); err != nil {
		return err
	}
	return cmd.Process.Release()
}

// start starts cmd without the descriptors that whoever started podtop has
// left open; Go closes those of its own.
func start(cmd *exec.Cmd) error {
	if err := unix.CloseRange(3, 1<<31-1, unix.CLOSE_RANGE_CLOEXEC); err != nil { // before Linux 5.11
		open, _ := os.ReadDir("/proc/self/fd")
		for _, f := range open {
			if fd, err := strconv.Atoi(f.Name()); err == nil && fd > 2 {
				unix.CloseOnExec(fd)
			}
		}
	}
	return cmd.Start()
}

// wait waits until cmd or ctx ends, and kills what is then left of its group.
// Only afterwards is cmd reaped: until then its number cannot be another's. If
// another process holds it, the error is errHeld, and reaped is closed when that
// lets go.
func wait(ctx context.Context, cmd *exec.Cmd) (reaped <-chan struct{}, err error) {
	select {
	case <-ended(cmd.Process.Pid):
	case <-ctx.Done():
	}
	_ = unix.Kill(-cmd.Process.Pid, unix.SIGKILL)
	done := make(chan struct{})
	var end error
	go func() {
		defer close(done)
		end = cmd.Wait()
	}()
	select {
	case <-done:
		return done, end
	case <-time.After(3 * grace):
		return done, errHeld
	}
}

// ended is closed when the process pid, a child, has ended. It is not reaped.
func ended(pid int) <-chan struct{} {
	end := make(chan struct{})
	go func() {
		defer close(end)
		for unix.Waitid(unix.P_PID, pid, nil, unix.WEXITED|unix.WNOWAIT, nil) == unix.EINTR {
		}
	}()
	return end
}

const defaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

// environment is all that a program without a terminal is told: plain English,
// and where the user's systemd is.
func environment(uid int) []string {
	env := []string{"LC_ALL=C", "TZ=UTC", "PATH=" + defaultPath}
	switch runtime := os.Getenv("XDG_RUNTIME_DIR"); {
	case uid == 0:
	case uid == os.Getuid() && runtime != "":
		env = append(env, "XDG_RUNTIME_DIR="+runtime)
	default:
		env = append(env, "XDG_RUNTIME_DIR=/run/user/"+strconv.Itoa(uid))
	}
	return env
}

// credential makes a program another user's.
func credential(uid int) (*syscall.Credential, error) {
	if uid == os.Getuid() {
		return nil, nil
	}
	u, err := user.LookupId(strconv.Itoa(uid))
	if err != nil {
		return nil, fmt.Errorf("looking up user %d: %w", uid, err)
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	if err != nil {
		return nil, fmt.Errorf("looking up the group of user %d: %w", uid, err)
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
}

// A capped buffer forgets what goes beyond its size. It embeds no bytes.Buffer:
// io.Copy would fill that past Write, without a bound.
type capped struct {
	kept []byte
	left int
}

func (c *capped) Write(p []byte) (int, error) {
	n := min(len(p), c.left)
	c.left -= n
	c.kept = append(c.kept, p[:n]...)
	return len(p), nil
}
