package kernel

import (
	"bytes"
	"context"

	"golang.org/x/sys/unix"
)

// ReadOnce opens path, reads it into buf and closes it, for what is read too
// seldom to keep a descriptor. Its errors are those of File.Read.
func ReadOnce(path string, buf []byte) ([]byte, error) {
	return ReadOnceAt(unix.AT_FDCWD, path, buf)
}

// ReadOnceAt is ReadOnce for a path relative to the directory descriptor dir.
func ReadOnceAt(dir int, path string, buf []byte) ([]byte, error) {
	f := File{dir: dir, path: path, fd: -1}
	return f.Read(buf)
}

// HeadAt reads what of the beginning of a file fits into buf, which is not
// made of lines. Its errors are those of Open and File.Read.
func HeadAt(dir int, path string, buf []byte) ([]byte, error) {
	f := File{dir: dir, path: path, fd: -1}
	fd, err := f.open()
	if err != nil {
		return nil, err
	}
	defer unix.Close(fd)
	n := 0
	for n < len(buf) {
		m, err := read(fd, buf[n:])
		if err != nil {
			return nil, err
		}
		if m == 0 {
			break
		}
		n += m
	}
	return buf[:n], nil
}

// EachLineAt reads a file of any length by way of buf and gives each of its
// lines, without the newline, to line, until that returns false. One that does
// not fit into buf, and one without a newline, is left out. The error is that
// of Open, ErrGone, or ctx's.
func EachLineAt(ctx context.Context, dir int, path string, buf []byte, line func([]byte) bool) error {
	f := File{dir: dir, path: path, fd: -1}
	fd, err := f.open()
	if err != nil {
		return err
	}
	defer unix.Close(fd)
	kept, skip := 0, false // skip: until the line's end
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		n, err := read(fd, buf[kept:])
		if err != nil || n == 0 {
			return err
		}
		b := buf[:kept+n]
		for {
			end := bytes.IndexByte(b, '\n')
			if end < 0 {
				break
			}
			if !skip && !line(b[:end]) {
				return nil
			}
			b, skip = b[end+1:], false
		}
		if kept = copy(buf, b); kept == len(buf) {
			kept, skip = 0, true
		}
	}
}

// read is read(2).
func read(fd int, b []byte) (int, error) {
	for {
		n, err := unix.Read(fd, b)
		switch {
		case err == unix.EINTR:
			continue
		case err == unix.ENODEV, err == unix.ESRCH, err == unix.ENOENT:
			return 0, ErrGone
		}
		return n, err
	}
}
