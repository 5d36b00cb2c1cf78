package main

import (
	"io"
	"os"

	"golang.org/x/sys/unix"
)

// unread reports whether w is a pipe that nobody reads any more: where there is
// nothing to print, no write would tell.
func unread(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	fds := []unix.PollFd{{Fd: int32(f.Fd())}}
	n, err := unix.Poll(fds, 0)
	return err == nil && n > 0 && fds[0].Revents&unix.POLLERR != 0
}
