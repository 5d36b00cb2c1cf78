// Package probe reads what only a page that is open asks for: once when asked,
// and keeping no descriptors.
package probe

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"podtop/model"
	"podtop/model/clean"
	"podtop/model/probe"
	"podtop/sampler/cgroup"
	"podtop/sampler/kernel"
	"podtop/sampler/proc"
)

// Options say where a Reader looks. The zero value is the machine it runs on.
type Options struct {
	Root      string               // of the cgroup hierarchies; /sys/fs/cgroup if ""
	Mode      cgroup.Mode          // how these are mounted; what cgroup.HostMode says if Unavailable
	Proc, Sys string               // where they are mounted; /proc and /sys if ""
	Clock     func() time.Duration // the clock of model.Sample.Mono
}

// A Reader reads what the kernel says of a container. Its methods may be called
// at the same time, and end when their context does, but for what the kernel
// itself holds up; that is given up on.
type Reader struct {
	cgroups *cgroup.Hierarchies // nil: there are none, as err says
	err     error
	proc    proc.Options
	clock   func() time.Duration
	users   users
	stuck   kernel.StuckCalls
	nics    func() ([]nic, error) // of podtop's own network namespace
}

// New returns a Reader.
func New(o Options) *Reader {
	o = o.withDefaults()
	r := &Reader{proc: proc.Options{Proc: o.Proc, Sys: o.Sys}, clock: o.Clock, nics: listNICs}
	r.cgroups, r.err = cgroup.Find(o.cgroups())
	return r
}

func (o Options) withDefaults() Options {
	if o.Mode == cgroup.Unavailable {
		o.Mode = cgroup.HostMode()
	}
	if o.Clock == nil {
		o.Clock = kernel.NewClock().Now
	}
	return o
}

func (o Options) cgroups() cgroup.Options {
	return cgroup.Options{Root: o.Root, Proc: o.Proc, Sys: o.Sys, Mode: o.Mode, Clock: o.Clock}
}

// bufSize holds the longest file there is: net/dev of a host with a thousand
// interfaces, or status of a process in all the groups there can be.
const bufSize = 256 << 10

func (r *Reader) answer() probe.Answer { return probe.Answer{At: r.clock(), Time: time.Now()} }

// missing adds a note to what is missing.
func missing(a *probe.Answer, s model.Severity, source, format string, args ...any) {
	a.Missing = append(a.Missing, model.Note{Severity: s, Source: source, Text: clean.Text(fmt.Sprintf(format, args...))})
}

// nameOf is what to call s in an error.
func nameOf(s probe.Target) string { return cmp.Or(s.Name, s.ID.Short()) }

// members lists the processes of s.
func (r *Reader) members(ctx context.Context, s probe.Target) (members []cgroup.Member, whole bool, err error) {
	switch {
	case r.err != nil:
		return nil, false, r.err
	case s.Path == "":
		return nil, false, errNoCgroup(s)
	}
	members, whole, err = r.cgroups.Members(ctx, s.Path, mostProcesses)
	return members, whole, ended(s, err)
}

func errNoCgroup(s probe.Target) error {
	return fmt.Errorf("%s has no cgroup of its own: it does not run, or was started with --cgroups=disabled", nameOf(s))
}
