package actions

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"podtop/model"
	"podtop/model/clean"
)

// A Machine is the kernel and systemd, as far as limits need them.
type Machine interface {
	Read(path string) (string, error) // a file below /sys/fs/cgroup
	Write(path, text string) error
	Device(path string) (Device, error)                                                  // the disk "/dev/vda"
	DevicePath(number string) string                                                     // of "254:0"
	Weighs() bool                                                                        // some disk heeds weights
	SetProperty(ctx context.Context, t model.Target, unit string, property string) error // systemctl set-property --runtime
	Lock(ctx context.Context, path string) (unlock func(), err error)                    // a file below /sys/fs/cgroup that only its owner can open
	Self() int                                                                           // the uid of who asks
}

// A Device is a disk, or a part of one.
type Device struct {
	Major, Minor int64
	Disk         string // of which it is a part; "" if it is whole
}

// A Linux is the machine podtop runs on.
type Linux struct {
	Run Runner // runs systemctl
}

const cgroups = "/sys/fs/cgroup/"

// Read reads a file of a cgroup.
func (Linux) Read(path string) (string, error) {
	b, err := os.ReadFile(cgroups + path)
	return string(b), err
}

// Write writes into a file of a cgroup, which has to be there.
func (Linux) Write(path, text string) error {
	f, err := os.OpenFile(cgroups+path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	return errors.Join(err, f.Close())
}

// errBusy says that somebody else is at it.
var errBusy = errors.New("another podtop is changing its limits; ask again when that is done")

// Lock waits until no other podtop has the file locked, and locks it. It
// neither reads nor writes it. Where it cannot be opened there is no lock.
func (Linux) Lock(ctx context.Context, path string) (unlock func(), err error) {
	f, err := os.OpenFile(cgroups+path, os.O_WRONLY, 0)
	if err != nil {
		return func() {}, nil
	}
	for {
		err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
		if err == nil || !errors.Is(err, unix.EWOULDBLOCK) {
			return func() { _ = f.Close() }, nil
		}
		select {
		case <-ctx.Done():
			_ = f.Close()
			return nil, errBusy
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// Self is the uid that podtop has.
func (Linux) Self() int { return os.Getuid() }

// Device looks a disk up.
func (Linux) Device(path string) (Device, error) {
	var st unix.Stat_t
	if err := unix.Stat(path, &st); err != nil {
		return Device{}, fmt.Errorf("there is no device %s (%w)", clean.Text(path), err)
	}
	if st.Mode&unix.S_IFMT != unix.S_IFBLK {
		return Device{}, fmt.Errorf("%s is no disk", clean.Text(path))
	}
	d := Device{Major: int64(unix.Major(st.Rdev)), Minor: int64(unix.Minor(st.Rdev))}
	dir := fmt.Sprintf("/sys/dev/block/%d:%d", d.Major, d.Minor)
	if _, err := os.Stat(dir + "/partition"); err == nil {
		if real, err := filepath.EvalSymlinks(dir); err == nil {
			d.Disk = "/dev/" + filepath.Base(filepath.Dir(real))
		}
	}
	return d, nil
}

// DevicePath is where the disk of that number is.
func (Linux) DevicePath(number string) string {
	real, err := filepath.EvalSymlinks("/sys/dev/block/" + number)
	if err != nil {
		return ""
	}
	return "/dev/" + strings.ReplaceAll(filepath.Base(real), "!", "/")
}

// Weighs reports whether a disk has the BFQ scheduler, or io.cost is on.
func (Linux) Weighs() bool {
	files, _ := filepath.Glob("/sys/block/*/queue/scheduler")
	for _, f := range files {
		if b, err := os.ReadFile(f); err == nil && strings.Contains(string(b), "[bfq]") {
			return true
		}
	}
	b, err := os.ReadFile(cgroups + "io.cost.qos")
	return err == nil && strings.Contains(string(b), "enable=1")
}

// SetProperty runs systemctl set-property --runtime, as the user whose
// container it is.
func (l Linux) SetProperty(ctx context.Context, t model.Target, unit, property string) error {
	_, err := l.Run(ctx, os.Getuid(), propertyWords(os.Getuid(), t, unit, property)...)
	if err != nil {
		return fmt.Errorf("systemd says: %s", firstLine(err.Error()))
	}
	return nil
}
