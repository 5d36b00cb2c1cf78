// Package conn opens the connections to Podman's sockets: one Conn for each
// socket, on Podman's own bindings, with what these leave open closed. Every
// call ends by its deadline, is sent once, has a reply of bounded size, and
// goes to nobody but the user the socket belongs to.
package conn

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/containers/podman/v5/pkg/bindings"
	"github.com/sirupsen/logrus"

	"podtop/model/clean"
)

const (
	// apiVersion is the version asked for in the path of each call. Every
	// server from 4.3 to 5.8 speaks it, and those of 5.x then answer in the
	// shapes of 4.x: without it the bindings ask for their own version, and the
	// JSON changes with the server.
	apiVersion = "4.0.0"

	maxRefusal = 64 << 10         // bytes of an error
	maxMessage = 1 << 10          // bytes that are kept of its text
	deadline   = 10 * time.Second // of a call whose context has none
)

// A Conn speaks to one Podman service. It dials when first used and again
// whenever the connection broke. Its methods may be called at the same time.
type Conn struct {
	path   string
	uid    int
	client *http.Client

	mu       sync.Mutex
	bindings *bindings.Connection // nil until the service has answered

	calls sync.WaitGroup
	large chan *bytes.Buffer // the one that large replies are read into
}

// New returns a Conn to the socket at path, behind which user uid must be. It
// does not dial yet.
func New(path string, uid int) *Conn {
	c := &Conn{path: path, uid: uid, large: make(chan *bytes.Buffer, 1)}
	c.large <- &bytes.Buffer{}
	c.client = &http.Client{
		Transport: once{&http.Transport{
			DialContext:            c.dial,
			DisableCompression:     true,
			MaxResponseHeaderBytes: 64 << 10,
			MaxIdleConnsPerHost:    4,
			MaxConnsPerHost:        16,
			IdleConnTimeout:        time.Minute,
		}},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return c
}

// Path is the socket's path.
func (c *Conn) Path() string { return c.path }

// LogTo sends what the bindings log, by default to standard error, to w. Call
// it before the screen opens.
func LogTo(w io.Writer) { logrus.SetOutput(w) }

// Ping asks for a sign of life and returns the server's version, "5.4.2".
func (c *Conn) Ping(ctx context.Context) (version string, err error) {
	ctx, cancel := withDeadline(ctx)
	defer cancel()
	r, err := c.call(ctx, request{method: http.MethodGet, path: "/_ping"})
	if err != nil {
		return "", err
	}
	defer r.Body.Close()
	_, err = io.Copy(io.Discard, io.LimitReader(r.Body, maxRefusal))
	return r.Header.Get("Libpod-Api-Version"), err
}

// Get asks for path, below /libpod and escaped as in a URL, and decodes the
// reply into v.
func (c *Conn) Get(ctx context.Context, path string, query url.Values, v any) error {
	return c.exchange(ctx, request{method: http.MethodGet, path: path, query: query}, v)
}

// List asks for path, whose reply is a JSON array, and hands its elements to
// each, one after the other: it decodes what it is handed and keeps none of it.
// left is how many were left out: they are larger than 64 KiB, beyond the first
// 4096, or each refused them. If it refused all, its error is List's.
func (c *Conn) List(ctx context.Context, path string, query url.Values, each func(element []byte) error) (left int, err error) {
	ctx, cancel := withDeadline(ctx)
	defer cancel()
	q := request{method: http.MethodGet, path: path, query: query}
	r, err := c.call(ctx, q)
	if err != nil {
		return 0, err
	}
	defer r.Body.Close()
	left, err = elements(http.MaxBytesReader(nil, r.Body, maxList), each)
	if err != nil {
		err = c.failed(ctx, q, err)
	}
	return left, err
}

// Post sends body, if it is not nil, as JSON to path, and decodes the reply
// into v, if that is not nil.
func (c *Conn) Post(ctx context.Context, path string, query url.Values, body, v any) error {
	q := request{method: http.MethodPost, path: path, query: query}
	if body != nil {
		b, err := json.Marshal(body)
		if err != nil {
			return fmt.Errorf("encoding what %s is to get: %w", path, err)
		}
		q.body = b
	}
	return c.exchange(ctx, q, v)
}

// Delete has path removed, and decodes the reply into v, if that is not nil.
func (c *Conn) Delete(ctx context.Context, path string, query url.Values, v any) error {
	return c.exchange(ctx, request{method: http.MethodDelete, path: path, query: query}, v)
}

// Stream asks for path and returns the body of the reply, of any length, until
// ctx ends. A server may send nothing at all, not even a header, before it has
// something to say: then Stream waits.
func (c *Conn) Stream(ctx context.Context, path string, query url.Values) (io.ReadCloser, error) {
	r, err := c.call(ctx, request{method: http.MethodGet, path: path, query: query})
	if err != nil {
		return nil, err
	}
	return r.Body, nil
}

// Upload sends what body has, of any length, to path, and decodes the reply into
// v, if that is not nil.
func (c *Conn) Upload(ctx context.Context, path string, query url.Values, body io.Reader, v any) error {
	return c.exchange(ctx, request{method: http.MethodPost, path: path, query: query, upload: body}, v)
}

// Attach has the connection become a stream of the container's own, both ways;
// path is that of its attach. It lasts until it is closed, whatever comes of
// ctx.
func (c *Conn) Attach(ctx context.Context, path string, query url.Values) (io.ReadWriteCloser, error) {
	ctx, cancel := withDeadline(ctx)
	defer cancel()
	q := request{method: http.MethodPost, path: path, query: query, upgrade: true}
	r, err := c.call(ctx, q)
	if err != nil {
		return nil, err
	}
	stream, ok := r.Body.(io.ReadWriteCloser)
	if !ok {
		r.Body.Close()
		return nil, c.failed(ctx, q, errNoStream)
	}
	return stream, nil
}

var errNoStream = errors.New("the service keeps the connection to itself")

// Close gives the connections back. It waits for calls whose context has
// ended, which takes the bindings 0.6 s.
func (c *Conn) Close() {
	c.calls.Wait()
	c.client.CloseIdleConnections()
}

func (c *Conn) exchange(ctx context.Context, q request, v any) error {
	ctx, cancel := withDeadline(ctx)
	defer cancel()
	r, err := c.call(ctx, q)
	if err != nil {
		return err
	}
	defer r.Body.Close()
	return c.decode(ctx, q, r.Body, v)
}

func (c *Conn) decode(ctx context.Context, q request, body io.ReadCloser, v any) error {
	data, done, err := c.readAll(ctx, http.MaxBytesReader(nil, body, maxObject))
	defer done()
	switch {
	case err != nil:
	case v == nil, len(bytes.TrimSpace(data)) == 0 && q.method != http.MethodGet:
		return nil
	case tooManyValues(data):
		err = errValues
	default:
		if err = json.Unmarshal(data, v); err != nil {
			err = notExpected(err)
		}
	}
	if err != nil {
		return c.failed(ctx, q, err)
	}
	return nil
}

// readAll reads r, which has at most maxObject bytes; they are valid until done
// is called. A large reply waits for its turn: of one service's there is never
// more than one in memory.
func (c *Conn) readAll(ctx context.Context, r io.Reader) (data []byte, done func(), err error) {
	const usual = 64 << 10
	head, err := io.ReadAll(io.LimitReader(r, usual))
	if err != nil || len(head) < usual {
		return head, func() {}, err
	}
	select {
	case b := <-c.large:
		b.Reset()
		b.Grow(maxObject + bytes.MinRead) // by itself it would take twice that
		b.Write(head)
		_, err = b.ReadFrom(r)
		return b.Bytes(), func() { c.large <- b }, err
	case <-ctx.Done():
		return nil, func() {}, ctx.Err()
	}
}

// notExpected is err of encoding/json, in which may be as much of the reply as
// there is.
func notExpected(err error) error {
	return fmt.Errorf("not the JSON expected: %s", clean.Head(err.Error(), 256))
}

func withDeadline(ctx context.Context) (context.Context, context.CancelFunc) {
	if _, ok := ctx.Deadline(); ok {
		return context.WithCancel(ctx)
	}
	return context.WithTimeout(ctx, deadline)
}

// refusal reads what the server says about its refusal. r is closed.
func refusal(r *bindings.APIResponse) error {
	defer r.Body.Close()
	text, _ := io.ReadAll(io.LimitReader(r.Body, maxRefusal))
	var said struct{ Cause, Message string }
	if json.Unmarshal(text, &said) != nil {
		said.Message = string(text)
	}
	message := cmp.Or(said.Message, said.Cause, http.StatusText(r.StatusCode))
	return &Refusal{Status: r.StatusCode, Message: strings.Clone(message[:min(len(message), maxMessage)])}
}
