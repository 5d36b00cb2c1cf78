package cgroup

import (
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// says reports whether a note of the Tree contains all words, after a walk.
func says(h *fakeHost, t *Tree, words ...string) bool {
	h.tick(t)
	h.now += 10 * time.Second
	h.tick(t)
	for _, n := range t.Notes() {
		all := n.Source == "cgroup"
		for _, w := range words {
			all = all && strings.Contains(n.Text, w)
		}
		if all {
			return true
		}
	}
	return false
}

func TestNotes(t *testing.T) {
	h := newHost(t, Unified)
	user := "/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-" + id(1) + ".scope"
	h.group(user)
	tree := h.open()
	if says(h, tree) {
		t.Errorf("all is well, but: %v", tree.Notes())
	}
	h.write("cgroup/cgroup.controllers", "cpuset cpu pids\n")
	if !says(h, tree, "memory, io", "unknown") {
		t.Errorf("without controllers: %v", tree.Notes())
	}
	tree.budget.Max, tree.budget.Reopened = 3, 1
	if !says(h, tree, "descriptors") {
		t.Errorf("past the budget: %v", tree.Notes())
	}
	tree.inotify.close()
	tree.inotify.err = unix.ENOSPC
	if !says(h, tree, "max_user_watches") {
		t.Errorf("without watches: %v", tree.Notes())
	}
}

func TestNotesOnWhatContainersLack(t *testing.T) {
	h := newHost(t, Unified)
	user := "/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-" + id(1) + ".scope"
	h.group(user)
	for _, name := range []string{"io.stat", "cpu.pressure"} {
		h.remove(user + "/" + name)
	}
	tree := h.open()
	if notes := tree.Notes(); len(notes) != 0 {
		t.Errorf("of a container that is being set up: %v", notes)
	}
	if !says(h, tree, "io", "not delegated", "1000") || !says(h, tree, "PSI") {
		t.Errorf("notes: %v", tree.Notes())
	}
}

// Once watches are to be had again, they are taken.
func TestWatchesAreRetried(t *testing.T) {
	h := newHost(t, Unified)
	h.group(scope(1))
	tree := h.open()
	tree.unwatch(tree.containers[0].group)
	tree.inotify.err = unix.ENOSPC
	h.now += time.Second
	h.tick(tree)
	if !tree.watching() || len(tree.containers[0].group.watches) == 0 {
		t.Errorf("still not watched: %v", tree.inotify.err)
	}
}
