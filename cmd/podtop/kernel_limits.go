package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"

	"podtop/actions/audit"
	"podtop/model/clean"
)

// limitFiles are the files of a container's cgroup that have its limits.
var limitFiles = []string{
	"cgroup.freeze", "cpu.max", "cpu.weight", "cpuset.cpus", "cpuset.mems", "memory.max", "memory.low", "memory.swap.max",
	"pids.max", "io.max", "io.weight", // v2
	"freezer.state", "cpu.cfs_quota_us", "cpu.cfs_period_us", "cpu.shares", "memory.limit_in_bytes", "memory.memsw.limit_in_bytes",
	"memory.soft_limit_in_bytes", "memory.swappiness",
}

// kernelLimits are the limits that the kernel has for a container now. Podman,
// which may hang, is not asked.
func kernelLimits(_ context.Context, r audit.Record) string {
	return kernelLimitsBelow("/sys/fs/cgroup", r.Container.Path)
}

// kernelLimitsBelow reads the files of the cgroup at path, and of the child
// that crun makes in it, below root or the hierarchies in root.
func kernelLimitsBelow(root, path string) string {
	switch {
	case path == "" || path == "/" || !filepath.IsLocal(strings.TrimPrefix(path, "/")):
		return "not known: it had no cgroup of its own"
	}
	var all []string
	there := false
	for _, hierarchy := range append([]string{"."}, directories(root)...) {
		for _, child := range []string{"", "container"} {
			dir := filepath.Join(root, hierarchy, path, child)
			if _, err := os.Stat(dir); err == nil {
				there = true
			}
			for _, name := range limitFiles {
				if text, ok := firstBytes(filepath.Join(dir, name)); ok {
					all = append(all, filepath.Join(child, name)+" "+text)
				}
			}
		}
	}
	switch {
	case !there:
		return "its cgroup is gone: it does not run"
	case len(all) == 0:
		return "its cgroup is there"
	}
	return strings.Join(all, ", ")
}

// directories are those in root, of which v1's hierarchies are some.
func directories(root string) (names []string) {
	entries, _ := os.ReadDir(root)
	for _, e := range entries {
		if e.IsDir() && !strings.ContainsAny(e.Name(), ".@") {
			names = append(names, e.Name())
		}
	}
	return names
}

// firstBytes is the begin of a small file, in one line.
func firstBytes(path string) (string, bool) {
	f, err := os.Open(path)
	if err != nil {
		return "", false
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, 256))
	text := string(bytes.TrimSpace(b))
	return clean.Text(strings.ReplaceAll(text, "\n", "; ")), err == nil && text != ""
}
