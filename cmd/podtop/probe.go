package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"

	"podtop/cmd/podtop/child"
	"podtop/model/probe"
	"podtop/sampler/kernel"
	"podtop/sampler/podman"
	reader "podtop/sampler/probe"
	"podtop/sampler/proc"
)

// A prober answers what pages ask beside the samples.
type prober struct {
	*reader.Reader
	*reader.HostReader
	*podman.Asker
}

// openProcess opens /proc/PID of a container's first process, for paths below
// it, if the kernel says that it is the container's.
func openProcess(s probe.Target) (*os.File, error) {
	p, err := proc.OpenFirst(proc.Options{}, proc.FirstOf(&s, s.PID, os.Getuid()))
	if errors.Is(err, kernel.ErrGone) {
		return nil, fmt.Errorf("process %d is not in the cgroup of %s, or is no longer", s.PID, cmp.Or(s.Name, s.ID.Short()))
	}
	if err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(p.Dir()), fmt.Sprintf("/proc/%d", s.PID)), nil
}

// newProber reads this machine, and asks s for what only Podman knows. What it
// finds a health to be it tells w.
func newProber(s *services, w *podman.Watcher) *prober {
	return &prober{
		reader.New(reader.Options{}),
		reader.NewHostReader(reader.HostOptions{UID: os.Getuid(), Endpoints: s.endpoints}),
		podman.NewAsker(podman.AskerOptions{UID: os.Getuid(), Service: s.reader, Child: child.Output, Health: w.Health}),
	}
}
