package probe

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"golang.org/x/sys/unix"

	"podtop/model"
	"podtop/model/clean"
	"podtop/model/probe"
	"podtop/sampler/fill"
)

// A place is a directory of which it matters how full its file system is.
type place struct {
	path     string
	kind     string // "containers", "volumes", "journal"; "" for the root directory
	user     string // whose containers
	reported bool   // Podman reported it
}

// String is the place as a note names it.
func (p *place) String() string {
	switch {
	case p.kind == "":
		return p.path
	case p.user == "":
		return p.path + " (" + p.kind + ")"
	}
	return p.path + " (" + p.kind + " of " + p.user + ")"
}

// A fileSystem is what the file system of a place says.
type fileSystem struct {
	dev uint64 // tells file systems apart
	probe.Fill
}

// fillPatience is how long an answer is waited for.
const fillPatience = 300 * time.Millisecond

// errNoAnswer is said of a file system that hangs, as one of a network can for
// ever.
var errNoAnswer = errors.New("no answer; its server may be gone")

// ask asks the file systems of places how full they are, all at once, and
// returns each once, and what it could not learn. One that hangs holds up
// nothing but its own answer, and is not asked again before it has answered.
func (r *HostReader) ask(ctx context.Context, places []place) ([]probe.Fill, []model.Note) {
	answers := make([]*answer, len(places))
	var all sync.WaitGroup
	for i, p := range places {
		all.Go(func() {
			a := &answer{}
			if !r.stuck.Try(ctx, p.String(), fillPatience, func() { a.got, a.err = r.statfs(p) }, func() {}) {
				a = &answer{err: errNoAnswer} // the other one is not ours any more
			}
			answers[i] = a
		})
	}
	all.Wait()
	var m merger
	for i, a := range answers {
		m.add(&places[i], a)
	}
	return m.fills(), m.missing
}

// An answer is what a file system said, or why not.
type answer struct {
	got fileSystem
	err error
}

// statfs asks the file system of p.
func statfs(p place) (fileSystem, error) {
	real, err := filepath.EvalSymlinks(p.path)
	if err != nil {
		return fileSystem{}, err
	}
	var st unix.Statfs_t
	if err := retryEINTR(func() error { return unix.Statfs(real, &st) }); err != nil {
		return fileSystem{}, &fs.PathError{Op: "statfs", Path: real, Err: err}
	}
	dev, err := deviceOf(real)
	if err != nil {
		return fileSystem{}, err
	}
	f := fileSystem{dev, fill.Of(&st)}
	f.Path = clean.Text(mountOf(real, dev))
	if p.kind == "journal" {
		f.Journal = journalSize(real)
	}
	return f, nil
}

// retryEINTR calls f until nothing interrupts it.
func retryEINTR(f func() error) (err error) {
	for err = f(); err == unix.EINTR; err = f() {
	}
	return err
}

func deviceOf(path string) (uint64, error) {
	var st unix.Stat_t
	if err := retryEINTR(func() error { return unix.Lstat(path, &st) }); err != nil {
		return 0, &fs.PathError{Op: "stat", Path: path, Err: err}
	}
	return st.Dev, nil
}

// mountOf is the uppermost directory on the way to path that is on its device.
func mountOf(path string, dev uint64) string {
	for path != "/" {
		up := filepath.Dir(path)
		if d, err := deviceOf(up); err != nil || d != dev {
			return path
		}
		path = up
	}
	return path
}

// merger makes one of those places that are on one file system.
type merger struct {
	all     []mergedFileSystem
	missing []model.Note
}

type mergedFileSystem struct {
	fileSystem
	users map[string][]string // by kind
}

func (m *merger) miss(p *place, err error) {
	note := model.Note{Severity: model.Warn, Source: "file systems", Text: p.String() + ": " + err.Error()}
	if errors.Is(err, fs.ErrPermission) {
		note.Severity, note.Text = model.Info, p.String()+": only root may look there"
	}
	note.Text = clean.Text(note.Text)
	m.missing = append(m.missing, note)
}

func (m *merger) add(p *place, a *answer) {
	switch {
	case errors.Is(a.err, fs.ErrNotExist) && (!p.reported || p.kind == "volumes"), a.got.Journal == model.Known(0):
		return // nothing is kept there: Podman makes the directory with its first volume
	case a.err != nil:
		m.miss(p, a.err)
		return
	}
	for i := range m.all {
		// A quota of a directory makes it a file system of its own.
		if s := &m.all[i]; s.dev == a.got.dev && s.Total == a.got.Total {
			s.join(p, &a.got)
			return
		}
	}
	m.all = append(m.all, mergedFileSystem{a.got, map[string][]string{}})
	m.all[len(m.all)-1].join(p, &a.got)
}

func (s *mergedFileSystem) join(p *place, got *fileSystem) {
	if p.kind != "" {
		s.users[p.kind] = append(s.users[p.kind], p.user)
	}
	if got.Journal.IsKnown() {
		s.Journal = got.Journal
	}
}

func (m *merger) fills() []probe.Fill {
	var all []probe.Fill
	for i := range m.all {
		s := &m.all[i]
		s.For = clean.Text(purpose(s.users))
		all = append(all, s.Fill)
	}
	return all
}

// purpose says what there is: "storage of root, op; journal", or, where
// volumes are elsewhere, "containers of root".
func purpose(users map[string][]string) string {
	containers, volumes := strings.Join(users["containers"], ", "), strings.Join(users["volumes"], ", ")
	var parts []string
	switch {
	case containers != "" && containers == volumes:
		parts = append(parts, "storage of "+containers)
	default:
		if containers != "" {
			parts = append(parts, "containers of "+containers)
		}
		if volumes != "" {
			parts = append(parts, "volumes of "+volumes)
		}
	}
	if users["journal"] != nil {
		parts = append(parts, "journal")
	}
	return strings.Join(parts, "; ")
}
