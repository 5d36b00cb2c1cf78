package config

import (
	"errors"
	"fmt"
	"io/fs"

	"podtop/cmd/podtop/plainfile"
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
func ReadSystem(path string) (System, error) { return readSystem(path, 0) }

func readSystem(path string, owner uint32) (System, error) {
	text, err := plainfile.ReadOwn(path, maxSize, owner)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return System{}, nil
	case err != nil:
		return System{}, fmt.Errorf("the host's configuration is not to be trusted: %w", err)
	}
	s, err := ParseSystem(string(text))
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
