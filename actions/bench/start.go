package bench

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// A Lap is one start of a container and its end. A duration that is not known,
// or was not measured, is -1.
type Lap struct {
	Began, Ended time.Time
	Standby      bool // the container was made beforehand
	Cold         bool // the image's files were not in the page cache

	Create    time.Duration // until Podman has made the container
	Start     time.Duration // from the end of Create until Podman says that the container runs
	FirstByte time.Duration // from the end of Create until the container says something
	Stop      time.Duration // until Podman has stopped it
	Remove    time.Duration // until Podman has removed it

	FirstLine string // of what the container said
}

// Startup is how long it took until the container said something or, if it
// says nothing, until it ran.
func (l *Lap) Startup() time.Duration {
	ready := l.FirstByte
	if ready < 0 {
		ready = l.Start
	}
	if l.Create < 0 {
		return ready
	}
	return l.Create + ready
}

// Starting is how starts are measured.
type Starting struct {
	Podman   *Podman
	Subject  Subject
	Standby  bool          // the container is made beforehand, and that is not timed
	Patience time.Duration // for its first byte; 0: it is not waited for
}

const none = time.Duration(-1)

// Run makes, starts, stops and removes one container, and times each.
func (s *Starting) Run(ctx context.Context) (*Lap, error) {
	ctx, cancel := context.WithTimeout(ctx, s.Subject.Life)
	defer cancel()
	lap := &Lap{Began: time.Now(), Standby: s.Standby, Create: none, FirstByte: none}
	c, err := s.Podman.create(ctx, "start", &s.Subject)
	if err != nil {
		return nil, err
	}
	defer c.clear()
	made := time.Now()
	if s.Standby {
		lap.Began = made
	} else {
		lap.Create = made.Sub(lap.Began)
	}
	err = s.start(ctx, c, lap, made)
	if err == nil {
		err = s.end(ctx, c, lap)
	}
	lap.Ended = time.Now()
	return lap, err
}

// start has the container run, and waits for its first byte.
func (s *Starting) start(ctx context.Context, c *container, lap *Lap, made time.Time) error {
	if err := c.attach(ctx, s.Subject.Payload); err != nil {
		return err
	}
	if err := c.start(ctx); err != nil {
		return fmt.Errorf("%s cannot be started: %w", s.Subject.Image, err)
	}
	lap.Start = time.Since(made)
	if s.Patience <= 0 {
		return nil
	}
	select {
	case at, said := <-c.output.first:
		if !said {
			return fmt.Errorf("%w: %s", ErrEnded, s.Subject.Image)
		}
		lap.FirstByte = at.Sub(made)
	case <-time.After(s.Patience):
	case <-ctx.Done():
		return ctx.Err()
	}
	return nil
}

// ErrEnded says that a container ended before it said anything.
var ErrEnded = errors.New("it ended without a word")

// end stops and removes the container.
func (s *Starting) end(ctx context.Context, c *container, lap *Lap) error {
	began := time.Now()
	if err := c.stop(ctx); err != nil {
		return fmt.Errorf("a container of %s cannot be stopped: %w", s.Subject.Image, err)
	}
	stopped := time.Now()
	lap.Stop = stopped.Sub(began)
	if err := c.remove(ctx); err != nil {
		return fmt.Errorf("a container of %s cannot be removed: %w", s.Subject.Image, err)
	}
	lap.Remove = time.Since(stopped)
	lap.FirstLine = c.output.firstLine()
	return nil
}
