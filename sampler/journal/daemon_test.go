package journal

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// A daemon is a real journald that writes to a directory of the test's.
type daemon struct {
	t      testing.TB
	dir    string // of its files
	in     io.WriteCloser
	out    *bufio.Reader
	socket int
	path   string // of its socket
}

// startDaemon starts journald with some environment. $JOURNALD is a program that
// runs one: JOURNALD DIR COMMAND... has it write to DIR/MACHINE while COMMAND
// runs, which sees its socket at the usual place and its pid as $JOURNALD_PID.
func startDaemon(t testing.TB, env ...string) *daemon {
	t.Helper()
	program := os.Getenv("JOURNALD")
	if program == "" {
		t.Skip("JOURNALD names no program that runs a journald")
	}
	if _, err := exec.LookPath("journalctl"); err != nil {
		t.Skip("there is no journalctl to compare with")
	}
	dir := t.TempDir()
	cmd := exec.Command(program, dir, "bash")
	cmd.Env = append(os.Environ(), env...)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	socket, err := unix.Socket(unix.AF_UNIX, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	d := &daemon{t: t, in: in, out: bufio.NewReader(out), socket: socket}
	t.Cleanup(func() {
		unix.Close(socket)
		in.Close()
		_ = cmd.Wait() // what it says is on stderr
	})
	d.path = "/proc/" + strings.TrimSpace(d.run("echo $$")) + "/root/run/systemd/journal/socket"
	d.run("journalctl --sync")
	dirs, _ := filepath.Glob(filepath.Join(dir, "*"))
	if len(dirs) != 1 {
		t.Fatal("journald made", dirs)
	}
	d.dir = dirs[0]
	return d
}

// run runs a shell command where journald runs, and returns what it prints.
func (d *daemon) run(command string) string {
	d.t.Helper()
	if _, err := fmt.Fprintf(d.in, "%s; echo; echo done\n", command); err != nil {
		d.t.Fatal(err)
	}
	var all strings.Builder
	for {
		line, err := d.out.ReadString('\n')
		if err != nil {
			d.t.Fatal(command, err)
		}
		if line == "done\n" {
			return all.String()
		}
		all.WriteString(line)
	}
}

// restart ends journald and starts another.
func (d *daemon) restart() {
	d.run("kill $JOURNALD_PID; while kill -0 $JOURNALD_PID 2>/dev/null; do sleep 0.02; done; " +
		"/lib/systemd/systemd-journald & JOURNALD_PID=$!; trap 'kill $JOURNALD_PID; wait' EXIT; " +
		"until journalctl --sync 2>/dev/null; do sleep 0.02; done")
}

// send sends an entry of root's.
func (d *daemon) send(fields ...string) { d.sendAs(0, fields...) }

// sendAs sends an entry, NAME=value each, as a process of a user, which root may
// say; it waits for a journald that restarts.
func (d *daemon) sendAs(uid uint32, fields ...string) {
	who := unix.UnixCredentials(&unix.Ucred{Pid: int32(os.Getpid()), Uid: uid, Gid: uid})
	var b bytes.Buffer
	for _, f := range fields {
		name, value, _ := strings.Cut(f, "=")
		b.WriteString(name + "\n")
		_ = binary.Write(&b, binary.LittleEndian, uint64(len(value))) // to memory
		b.WriteString(value + "\n")
	}
	var err error
	for range 1000 {
		if err = unix.Sendmsg(d.socket, b.Bytes(), who, &unix.SockaddrUnix{Name: d.path}, 0); err == nil {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	panic("journald takes nothing: " + err.Error())
}

// journalctl returns what journalctl prints of the daemon's files.
func (d *daemon) journalctl(args ...string) []byte {
	d.t.Helper()
	cmd := exec.Command("journalctl", append([]string{"-D", d.dir, "--no-pager", "-q"}, args...)...)
	cmd.Stderr = os.Stderr
	b, err := cmd.Output()
	if err != nil {
		d.t.Fatal(args, err)
	}
	return b
}

// layouts are the kinds of file that a journald can be told to write.
var layouts = map[string][]string{
	"compact": {"SYSTEMD_JOURNAL_COMPACT=1", "SYSTEMD_JOURNAL_KEYED_HASH=1", "JOURNALD_COMPRESS=yes"},
	"keyed":   {"SYSTEMD_JOURNAL_COMPACT=0", "SYSTEMD_JOURNAL_KEYED_HASH=1", "JOURNALD_COMPRESS=yes"},
	"plain":   {"SYSTEMD_JOURNAL_COMPACT=0", "SYSTEMD_JOURNAL_KEYED_HASH=0", "JOURNALD_COMPRESS=no"},
}
