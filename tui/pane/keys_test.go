package pane_test

import (
	"strings"
	"testing"

	"charm.land/bubbles/v2/key"

	"podtop/tui/pane"
)

// layers are a list and a dialog, both with a key for down.
func layers() (all [][]pane.Group, sort, down, dialogDown *key.Binding) {
	s, d, w := pane.Bind("sort", "s"), pane.Bind("down", "j", "down"), pane.Bind("window", "0", "1", "2")
	dd, leave := pane.Bind("down", "j", "down"), pane.Bind("leave", "s")
	return [][]pane.Group{
		{{Keys: []pane.Key{pane.Named("sort", &s), pane.Named("down", &d), pane.Named("window", &w)}}},
		{{Keys: []pane.Key{pane.Named("down", &dd), pane.Named("leave", &leave)}}},
	}, &s, &d, &dd
}

func TestRemap(t *testing.T) {
	all, sort, down, dialogDown := layers()
	err := pane.Remap(all, map[string]string{"sort": " o  ctrl+s ", "down": "n", "window": "a b c"})
	if err != nil {
		t.Fatal(err)
	}
	if sort.Help().Key != "o" || down.Help().Key != "n" || dialogDown.Help().Key != "n" || dialogDown.Keys()[0] != "n" {
		t.Errorf("help shows %q, %q and %q", sort.Help().Key, down.Help().Key, dialogDown.Help().Key)
	}
	if w := all[0][0].Keys[2].Help(); w.Key != "a-c" || w.Desc != "window" {
		t.Errorf("several keys are shown as %q", w)
	}
	if err := pane.Remap(all, map[string]string{"sort": ""}); err != nil || sort.Enabled() {
		t.Errorf("sort is not unbound: %v", err)
	}
}

func TestRemapRefuses(t *testing.T) {
	for _, tt := range []struct{ name, keys, want string }{
		{"srot", "o", `"srot"; did you mean sort?`},
		{"quantum", "o", `no key named "quantum"`},
		{"sort", "j", "key j means both sort and down"},
		{"sort", "crtl+s", `no key "crtl+s"`},
		{"sort", "ab", `no key "ab"`},
		{"sort", "shift+a", "the letter it gives"},
		{"sort", "ctrl+S", "small letter"},
		{"sort", "ctrl+", `no key "ctrl+"`},
		{"sort", "\x01", "no key"},
		{"window", "a b", "window wants 3 keys"},
	} {
		all, _, _, _ := layers()
		err := pane.Remap(all, map[string]string{tt.name: tt.keys})
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s = %q: %v, want %q", tt.name, tt.keys, err, tt.want)
		}
	}
	for _, keys := range []string{"f5", "shift+tab", "ctrl+space", "alt+x", "ä", "ctrl+alt+pgup"} {
		all, _, _, _ := layers()
		if err := pane.Remap(all, map[string]string{"sort": keys}); err != nil {
			t.Errorf("%q: %v", keys, err)
		}
	}
}
