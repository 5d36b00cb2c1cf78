package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/mattn/go-runewidth"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"podtop/cmd/podtop/config"
	"podtop/cmd/podtop/conn"
	"podtop/model"
	"podtop/model/clean"
	"podtop/tui/theme"
)

// options are the flags of every command that watches.
type options struct {
	host           string
	interval       time.Duration
	noUserServices bool
	onlyLook       bool // --read-only
	ascii          bool
	theme          string
	history        size
	debug          string
	filter         string
	demo           bool
	seed           uint64
	seeded         bool // --seed was given
	configFile     string
	settings       settings
	since          time.Duration // of what happened before, how much is asked for
	watchOnly      bool          // nothing that changes anything is to be built
}

func (o *options) addTo(f *pflag.FlagSet) {
	f.StringVar(&o.host, "host", "", "`URI` of Podman's socket, unix:///run/podman/podman.sock (default: CONTAINER_HOST, else the sockets of this machine)")
	f.BoolVar(&o.noUserServices, "no-user-services", false, "as root, leave users' Podman services that sleep asleep")
	f.BoolVar(&o.onlyLook, "read-only", false, "only look: nothing is changed, whatever key or flag asks for it; read_only = true in a root-owned "+config.SystemPath+" means this for all")
	f.StringVar(&o.debug, "debug", "", "append what podtop does, and how long it takes, to `FILE`")
	f.StringVar(&o.configFile, "config", "", "the configuration: a `FILE` as podtop config prints it (default ~/.config/podtop/config.toml)")
	f.StringVar(&o.filter, "filter", "", "only containers for which all terms of `FILTER` hold, such as 'web cpu>1.5 state=running'; F1 in the screen's / prompt lists them all; @NAME is one of the configuration's")
	f.BoolVar(&o.demo, "demo", false, "watch a built-in demonstration host: nothing in it is real, and all that is shown or printed says so")
	f.Uint64Var(&o.seed, "seed", 0, "of the demonstration: the same `N` gives the same figures and the same clock")
	f.DurationVar(&o.interval, "interval", 0, "between samples: 100ms at least (default 100ms on the screen, 1s for stats)")
}

// check reads the configuration, and refuses what cannot be meant.
func (o *options) check(cmd *cobra.Command) error {
	if cmd.Flags().Changed("interval") && (o.interval < config.MinInterval || o.interval > config.MaxInterval) {
		return usagef("--interval %v: want a time from %v to %v, such as 500ms or 2s", o.interval, config.MinInterval, config.MaxInterval)
	}
	if err := o.readConfig(cmd); err != nil {
		return err
	}
	if _, ok := theme.ByName(o.theme, theme.ASCII); !ok {
		return usagef("--theme %q: there are %s", o.theme, strings.Join(theme.Names(), ", "))
	}
	if _, err := o.chosen(); err != nil {
		return err
	}
	o.seeded = cmd.Flags().Changed("seed")
	switch {
	case o.seeded && !o.demo:
		return usagef("--seed is of the demonstration: it needs --demo")
	case o.demo && o.host != "":
		return usagef("--demo and --host exclude each other: the demonstration asks no Podman")
	case o.demo:
		return nil
	}
	_, err := o.socket()
	return err
}

// chosen is the filter that was asked for. A mistake in it is pointed at.
func (o *options) chosen() (model.Filter, error) {
	f, err := o.settings.savedFilters().Parse(o.filter)
	return f, pointAt("filter", o.filter, err)
}

// pointAt makes an error of what a flag says one that points at the mistake.
func pointAt(flag, text string, err error) error {
	var mistake *model.FilterError
	if !errors.As(err, &mistake) {
		return err
	}
	before := runewidth.StringWidth(clean.Text(text[:mistake.At]))
	return usageError{positionError{fmt.Errorf("--%s: %w", flag, err), []string{"  " + clean.Text(text), strings.Repeat(" ", before+2) + "^"}}}
}

// socket is the one socket that was asked for, "" for all of this machine.
func (o *options) socket() (string, error) {
	flag, uri := "--host", o.host
	if uri == "" {
		flag, uri = "CONTAINER_HOST", os.Getenv("CONTAINER_HOST")
	}
	if uri == "" {
		return "", nil
	}
	path, err := conn.ParseHost(uri)
	if err != nil {
		return "", usagef("%s: %w", flag, err)
	}
	return path, nil
}

// intervalOr is the interval that was asked for, or d.
func (o *options) intervalOr(d time.Duration) time.Duration { return cmp.Or(o.interval, d) }

func flagNames(cmd *cobra.Command) string {
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if !f.Hidden {
			names = append(names, "--"+f.Name)
		}
	})
	return strings.Join(names, " ")
}

func commandNames(cmd *cobra.Command) string {
	var names []string
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() {
			names = append(names, c.Name())
		}
	}
	return strings.Join(names, ", ")
}

// A size is a flag in bytes.
type size int

// Set implements pflag.Value.
func (s *size) Set(text string) error {
	n, err := config.ParseHistory(text)
	*s = size(n)
	return err
}

// Type implements pflag.Value.
func (*size) Type() string { return "size" }

// String implements pflag.Value.
func (s *size) String() string { return config.FormatSize(float64(*s)) }
