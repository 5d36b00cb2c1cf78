package cgroup

import (
	"context"
	"os"
	"path/filepath"

	"podtop/sampler/kernel"
)

// A Member is a process in a container's cgroup, or in one below it.
type Member struct {
	PID    int
	Cgroup string // below the container's, such as "container"; "" in that itself
}

// What a container may have of each before not all are looked at: it can make
// as many as its pids limit allows, and as deep as it likes.
const (
	mostCgroups = 4096
	deepest     = 3 << 10 // bytes of a path
)

// Members lists the processes of the container whose cgroup is at path: at most
// the first most of them. whole says whether that is all. The error is
// kernel.ErrGone if there is no such cgroup, or ctx's.
func (h *Hierarchies) Members(ctx context.Context, path string, most int) (members []Member, whole bool, err error) {
	top := h.mounts.primary() + path
	if _, _, ok := stat(top); !ok {
		return nil, false, kernel.ErrGone
	}
	buf := make([]byte, levelBuf)
	known := map[int]bool{}
	for dirs, next := []string{""}, 0; next < len(dirs); next++ {
		if err := ctx.Err(); err != nil {
			return nil, false, err
		}
		if len(dirs) > mostCgroups || len(top)+len(dirs[next]) > deepest {
			return members, false, nil
		}
		b, _ := kernel.ReadOnce(filepath.Join(top, dirs[next], "cgroup.procs"), buf)
		for pid, rest := cutPID(b); pid != 0; pid, rest = cutPID(rest) {
			if known[pid] {
				continue // it moved on meanwhile
			}
			if len(members) == most {
				return members, false, nil
			}
			known[pid] = true
			members = append(members, Member{pid, dirs[next]})
		}
		dirs = append(dirs, below(top, dirs[next])...)
	}
	return members, true, nil
}

// below lists the cgroups right below dir in top.
func below(top, dir string) (dirs []string) {
	if _, links, ok := stat(filepath.Join(top, dir)); !ok || links == 2 {
		return nil
	}
	entries, _ := os.ReadDir(filepath.Join(top, dir))
	for _, e := range entries {
		if e.IsDir() {
			dirs = append(dirs, filepath.Join(dir, e.Name()))
		}
	}
	return dirs
}
