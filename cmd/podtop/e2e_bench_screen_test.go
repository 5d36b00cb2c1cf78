//go:build e2e

package main_test

import (
	"os"
	"testing"
	"time"
)

// benchScreen chooses a benchmark on the screen, stops it, and runs it to its end.
func benchScreen(t *testing.T, h *host, v view) {
	b := h.run(t, v.owner, "shown", []string{"--cpus", "0.2", "--memory", "64m"}, "sh", "-c", "while :; do sleep 0.01; done")
	s := v.screen(t, 120, 40)
	s.goTo(t, b.name)
	s.wait(t, "CPU")
	s.press(t, "B")
	s.wait(t, "ab: work a second under its limits")
	s.press(t, "jj")
	s.wait(t, "podtop bench cpu "+b.name+" -n 0 --for 30s")
	s.press(t, "\x1b[D") // left
	s.wait(t, "--for 10s")
	s.press(t, "\x1b[D")
	s.wait(t, "--for 5s")
	s.press(t, "\r")
	s.wait(t, "do it")
	s.press(t, "y")
	wait(t, "a container of it", func() bool { return len(v.benched(t, "--all")) > 0 })
	s.press(t, "\x1b")
	s.wait(t, "all results")
	wait(t, "a stopped one to leave nothing", func() bool { return len(v.benched(t, "--all")) == 0 })

	time.Sleep(time.Second) // what comes right behind esc is alt and a key
	s.press(t, "r")
	s.wait(t, "do it")
	s.press(t, "y")
	s.wait(t, "measuring")
	s.wait(t, "kept as ")
	s.wait(t, "work_per_second")
	wait(t, "one that is over to leave nothing", func() bool { return len(v.benched(t, "--all")) == 0 })
	s.press(t, "\r")
	s.wait(t, "in their order")
	s.press(t, "\x03")
	s.exit(t)
}

// benchHTTP puts a port under load that a container publishes.
func benchHTTP(t *testing.T, h *host, v view) {
	network := h.network
	if v.owner.user != nil || os.Getuid() != 0 {
		network = "pasta"
	}
	b := h.run(t, v.owner, "served", []string{"--network", network, "-p", "127.0.0.1::8000"}, "sh", "-c", "mkdir /www; echo hello > /www/index.html; exec httpd -f -p 8000 -h /www")
	for _, args := range [][]string{{"--rate", "20"}, {"--concurrency", "2"}} {
		r, _ := v.bench(t, append([]string{"http", b.name, "--for", "2s"}, args...)...)
		requests, _ := r.Results["requests"]["rate"].(float64)
		if !(requests > 0) || !(r.number("latency", "p99") > 0) || r.number("errors", "percent") > 5 {
			t.Errorf("%v: %+v", args, r.Results)
		}
	}
}
