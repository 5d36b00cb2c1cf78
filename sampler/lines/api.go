package lines

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"time"

	"podtop/model/logs"
)

// An API is a Podman service that is asked for a container's log.
type API interface {
	// Stream asks for path and returns the reply as it comes.
	Stream(ctx context.Context, path string, query url.Values) (io.ReadCloser, error)
}

// An APIQuery says which lines Podman is asked for.
type APIQuery struct {
	Since, Until time.Time // zero: no bound
	Tail         int       // the last so many; negative: all
	Follow       bool
}

func (q *APIQuery) values() url.Values {
	v := url.Values{"stdout": {"true"}, "stderr": {"true"}, "timestamps": {"true"}, "follow": {strconv.FormatBool(q.Follow)}}
	if !q.Since.IsZero() {
		v.Set("since", q.Since.Format(time.RFC3339Nano))
	}
	if !q.Until.IsZero() {
		v.Set("until", q.Until.Format(time.RFC3339Nano))
	}
	if q.Tail >= 0 {
		v.Set("tail", strconv.Itoa(q.Tail))
	}
	return v
}

// A Reply is a container's log as Podman gives it.
type Reply struct {
	of   logs.Container
	body io.ReadCloser
	in   *bufio.Reader
	err  error
}

// Ask asks a service for the log of a container. Close ends it.
func Ask(ctx context.Context, api API, of logs.Container, q APIQuery) (*Reply, error) {
	body, err := api.Stream(ctx, "/containers/"+string(of.ID)+"/logs", q.values())
	if err != nil {
		return nil, fmt.Errorf("reading the log of %s: %w", of.Name, err)
	}
	return &Reply{of: of, body: body, in: bufio.NewReaderSize(body, 64<<10)}, nil
}

// Close ends it.
func (r *Reply) Close() { _ = r.body.Close() }

// Err is why Next ended; nil at the end of the log.
func (r *Reply) Err() error { return r.err }

// Next is a logs.Source: the lines in the order that they were written in.
func (r *Reply) Next() (logs.Line, bool) {
	for r.err == nil {
		l, ok, err := r.line()
		switch {
		case errors.Is(err, io.EOF):
			return logs.Line{}, false
		case err != nil:
			r.err = fmt.Errorf("reading the log of %s: %w", r.of.Name, err)
			return logs.Line{}, false
		case ok:
			return l, true
		}
	}
	return logs.Line{}, false
}

// line reads a frame. ok is false if it is no line.
func (r *Reply) line() (l logs.Line, ok bool, err error) {
	var head [8]byte
	if _, err := io.ReadFull(r.in, head[:]); err != nil {
		return l, false, err
	}
	h, _, ok := logs.ParseFrameHead(head[:])
	if !ok {
		return l, false, errors.New("the reply is not one of frames")
	}
	text, err := r.frame(int64(h.Length))
	if err != nil {
		return l, false, err
	}
	l, ok = logs.ParseFrame(h.Stream, text)
	l.Container, l.Size = r.of, max(l.Size, uint64(len(l.Text)))
	if cut := int64(h.Length) - int64(len(text)); cut > 0 {
		l.Size += uint64(cut)
	}
	return l, ok, nil
}

// maxFrame is how much of a frame is kept: a line with its time before it.
const maxFrame = logs.MaxText + 64

// frame reads a frame of so many bytes, and keeps the first maxFrame.
func (r *Reply) frame(n int64) (string, error) {
	kept := min(n, maxFrame)
	b, err := io.ReadAll(io.LimitReader(r.in, kept))
	if err == nil && int64(len(b)) < kept {
		err = io.EOF
	}
	if err == nil {
		_, err = io.CopyN(io.Discard, r.in, n-kept)
	}
	if errors.Is(err, io.EOF) { // in the middle of a frame
		err = io.ErrUnexpectedEOF
	}
	return string(b), err
}
