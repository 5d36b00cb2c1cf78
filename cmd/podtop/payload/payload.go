// Package payload is what podtop does inside the containers of a benchmark. It
// says on standard output what it measured, a JSON object on each line, and
// ends at its deadline, at SIGTERM or when its standard input ends.
package payload

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"podtop/actions/bench"
)

// longest is how long a payload runs at most, whatever its arguments say.
const longest = time.Hour

// programs are those there are. Each returns when nobody wants it any more:
// when in has ended.
var programs = map[string]func(in io.Reader, out *json.Encoder) error{
	bench.ProgramReady: ready,
	bench.ProgramCPU:   cpu,
}

// Run runs the program that args begin with, ready or cpu. After it may come how
// long it runs at most, such as 30s. It returns podtop's exit code.
func Run(args []string, in io.Reader, out, errs io.Writer) int {
	if len(args) == 0 || programs[args[0]] == nil {
		fmt.Fprintf(errs, "podtop: %s wants a program: ready or cpu\n", bench.PayloadCommand)
		return 2
	}
	life := longest
	if len(args) > 1 {
		var err error
		if life, err = time.ParseDuration(args[1]); err != nil {
			fmt.Fprintf(errs, "podtop: %s: %v\n", bench.PayloadCommand, err)
			return 2
		}
	}
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP)
	done := make(chan error, 1)
	go func() { done <- programs[args[0]](in, json.NewEncoder(out)) }()
	select {
	case err := <-done:
		if err != nil {
			fmt.Fprintf(errs, "podtop: %s %s: %v\n", bench.PayloadCommand, args[0], err)
			return 1
		}
	case <-signals:
	case <-time.After(min(life, longest)):
	}
	return 0
}

// ready says that it runs, and waits.
func ready(in io.Reader, out *json.Encoder) error {
	if err := out.Encode(bench.Line{Event: bench.EventReady}); err != nil {
		return err
	}
	_, _ = io.Copy(io.Discard, in)
	return nil
}
