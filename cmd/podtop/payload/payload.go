// Package payload is what podtop does inside the containers of a benchmark. It
// says on standard output what it measured, a JSON object on each line, and
// ends at its deadline, at SIGTERM or when its standard input ends.
package payload

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// Command is the argument that makes podtop a payload. No help names it.
const Command = "bench-payload"

// longest is how long a payload runs at most, whatever it is told.
const longest = time.Hour

// programs are those there are. Each returns when its work is done.
var programs = map[string]func(out *json.Encoder, args []string) error{
	"ready": ready,
	"cpu":   cpu,
}

// Run runs the program that args begin with: ready or cpu, then its flags. It
// returns podtop's exit code.
func Run(args []string, in io.Reader, out, errs io.Writer) int {
	if len(args) == 0 || programs[args[0]] == nil {
		fmt.Fprintf(errs, "podtop: %s wants a program: ready or cpu\n", Command)
		return 2
	}
	done := make(chan error, 1)
	go func() { done <- programs[args[0]](json.NewEncoder(out), args[1:]) }()
	select {
	case err := <-done:
		if err != nil {
			fmt.Fprintf(errs, "podtop: %s %s: %v\n", Command, args[0], err)
			return 1
		}
	case <-ended(in):
	case <-time.After(longest):
	}
	return 0
}

// ended is closed when nobody wants the payload any more.
func ended(in io.Reader) <-chan struct{} {
	over := make(chan struct{}, 2)
	told := make(chan os.Signal, 1)
	signal.Notify(told, syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP)
	go func() {
		<-told
		over <- struct{}{}
	}()
	go func() {
		_, _ = io.Copy(io.Discard, in)
		over <- struct{}{}
	}()
	return over
}

// flags are those that every program has. A program ends at its deadline.
func flags(name string) (f *flag.FlagSet, deadline *time.Duration) {
	f = flag.NewFlagSet(name, flag.ContinueOnError)
	f.SetOutput(io.Discard)
	return f, f.Duration("for", time.Minute, "")
}

// A Line is one line of what a payload says.
type Line struct {
	Event   string  `json:"event"`             // ready or round
	Threads int     `json:"threads,omitempty"` // that worked
	Work    int     `json:"work,omitempty"`    // units done by all of them
	Seconds float64 `json:"seconds,omitempty"` // that took
	CPU     float64 `json:"cpu,omitempty"`     // seconds of processor time that took
}

// ready says that it runs, and waits.
func ready(out *json.Encoder, args []string) error {
	f, deadline := flags("ready")
	if err := f.Parse(args); err != nil {
		return err
	}
	if err := out.Encode(Line{Event: "ready"}); err != nil {
		return err
	}
	time.Sleep(*deadline)
	return nil
}
