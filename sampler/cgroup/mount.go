package cgroup

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// A controller is a part of the kernel that has files in a cgroup.
type controller int

const (
	cpu controller = iota
	cpuacct
	memory
	io
	pids
	freezer
	cpuset
	pressure // not a controller, but on v1 found elsewhere than the others
	controllers
)

// legacyNames are the controllers' names on v1.
var legacyNames = [controllers]string{"cpu", "cpuacct", "memory", "blkio", "pids", "freezer", "cpuset", ""}

// mounts says where each controller's hierarchy is; "" where there is none.
type mounts [controllers]string

func findMounts(root string, mode Mode) (mounts, error) {
	switch mode {
	case Unified:
		return findUnified(root)
	case Legacy, Hybrid:
		return findLegacy(root, mode)
	}
	return mounts{}, fmt.Errorf("no cgroup hierarchy is mounted at %s", root)
}

func findUnified(root string) (m mounts, err error) {
	if _, err := os.Stat(root); err != nil {
		return m, fmt.Errorf("finding the cgroup hierarchy: %w", err)
	}
	for c := range m {
		m[c] = root
	}
	return m, nil
}

// findLegacy finds hierarchies by their directories' names: "memory", or
// "cpu,cpuacct" for two controllers in one.
func findLegacy(root string, mode Mode) (m mounts, err error) {
	entries, err := os.ReadDir(root)
	if err != nil {
		return m, fmt.Errorf("finding the cgroup hierarchies: %w", err)
	}
	for _, e := range entries {
		for name := range strings.SplitSeq(e.Name(), ",") {
			if c := slices.Index(legacyNames[:pressure], name); c >= 0 && m[c] == "" {
				m[c] = resolve(root, e.Name())
			}
		}
	}
	if mode == Hybrid {
		m[pressure] = resolve(root, "unified")
	}
	if m.primary() == "" {
		return m, fmt.Errorf("no cgroup v1 controller is mounted below %s", root)
	}
	return m, nil
}

// resolve follows a link such as cpu -> cpu,cpuacct, so that one hierarchy has
// one path.
func resolve(root, name string) string {
	path := filepath.Join(root, name)
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real
	}
	return path
}

// primary is the hierarchy that containers are looked for in.
func (m *mounts) primary() string {
	for _, c := range []controller{cpuacct, cpu, memory, pids} {
		if m[c] != "" {
			return m[c]
		}
	}
	return ""
}

// changing are the hierarchies in which something can change that is not read
// each tick: limits and the frozen state. The primary one comes first.
func (m *mounts) changing() []string {
	dirs := []string{m.primary()}
	for _, c := range []controller{cpu, memory, pids, freezer} {
		if m[c] != "" && !slices.Contains(dirs, m[c]) {
			dirs = append(dirs, m[c])
		}
	}
	return dirs
}

// missing names the controllers of v1 that have no hierarchy.
func (m *mounts) missing() (names []string) {
	for _, c := range []controller{cpu, cpuacct, memory, io, pids} {
		if m[c] == "" {
			names = append(names, legacyNames[c])
		}
	}
	return names
}
