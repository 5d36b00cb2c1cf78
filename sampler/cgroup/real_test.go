package cgroup

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"podtop/model"
	"podtop/sampler/kernel"

	"golang.org/x/sys/unix"
)

// realGroups are cgroups of this machine, made for a test and removed after.
type realGroups struct {
	tb     testing.TB
	mounts []string // every hierarchy there is
	top    string   // the cgroup that holds the others
}

func newRealGroups(tb testing.TB) (*realGroups, error) {
	m, err := findMounts("/sys/fs/cgroup", HostMode())
	if err != nil {
		return nil, err
	}
	r := &realGroups{tb: tb, top: fmt.Sprintf("/podtop_test_%d", os.Getpid())}
	m[cpuset] = "" // takes no processes before it is given CPUs
	for _, dir := range m {
		if dir != "" && !slices.Contains(r.mounts, dir) {
			r.mounts = append(r.mounts, dir)
		}
	}
	if err := r.mkdir(r.top); err != nil {
		return nil, err
	}
	if HostMode() != Unified {
		return r, nil
	}
	return r, os.WriteFile(r.mounts[0]+r.top+"/cgroup.subtree_control", []byte("+cpu +memory +io +pids"), 0)
}

// container is the path of the nth.
func (r *realGroups) container(n int) string { return r.top + "/libpod-" + id(n) }

func (r *realGroups) mkdir(path string) error {
	for _, mount := range r.mounts {
		if err := os.Mkdir(mount+path, 0o755); err != nil {
			return err
		}
		r.tb.Cleanup(func() { r.rmdir(mount + path) })
	}
	return nil
}

// rmdir removes a cgroup, once its killed processes are gone.
func (r *realGroups) rmdir(dir string) {
	var err error
	for range 100 {
		if err = unix.Rmdir(dir); err == nil || errors.Is(err, unix.ENOENT) {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	r.tb.Errorf("removing %s: %v", dir, err)
}

func (r *realGroups) remove(path string) {
	for _, mount := range r.mounts {
		r.rmdir(mount + path)
	}
}

// start runs a shell command in the cgroup path until the test ends.
func (r *realGroups) start(command, path string) error {
	cmd := exec.Command("sh", "-c", command)
	cmd.SysProcAttr = &unix.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		return err
	}
	r.tb.Cleanup(func() {
		unix.Kill(-cmd.Process.Pid, unix.SIGKILL)
		cmd.Wait()
	})
	for _, mount := range r.mounts {
		if err := os.WriteFile(mount+path+"/cgroup.procs", []byte(strconv.Itoa(cmd.Process.Pid)), 0); err != nil {
			return err
		}
	}
	return nil
}

// A burst of containers that come and go on the real kernel: they are found
// without a walk, drop out of the very tick that finds them gone, and leave
// neither descriptor nor watch.
func TestBurstOnThisMachine(t *testing.T) {
	groups, err := newRealGroups(t)
	if err != nil {
		t.Skip("cgroups cannot be made here:", err)
	}
	for _, descriptors := range []int{10000, 0} {
		now := time.Hour
		budget := &kernel.Budget{Max: descriptors}
		tree, err := Open(Options{Mode: HostMode(), Budget: budget, Clock: func() time.Duration { return now }})
		if err != nil {
			t.Fatal(err)
		}
		defer tree.Close()
		if err := tree.inotify.err; err != nil {
			t.Skip("inotify does not work here:", err)
		}
		ours := func() (n int) {
			var s model.Sample
			tree.Fast(&s)
			for _, r := range s.Readings {
				if strings.HasPrefix(r.Path, groups.top+"/") {
					n++
					if !r.CPU.UsageUsec.IsKnown() {
						t.Errorf("%s: CPU not known", r.Path)
					}
				}
			}
			return n
		}
		for i := range 30 {
			if err := groups.mkdir(groups.container(i)); err != nil {
				t.Fatal(err)
			}
		}
		now++
		tree.Poll(now)
		if n := ours(); n != 30 {
			t.Errorf("%d of 30 containers found", n)
		}
		if budget.Kept() > descriptors {
			t.Errorf("%d descriptors kept, of %d", budget.Kept(), descriptors)
		}
		for i := range 30 {
			groups.remove(groups.container(i))
		}
		if n := ours(); n != 0 {
			t.Errorf("%d of 30 still there", n)
		}
		now++
		tree.Poll(now)
		for _, g := range tree.inotify.groups {
			if strings.HasPrefix(g.path, groups.top+"/") {
				t.Errorf("%s is still watched", g.path)
			}
		}
		tree.Close()
		if n := budget.Kept(); n != 0 {
			t.Errorf("%d descriptors kept", n)
		}
	}
}

// makeContainers makes 50 cgroups with a process in each that sleeps, some
// of which wake again and again.
func makeContainers(tb testing.TB) error {
	groups, err := newRealGroups(tb)
	if err != nil {
		return err
	}
	for i := range 50 {
		command := "sleep 600"
		if i%5 == 0 {
			command = "while sleep 0.2; do :; done"
		}
		if err := groups.mkdir(groups.container(i)); err != nil {
			return err
		}
		if err := groups.start(command, groups.container(i)); err != nil {
			return err
		}
	}
	return nil
}
