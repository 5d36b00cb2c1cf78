package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"podtop/model/bench"
)

// fileNames are those of the files in dir.
func fileNames(t *testing.T, dir string) (all []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		all = append(all, e.Name())
	}
	return all
}

// The oldest results go, by number and by size; what was just kept stays, and so
// does what others put there.
func TestRemoveOldResults(t *testing.T) {
	others := []string{"20260101-000000-start.json.bak", "baseline.json", "notes.txt", "web-20260101-000000-start.json"}
	newest := []string{"20260103-000000-cpu.json", "20260103-000000-cpu-2.json", "20260103-000000-cpu-10.json"}
	for name, tt := range map[string]struct {
		most  int
		bytes int64
		want  []string
	}{
		"number":     {3, 1 << 20, newest},
		"size":       {100, 350, newest},
		"one is big": {100, 10, newest[2:]},
		"room":       {5, 500, append([]string{"20260101-000000-start.json", "20260102-000000-ab.json"}, newest...)},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			for _, f := range slices.Concat(others, newest, []string{"20260101-000000-start.json", "20260102-000000-ab.json"}) {
				if err := os.WriteFile(filepath.Join(dir, f), []byte(strings.Repeat("x", 100)), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if err := os.Symlink("baseline.json", filepath.Join(dir, "20250101-000000-start.json")); err != nil {
				t.Fatal(err)
			}
			if err := removeOldResults(dir, newest[2], tt.most, tt.bytes); err != nil {
				t.Fatal(err)
			}
			want := slices.Concat(others, tt.want, []string{"20250101-000000-start.json"})
			slices.Sort(want)
			if got := fileNames(t, dir); !slices.Equal(got, want) {
				t.Errorf("left are %q\nwant %q", got, want)
			}
		})
	}
}

// A result that is kept makes room for itself, even if the clock goes back.
func TestKeepResultMakesRoom(t *testing.T) {
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	var first string
	for n := range mostResults + 1 {
		r := &bench.Report{Kind: "start", Time: time.Date(2026, 1, 1, 0, 0, -n, 0, time.UTC)}
		id, err := keepResult(r, []byte("{}"))
		if err != nil {
			t.Fatal(err)
		}
		first = id
	}
	got := fileNames(t, benchDir())
	if len(got) != mostResults || got[0] != first+".json" {
		t.Errorf("%d are left, from %s on; %s was kept last", len(got), got[0], first)
	}
}
