package main

import (
	"os"

	"podtop/cmd/podtop/child"
	reader "podtop/sampler/look"
	"podtop/sampler/podman"
)

// A looker answers what pages ask beside the samples.
type looker struct {
	*reader.Reader
	*reader.HostReader
	*podman.Asker
}

// newLooker reads this machine, and asks s for what only Podman knows.
func newLooker(s *services) *looker {
	return &looker{
		reader.New(reader.Options{}),
		reader.NewHostReader(reader.HostOptions{UID: os.Getuid(), Endpoints: s.endpoints}),
		podman.NewAsker(podman.AskerOptions{UID: os.Getuid(), Service: s.reader, Child: child.Output}),
	}
}
