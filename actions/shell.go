package actions

import (
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"

	"podtop/model"
	"podtop/model/probe"
)

// A Shell is one way into a container: a program that has the terminal until
// it ends.
type Shell struct {
	Title  string   // what it is, in words
	Args   []string // the program and its arguments
	Inside bool     // it is the container's own, and not the host's
	As     string   // the user it becomes, whom podtop's environment does not concern; "" if it stays podtop's

	// Namespaces are those it enters, by nsenter's options for them. They are
	// entered by descriptors: the number in Args may be another process's by
	// then.
	Namespaces []string
	process    func() (*os.File, error)
}

// Command is what the user could type instead.
func (s Shell) Command() string {
	words := make([]string, len(s.Args))
	for i, a := range s.Args {
		words[i] = quoted(a)
	}
	return strings.Join(words, " ")
}

// Prepare makes what is to be run: s.Args, or the same with the namespaces as
// files, which the program gets as its descriptors 3 and on. They are to be
// closed.
func (s Shell) Prepare() (args []string, files []*os.File, err error) {
	if len(s.Namespaces) == 0 {
		return s.Args, nil, nil
	}
	process, err := s.process()
	if err != nil {
		return nil, nil, err
	}
	defer process.Close()
	args, closing := []string{"nsenter"}, ""
	for _, name := range s.Namespaces {
		f, err := openBelow(process, "ns/"+name, 0)
		if err != nil {
			closeAll(files)
			return nil, nil, fmt.Errorf("its namespaces cannot be opened: %w", err)
		}
		fd := 3 + len(files)
		args = append(args, fmt.Sprintf("--%s=/proc/self/fd/%d", name, fd))
		closing += fmt.Sprintf("exec %d<&-; ", fd) // what is started there would keep the namespace
		files = append(files, f)
	}
	shell := s.Args[len(s.Args)-1]
	return append(args, "--", "sh", "-c", closing+"exec "+shell), files, nil
}

func closeAll(files []*os.File) {
	for _, f := range files {
		_ = f.Close()
	}
}

// openBelow opens a file below a directory that may be open for paths alone.
func openBelow(dir *os.File, name string, flags int) (*os.File, error) {
	fd, err := unix.Openat(int(dir.Fd()), name, unix.O_RDONLY|unix.O_CLOEXEC|flags, 0)
	if err != nil {
		return nil, &os.PathError{Op: "open", Path: dir.Name() + "/" + name, Err: err}
	}
	return os.NewFile(uintptr(fd), dir.Name()+"/"+name), nil
}

// A Door is where ways into containers are looked for.
type Door struct {
	Self     int                                   // the uid podtop runs as
	LookPath func(program string) (string, error)  // finds a program of the host: exec.LookPath
	Service  func(uid int) (s Service, there bool) // the service that speaks for a user
	// Process opens /proc/PID of the container's first process, if the kernel
	// says that it is the container's.
	Process func(probe.Target) (*os.File, error)
}

// NewDoor is the door of the machine podtop runs on.
func NewDoor(of func(uid int) (Service, bool), process func(probe.Target) (*os.File, error)) *Door {
	return &Door{Self: os.Getuid(), LookPath: exec.LookPath, Service: of, Process: process}
}

// Shells are the ways into a container, the best first: a shell of its own, if
// it has one, then the host's in its namespaces.
func (d *Door) Shells(s probe.Target, state model.State) ([]Shell, error) {
	switch {
	case state == model.Paused:
		return nil, fmt.Errorf("no shell in %s: it is paused, and nothing in it runs; let it go on first", displayName(s.Target))
	case s.PID <= 0:
		return nil, fmt.Errorf("no shell in %s: it does not run, or its first process is not known", displayName(s.Target))
	}
	ways := append(d.ownShells(s), d.hostShells(s)...)
	switch {
	case len(ways) > 0:
		return ways, nil
	case d.isBarred(s):
		return nil, fmt.Errorf("no shell in %s: it is %s’s, and only root can get in; start podtop as root (sudo podtop)", displayName(s.Target), userOf(s.Target))
	}
	return nil, fmt.Errorf("no shell in %s: this host has neither podman nor nsenter", displayName(s.Target))
}

// isBarred reports whether s is another user's, and nothing but root could speak
// for that user.
func (d *Door) isBarred(s probe.Target) bool {
	if d.Self == 0 || s.UID == d.Self {
		return false
	}
	_, there := d.Service(s.UID)
	return !there || s.Runtime != model.Podman
}

// ownShells are the shells that are in the container.
func (d *Door) ownShells(s probe.Target) (ways []Shell) {
	if s.Runtime != model.Podman || d.isBarred(s) {
		return nil
	}
	if _, err := d.LookPath("podman"); err != nil {
		return nil
	}
	names, err := d.findShells(s)
	if err != nil {
		names = []string{"sh"} // its files cannot be looked at; most have one
	}
	for _, name := range names {
		args := append(d.podman(s), "exec", "-it", podmanName(s.Target), name)
		way := Shell{Title: "its own " + name, Args: args, Inside: true}
		if args[0] == "runuser" {
			way.As = userOf(s.Target)
		}
		ways = append(ways, way)
	}
	return ways
}

// podmanName is how Podman is told which container: by a name that Podman gave,
// or by the id.
func podmanName(t model.Target) string {
	if plain.MatchString(t.Name) {
		return t.Name
	}
	return string(t.ID)
}

// Podman is the podman command that knows s, as the user could type it; "" if
// none does, or nobody but root could give it.
func (d *Door) Podman(s probe.Target) string {
	if s.Runtime != model.Podman || d.isBarred(s) {
		return ""
	}
	return Shell{Args: d.podman(s)}.Command()
}

// podman is the podman command that knows the containers of the user whose s
// is: by the user's own service or, where none answers, as that user.
func (d *Door) podman(s probe.Target) []string {
	service, there := d.Service(s.UID)
	switch {
	case there && service.Default, !there && s.UID == d.Self:
		return []string{"podman"}
	case there:
		return []string{"podman", "--url", "unix://" + service.Socket}
	}
	return []string{"runuser", "-u", userOf(s.Target), "--", "env", "XDG_RUNTIME_DIR=/run/user/" + strconv.Itoa(s.UID), "podman"}
}

// hostShells are the host's shells in the namespaces of the container.
func (d *Door) hostShells(s probe.Target) []Shell {
	if _, err := d.LookPath("nsenter"); err != nil {
		return nil
	}
	shell := "sh"
	if _, err := d.LookPath("bash"); err == nil {
		shell = "bash"
	}
	pid := strconv.Itoa(s.PID)
	var as []string
	if d.Self != 0 {
		if s.UID != d.Self {
			return nil // nobody but root may
		}
		as = []string{"podman", "unshare"} // the namespaces belong to the user's own
	}
	with := func(title string, namespaces ...string) Shell {
		args := append(append([]string(nil), as...), "nsenter", "--target", pid)
		for _, name := range namespaces {
			args = append(args, "--"+name)
		}
		way := Shell{Title: title, Args: append(args, "--", shell)}
		if d.Self == 0 {
			way.Namespaces, way.process = namespaces, func() (*os.File, error) { return d.Process(s) }
		}
		return way
	}
	return []Shell{
		with("the host’s "+shell+" and tools, in its network", "net"),
		with("the host’s "+shell+" and tools, in all its namespaces but that of files", "net", "ipc", "uts", "pid"),
	}
}

// shells are those looked for, the best first.
var shells = []string{"bash", "zsh", "ash", "sh"}

// binaries are where programs are, below a root.
var binaries = []string{"bin", "usr/bin", "usr/local/bin"}

// findShells are the shells in the files of s. It follows no link out of them.
func (d *Door) findShells(s probe.Target) ([]string, error) {
	process, err := d.Process(s)
	if err != nil {
		return nil, err
	}
	defer process.Close()
	dir, err := openBelow(process, "root", unix.O_DIRECTORY)
	if err != nil {
		return nil, err
	}
	defer dir.Close()
	root, err := os.OpenRoot(fmt.Sprintf("/proc/self/fd/%d", dir.Fd()))
	if err != nil {
		return nil, err
	}
	defer root.Close()
	var names []string
	for _, name := range shells {
		for _, dir := range binaries {
			// A link is enough: it is for the container to follow.
			if info, err := root.Lstat(dir + "/" + name); err == nil && !info.IsDir() {
				names = append(names, name)
				break
			}
		}
	}
	return names, nil
}
