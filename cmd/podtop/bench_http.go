package main

import (
	"cmp"
	"net/http"
	"os"
	"time"

	"github.com/spf13/cobra"

	"podtop/actions/load"
	"podtop/model/bench"
)

// benchHTTPOptions are the flags of podtop bench http.
type benchHTTPOptions struct {
	*options
	end         *ending
	rate        float64
	concurrency int
	ramp        bool
	p99         time.Duration
	connections int
	over        time.Duration // --for
	warmup      time.Duration
	timeout     time.Duration
	method      string
	path        string
	insecure    bool
	remote      bool
	output      benchOutput

	load      bench.Load // what these mean
	container string     // the id of the one that was named; "" if none was
}

// What is meant where nothing is given.
const (
	usualRate   = 100
	usualTime   = 10 * time.Second
	usualStep   = 3 * time.Second // of a ramp
	usualWarmup = time.Second

	usualP99         = 50 * time.Millisecond // of a ramp
	usualConnections = 64
	usualTimeout     = 5 * time.Second
)

func newBenchHTTP(o *options, end *ending) *cobra.Command {
	bo := benchHTTPOptions{options: o, end: end}
	cmd := &cobra.Command{
		Use:   "http URL|NAME",
		Short: "Put a server under load, and measure how it answers",
		Long: `Put a server under load, and measure how it answers: latency and service time,
the rate that was reached, failures by kind.

What is asked is http://HOST:PORT/PATH, https://…, unix:///PATH/OF/SOCKET, or the
port that the container NAME publishes; NAME:PORT is one of several, by its number
in the container.

--rate         each request has its time beforehand, whether the server keeps up
               or not, and its latency counts from then: what people meet
--concurrency  each connection asks when it was answered: how much is possible
--ramp         rates in steps, until the server breaks: what it holds

Only addresses of this host and, for root, of its containers are asked, and
without --method only by GET. A name is looked up once, no redirect is followed, no proxy is used.
What podtop itself can do here is measured first, and said where that is the
bound.`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef("%s wants one URL, or the name of a container", cmd.CommandPath())
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return runBenchHTTP(cmd, &bo, args[0]) },
	}
	f := cmd.Flags()
	f.Float64Var(&bo.rate, "rate", 0, "`N` requests a second (default 100, without --concurrency)")
	f.IntVar(&bo.concurrency, "concurrency", 0, "`N` connections, each of which asks when it was answered")
	f.BoolVar(&bo.ramp, "ramp", false, "find the rate that the server holds; begin with --rate")
	f.DurationVar(&bo.p99, "p99", usualP99, "the 99th percentile of the latency that --ramp allows")
	f.IntVar(&bo.connections, "connections", usualConnections, "at most `N` connections, without --concurrency")
	f.DurationVar(&bo.over, "for", 0, "how long to measure (default 10s; each step of --ramp 3s)")
	f.DurationVar(&bo.warmup, "warm-up", 0, "how long to ask before that (default 1s; a tenth of a step)")
	f.DurationVar(&bo.timeout, "timeout", usualTimeout, "how long an answer is waited for")
	f.StringVar(&bo.method, "method", http.MethodGet, "another `METHOD` than GET; all but HEAD may change what the server has")
	f.StringVar(&bo.path, "path", "", "what is asked of a container or a socket, such as /health")
	f.BoolVar(&bo.insecure, "insecure", false, "with https, do not look at the certificate")
	f.BoolVar(&bo.remote, "remote", false, "ask other hosts, too: have their owners agree first")
	bo.output.addTo(cmd, "http")
	complete(cmd, "method", func(string) []string { return []string{http.MethodGet, http.MethodHead} })
	return cmd
}

// check refuses what cannot be meant, before anything is asked of anybody.
func (bo *benchHTTPOptions) check(cmd *cobra.Command) error {
	given := cmd.Flags().Changed
	if err := bo.options.check(cmd); err != nil {
		return err
	}
	switch {
	case bo.demo:
		return usagef("--demo: the demonstration has no server that could be asked")
	case given("concurrency") && (given("rate") || bo.ramp || given("connections")):
		return usagef("--concurrency is a load of its own: give it without --rate, --ramp and --connections")
	case given("p99") && !bo.ramp:
		return usagef("--p99 is what --ramp allows: it needs --ramp")
	case bo.p99 < bench.MinTimeout || bo.p99 > bench.MaxTimeout:
		return usagef("--p99 %v: want a time from %v to %v", bo.p99, bench.MinTimeout, bench.MaxTimeout)
	}
	if err := load.CheckMethod(bo.method); err != nil {
		return usagef("--method: %w", err)
	}
	if _, err := load.ParsePath(bo.path); err != nil {
		return usagef("--path: %w", err)
	}
	bo.load = bo.meant(given)
	if err := bo.load.Check(); err != nil {
		return usageError{err}
	}
	if bo.ramp && bo.load.Time > bench.MaxStepTime {
		return usagef("--for %v: a step of --ramp takes %v at most", bo.load.Time, bench.MaxStepTime)
	}
	return cmp.Or(bo.output.check("http"), bo.checkAllowed())
}

// checkAllowed refuses in read-only what is more than looking at one's own.
func (bo *benchHTTPOptions) checkAllowed() error {
	switch {
	case bo.remote:
		return bo.mayChange("bench http --remote")
	case bo.method != http.MethodGet && bo.method != http.MethodHead:
		return bo.mayChange("bench http --method " + bo.method)
	}
	return nil
}

// meant is the load that the flags mean.
func (bo *benchHTTPOptions) meant(given func(flag string) bool) bench.Load {
	l := bench.Load{Rate: bo.rate, Connections: bo.connections, Warmup: usualWarmup, Time: usualTime, Timeout: bo.timeout}
	if given("concurrency") {
		l.Rate, l.Connections = 0, bo.concurrency
	} else if !given("rate") {
		l.Rate = usualRate
	} else if l.Rate == 0 {
		l.Rate = -1 // which is refused: 0 is no rate
	}
	if bo.ramp {
		l.Time = usualStep
	}
	if given("for") {
		l.Time = bo.over
	}
	if bo.ramp {
		l.Warmup = l.Time / 10
	}
	if given("warm-up") {
		l.Warmup = bo.warmup
	}
	return l
}

// login is who connects to a unix socket: the user who called sudo, nil if nobody
// did.
func login() (*load.Login, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	return loginOf(os.Getenv("SUDO_UID"))
}
