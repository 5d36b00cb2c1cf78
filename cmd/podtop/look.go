package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"

	"podtop/cmd/podtop/child"
	"podtop/model/look"
	"podtop/sampler/kernel"
	reader "podtop/sampler/look"
	"podtop/sampler/podman"
	"podtop/sampler/proc"
)

// A looker answers what pages ask beside the samples.
type looker struct {
	*reader.Reader
	*reader.HostReader
	*podman.Asker
}

// openProcess opens /proc/PID of a container's first process, for paths below
// it, if the kernel says that it is the container's.
func openProcess(s look.Subject) (*os.File, error) {
	p, err := proc.OpenFirst(proc.Options{}, proc.FirstOf(&s, s.PID, os.Getuid()))
	if errors.Is(err, kernel.ErrGone) {
		return nil, fmt.Errorf("process %d is not in the cgroup of %s, or is no longer", s.PID, cmp.Or(s.Name, s.ID.Short()))
	}
	if err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(p.Dir()), fmt.Sprintf("/proc/%d", s.PID)), nil
}

// newLooker reads this machine, and asks s for what only Podman knows. What it
// finds a health to be it tells w.
func newLooker(s *services, w *podman.Watcher) *looker {
	return &looker{
		reader.New(reader.Options{}),
		reader.NewHostReader(reader.HostOptions{UID: os.Getuid(), Endpoints: s.endpoints}),
		podman.NewAsker(podman.AskerOptions{UID: os.Getuid(), Service: s.reader, Child: child.Output, Health: w.Health}),
	}
}
