//go:build !attack

package child

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// upgraded is set in a program whose file is to be replaced while it runs.
const upgraded = "PODTOP_TEST_UPGRADED"

func TestMain(m *testing.M) {
	switch {
	case os.Getenv(upgraded) == "":
		os.Exit(m.Run())
	case len(os.Args) > 1: // started by the other
		_, _ = io.WriteString(os.NewFile(3, "line"), "as before")
	case upgrade(os.Args[0]) != nil:
		os.Exit(1)
	}
}

// upgrade replaces the program at path and has Beside start it.
func upgrade(path string) error {
	const newer = "#!/bin/sh\necho newer >&3\n"
	if err := os.WriteFile(path+".new", []byte(newer), 0o755); err != nil {
		return err
	}
	if err := os.Rename(path+".new", path); err != nil {
		return err
	}
	return Beside(os.Stdout, nil, nil, nil, "beside")
}

// What is started beside a program is the same program, after an upgrade too.
func TestBesideAfterUpgrade(t *testing.T) {
	program, err := os.ReadFile(self)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "podtop")
	if err := os.WriteFile(path, program, 0o755); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(long(t), path)
	cmd.Env = append(os.Environ(), upgraded+"=1")
	if out, err := cmd.Output(); err != nil || string(out) != "as before" {
		t.Errorf("%q, %v", out, err)
	}
}
