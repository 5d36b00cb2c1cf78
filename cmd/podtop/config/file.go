package config

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"podtop/cmd/podtop/plainfile"
)

// Path is where the configuration is, "" if nobody says:
// $XDG_CONFIG_HOME/podtop/config.toml, or below ~/.config.
func Path(env func(string) string) string {
	return below(env("XDG_CONFIG_HOME"), env("HOME"), ".config", "config.toml")
}

// StatePath is where podtop keeps what was last chosen on the screen:
// $XDG_STATE_HOME/podtop/state.toml, or below ~/.local/state.
func StatePath(env func(string) string) string {
	return below(env("XDG_STATE_HOME"), env("HOME"), ".local/state", "state.toml")
}

// BenchDir is where the results of benchmarks are kept: podtop/bench, beside the
// state.
func BenchDir(env func(string) string) string {
	return below(env("XDG_STATE_HOME"), env("HOME"), ".local/state", "bench")
}

// below is a file of podtop's in dir, or in a directory at home. As the XDG
// specification wants, a relative dir is as good as none.
func below(dir, home, usual, file string) string {
	switch {
	case filepath.IsAbs(dir):
	case filepath.IsAbs(home):
		dir = filepath.Join(home, usual)
	default:
		return ""
	}
	return filepath.Join(dir, "podtop", file)
}

// maxSize is how much a configuration, the host's or a user's, or a state may
// have.
const maxSize = 64 << 10

// Read reads the configuration at path. One that is not there says nothing.
// The error is an *Error where the file was read, but has a mistake.
func Read(path string) (Config, error) {
	text, err := contents(path)
	if err != nil {
		return Config{}, err
	}
	return Parse(text)
}

func contents(path string) (string, error) {
	if path == "" {
		return "", nil
	}
	b, err := plainfile.Read(path, maxSize)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	return string(b), err
}

// ReadState reads what was last chosen, as far as it can be read. The error
// says what cannot.
func ReadState(path string) (Config, error) {
	text, err := contents(path)
	if err != nil {
		return Config{}, err
	}
	c, err := ParseState(text)
	if err != nil {
		err = fmt.Errorf("%s: %w", path, err)
	}
	return c, err
}

// ParseState reads what FormatState wrote. Of a file by another podtop it takes
// what it knows.
func ParseState(text string) (Config, error) {
	c := Config{from: map[string]Source{}}
	r, top, err := begin(text)
	if err != nil {
		return c, err
	}
	for name, v := range top {
		s := settingByName(name)
		if s == nil || !s.chosen {
			continue
		}
		before := len(r.errors)
		r.value(v, func(v any) error { return s.read(&c.Settings, v) })
		if len(r.errors) == before {
			c.from[name] = State
		}
	}
	return c, r.first()
}

// FormatState is the state file for what is chosen now: what differs from the
// defaults, so that these can change.
func FormatState(chosen Settings) string {
	var w writer
	w.comment("What was last chosen on podtop's screen. podtop writes this file anew; what")
	w.comment("is to stay stands in the configuration, see podtop config.")
	usual := Defaults()
	for i := range settings {
		if s := &settings[i]; s.chosen && s.write(&chosen) != s.write(&usual) {
			w.set(true, s.name, s.write(&chosen))
		}
	}
	return w.String()
}

// WriteState keeps what is chosen now at path, all or nothing. If that is there
// already, it writes nothing.
func WriteState(path string, chosen Settings) error {
	text := FormatState(chosen)
	if path == "" {
		return nil
	}
	if was, err := contents(path); err == nil && was == text || was == "" && text == FormatState(Defaults()) {
		return nil
	}
	return plainfile.Replace(path, []byte(text))
}
