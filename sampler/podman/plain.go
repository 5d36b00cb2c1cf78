package podman

import (
	"fmt"
	"io"
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

// readPlain reads the first most bytes of the plain file at path, of which
// another user may have made anything else. It is looked at before it is opened,
// as opening alone sets some devices going. Finding it can have a flag of its
// own, O_NOFOLLOW.
func readPlain(path string, find int, most int64) ([]byte, error) {
	fd, err := unix.Open(path, find|unix.O_PATH|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, &os.PathError{Op: "open", Path: path, Err: err}
	}
	defer unix.Close(fd)
	var st unix.Stat_t
	if err := unix.Fstat(fd, &st); err != nil || st.Mode&unix.S_IFMT != unix.S_IFREG {
		return nil, fmt.Errorf("%s is no plain file", path)
	}
	opened, err := unix.Open("/proc/self/fd/"+strconv.Itoa(fd), unix.O_RDONLY|unix.O_NONBLOCK|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, &os.PathError{Op: "open", Path: path, Err: err}
	}
	f := os.NewFile(uintptr(opened), path)
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, most))
}
