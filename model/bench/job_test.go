package bench

import (
	"strings"
	"testing"
	"time"

	"podtop/model"
)

// A job in words is what podtop is called with to do the same.
func TestJobCommand(t *testing.T) {
	web := model.Key{UID: 1000, Name: "web"}
	for want, j := range map[string]Job{
		"podtop bench cpu -n 0 --for 30s":                           {Kind: "cpu", Time: 30 * time.Second},
		"podtop bench cpu alice/web -n 0 --for 1m":                  {Kind: "cpu", Subject: web, Name: "alice/web", Time: time.Minute},
		"podtop bench start localhost/web:2 -n 0 --for 30s":         {Kind: "start", Subject: web, Name: "web", Image: "localhost/web:2", Time: 30 * time.Second},
		"podtop bench localhost/web:2 -n 0 --for 30s":               {Kind: "run", Subject: web, Name: "web", Image: "localhost/web:2", Time: 30 * time.Second},
		"podtop bench http http://127.0.0.1:8080/ --ramp --for 3s":  {Kind: "http", Subject: web, Name: "web", URL: "http://127.0.0.1:8080/", Ramp: true, Time: 3 * time.Second},
		"podtop bench ab web --limit cpus=1.5,memory=512m --for 5m": {Kind: "ab", Subject: web, Name: "web", Limits: "cpus=1.5,memory=512m", Time: 5 * time.Minute},
		"podtop bench usage db --for 1h":                            {Kind: "usage", Name: "db", Time: time.Hour},
		"podtop bench usage db --for 1h30m5s":                       {Kind: "usage", Name: "db", Time: 90*time.Minute + 5*time.Second},
		"podtop bench usage web":                                    {Kind: "usage", Subject: web, Name: "web"},
	} {
		if got := strings.Join(j.Command(), " "); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// Anybody can name a container, and what is shown is pasted.
func TestCommandLineIsSafe(t *testing.T) {
	j := Job{Kind: "cpu", Name: "x;touch /tmp/owned;#"}
	if got, want := j.CommandLine(), "podtop bench cpu 'x;touch /tmp/owned;#' -n 0"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
