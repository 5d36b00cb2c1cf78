package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	osuser "os/user"
	"slices"
	"strconv"
	"strings"
	"time"

	benchrun "podtop/actions/bench"
	"podtop/cmd/podtop/child"
	"podtop/model"
	"podtop/model/bench"
	"podtop/model/clean"
	"podtop/model/limit"
)

// A benchSession is one benchmark: with whom it is run, and of what.
type benchSession struct {
	*benchOptions
	voice     benchVoice
	find      podmanFinder
	podman    *benchrun.Podman
	watch     *hostWatch
	name      string          // of what is measured, as its user wrote it
	image     *benchrun.Image // nil: podtop itself is run
	container string          // the id of the container that was named; "" if none was
	limits    limit.Values
	notes     []string
	woke      time.Duration // how long Podman's service took to wake up; 0 if it was awake

	made *bench.Report // the one that is being filled
	last benchrun.Step // how far it is, of those in which it is measured
}

// A podmanFinder finds the Podman of a user. It is an error if there is none.
type podmanFinder func(uid int) (*benchrun.Podman, error)

// openBench looks for Podman's services, and opens a session with them.
func openBench(ctx context.Context, bo *benchOptions, voice benchVoice) (*benchSession, error) {
	services, err := newServices(bo.options)
	if err != nil {
		return nil, err
	}
	services.endpoints()
	woke := time.Duration(0)
	if bo.waking {
		woke = services.wakeService(ctx, child.Output)
	}
	s, err := newBenchSession(ctx, bo, services.podmanOf, voice)
	if err == nil {
		s.woke = woke
	}
	return s, err
}

// newBenchSession finds the Podman of who runs podtop, and sweeps away what earlier
// benchmarks have left.
func newBenchSession(ctx context.Context, bo *benchOptions, find podmanFinder, voice benchVoice) (*benchSession, error) {
	s := &benchSession{benchOptions: bo, voice: voice, find: find, limits: limit.Values{}}
	var err error
	if s.podman, err = s.podmanOf(os.Getuid()); err != nil {
		return nil, err
	}
	if err := s.sweep(ctx); err != nil {
		return nil, err
	}
	s.watch = openHostWatch()
	return s, nil
}

func (s *benchSession) close() { s.watch.close() }

// podmanOf is the Podman of a user, which talks by the session's voice.
func (s *benchSession) podmanOf(uid int) (*benchrun.Podman, error) {
	p, err := s.find(uid)
	if err == nil {
		p.Warn, p.Progress = s.voice.say, s.step
	}
	return p, err
}

// podmanOf is the Podman of a user. With --host there is one alone.
func (s *services) podmanOf(uid int) (*benchrun.Podman, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.search.Host != "" {
		for _, k := range s.byUID {
			uid = k.UID
		}
	}
	k, ok := s.byUID[uid]
	if !ok {
		user := "systemctl --user start podman.socket"
		if uid == 0 {
			user = "systemctl start podman.socket"
		}
		return nil, fmt.Errorf("no Podman service answers for user %d; start it with: %s", uid, user)
	}
	return &benchrun.Podman{API: s.conn(k), UID: uid, Binary: ownBinary}, nil
}

// ownBinary opens podtop itself, whatever has become of its file.
func ownBinary() (io.ReadCloser, error) { return os.Open("/proc/self/exe") }

// sweep removes what nobody wants any more, and says so.
func (s *benchSession) sweep(ctx context.Context) error {
	swept, err := s.podman.Sweep(ctx, time.Now())
	for _, l := range swept {
		s.voice.say("removed " + l.Name + ", of a benchmark that did not come to its end")
	}
	return err
}

// choose finds what name means: a container, whose limits are taken, or an image.
func (s *benchSession) choose(ctx context.Context, name string) error {
	s.name = name
	if name == "" {
		s.limits = s.limits.With(s.settled)
		return nil
	}
	err := s.chooseContainer(ctx, name)
	switch {
	case errors.Is(err, errNoSuch):
		err = s.chooseImage(ctx, name)
	case err == nil && len(s.command) > 0:
		return usagef("%s is a container, and the command behind -- runs in an image alone", clean.Text(name))
	}
	s.limits = s.limits.With(s.settled)
	if err == nil {
		err = s.limits.Possible()
	}
	return err
}

var errNoSuch = errors.New("no such container")

// chooseContainer takes the limits of a container that is called NAME, or
// USER/NAME. Only what it says is taken from another user's Podman: what is
// measured runs in one's own, where it is also swept away.
func (s *benchSession) chooseContainer(ctx context.Context, name string) error {
	podman := s.podman
	if owner, rest, ok := strings.Cut(name, "/"); ok {
		u, err := osuser.Lookup(owner)
		if err != nil {
			return errNoSuch
		}
		uid, _ := strconv.Atoi(u.Uid)
		if podman, err = s.podmanOf(uid); err != nil {
			return err
		}
		name = rest
	}
	return s.takeLimits(ctx, podman, name)
}

// takeLimits takes those of a container of podman.
func (s *benchSession) takeLimits(ctx context.Context, podman *benchrun.Podman, name string) error {
	var r struct {
		Id string //nolint:revive // Podman's name
		limit.Inspection
	}
	err := podman.Get(ctx, "/containers/"+url.PathEscape(name)+"/json", nil, &r)
	switch {
	case benchrun.IsGone(err):
		return errNoSuch
	case err != nil:
		return err
	}
	s.container, s.limits = r.Id, s.taken(r.Values())
	return nil
}

// taken are those of a container's limits that a benchmark can have.
func (s *benchSession) taken(values limit.Values) limit.Values {
	taken := limit.Values{}
	for _, f := range bench.Fields {
		if v := values[f]; v != "" && f != model.FieldCPUs {
			taken[f] = v
		}
	}
	for f, v := range values {
		if v != "" && f != model.FieldRestartPolicy && !slices.Contains(bench.Fields, f) {
			s.notes = append(s.notes, fmt.Sprintf("%s of %s is not taken along", f, s.name))
		}
	}
	slices.Sort(s.notes)
	return taken
}

func (s *benchSession) chooseImage(ctx context.Context, name string) error {
	image, err := s.podman.Image(ctx, name)
	if err != nil {
		return err
	}
	s.image = &image
	return nil
}

// subject is what is to run: the image, or the program of podtop's own.
func (s *benchSession) subject(ctx context.Context, program string, life time.Duration) (benchrun.Subject, error) {
	if s.image != nil {
		return s.imageSubject(life), nil
	}
	image, err := s.podman.PayloadImage(ctx)
	return benchrun.Payload(image, program, s.limits, life), err
}

// imageSubject is the image, with the command that was given.
func (s *benchSession) imageSubject(life time.Duration) benchrun.Subject {
	subject := s.image.Subject(s.limits, life)
	subject.Command = s.command
	return subject
}

// agree shows the command of an image, and asks.
func (s *benchSession) agree(ctx context.Context) error {
	if s.image == nil || s.asksItself {
		return nil
	}
	return s.askOnce(ctx, []benchrun.Subject{s.imageSubject(s.life)})
}

// askOnce shows what is going to be run, and asks, unless that was done.
func (s *benchSession) askOnce(ctx context.Context, subjects []benchrun.Subject) error {
	if s.yes {
		return nil
	}
	s.yes = true // a second round does not ask again
	return s.voice.agree(ctx, subjects)
}
