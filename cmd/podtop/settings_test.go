package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"podtop/cmd/podtop/config"
	"podtop/tui"
	"podtop/tui/page/containers"
)

// What is chosen on the screen is there again the next time.
func TestChoicesAreKept(t *testing.T) {
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	columns, err := containers.ParseColumns("name,cpu:9,user")
	if err != nil {
		t.Fatal(err)
	}
	want := tui.Choices{Pages: map[string]any{tui.ListPage: containers.Choices{Columns: columns, Sort: "mem", Inverted: true, All: true, Group: "user"}}, Window: "5 min"}
	begin := func(demo bool) *settings {
		o := options{demo: demo}
		if err := o.readConfig(newRoot(new(ending))); err != nil {
			t.Fatal(err)
		}
		if o.readState(); o.settings.notice != "" {
			t.Fatal(o.settings.notice)
		}
		return &o.settings
	}
	if err := begin(false).writeState(want); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, begin(false).choices()); d != "" {
		t.Error(d)
	}
	// The demonstration knows nothing of it, and leaves nothing behind.
	demo := begin(true)
	if d := cmp.Diff(want, demo.choices()); d == "" {
		t.Error("the demonstration begins with what was chosen elsewhere")
	}
	if err := demo.writeState(tui.Choices{}); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, begin(false).choices()); d != "" {
		t.Error(d)
	}
}

func TestBrokenStateIsSaid(t *testing.T) {
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	path := config.StatePath(os.Getenv)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("sort = {"), 0o644); err != nil {
		t.Fatal(err)
	}
	var o options
	if err := o.readConfig(newRoot(new(ending))); err != nil || o.settings.notice != "" {
		t.Errorf("%v, %q", err, o.settings.notice)
	}
	if o.readState(); o.settings.notice == "" {
		t.Error("nothing is said")
	}
}
