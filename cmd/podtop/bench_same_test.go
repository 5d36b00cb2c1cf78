//go:build e2e && bench

package main_test

import (
	"fmt"
	"os"
	"os/exec"
	"testing"

	"podtop/model/bench"
)

// same compares the same with the same, again and again, as it is on this machine
// with all that it does otherwise, and counts how often podtop says that there is a
// difference.
func (r report) same(t *testing.T, h *host, podtop string) {
	socket := h.dir + "/same.sock"
	h.own.serve(t, socket)
	image := h.speakingImage(t, h.own)
	const each, alarmsAtMost = 20, 5
	alarms, pairs := 0, 0
	for i := range 2 * each {
		args := []string{"bench", "ab", "--yes", "--for", "10s", "--format", "json"}
		if i%2 == 0 {
			args = append(args, "--limit", "cpus=1", "--limit", "cpus=1")
		} else {
			args = append(args, image, "--command", "cat /bin/sh", "--command", "cat /bin/sh")
		}
		cmd := exec.Command(podtop, args...)
		cmd.Env = append(os.Environ(), "CONTAINER_HOST=unix://"+socket, "XDG_STATE_HOME="+t.TempDir())
		out, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		one, err := bench.Read(out)
		if err != nil {
			t.Fatal(err)
		}
		differences := one.Differences()
		if len(differences) == 0 || differences[0].Pairs == 0 {
			t.Fatalf("%v: nothing was compared", args)
		}
		pairs += differences[0].Pairs
		if differences[0].Finding.IsAlarm() {
			alarms++
			fmt.Println(one.Verdict())
		}
	}
	r.line("same_alarms_of_40", float64(alarms), alarmsAtMost)
	fmt.Printf("%-36s %10.4g\n", "same_pairs", float64(pairs)/(2*each))
}
