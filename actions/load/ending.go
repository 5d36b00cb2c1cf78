package load

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"io/fs"
	"os"
	"syscall"

	"podtop/model/bench"
)

// A dialError says that no connection could be made.
type dialError struct{ error }

func (e dialError) Unwrap() error { return e.error }

// ending is how a request ended that was answered with that status, or failed.
func ending(status int, err error) bench.Ending {
	var dial dialError
	switch {
	case err == nil:
		return endingOf(status)
	case errors.Is(err, os.ErrDeadlineExceeded), errors.Is(err, context.DeadlineExceeded), errors.Is(err, syscall.ETIMEDOUT):
		return bench.TimedOut
	case errors.As(err, new(responseError)), errors.As(err, new(tls.RecordHeaderError)), errors.As(err, new(tls.AlertError)):
		return bench.BadResponse
	case errors.As(err, &dial) && isRefused(dial.error):
		return bench.Refused
	case errors.As(err, &dial) && !errors.Is(err, syscall.ECONNRESET) && !errors.Is(err, io.EOF):
		return bench.Unreachable
	}
	return bench.Reset
}

// isRefused reports whether nobody listens: at a unix socket also where its queue
// is full, or there is no such file.
func isRefused(err error) bool {
	return errors.Is(err, syscall.ECONNREFUSED) || errors.Is(err, syscall.EAGAIN) || errors.Is(err, fs.ErrNotExist)
}

func endingOf(status int) bench.Ending {
	switch {
	case status >= 500:
		return bench.ServerError
	case status >= 400:
		return bench.ClientError
	}
	return bench.Answered
}
