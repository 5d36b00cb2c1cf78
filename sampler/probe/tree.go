package probe

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

// readIn reads at most the first most bytes of a file of a container, whose
// tree is below the directory root. What is in there is the container's to
// make: no link leads out of it, and what is not an ordinary file is not even
// opened, since opening alone can start a watchdog or wait for ever.
func readIn(root int, name string, most int64) ([]byte, error) {
	f, err := openByKernel(root, name)
	if errors.Is(err, unix.ENOSYS) || errors.Is(err, unix.EPERM) {
		f, err = openByName(root, name) // older than 5.6, or what podtop is in does not allow it
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, most))
}

// openByKernel has the kernel take the tree for all there is, as the container
// does: what a link says of /run is the container's own.
func openByKernel(root int, name string) (*os.File, error) {
	fd, err := find(root, name)
	if err != nil {
		return nil, &os.PathError{Op: "openat2", Path: name, Err: err}
	}
	defer unix.Close(fd)
	var st unix.Stat_t
	if err := unix.Fstat(fd, &st); err != nil {
		return nil, &os.PathError{Op: "fstat", Path: name, Err: err}
	}
	if st.Mode&unix.S_IFMT != unix.S_IFREG {
		return nil, errOdd(name)
	}
	return os.OpenFile(fdPath(fd), os.O_RDONLY|unix.O_NONBLOCK, 0)
}

// find finds a file without opening it.
func find(root int, name string) (fd int, err error) {
	how := &unix.OpenHow{
		Flags:   unix.O_PATH | unix.O_CLOEXEC,
		Resolve: unix.RESOLVE_IN_ROOT | unix.RESOLVE_NO_MAGICLINKS,
	}
	for range 100 {
		fd, err = unix.Openat2(root, name, how)
		if err != unix.EINTR && err != unix.EAGAIN { // something was renamed just then
			break
		}
	}
	return fd, err
}

// openByName goes from one directory to the next itself, and follows no link
// that begins with a slash. The file could become another one on the way to it.
func openByName(root int, name string) (*os.File, error) {
	r, err := os.OpenRoot(fdPath(root))
	if err != nil {
		return nil, err
	}
	defer r.Close()
	regular := func(info fs.FileInfo, err error) error {
		if err == nil && !info.Mode().IsRegular() {
			err = errOdd(name)
		}
		return err
	}
	if err := regular(r.Stat(name)); err != nil {
		return nil, err
	}
	f, err := r.OpenFile(name, os.O_RDONLY|unix.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	if err := regular(f.Stat()); err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

func errOdd(name string) error { return fmt.Errorf("%s is no ordinary file", name) }

func fdPath(fd int) string { return "/proc/self/fd/" + strconv.Itoa(fd) }
