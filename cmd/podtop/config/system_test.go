package config

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

func TestParseSystem(t *testing.T) {
	for text, want := range map[string]string{
		"":                                    "",
		"read_only = false\n":                 "",
		"# all\nread_only = true\n":           "read-only",
		"\nread_only = 1":                     "line 2: want true or false, not 1",
		"read_only = true\nsort = \"x\"":      "line 2: unknown key \"sort\"",
		"readonly = true":                     "line 1: unknown key \"readonly\": in the host's configuration; did you mean \"read_only\"?",
		"[keys]\nread_only = true":            "line 1: unknown key \"keys\"",
		"read_only = ":                        "line 1: ",
		"read_only = true\nread_only = false": "line 2: ",
	} {
		s, err := ParseSystem(text)
		switch {
		case want == "" || want == "read-only":
			if err != nil || s.ReadOnly != (want != "") {
				t.Errorf("%q: %+v, %v", text, s, err)
			}
		case err == nil || !strings.HasPrefix(err.Error(), want):
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

// What others could have written is refused, and not passed over.
func TestWhoseSystemConfiguration(t *testing.T) {
	self := uint32(os.Getuid())
	for name, tt := range map[string]struct {
		spoil func(dir, file string) error
		owner uint32
		want  string
	}{
		"mine":            {nil, self, ""},
		"somebody's":      {nil, self + 1, "whom root does not trust: chown root"},
		"group can write": {func(_, file string) error { return os.Chmod(file, 0o664) }, self, "mode 0664"},
		"all can write":   {func(_, file string) error { return os.Chmod(file, 0o646) }, self, "mode 0646"},
		"directory":       {func(dir, _ string) error { return os.Chmod(dir, 0o777) }, self, "mode 0777"},
		"symlink": {func(dir, file string) error {
			return errors.Join(os.Rename(file, dir+"/x"), os.Symlink(dir+"/x", file))
		}, self, "is a link"},
		"directory instead": {func(_, file string) error { return errors.Join(os.Remove(file), os.Mkdir(file, 0o755)) }, self, "is a directory"},
		"FIFO instead":      {func(_, file string) error { return errors.Join(os.Remove(file), unix.Mkfifo(file, 0o644)) }, self, "is a FIFO"},
		"link to the directory": {func(dir, _ string) error {
			return errors.Join(os.Rename(dir, dir+"x"), os.Symlink(dir+"x", dir))
		}, self, "not a directory"},
		"too large": {func(_, file string) error { return os.Truncate(file, maxSize+1) }, self, "larger"},
	} {
		dir := filepath.Join(t.TempDir(), "podtop")
		file := filepath.Join(dir, "config.toml")
		err := errors.Join(os.Mkdir(dir, 0o755), os.WriteFile(file, []byte("read_only = true"), 0o644))
		if tt.spoil != nil {
			err = errors.Join(err, tt.spoil(dir, file))
		}
		if err != nil {
			t.Fatal(err)
		}
		s, err := readSystem(file, tt.owner)
		if tt.want == "" && (err != nil || !s.ReadOnly) || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
			t.Errorf("%s: %+v, %v", name, s, err)
		}
	}
	if s, err := readSystem(filepath.Join(t.TempDir(), "x", "config.toml"), self); err != nil || s.ReadOnly {
		t.Error(s, err)
	}
}

func FuzzParseSystem(f *testing.F) {
	f.Add("read_only = true")
	f.Add("[a]\nb.c = 1")
	f.Fuzz(func(_ *testing.T, text string) { _, _ = ParseSystem(text) })
}
