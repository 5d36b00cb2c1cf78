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

// A Task is a round of work, as a payload reads it: on how many threads, 0 for as
// many as there can be, and how many units all of them do together.
type Task struct{ Threads, Units int }

// write writes the task as a line.
func (t Task) write(w io.Writer) error {
	_, err := fmt.Fprintln(w, t.Threads, t.Units)
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

// ParseTask reads the next task of a payload's standard input. There is none
// more when that has ended.
func ParseTask(in *bufio.Scanner) (t Task, more bool, err error) {
	if !in.Scan() {
		return t, false, nil
	}
	if _, err := fmt.Sscan(in.Text(), &t.Threads, &t.Units); err != nil || t.Threads < 0 || t.Units < 1 {
		return t, false, fmt.Errorf("no task: %q", in.Text())
	}
	return t, true, nil
}
