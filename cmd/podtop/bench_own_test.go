//go:build e2e && bench

package main_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"testing"
)

// start is podtop's own share of the starts that it measures, by its own word and
// by the kernel's: the processor time of the whole command, its image and its
// report with it, of the time of all starts.
func (r report) start(t *testing.T, h *host, podtop string) {
	socket := h.dir + "/start.sock"
	h.own.serve(t, socket)
	run := func(number string) (*exec.Cmd, []byte) {
		cmd := exec.Command(podtop, "bench", "start", "-n", number, "--for", "1m", "--format", "json")
		cmd.Env = append(os.Environ(), "CONTAINER_HOST=unix://"+socket, "XDG_STATE_HOME="+t.TempDir())
		out, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		return cmd, out
	}
	run("1") // makes the image
	cmd, out := run("30")
	type series struct {
		Mean    float64
		Samples []struct{ Value float64 }
	}
	var got struct {
		Results struct {
			Startup series `json:"startup_time"`
			Standby series `json:"standby_time"`
			Stop    series `json:"stop_time"`
			Podtop  struct {
				CPU float64 `json:"cpu_percent"`
			}
		}
	}
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatal(err)
	}
	r.line("start_own_cpu_percent", got.Results.Podtop.CPU, 2)
	n := float64(len(got.Results.Startup.Samples))
	least := n * (got.Results.Startup.Mean + got.Results.Standby.Mean + 2*got.Results.Stop.Mean) // seconds of laps, without what came between
	used := (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()
	fmt.Printf("%-36s %10.4g\n", "start_command_cpu_percent", 100*used/least)
	fmt.Printf("%-36s %10.4g\n", "start_mean_ms", 1e3*got.Results.Startup.Mean)
}
