package journal

import (
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// LocalDirs returns where this machine's journal is: the directories of the
// persistent and the volatile one, of which either may be missing.
func LocalDirs() ([]string, error) {
	b, err := os.ReadFile("/etc/machine-id")
	if err != nil {
		return nil, fmt.Errorf("finding the journal: %w", err)
	}
	var machine ID
	if err := parseID(&machine, strings.TrimSpace(string(b))); err != nil {
		return nil, fmt.Errorf("finding the journal: /etc/machine-id: %w", err)
	}
	return []string{"/var/log/journal/" + machine.String(), "/run/log/journal/" + machine.String()}, nil
}

// A dir is a directory of journal files.
type dir struct {
	path  string
	os    *os.File // nil while there is none
	mtime time.Time
	again bool // its list may have changed since, within the clock's grain
	wait  int  // how many times it is not looked for, as it was missing
}

// patience is how many times a missing directory is not looked for: either of
// the persistent and the volatile journal mostly is.
const patience = 15

// grain is more than what two changes of a directory may lie apart and still
// have the same mtime.
const grain = 100 * time.Millisecond

// changed reports whether the directory's list may have changed since it was
// read last.
func (d *dir) changed() (bool, error) {
	if d.os == nil && d.wait > 0 {
		d.wait--
		return false, nil
	}
	if d.os == nil {
		return d.open()
	}
	var st unix.Stat_t
	if err := unix.Fstat(d.fd(), &st); err != nil || st.Nlink == 0 {
		d.close() // it was removed, and may be made anew
		_, err := d.open()
		return true, err
	}
	return d.again || !time.Unix(st.Mtim.Unix()).Equal(d.mtime), nil
}

// open opens the directory, and reports whether there is one.
func (d *dir) open() (bool, error) {
	fd, err := unix.Open(d.path, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err == unix.ENOENT {
		d.wait = patience
		return false, nil
	}
	if err != nil {
		return false, &os.PathError{Op: "open", Path: d.path, Err: err}
	}
	d.os = os.NewFile(uintptr(fd), d.path)
	return true, nil
}

func (d *dir) fd() int { return int(d.os.Fd()) }

func (d *dir) close() {
	if d.os != nil {
		_ = d.os.Close() // it was only read
	}
	d.os, d.mtime = nil, time.Time{}
}

// names returns the names of the journal files in it.
func (d *dir) names(now time.Time) (names []string, err error) {
	if d.os == nil {
		return nil, nil
	}
	var st unix.Stat_t
	if err := unix.Fstat(d.fd(), &st); err != nil {
		return nil, &os.PathError{Op: "stat", Path: d.path, Err: err}
	}
	d.mtime = time.Unix(st.Mtim.Unix())
	d.again = now.Sub(d.mtime).Abs() < grain
	if _, err := d.os.Seek(0, 0); err != nil {
		return nil, err
	}
	list, err := d.os.ReadDir(-1)
	for _, e := range list {
		if isJournal(e) {
			names = append(names, e.Name())
		}
	}
	return names, err
}

// isJournal reports whether a directory has a journal file there, by its name:
// one that ends with ~ was not closed properly.
func isJournal(e fs.DirEntry) bool {
	return e.Type().IsRegular() && strings.HasSuffix(strings.TrimSuffix(e.Name(), "~"), ".journal")
}
