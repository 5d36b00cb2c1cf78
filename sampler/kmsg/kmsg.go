// Package kmsg reads the kernel's log for the processes that the OOM killer
// killed.
//
// /dev/kmsg gives one record a read, from the oldest that is still in the ring,
// so the log also has what was before podtop began. See
// Documentation/ABI/testing/dev-kmsg.
package kmsg

import (
	"errors"
	"io/fs"
	"time"

	"golang.org/x/sys/unix"

	"podtop/model"
	"podtop/sampler/kernel"
)

// maxRecords is how many records one Read takes. A ring of usual size has
// fewer; what is left waits in it.
const maxRecords = 4096

// A Log is the kernel's log. It is for one goroutine.
type Log struct {
	next   func([]byte) (int, error) // read(2) of the device
	close  func()
	buf    []byte
	parser parser
	whole  time.Duration // Mono of the first record, or of the last loss
	begun  bool          // whole is known
	before time.Duration // Mono of the last Read that left nothing in the ring; 0: none
	skew   time.Duration // what to add to a record's time to have it on the clock of Sample.Mono
	kills  []model.OOMKill
}

// recordMax is the longest record that a read can give: PRINTK_MESSAGE_MAX.
const recordMax = 8 << 10

// Path is where the log is.
const Path = "/dev/kmsg"

// isLog reports whether fd is the device of the kernel's log: in a container it
// can be a link to a terminal, whose input a read would take.
func isLog(fd int) bool {
	const major, minor = 1, 11 // Documentation/admin-guide/devices.txt
	var st unix.Stat_t
	err := unix.Fstat(fd, &st)
	return err == nil && st.Mode&unix.S_IFMT == unix.S_IFCHR && unix.Major(st.Rdev) == major && unix.Minor(st.Rdev) == minor
}

// Open opens the log at path, Path but in tests. The error is fs.ErrPermission where
// only root may read it (kernel.dmesg_restrict), fs.ErrNotExist where there is
// none, or another errno.
func Open(budget *kernel.Budget, path string) (*Log, error) {
	fd, err := unix.Open(path, unix.O_RDONLY|unix.O_NONBLOCK|unix.O_CLOEXEC, 0)
	switch {
	case err == unix.EPERM || err == unix.EACCES:
		return nil, fs.ErrPermission
	case err == unix.ENOENT:
		return nil, fs.ErrNotExist
	case err != nil:
		return nil, err
	}
	if path == Path && !isLog(fd) {
		unix.Close(fd)
		return nil, fs.ErrNotExist
	}
	budget.Take()
	return &Log{
		next:  func(b []byte) (int, error) { return unix.Read(fd, b) },
		close: func() { unix.Close(fd); budget.Give() },
		buf:   make([]byte, recordMax),
	}, nil
}

// Close gives the descriptor back. A nil Log can be closed.
func (l *Log) Close() {
	if l != nil {
		l.close()
	}
}

// Read takes in what is new, at most maxRecords, and sets into's Kills and
// Whole. They stay valid until the next Read. Whole is 0 until the ring was read
// to its end once. Without news it costs one read(2).
func (l *Log) Read(now time.Time, mono time.Duration, into *model.KernelLog) {
	l.kills = l.kills[:0]
	for range maxRecords {
		n, err := l.next(l.buf)
		switch {
		case err == unix.EINTR:
			continue
		case err == unix.EPIPE: // the kernel wrote over what was not read yet
			l.whole, l.begun = mono, true
			l.parser.drop()
			continue
		case err != nil || n <= 0: // EAGAIN: that was all
			l.before = mono
			l.finish(mono, into)
			return
		}
		l.addRecord(l.buf[:n], now, mono)
	}
	l.finish(mono, into)
}

func (l *Log) finish(mono time.Duration, into *model.KernelLog) {
	if !l.begun {
		l.whole, l.begun = mono, true
	}
	into.Kills, into.Whole = l.kills, 0
	if l.before > 0 {
		into.Whole = l.whole
	}
}

// addRecord takes in a record, which may complete a kill.
func (l *Log) addRecord(b []byte, now time.Time, mono time.Duration) {
	r, ok := parseRecord(b)
	if !ok {
		return
	}
	at := l.monoOf(r.at, mono)
	if !l.begun {
		l.whole, l.begun = max(1, at), true // the first of all has the time 0
	}
	k, ok := l.parser.add(r)
	if !ok {
		return
	}
	k.Mono, k.Time = at, now.Add(at-mono)
	l.kills = append(l.kills, k)
}

// monoOf is when a record was written, on the clock of Sample.Mono. The log has
// a clock of its own, which nobody sets right: over weeks it goes astray by
// seconds. A record that is new was written since the last Read that left none.
func (l *Log) monoOf(at, mono time.Duration) time.Duration {
	if late := at + l.skew - mono; late > 0 {
		l.skew -= late
	}
	if early := l.before - (at + l.skew); l.before > 0 && early > 0 {
		l.skew += early
	}
	return at + l.skew
}

// Note says what is not to be had without the log; ok is false if nothing needs
// to be said.
func Note(err error) (n model.Note, ok bool) {
	if !errors.Is(err, fs.ErrPermission) {
		return n, false
	}
	return model.Note{
		Severity: model.Info, Source: "kernel",
		Text: "the kernel's log is root's alone: of a container that was killed (137) it can be unknown whether for want of memory",
	}, true
}
