//go:build !e2e

package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"podtop": scripted})
}

// panics is the signal that makes podtop panic in a test, in a goroutine that
// nobody guards.
const panics = syscall.SIGUSR1

// scripted is podtop, with what belongs to the whole host in a script's own
// directory: $HOST_CONFIG and $AUDIT_LOG.
func scripted() {
	asked := make(chan os.Signal, 1)
	signal.Notify(asked, panics)
	go func() {
		<-asked
		panic("on purpose")
	}()
	if path := os.Getenv("HOST_CONFIG"); path != "" {
		systemConfig = path
	}
	if path := os.Getenv("AUDIT_LOG"); path != "" {
		auditPath = func() string { return path }
	}
	main()
}

// TestScript runs podtop as people do: testdata/script has what they type.
func TestScript(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":   exits,
			"oneline": inOneLine,
			"head":    head,
			"ended":   ended,
			"journal": unpackJournal,
			"server":  startServer,
		},
		Condition: condition,
	})
}

// condition knows [cgroups]: the kernel's hierarchy is mounted; and [root].
func condition(name string) (bool, error) {
	switch name {
	case "root":
		return os.Getuid() == 0, nil
	case "cgroups":
	default:
		return false, fmt.Errorf("unknown condition %q", name)
	}
	cgroups, err := filepath.Glob("/sys/fs/cgroup/cpu*")
	return len(cgroups) > 0, err
}

// exits runs a command, which has to end with that code: exits 2 podtop …
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND [ARGUMENT]…")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// startServer starts a server of HTTP, until the script ends: at $URL and, of a unix
// socket, at $SOCKET. It knows no page but /, and /moved, which is elsewhere.
func startServer(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 0 {
		ts.Fatalf("usage: server")
	}
	pages := http.NewServeMux()
	pages.HandleFunc("/{$}", func(http.ResponseWriter, *http.Request) {})
	pages.Handle("/moved", http.RedirectHandler("http://192.0.2.1/", http.StatusFound))
	server := httptest.NewServer(pages)
	socket, err := net.Listen("unix", ts.MkAbs("http.sock"))
	ts.Check(err)
	go func() { _ = http.Serve(socket, pages) }()
	ts.Defer(func() {
		socket.Close()
		server.Close()
	})
	ts.Setenv("URL", server.URL)
	ts.Setenv("SOCKET", "unix://"+ts.MkAbs("http.sock"))
}

// inOneLine checks that stdout or stderr is one line: oneline stderr
func inOneLine(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: oneline stdout|stderr")
	}
	if text := ts.ReadFile(args[0]); strings.Count(text, "\n") != 1 || !strings.HasSuffix(text, "\n") {
		ts.Fatalf("%s is not one line", args[0])
	}
}

// head reads one line of a command's output and then no more; the command has
// to end by itself, with code 0: head podtop …
func head(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: head COMMAND [ARGUMENT]…")
	}
	afterOneLine(ts, args, func(r io.Closer, _ *os.Process) error { return r.Close() })
}

// ended sends a command a signal after its first line; it has to end with code
// 0: ended TERM podtop …
func ended(ts *testscript.TestScript, neg bool, args []string) {
	signals := map[string]os.Signal{"TERM": syscall.SIGTERM, "INT": syscall.SIGINT, "HUP": syscall.SIGHUP}
	if neg || len(args) < 2 || signals[args[0]] == nil {
		ts.Fatalf("usage: ended TERM|INT|HUP COMMAND [ARGUMENT]…")
	}
	afterOneLine(ts, args[1:], func(_ io.Closer, p *os.Process) error { return p.Signal(signals[args[0]]) })
}

// afterOneLine runs a command and does something to it after its first line. It
// has to end with code 0, and without a word on standard error that is not about
// Podman.
func afterOneLine(ts *testscript.TestScript, args []string, do func(io.Closer, *os.Process) error) {
	cmd := exec.Command("env", append([]string{"PATH=" + ts.Getenv("PATH")}, args...)...)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	r, w, err := os.Pipe()
	ts.Check(err)
	defer r.Close()
	cmd.Stdout = w
	ts.Check(cmd.Start())
	w.Close()
	in := bufio.NewReader(r)
	_, err = in.ReadString('\n')
	ts.Check(err)
	ts.Check(do(r, cmd.Process))
	_, _ = io.Copy(io.Discard, in)
	if err := cmd.Wait(); err != nil {
		ts.Fatalf("%v: %v: %s", args, err, errs.String())
	}
	for line := range strings.Lines(errs.String()) {
		if !strings.Contains(line, "odman") {
			ts.Fatalf("%v said %q", args, line)
		}
	}
}
