//go:build e2e && bench

package main_test

import (
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"testing"

	httpload "podtop/actions/load"
)

// wrkRate is what wrk says that it reached.
var wrkRate = regexp.MustCompile(`Requests/sec: +([0-9.]+)`)

// http is what podtop bench http costs for one request, of a server that does
// nothing but answer; and what one thread of wrk, where it is installed, reaches
// with that in the same run.
func (r report) http(t *testing.T, podtop string) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	go func() { _ = httpload.Echo(l) }()
	url := "http://" + l.Addr().String() + "/"
	cmd := exec.Command(podtop, "bench", "http", url, "--concurrency", "16", "--for", "5s", "--format", "json")
	cmd.Env = append(os.Environ(), "XDG_STATE_HOME="+t.TempDir())
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Results struct {
			Requests struct{ Rate float64 }
			Podtop   struct {
				Ceiling float64
				CPU     float64 `json:"cpu_per_request"`
			}
		}
	}
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatal(err)
	}
	r.line("http_cpu_us_per_request", got.Results.Podtop.CPU*1e6, 25)
	fmt.Printf("%-36s %10.4g\n", "http_requests_per_s", got.Results.Requests.Rate)
	fmt.Printf("%-36s %10.4g\n", "http_ceiling_per_s", got.Results.Podtop.Ceiling)
	if path, err := exec.LookPath("wrk"); err == nil {
		out, err := exec.Command(path, "-t1", "-c16", "-d5s", url).Output()
		found := wrkRate.FindSubmatch(out)
		if err != nil || found == nil {
			t.Fatalf("%v: %s", err, out)
		}
		rate, _ := strconv.ParseFloat(string(found[1]), 64)
		fmt.Printf("%-36s %10.4g\n", "wrk_requests_per_s", rate)
	}
}
