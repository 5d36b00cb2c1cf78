//go:build attack && amd64

package child

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"

	"podtop/sampler/kernel"
	"podtop/sampler/proc"
)

// nobody is the hostile user. He has processes of his own, and a Podman
// service, a systemd and units as far as podtop can see.
const nobody = 65534

// The test's binary is all the parts of an attack, by its first argument.
func TestMain(m *testing.M) {
	parts := map[string]func(args []string){
		"attacker": attacker, "holder": holder, "service": service, "podtop": standIn, "world": world,
	}
	if len(os.Args) > 1 && parts[os.Args[1]] != nil {
		parts[os.Args[1]](os.Args[2:])
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// part is a part of an attack as a command.
func part(name string, args ...string) *exec.Cmd {
	cmd := exec.Command("/proc/self/exe", append([]string{name}, args...)...)
	cmd.Stderr = os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: unix.SIGKILL}
	return cmd
}

func asNobody(cmd *exec.Cmd) *exec.Cmd {
	cmd.SysProcAttr.Credential = &syscall.Credential{Uid: nobody, Gid: nobody}
	return cmd
}

// typed is what the attacker types into a terminal: with the newline a shell
// would carry it out.
const typed = "x\n"

// terminalOf is the number of the terminal a process has, as the kernel writes
// it in /proc/PID/stat; "0" if it has none.
func terminalOf(pid int) string {
	b, _ := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	f := strings.Fields(string(b[strings.LastIndexByte(string(b), ')')+1:]))
	return f[4]
}

// attacker is a process of nobody's that waits for another of his whose command
// begins with what args name, stops it, and has it open its terminal and type
// there. It says in a line what came of it.
func attacker(args []string) {
	runtime.LockOSThread() // a tracer is a thread
	for end := time.Now().Add(within); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if pid := victim(args[0]); pid != 0 {
			terminal := terminalOf(pid)
			fmt.Println(attack(pid) + ", terminal " + terminal)
			return
		}
	}
	fmt.Println("no victim came")
}

func victim(command string) int {
	dirs, _ := filepath.Glob("/proc/[0-9]*")
	for _, dir := range dirs {
		var st unix.Stat_t
		b, _ := os.ReadFile(dir + "/cmdline")
		if unix.Stat(dir, &st) == nil && st.Uid == nobody && strings.HasPrefix(strings.ReplaceAll(string(b), "\x00", " "), command) {
			pid, _ := strconv.Atoi(filepath.Base(dir))
			return pid
		}
	}
	return 0
}

// attack has process pid type into its terminal.
func attack(pid int) string {
	time.Sleep(200 * time.Millisecond) // it is in the system call it waits in
	if err := unix.PtraceAttach(pid); err != nil {
		return "ptrace: " + err.Error()
	}
	defer func() { _ = unix.PtraceDetach(pid) }()
	var status unix.WaitStatus
	if _, err := unix.Wait4(pid, &status, 0, nil); err != nil {
		return "wait: " + err.Error()
	}
	var before unix.PtraceRegs
	if err := unix.PtraceGetRegs(pid, &before); err != nil {
		return "registers: " + err.Error()
	}
	at := uintptr(before.Rsp) - 1024
	call := func(number, a, b, c uint64) int64 {
		r := before
		r.Rip -= 2 // back to the instruction syscall
		r.Rax, r.Orig_rax, r.Rdi, r.Rsi, r.Rdx = number, ^uint64(0), a, b, c
		err := errors.Join(unix.PtraceSetRegs(pid, &r), unix.PtraceSingleStep(pid))
		if _, err2 := unix.Wait4(pid, &status, 0, nil); err != nil || err2 != nil || unix.PtraceGetRegs(pid, &r) != nil {
			return -int64(unix.ESRCH)
		}
		return int64(r.Rax)
	}
	poke := func(text string) { _, _ = unix.PtracePokeData(pid, at, append([]byte(text), 0)) }
	poke("/dev/tty")
	fd := call(unix.SYS_OPEN, uint64(at), unix.O_RDWR, 0)
	result := "typed"
	if fd < 0 {
		result = "open: " + unix.Errno(-fd).Error()
	}
	for i := 0; fd >= 0 && i < len(typed); i++ {
		poke(typed[i:])
		if e := call(unix.SYS_IOCTL, uint64(fd), unix.TIOCSTI, uint64(at)); e < 0 {
			result = "TIOCSTI: " + unix.Errno(-e).Error()
		}
	}
	_ = unix.PtraceSetRegs(pid, &before)
	return result
}

// sites are the ways in which podtop starts what runs as another user, and the
// way it once did.
var sites = map[string]func(ctx context.Context) error{
	"as it was": func(ctx context.Context) error {
		cmd := exec.CommandContext(ctx, "sleep", "3600")
		cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
		return cmd.Run()
	},
	"as it was, a shell": func(ctx context.Context) error {
		cmd := exec.CommandContext(ctx, "runuser", "-u", "nobody", "--", "sleep", "3600")
		cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
		return cmd.Run()
	},
	"systemctl of a user": func(ctx context.Context) error { _, err := Output(ctx, nobody, "sleep", "3600"); return err },
	"runuser": func(ctx context.Context) error {
		_, err := Output(ctx, 0, "runuser", "-u", "nobody", "--", "env", "X=y", "sleep", "3600")
		return err
	},
	"a stream": func(ctx context.Context) error { return Stream(ctx, nobody, io.Discard, "sleep", "3600") },
	"a shell": func(ctx context.Context) error {
		return InFront(ctx, os.Stdin, os.Stdout, Session{Args: []string{"runuser", "-u", "nobody", "--", "sleep", "3600"}, Apart: true, Another: true})
	},
}

// standIn is root on a terminal, as podtop is: it starts a program at a site,
// and says how much it then finds typed that nobody has typed.
func standIn(args []string) {
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		_, _ = io.ReadFull(os.NewFile(3, "done"), make([]byte, 1))
		cancel()
	}()
	end := make(chan struct{})
	go func() { // while a shell is in front its terminal is read
		defer close(end)
		_ = sites[args[0]](ctx)
	}()
	<-ctx.Done()
	n, err := unix.IoctlGetInt(0, unix.TIOCINQ)
	<-end
	fmt.Fprintf(os.NewFile(4, "report"), "%d %v, terminal %s\n", n, err, terminalOf(os.Getpid()))
}

func TestAttackTerminal(t *testing.T) {
	mustBeRoot(t)
	for site := range sites {
		t.Run(site, func(t *testing.T) {
			said, found := attackSite(t, site)
			did, its, _ := strings.Cut(said, ", terminal ")
			typedThere, podtops, _ := strings.Cut(found, ", terminal ")
			before := strings.HasPrefix(site, "as it was")
			switch {
			case before && (did != "typed" || typedThere == "0 <nil>" || its != podtops):
				t.Errorf("the attack itself fails (dev.tty.legacy_tiocsti has to be 1, kernel.yama.ptrace_scope 0): %s; podtop's: %s", said, found)
			case !before && (typedThere != "0 <nil>" || its == podtops):
				t.Errorf("%s; podtop's terminal: %s", said, found)
			case !before && site != "a shell" && (did != "open: no such device or address" || its != "0"):
				t.Errorf("it has a terminal: %s", said)
			case site == "a shell" && (did != "typed" || its == "0"):
				t.Errorf("its own terminal: %s", said)
			}
		})
	}
}

// attackSite attacks what is started at a site, and returns what the attacker
// says, and what the stand-in found typed.
func attackSite(t *testing.T, site string) (said, found string) {
	t.Helper()
	ours, theirs, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer ours.Close()
	go io.Copy(io.Discard, ours)
	done, finish, _ := os.Pipe()
	report, reported, _ := os.Pipe()
	root := part("podtop", site)
	root.Stdin, root.Stdout, root.ExtraFiles = theirs, theirs, []*os.File{done, reported}
	root.SysProcAttr.Setsid, root.SysProcAttr.Setctty = true, true
	if err := root.Start(); err != nil {
		t.Fatal(err)
	}
	theirs.Close()
	reported.Close()
	b, err := asNobody(part("attacker", "sleep 3600")).Output()
	if err != nil {
		t.Error(err)
	}
	_, _ = finish.Write([]byte("x"))
	all, _ := io.ReadAll(report)
	if err := root.Wait(); err != nil {
		t.Error(err)
	}
	return strings.TrimSpace(string(b)), strings.TrimSpace(string(all))
}

// A stopped child outlives no deadline.
func TestAttackDeadline(t *testing.T) {
	mustBeRoot(t)
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
	defer cancel()
	go func() {
		for victim("sleep 3601") == 0 && ctx.Err() == nil {
			time.Sleep(time.Millisecond)
		}
		_ = unix.Kill(victim("sleep 3601"), unix.SIGSTOP)
	}()
	if _, err := Output(ctx, 0, "runuser", "-u", "nobody", "--", "sleep", "3601"); !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
	eventually(t, func() bool { return victim("sleep 3601") == 0 })
}

// holder is a process of nobody's that traces another of his whose command
// begins with what args name, and does not let go.
func holder(args []string) {
	runtime.LockOSThread() // a tracer is a thread
	for {
		if pid := victim(args[0]); pid != 0 && unix.PtraceSeize(pid) == nil {
			fmt.Println("held")
			time.Sleep(time.Hour) // until it is killed; the tracer must not end
		}
		time.Sleep(time.Millisecond)
	}
}

// A program that its user traces holds up nobody after its deadline, and is the
// last that runs as him until it is gone.
func TestAttackHeld(t *testing.T) {
	mustBeRoot(t)
	tracer := asNobody(part("holder", "sleep 3605"))
	said, err := tracer.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := tracer.Start(); err != nil {
		t.Fatal(err)
	}
	defer tracer.Wait()
	defer tracer.Process.Kill()
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		_, _ = io.ReadFull(said, make([]byte, len("held")))
		cancel()
	}()
	if _, err := Output(ctx, nobody, "sleep", "3605"); !errors.Is(err, errHeld) {
		t.Errorf("traced: %v", err)
	}
	if _, err := Output(t.Context(), nobody, "true"); !errors.Is(err, errHeld) {
		t.Errorf("beside one that is traced: %v", err)
	}
	if _, err := Output(t.Context(), 0, "true"); err != nil {
		t.Errorf("as another: %v", err)
	}
	_ = tracer.Process.Kill()
	eventually(t, func() bool {
		_, err := Output(t.Context(), nobody, "true")
		return err == nil
	})
}

// What a socket names as a container's first process, and is not, is not opened.
func TestAttackPID(t *testing.T) {
	mustBeRoot(t)
	other := exec.Command("sleep", "3602")
	if err := other.Start(); err != nil {
		t.Fatal(err)
	}
	defer other.Wait()
	defer other.Process.Kill()
	id := strings.Repeat("a", 64)
	for _, pid := range []int{1, os.Getpid(), other.Process.Pid} {
		for _, path := range []string{"/user.slice/user-65534.slice/user@65534.service/user.slice/libpod-" + id + ".scope", "", "/"} {
			if p, err := proc.OpenFirst(proc.Options{}, proc.First{PID: pid, Path: path}); !errors.Is(err, kernel.ErrGone) {
				t.Errorf("process %d as one of %q: %+v, %v", pid, path, p, err)
			}
		}
	}
}

// podtop itself, watching, with and without --read-only: it asks a user's
// systemd as that user, and that process has no terminal to type into.
func TestAttackPodtop(t *testing.T) {
	mustBeRoot(t)
	bin := os.Getenv("PODTOP_BIN")
	if bin == "" {
		t.Fatal("PODTOP_BIN is to name the podtop that is attacked: make attack")
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for name, args := range map[string][]string{"as it is": nil, "read-only": {"--read-only"}} {
		t.Run(name, func(t *testing.T) {
			cmd := exec.Command("unshare", append([]string{"--mount", self, "world", bin}, args...)...)
			out, err := cmd.CombinedOutput()
			if lines := strings.Fields(string(out)); err != nil || !strings.Contains(string(out), "open: no such device or address") {
				t.Errorf("%q, %v", lines, err)
			}
		})
	}
}

func mustBeRoot(t *testing.T) {
	if os.Getuid() != 0 {
		t.Fatal("make attack needs root: it plays one user against another")
	}
}

// world makes a /run of its own, in which nobody has a service and a unit, and
// runs podtop, args, in it until the attacker has done his work.
func world(args []string) {
	user := fmt.Sprintf("/run/user/%d", nobody)
	must(unix.Mount("none", "/run", "tmpfs", 0, "mode=755"))
	for _, d := range []string{"/run/bin", "/run/state", "/run/systemd/system", user + "/podman", user + "/systemd/generator"} {
		must(os.MkdirAll(d, 0o755))
	}
	must(os.WriteFile(user+"/systemd/generator/web.service", []byte("[Unit]\nSourcePath=/x/web.container\n[Service]\nExecStart=/usr/bin/podman run --name web x\n"), 0o644))
	for _, d := range []string{user, user + "/podman"} {
		must(os.Chown(d, nobody, nobody))
	}
	must(os.WriteFile("/run/bin/systemctl", []byte("#!/bin/sh\nexec sleep 3603\n"), 0o755))
	must(os.Setenv("PATH", "/run/bin:"+os.Getenv("PATH")))
	srv := asNobody(part("service", user+"/podman/podman.sock"))
	must(srv.Start())
	evil := asNobody(part("attacker", "sleep 3603"))
	evil.Stdout = os.Stdout
	must(evil.Start())

	cmd := exec.Command(args[0], args[1:]...)
	cmd.Env = append(os.Environ(), "TERM=xterm-256color", "XDG_CONFIG_HOME=/run/state", "XDG_STATE_HOME=/run/state")
	tty, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 30, Cols: 100})
	must(err)
	go io.Copy(io.Discard, tty)
	must(evil.Wait())
	must(cmd.Process.Signal(unix.SIGTERM))
	_ = cmd.Wait()
	_ = srv.Process.Kill()
	_ = srv.Wait()
}

// service is nobody's Podman: it has no containers, and waits with its events.
func service(args []string) {
	l, err := net.Listen("unix", args[0])
	must(err)
	must(http.Serve(l, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Libpod-API-Version", "5.4.2")
		switch {
		case strings.HasSuffix(r.URL.Path, "/events"):
			w.WriteHeader(http.StatusOK)
			w.(http.Flusher).Flush()
			<-r.Context().Done()
		case strings.HasSuffix(r.URL.Path, "/json"):
			fmt.Fprintln(w, "[]")
		default:
			fmt.Fprintln(w, "{}")
		}
	})))
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "attack:", err)
		os.Exit(1)
	}
}
