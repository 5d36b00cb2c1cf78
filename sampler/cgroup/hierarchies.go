package cgroup

import (
	"context"
	"slices"
	"strings"
	"time"

	"podtop/model/probe"
	"podtop/sampler/kernel"
)

// Hierarchies are where a host's cgroups are, for what is read only when
// somebody asks. They may be used by several goroutines.
type Hierarchies struct {
	mode   Mode
	mounts mounts
	blocks string // "/sys/dev/block"
	clock  func() time.Duration
}

// Find finds the hierarchies below o.Root. It fails only if there is none.
func Find(o Options) (*Hierarchies, error) {
	o = withDefaults(o)
	m, err := findMounts(o.Root, o.Mode)
	if err != nil {
		return nil, err
	}
	return &Hierarchies{mode: o.Mode, mounts: m, blocks: o.Sys + "/dev/block", clock: o.Clock}, nil
}

// Legacy reports whether limits and counters are those of v1's files.
func (h *Hierarchies) Legacy() bool { return h.mode != Unified }

// Chain reads the cgroups that bound the container whose own is at path: crun's
// child of it, itself, and each one above up to the root. The error is
// kernel.ErrGone if there is no such cgroup.
func (h *Hierarchies) Chain(ctx context.Context, path string) ([]probe.Level, error) {
	if !h.has(path) {
		return nil, kernel.ErrGone
	}
	paths := []string{path}
	if kid := path + "/" + payload; h.has(kid) {
		paths = []string{kid, path}
	}
	for p := path; p != ""; {
		p = p[:max(0, strings.LastIndexByte(p, '/'))]
		paths = append(paths, p)
	}
	levels := make([]probe.Level, 0, len(paths))
	buf := make([]byte, levelBuf)
	for _, p := range paths {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		l := h.level(p, buf)
		l.Own = p == path
		levels = append(levels, l)
	}
	return levels, nil
}

// levelBuf holds the longest file of a cgroup's own: io.max of a host with
// hundreds of disks.
const levelBuf = 64 << 10

// MemoryStat reads memory.stat of the cgroup at path; nil if it has none. On v1
// the lines of the cgroup alone come first, then those with all below it.
func (h *Hierarchies) MemoryStat(path string) []probe.Line {
	return parseLines(h.place(path, make([]byte, levelBuf)).read(memory, "memory.stat"))
}

func (h *Hierarchies) place(path string, buf []byte) place {
	return place{h.mode, &h.mounts, path, buf}
}

// has reports whether there is a cgroup at path, in any hierarchy.
func (h *Hierarchies) has(path string) bool {
	return slices.ContainsFunc(h.mounts[:], func(dir string) bool {
		if dir == "" {
			return false
		}
		_, _, ok := stat(dir + path)
		return ok
	})
}

// parseLines parses a file of "key value" lines as it stands: memory.stat,
// memory.events, memory.oom_control:
//
//	anon 57344
//	file 66699264
func parseLines(b []byte) (lines []probe.Line) {
	for {
		key, n, rest := kernel.Pair(b)
		if key == nil {
			return lines
		}
		b = rest
		if len(key) > 0 {
			lines = append(lines, probe.Line{Name: string(key), Value: n})
		}
	}
}
