package main

import (
	"cmp"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"podtop/cmd/podtop/conn"
)

// options are the flags of every command that watches.
type options struct {
	host           string
	interval       time.Duration
	noUserServices bool
	readOnly       bool
	ascii          bool
	debug          string
}

func (o *options) addTo(f *pflag.FlagSet) {
	f.StringVar(&o.host, "host", "", "Podman's socket, unix:///run/podman/podman.sock (default: CONTAINER_HOST, else the sockets of this machine)")
	f.BoolVar(&o.noUserServices, "no-user-services", false, "as root, leave users' Podman services that sleep asleep")
	f.StringVar(&o.debug, "debug", "", "append what podtop does, and how long it takes, to `FILE`")
	f.DurationVar(&o.interval, "interval", 0, "between samples: 100ms at least (default 100ms on the screen, 1s for stats)")
}

const (
	minInterval = 100 * time.Millisecond
	maxInterval = time.Hour
)

// check refuses what cannot be meant.
func (o *options) check(cmd *cobra.Command) error {
	if cmd.Flags().Changed("interval") && (o.interval < minInterval || o.interval > maxInterval) {
		return usagef("--interval %v: want a time from %v to %v, such as 500ms or 2s", o.interval, minInterval, maxInterval)
	}
	_, err := o.socket()
	return err
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
