package podman

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"

	"podtop/model"
	"podtop/model/probe"
	"podtop/sampler/fill"
	"podtop/sampler/kernel"
	"podtop/sampler/proc"
)

// A failure is a mount of which it is not known how full it is, and why.
type failure struct {
	mount *probe.Mount
	err   error // nil before it has been asked
}

// fill sets how full the file system behind each mount is: by its source on the
// host, or if that is not to be seen, by its place below the root of the
// container's process pid; 0 if it does not run.
func (a *Asker) fill(ctx context.Context, s *probe.Target, pid int, st *probe.Storage) {
	var root proc.First
	if pid > 0 {
		root = proc.FirstOf(s, pid, a.o.UID)
	}
	all := make([]failure, len(st.Mounts))
	for i := range st.Mounts {
		all[i].mount = &st.Mounts[i]
	}
	inside := func(m *probe.Mount) fill.Place { return fill.Place{Root: root, Path: m.Destination.Raw()} }
	left := a.fillBy(ctx, all, func(m *probe.Mount) fill.Place {
		if m.Type == "tmpfs" || !filepath.IsAbs(m.Source.Raw()) {
			return inside(m) // a file system of the container's own
		}
		return fill.Place{Path: m.Source.Raw()}
	})
	if pid > 0 {
		left = a.fillBy(ctx, left, inside)
	}
	for i, f := range left {
		if i < maxFailures {
			st.Missing = append(st.Missing, f.note())
		}
	}
}

// maxFailures bounds what is said of them.
const maxFailures = 16

// fillBy asks about all mounts at once, where at says. It returns those that
// failed.
func (a *Asker) fillBy(ctx context.Context, mounts []failure, at func(*probe.Mount) fill.Place) (failed []failure) {
	ctx, cancel := withDeadline(ctx, a.pace.fill, halfShare)
	defer cancel()
	var places []fill.Place
	var asked []*probe.Mount
	for _, f := range mounts {
		var silent *fill.SilentError
		switch p := at(f.mount); {
		case errors.As(f.err, &silent):
			failed = append(failed, f) // it would be another way to the same
		case p.Root.PID > 0 || p.Path == f.mount.Source.Raw():
			places, asked = append(places, p), append(asked, f.mount)
		}
	}
	for i, got := range a.fills.Ask(ctx, places) {
		m := asked[i]
		m.Fill = got.Fill
		m.Fill.Path = text(got.Path)
		if got.Err != nil {
			failed = append(failed, failure{m, got.Err})
		}
	}
	return failed
}

// note says what is wrong with a mount.
func (f *failure) note() model.Note {
	m := f.mount
	var silent *fill.SilentError
	switch {
	case errors.As(f.err, &silent):
		return note(model.Bad, "storage", "%s: %v from the file system of %s; the others go on", m.Destination, silent, m.Fill.Path)
	case errors.Is(f.err, kernel.ErrGone):
		return note(model.Info, "storage", "%s: it is not there any more", m.Destination)
	case errors.Is(f.err, fs.ErrNotExist) && filepath.IsAbs(m.Source.Raw()):
		return note(model.Warn, "storage", "%s: the host has no %s any more", m.Destination, m.Source)
	case errors.Is(f.err, fs.ErrNotExist):
		return note(model.Info, "storage", "%s: it is not there any more", m.Destination)
	case errors.Is(f.err, fs.ErrPermission):
		return note(model.Info, "storage", "%s: how full it is only root may ask", m.Destination)
	}
	return note(model.Info, "storage", "%s: how full it is is not known: %v", m.Destination, f.err)
}
