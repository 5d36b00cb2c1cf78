package main

import (
	"cmp"
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

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"podtop/actions"
	benchrun "podtop/actions/bench"
	"podtop/model"
	"podtop/model/bench"
	"podtop/model/clean"
	"podtop/model/limit"
)

// A benchSession is one benchmark: with whom it is run, and of what.
type benchSession struct {
	*benchOptions
	cmd       *cobra.Command
	services  *services
	podman    *benchrun.Podman
	watch     *hostWatch
	progress  *progress
	name      string          // of what is measured, as its user wrote it
	image     *benchrun.Image // nil: podtop itself is run
	container string          // the id of the container that was named; "" if none was
	limits    limit.Values
	notes     []string
}

// openBench finds the Podman of who runs podtop, and sweeps away what earlier
// benchmarks have left.
func openBench(ctx context.Context, bo *benchOptions, cmd *cobra.Command) (*benchSession, error) {
	services, err := newServices(bo.options)
	if err != nil {
		return nil, err
	}
	services.endpoints()
	s := &benchSession{
		benchOptions: bo, cmd: cmd, services: services,
		watch: openHostWatch(), progress: newProgress(os.Stderr), limits: limit.Values{},
	}
	if s.podman, err = s.podmanOf(os.Getuid()); err != nil {
		return nil, err
	}
	return s, s.sweep(ctx)
}

func (s *benchSession) close() {
	s.progress.clear()
	s.watch.close()
}

// podmanOf is the Podman of a user. With --host there is one alone.
func (s *benchSession) podmanOf(uid int) (*benchrun.Podman, error) {
	s.services.mu.Lock()
	defer s.services.mu.Unlock()
	if s.services.search.Host != "" {
		for _, k := range s.services.byUID {
			uid = k.UID
		}
	}
	k, ok := s.services.byUID[uid]
	if !ok {
		user := "systemctl --user start podman.socket"
		if uid == 0 {
			user = "systemctl start podman.socket"
		}
		return nil, fmt.Errorf("no Podman service answers for user %d; start it with: %s", uid, user)
	}
	warn := func(text string) { printLine(s.cmd, "%s", text) }
	return &benchrun.Podman{API: s.services.conn(k), UID: uid, Binary: ownBinary, Warn: warn}, nil
}

// ownBinary opens podtop itself, whatever has become of its file.
func ownBinary() (io.ReadCloser, error) { return os.Open("/proc/self/exe") }

// sweep removes what nobody wants any more, and says so.
func (s *benchSession) sweep(ctx context.Context) error {
	swept, err := s.podman.Sweep(ctx, time.Now())
	for _, l := range swept {
		printLine(s.cmd, "removed %s, of a benchmark that did not come to its end", l.Name)
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
	for _, f := range benchrun.Fields {
		if v := values[f]; v != "" && f != model.FieldCPUs {
			taken[f] = v
		}
	}
	for f, v := range values {
		if v != "" && f != model.FieldRestartPolicy && !slices.Contains(benchrun.Fields, f) {
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
	if !term.IsTerminal(os.Stdin.Fd()) {
		return usagef("without a terminal to ask on, running %s needs --yes", clean.Text(subjects[0].Image))
	}
	out := s.cmd.ErrOrStderr()
	fmt.Fprintln(out, "This is run, again and again:")
	for _, subject := range subjects {
		fmt.Fprintln(out, "  "+clean.Text(actions.Shell{Args: subject.CommandLine()}.Command()))
	}
	if !confirm(ctx, s.cmd.InOrStdin(), out, "Run it?") {
		return errors.New("nothing was run")
	}
	return nil
}

// newReport is one of a benchmark that begins now.
func (s *benchSession) newReport(ctx context.Context, kind string) (*bench.Report, error) {
	machine, err := s.podman.Machine(ctx, s.limits)
	if err != nil {
		return nil, err
	}
	machine.Governor = governor()
	r := &bench.Report{Kind: kind, Time: time.Now(), Subject: cmp.Or(s.name, "podtop"), Machine: machine, Notes: s.notes}
	if s.image != nil {
		r.Image = s.image.Name
		r.Add("image", "bytes", model.Bytes, float64(s.image.Size))
		r.Add("image", "layers", model.Number, float64(s.image.Layers))
		if len(s.command) > 0 {
			r.Notes = append(r.Notes, "its command: "+clean.Text(actions.Shell{Args: s.command}.Command()))
		}
	}
	return r, nil
}

// governor is what sets the clock of the first CPU; "" if nobody says.
func governor() string {
	text, _ := os.ReadFile("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor")
	return clean.Text(strings.TrimSpace(string(text)))
}
