package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"podtop/sampler"
)

// asHost makes text the host's configuration.
func asHost(t *testing.T, text string) {
	t.Helper()
	was := systemConfig
	t.Cleanup(func() { systemConfig = was })
	dir := filepath.Join(t.TempDir(), "podtop")
	systemConfig = filepath.Join(dir, "config.toml")
	if text == "" {
		return
	}
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(systemConfig, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestMayChange(t *testing.T) {
	hosts := "read_only = true says so"
	if os.Getuid() != 0 {
		hosts = "not to root"
	}
	for _, tt := range []struct {
		system string
		only   bool
		want   string
	}{
		{"", false, ""},
		{"", true, "limits: nothing is changed with --read-only"},
		{"read_only = true", false, hosts},
		{"read_only = yes", false, "line 1"},
		{"read_only = true", true, "with --read-only"},
	} {
		asHost(t, tt.system)
		if os.Getuid() != 0 && tt.system != "" {
			tt.want = hosts
		}
		err := (&options{onlyLook: tt.only}).mayChange("limits")
		if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(strings.Replace(err.Error(), " says read_only = true", " read_only = true says so", 1), tt.want)) {
			t.Errorf("%q, %v: %v, want %s", tt.system, tt.only, err, tt.want)
		}
	}
}

// What is only looked at has nothing that could change it.
func TestReadOnlyBuildsNoActor(t *testing.T) {
	for _, watchOnly := range []bool{true, false} {
		h := openDemo(&options{demo: true, watchOnly: watchOnly}, 0)
		if (h.actor == nil) != watchOnly {
			t.Errorf("%v: %v", watchOnly, h.actor)
		}
		o := options{watchOnly: watchOnly}
		auditPath = func() string { return filepath.Join(t.TempDir(), "podtop", "audit.jsonl") }
		m, err := openMachine(t.Context(), &o, sampler.Options{})
		if err != nil {
			continue // no cgroups here
		}
		if (m.actor == nil) != watchOnly || (m.door == nil) != watchOnly || (m.doorway() == nil) != watchOnly {
			t.Errorf("%v: %v, %v", watchOnly, m.actor, m.door)
		}
		m.close()
	}
}
