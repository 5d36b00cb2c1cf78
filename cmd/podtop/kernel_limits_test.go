package main

import (
	"os"
	"path/filepath"
	"testing"
)

func TestHolds(t *testing.T) {
	root := t.TempDir()
	for path, text := range map[string]string{
		"a.scope/cgroup.freeze": "1\n", "a.scope/memory.max": "max\n", "a.scope/container/memory.max": "67108864\n", "a.scope/io.max": "8:0 rbps=1\n8:16 wbps=2\n",
		"bare.scope/x": "", "memory/old/memory.limit_in_bytes": "5", "a.scope/cpu.max": "\x1b[2J",
	} {
		if err := os.MkdirAll(filepath.Join(root, filepath.Dir(path)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(root, path), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for path, want := range map[string]string{
		"/a.scope":    "cgroup.freeze 1, cpu.max ?[2J, memory.max max, io.max 8:0 rbps=1; 8:16 wbps=2, container/memory.max 67108864",
		"/bare.scope": "its cgroup is there",
		"/gone.scope": "its cgroup is gone: it does not run",
		"/old":        "memory.limit_in_bytes 5",
		"/../etc":     "not known: it had no cgroup of its own",
		"":            "not known: it had no cgroup of its own",
		"/":           "not known: it had no cgroup of its own",
	} {
		if got := kernelLimitsBelow(root, path); got != want {
			t.Errorf("%q: %q, want %q", path, got, want)
		}
	}
}
