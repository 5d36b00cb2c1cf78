package conn

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/containers/podman/v5/pkg/bindings"
)

type request struct {
	method, path string
	query        url.Values
	body         []byte    // JSON
	upload       io.Reader // instead of body
	upgrade      bool      // the connection is to become a stream
}

type answer struct {
	*bindings.APIResponse
	err error
}

// call sends q and returns the reply's headers and its open body. The bindings
// pause between their retries whatever the context says, so they run in a
// goroutine that nobody waits for longer than ctx lasts.
func (c *Conn) call(ctx context.Context, q request) (*bindings.APIResponse, error) {
	got, left := make(chan answer), make(chan struct{})
	defer close(left)
	try := &attempt{failed: make(chan error, 1)}
	c.calls.Go(func() {
		a := c.send(context.WithValue(ctx, attemptKey{}, try), q)
		select {
		case got <- a:
		case <-left:
			a.discard()
		}
	})
	select {
	case a := <-got:
		return c.checkAnswer(ctx, q, a)
	case err := <-try.failed:
		return nil, c.failed(ctx, q, err)
	case <-ctx.Done():
		return nil, c.failed(ctx, q, ctx.Err())
	}
}

func (c *Conn) checkAnswer(ctx context.Context, q request, a answer) (*bindings.APIResponse, error) {
	switch {
	case a.err != nil:
		return nil, c.failed(ctx, q, a.err)
	case q.upgrade && a.StatusCode == http.StatusSwitchingProtocols:
	case !a.IsSuccess() && a.StatusCode != http.StatusNotModified:
		return nil, c.failed(ctx, q, refusal(a.APIResponse))
	}
	return a.APIResponse, nil
}

func (a answer) discard() {
	if a.err == nil {
		a.Body.Close()
	}
}

func (c *Conn) send(ctx context.Context, q request) answer {
	b, err := c.connection(ctx)
	if err != nil {
		return answer{err: err}
	}
	header := http.Header{}
	header.Set("API-Version", apiVersion) // Set, for the bindings look for "Api-Version"
	body := q.upload
	if q.body != nil {
		header.Set("Content-Type", "application/json")
		body = bytes.NewReader(q.body)
	}
	if q.upload != nil {
		header.Set("Content-Type", "application/x-tar")
	}
	if q.upgrade {
		header.Set("Connection", "Upgrade")
		header.Set("Upgrade", "tcp")
	}
	// DoRequest takes the path for a format.
	r, err := b.DoRequest(ctx, body, q.method, strings.ReplaceAll(q.path, "%", "%%"), q.query, header)
	return answer{r, err}
}

// connection returns the bindings' connection, made at the first call. It
// outlives the service: its transport dials anew what broke.
func (c *Conn) connection(ctx context.Context) (*bindings.Connection, error) {
	c.mu.Lock()
	b := c.bindings
	c.mu.Unlock()
	if b != nil {
		return b, nil
	}
	// A NewConnection that fails leaves what it dialled open for good, and it
	// asks nobody who they are: see first whether the right one answers.
	if err := c.greet(ctx); err != nil {
		return nil, err
	}
	within, err := bindings.NewConnection(ctx, c.uri().String())
	if err != nil {
		return nil, err
	}
	b, err = bindings.GetClient(within)
	if err != nil {
		return nil, err
	}
	b.Client.CloseIdleConnections()
	b.Client = c.client
	c.mu.Lock()
	defer c.mu.Unlock()
	c.bindings = b
	return b, nil
}

func (c *Conn) greet(ctx context.Context) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://d/_ping", nil)
	if err != nil {
		return err
	}
	// Its own attempt: the call proper is still to be made.
	reply, err := c.client.Transport.(once).Transport.RoundTrip(r)
	if err != nil {
		return err
	}
	defer reply.Body.Close()
	if reply.StatusCode != http.StatusOK {
		return &Refusal{Status: reply.StatusCode, Message: "no Podman service: " + reply.Status}
	}
	return nil
}

func (c *Conn) uri() *url.URL { return &url.URL{Scheme: "unix", Path: c.path} }

// failed says which call on which socket err befell.
func (c *Conn) failed(ctx context.Context, q request, err error) error {
	var tooLarge *http.MaxBytesError
	switch {
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		err = context.DeadlineExceeded
	case ctx.Err() != nil:
		err = ctx.Err()
	case errors.As(err, &tooLarge):
		err = fmt.Errorf("the reply is larger than %d MiB", tooLarge.Limit>>20)
	}
	return &Error{Operation: q.method + " " + q.path, Socket: c.path, Err: err}
}
