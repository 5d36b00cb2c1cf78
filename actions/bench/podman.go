// Package bench runs benchmarks: it starts containers of its own, has them
// work, times what Podman does with them and removes them. Each is labelled
// with the time until which it is wanted, and has a deadline, after which
// nothing of it is left but a record that the next benchmark sweeps away.
//
// What the measurements mean is model/bench's to say.
package bench

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"time"

	"podtop/actions"
	"podtop/model"
)

// An API is a Podman service that takes containers; paths are below /libpod.
type API interface {
	actions.API
	Upload(ctx context.Context, path string, query url.Values, body io.Reader, reply any) error
	Attach(ctx context.Context, path string, query url.Values) (io.ReadWriteCloser, error)
}

// A Podman is the service that runs the containers, as one user.
type Podman struct {
	API
	UID    int                           // whose containers they are
	Binary func() (io.ReadCloser, error) // podtop's own, which is static
	Warn   func(text string)             // of what a benchmark does not end for; nil: nobody is warned

	Progress Progress // of what is done before a benchmark
}

func (p *Podman) warn(text string) {
	if p.Warn != nil {
		p.Warn(text)
	}
}

// Labels of every container that a benchmark makes.
const (
	Label      = model.BenchLabel
	LabelUntil = model.BenchUntilLabel
)

// LabelImage is the label of the images of podtop itself. It is not that of the
// containers, which have the labels of their image, too.
const LabelImage = "podtop.bench.image"

// callTime bounds a call that no benchmark waits for longer.
const callTime = time.Minute

// IsGone reports whether Podman refused because what was named is not there.
func IsGone(err error) bool { return isRefusal(err, http.StatusNotFound) }

func isRefusal(err error, status int) bool {
	is, refused := statusOf(err)
	return refused && is == status
}

// statusOf is that with which Podman refused, if it is why err came.
func statusOf(err error) (status int, refused bool) {
	var refusal interface{ Code() int }
	if !errors.As(err, &refusal) {
		return 0, false
	}
	return refusal.Code(), true
}
