package load

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"podtop/model/bench"
)

// Try asks one of targets, which are the addresses of one host, once: the first to
// which a connection can be made. It returns that one and the status of its
// answer. A mistake shows before anything is put under load.
func Try(ctx context.Context, targets []Target, timeout time.Duration) (t Target, status int, err error) {
	for _, t = range targets {
		c := connection{target: &t, request: t.request()}
		var a answer
		a, err = c.exchange(ctx, time.Now(), timeout)
		c.close()
		if !errors.As(err, new(dialError)) {
			status = a.status
			break
		}
	}
	if err != nil && ctx.Err() == nil {
		err = explain(&t, timeout, err)
	}
	return t, status, err
}

// explain puts into words why t cannot be asked.
func explain(t *Target, timeout time.Duration, err error) error {
	var untrusted *tls.CertificateVerificationError
	switch {
	case errors.As(err, &untrusted):
		return fmt.Errorf("%s: %w; --insecure does not look at the certificate", t.Address, untrusted)
	case errors.As(err, new(tls.RecordHeaderError)):
		return fmt.Errorf("%s does not speak TLS: ask it by http://", t.Address)
	case errors.Is(err, fs.ErrPermission):
		return err
	}
	switch ending(0, err) {
	case bench.Refused:
		return fmt.Errorf("nobody listens at %s", t.Address)
	case bench.TimedOut:
		return fmt.Errorf("%s does not answer within %v; --timeout waits longer", t.Address, timeout)
	case bench.BadResponse:
		return fmt.Errorf("what %s sends is no answer of HTTP/1.1: %w", t.Address, err)
	case bench.Reset:
		return fmt.Errorf("%s closes the connection without an answer", t.Address)
	}
	return fmt.Errorf("connecting to %s: %w", t.Address, err)
}
