package config

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// SystemPath is what the host's owner says for all who run podtop there.
const SystemPath = "/etc/podtop/config.toml"

// System is what holds for all users, whatever they say.
type System struct {
	ReadOnly bool // nobody changes anything
}

// ReadSystem reads the host's configuration at path. One that is not there says
// nothing; one that others than its owner, root, could have written is an
// error, and so is one that cannot be read: it may forbid what is asked for.
func ReadSystem(path string) (System, error) {
	text, err := rootsOwn(path, 0)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return System{}, nil
	case err != nil:
		return System{}, fmt.Errorf("the host's configuration is not to be trusted: %w", err)
	}
	s, err := ParseSystem(text)
	if err != nil {
		return System{}, fmt.Errorf("%s: %w", path, err)
	}
	return s, nil
}

// ParseSystem reads the one line that the host's configuration may have:
//
//	read_only = true
func ParseSystem(text string) (System, error) {
	var s System
	r, top, err := begin(text)
	if err != nil {
		return s, err
	}
	for name, v := range top {
		if name != "read_only" {
			r.unknown(v, name, ": in the host's configuration", []string{"read_only"})
			continue
		}
		r.value(v, func(v any) error {
			on, ok := v.(bool)
			if !ok {
				return fmt.Errorf("want true or false, not %v", v)
			}
			s.ReadOnly = on
			return nil
		})
	}
	return s, r.first()
}

// rootsOwn reads a file that only user owner can have written or put there.
func rootsOwn(path string, owner uint32) (string, error) {
	dir := filepath.Dir(path)
	d, err := unix.Open(dir, unix.O_DIRECTORY|unix.O_NOFOLLOW|unix.O_CLOEXEC, 0)
	if err != nil {
		return "", &os.PathError{Op: "open", Path: dir, Err: err}
	}
	defer unix.Close(d)
	if err := safe(d, dir, unix.S_IFDIR, owner); err != nil {
		return "", err
	}
	fd, err := unix.Openat(d, filepath.Base(path), unix.O_RDONLY|unix.O_NOFOLLOW|unix.O_NONBLOCK|unix.O_CLOEXEC, 0)
	if err != nil {
		return "", &os.PathError{Op: "open", Path: path, Err: err}
	}
	f := os.NewFile(uintptr(fd), path)
	defer f.Close()
	if err := safe(fd, path, unix.S_IFREG, owner); err != nil {
		return "", err
	}
	b, err := io.ReadAll(io.LimitReader(f, maxSize+1))
	if err == nil && len(b) > maxSize {
		err = fmt.Errorf("%s is larger than %d KiB", path, maxSize>>10)
	}
	return string(b), err
}

func safe(fd int, path string, kind, owner uint32) error {
	var st unix.Stat_t
	if err := unix.Fstat(fd, &st); err != nil {
		return err
	}
	switch {
	case st.Mode&unix.S_IFMT != kind:
		return fmt.Errorf("%s is no plain file", path)
	case st.Uid != owner:
		return fmt.Errorf("%s belongs to uid %d, not to root; chown root %s", path, st.Uid, path)
	case st.Mode&0o022 != 0:
		return fmt.Errorf("%s has mode %04o, so others than root can write it; chmod go-w %s", path, st.Mode&0o7777, path)
	}
	return nil
}
