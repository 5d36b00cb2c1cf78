package probe

import (
	"context"
	"sync"
	"time"

	"podtop/sampler/kernel"

	"podtop/model"
	"podtop/model/clean"
	"podtop/model/probe"
	"podtop/sampler/cgroup"
	"podtop/sampler/podman"
	"podtop/sampler/proc"
)

// HostOptions say where a HostReader looks.
type HostOptions struct {
	Options
	UID       int                      // who podtop runs as
	Endpoints func() []podman.Endpoint // Podman's services; nil: there are none
	Files     string                   // before each path of a file system; for tests
}

// A HostReader reads the machine as a whole. Its methods may be called at the
// same time.
type HostReader struct {
	options HostOptions
	statfs  func(place) (fileSystem, error)
	stuck   kernel.StuckCalls // file systems
	stores  stores

	mu     sync.Mutex // guards what follows; held while files are read that never hang
	detail *proc.Detail
	others *cgroup.Others // nil: there is no hierarchy, as err says
	err    error
	links  links
}

// NewHostReader looks for what there is to read.
func NewHostReader(o HostOptions) *HostReader {
	o.Options = o.withDefaults()
	if o.Endpoints == nil {
		o.Endpoints = func() []podman.Endpoint { return nil }
	}
	r := &HostReader{
		options: o, statfs: statfs, stores: stores{endpoints: o.Endpoints}, links: links{list: listNICs},
		detail: proc.NewDetail(proc.Options{Proc: o.Proc, Sys: o.Sys, Clock: o.Clock}),
	}
	r.others, r.err = cgroup.OpenOthers(o.cgroups())
	return r
}

// Host reads the host. A file system that hangs, or a Podman that does, does
// not hold it up: what they have to say is missing, and said to be.
func (r *HostReader) Host(ctx context.Context) (*probe.Host, error) {
	h := &probe.Host{Answer: probe.Answer{At: r.options.Clock(), Time: time.Now()}}
	users := r.readKernel(h)
	fills, notes := r.ask(ctx, r.places(users))
	h.Fills, h.Missing = fills, append(h.Missing, notes...)
	return h, nil
}

// readKernel reads what the kernel says, and which users have containers.
func (r *HostReader) readKernel(h *probe.Host) (users []int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.detail.Read(h)
	r.links.join(h, r.detail.OwnNetwork())
	if r.others == nil {
		missing(&h.Answer, model.Warn, "cgroups", "%v", r.err)
		return nil
	}
	h.Cgroups, h.MoreCgroups, users = r.others.Read()
	for i := range h.Cgroups {
		c := &h.Cgroups[i]
		c.Path = clean.Text(c.Path) // users name those below theirs
	}
	return users
}

// path is where path is for a test's sake.
func (o *HostOptions) path(path string) string { return o.Files + path }
