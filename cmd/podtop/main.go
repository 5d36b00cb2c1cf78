// Podtop watches the containers of a Podman host.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	benchrun "podtop/actions/bench"
	"podtop/cmd/podtop/config"
	"podtop/cmd/podtop/payload"
	"podtop/tui/theme"
)

// Exit codes.
const (
	exitDone    = 0
	exitFailed  = 1
	exitUsage   = 2
	exitCrossed = 3 // a threshold was crossed
)

func main() {
	if len(os.Args) > 1 && os.Args[1] == benchrun.PayloadCommand {
		os.Exit(payload.Run(os.Args[2:], os.Stdin, os.Stdout, os.Stderr))
	}
	// At most one core of the host that is watched; and Go wakes no second
	// thread at each tick, to look for work that there is not.
	if os.Getenv("GOMAXPROCS") == "" {
		runtime.GOMAXPROCS(1)
	}
	// A write to a pipe that nobody reads any more is to fail, and not to kill.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
	if len(os.Args) == 2 {
		switch os.Args[1] {
		case watchOnly:
			watchTerminal()
			return
		case echoOnly, echoOnlyTLS:
			serveEcho(os.Args[1] == echoOnlyTLS)
			return
		}
	}
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// run is podtop as a function: what it does with args, and its exit code.
func run(args []string, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	var end ending
	defer end.await(ctx, os.Exit)()
	root := newRoot(&end)
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	var usage usageError
	switch {
	case err == nil, errors.Is(err, syscall.EPIPE), errors.Is(err, context.Canceled) && ctx.Err() != nil:
		return exitDone
	case errors.As(err, &usage):
		printError(stderr, err)
		return exitUsage
	case errors.As(err, &crossedError{}):
		printError(stderr, err)
		return exitCrossed
	}
	printError(stderr, err)
	return exitFailed
}

// A usageError is the user's to mend: exit code 2.
type usageError struct{ error }

func usagef(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

func newRoot(end *ending) *cobra.Command {
	var o options
	root := &cobra.Command{
		Use:   "podtop",
		Short: "Watch the containers of a Podman host",
		Long: `podtop watches the containers of a Podman host, ten times a second: CPU, memory,
network, block I/O and pressure, from the kernel's own files.

Without a command it opens the screen; press ? there for its keys.`,
		Args:              noArgs,
		RunE:              func(cmd *cobra.Command, _ []string) error { return runScreen(cmd, &o, end) },
		SilenceErrors:     true,
		SilenceUsage:      true,
		CompletionOptions: cobra.CompletionOptions{DisableDefaultCmd: true},
	}
	o.addTo(root.PersistentFlags())
	root.Flags().BoolVar(&o.ascii, "ascii", false, "draw with ASCII alone (the default where the locale is not UTF-8)")
	o.history = size(config.Defaults().History)
	root.Flags().Var(&o.history, "history", "how much memory the history may take: the more, the further back it reaches")
	root.Flags().StringVar(&o.theme, "theme", "", "colours: "+strings.Join(theme.Names(), ", ")+"; NO_COLOR is heeded in all")
	root.AddCommand(newStats(&o), newLimits(&o, end), newLogs(&o), newBench(&o, end), newAudit(), newConfig(&o), newCompletion(), newMan(), newVersion())
	completeRoot(root, &o)
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usagef("%w; %s takes %s", err, cmd.CommandPath(), flagNames(cmd))
	})
	return root
}

// noArgs refuses arguments, naming the commands there are.
func noArgs(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if !cmd.HasSubCommands() {
		return usagef("%s takes no arguments, so not %q", cmd.CommandPath(), args[0])
	}
	return usagef("unknown command %q; there are: %s", args[0], commandNames(cmd))
}
