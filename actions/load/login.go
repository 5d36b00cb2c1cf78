package load

import (
	"fmt"
	"net"
	"os"
	"runtime"
	"unsafe"

	"golang.org/x/sys/unix"
)

// A Login is the user who called sudo. To a unix socket podtop connects as that
// user: root could reach those that are meant for root alone, and the server
// believes who asks.
type Login struct {
	UID, GID int
	Groups   []int
}

// dial connects to the socket at path as that user.
func (l *Login) dial(path string) (net.Conn, error) {
	type result struct {
		conn net.Conn
		err  error
	}
	done := make(chan result)
	go func() {
		// The thread ends with the goroutine, as it is not unlocked: nothing
		// else ever runs as that user.
		runtime.LockOSThread()
		conn, err := l.connect(path)
		done <- result{conn, err}
	}()
	r := <-done // which does not wait for anybody
	return r.conn, r.err
}

// connect connects to the socket at path in a thread that it makes the user's.
func (l *Login) connect(path string) (net.Conn, error) {
	if err := l.become(); err != nil {
		return nil, err
	}
	fd, err := unix.Socket(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, 0)
	if err != nil {
		return nil, os.NewSyscallError("socket", err)
	}
	file := os.NewFile(uintptr(fd), path)
	defer file.Close()
	if err := unix.Connect(fd, &unix.SockaddrUnix{Name: path}); err != nil {
		return nil, fmt.Errorf("connecting to %s as uid %d: %w", path, l.UID, err)
	}
	return net.FileConn(file)
}

// unchanged leaves an id as it is.
const unchanged = ^uintptr(0)

// become gives the calling thread alone the user's groups and ids, and with these
// takes root's capabilities from it; Go's own calls would do so for all threads.
// The real and the saved ids stay root's, so that the user can neither trace nor
// signal it.
func (l *Login) become() error {
	groups := []uint32{uint32(l.GID)}
	for _, g := range l.Groups {
		groups = append(groups, uint32(g))
	}
	if _, _, errno := unix.RawSyscall(unix.SYS_SETGROUPS, uintptr(len(groups)), uintptr(unsafe.Pointer(&groups[0])), 0); errno != 0 {
		return fmt.Errorf("setting the groups of uid %d: %w", l.UID, errno)
	}
	if _, _, errno := unix.RawSyscall(unix.SYS_SETRESGID, unchanged, uintptr(l.GID), unchanged); errno != 0 {
		return fmt.Errorf("setting the group of uid %d: %w", l.UID, errno)
	}
	if _, _, errno := unix.RawSyscall(unix.SYS_SETRESUID, unchanged, uintptr(l.UID), unchanged); errno != 0 {
		return fmt.Errorf("becoming uid %d: %w", l.UID, errno)
	}
	return nil
}
