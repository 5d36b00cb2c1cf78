package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Names are from the working directory on; a file that is there is left alone;
// one of a demonstration says so; who may only look writes none.
func TestSaver(t *testing.T) {
	if s := (&options{watchOnly: true}).saver(); s != nil {
		t.Fatalf("read-only there is %+v", s)
	}
	dir := t.TempDir()
	t.Chdir(dir)
	s := (&options{demo: true}).saver()
	for name, want := range map[string]string{"web.log": filepath.Join(dir, "web.log"), "../x": filepath.Join(filepath.Dir(dir), "x"), "/a/../b": "/b"} {
		if got := s.Path(name); got != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
	path := s.Path("web.log")
	if err := s.Save(t.Context(), path, []byte("one\n")); err != nil {
		t.Fatal(err)
	}
	if err := s.Save(t.Context(), path, []byte("two\n")); err == nil || !strings.Contains(err.Error(), "there is a file of that name already") {
		t.Errorf("the second time: %v", err)
	}
	if b, err := os.ReadFile(path); err != nil || string(b) != demoTitle+"one\n" {
		t.Errorf("%q, %v", b, err)
	}
}
