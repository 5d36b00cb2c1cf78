//go:build e2e

package main_test

import (
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"
)

// A crowd is container cgroups that no engine made: many more than an engine
// would start in the time a test has.
type crowd struct {
	dirs []string // of each hierarchy, where the cgroups are
	n    int
}

// newCrowd makes n container cgroups. The first living of them have a process
// each, which sleeps, in a network namespace of its own.
func newCrowd(t *testing.T, n, living int) *crowd {
	t.Helper()
	c := &crowd{}
	t.Cleanup(c.remove(t))
	for _, root := range hierarchies() {
		dir := filepath.Join(root, fmt.Sprintf("podtop_crowd%d", os.Getpid()))
		if err := os.Mkdir(dir, 0o755); err != nil && !os.IsExist(err) {
			t.Skip("cgroups cannot be made here: ", err)
		}
		_ = os.WriteFile(dir+"/cgroup.subtree_control", []byte("+cpu +memory +io +pids"), 0) // v2
		c.dirs = append(c.dirs, dir)
	}
	for i := range n {
		c.add(t, i < living)
	}
	return c
}

// hierarchies are the roots of those that podtop reads.
func hierarchies() []string {
	const root = "/sys/fs/cgroup"
	if _, err := os.Stat(root + "/cgroup.controllers"); err == nil {
		return []string{root}
	}
	var roots []string
	for _, controller := range []string{"cpu", "cpuacct", "memory", "blkio", "pids", "freezer", "unified"} {
		if dir := filepath.Join(root, controller); isDir(dir) {
			roots = append(roots, dir)
		}
	}
	return roots
}

func isDir(path string) bool {
	fi, err := os.Stat(path)
	return err == nil && fi.IsDir()
}

// add makes one more, and returns its name.
func (c *crowd) add(t *testing.T, living bool) string {
	t.Helper()
	name := fmt.Sprintf("libpod-%x.scope", sha256.Sum256([]byte(strconv.Itoa(c.n))))
	c.n++
	for _, dir := range c.dirs {
		if err := os.Mkdir(filepath.Join(dir, name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if living {
		c.live(t, name)
	}
	return name
}

func (c *crowd) live(t *testing.T, name string) {
	t.Helper()
	cmd := exec.Command("sleep", "3600")
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNET, Pdeathsig: syscall.SIGKILL}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	for _, dir := range c.dirs {
		if err := os.WriteFile(filepath.Join(dir, name, "cgroup.procs"), []byte(strconv.Itoa(cmd.Process.Pid)), 0); err != nil {
			t.Fatal(err)
		}
	}
}

// remove takes all away, once the processes in it have ended.
func (c *crowd) remove(t *testing.T) func() {
	return func() {
		for _, dir := range c.dirs {
			kids, _ := filepath.Glob(dir + "/libpod-*")
			for _, kid := range kids {
				rmdir(t, kid)
			}
			rmdir(t, dir)
		}
	}
}

// rmdir removes a cgroup, which may take the kernel a moment to let go.
func rmdir(t *testing.T, dir string) {
	t.Helper()
	var err error
	for range 100 {
		if err = syscall.Rmdir(dir); err == nil || err == syscall.ENOENT {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Errorf("removing %s: %v", dir, err)
}
