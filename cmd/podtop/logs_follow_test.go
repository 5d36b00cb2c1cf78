package main

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"podtop/model"
	"podtop/model/logs"
	"podtop/sampler/lines"
)

// A madePodman keeps the logs of containers in files, by id.
type madePodman struct {
	mu   sync.Mutex
	logs map[string][]string
	runs map[string]chan struct{} // closed when it ends
}

// goneError is Podman's word that there is no such container.
type goneError struct{ error }

func (goneError) Code() int { return http.StatusNotFound }

// Stream implements lines.API.
func (p *madePodman) Stream(_ context.Context, path string, q url.Values) (io.ReadCloser, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	id := strings.Split(path, "/")[2]
	all, ok := p.logs[id]
	if !ok {
		return nil, goneError{errors.New("no such container")}
	}
	since, _ := time.Parse(time.RFC3339Nano, q.Get("since"))
	var b []byte
	for _, line := range all {
		stamp, _, _ := strings.Cut(line, " ")
		if at, err := time.Parse(time.RFC3339Nano, stamp); err != nil || at.After(since) {
			b = append(b, 1, 0, 0, 0)
			b = binary.BigEndian.AppendUint32(b, uint32(len(line)+1)) //nolint:gosec // short
			b = append(append(b, line...), '\n')
		}
	}
	r, w := io.Pipe()
	end := p.runs[id]
	go func() {
		w.Write(b)
		if end != nil {
			<-end
		}
		w.Close()
	}()
	return r, nil
}

func (p *madePodman) write(id string, lines ...string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.logs[id] = append(p.logs[id], lines...)
}

// remove removes all containers.
func (p *madePodman) remove() {
	p.mu.Lock()
	defer p.mu.Unlock()
	clear(p.logs)
}

// written is standard output; once there is something on it, gone is called.
type written struct {
	bytes.Buffer
	gone func()
}

func (w *written) Write(b []byte) (int, error) {
	w.gone()
	return w.Buffer.Write(b)
}

// What there is of several logs is printed in one order, before what comes; a log
// that ended goes on when its container is started again; and when the last
// container is gone it is over.
func TestFollowReplies(t *testing.T) {
	end := make(chan struct{})
	p := &madePodman{logs: map[string][]string{}, runs: map[string]chan struct{}{"a": end}}
	p.write("a", "2026-11-30T12:00:00Z a0", "2026-11-30T12:00:02Z a2", "2026-11-30T12:00:04Z a4")
	p.write("b", "2026-11-30T12:00:01Z b1", "2026-11-30T12:00:03Z b3")
	out := written{gone: p.remove}
	r := &logReader{
		logsOptions: &logsOptions{options: &options{}, tail: -1, follow: true, format: "raw"}, out: &out, errs: &out,
		logOf: func(int) (lines.API, error) { return p, nil },
	}
	for _, name := range []string{"a", "b"} {
		r.asked = append(r.asked, logs.Wanted{Container: logs.Container{ID: model.ID(name), Name: name}})
	}
	history, err := r.history(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	text := ""
	for l, ok := history(); ok; l, ok = history() {
		text += l.Text + " "
	}
	if want := "a0 b1 a2 b3 a4 "; text != want {
		t.Errorf("at the start: %q, want %q", text, want)
	}
	p.write("a", "2026-11-30T12:00:06Z a6") // it was started again
	close(end)
	over := make(chan error)
	go func() { over <- r.goOn(t.Context(), newLogPrinter(r, nil)) }()
	select {
	case err = <-over:
	case <-time.After(time.Minute):
		t.Fatal("it is not over when all are gone")
	}
	if err != nil || out.String() != "a6\n" {
		t.Errorf("then: %q, %v", out.String(), err)
	}
}
