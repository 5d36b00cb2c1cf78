package journal

import (
	"errors"
	"fmt"
	"io"
	"os"

	"golang.org/x/sys/unix"
)

// A file is one journal file, open for reading.
type file struct {
	name  string // in its directory, as it was when it was last seen
	path  string // for messages
	inode inode
	os    *os.File
	cache *cache
	last  *window // that was read last

	header     header
	size       uint64 // bytes, when the header was read last
	generation uint64 // counts the changes of the header: older windows are read anew
	head       [headerRead]byte
	scratch    []byte            // for what crosses windows
	offsets    map[string]uint64 // data objects that were found, by FIELD=value
	absent     map[string]uint64 // FIELD=value that was not found, and in which generation
	names      map[uint64]string // fields of compressed data objects, by offset

	snapshot
	missing  int  // how often in a row it was in no directory
	stopped  bool // its header is not read again: it is damaged, or unsupported
	reported bool // that something is wrong with it
}

// An inode is a file's identity, whatever its name.
type inode struct{ dev, ino uint64 }

// openFile opens the journal file name in the directory dir, which is at path.
// A link, a device or a fifo is refused.
func openFile(dir *os.File, path, name string, c *cache) (*file, error) {
	full := path + "/" + name
	flags := unix.O_RDONLY | unix.O_NOFOLLOW | unix.O_NONBLOCK | unix.O_NOCTTY | unix.O_CLOEXEC
	fd, err := unix.Openat(int(dir.Fd()), name, flags, 0)
	if err != nil {
		return nil, &os.PathError{Op: "open", Path: full, Err: err}
	}
	f := &file{
		name: name, path: full, os: os.NewFile(uintptr(fd), full), cache: c,
		offsets: map[string]uint64{}, absent: map[string]uint64{}, names: map[uint64]string{},
	}
	f.all.file = f
	if err := f.stat(); err != nil {
		f.close()
		return nil, err
	}
	return f, nil
}

// stat takes the file's identity and size.
func (f *file) stat() error {
	var st unix.Stat_t
	if err := unix.Fstat(int(f.os.Fd()), &st); err != nil {
		return &os.PathError{Op: "stat", Path: f.path, Err: err}
	}
	if st.Mode&unix.S_IFMT != unix.S_IFREG {
		return fmt.Errorf("reading %s: not a regular file", f.path)
	}
	f.inode = inode{uint64(st.Dev), st.Ino}
	f.size = uint64(max(0, st.Size))
	return nil
}

// removed reports whether the file has no name any more.
func (f *file) removed() bool {
	var st unix.Stat_t
	err := unix.Fstat(int(f.os.Fd()), &st)
	return err != nil || st.Nlink == 0
}

func (f *file) close() {
	f.cache.forget(f)
	f.last = nil
	_ = f.os.Close() // it was only read
}

// readHeader reads the header, with one pread if it is as it was, and reports
// whether it changed.
func (f *file) readHeader() (changed bool, err error) {
	var b [headerRead]byte
	n, err := f.pread(b[:], 0)
	if err != nil || (b == f.head && f.generation > 0) {
		return false, err
	}
	h, err := parseHeader(b[:n])
	if err != nil {
		return false, err
	}
	if f.generation > 0 && h.entries < f.header.entries {
		return false, damaged("it lost entries: %d, then %d", f.header.entries, h.entries)
	}
	f.header, f.head = h, b
	f.generation++
	return true, f.stat()
}

// pread reads up to len(b) bytes at off. The end of the file is no error.
func (f *file) pread(b []byte, off uint64) (int, error) {
	if off > 1<<62 {
		return 0, damaged("an offset of %d", off)
	}
	n, err := f.os.ReadAt(b, int64(off))
	if err != nil && !errors.Is(err, io.EOF) {
		return n, err
	}
	return n, nil
}

// read returns n bytes at off, which last until the next read.
func (f *file) read(off uint64, n int) ([]byte, error) {
	i, in := off/windowSize, int(off%windowSize)
	if in+n > windowSize+windowMore {
		return f.readAcross(off, n)
	}
	if err := f.window(i); err != nil {
		return nil, err
	}
	if in+n > f.last.n { // the file may have grown since
		f.stale(off)
		if err := f.window(i); err != nil {
			return nil, err
		}
	}
	if in+n > f.last.n {
		return nil, damaged("it ends before byte %d", off+uint64(n))
	}
	return f.last.buf[in : in+n], nil
}

// window makes the window i the last one.
func (f *file) window(i uint64) error {
	if f.last.has(f, i) {
		return nil
	}
	w, err := f.cache.get(f, i)
	f.last = w
	return err
}

// stale has the window at off read anew when it is needed.
func (f *file) stale(off uint64) {
	if f.last.has(f, off/windowSize) {
		f.last.generation--
	}
}

// readAcross reads what no window has as a whole.
func (f *file) readAcross(off uint64, n int) ([]byte, error) {
	if cap(f.scratch) < n {
		f.scratch = make([]byte, n)
	}
	b := f.scratch[:n]
	return b, f.readFull(b, off)
}

// readFull reads b from off, past the windows.
func (f *file) readFull(b []byte, off uint64) error {
	n, err := f.pread(b, off)
	if err == nil && n < len(b) {
		err = damaged("it ends before byte %d", off+uint64(len(b)))
	}
	return err
}
