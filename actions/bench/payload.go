package bench

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"podtop/model/limit"
)

// PayloadCommand is the argument that makes podtop the payload of a benchmark,
// in a container. No help names it.
const PayloadCommand = "bench-payload"

// Programs of the payload.
const (
	ProgramReady = "ready" // says so and waits
	ProgramCPU   = "cpu"   // works when it is told to
)

// A Line is one line of what a payload says, as JSON.
type Line struct {
	Event   string  `json:"event"`             // ready or round
	Threads int     `json:"threads,omitempty"` // that work; of ready: that can at most
	Work    int     `json:"work,omitempty"`    // units done by all of them
	Seconds float64 `json:"seconds,omitempty"` // that took
	CPU     float64 `json:"cpu,omitempty"`     // seconds of processor time that took
}

// Events of lines.
const (
	EventReady = "ready"
	EventRound = "round"
)

// An Order is a round of work, as a payload reads it: on how many threads, 0 for
// as many as there can be, and how many units on each.
type Order struct{ Threads, Units int }

// write writes the order as a line.
func (o Order) write(w io.Writer) error {
	_, err := fmt.Fprintln(w, o.Threads, o.Units)
	return err
}

// Payload is podtop itself as a subject, in image, which runs one of its
// programs and ends by itself after life.
func Payload(image, program string, limits limit.Values, life time.Duration) Subject {
	return Subject{
		Image: image, Payload: true, Limits: limits, Life: life,
		Command: []string{PayloadCommand, program, life.String()},
	}
}

var errSilent = errors.New("the payload has ended, or its deadline has passed")

// line is the next line that a payload says.
func (c *container) line(ctx context.Context) (l Line, err error) {
	select {
	case <-ctx.Done():
		return l, context.Cause(ctx)
	case text, said := <-c.output.lines:
		if !said {
			return l, errSilent
		}
		if err := json.Unmarshal(text, &l); err != nil {
			return l, fmt.Errorf("the payload says %q", c.output.firstLine())
		}
		return l, nil
	}
}

// ParseOrder reads the orders of a payload's standard input, one after the
// other, until that ends.
func ParseOrder(in *bufio.Scanner) (o Order, more bool, err error) {
	if !in.Scan() {
		return o, false, nil
	}
	if _, err := fmt.Sscan(in.Text(), &o.Threads, &o.Units); err != nil || o.Threads < 0 || o.Units < 1 {
		return o, false, fmt.Errorf("no order: %q", in.Text())
	}
	return o, true, nil
}
