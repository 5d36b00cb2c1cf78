package cgroup

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"podtop/model"
	"podtop/model/clean"
	"podtop/sampler/kernel"

	"golang.org/x/sys/unix"
)

// Notes says what is missing. The slice is the Tree's own.
func (t *Tree) Notes() []model.Note { return t.notes }

// watching reports whether inotify reports every change.
func (t *Tree) watching() bool { return t.inotify.err == nil }

// updateNotes works the notes out anew.
func (t *Tree) updateNotes() {
	t.notes = t.notes[:0]
	if err := t.inotify.err; err != nil {
		t.addNote(model.Warn, "%s: the cgroups are walked 5 times a second instead, at a higher cost", unwatchedReason(err))
	}
	if b := t.budget; b.Reopened > 0 && b.Kept() >= b.Max {
		t.addNote(model.Warn, "all %d file descriptors are used: further files are opened at each read, at a higher cost; raise ulimit -n", b.Max)
	}
	if missing := t.missing(); len(missing) > 0 {
		t.addNote(model.Warn, noController, strings.Join(missing, ", "))
	}
	if t.lacksPressure() {
		t.addNote(model.Info, noPressure)
	}
	if t.mode == Unified {
		t.undelegated()
	}
}

const (
	noController = "the kernel has no cgroup controller for %s here: those figures are unknown"
	noPressure   = "the kernel gives no pressure figures (PSI): boot with psi=1 to have them"
)

func (t *Tree) addNote(s model.Severity, format string, args ...any) {
	t.notes = append(t.notes, note(s, format, args...))
}

func note(s model.Severity, format string, args ...any) model.Note {
	return model.Note{Severity: s, Source: "cgroup", Text: clean.Text(fmt.Sprintf(format, args...))}
}

func unwatchedReason(err error) string {
	switch {
	case errors.Is(err, unix.ENOSPC):
		return "inotify watches are used up (raise fs.inotify.max_user_watches)"
	case errors.Is(err, unix.EMFILE):
		return "inotify instances are used up (raise fs.inotify.max_user_instances)"
	}
	return "inotify does not work (" + err.Error() + ")"
}

// missing names the controllers that the host has not got.
func (t *Tree) missing() (names []string) {
	if t.mode != Unified {
		return t.mounts.missing()
	}
	b, err := kernel.ReadOnce(t.primary+"/cgroup.controllers", t.buf)
	if err != nil {
		return nil
	}
	have := strings.Fields(string(b))
	for _, name := range []string{"cpu", "memory", "io", "pids"} {
		if !slices.Contains(have, name) {
			names = append(names, name)
		}
	}
	return names
}

// lacksPressure reports whether containers were read, and pressure is known of
// none of them. v1 alone never has it.
func (t *Tree) lacksPressure() bool {
	read := false
	for i := range t.readings {
		if t.readings[i].PSI.CPUSome.IsKnown() {
			return false
		}
		read = read || t.readings[i].Pids.At != 0
	}
	return read && t.mounts[pressure] != ""
}

// undelegated says for each user which controllers its containers lack, though
// the host has them. Those that are still being set up do not have their files
// yet.
func (t *Tree) undelegated() {
	lacking := map[int][]string{}
	for i, c := range t.containers {
		uid := t.readings[i].UID
		if uid == 0 || lacking[uid] != nil || t.isYoung(c) {
			continue
		}
		for _, name := range []string{"memory.current", "io.stat", "pids.current"} {
			if !c.files[t.fileNamed(name)].IsOpen() {
				controller, _, _ := strings.Cut(name, ".")
				lacking[uid] = append(lacking[uid], controller)
			}
		}
	}
	for _, uid := range slices.Sorted(maps.Keys(lacking)) {
		t.addNote(model.Info, "%s: not delegated to user %d, so unknown for its containers; see Delegate= of user@.service",
			strings.Join(lacking[uid], ", "), uid)
	}
}

func (t *Tree) fileNamed(name string) int {
	return slices.IndexFunc(t.files, func(f file) bool { return f.name == name })
}
