package main

import (
	"context"
	"os"
	"path/filepath"

	"podtop/cmd/podtop/plainfile"
	"podtop/tui"
)

// A saver saves what is on screen.
type saver struct {
	dir  string // that names are from
	head string // of each file
}

// saver writes files; nil if podtop may only look.
func (o *options) saver() tui.Saver {
	if o.watchOnly {
		return nil
	}
	s := saver{}
	s.dir, _ = os.Getwd() // if there is none any more, the kernel refuses what is named from there
	if o.demo {
		s.head = demoTitle
	}
	return s
}

// Path implements tui.Saver.
func (s saver) Path(name string) string {
	if filepath.IsAbs(name) {
		return filepath.Clean(name)
	}
	return filepath.Join(s.dir, name)
}

// Save implements tui.Saver.
func (s saver) Save(_ context.Context, path string, text []byte) error {
	return plainfile.Create(path, append([]byte(s.head), text...))
}
