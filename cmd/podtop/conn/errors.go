package conn

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"syscall"

	"podtop/sampler/podman"
)

// An Error says which call on which socket failed, and why.
type Error struct {
	Operation string // "GET /pods/json"
	Socket    string
	Err       error
}

func (e *Error) Error() string {
	if s := socketErrorText(e.Err); s != "" {
		return e.Socket + ": " + s
	}
	return fmt.Sprintf("%s: %s: %s", e.Socket, e.Operation, errorText(e.Err))
}

func (e *Error) Unwrap() error { return e.Err }

// socketErrorText says what is wrong with the socket, whatever it was asked.
func socketErrorText(err error) string {
	var stranger *StrangerError
	switch {
	case errors.Is(err, syscall.ECONNREFUSED):
		return "nobody listens"
	case errors.Is(err, fs.ErrNotExist):
		return "no such socket"
	case errors.Is(err, fs.ErrPermission):
		return "not allowed"
	case errors.As(err, &stranger):
		return stranger.Error()
	}
	return ""
}

// errorText says the errors that happen daily as people do.
func errorText(err error) string {
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return "no answer in time"
	case errors.Is(err, context.Canceled):
		return "given up"
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF),
		errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		return "the service hung up"
	}
	return podman.Clean(err.Error())
}

// A Refusal is what the service answered instead of doing what it was asked.
type Refusal struct {
	Status  int    // of HTTP
	Message string // the service's own words, not clean
}

func (r *Refusal) Error() string { return podman.Clean(strings.TrimSpace(r.Message)) }

// Code is the HTTP status.
func (r *Refusal) Code() int { return r.Status }

// A StrangerError says that behind a socket is somebody it does not belong to.
type StrangerError struct{ Want, Got int }

func (e *StrangerError) Error() string {
	return fmt.Sprintf("user %d serves it instead of user %d: not trusted", e.Got, e.Want)
}
