package podman

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"podtop/model"
	"podtop/model/probe"
)

// timer looks for the transient timer by which Podman has systemd run a
// container's health check: ID.timer in version 4, ID-1f0c….timer in 5.
func (a *Asker) timer(ctx context.Context, uid int, id model.ID) probe.Timer {
	if !a.hasSystemd() {
		return probe.Timer{Sought: true, NoSystemd: true}
	}
	dir := a.transient(uid)
	var found probe.Timer
	if !a.dirs.Try(ctx, dir, a.pace.fill, func() { found = timerIn(dir, id) }, func() {}) {
		return probe.Timer{}
	}
	return found
}

// transient is where the systemd of user uid keeps its transient units.
func (a *Asker) transient(uid int) string {
	if uid == 0 {
		return filepath.Join(a.o.Run, "systemd/transient")
	}
	return filepath.Join(a.o.Run, "user", strconv.Itoa(uid), "systemd/transient")
}

// timerIn looks for a container's timer in dir. Without a dir nothing has been
// made there; one that cannot be read, or is too large, says nothing.
func timerIn(dir string, id model.ID) probe.Timer {
	d, err := os.OpenFile(dir, os.O_RDONLY|syscall.O_DIRECTORY, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return probe.Timer{Sought: true, NoSystemd: !isThere(filepath.Dir(dir))}
	}
	if err != nil {
		return probe.Timer{}
	}
	defer d.Close()
	names, _ := d.Readdirnames(maxEntries)
	for _, name := range names {
		if rest, ok := strings.CutPrefix(name, string(id)); ok && strings.HasSuffix(rest, ".timer") && (rest[0] == '.' || rest[0] == '-') {
			return probe.Timer{Sought: true, Name: text(name)}
		}
	}
	return probe.Timer{Sought: len(names) < maxEntries}
}

func isThere(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
