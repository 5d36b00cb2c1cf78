package load

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net/http"
)

// Bounds of one answer.
const (
	maxHead    = 64 << 10 // bytes of its header; those of the body that come with it count, too
	maxBody    = 64 << 20 // bytes of its body
	maxInterim = 5        // answers of 1xx before it
)

// A responseError says that what came is no answer.
type responseError struct{ error }

func (e responseError) Unwrap() error { return e.error }

var (
	errTooLarge = responseError{errors.New("the answer is too large")}
	errMore     = responseError{errors.New("more came than the answer")}
	errInterim  = responseError{errors.New("no answer came after those of 1xx")}
)

// A limited reader fails once left bytes were read. It keeps how the connection
// failed, or that it has ended: what is wrong with an answer then is wrong because
// of that.
type limited struct {
	from io.Reader
	left int
	err  error
}

func (l *limited) Read(p []byte) (int, error) {
	if l.left <= 0 {
		return 0, errTooLarge
	}
	n, err := l.from.Read(p[:min(len(p), l.left)])
	l.left -= n
	l.err = err
	return n, err
}

// An answer is what is kept of a response.
type answer struct {
	status int
	bytes  int64 // of the body
	last   bool  // the connection can be used no more
}

// A responseReader reads answers, one after the other, and forgets their bodies.
type responseReader struct {
	limited  limited
	buffered *bufio.Reader
	asked    http.Request // its method says whether a body follows
}

func newResponseReader(from io.Reader, method string) *responseReader {
	r := &responseReader{limited: limited{from: from}, asked: http.Request{Method: method}}
	r.buffered = bufio.NewReader(&r.limited)
	return r
}

func (r *responseReader) read() (a answer, err error) {
	r.limited.left = maxHead
	resp, err := r.final()
	if err != nil {
		return a, err
	}
	defer resp.Body.Close()
	r.limited.left = maxBody
	a = answer{status: resp.StatusCode, last: resp.Close}
	if a.bytes, err = io.Copy(io.Discard, resp.Body); err != nil {
		return a, r.failed(err)
	}
	if r.buffered.Buffered() > 0 {
		return a, errMore
	}
	return a, nil
}

// final reads the head of the answer, and of those of 1xx before it.
func (r *responseReader) final() (*http.Response, error) {
	for range maxInterim {
		resp, err := http.ReadResponse(r.buffered, &r.asked)
		switch {
		case err != nil:
			return nil, r.failed(err)
		case resp.StatusCode == http.StatusSwitchingProtocols:
			return nil, responseError{errors.New("it changes the protocol")}
		case resp.StatusCode < 100 || resp.StatusCode > 599:
			return nil, responseError{fmt.Errorf("status %d", resp.StatusCode)}
		case resp.StatusCode >= 200:
			return resp, nil
		}
	}
	return nil, errInterim
}

// failed is err of reading an answer: either of the connection, or of what came.
func (r *responseReader) failed(err error) error {
	if r.limited.err != nil {
		return r.limited.err
	}
	return responseError{err}
}
