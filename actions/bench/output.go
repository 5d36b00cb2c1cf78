package bench

import (
	"bytes"
	"context"
	"encoding/binary"
	"io"
	"sync"
	"time"

	"podtop/model/clean"
)

// maxFrame bounds a frame of what a container says; Podman's are 32 KiB at most.
const maxFrame = 1 << 20

// An output is what an attached container says: frames with a head of eight
// bytes, which has the stream, and the length in the last four:
//
//	01 00 00 00 00 00 00 10 {"event":"ready"
type output struct {
	stream io.ReadWriteCloser
	first  chan time.Time // when the first byte came; closed at the end
	lines  chan []byte    // of a payload's standard output, none of an image's; closed at the end

	mu   sync.Mutex
	head []byte // the first of what it said on either stream
}

// A payload says one line for each thing it did, so mostLines are enough to wait,
// each of maxLine at most.
const mostLines, maxLine = 16, 4 << 10

func newOutput(stream io.ReadWriteCloser, isPayload bool) *output {
	o := &output{stream: stream, first: make(chan time.Time, 1), lines: make(chan []byte, mostLines)}
	go o.read(isPayload)
	return o
}

// read reads frames until the stream ends.
func (o *output) read(isPayload bool) {
	defer close(o.lines)
	defer close(o.first)
	var frame [8]byte
	var line []byte
	for said := false; ; said = true {
		if _, err := io.ReadFull(o.stream, frame[:]); err != nil {
			return
		}
		if !said {
			o.first <- time.Now()
		}
		size := binary.BigEndian.Uint32(frame[4:])
		if size > maxFrame {
			return
		}
		data := make([]byte, size)
		if _, err := io.ReadFull(o.stream, data); err != nil {
			return
		}
		o.keep(data)
		if isPayload && frame[0] == 1 {
			line = o.cut(append(line, data...))
		}
	}
}

// cut sends the whole lines of data and returns the rest. What is longer than a
// line may be, or more than may wait, is dropped.
func (o *output) cut(data []byte) (rest []byte) {
	for {
		line, after, found := bytes.Cut(data, []byte("\n"))
		if !found {
			if len(data) > maxLine {
				return nil
			}
			return data
		}
		if len(line) <= maxLine {
			select {
			case o.lines <- bytes.Clone(line):
			default:
			}
		}
		data = after
	}
}

// keep keeps the first of what is said.
func (o *output) keep(data []byte) {
	const most = 200
	o.mu.Lock()
	defer o.mu.Unlock()
	if room := most - len(o.head); room > 0 {
		o.head = append(o.head, data[:min(room, len(data))]...)
	}
}

// end waits until the container says no more.
func (o *output) end(ctx context.Context) error {
	for {
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case _, more := <-o.lines:
			if !more {
				return nil
			}
		}
	}
}

// firstLine is the first line that was said, clean.
func (o *output) firstLine() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	line, _, _ := bytes.Cut(bytes.TrimSpace(o.head), []byte("\n"))
	return clean.Text(string(line))
}

// close ends the stream, and with it the standard input of a payload.
func (o *output) close() { _ = o.stream.Close() }
